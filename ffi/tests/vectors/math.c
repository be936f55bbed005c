/* `epoch/math.rs` of the chain: the arithmetic that the functions are made of which the library does not have. */
#include <string.h>

#include "arithmetic.h"

int64_t bits(const cJSON *value, const char *name) {
    return (int64_t)number(field(value, name));
}

struct vector vector(const cJSON *value, const char *name) {
    const struct list list = u64s(field(value, name));
    struct vector made;
    made.ptr = list.ptr;
    made.len = list.len;
    return made;
}

struct vector zeros(size_t len) {
    struct vector made;
    made.ptr = fresh(len, sizeof *made.ptr);
    made.len = len;
    return made;
}

int64_t at(struct vector v, size_t index) {
    return index < v.len ? v.ptr[index] : 0;
}

int same_vector(const cJSON *value, const char *name, struct vector ours) {
    const struct vector theirs = vector(value, name);
    return ours.len == theirs.len && memcmp(ours.ptr, theirs.ptr, ours.len * sizeof *ours.ptr) == 0;
}

static int64_t computed(nanotao_fixed_operation operation, int64_t a, int64_t b) {
    int64_t result = 0;
    if (nanotao_fixed_i32f32(operation, a, b, &result) != NANOTAO_OK) {
        stop("has no result", "arithmetic");
    }
    return result;
}

int64_t add(int64_t a, int64_t b) {
    return computed(NANOTAO_FIXED_SATURATING_ADD, a, b);
}

int64_t sub(int64_t a, int64_t b) {
    return computed(NANOTAO_FIXED_SATURATING_SUB, a, b);
}

int64_t mul(int64_t a, int64_t b) {
    return computed(NANOTAO_FIXED_SATURATING_MUL, a, b);
}

int64_t quotient(int64_t a, int64_t b) {
    return computed(NANOTAO_FIXED_SAFE_DIV, a, b);
}

int64_t checked_mul(int64_t a, int64_t b) {
    int64_t result = 0;
    const nanotao_status status = nanotao_fixed_i32f32(NANOTAO_FIXED_CHECKED_MUL, a, b, &result);
    return status == NANOTAO_FIXED_NO_RESULT ? 0 : result;
}

int64_t wrapping_sum(struct vector v) {
    uint64_t sum = 0;
    size_t i;
    for (i = 0; i < v.len; i++) {
        sum += (uint64_t)v.ptr[i];
    }
    return (int64_t)sum;
}

struct vector normalized(struct vector v, int64_t sum) {
    struct vector made = zeros(v.len);
    size_t i;
    for (i = 0; i < v.len; i++) {
        made.ptr[i] = sum == 0 ? v.ptr[i] : quotient(v.ptr[i], sum);
    }
    return made;
}

int64_t median(struct vector stake, struct vector score, int64_t minority, int64_t lo, int64_t hi) {
    struct vector stakes = zeros(stake.len), scores = zeros(score.len);
    int64_t found = 0;
    /* Both lists are used up. */
    memcpy(stakes.ptr, stake.ptr, stake.len * sizeof *stake.ptr);
    memcpy(scores.ptr, score.ptr, score.len * sizeof *score.ptr);
    /* The chain gives 0 for lists that do not fit, which nobody can hand to the library. */
    if (stake.len == score.len &&
        nanotao_weighted_median(stakes.ptr, scores.ptr, stake.len, minority, lo, hi, &found) != NANOTAO_OK) {
        stop("has no result", "median");
    }
    return found;
}

static const struct function *const FUNCTIONS[] = {NUMBERS, VECTORS, MATRICES};

static int function(const cJSON *value) {
    const char *name = text(field(group_of_case(), "fn"));
    const struct function *found;
    size_t i;
    for (i = 0; i < sizeof FUNCTIONS / sizeof FUNCTIONS[0]; i++) {
        for (found = FUNCTIONS[i]; found->name != NULL; found++) {
            if (strcmp(found->name, name) == 0) {
                return found->judge(value);
            }
        }
    }
    return 0;
}

const struct section MATH[] = {
    {"chain/math.json", "functions", NESTED, function},
    {NULL, NULL, EACH, NULL},
};
