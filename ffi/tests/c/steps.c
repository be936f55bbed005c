/* Steps of an epoch, single checks, constants, any address, chain codes: one vector of each, and misuse. */
#include <string.h>

#include "check.h"
#include "nanotao.h"

#define BAD NANOTAO_INVALID_POINTER
#define ONE (INT64_C(1) << 32)

static char text[64];
static uint8_t bytes[16];
static size_t len;

static void *odd(void) {
    static uint64_t memory[8];
    return (uint8_t *)memory + 1;
}

/* Whether no byte was written, nor a length. */
static int clean(const void *ptr, size_t size) {
    size_t i;
    for (i = 0; i < size; i++) {
        if (((const uint8_t *)ptr)[i] != 0) {
            return 0;
        }
    }
    return len == 77;
}

static void rates(void) {
    CHECK("emission", nanotao_epoch_emission_of(ONE, 5) == 5 && nanotao_epoch_emission_of(ONE / 2, 5) == 2 &&
                          nanotao_epoch_emission_of(-ONE, 5) == 0);
    CHECK("clamp", nanotao_clamp_value(5, 1, 9) == 5 && nanotao_clamp_value(5, 7, 9) == 7);
    CHECK("the lower limit wins", nanotao_clamp_value(5, 3, 1) == 3);
    CHECK("sigmoid", nanotao_alpha_sigmoid(0, INT64_C(2192428285), INT64_C(1593129767), 107349606, ONE, 1000 * ONE) ==
                         INT64_C(2310611782));
    CHECK("average", nanotao_ema_alpha(0) == ONE && nanotao_ema_alpha(1000000) == 0);
    CHECK("average", nanotao_compute_disabled_liquid_alpha(837949) == 696003746);
}

static void medians(void) {
    int64_t stake[4] = {1428926928, 925040642, 400322766, 1540676958};
    int64_t score[4] = {4294967296, 9062090, 2705587157, 2094554026};
    int64_t kept[4], median = 9;
    memcpy(kept, score, sizeof kept);
    CHECK("median", nanotao_weighted_median(NULL, score, 4, 0, 0, ONE, &median) == BAD);
    CHECK("median", nanotao_weighted_median(odd(), score, 4, 0, 0, ONE, &median) == BAD);
    CHECK("median", nanotao_weighted_median(stake, NULL, 4, 0, 0, ONE, &median) == BAD);
    CHECK("median", nanotao_weighted_median(stake, odd(), 4, 0, 0, ONE, &median) == BAD);
    CHECK("median", nanotao_weighted_median(stake, score, 4, 0, 0, ONE, NULL) == BAD);
    CHECK("median", nanotao_weighted_median(stake, score, 4, 0, 0, ONE, odd()) == BAD);
    CHECK("median", nanotao_weighted_median(stake, stake, 4, 0, 0, ONE, &median) == NANOTAO_OVERLAP);
    CHECK("median", nanotao_weighted_median(stake, stake + 3, 4, 0, 0, ONE, &median) == NANOTAO_OVERLAP);
    CHECK("median", nanotao_weighted_median(stake, score, 4, 0, 0, ONE, score + 1) == NANOTAO_OVERLAP);
    CHECK("median", nanotao_weighted_median(stake, score, SIZE_MAX, 0, 0, ONE, &median) != NANOTAO_OK);
    CHECK("left alone", median == 9 && memcmp(score, kept, sizeof kept) == 0);
    CHECK("median", nanotao_weighted_median(stake, score, 4, ONE - 2, 0, ONE - 2, &median) == NANOTAO_OK &&
                        median == ONE);
    CHECK("nobody", nanotao_weighted_median(NULL, NULL, 0, 0, 0, ONE, &median) == NANOTAO_OK && median == 0);
}

static void shares(void) {
    const int64_t vector[4] = {1213045186, 4294967296, 2051673541, 0};
    const nanotao_u128 thirds[3] = {{1, 0}, {1, 0}, {1, 0}}, most[2] = {{UINT64_MAX - 1, UINT64_MAX},
                                                                       {UINT64_MAX, UINT64_MAX}};
    const nanotao_u128 none[2] = {{0, 0}, {0, 0}};
    uint8_t topk[4] = {9, 9, 9, 9};
    uint64_t payouts[3] = {9, 9, 9};
    CHECK("top", nanotao_is_topk_nonzero(NULL, 1, topk, 4) == BAD && nanotao_is_topk_nonzero(odd(), 1, topk, 4) == BAD);
    CHECK("top", nanotao_is_topk_nonzero(vector, 1, NULL, 4) == BAD);
    CHECK("top", nanotao_is_topk_nonzero(vector, 1, (uint8_t *)vector + 31, 4) == NANOTAO_OVERLAP);
    CHECK("top", nanotao_is_topk_nonzero(vector, 1, topk, SIZE_MAX) == NANOTAO_INVALID_LENGTH);
    CHECK("left alone", topk[0] == 9 && topk[3] == 9);
    CHECK("top", nanotao_is_topk_nonzero(vector, 1, topk, 4) == NANOTAO_OK && topk[0] == 0 && topk[1] == 1 &&
                     topk[2] == 0 && topk[3] == 0);
    CHECK("top", nanotao_is_topk_nonzero(vector, SIZE_MAX, topk, 4) == NANOTAO_OK && topk[0] == 1 && topk[3] == 0);
    CHECK("nothing", nanotao_is_topk_nonzero(NULL, 1, NULL, 0) == NANOTAO_OK);
    CHECK("units", nanotao_apportion_units(NULL, 5, payouts, 3) == BAD);
    CHECK("units", nanotao_apportion_units(odd(), 5, payouts, 3) == BAD);
    CHECK("units", nanotao_apportion_units(thirds, 5, NULL, 3) == BAD);
    CHECK("units", nanotao_apportion_units(thirds, 5, odd(), 3) == BAD);
    CHECK("units", nanotao_apportion_units(thirds, 5, (uint64_t *)&thirds[1], 3) == NANOTAO_OVERLAP);
    CHECK("units", nanotao_apportion_units(thirds, 5, payouts, NANOTAO_MAX_NEURONS + 1) ==
                       NANOTAO_EPOCH_TOO_MANY_NEURONS);
    CHECK("left alone", payouts[0] == 9 && payouts[2] == 9);
    CHECK("units", nanotao_apportion_units(thirds, 4097, payouts, 3) == NANOTAO_OK && payouts[0] == 1365 &&
                       payouts[1] == 1366 && payouts[2] == 1366);
    CHECK("units", nanotao_apportion_units(most, 1000003, payouts, 2) == NANOTAO_OK && payouts[0] == 500001 &&
                       payouts[1] == 500002);
    CHECK("no shares", nanotao_apportion_units(none, 5, payouts, 2) == NANOTAO_OK && payouts[0] == 0 && payouts[1] == 0);
    CHECK("nobody", nanotao_apportion_units(NULL, 5, NULL, 0) == NANOTAO_OK);
}

static void checks(void) {
    const uint16_t uids[3] = {4, 5, 4}, weights[3] = {1, 2, 3};
    uint32_t holds = 7;
    CHECK("key", nanotao_check_version_key(0, 0) == 1 && nanotao_check_version_key(0, 5) == 1 &&
                     nanotao_check_version_key(10, 1) == 0 && nanotao_check_version_key(10, 10) == 1);
    CHECK("rate", nanotao_check_rate_limit(2, 1, 2, 3, &holds) == NANOTAO_INVALID_FLAG);
    CHECK("rate", nanotao_check_rate_limit(1, 1, 2, 3, NULL) == BAD);
    CHECK("rate", nanotao_check_rate_limit(1, 1, 2, 3, odd()) == BAD);
    CHECK("twice", nanotao_has_duplicate_uids(NULL, 3, &holds) == BAD);
    CHECK("twice", nanotao_has_duplicate_uids(odd(), 3, &holds) == BAD);
    CHECK("twice", nanotao_has_duplicate_uids(uids, 3, NULL) == BAD);
    CHECK("twice", nanotao_has_duplicate_uids(uids, SIZE_MAX, &holds) == NANOTAO_INVALID_LENGTH);
    CHECK("itself", nanotao_is_self_weight(4, NULL, 1, weights, 1, &holds) == BAD);
    CHECK("itself", nanotao_is_self_weight(4, uids, 1, odd(), 1, &holds) == BAD);
    CHECK("itself", nanotao_is_self_weight(4, uids, 1, weights, 1, odd()) == BAD);
    CHECK("itself", nanotao_is_self_weight(4, uids, 1, weights, SIZE_MAX, &holds) == NANOTAO_INVALID_LENGTH);
    CHECK("length", nanotao_check_length(1, 4, odd(), 1, weights, 1, 9, 2, &holds) == BAD);
    CHECK("length", nanotao_check_length(1, 4, uids, 1, NULL, 1, 9, 2, &holds) == BAD);
    CHECK("length", nanotao_check_length(1, 4, uids, 1, weights, 1, 9, 2, NULL) == BAD);
    CHECK("length", nanotao_check_length(1, 4, uids, SIZE_MAX, weights, 1, 9, 2, &holds) == NANOTAO_INVALID_LENGTH);
    CHECK("left alone", holds == 7);
    CHECK("rate", nanotao_check_rate_limit(1, 500, 499, 100, &holds) == NANOTAO_OK && holds == 0);
    CHECK("never", nanotao_check_rate_limit(1, 0, 1, 100, &holds) == NANOTAO_OK && holds == 1);
    CHECK("no neuron", nanotao_check_rate_limit(0, 0, 1, 0, &holds) == NANOTAO_OK && holds == 0);
    CHECK("twice", nanotao_has_duplicate_uids(uids, 3, &holds) == NANOTAO_OK && holds == 1);
    CHECK("once", nanotao_has_duplicate_uids(uids, 2, &holds) == NANOTAO_OK && holds == 0);
    CHECK("itself", nanotao_is_self_weight(4, uids, 1, weights, 1, &holds) == NANOTAO_OK && holds == 1);
    CHECK("another", nanotao_is_self_weight(5, uids, 1, weights, 1, &holds) == NANOTAO_OK && holds == 0);
    CHECK("itself is enough", nanotao_check_length(1, 4, uids, 1, weights, 1, 9, 2, &holds) == NANOTAO_OK && holds == 1);
    CHECK("but not on root", nanotao_check_length(0, 4, uids, 1, weights, 1, 9, 2, &holds) == NANOTAO_OK && holds == 0);
}

static void constants(void) {
    len = 77;
    CHECK("constant", nanotao_constant(461, NULL, 8, "ExistentialDeposit", 18, bytes, 16, &len) == BAD);
    CHECK("constant", nanotao_constant(461, "Balances", 8, NULL, 18, bytes, 16, &len) == BAD);
    CHECK("constant", nanotao_constant(461, "Balances", 8, "ExistentialDeposit", 18, NULL, 16, &len) == BAD);
    CHECK("constant", nanotao_constant(461, "Balances", 8, "ExistentialDeposit", 18, bytes, 16, NULL) == BAD);
    CHECK("constant", nanotao_constant(461, "Balances", 8, "ExistentialDeposit", 18, bytes, 16, odd()) == BAD);
    CHECK("no text", nanotao_constant(461, "Balances\xff", 9, "ExistentialDeposit", 18, bytes, 16, &len) ==
                         NANOTAO_INVALID_TEXT);
    CHECK("runtime", nanotao_constant(1, "Balances", 8, "ExistentialDeposit", 18, bytes, 16, &len) ==
                         NANOTAO_CALL_UNKNOWN_SPEC);
    CHECK("pallet", nanotao_constant(461, "Nobody", 6, "ExistentialDeposit", 18, bytes, 16, &len) ==
                        NANOTAO_STORAGE_UNKNOWN_PALLET);
    CHECK("name", nanotao_constant(461, "Balances", 8, "ExistentialDeposi", 17, bytes, 16, &len) ==
                      NANOTAO_STORAGE_UNKNOWN_ITEM);
    CHECK("left alone", clean(bytes, sizeof bytes));
    CHECK("too small", nanotao_constant(461, "Balances", 8, "ExistentialDeposit", 18, bytes, 7, &len) ==
                               NANOTAO_BUFFER_TOO_SMALL &&
                           len == 8);
    len = 77;
    CHECK("left alone", clean(bytes, sizeof bytes));
    CHECK("constant", nanotao_constant(461, "Balances", 8, "ExistentialDeposit", 18, bytes, 16, &len) == NANOTAO_OK &&
                          len == 8 && bytes[0] == (500 & 0xff) && bytes[1] == 500 >> 8 && bytes[2] == 0);
}

static void names(void) {
    static const uint8_t payload[33] = {0xaa, 0xaa, 0xaa, 0xaa, 0xaa, 0xaa, 0xaa, 0xaa, 0xaa, 0xaa, 0xaa,
                                        0xaa, 0xaa, 0xaa, 0xaa, 0xaa, 0xaa, 0xaa, 0xaa, 0xaa, 0xaa, 0xaa,
                                        0xaa, 0xaa, 0xaa, 0xaa, 0xaa, 0xaa, 0xaa, 0xaa, 0xaa, 0xaa, 0xaa};
    static const uint8_t alice[8] = {0x14, 'A', 'l', 'i', 'c', 'e', 0, 0}, seven[8] = {7};
    nanotao_h256 code;
    size_t i;
    len = 77;
    memset(text, 0, sizeof text);
    memset(&code, 0, sizeof code);
    CHECK("address", nanotao_ss58_encode_payload(NULL, 1, 42, text, sizeof text, &len) == BAD);
    CHECK("address", nanotao_ss58_encode_payload(payload, 1, 42, NULL, 1, &len) == BAD);
    CHECK("address", nanotao_ss58_encode_payload(payload, 1, 42, text, sizeof text, odd()) == BAD);
    for (i = 0; i <= 33; i++) {
        const int fits = i == 1 || i == 2 || i == 4 || i == 8 || i >= 32;
        CHECK_CASE("length", i, fits || nanotao_ss58_encode_payload(payload, i, 42, text, sizeof text, &len) ==
                                            NANOTAO_SS58_INVALID_PAYLOAD);
        CHECK_CASE("network", i, !fits || nanotao_ss58_encode_payload(payload, i, 46, text, sizeof text, &len) ==
                                              NANOTAO_SS58_PREFIX_NOT_ALLOWED);
    }
    CHECK("network", nanotao_ss58_encode_payload(payload, 32, 16384, text, sizeof text, &len) ==
                         NANOTAO_SS58_PREFIX_NOT_ALLOWED);
    CHECK("shared", nanotao_ss58_encode_payload((const uint8_t *)text, 1, 42, text, sizeof text, &len) ==
                        NANOTAO_OVERLAP);
    CHECK("left alone", clean(text, sizeof text));
    CHECK("too small", nanotao_ss58_encode_payload(payload, 1, 42, text, 4, &len) == NANOTAO_BUFFER_TOO_SMALL &&
                           len == 4 && text[0] == '\0');
    CHECK("index", nanotao_ss58_encode_payload(payload, 1, 42, text, 5, &len) == NANOTAO_OK && len == 4 &&
                       strcmp(text, "FLAq") == 0);
    CHECK("ecdsa", nanotao_ss58_encode_payload(payload, 33, 42, text, sizeof text, &len) == NANOTAO_OK &&
                       strcmp(text, "Kns3F1JuSsXJbcpRwLKtS8VBmcwcop8cBMNh7efcLQ5mgL9gN") == 0);
    len = 77;
    CHECK("code", nanotao_chain_code(NULL, 5, &code) == BAD && nanotao_chain_code("Alice", 5, NULL) == BAD);
    CHECK("code", nanotao_chain_code("Alice", SIZE_MAX, &code) == NANOTAO_INVALID_LENGTH);
    CHECK("code", nanotao_chain_code("\xff", 1, &code) == NANOTAO_INVALID_TEXT);
    CHECK("left alone", clean(&code, sizeof code));
    CHECK("code", nanotao_chain_code("Alice", 5, &code) == NANOTAO_OK && memcmp(code.bytes, alice, 8) == 0);
    CHECK("sp-core's numbers", nanotao_chain_code("+7", 2, &code) == NANOTAO_OK && memcmp(code.bytes, seven, 8) == 0);
}

void test_steps(void) {
    rates();
    medians();
    shares();
    checks();
    constants();
    names();
}
