/* Fixed-point numbers of 128 bits, and lists of them. */
#include "fixed.h"

#include <string.h>

const nanotao_u64f64 DEFAULT_QUANTILE = {0x9c28f5c28f5c2800, 0};

struct memory memory_for(size_t len) {
    struct memory made;
    made.len = nanotao_emission_words(len);
    made.ptr = fresh(made.len, sizeof *made.ptr);
    return made;
}

nanotao_i64f64 i64f64(const cJSON *value) {
    nanotao_i64f64 made;
    wide(value, &made.fraction, &made.integer);
    return made;
}

nanotao_u64f64 u64f64(const cJSON *value) {
    nanotao_u64f64 made;
    int64_t high;
    wide(value, &made.fraction, &high);
    made.integer = (uint64_t)high;
    return made;
}

nanotao_u96f32 u96f32(const cJSON *value) {
    nanotao_u96f32 made;
    int64_t high;
    wide(value, &made.low, &high);
    made.high = (uint64_t)high;
    return made;
}

nanotao_i96f32 i96f32(const cJSON *value) {
    nanotao_i96f32 made;
    wide(value, &made.low, &made.high);
    return made;
}

int same_bits(const cJSON *value, const void *ours) {
    const nanotao_i96f32 theirs = i96f32(value);
    return memcmp(&theirs, ours, sizeof theirs) == 0;
}

int same_pairs(const cJSON *list, const uint64_t *keys, size_t len, const void *ours, size_t stride) {
    const cJSON *pair;
    if ((size_t)cJSON_GetArraySize(list) != len) {
        return 0;
    }
    cJSON_ArrayForEach(pair, list) {
        const uint64_t key = number(nth(pair, 0));
        const cJSON *before = list->child;
        size_t at = 0;
        while (before != pair && number(nth(before, 0)) != key) {
            before = before->next;
        }
        while (at < len && keys[at] != key) {
            at++;
        }
        if (before != pair || at == len || !same_bits(nth(pair, 1), (const char *)ours + at * stride)) {
            return 0;
        }
    }
    return 1;
}

uint64_t whole(nanotao_u96f32 value) {
    return value.high >> 32 != 0 ? UINT64_MAX : value.high << 32 | value.low >> 32;
}
