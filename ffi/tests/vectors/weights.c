/* Weights, hashes, compact integers, emission. */
#include <string.h>

#include "json.h"
#include "nanotao.h"

static int same(const void *ours, size_t len, struct list theirs, size_t size) {
    return len == theirs.len && memcmp(ours, theirs.ptr, len * size) == 0;
}

static int max_upscale(const cJSON *value) {
    struct list row = u16s(field(value, "in"));
    return nanotao_vec_u16_max_upscale_to_u16(row.ptr, row.len) == NANOTAO_OK &&
           same(row.ptr, row.len, u16s(field(value, "out")), 2);
}

static int normalize(const cJSON *value) {
    struct list row = u16s(field(value, "in"));
    return nanotao_normalize_weights(row.ptr, row.len) == NANOTAO_OK &&
           same(row.ptr, row.len, u16s(field(value, "out")), 2);
}

/* The answer to a check: that of the file. */
static int told(const cJSON *value, nanotao_status status, uint32_t holds) {
    return status == NANOTAO_OK && holds == yes(field(value, "out"));
}

static int max_limited(const cJSON *value) {
    struct list row = u16s(field(value, "in"));
    uint32_t holds = 2;
    const nanotao_status status =
        nanotao_check_vec_max_limited(row.ptr, row.len, (uint16_t)number(field(value, "max_limit")), &holds);
    return told(value, status, holds);
}

static int duplicate_uids(const cJSON *value) {
    const struct list uids = u16s(field(value, "in"));
    uint32_t holds = 2;
    const nanotao_status status = nanotao_has_duplicate_uids(uids.ptr, uids.len, &holds);
    return told(value, status, holds);
}

static int self_weight(const cJSON *value) {
    const struct list uids = u16s(field(value, "uids")), values = u16s(field(value, "weights"));
    uint32_t holds = 2;
    const nanotao_status status = nanotao_is_self_weight((uint16_t)number(field(value, "uid")), uids.ptr, uids.len,
                                                         values.ptr, values.len, &holds);
    return told(value, status, holds);
}

static int length(const cJSON *value) {
    const struct list uids = u16s(field(value, "uids")), values = u16s(field(value, "weights"));
    uint32_t holds = 2;
    const nanotao_status status = nanotao_check_length(
        (uint16_t)number(field(value, "netuid")), (uint16_t)number(field(value, "uid")), uids.ptr, uids.len, values.ptr,
        values.len, (uint16_t)number(field(value, "subnetwork_n")), (uint16_t)number(field(value, "min_allowed_weights")),
        &holds);
    return told(value, status, holds);
}

static int version_key(const cJSON *value) {
    return nanotao_check_version_key(number(field(value, "network_version_key")), number(field(value, "version_key"))) ==
           yes(field(value, "out"));
}

static int rate_limit(const cJSON *value) {
    uint32_t holds = 2;
    const nanotao_status status =
        nanotao_check_rate_limit(yes(field(value, "uid_exists")), number(field(value, "last_update")),
                                 number(field(value, "current_block")), number(field(value, "rate_limit")), &holds);
    return told(value, status, holds);
}

static int storage_index(const cJSON *value) {
    const uint16_t netuid = (uint16_t)number(field(value, "netuid"));
    return nanotao_mechanism_storage_index(netuid, (uint8_t)number(field(value, "mecid"))) ==
               number(field(value, "index")) &&
           number(field(value, "index")) % 4096 == number(field(value, "get_netuid"));
}

static int netuid_and_subid(const cJSON *value) {
    const cJSON *out = field(value, "out");
    uint16_t netuid = 0;
    uint8_t mecid = 0;
    const nanotao_status status =
        nanotao_get_netuid_and_subid((uint16_t)number(field(value, "index")), yes(field(value, "subnet_exists")),
                                     (uint8_t)number(field(value, "mechanism_count")), &netuid, &mecid);
    if (is_null(out)) {
        return status == NANOTAO_CHAIN_MECHANISM_DOES_NOT_EXIST;
    }
    return status == NANOTAO_OK && netuid == number(nth(out, 0)) &&
           mecid == number(nth(out, 1));
}

static int hash_is(const cJSON *value, const char *who, const char *index) {
    struct list uids = u16s(field(value, "uids")), values = u16s(field(value, "values"));
    struct list salt = u16s(field(value, "salt")), account = hex(field(value, who));
    nanotao_account_id id;
    nanotao_h256 hash;
    memcpy(id.bytes, account.ptr, sizeof id.bytes);
    return nanotao_commit_hash(&id, (uint16_t)number(field(value, index)), uids.ptr, uids.len, values.ptr, values.len,
                               salt.ptr, salt.len, number(field(value, "version_key")), &hash) == NANOTAO_OK &&
           same(hash.bytes, sizeof hash.bytes, hex(field(value, "hash")), 1);
}

static int commit_hash(const cJSON *value) {
    const struct list preimage = hex(field(value, "preimage"));
    nanotao_h256 hash;
    size_t len = 0;
    return hash_is(value, "who", "netuid_index") &&
           nanotao_hash(NANOTAO_HASH_BLAKE2_256, preimage.ptr, preimage.len, hash.bytes, sizeof hash.bytes, &len) ==
               NANOTAO_OK &&
           same(hash.bytes, len, hex(field(value, "hash")), 1);
}

static int weight_hash(const cJSON *value) {
    const char *address = text(field(value, "address"));
    nanotao_account_id id;
    return hash_is(value, "public_key", "netuid") &&
           nanotao_ss58_parse(address, strlen(address), &id, NULL, NULL) == NANOTAO_OK &&
           same(id.bytes, sizeof id.bytes, hex(field(value, "public_key")), 1);
}

static const struct {
    const char *name;
    nanotao_status status;
} ERRORS[] = {
    {"CanNotSetRootNetworkWeights", NANOTAO_CHAIN_CAN_NOT_SET_ROOT_NETWORK_WEIGHTS},
    {"WeightVecNotEqualSize", NANOTAO_CHAIN_WEIGHT_VEC_NOT_EQUAL_SIZE},
    {"MechanismDoesNotExist", NANOTAO_CHAIN_MECHANISM_DOES_NOT_EXIST},
    {"UidsLengthExceedUidsInSubNet", NANOTAO_CHAIN_UIDS_LENGTH_EXCEED_UIDS_IN_SUBNET},
    {"HotKeyNotRegisteredInSubNet", NANOTAO_CHAIN_HOT_KEY_NOT_REGISTERED_IN_SUBNET},
    {"NotEnoughStakeToSetWeights", NANOTAO_CHAIN_NOT_ENOUGH_STAKE_TO_SET_WEIGHTS},
    {"IncorrectWeightVersionKey", NANOTAO_CHAIN_INCORRECT_WEIGHT_VERSION_KEY},
    {"SettingWeightsTooFast", NANOTAO_CHAIN_SETTING_WEIGHTS_TOO_FAST},
    {"NeuronNoValidatorPermit", NANOTAO_CHAIN_NEURON_NO_VALIDATOR_PERMIT},
    {"DuplicateUids", NANOTAO_CHAIN_DUPLICATE_UIDS},
    {"UidVecContainInvalidOne", NANOTAO_CHAIN_UID_VEC_CONTAIN_INVALID_ONE},
    {"WeightVecLengthIsLow", NANOTAO_CHAIN_WEIGHT_VEC_LENGTH_IS_LOW},
    {"MaxWeightExceeded", NANOTAO_CHAIN_MAX_WEIGHT_EXCEEDED},
};

static int set_weights(const cJSON *value) {
    struct list uids = u16s(field(value, "uids")), values = u16s(field(value, "values"));
    struct list updates = u64s(field(value, "last_update")), permits = flags(field(value, "validator_permit"));
    const cJSON *uid = field(value, "caller_uid"), *owner = field(value, "owner_uid");
    const cJSON *error = field(value, "error"), *stored = field(value, "stored"), *pair;
    uint16_t *row = fresh(values.len, sizeof *row);
    nanotao_set_weights_state state = {0};
    size_t len = 0, i = 0;
    nanotao_status status;
    state.struct_size = sizeof state;
    state.subnet_exists = yes(field(value, "subnet_exists"));
    state.commit_reveal_weights_enabled = yes(field(value, "commit_reveal_enabled"));
    state.mechanism_count = (uint16_t)number(field(value, "mechanism_count"));
    state.subnetwork_n = (uint16_t)number(field(value, "n"));
    state.weights_version_key = number(field(value, "network_version_key"));
    state.weights_set_rate_limit = number(field(value, "rate_limit"));
    state.min_allowed_weights = (uint16_t)number(field(value, "min_allowed_weights"));
    state.max_weight_limit = 65535;
    state.stake_threshold = number(field(value, "stake_threshold"));
    state.current_block = number(field(value, "current_block"));
    state.total_stake = number(field(value, "caller_total_stake"));
    state.has_owner_uid = !is_null(owner);
    state.owner_uid = is_null(owner) ? 0 : (uint16_t)number(owner);
    state.has_uid = !is_null(uid);
    if (state.has_uid) {
        state.uid = (uint16_t)number(uid);
        state.last_update = state.uid < updates.len ? ((uint64_t *)updates.ptr)[state.uid] : 0;
        state.validator_permit = state.uid < permits.len ? ((uint8_t *)permits.ptr)[state.uid] : 0;
    }
    status = nanotao_check_set_weights(&state, (uint16_t)number(field(value, "netuid")),
                                       (uint8_t)number(field(value, "mecid")), uids.ptr, uids.len, values.ptr,
                                       values.len, number(field(value, "version_key")), row, values.len, &len, NULL);
    if (!is_null(error)) {
        for (i = 0; i < sizeof ERRORS / sizeof ERRORS[0]; i++) {
            if (strcmp(ERRORS[i].name, text(error)) == 0) {
                return is_null(stored) && status == ERRORS[i].status;
            }
        }
        return 0;
    }
    if (status != NANOTAO_OK || len != (size_t)cJSON_GetArraySize(stored)) {
        return 0;
    }
    cJSON_ArrayForEach(pair, stored) {
        if (number(nth(pair, 0)) != ((uint16_t *)uids.ptr)[i] ||
            number(nth(pair, 1)) != row[i]) {
            return 0;
        }
        i++;
    }
    return 1;
}

static int compact(const cJSON *value) {
    struct list theirs = hex(nth(value, 1));
    uint64_t expected, found = 0;
    int64_t high;
    uint8_t bytes[NANOTAO_COMPACT_MAX_LEN];
    size_t len, used = 0, position = 77;
    wide(nth(value, 0), &expected, &high);
    if (high != 0) {
        /* No call takes more than 64 bits: what is larger is refused as such. The first byte says how many follow. */
        const uint8_t *digits = theirs.ptr;
        uint8_t number_bytes[16];
        size_t i;
        for (i = 0; i < 16; i++) {
            number_bytes[i] = (uint8_t)((i < 8 ? expected : (uint64_t)high) >> 8 * (i % 8));
        }
        return theirs.len > 1 && theirs.len <= 17 && (size_t)(digits[0] >> 2) + 5 == theirs.len &&
               memcmp(digits + 1, number_bytes, theirs.len - 1) == 0 && nanotao_compact_parse(theirs.ptr, theirs.len, &found, &used, &position) == NANOTAO_SCALE_OUT_OF_RANGE &&
               position == 0;
    }
    return nanotao_compact_encode(expected, bytes, sizeof bytes, &len) == NANOTAO_OK && same(bytes, len, theirs, 1) &&
           nanotao_compact_parse(theirs.ptr, theirs.len, &found, &used, NULL) == NANOTAO_OK && found == expected &&
           used == theirs.len;
}

static int block_emission(const cJSON *value) {
    return nanotao_block_emission(number(nth(value, 0))) == number(nth(value, 1));
}

static int step(const cJSON *value) {
    const uint64_t last = number(field(value, "last_with_previous")), first = number(field(value, "first_with_next"));
    uint64_t next = 0;
    return nanotao_block_emission(last) == number(field(value, "previous_emission")) &&
           nanotao_block_emission(first) == number(field(value, "next_emission")) &&
           nanotao_next_halving(last, &next) == NANOTAO_OK && next == first;
}

static int digests(const cJSON *value) {
    static const struct {
        const char *name;
        nanotao_hash_function hash;
    } HASHES[] = {
        {"twox64", NANOTAO_HASH_TWOX_64},         {"twox128", NANOTAO_HASH_TWOX_128},
        {"twox256", NANOTAO_HASH_TWOX_256},       {"blake2_64", NANOTAO_HASH_BLAKE2_64},
        {"blake2_128", NANOTAO_HASH_BLAKE2_128},  {"blake2_256", NANOTAO_HASH_BLAKE2_256},
        {"blake2_512", NANOTAO_HASH_BLAKE2_512},  {"keccak256", NANOTAO_HASH_KECCAK_256},
        {"sha256", NANOTAO_HASH_SHA_256},
    };
    struct list data = hex(field(value, "data"));
    uint8_t digest[NANOTAO_HASH_MAX_LEN], key[32];
    nanotao_h256 keyed;
    size_t i, len;
    for (i = 0; i < sizeof HASHES / sizeof HASHES[0]; i++) {
        if (nanotao_hash(HASHES[i].hash, data.ptr, data.len, digest, sizeof digest, &len) != NANOTAO_OK ||
            !same(digest, len, hex(field(value, HASHES[i].name)), 1)) {
            return 0;
        }
    }
    memset(key, 1, sizeof key);
    return nanotao_blake2_256_keyed(key, sizeof key, data.ptr, data.len, &keyed) == NANOTAO_OK &&
           same(keyed.bytes, sizeof keyed.bytes, hex(field(value, "blake2_256_keyed_01x32")), 1);
}

const struct section WEIGHTS[] = {
    {"chain/weights.json", "vec_u16_max_upscale_to_u16", EACH, max_upscale},
    {"chain/weights.json", "normalize_weights", EACH, normalize},
    {"chain/weights.json", "check_vec_max_limited", EACH, max_limited},
    {"chain/weights.json", "has_duplicate_uids", EACH, duplicate_uids},
    {"chain/weights.json", "is_self_weight", EACH, self_weight},
    {"chain/weights.json", "check_length", EACH, length},
    {"chain/weights.json", "check_version_key", EACH, version_key},
    {"chain/weights.json", "check_rate_limit", EACH, rate_limit},
    {"chain/weights.json", "mechanism_storage_index", EACH, storage_index},
    {"chain/weights.json", "get_netuid_and_subid", EACH, netuid_and_subid},
    {"chain/weights.json", "commit_hash", EACH, commit_hash},
    {"chain/weights.json", "set_weights", EACH, set_weights},
    {"clients/weight_hash.json", "cases", EACH, weight_hash},
    {"chain/scale_misc.json", "compact", EACH, compact},
    {"chain/block_emission.json", "cases", EACH, block_emission},
    {"chain/block_emission.json", "steps", EACH, step},
    {"clients/js_polkadot.json", "hash", EACH, digests},
    {NULL, NULL, EACH, NULL},
};
