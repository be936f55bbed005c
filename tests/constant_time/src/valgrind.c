#include <stddef.h>
#include <valgrind/memcheck.h>

/* Outside of valgrind these do nothing, and say so. */

int mark_secret(void *bytes, size_t len) {
    return VALGRIND_MAKE_MEM_UNDEFINED(bytes, len) != 0;
}

int mark_public(void *bytes, size_t len) {
    return VALGRIND_MAKE_MEM_DEFINED(bytes, len) != 0;
}
