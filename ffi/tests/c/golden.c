/* What the chain and real clients computed, the library computes, through C. */
#include <string.h>

#include "check.h"
#include "golden.h"
#include "nanotao.h"

/* A phrase costs 2048 rounds of PBKDF2: an emulated board takes every so many cases. */
#ifndef URI_STRIDE
#define URI_STRIDE 1
#endif

#define MAX 4096

static uint8_t buffer[MAX], second[MAX];
static uint16_t out_uids[MAX], out_weights[MAX];
static float f32s[MAX];
static double f64s[MAX];

static int same(const uint8_t *bytes, size_t len, struct bytes expected) {
    return len == expected.len && memcmp(bytes, expected.ptr, len) == 0;
}

static int same_u16s(const uint16_t *list, size_t len, struct u16s expected) {
    return len == expected.len && (len == 0 || memcmp(list, expected.ptr, 2 * len) == 0);
}

static nanotao_account_id account_of(struct bytes bytes) {
    nanotao_account_id account;
    memcpy(account.bytes, bytes.ptr, sizeof account.bytes);
    return account;
}

static nanotao_tx_extension extension_of(const struct golden_extrinsic *golden) {
    nanotao_tx_extension extension = {0};
    extension.struct_size = sizeof extension;
    extension.nonce = golden->nonce;
    extension.tip = golden->tip;
    extension.era_period = golden->era_period;
    extension.era_phase = golden->era_phase;
    extension.spec_version = golden->spec_version;
    extension.transaction_version = golden->transaction_version;
    memcpy(extension.genesis_hash, golden->genesis_hash.ptr, 32);
    memcpy(extension.block_hash, golden->block_hash.ptr, 32);
    extension.has_metadata_hash = golden->metadata_hash.len == 32;
    if (extension.has_metadata_hash) {
        memcpy(extension.metadata_hash, golden->metadata_hash.ptr, 32);
    }
    return extension;
}

/* Shows all cards, approves and signs; the length of the signature, or 0. */
static size_t review_and_sign(struct bytes payload, const nanotao_key *key, const nanotao_account_id *account,
                              uint8_t signature[NANOTAO_SIGNATURE_MAX_LEN]) {
    nanotao_review review;
    char label[64], value[512];
    size_t i, cards, len, label_len, value_len;
    if (nanotao_review_init(&review, payload.ptr, payload.len, account, NULL, &cards, NULL) != NANOTAO_OK) {
        return 0;
    }
    for (i = 0; i < cards; i++) {
        if (nanotao_review_card(&review, payload.ptr, payload.len, i, label, sizeof label, &label_len, value,
                                sizeof value, &value_len, NULL) != NANOTAO_OK ||
            strlen(label) != label_len || strlen(value) != value_len) {
            return 0;
        }
    }
    if (nanotao_review_approve(&review, NULL) != NANOTAO_OK ||
        nanotao_review_sign(&review, payload.ptr, payload.len, key, NULL, 0, signature, NANOTAO_SIGNATURE_MAX_LEN,
                            &len) != NANOTAO_OK) {
        return 0;
    }
    return len;
}

static void extrinsics(void) {
    size_t i;
    for (i = 0; i < golden_extrinsics_len; i++) {
        const struct golden_extrinsic *golden = &golden_extrinsics[i];
        nanotao_tx_extension extension = extension_of(golden);
        const nanotao_account_id expected = account_of(golden->account);
        const int ecdsa = golden->scheme == NANOTAO_SCHEME_ECDSA;
        nanotao_account_id account;
        nanotao_extrinsic parsed = {0};
        nanotao_key key;
        nanotao_scheme scheme = 99;
        uint8_t signature[NANOTAO_SIGNATURE_MAX_LEN];
        size_t len = 0, signature_len;
        uint32_t period = 0, phase = 0;
        uint64_t birth = 1;
        nanotao_status status =
            nanotao_set_weights_payload(golden->netuid, golden->uids.ptr, golden->uids.len, golden->weights.ptr,
                                        golden->weights.len, golden->version_key, &extension, buffer, MAX, &len, NULL);
        CHECK_CASE("payload", i, status == NANOTAO_OK && same(buffer, len, golden->payload));
        if (golden->era_period != 0) {
            status = nanotao_era_mortal(golden->era_period, golden->birth_block, &period, &phase, &birth);
            CHECK_CASE("era", i, status == NANOTAO_OK && period == golden->era_period &&
                                     phase == golden->era_phase && birth == golden->birth_block);
        }

        parsed.struct_size = sizeof parsed;
        status = nanotao_extrinsic_parse(golden->extrinsic.ptr, golden->extrinsic.len, &parsed, NULL);
        CHECK_CASE("parse", i,
                   status == NANOTAO_OK && parsed.nonce == golden->nonce && parsed.tip == golden->tip &&
                       parsed.era_period == golden->era_period && parsed.era_phase == golden->era_phase &&
                       parsed.has_metadata_hash == extension.has_metadata_hash &&
                       memcmp(&parsed.account, &expected, sizeof expected) == 0 &&
                       same(parsed.signature, parsed.signature_len, golden->signature) &&
                       parsed.call_offset + parsed.call_len == golden->extrinsic.len &&
                       memcmp(golden->extrinsic.ptr + parsed.call_offset, golden->payload.ptr, parsed.call_len) == 0);
        /* What the context does not know comes from the extrinsic. */
        extension.nonce = 0;
        extension.tip = 0;
        extension.era_period = 0;
        extension.era_phase = 0;
        status = nanotao_extrinsic_payload(golden->extrinsic.ptr, golden->extrinsic.len, &extension, second, MAX, &len,
                                           NULL);
        CHECK_CASE("payload of the extrinsic", i, status == NANOTAO_OK && same(second, len, golden->payload));

        status = nanotao_signature_verify(golden->payload.ptr, golden->payload.len, &expected, golden->signature.ptr,
                                          golden->signature.len);
        CHECK_CASE("verify", i, status == (ecdsa ? NANOTAO_SIGN_UNSUPPORTED_SCHEME : NANOTAO_OK));
        status = nanotao_extrinsic_encode(golden->payload.ptr, golden->payload.len, &expected, golden->signature.ptr,
                                          golden->signature.len, second, MAX, &len, NULL);
        CHECK_CASE("extrinsic", i,
                   ecdsa ? status == NANOTAO_SIGN_UNSUPPORTED_SCHEME
                         : status == NANOTAO_OK && same(second, len, golden->extrinsic));

        status = nanotao_key_from_uri(&key, golden->scheme, golden->suri.ptr, golden->suri.len, NULL);
        if (ecdsa) {
            CHECK_CASE("ecdsa key", i, status == NANOTAO_SIGN_UNSUPPORTED_SCHEME);
            continue;
        }
        CHECK_CASE("key", i,
                   status == NANOTAO_OK && nanotao_key_account(&key, &account, &scheme) == NANOTAO_OK &&
                       scheme == golden->scheme && memcmp(&account, &expected, sizeof expected) == 0);
        signature_len = review_and_sign(golden->payload, &key, &account, signature);
        if (scheme == NANOTAO_SCHEME_ED25519) {
            CHECK_CASE("signature", i, same(signature, signature_len, golden->signature));
        } else {
            status =
                nanotao_signature_verify(golden->payload.ptr, golden->payload.len, &account, signature, signature_len);
            CHECK_CASE("signature", i, signature_len == golden->signature.len && status == NANOTAO_OK);
        }
        CHECK_CASE("wipe", i, nanotao_key_wipe(&key) == NANOTAO_OK);
    }
}

static void calls(void) {
    size_t i;
    for (i = 0; i < golden_calls_len; i++) {
        const struct golden_call *golden = &golden_calls[i];
        nanotao_tx_extension extension = extension_of(&golden_extrinsics[0]);
        size_t len = 0;
        nanotao_status status =
            golden->mecid < 0
                ? nanotao_set_weights_payload(golden->netuid, golden->uids.ptr, golden->uids.len, golden->weights.ptr,
                                              golden->weights.len, golden->version_key, &extension, buffer, MAX, &len,
                                              NULL)
                : nanotao_set_mechanism_weights_payload(golden->netuid, (uint8_t)golden->mecid, golden->uids.ptr,
                                                        golden->uids.len, golden->weights.ptr, golden->weights.len,
                                                        golden->version_key, &extension, buffer, MAX, &len, NULL);
        if (golden->uids.len != golden->weights.len) {
            CHECK_CASE("call", i, status == NANOTAO_CHAIN_WEIGHT_VEC_NOT_EQUAL_SIZE);
        } else {
            CHECK_CASE("call", i, status == NANOTAO_OK && len > golden->encoded.len &&
                                      memcmp(buffer, golden->encoded.ptr, golden->encoded.len) == 0);
        }
    }
}

static void scores(void) {
    size_t i;
    for (i = 0; i < golden_emit_len; i++) {
        const struct golden_scores *golden = &golden_emit[i];
        size_t len = MAX;
        nanotao_status status;
        if (golden->len != 0) {
            memcpy(f32s, golden->f32_bits, 4 * golden->len);
        }
        status = nanotao_sdk10_quantise(golden->uids.ptr, golden->uids.len, f32s, golden->len, out_uids, out_weights,
                                        MAX, &len, NULL);
        CHECK_CASE("sdk10", i,
                   golden->fails ? status != NANOTAO_OK && len == MAX
                                 : status == NANOTAO_OK && same_u16s(out_uids, len, golden->out_uids) &&
                                       same_u16s(out_weights, len, golden->out_weights));
    }
    for (i = 0; i < golden_normalize_len; i++) {
        const struct golden_scores *golden = &golden_normalize[i];
        size_t len = MAX;
        nanotao_status status;
        if (golden->len != 0) {
            memcpy(f64s, golden->f64_bits, 8 * golden->len);
        }
        status = nanotao_sdk11_normalize(golden->uids.ptr, golden->uids.len, f64s, golden->len, out_uids, out_weights,
                                         MAX, &len, NULL);
        CHECK_CASE("sdk11", i,
                   golden->fails ? status != NANOTAO_OK && len == MAX
                                 : status == NANOTAO_OK && same_u16s(out_uids, len, golden->out_uids) &&
                                       same_u16s(out_weights, len, golden->out_weights));
    }
}

static int key_has(const nanotao_key *key, uint32_t scheme, struct bytes expected) {
    nanotao_account_id account;
    nanotao_scheme found = 99;
    return nanotao_key_account(key, &account, &found) == NANOTAO_OK && found == scheme &&
           same(account.bytes, sizeof account.bytes, expected);
}

static void keys(void) {
    size_t i;
    nanotao_key key;
    for (i = 0; i < golden_uris_len; i += URI_STRIDE) {
        const struct golden_uri *golden = &golden_uris[i];
        nanotao_status status = nanotao_key_from_uri(&key, golden->scheme, golden->uri.ptr, golden->uri.len, NULL);
        CHECK_CASE("uri", i,
                   golden->account.len == 0 ? status != NANOTAO_OK
                                            : status == NANOTAO_OK && key_has(&key, golden->scheme, golden->account));
    }
    for (i = 0; i < golden_seeds_len; i++) {
        const struct golden_seed *golden = &golden_seeds[i];
        nanotao_status status =
            nanotao_key_from_mini_secret(&key, golden->scheme, golden->seed.ptr, golden->seed.len);
        CHECK_CASE("seed", i,
                   golden->account.len == 0 ? status == NANOTAO_INVALID_LENGTH
                                            : status == NANOTAO_OK && key_has(&key, golden->scheme, golden->account));
    }
    nanotao_key_wipe(&key);
}

static void addresses(void) {
    size_t i;
    for (i = 0; i < golden_addresses_len; i++) {
        const struct golden_address *golden = &golden_addresses[i];
        nanotao_account_id account;
        uint16_t prefix = 1;
        nanotao_status status;
        if (golden->encoded) {
            char address[NANOTAO_SS58_MAX_LEN + 1];
            size_t len = 0;
            account = account_of(golden->account);
            status = nanotao_ss58_encode(&account, golden->prefix, address, sizeof address, &len);
            CHECK_CASE("ss58 encode", i, status == NANOTAO_OK && len == golden->address.len &&
                                             memcmp(address, golden->address.ptr, len + 1) == 0);
        } else {
            status = nanotao_ss58_parse(golden->address.ptr, golden->address.len, &account, &prefix, NULL);
            CHECK_CASE("ss58 parse", i,
                       golden->account.len == 0
                           ? status != NANOTAO_OK
                           : status == NANOTAO_OK && same(account.bytes, sizeof account.bytes, golden->account));
        }
    }
}

void test_golden(void) {
    CHECK("there are cases", golden_extrinsics_len != 0 && golden_calls_len != 0 && golden_emit_len != 0 &&
                                 golden_normalize_len != 0 && golden_uris_len != 0 && golden_seeds_len != 0 &&
                                 golden_addresses_len != 0);
    extrinsics();
    calls();
    scores();
    keys();
    addresses();
}
