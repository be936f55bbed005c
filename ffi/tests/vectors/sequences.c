#include "mechanisms.h"

#include <string.h>

/* A list with one more element. */
static void *appended(const void *list, size_t len, size_t size, const void *element) {
    uint8_t *made = fresh(len + 1, size);
    memcpy(made, list, len * size);
    memcpy(made + len * size, element, size);
    return made;
}

static void append_neuron(struct subnet *subnet, uint64_t block) {
    const size_t n = subnet->input.neurons++;
    const uint8_t key = 1, permit = 0;
    size_t i;
    subnet->keys = appended(subnet->keys, n, 1, &key);
    subnet->input.validator_permit = appended(subnet->input.validator_permit, n, 1, &permit);
    subnet->input.validator_permit_len = n + 1;
    subnet->input.block_at_registration = appended(subnet->input.block_at_registration, n, 8, &block);
    for (i = 0; i < subnet->count; i++) {
        struct list *updates = &subnet->mechanisms[i].last_update;
        updates->ptr = appended(updates->ptr, updates->len, 8, &block);
        updates->len++;
    }
}

static void replace_neuron(struct subnet *subnet, uint16_t uid, uint64_t block) {
    static const nanotao_row none;
    size_t i, j, k;
    ((uint8_t *)subnet->input.validator_permit)[uid] = 0;
    ((uint64_t *)subnet->input.block_at_registration)[uid] = block;
    for (i = 0; i < subnet->count; i++) {
        struct mechanism *mechanism = &subnet->mechanisms[i];
        ((uint64_t *)mechanism->last_update.ptr)[uid] = block;
        mechanism->weights[uid] = mechanism->bonds[uid] = none;
        for (j = 0; j < UIDS; j++) {
            for (k = 0; k < mechanism->weights[j].entries_len; k++) {
                nanotao_entry *entry = (nanotao_entry *)mechanism->weights[j].entries + k;
                entry->value = entry->uid == uid ? 0 : entry->value;
            }
        }
        if (uid < mechanism->previous_consensus.len) {
            ((uint16_t *)mechanism->previous_consensus.ptr)[uid] = 0;
        }
    }
}

/* What happens between two epochs. */
static int apply(struct subnet *subnet, const cJSON *event) {
    const char *type = text(field(event, "type"));
    const uint64_t block = number(field(event, "block"));
    nanotao_epoch_input *input = &subnet->input;
    if (strcmp(type, "set_epoch_consensus") == 0) {
        const struct list permits = flags(field(event, "validator_permit_after"));
        input->validator_permit = permits.ptr;
        input->validator_permit_len = permits.len;
        input->max_allowed_validators = (uint16_t)number(field(event, "max_allowed_validators_after"));
        if (strcmp(text(field(event, "mode")), "Null") == 0 && !input->schedule.has_last_yuma_step_block) {
            input->schedule.has_last_yuma_step_block = 1;
            input->schedule.last_yuma_step_block = input->schedule.last_mechanism_step_block;
        }
        return permits.len == input->neurons;
    }
    if (strcmp(type, "register_append") == 0) {
        const int next = number(field(event, "uid")) == input->neurons;
        append_neuron(subnet, block);
        return next;
    }
    if (number(field(event, "uid")) >= input->neurons) {
        return 0;
    }
    if (strcmp(type, "register_replace") == 0) {
        replace_neuron(subnet, (uint16_t)number(field(event, "uid")), block);
        return 1;
    }
    if (strcmp(type, "set_weights") == 0 && number(field(event, "mecid")) < subnet->count) {
        struct mechanism *mechanism = &subnet->mechanisms[number(field(event, "mecid"))];
        const uint16_t uid = (uint16_t)number(field(event, "uid"));
        mechanism->weights[uid] = row_of(uid, field(event, "row"));
        ((uint64_t *)mechanism->last_update.ptr)[uid] = block;
        return 1;
    }
    return 0;
}

/* Whether our state is the one that the chain was in. */
static int same_state(const cJSON *input, const struct subnet *subnet) {
    const nanotao_epoch_input *ours = &subnet->input;
    const nanotao_schedule *schedule = &ours->schedule;
    const cJSON *last = field(input, "last_yuma_step_block"), *theirs;
    const size_t n = ours->neurons;
    size_t i = 0;
    if (number(field(input, "n")) != n ||
        !same_stored(field(input, "validator_permit"), NULL, ours->validator_permit, n, 1) ||
        !same_stored(field(input, "block_at_registration"), NULL, ours->block_at_registration, n, 8) ||
        number(field(input, "max_allowed_validators")) != ours->max_allowed_validators ||
        number(field(input, "last_mechanism_step_block")) != schedule->last_mechanism_step_block ||
        is_null(last) == (int)schedule->has_last_yuma_step_block ||
        (!is_null(last) && number(last) != schedule->last_yuma_step_block) ||
        (size_t)cJSON_GetArraySize(field(input, "mechanisms")) != subnet->count) {
        return 0;
    }
    cJSON_ArrayForEach(theirs, field(input, "mechanisms")) {
        const struct mechanism *mechanism = &subnet->mechanisms[i++];
        const struct list *consensus = &mechanism->previous_consensus;
        if (!same_stored(field(theirs, "last_update"), NULL, mechanism->last_update.ptr, n, 8) ||
            !same_stored(field(theirs, "previous_consensus"), NULL, consensus->ptr, consensus->len, 2) ||
            (size_t)cJSON_GetArraySize(field(theirs, "weights")) != n ||
            (size_t)cJSON_GetArraySize(field(theirs, "bonds")) != n ||
            !same_rows(field(theirs, "weights"), mechanism->weights) ||
            !same_rows(field(theirs, "bonds"), mechanism->bonds)) {
            return 0;
        }
    }
    return 1;
}

/* One row for each uid, from the first on. */
static nanotao_row *in_order(const cJSON *list) {
    nanotao_row *made = fresh(UIDS, sizeof *made);
    const cJSON *row;
    uint16_t uid = 0;
    cJSON_ArrayForEach(row, list) {
        made[uid] = row_of(uid, row);
        uid++;
    }
    return made;
}

static struct subnet initial_of(const cJSON *value) {
    const cJSON *initial = field(value, "initial"), *last = field(initial, "last_yuma_step_block"), *mechanism;
    const cJSON *mechanisms = field(initial, "mechanisms");
    struct subnet subnet;
    struct list list = u64s(field(initial, "block_at_registration"));
    size_t i = 0;
    subnet.input = parameters(value, 475);
    subnet.input.neurons = list.len;
    subnet.input.block_at_registration = list.ptr;
    list = flags(field(initial, "validator_permit"));
    subnet.input.validator_permit = list.ptr;
    subnet.input.validator_permit_len = list.len;
    subnet.input.max_allowed_validators = (uint16_t)number(field(initial, "max_allowed_validators"));
    subnet.input.schedule.last_mechanism_step_block = number(field(initial, "last_mechanism_step_block"));
    subnet.input.schedule.has_last_yuma_step_block = !is_null(last);
    subnet.input.schedule.last_yuma_step_block = is_null(last) ? 0 : number(last);
    subnet.split = field(value, "split");
    subnet.keys = memset(fresh(subnet.input.neurons, 1), 1, subnet.input.neurons);
    subnet.count = (size_t)cJSON_GetArraySize(mechanisms);
    subnet.mechanisms = fresh(subnet.count, sizeof *subnet.mechanisms);
    cJSON_ArrayForEach(mechanism, mechanisms) {
        struct mechanism *made = &subnet.mechanisms[i++];
        made->last_update = u64s(field(mechanism, "last_update"));
        made->previous_consensus = u16s(field(mechanism, "previous_consensus"));
        made->weights = in_order(field(mechanism, "weights"));
        made->bonds = in_order(field(mechanism, "bonds"));
    }
    return subnet;
}

static int next_epoch(struct subnet *subnet, const cJSON *epoch) {
    nanotao_epoch_input *input = &subnet->input;
    const int under_null = is_null_epoch(epoch);
    const cJSON *event;
    struct results sum;
    uint64_t cutoff = 0;
    cJSON_ArrayForEach(event, field(epoch, "events")) {
        if (!apply(subnet, event)) {
            return 0;
        }
    }
    input->current_block = number(field(epoch, "block"));
    input->total_stake = stakes_of(field(epoch, "total_stake_i64f64"));
    if ((size_t)cJSON_GetArraySize(field(epoch, "total_stake_i64f64")) != input->neurons ||
        !same_state(field(epoch, "input"), subnet) ||
        nanotao_bond_cutoff_block(475, &input->schedule, input->current_block, &cutoff) != NANOTAO_OK ||
        cutoff != number(field(epoch, "bond_cutoff_block")) ||
        !epochs(subnet, under_null, budgets_of(epoch), &sum) || !same_subnet(field(epoch, "out"), subnet, &sum)) {
        return 0;
    }
    input->validator_permit = sum.output.new_validator_permit;
    input->schedule.last_mechanism_step_block = input->current_block;
    if (!under_null) {
        input->schedule.has_last_yuma_step_block = 1;
        input->schedule.last_yuma_step_block = input->current_block;
    }
    return 1;
}

/* Our results, and what happens between, make the state of the next epoch. Nothing commits here. */
int sequence(const cJSON *value) {
    struct subnet subnet = initial_of(value);
    const nanotao_epoch_input *input = &subnet.input;
    const cJSON *epoch;
    if (yes(field(value, "commit_reveal_enabled")) || number(field(value, "mechanism_count")) != subnet.count ||
        number(field(field(value, "initial"), "n")) != input->neurons ||
        nanotao_activity_cutoff_blocks(input->activity_cutoff_factor_milli, input->schedule.tempo) !=
            number(field(value, "activity_cutoff_blocks"))) {
        return 0;
    }
    cJSON_ArrayForEach(epoch, field(value, "epochs")) {
        if (!next_epoch(&subnet, epoch)) {
            return 0;
        }
    }
    return 1;
}
