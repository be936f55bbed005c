#include "subnet.h"

#include <string.h>

nanotao_row row_of(uint16_t uid, const cJSON *pairs) {
    nanotao_row row = {0};
    nanotao_entry *entries = fresh((size_t)cJSON_GetArraySize(pairs), sizeof *entries);
    const cJSON *pair;
    row.uid = uid;
    row.entries = entries;
    cJSON_ArrayForEach(pair, pairs) {
        entries[row.entries_len].uid = (uint16_t)number(nth(pair, 0));
        entries[row.entries_len++].value = (uint16_t)number(nth(pair, 1));
    }
    return row;
}

struct rows rows(const cJSON *value) {
    struct rows found = {NULL, 0, 0};
    const cJSON *row;
    found.ptr = fresh((size_t)cJSON_GetArraySize(value), sizeof *found.ptr);
    cJSON_ArrayForEach(row, value) {
        const nanotao_row made = row_of((uint16_t)number(nth(row, 0)), nth(row, 1));
        size_t to = found.len++;
        found.entries += made.entries_len;
        for (; to > 0 && found.ptr[to - 1].uid > made.uid; to--) {
            found.ptr[to] = found.ptr[to - 1];
        }
        found.ptr[to] = made;
    }
    return found;
}

int same_row(const cJSON *pairs, const nanotao_entry *entries, size_t len) {
    const cJSON *pair;
    size_t i = 0;
    cJSON_ArrayForEach(pair, pairs) {
        if (i == len || number(nth(pair, 0)) != entries[i].uid || number(nth(pair, 1)) != entries[i].value) {
            return 0;
        }
        i++;
    }
    return i == len;
}

/* Queues of one account (by epoch), or of one epoch (by account): a commit whose account is no neuron is left out. */
static struct list commits(const cJSON *value, int by_account) {
    const cJSON *queue, *pair;
    size_t len = 0;
    struct list list;
    nanotao_commit *to;
    cJSON_ArrayForEach(queue, value) {
        len += (size_t)cJSON_GetArraySize(nth(queue, 1));
    }
    list.ptr = to = fresh(len, sizeof *to);
    cJSON_ArrayForEach(queue, value) {
        const cJSON *outer = nth(queue, 0);
        cJSON_ArrayForEach(pair, nth(queue, 1)) {
            const cJSON *inner = nth(pair, 0);
            const cJSON *uid = by_account ? outer : inner;
            if (!is_null(uid)) {
                to->uid = (uint16_t)number(uid);
                to->commit_epoch = number(by_account ? inner : outer);
                to->commit_block = number(nth(pair, 1));
                to++;
            }
        }
    }
    list.len = (size_t)(to - (nanotao_commit *)list.ptr);
    return list;
}

int is_null_epoch(const cJSON *value) {
    return has(value, "epoch_consensus") && strcmp(text(field(value, "epoch_consensus")), "Null") == 0;
}

/* A field that only Yuma reads. */
#define YUMA(read, name) (is_null_epoch(value) && !has(value, name) ? 0 : read(field(value, name)))

nanotao_epoch_input parameters(const cJSON *value, uint32_t spec_version) {
    nanotao_epoch_input input = {0};
    const cJSON *owner = field(value, "owner_uid");
    input.struct_size = sizeof input;
    input.spec_version = spec_version;
    input.schedule.struct_size = sizeof input.schedule;
    input.schedule.tempo = (uint16_t)number(field(value, "tempo"));
    input.stake_threshold = number(field(value, "stake_threshold"));
    input.activity_cutoff_factor_milli = (uint32_t)number(field(value, "activity_cutoff_factor_milli"));
    input.has_owner_uid = !is_null(owner);
    input.owner_uid = is_null(owner) ? 0 : (uint16_t)number(owner);
    input.bonds_moving_average = YUMA(number, "bonds_moving_average");
    input.yuma3 = YUMA(yes, "yuma3");
    input.liquid_alpha = YUMA(yes, "liquid_alpha");
    input.kappa = (uint16_t)YUMA(number, "kappa");
    input.bonds_penalty = (uint16_t)YUMA(number, "bonds_penalty");
    input.alpha_low = (uint16_t)YUMA(number, "alpha_low");
    input.alpha_high = (uint16_t)YUMA(number, "alpha_high");
    input.alpha_sigmoid_steepness = (int16_t)YUMA(number, "alpha_sigmoid_steepness");
    input.consensus_mode = NANOTAO_CONSENSUS_MODE_AUTO;
    if (spec_version == 475 && !(is_null_epoch(value) && !has(value, "consensus_mode"))) {
        const char *mode = text(field(value, "consensus_mode"));
        input.consensus_mode = strcmp(mode, "Current") == 0    ? NANOTAO_CONSENSUS_MODE_CURRENT
                               : strcmp(mode, "Previous") == 0 ? NANOTAO_CONSENSUS_MODE_PREVIOUS
                                                               : NANOTAO_CONSENSUS_MODE_AUTO;
    }
    return input;
}

nanotao_i64f64 *stakes_of(const cJSON *list) {
    nanotao_i64f64 *stakes = fresh((size_t)cJSON_GetArraySize(list), sizeof *stakes), *to = stakes;
    const cJSON *stake;
    cJSON_ArrayForEach(stake, list) {
        wide(stake, &to->fraction, &to->integer);
        to++;
    }
    return stakes;
}

nanotao_epoch_input input_of(const cJSON *value, const cJSON *mechanism, uint32_t spec_version) {
    nanotao_epoch_input input = parameters(value, spec_version);
    struct list list = u64s(field(value, "block_at_registration"));
    input.schedule.last_epoch_block = number(field(value, "last_epoch_block"));
    input.schedule.pending_epoch_at = number(field(value, "pending_epoch_at"));
    input.schedule.blocks_since_last_step = number(field(value, "blocks_since_last_step"));
    input.schedule.subnet_epoch_index = number(field(value, "subnet_epoch_index"));
    input.schedule.last_mechanism_step_block = number(field(value, "last_mechanism_step_block"));
    input.current_block = number(field(value, "current_block"));
    input.commit_reveal = yes(field(value, "commit_reveal_enabled"));
    input.max_allowed_validators = (uint16_t)number(field(value, "max_allowed_validators"));
    input.neurons = (size_t)number(field(value, "n"));
    input.block_at_registration = list.ptr;
    input.total_stake = stakes_of(field(value, "total_stake_i64f64"));
    if (list.len != input.neurons || (size_t)cJSON_GetArraySize(field(value, "has_key")) != list.len ||
        (size_t)cJSON_GetArraySize(field(value, "total_stake_i64f64")) != list.len) {
        /* No library could see it: the lengths are all one. */
        input.struct_size = 0;
    }
    list = u64s(field(mechanism, "last_update"));
    input.last_update = list.ptr;
    input.last_update_len = list.len;
    list = flags(field(value, "validator_permit"));
    input.validator_permit = list.ptr;
    input.validator_permit_len = list.len;
    if (input.commit_reveal) {
        input.reveal_period_epochs = number(field(value, "reveal_period_epochs"));
        list = commits(field(value, "weight_commits"), 1);
        input.weight_commits = list.ptr;
        input.weight_commits_len = list.len;
        list = commits(field(value, "timelocked_commits"), 0);
        input.timelocked_weight_commits = list.ptr;
        input.timelocked_weight_commits_len = list.len;
    }
    if (spec_version == 475 && !is_null_epoch(value)) {
        const cJSON *last = field(value, "last_yuma_step_block");
        input.schedule.has_last_yuma_step_block = !is_null(last);
        input.schedule.last_yuma_step_block = is_null(last) ? 0 : number(last);
        list = u16s(field(mechanism, "previous_consensus"));
        input.previous_consensus = list.ptr;
        input.previous_consensus_len = list.len;
    }
    return input;
}

int same_derived(const cJSON *value, const nanotao_epoch_input *input) {
    uint64_t found = 0;
    if (nanotao_activity_cutoff_blocks(input->activity_cutoff_factor_milli, input->schedule.tempo) !=
            number(field(value, "activity_cutoff_blocks")) ||
        nanotao_current_epoch_with_lookahead(input->spec_version, &input->schedule, input->current_block, &found) !=
            NANOTAO_OK ||
        found != number(field(value, "current_epoch_with_lookahead"))) {
        return 0;
    }
    return input->spec_version != 475 || is_null_epoch(value) ||
           (nanotao_bond_cutoff_block(475, &input->schedule, input->current_block, &found) == NANOTAO_OK &&
            found == number(field(value, "bond_cutoff_block")));
}

static const char *const TERMS[] = {"dividend", "incentive", "stake_weight", "consensus", "validator_trust"};
static const char *const AMOUNTS[] = {"validator_emission", "server_emission", "emission", "stake"};
static const char *const FLAGS[] = {"active", "new_validator_permit"};
static const char *const STAGES[] = {
    "stake",     "active_stake", "consensus", "liquid_alpha_consensus",     "validator_trust",
    "ranks",     "incentive",    "dividends", "normalized_server_emission", "normalized_validator_emission",
    "normalized_combined_emission",
};

struct results results_for(size_t n) {
    struct results r;
    size_t i;
    memset(&r, 0, sizeof r);
    for (i = 0; i < 5; i++) {
        r.terms[i] = fresh(n, sizeof(uint16_t));
    }
    for (i = 0; i < 4; i++) {
        r.amounts[i] = fresh(n, sizeof(uint64_t));
    }
    for (i = 0; i < 2; i++) {
        r.flags[i] = fresh(n, 1);
    }
    for (i = 0; i < 11; i++) {
        r.stages[i] = fresh(n, sizeof(int64_t));
    }
    r.output.struct_size = sizeof r.output;
    r.output.neurons = n;
    r.output.dividend = r.terms[0];
    r.output.incentive = r.terms[1];
    r.output.stake_weight = r.terms[2];
    r.output.consensus = r.terms[3];
    r.output.validator_trust = r.terms[4];
    r.output.validator_emission = r.amounts[0];
    r.output.server_emission = r.amounts[1];
    r.output.emission = r.amounts[2];
    r.output.stake = r.amounts[3];
    r.output.active = r.flags[0];
    r.output.new_validator_permit = r.flags[1];
    r.trace.struct_size = sizeof r.trace;
    r.trace.neurons = n;
    r.trace.stake = r.stages[0];
    r.trace.active_stake = r.stages[1];
    r.trace.consensus = r.stages[2];
    r.trace.liquid_alpha_consensus = r.stages[3];
    r.trace.validator_trust = r.stages[4];
    r.trace.ranks = r.stages[5];
    r.trace.incentive = r.stages[6];
    r.trace.dividends = r.stages[7];
    r.trace.normalized_server_emission = r.stages[8];
    r.trace.normalized_validator_emission = r.stages[9];
    r.trace.normalized_combined_emission = r.stages[10];
    r.trace.incentive_shares = fresh(n, sizeof(uint16_t));
    return r;
}

/* A list of the file, one element for each uid; null where the uid has no key. */
#define SAME(list, ours, read)                                                              \
    do {                                                                                    \
        const cJSON *element;                                                               \
        size_t uid = 0;                                                                     \
        cJSON_ArrayForEach(element, list) {                                                 \
            if (uid == n || is_null(element) == (keys == NULL || keys[uid]) ||              \
                (!is_null(element) && read(element) != (ours)[uid])) {                      \
                return 0;                                                                   \
            }                                                                               \
            uid++;                                                                          \
        }                                                                                   \
        if (uid != n) {                                                                     \
            return 0;                                                                       \
        }                                                                                   \
    } while (0)

int same_terms(const cJSON *out, const uint8_t *keys, const struct results *r) {
    const size_t n = r->output.neurons;
    size_t i;
    for (i = 0; i < 5; i++) {
        SAME(field(out, TERMS[i]), r->terms[i], number);
    }
    for (i = 0; i < 4; i++) {
        SAME(field(out, AMOUNTS[i]), r->amounts[i], number);
    }
    for (i = 0; i < 2; i++) {
        SAME(field(out, FLAGS[i]), r->flags[i], yes);
    }
    return 1;
}

static int64_t integer(const cJSON *value) {
    uint64_t low;
    int64_t high;
    wide(value, &low, &high);
    return (int64_t)low;
}

int same_stage(const cJSON *vector, const char *name, const struct results *r) {
    const size_t n = r->output.neurons;
    const uint8_t *keys = NULL;
    size_t i = 0;
    while (i < 11 && strcmp(STAGES[i], name) != 0) {
        i++;
    }
    if (i == 11) {
        return 0;
    }
    SAME(vector, r->stages[i], integer);
    return 1;
}

int same_stages(const cJSON *mid, const struct results *r) {
    const cJSON *vector;
    cJSON_ArrayForEach(vector, mid) {
        if (!same_stage(vector, vector->string, r)) {
            return 0;
        }
    }
    return 1;
}

static uint64_t element_of(const void *list, size_t index, size_t size) {
    return size == 1 ? ((const uint8_t *)list)[index] : size == 2 ? ((const uint16_t *)list)[index] : ((const uint64_t *)list)[index];
}

int same_stored(const cJSON *list, const uint8_t *keys, const void *ours, size_t n, size_t size) {
    uint16_t *uids = fresh(n, sizeof *uids);
    size_t len = 0, i = 0;
    const cJSON *element;
    if (keys == NULL) {
        uint8_t *all = fresh(n, 1);
        memset(all, 1, n);
        keys = all;
    }
    if (nanotao_persisted_uids(keys, n, uids, n, &len) != NANOTAO_OK || (size_t)cJSON_GetArraySize(list) != len) {
        return 0;
    }
    cJSON_ArrayForEach(element, list) {
        if ((cJSON_IsBool(element) ? yes(element) : number(element)) != element_of(ours, uids[i++], size)) {
            return 0;
        }
    }
    return 1;
}
