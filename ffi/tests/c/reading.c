/* Cards to read: those of the review of the same call, in any order, and nothing to sign with. */
#include <string.h>

#include "check.h"
#include "fixture.h"

#define BAD NANOTAO_INVALID_POINTER

static struct fixture f;
static char label[64], value[256], other_label[64], other_value[256];
static size_t label_len, value_len, other_label_len, other_value_len;

static void *odd(void) {
    static uint64_t memory[64];
    return (uint8_t *)memory + 1;
}

static nanotao_status call_card(const uint8_t *call, size_t len, size_t index, size_t *position) {
    return nanotao_call_card(475, call, len, index, label, sizeof label, &label_len, value, sizeof value, &value_len,
                             position);
}

static nanotao_status extrinsic_card(size_t len, size_t index, size_t *position) {
    return nanotao_extrinsic_card(475, f.extrinsic, len, index, other_label, sizeof other_label, &other_label_len,
                                  other_value, sizeof other_value, &other_value_len, position);
}

/* The place of a card of the call in the review of the payload; nowhere, if it is the number of cards. */
static size_t place_in_review(void) {
    char shown_label[64], shown_value[256];
    nanotao_review review = f.shown;
    size_t i;
    for (i = 0; i < f.cards; i++) {
        if (nanotao_review_card(&review, f.payload, f.payload_len, i, shown_label, sizeof shown_label,
                                &other_label_len, shown_value, sizeof shown_value, &other_value_len, NULL) == NANOTAO_OK &&
            strcmp(label, shown_label) == 0 && strcmp(value, shown_value) == 0) {
            break;
        }
    }
    return i;
}

static nanotao_status item_of(const uint8_t *call, size_t len, size_t index, nanotao_item *item, size_t *position) {
    return nanotao_call_item(475, call, len, index, item, value, sizeof value, &value_len, position);
}

/* set_weights, item by item. */
static void items(const uint8_t *call, size_t len) {
    static const struct {
        nanotao_item_kind kind;
        const char *path;
    } EXPECTED[] = {
        {NANOTAO_ITEM_VARIANT, ""},
        {NANOTAO_ITEM_VARIANT, ".SubtensorModule"},
        {NANOTAO_ITEM_UNSIGNED, ".SubtensorModule.set_weights.netuid"},
        {NANOTAO_ITEM_U16S, ".SubtensorModule.set_weights.dests"},
        {NANOTAO_ITEM_U16S, ".SubtensorModule.set_weights.weights"},
        {NANOTAO_ITEM_UNSIGNED, ".SubtensorModule.set_weights.version_key"},
    };
    const size_t count = sizeof EXPECTED / sizeof EXPECTED[0];
    nanotao_item item, before;
    size_t i, position = 77, refused = 0;
    memset(&item, 0, sizeof item);
    item.struct_size = sizeof item;
    for (i = 0; i < count; i++) {
        CHECK_CASE("item", i, item_of(call, len, i, &item, NULL) == NANOTAO_OK && item.kind == EXPECTED[i].kind &&
                                  strcmp(value, EXPECTED[i].path) == 0 && item.offset >= i);
        CHECK_CASE("list", i, item.kind != NANOTAO_ITEM_U16S ||
                                  (item.data_len == PAIRS && item.data_offset == item.offset + 1 &&
                                   memcmp(call + item.data_offset, i == 3 ? f.uids : f.weights, 2 * PAIRS) == 0));
    }
    CHECK("key", item.low == 3 && item.high == 0 && item.type_name_len == 3 && memcmp(item.type_name, "u64", 3) == 0);
    CHECK("name", item_of(call, len, 1, &item, NULL) == NANOTAO_OK && item.name_len == 11 &&
                      memcmp(item.name, "set_weights", 11) == 0);
    before = item;
    CHECK("no such item", item_of(call, len, count, &item, &position) == NANOTAO_NO_ITEM && position == count);
    CHECK("no such item", item_of(call, len, SIZE_MAX, &item, NULL) == NANOTAO_NO_ITEM);
    for (i = 0; i < len; i++) {
        refused += item_of(call, i, count, &item, NULL) == NANOTAO_SCALE_UNEXPECTED_END;
    }
    CHECK("cut short", refused == len);
    CHECK("item", item_of(NULL, len, 0, &item, NULL) == BAD && item_of(call, len, 0, NULL, NULL) == BAD);
    CHECK("item", item_of(call, len, 0, odd(), NULL) == BAD && item_of(call, len, 0, &item, odd()) == BAD);
    CHECK("room", nanotao_call_item(475, call, len, 2, &item, value, 3, &value_len, NULL) == NANOTAO_BUFFER_TOO_SMALL &&
                      value_len == 35);
    CHECK("path", nanotao_call_item(475, call, len, 2, &item, NULL, 3, &value_len, NULL) == BAD);
    CHECK("shared", nanotao_call_item(475, call, len, 2, &item, (char *)f.extrinsic, sizeof f.extrinsic, &value_len,
                                      NULL) == NANOTAO_OVERLAP);
    CHECK("spec", nanotao_call_item(1, call, len, 2, &item, value, 64, &value_len, NULL) == NANOTAO_CALL_UNKNOWN_SPEC);
    CHECK("left alone", memcmp(&item, &before, sizeof item) == 0);
    item.struct_size++;
    CHECK("size", item_of(call, len, 0, &item, NULL) == NANOTAO_INVALID_STRUCT_SIZE);
}

/* All cards at once have the texts that each has alone. */
static void at_once(const uint8_t *call, size_t call_len, size_t cards) {
    static uint8_t texts[2048];
    const uint8_t *next = texts;
    size_t i, len = 77, needed = 0, position = 77;
    texts[0] = 'x';
    CHECK("too small", nanotao_call_texts(475, call, call_len, NULL, 0, &needed, NULL) == NANOTAO_BUFFER_TOO_SMALL);
    CHECK("too small", nanotao_call_texts(475, call, call_len, texts, needed - 1, &len, NULL) ==
                               NANOTAO_BUFFER_TOO_SMALL &&
                           len == needed);
    CHECK("cut short", nanotao_call_texts(475, call, call_len - 1, texts, sizeof texts, &len, &position) ==
                               NANOTAO_SCALE_UNEXPECTED_END &&
                           position < call_len);
    CHECK("spec", nanotao_call_texts(476, call, call_len, texts, needed, &len, NULL) == NANOTAO_CALL_UNKNOWN_SPEC);
    CHECK("shared", nanotao_call_texts(475, call, call_len, f.extrinsic, sizeof f.extrinsic, &len, NULL) ==
                        NANOTAO_OVERLAP);
    CHECK("pointers", nanotao_call_texts(475, NULL, call_len, texts, needed, &len, NULL) == BAD &&
                          nanotao_call_texts(475, call, call_len, NULL, needed, &len, NULL) == BAD &&
                          nanotao_call_texts(475, call, call_len, texts, needed, NULL, NULL) == BAD &&
                          nanotao_extrinsic_texts(475, NULL, 9, texts, needed, &len, NULL) == BAD);
    CHECK("left alone", texts[0] == 'x' && len == needed);
    CHECK("call", nanotao_call_texts(475, call, call_len, texts, needed, &len, NULL) == NANOTAO_OK && len == needed);
    for (i = 0; i < cards; i++) {
        CHECK_CASE("card", i, call_card(call, call_len, i, NULL) == NANOTAO_OK);
        next = behind(next, label, value);
    }
    CHECK("the same texts", next == texts + len);

    next = texts;
    CHECK("extrinsic", nanotao_extrinsic_texts(475, f.extrinsic, f.extrinsic_len, texts, sizeof texts, &len, NULL) ==
                           NANOTAO_OK);
    for (i = 0; i < cards + 4; i++) {
        CHECK_CASE("card", i, extrinsic_card(f.extrinsic_len, i, NULL) == NANOTAO_OK);
        next = behind(next, other_label, other_value);
    }
    CHECK("the same texts", next == texts + len);
}

void test_reading(void) {
    nanotao_extrinsic parsed = {0};
    const uint8_t *call;
    size_t i, call_len, cards = 0, more = 0, position = 77, last = 0, next, cut = 0;
    make_fixture(&f, NANOTAO_SCHEME_SR25519);
    parsed.struct_size = sizeof parsed;
    CHECK("extrinsic", nanotao_extrinsic_parse(f.extrinsic, f.extrinsic_len, &parsed, NULL) == NANOTAO_OK);
    call = f.extrinsic + parsed.call_offset;
    call_len = parsed.call_len;

    items(call, call_len);
    CHECK("call", nanotao_call_cards(475, call, call_len, &cards, NULL) == NANOTAO_OK && cards == 2 + 3 + PAIRS);
    for (i = 0; i < cards; i++) {
        CHECK_CASE("card", i, call_card(call, call_len, i, NULL) == NANOTAO_OK);
        next = place_in_review();
        CHECK_CASE("in the order of the review", i, next < f.cards && (i == 0 || next > last));
        last = next;
    }
    CHECK("any order", call_card(call, call_len, 0, NULL) == NANOTAO_OK && strcmp(value, "Set weights") == 0);
    CHECK("no such card", call_card(call, call_len, cards, &position) == NANOTAO_CARD_OUT_OF_ORDER && position == cards);
    CHECK("no such card", call_card(call, call_len, SIZE_MAX, NULL) == NANOTAO_CARD_OUT_OF_ORDER);
    for (i = 0; i < call_len; i++) {
        more = 77;
        cut += nanotao_call_cards(475, call, i, &more, &position) == NANOTAO_SCALE_UNEXPECTED_END && more == 77;
    }
    CHECK("cut short", cut == call_len);
    CHECK("too long", nanotao_call_cards(475, f.payload, f.payload_len, &more, &position) ==
                              NANOTAO_SCALE_TRAILING_BYTES &&
                          position == call_len);
    CHECK("spec", nanotao_call_cards(476, call, call_len, &more, NULL) == NANOTAO_CALL_UNKNOWN_SPEC);
    CHECK("call", nanotao_call_cards(475, NULL, call_len, &more, NULL) == BAD);
    CHECK("call", nanotao_call_cards(475, call, call_len, NULL, NULL) == BAD);
    CHECK("call", nanotao_call_cards(475, call, call_len, odd(), NULL) == BAD);
    CHECK("call", nanotao_call_cards(475, call, SIZE_MAX, &more, NULL) == NANOTAO_INVALID_LENGTH);
    CHECK("call", nanotao_call_cards(475, NULL, 0, &more, NULL) == NANOTAO_SCALE_UNEXPECTED_END && more == 77);
    label[0] = value[0] = 'x';
    CHECK("too small", nanotao_call_card(475, call, call_len, 0, label, sizeof label, &label_len, value, 11, &value_len,
                                         NULL) == NANOTAO_BUFFER_TOO_SMALL &&
                           label_len == 6 && value_len == 11 && label[0] == 'x' && value[0] == 'x');
    CHECK("shared", nanotao_call_card(475, call, call_len, 0, label, 64, &label_len, label, 64, &value_len, NULL) ==
                        NANOTAO_OVERLAP);
    CHECK("card", nanotao_call_card(475, call, call_len, 0, NULL, 64, &label_len, value, 64, &value_len, NULL) == BAD);
    CHECK("card", nanotao_call_card(475, call, call_len, 0, label, 64, odd(), value, 64, &value_len, NULL) == BAD);
    CHECK("card", call_card(call, call_len, 0, odd()) == BAD);

    CHECK("extrinsic", nanotao_extrinsic_cards(475, f.extrinsic, f.extrinsic_len, &more, NULL) == NANOTAO_OK &&
                           more == cards + 4);
    for (i = 0; i < more; i++) {
        CHECK_CASE("card", i, extrinsic_card(f.extrinsic_len, i, NULL) == NANOTAO_OK);
        if (i < 2 || i >= 6) {
            CHECK_CASE("that of the call", i,
                       call_card(call, call_len, i < 2 ? i : i - 4, NULL) == NANOTAO_OK &&
                           strcmp(label, other_label) == 0 && strcmp(value, other_value) == 0);
        }
    }
    CHECK("no such card", extrinsic_card(f.extrinsic_len, more, &position) == NANOTAO_CARD_OUT_OF_ORDER &&
                              position == more);
    CHECK("cut short", extrinsic_card(f.extrinsic_len - 1, 0, NULL) == NANOTAO_SCALE_UNEXPECTED_END);
    CHECK("extrinsic", nanotao_extrinsic_cards(475, NULL, f.extrinsic_len, &more, NULL) == BAD);
    CHECK("extrinsic", nanotao_extrinsic_cards(475, f.extrinsic, f.extrinsic_len, NULL, NULL) == BAD);
    CHECK("extrinsic", nanotao_extrinsic_cards(1, f.extrinsic, f.extrinsic_len, &more, NULL) == NANOTAO_CALL_UNKNOWN_SPEC);
    at_once(call, call_len, cards);
}
