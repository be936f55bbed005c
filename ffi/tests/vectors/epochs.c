/* Epochs: every term, every bond, every vector on the way. */
#include <string.h>

#include "subnet.h"

static int same_bonds(const cJSON *value, const uint8_t *keys, const nanotao_entry *bonds, const size_t *ends, size_t n) {
    const cJSON *row;
    size_t uid = 0, from = 0;
    cJSON_ArrayForEach(row, field(field(value, "out"), "bond")) {
        if (uid == n || is_null(row) == keys[uid] || (keys[uid] && !same_row(row, bonds + from, ends[uid] - from))) {
            return 0;
        }
        from = ends[uid++];
    }
    return uid == n;
}

static int same_index(const cJSON *value) {
    return nanotao_mechanism_storage_index((uint16_t)number(field(value, "netuid")),
                                           (uint8_t)number(field(value, "mecid"))) ==
           number(field(value, "netuid_index"));
}

/* Over dense rows, where they say the same as the stored ones: no target twice or out of range, and no zeros. */
static int same_dense(const cJSON *value, const uint8_t *keys, const nanotao_epoch_input *input, struct rows weights,
                      struct rows bonds) {
    const size_t n = input->neurons;
    uint16_t *uids = fresh(n, 2), *dense[2];
    struct results r;
    struct rows given[2];
    size_t i, j, k, rows_len = 0, words = 0, cells;
    uint64_t *memory;
    uint8_t *has_row = fresh(65536, 1);
    nanotao_entry *kept;
    size_t *ends = fresh(n, sizeof *ends), kept_len = 0;
    given[0] = weights;
    given[1] = bonds;
    for (i = 0; i < 2; i++) {
        for (j = 0; j < given[i].len; j++) {
            has_row[given[i].ptr[j].uid] = 1;
            if (given[i].ptr[j].uid >= n) {
                return 1;
            }
        }
    }
    for (i = 0; i < n; i++) {
        if (has_row[i]) {
            uids[rows_len++] = (uint16_t)i;
        }
    }
    cells = rows_len * n;
    for (i = 0; i < 2; i++) {
        dense[i] = fresh(cells, 2);
        for (j = 0; j < given[i].len; j++) {
            const nanotao_row *row = &given[i].ptr[j];
            size_t slot = 0;
            while (uids[slot] != row->uid) {
                slot++;
            }
            for (k = 0; k < row->entries_len; k++) {
                uint16_t *cell;
                if (row->entries[k].uid >= n || row->entries[k].value == 0) {
                    return 1;
                }
                cell = &dense[i][slot * n + row->entries[k].uid];
                if (*cell != 0) {
                    return 1;
                }
                *cell = row->entries[k].value;
            }
        }
    }
    r = results_for(n);
    if (nanotao_epoch_words_dense(input, rows_len, &words) != NANOTAO_OK ||
        NANOTAO_EPOCH_WORDS(n, rows_len, input->weight_commits_len + input->timelocked_weight_commits_len) < words) {
        return 0;
    }
    memory = fresh(words, sizeof *memory);
    if (nanotao_epoch_run_dense(input, number(field(value, "rao_emission")), uids, rows_len, dense[0], cells, dense[1],
                                cells, &r.output, &r.trace, memory, words, NULL) != NANOTAO_OK ||
        !same_terms(field(value, "out"), keys, &r) || !same_stages(field(value, "mid_i32f32"), &r)) {
        return 0;
    }
    kept = fresh(cells, sizeof *kept);
    for (i = 0; i < n; i++) {
        for (j = 0; j < rows_len; j++) {
            for (k = 0; uids[j] == i && k < n; k++) {
                if (dense[1][j * n + k] != 0) {
                    kept[kept_len].uid = (uint16_t)k;
                    kept[kept_len++].value = dense[1][j * n + k];
                }
            }
        }
        ends[i] = kept_len;
    }
    /* A bond that came to zero is stored by the chain, and is none in a dense row. */
    {
        const cJSON *row, *pair;
        cJSON_ArrayForEach(row, field(field(value, "out"), "bond")) {
            cJSON_ArrayForEach(pair, row) {
                if (number(nth(pair, 1)) == 0) {
                    return 1;
                }
            }
        }
    }
    return same_bonds(value, keys, kept, ends, n);
}

static int epoch(const cJSON *value, uint32_t spec_version) {
    const nanotao_epoch_input input = input_of(value, value, spec_version);
    const struct rows weights = rows(field(value, "weights")), bonds = rows(field(value, "bonds"));
    const size_t n = input.neurons, cap = weights.entries + bonds.entries;
    const uint8_t *keys = flags(field(value, "has_key")).ptr;
    const struct results r = results_for(n);
    nanotao_entry *new_bonds = fresh(cap, sizeof *new_bonds);
    size_t *ends = fresh(n, sizeof *ends), len = 0, words = 0;
    uint64_t *memory;
    if (!same_index(value) || !same_derived(value, &input) ||
        nanotao_epoch_words_sparse(&input, weights.ptr, weights.len, bonds.ptr, bonds.len, &words) != NANOTAO_OK) {
        return 0;
    }
    memory = fresh(words, sizeof *memory);
    return nanotao_epoch_run_sparse(&input, number(field(value, "rao_emission")), weights.ptr, weights.len, bonds.ptr,
                                    bonds.len, new_bonds, cap, &len, ends, &r.output, &r.trace, memory, words,
                                    NULL) == NANOTAO_OK &&
           same_terms(field(value, "out"), keys, &r) && same_stages(field(value, "mid_i32f32"), &r) &&
           same_bonds(value, keys, new_bonds, ends, n) && len == (n == 0 ? 0 : ends[n - 1]) &&
           (spec_version != 475 || same_stored(field(value, "consensus_stored_after"), keys, r.output.consensus, n, 2)) &&
           same_dense(value, keys, &input, weights, bonds);
}

static int epoch_425(const cJSON *value) {
    return epoch(value, 425);
}

static int epoch_475(const cJSON *value) {
    return epoch(value, 475);
}

/* What a validator's dividends go by is its stake, to the last bit; less than none is none. */
static int same_shares(const cJSON *list, const nanotao_i64f64 *stakes, size_t n) {
    const cJSON *share;
    size_t uid = 0;
    cJSON_ArrayForEach(share, list) {
        uint64_t low;
        int64_t high;
        wide(share, &low, &high);
        if (uid == n || (stakes[uid].integer < 0 ? low != 0 || high != 0
                                                 : low != stakes[uid].fraction || high != stakes[uid].integer)) {
            return 0;
        }
        uid++;
    }
    return uid == n;
}

static int same_decision(const cJSON *mid, const nanotao_null_decision *decision) {
    const cJSON *winner = field(mid, "winner");
    return decision->miner_budget == number(field(mid, "miner_budget")) &&
           decision->validator_budget == number(field(mid, "validator_budget")) &&
           (is_null(winner) ? !decision->has_winner : decision->has_winner && decision->winner == number(winner));
}

/* Bonds are not written: the rows that would be stored are empty. */
static int no_bonds(const cJSON *list, size_t n) {
    const cJSON *row;
    cJSON_ArrayForEach(row, list) {
        if (cJSON_GetArraySize(row) != 0) {
            return 0;
        }
    }
    return (size_t)cJSON_GetArraySize(list) == n;
}

static int null_epoch(const cJSON *value) {
    const nanotao_epoch_input input = input_of(value, value, 475);
    const struct rows weights = rows(field(value, "weights"));
    const cJSON *mid = field(value, "mid"), *out = field(value, "out");
    const size_t n = input.neurons;
    const uint8_t *keys = flags(field(value, "has_key")).ptr;
    const struct results r = results_for(n);
    nanotao_null_budgets budgets = {0};
    nanotao_null_decision decision = {0};
    size_t words = 0;
    budgets.struct_size = sizeof budgets;
    budgets.mining_budget = number(field(value, "mining_budget"));
    budgets.dividend_budget = number(field(value, "dividend_budget"));
    budgets.fallback_budget = number(field(value, "fallback_budget"));
    decision.struct_size = sizeof decision;
    return same_index(value) && same_derived(value, &input) &&
           nanotao_epoch_words_null(&input, weights.len, &words) == NANOTAO_OK &&
           nanotao_epoch_run_null(&input, &budgets, weights.ptr, weights.len, &r.output, &r.trace, &decision,
                                  fresh(words, sizeof(uint64_t)), words, NULL) == NANOTAO_OK &&
           same_terms(out, keys, &r) && no_bonds(field(out, "bond"), n) && same_decision(mid, &decision) &&
           same_stage(field(mid, "stake"), "stake", &r) && same_stage(field(mid, "incentive"), "incentive", &r) &&
           same_stage(field(mid, "dividends"), "dividends", &r) &&
           same_stored(field(mid, "incentive_shares"), NULL, r.trace.incentive_shares, n, 2) &&
           same_shares(field(mid, "dividend_shares"), input.total_stake, n) &&
           same_stored(field(value, "consensus_stored_after"), keys, r.output.consensus, n, 2);
}

/* Who decides, of all who have stake: an epoch of nothing else. */
static int winner(const cJSON *value) {
    const cJSON *list = field(value, "stake_i64f64"), *theirs = field(value, "winner");
    const size_t n = (size_t)cJSON_GetArraySize(list);
    const struct results r = results_for(n);
    nanotao_epoch_input input = {0};
    nanotao_null_budgets budgets = {0};
    nanotao_null_decision decision = {0};
    size_t words = 0;
    input.struct_size = sizeof input;
    input.spec_version = 475;
    input.schedule.struct_size = sizeof input.schedule;
    input.neurons = n;
    input.total_stake = stakes_of(list);
    input.block_at_registration = fresh(n, sizeof(uint64_t));
    budgets.struct_size = sizeof budgets;
    decision.struct_size = sizeof decision;
    return nanotao_epoch_words_null(&input, 0, &words) == NANOTAO_OK &&
           nanotao_epoch_run_null(&input, &budgets, NULL, 0, &r.output, NULL, &decision,
                                  fresh(words, sizeof(uint64_t)), words, NULL) == NANOTAO_OK &&
           (is_null(theirs) ? !decision.has_winner : decision.has_winner && decision.winner == number(theirs));
}

static int apportion(const cJSON *value) {
    const cJSON *list = field(value, "shares"), *share;
    const struct list theirs = u64s(field(value, "out"));
    const size_t len = (size_t)cJSON_GetArraySize(list);
    nanotao_u128 *shares = fresh(len, sizeof *shares), *to = shares;
    uint64_t *payouts = fresh(len, sizeof *payouts);
    cJSON_ArrayForEach(share, list) {
        int64_t high;
        wide(share, &to->low, &high);
        to++->high = (uint64_t)high;
    }
    return nanotao_apportion_units(shares, number(field(value, "budget")), payouts, len) == NANOTAO_OK &&
           theirs.len == len && memcmp(payouts, theirs.ptr, len * sizeof *payouts) == 0;
}

const struct section EPOCHS[] = {
    {"chain/epoch.json", "cases", EACH, epoch_425},
    {"chain/epoch_bench.json", "cases", EACH, epoch_425},
    {"chain475/epoch.json", "cases", EACH, epoch_475},
    {"chain475/null_consensus.json", "cases", EACH, null_epoch},
    {"chain475/null_consensus.json", "winner", EACH, winner},
    {"chain475/null_consensus.json", "apportion", EACH, apportion},
    {NULL, NULL, EACH, NULL},
};
