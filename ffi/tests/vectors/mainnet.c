/* Blocks of Finney, from what was stored before them to what was stored after. */
#include <string.h>

#include "fixed.h"

/* What the chain takes where nothing is stored. */
static const nanotao_u64f64 EXPONENT = {0, 3}, NONE = {0, 0};
static const uint64_t TAO_WEIGHT = 971718665099567868, QUOTE = 500000000000000000;
/* The mechanism of every subnet but root, which the files leave out. */
enum { DYNAMIC = 1 };

struct block {
    const cJSON *columns;
    struct memory memory;
    nanotao_u64f64 *shares;
    nanotao_u96f32 *emissions, weight;
    uint64_t root_tao;
};

/* A value by the name of its column; NULL where nothing is stored. */
static const cJSON *stored(const cJSON *columns, const cJSON *row, const char *name) {
    const cJSON *column, *found;
    int i = 0;
    cJSON_ArrayForEach(column, columns) {
        if (strcmp(text(column), name) == 0) {
            found = nth(row, i);
            return is_null(found) ? NULL : found;
        }
        i++;
    }
    /* Ends the case. */
    return field(row, name);
}

static uint64_t amount(const cJSON *columns, const cJSON *row, const char *name, uint64_t otherwise) {
    const cJSON *found = stored(columns, row, name);
    return found == NULL ? otherwise : number(found);
}

/* True, false, 1 or 0. */
static int flag(const cJSON *columns, const cJSON *row, const char *name, int otherwise) {
    const cJSON *found = stored(columns, row, name);
    return found == NULL ? otherwise : cJSON_IsNumber(found) ? number(found) == 1 : (int)yes(found);
}

static int is_eligible(const cJSON *columns, const cJSON *row) {
    return number(stored(columns, row, "netuid")) != 0 && stored(columns, row, "first_emission_block") != NULL &&
           flag(columns, row, "subtoken_enabled", 0) && flag(columns, row, "registration_allowed", 1);
}

static int same_terms(const struct block *block, const cJSON *row, const nanotao_u96f32 *emission) {
    const cJSON *columns = block->columns;
    const uint64_t alpha_in = amount(columns, row, "alpha_in", 0), alpha_out = amount(columns, row, "alpha_out", 0);
    const uint64_t issuance = alpha_in + alpha_out < alpha_in ? UINT64_MAX : alpha_in + alpha_out;
    nanotao_subnet_terms terms = {0};
    nanotao_u96f32 proportion;
    nanotao_u64f64 price;
    terms.struct_size = sizeof terms;
    return nanotao_root_proportion(block->root_tao, &block->weight, issuance, &proportion) == NANOTAO_OK &&
           nanotao_current_alpha_price(DYNAMIC, amount(columns, row, "subnet_tao", 0), alpha_in,
                                       amount(columns, row, "balancer_quote", QUOTE), &price) == NANOTAO_OK &&
           nanotao_get_subnet_terms(emission, &price, issuance, &proportion, &terms) == NANOTAO_OK &&
           whole(terms.tao_in) == amount(columns, row, "obs_tao_in_emission", 0) &&
           whole(terms.excess_tao) == amount(columns, row, "obs_excess_tao", 0) &&
           whole(terms.alpha_in) == amount(columns, row, "obs_alpha_in_emission", 0);
}

/* A value of the globals; null where nothing is stored. */
static nanotao_u64f64 global(const cJSON *globals, const char *name, nanotao_u64f64 otherwise) {
    const cJSON *found = field(globals, name);
    return is_null(found) ? otherwise : u64f64(found);
}

static int emission(const cJSON *value) {
    const cJSON *globals = field(value, "globals"), *columns = field(value, "columns"), *list = field(value, "subnets");
    const cJSON *rank = field(globals, "emission_bar_rank"), *weight = field(globals, "tao_weight"), *row;
    const size_t cap = (size_t)cJSON_GetArraySize(list);
    const nanotao_u64f64 quantile = global(globals, "emission_bar_quantile", DEFAULT_QUANTILE),
                         exponent = global(globals, "emission_gate_exponent", EXPONENT),
                         before = global(globals, "emission_gate_bar", NONE);
    const uint64_t minted = nanotao_block_emission(number(field(globals, "total_issuance")));
    nanotao_emission_subnet *subnets = fresh(cap, sizeof *subnets);
    const cJSON **rows = fresh(cap, sizeof *rows);
    nanotao_u64f64 bar;
    struct block block;
    size_t len = 0, i;
    block.columns = columns;
    block.memory = memory_for(cap);
    block.shares = fresh(cap, sizeof *block.shares);
    block.emissions = fresh(cap, sizeof *block.emissions);
    block.root_tao = number(field(globals, "root_subnet_tao"));
    /* Its bar is that of a rank from then on. */
    if (number(field(value, "spec_version")) < 441 || minted != number(field(globals, "block_emission")) ||
        nanotao_u64_proportion(is_null(weight) ? TAO_WEIGHT : number(weight), &block.weight) != NANOTAO_OK) {
        return 0;
    }
    cJSON_ArrayForEach(row, list) {
        const cJSON *price = stored(columns, row, "moving_price"), *burned = stored(columns, row, "miner_burned");
        nanotao_i96f32 moving = {0};
        if (!is_eligible(columns, row)) {
            continue;
        }
        if (price != NULL) {
            moving = i96f32(price);
        }
        if (burned != NULL) {
            subnets[len].miner_burned = u96f32(burned);
        }
        subnets[len].emission_enabled = (uint32_t)flag(columns, row, "emission_enabled_raw", 1);
        if (nanotao_moving_alpha_price(DYNAMIC, &moving, &subnets[len].moving_price) != NANOTAO_OK) {
            return 0;
        }
        rows[len++] = row;
    }
    if (nanotao_get_shares(subnets, len, block.shares, block.memory.ptr, block.memory.len) != NANOTAO_OK ||
        nanotao_gate_bar(is_null(rank) ? DEFAULT_RANK : (uint16_t)number(rank), &quantile, &before,
                         number(field(value, "block")), block.shares, len, &bar, block.memory.ptr,
                         block.memory.len) != NANOTAO_OK ||
        !same_bits(field(globals, "emission_gate_bar_after"), &bar) ||
        nanotao_apply_emission_gate(block.shares, len, &bar, &exponent, block.memory.ptr, block.memory.len) !=
            NANOTAO_OK ||
        nanotao_get_subnet_block_emissions(subnets, block.shares, len, minted, block.emissions, block.memory.ptr,
                                           block.memory.len) != NANOTAO_OK) {
        return 0;
    }
    for (i = 0; i < len; i++) {
        if (!same_terms(&block, rows[i], &block.emissions[i])) {
            return 0;
        }
    }
    return 1;
}

static int bar(const cJSON *value) {
    const cJSON *list = field(value, "subnets"), *subnet;
    const size_t len = (size_t)cJSON_GetArraySize(list);
    const struct memory memory = memory_for(len);
    const nanotao_u64f64 before = u64f64(field(value, "bar_before_u64f64"));
    nanotao_emission_subnet *subnets = fresh(len, sizeof *subnets), *to = subnets;
    nanotao_u64f64 *shares = fresh(len, sizeof *shares), made;
    cJSON_ArrayForEach(subnet, list) {
        const nanotao_i96f32 price = i96f32(field(subnet, "moving_price_i96f32"));
        to->miner_burned = u96f32(field(subnet, "miner_burned_u96f32"));
        to->emission_enabled = 1;
        if (nanotao_moving_alpha_price(DYNAMIC, &price, &to++->moving_price) != NANOTAO_OK) {
            return 0;
        }
    }
    return nanotao_get_shares(subnets, len, shares, memory.ptr, memory.len) == NANOTAO_OK &&
           nanotao_gate_bar((uint16_t)number(field(value, "rank")), &DEFAULT_QUANTILE, &before,
                            number(field(value, "current_block")), shares, len, &made, memory.ptr, memory.len) ==
               NANOTAO_OK &&
           same_bits(field(value, "bar_after_u64f64"), &made);
}

const struct section MAINNET[] = {
    {"mainnet/emission_b*.json", "*", WHOLE, emission},
    {"mainnet/chain_bar_*.json", "*", WHOLE, bar},
    {NULL, NULL, EACH, NULL},
};
