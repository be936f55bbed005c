/* When epochs run, and which commits they reveal. */
#include "schedules.h"

#include "fixed.h"

static nanotao_schedule schedule_of(const cJSON *value) {
    nanotao_schedule schedule = {0};
    schedule.struct_size = sizeof schedule;
    schedule.tempo = (uint16_t)number(field(value, "tempo"));
    schedule.last_epoch_block = number(field(value, "last_epoch_block"));
    schedule.pending_epoch_at = number(field(value, "pending_epoch_at"));
    schedule.blocks_since_last_step = number(field(value, "blocks_since_last_step"));
    schedule.subnet_epoch_index = number(field(value, "subnet_epoch_index"));
    return schedule;
}

/* Of a subnet whose state the file does not tell, it is consistent. */
nanotao_subnet_schedule *subnets_of(const cJSON *list) {
    nanotao_subnet_schedule *subnets = fresh((size_t)cJSON_GetArraySize(list), sizeof *subnets), *to = subnets;
    const cJSON *subnet;
    cJSON_ArrayForEach(subnet, list) {
        to->schedule = schedule_of(subnet);
        to->null_consensus = has(subnet, "null_consensus") && !is_null(field(subnet, "null_consensus")) &&
                             yes(field(subnet, "null_consensus"));
        to++->input_state_consistent =
            has(subnet, "input_state_consistent") ? yes(field(subnet, "input_state_consistent")) : 1;
    }
    return subnets;
}

static int lookahead(const cJSON *value) {
    const uint64_t now = number(field(value, "current_block")), period = number(field(value, "reveal_period_epochs"));
    const cJSON *commit;
    const nanotao_schedule schedule = schedule_of(value);
    uint64_t current = 0;
    uint32_t runs = 2;
    if (nanotao_current_epoch_with_lookahead(475, &schedule, now, &current) != NANOTAO_OK ||
        current != number(field(value, "current_epoch_with_lookahead")) ||
        nanotao_should_run_epoch(475, &schedule, now, &runs) != NANOTAO_OK ||
        runs != yes(field(value, "should_run_epoch"))) {
        return 0;
    }
    cJSON_ArrayForEach(commit, field(value, "commits")) {
        const uint64_t of = number(field(commit, "commit_epoch"));
        if (nanotao_is_reveal_block_range(current, of, period) != yes(field(commit, "is_reveal_block_range")) ||
            nanotao_is_commit_expired(current, of, period) != yes(field(commit, "is_commit_expired"))) {
            return 0;
        }
    }
    return 1;
}

/* Whether one subnet says of itself, before the block, what the file says. */
static int same_before(const cJSON *subnet, const nanotao_schedule *schedule, uint32_t spec_version, uint64_t now) {
    const cJSON *start = field(subnet, "next_epoch_start_block");
    uint64_t current, until, next;
    uint32_t runs, there;
    return nanotao_should_run_epoch(spec_version, schedule, now, &runs) == NANOTAO_OK &&
           runs == yes(field(subnet, "should_run_epoch")) &&
           nanotao_current_epoch_with_lookahead(spec_version, schedule, now, &current) == NANOTAO_OK &&
           current == number(field(subnet, "current_epoch_with_lookahead")) &&
           nanotao_blocks_until_next_auto_epoch(schedule, now, &until) == NANOTAO_OK &&
           until == number(field(subnet, "blocks_until_next_auto_epoch")) &&
           nanotao_next_epoch_start_block(schedule, &there, &next) == NANOTAO_OK &&
           (is_null(start) ? !there : there && next == number(start));
}

static int same_after(const cJSON *after, const nanotao_schedule *schedule) {
    return schedule->last_epoch_block == number(field(after, "last_epoch_block")) &&
           schedule->pending_epoch_at == number(field(after, "pending_epoch_at")) &&
           schedule->blocks_since_last_step == number(field(after, "blocks_since_last_step")) &&
           schedule->subnet_epoch_index == number(field(after, "subnet_epoch_index"));
}

/* Whether a list has a netuid, alone or before the pending amounts of its subnet. */
static int listed(const cJSON *list, const cJSON *subnet) {
    const cJSON *element, *amount;
    cJSON_ArrayForEach(element, list) {
        const cJSON *at = cJSON_IsArray(element) ? element->child : element;
        if (number(at) != number(field(subnet, "netuid"))) {
            continue;
        }
        if (at != element) {
            cJSON_ArrayForEach(amount, field(subnet, "pending")) {
                at = at->next;
                if (at == NULL || number(at) != number(amount)) {
                    return 0;
                }
            }
        }
        return 1;
    }
    return 0;
}

static int schedule(const cJSON *value, uint32_t spec_version, nanotao_subnet_schedule *subnets) {
    const cJSON *list = field(value, "subnets"), *late = field(value, "deferred"), *ran = field(value, "drained");
    const cJSON *subnet;
    const uint64_t now = number(field(value, "current_block"));
    const uint8_t most = (uint8_t)number(field(value, "max_epochs_per_block"));
    const size_t len = (size_t)cJSON_GetArraySize(list);
    const struct memory memory = memory_for(len);
    uint8_t *deferred = fresh(len, 1);
    nanotao_drained *drained = fresh(len, sizeof *drained);
    int deferred_len = 0, drained_len = 0;
    size_t i = 0;
    cJSON_ArrayForEach(subnet, list) {
        if (!same_before(subnet, &subnets[i++].schedule, spec_version, now)) {
            return 0;
        }
    }
    if (nanotao_epochs_deferred_this_block(spec_version, subnets, len, most, now, deferred, memory.ptr, memory.len) !=
            NANOTAO_OK ||
        nanotao_drain_schedules(spec_version, subnets, len, most, now, drained, memory.ptr, memory.len) != NANOTAO_OK) {
        return 0;
    }
    i = 0;
    cJSON_ArrayForEach(subnet, list) {
        const int runs = drained[i] == NANOTAO_DRAINED_RUN;
        deferred_len += deferred[i];
        drained_len += runs;
        if (deferred[i] != listed(late, subnet) || runs != listed(ran, subnet) ||
            !same_after(field(subnet, "after"), &subnets[i++].schedule)) {
            return 0;
        }
    }
    return deferred_len == cJSON_GetArraySize(late) && drained_len == cJSON_GetArraySize(ran);
}

static int schedule_425(const cJSON *value) {
    return schedule(value, 425, subnets_of(field(value, "subnets")));
}

/* A file may say null of every subnet, whichever consensus it runs. Then a cap below the configured one tells that a subnet
 * that is due is under Null; which of them makes no difference. */
static int schedule_475(const cJSON *value) {
    const cJSON *list = field(value, "subnets"), *subnet;
    const uint64_t now = number(field(value, "current_block")), theirs = number(field(value, "epoch_cap_for_block"));
    const uint8_t most = (uint8_t)number(field(value, "max_epochs_per_block"));
    const size_t len = (size_t)cJSON_GetArraySize(list);
    const struct memory memory = memory_for(len);
    nanotao_subnet_schedule *subnets = subnets_of(list);
    uint32_t due = 0;
    uint8_t cap = 0;
    int unsaid = 1;
    size_t i;
    cJSON_ArrayForEach(subnet, list) {
        unsaid = unsaid && is_null(field(subnet, "null_consensus"));
    }
    for (i = 0; unsaid && !due && i < len; i++) {
        if (nanotao_should_run_epoch(475, &subnets[i].schedule, now, &due) != NANOTAO_OK) {
            return 0;
        }
        subnets[i].null_consensus = due && theirs < most;
    }
    return nanotao_epoch_cap_for_block(475, subnets, len, most, now, &cap, memory.ptr, memory.len) == NANOTAO_OK &&
           cap == theirs && schedule(value, 475, subnets);
}

const struct section SCHEDULES[] = {
    {"chain/emission.json", "schedule", EACH, schedule_425},
    {"chain475/emission.json", "schedule", EACH, schedule_475},
    {"chain475/emission.json", "lookahead", EACH, lookahead},
    {"chain475/emission.json", "schedule_run", EACH, schedule_run},
    {NULL, NULL, EACH, NULL},
};
