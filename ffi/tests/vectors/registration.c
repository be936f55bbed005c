/* Proof of work: that of today, and the faucet's. */
#include <string.h>

#include "json.h"
#include "nanotao.h"

static nanotao_h256 hash_of(const cJSON *value) {
    nanotao_h256 hash = {{0}};
    if (!is_null(value)) {
        memcpy(hash.bytes, hex(value).ptr, sizeof hash.bytes);
    }
    return hash;
}

static nanotao_account_id account_of(const cJSON *value) {
    nanotao_account_id account;
    memcpy(account.bytes, hex(value).ptr, sizeof account.bytes);
    return account;
}

static int same(const nanotao_h256 *ours, const cJSON *theirs) {
    const nanotao_h256 expected = hash_of(theirs);
    return memcmp(ours, &expected, sizeof expected) == 0;
}

/* A decimal number as 256 bits, little-endian. */
static nanotao_h256 of_decimal(const char *digits) {
    nanotao_h256 made = {{0}};
    size_t i;
    for (; *digits != '\0'; digits++) {
        unsigned carry = (unsigned)(*digits - '0');
        for (i = 0; i < sizeof made.bytes; i++) {
            carry += 10u * made.bytes[i];
            made.bytes[i] = (uint8_t)carry;
            carry >>= 8;
        }
    }
    return made;
}

static nanotao_h256 of_number(uint64_t value) {
    nanotao_h256 made = {{0}};
    size_t i;
    for (i = 0; i < 8; i++) {
        made.bytes[i] = (uint8_t)(value >> 8 * i);
    }
    return made;
}

static int seal(const cJSON *value) {
    const nanotao_h256 block = hash_of(field(value, "block_hash"));
    const nanotao_account_id hotkey = account_of(field(value, "hotkey")), coldkey = account_of(field(value, "coldkey"));
    nanotao_h256 ours;
    return nanotao_create_registration_seal((uint16_t)number(field(value, "netuid")), &block,
                                            number(field(value, "nonce")), &hotkey, &coldkey, &ours) == NANOTAO_OK &&
           same(&ours, field(value, "seal"));
}

static int meets(const nanotao_h256 *found, const nanotao_h256 *difficulty) {
    uint32_t holds = 2;
    return nanotao_hash_meets_difficulty(found, difficulty, &holds) == NANOTAO_OK ? (int)holds : -1;
}

static int difficulty(const cJSON *value) {
    const nanotao_h256 found = hash_of(field(value, "seal")), wanted = of_number(number(field(value, "difficulty")));
    return meets(&found, &wanted) == (int)yes(field(value, "meets"));
}

static int effective(const cJSON *value) {
    return nanotao_effective_difficulty(number(field(value, "difficulty")), number(field(value, "min")),
                                        number(field(value, "max"))) == number(field(value, "effective"));
}

static uint64_t bumped(const cJSON *value, uint64_t from) {
    nanotao_u64f64 factor;
    int64_t high;
    uint64_t after = 0;
    wide(field(value, "burn_increase_mult_u64f64"), &factor.fraction, &high);
    factor.integer = (uint64_t)high;
    nanotao_bump_difficulty(from, number(field(value, "min")), number(field(value, "max")), &factor, &after);
    return after;
}

static uint64_t decayed(const cJSON *value, uint64_t from, uint64_t block) {
    return nanotao_decay_difficulty(from, number(field(value, "min")), number(field(value, "max")),
                                    (uint16_t)number(field(value, "burn_half_life")), block);
}

static int bump(const cJSON *value) {
    return bumped(value, number(field(value, "difficulty"))) == number(field(value, "after"));
}

static int decay(const cJSON *value) {
    return decayed(value, number(field(value, "difficulty")), number(field(value, "current_block"))) ==
           number(field(value, "after"));
}

static int decay_factor(const cJSON *value) {
    return nanotao_decay_factor_q32((uint16_t)number(nth(value, 0))) ==
           number(nth(value, 1));
}

/* Blocks in a row: in each the difficulty falls, and then rises with each registration. */
static int trace(const cJSON *value) {
    uint64_t found = number(field(value, "difficulty")), block = number(field(value, "start_block")), left;
    const cJSON *step;
    cJSON_ArrayForEach(step, field(value, "trace")) {
        found = decayed(value, found, block++);
        for (left = number(nth(step, 0)); left > 0; left--) {
            found = bumped(value, found);
        }
        if (found != number(nth(step, 1))) {
            return 0;
        }
    }
    return 1;
}

static const struct {
    const char *name;
    nanotao_status status;
} ERRORS[] = {
    {"RegistrationNotPermittedOnRootSubnet", NANOTAO_REGISTRATION_NOT_PERMITTED_ON_ROOT_SUBNET},
    {"SubnetNotExists", NANOTAO_REGISTRATION_SUBNET_NOT_EXISTS},
    {"SubNetRegistrationDisabled", NANOTAO_REGISTRATION_DISABLED},
    {"HotKeyAlreadyRegisteredInSubNet", NANOTAO_REGISTRATION_HOT_KEY_ALREADY_REGISTERED},
    {"NoNeuronIdAvailable", NANOTAO_REGISTRATION_NO_NEURON_ID_AVAILABLE},
    {"TooManyRegistrationsThisBlock", NANOTAO_REGISTRATION_TOO_MANY_THIS_BLOCK},
    {"InvalidWorkBlock", NANOTAO_REGISTRATION_INVALID_WORK_BLOCK},
    {"InvalidSeal", NANOTAO_REGISTRATION_INVALID_SEAL},
    {"InvalidDifficulty", NANOTAO_REGISTRATION_INVALID_DIFFICULTY},
    {"CannotUseSystemAccount", NANOTAO_REGISTRATION_CANNOT_USE_SYSTEM_ACCOUNT},
    {"NonAssociatedColdKey", NANOTAO_REGISTRATION_NON_ASSOCIATED_COLD_KEY},
    {"TooManyStakingHotkeys", NANOTAO_REGISTRATION_TOO_MANY_STAKING_HOTKEYS},
};

static int check(const cJSON *value) {
    const cJSON *last = field(value, "last_pow_registration_block"), *error = field(value, "error");
    const char *owner = text(field(value, "hotkey_owner"));
    nanotao_pow_state state = {0};
    nanotao_status status;
    size_t i;
    if (strcmp(owner, "none") != 0 && strcmp(owner, "coldkey") != 0 && strcmp(owner, "other") != 0) {
        return 0;
    }
    state.struct_size = sizeof state;
    state.netuid = (uint16_t)number(field(value, "netuid"));
    state.max_allowed_uids = (uint16_t)number(field(value, "max_allowed_uids"));
    state.work_block = number(field(value, "work_block"));
    state.nonce = number(field(value, "nonce"));
    state.work = hash_of(field(value, "work"));
    state.block_hash = hash_of(field(value, "block_hash"));
    state.hotkey = account_of(field(value, "hotkey"));
    state.coldkey = account_of(field(value, "coldkey"));
    state.has_owner = strcmp(owner, "none") != 0;
    state.owner = state.coldkey;
    for (i = 0; strcmp(owner, "other") == 0 && i < sizeof state.owner.bytes; i++) {
        state.owner.bytes[i] = (uint8_t)~state.owner.bytes[i];
    }
    state.current_block = number(field(value, "current_block"));
    state.difficulty = number(field(value, "difficulty"));
    state.min_difficulty = number(field(value, "min_difficulty"));
    state.max_difficulty = number(field(value, "max_difficulty"));
    state.has_last_pow_registration_block = !is_null(last);
    state.last_pow_registration_block = is_null(last) ? 0 : number(last);
    state.registrations_this_block = (uint16_t)number(field(value, "registrations_this_block"));
    state.max_registrations_per_block = (uint16_t)number(field(value, "max_registrations_per_block"));
    state.subnet_exists = yes(field(value, "subnet_exists"));
    state.registration_allowed = 1;
    state.pow_registration_allowed = yes(field(value, "pow_registration_allowed"));
    state.registered = yes(field(value, "hotkey_registered"));
    status = nanotao_check_pow_registration(&state);
    if (is_null(error)) {
        return status == NANOTAO_OK;
    }
    for (i = 0; i < sizeof ERRORS / sizeof ERRORS[0]; i++) {
        if (strcmp(ERRORS[i].name, text(error)) == 0) {
            return status == ERRORS[i].status;
        }
    }
    return 0;
}

static int faucet_seal(const cJSON *value) {
    const nanotao_h256 block = hash_of(field(value, "block_hash"));
    const nanotao_account_id key = account_of(field(value, "key"));
    nanotao_h256 both, ours;
    uint64_t short_hash = 0;
    return nanotao_hash_block_and_hotkey(&block, &key, &both) == NANOTAO_OK &&
           same(&both, field(value, "hash_block_and_hotkey")) &&
           nanotao_hash_hotkey_to_u64(&key, &short_hash) == NANOTAO_OK &&
           short_hash == number(field(value, "hash_hotkey_to_u64")) &&
           nanotao_create_seal_hash(&block, number(field(value, "nonce")), &key, &ours) == NANOTAO_OK &&
           same(&ours, field(value, "seal"));
}

static int faucet_difficulty(const cJSON *value) {
    const nanotao_h256 found = hash_of(field(value, "hash"));
    const nanotao_h256 wanted = of_decimal(text(field(value, "difficulty")));
    return meets(&found, &wanted) == (int)yes(field(value, "out"));
}

/* The first nonce whose seal meets the difficulty. */
static int solved(const cJSON *value) {
    const nanotao_h256 block = hash_of(field(value, "block_hash"));
    const nanotao_h256 wanted = of_number(number(field(value, "difficulty")));
    const nanotao_account_id key = account_of(field(value, "key"));
    const uint64_t last = number(field(value, "nonce"));
    uint64_t nonce;
    for (nonce = number(field(value, "start_nonce")); nonce <= last; nonce++) {
        nanotao_h256 ours;
        if (nanotao_create_seal_hash(&block, nonce, &key, &ours) != NANOTAO_OK) {
            return 0;
        }
        if (meets(&ours, &wanted) == 1) {
            return nonce == last && same(&ours, field(value, "work"));
        }
    }
    return 0;
}

const struct section REGISTRATION[] = {
    {"chain475/pow_register.json", "seal", EACH, seal},
    {"chain475/pow_register.json", "difficulty", EACH, difficulty},
    {"chain475/pow_register.json", "effective_difficulty", EACH, effective},
    {"chain475/pow_register.json", "bump", EACH, bump},
    {"chain475/pow_register.json", "decay", EACH, decay},
    {"chain475/pow_register.json", "decay_factor_q32", EACH, decay_factor},
    {"chain475/pow_register.json", "trace", EACH, trace},
    {"chain475/pow_register.json", "check", EACH, check},
    {"chain/pow.json", "seal", EACH, faucet_seal},
    {"chain/pow.json", "difficulty", EACH, faucet_difficulty},
    {"chain/pow.json", "solved", EACH, solved},
    {NULL, NULL, EACH, NULL},
};
