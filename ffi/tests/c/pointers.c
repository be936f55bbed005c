/* Every pointer of every function, NULL and misaligned, and every length that no memory has. */
#include <string.h>

#include "check.h"
#include "fixture.h"

#define BAD NANOTAO_INVALID_POINTER

static struct fixture f;
static uint16_t uids[8], weights[8];
static const float f32s[PAIRS] = {1, 2, 3};
static const double f64s[PAIRS] = {1, 2, 3};
static uint8_t bytes[512];
static char text[64], more_text[128];
static size_t len, more_len;

/* An address that no type but a byte can have. */
static void *odd(void) {
    static uint64_t memory[64];
    return (uint8_t *)memory + 1;
}

static void keys(void) {
    static const uint8_t secret[NANOTAO_MINI_SECRET_LEN] = {9};
    nanotao_key key = {{0}};
    nanotao_account_id account;
    CHECK("key", nanotao_key_from_mini_secret(NULL, 1, secret, 32) == BAD);
    CHECK("key", nanotao_key_from_mini_secret(odd(), 1, secret, 32) == BAD);
    CHECK("key", nanotao_key_from_mini_secret(&key, 1, NULL, 32) == BAD);
    CHECK("key", nanotao_key_from_mini_secret(&key, 1, NULL, 0) == NANOTAO_INVALID_LENGTH);
    CHECK("key", nanotao_key_from_mini_secret(&key, 1, secret, SIZE_MAX) == NANOTAO_INVALID_LENGTH);
    CHECK("uri", nanotao_key_from_uri(NULL, 1, "//A", 3, NULL) == BAD);
    CHECK("uri", nanotao_key_from_uri(odd(), 1, "//A", 3, NULL) == BAD);
    CHECK("uri", nanotao_key_from_uri(&key, 1, NULL, 3, NULL) == BAD);
    CHECK("uri", nanotao_key_from_uri(&key, 1, "//A", 3, odd()) == BAD);
    CHECK("no key was made", nanotao_key_account(&key, &account, NULL) == NANOTAO_NO_KEY);
    CHECK("an empty uri is the development phrase", nanotao_key_from_uri(&key, 1, NULL, 0, NULL) == NANOTAO_OK);
    CHECK("account", nanotao_key_account(NULL, &account, NULL) == BAD);
    CHECK("account", nanotao_key_account(odd(), &account, NULL) == BAD);
    CHECK("account", nanotao_key_account(&key, NULL, NULL) == BAD);
    CHECK("account", nanotao_key_account(&key, &account, odd()) == BAD);
    CHECK("public", nanotao_key_from_account(NULL, 1, &account) == BAD);
    CHECK("public", nanotao_key_from_account(odd(), 1, &account) == BAD);
    CHECK("public", nanotao_key_from_account(&key, 1, NULL) == BAD);
    CHECK("verify", nanotao_key_verify(NULL, secret, 32, f.signature, 65) == BAD);
    CHECK("verify", nanotao_key_verify(odd(), secret, 32, f.signature, 65) == BAD);
    CHECK("verify", nanotao_key_verify(&key, NULL, 32, f.signature, 65) == BAD);
    CHECK("verify", nanotao_key_verify(&key, secret, 32, NULL, 65) == BAD);
    CHECK("wipe", nanotao_key_wipe(NULL) == BAD && nanotao_key_wipe(odd()) == BAD);
}

static void addresses(void) {
    static const char address[] = "5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY";
    nanotao_account_id account;
    uint16_t prefix = 0;
    CHECK("encode", nanotao_ss58_encode(NULL, 42, text, sizeof text, &len) == BAD);
    CHECK("encode", nanotao_ss58_encode(&f.account, 42, text, sizeof text, odd()) == BAD);
    CHECK("parse", nanotao_ss58_parse(NULL, 48, &account, &prefix, NULL) == BAD);
    CHECK("parse", nanotao_ss58_parse(NULL, 0, &account, &prefix, NULL) == NANOTAO_SS58_INVALID_LENGTH);
    CHECK("parse", nanotao_ss58_parse(address, 48, NULL, &prefix, NULL) == BAD);
    CHECK("parse", nanotao_ss58_parse(address, 48, &account, odd(), NULL) == BAD);
    CHECK("parse", nanotao_ss58_parse(address, 48, &account, &prefix, odd()) == BAD);
    CHECK("parse", nanotao_ss58_parse(address, SIZE_MAX, &account, &prefix, NULL) == NANOTAO_INVALID_LENGTH);
    CHECK("without a prefix", nanotao_ss58_parse(address, 48, &account, NULL, NULL) == NANOTAO_OK);
}

static void quantise(void) {
    const size_t n = PAIRS;
    CHECK("sdk10", nanotao_sdk10_quantise(NULL, n, f32s, n, uids, weights, 8, &len, NULL) == BAD);
    CHECK("sdk10", nanotao_sdk10_quantise(odd(), n, f32s, n, uids, weights, 8, &len, NULL) == BAD);
    CHECK("sdk10", nanotao_sdk10_quantise(f.uids, n, NULL, n, uids, weights, 8, &len, NULL) == BAD);
    CHECK("sdk10", nanotao_sdk10_quantise(f.uids, n, odd(), n, uids, weights, 8, &len, NULL) == BAD);
    CHECK("sdk10", nanotao_sdk10_quantise(f.uids, n, f32s, n, odd(), weights, 8, &len, NULL) == BAD);
    CHECK("sdk10", nanotao_sdk10_quantise(f.uids, n, f32s, n, uids, odd(), 8, &len, NULL) == BAD);
    CHECK("sdk10", nanotao_sdk10_quantise(f.uids, n, f32s, n, uids, weights, 8, odd(), NULL) == BAD);
    CHECK("sdk10", nanotao_sdk10_quantise(f.uids, n, f32s, n, uids, weights, 8, &len, odd()) == BAD);
    CHECK("sdk10", nanotao_sdk10_quantise(f.uids, SIZE_MAX / 2, f32s, n, uids, weights, 8, &len, NULL) ==
                       NANOTAO_INVALID_LENGTH);
    CHECK("sdk10", nanotao_sdk10_quantise(f.uids, n, f32s, SIZE_MAX / 4, uids, weights, 8, &len, NULL) ==
                       NANOTAO_INVALID_LENGTH);
    CHECK("sdk10", nanotao_sdk10_quantise(NULL, 0, NULL, 0, uids, weights, 8, &len, NULL) == NANOTAO_QUANTISE_EMPTY);
    CHECK("sdk11", nanotao_sdk11_normalize(NULL, n, f64s, n, uids, weights, 8, &len, NULL) == BAD);
    CHECK("sdk11", nanotao_sdk11_normalize(odd(), n, f64s, n, uids, weights, 8, &len, NULL) == BAD);
    CHECK("sdk11", nanotao_sdk11_normalize(f.uids, n, NULL, n, uids, weights, 8, &len, NULL) == BAD);
    CHECK("sdk11", nanotao_sdk11_normalize(f.uids, n, odd(), n, uids, weights, 8, &len, NULL) == BAD);
    CHECK("sdk11", nanotao_sdk11_normalize(f.uids, n, f64s, n, odd(), weights, 8, &len, NULL) == BAD);
    CHECK("sdk11", nanotao_sdk11_normalize(f.uids, n, f64s, n, uids, odd(), 8, &len, NULL) == BAD);
    CHECK("sdk11", nanotao_sdk11_normalize(f.uids, n, f64s, n, uids, weights, 8, odd(), NULL) == BAD);
    CHECK("sdk11", nanotao_sdk11_normalize(f.uids, n, f64s, n, uids, weights, 8, &len, odd()) == BAD);
    CHECK("sdk11", nanotao_sdk11_normalize(f.uids, n, f64s, SIZE_MAX / 8, uids, weights, 8, &len, NULL) ==
                       NANOTAO_INVALID_LENGTH);
    CHECK("nothing gives nothing",
          nanotao_sdk11_normalize(NULL, 0, NULL, 0, NULL, NULL, 0, &len, NULL) == NANOTAO_OK && len == 0);
}

static void payloads(void) {
    const nanotao_tx_extension *e = &f.extension;
    const size_t n = PAIRS;
    uint32_t period, phase;
    uint64_t birth;
    CHECK("era", nanotao_era_mortal(64, 1, NULL, &phase, &birth) == BAD);
    CHECK("era", nanotao_era_mortal(64, 1, &period, NULL, &birth) == BAD);
    CHECK("era", nanotao_era_mortal(64, 1, &period, &phase, NULL) == BAD);
    CHECK("era", nanotao_era_mortal(64, 1, odd(), &phase, &birth) == BAD);
    CHECK("payload", nanotao_set_weights_payload(1, NULL, n, f.weights, n, 0, e, bytes, 512, &len, NULL) == BAD);
    CHECK("payload", nanotao_set_weights_payload(1, odd(), n, f.weights, n, 0, e, bytes, 512, &len, NULL) == BAD);
    CHECK("payload", nanotao_set_weights_payload(1, f.uids, n, NULL, n, 0, e, bytes, 512, &len, NULL) == BAD);
    CHECK("payload", nanotao_set_weights_payload(1, f.uids, n, odd(), n, 0, e, bytes, 512, &len, NULL) == BAD);
    CHECK("payload", nanotao_set_weights_payload(1, f.uids, n, f.weights, n, 0, NULL, bytes, 512, &len, NULL) == BAD);
    CHECK("payload", nanotao_set_weights_payload(1, f.uids, n, f.weights, n, 0, odd(), bytes, 512, &len, NULL) == BAD);
    CHECK("payload", nanotao_set_weights_payload(1, f.uids, n, f.weights, n, 0, e, bytes, 512, odd(), NULL) == BAD);
    CHECK("payload", nanotao_set_weights_payload(1, f.uids, n, f.weights, n, 0, e, bytes, 512, &len, odd()) == BAD);
    CHECK("no weights at all",
          nanotao_set_weights_payload(1, NULL, 0, NULL, 0, 0, e, bytes, 512, &len, NULL) == NANOTAO_OK);
    CHECK("mechanism",
          nanotao_set_mechanism_weights_payload(1, 0, NULL, n, f.weights, n, 0, e, bytes, 512, &len, NULL) == BAD);
    CHECK("mechanism",
          nanotao_set_mechanism_weights_payload(1, 0, f.uids, n, NULL, n, 0, e, bytes, 512, &len, NULL) == BAD);
    CHECK("mechanism",
          nanotao_set_mechanism_weights_payload(1, 0, f.uids, n, f.weights, n, 0, NULL, bytes, 512, &len, NULL) == BAD);
    CHECK("mechanism",
          nanotao_set_mechanism_weights_payload(1, 0, f.uids, n, f.weights, n, 0, e, bytes, 512, &len, odd()) == BAD);
}

static void reviews(void) {
    const uint8_t *p = f.payload;
    const size_t n = f.payload_len;
    const uint32_t block = 1;
    nanotao_review r = f.fresh;
    nanotao_key none = {{0}};
    CHECK("init", nanotao_review_init(NULL, p, n, &f.account, &block, &len, NULL) == BAD);
    CHECK("init", nanotao_review_init(odd(), p, n, &f.account, &block, &len, NULL) == BAD);
    CHECK("init", nanotao_review_init(&r, NULL, n, &f.account, &block, &len, NULL) == BAD);
    CHECK("init", nanotao_review_init(&r, p, n, NULL, &block, &len, NULL) == BAD);
    CHECK("init", nanotao_review_init(&r, p, n, &f.account, odd(), &len, NULL) == BAD);
    CHECK("init", nanotao_review_init(&r, p, n, &f.account, &block, NULL, NULL) == BAD);
    CHECK("init", nanotao_review_init(&r, p, n, &f.account, &block, &len, odd()) == BAD);
    CHECK("init", nanotao_review_init(&r, NULL, 0, &f.account, &block, &len, NULL) == NANOTAO_SCALE_UNEXPECTED_END);
    CHECK("left alone", memcmp(&r, &f.fresh, sizeof r) == 0);
    CHECK("card", nanotao_review_card(NULL, p, n, 0, text, 64, &len, more_text, 128, &more_len, NULL) == BAD);
    CHECK("card", nanotao_review_card(odd(), p, n, 0, text, 64, &len, more_text, 128, &more_len, NULL) == BAD);
    CHECK("card", nanotao_review_card(&r, NULL, n, 0, text, 64, &len, more_text, 128, &more_len, NULL) == BAD);
    CHECK("card", nanotao_review_card(&r, p, n, 0, NULL, 64, &len, more_text, 128, &more_len, NULL) == BAD);
    CHECK("card", nanotao_review_card(&r, p, n, 0, text, 64, NULL, more_text, 128, &more_len, NULL) == BAD);
    CHECK("card", nanotao_review_card(&r, p, n, 0, text, 64, &len, NULL, 128, &more_len, NULL) == BAD);
    CHECK("card", nanotao_review_card(&r, p, n, 0, text, 64, &len, more_text, 128, NULL, NULL) == BAD);
    CHECK("card", nanotao_review_card(&r, p, n, 0, text, 64, &len, more_text, 128, &more_len, odd()) == BAD);
    CHECK("left alone", memcmp(&r, &f.fresh, sizeof r) == 0);
    CHECK("approve", nanotao_review_approve(NULL, NULL) == BAD && nanotao_review_approve(odd(), NULL) == BAD);
    r = f.shown;
    CHECK("approve", nanotao_review_approve(&r, odd()) == BAD && memcmp(&r, &f.shown, sizeof r) == 0);
    r = f.approved;
    CHECK("sign", nanotao_review_sign(NULL, p, n, &f.key, NULL, 0, bytes, 512, &len) == BAD);
    CHECK("sign", nanotao_review_sign(&r, NULL, n, &f.key, NULL, 0, bytes, 512, &len) == BAD);
    CHECK("sign", nanotao_review_sign(&r, p, n, NULL, NULL, 0, bytes, 512, &len) == BAD);
    CHECK("sign", nanotao_review_sign(&r, p, n, odd(), NULL, 0, bytes, 512, &len) == BAD);
    CHECK("sign", nanotao_review_sign(&r, p, n, &f.key, NULL, 32, bytes, 512, &len) == BAD);
    CHECK("sign", nanotao_review_sign(&r, p, n, &f.key, bytes, SIZE_MAX, bytes, 512, &len) == NANOTAO_INVALID_LENGTH);
    CHECK("sign", nanotao_review_sign(&r, p, n, &none, NULL, 0, bytes, 512, &len) == NANOTAO_NO_KEY);
    CHECK("left alone", memcmp(&r, &f.approved, sizeof r) == 0);
}

static void extrinsics(void) {
    const uint8_t *p = f.payload, *s = f.signature, *x = f.extrinsic;
    const size_t n = f.payload_len, k = f.signature_len, m = f.extrinsic_len;
    nanotao_extrinsic parsed = {0};
    parsed.struct_size = sizeof parsed;
    CHECK("encode", nanotao_extrinsic_encode(NULL, n, &f.account, s, k, bytes, 512, &len, NULL) == BAD);
    CHECK("encode", nanotao_extrinsic_encode(p, n, NULL, s, k, bytes, 512, &len, NULL) == BAD);
    CHECK("encode", nanotao_extrinsic_encode(p, n, &f.account, NULL, k, bytes, 512, &len, NULL) == BAD);
    CHECK("encode", nanotao_extrinsic_encode(p, n, &f.account, s, k, bytes, 512, &len, odd()) == BAD);
    CHECK("encode",
          nanotao_extrinsic_encode(p, n, &f.account, NULL, 0, bytes, 512, &len, NULL) == NANOTAO_MALFORMED_SIGNATURE);
    CHECK("parse", nanotao_extrinsic_parse(NULL, m, &parsed, NULL) == BAD);
    CHECK("parse", nanotao_extrinsic_parse(x, m, NULL, NULL) == BAD && nanotao_extrinsic_parse(x, m, odd(), NULL) == BAD);
    CHECK("parse", nanotao_extrinsic_parse(x, m, &parsed, odd()) == BAD);
    CHECK("parse", nanotao_extrinsic_parse(NULL, 0, &parsed, NULL) == NANOTAO_SCALE_UNEXPECTED_END);
    CHECK("payload", nanotao_extrinsic_payload(NULL, m, &f.extension, bytes, 512, &len, NULL) == BAD);
    CHECK("payload", nanotao_extrinsic_payload(x, m, NULL, bytes, 512, &len, NULL) == BAD);
    CHECK("payload", nanotao_extrinsic_payload(x, m, &f.extension, bytes, 512, &len, odd()) == BAD);
    CHECK("verify", nanotao_signature_verify(NULL, n, &f.account, s, k) == BAD);
    CHECK("verify", nanotao_signature_verify(p, n, NULL, s, k) == BAD);
    CHECK("verify", nanotao_signature_verify(p, n, &f.account, NULL, k) == BAD);
    CHECK("verify", nanotao_signature_verify(p, n, &f.account, NULL, 0) == NANOTAO_MALFORMED_SIGNATURE);
}

void test_pointers(void) {
    make_fixture(&f, NANOTAO_SCHEME_ED25519);
    keys();
    addresses();
    quantise();
    payloads();
    reviews();
    extrinsics();
}
