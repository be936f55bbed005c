/* Fixed-point numbers of 128 bits, and lists that pair subnets or hotkeys with what they have. */
#ifndef FIXED_H
#define FIXED_H

#include "json.h"
#include "nanotao.h"

/* Working memory for so many subnets or hotkeys. */
struct memory {
    uint64_t *ptr;
    size_t len;
};

struct memory memory_for(size_t len);

/* What the chain takes where nothing is stored. */
enum { DEFAULT_RANK = 32 };
extern const nanotao_u64f64 DEFAULT_QUANTILE;

nanotao_i64f64 i64f64(const cJSON *value);
nanotao_u64f64 u64f64(const cJSON *value);
nanotao_u96f32 u96f32(const cJSON *value);
nanotao_i96f32 i96f32(const cJSON *value);
/* Without the fraction, at most what 64 bits hold. */
uint64_t whole(nanotao_u96f32 value);
/* Whether 16 bytes are the number of the file. */
int same_bits(const cJSON *value, const void *ours);
/* Whether a list of [key, number] pairs each of `len` keys with its element, `stride` bytes apart. */
int same_pairs(const cJSON *list, const uint64_t *keys, size_t len, const void *ours, size_t stride);

#endif
