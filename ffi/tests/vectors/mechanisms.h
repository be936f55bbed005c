/* Subnets with all of their mechanisms, and what the chain stores of them. */
#ifndef MECHANISMS_H
#define MECHANISMS_H

#include "subnet.h"

enum { UIDS = 65536 };

/* A mechanism's own storage: rows by uid, without entries where there is none. */
struct mechanism {
    struct list last_update, previous_consensus;
    nanotao_row *weights, *bonds;
    uint16_t *incentive, *consensus;
};

struct subnet {
    /* What the mechanisms have in common. */
    nanotao_epoch_input input;
    const uint8_t *keys;
    const cJSON *split;
    struct mechanism *mechanisms;
    size_t count;
};

/* What is shared out: among miners, among validators, and on root. */
struct budgets {
    uint64_t miner, local, root;
};

struct budgets budgets_of(const cJSON *value);
/* The epoch of every mechanism, what is stored of each, and what they come to together. */
int epochs(struct subnet *subnet, int under_null, struct budgets budgets, struct results *sum);
/* Whether what is stored of the subnet, and of its mechanisms, is what the file has. */
int same_subnet(const cJSON *out, const struct subnet *subnet, const struct results *sum);
/* Whether a list has the rows of the first uids. */
int same_rows(const cJSON *list, const nanotao_row *by_uid);
/* Many epochs of one subnet. */
int sequence(const cJSON *value);

#endif
