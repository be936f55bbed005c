/* The wrapper for C++: the journey, and what it does when something is wrong. */
#include <algorithm>
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

using signature_of_round = std::array<std::uint8_t, NANOTAO_BEACON_SIGNATURE_LEN>;

/* Weights that are locked for the review: made, shown, approved, signed. The signature is that of round 1000. */
static void locked(const nanotao::key &signer, const nanotao::weights &made, const nanotao_tx_extension &extension,
                   const signature_of_round &beacon) {
    using namespace nanotao;
    const account_id hotkey = signer.account();
    const std::array<std::uint8_t, NANOTAO_TIMELOCK_SECRET_LEN> secret = {5}, fresh = {6};
    nanotao_reveal_terms terms = {};
    terms.struct_size = sizeof terms;
    terms.schedule.struct_size = sizeof terms.schedule;
    terms.schedule.tempo = 360;
    terms.schedule.last_epoch_block = 1000;
    terms.current_block = 1010;
    terms.reveal_period_epochs = 1;
    /* Blocks of a second lead to round 1000. */
    terms.unix_time_ms = std::uint64_t(1000) * (NANOTAO_DRAND_GENESIS_TIME + 2647);
    terms.block_time_ms = 1000;

    timelocked_review begun(hotkey, 8, 0, made, 7, terms, extension, secret, fresh);
    expect(begun.reveal().round == 1000, "round");
    expect(begun.payload() != timelocked_review(hotkey, 8, 0, made, 7, terms, extension, secret).payload(), "fresh");
    expect(status_of([&] { begun.approve(); }) == NANOTAO_NOT_ALL_SHOWN, "locked, too early");
    expect(status_of([&] { begun.sign(signer); }) != NANOTAO_OK, "locked, not approved");
    /* The lists move with the review. */
    timelocked_review review = std::move(begun);
    std::string shown;
    for (std::size_t i = 0; i < review.size(); i++) {
        const card card = review.fetch(i);
        shown += card.label + ": " + card.value + "\n";
    }
    expect(shown.find("uid 0: 68.5972% (65535)") != std::string::npos, "a weight is shown");
    review.approve();
    const key bob = key::from_uri(NANOTAO_SCHEME_SR25519, "//Bob");
    expect(status_of([&] { review.sign(bob); }) == NANOTAO_WRONG_SIGNER, "another signer");
    const bytes signature = review.sign(signer), &payload = review.payload();
    nanotao_account_id account = detail::raw(hotkey);
    expect(nanotao_signature_verify(payload.data(), payload.size(), &account, signature.data(), signature.size()) ==
               NANOTAO_OK,
           "locked, signature");
    expect(status_of([&] { review.sign(signer); }) == NANOTAO_ALREADY_SIGNED, "locked, twice");
    expect(extrinsic_cards(475, review.extrinsic(signature)).size() > 2, "locked, extrinsic");
    /* The ciphertext lies behind the call's index, the subnet and its own length. */
    const bytes opened = timelock_open(byte_span(payload).subspan(6, nanotao_timelock_commit_len(3)), beacon);
    expect(std::equal(hotkey.begin(), hotkey.end(), &opened[1]), "locked, opened");

    terms.schedule.tempo = 0;
    expect(status_of([&] { timelocked_review(hotkey, 8, 0, made, 7, terms, extension, secret); }) ==
               NANOTAO_TIMELOCK_NO_EPOCHS,
           "locked, tempo");
    expect(status_of([&] { timelocked_review(hotkey, 8, 0, {{0, 0}, {1, 1}}, 7, terms, extension, secret); }) ==
               NANOTAO_CHAIN_DUPLICATE_UIDS,
           "locked, the same uid twice");
}

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

    /* Any call, and its cards. */
    const account_id hotkey = alice.account();
    const std::array stake = {arg::account(hotkey), arg::number(1), arg::number(5)};
    const bytes staking = call(475, "SubtensorModule", "add_stake", stake);
    const std::array inner = {arg::encoded(staking), arg::encoded(staking)};
    const std::array batch = {arg::list(inner)};
    const bytes both = call(475, "Utility", "batch_all", batch);
    expect(staking.size() == 44 && both.size() == 3 + 2 * staking.size(), "call");
    const std::array proxy = {arg::account(hotkey), arg::text("Any"), arg::encoded(both)};
    expect(call(475, "Proxy", "proxy", proxy).size() == 2 + 33 + 2 + both.size(), "nested");
    expect(call_cards(475, staking).at(0).value == "Stake TAO, at any price", "cards");
    review two(call_payload(both, extension), hotkey);
    expect(two.fetch(0).value == "Do several things", "batch");
    try {
        const std::array wrong = {arg::account(hotkey), arg::boolean(true), arg::number(5)};
        call(475, "SubtensorModule", "add_stake", wrong);
        expect(false, "argument");
    } catch (const error &error) {
        expect(error.status() == NANOTAO_CALL_ARGUMENT_TYPE && error.position() == 1, "argument");
    }
    expect(status_of([&] { call(475, "SubtensorModule", "add_stake", std::array{arg::none()}); }) ==
               NANOTAO_CALL_ARGUMENT_COUNT,
           "count");
    const bytes sent = one.extrinsic(signature);
    expect(extrinsic_cards(475, sent).size() == 12, "cards of an extrinsic");
    expect(status_of([&] { extrinsic_cards(1, sent); }) == NANOTAO_CALL_UNKNOWN_SPEC, "spec");
    expect(status_of([&] { parse_proof(sent); }) != NANOTAO_OK, "no proof");
    expect(status_of([&] { review(both, sent, hotkey); }) != NANOTAO_OK, "no review by it");

    /* Timelocked weights. The signature is that of round 1000. */
    const signature_of_round beacon = {
        0xb4, 0x46, 0x79, 0xb9, 0xa5, 0x9a, 0xf2, 0xec, 0x87, 0x6b, 0x1a, 0x6b, 0x1a, 0xd5, 0x2e, 0xa9,
        0xb1, 0x61, 0x5f, 0xc3, 0x98, 0x2b, 0x19, 0x57, 0x63, 0x50, 0xf9, 0x34, 0x47, 0xcb, 0x11, 0x25,
        0xe3, 0x42, 0xb7, 0x3a, 0x8d, 0xd2, 0xba, 0xcb, 0xe4, 0x7e, 0x4b, 0x6b, 0x63, 0xed, 0x5e, 0x39};
    const bytes random(NANOTAO_TIMELOCK_RANDOM_LEN, 7);
    const bytes commit = timelock_commit(hotkey, made.uids, made.values, 7, 1000, random);
    const bytes opened = timelock_open(commit, beacon);
    expect(commit.size() == nanotao_timelock_commit_len(3) && std::equal(hotkey.begin(), hotkey.end(), &opened[1]),
           "opened");
    expect(status_of([&] { verify_beacon(beacon, 1000); }) == NANOTAO_OK, "beacon");
    expect(status_of([&] { verify_beacon(beacon, 1001); }) == NANOTAO_TIMELOCK_WRONG_SIGNATURE, "another round");
    nanotao_schedule schedule = {};
    schedule.struct_size = sizeof schedule;
    schedule.tempo = 360;
    expect(predict_reveal(475, schedule, 1000, 1, 1800000000000, 12000).first_reveal_block > 1000, "reveal");
    schedule.tempo = 0;
    expect(status_of([&] { predict_reveal(475, schedule, 1000, 1, 0, 12000); }) == NANOTAO_TIMELOCK_NO_EPOCHS, "tempo");

    locked(alice, made, extension, beacon);

    const key moved = std::move(alice);
    expect(ss58(moved.account()) == address, "moved");
    expect(status_of([&] { alice.account(); }) == NANOTAO_NO_KEY, "moved from");
    std::printf("%u passed, %u failed\n", passed, failed);
    return failed == 0 && passed != 0 ? 0 : 1;
}
