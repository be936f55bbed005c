/* Epochs: every term, every bond, every vector on the way. */
#include <string.h>

#include "json.h"
#include "nanotao.h"

struct rows {
    nanotao_row *ptr;
    size_t len, entries;
};

/* Rows in the order of their uids: the chain's map has them in the order of hashes. */
static struct rows rows(const cJSON *value) {
    struct rows found = {NULL, 0, 0};
    const cJSON *row, *pair;
    found.ptr = fresh((size_t)cJSON_GetArraySize(value), sizeof *found.ptr);
    cJSON_ArrayForEach(row, value) {
        const cJSON *pairs = cJSON_GetArrayItem(row, 1);
        nanotao_entry *entries = fresh((size_t)cJSON_GetArraySize(pairs), sizeof *entries);
        nanotao_row made = {0};
        size_t at = found.len++;
        made.uid = (uint16_t)number(cJSON_GetArrayItem(row, 0));
        made.entries = entries;
        cJSON_ArrayForEach(pair, pairs) {
            entries[made.entries_len].uid = (uint16_t)number(cJSON_GetArrayItem(pair, 0));
            entries[made.entries_len++].value = (uint16_t)number(cJSON_GetArrayItem(pair, 1));
        }
        found.entries += made.entries_len;
        for (; at > 0 && found.ptr[at - 1].uid > made.uid; at--) {
            found.ptr[at] = found.ptr[at - 1];
        }
        found.ptr[at] = made;
    }
    return found;
}

/* Queues of one account (by epoch), or of one epoch (by account): a commit whose account is no neuron is left out. */
static struct list commits(const cJSON *value, int by_account) {
    const cJSON *queue, *pair;
    size_t len = 0;
    struct list list;
    nanotao_commit *at;
    cJSON_ArrayForEach(queue, value) {
        len += (size_t)cJSON_GetArraySize(cJSON_GetArrayItem(queue, 1));
    }
    list.ptr = at = fresh(len, sizeof *at);
    cJSON_ArrayForEach(queue, value) {
        const cJSON *outer = cJSON_GetArrayItem(queue, 0);
        cJSON_ArrayForEach(pair, cJSON_GetArrayItem(queue, 1)) {
            const cJSON *inner = cJSON_GetArrayItem(pair, 0);
            const cJSON *uid = by_account ? outer : inner;
            if (!is_null(uid)) {
                at->uid = (uint16_t)number(uid);
                at->commit_epoch = number(by_account ? inner : outer);
                at->commit_block = number(cJSON_GetArrayItem(pair, 1));
                at++;
            }
        }
    }
    list.len = (size_t)(at - (nanotao_commit *)list.ptr);
    return list;
}

static nanotao_epoch_input input_of(const cJSON *value, uint32_t spec_version) {
    nanotao_epoch_input input = {0};
    const cJSON *owner = field(value, "owner_uid"), *stake;
    struct list list = u64s(field(value, "block_at_registration"));
    nanotao_i64f64 *stakes;
    input.struct_size = sizeof input;
    input.spec_version = spec_version;
    input.schedule.struct_size = sizeof input.schedule;
    input.schedule.tempo = (uint16_t)number(field(value, "tempo"));
    input.schedule.last_epoch_block = number(field(value, "last_epoch_block"));
    input.schedule.pending_epoch_at = number(field(value, "pending_epoch_at"));
    input.schedule.blocks_since_last_step = number(field(value, "blocks_since_last_step"));
    input.schedule.subnet_epoch_index = number(field(value, "subnet_epoch_index"));
    input.schedule.last_mechanism_step_block = number(field(value, "last_mechanism_step_block"));
    input.current_block = number(field(value, "current_block"));
    input.stake_threshold = number(field(value, "stake_threshold"));
    input.bonds_moving_average = number(field(value, "bonds_moving_average"));
    input.activity_cutoff_factor_milli = (uint32_t)number(field(value, "activity_cutoff_factor_milli"));
    input.has_owner_uid = !is_null(owner);
    input.owner_uid = is_null(owner) ? 0 : (uint16_t)number(owner);
    input.yuma3 = yes(field(value, "yuma3"));
    input.liquid_alpha = yes(field(value, "liquid_alpha"));
    input.commit_reveal = yes(field(value, "commit_reveal_enabled"));
    input.max_allowed_validators = (uint16_t)number(field(value, "max_allowed_validators"));
    input.kappa = (uint16_t)number(field(value, "kappa"));
    input.bonds_penalty = (uint16_t)number(field(value, "bonds_penalty"));
    input.alpha_low = (uint16_t)number(field(value, "alpha_low"));
    input.alpha_high = (uint16_t)number(field(value, "alpha_high"));
    input.alpha_sigmoid_steepness = (int16_t)number(field(value, "alpha_sigmoid_steepness"));
    input.consensus_mode = NANOTAO_CONSENSUS_MODE_AUTO;
    input.neurons = list.len;
    input.block_at_registration = list.ptr;
    list = u64s(field(value, "last_update"));
    input.last_update = list.ptr;
    input.last_update_len = list.len;
    list = flags(field(value, "validator_permit"));
    input.validator_permit = list.ptr;
    input.validator_permit_len = list.len;
    input.total_stake = stakes = fresh(input.neurons, sizeof *stakes);
    cJSON_ArrayForEach(stake, field(value, "total_stake_i64f64")) {
        wide(stake, &stakes->fraction, &stakes->integer);
        stakes++;
    }
    if (input.commit_reveal) {
        input.reveal_period_epochs = number(field(value, "reveal_period_epochs"));
        list = commits(field(value, "weight_commits"), 1);
        input.weight_commits = list.ptr;
        input.weight_commits_len = list.len;
        list = commits(field(value, "timelocked_commits"), 0);
        input.timelocked_weight_commits = list.ptr;
        input.timelocked_weight_commits_len = list.len;
    }
    if (spec_version == 475) {
        const char *mode = text(field(value, "consensus_mode"));
        const cJSON *last = field(value, "last_yuma_step_block");
        input.consensus_mode = strcmp(mode, "Current") == 0    ? NANOTAO_CONSENSUS_MODE_CURRENT
                               : strcmp(mode, "Previous") == 0 ? NANOTAO_CONSENSUS_MODE_PREVIOUS
                                                               : NANOTAO_CONSENSUS_MODE_AUTO;
        input.schedule.has_last_yuma_step_block = !is_null(last);
        input.schedule.last_yuma_step_block = is_null(last) ? 0 : number(last);
        list = u16s(field(value, "previous_consensus"));
        input.previous_consensus = list.ptr;
        input.previous_consensus_len = list.len;
    }
    return input;
}

static const char *const TERMS[] = {"dividend", "incentive", "stake_weight", "consensus", "validator_trust"};
static const char *const AMOUNTS[] = {"validator_emission", "server_emission", "emission", "stake"};
static const char *const STAGES[] = {
    "stake",     "active_stake", "consensus", "liquid_alpha_consensus",    "validator_trust",
    "ranks",     "incentive",    "dividends", "normalized_server_emission", "normalized_validator_emission",
    "normalized_combined_emission",
};

struct results {
    uint16_t *terms[5];
    uint64_t *amounts[4];
    uint8_t *flags[2];
    int64_t *stages[11];
    nanotao_epoch_output output;
    nanotao_epoch_trace trace;
};

static void make_results(struct results *r, size_t n) {
    const nanotao_epoch_output output = {0};
    const nanotao_epoch_trace trace = {0};
    size_t i;
    for (i = 0; i < 5; i++) {
        r->terms[i] = fresh(n, sizeof(uint16_t));
    }
    for (i = 0; i < 4; i++) {
        r->amounts[i] = fresh(n, sizeof(uint64_t));
    }
    for (i = 0; i < 2; i++) {
        r->flags[i] = fresh(n, 1);
        memset(r->flags[i], 0x5a, n);
    }
    for (i = 0; i < 11; i++) {
        r->stages[i] = fresh(n, sizeof(int64_t));
    }
    r->output = output;
    r->output.struct_size = sizeof r->output;
    r->output.neurons = n;
    r->output.dividend = r->terms[0];
    r->output.incentive = r->terms[1];
    r->output.stake_weight = r->terms[2];
    r->output.consensus = r->terms[3];
    r->output.validator_trust = r->terms[4];
    r->output.validator_emission = r->amounts[0];
    r->output.server_emission = r->amounts[1];
    r->output.emission = r->amounts[2];
    r->output.stake = r->amounts[3];
    r->output.active = r->flags[0];
    r->output.new_validator_permit = r->flags[1];
    r->trace = trace;
    r->trace.struct_size = sizeof r->trace;
    r->trace.neurons = n;
    r->trace.stake = r->stages[0];
    r->trace.active_stake = r->stages[1];
    r->trace.consensus = r->stages[2];
    r->trace.liquid_alpha_consensus = r->stages[3];
    r->trace.validator_trust = r->stages[4];
    r->trace.ranks = r->stages[5];
    r->trace.incentive = r->stages[6];
    r->trace.dividends = r->stages[7];
    r->trace.normalized_server_emission = r->stages[8];
    r->trace.normalized_validator_emission = r->stages[9];
    r->trace.normalized_combined_emission = r->stages[10];
}

/* A list of the file, one element for each uid; null where the uid has no key. */
#define SAME(list, ours, read)                                         \
    do {                                                               \
        const cJSON *element;                                          \
        size_t uid = 0;                                                \
        cJSON_ArrayForEach(element, list) {                            \
            if (!is_null(element) && read(element) != (ours)[uid]) {   \
                return 0;                                              \
            }                                                          \
            uid++;                                                     \
        }                                                              \
        if (uid != n) {                                                \
            return 0;                                                  \
        }                                                              \
    } while (0)

static int64_t integer(const cJSON *value) {
    uint64_t low;
    int64_t high;
    wide(value, &low, &high);
    return (int64_t)low;
}

static int same_results(const cJSON *value, const struct results *r, size_t n) {
    const cJSON *out = field(value, "out"), *mid = field(value, "mid_i32f32");
    size_t i;
    for (i = 0; i < 5; i++) {
        SAME(field(out, TERMS[i]), r->terms[i], number);
    }
    for (i = 0; i < 4; i++) {
        SAME(field(out, AMOUNTS[i]), r->amounts[i], number);
    }
    SAME(field(out, "active"), r->flags[0], yes);
    SAME(field(out, "new_validator_permit"), r->flags[1], yes);
    for (i = 0; i < 11; i++) {
        const cJSON *stage = cJSON_GetObjectItemCaseSensitive(mid, STAGES[i]);
        if (stage != NULL && !is_null(stage)) {
            SAME(stage, r->stages[i], integer);
        }
    }
    return 1;
}

static int same_bonds(const cJSON *value, const nanotao_entry *bonds, const size_t *ends, size_t n) {
    const cJSON *row, *pair;
    size_t uid = 0, at = 0;
    cJSON_ArrayForEach(row, field(field(value, "out"), "bond")) {
        if (uid == n) {
            return 0;
        }
        if (is_null(row)) {
            at = ends[uid];
        }
        cJSON_ArrayForEach(pair, row) {
            if (at == ends[uid] || number(cJSON_GetArrayItem(pair, 0)) != bonds[at].uid ||
                number(cJSON_GetArrayItem(pair, 1)) != bonds[at].value) {
                return 0;
            }
            at++;
        }
        if (at != ends[uid++]) {
            return 0;
        }
    }
    return uid == n;
}

static int schedule_holds(const cJSON *value, const nanotao_epoch_input *input) {
    uint64_t found = 0;
    if (nanotao_activity_cutoff_blocks(input->activity_cutoff_factor_milli, input->schedule.tempo) !=
            number(field(value, "activity_cutoff_blocks")) ||
        nanotao_current_epoch_with_lookahead(input->spec_version, &input->schedule, input->current_block, &found) !=
            NANOTAO_OK ||
        found != number(field(value, "current_epoch_with_lookahead"))) {
        return 0;
    }
    return input->spec_version != 475 ||
           (nanotao_bond_cutoff_block(475, &input->schedule, input->current_block, &found) == NANOTAO_OK &&
            found == number(field(value, "bond_cutoff_block")));
}

/* Over dense rows, where they say the same as the stored ones: no target twice or out of range, and no zeros. */
static int same_dense(const cJSON *value, const nanotao_epoch_input *input, struct rows weights, struct rows bonds) {
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
    make_results(&r, n);
    if (nanotao_epoch_words_dense(input, rows_len, &words) != NANOTAO_OK ||
        NANOTAO_EPOCH_WORDS(n, rows_len, input->weight_commits_len + input->timelocked_weight_commits_len) < words) {
        return 0;
    }
    memory = fresh(words, sizeof *memory);
    if (nanotao_epoch_run_dense(input, number(field(value, "rao_emission")), uids, rows_len, dense[0], cells, dense[1],
                                cells, &r.output, &r.trace, memory, words, NULL) != NANOTAO_OK ||
        !same_results(value, &r, n)) {
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
                if (number(cJSON_GetArrayItem(pair, 1)) == 0) {
                    return 1;
                }
            }
        }
    }
    return same_bonds(value, kept, ends, n);
}

static int epoch(const cJSON *value, uint32_t spec_version) {
    const nanotao_epoch_input input = input_of(value, spec_version);
    const struct rows weights = rows(field(value, "weights")), bonds = rows(field(value, "bonds"));
    const size_t n = input.neurons, cap = weights.entries + bonds.entries;
    nanotao_entry *new_bonds = fresh(cap, sizeof *new_bonds);
    size_t *ends = fresh(n, sizeof *ends), len = 0, words = 0;
    struct results r;
    uint64_t *memory;
    make_results(&r, n);
    if (!schedule_holds(value, &input) ||
        nanotao_epoch_words_sparse(&input, weights.ptr, weights.len, bonds.ptr, bonds.len, &words) != NANOTAO_OK) {
        return 0;
    }
    memory = fresh(words, sizeof *memory);
    return nanotao_epoch_run_sparse(&input, number(field(value, "rao_emission")), weights.ptr, weights.len, bonds.ptr,
                                    bonds.len, new_bonds, cap, &len, ends, &r.output, &r.trace, memory, words,
                                    NULL) == NANOTAO_OK &&
           same_results(value, &r, n) && same_bonds(value, new_bonds, ends, n) && len == (n == 0 ? 0 : ends[n - 1]) &&
           same_dense(value, &input, weights, bonds);
}

static int epoch_425(const cJSON *value) {
    return epoch(value, 425);
}

static int epoch_475(const cJSON *value) {
    return epoch(value, 475);
}

const struct section EPOCHS[] = {
    {"chain/epoch.json", "cases", EACH, epoch_425},
    {"chain/epoch_bench.json", "cases", EACH, epoch_425},
    {"chain475/epoch.json", "cases", EACH, epoch_475},
    {NULL, NULL, EACH, NULL},
};
