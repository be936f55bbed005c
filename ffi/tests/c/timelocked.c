/* Weights that are locked for a review: it shows what the ciphertext holds, and nothing else is signed. */
#include <string.h>

#include "check.h"
#include "fixture.h"

#define BAD NANOTAO_INVALID_POINTER
#define MAX 2048
#define MARK 0xa5

static struct fixture f;
static uint8_t payload[MAX], again[MAX], secret[32], fresh[32];
static uint16_t uids[PAIRS], values[PAIRS];
static nanotao_hidden_weights weights;
static nanotao_reveal_terms terms;
static nanotao_reveal reveal;
static nanotao_review review, begun, approved;
static size_t payload_len, again_len, cards, position;
static char label[64], value[256];
static size_t label_len, value_len;

static void *odd(void) {
    static uint64_t memory[64];
    return (uint8_t *)memory + 1;
}

static void set_up(void) {
    memset(&weights, 0, sizeof weights);
    memcpy(uids, f.uids, sizeof uids);
    memcpy(values, f.weights, sizeof values);
    weights.struct_size = sizeof weights;
    weights.netuid = 1;
    weights.version_key = 3;
    weights.hotkey = f.account;
    weights.uids = uids;
    weights.uids_len = PAIRS;
    weights.values = values;
    weights.values_len = PAIRS;
    memset(&terms, 0, sizeof terms);
    terms.struct_size = sizeof terms;
    terms.schedule.struct_size = sizeof terms.schedule;
    terms.schedule.tempo = 360;
    terms.schedule.last_epoch_block = 1000;
    terms.current_block = 1010;
    terms.reveal_period_epochs = 1;
    /* Blocks of a second lead to round 1000. */
    terms.unix_time_ms = (uint64_t)1000 * (NANOTAO_DRAND_GENESIS_TIME + 2647);
    terms.block_time_ms = 1000;
    memset(&reveal, 0, sizeof reveal);
    reveal.struct_size = sizeof reveal;
}

static nanotao_status init(nanotao_review *made, const uint8_t *random, uint8_t *out, size_t *out_len) {
    return nanotao_review_init_timelocked(made, &weights, &terms, &f.extension, secret, random, out, MAX, out_len,
                                          &reveal, &cards, &position);
}

static nanotao_status card(nanotao_review *of, const uint8_t *bytes, size_t bytes_len, size_t index) {
    return nanotao_review_card_timelocked(of, bytes, bytes_len, &weights, index, label, sizeof label, &label_len, value,
                                          sizeof value, &value_len, NULL);
}

static nanotao_status sign(const uint8_t *bytes, size_t bytes_len, uint8_t *signature, size_t *len) {
    return nanotao_review_sign_timelocked(&review, bytes, bytes_len, &weights, &f.key, NULL, 0, signature,
                                          NANOTAO_SIGNATURE_MAX_LEN, len);
}

/* Neither shows nor signs, and leaves the review as it is. */
static int changed(const uint8_t *bytes, size_t bytes_len) {
    uint8_t signature[NANOTAO_SIGNATURE_MAX_LEN] = {0};
    size_t len = 77;
    int holds;
    review = approved;
    holds = sign(bytes, bytes_len, signature, &len) == NANOTAO_PAYLOAD_CHANGED && len == 77 && signature[0] == 0 &&
            card(&review, bytes, bytes_len, 0) == NANOTAO_PAYLOAD_CHANGED &&
            memcmp(&review, &approved, sizeof review) == 0;
    review = approved;
    return holds;
}

/* With all cards shown one by one. */
static void at_once(void) {
    static uint8_t texts[4096];
    const nanotao_review shown = review;
    const uint8_t *next = texts;
    size_t i, len = 77;
    review = begun;
    CHECK("all at once", nanotao_review_texts_timelocked(&review, payload, payload_len, &weights, texts, sizeof texts,
                                                         &len) == NANOTAO_OK &&
                             memcmp(&review, &shown, sizeof review) == 0);
    for (i = 0; i < cards; i++) {
        card(&review, payload, payload_len, i);
        next = behind(next, label, value);
    }
    CHECK("the same texts", next == texts + len);
    CHECK("another way", nanotao_review_texts(&review, payload, payload_len, texts, sizeof texts, &len) ==
                             NANOTAO_PAYLOAD_CHANGED);
    CHECK("texts", nanotao_review_texts_timelocked(&review, payload, payload_len, NULL, texts, sizeof texts, &len) == BAD);
    CHECK("shared", nanotao_review_texts_timelocked(&review, payload, payload_len, &weights, (uint8_t *)uids, sizeof uids,
                                                    &len) == NANOTAO_OVERLAP);
}

static void shows(void) {
    static const char *const SHOWN[] = {"Reveal block", "hidden weights", "weight 1", "weight 2", "weight 3"};
    static const char *const SAYS[] = {"1360", "3", "uid 0: 33.", "uid 5: 33.", "uid 10: 32."};
    size_t i, found = 0, warnings = 0;
    CHECK("begun", init(&review, NULL, payload, &payload_len) == NANOTAO_OK && cards > PAIRS + 10);
    CHECK("foretold", reveal.first_reveal_block == 1360 && reveal.round == 1000);
    begun = review;
    CHECK("approval too early", nanotao_review_approve(&review, &position) == NANOTAO_NOT_ALL_SHOWN && position == 0);
    CHECK("out of order", card(&review, payload, payload_len, 1) == NANOTAO_CARD_OUT_OF_ORDER);
    for (i = 0; i < cards; i++) {
        CHECK_CASE("without the weights", i,
                   show_card(&review, payload, payload_len, i, NULL) == NANOTAO_PAYLOAD_CHANGED);
        CHECK_CASE("card", i, card(&review, payload, payload_len, i) == NANOTAO_OK);
        warnings += strcmp(label, "Warning") == 0;
        found += found < 5 && strcmp(label, SHOWN[found]) == 0 && strncmp(value, SAYS[found], strlen(SAYS[found])) == 0;
    }
    CHECK("the reveal and every pair, and no warning", found == 5 && warnings == 0);
    at_once();
    CHECK("one card too many", card(&review, payload, payload_len, cards) == NANOTAO_CARD_OUT_OF_ORDER);
    CHECK("approved", nanotao_review_approve(&review, NULL) == NANOTAO_OK);
    approved = review;
}

static void swapped(void) {
    uint8_t signature[NANOTAO_SIGNATURE_MAX_LEN] = {0};
    size_t i, count = 0, len = 77;
    for (i = 0; i < payload_len; i += 7) {
        memcpy(again, payload, payload_len);
        again[i] ^= 1;
        count += (size_t)changed(again, payload_len);
    }
    CHECK("every byte counts", count == (payload_len + 6) / 7);
    CHECK("shorter", changed(payload, payload_len - 1));
    CHECK("none", changed(NULL, 0));
    uids[1]++;
    CHECK("uids", changed(payload, payload_len));
    uids[1] = uids[0];
    CHECK("a uid twice", changed(payload, payload_len));
    uids[1] = f.uids[1];
    values[2]++;
    CHECK("values", changed(payload, payload_len));
    values[2]--;
    weights.values_len--;
    CHECK("fewer", changed(payload, payload_len));
    weights.values_len++;
    weights.netuid++;
    CHECK("netuid", changed(payload, payload_len));
    weights.netuid--;
    weights.mecid++;
    CHECK("mecid", changed(payload, payload_len));
    weights.mecid--;
    weights.version_key++;
    CHECK("version key", changed(payload, payload_len));
    weights.version_key--;
    weights.hotkey.bytes[0] ^= 1;
    CHECK("hotkey", changed(payload, payload_len));
    weights.hotkey.bytes[0] ^= 1;
    CHECK("another way", nanotao_review_sign(&review, payload, payload_len, &f.key, NULL, 0, signature, sizeof signature,
                                             &len) == NANOTAO_PAYLOAD_CHANGED);
    review = f.approved;
    CHECK("another review", sign(f.payload, f.payload_len, signature, &len) == NANOTAO_PAYLOAD_CHANGED && len == 77);
    review = begun;
    CHECK("nothing shown", sign(payload, payload_len, signature, &len) == NANOTAO_NOT_ALL_SHOWN && len == 77);
    memset(&review, 0, sizeof review);
    CHECK("zeros", sign(payload, payload_len, signature, &len) == NANOTAO_NO_REVIEW &&
                       card(&review, payload, payload_len, 0) == NANOTAO_NO_REVIEW);
    review = approved;
}

static void signs(void) {
    uint8_t signature[NANOTAO_SIGNATURE_MAX_LEN], extrinsic[MAX], message[256];
    uint16_t revealed_uids[PAIRS], revealed[PAIRS];
    size_t len, extrinsic_len, message_len, uids_len, values_len;
    nanotao_account_id who;
    uint64_t version_key;
    CHECK("signed", sign(payload, payload_len, signature, &len) == NANOTAO_OK);
    CHECK("twice", sign(payload, payload_len, signature, &len) == NANOTAO_ALREADY_SIGNED);
    CHECK("extrinsic", nanotao_extrinsic_encode(payload, payload_len, &f.account, signature, len, extrinsic, MAX,
                                                &extrinsic_len, NULL) == NANOTAO_OK);
    /* In the call, the ciphertext comes behind the indices, the subnet and its own length. */
    CHECK("opens", nanotao_timelock_open(payload + 6, nanotao_timelock_commit_len(PAIRS), ROUND_1000, message,
                                         sizeof message, &message_len, NULL) == NANOTAO_OK);
    CHECK("to what was shown",
          nanotao_timelock_payload_parse(message, message_len, &who, revealed_uids, PAIRS, &uids_len, revealed, PAIRS,
                                         &values_len, &version_key, NULL) == NANOTAO_OK &&
              memcmp(&who, &f.account, sizeof who) == 0 && memcmp(revealed_uids, uids, sizeof uids) == 0 &&
              memcmp(revealed, values, sizeof values) == 0 && version_key == 3);
}

/* Of a review's own memory, too, nothing counts that is not checked: but the signer, who is the hotkey of the weights. */
static void forged(void) {
    uint8_t signature[NANOTAO_SIGNATURE_MAX_LEN];
    size_t i, len, accepted = 0;
    for (i = 0; i < sizeof review; i++) {
        review = approved;
        ((uint8_t *)&review)[i] ^= 0x80;
        accepted += sign(payload, payload_len, signature, &len) == NANOTAO_OK;
    }
    CHECK_CASE("no byte can be changed", accepted, accepted == 32);
}

/* Without fresh bytes the same request is the same commit, and no other is. */
static void hedged(void) {
    nanotao_review other;
    CHECK("again", init(&other, NULL, again, &again_len) == NANOTAO_OK && again_len == payload_len &&
                       memcmp(again, payload, payload_len) == 0 && memcmp(&other, &begun, sizeof other) == 0);
    CHECK("fresh", init(&other, fresh, again, &again_len) == NANOTAO_OK && again_len == payload_len &&
                       memcmp(again, payload, payload_len) != 0);
    weights.mecid = 1;
    CHECK("mechanism", init(&other, NULL, again, &again_len) == NANOTAO_OK && again_len == payload_len + 1);
    /* Behind the call's indices, the subnet and the mechanism, the ciphertext's length and U. */
    CHECK("mechanism", memcmp(again + 5, payload + 4, 2) == 0 && memcmp(again + 7, payload + 6, 96) != 0);
    weights.mecid = 0;
}

static nanotao_status with(const nanotao_hidden_weights *given, const nanotao_reveal_terms *of,
                           const nanotao_tx_extension *extension, const uint8_t *key, uint8_t *out, size_t cap,
                           nanotao_reveal *told, size_t *count) {
    return nanotao_review_init_timelocked(&review, given, of, extension, key, NULL, out, cap, &again_len, told, count,
                                          &position);
}

static nanotao_status good_but(uint8_t *out, size_t cap) {
    return with(&weights, &terms, &f.extension, secret, out, cap, &reveal, &cards);
}

static void refused(void) {
    nanotao_tx_extension extension = f.extension;
    const nanotao_reveal before = reveal;
    memset(&review, 0x5a, sizeof review);
    begun = review;
    memset(again, MARK, sizeof again);
    again_len = cards = 77;
    CHECK("review", nanotao_review_init_timelocked(NULL, &weights, &terms, &extension, secret, NULL, again, MAX, &again_len,
                                                   &reveal, &cards, NULL) == BAD);
    CHECK("weights", with(NULL, &terms, &extension, secret, again, MAX, &reveal, &cards) == BAD);
    CHECK("weights", with(odd(), &terms, &extension, secret, again, MAX, &reveal, &cards) == BAD);
    CHECK("terms", with(&weights, NULL, &extension, secret, again, MAX, &reveal, &cards) == BAD);
    CHECK("extension", with(&weights, &terms, NULL, secret, again, MAX, &reveal, &cards) == BAD);
    CHECK("secret", with(&weights, &terms, &extension, NULL, again, MAX, &reveal, &cards) == BAD);
    CHECK("payload", with(&weights, &terms, &extension, secret, NULL, MAX, &reveal, &cards) == BAD);
    CHECK("reveal", with(&weights, &terms, &extension, secret, again, MAX, NULL, &cards) == BAD);
    CHECK("cards", with(&weights, &terms, &extension, secret, again, MAX, &reveal, NULL) == BAD);
    CHECK("shared", with(&weights, &terms, &extension, again + 40, again, MAX, &reveal, &cards) == NANOTAO_OVERLAP);
    extension.spec_version = 461;
    CHECK("rules", with(&weights, &terms, &extension, secret, again, MAX, &reveal, &cards) == NANOTAO_UNKNOWN_RULES);
    weights.struct_size--;
    CHECK("size", good_but(again, MAX) == NANOTAO_INVALID_STRUCT_SIZE);
    weights.struct_size++;
    weights.reserved = 1;
    CHECK("reserved", good_but(again, MAX) == NANOTAO_INVALID_FLAG);
    weights.reserved = 0;
    weights.values_len--;
    CHECK("pairs", good_but(again, MAX) == NANOTAO_CHAIN_WEIGHT_VEC_NOT_EQUAL_SIZE && position == PAIRS - 1);
    weights.values_len++;
    uids[1] = uids[0];
    CHECK("a uid twice", good_but(again, MAX) == NANOTAO_CHAIN_DUPLICATE_UIDS && position == 1);
    uids[1] = f.uids[1];
    weights.netuid = 0;
    CHECK("root", good_but(again, MAX) == NANOTAO_CHAIN_CAN_NOT_SET_ROOT_NETWORK_WEIGHTS);
    weights.netuid = 1;
    weights.mecid = 16;
    CHECK("mechanism", good_but(again, MAX) == NANOTAO_CHAIN_MECHANISM_DOES_NOT_EXIST);
    weights.mecid = 0;
    terms.reveal_period_epochs = 0;
    CHECK("period", good_but(again, MAX) == NANOTAO_TIMELOCK_REVEAL_PERIOD_TOO_SHORT);
    terms.reveal_period_epochs = 1;
    terms.current_block = 999;
    CHECK("ahead", good_but(again, MAX) == NANOTAO_TIMELOCK_INVALID_SCHEDULE);
    terms.current_block = 1010;
    terms.unix_time_ms -= 2648 * 1000;
    CHECK("time", good_but(again, MAX) == NANOTAO_TIMELOCK_BEFORE_GENESIS);
    terms.unix_time_ms += 2648 * 1000;
    terms.block_time_ms = 0;
    CHECK("no time", good_but(again, MAX) == NANOTAO_TIMELOCK_ROUND_IN_PAST);
    terms.block_time_ms = UINT64_MAX;
    CHECK("far", good_but(again, MAX) == NANOTAO_TIMELOCK_ROUND_TOO_FAR);
    terms.block_time_ms = 1000;
    terms.schedule.tempo = 0;
    CHECK("tempo", good_but(again, MAX) == NANOTAO_TIMELOCK_NO_EPOCHS);
    terms.schedule.tempo = 360;
    CHECK("left alone", memcmp(&review, &begun, sizeof review) == 0 && memcmp(&reveal, &before, sizeof reveal) == 0 &&
                            again_len == 77 && cards == 77 && again[0] == MARK && again[MAX - 1] == MARK);
    CHECK("too small", good_but(NULL, 0) == NANOTAO_BUFFER_TOO_SMALL &&
                           again_len == payload_len + nanotao_timelock_commit_len(PAIRS));
    CHECK("too small", good_but(again, again_len - 1) == NANOTAO_BUFFER_TOO_SMALL && again[0] == MARK);
    CHECK("room enough", good_but(again, again_len) == NANOTAO_OK && memcmp(again, payload, payload_len) == 0);
    CHECK("card", nanotao_review_card_timelocked(&review, payload, payload_len, NULL, 0, label, sizeof label, &label_len,
                                                 value, sizeof value, &value_len, NULL) == BAD);
    CHECK("card", nanotao_review_card_timelocked(&review, payload, payload_len, &weights, 0, (char *)uids, sizeof uids,
                                                 &label_len, value, sizeof value, &value_len, NULL) == NANOTAO_OVERLAP);
    CHECK("sign", nanotao_review_sign_timelocked(&review, payload, payload_len, odd(), &f.key, NULL, 0, again, 65,
                                                 &again_len) == BAD);
}

void test_timelocked(void) {
    make_fixture(&f, NANOTAO_SCHEME_SR25519);
    memset(secret, 0x11, sizeof secret);
    memset(fresh, 0x22, sizeof fresh);
    set_up();
    shows();
    swapped();
    forged();
    review = approved;
    signs();
    hedged();
    refused();
}
