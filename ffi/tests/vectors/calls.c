/* Calls from their arguments, and back. */
#include <stdlib.h>
#include <string.h>

#include "json.h"
#include "nanotao.h"

#define MAX 8192
#define TEXT 64

static const char *IDENTITY[] = {"subnet_name", "github_repo", "subnet_contact", "subnet_url",
                                 "discord",     "description", "logo_url",       "additional"};

static nanotao_arg of_ptr(nanotao_arg_kind kind, const void *ptr, size_t len) {
    nanotao_arg arg = {0};
    arg.kind = kind;
    arg.ptr = ptr;
    arg.len = len;
    return arg;
}

static nanotao_arg of_list(size_t len, nanotao_arg **parts) {
    *parts = fresh(len, sizeof **parts);
    return of_ptr(NANOTAO_ARG_LIST, *parts, len);
}

static nanotao_arg of_number(const cJSON *value) {
    nanotao_arg arg = {0};
    int64_t high;
    arg.kind = NANOTAO_ARG_UNSIGNED;
    if (cJSON_IsNumber(value)) {
        arg.low = number(value);
    } else {
        wide(value, &arg.low, &high);
        arg.high = (uint64_t)high;
    }
    return arg;
}

/* An account's address, `bob`, or 32 bytes. */
static nanotao_arg of_account(const char *name) {
    nanotao_account_id *account = fresh(1, sizeof *account);
    char uri[TEXT] = "//";
    nanotao_key key;
    if (nanotao_ss58_parse(name, strlen(name), account, NULL, NULL) != NANOTAO_OK) {
        strncat(uri, name, TEXT - 3);
        uri[2] = (char)(uri[2] - 'a' + 'A');
        if (nanotao_key_from_uri(&key, NANOTAO_SCHEME_SR25519, uri, strlen(uri), NULL) != NANOTAO_OK ||
            nanotao_key_account(&key, account, NULL) != NANOTAO_OK) {
            abort();
        }
    }
    return of_ptr(NANOTAO_ARG_ACCOUNT, account->bytes, sizeof account->bytes);
}

static nanotao_arg encoded(uint32_t spec, const char *pallet, const char *function, const nanotao_arg *args, size_t len) {
    uint8_t *bytes = fresh(MAX, 1);
    size_t bytes_len = 0;
    if (nanotao_call_encode(spec, pallet, strlen(pallet), function, strlen(function), args, len, bytes, MAX, &bytes_len,
                            NULL) != NANOTAO_OK) {
        bytes_len = 0;
    }
    return of_ptr(NANOTAO_ARG_ENCODED, bytes, bytes_len);
}

/* "transfer 1 to bob", as the file puts it. */
static nanotao_arg of_transfer(uint32_t spec, const char *words) {
    nanotao_arg args[2];
    char *name;
    memset(args, 0, sizeof args);
    args[1].kind = NANOTAO_ARG_UNSIGNED;
    args[1].low = strtoull(words + strlen("transfer "), &name, 10);
    args[0] = of_account(name + strlen(" to "));
    return encoded(spec, "Balances", "transfer_keep_alive", args, 2);
}

static nanotao_arg of_call(uint32_t spec, const cJSON *value, const char *pallet, const char *function);

static nanotao_arg of_json(uint32_t spec, const cJSON *value, const char *type) {
    nanotao_arg arg = {0}, *parts;
    const cJSON *element;
    size_t i = 0;
    if (cJSON_IsNull(value)) {
        return arg;
    }
    if (cJSON_IsBool(value)) {
        arg.kind = NANOTAO_ARG_BOOL;
        arg.low = yes(value);
        return arg;
    }
    if (cJSON_IsNumber(value)) {
        return of_number(value);
    }
    if (cJSON_IsArray(value)) {
        arg = of_list((size_t)cJSON_GetArraySize(value), &parts);
        cJSON_ArrayForEach(element, value) {
            parts[i++] = of_json(spec, element, type);
        }
        return arg;
    }
    if (cJSON_IsString(value)) {
        const char *words = text(value);
        struct list bytes;
        if (words[strspn(words, "0123456789")] == '\0') {
            return of_number(value);
        }
        if (strncmp(words, "transfer ", 9) == 0) {
            return of_transfer(spec, words);
        }
        if (strncmp(words, "0x", 2) != 0) {
            return strlen(words) > 40 ? of_account(words) : of_ptr(NANOTAO_ARG_TEXT, words, strlen(words));
        }
        bytes = hex(value);
        return of_ptr(bytes.len == 32 && strstr(type, "Account") != NULL ? NANOTAO_ARG_ACCOUNT : NANOTAO_ARG_BYTES,
                      bytes.ptr, bytes.len);
    }
    if (cJSON_HasObjectItem(value, "module")) {
        return of_call(spec, value, text(field(value, "module")), text(field(value, "function")));
    }
    if (cJSON_HasObjectItem(value, IDENTITY[0])) {
        arg = of_list(sizeof IDENTITY / sizeof IDENTITY[0], &parts);
        for (i = 0; i < arg.len; i++) {
            parts[i] = of_json(spec, field(value, IDENTITY[i]), "");
        }
        return arg;
    }
    /* A variant with its fields. */
    arg = of_list(2, &parts);
    parts[0] = of_ptr(NANOTAO_ARG_TEXT, value->child->string, strlen(value->child->string));
    parts[1] = of_json(spec, value->child->child, "");
    return arg;
}

static nanotao_arg of_call(uint32_t spec, const cJSON *value, const char *pallet, const char *function) {
    char name[TEXT], type[512];
    size_t name_len, type_len, count = 0, i;
    nanotao_arg *args = fresh(32, sizeof *args);
    for (i = 0; i < 32; i++) {
        if (nanotao_call_argument(spec, pallet, strlen(pallet), function, strlen(function), i, name, sizeof name, &name_len,
                                  type, sizeof type, &type_len, &count) != NANOTAO_OK) {
            break;
        }
        args[i] = of_json(spec, field(value, name), type);
    }
    return i == count ? encoded(spec, pallet, function, args, count) : of_ptr(NANOTAO_ARG_NONE, NULL, 0);
}

static int both_ways(uint32_t spec, const char *pallet, const char *function, const cJSON *args, struct list theirs) {
    const nanotao_arg ours = of_call(spec, args, pallet, function);
    char found_pallet[TEXT], found_function[TEXT];
    size_t pallet_len, function_len;
    return ours.len == theirs.len && memcmp(ours.ptr, theirs.ptr, theirs.len) == 0 &&
           nanotao_call_name(spec, theirs.ptr, theirs.len, found_pallet, TEXT, &pallet_len, found_function, TEXT,
                             &function_len, NULL) == NANOTAO_OK &&
           strcmp(found_pallet, pallet) == 0 && strcmp(found_function, function) == 0;
}

static int cases(const cJSON *value) {
    const struct list encoded = hex(field(value, "encoded"));
    const uint8_t *bytes = encoded.ptr;
    return bytes[0] == number(field(value, "pallet_index")) && bytes[1] == number(field(value, "call_index")) &&
           both_ways(425, text(field(value, "pallet")), text(field(value, "call")), field(value, "args"), encoded);
}

static int golden(const cJSON *value) {
    const uint32_t spec = (uint32_t)number(field(field(file_of_case(), "network"), "spec_version"));
    return both_ways(spec, text(field(value, "module")), text(field(value, "function")), field(value, "params"),
                     hex(field(value, "data_hex")));
}

const struct section CALLS[] = {
    {"chain/calls.json", "cases", EACH, cases},
    {"clients/golden_spec461.json", "calls", EACH, golden},
    {NULL, NULL, EACH, NULL},
};
