/*
 * The vectors through the C ABI: vectors TABLES [NAME PATH]..., each file with the name that the index has for it. Prints
 * "PATH SECTION PASSED FAILED" for each section that C covers, and the first failures. It stands on cJSON.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "json.h"

static const struct section *const SECTIONS[] = {
    WEIGHTS,      QUANTISE, CALLS,     EXTRINSICS, TIMELOCK, RFC78,   KEYS,      ERAS,
    REGISTRATION, EPOCHS,   EMISSIONS, DIVIDENDS,  POOLS,    MAINNET, SCHEDULES, MECHANISMS, MATH,
};

static unsigned long failures, passed, failed;
static cJSON *file, *tables[2];
static const cJSON *group;

const cJSON *file_of_case(void) {
    return file;
}

const cJSON *group_of_case(void) {
    return group;
}

const cJSON *exceptions(void) {
    return tables[0];
}

const cJSON *refusals(void) {
    return tables[1];
}

static void judge_case(const struct section *section, const char *path, const cJSON *value) {
    if (holds(section->judge, value)) {
        passed++;
    } else if (failed++ < 5) {
        fprintf(stderr, "FAIL %s %s[%lu]\n", path, section->name, passed + failed - 1);
    }
}

static void judge_each(const struct section *section, const char *path, const cJSON *cases) {
    const cJSON *element;
    cJSON_ArrayForEach(element, cases) {
        judge_case(section, path, element);
    }
}

static void run(const struct section *section, const char *path) {
    const cJSON *cases = section->cases == WHOLE ? file : cJSON_GetObjectItemCaseSensitive(file, section->name);
    if (cases == NULL) {
        return;
    }
    passed = failed = 0;
    if (section->cases == EACH) {
        judge_each(section, path, cases);
    } else if (section->cases == NESTED) {
        cJSON_ArrayForEach(group, cases) {
            judge_each(section, path, cJSON_GetObjectItemCaseSensitive(group, "cases"));
        }
    } else {
        judge_case(section, path, cases);
    }
    printf("%s %s %lu %lu\n", path, section->name, passed, failed);
    failures += failed;
}

int main(int argc, char **argv) {
    static const char *const TABLES[] = {"exceptions.json", "refusals.json"};
    char path[1024];
    int i;
    size_t j;
    if (argc < 2) {
        fprintf(stderr, "usage: vectors TABLES [NAME PATH]...\n");
        return EXIT_FAILURE;
    }
    for (j = 0; j < 2; j++) {
        snprintf(path, sizeof path, "%s/%s", argv[1], TABLES[j]);
        tables[j] = load(path);
    }
    for (i = 2; i + 1 < argc; i += 2) {
        file = load(argv[i + 1]);
        for (j = 0; j < sizeof SECTIONS / sizeof SECTIONS[0]; j++) {
            const struct section *section;
            for (section = SECTIONS[j]; section->name != NULL; section++) {
                if (strcmp(section->file, argv[i]) == 0) {
                    run(section, argv[i + 1]);
                }
            }
        }
        cJSON_Delete(file);
    }
    cJSON_Delete(tables[0]);
    cJSON_Delete(tables[1]);
    return failures == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
