/*
 * What a block mints through the C ABI, and which part of it goes to which subnet. Spec 475, before the gate.
 *
 * Three subnets, two of which trade at the same price and one at half of it. C99, no heap.
 *
 *   emission [ISSUANCE]        in rao; 10,600,000 TAO if it is left out
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "nanotao.h"

#define SUBNETS 3
/* As nanotao_emission_words(SUBNETS) tells. */
#define WORDS 64
/* What root stakes, in rao; what it weighs, 0.18, as the chain stores it; and the alpha of each subnet. */
#define ROOT_TAO UINT64_C(6000000000000000)
#define TAO_WEIGHT UINT64_C(3320413933267719290)
#define ALPHA_ISSUANCE UINT64_C(3000000000000000)

static nanotao_emission_subnet subnets[SUBNETS];
static nanotao_u64f64 shares[SUBNETS];
static nanotao_u96f32 emissions[SUBNETS];
static uint64_t memory[WORDS];

static void check(nanotao_status status) {
    if (status != NANOTAO_OK) {
        fprintf(stderr, "%s\n", nanotao_status_text(status));
        exit(EXIT_FAILURE);
    }
}

/* What is before the point: rao. */
static uint64_t whole(nanotao_u96f32 number) {
    return number.high << 32 | number.low >> 32;
}

int main(int argc, char **argv) {
    static const nanotao_u64f64 PRICES[SUBNETS] = {{0, 1}, {0, 1}, {UINT64_C(1) << 63, 0}};
    const uint64_t issuance = argc > 1 ? strtoull(argv[1], NULL, 10) : UINT64_C(10600000) * 1000000000;
    const uint64_t minted = nanotao_block_emission(issuance);
    nanotao_u96f32 tao_weight, root_proportion;
    uint64_t halving = 0;
    size_t i;

    if (nanotao_abi_version() != NANOTAO_ABI_VERSION || nanotao_emission_words(SUBNETS) > WORDS) {
        fprintf(stderr, "the library is not the one that this program was made for\n");
        return EXIT_FAILURE;
    }
    printf("a block mints %" PRIu64 " rao", minted);
    if (nanotao_next_halving(issuance, &halving) == NANOTAO_OK) {
        printf(", half of it from an issuance of %" PRIu64 " rao on", halving);
    }
    printf("\n");

    for (i = 0; i < SUBNETS; i++) {
        subnets[i].moving_price = PRICES[i];
        subnets[i].emission_enabled = 1;
    }
    check(nanotao_get_shares(subnets, SUBNETS, shares, memory, WORDS));
    check(nanotao_get_subnet_block_emissions(subnets, shares, SUBNETS, minted, emissions, memory, WORDS));
    check(nanotao_u64_proportion(TAO_WEIGHT, &tao_weight));
    check(nanotao_root_proportion(ROOT_TAO, &tao_weight, ALPHA_ISSUANCE, &root_proportion));
    for (i = 0; i < SUBNETS; i++) {
        nanotao_subnet_terms terms = {0};
        nanotao_pending_split split = {0};
        terms.struct_size = sizeof terms;
        split.struct_size = sizeof split;
        /* Alpha costs here what the shares go by. */
        check(nanotao_get_subnet_terms(&emissions[i], &PRICES[i], ALPHA_ISSUANCE, &root_proportion, &terms));
        check(nanotao_split_pending(&terms.alpha_out, NULL, &root_proportion, &split));
        printf("subnet %u gets %" PRIu64 " rao: %" PRIu64 " and %" PRIu64 " of alpha go into its pool, %" PRIu64
               " buy alpha; miners get %" PRIu64 " of alpha, validators %" PRIu64 "\n",
               (unsigned)i + 1, whole(emissions[i]), whole(terms.tao_in), whole(terms.alpha_in),
               whole(terms.excess_tao), whole(split.server), whole(split.validator));
    }
    return EXIT_SUCCESS;
}
