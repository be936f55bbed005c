/*
 * The vectors through the C ABI: vectors DIR. Prints "FILE SECTION PASSED FAILED" for each section that C covers, and the
 * first failures. It stands on cJSON.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "json.h"

static void stop(const char *why, const char *what) {
    fprintf(stderr, "%s: %s\n", what, why);
    exit(EXIT_FAILURE);
}

const cJSON *field(const cJSON *value, const char *name) {
    const cJSON *found = cJSON_GetObjectItemCaseSensitive(value, name);
    if (found == NULL) {
        stop("no such field", name);
    }
    return found;
}

int is_null(const cJSON *value) {
    return cJSON_IsNull(value);
}

const char *text(const cJSON *value) {
    if (!cJSON_IsString(value)) {
        stop("no text", value->string != NULL ? value->string : "element");
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
        stop("neither true nor false", value->string != NULL ? value->string : "element");
    }
    return cJSON_IsTrue(value) != 0;
}

#define MAX_OWNED 16384
static void *owned[MAX_OWNED];
static size_t owned_len;

void *fresh(size_t count, size_t size) {
    /* One byte more: a list of nothing is memory, too. */
    void *memory = calloc(1, count * size + 1);
    if (memory == NULL || owned_len == MAX_OWNED) {
        stop("no memory", "list");
    }
    owned[owned_len++] = memory;
    return memory;
}

void release(void) {
    while (owned_len > 0) {
        free(owned[--owned_len]);
    }
}

struct list hex(const cJSON *value) {
    const char *digits = text(value);
    struct list list;
    size_t i;
    if (strncmp(digits, "0x", 2) == 0) {
        digits += 2;
    }
    list.len = strlen(digits) / 2;
    list.ptr = fresh(list.len, 1);
    for (i = 0; i < list.len; i++) {
        unsigned byte;
        if (sscanf(digits + 2 * i, "%2x", &byte) != 1) {
            stop("no hex", digits);
        }
        ((uint8_t *)list.ptr)[i] = (uint8_t)byte;
    }
    return list;
}

#define LIST(name, type, read)                                   \
    struct list name(const cJSON *value) {                       \
        const size_t len = (size_t)cJSON_GetArraySize(value);    \
        struct list list;                                        \
        type *at;                                                \
        const cJSON *element;                                    \
        list.len = len;                                          \
        list.ptr = fresh(len, sizeof(type));                     \
        at = list.ptr;                                           \
        cJSON_ArrayForEach(element, value) {                     \
            *at++ = (type)read(element);                         \
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
    const char *digits = text(value);
    const int negative = *digits == '-';
    __extension__ unsigned __int128 found = 0;
    for (digits += negative; *digits != '\0'; digits++) {
        found = found * 10 + (unsigned)(*digits - '0');
    }
    found = negative ? -found : found;
    *low = (uint64_t)found;
    *high = (int64_t)(uint64_t)(found >> 64);
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
        const size_t digits = in_text ? 0 : strspn(from, "0123456789");
        if (digits > 15 && strchr(".eE", from[digits]) == NULL) {
            *to++ = '"';
            memcpy(to, from, digits);
            to += digits;
            *to++ = '"';
            from += digits;
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

static cJSON *load(const char *folder, const char *name) {
    char path[1024];
    FILE *file;
    long len;
    char *contents, *quoted;
    cJSON *value;
    snprintf(path, sizeof path, "%s/%s", folder, name);
    file = fopen(path, "rb");
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

static unsigned long failures, passed, failed, judged;
static cJSON *file;

const cJSON *file_of_case(void) {
    return file;
}

static void judge_case(const struct section *section, const cJSON *value) {
    if (section->judge(value)) {
        passed++;
    } else if (failed++ < 5) {
        fprintf(stderr, "FAIL %s %s[%lu]\n", section->file, section->name, judged);
    }
    release();
    judged++;
}

static void run(const char *folder, const struct section *sections) {
    const struct section *section;
    for (section = sections; section->name != NULL; section++) {
        const cJSON *cases, *element, *inner;
        passed = failed = judged = 0;
        if (section == sections || strcmp(section->file, section[-1].file) != 0) {
            cJSON_Delete(file);
            file = load(folder, section->file);
        }
        cases = section->cases == WHOLE ? file : field(file, section->name);
        if (section->cases == WHOLE || section->cases == ONE) {
            judge_case(section, cases);
        } else {
            cJSON_ArrayForEach(element, cases) {
                if (section->cases == EACH) {
                    judge_case(section, element);
                    continue;
                }
                cJSON_ArrayForEach(inner, field(element, "cases")) {
                    judge_case(section, inner);
                }
            }
        }
        printf("%s %s %lu %lu\n", section->file, section->name, passed, failed);
        failures += failed;
    }
    cJSON_Delete(file);
    file = NULL;
}

int main(int argc, char **argv) {
    if (argc != 2) {
        stop("vectors DIR", "usage");
    }
    run(argv[1], WEIGHTS);
    run(argv[1], QUANTISE);
    run(argv[1], CALLS);
    run(argv[1], EXTRINSICS);
    run(argv[1], TIMELOCK);
    run(argv[1], RFC78);
    run(argv[1], KEYS);
    run(argv[1], REGISTRATION);
    run(argv[1], EPOCHS);
    run(argv[1], EMISSIONS);
    run(argv[1], DIVIDENDS);
    run(argv[1], POOLS);
    run(argv[1], SCHEDULES);
    return failures == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
