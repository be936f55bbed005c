/* Calls, hashes, phrases, weights: what the vectors do not reach, and misuse. */
#include <string.h>

#include "check.h"
#include "fixture.h"

#define BAD NANOTAO_INVALID_POINTER

static struct fixture f;
static uint8_t bytes[512];
static char words[256], function[64];
static size_t len, more_len;

static void *odd(void) {
    static union {
        uint64_t align;
        uint8_t bytes[16];
    } memory;
    return memory.bytes + 1;
}

/* A call, its name, and the payload that a review takes: the same bytes in front. */
static void call_is(const char *name, nanotao_status status, const char *expected_function) {
    uint8_t payload[512];
    size_t payload_len = 0, cards;
    nanotao_review review;
    CHECK(name, status == NANOTAO_OK && len > 2);
    CHECK(name, nanotao_call_name(475, bytes, len, words, sizeof words, &more_len, function, sizeof function, &more_len,
                                  NULL) == NANOTAO_OK &&
                    strcmp(function, expected_function) == 0);
    CHECK(name, nanotao_call_payload(bytes, len, &f.extension, payload, sizeof payload, &payload_len) == NANOTAO_OK &&
                    payload_len > len && memcmp(payload, bytes, len) == 0);
    CHECK(name,
          nanotao_review_init(&review, payload, payload_len, &f.account, NULL, &cards, NULL) == NANOTAO_OK && cards > 2);
}

static void calls(void) {
    nanotao_axon axon = {0};
    nanotao_h256 hash;
    const uint16_t salt[2] = {1, 2};
    uint8_t again[512];
    size_t i;
    memset(&hash, 9, sizeof hash);
    axon.struct_size = sizeof axon;
    axon.version = 10;
    axon.ip_low = 0x7f000001;
    axon.port = 8091;
    axon.ip_type = 4;
    call_is("add_stake", nanotao_call_add_stake(&f.account, 1, 5, bytes, 512, &len), "add_stake");
    call_is("remove_stake", nanotao_call_remove_stake(&f.account, 1, 5, bytes, 512, &len), "remove_stake");
    call_is("serve_axon", nanotao_call_serve_axon(1, &axon, bytes, 512, &len), "serve_axon");
    call_is("burned_register", nanotao_call_burned_register(1, &f.account, bytes, 512, &len), "burned_register");
    call_is("commit_weights", nanotao_call_commit_weights(1, &hash, bytes, 512, &len), "commit_weights");
    call_is("reveal_weights",
            nanotao_call_reveal_weights(1, f.uids, PAIRS, f.weights, PAIRS, salt, 2, 3, bytes, 512, &len),
            "reveal_weights");
    call_is("commit_timelocked_weights",
            nanotao_call_commit_timelocked_weights(1, hash.bytes, 32, 7, 4, bytes, 512, &len),
            "commit_timelocked_weights");
    call_is("transfer", nanotao_call_transfer_keep_alive(&f.account, 5, bytes, 512, &len), "transfer_keep_alive");

    for (i = 0; i < len; i++) {
        CHECK_CASE("cut short", i, nanotao_call_name(475, bytes, i, words, 64, &more_len, function, 64, &more_len, NULL) ==
                                       NANOTAO_SCALE_UNEXPECTED_END);
        more_len = 0;
        CHECK_CASE("too small", i, nanotao_call_transfer_keep_alive(&f.account, 5, again, i, &more_len) ==
                                           NANOTAO_BUFFER_TOO_SMALL &&
                                       more_len == len);
    }
    CHECK("spec", nanotao_call_name(1, bytes, len, words, 64, &more_len, function, 64, &more_len, NULL) ==
                      NANOTAO_CALL_UNKNOWN_SPEC);
    CHECK("spec", nanotao_call_name(475, NULL, len, words, 64, &more_len, function, 64, &more_len, NULL) == BAD);
    CHECK("shared", nanotao_call_name(475, bytes, len, words, 64, &more_len, words, 64, &more_len, NULL) ==
                        NANOTAO_OVERLAP);
    CHECK("stake", nanotao_call_add_stake(NULL, 1, 5, bytes, 512, &len) == BAD);
    CHECK("stake", nanotao_call_remove_stake(NULL, 1, 5, bytes, 512, &len) == BAD);
    CHECK("register", nanotao_call_burned_register(1, NULL, bytes, 512, &len) == BAD);
    CHECK("commit", nanotao_call_commit_weights(1, NULL, bytes, 512, &len) == BAD);
    CHECK("reveal", nanotao_call_reveal_weights(1, odd(), 1, f.weights, 1, salt, 1, 3, bytes, 512, &len) == BAD);
    CHECK("timelocked", nanotao_call_commit_timelocked_weights(1, NULL, 1, 7, 4, bytes, 512, &len) == BAD);
    CHECK("transfer", nanotao_call_transfer_keep_alive(NULL, 5, bytes, 512, &len) == BAD);
    CHECK("payload", nanotao_call_payload(bytes, 3, NULL, again, 512, &len) == BAD);
    CHECK("payload", nanotao_call_payload(bytes, SIZE_MAX, &f.extension, again, 512, &len) == NANOTAO_INVALID_LENGTH);
    axon.struct_size--;
    CHECK("axon", nanotao_call_serve_axon(1, &axon, bytes, 512, &len) == NANOTAO_INVALID_STRUCT_SIZE);
}

static void hashes_and_phrases(void) {
    static const uint8_t entropy[32] = {1};
    nanotao_h256 digest;
    uint64_t value = 77;
    CHECK("hash", nanotao_hash(99, bytes, 1, bytes + 8, 64, &len) == NANOTAO_UNKNOWN_HASH);
    CHECK("hash", nanotao_hash(NANOTAO_HASH_SHA_256, bytes, 1, bytes, 64, &len) == NANOTAO_OVERLAP);
    len = 0;
    CHECK("hash", nanotao_hash(NANOTAO_HASH_SHA_512, NULL, 0, NULL, 0, &len) == NANOTAO_BUFFER_TOO_SMALL && len == 64);
    CHECK("key", nanotao_blake2_256_keyed(bytes, 65, NULL, 0, &digest) == NANOTAO_INVALID_LENGTH);
    CHECK("key", nanotao_blake2_256_keyed(bytes, 64, NULL, 0, NULL) == BAD);
    CHECK("compact", nanotao_compact_encode(64, NULL, 0, &len) == NANOTAO_BUFFER_TOO_SMALL && len == 2);
    CHECK("compact", nanotao_compact_parse(NULL, 0, &value, NULL, &len) == NANOTAO_SCALE_UNEXPECTED_END && value == 77);
    CHECK("phrase",
          nanotao_mnemonic_phrase(entropy, 17, words, sizeof words, &len) == NANOTAO_MNEMONIC_ENTROPY_LENGTH);
    CHECK("phrase", nanotao_mnemonic_phrase(entropy, 32, words, sizeof words, &len) == NANOTAO_OK && len > 70);
    CHECK("phrase", nanotao_mnemonic_entropy(words, len, bytes, 31, &more_len, NULL) == NANOTAO_BUFFER_TOO_SMALL &&
                        more_len == 32);
    CHECK("phrase", nanotao_mnemonic_entropy(words, len, bytes, 32, &more_len, NULL) == NANOTAO_OK &&
                        memcmp(bytes, entropy, 32) == 0);
    more_len = 77;
    CHECK("word", nanotao_mnemonic_mini_secret("abandon nano abandon abandon abandon abandon abandon abandon abandon "
                                               "abandon abandon about",
                                               91, NULL, 0, bytes, 32, &len, &more_len) == NANOTAO_MNEMONIC_UNKNOWN_WORD &&
                      more_len == 1);
}

static void weights(void) {
    nanotao_set_weights_state state = {0};
    nanotao_limits limits = {0};
    nanotao_h256 hash;
    double scores[PAIRS] = {1.0, 1.0, 2.0}, scratch[PAIRS];
    uint16_t uids[PAIRS], kept[PAIRS], netuid = 7, stored[PAIRS] = {0};
    uint8_t mecid = 7;
    uint32_t holds = 7;
    CHECK("clip", nanotao_sdk11_clip_to_max_weight(scores, PAIRS, 0.4, scratch, PAIRS, NULL) == NANOTAO_OK &&
                      scores[2] <= 0.4 + 1e-12 && scores[0] > 0.29);
    CHECK("clip", nanotao_sdk11_clip_to_max_weight(scores, PAIRS, 0.4, scratch, PAIRS - 1, NULL) ==
                      NANOTAO_INVALID_LENGTH);
    CHECK("clip", nanotao_sdk11_clip_to_max_weight(scores, PAIRS, 0.4, scores, PAIRS, NULL) == NANOTAO_OVERLAP);
    CHECK("clip", nanotao_sdk11_clip_to_max_weight(NULL, PAIRS, 0.4, scratch, PAIRS, NULL) == BAD);
    limits.struct_size = sizeof limits;
    limits.min_allowed_weights = 1;
    limits.max_weight_limit = 65535;
    CHECK("conform", nanotao_sdk11_conform(&limits, f.uids, PAIRS, scores, PAIRS, scratch, PAIRS, uids, kept, PAIRS, &len,
                                           NULL) == NANOTAO_OK &&
                         len == PAIRS && kept[2] == 65535);
    limits.min_allowed_weights = PAIRS + 1;
    CHECK("conform", nanotao_sdk11_conform(&limits, f.uids, PAIRS, scores, PAIRS, scratch, PAIRS, uids, kept, PAIRS, &len,
                                           NULL) == NANOTAO_QUANTISE_TOO_FEW);
    CHECK("sdk10", nanotao_sdk10_quantise_f64(f.uids, PAIRS, scores, PAIRS, uids, kept, PAIRS, &len, NULL) ==
                           NANOTAO_OK &&
                       kept[2] == 65535);
    state.struct_size = sizeof state;
    CHECK("commit-reveal", nanotao_check_commit_reveal_enabled(&state) == NANOTAO_OK);
    state.commit_reveal_weights_enabled = 1;
    CHECK("commit-reveal", nanotao_check_commit_reveal_enabled(&state) == NANOTAO_CHAIN_COMMIT_REVEAL_ENABLED);
    state.validator_permit = 2;
    CHECK("flag", nanotao_check_set_weights(&state, 1, 0, f.uids, PAIRS, f.weights, PAIRS, 0, stored, PAIRS, &len, NULL) ==
                          NANOTAO_INVALID_FLAG &&
                      stored[0] == 0);
    CHECK("state", nanotao_check_set_weights(odd(), 1, 0, NULL, 0, NULL, 0, 0, stored, PAIRS, &len, NULL) == BAD);
    CHECK("in place", nanotao_vec_u16_max_upscale_to_u16(NULL, 1) == BAD);
    CHECK("in place", nanotao_normalize_weights(odd(), 1) == BAD && nanotao_normalize_weights(NULL, 0) == NANOTAO_OK);
    CHECK("limit", nanotao_check_vec_max_limited(f.weights, PAIRS, 1, NULL) == BAD);
    CHECK("limit", nanotao_check_vec_max_limited(f.weights, PAIRS, 1, &holds) == NANOTAO_OK && holds == 0);
    CHECK("hash", nanotao_commit_hash(&f.account, 1, NULL, 1, NULL, 0, NULL, 0, 0, &hash) == BAD);
    CHECK("index", nanotao_mechanism_storage_index(5, 2) == 8197);
    CHECK("index", nanotao_get_netuid_and_subid(8197, 1, 2, &netuid, &mecid) ==
                           NANOTAO_CHAIN_MECHANISM_DOES_NOT_EXIST &&
                       netuid == 7 && mecid == 7);
    CHECK("index", nanotao_get_netuid_and_subid(8197, 1, 3, &netuid, &mecid) == NANOTAO_OK && netuid == 5 && mecid == 2);
    CHECK("emission", nanotao_block_emission(0) == 1000000000);
    CHECK("emission", nanotao_next_halving(0, NULL) == BAD);
    CHECK("hazmat", nanotao_hazmat_sign(&f.key, bytes, 3, NULL, 0, bytes + 8, 65, &len) == NANOTAO_HAZMAT_OFF);
    CHECK("hazmat", nanotao_hazmat_extrinsic(&f.key, f.payload, f.payload_len, NULL, 0, bytes, 512, &len, NULL) ==
                        NANOTAO_HAZMAT_OFF);
    CHECK("hazmat", nanotao_hazmat_extrinsic(&f.key, NULL, 1, NULL, 0, bytes, 512, &len, NULL) == BAD);
    CHECK("hazmat", nanotao_hazmat_sign(NULL, bytes, 3, NULL, 0, bytes + 8, 65, &len) == BAD);
    CHECK("verify", nanotao_message_verify(f.payload, f.payload_len, &f.account, f.signature, f.signature_len) ==
                        NANOTAO_OK);
    CHECK("verify", nanotao_message_verify_wrapped(f.payload, f.payload_len, &f.account, f.signature, f.signature_len,
                                                   bytes, 3) == NANOTAO_INVALID_LENGTH);
}

void test_rooms(void) {
    make_fixture(&f, NANOTAO_SCHEME_ED25519);
    calls();
    hashes_and_phrases();
    weights();
}
