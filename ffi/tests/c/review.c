/* Nothing is signed that was not shown, approved, and left as it was. */
#include <string.h>

#include "check.h"
#include "fixture.h"

#define BAD NANOTAO_INVALID_POINTER

static struct fixture f;

/* Tries to sign, and tells whether nothing came of it but the status. */
static int unsigned_with(nanotao_status expected, nanotao_review *review, const uint8_t *payload, size_t payload_len,
                         const nanotao_key *key) {
    uint8_t signature[NANOTAO_SIGNATURE_MAX_LEN] = {0};
    static const uint8_t nothing[NANOTAO_SIGNATURE_MAX_LEN];
    const nanotao_review before = *review;
    size_t len = 77;
    return nanotao_review_sign(review, payload, payload_len, key, NULL, 0, signature, sizeof signature, &len) ==
               expected &&
           len == 77 && memcmp(signature, nothing, sizeof nothing) == 0 && memcmp(review, &before, sizeof before) == 0;
}

static nanotao_status sign(nanotao_review *review, const uint8_t *random, size_t random_len, uint8_t *signature) {
    size_t len;
    return nanotao_review_sign(review, f.payload, f.payload_len, &f.key, random, random_len, signature,
                               NANOTAO_SIGNATURE_MAX_LEN, &len);
}

static void too_early(void) {
    nanotao_review review = f.fresh;
    size_t i, position = 77;
    CHECK("nothing shown", unsigned_with(NANOTAO_NOT_ALL_SHOWN, &review, f.payload, f.payload_len, &f.key));
    for (i = 0; i < f.cards; i++) {
        position = 77;
        CHECK_CASE("approval too early", i,
                   nanotao_review_approve(&review, &position) == NANOTAO_NOT_ALL_SHOWN && position == i);
        if (i + 1 < f.cards) {
            position = 77;
            CHECK_CASE("a card left out", i,
                       show_card(&review, f.payload, f.payload_len, i + 1, &position) == NANOTAO_CARD_OUT_OF_ORDER &&
                           position == i);
        }
        CHECK_CASE("card", i, show_card(&review, f.payload, f.payload_len, i, NULL) == NANOTAO_OK);
        CHECK_CASE("back to the first", i, show_card(&review, f.payload, f.payload_len, 0, NULL) == NANOTAO_OK);
    }
    position = 77;
    CHECK("one card too many",
          show_card(&review, f.payload, f.payload_len, f.cards, &position) == NANOTAO_CARD_OUT_OF_ORDER &&
              position == f.cards);
    CHECK("no such card",
          show_card(&review, f.payload, f.payload_len, SIZE_MAX, NULL) == NANOTAO_CARD_OUT_OF_ORDER);
    CHECK("all shown", memcmp(&review, &f.shown, sizeof review) == 0);
    CHECK("not approved", unsigned_with(NANOTAO_NOT_APPROVED, &review, f.payload, f.payload_len, &f.key));
    CHECK("approved", nanotao_review_approve(&review, NULL) == NANOTAO_OK);
    CHECK("approved twice", nanotao_review_approve(&review, NULL) == NANOTAO_OK &&
                                memcmp(&review, &f.approved, sizeof review) == 0);
}

static nanotao_status show_all(nanotao_review *review, uint8_t *texts, size_t cap, size_t *len) {
    return nanotao_review_texts(review, f.payload, f.payload_len, texts, cap, len);
}

static void at_once(void) {
    static uint8_t texts[2048];
    uint8_t other[sizeof f.payload];
    const uint8_t *next = texts;
    char label[64], value[256];
    nanotao_review review = f.fresh, half = f.fresh;
    size_t i, len = 77, needed = 0, label_len, value_len, changed = 0;
    texts[0] = 'x';
    CHECK("too small", show_all(&review, NULL, 0, &needed) == NANOTAO_BUFFER_TOO_SMALL && needed > 4 * f.cards);
    CHECK("too small", show_all(&review, texts, needed - 1, &len) == NANOTAO_BUFFER_TOO_SMALL && len == needed);
    CHECK("nothing shown", memcmp(&review, &f.fresh, sizeof review) == 0 && texts[0] == 'x');
    CHECK("shared", nanotao_review_texts(&review, f.payload, f.payload_len, f.payload, needed, &len) == NANOTAO_OVERLAP);
    CHECK("pointers", nanotao_review_texts(NULL, f.payload, f.payload_len, texts, needed, &len) == BAD &&
                          nanotao_review_texts(&review, NULL, f.payload_len, texts, needed, &len) == BAD &&
                          show_all(&review, NULL, needed, &len) == BAD && show_all(&review, texts, needed, NULL) == BAD);
    memcpy(other, f.payload, f.payload_len);
    other[f.payload_len - 1] ^= 1;
    CHECK("another payload", nanotao_review_texts(&review, other, f.payload_len, texts, sizeof texts, &len) ==
                                 NANOTAO_PAYLOAD_CHANGED);
    CHECK("left alone", memcmp(&review, &f.fresh, sizeof review) == 0 && texts[0] == 'x');

    CHECK("all", show_all(&review, texts, needed, &len) == NANOTAO_OK && len == needed);
    CHECK("as one by one", memcmp(&review, &f.shown, sizeof review) == 0);
    for (i = 0; i < f.cards; i++) {
        CHECK_CASE("card", i, nanotao_review_card(&review, f.payload, f.payload_len, i, label, sizeof label, &label_len,
                                                  value, sizeof value, &value_len, NULL) == NANOTAO_OK);
        next = behind(next, label, value);
    }
    CHECK("the same texts", next == texts + len);
    CHECK("again", show_all(&review, texts, needed, &len) == NANOTAO_OK && memcmp(&review, &f.shown, sizeof review) == 0);
    show_card(&half, f.payload, f.payload_len, 0, NULL);
    show_card(&half, f.payload, f.payload_len, 1, NULL);
    review = half;
    CHECK("the rest", show_all(&review, texts, needed, &len) == NANOTAO_OK &&
                          memcmp(&review, &f.shown, sizeof review) == 0);
    for (i = 0; i < sizeof review; i++) {
        review = half;
        ((uint8_t *)&review)[i] ^= 0x80;
        texts[0] = 'x';
        changed += show_all(&review, texts, needed, &len) == NANOTAO_CARDS_CHANGED && texts[0] == 'x';
    }
    CHECK_CASE("cards shown before are checked", changed, changed >= 32);
    memset(&review, 0, sizeof review);
    CHECK("zeros", show_all(&review, texts, needed, &len) == NANOTAO_NO_REVIEW);
}

static void swapped(void) {
    uint8_t payload[sizeof f.payload];
    size_t i, changed = 0, len = 0, cards;
    uint16_t weights[PAIRS];
    nanotao_review review, shown;
    for (i = 0; i < f.payload_len; i++) {
        memcpy(payload, f.payload, f.payload_len);
        payload[i] ^= 1;
        review = f.approved;
        shown = f.fresh;
        changed += unsigned_with(NANOTAO_PAYLOAD_CHANGED, &review, payload, f.payload_len, &f.key) &&
                   show_card(&shown, payload, f.payload_len, 0, NULL) == NANOTAO_PAYLOAD_CHANGED &&
                   memcmp(&shown, &f.fresh, sizeof shown) == 0;
    }
    CHECK("every byte counts", changed == f.payload_len);
    review = f.approved;
    CHECK("shorter", unsigned_with(NANOTAO_PAYLOAD_CHANGED, &review, f.payload, f.payload_len - 1, &f.key));
    CHECK("none", unsigned_with(NANOTAO_PAYLOAD_CHANGED, &review, NULL, 0, &f.key));

    /* A good payload with other weights, and the review of that one in place of this one's. */
    memcpy(weights, f.weights, sizeof weights);
    weights[0] = 1;
    CHECK("another payload", nanotao_set_weights_payload(1, f.uids, PAIRS, weights, PAIRS, 3, &f.extension, payload,
                                                         sizeof payload, &len, NULL) == NANOTAO_OK);
    CHECK("swapped", unsigned_with(NANOTAO_PAYLOAD_CHANGED, &review, payload, len, &f.key));
    CHECK("init begins again",
          nanotao_review_init(&review, payload, len, &f.account, NULL, &cards, NULL) == NANOTAO_OK &&
              unsigned_with(NANOTAO_NOT_ALL_SHOWN, &review, payload, len, &f.key));
}

static void forged(void) {
    nanotao_review review;
    nanotao_review_init(&review, f.payload, f.payload_len, &f.account, NULL, &(size_t){0}, NULL);
    {
        const uint8_t *approved = (const uint8_t *)&f.approved;
        uint8_t *memory = (uint8_t *)&review;
        uint8_t signature[NANOTAO_SIGNATURE_MAX_LEN];
        size_t i, accepted = 0;
        int bit;
        for (i = 0; i < sizeof review; i++) {
            for (bit = 0; bit < 8; bit++) {
                memcpy(memory, approved, sizeof review);
                memory[i] ^= (uint8_t)(1 << bit);
                accepted += sign(&review, NULL, 0, signature) == NANOTAO_OK;
            }
        }
        /* When what is hidden is revealed, and the block that is not known, do not count here. */
        CHECK_CASE("no bit can be changed", accepted, accepted == 24 * 8 + 32);
    }
    memset(&review, 0, sizeof review);
    CHECK("zeros", unsigned_with(NANOTAO_NO_REVIEW, &review, f.payload, f.payload_len, &f.key));
    CHECK("zeros", show_card(&review, f.payload, f.payload_len, 0, NULL) == NANOTAO_NO_REVIEW);
    CHECK("zeros", nanotao_review_approve(&review, NULL) == NANOTAO_NO_REVIEW);
    memset(&review, 0xff, sizeof review);
    CHECK("ones", unsigned_with(NANOTAO_NO_REVIEW, &review, f.payload, f.payload_len, &f.key));
}

static void signer(void) {
    static const uint8_t secret[NANOTAO_MINI_SECRET_LEN] = {4, 5, 6};
    nanotao_review review = f.approved;
    nanotao_key other;
    CHECK("other", nanotao_key_from_mini_secret(&other, NANOTAO_SCHEME_SR25519, secret, sizeof secret) == NANOTAO_OK);
    CHECK("wrong key", unsigned_with(NANOTAO_WRONG_SIGNER, &review, f.payload, f.payload_len, &other));
    CHECK("wiped key", nanotao_key_wipe(&other) == NANOTAO_OK &&
                           unsigned_with(NANOTAO_NO_KEY, &review, f.payload, f.payload_len, &other));
}

static void randomness(void) {
    uint8_t random[64], plain[NANOTAO_SIGNATURE_MAX_LEN], hedged[NANOTAO_SIGNATURE_MAX_LEN];
    nanotao_review review = f.approved;
    size_t len, refused = 0;
    memset(random, 0x5a, sizeof random);
    CHECK("without", sign(&review, NULL, 0, plain) == NANOTAO_OK && memcmp(plain, f.signature, f.signature_len) == 0);
    CHECK("twice", unsigned_with(NANOTAO_ALREADY_SIGNED, &review, f.payload, f.payload_len, &f.key));
    CHECK("twice", nanotao_review_approve(&review, NULL) == NANOTAO_ALREADY_SIGNED);
    for (len = 1; len < 32; len++) {
        review = f.approved;
        refused += sign(&review, random, len, hedged) == NANOTAO_SIGN_RANDOMNESS_FAILED &&
                   memcmp(&review, &f.approved, sizeof review) == 0;
    }
    CHECK("too little", refused == 31);
    for (len = 32; len <= 64; len += 32) {
        review = f.approved;
        CHECK_CASE("with", len,
                   sign(&review, random, len, hedged) == NANOTAO_OK && memcmp(hedged, plain, f.signature_len) != 0 &&
                       nanotao_signature_verify(f.payload, f.payload_len, &f.account, hedged, f.signature_len) ==
                           NANOTAO_OK);
    }
}

void test_review(void) {
    make_fixture(&f, NANOTAO_SCHEME_SR25519);
    too_early();
    at_once();
    swapped();
    forged();
    signer();
    randomness();
    make_fixture(&f, NANOTAO_SCHEME_ED25519);
    too_early();
    randomness();
}
