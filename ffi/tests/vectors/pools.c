/* What a block puts into pools, and what it sets aside. */
#include <string.h>

#include "fixed.h"

static int terms(const cJSON *value) {
    const cJSON *emissions = field(value, "tao_emission_u96f32"), *list = field(value, "subnets"), *subnet, *pair;
    const size_t cap = (size_t)cJSON_GetArraySize(list);
    nanotao_subnet_terms *made = fresh(cap, sizeof *made);
    uint64_t *netuids = fresh(cap, sizeof *netuids);
    nanotao_u96f32 weight, proportion;
    size_t len = 0;
    if (nanotao_u64_proportion(number(field(value, "tao_weight")), &weight) != NANOTAO_OK ||
        !same_bits(field(value, "tao_weight_u96f32"), &weight)) {
        return 0;
    }
    cJSON_ArrayForEach(subnet, list) {
        const uint64_t netuid = number(field(subnet, "netuid")), issuance = number(field(subnet, "alpha_issuance"));
        const nanotao_u64f64 price = u64f64(field(subnet, "price_u64f64"));
        cJSON_ArrayForEach(pair, emissions) {
            nanotao_u96f32 emission;
            if (number(nth(pair, 0)) != netuid) {
                continue;
            }
            emission = u96f32(nth(pair, 1));
            netuids[len] = netuid;
            made[len].struct_size = sizeof *made;
            if (nanotao_root_proportion(number(field(value, "root_tao")), &weight, issuance, &proportion) !=
                    NANOTAO_OK ||
                nanotao_get_subnet_terms(&emission, &price, issuance, &proportion, &made[len++]) != NANOTAO_OK) {
                return 0;
            }
        }
    }
    return same_pairs(field(value, "root_proportion_u96f32"), netuids, len, &made->root_proportion, sizeof *made) &&
           same_pairs(field(value, "tao_in"), netuids, len, &made->tao_in, sizeof *made) &&
           same_pairs(field(value, "alpha_in"), netuids, len, &made->alpha_in, sizeof *made) &&
           same_pairs(field(value, "alpha_out"), netuids, len, &made->alpha_out, sizeof *made) &&
           same_pairs(field(value, "excess_tao"), netuids, len, &made->excess_tao, sizeof *made);
}

static nanotao_pending pending_of(const cJSON *value) {
    nanotao_pending made;
    made.server = number(nth(value, 0));
    made.validator = number(nth(value, 1));
    made.root_alpha = number(nth(value, 2));
    made.owner_cut = number(nth(value, 3));
    return made;
}

static uint64_t saturated(uint64_t a, uint64_t b) {
    return a + b < a ? UINT64_MAX : a + b;
}

static int emit(const cJSON *value) {
    const uint64_t root_tao = number(field(value, "root_tao"));
    const nanotao_u96f32 weight = u96f32(field(value, "tao_weight_u96f32"));
    const cJSON *subnet;
    nanotao_u96f32 cut;
    if (nanotao_u16_proportion((uint16_t)number(field(value, "subnet_owner_cut")), &cut) != NANOTAO_OK ||
        !same_bits(field(value, "owner_cut_u96f32"), &cut)) {
        return 0;
    }
    cJSON_ArrayForEach(subnet, field(value, "subnets")) {
        const uint64_t before = number(field(subnet, "alpha_issuance_before")),
                       alpha_out = nanotao_block_emission(before);
        const nanotao_u96f32 emission = u96f32(field(subnet, "tao_emission_u96f32"));
        const nanotao_u64f64 price = u64f64(field(subnet, "price_u64f64"));
        const nanotao_pending after = pending_of(field(subnet, "pending_after"));
        nanotao_pending pending = pending_of(field(subnet, "pending_before"));
        nanotao_subnet_terms made = {0};
        nanotao_pending_split split = {0};
        nanotao_u96f32 proportion;
        uint64_t alpha_in, minted, recycled;
        made.struct_size = sizeof made;
        split.struct_size = sizeof split;
        if (nanotao_root_proportion(root_tao, &weight, before, &proportion) != NANOTAO_OK ||
            nanotao_get_subnet_terms(&emission, &price, before, &proportion, &made) != NANOTAO_OK) {
            return 0;
        }
        alpha_in = whole(made.alpha_in);
        minted = saturated(saturated(before, alpha_in), alpha_out);
        if (nanotao_root_proportion(root_tao, &weight, minted, &proportion) != NANOTAO_OK ||
            !same_bits(field(subnet, "root_proportion_used_u96f32"), &proportion) ||
            nanotao_split_pending(&made.alpha_out, yes(field(subnet, "owner_cut_enabled")) ? &cut : NULL, &proportion,
                                  &split) != NANOTAO_OK ||
            nanotao_add_pending(&split, yes(field(value, "root_sell_flag")), &pending, &recycled) != NANOTAO_OK ||
            memcmp(&pending, &after, sizeof after) != 0 ||
            whole(made.tao_in) != number(field(subnet, "tao_in_emission")) ||
            alpha_in != number(field(subnet, "alpha_in_emission")) ||
            alpha_out != number(field(subnet, "alpha_out_emission")) ||
            minted - recycled != number(field(subnet, "alpha_issuance_after"))) {
            return 0;
        }
    }
    return 1;
}

const struct section POOLS[] = {
    {"chain/emission.json", "subnet_terms", EACH, terms},
    {"chain/emission.json", "emit_to_subnets", EACH, emit},
    {NULL, NULL, EACH, NULL},
};
