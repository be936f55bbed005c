/* What a call of the C ABI costs beyond the work: functions that check their pointers and do next to nothing. */
#include <stdio.h>
#include <time.h>

#include "nanotao.h"

#define CALLS 1000000
#define ROUNDS 31

/* The time of this process alone, whatever else the machine does. */
static double now(void) {
    struct timespec time;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
    return (double)time.tv_sec * 1e9 + (double)time.tv_nsec;
}

/* The median of the rounds, in nanoseconds a call. */
static double median(double *rounds) {
    int i, j;
    for (i = 1; i < ROUNDS; i++) {
        for (j = i; j > 0 && rounds[j - 1] > rounds[j]; j--) {
            const double higher = rounds[j - 1];
            rounds[j - 1] = rounds[j];
            rounds[j] = higher;
        }
    }
    return rounds[ROUNDS / 2];
}

#define MEASURE(name, call)                                  \
    do {                                                     \
        double rounds[ROUNDS];                               \
        int round;                                           \
        long i;                                              \
        for (round = 0; round < ROUNDS; round++) {           \
            const double start = now();                      \
            for (i = 0; i < CALLS; i++) {                    \
                sum += (call);                               \
            }                                                \
            rounds[round] = (now() - start) / CALLS;         \
        }                                                    \
        printf("%s %.1f\n", name, median(rounds));           \
    } while (0)

int main(void) {
    nanotao_schedule schedule = {0};
    volatile uint64_t sum = 0;
    uint32_t due = 0;
    uint64_t value = 0;
    size_t len = 0;
    uint8_t bytes[NANOTAO_COMPACT_MAX_LEN];
    schedule.struct_size = sizeof schedule;
    schedule.tempo = 360;
    MEASURE("numbers", nanotao_is_commit_expired((uint64_t)i, 5, 7));
    MEASURE("struct", nanotao_should_run_epoch(475, &schedule, (uint64_t)i, &due));
    MEASURE("output", nanotao_compact_encode((uint64_t)i, bytes, sizeof bytes, &len));
    /* A number of one byte: next to no work. */
    nanotao_compact_encode(1, bytes, sizeof bytes, &len);
    MEASURE("input", nanotao_compact_parse(bytes, len, &value, &len, NULL));
    return 0;
}
