/* Epochs: an example whose outcome is known, and misuse. */
#include <string.h>

#include "check.h"
#include "nanotao.h"

#define N 4
#define ROWS 2
#define WORDS NANOTAO_EPOCH_WORDS(N, ROWS, 0)
#define ROOM (WORDS + 64)

static const nanotao_i64f64 STAKE[N] = {{0, 300}, {0, 100}, {0, 0}, {0, 0}};
static const uint64_t UPDATED[N] = {990, 990, 990, 990}, REGISTERED[N] = {1, 1, 1, 1};
static const uint8_t PERMIT[N] = {1, 1, 0, 0};
static const uint16_t UIDS[ROWS] = {0, 1};
static const uint16_t WEIGHTS[ROWS * N] = {0, 0, 65535, 65535, 0, 0, 0, 65535};
static const nanotao_entry FIRST[2] = {{2, 65535}, {3, 65535}}, SECOND[1] = {{3, 65535}};

static struct lists {
    uint16_t dividend[N], incentive[N], stake_weight[N], consensus[N], validator_trust[N];
    uint64_t validator_emission[N], server_emission[N], emission[N], stake[N];
    uint8_t active[N], permit[N];
    int64_t ranks[N];
    uint16_t bonds[ROWS * N];
    nanotao_entry entries[8];
    size_t ends[N];
} now, other;
static uint64_t memory[ROOM];

static nanotao_epoch_input input(void) {
    nanotao_epoch_input i = {0};
    i.struct_size = sizeof i;
    i.spec_version = 475;
    i.schedule.struct_size = sizeof i.schedule;
    i.schedule.tempo = 360;
    i.schedule.last_mechanism_step_block = 640;
    i.current_block = 1000;
    i.activity_cutoff_factor_milli = 13889;
    i.max_allowed_validators = 64;
    i.kappa = 32767;
    i.bonds_penalty = 65535;
    i.bonds_moving_average = 900000;
    i.yuma3 = 1;
    i.alpha_low = 45875;
    i.alpha_high = 58982;
    i.alpha_sigmoid_steepness = 1000;
    i.consensus_mode = NANOTAO_CONSENSUS_MODE_AUTO;
    i.neurons = N;
    i.total_stake = STAKE;
    i.block_at_registration = REGISTERED;
    i.last_update = UPDATED;
    i.last_update_len = N;
    i.validator_permit = PERMIT;
    i.validator_permit_len = N;
    return i;
}

static nanotao_epoch_output output(struct lists *l) {
    nanotao_epoch_output o = {0};
    o.struct_size = sizeof o;
    o.neurons = N;
    o.dividend = l->dividend;
    o.incentive = l->incentive;
    o.stake_weight = l->stake_weight;
    o.consensus = l->consensus;
    o.validator_trust = l->validator_trust;
    o.validator_emission = l->validator_emission;
    o.server_emission = l->server_emission;
    o.emission = l->emission;
    o.stake = l->stake;
    o.active = l->active;
    o.new_validator_permit = l->permit;
    return o;
}

static nanotao_epoch_trace trace(void) {
    nanotao_epoch_trace t = {0};
    t.struct_size = sizeof t;
    t.neurons = N;
    t.ranks = now.ranks;
    return t;
}

static nanotao_status dense(const nanotao_epoch_input *i, const nanotao_epoch_output *o, const nanotao_epoch_trace *t,
                            uint64_t *words, size_t words_len, size_t *position) {
    return nanotao_epoch_run_dense(i, 1000000, UIDS, ROWS, WEIGHTS, ROWS * N, now.bonds, ROWS * N, o, t, words,
                                   words_len, position);
}

static void refused(const char *name, nanotao_status expected, nanotao_epoch_input i, nanotao_epoch_output o,
                    nanotao_epoch_trace t, size_t words) {
    struct lists before;
    memset(&now, 0x5a, sizeof now);
    memset(now.bonds, 0, sizeof now.bonds);
    before = now;
    CHECK(name, dense(&i, &o, &t, memory, words, NULL) == expected && memcmp(&now, &before, sizeof now) == 0);
}

static void right(void) {
    const nanotao_epoch_input i = input();
    const nanotao_epoch_output o = output(&now);
    const nanotao_epoch_trace t = trace();
    const uint16_t consensus[N] = {0, 0, 32767, 32767}, trust[N] = {65535, 32767, 0, 0};
    size_t words = 0;
    memset(&now, 0x5a, sizeof now);
    memset(now.bonds, 0, sizeof now.bonds);
    CHECK("words", nanotao_epoch_words_dense(&i, ROWS, &words) == NANOTAO_OK && words <= WORDS && words > N);
    CHECK("dense", dense(&i, &o, &t, memory, words, NULL) == NANOTAO_OK);
    CHECK("dense", memcmp(now.consensus, consensus, sizeof consensus) == 0);
    CHECK("dense", memcmp(now.validator_trust, trust, sizeof trust) == 0);
    CHECK("flags", now.active[0] == 1 && now.permit[0] == 1 && now.permit[2] == 0);
    CHECK("trace", now.ranks[2] > 0 && now.ranks[0] == 0);
    refused("one word less", NANOTAO_EPOCH_MEMORY, i, o, t, words - 1);
    refused("no word", NANOTAO_EPOCH_MEMORY, i, o, t, 0);
}

static void sparse_and_null(void) {
    const nanotao_epoch_input i = input();
    const nanotao_epoch_output o = output(&now), p = output(&other);
    const nanotao_row rows[ROWS] = {{FIRST, 2, 0, {0}}, {SECOND, 1, 1, {0}}};
    nanotao_row swapped[ROWS];
    nanotao_null_budgets budgets = {0};
    nanotao_null_decision decision = {0};
    size_t words = 0, len = 77, position = 77;
    uint64_t emissions[3];
    const uint16_t split[3] = {65535, 0, 0};
    right();
    memset(now.bonds, 0, sizeof now.bonds);
    CHECK("dense", dense(&i, &o, NULL, memory, ROOM, NULL) == NANOTAO_OK);
    other = now;
    CHECK("words", nanotao_epoch_words_sparse(&i, rows, ROWS, NULL, 0, &words) == NANOTAO_OK && words <= ROOM);
    CHECK("sparse", nanotao_epoch_run_sparse(&i, 1000000, rows, ROWS, NULL, 0, now.entries, 2, &len, now.ends, &o, NULL,
                                             memory, words, NULL) == NANOTAO_BUFFER_TOO_SMALL &&
                        len == 3);
    CHECK("sparse", nanotao_epoch_run_sparse(&i, 1000000, rows, ROWS, NULL, 0, now.entries, 8, &len, now.ends, &o, NULL,
                                             memory, words, NULL) == NANOTAO_OK &&
                        len == now.ends[N - 1] && memcmp(now.emission, other.emission, sizeof now.emission) == 0);
    swapped[0] = rows[1];
    swapped[1] = rows[0];
    CHECK("order", nanotao_epoch_run_sparse(&i, 1000000, swapped, ROWS, NULL, 0, now.entries, 8, &len, now.ends, &o, NULL,
                                            memory, ROOM, &position) == NANOTAO_EPOCH_UID &&
                       position == 1);
    CHECK("shared", nanotao_epoch_run_sparse(&i, 1000000, rows, ROWS, NULL, 0, (nanotao_entry *)now.dividend, 8, &len,
                                             now.ends, &o, NULL, memory, ROOM, NULL) == NANOTAO_OVERLAP);

    budgets.struct_size = sizeof budgets;
    budgets.mining_budget = 100;
    budgets.dividend_budget = 50;
    decision.struct_size = sizeof decision;
    CHECK("words", nanotao_epoch_words_null(&i, ROWS, &words) == NANOTAO_OK && words <= ROOM);
    CHECK("null", nanotao_epoch_run_null(&i, &budgets, rows, ROWS, &o, NULL, &decision, memory, words, NULL) ==
                          NANOTAO_OK &&
                      decision.has_winner == 1 && decision.winner == 0 && decision.miner_budget == 100);
    CHECK("null", now.server_emission[2] == 50 && now.server_emission[3] == 50 && now.validator_emission[0] == 37);
    CHECK("null", nanotao_epoch_run_null(&i, NULL, rows, ROWS, &o, NULL, &decision, memory, words, NULL) ==
                      NANOTAO_INVALID_POINTER);

    CHECK("split", nanotao_split_emissions(475, NULL, 0, 10, emissions, 3) == NANOTAO_OK && emissions[0] == 4 &&
                       emissions[1] == 3);
    CHECK("split", nanotao_split_emissions(475, split, 3, 10, emissions, 3) == NANOTAO_OK && emissions[0] == 10);
    CHECK("split", nanotao_split_emissions(1, NULL, 0, 10, emissions, 3) == NANOTAO_UNKNOWN_RULES);
    memset(&other, 0, sizeof other);
    CHECK("add", nanotao_epoch_words_mechanism(N) <= ROOM &&
                     nanotao_epoch_add_mechanism(&p, &o, 0, 10, 10, NANOTAO_EPOCH_CONSENSUS_NULL, memory,
                                                 nanotao_epoch_words_mechanism(N)) == NANOTAO_OK &&
                     memcmp(other.emission, now.emission, sizeof now.emission) == 0 && other.active[0] == 1);
    CHECK("add", nanotao_epoch_add_mechanism(&o, &o, 0, 10, 10, 0, memory, ROOM) == NANOTAO_OVERLAP);
    CHECK("add", nanotao_epoch_add_mechanism(&p, &o, 0, 10, 10, 2, memory, ROOM) == NANOTAO_UNKNOWN_CONSENSUS);
    other.active[1] = 2;
    CHECK("add", nanotao_epoch_add_mechanism(&p, &o, 0, 10, 10, 0, memory, ROOM) == NANOTAO_INVALID_FLAG);
}

static void misuse(void) {
    nanotao_epoch_input i = input();
    nanotao_epoch_output o = output(&now);
    nanotao_epoch_trace t = trace();
    static const uint8_t flags[N] = {1, 2, 0, 0};
#define SPOIL(what, change, expected)            \
    do {                                         \
        i = input();                             \
        o = output(&now);                        \
        t = trace();                             \
        change;                                  \
        refused(what, expected, i, o, t, ROOM);  \
    } while (0)
    SPOIL("size of the input", i.struct_size--, NANOTAO_INVALID_STRUCT_SIZE);
    SPOIL("size of the schedule", i.schedule.struct_size = 0, NANOTAO_INVALID_STRUCT_SIZE);
    SPOIL("size of the output", o.struct_size++, NANOTAO_INVALID_STRUCT_SIZE);
    SPOIL("size of the trace", t.struct_size = 0, NANOTAO_INVALID_STRUCT_SIZE);
    SPOIL("rules", i.spec_version = 461, NANOTAO_UNKNOWN_RULES);
    SPOIL("mode", i.consensus_mode = 3, NANOTAO_UNKNOWN_CONSENSUS);
    SPOIL("flag", i.yuma3 = 2, NANOTAO_INVALID_FLAG);
    SPOIL("flag", i.validator_permit = flags, NANOTAO_INVALID_FLAG);
    SPOIL("stake", i.total_stake = NULL, NANOTAO_INVALID_POINTER);
    SPOIL("updates", i.last_update = NULL, NANOTAO_INVALID_POINTER);
    SPOIL("updates", i.last_update_len = SIZE_MAX, NANOTAO_INVALID_LENGTH);
    SPOIL("commits", i.weight_commits_len = 1, NANOTAO_INVALID_POINTER);
    SPOIL("neurons", i.neurons = 5000; o.neurons = 5000; t.neurons = 5000, NANOTAO_OVERLAP);
    SPOIL("neurons", i.neurons = N + 1, NANOTAO_EPOCH_LENGTH);
    SPOIL("output", o.emission = NULL, NANOTAO_INVALID_POINTER);
    SPOIL("output", o.emission = (uint64_t *)((uint8_t *)now.emission + 1), NANOTAO_OVERLAP);
    SPOIL("output", o.emission = o.stake, NANOTAO_OVERLAP);
    SPOIL("output", o.stake = memory, NANOTAO_OVERLAP);
    SPOIL("output", o.neurons = N - 1, NANOTAO_EPOCH_LENGTH);
    SPOIL("trace", t.neurons = N - 1, NANOTAO_EPOCH_LENGTH);
    SPOIL("trace", t.consensus = t.ranks, NANOTAO_OVERLAP);
    i = input();
    o = output(&now);
    CHECK("NULL", dense(NULL, &o, NULL, memory, ROOM, NULL) == NANOTAO_INVALID_POINTER);
    CHECK("NULL", dense(&i, NULL, NULL, memory, ROOM, NULL) == NANOTAO_INVALID_POINTER);
    CHECK("NULL", dense(&i, &o, NULL, NULL, ROOM, NULL) == NANOTAO_INVALID_POINTER);
    CHECK("weights", nanotao_epoch_run_dense(&i, 1, UIDS, ROWS, WEIGHTS, N, now.bonds, ROWS * N, &o, NULL, memory, ROOM,
                                             NULL) == NANOTAO_EPOCH_LENGTH);
    CHECK("bonds", nanotao_epoch_run_dense(&i, 1, UIDS, ROWS, WEIGHTS, ROWS * N, NULL, ROWS * N, &o, NULL, memory, ROOM,
                                           NULL) == NANOTAO_INVALID_POINTER);
}

static void schedule(void) {
    nanotao_schedule s = {0};
    const uint8_t has_key[4] = {1, 0, 1, 1};
    uint16_t uids[4];
    uint32_t due = 7;
    uint64_t number = 7;
    size_t len = 0;
    s.struct_size = sizeof s;
    s.tempo = 100;
    s.last_epoch_block = 1000;
    s.subnet_epoch_index = 5;
    CHECK("due", nanotao_should_run_epoch(475, &s, 1099, &due) == NANOTAO_OK && due == 0);
    CHECK("due", nanotao_should_run_epoch(475, &s, 1100, &due) == NANOTAO_OK && due == 1);
    CHECK("due", nanotao_should_run_epoch(1, &s, 1100, &due) == NANOTAO_UNKNOWN_RULES);
    CHECK("due", nanotao_should_run_epoch(475, &s, 1100, NULL) == NANOTAO_INVALID_POINTER);
    CHECK("epoch", nanotao_current_epoch_with_lookahead(475, &s, 1100, &number) == NANOTAO_OK && number == 6);
    CHECK("cutoff", nanotao_bond_cutoff_block(425, &s, 1100, &number) == NANOTAO_OK && number == 1000);
    CHECK("cutoff", nanotao_activity_cutoff_blocks(5000, 360) == 1800);
    CHECK("expired", nanotao_is_commit_expired(5, 3, 1) == 1 && nanotao_is_commit_expired(4, 3, 1) == 0);
    CHECK("uids", nanotao_persisted_uids(has_key, 4, uids, 2, &len) == NANOTAO_BUFFER_TOO_SMALL && len == 3);
    CHECK("uids", nanotao_persisted_uids(has_key, 4, uids, 4, &len) == NANOTAO_OK && len == 3 && uids[1] == 2);
    s.has_last_yuma_step_block = 2;
    CHECK("flag", nanotao_should_run_epoch(475, &s, 1100, &due) == NANOTAO_INVALID_FLAG);
}

void test_epochs(void) {
    sparse_and_null();
    misuse();
    schedule();
}
