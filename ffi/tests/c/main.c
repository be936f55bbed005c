/* The tests of the C ABI, on a desktop or on a board. */
#include <stdio.h>
#include <stdlib.h>

#include "check.h"

static unsigned long passed, failed;

void check(int holds, const char *name, size_t index, const char *file, int line) {
    if (holds) {
        passed++;
    } else {
        failed++;
        printf("FAIL %s [%lu] (%s:%d)\n", name, (unsigned long)index, file, line);
    }
}

int main(void) {
    test_golden();
    test_buffers();
    test_pointers();
    test_arguments();
    test_review();
    test_proofs();
    test_reading();
    test_encode();
    test_timelock();
    test_timelocked();
    test_rooms();
    test_epochs();
    test_emissions();
    test_arithmetic();
    test_steps();
    printf("%lu passed, %lu failed\n", passed, failed);
    return failed == 0 && passed != 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
