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

/* The entry of a case whose own value is not the measure: polkadot-js reads some paths otherwise than sp-core. A key has a
 * type, too. */
static const cJSON *exception(const char *section, const char *name, const char *found, const char *type) {
    const cJSON *entry;
    cJSON_ArrayForEach(entry, field(field(exceptions(), "clients/js_polkadot.json"), section)) {
        if (strcmp(text(field(entry, name)), found) == 0 &&
            (type == NULL || strcmp(text(field(entry, "type")), type) == 0)) {
            return entry;
        }
    }
    return NULL;
}

static int has_public_key(const nanotao_key *key, const cJSON *value) {
    nanotao_account_id account;
    return nanotao_key_account(key, &account, NULL) == NANOTAO_OK &&
           memcmp(account.bytes, hex(value).ptr, sizeof account.bytes) == 0;
}

static nanotao_scheme scheme_of(const cJSON *type) {
    const char *name = text(type);
    return strcmp(name, "ed25519") == 0   ? NANOTAO_SCHEME_ED25519
           : strcmp(name, "sr25519") == 0 ? NANOTAO_SCHEME_SR25519
                                          : NANOTAO_SCHEME_ECDSA;
}

static int js_uri(const cJSON *value) {
    const char *uri = text(field(value, "uri"));
    const cJSON *entry = exception("uri", "uri", uri, text(field(value, "type"))), *right;
    nanotao_key key;
    const nanotao_status status =
        nanotao_key_from_uri(&key, scheme_of(field(value, "type")), uri, strlen(uri), NULL);
    if (scheme_of(field(value, "type")) == NANOTAO_SCHEME_ECDSA) {
        return 0;
    }
    if (entry == NULL) {
        return fails(value) ? status != NANOTAO_OK : status == NANOTAO_OK && is_account(&key, value);
    }
    right = field(entry, "sp_core_public_key");
    if (is_null(right)) {
        return status != NANOTAO_OK && !fails(value);
    }
    return status == NANOTAO_OK && has_public_key(&key, right) &&
           (fails(value) || !has_public_key(&key, field(value, "public_key")));
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

/* Their signature, by a key of ours. A library with `hazmat` would sign the message, too; this one is as a wallet's. */
static int signed_by(const cJSON *value, nanotao_scheme scheme, const cJSON *valid) {
    const char *uri = text(field(value, "uri"));
    struct list message = hex(field(value, "msg")), bytes = hex(field(value, "signature"));
    const size_t scratch_len = message.len + NANOTAO_WRAPPING_LEN;
    uint8_t *signature = fresh(bytes.len + 1, 1);
    nanotao_key key;
    nanotao_account_id account;
    nanotao_status status;
    signature[0] = (uint8_t)scheme;
    memcpy(signature + 1, bytes.ptr, bytes.len);
    if (nanotao_key_from_uri(&key, scheme, uri, strlen(uri), NULL) != NANOTAO_OK ||
        nanotao_key_account(&key, &account, NULL) != NANOTAO_OK ||
        memcmp(account.bytes, hex(field(value, "public_key")).ptr, sizeof account.bytes) != 0) {
        return 0;
    }
    status = nanotao_message_verify_wrapped(message.ptr, message.len, &account, signature, bytes.len + 1,
                                            fresh(scratch_len, 1), scratch_len);
    return status == (yes(valid) ? NANOTAO_OK : NANOTAO_BAD_SIGNATURE);
}

static int core_sign(const cJSON *value) {
    return signed_by(value, (nanotao_scheme)number(field(value, "crypto_type")), field(value, "verify"));
}

static int js_sign(const cJSON *value) {
    return signed_by(value, scheme_of(field(value, "type")), field(field(value, "verify"), "isValid"));
}

/* Of a prefix, the lower 14 bits count. */
static int both_ways(struct list bytes, uint16_t format, const char *theirs) {
    char ours[NANOTAO_SS58_MAX_LEN + 1];
    nanotao_account_id account, parsed;
    uint16_t prefix = 0;
    size_t len;
    memcpy(account.bytes, bytes.ptr, sizeof account.bytes);
    return nanotao_ss58_encode(&account, format, ours, sizeof ours, &len) == NANOTAO_OK && strcmp(ours, theirs) == 0 &&
           nanotao_ss58_parse(theirs, strlen(theirs), &parsed, &prefix, NULL) == NANOTAO_OK &&
           memcmp(&parsed, &account, sizeof account) == 0 && prefix == (format & 0x3fff);
}

/* Anything but 32 bytes is refused, here by the type. */
static int encoded_address(const cJSON *value) {
    const struct list bytes = hex(field(value, "pk"));
    const cJSON *theirs = field(value, "r");
    if (!cJSON_IsString(theirs)) {
        return bytes.len != 32;
    }
    return bytes.len == 32 && both_ways(bytes, (uint16_t)number(field(value, "format")), text(theirs));
}

static int decoded_address(const cJSON *value) {
    const char *address = text(field(value, "s"));
    const cJSON *theirs = field(value, "r");
    nanotao_account_id account;
    const nanotao_status status = nanotao_ss58_parse(address, strlen(address), &account, NULL, NULL);
    if (!cJSON_IsString(theirs)) {
        return status != NANOTAO_OK;
    }
    return status == NANOTAO_OK && memcmp(account.bytes, hex(theirs).ptr, sizeof account.bytes) == 0;
}

static int golden_address(const cJSON *value) {
    return both_ways(hex(field(value, "public_key_hex")), NANOTAO_SS58_PREFIX, text(field(value, "address")));
}

/* Of what need not be an account, too. */
static int js_address(const cJSON *value) {
    const struct list payload = hex(field(value, "pk"));
    const uint16_t format = (uint16_t)number(field(value, "format"));
    char ours[64];
    size_t len;
    const nanotao_status status =
        nanotao_ss58_encode_payload(payload.ptr, payload.len, format, ours, sizeof ours, &len);
    if (fails(value)) {
        return status == NANOTAO_SS58_INVALID_PAYLOAD || status == NANOTAO_SS58_PREFIX_NOT_ALLOWED;
    }
    return status == NANOTAO_OK && strcmp(ours, text(field(value, "ss58"))) == 0 &&
           (payload.len != 32 || both_ways(payload, format, ours));
}

static int has_code(const nanotao_h256 *code, const cJSON *value) {
    const struct list theirs = hex(value);
    return theirs.len == sizeof code->bytes && memcmp(code->bytes, theirs.ptr, theirs.len) == 0;
}

static int chain_code(const cJSON *value) {
    const char *name = text(field(value, "junction"));
    const cJSON *entry = exception("hd", "junction", name, NULL), *theirs = field(value, "code");
    nanotao_h256 code;
    return nanotao_chain_code(name, strlen(name), &code) == NANOTAO_OK &&
           (entry == NULL ? has_code(&code, theirs)
                          : has_code(&code, field(entry, "sp_core_code")) && !has_code(&code, theirs));
}

const struct section KEYS[] = {
    {"clients/keys_core.json", "uri", EACH, uri},
    {"clients/keys_core.json", "dev", EACH, uri},
    {"clients/keys_core.json", "mnemonic", EACH, mnemonic},
    {"clients/keys_core.json", "bad_mnemonic", EACH, mnemonic},
    {"clients/keys_core.json", "seed", EACH, seed},
    {"clients/keys_core.json", "verify", EACH, verify},
    {"clients/keys_core.json", "sign", EACH, core_sign},
    {"clients/keys_core.json", "ss58_encode", EACH, encoded_address},
    {"clients/keys_core.json", "ss58_decode", EACH, decoded_address},
    {"clients/golden_spec461.json", "ss58", EACH, golden_address},
    {"clients/js_polkadot.json", "uri", EACH, js_uri},
    {"clients/js_polkadot.json", "mini", EACH, mini},
    {"clients/js_polkadot.json", "sign", EACH, js_sign},
    {"clients/js_polkadot.json", "ss58", EACH, js_address},
    {"clients/js_polkadot.json", "hd", EACH, chain_code},
    {"chain/scale_misc.json", "ss58", EACH, address},
    {NULL, NULL, EACH, NULL},
};
