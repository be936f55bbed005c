#include <string.h>

#include "fixed.h"
#include "schedules.h"

struct run {
    const cJSON *subnets_of_file, *blocks, *commits;
    nanotao_subnet_schedule *subnets;
    size_t len;
    uint8_t most;
    struct memory memory;
    /* The block that reveals each commit, or 0. */
    uint64_t *revealed;
};

static size_t index_of(const struct run *run, const cJSON *netuid) {
    const cJSON *subnet;
    size_t i = 0;
    cJSON_ArrayForEach(subnet, run->subnets_of_file) {
        if (number(field(subnet, "netuid")) == number(netuid)) {
            break;
        }
        i++;
    }
    return i;
}

static int contains(const cJSON *list, uint64_t netuid) {
    const cJSON *element;
    cJSON_ArrayForEach(element, list) {
        if (number(element) == netuid) {
            return 1;
        }
    }
    return 0;
}

/* Whether a list has the netuids of those subnets whose mark is `kind`. */
static int same_marked(const struct run *run, const cJSON *list, const uint8_t *marks, uint8_t kind) {
    const cJSON *subnet;
    size_t i = 0, count = 0;
    cJSON_ArrayForEach(subnet, run->subnets_of_file) {
        const int is = marks[i++] == kind;
        count += (size_t)is;
        if (is != contains(list, number(field(subnet, "netuid")))) {
            return 0;
        }
    }
    return count == (size_t)cJSON_GetArraySize(list);
}

/* One number of each subnet. */
static int same_epochs(const struct run *run, const cJSON *list, uint64_t now) {
    const cJSON *element;
    size_t i = 0;
    cJSON_ArrayForEach(element, list) {
        uint64_t current = 0;
        if (i == run->len ||
            nanotao_current_epoch_with_lookahead(475, &run->subnets[i++].schedule, now, &current) != NANOTAO_OK ||
            current != number(element)) {
            return 0;
        }
    }
    return i == run->len;
}

static int same_steps(const struct run *run, const cJSON *list) {
    const cJSON *element;
    size_t i = 0;
    cJSON_ArrayForEach(element, list) {
        if (i == run->len || run->subnets[i++].schedule.blocks_since_last_step != number(element)) {
            return 0;
        }
    }
    return i == run->len;
}

/* What somebody does behind the drain of a block. The chain refuses a new tempo as long as an epoch is pending; the files
 * were made by writing both values. */
static int apply(const struct run *run, const cJSON *event, uint64_t now) {
    const size_t i = index_of(run, field(event, "netuid"));
    nanotao_schedule *schedule = &run->subnets[i].schedule;
    if (i == run->len) {
        return 0;
    }
    if (!has(event, "set_tempo")) {
        schedule->pending_epoch_at = number(field(event, "pending_epoch_at"));
        return 1;
    }
    schedule->tempo = (uint16_t)number(field(event, "set_tempo"));
    if (yes(field(event, "cycle_reset"))) {
        schedule->last_epoch_block = now;
        schedule->pending_epoch_at = 0;
    }
    return 1;
}

/* Blocks behind this one until somebody does something, which is behind the drain of the block. */
static uint64_t quiet_after(const cJSON *block) {
    uint64_t count = 0;
    for (block = block->next; block != NULL; block = block->next) {
        count++;
        if (cJSON_GetArraySize(nth(block, 5)) > 0) {
            break;
        }
    }
    return count;
}

/* Whether no other subnet holds up the epochs of this one until a block: what a client cannot foretell. */
static int is_on_time(const cJSON *block, uint64_t netuid, uint64_t until) {
    for (; block != NULL; block = block->next) {
        if (contains(nth(block, 2), netuid)) {
            return 0;
        }
        if (number(nth(block, 0)) >= until) {
            break;
        }
    }
    return 1;
}

/* Foretells the commits that are made in a block, and anew those whose schedule somebody has changed. */
static int foretell(const struct run *run, const cJSON *block, const nanotao_subnet_schedule *before) {
    const uint64_t now = number(nth(block, 0)), quiet = quiet_after(block);
    const int disturbed = cJSON_GetArraySize(nth(block, 5)) > 0;
    const cJSON *commit;
    uint64_t *revealed = run->revealed;
    cJSON_ArrayForEach(commit, run->commits) {
        const uint64_t of = number(field(commit, "commit_epoch")), made = number(field(commit, "commit_block"));
        const size_t i = index_of(run, field(commit, "netuid"));
        uint64_t *block_of = revealed++, current = 0, period;
        nanotao_reveal reveal;
        if (i == run->len) {
            return 0;
        }
        if (made == now && (nanotao_current_epoch_with_lookahead(475, &run->subnets[i].schedule, now, &current) !=
                                NANOTAO_OK ||
                            current != of)) {
            return 0;
        }
        if (*block_of != 0 || !(made == now || (made < now && disturbed))) {
            continue;
        }
        period = number(field(nth(run->subnets_of_file, (int)i), "reveal_period_epochs"));
        if (nanotao_first_reveal_block(475, run->subnets, run->len, run->most, i, of, period, now + 1, quiet, block_of,
                                       run->memory.ptr, run->memory.len) != NANOTAO_OK) {
            return 0;
        }
        reveal.struct_size = sizeof reveal;
        if (*block_of != 0 && made == now && !disturbed &&
            is_on_time(block, number(field(commit, "netuid")), *block_of) &&
            (nanotao_predict_reveal(475, &before[i].schedule, now - 1, period, 0, 0, &reveal) != NANOTAO_OK ||
             reveal.commit_epoch != of || reveal.first_reveal_block != *block_of)) {
            return 0;
        }
    }
    return 1;
}

static int next_block(const struct run *run, const cJSON *block, uint64_t expected) {
    const uint64_t now = number(nth(block, 0));
    nanotao_subnet_schedule *before = fresh(run->len, sizeof *before);
    uint8_t *deferred = fresh(run->len, 1);
    nanotao_drained *drained = fresh(run->len, sizeof *drained);
    const cJSON *event;
    memcpy(before, run->subnets, run->len * sizeof *before);
    if (now != expected || !same_epochs(run, nth(block, 1), now) ||
        nanotao_epochs_deferred_this_block(475, run->subnets, run->len, run->most, now, deferred, run->memory.ptr,
                                           run->memory.len) != NANOTAO_OK ||
        !same_marked(run, nth(block, 2), deferred, 1) ||
        nanotao_drain_schedules(475, run->subnets, run->len, run->most, now, drained, run->memory.ptr,
                                run->memory.len) != NANOTAO_OK ||
        !same_marked(run, nth(block, 3), drained, NANOTAO_DRAINED_RUN) || !same_steps(run, nth(block, 4))) {
        return 0;
    }
    cJSON_ArrayForEach(event, nth(block, 5)) {
        if (!apply(run, event, now)) {
            return 0;
        }
    }
    return foretell(run, block, before);
}

int schedule_run(const cJSON *value) {
    struct run run;
    const cJSON *block, *commit;
    const uint64_t *revealed;
    uint64_t expected = number(field(value, "start_block"));
    run.subnets_of_file = field(value, "subnets");
    run.blocks = field(value, "blocks");
    run.commits = field(value, "commits");
    run.subnets = subnets_of(run.subnets_of_file);
    run.len = (size_t)cJSON_GetArraySize(run.subnets_of_file);
    run.most = (uint8_t)number(field(value, "max_epochs_per_block"));
    run.memory = memory_for(run.len);
    revealed = run.revealed = fresh((size_t)cJSON_GetArraySize(run.commits), sizeof *run.revealed);
    cJSON_ArrayForEach(block, run.blocks) {
        if (!next_block(&run, block, ++expected)) {
            return 0;
        }
    }
    cJSON_ArrayForEach(commit, run.commits) {
        const cJSON *theirs = field(commit, "first_reveal_block");
        if (*revealed++ != (is_null(theirs) ? 0 : number(theirs))) {
            return 0;
        }
    }
    return 1;
}
