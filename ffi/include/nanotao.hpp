/*
 * nanotao for C++20: keys as objects, reviews of any payload and of weights that they timelock, any call by its names, cards
 * to read, timelocked commits; spans in, std::array and std::string out, statuses as exceptions.
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

/* Arguments of a call. What they point to has to live until the call is made. */
namespace arg {

inline nanotao_arg made(nanotao_arg_kind kind, std::uint64_t low, std::uint64_t high, const void *ptr, std::size_t len) {
    nanotao_arg arg = {};
    arg.kind = kind;
    arg.low = low;
    arg.high = high;
    arg.ptr = ptr;
    arg.len = len;
    return arg;
}
inline nanotao_arg none() { return made(NANOTAO_ARG_NONE, 0, 0, nullptr, 0); }
inline nanotao_arg boolean(bool value) { return made(NANOTAO_ARG_BOOL, value, 0, nullptr, 0); }
inline nanotao_arg number(std::uint64_t low, std::uint64_t high = 0) {
    return made(NANOTAO_ARG_UNSIGNED, low, high, nullptr, 0);
}
inline nanotao_arg account(const account_id &id) { return made(NANOTAO_ARG_ACCOUNT, 0, 0, id.data(), id.size()); }
inline nanotao_arg account(account_id &&) = delete;
inline nanotao_arg bytes(byte_span list) { return made(NANOTAO_ARG_BYTES, 0, 0, list.data(), list.size()); }
inline nanotao_arg text(std::string_view text) { return made(NANOTAO_ARG_TEXT, 0, 0, text.data(), text.size()); }
inline nanotao_arg u16s(u16_span list) { return made(NANOTAO_ARG_U16S, 0, 0, list.data(), list.size()); }
inline nanotao_arg list(std::span<const nanotao_arg> parts) {
    return made(NANOTAO_ARG_LIST, 0, 0, parts.data(), parts.size());
}
/* Any type in SCALE, such as another call. */
inline nanotao_arg encoded(byte_span scale) { return made(NANOTAO_ARG_ENCODED, 0, 0, scale.data(), scale.size()); }

} // namespace arg

/* Any call of the tables. An error's position is the argument at fault. */
inline bytes call(std::uint32_t spec_version, std::string_view pallet, std::string_view function,
                  std::span<const nanotao_arg> args) {
    return detail::sized<std::uint8_t>([&](std::uint8_t *out, std::size_t cap, std::size_t *len, std::size_t *position) {
        return nanotao_call_encode(spec_version, pallet.data(), pallet.size(), function.data(), function.size(),
                                   args.data(), args.size(), out, cap, len, position);
    });
}

inline bytes call_payload(byte_span call, const nanotao_tx_extension &extension) {
    return detail::sized<std::uint8_t>([&](std::uint8_t *out, std::size_t cap, std::size_t *len, std::size_t *) {
        return nanotao_call_payload(call.data(), call.size(), &extension, out, cap, len);
    });
}

struct card {
    std::string label, value;
};

namespace detail {

/* Asks for both lengths, then for both texts. */
template <typename Run>
card texts(Run run) {
    std::size_t label_len = 0, value_len = 0, position = NANOTAO_NO_POSITION;
    nanotao_status status = run(nullptr, 0, &label_len, nullptr, 0, &value_len, &position);
    card made;
    if (status == NANOTAO_BUFFER_TOO_SMALL) {
        std::vector<char> label(label_len + 1), value(value_len + 1);
        status = run(label.data(), label.size(), &label_len, value.data(), value.size(), &value_len, &position);
        made = {std::string(label.data(), label_len), std::string(value.data(), value_len)};
    }
    check(status, position);
    return made;
}

template <typename Count, typename Fetch>
std::vector<card> cards(std::uint32_t spec_version, byte_span data, Count count, Fetch fetch) {
    std::size_t len = 0, position = NANOTAO_NO_POSITION;
    const nanotao_status status = count(spec_version, data.data(), data.size(), &len, &position);
    check(status, position);
    std::vector<card> made;
    for (std::size_t i = 0; i < len; i++) {
        made.push_back(texts([&](auto... texts) {
            return fetch(spec_version, data.data(), data.size(), i, texts...);
        }));
    }
    return made;
}

} // namespace detail

/* Cards to read; nothing leads from them to a signature. */
inline std::vector<card> call_cards(std::uint32_t spec_version, byte_span call) {
    return detail::cards(spec_version, call, nanotao_call_cards, nanotao_call_card);
}

inline std::vector<card> extrinsic_cards(std::uint32_t spec_version, byte_span extrinsic) {
    return detail::cards(spec_version, extrinsic, nanotao_extrinsic_cards, nanotao_extrinsic_card);
}

/* What a metadata proof (RFC-78) leads to. */
inline nanotao_proof_info parse_proof(byte_span proof) {
    nanotao_proof_info info = {};
    std::size_t position = NANOTAO_NO_POSITION;
    info.struct_size = sizeof info;
    const nanotao_status status = nanotao_proof_parse(proof.data(), proof.size(), &info, &position);
    check(status, position);
    return info;
}

namespace detail {

/* What all reviews have: a payload, and an approval. */
class any_review {
public:
    std::size_t size() const noexcept { return cards_; }
    void approve() {
        std::size_t position = NANOTAO_NO_POSITION;
        const nanotao_status status = nanotao_review_approve(&review_, &position);
        check(status, position);
    }
    const bytes &payload() const noexcept { return payload_; }
    bytes extrinsic(byte_span signature) const {
        return sized<std::uint8_t>([&](auto... out) {
            return nanotao_extrinsic_encode(payload_.data(), payload_.size(), &account_, signature.data(),
                                            signature.size(), out...);
        });
    }

protected:
    any_review(bytes payload, const account_id &account) : payload_(std::move(payload)), account_(raw(account)) {}
    template <typename Run>
    static bytes signature(Run run) {
        bytes made(NANOTAO_SIGNATURE_MAX_LEN);
        std::size_t len = 0;
        check(run(made.data(), made.size(), &len));
        made.resize(len);
        return made;
    }

    bytes payload_;
    nanotao_account_id account_;
    nanotao_review review_ = {};
    std::size_t cards_ = 0;
};

} // namespace detail

/* The review of a payload, which it keeps, with its metadata proof if it has one. Cards are fetched in order; then approve,
 * then sign, once. */
class review : public detail::any_review {
public:
    review(bytes payload, const account_id &account, std::optional<std::uint32_t> current_block = std::nullopt)
        : review(std::move(payload), std::optional<bytes>(), account, current_block) {}
    /* Of a payload that the proof describes. */
    review(bytes payload, bytes proof, const account_id &account,
           std::optional<std::uint32_t> current_block = std::nullopt)
        : review(std::move(payload), std::optional<bytes>(std::move(proof)), account, current_block) {}

    card fetch(std::size_t index) {
        return detail::texts([&](auto... texts) {
            return proof_ ? nanotao_review_card_by_proof(&review_, payload_.data(), payload_.size(), proof_->data(),
                                                         proof_->size(), index, texts...)
                          : nanotao_review_card(&review_, payload_.data(), payload_.size(), index, texts...);
        });
    }
    /* The signature, with the scheme's number in front. `random` may be empty, or has 32 bytes or more. */
    bytes sign(const key &signer, byte_span random = {}) {
        return signature([&](auto... out) {
            return proof_ ? nanotao_review_sign_by_proof(&review_, payload_.data(), payload_.size(), proof_->data(),
                                                         proof_->size(), signer.get(), random.data(), random.size(),
                                                         out...)
                          : nanotao_review_sign(&review_, payload_.data(), payload_.size(), signer.get(), random.data(),
                                                random.size(), out...);
        });
    }
    bytes extrinsic(byte_span signature) const {
        if (!proof_) {
            return any_review::extrinsic(signature);
        }
        return detail::sized<std::uint8_t>([&](auto... out) {
            return nanotao_extrinsic_encode_by_proof(payload_.data(), payload_.size(), proof_->data(), proof_->size(),
                                                     &account_, signature.data(), signature.size(), out...);
        });
    }

private:
    review(bytes payload, std::optional<bytes> proof, const account_id &account,
           std::optional<std::uint32_t> current_block)
        : any_review(std::move(payload), account), proof_(std::move(proof)) {
        const std::uint32_t *current = current_block ? &*current_block : nullptr;
        std::size_t position = NANOTAO_NO_POSITION;
        const nanotao_status status =
            proof_ ? nanotao_review_init_by_proof(&review_, payload_.data(), payload_.size(), proof_->data(),
                                                  proof_->size(), &account_, current, &cards_, &position)
                   : nanotao_review_init(&review_, payload_.data(), payload_.size(), &account_, current, &cards_,
                                         &position);
        check(status, position);
    }

    std::optional<bytes> proof_;
};

using timelock_secret = std::span<const std::uint8_t, NANOTAO_TIMELOCK_SECRET_LEN>;

/* The review of weights that it locks until they are revealed, and keeps: the cards show them. Otherwise as `review`. */
class timelocked_review : public detail::any_review {
public:
    /* The hotkey signs. `secret` is kept by the device for this, `fresh` is random. */
    timelocked_review(const account_id &hotkey, std::uint16_t netuid, std::uint8_t mecid, weights hidden,
                      std::uint64_t version_key, const nanotao_reveal_terms &terms, const nanotao_tx_extension &extension,
                      timelock_secret secret, std::optional<timelock_secret> fresh = std::nullopt)
        : any_review({}, hotkey), netuid_(netuid), mecid_(mecid), hidden_(std::move(hidden)), version_key_(version_key) {
        const nanotao_hidden_weights given = this->given();
        reveal_.struct_size = sizeof reveal_;
        payload_ = detail::sized<std::uint8_t>([&](auto out, auto cap, auto len, auto position) {
            return nanotao_review_init_timelocked(&review_, &given, &terms, &extension, secret.data(),
                                                  fresh ? fresh->data() : nullptr, out, cap, len, &reveal_, &cards_,
                                                  position);
        });
    }

    /* When the weights are revealed. */
    const nanotao_reveal &reveal() const noexcept { return reveal_; }
    card fetch(std::size_t index) {
        const nanotao_hidden_weights given = this->given();
        return detail::texts([&](auto... texts) {
            return nanotao_review_card_timelocked(&review_, payload_.data(), payload_.size(), &given, index, texts...);
        });
    }
    bytes sign(const key &signer, byte_span random = {}) {
        const nanotao_hidden_weights given = this->given();
        return signature([&](auto... out) {
            return nanotao_review_sign_timelocked(&review_, payload_.data(), payload_.size(), &given, signer.get(),
                                                  random.data(), random.size(), out...);
        });
    }

private:
    /* Made for each call: the lists may have moved. */
    nanotao_hidden_weights given() const noexcept {
        nanotao_hidden_weights made = {};
        made.struct_size = sizeof made;
        made.netuid = netuid_;
        made.mecid = mecid_;
        made.version_key = version_key_;
        made.hotkey = account_;
        made.uids = hidden_.uids.data();
        made.uids_len = hidden_.uids.size();
        made.values = hidden_.values.data();
        made.values_len = hidden_.values.size();
        return made;
    }

    std::uint16_t netuid_;
    std::uint8_t mecid_;
    weights hidden_;
    std::uint64_t version_key_;
    nanotao_reveal reveal_ = {};
};

/* Locks weights until a round of drand. `random` has NANOTAO_TIMELOCK_RANDOM_LEN bytes that nobody can guess. */
inline bytes timelock_commit(const account_id &hotkey, u16_span uids, u16_span values, std::uint64_t version_key,
                             std::uint64_t round, byte_span random) {
    const nanotao_account_id raw = detail::raw(hotkey);
    return detail::sized<std::uint8_t>([&](auto... out) {
        return nanotao_timelock_commit(&raw, uids.data(), uids.size(), values.data(), values.size(), version_key, round,
                                       random.data(), random.size(), out...);
    });
}

/* Opens a commit with the beacon's signature on its round. */
inline bytes timelock_open(byte_span ciphertext,
                           std::span<const std::uint8_t, NANOTAO_BEACON_SIGNATURE_LEN> signature) {
    return detail::sized<std::uint8_t>([&](auto... out) {
        return nanotao_timelock_open(ciphertext.data(), ciphertext.size(), signature.data(), out...);
    });
}

/* Verifies drand quicknet's signature on a round. */
inline void verify_beacon(std::span<const std::uint8_t, NANOTAO_BEACON_SIGNATURE_LEN> signature, std::uint64_t round) {
    check(nanotao_beacon_verify(nullptr, signature.data(), round));
}

inline nanotao_reveal predict_reveal(std::uint32_t spec_version, const nanotao_schedule &schedule,
                                     std::uint64_t current_block, std::uint64_t reveal_period_epochs,
                                     std::uint64_t unix_time_ms, std::uint64_t block_time_ms) {
    nanotao_reveal reveal = {};
    reveal.struct_size = sizeof reveal;
    check(nanotao_predict_reveal(spec_version, &schedule, current_block, reveal_period_epochs, unix_time_ms,
                                 block_time_ms, &reveal));
    return reveal;
}

} // namespace nanotao

#endif
