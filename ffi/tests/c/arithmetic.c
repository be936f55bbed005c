/* The chain's arithmetic, single checks, constants and any address: as the vectors have it, and misuse. */
#include <string.h>

#include "check.h"
#include "golden.h"
#include "nanotao.h"

#define BAD NANOTAO_INVALID_POINTER
#define ONE (INT64_C(1) << 32)
#define UNTOUCHED INT64_C(0x0909090909090909)

static void *odd(void) {
    static uint64_t memory[8];
    return (uint8_t *)memory + 1;
}

/* Whether a status and a result of 16 bytes are those of the file, and a result that is none was not written. */
static int as_golden(const struct golden_operation *golden, nanotao_status status, const void *result) {
    uint64_t untouched[2] = {(uint64_t)UNTOUCHED, (uint64_t)UNTOUCHED};
    return golden->has_result ? status == NANOTAO_OK && memcmp(result, golden->result, 16) == 0
                              : status == NANOTAO_FIXED_NO_RESULT && memcmp(result, untouched, 16) == 0;
}

#define GOLDEN(type, function)                                                        \
    static int golden_##type(const struct golden_operation *golden) {                 \
        nanotao_##type a, b, result;                                                  \
        nanotao_status status;                                                        \
        int holds;                                                                    \
        memcpy(&a, golden->a, sizeof a);                                              \
        memcpy(&b, golden->b, sizeof b);                                              \
        memset(&result, 9, sizeof result);                                            \
        status = function(golden->operation, &a, &b, &result);                        \
        holds = as_golden(golden, status, &result);                                   \
        /* Over an operand. */                                                        \
        status = function(golden->operation, &a, &b, &b);                             \
        return holds && (status != NANOTAO_OK || memcmp(&b, &result, sizeof b) == 0); \
    }

GOLDEN(i64f64, nanotao_fixed_i64f64)
GOLDEN(u64f64, nanotao_fixed_u64f64)
GOLDEN(u96f32, nanotao_fixed_u96f32)

static int golden_i32f32(const struct golden_operation *golden) {
    int64_t result = UNTOUCHED;
    const nanotao_status status =
        nanotao_fixed_i32f32(golden->operation, (int64_t)golden->a[0], (int64_t)golden->b[0], &result);
    return golden->has_result ? status == NANOTAO_OK && result == (int64_t)golden->result[0]
                              : status == NANOTAO_FIXED_NO_RESULT && result == UNTOUCHED;
}

static void operations(void) {
    static int (*const JUDGES[])(const struct golden_operation *) = {golden_i32f32, golden_i64f64, golden_u64f64,
                                                                     golden_u96f32};
    size_t i;
    for (i = 0; i < golden_operations_len; i++) {
        CHECK_CASE("operation", i, JUDGES[golden_operations[i].type](&golden_operations[i]));
    }
    CHECK("operations", golden_operations_len > 1000);
}

/* What no pair of numbers has; each leaves the result alone. `zero`, `one` and `most` are of the type. */
#define MISUSE(type, function)                                                                                 \
    static void misuse_##type(nanotao_##type zero, nanotao_##type one, nanotao_##type most) {                  \
        nanotao_##type result, before;                                                                         \
        memset(&result, 9, sizeof result);                                                                     \
        before = result;                                                                                       \
        CHECK(#type, function(NANOTAO_FIXED_SAFE_DIV, NULL, &one, &result) == BAD);                            \
        CHECK(#type, function(NANOTAO_FIXED_SAFE_DIV, odd(), &one, &result) == BAD);                           \
        CHECK(#type, function(NANOTAO_FIXED_SAFE_DIV, &one, NULL, &result) == BAD);                            \
        CHECK(#type, function(NANOTAO_FIXED_SAFE_DIV, &one, odd(), &result) == BAD);                           \
        CHECK(#type, function(NANOTAO_FIXED_SAFE_DIV, &one, &one, NULL) == BAD);                               \
        CHECK(#type, function(NANOTAO_FIXED_SAFE_DIV, &one, &one, odd()) == BAD);                              \
        CHECK(#type, function(9, &one, &one, &result) == NANOTAO_UNKNOWN_OPERATION);                           \
        CHECK(#type, function(UINT32_MAX, &one, &one, &result) == NANOTAO_UNKNOWN_OPERATION);                  \
        CHECK(#type, function(NANOTAO_FIXED_SATURATING_DIV, &one, &zero, &result) == NANOTAO_FIXED_NO_RESULT); \
        CHECK(#type, function(NANOTAO_FIXED_CHECKED_DIV, &one, &zero, &result) == NANOTAO_FIXED_NO_RESULT);    \
        CHECK(#type, function(NANOTAO_FIXED_CHECKED_ADD, &most, &one, &result) == NANOTAO_FIXED_NO_RESULT);    \
        CHECK(#type, function(NANOTAO_FIXED_CHECKED_MUL, &most, &most, &result) == NANOTAO_FIXED_NO_RESULT);   \
        CHECK(#type " is left alone", memcmp(&result, &before, sizeof result) == 0);                           \
        CHECK(#type, function(NANOTAO_FIXED_SATURATING_ADD, &most, &one, &result) == NANOTAO_OK &&             \
                         memcmp(&result, &most, sizeof result) == 0);                                          \
        CHECK(#type, function(NANOTAO_FIXED_CHECKED_SUB, &one, &one, &result) == NANOTAO_OK &&                 \
                         memcmp(&result, &zero, sizeof result) == 0);                                          \
        CHECK(#type, function(NANOTAO_FIXED_SATURATING_DIV, &most, &one, &result) == NANOTAO_OK &&             \
                         memcmp(&result, &most, sizeof result) == 0);                                          \
        CHECK(#type, function(NANOTAO_FIXED_SAFE_DIV, &most, &zero, &result) == NANOTAO_OK &&                  \
                         memcmp(&result, &zero, sizeof result) == 0);                                          \
    }

MISUSE(i64f64, nanotao_fixed_i64f64)
MISUSE(u64f64, nanotao_fixed_u64f64)
MISUSE(u96f32, nanotao_fixed_u96f32)
MISUSE(i96f32, nanotao_fixed_i96f32)

static void misuse(void) {
    const nanotao_i64f64 signed_zero = {0, 0}, signed_one = {0, 1}, signed_most = {UINT64_MAX, INT64_MAX};
    const nanotao_u64f64 zero = {0, 0}, one = {0, 1}, most = {UINT64_MAX, UINT64_MAX};
    const nanotao_u96f32 wide_zero = {0, 0}, wide_one = {(uint64_t)ONE, 0}, wide_most = {UINT64_MAX, UINT64_MAX};
    const nanotao_i96f32 signed_wide_zero = {0, 0}, signed_wide_one = {(uint64_t)ONE, 0};
    const nanotao_i96f32 signed_wide_most = {UINT64_MAX, INT64_MAX};
    int64_t result = UNTOUCHED;
    misuse_i64f64(signed_zero, signed_one, signed_most);
    misuse_u64f64(zero, one, most);
    misuse_u96f32(wide_zero, wide_one, wide_most);
    misuse_i96f32(signed_wide_zero, signed_wide_one, signed_wide_most);
    CHECK("i32f32", nanotao_fixed_i32f32(NANOTAO_FIXED_SAFE_DIV, ONE, ONE, NULL) == BAD);
    CHECK("i32f32", nanotao_fixed_i32f32(NANOTAO_FIXED_SAFE_DIV, ONE, ONE, odd()) == BAD);
    CHECK("i32f32", nanotao_fixed_i32f32(9, ONE, ONE, &result) == NANOTAO_UNKNOWN_OPERATION);
    CHECK("i32f32", nanotao_fixed_i32f32(NANOTAO_FIXED_SATURATING_DIV, ONE, 0, &result) == NANOTAO_FIXED_NO_RESULT);
    CHECK("i32f32", nanotao_fixed_i32f32(NANOTAO_FIXED_CHECKED_DIV, INT64_MIN, -1, &result) == NANOTAO_FIXED_NO_RESULT);
    CHECK("i32f32", nanotao_fixed_i32f32(NANOTAO_FIXED_CHECKED_ADD, INT64_MAX, 1, &result) == NANOTAO_FIXED_NO_RESULT);
    CHECK("i32f32", nanotao_fixed_i32f32(NANOTAO_FIXED_CHECKED_SUB, INT64_MIN, 1, &result) == NANOTAO_FIXED_NO_RESULT);
    CHECK("i32f32 is left alone", result == UNTOUCHED);
    CHECK("i32f32", nanotao_fixed_i32f32(NANOTAO_FIXED_SATURATING_DIV, INT64_MIN, -1, &result) == NANOTAO_OK &&
                        result == INT64_MAX);
    CHECK("i32f32", nanotao_fixed_i32f32(NANOTAO_FIXED_SAFE_DIV, ONE, 0, &result) == NANOTAO_OK && result == 0);
}

/* Functions of a number that have no result for some. The values are from chain/math.json, or where the chain ends early. */
static void functions(void) {
    static nanotao_status (*const FALLIBLE[])(int64_t, int64_t *) = {nanotao_fixed_exp, nanotao_fixed_ln,
                                                                    nanotao_fixed_log2, nanotao_fixed_sqrt};
    static const int64_t NONE[] = {INT64_C(281470681743360), 0, 0, -1};
    nanotao_i96f32 wide = {0, 0};
    int64_t result = UNTOUCHED;
    size_t i;
    for (i = 0; i < 4; i++) {
        CHECK_CASE("function", i, FALLIBLE[i](ONE, NULL) == BAD && FALLIBLE[i](ONE, odd()) == BAD);
        CHECK_CASE("function", i, FALLIBLE[i](NONE[i], &result) == NANOTAO_FIXED_NO_RESULT && result == UNTOUCHED);
    }
    CHECK("pow", nanotao_fixed_pow(ONE, ONE, NULL) == BAD && nanotao_fixed_pow(ONE, ONE, odd()) == BAD);
    CHECK("pow", nanotao_fixed_pow(-ONE, 2 * ONE, &result) == NANOTAO_FIXED_NO_RESULT && result == UNTOUCHED);
    CHECK("log2", nanotao_fixed_log2_i96f32(NULL, &wide) == BAD && nanotao_fixed_log2_i96f32(&wide, NULL) == BAD);
    CHECK("log2", nanotao_fixed_log2_i96f32(odd(), &wide) == BAD && nanotao_fixed_log2_i96f32(&wide, odd()) == BAD);
    wide.high = -1;
    CHECK("log2", nanotao_fixed_log2_i96f32(&wide, &wide) == NANOTAO_FIXED_NO_RESULT && wide.high == -1);
    wide.low = UINT64_C(4860265769);
    wide.high = 0;
    CHECK("log2", nanotao_fixed_log2_i96f32(&wide, &wide) == NANOTAO_OK && wide.low == 766170880 && wide.high == 0);
    CHECK("exp", nanotao_fixed_exp(ONE, &result) == NANOTAO_OK && result == INT64_C(11674931200));
    CHECK("exp", nanotao_fixed_exp_safe(ONE) == result && nanotao_fixed_exp_safe(-ONE) == INT64_C(1580030169));
    CHECK("exp", nanotao_fixed_exp_safe(INT64_MAX) == nanotao_fixed_exp_safe(20 * ONE));
    CHECK("ln", nanotao_fixed_ln(65535, &result) == NANOTAO_OK && result == INT64_C(-47632777722));
    CHECK("ln", nanotao_fixed_safe_ln(65535) == result && nanotao_fixed_safe_ln(0) == 0);
    CHECK("log2", nanotao_fixed_log2(8 * ONE, &result) == NANOTAO_OK && result == 3 * ONE);
    CHECK("sqrt", nanotao_fixed_sqrt(0, &result) == NANOTAO_OK && result == 0);
    CHECK("sqrt", nanotao_fixed_sqrt(ONE, &result) == NANOTAO_OK && result == ONE);
    CHECK("pow", nanotao_fixed_pow(0, 0, &result) == NANOTAO_OK && result == 0);
    CHECK("pow", nanotao_fixed_pow(7, 0, &result) == NANOTAO_OK && result == ONE);
    CHECK("pow", nanotao_fixed_pow(-7, ONE, &result) == NANOTAO_OK && result == -7);
    CHECK("sigmoid", nanotao_fixed_sigmoid_safe(ONE, 21 * ONE, ONE) == ONE / 2);
    CHECK("round", nanotao_fixed_round(ONE / 2) == ONE && nanotao_fixed_round(-ONE / 2) == -ONE &&
                       nanotao_fixed_round(ONE / 2 - 1) == 0);
}

static void conversions(void) {
    const nanotao_u64f64 half = {UINT64_C(1) << 63, 7};
    const nanotao_u96f32 large = {0, UINT64_MAX};
    nanotao_i64f64 wide = {9, 9};
    nanotao_u96f32 narrower = {9, 9};
    int64_t narrow = UNTOUCHED;
    uint64_t number = 9;
    CHECK("u16", nanotao_fixed_to_u16(-1) == 0 && nanotao_fixed_to_u16(INT64_MAX) == 65535 &&
                     nanotao_fixed_to_u16(3 * ONE - 1) == 2);
    CHECK("u64", nanotao_fixed_to_u64(-1) == 0 && nanotao_fixed_to_u64(3 * ONE - 1) == 2);
    CHECK("u16", nanotao_u16_to_fixed(65535) == 65535 * ONE);
    CHECK("share", nanotao_u16_proportion_to_fixed(65535) == ONE && nanotao_u16_proportion_to_fixed(0) == 0);
    CHECK("share", nanotao_fixed_proportion_to_u16(ONE) == 65535 && nanotao_fixed_proportion_to_u16(-ONE) == 0);
    CHECK("share", nanotao_fixed_to_fixed_u16_proportion(ONE) == 65537);
    CHECK("widen", nanotao_fixed32_to_fixed64(ONE, NULL) == BAD && nanotao_fixed32_to_fixed64(ONE, odd()) == BAD);
    CHECK("narrow", nanotao_fixed64_to_fixed32(NULL, &narrow) == BAD && nanotao_fixed64_to_fixed32(odd(), &narrow) == BAD);
    CHECK("narrow", nanotao_fixed64_to_fixed32(&wide, NULL) == BAD && nanotao_fixed64_to_fixed32(&wide, odd()) == BAD);
    CHECK("whole", nanotao_fixed64_to_u64(NULL, &number) == BAD && nanotao_fixed64_to_u64(odd(), &number) == BAD);
    CHECK("whole", nanotao_fixed64_to_u64(&wide, NULL) == BAD && nanotao_fixed64_to_u64(&wide, odd()) == BAD);
    CHECK("whole", nanotao_u64f64_to_u64(NULL, &number) == BAD && nanotao_u64f64_to_u64(odd(), &number) == BAD);
    CHECK("whole", nanotao_u64f64_to_u64(&half, NULL) == BAD && nanotao_u64f64_to_u64(&half, odd()) == BAD);
    CHECK("whole", nanotao_u96f32_to_u64(NULL, &number) == BAD && nanotao_u96f32_to_u64(odd(), &number) == BAD);
    CHECK("whole", nanotao_u96f32_to_u64(&large, NULL) == BAD && nanotao_u96f32_to_u64(&large, odd()) == BAD);
    CHECK("fewer", nanotao_u64f64_to_u96f32(NULL, &narrower) == BAD && nanotao_u64f64_to_u96f32(odd(), &narrower) == BAD);
    CHECK("fewer", nanotao_u64f64_to_u96f32(&half, NULL) == BAD && nanotao_u64f64_to_u96f32(&half, odd()) == BAD);
    CHECK("left alone", wide.integer == 9 && narrower.low == 9 && narrow == UNTOUCHED && number == 9);
    CHECK("widen", nanotao_fixed32_to_fixed64(-ONE / 2, &wide) == NANOTAO_OK && wide.integer == -1 &&
                       wide.fraction == half.fraction);
    CHECK("narrow", nanotao_fixed64_to_fixed32(&wide, &narrow) == NANOTAO_OK && narrow == -ONE / 2);
    CHECK("whole", nanotao_fixed64_to_u64(&wide, &number) == NANOTAO_OK && number == 0);
    wide.integer = INT64_MAX;
    CHECK("narrow", nanotao_fixed64_to_fixed32(&wide, &narrow) == NANOTAO_OK && narrow == INT64_MAX);
    CHECK("whole", nanotao_u64f64_to_u64(&half, &number) == NANOTAO_OK && number == 7);
    CHECK("fewer", nanotao_u64f64_to_u96f32(&half, &narrower) == NANOTAO_OK && narrower.high == 0 &&
                       (int64_t)narrower.low == 7 * ONE + ONE / 2);
    CHECK("whole", nanotao_u96f32_to_u64(&narrower, &number) == NANOTAO_OK && number == 7);
    CHECK("whole", nanotao_u96f32_to_u64(&large, &number) == NANOTAO_OK && number == UINT64_MAX);
}

void test_arithmetic(void) {
    operations();
    misuse();
    functions();
    conversions();
}
