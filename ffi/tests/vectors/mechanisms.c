#include "mechanisms.h"

struct budgets budgets_of(const cJSON *value) {
    struct budgets budgets;
    budgets.miner = number(field(value, "miner_budget"));
    budgets.local = number(field(value, "local_dividend_budget"));
    budgets.root = number(field(value, "root_budget"));
    return budgets;
}

static uint64_t saturated(uint64_t a, uint64_t b) {
    return a + b < a ? UINT64_MAX : a + b;
}

static struct rows present(const nanotao_row *by_uid) {
    struct rows found = {NULL, 0, 0};
    size_t uid;
    for (uid = 0; uid < UIDS; uid++) {
        found.len += by_uid[uid].entries != NULL;
    }
    found.ptr = fresh(found.len, sizeof *found.ptr);
    found.len = 0;
    for (uid = 0; uid < UIDS; uid++) {
        if (by_uid[uid].entries != NULL) {
            found.ptr[found.len] = by_uid[uid];
            found.ptr[found.len++].uid = (uint16_t)uid;
            found.entries += by_uid[uid].entries_len;
        }
    }
    return found;
}

static uint64_t *parts_of(const struct subnet *subnet, uint64_t alpha) {
    const struct list split = u16s(subnet->split);
    uint64_t *parts = fresh(subnet->count, sizeof *parts);
    const nanotao_status status =
        nanotao_split_emissions(subnet->input.spec_version, is_null(subnet->split) ? NULL : split.ptr, split.len, alpha,
                                parts, subnet->count);
    return status == NANOTAO_OK ? parts : NULL;
}

/* An epoch under Yuma, whose bonds are stored in the places of those who have a key. */
static int yuma(const struct subnet *subnet, const nanotao_epoch_input *input, struct mechanism *mechanism,
                uint64_t emission, const struct results *r) {
    const struct rows weights = present(mechanism->weights), bonds = present(mechanism->bonds);
    const size_t n = input->neurons, cap = weights.entries + bonds.entries;
    nanotao_entry *made = fresh(cap, sizeof *made);
    size_t *ends = fresh(n, sizeof *ends), len = 0, words = 0, i, stored = 0;
    uint16_t *uids = fresh(n, sizeof *uids);
    if (nanotao_epoch_words_sparse(input, weights.ptr, weights.len, bonds.ptr, bonds.len, &words) != NANOTAO_OK ||
        nanotao_epoch_run_sparse(input, emission, weights.ptr, weights.len, bonds.ptr, bonds.len, made, cap, &len, ends,
                                 &r->output, NULL, fresh(words, sizeof(uint64_t)), words, NULL) != NANOTAO_OK ||
        nanotao_persisted_uids(subnet->keys, n, uids, n, &stored) != NANOTAO_OK) {
        return 0;
    }
    for (i = 0; i < stored; i++) {
        const size_t from = uids[i] == 0 ? 0 : ends[uids[i] - 1];
        mechanism->bonds[i].entries = made + from;
        mechanism->bonds[i].entries_len = ends[uids[i]] - from;
    }
    return 1;
}

static int null_consensus(const nanotao_epoch_input *input, const struct mechanism *mechanism, struct budgets parts,
                          const struct results *r) {
    const struct rows weights = present(mechanism->weights);
    nanotao_null_budgets budgets = {0};
    size_t words = 0;
    budgets.struct_size = sizeof budgets;
    budgets.mining_budget = parts.miner;
    budgets.dividend_budget = saturated(parts.local, parts.root);
    budgets.fallback_budget = saturated(parts.miner, parts.local);
    return nanotao_epoch_words_null(input, weights.len, &words) == NANOTAO_OK &&
           nanotao_epoch_run_null(input, &budgets, weights.ptr, weights.len, &r->output, NULL, NULL,
                                  fresh(words, sizeof(uint64_t)), words, NULL) == NANOTAO_OK;
}

/* Of a list, those who have a key. */
static struct list kept(const struct subnet *subnet, const uint16_t *list) {
    const size_t n = subnet->input.neurons;
    uint16_t *uids = fresh(n, sizeof *uids), *made = fresh(n, sizeof *made);
    struct list stored = {NULL, 0};
    size_t i;
    stored.ptr = made;
    if (nanotao_persisted_uids(subnet->keys, n, uids, n, &stored.len) == NANOTAO_OK) {
        for (i = 0; i < stored.len; i++) {
            made[i] = list[uids[i]];
        }
    }
    return stored;
}

int epochs(struct subnet *subnet, int under_null, struct budgets budgets, struct results *sum) {
    const size_t n = subnet->input.neurons, words = nanotao_epoch_words_mechanism(n);
    const uint64_t total = saturated(saturated(budgets.miner, budgets.local), budgets.root);
    const uint64_t *all = parts_of(subnet, total), *miners = parts_of(subnet, budgets.miner);
    const uint64_t *locals = parts_of(subnet, budgets.local), *roots = parts_of(subnet, budgets.root);
    size_t i;
    *sum = results_for(n);
    for (i = 0; i < subnet->count; i++) {
        struct mechanism *mechanism = &subnet->mechanisms[i];
        const struct results r = results_for(n);
        nanotao_epoch_input input = subnet->input;
        struct budgets parts;
        uint64_t emission;
        if (all == NULL || miners == NULL || locals == NULL || roots == NULL) {
            return 0;
        }
        parts.miner = miners[i], parts.local = locals[i], parts.root = roots[i];
        emission = under_null ? saturated(saturated(parts.miner, parts.local), parts.root) : all[i];
        input.last_update = mechanism->last_update.ptr;
        input.last_update_len = mechanism->last_update.len;
        input.previous_consensus = mechanism->previous_consensus.ptr;
        input.previous_consensus_len = mechanism->previous_consensus.len;
        if (!(under_null ? null_consensus(&input, mechanism, parts, &r) : yuma(subnet, &input, mechanism, emission, &r)) ||
            nanotao_epoch_add_mechanism(&sum->output, &r.output, (uint8_t)i, emission, total,
                                        under_null ? NANOTAO_EPOCH_CONSENSUS_NULL : NANOTAO_EPOCH_CONSENSUS_YUMA,
                                        fresh(words, sizeof(uint64_t)), words) != NANOTAO_OK) {
            return 0;
        }
        mechanism->incentive = r.output.incentive;
        mechanism->consensus = r.output.consensus;
        mechanism->previous_consensus = kept(subnet, r.output.consensus);
    }
    return 1;
}

int same_rows(const cJSON *list, const nanotao_row *by_uid) {
    const cJSON *row;
    size_t uid = 0;
    cJSON_ArrayForEach(row, list) {
        if (uid == UIDS || !same_row(row, by_uid[uid].entries, by_uid[uid].entries_len)) {
            return 0;
        }
        uid++;
    }
    return 1;
}

int same_subnet(const cJSON *out, const struct subnet *subnet, const struct results *sum) {
    const nanotao_epoch_output *ours = &sum->output;
    const cJSON *mechanisms = field(out, "per_mechanism"), *theirs, *pair;
    const uint8_t *keys = subnet->keys;
    const size_t n = ours->neurons;
    uint16_t *uids = fresh(n, sizeof *uids);
    size_t len = 0, i = 0;
    if (!same_stored(field(out, "active"), keys, ours->active, n, 1) ||
        !same_stored(field(out, "consensus"), keys, ours->consensus, n, 2) ||
        !same_stored(field(out, "dividends"), keys, ours->dividend, n, 2) ||
        !same_stored(field(out, "emission"), keys, ours->emission, n, 8) ||
        !same_stored(field(out, "stake_weight"), keys, ours->stake_weight, n, 2) ||
        !same_stored(field(out, "validator_permit"), keys, ours->new_validator_permit, n, 1) ||
        !same_stored(field(out, "validator_trust"), keys, ours->validator_trust, n, 2) ||
        nanotao_persisted_uids(keys, n, uids, n, &len) != NANOTAO_OK ||
        (size_t)cJSON_GetArraySize(field(out, "server_validator_emission")) != len ||
        (size_t)cJSON_GetArraySize(mechanisms) != subnet->count) {
        return 0;
    }
    cJSON_ArrayForEach(pair, field(out, "server_validator_emission")) {
        const size_t uid = uids[i++];
        if (number(nth(pair, 0)) != ours->server_emission[uid] || number(nth(pair, 1)) != ours->validator_emission[uid]) {
            return 0;
        }
    }
    i = 0;
    cJSON_ArrayForEach(theirs, mechanisms) {
        const struct mechanism *mechanism = &subnet->mechanisms[i];
        if (number(field(theirs, "mecid")) != i++ ||
            !same_stored(field(theirs, "incentive"), keys, mechanism->incentive, n, 2) ||
            !same_rows(field(theirs, "bonds"), mechanism->bonds) ||
            (has(theirs, "consensus_stored_after") &&
             !same_stored(field(theirs, "consensus_stored_after"), keys, mechanism->consensus, n, 2)) ||
            (has(theirs, "consensus") && !same_stored(field(theirs, "consensus"), keys, mechanism->consensus, n, 2))) {
            return 0;
        }
    }
    return 1;
}

static nanotao_row *by_uid(const cJSON *list) {
    nanotao_row *made = fresh(UIDS, sizeof *made);
    const cJSON *row;
    cJSON_ArrayForEach(row, list) {
        const uint16_t uid = (uint16_t)number(nth(row, 0));
        made[uid] = row_of(uid, nth(row, 1));
    }
    return made;
}

static int subnet_epoch(const cJSON *value, uint32_t spec_version, struct budgets budgets) {
    const cJSON *list = field(value, "mechanisms"), *mechanism;
    struct subnet subnet;
    struct results sum;
    size_t i = 0;
    subnet.count = (size_t)cJSON_GetArraySize(list);
    subnet.mechanisms = fresh(subnet.count, sizeof *subnet.mechanisms);
    subnet.keys = flags(field(value, "has_key")).ptr;
    subnet.split = field(value, "split");
    if (subnet.count == 0 || subnet.count != number(field(value, "mechanism_count"))) {
        return 0;
    }
    subnet.input = input_of(value, list->child, spec_version);
    cJSON_ArrayForEach(mechanism, list) {
        struct mechanism *made = &subnet.mechanisms[i];
        made->last_update = u64s(field(mechanism, "last_update"));
        if (has(mechanism, "previous_consensus")) {
            made->previous_consensus = u16s(field(mechanism, "previous_consensus"));
        }
        made->weights = by_uid(field(mechanism, "weights"));
        made->bonds = by_uid(field(mechanism, "bonds"));
        if (number(field(mechanism, "mecid")) != i ||
            nanotao_mechanism_storage_index((uint16_t)number(field(value, "netuid")), (uint8_t)i) !=
                number(field(mechanism, "netuid_index"))) {
            return 0;
        }
        i++;
    }
    return same_derived(value, &subnet.input) && epochs(&subnet, is_null_epoch(value), budgets, &sum) &&
           same_subnet(field(value, "out"), &subnet, &sum);
}

static int subnet_425(const cJSON *value) {
    struct budgets budgets = {0, 0, 0};
    budgets.miner = number(field(value, "rao_emission"));
    return subnet_epoch(value, 425, budgets);
}

static int subnet_475(const cJSON *value) {
    return subnet_epoch(value, 475, budgets_of(value));
}

const struct section MECHANISMS[] = {
    {"chain/mechanism_epoch.json", "cases", EACH, subnet_425},
    {"chain475/mechanism_epoch.json", "cases", EACH, subnet_475},
    {"chain475/null_consensus.json", "mechanisms", EACH, subnet_475},
    {"chain475/sequences.json", "sequences", EACH, sequence},
    {NULL, NULL, EACH, NULL},
};
