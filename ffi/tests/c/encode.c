/* Calls from names and arguments: what the typed builders write, and misuse. */
#include <string.h>

#include "check.h"
#include "fixture.h"

#define BAD NANOTAO_INVALID_POINTER
#define MARK 0xa5

static struct fixture f;
static uint8_t bytes[512], typed[512];
static char name[64], type[64];
static size_t len, typed_len, name_len, type_len, position;

static void *odd(void) {
    static uint64_t memory[64];
    return (uint8_t *)memory + 1;
}

static nanotao_arg arg(nanotao_arg_kind kind, const void *ptr, size_t count) {
    nanotao_arg made = {0};
    made.kind = kind;
    made.ptr = ptr;
    made.len = count;
    return made;
}

static nanotao_arg number(uint64_t value) {
    nanotao_arg made = {0};
    made.kind = NANOTAO_ARG_UNSIGNED;
    made.low = value;
    return made;
}

static nanotao_arg account(void) {
    return arg(NANOTAO_ARG_ACCOUNT, f.account.bytes, sizeof f.account.bytes);
}

static nanotao_status encode(const char *pallet, const char *function, const nanotao_arg *args, size_t args_len) {
    position = 77;
    return nanotao_call_encode(475, pallet, strlen(pallet), function, strlen(function), args, args_len, bytes, sizeof bytes,
                               &len, &position);
}

/* Nothing comes of it but the status and the place. */
static int refused(nanotao_status expected, size_t at, const nanotao_arg *args, size_t args_len) {
    size_t i;
    memset(bytes, MARK, sizeof bytes);
    len = 77;
    if (encode("SubtensorModule", "add_stake", args, args_len) != expected || position != at || len != 77) {
        return 0;
    }
    for (i = 0; i < sizeof bytes && bytes[i] == MARK; i++) {
    }
    return i == sizeof bytes;
}

static int as_typed(nanotao_status status) {
    return status == NANOTAO_OK && len == typed_len && memcmp(bytes, typed, len) == 0;
}

static void same_as_typed(void) {
    nanotao_arg args[4], nested[2];
    args[0] = account();
    args[1] = number(7);
    args[2] = number(5000000000u);
    nanotao_call_add_stake(&f.account, 7, 5000000000u, typed, sizeof typed, &typed_len);
    CHECK("add_stake", as_typed(encode("SubtensorModule", "add_stake", args, 3)));
    args[1] = number(9);
    nanotao_call_transfer_keep_alive(&f.account, 9, typed, sizeof typed, &typed_len);
    CHECK("transfer", as_typed(encode("Balances", "transfer_keep_alive", args, 2)));

    /* The transfer in a batch, and the batch by a proxy. */
    nested[0] = nested[1] = arg(NANOTAO_ARG_ENCODED, typed, typed_len);
    args[0] = arg(NANOTAO_ARG_LIST, nested, 2);
    CHECK("batch", encode("Utility", "batch_all", args, 1) == NANOTAO_OK && len == 3 + 2 * typed_len);
    memcpy(typed, bytes, len);
    args[0] = account();
    args[1] = arg(NANOTAO_ARG_TEXT, "Any", 3);
    args[2] = arg(NANOTAO_ARG_ENCODED, typed, len);
    typed_len = len;
    CHECK("proxy", encode("Proxy", "proxy", args, 3) == NANOTAO_OK && len == 2 + 33 + 2 + typed_len);
    args[1] = arg(NANOTAO_ARG_NONE, NULL, 0);
    CHECK("proxy", encode("Proxy", "proxy", args, 3) == NANOTAO_OK && len == 2 + 33 + 1 + typed_len);
    CHECK("read", nanotao_call_cards(475, bytes, len, &name_len, NULL) == NANOTAO_OK && name_len > 8);

    args[0] = number(1);
    args[1] = arg(NANOTAO_ARG_U16S, f.uids, PAIRS);
    args[2] = arg(NANOTAO_ARG_U16S, f.weights, PAIRS);
    args[3] = number(3);
    CHECK("set_weights", encode("SubtensorModule", "set_weights", args, 4) == NANOTAO_OK &&
                             memcmp(bytes, f.payload, len) == 0);
}

static void misfits(void) {
    nanotao_arg args[3], good[3], lists[18], odd_one;
    size_t i;
    good[0] = account();
    good[1] = number(1);
    good[2] = number(2);
#define SPOIL(index, spoilt) (memcpy(args, good, sizeof args), args[index] = (spoilt), args)
    CHECK("count", refused(NANOTAO_CALL_ARGUMENT_COUNT, 3, good, 2) && refused(NANOTAO_CALL_ARGUMENT_COUNT, 3, NULL, 0));
    CHECK("type", refused(NANOTAO_CALL_ARGUMENT_TYPE, 0, SPOIL(0, number(1)), 3));
    CHECK("type", refused(NANOTAO_CALL_ARGUMENT_TYPE, 2, SPOIL(2, account()), 3));
    CHECK("type", refused(NANOTAO_CALL_ARGUMENT_TYPE, 2, SPOIL(2, arg(NANOTAO_ARG_NONE, NULL, 0)), 3));
    CHECK("range", refused(NANOTAO_CALL_ARGUMENT_RANGE, 1, SPOIL(1, number(65536)), 3));
    odd_one = number(1);
    odd_one.high = 1;
    CHECK("range", refused(NANOTAO_CALL_ARGUMENT_RANGE, 1, SPOIL(1, odd_one), 3));
    CHECK("length", refused(NANOTAO_CALL_ARGUMENT_LENGTH, 0, SPOIL(0, arg(NANOTAO_ARG_BYTES, typed, 31)), 3));
    CHECK("length", refused(NANOTAO_INVALID_LENGTH, 0, SPOIL(0, arg(NANOTAO_ARG_ACCOUNT, typed, 31)), 3));
    CHECK("encoding", refused(NANOTAO_CALL_ARGUMENT_ENCODING, 2, SPOIL(2, arg(NANOTAO_ARG_ENCODED, typed, 9)), 3));
    CHECK("kind", refused(NANOTAO_UNKNOWN_ARG, 1, SPOIL(1, arg(99, NULL, 0)), 3));
    CHECK("NULL", refused(BAD, 0, SPOIL(0, arg(NANOTAO_ARG_ACCOUNT, NULL, 32)), 3));
    CHECK("misaligned", refused(BAD, 1, SPOIL(1, arg(NANOTAO_ARG_U16S, odd(), 2)), 3));
    CHECK("misaligned", refused(BAD, 1, SPOIL(1, arg(NANOTAO_ARG_LIST, odd(), 2)), 3));
    CHECK("huge", refused(NANOTAO_INVALID_LENGTH, 0, SPOIL(0, arg(NANOTAO_ARG_BYTES, typed, SIZE_MAX)), 3));
    CHECK("huge", refused(NANOTAO_INVALID_LENGTH, 0, SPOIL(0, arg(NANOTAO_ARG_U16S, f.uids, SIZE_MAX / 2)), 3));
    CHECK("huge", refused(NANOTAO_INVALID_LENGTH, 0, SPOIL(0, arg(NANOTAO_ARG_LIST, args, SIZE_MAX / 8)), 3));
    CHECK("no text", refused(NANOTAO_INVALID_TEXT, 0, SPOIL(0, arg(NANOTAO_ARG_TEXT, "\xff", 1)), 3));
    CHECK("overlap", refused(NANOTAO_OVERLAP, 0, SPOIL(0, arg(NANOTAO_ARG_BYTES, bytes + 500, 32)), 3));
    odd_one = number(1);
    odd_one.reserved = 1;
    CHECK("reserved", refused(NANOTAO_INVALID_FLAG, 1, SPOIL(1, odd_one), 3));
    odd_one = arg(NANOTAO_ARG_BOOL, NULL, 0);
    odd_one.low = 2;
    CHECK("flag", refused(NANOTAO_INVALID_FLAG, 1, SPOIL(1, odd_one), 3));
    /* A list that holds itself has no end. */
    lists[0] = arg(NANOTAO_ARG_LIST, lists, 1);
    CHECK("in itself", refused(NANOTAO_CALL_ARGUMENT_ENCODING, 2, SPOIL(2, lists[0]), 3));
    for (i = 0; i < 17; i++) {
        lists[i] = arg(NANOTAO_ARG_LIST, &lists[i + 1], 1);
    }
    lists[17] = number(1);
    CHECK("too deep", refused(NANOTAO_CALL_ARGUMENT_ENCODING, 2, SPOIL(2, lists[0]), 3));
    CHECK("not too deep", refused(NANOTAO_CALL_ARGUMENT_TYPE, 2, SPOIL(2, lists[2]), 3));
    args[0] = arg(NANOTAO_ARG_U16S, f.weights, PAIRS);
    CHECK("order", encode("SubtensorModule", "claim_root", args, 1) == NANOTAO_CALL_ARGUMENT_ORDER && position == 0);

    CHECK("pallet", encode("Nowhere", "add_stake", good, 3) == NANOTAO_CALL_UNKNOWN_PALLET &&
                        position == NANOTAO_NO_POSITION);
    CHECK("call", encode("Balances", "add_stake", good, 3) == NANOTAO_CALL_UNKNOWN_CALL);
    CHECK("pallet", encode("", "", good, 3) == NANOTAO_CALL_UNKNOWN_PALLET);
    CHECK("spec", nanotao_call_encode(1, "Balances", 8, "burn", 4, good, 3, bytes, 512, &len, NULL) ==
                      NANOTAO_CALL_UNKNOWN_SPEC);
    CHECK("pallet", nanotao_call_encode(475, NULL, 8, "burn", 4, good, 3, bytes, 512, &len, NULL) == BAD);
    CHECK("call", nanotao_call_encode(475, "Balances", 8, NULL, 4, good, 3, bytes, 512, &len, NULL) == BAD);
    CHECK("args", nanotao_call_encode(475, "Balances", 8, "burn", 4, NULL, 3, bytes, 512, &len, NULL) == BAD);
    CHECK("args", nanotao_call_encode(475, "Balances", 8, "burn", 4, odd(), 3, bytes, 512, &len, NULL) == BAD);
    CHECK("len", nanotao_call_encode(475, "Balances", 8, "burn", 4, good, 3, bytes, 512, NULL, NULL) == BAD);
    CHECK("overlap", nanotao_call_encode(475, "Balances", 8, "burn", 4, good, 3, (uint8_t *)&good[1], 1, &len, NULL) ==
                         NANOTAO_OVERLAP);
    CHECK("room", encode("SubtensorModule", "add_stake", good, 3) == NANOTAO_OK);
    for (i = 0; i < 44; i++) {
        typed[0] = MARK;
        typed_len = 0;
        CHECK_CASE("too small", i,
                   nanotao_call_encode(475, "SubtensorModule", 15, "add_stake", 9, good, 3, typed, i, &typed_len, NULL) ==
                           NANOTAO_BUFFER_TOO_SMALL &&
                       typed_len == 44 && typed[0] == MARK);
    }
}

static nanotao_status argument(const char *function, size_t index) {
    position = 77;
    return nanotao_call_argument(475, "SubtensorModule", 15, function, strlen(function), index, name, sizeof name, &name_len,
                                 type, sizeof type, &type_len, &position);
}

static void arguments(void) {
    CHECK("argument", argument("add_stake", 2) == NANOTAO_OK && strcmp(name, "amount_staked") == 0 &&
                          strcmp(type, "TaoBalance") == 0 && position == 77);
    CHECK("none", argument("add_stake", 3) == NANOTAO_CALL_ARGUMENT_COUNT && position == 3);
    CHECK("none", argument("add_stake", SIZE_MAX) == NANOTAO_CALL_ARGUMENT_COUNT && position == 3);
    CHECK("unknown", argument("nothing", 0) == NANOTAO_CALL_UNKNOWN_CALL);
    CHECK("shared", nanotao_call_argument(475, "Balances", 8, "burn", 4, 0, name, 64, &name_len, name, 64, &type_len,
                                          NULL) == NANOTAO_OVERLAP);
    CHECK("room", nanotao_call_argument(475, "Balances", 8, "burn", 4, 0, name, 64, &name_len, NULL, 0, &type_len, NULL) ==
                          NANOTAO_BUFFER_TOO_SMALL &&
                      name_len == 5 && type_len > 3);
    CHECK("name", nanotao_call_argument(475, "Balances", 8, "burn", 4, 0, NULL, 64, &name_len, type, 64, &type_len, NULL) ==
                      BAD);
    CHECK("name", nanotao_call_argument(475, "Balances", 8, NULL, 4, 0, name, 64, &name_len, type, 64, &type_len, NULL) ==
                      BAD);
}

void test_encode(void) {
    make_fixture(&f, NANOTAO_SCHEME_ED25519);
    same_as_typed();
    misfits();
    arguments();
}
