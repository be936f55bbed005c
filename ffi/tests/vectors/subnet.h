/* A subnet as the files of epochs have it, and what an epoch comes to. */
#ifndef SUBNET_H
#define SUBNET_H

#include "json.h"
#include "nanotao.h"

struct rows {
    nanotao_row *ptr;
    size_t len, entries;
};

/* Rows in the order of their uids: the chain's map has them in the order of hashes. */
struct rows rows(const cJSON *value);
/* A row of targets and values. */
nanotao_row row_of(uint16_t uid, const cJSON *pairs);
int same_row(const cJSON *pairs, const nanotao_entry *entries, size_t len);

/* Whether the case is one of the Null consensus: the file may leave out what only Yuma reads. */
int is_null_epoch(const cJSON *value);
/* The parameters of a subnet without neurons. */
nanotao_epoch_input parameters(const cJSON *value, uint32_t spec_version);
/* All that an epoch reads but weights and bonds; what is one mechanism's own is in `mechanism`. */
nanotao_epoch_input input_of(const cJSON *value, const cJSON *mechanism, uint32_t spec_version);
nanotao_i64f64 *stakes_of(const cJSON *list);
/* Whether the library derives from the state what the file does. */
int same_derived(const cJSON *value, const nanotao_epoch_input *input);

struct results {
    uint16_t *terms[5];
    uint64_t *amounts[4];
    uint8_t *flags[2];
    int64_t *stages[11];
    nanotao_epoch_output output;
    nanotao_epoch_trace trace;
};

struct results results_for(size_t n);
/* Whether `out` says the same of each uid that has a key, and null of the others. */
int same_terms(const cJSON *out, const uint8_t *keys, const struct results *r);
/* Whether a vector on the way is that of the file; the library knows all that a file has. */
int same_stage(const cJSON *vector, const char *name, const struct results *r);
int same_stages(const cJSON *mid, const struct results *r);
/* Whether a list of the file is ours, of elements of 1, 2 or 8 bytes, without those who have no key: as it is stored. All have
 * one where `keys` is NULL. */
int same_stored(const cJSON *list, const uint8_t *keys, const void *ours, size_t n, size_t size);

#endif
