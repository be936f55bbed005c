/* When epochs run, and which commits they reveal. */
#include "json.h"
#include "nanotao.h"

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

static int schedule_425(const cJSON *value) {
    const cJSON *list = field(value, "subnets"), *late = field(value, "deferred"), *ran = field(value, "drained");
    const cJSON *subnet;
    const uint64_t now = number(field(value, "current_block"));
    const uint8_t most = (uint8_t)number(field(value, "max_epochs_per_block"));
    const size_t len = (size_t)cJSON_GetArraySize(list), words = nanotao_emission_words(len);
    nanotao_subnet_schedule *subnets = fresh(len, sizeof *subnets);
    uint64_t *memory = fresh(words, sizeof *memory);
    uint8_t *deferred = fresh(len, 1);
    nanotao_drained *drained = fresh(len, sizeof *drained);
    int deferred_len = 0, drained_len = 0;
    size_t at = 0;
    cJSON_ArrayForEach(subnet, list) {
        subnets[at].schedule = schedule_of(subnet);
        subnets[at].input_state_consistent = 1;
        if (!same_before(subnet, &subnets[at++].schedule, 425, now)) {
            return 0;
        }
    }
    if (nanotao_epochs_deferred_this_block(425, subnets, len, most, now, deferred, memory, words) != NANOTAO_OK ||
        nanotao_drain_schedules(425, subnets, len, most, now, drained, memory, words) != NANOTAO_OK) {
        return 0;
    }
    at = 0;
    cJSON_ArrayForEach(subnet, list) {
        const int runs = drained[at] == NANOTAO_DRAINED_RUN;
        deferred_len += deferred[at];
        drained_len += runs;
        if (deferred[at] != listed(late, subnet) || runs != listed(ran, subnet) ||
            !same_after(field(subnet, "after"), &subnets[at++].schedule)) {
            return 0;
        }
    }
    return deferred_len == cJSON_GetArraySize(late) && drained_len == cJSON_GetArraySize(ran);
}

const struct section SCHEDULES[] = {
    {"chain/emission.json", "schedule", EACH, schedule_425},
    {"chain475/emission.json", "lookahead", EACH, lookahead},
    {NULL, NULL, EACH, NULL},
};
