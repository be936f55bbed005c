/* Counts what holds. Every line of output that begins with "FAIL" names what does not. */
#ifndef CHECK_H
#define CHECK_H

#include <stddef.h>

/* Counts one case. */
void check(int holds, const char *name, size_t index, const char *file, int line);

#define CHECK(name, condition) check((condition) ? 1 : 0, name, 0, __FILE__, __LINE__)
#define CHECK_CASE(name, index, condition) check((condition) ? 1 : 0, name, index, __FILE__, __LINE__)

void test_golden(void);
void test_buffers(void);
void test_pointers(void);
void test_arguments(void);
void test_review(void);
void test_proofs(void);
void test_reading(void);
void test_encode(void);
void test_timelock(void);
void test_timelocked(void);
void test_rooms(void);
void test_epochs(void);
void test_emissions(void);
void test_arithmetic(void);
void test_steps(void);

#endif
