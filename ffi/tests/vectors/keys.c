/* Keys, phrases, addresses, signatures. */
#include <string.h>

#include "json.h"
#include "nanotao.h"

static int is_account(const nanotao_key *key, const cJSON *value) {
    nanotao_account_id account;
    char address[NANOTAO_SS58_MAX_LEN + 1];
    size_t len;
    return nanotao_key_account(key, &account, NULL) == NANOTAO_OK &&
           memcmp(account.bytes, hex(field(value, "public_key")).ptr, 32) == 0 &&
           nanotao_ss58_encode(&account, NANOTAO_SS58_PREFIX, address, sizeof address, &len) == NANOTAO_OK &&
           strcmp(address, text(field(value, "ss58"))) == 0;
}

static int fails(const cJSON *value) {
    return cJSON_HasObjectItem(value, "err");
}

static int from_uri(const cJSON *value, const char *name) {
    const char *uri = text(field(value, name));
    nanotao_key key;
    const nanotao_status status = nanotao_key_from_uri(
        &key, (nanotao_scheme)number(field(value, "crypto_type")), uri, strlen(uri), NULL);
    return fails(value) ? status != NANOTAO_OK : status == NANOTAO_OK && is_account(&key, value);
}

static int uri(const cJSON *value) {
    return from_uri(value, "uri");
}

static int mnemonic(const cJSON *value) {
    const char *phrase = text(field(value, "mnemonic"));
    uint8_t secret[NANOTAO_MINI_SECRET_LEN];
    size_t len = 0;
    nanotao_key key;
    nanotao_status status = nanotao_mnemonic_mini_secret(phrase, strlen(phrase), NULL, 0, secret, sizeof secret, &len, NULL);
    if (fails(value)) {
        return status != NANOTAO_OK;
    }
    status |= nanotao_key_from_mini_secret(&key, (nanotao_scheme)number(field(value, "crypto_type")), secret, len);
    return status == NANOTAO_OK && is_account(&key, value);
}

static int seed(const cJSON *value) {
    struct list secret = hex(field(value, "seed"));
    nanotao_key key;
    const nanotao_status status = nanotao_key_from_mini_secret(
        &key, (nanotao_scheme)number(field(value, "crypto_type")), secret.ptr, secret.len);
    return fails(value) ? status != NANOTAO_OK : status == NANOTAO_OK && is_account(&key, value);
}

static int verify(const cJSON *value) {
    struct list message = hex(field(value, "msg")), bytes = hex(field(value, "signature"));
    uint8_t *signature = fresh(bytes.len + 1, 1);
    nanotao_account_id account;
    nanotao_status status;
    size_t scratch_len;
    memcpy(account.bytes, hex(field(value, "public_key")).ptr, 32);
    signature[0] = (uint8_t)number(field(value, "crypto_type"));
    memcpy(signature + 1, bytes.ptr, bytes.len);
    scratch_len = message.len + NANOTAO_WRAPPING_LEN;
    status = nanotao_message_verify_wrapped(message.ptr, message.len, &account, signature, bytes.len + 1,
                                            fresh(scratch_len, 1), scratch_len);
    return cJSON_IsTrue(field(value, "result"))
               ? status == NANOTAO_OK
               : status == NANOTAO_BAD_SIGNATURE || status == NANOTAO_MALFORMED_SIGNATURE;
}

static int mini(const cJSON *value) {
    const char *phrase = text(field(value, "mnemonic")), *password = text(field(value, "password"));
    struct list theirs = hex(field(value, "entropy"));
    uint8_t entropy[NANOTAO_MNEMONIC_ENTROPY_MAX_LEN], secret[NANOTAO_MINI_SECRET_LEN];
    char again[NANOTAO_MNEMONIC_MAX_LEN + 1];
    size_t len = 0, entropy_len = 0;
    return nanotao_mnemonic_entropy(phrase, strlen(phrase), entropy, sizeof entropy, &entropy_len, NULL) ==
               NANOTAO_OK &&
           entropy_len == theirs.len && memcmp(entropy, theirs.ptr, entropy_len) == 0 &&
           nanotao_mnemonic_phrase(entropy, entropy_len, again, sizeof again, &len) == NANOTAO_OK &&
           strcmp(again, phrase) == 0 &&
           nanotao_mnemonic_mini_secret(phrase, strlen(phrase), password, strlen(password), secret, sizeof secret,
                                        &len, NULL) == NANOTAO_OK &&
           memcmp(secret, hex(field(value, "mini_secret")).ptr, sizeof secret) == 0;
}

static int address(const cJSON *value) {
    const char *theirs = text(field(value, "ss58"));
    struct list bytes = hex(field(value, "account"));
    char ours[NANOTAO_SS58_MAX_LEN + 1];
    nanotao_account_id account, parsed;
    uint16_t prefix = 0;
    size_t len;
    memcpy(account.bytes, bytes.ptr, sizeof account.bytes);
    return nanotao_ss58_encode(&account, (uint16_t)number(field(value, "prefix")), ours, sizeof ours, &len) ==
               NANOTAO_OK &&
           strcmp(ours, theirs) == 0 && nanotao_ss58_parse(theirs, strlen(theirs), &parsed, &prefix, NULL) == NANOTAO_OK &&
           memcmp(&parsed, &account, sizeof account) == 0 && prefix == number(field(value, "prefix"));
}

static int era(const cJSON *value) {
    uint32_t period = 0, phase = 0;
    uint64_t birth = 0;
    return nanotao_era_mortal(number(field(value, "period_requested")), number(field(value, "current")), &period,
                              &phase, &birth) == NANOTAO_OK &&
           period == number(field(value, "period")) && phase == number(field(value, "phase")) &&
           birth == number(field(value, "birth"));
}

const struct section KEYS[] = {
    {"clients/keys_core.json", "uri", EACH, uri},
    {"clients/keys_core.json", "dev", EACH, uri},
    {"clients/keys_core.json", "mnemonic", EACH, mnemonic},
    {"clients/keys_core.json", "bad_mnemonic", EACH, mnemonic},
    {"clients/keys_core.json", "seed", EACH, seed},
    {"clients/keys_core.json", "verify", EACH, verify},
    {"clients/js_polkadot.json", "mini", EACH, mini},
    {"chain/scale_misc.json", "ss58", EACH, address},
    {"chain/scale_misc.json", "era", EACH, era},
    {NULL, NULL, EACH, NULL},
};
