/*
 * One Yuma epoch through the C ABI, in memory that is known when the program is compiled.
 *
 * Two validators, the first with three quarters of the stake, weigh two miners. The program prints what the chain would
 * store for each neuron. C99, no heap.
 */
#include <stdio.h>
#include <stdlib.h>

#include "nanotao.h"

#define NEURONS 4
#define ROWS 2

static const nanotao_i64f64 TOTAL_STAKE[NEURONS] = {{0, 300}, {0, 100}, {0, 0}, {0, 0}};
static const uint64_t LAST_UPDATE[NEURONS] = {990, 990, 990, 990};
static const uint64_t BLOCK_AT_REGISTRATION[NEURONS] = {1, 1, 1, 1};
static const uint8_t VALIDATOR_PERMIT[NEURONS] = {1, 1, 0, 0};
static const uint16_t UIDS[ROWS] = {0, 1};
static const uint16_t WEIGHTS[ROWS * NEURONS] = {
    0, 0, 65535, 65535, /* of uid 0 */
    0, 0, 0,     65535, /* of uid 1 */
};

static uint16_t bonds[ROWS * NEURONS];
static uint16_t dividend[NEURONS], incentive[NEURONS], stake_weight[NEURONS], consensus[NEURONS], trust[NEURONS];
static uint64_t validator_emission[NEURONS], server_emission[NEURONS], emission[NEURONS], stake[NEURONS];
static uint8_t active[NEURONS], permit[NEURONS];
static uint64_t memory[NANOTAO_EPOCH_WORDS(NEURONS, ROWS, 0)];

int main(void) {
    nanotao_epoch_input input = {0};
    nanotao_epoch_output output = {0};
    nanotao_status status;
    size_t uid, position = NANOTAO_NO_POSITION;

    input.struct_size = sizeof input;
    input.spec_version = 475;
    input.schedule.struct_size = sizeof input.schedule;
    input.schedule.tempo = 360;
    input.schedule.last_mechanism_step_block = 640;
    input.current_block = 1000;
    input.activity_cutoff_factor_milli = 13889;
    input.max_allowed_validators = 64;
    input.kappa = 32767;
    input.bonds_penalty = 65535;
    input.bonds_moving_average = 900000;
    input.yuma3 = 1;
    input.alpha_low = 45875;
    input.alpha_high = 58982;
    input.alpha_sigmoid_steepness = 1000;
    input.consensus_mode = NANOTAO_CONSENSUS_MODE_AUTO;
    input.neurons = NEURONS;
    input.total_stake = TOTAL_STAKE;
    input.block_at_registration = BLOCK_AT_REGISTRATION;
    input.last_update = LAST_UPDATE;
    input.last_update_len = NEURONS;
    input.validator_permit = VALIDATOR_PERMIT;
    input.validator_permit_len = NEURONS;

    output.struct_size = sizeof output;
    output.neurons = NEURONS;
    output.dividend = dividend;
    output.incentive = incentive;
    output.stake_weight = stake_weight;
    output.consensus = consensus;
    output.validator_trust = trust;
    output.validator_emission = validator_emission;
    output.server_emission = server_emission;
    output.emission = emission;
    output.stake = stake;
    output.active = active;
    output.new_validator_permit = permit;

    status = nanotao_epoch_run_dense(&input, 1000000, UIDS, ROWS, WEIGHTS, ROWS * NEURONS, bonds, ROWS * NEURONS,
                                     &output, NULL, memory, sizeof memory / sizeof memory[0], &position);
    if (status != NANOTAO_OK) {
        printf("epoch: %s (status %lu)\n", nanotao_status_text(status), (unsigned long)status);
        return EXIT_FAILURE;
    }
    printf("uid consensus trust incentive dividend emission\n");
    for (uid = 0; uid < NEURONS; uid++) {
        printf("%3lu %9u %5u %9u %8u %8lu\n", (unsigned long)uid, consensus[uid], trust[uid], incentive[uid],
               dividend[uid], (unsigned long)emission[uid]);
    }
    return EXIT_SUCCESS;
}
