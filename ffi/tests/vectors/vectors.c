/* `epoch/math.rs` of the chain: functions of vectors. What is no function of the library is made of its arithmetic. */
#include <string.h>

#include "arithmetic.h"
#include "subnet.h"

static int same_u16s(const cJSON *value, const uint16_t *ours, size_t len) {
    const struct list theirs = u16s(field(value, "out"));
    return len == theirs.len && memcmp(ours, theirs.ptr, 2 * len) == 0;
}

static int vec_max_upscale_to_u16(const cJSON *value) {
    const struct vector v = vector(value, "v");
    const int64_t u16_max = nanotao_u16_to_fixed(UINT16_MAX);
    uint16_t *ours = fresh(v.len, sizeof *ours);
    int64_t max = at(v, 0);
    size_t i;
    for (i = 1; i < v.len; i++) {
        max = v.ptr[i] > max ? v.ptr[i] : max;
    }
    for (i = 0; i < v.len; i++) {
        int64_t x = max > 32768 * ONE ? mul(v.ptr[i], quotient(u16_max, max)) : mul(v.ptr[i], u16_max);
        if (max != 0) {
            x = nanotao_fixed_round(max > 32768 * ONE ? x : quotient(x, max));
            /* Where the library saturates, the chain's rounding wraps. */
            x = x == INT64_MAX ? INT64_MIN : x;
        }
        ours[i] = nanotao_fixed_to_u16(x);
    }
    return same_u16s(value, ours, v.len);
}

static int vec_u16_max_upscale_to_u16(const cJSON *value) {
    const struct list v = u16s(field(value, "v"));
    return nanotao_vec_u16_max_upscale_to_u16(v.ptr, v.len) == NANOTAO_OK && same_u16s(value, v.ptr, v.len);
}

static int check_vec_max_limited(const cJSON *value) {
    const struct list v = u16s(field(value, "v"));
    uint32_t holds = 2;
    return nanotao_check_vec_max_limited(v.ptr, v.len, (uint16_t)bits(value, "max_limit"), &holds) == NANOTAO_OK &&
           holds == yes(field(value, "out"));
}

/* Of whole numbers: nothing of the library's. */
static int checked_sum_u64(const cJSON *value) {
    const struct vector v = vector(value, "v");
    const cJSON *theirs = field(value, "out");
    uint64_t sum = 0;
    size_t i;
    for (i = 0; i < v.len; i++) {
        sum += (uint64_t)v.ptr[i];
        if (sum < (uint64_t)v.ptr[i]) {
            return is_null(theirs);
        }
    }
    return !is_null(theirs) && number(theirs) == sum;
}

static int sum(const cJSON *value) {
    const int64_t ours = wrapping_sum(vector(value, "v"));
    return ours == bits(value, "sum") && (ours == 0) == yes(field(value, "is_zero"));
}

static int same_flags(const cJSON *value, const uint8_t *ours, size_t len) {
    const struct list theirs = flags(field(value, "out"));
    return len == theirs.len && memcmp(ours, theirs.ptr, len) == 0;
}

static int is_topk(const cJSON *value) {
    const struct vector v = vector(value, "v");
    const uint64_t k = number(field(value, "k"));
    uint8_t *ours = fresh(v.len, 1);
    size_t i, j;
    for (i = 0; i < v.len; i++) {
        /* As many come before it in ascending order, of equals the earlier ones. */
        size_t before = 0;
        for (j = 0; j < v.len; j++) {
            before += v.ptr[j] < v.ptr[i] || (v.ptr[j] == v.ptr[i] && j < i);
        }
        ours[i] = k >= v.len || before >= v.len - k;
    }
    return same_flags(value, ours, v.len);
}

static int is_topk_nonzero(const cJSON *value) {
    const struct vector v = vector(value, "v");
    uint8_t *ours = fresh(v.len, 1);
    return nanotao_is_topk_nonzero(v.ptr, (size_t)number(field(value, "k")), ours, v.len) == NANOTAO_OK &&
           same_flags(value, ours, v.len);
}

static int normalize(const cJSON *value) {
    const struct vector v = vector(value, "v"), ours = normalized(v, wrapping_sum(v));
    return same_vector(value, "normalize", ours) && same_vector(value, "inplace_normalize", ours) &&
           same_vector(value, "inplace_normalize_using_sum", normalized(v, bits(value, "using_sum_arg")));
}

/* A list of numbers of 128 bits, divided by its sum, which wraps; unless that is 0, or below where `positive` has to be. */
static nanotao_i64f64 *normalized_64(const cJSON *list, int positive) {
    const size_t len = (size_t)cJSON_GetArraySize(list);
    nanotao_i64f64 *made = stakes_of(list), sum_of = {0, 0};
    size_t i;
    for (i = 0; i < len; i++) {
        sum_of.fraction += made[i].fraction;
        sum_of.integer = (int64_t)((uint64_t)sum_of.integer + (uint64_t)made[i].integer +
                                   (sum_of.fraction < made[i].fraction));
    }
    if ((sum_of.integer == 0 && sum_of.fraction == 0) || (positive && sum_of.integer < 0)) {
        return made;
    }
    for (i = 0; i < len; i++) {
        if (nanotao_fixed_i64f64(NANOTAO_FIXED_SAFE_DIV, &made[i], &sum_of, &made[i]) != NANOTAO_OK) {
            stop("has no result", "quotient");
        }
    }
    return made;
}

static int same_wide_list(const cJSON *list, const nanotao_i64f64 *ours, size_t len) {
    return (size_t)cJSON_GetArraySize(list) == len && memcmp(stakes_of(list), ours, len * sizeof *ours) == 0;
}

static int normalize_64(const cJSON *value) {
    const cJSON *list = field(value, "v");
    const nanotao_i64f64 *ours = normalized_64(list, 0);
    struct vector narrow = zeros((size_t)cJSON_GetArraySize(list));
    size_t i;
    for (i = 0; i < narrow.len; i++) {
        if (nanotao_fixed64_to_fixed32(&ours[i], &narrow.ptr[i]) != NANOTAO_OK) {
            return 0;
        }
    }
    return same_wide_list(field(value, "out"), ours, narrow.len) && same_vector(value, "to_fixed32", narrow);
}

static int row_normalize_64(const cJSON *value) {
    const cJSON *row, *theirs = field(value, "out")->child;
    cJSON_ArrayForEach(row, field(value, "m")) {
        if (theirs == NULL || !same_wide_list(theirs, normalized_64(row, 1), (size_t)cJSON_GetArraySize(row))) {
            return 0;
        }
        theirs = theirs->next;
    }
    return theirs == NULL;
}

static int vecdiv_vecmul(const cJSON *value) {
    const struct vector a = vector(value, "a"), b = vector(value, "b");
    struct vector quotients = zeros(a.len), products = zeros(a.len < b.len ? a.len : b.len);
    size_t i;
    for (i = 0; i < a.len; i++) {
        quotients.ptr[i] = quotient(a.ptr[i], at(b, i));
    }
    for (i = 0; i < products.len; i++) {
        products.ptr[i] = checked_mul(a.ptr[i], b.ptr[i]);
    }
    return same_vector(value, "vecdiv", quotients) && same_vector(value, "vec_mul", products);
}

static int mask_vector(const cJSON *value) {
    const struct vector v = vector(value, "v");
    const struct list mask = flags(field(value, "mask"));
    size_t i;
    for (i = 0; mask.len != 0 && i < v.len; i++) {
        if (i >= mask.len || ((const uint8_t *)mask.ptr)[i]) {
            v.ptr[i] = 0;
        }
    }
    return same_vector(value, "out", v);
}

static int weighted_median(const cJSON *value) {
    return median(vector(value, "stake"), vector(value, "score"), bits(value, "minority"), bits(value, "lo"),
                  bits(value, "hi")) == bits(value, "out");
}

const struct function VECTORS[] = {
    {"vec_max_upscale_to_u16", vec_max_upscale_to_u16},
    {"vec_u16_max_upscale_to_u16", vec_u16_max_upscale_to_u16},
    {"check_vec_max_limited", check_vec_max_limited},
    {"checked_sum_u64", checked_sum_u64},
    {"sum", sum},
    {"is_topk", is_topk},
    {"is_topk_nonzero", is_topk_nonzero},
    {"normalize", normalize},
    {"inplace_normalize_64", normalize_64},
    {"inplace_row_normalize_64", row_normalize_64},
    {"vecdiv_vecmul", vecdiv_vecmul},
    {"inplace_mask_vector", mask_vector},
    {"weighted_median", weighted_median},
    {NULL, NULL},
};
