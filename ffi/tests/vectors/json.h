/* What a vector file holds, in the types of C. A field that is not as it has to be ends the case, which fails. */
#ifndef JSON_H
#define JSON_H

#include <cjson/cJSON.h>
#include <stddef.h>
#include <stdint.h>

/* A list in memory of its own, which lives until the case ends. */
struct list {
    void *ptr;
    size_t len;
};

int has(const cJSON *value, const char *name);
const cJSON *field(const cJSON *value, const char *name);
const cJSON *nth(const cJSON *list, int index);
int is_null(const cJSON *value);
const char *text(const cJSON *value);
uint64_t number(const cJSON *value);
uint32_t yes(const cJSON *value);
struct list hex(const cJSON *value);
struct list u16s(const cJSON *value);
struct list u64s(const cJSON *value);
/* Bytes, 1 for true. */
struct list flags(const cJSON *value);
/* Little-endian doubles in hex. */
struct list doubles(const cJSON *value);
/* A decimal number of 128 bits, two's complement. */
void wide(const cJSON *value, uint64_t *low, int64_t *high);
/* Ends the case, which fails; or the program, where there is none. */
void stop(const char *why, const char *what);
/* Memory that lives until the case ends. */
void *fresh(size_t count, size_t size);
cJSON *load(const char *path);

/* A judge of one case: whether the library comes to what the file says. */
typedef int judge(const cJSON *value);
/* Judges, also what is no case. */
int holds(judge *by, const cJSON *value);

/* How a section is split into cases. */
enum cases {
    /* Each element, or each value of an object. */
    EACH,
    /* Each element of the `cases` of each element. */
    NESTED,
    /* The section is one case. */
    ONE,
    /* The file is one case; the section's name is "*". */
    WHOLE
};

struct section {
    const char *file, *name;
    enum cases cases;
    judge *judge;
};

/* The file that the case is from. */
const cJSON *file_of_case(void);
/* The element of the section whose `cases` have it. */
const cJSON *group_of_case(void);
/* What the judges of all languages go by: the values of cases whose own are not the measure, and what may be refused how. */
const cJSON *exceptions(void);
const cJSON *refusals(void);

extern const struct section WEIGHTS[], QUANTISE[], CALLS[], EXTRINSICS[], TIMELOCK[], RFC78[], KEYS[], ERAS[],
    REGISTRATION[], EPOCHS[], EMISSIONS[], DIVIDENDS[], POOLS[], MAINNET[], SCHEDULES[], MECHANISMS[], MATH[];

#endif
