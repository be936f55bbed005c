/* Dividends: between hotkeys, and between their take and their nominators. */
#include "fixed.h"

static int distribution(const cJSON *value, uint32_t spec_version) {
    const cJSON *list = field(value, "hotkeys"), *hotkey;
    const size_t cap = (size_t)cJSON_GetArraySize(list), words = nanotao_emission_words(cap);
    const nanotao_u96f32 weight = u96f32(field(value, "tao_weight_u96f32"));
    nanotao_hotkey_dividend *hotkeys = fresh(cap, sizeof *hotkeys);
    nanotao_hotkey_share *made = fresh(cap, sizeof *made);
    uint64_t *keys = fresh(cap, sizeof *keys), *memory = fresh(words, sizeof *memory), recycled;
    size_t len = 0;
    cJSON_ArrayForEach(hotkey, list) {
        const cJSON *root_uid = cJSON_GetObjectItemCaseSensitive(hotkey, "root_uid");
        if (!yes(field(hotkey, "in_stake_map"))) {
            continue;
        }
        keys[len] = number(field(hotkey, "key"));
        hotkeys[len].dividend = u96f32(field(hotkey, "dividend_u96f32"));
        hotkeys[len].stake.alpha = number(field(hotkey, "alpha_stake"));
        hotkeys[len].stake.root = number(field(hotkey, "root_stake"));
        hotkeys[len++].root_uid = root_uid == NULL || yes(root_uid);
    }
    return nanotao_dividend_distribution(spec_version, number(field(value, "pending_alpha")),
                                         number(field(value, "pending_root_alpha")), &weight, hotkeys, len, made,
                                         &recycled, memory, words) == NANOTAO_OK &&
           same_pairs(field(value, "alpha_dividends_u96f32"), keys, len, &made->alpha_dividends, sizeof *made) &&
           same_pairs(field(value, "root_alpha_dividends_u96f32"), keys, len, &made->root_alpha_dividends,
                      sizeof *made) &&
           (spec_version == 425 || (recycled > 0) == (int)yes(field(value, "root_pool_recycled")));
}

static int distribution_425(const cJSON *value) {
    return distribution(value, 425);
}

static int distribution_475(const cJSON *value) {
    return distribution(value, 475);
}

static int distribute(const cJSON *value) {
    const cJSON *list = field(value, "hotkeys"), *hotkey;
    const size_t len = (size_t)cJSON_GetArraySize(list);
    uint64_t *incentives = fresh(len, sizeof *incentives), *paid = fresh(len, sizeof *paid);
    uint8_t *owned = fresh(len, 1);
    nanotao_u96f32 burned;
    size_t at = 0;
    cJSON_ArrayForEach(hotkey, list) {
        incentives[at] = number(field(hotkey, "incentive"));
        owned[at++] = (uint8_t)yes(field(hotkey, "owned_by_subnet_owner"));
    }
    if (nanotao_withhold_incentives(incentives, owned, len, paid, &burned) != NANOTAO_OK) {
        return 0;
    }
    at = 0;
    cJSON_ArrayForEach(hotkey, list) {
        const uint16_t take = (uint16_t)number(field(hotkey, "take"));
        const nanotao_u96f32 alpha = u96f32(field(hotkey, "alpha_dividends_u96f32")),
                             root = u96f32(field(hotkey, "root_alpha_dividends_u96f32"));
        nanotao_u96f32 part;
        uint64_t taken, nominators, taken_of_root, nominators_of_root;
        if (nanotao_u16_proportion(take, &part) != NANOTAO_OK || !same_bits(field(hotkey, "take_u96f32"), &part) ||
            nanotao_split_take(take, &alpha, &taken, &nominators) != NANOTAO_OK ||
            nanotao_split_take(take, &root, &taken_of_root, &nominators_of_root) != NANOTAO_OK ||
            nominators != number(field(hotkey, "alpha_dividends_per_subnet")) ||
            nominators_of_root != number(field(hotkey, "root_alpha_dividends_per_subnet")) ||
            paid[at++] + taken + nominators + taken_of_root + nominators_of_root !=
                number(field(hotkey, "total_hotkey_alpha_after"))) {
            return 0;
        }
    }
    return same_bits(field(value, "miner_burned_u96f32"), &burned);
}

/* Whether a whole number is that of the file, which has it with a sign and a fraction. */
static int same_amount(const cJSON *value, uint64_t ours) {
    const int fits = ours <= INT64_MAX;
    nanotao_i64f64 made;
    made.fraction = fits ? 0 : UINT64_MAX;
    made.integer = fits ? (int64_t)ours : INT64_MAX;
    return same_bits(value, &made);
}

/* The owner of the subnet cannot be suspended. */
static uint32_t suspended(const cJSON *value, const cJSON *of, const char *name, uint64_t key) {
    const cJSON *owner = field(value, "subnet_owner_key");
    return yes(field(of, name)) && (is_null(owner) || number(owner) != key);
}

static int parents(const cJSON *value, uint32_t spec_version) {
    const cJSON *list = field(value, "parents"), *out = field(value, "out"), *parent, *pair;
    const size_t cap = (size_t)cJSON_GetArraySize(list), words = nanotao_emission_words(cap);
    const struct list children = u64s(field(value, "children_proportions"));
    nanotao_parent *made = fresh(cap, sizeof *made);
    nanotao_childkey childkey = {0};
    nanotao_u96f32 weight, burn;
    nanotao_stake inherited;
    nanotao_i64f64 total_stake;
    uint64_t *paid = fresh(cap, sizeof *paid), *memory = fresh(words, sizeof *memory), own, recycled, self;
    size_t at = 0;
    cJSON_ArrayForEach(parent, list) {
        made[at].proportion = number(field(parent, "proportion"));
        made[at].stake.alpha = number(field(parent, "alpha_stake"));
        made[at].stake.root = number(field(parent, "root_stake"));
        made[at].same_owner = yes(field(parent, "same_owner"));
        if (spec_version == 475) {
            made[at].suspended = suspended(value, parent, "suspended", number(field(parent, "key")));
        }
        at++;
    }
    /* The stored take, unless the least one is above it. */
    if (number(field(value, "childkey_take")) > number(field(value, "effective_childkey_take"))) {
        return 0;
    }
    childkey.struct_size = sizeof childkey;
    childkey.take = (uint16_t)number(field(value, "effective_childkey_take"));
    childkey.stake.alpha = number(field(value, "self_alpha_stake"));
    childkey.stake.root = number(field(value, "self_root_stake"));
    childkey.children = children.ptr;
    childkey.children_len = children.len;
    childkey.parents = made;
    childkey.parents_len = at;
    if (spec_version == 475) {
        childkey.suspended = (uint16_t)suspended(value, value, "self_suspended", 0);
    }
    if (nanotao_u64_proportion(number(field(value, "tao_weight")), &weight) != NANOTAO_OK ||
        nanotao_u64_proportion(number(field(value, "ck_burn")), &burn) != NANOTAO_OK ||
        nanotao_inherited_stake(spec_version, &childkey, &weight, &inherited, &total_stake, &self, memory, words) !=
            NANOTAO_OK ||
        self != number(field(value, "self_contribution")) ||
        nanotao_parent_child_dividends(spec_version, &childkey, &weight, &burn, number(field(value, "dividends")), paid,
                                       &own, &recycled, memory, words) != NANOTAO_OK) {
        return 0;
    }
    if (spec_version == 475 && (!same_amount(field(value, "inherited_alpha_i64f64"), inherited.alpha) ||
                                !same_amount(field(value, "inherited_tao_i64f64"), inherited.root) ||
                                !same_bits(field(value, "total_stake_i64f64"), &total_stake))) {
        return 0;
    }
    /* The parents in their order, without the suspended, then the hotkey itself, which is 0. */
    at = 0;
    pair = out->child;
    cJSON_ArrayForEach(parent, list) {
        const size_t index = at++;
        if (made[index].suspended) {
            continue;
        }
        if (pair == NULL || number(nth(pair, 0)) != number(field(parent, "key")) ||
            number(nth(pair, 1)) != paid[index]) {
            return 0;
        }
        pair = pair->next;
    }
    return pair != NULL && pair->next == NULL && number(nth(pair, 0)) == 0 &&
           number(nth(pair, 1)) == own;
}

static int parents_425(const cJSON *value) {
    return parents(value, 425);
}

static int parents_475(const cJSON *value) {
    return parents(value, 475);
}

const struct section DIVIDENDS[] = {
    {"chain/emission.json", "dividend_distribution", EACH, distribution_425},
    {"chain/emission.json", "distribute_dividends", EACH, distribute},
    {"chain/emission.json", "parent_child_dividends", EACH, parents_425},
    {"chain475/emission.json", "dividend_distribution", EACH, distribution_475},
    {"chain475/emission.json", "parents", EACH, parents_475},
    {NULL, NULL, EACH, NULL},
};
