/* Emission of a block: shares by price, the gate, what goes into pools and what is set aside. */
#include <string.h>

#include "fixed.h"

static int shares(const cJSON *value, uint32_t spec_version) {
    const cJSON *list = field(value, "subnets"), *subnet;
    const size_t cap = (size_t)cJSON_GetArraySize(list);
    const struct memory memory = memory_for(cap);
    nanotao_emission_subnet *subnets = fresh(cap, sizeof *subnets);
    nanotao_u64f64 *made = fresh(cap, sizeof *made);
    nanotao_u96f32 *emissions = fresh(cap, sizeof *emissions);
    uint64_t *netuids = fresh(cap, sizeof *netuids);
    uint32_t sells = 2;
    size_t len = 0;
    cJSON_ArrayForEach(subnet, list) {
        const nanotao_i96f32 price = i96f32(field(subnet, "moving_price_i96f32"));
        netuids[len] = number(field(subnet, "netuid"));
        subnets[len].miner_burned = u96f32(field(subnet, "miner_burned_u96f32"));
        subnets[len].emission_enabled = yes(field(subnet, "emission_enabled"));
        if (nanotao_moving_alpha_price((uint16_t)number(field(subnet, "mechanism")), &price,
                                       &subnets[len].moving_price) != NANOTAO_OK ||
            !same_bits(field(subnet, "moving_price_used_u64f64"), &subnets[len].moving_price)) {
            return 0;
        }
        len++;
    }
    if (nanotao_get_shares(subnets, len, made, memory.ptr, memory.len) != NANOTAO_OK) {
        return 0;
    }
    if (spec_version == 475) {
        const nanotao_u64f64 quantile = u64f64(field(value, "quantile_u64f64")),
                             stored = u64f64(field(value, "bar_before_u64f64")),
                             exponent = u64f64(field(value, "exponent_u64f64"));
        nanotao_u64f64 bar;
        if ((yes(field(value, "rank_is_default")) && number(field(value, "rank")) != DEFAULT_RANK) ||
            (yes(field(value, "quantile_is_default")) && memcmp(&quantile, &DEFAULT_QUANTILE, sizeof quantile) != 0) ||
            !same_pairs(field(value, "pre_gate_u64f64"), netuids, len, made, sizeof *made) ||
            nanotao_gate_bar((uint16_t)number(field(value, "rank")), &quantile, &stored,
                             number(field(value, "current_block")), made, len, &bar, memory.ptr,
                             memory.len) != NANOTAO_OK ||
            !same_bits(field(value, "bar_after_u64f64"), &bar) ||
            nanotao_apply_emission_gate(made, len, &bar, &exponent, memory.ptr, memory.len) != NANOTAO_OK) {
            return 0;
        }
    }
    return nanotao_get_subnet_block_emissions(subnets, made, len, number(field(value, "block_emission")), emissions,
                                              memory.ptr, memory.len) == NANOTAO_OK &&
           nanotao_get_network_root_sell_flag(subnets, len, &sells, memory.ptr, memory.len) == NANOTAO_OK &&
           sells == yes(field(value, "root_sell_flag")) &&
           same_pairs(field(value, "shares_u64f64"), netuids, len, made, sizeof *made) &&
           same_pairs(field(value, "emissions_u96f32"), netuids, len, emissions, sizeof *emissions);
}

static int shares_425(const cJSON *value) {
    return shares(value, 425);
}

static int shares_475(const cJSON *value) {
    return shares(value, 475);
}

/* Blocks in a row, each with the bar that the one before it has stored. */
static int bar_run(const cJSON *value) {
    const nanotao_u64f64 quantile = u64f64(field(value, "quantile_u64f64")), none = {0, 0},
                         exponent = u64f64(field(value, "exponent_u64f64"));
    const struct list netuids = u64s(field(value, "netuids"));
    const struct memory memory = memory_for(netuids.len);
    nanotao_emission_subnet *subnets = fresh(netuids.len, sizeof *subnets);
    nanotao_u64f64 *made = fresh(netuids.len, sizeof *made), stored = none;
    const cJSON *block, *element;
    cJSON_ArrayForEach(block, field(value, "blocks")) {
        const nanotao_u64f64 before = yes(field(block, "bar_deleted_before")) ? none : stored;
        size_t len = 0;
        cJSON_ArrayForEach(element, field(block, "moving_price_i96f32")) {
            const nanotao_i96f32 price = i96f32(element);
            if (len == netuids.len ||
                nanotao_moving_alpha_price(1, &price, &subnets[len].moving_price) != NANOTAO_OK) {
                return 0;
            }
            subnets[len++].emission_enabled = 1;
        }
        if (len != netuids.len || !same_bits(field(block, "bar_before_u64f64"), &before) ||
            nanotao_get_shares(subnets, len, made, memory.ptr, memory.len) != NANOTAO_OK ||
            nanotao_gate_bar((uint16_t)number(field(value, "rank")), &quantile, &before, number(field(block, "block")),
                             made, len, &stored, memory.ptr, memory.len) != NANOTAO_OK ||
            !same_bits(field(block, "bar_after_u64f64"), &stored) ||
            nanotao_apply_emission_gate(made, len, &stored, &exponent, memory.ptr, memory.len) != NANOTAO_OK ||
            (has(block, "shares_u64f64") &&
             !same_pairs(field(block, "shares_u64f64"), netuids.ptr, len, made, sizeof *made))) {
            return 0;
        }
    }
    return 1;
}

static int power(const cJSON *value) {
    const nanotao_u64f64 base = u64f64(field(value, "val_u64f64")), exponent = u64f64(field(value, "p_u64f64"));
    nanotao_u64f64 made;
    return nanotao_safe_pow(&base, &exponent, &made) == NANOTAO_OK && same_bits(field(value, "out_u64f64"), &made);
}

static int gate(const cJSON *value) {
    const cJSON *list = field(value, "shares_u64f64"), *pair;
    const size_t cap = (size_t)cJSON_GetArraySize(list);
    const struct memory memory = memory_for(cap);
    const nanotao_u64f64 bar = u64f64(field(value, "bar_u64f64")), exponent = u64f64(field(value, "exponent_u64f64"));
    nanotao_u64f64 *made = fresh(cap, sizeof *made);
    uint64_t *netuids = fresh(cap, sizeof *netuids);
    size_t len = 0;
    cJSON_ArrayForEach(pair, list) {
        netuids[len] = number(nth(pair, 0));
        made[len++] = u64f64(nth(pair, 1));
    }
    return nanotao_apply_emission_gate(made, len, &bar, &exponent, memory.ptr, memory.len) == NANOTAO_OK &&
           same_pairs(field(value, "out_u64f64"), netuids, len, made, sizeof *made);
}

static int root_proportion(const cJSON *value) {
    nanotao_u96f32 weight, made;
    return nanotao_u64_proportion(number(field(value, "tao_weight")), &weight) == NANOTAO_OK &&
           same_bits(field(value, "tao_weight_u96f32"), &weight) &&
           nanotao_root_proportion(number(field(value, "root_tao")), &weight, number(field(value, "alpha_issuance")),
                                   &made) == NANOTAO_OK &&
           same_bits(field(value, "out_u96f32"), &made);
}

static int moving_price(const cJSON *value) {
    const cJSON *pool = field(value, "pool"), *first = field(value, "first_emission_block");
    const nanotao_i96f32 before = i96f32(field(value, "moving_price_i96f32")),
                         alpha = i96f32(field(value, "moving_alpha_i96f32"));
    const nanotao_u64f64 price = u64f64(field(pool, "price_u64f64"));
    nanotao_u64f64 current;
    nanotao_i96f32 made;
    return nanotao_moving_alpha_price((uint16_t)number(field(pool, "mechanism")), &before, &current) == NANOTAO_OK &&
           nanotao_update_moving_price(&alpha, is_null(first) ? 0 : number(first),
                                       number(field(value, "halving_blocks")), &current,
                                       number(field(value, "current_block")), &price, &made) == NANOTAO_OK &&
           same_bits(field(value, "out_i96f32"), &made);
}

static int weighted_acc(const cJSON *value) {
    const nanotao_u64f64 weight = u64f64(field(value, "weight_u64f64"));
    uint64_t alpha;
    uint16_t small;
    return nanotao_weighted_acc_alpha(number(field(value, "alpha_existing")), number(field(value, "alpha_added")),
                                      &weight, &alpha) == NANOTAO_OK &&
           alpha == number(field(value, "alpha_out")) &&
           nanotao_weighted_acc_u16((uint16_t)number(field(value, "u16_existing")),
                                    (uint16_t)number(field(value, "u16_added")), &weight, &small) == NANOTAO_OK &&
           small == number(field(value, "u16_out"));
}

static int split(const cJSON *value, uint32_t spec_version) {
    const cJSON *parts = field(value, "split");
    const struct list given = u16s(parts), expected = u64s(field(value, "out"));
    const size_t len = (size_t)number(field(value, "mechanism_count"));
    uint64_t *made = fresh(len, sizeof *made);
    return (is_null(parts) || cJSON_IsArray(parts)) &&
           nanotao_split_emissions(spec_version, is_null(parts) ? NULL : given.ptr, given.len,
                                   number(field(value, "alpha")), made, len) == NANOTAO_OK &&
           len == expected.len && memcmp(made, expected.ptr, len * sizeof *made) == 0;
}

static int split_425(const cJSON *value) {
    return split(value, 425);
}

static int split_475(const cJSON *value) {
    return split(value, 475);
}

const struct section EMISSIONS[] = {
    {"chain/emission.json", "shares", EACH, shares_425},
    {"chain/emission.json", "root_proportion", EACH, root_proportion},
    {"chain/emission.json", "moving_price", EACH, moving_price},
    {"chain/emission.json", "split_emissions", EACH, split_425},
    {"chain/emission.json", "weighted_acc", EACH, weighted_acc},
    {"chain475/emission.json", "shares", EACH, shares_475},
    {"chain475/emission.json", "bar_run", EACH, bar_run},
    {"chain475/emission.json", "safe_pow", EACH, power},
    {"chain475/emission.json", "gate", EACH, gate},
    {"chain475/emission.json", "split_emissions", EACH, split_475},
    {NULL, NULL, EACH, NULL},
};
