/* Metadata proofs of both provers, what two real decoders read by them, and inputs that must be refused. */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "json.h"
#include "nanotao.h"

#define MAX 8192

static int same(const void *ours, size_t len, struct list theirs) {
    return len == theirs.len && memcmp(ours, theirs.ptr, len) == 0;
}

/* One item as the file has it, in `value`; the address, where it is an account, in `address`. */
static void show(const uint8_t *payload, const nanotao_item *item, char *value, char *address) {
    const uint8_t *data = payload + item->data_offset;
    uint32_t i;
    *address = '\0';
    switch (item->kind) {
    case NANOTAO_ITEM_BOOL: sprintf(value, "%s", item->low != 0 ? "true" : "false"); break;
    case NANOTAO_ITEM_LIST: sprintf(value, "[%" PRIu64 "]", item->low); break;
    case NANOTAO_ITEM_U16S: sprintf(value, "[%" PRIu32 "]", item->data_len); break;
    case NANOTAO_ITEM_VARIANT: sprintf(value, "%.*s", (int)item->name_len, item->name); break;
    case NANOTAO_ITEM_TEXT: sprintf(value, "%.*s", (int)item->data_len, (const char *)data); break;
    case NANOTAO_ITEM_UNSIGNED: {
        char digits[40] = {0};
        int at = 39;
        __extension__ unsigned __int128 rest = (unsigned __int128)item->high << 64 | item->low;
        do {
            digits[--at] = (char)('0' + (int)(rest % 10));
            rest /= 10;
        } while (rest != 0);
        strcpy(value, digits + at);
        break;
    }
    case NANOTAO_ITEM_BYTES:
        value += sprintf(value, "0x");
        for (i = 0; i < item->data_len; i++) {
            value += sprintf(value, "%02x", data[i]);
        }
        if (item->type_name_len == 11 && memcmp(item->type_name, "AccountId32", 11) == 0) {
            size_t len;
            nanotao_ss58_encode((const nanotao_account_id *)data, NANOTAO_SS58_PREFIX, address, 64, &len);
        }
        break;
    default: strcpy(value, "?");
    }
}

/* The next of a list of paths and values. */
static int expect(const cJSON **pair, const char *path, const char *value) {
    int holds = *pair != NULL && strcmp(text(nth(*pair, 0)), path) == 0 &&
                strcmp(text(nth(*pair, 1)), value) == 0;
    *pair = holds ? (*pair)->next : NULL;
    return holds;
}

static int values(const cJSON *value, struct list payload, struct list proof) {
    const cJSON *pair = field(value, "expected")->child, *account = field(value, "ss58")->child;
    char path[512] = "call", *shown = fresh(3 * MAX, 1), element[600], number_text[8], address[64];
    size_t i, j, len, count = 0;
    for (i = 0;; i++) {
        nanotao_item item;
        nanotao_status status;
        item.struct_size = sizeof item;
        status = nanotao_payload_item_by_proof(payload.ptr, payload.len, proof.ptr, proof.len, i, &item, path + 4,
                                               sizeof path - 4, &len, &count);
        if (status == NANOTAO_NO_ITEM) {
            return pair == NULL && account == NULL && count == i && i > 1;
        }
        if (status != NANOTAO_OK) {
            return 0;
        }
        show(payload.ptr, &item, shown, address);
        if (!expect(&pair, path, shown) || (*address != '\0' && !expect(&account, path, address))) {
            return 0;
        }
        for (j = 0; item.kind == NANOTAO_ITEM_U16S && j < item.data_len; j++) {
            const uint8_t *data = (uint8_t *)payload.ptr + item.data_offset + 2 * j;
            snprintf(element, sizeof element, "%s[%u]", path, (unsigned)j);
            sprintf(number_text, "%u", (unsigned)(data[0] | data[1] << 8));
            if (!expect(&pair, element, number_text)) {
                return 0;
            }
        }
    }
}

static nanotao_status review(struct list payload, struct list proof) {
    const nanotao_account_id account = {{0}};
    nanotao_review memory;
    size_t cards;
    return nanotao_review_init_by_proof(&memory, payload.ptr, payload.len, proof.ptr, proof.len, &account, NULL, &cards,
                                        NULL);
}

static int starts_with(const uint8_t *bytes, struct list theirs) {
    return memcmp(bytes, theirs.ptr, theirs.len) == 0;
}

/* The extension, taken from the extrinsic that the payload becomes. */
static int extension(const cJSON *theirs, struct list payload, struct list proof, size_t call_len) {
    static const uint8_t secret[NANOTAO_MINI_SECRET_LEN] = {7};
    const cJSON *immortal = cJSON_GetObjectItem(theirs, "immortal");
    const int forever = immortal != NULL && cJSON_IsTrue(immortal);
    char label[512], *shown = fresh(3 * MAX, 1);
    uint8_t signature[NANOTAO_SIGNATURE_MAX_LEN], *extrinsic = fresh(MAX, 1), *context = payload.ptr;
    nanotao_key key;
    nanotao_account_id account;
    nanotao_review memory;
    nanotao_extrinsic parsed = {0};
    size_t i, cards, len, label_len, shown_len;
    parsed.struct_size = sizeof parsed;
    if (nanotao_key_from_mini_secret(&key, NANOTAO_SCHEME_ED25519, secret, sizeof secret) != NANOTAO_OK ||
        nanotao_key_account(&key, &account, NULL) != NANOTAO_OK ||
        nanotao_review_init_by_proof(&memory, payload.ptr, payload.len, proof.ptr, proof.len, &account, NULL, &cards,
                                     NULL) != NANOTAO_OK) {
        return 0;
    }
    for (i = 0; i < cards; i++) {
        if (nanotao_review_card_by_proof(&memory, payload.ptr, payload.len, proof.ptr, proof.len, i, label, sizeof label,
                                         &label_len, shown, 3 * MAX, &shown_len, NULL) != NANOTAO_OK) {
            return 0;
        }
    }
    if (nanotao_review_approve(&memory, NULL) != NANOTAO_OK ||
        nanotao_review_sign_by_proof(&memory, payload.ptr, payload.len, proof.ptr, proof.len, &key, NULL, 0, signature,
                                     sizeof signature, &len) != NANOTAO_OK ||
        nanotao_extrinsic_encode_by_proof(payload.ptr, payload.len, proof.ptr, proof.len, &account, signature, len,
                                          extrinsic, MAX, &len, NULL) != NANOTAO_OK ||
        nanotao_extrinsic_parse(extrinsic, len, &parsed, NULL) != NANOTAO_OK) {
        return 0;
    }
    context += payload.len - (4 + 4 + 32 + 32 + 33);
    return parsed.call_len == call_len && starts_with((uint8_t *)payload.ptr + call_len, hex(field(theirs, "era"))) && parsed.nonce == number(field(theirs, "nonce")) &&
           parsed.tip == number(field(theirs, "tip")) && parsed.has_metadata_hash == number(field(theirs, "mode")) &&
           parsed.era_period == (forever ? 0 : number(field(theirs, "period"))) &&
           parsed.era_phase == (forever ? 0 : number(field(theirs, "phase"))) &&
           (context[0] | context[1] << 8) == (int)number(field(theirs, "spec_version")) &&
           context[4] == number(field(theirs, "transaction_version")) &&
           same(context + 8, 32, hex(field(theirs, "genesis_hash"))) &&
           same(context + 40, 32, hex(field(theirs, "birth_hash"))) &&
           same(context + 73, 32, hex(field(theirs, "metadata_hash")));
}

static int good(const cJSON *value) {
    static const char *const NAMES[] = {"proof_js", "proof_rust"};
    struct list payload = hex(field(value, "payload"));
    size_t i;
    for (i = 0; i < 2; i++) {
        struct list proof = hex(field(value, NAMES[i]));
        nanotao_proof_info info = {0};
        info.struct_size = sizeof info;
        if (nanotao_proof_parse(proof.ptr, proof.len, &info, NULL) != NANOTAO_OK ||
            !same(info.digest, sizeof info.digest, hex(field(value, "digest"))) ||
            info.spec_version != number(field(value, "spec")) ||
            !extension(field(value, "ext"), payload, proof, (size_t)number(field(value, "call_len"))) ||
            !values(value, payload, proof)) {
            return 0;
        }
    }
    return 1;
}

static int bad(const cJSON *value) {
    const nanotao_status status = review(hex(field(value, "payload")), hex(field(value, "proof")));
    const cJSON *allowed;
    cJSON_ArrayForEach(allowed, field(field(refusals(), "classes"), text(field(value, "must_fail")))) {
        if (status != NANOTAO_OK && number(allowed) == status) {
            return 1;
        }
    }
    return 0;
}

/* A payload of its three parts, and two proofs. */
static int in_parts(const cJSON *value, const char *const *names) {
    struct list call = hex(field(value, names[0])), included = hex(field(value, names[1]));
    struct list signed_with = hex(field(value, names[2])), payload;
    payload.len = call.len + included.len + signed_with.len;
    payload.ptr = fresh(payload.len, 1);
    memcpy(payload.ptr, call.ptr, call.len);
    memcpy((uint8_t *)payload.ptr + call.len, included.ptr, included.len);
    memcpy((uint8_t *)payload.ptr + call.len + included.len, signed_with.ptr, signed_with.len);
    return review(payload, hex(field(value, names[3]))) == NANOTAO_OK &&
           review(payload, hex(field(value, names[4]))) == NANOTAO_OK;
}

static int spec_218(const cJSON *value) {
    static const char *const NAMES[] = {"call_data", "included_in_extrinsic", "included_in_signed_data", "rust_proof",
                                        "js_proof"};
    return in_parts(value, NAMES) && hex(field(value, "rust_proof")).len == number(field(value, "rust_len")) &&
           hex(field(value, "js_proof")).len == number(field(value, "js_len"));
}

static int ledger(const cJSON *value) {
    static const char *const NAMES[] = {"call_data_hex", "included_in_extrinsic_hex", "included_in_signed_data_hex",
                                        "polkadot_js_proof_hex", "rust_proof_hex"};
    nanotao_proof_info info = {0};
    const struct list proof = hex(field(value, "rust_proof_hex"));
    info.struct_size = sizeof info;
    return in_parts(value, NAMES) && nanotao_proof_parse(proof.ptr, proof.len, &info, NULL) == NANOTAO_OK &&
           info.spec_version == number(field(value, "spec_version"));
}

const struct section RFC78[] = {
    {"clients/rfc78.json", "good", EACH, good},
    {"clients/rfc78.json", "bad", EACH, bad},
    {"clients/rfc78_spec218.json", "calls", EACH, spec_218},
    {"clients/ledger_proof_vector.json", "*", WHOLE, ledger},
    {NULL, NULL, EACH, NULL},
};
