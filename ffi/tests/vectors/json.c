/* What a vector file holds, read with cJSON. */
#include "json.h"

#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static jmp_buf ended;
static int in_case;

void stop(const char *why, const char *what) {
    fprintf(stderr, "%s: %s\n", what, why);
    if (in_case) {
        longjmp(ended, 1);
    }
    exit(EXIT_FAILURE);
}

/* What stands in front of memory that is handed out. */
union owned {
    union owned *next;
    long double aligned;
};
static union owned *owned;

static void release(void) {
    while (owned != NULL) {
        union owned *next = owned->next;
        free(owned);
        owned = next;
    }
}

int holds(judge *by, const cJSON *value) {
    volatile int verdict = 0;
    if (setjmp(ended) == 0) {
        in_case = 1;
        verdict = by(value);
    }
    in_case = 0;
    release();
    return verdict;
}

static const char *name_of(const cJSON *value) {
    return value == NULL ? "no element" : value->string != NULL ? value->string : "element";
}

int has(const cJSON *value, const char *name) {
    return cJSON_GetObjectItemCaseSensitive(value, name) != NULL;
}

const cJSON *field(const cJSON *value, const char *name) {
    const cJSON *found = cJSON_GetObjectItemCaseSensitive(value, name);
    if (found == NULL) {
        stop("no such field", name);
    }
    return found;
}

const cJSON *nth(const cJSON *list, int index) {
    const cJSON *found = cJSON_GetArrayItem(list, index);
    if (found == NULL) {
        stop("no such element", name_of(list));
    }
    return found;
}

int is_null(const cJSON *value) {
    return cJSON_IsNull(value);
}

const char *text(const cJSON *value) {
    if (!cJSON_IsString(value)) {
        stop("no text", name_of(value));
    }
    return value->valuestring;
}

uint64_t number(const cJSON *value) {
    char *end;
    uint64_t found;
    if (cJSON_IsNumber(value)) {
        /* Negative ones keep their bits. */
        return value->valuedouble < 0 ? (uint64_t)(int64_t)value->valuedouble : (uint64_t)value->valuedouble;
    }
    found = strtoull(text(value), &end, 10);
    if (*end != '\0' || end == text(value)) {
        stop("no number", text(value));
    }
    return found;
}

uint32_t yes(const cJSON *value) {
    if (!cJSON_IsBool(value)) {
        stop("neither true nor false", name_of(value));
    }
    return cJSON_IsTrue(value) != 0;
}

void *fresh(size_t count, size_t size) {
    /* One byte more: a list of nothing is memory, too. */
    union owned *memory = calloc(1, sizeof *memory + count * size + 1);
    if (memory == NULL) {
        stop("no memory", "list");
        return NULL;
    }
    memory->next = owned;
    owned = memory;
    return memory + 1;
}

struct list hex(const cJSON *value) {
    const char *digits = text(value);
    struct list list;
    size_t i;
    if (strncmp(digits, "0x", 2) == 0) {
        digits += 2;
    }
    list.len = strlen(digits) / 2;
    if (strlen(digits) % 2 != 0 || strspn(digits, "0123456789abcdefABCDEF") != strlen(digits)) {
        stop("no hex", digits);
    }
    /* Zeros behind what is too short for a type of fixed length. */
    list.ptr = fresh(list.len + 64, 1);
    for (i = 0; i < list.len; i++) {
        unsigned byte = 0;
        sscanf(digits + 2 * i, "%2x", &byte);
        ((uint8_t *)list.ptr)[i] = (uint8_t)byte;
    }
    return list;
}

#define LIST(name, type, read)                                   \
    struct list name(const cJSON *value) {                       \
        const size_t len = (size_t)cJSON_GetArraySize(value);    \
        struct list list;                                        \
        type *to;                                                \
        const cJSON *element;                                    \
        list.len = len;                                          \
        list.ptr = fresh(len, sizeof(type));                     \
        to = list.ptr;                                           \
        cJSON_ArrayForEach(element, value) {                     \
            *to++ = (type)read(element);                         \
        }                                                        \
        return list;                                             \
    }

static double bits(const cJSON *value) {
    double found;
    memcpy(&found, hex(value).ptr, sizeof found);
    return found;
}

LIST(u16s, uint16_t, number)
LIST(u64s, uint64_t, number)
LIST(flags, uint8_t, yes)
LIST(doubles, double, bits)

void wide(const cJSON *value, uint64_t *low, int64_t *high) {
    const int small = cJSON_IsNumber(value);
    const char *digits = small ? "" : text(value);
    const int negative = *digits == '-';
    __extension__ unsigned __int128 found = 0;
    for (digits += negative; *digits != '\0'; digits++) {
        found = found * 10 + (unsigned)(*digits - '0');
    }
    found = negative ? -found : found;
    *low = small ? number(value) : (uint64_t)found;
    *high = small ? -(value->valuedouble < 0) : (int64_t)(uint64_t)(found >> 64);
}

/* Puts whole numbers of more than 15 digits in quotes: cJSON has doubles only, which do not hold them. */
static char *quote_long_numbers(const char *from, size_t len) {
    char *quoted = malloc(2 * len + 1), *to = quoted;
    int in_text = 0;
    if (quoted == NULL) {
        stop("no memory", "file");
        return NULL;
    }
    while (*from != '\0') {
        const size_t sign = !in_text && *from == '-', digits = in_text ? 0 : strspn(from + sign, "0123456789");
        if (digits > 15 && strchr(".eE", from[sign + digits]) == NULL) {
            *to++ = '"';
            memcpy(to, from, sign + digits);
            to += sign + digits;
            *to++ = '"';
            from += sign + digits;
        } else if (digits > 0) {
            const size_t whole = strspn(from, "0123456789.eE+-");
            memcpy(to, from, whole);
            to += whole;
            from += whole;
        } else {
            if (in_text && *from == '\\') {
                *to++ = *from++;
            } else if (*from == '"') {
                in_text = !in_text;
            }
            *to++ = *from++;
        }
    }
    *to = '\0';
    return quoted;
}

cJSON *load(const char *path) {
    FILE *file = fopen(path, "rb");
    long len;
    char *contents, *quoted;
    cJSON *value;
    if (file == NULL || fseek(file, 0, SEEK_END) != 0 || (len = ftell(file)) < 0) {
        stop("cannot be read", path);
        return NULL;
    }
    rewind(file);
    contents = malloc((size_t)len + 1);
    if (contents == NULL || fread(contents, 1, (size_t)len, file) != (size_t)len) {
        stop("cannot be read", path);
        return NULL;
    }
    fclose(file);
    contents[len] = '\0';
    quoted = quote_long_numbers(contents, (size_t)len);
    value = cJSON_Parse(quoted);
    free(contents);
    free(quoted);
    if (value == NULL) {
        stop("no JSON", path);
    }
    return value;
}
