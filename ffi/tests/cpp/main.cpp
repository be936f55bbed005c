/* The wrapper for C++: the journey, and what it does when something is wrong. */
#include <cstdio>
#include <type_traits>

#include "nanotao.hpp"

static unsigned passed, failed;

static void expect(bool holds, const char *what) {
    holds ? passed++ : failed++;
    if (!holds) {
        std::printf("FAIL %s\n", what);
    }
}

template <typename Run>
static nanotao_status status_of(Run run) {
    try {
        run();
    } catch (const nanotao::error &error) {
        return error.status();
    }
    return NANOTAO_OK;
}

static_assert(!std::is_copy_constructible_v<nanotao::key> && std::is_nothrow_move_constructible_v<nanotao::key>);

int main() {
    using namespace nanotao;
    key alice = key::from_uri(NANOTAO_SCHEME_SR25519, "//Alice");
    const std::string address = "5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY";
    expect(ss58(alice.account()) == address, "address");
    expect(parse_ss58(address) == alice.account(), "account");
    expect(status_of([] { parse_ss58("0"); }) == NANOTAO_SS58_INVALID_CHARACTER, "no address");
    try {
        key::from_uri(NANOTAO_SCHEME_ED25519, "//a/b");
        expect(false, "soft step");
    } catch (const error &error) {
        expect(error.status() == NANOTAO_URI_SOFT_JUNCTION && error.position() == 1, "soft step");
    }

    const std::uint16_t uids[] = {0, 1, 2};
    const double scores[] = {65535.0, 1.0, 30000.0};
    const weights made = normalize(uids, scores);
    expect(made.values == std::vector<std::uint16_t>{65535, 1, 30000}, "weights");
    expect(status_of([&] { normalize(uids, {}); }) == NANOTAO_QUANTISE_LENGTH_MISMATCH, "lengths");

    nanotao_tx_extension extension = {};
    extension.struct_size = sizeof extension;
    extension.spec_version = 475;
    extension.transaction_version = 1;
    review one(set_weights_payload(1, made.uids, made.values, 7, extension), alice.account());
    expect(status_of([&] { one.approve(); }) == NANOTAO_NOT_ALL_SHOWN, "too early");
    expect(one.fetch(0).value == "Set weights", "first card");
    for (std::size_t i = 1; i < one.size(); i++) {
        expect(!one.fetch(i).label.empty(), "card");
    }
    one.approve();
    const bytes signature = one.sign(alice);
    expect(one.extrinsic(signature).size() > signature.size(), "extrinsic");
    expect(status_of([&] { one.sign(alice); }) == NANOTAO_ALREADY_SIGNED, "twice");

    const key moved = std::move(alice);
    expect(ss58(moved.account()) == address, "moved");
    expect(status_of([&] { alice.account(); }) == NANOTAO_NO_KEY, "moved from");
    std::printf("%u passed, %u failed\n", passed, failed);
    return failed == 0 && passed != 0 ? 0 : 1;
}
