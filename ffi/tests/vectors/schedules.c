/* When epochs run, and which commits they reveal. */
#include "json.h"
#include "nanotao.h"

static int lookahead(const cJSON *value) {
    const uint64_t now = number(field(value, "current_block")), period = number(field(value, "reveal_period_epochs"));
    const cJSON *commit;
    nanotao_schedule schedule = {0};
    uint64_t current = 0;
    uint32_t runs = 2;
    schedule.struct_size = sizeof schedule;
    schedule.tempo = (uint16_t)number(field(value, "tempo"));
    schedule.last_epoch_block = number(field(value, "last_epoch_block"));
    schedule.pending_epoch_at = number(field(value, "pending_epoch_at"));
    schedule.blocks_since_last_step = number(field(value, "blocks_since_last_step"));
    schedule.subnet_epoch_index = number(field(value, "subnet_epoch_index"));
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

const struct section SCHEDULES[] = {
    {"chain475/emission.json", "lookahead", EACH, lookahead},
    {NULL, NULL, EACH, NULL},
};
