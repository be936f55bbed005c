/* A buffer of every length below what is needed is refused, told the length, and left alone; one that is exactly long
 * enough is filled and not exceeded. */
#include <string.h>

#include "check.h"
#include "fixture.h"

#define ROOM 600
#define MARK 0xa5

static struct fixture f;
/* Aligned for every element. */
static union {
    uint64_t aligned;
    uint8_t bytes[ROOM];
} out, other;

static int untouched(const uint8_t *bytes, size_t from) {
    size_t i;
    for (i = from; i < ROOM; i++) {
        if (bytes[i] != MARK) {
            return 0;
        }
    }
    return 1;
}

/* Writes into a buffer of `cap` elements. */
typedef nanotao_status function(void *ptr, size_t cap, size_t *len);

/* `more` elements beyond the length are needed: the NUL of a text. */
static void buffers(const char *name, function *call, size_t element, size_t more) {
    size_t cap, needed = 0, len = 77, good = 0;
    CHECK(name, call(NULL, 0, &needed) == NANOTAO_BUFFER_TOO_SMALL && needed != 0);
    for (cap = 0; cap < needed + more; cap++) {
        memset(&out, MARK, sizeof out);
        len = 77;
        good += call(&out, cap, &len) == NANOTAO_BUFFER_TOO_SMALL && len == needed && untouched(out.bytes, 0);
    }
    CHECK(name, good == needed + more);
    memset(&out, MARK, sizeof out);
    CHECK(name, call(&out, needed + more, NULL) == NANOTAO_INVALID_POINTER && untouched(out.bytes, 0));
    len = 77;
    CHECK(name, call(NULL, needed + more, &len) == NANOTAO_INVALID_POINTER && len == 77);
    CHECK(name, call(&out, SIZE_MAX / element, &len) == NANOTAO_INVALID_LENGTH &&
                    len == 77);
    CHECK(name, call(&out, needed + more, &len) == NANOTAO_OK && len == needed &&
                    untouched(out.bytes, (needed + more) * element) && !untouched(out.bytes, 0));
}

static nanotao_status address(void *ptr, size_t cap, size_t *len) {
    return nanotao_ss58_encode(&f.account, NANOTAO_SS58_PREFIX, ptr, cap, len);
}

static nanotao_status sdk10_uids(void *ptr, size_t cap, size_t *len) {
    static const float scores[PAIRS] = {1, 2, 3};
    return nanotao_sdk10_quantise(f.uids, PAIRS, scores, PAIRS, ptr, (uint16_t *)&other, cap, len, NULL);
}

static nanotao_status sdk10_weights(void *ptr, size_t cap, size_t *len) {
    static const float scores[PAIRS] = {1, 2, 3};
    return nanotao_sdk10_quantise(f.uids, PAIRS, scores, PAIRS, (uint16_t *)&other, ptr, cap, len, NULL);
}

static nanotao_status sdk11_uids(void *ptr, size_t cap, size_t *len) {
    static const double scores[PAIRS] = {1, 2, 3};
    return nanotao_sdk11_normalize(f.uids, PAIRS, scores, PAIRS, ptr, (uint16_t *)&other, cap, len, NULL);
}

static nanotao_status sdk11_weights(void *ptr, size_t cap, size_t *len) {
    static const double scores[PAIRS] = {1, 2, 3};
    return nanotao_sdk11_normalize(f.uids, PAIRS, scores, PAIRS, (uint16_t *)&other, ptr, cap, len, NULL);
}

static nanotao_status payload(void *ptr, size_t cap, size_t *len) {
    return nanotao_set_weights_payload(1, f.uids, PAIRS, f.weights, PAIRS, 3, &f.extension, ptr, cap, len, NULL);
}

static nanotao_status mechanism_payload(void *ptr, size_t cap, size_t *len) {
    return nanotao_set_mechanism_weights_payload(1, 2, f.uids, PAIRS, f.weights, PAIRS, 3, &f.extension, ptr, cap,
                                                 len, NULL);
}

static nanotao_status label(void *ptr, size_t cap, size_t *len) {
    nanotao_review review = f.fresh;
    size_t value_len;
    char value[64];
    return nanotao_review_card(&review, f.payload, f.payload_len, 0, ptr, cap, len, value, sizeof value, &value_len,
                               NULL);
}

static nanotao_status value(void *ptr, size_t cap, size_t *len) {
    nanotao_review review = f.fresh;
    size_t label_len;
    char label_text[64];
    return nanotao_review_card(&review, f.payload, f.payload_len, 0, label_text, sizeof label_text, &label_len, ptr,
                               cap, len, NULL);
}

static nanotao_status signature(void *ptr, size_t cap, size_t *len) {
    nanotao_review review = f.approved;
    return nanotao_review_sign(&review, f.payload, f.payload_len, &f.key, NULL, 0, ptr, cap, len);
}

static nanotao_status extrinsic(void *ptr, size_t cap, size_t *len) {
    return nanotao_extrinsic_encode(f.payload, f.payload_len, &f.account, f.signature, f.signature_len, ptr, cap, len,
                                    NULL);
}

static nanotao_status extrinsic_payload(void *ptr, size_t cap, size_t *len) {
    return nanotao_extrinsic_payload(f.extrinsic, f.extrinsic_len, &f.extension, ptr, cap, len, NULL);
}

/* A card of which one text does not fit was not shown, and both lengths are told. */
static void half_a_card(void) {
    nanotao_review review = f.fresh;
    size_t label_len = 0, value_len = 0, position = 9;
    memset(&out, MARK, sizeof out);
    memset(&other, MARK, sizeof other);
    CHECK("half a card",
          nanotao_review_card(&review, f.payload, f.payload_len, 0, (char *)out.bytes, ROOM, &label_len,
                              (char *)other.bytes, 3, &value_len, &position) == NANOTAO_BUFFER_TOO_SMALL &&
              label_len == strlen("Action") && value_len == strlen("Set weights") && position == 9 &&
              untouched(out.bytes, 0) && untouched(other.bytes, 0) &&
              memcmp(&review, &f.fresh, sizeof review) == 0);
}

/* An output that shares memory with an input, or with another output, is refused. */
static void overlaps(void) {
    static const float scores[PAIRS] = {1, 2, 3};
    uint16_t uids[PAIRS + 1] = {0, 1, 2, 3}, weights[PAIRS + 1];
    uint8_t bytes[256];
    nanotao_review review = f.approved;
    size_t len = 77, more = 78;
    CHECK("in place", nanotao_sdk10_quantise(uids, PAIRS, scores, PAIRS, uids + 1, weights, PAIRS, &len, NULL) ==
                          NANOTAO_OVERLAP);
    CHECK("in place", nanotao_sdk10_quantise(uids, PAIRS, scores, PAIRS, weights, uids + 2, 1, &len, NULL) ==
                          NANOTAO_OVERLAP);
    CHECK("one output twice",
          nanotao_sdk10_quantise(uids, PAIRS, scores, PAIRS, weights, weights + 1, PAIRS, &len, NULL) ==
              NANOTAO_OVERLAP);
    CHECK("payload over uids", nanotao_set_weights_payload(1, uids, PAIRS, f.weights, PAIRS, 3, &f.extension,
                                                           (uint8_t *)uids, sizeof uids, &len,
                                                           NULL) == NANOTAO_OVERLAP);
    memcpy(bytes, f.payload, f.payload_len);
    CHECK("extrinsic over payload",
          nanotao_extrinsic_encode(bytes, f.payload_len, &f.account, f.signature, f.signature_len, bytes, sizeof bytes,
                                   &len, NULL) == NANOTAO_OVERLAP);
    CHECK("signature over payload", nanotao_review_sign(&review, bytes, f.payload_len, &f.key, NULL, 0,
                                                        bytes + f.payload_len - 1, 100, &len) == NANOTAO_OVERLAP);
    CHECK("label over value",
          nanotao_review_card(&review, f.payload, f.payload_len, 0, (char *)bytes, 64, &len, (char *)bytes + 63, 64,
                              &more, NULL) == NANOTAO_OVERLAP);
    CHECK("no length is told", len == 77 && more == 78);
    CHECK("next to each other",
          nanotao_sdk10_quantise(uids, PAIRS, scores, PAIRS, weights, uids + PAIRS, 1, &len, NULL) ==
                  NANOTAO_BUFFER_TOO_SMALL &&
              len == PAIRS);
}

void test_buffers(void) {
    make_fixture(&f, NANOTAO_SCHEME_SR25519);
    buffers("ss58 encode", address, 1, 1);
    buffers("sdk10, uids", sdk10_uids, 2, 0);
    buffers("sdk10, weights", sdk10_weights, 2, 0);
    buffers("sdk11, uids", sdk11_uids, 2, 0);
    buffers("sdk11, weights", sdk11_weights, 2, 0);
    buffers("payload", payload, 1, 0);
    buffers("payload with a mechanism", mechanism_payload, 1, 0);
    buffers("card, label", label, 1, 1);
    buffers("card, value", value, 1, 1);
    buffers("signature", signature, 1, 0);
    buffers("extrinsic", extrinsic, 1, 0);
    buffers("payload of the extrinsic", extrinsic_payload, 1, 0);
    half_a_card();
    overlaps();
}
