/* `epoch/math.rs` of the chain: functions of numbers. */
#include "arithmetic.h"

/* A function of a number that has a result always. */
#define TELLS(name, ours)                                                 \
    static int name(const cJSON *value) {                                 \
        return number(field(value, "out")) == (uint64_t)(ours);           \
    }

#define X bits(value, "x")

TELLS(fixed_to_u16, nanotao_fixed_to_u16(X))
TELLS(fixed_to_u64, nanotao_fixed_to_u64(X))
TELLS(u16_to_fixed, nanotao_u16_to_fixed((uint16_t)X))
TELLS(u16_proportion_to_fixed, nanotao_u16_proportion_to_fixed((uint16_t)X))
TELLS(fixed_to_fixed_u16_proportion, nanotao_fixed_to_fixed_u16_proportion(X))
TELLS(fixed_proportion_to_u16, nanotao_fixed_proportion_to_u16(X))
TELLS(exp_safe, nanotao_fixed_exp_safe(X))
TELLS(safe_ln, nanotao_fixed_safe_ln(X))
TELLS(sigmoid_safe, nanotao_fixed_sigmoid_safe(bits(value, "input"), bits(value, "rho"), bits(value, "kappa")))
TELLS(clamp_value, nanotao_clamp_value(bits(value, "value"), bits(value, "low"), bits(value, "high")))
TELLS(alpha_sigmoid,
      nanotao_alpha_sigmoid(bits(value, "consensus"), bits(value, "weight"), bits(value, "bond"), bits(value, "alpha_low"),
                            bits(value, "alpha_high"), bits(value, "steepness") * ONE))
TELLS(compute_disabled_liquid_alpha,
      nanotao_compute_disabled_liquid_alpha(number(field(value, "bonds_moving_average"))))

/* A result, or none where the file has none. */
static int same_or_none(const cJSON *theirs, nanotao_status status, int64_t ours) {
    return is_null(theirs) ? status == NANOTAO_FIXED_NO_RESULT
                           : status == NANOTAO_OK && number(theirs) == (uint64_t)ours;
}

static int same_or_none_wide(const cJSON *theirs, nanotao_status status, const void *ours) {
    return is_null(theirs) ? status == NANOTAO_FIXED_NO_RESULT : status == NANOTAO_OK && same_bits(theirs, ours);
}

static int exponential(const cJSON *value) {
    int64_t result = 0;
    const nanotao_status status = nanotao_fixed_exp(X, &result);
    return same_or_none(field(value, "out"), status, result);
}

static int logarithm(const cJSON *value) {
    int64_t result = 0;
    const nanotao_status status = nanotao_fixed_ln(X, &result);
    return same_or_none(field(value, "out"), status, result);
}

static int log2_i96f32(const cJSON *value) {
    nanotao_i96f32 x = i96f32(field(value, "x"));
    const nanotao_status status = nanotao_fixed_log2_i96f32(&x, &x);
    return same_or_none_wide(field(value, "out"), status, &x);
}

static int fixed32_to_fixed64(const cJSON *value) {
    nanotao_i64f64 result;
    return nanotao_fixed32_to_fixed64(X, &result) == NANOTAO_OK && same_bits(field(value, "out"), &result);
}

static int fixed64_to_u64(const cJSON *value) {
    const nanotao_i64f64 x = i64f64(field(value, "x"));
    uint64_t result = 0;
    return nanotao_fixed64_to_u64(&x, &result) == NANOTAO_OK && result == number(field(value, "out"));
}

static int fixed64_to_fixed32(const cJSON *value) {
    const nanotao_i64f64 x = i64f64(field(value, "x"));
    int64_t result = 0;
    return nanotao_fixed64_to_fixed32(&x, &result) == NANOTAO_OK && result == bits(value, "out");
}

/* What files have of two numbers: the first five of every type. */
static const struct {
    const char *field;
    nanotao_fixed_operation operation;
} OPERATIONS[] = {
    {"saturating_add", NANOTAO_FIXED_SATURATING_ADD}, {"saturating_sub", NANOTAO_FIXED_SATURATING_SUB},
    {"saturating_mul", NANOTAO_FIXED_SATURATING_MUL}, {"safe_div", NANOTAO_FIXED_SAFE_DIV},
    {"checked_div", NANOTAO_FIXED_CHECKED_DIV},       {"checked_mul", NANOTAO_FIXED_CHECKED_MUL},
    {"saturating_div", NANOTAO_FIXED_SATURATING_DIV},
};

static int i32f32_ops(const cJSON *value) {
    size_t i;
    for (i = 0; i < sizeof OPERATIONS / sizeof OPERATIONS[0]; i++) {
        int64_t result = 0;
        const nanotao_status status =
            nanotao_fixed_i32f32(OPERATIONS[i].operation, bits(value, "a"), bits(value, "b"), &result);
        if (!same_or_none(field(value, OPERATIONS[i].field), status, result)) {
            return 0;
        }
    }
    return nanotao_fixed_round(bits(value, "a")) == bits(value, "round");
}

#define WIDE(type, function)                                                                  \
    static int type##_ops(const cJSON *value) {                                               \
        const nanotao_##type a = type(field(value, "a")), b = type(field(value, "b"));        \
        size_t i;                                                                             \
        for (i = 0; i < 5; i++) {                                                             \
            nanotao_##type result;                                                            \
            const nanotao_status status = function(OPERATIONS[i].operation, &a, &b, &result); \
            if (!same_or_none_wide(field(value, OPERATIONS[i].field), status, &result)) {     \
                return 0;                                                                     \
            }                                                                                 \
        }                                                                                     \
        return 1;                                                                             \
    }

WIDE(i64f64, nanotao_fixed_i64f64)
WIDE(u64f64, nanotao_fixed_u64f64)
WIDE(u96f32, nanotao_fixed_u96f32)

static int u64f64_and_narrower(const cJSON *value) {
    const nanotao_u64f64 a = u64f64(field(value, "a"));
    nanotao_u96f32 narrower;
    uint64_t to_u64 = 0;
    return u64f64_ops(value) && nanotao_u64f64_to_u64(&a, &to_u64) == NANOTAO_OK &&
           to_u64 == number(field(value, "to_u64")) && nanotao_u64f64_to_u96f32(&a, &narrower) == NANOTAO_OK &&
           same_bits(field(value, "to_u96f32"), &narrower);
}

static int u96f32_and_whole(const cJSON *value) {
    const nanotao_u96f32 a = u96f32(field(value, "a"));
    uint64_t to_u64 = 0;
    return u96f32_ops(value) && nanotao_u96f32_to_u64(&a, &to_u64) == NANOTAO_OK &&
           to_u64 == number(field(value, "to_u64"));
}

static int emission_scale(const cJSON *value) {
    const uint64_t emission = number(field(value, "emission"));
    nanotao_i96f32 share, whole;
    share.low = (uint64_t)X;
    share.high = -(X < 0);
    whole.low = emission << 32;
    whole.high = (int64_t)(emission >> 32);
    return nanotao_fixed_i96f32(NANOTAO_FIXED_SATURATING_MUL, &share, &whole, &share) == NANOTAO_OK &&
           same_bits(field(value, "bits"), &share) &&
           nanotao_epoch_emission_of(X, emission) == number(field(value, "out"));
}

const struct function NUMBERS[] = {
    {"fixed_to_u16", fixed_to_u16},
    {"fixed_to_u64", fixed_to_u64},
    {"fixed32_to_fixed64", fixed32_to_fixed64},
    {"fixed64_to_u64", fixed64_to_u64},
    {"fixed64_to_fixed32", fixed64_to_fixed32},
    {"u16_to_fixed", u16_to_fixed},
    {"u16_proportion_to_fixed", u16_proportion_to_fixed},
    {"fixed_to_fixed_u16_proportion", fixed_to_fixed_u16_proportion},
    {"fixed_proportion_to_u16", fixed_proportion_to_u16},
    {"exp_safe", exp_safe},
    {"safe_ln", safe_ln},
    {"sigmoid_safe", sigmoid_safe},
    {"exp", exponential},
    {"ln", logarithm},
    {"log2_i96f32", log2_i96f32},
    {"i32f32_ops", i32f32_ops},
    {"i64f64_ops", i64f64_ops},
    {"u64f64_ops", u64f64_and_narrower},
    {"u96f32_ops", u96f32_and_whole},
    {"emission_scale", emission_scale},
    {"clamp_value", clamp_value},
    {"alpha_sigmoid", alpha_sigmoid},
    {"compute_disabled_liquid_alpha", compute_disabled_liquid_alpha},
    {NULL, NULL},
};
