/* Emission, registration, storage keys, multisigs: what each comes to where that is known at sight, and misuse. */
#include <string.h>

#include "check.h"
#include "fixture.h"

#define BAD NANOTAO_INVALID_POINTER
#define SUBNETS 3
#define WORDS 256

static uint64_t words[WORDS];
static const nanotao_u64f64 ONE = {0, 1}, HALF = {UINT64_C(1) << 63, 0}, ZERO = {0, 0};
static const nanotao_u96f32 WHOLE = {UINT64_C(1) << 32, 0}, NOTHING = {0, 0};

static void shares(void) {
    nanotao_emission_subnet subnets[SUBNETS] = {0};
    nanotao_u64f64 parts[SUBNETS], bar = {7, 7}, price;
    nanotao_u96f32 emissions[SUBNETS];
    const nanotao_i96f32 moving = {UINT64_C(1) << 31, 0};
    uint32_t sells = 7;
    size_t i, needed = nanotao_emission_words(SUBNETS);
    memset(parts, 9, sizeof parts);
    for (i = 0; i < SUBNETS; i++) {
        subnets[i].moving_price = i == 2 ? HALF : ONE;
        subnets[i].emission_enabled = 1;
    }
    CHECK("words", needed <= WORDS && nanotao_emission_words(SIZE_MAX) > SIZE_MAX / 8);
    CHECK("shares", nanotao_get_shares(NULL, SUBNETS, parts, words, WORDS) == BAD);
    CHECK("shares", nanotao_get_shares(subnets, SIZE_MAX / 8, parts, words, WORDS) != NANOTAO_OK);
    CHECK("shares", nanotao_get_shares(subnets, SUBNETS, parts, words, 1) == NANOTAO_EPOCH_MEMORY);
    CHECK("shares", nanotao_get_shares(subnets, SUBNETS, parts, (uint64_t *)subnets, 8) == NANOTAO_OVERLAP);
    subnets[1].emission_enabled = 2;
    CHECK("shares", nanotao_get_shares(subnets, SUBNETS, parts, words, WORDS) == NANOTAO_INVALID_FLAG);
    CHECK("untouched", parts[0].integer == UINT64_C(0x0909090909090909));
    subnets[1].emission_enabled = 1;
    CHECK("shares", nanotao_get_shares(subnets, SUBNETS, parts, words, needed) == NANOTAO_OK &&
                        parts[0].fraction == parts[1].fraction && parts[0].fraction / 2 == parts[2].fraction);
    CHECK("bar", nanotao_gate_bar(3, &HALF, &ZERO, 1, parts, SUBNETS, &bar, words, WORDS) == NANOTAO_OK &&
                     bar.fraction == parts[2].fraction);
    CHECK("bar", nanotao_gate_bar(3, NULL, &ZERO, 1, parts, SUBNETS, &bar, words, WORDS) == BAD);
    CHECK("gate", nanotao_apply_emission_gate(parts, SUBNETS, &ZERO, &ONE, words, WORDS) == NANOTAO_OK &&
                      parts[0].fraction / 2 == parts[2].fraction);
    CHECK("gate", nanotao_apply_emission_gate(parts, SUBNETS, parts, &ONE, words, WORDS) == NANOTAO_OVERLAP);
    CHECK("power", nanotao_safe_pow(&ONE, &ONE, &price) == NANOTAO_OK && price.integer == 1);
    CHECK("power", nanotao_safe_pow(&ONE, &ONE, NULL) == BAD);
    CHECK("emissions", nanotao_get_subnet_block_emissions(subnets, parts, SUBNETS, 1000, emissions, words, WORDS) ==
                               NANOTAO_OK &&
                           emissions[0].low >> 32 == 400 - 1);
    CHECK("emissions", nanotao_get_subnet_block_emissions(subnets, parts, SUBNETS, 1000, NULL, words, WORDS) == BAD);
    CHECK("sells", nanotao_get_network_root_sell_flag(subnets, SUBNETS, &sells, words, WORDS) == NANOTAO_OK && sells == 1);
    CHECK("sells", nanotao_get_network_root_sell_flag(subnets, SUBNETS, NULL, words, WORDS) == BAD);
    CHECK("price", nanotao_moving_alpha_price(1, &moving, &price) == NANOTAO_OK && price.fraction == HALF.fraction);
    CHECK("price", nanotao_moving_alpha_price(0, NULL, &price) == BAD);
}

static void pools(void) {
    nanotao_u96f32 part, all;
    nanotao_u64f64 price;
    nanotao_i96f32 moving = {0, 0};
    nanotao_subnet_terms terms = {0};
    nanotao_pending_split split = {0};
    nanotao_pending pending = {1, 1, 1, 1};
    uint64_t recycled = 7, blocks = 7;
    CHECK("part", nanotao_u64_proportion(UINT64_MAX, &part) == NANOTAO_OK && part.low == WHOLE.low);
    CHECK("part", nanotao_u16_proportion(65535, &all) == NANOTAO_OK && all.low == WHOLE.low);
    CHECK("part", nanotao_u64_proportion(1, NULL) == BAD && nanotao_u16_proportion(1, NULL) == BAD);
    CHECK("root", nanotao_root_proportion(5, &WHOLE, 5, &part) == NANOTAO_OK && part.low == UINT64_C(1) << 31);
    CHECK("root", nanotao_root_proportion(5, NULL, 5, &part) == BAD);
    CHECK("price", nanotao_current_alpha_price(1, 5, 10, UINT64_C(500000000000000000), &price) == NANOTAO_OK &&
                       price.fraction == HALF.fraction);
    CHECK("price", nanotao_current_alpha_price(1, 5, 10, 1, NULL) == BAD);
    CHECK("terms", nanotao_get_subnet_terms(&WHOLE, &price, 0, &WHOLE, &terms) == NANOTAO_INVALID_STRUCT_SIZE);
    terms.struct_size = sizeof terms;
    CHECK("terms", nanotao_get_subnet_terms(&WHOLE, &price, 0, &WHOLE, &terms) == NANOTAO_OK &&
                       terms.tao_in.low == WHOLE.low && terms.alpha_in.low == 2 * WHOLE.low);
    CHECK("split", nanotao_split_pending(&WHOLE, NULL, &NOTHING, &split) == NANOTAO_INVALID_STRUCT_SIZE);
    split.struct_size = sizeof split;
    CHECK("split", nanotao_split_pending(&terms.alpha_out, NULL, &NOTHING, &split) == NANOTAO_OK);
    CHECK("pending", nanotao_add_pending(&split, 2, &pending, &recycled) == NANOTAO_INVALID_FLAG && pending.server == 1 &&
                         recycled == 7);
    CHECK("pending", nanotao_add_pending(&split, 1, &pending, &recycled) == NANOTAO_OK && pending.server == 500000001);
    CHECK("moving", nanotao_update_moving_price(&moving, 0, 1, &ONE, 5, &ONE, &moving) == NANOTAO_OK && moving.high == 0 &&
                        moving.low == WHOLE.low);
    CHECK("moving", nanotao_update_moving_price(&moving, 0, 1, &ONE, 5, &ONE, NULL) == BAD);
    CHECK("halving", nanotao_blocks_until_halving(0, &blocks) == NANOTAO_OK && blocks == 10500000);
    CHECK("halving", nanotao_blocks_until_halving(0, NULL) == BAD);
}

static void schedules(void) {
    nanotao_subnet_schedule subnets[2];
    uint8_t drained[2] = {7, 7}, cap = 7;
    uint64_t found = 7;
    uint32_t has = 7;
    size_t i;
    memset(subnets, 0, sizeof subnets);
    for (i = 0; i < 2; i++) {
        subnets[i].schedule.struct_size = sizeof subnets[i].schedule;
        subnets[i].schedule.tempo = 10;
        subnets[i].input_state_consistent = 1;
    }
    CHECK("cap", nanotao_epoch_cap_for_block(475, subnets, 2, 1, 10, &cap, words, WORDS) == NANOTAO_OK && cap == 1);
    CHECK("cap", nanotao_epoch_cap_for_block(9, subnets, 2, 1, 10, &cap, words, WORDS) == NANOTAO_UNKNOWN_RULES);
    CHECK("deferred", nanotao_epochs_deferred_this_block(475, subnets, 2, 1, 10, drained, words, WORDS) == NANOTAO_OK &&
                          drained[0] == 0 && drained[1] == 1);
    CHECK("deferred", nanotao_epochs_deferred_this_block(475, subnets, 2, 1, 10, NULL, words, WORDS) == BAD);
    CHECK("reveal", nanotao_first_reveal_block(475, subnets, 2, 1, 1, 0, 1, 5, 20, &found, words, WORDS) == NANOTAO_OK &&
                        found == 11);
    CHECK("reveal", nanotao_first_reveal_block(475, subnets, 2, 1, 2, 0, 1, 5, 20, &found, words, WORDS) ==
                        NANOTAO_INVALID_LENGTH);
    subnets[1].schedule.struct_size--;
    CHECK("drain", nanotao_drain_schedules(475, subnets, 2, 1, 10, drained, words, WORDS) == NANOTAO_INVALID_STRUCT_SIZE &&
                       subnets[0].schedule.last_epoch_block == 0);
    subnets[1].schedule.struct_size++;
    CHECK("drain", nanotao_drain_schedules(475, subnets, 2, 1, 10, drained, words, WORDS) == NANOTAO_OK &&
                       drained[0] == NANOTAO_DRAINED_RUN && drained[1] == NANOTAO_DRAINED_DEFERRED &&
                       subnets[0].schedule.last_epoch_block == 10 && subnets[1].schedule.pending_epoch_at == 11);
    CHECK("left", nanotao_blocks_until_next_auto_epoch(&subnets[0].schedule, 12, &found) == NANOTAO_OK && found == 8);
    CHECK("next", nanotao_next_epoch_start_block(&subnets[0].schedule, &has, &found) == NANOTAO_OK && has == 1 &&
                      found == 20);
    CHECK("next", nanotao_next_epoch_start_block(NULL, &has, &found) == BAD);
    CHECK("range", nanotao_is_reveal_block_range(3, 2, 1) == 1 && nanotao_is_reveal_block_range(4, 2, 1) == 0);
}

static void dividends(void) {
    nanotao_childkey child = {0};
    nanotao_parent parent = {0};
    nanotao_stake inherited;
    nanotao_i64f64 total;
    nanotao_hotkey_dividend hotkey = {0};
    nanotao_hotkey_share share;
    nanotao_u96f32 burned;
    uint64_t paid[2] = {7, 7}, own = 7, recycled = 7;
    const uint64_t incentives[2] = {30, 10};
    const uint8_t owned[2] = {0, 1};
    uint16_t value;
    child.struct_size = sizeof child;
    child.stake.alpha = 100;
    child.parents = &parent;
    child.parents_len = 1;
    parent.proportion = UINT64_MAX;
    parent.stake.alpha = 100;
    CHECK("parents", nanotao_parent_child_dividends(475, &child, &NOTHING, &NOTHING, 50, paid, &own, &recycled, words,
                                                    WORDS) == NANOTAO_OK &&
                         paid[0] == 25 && own == 25 && recycled == 0);
    parent.suspended = 3;
    CHECK("parents", nanotao_parent_child_dividends(475, &child, &NOTHING, &NOTHING, 50, paid, &own, &recycled, words,
                                                    WORDS) == NANOTAO_INVALID_FLAG);
    parent.suspended = 0;
    CHECK("inherited", nanotao_inherited_stake(475, &child, &NOTHING, &inherited, &total, &own, words, WORDS) ==
                               NANOTAO_OK &&
                           inherited.alpha == 200 && total.integer == 200 && own == 100);
    child.parents = NULL;
    CHECK("inherited", nanotao_inherited_stake(475, &child, &NOTHING, &inherited, &total, &own, words, WORDS) == BAD);
    hotkey.dividend = WHOLE;
    hotkey.stake.alpha = 1;
    CHECK("hotkeys", nanotao_dividend_distribution(425, 9, 0, &WHOLE, &hotkey, 1, &share, &recycled, words, WORDS) ==
                             NANOTAO_OK &&
                         share.alpha_dividends.low >> 32 == 9);
    CHECK("hotkeys", nanotao_dividend_distribution(425, 9, 0, &WHOLE, NULL, 1, &share, &recycled, words, WORDS) == BAD);
    CHECK("take", nanotao_split_take(65535, &WHOLE, paid, &own) == NANOTAO_OK && paid[0] == 1 && own == 0);
    CHECK("take", nanotao_split_take(65535, &WHOLE, NULL, &own) == BAD);
    CHECK("withheld", nanotao_withhold_incentives(incentives, owned, 2, paid, &burned) == NANOTAO_OK && paid[0] == 30 &&
                          paid[1] == 0 && burned.low == UINT64_C(1) << 30);
    CHECK("withheld", nanotao_withhold_incentives(paid, owned, 2, paid, &burned) == NANOTAO_OVERLAP);
    CHECK("acc", nanotao_weighted_acc_u16(1, 4, &HALF, &value) == NANOTAO_OK && value == 3);
    CHECK("acc", nanotao_weighted_acc_alpha(1, 4, &HALF, &own) == NANOTAO_OK && own == 3);
    CHECK("acc", nanotao_weighted_acc_u16(1, 4, NULL, &value) == BAD && nanotao_weighted_acc_alpha(1, 4, NULL, &own) == BAD);
}

static void registrations(void) {
    nanotao_account_id hotkey, coldkey, both[2];
    nanotao_h256 block, seal, one;
    nanotao_pow_state state = {0};
    uint64_t number = 7;
    uint32_t meets = 7;
    memset(&hotkey, 2, sizeof hotkey);
    memset(&coldkey, 3, sizeof coldkey);
    memset(&block, 1, sizeof block);
    memset(&one, 0, sizeof one);
    CHECK("seal", nanotao_create_registration_seal(1, &block, 0, &hotkey, &coldkey, &seal) == NANOTAO_OK &&
                      seal.bytes[0] == 0x7c && seal.bytes[31] == 0x03);
    CHECK("seal", nanotao_create_registration_seal(1, &block, 0, NULL, &coldkey, &seal) == BAD);
    one.bytes[0] = 1;
    CHECK("meets", nanotao_hash_meets_difficulty(&seal, &one, &meets) == NANOTAO_OK && meets == 1);
    CHECK("meets", nanotao_hash_meets_difficulty(&seal, &seal, &meets) == NANOTAO_OK && meets == 0);
    CHECK("faucet", nanotao_create_seal_hash(&block, 0, &hotkey, NULL) == BAD);
    CHECK("faucet", nanotao_hash_block_and_hotkey(&block, NULL, &one) == BAD);
    CHECK("faucet", nanotao_hash_hotkey_to_u64(NULL, &number) == BAD && number == 7);
    CHECK("difficulty", nanotao_effective_difficulty(5, 10, 20) == 10 && nanotao_decay_factor_q32(0) == UINT64_C(1) << 32);
    CHECK("difficulty", nanotao_decay_difficulty(1000, 1, 2000, 1, 5) == 500);
    CHECK("difficulty", nanotao_bump_difficulty(1000, 1, 1500, &ONE, &number) == NANOTAO_OK && number == 1000);
    CHECK("difficulty", nanotao_bump_difficulty(1000, 1, 1500, NULL, &number) == BAD);
    CHECK("state", nanotao_check_pow_registration(&state) == NANOTAO_INVALID_STRUCT_SIZE);
    state.struct_size = sizeof state;
    CHECK("state", nanotao_check_pow_registration(&state) == NANOTAO_REGISTRATION_NOT_PERMITTED_ON_ROOT_SUBNET);
    state.netuid = 1;
    CHECK("state", nanotao_check_pow_registration(&state) == NANOTAO_REGISTRATION_SUBNET_NOT_EXISTS);
    both[0] = hotkey;
    both[1] = coldkey;
    CHECK("multisig", nanotao_multi_account_id(both, 2, 1, &hotkey) == NANOTAO_OK &&
                          memcmp(hotkey.bytes, coldkey.bytes, 32) != 0);
    both[0] = coldkey;
    memset(&both[1], 2, sizeof both[1]);
    CHECK("multisig", nanotao_multi_account_id(both, 2, 1, &coldkey) == NANOTAO_OK &&
                          memcmp(hotkey.bytes, coldkey.bytes, 32) == 0);
    CHECK("multisig", nanotao_multi_account_id(NULL, 2, 1, &coldkey) == BAD);
}

static nanotao_status storage(const char *pallet, const char *item, const size_t *ends, size_t count, uint8_t *key,
                              size_t cap, size_t *len, size_t *position) {
    static const uint8_t keys[34] = {1, 0, 7};
    return nanotao_storage_key(461, pallet, strlen(pallet), item, strlen(item), keys, ends, count, key, cap, len, position);
}

static void storage_keys(void) {
    uint8_t key[128];
    size_t len = 0, position = 7;
    const size_t ends[2] = {2, 34}, wrong[2] = {2, 33}, back[2] = {2, 1};
    CHECK("key", storage("SubtensorModule", "Uids", ends, 2, key, 128, &len, NULL) == NANOTAO_OK && len == 82);
    CHECK("prefix", storage("SubtensorModule", "Uids", ends, 0, key, 128, &len, NULL) == NANOTAO_OK && len == 32);
    CHECK("key", storage("SubtensorModule", "Uids", ends, 2, key, 81, &len, NULL) == NANOTAO_BUFFER_TOO_SMALL && len == 82);
    CHECK("key", storage("SubtensorModule", "Uids", wrong, 2, key, 128, &len, &position) == NANOTAO_STORAGE_KEY_LEN &&
                     position == 1);
    CHECK("key", storage("SubtensorModule", "Uids", back, 2, key, 128, &len, &position) == NANOTAO_INVALID_LENGTH);
    CHECK("key", storage("SubtensorModule", "Tempo", ends, 2, key, 128, &len, &position) == NANOTAO_STORAGE_KEY_COUNT &&
                     position == 1);
    CHECK("key", storage("Subtensor", "Tempo", ends, 1, key, 128, &len, NULL) == NANOTAO_STORAGE_UNKNOWN_PALLET);
    CHECK("key", storage("System", "Tempo", ends, 1, key, 128, &len, NULL) == NANOTAO_STORAGE_UNKNOWN_ITEM);
}

void test_emissions(void) {
    shares();
    pools();
    schedules();
    dividends();
    registrations();
    storage_keys();
}
