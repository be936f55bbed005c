/*
 * nanotao for C++20: keys and reviews as objects, spans in, std::array and std::string out, statuses as exceptions.
 *
 * A thin cover of nanotao.h, which is the manual. What is not covered here is called as in C.
 */
#ifndef NANOTAO_HPP
#define NANOTAO_HPP

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "nanotao.h"

namespace nanotao {

/* A call that did not go well: its status, and the place at fault. */
class error : public std::runtime_error {
public:
    error(nanotao_status status, std::size_t position)
        : std::runtime_error(nanotao_status_text(status)), status_(status), position_(position) {}
    nanotao_status status() const noexcept { return status_; }
    /* NANOTAO_NO_POSITION if there is none. */
    std::size_t position() const noexcept { return position_; }

private:
    nanotao_status status_;
    std::size_t position_;
};

/* By reference: the call that makes the status may write the position, and both are arguments here. */
inline void check(nanotao_status status, const std::size_t &position = NANOTAO_NO_POSITION) {
    if (status != NANOTAO_OK) {
        throw error(status, position);
    }
}

using account_id = std::array<std::uint8_t, 32>;
using bytes = std::vector<std::uint8_t>;
using byte_span = std::span<const std::uint8_t>;
using u16_span = std::span<const std::uint16_t>;

namespace detail {

inline nanotao_account_id raw(const account_id &account) {
    nanotao_account_id raw;
    for (std::size_t i = 0; i < account.size(); i++) {
        raw.bytes[i] = account[i];
    }
    return raw;
}

inline account_id cooked(const nanotao_account_id &raw) {
    account_id account;
    for (std::size_t i = 0; i < account.size(); i++) {
        account[i] = raw.bytes[i];
    }
    return account;
}

/* Asks for the length, then for the elements. */
template <typename Element, typename Run>
std::vector<Element> sized(Run run) {
    std::vector<Element> out;
    std::size_t len = 0, position = NANOTAO_NO_POSITION;
    nanotao_status status = run(out.data(), out.size(), &len, &position);
    if (status == NANOTAO_BUFFER_TOO_SMALL) {
        out.resize(len);
        status = run(out.data(), out.size(), &len, &position);
    }
    check(status, position);
    out.resize(len);
    return out;
}

} // namespace detail

/* A secret key, which is wiped when it goes. It can be moved, not copied. */
class key {
public:
    static key from_uri(nanotao_scheme scheme, std::string_view uri) {
        key made;
        std::size_t position = NANOTAO_NO_POSITION;
        check(nanotao_key_from_uri(&made.key_, scheme, uri.data(), uri.size(), &position), position);
        return made;
    }
    static key from_mini_secret(nanotao_scheme scheme, byte_span secret) {
        key made;
        check(nanotao_key_from_mini_secret(&made.key_, scheme, secret.data(), secret.size()));
        return made;
    }
    key(key &&other) noexcept : key_(other.key_) { nanotao_key_wipe(&other.key_); }
    key &operator=(key &&other) noexcept {
        if (this != &other) {
            key_ = other.key_;
            nanotao_key_wipe(&other.key_);
        }
        return *this;
    }
    key(const key &) = delete;
    key &operator=(const key &) = delete;
    ~key() { nanotao_key_wipe(&key_); }

    account_id account() const {
        nanotao_account_id account;
        check(nanotao_key_account(&key_, &account, nullptr));
        return detail::cooked(account);
    }
    const nanotao_key *get() const noexcept { return &key_; }

private:
    key() = default;
    nanotao_key key_ = {};
};

inline std::string ss58(const account_id &account, std::uint16_t prefix = NANOTAO_SS58_PREFIX) {
    const nanotao_account_id raw = detail::raw(account);
    std::array<char, NANOTAO_SS58_MAX_LEN + 1> text;
    std::size_t len = 0;
    check(nanotao_ss58_encode(&raw, prefix, text.data(), text.size(), &len));
    return std::string(text.data(), len);
}

inline account_id parse_ss58(std::string_view address) {
    nanotao_account_id account;
    std::size_t position = NANOTAO_NO_POSITION;
    check(nanotao_ss58_parse(address.data(), address.size(), &account, nullptr, &position), position);
    return detail::cooked(account);
}

struct weights {
    std::vector<std::uint16_t> uids, values;
};

/* As version 11 of the official SDK. */
inline weights normalize(u16_span uids, std::span<const double> scores) {
    weights made;
    std::size_t len = 0, position = NANOTAO_NO_POSITION;
    made.uids.resize(uids.size());
    made.values.resize(uids.size());
    check(nanotao_sdk11_normalize(uids.data(), uids.size(), scores.data(), scores.size(), made.uids.data(),
                                  made.values.data(), uids.size(), &len, &position),
          position);
    made.uids.resize(len);
    made.values.resize(len);
    return made;
}

inline bytes set_weights_payload(std::uint16_t netuid, u16_span uids, u16_span values, std::uint64_t version_key,
                                 const nanotao_tx_extension &extension) {
    return detail::sized<std::uint8_t>([&](std::uint8_t *out, std::size_t cap, std::size_t *len, std::size_t *position) {
        return nanotao_set_weights_payload(netuid, uids.data(), uids.size(), values.data(), values.size(), version_key,
                                           &extension, out, cap, len, position);
    });
}

struct card {
    std::string label, value;
};

/* The review of a payload, which it keeps. Cards are fetched in order; then approve, then sign, once. */
class review {
public:
    review(bytes payload, const account_id &account, std::optional<std::uint32_t> current_block = std::nullopt)
        : payload_(std::move(payload)), account_(detail::raw(account)) {
        std::size_t position = NANOTAO_NO_POSITION;
        check(nanotao_review_init(&review_, payload_.data(), payload_.size(), &account_,
                                  current_block ? &*current_block : nullptr, &cards_, &position),
              position);
    }
    std::size_t size() const noexcept { return cards_; }
    card fetch(std::size_t index) {
        std::size_t label_len = 0, value_len = 0, position = NANOTAO_NO_POSITION;
        nanotao_status status = nanotao_review_card(&review_, payload_.data(), payload_.size(), index, nullptr, 0,
                                                    &label_len, nullptr, 0, &value_len, &position);
        card made;
        if (status == NANOTAO_BUFFER_TOO_SMALL) {
            std::vector<char> label(label_len + 1), value(value_len + 1);
            status = nanotao_review_card(&review_, payload_.data(), payload_.size(), index, label.data(), label.size(),
                                         &label_len, value.data(), value.size(), &value_len, &position);
            made = {std::string(label.data(), label_len), std::string(value.data(), value_len)};
        }
        check(status, position);
        return made;
    }
    void approve() {
        std::size_t position = NANOTAO_NO_POSITION;
        const nanotao_status status = nanotao_review_approve(&review_, &position);
        check(status, position);
    }
    /* The signature, with the scheme's number in front. `random` may be empty, or has 32 bytes or more. */
    bytes sign(const key &signer, byte_span random = {}) {
        bytes signature(NANOTAO_SIGNATURE_MAX_LEN);
        std::size_t len = 0;
        check(nanotao_review_sign(&review_, payload_.data(), payload_.size(), signer.get(), random.data(),
                                  random.size(), signature.data(), signature.size(), &len));
        signature.resize(len);
        return signature;
    }
    bytes extrinsic(byte_span signature) const {
        return detail::sized<std::uint8_t>(
            [&](std::uint8_t *out, std::size_t cap, std::size_t *len, std::size_t *position) {
                return nanotao_extrinsic_encode(payload_.data(), payload_.size(), &account_, signature.data(),
                                                signature.size(), out, cap, len, position);
            });
    }

private:
    bytes payload_;
    nanotao_account_id account_;
    nanotao_review review_ = {};
    std::size_t cards_ = 0;
};

} // namespace nanotao

#endif
