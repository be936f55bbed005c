/*
 * Start of a C program on the Cortex-M4 of the MPS2 board (AN386): memory, arguments, panic. Files, standard output
 * and the exit status go to the host by semihosting (newlib's librdimon).
 */
#include <stdint.h>
#include <stdlib.h>

extern uint32_t data_load[], data_start[], data_end[], bss_start[], bss_end[], stack_top[];
extern void initialise_monitor_handles(void);
extern int main(int argc, char **argv);

void reset(void);
void nanotao_panic(void);

#define MAX_ARGUMENTS 8
#define SYS_WRITE0 0x04
#define SYS_GET_CMDLINE 0x15

static char line[256];
static char *arguments[MAX_ARGUMENTS + 1];

static int semihosting(int operation, void *parameters) {
    register int r0 __asm__("r0") = operation;
    register void *r1 __asm__("r1") = parameters;
    __asm__ volatile("bkpt 0xab" : "+r"(r0) : "r"(r1) : "memory");
    return r0;
}

static void stop(const char *why) {
    semihosting(SYS_WRITE0, (void *)why);
    _Exit(EXIT_FAILURE);
}

static void fault(void) {
    stop("the processor faulted\n");
}

/* Where a Rust panic ends. */
void nanotao_panic(void) {
    stop("the library panicked\n");
}

/* Splits the command line, which the host gives as one text, at spaces. */
static int split_arguments(void) {
    struct {
        char *buffer;
        int len;
    } block = {line, sizeof line - 1};
    int count = 0;
    char *at = line;
    if (semihosting(SYS_GET_CMDLINE, &block) != 0) {
        return 0;
    }
    while (count < MAX_ARGUMENTS) {
        while (*at == ' ') {
            *at++ = '\0';
        }
        if (*at == '\0') {
            break;
        }
        arguments[count++] = at;
        while (*at != ' ' && *at != '\0') {
            at++;
        }
    }
    return count;
}

void reset(void) {
    uint32_t *to = data_start;
    const uint32_t *from = data_load;
    while (to < data_end) {
        *to++ = *from++;
    }
    for (to = bss_start; to < bss_end; to++) {
        *to = 0;
    }
    initialise_monitor_handles();
    exit(main(split_arguments(), arguments));
}

__attribute__((section(".vectors"), used)) static const struct {
    uint32_t *stack;
    void (*handlers[15])(void);
} vectors = {
    stack_top,
    {reset, fault, fault, fault, fault, fault, 0, 0, 0, 0, fault, fault, 0, fault, fault},
};
