/* Numbers and lists of the chain's `epoch/math.rs`. They are `I32F32`, and the library's own functions compute with them. */
#ifndef ARITHMETIC_H
#define ARITHMETIC_H

#include "fixed.h"

#define ONE ((int64_t)1 << 32)

struct vector {
    int64_t *ptr;
    size_t len;
};

int64_t bits(const cJSON *value, const char *name);
struct vector vector(const cJSON *value, const char *name);
struct vector zeros(size_t len);
/* 0 beyond the end. */
int64_t at(struct vector v, size_t index);
int same_vector(const cJSON *value, const char *name, struct vector ours);

int64_t add(int64_t a, int64_t b);
int64_t sub(int64_t a, int64_t b);
int64_t mul(int64_t a, int64_t b);
int64_t quotient(int64_t a, int64_t b);
/* 0 where the product does not fit. */
int64_t checked_mul(int64_t a, int64_t b);
/* The chain adds with `+`, which wraps in its builds; the library has no such sum. */
int64_t wrapping_sum(struct vector v);
struct vector normalized(struct vector v, int64_t sum);
int64_t median(struct vector stake, struct vector score, int64_t minority, int64_t lo, int64_t hi);

struct function {
    const char *name;
    judge *judge;
};

extern const struct function NUMBERS[], VECTORS[], MATRICES[];

#endif
