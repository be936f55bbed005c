/* Payloads and extrinsics, from their fields to their bytes and back; storage keys, and the accounts of multisigs. */
#include <string.h>

#include "json.h"
#include "nanotao.h"

#define MAX 16384

static int same(const void *ours, size_t len, struct list theirs) {
    return len == theirs.len && memcmp(ours, theirs.ptr, len) == 0;
}

static nanotao_account_id account_of(const cJSON *value) {
    nanotao_account_id account;
    memcpy(account.bytes, hex(value).ptr, sizeof account.bytes);
    return account;
}

static nanotao_account_id parsed_address(const cJSON *value) {
    nanotao_account_id account = {{0}};
    nanotao_ss58_parse(text(value), strlen(text(value)), &account, NULL, NULL);
    return account;
}

static nanotao_tx_extension extension_of(const cJSON *value) {
    const cJSON *era = field(value, "era"), *hash = field(value, "metadata_hash");
    const uint32_t birth = (uint32_t)number(field(value, "era_birth_block"));
    const uint8_t block[4] = {(uint8_t)birth, (uint8_t)(birth >> 8), (uint8_t)(birth >> 16), (uint8_t)(birth >> 24)};
    nanotao_tx_extension extension = {0};
    size_t len;
    extension.struct_size = sizeof extension;
    extension.nonce = (uint32_t)number(field(value, "nonce"));
    extension.tip = number(field(value, "tip"));
    extension.spec_version = (uint32_t)number(field(value, "spec_version"));
    extension.transaction_version = (uint32_t)number(field(value, "transaction_version"));
    if (!cJSON_IsString(era) || strcmp(text(era), "immortal") != 0) {
        extension.era_period = (uint32_t)number(field(era, "period"));
        extension.era_phase = (uint32_t)number(field(era, "phase"));
    }
    memcpy(extension.genesis_hash, hex(field(value, "genesis_hash")).ptr, 32);
    memcpy(extension.block_hash, extension.genesis_hash, 32);
    if (birth != 0) {
        /* As the generator of this file has it. */
        nanotao_hash(NANOTAO_HASH_BLAKE2_256, block, sizeof block, extension.block_hash, 32, &len);
    }
    extension.has_metadata_hash = !is_null(hash);
    if (extension.has_metadata_hash) {
        memcpy(extension.metadata_hash, hex(hash).ptr, 32);
    }
    return extension;
}

/* Every field that is read from an extrinsic's bytes, its hash, and the payload that it was signed as. */
static int reads_back(const cJSON *value, struct list extrinsic, const nanotao_tx_extension *extension, struct list call,
                      const nanotao_account_id *account, struct list signature, struct list payload) {
    nanotao_extrinsic parsed = {0};
    uint8_t digest[32], *again = fresh(MAX, 1);
    size_t len;
    parsed.struct_size = sizeof parsed;
    return nanotao_extrinsic_parse(extrinsic.ptr, extrinsic.len, &parsed, NULL) == NANOTAO_OK &&
           parsed.nonce == extension->nonce && parsed.tip == extension->tip &&
           parsed.era_period == extension->era_period && parsed.era_phase == extension->era_phase &&
           parsed.has_metadata_hash == extension->has_metadata_hash &&
           memcmp(&parsed.account, account, sizeof *account) == 0 &&
           same(parsed.signature, parsed.signature_len, signature) &&
           same((uint8_t *)extrinsic.ptr + parsed.call_offset, parsed.call_len, call) &&
           nanotao_hash(NANOTAO_HASH_BLAKE2_256, extrinsic.ptr, extrinsic.len, digest, sizeof digest, &len) ==
               NANOTAO_OK &&
           same(digest, len, hex(field(value, "extrinsic_hash"))) &&
           nanotao_extrinsic_payload(extrinsic.ptr, extrinsic.len, extension, again, MAX, &len, NULL) == NANOTAO_OK &&
           same(again, len, payload);
}

/* Whether the parts of some extensions, one behind another, are these bytes. */
static int same_parts(const cJSON *extensions, const char *part, const uint8_t *bytes, size_t len) {
    const cJSON *extension;
    cJSON_ArrayForEach(extension, extensions) {
        const struct list one = hex(field(extension, part));
        if (one.len > len || memcmp(bytes, one.ptr, one.len) != 0) {
            return 0;
        }
        bytes += one.len;
        len -= one.len;
    }
    return len == 0;
}

/* A payload is its call, the explicit bytes of all extensions, and the implicit ones; a long one is signed as its hash. */
static int same_made(const cJSON *value, struct list call, struct list payload, const nanotao_account_id *account) {
    const struct list explicit = hex(field(value, "explicit")), implicit = hex(field(value, "implicit"));
    const cJSON *extensions = field(value, "extensions");
    const uint8_t *behind = (const uint8_t *)payload.ptr + call.len;
    const int hashed = payload.len > 256;
    char address[NANOTAO_SS58_MAX_LEN + 1];
    uint8_t digest[32];
    size_t len;
    return payload.len == call.len + explicit.len + implicit.len && same(behind, explicit.len, explicit) &&
           same(behind + explicit.len, implicit.len, implicit) &&
           same_parts(extensions, "explicit", behind, explicit.len) &&
           same_parts(extensions, "implicit", behind + explicit.len, implicit.len) &&
           nanotao_hash(NANOTAO_HASH_BLAKE2_256, payload.ptr, payload.len, digest, sizeof digest, &len) == NANOTAO_OK &&
           same(hashed ? digest : payload.ptr, hashed ? len : payload.len, hex(field(value, "signed_message"))) &&
           hashed == (int)yes(field(value, "payload_hashed")) &&
           is_null(field(value, "metadata_hash")) == (number(field(value, "metadata_hash_mode")) == 0) &&
           nanotao_ss58_encode(account, NANOTAO_SS58_PREFIX, address, sizeof address, &len) == NANOTAO_OK &&
           strcmp(address, text(field(value, "ss58"))) == 0;
}

/* From the payload to the extrinsic by way of the cards, as a device does it. */
static int journey(const cJSON *value, struct list payload, nanotao_scheme scheme) {
    const char *uri = text(field(value, "suri"));
    char label[64], *shown = fresh(MAX, 1);
    uint8_t signature[NANOTAO_SIGNATURE_MAX_LEN], *made = fresh(MAX, 1);
    nanotao_account_id account = account_of(field(value, "account")), own;
    nanotao_key key;
    nanotao_review review;
    size_t i, cards, len, shown_len;
    if (nanotao_key_from_uri(&key, scheme, uri, strlen(uri), NULL) != NANOTAO_OK ||
        nanotao_key_account(&key, &own, NULL) != NANOTAO_OK || memcmp(&own, &account, sizeof own) != 0 ||
        nanotao_review_init(&review, payload.ptr, payload.len, &account, NULL, &cards, NULL) != NANOTAO_OK) {
        return 0;
    }
    /* Every card is made from the start again: of a long list of weights, which Rust shows whole, only as much as fits. */
    for (i = 0; i < cards; i++) {
        if (nanotao_review_card(&review, payload.ptr, payload.len, i, label, sizeof label, &len, shown, MAX, &shown_len,
                                NULL) != NANOTAO_OK) {
            return 0;
        }
    }
    if (nanotao_review_approve(&review, NULL) != NANOTAO_OK ||
        nanotao_review_sign(&review, payload.ptr, payload.len, &key, NULL, 0, signature, sizeof signature, &len) !=
            NANOTAO_OK ||
        nanotao_signature_verify(payload.ptr, payload.len, &account, signature, len) != NANOTAO_OK ||
        nanotao_extrinsic_encode(payload.ptr, payload.len, &account, signature, len, made, MAX, &len, NULL) !=
            NANOTAO_OK) {
        return 0;
    }
    /* An sr25519 signature is random in the file. */
    return scheme != NANOTAO_SCHEME_ED25519 || same(made, len, hex(field(value, "extrinsic")));
}

static int extrinsic(const cJSON *value) {
    const nanotao_tx_extension extension = extension_of(value);
    const nanotao_account_id account = account_of(field(value, "account"));
    const struct list call = hex(field(value, "call")), payload = hex(field(value, "payload"));
    const struct list signature = hex(field(value, "signature")), theirs = hex(field(value, "extrinsic"));
    const char *crypto = text(field(value, "crypto"));
    static const char *const SCHEMES[] = {"ed25519", "sr25519", "ecdsa"};
    const uint8_t scheme = *(const uint8_t *)signature.ptr;
    const int good = strcmp(text(field(value, "check")), "Ok") == 0;
    uint8_t *made = fresh(MAX, 1);
    size_t len = 0;
    nanotao_status status;
    if (scheme > 2 || strcmp(crypto, SCHEMES[scheme]) != 0 ||
        nanotao_call_payload(call.ptr, call.len, &extension, made, MAX, &len) != NANOTAO_OK ||
        !same(made, len, payload) || !same_made(value, call, payload, &account) || !reads_back(value, theirs, &extension, call, &account, signature, payload)) {
        return 0;
    }
    status = nanotao_signature_verify(payload.ptr, payload.len, &account, signature.ptr, signature.len);
    if (strcmp(crypto, "ecdsa") == 0) {
        return status == NANOTAO_SIGN_UNSUPPORTED_SCHEME;
    }
    if (status != (good ? NANOTAO_OK : NANOTAO_BAD_SIGNATURE)) {
        return 0;
    }
    status = nanotao_extrinsic_encode(payload.ptr, payload.len, &account, signature.ptr, signature.len, made, MAX, &len,
                                      NULL);
    /* Well-formed, but there is no way to show it: uids and weights do not pair up. */
    if (status == NANOTAO_CHAIN_WEIGHT_VEC_NOT_EQUAL_SIZE) {
        return 1;
    }
    if (!good) {
        return status == NANOTAO_BAD_SIGNATURE;
    }
    return status == NANOTAO_OK && same(made, len, theirs) &&
           journey(value, payload, strcmp(crypto, "ed25519") == 0 ? NANOTAO_SCHEME_ED25519 : NANOTAO_SCHEME_SR25519);
}

/* The fields of a case of the official SDK. */
static nanotao_tx_extension golden_extension(const cJSON *value) {
    const cJSON *network = field(file_of_case(), "network"), *era = field(value, "era");
    const cJSON *birth_hash = cJSON_GetObjectItem(value, "era_birth_block_hash");
    nanotao_tx_extension extension = {0};
    uint64_t birth;
    extension.struct_size = sizeof extension;
    extension.nonce = (uint32_t)number(field(value, "nonce"));
    extension.tip = number(field(value, "tip"));
    extension.spec_version = (uint32_t)number(field(network, "spec_version"));
    extension.transaction_version = (uint32_t)number(field(network, "transaction_version"));
    memcpy(extension.genesis_hash, hex(field(network, "genesis_hash")).ptr, 32);
    memcpy(extension.block_hash, birth_hash != NULL ? hex(birth_hash).ptr : extension.genesis_hash, 32);
    if (cJSON_IsObject(era)) {
        nanotao_era_mortal(number(field(era, "period")), number(field(era, "current")), &extension.era_period,
                           &extension.era_phase, &birth);
    } else if (strcmp(text(era), "00") != 0) {
        /* Neither immortal nor told: nothing takes such a struct. */
        extension.struct_size = 0;
    }
    return extension;
}

static struct list golden_payload(const cJSON *value, struct list call) {
    const nanotao_tx_extension extension = golden_extension(value);
    struct list made = {NULL, 0};
    made.ptr = fresh(MAX, 1);
    if (nanotao_call_payload(call.ptr, call.len, &extension, made.ptr, MAX, &made.len) != NANOTAO_OK) {
        made.len = 0;
    }
    return made;
}

static int signature_payload(const cJSON *value) {
    const struct list made = golden_payload(value, hex(field(value, "call_data_hex")));
    const nanotao_account_id account = {{0}};
    nanotao_review review;
    size_t cards;
    return same(made.ptr, made.len, hex(field(value, "payload_hex"))) &&
           nanotao_review_init(&review, made.ptr, made.len, &account, NULL, &cards, NULL) == NANOTAO_OK;
}

/* Their signatures are dummies, which `nanotao_extrinsic_encode` refuses: read only. */
static int golden_extrinsic(const cJSON *value) {
    const nanotao_tx_extension extension = golden_extension(value);
    const nanotao_account_id account = account_of(field(value, "public_key_hex"));
    const char *address = text(field(value, "address"));
    nanotao_account_id named;
    const struct list call = hex(field(value, "call_data_hex")), bytes = hex(field(value, "signature_hex"));
    const struct list payload = golden_payload(value, call);
    struct list signature;
    uint8_t *made = fresh(MAX, 1);
    size_t len;
    signature.len = bytes.len + 1;
    signature.ptr = fresh(signature.len, 1);
    *(uint8_t *)signature.ptr = (uint8_t)number(field(value, "signature_version"));
    memcpy((uint8_t *)signature.ptr + 1, bytes.ptr, bytes.len);
    return number(field(value, "crypto_type")) == number(field(value, "signature_version")) &&
           nanotao_ss58_parse(address, strlen(address), &named, NULL, NULL) == NANOTAO_OK &&
           memcmp(&named, &account, sizeof named) == 0 &&
           reads_back(value, hex(field(value, "extrinsic_hex")), &extension, call, &account, signature, payload) &&
           nanotao_extrinsic_encode(payload.ptr, payload.len, &account, signature.ptr, signature.len, made, MAX, &len,
                                    NULL) == NANOTAO_BAD_SIGNATURE;
}

/* Adds one key in SCALE; a number takes as many bytes as the item's own type. */
static int storage_key(uint32_t spec, const char *pallet, const char *item, const cJSON *args, struct list theirs) {
    uint8_t keys[256], *made = fresh(MAX, 1);
    size_t ends[8], count = 0, at = 0, width, len = 0;
    const size_t pallet_len = strcspn(pallet, ".");
    nanotao_status status = NANOTAO_OK;
    const cJSON *arg;
    cJSON_ArrayForEach(arg, args) {
        if (cJSON_IsString(arg)) {
            const int is_hex = strncmp(text(arg), "0x", 2) == 0;
            const nanotao_account_id account = is_hex ? account_of(arg) : parsed_address(arg);
            memcpy(keys + at, account.bytes, sizeof account.bytes);
            ends[count++] = at += sizeof account.bytes;
            continue;
        }
        for (width = 1; width <= 8; width *= 2) {
            const uint64_t value = number(arg);
            size_t i;
            for (i = 0; i < width; i++) {
                keys[at + i] = (uint8_t)(value >> 8 * i);
            }
            ends[count] = at + width;
            status = nanotao_storage_key(spec, pallet, pallet_len, item, strlen(item), keys, ends, count + 1, made, MAX,
                                         &len, NULL);
            if (status != NANOTAO_STORAGE_KEY_LEN) {
                break;
            }
        }
        at = ends[count++];
    }
    return nanotao_storage_key(spec, pallet, pallet_len, item, strlen(item), keys, ends, count, made, MAX, &len, NULL) ==
               NANOTAO_OK &&
           same(made, len, theirs);
}

static int chain_storage(const cJSON *value) {
    const char *entry = text(field(value, "entry"));
    return storage_key(425, entry, strchr(entry, '.') + 1, field(value, "args"), hex(field(value, "key")));
}

static int golden_storage(const cJSON *value) {
    const uint32_t spec = (uint32_t)number(field(field(file_of_case(), "network"), "spec_version"));
    return storage_key(spec, text(field(value, "pallet")), text(field(value, "storage_function")), field(value, "params"),
                       hex(field(value, "key_hex")));
}

static int multisig(const cJSON *value) {
    const cJSON *signatories = field(value, "signatories"), *signatory;
    const size_t len = (size_t)cJSON_GetArraySize(signatories);
    const nanotao_account_id theirs = parsed_address(field(value, "ss58_address"));
    nanotao_account_id *accounts = fresh(len, sizeof *accounts), ours;
    size_t i = 0;
    cJSON_ArrayForEach(signatory, signatories) {
        accounts[i++] = parsed_address(signatory);
    }
    return nanotao_multi_account_id(accounts, len, (uint16_t)number(field(value, "threshold")), &ours) == NANOTAO_OK &&
           memcmp(&ours, &theirs, sizeof ours) == 0;
}

/* A number of the runtime's. */
static int constant(const cJSON *value) {
    const uint32_t spec = (uint32_t)number(field(field(file_of_case(), "network"), "spec_version"));
    const char *pallet = text(field(value, "module")), *name = text(field(value, "name"));
    uint8_t bytes[16] = {0};
    uint64_t halves[2] = {0, 0}, low;
    int64_t high;
    size_t len = 0, i;
    wide(field(value, "decoded"), &low, &high);
    if (nanotao_constant(spec, pallet, strlen(pallet), name, strlen(name), bytes, sizeof bytes, &len) != NANOTAO_OK) {
        return 0;
    }
    for (i = 0; i < len; i++) {
        halves[i / 8] |= (uint64_t)bytes[i] << 8 * (i % 8);
    }
    return halves[0] == low && halves[1] == (uint64_t)high;
}

const struct section EXTRINSICS[] = {
    {"chain/extrinsics.json", "cases", EACH, extrinsic},
    {"chain/scale_misc.json", "storage_keys", EACH, chain_storage},
    {"clients/golden_spec461.json", "signature_payloads", EACH, signature_payload},
    {"clients/golden_spec461.json", "extrinsics", EACH, golden_extrinsic},
    {"clients/golden_spec461.json", "multisig", EACH, multisig},
    {"clients/golden_spec461.json", "storage_keys", EACH, golden_storage},
    {"clients/golden_spec461.json", "constants", EACH, constant},
    {NULL, NULL, EACH, NULL},
};
