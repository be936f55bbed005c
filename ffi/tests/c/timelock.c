/* Timelocked commits: what is locked opens with the signature of its round, and misuse. */
#include <string.h>

#include "check.h"
#include "fixture.h"

#define BAD NANOTAO_INVALID_POINTER
#define MARK 0xa5

static struct fixture f;
static uint8_t commit[1024], again[1024], message[1024], random_bytes[NANOTAO_TIMELOCK_RANDOM_LEN];
static uint16_t uids[8], values[8];
static size_t len, again_len, message_len, uids_len, values_len, position;

static void *odd(void) {
    static uint64_t memory[64];
    return (uint8_t *)memory + 1;
}

static nanotao_status lock(uint64_t round, size_t random_len, uint8_t *out, size_t cap, size_t *out_len) {
    position = 77;
    return nanotao_timelock_commit(&f.account, f.uids, PAIRS, f.weights, PAIRS, 3, round, random_bytes, random_len, out,
                                   cap, out_len, &position);
}

static nanotao_status hedged(const uint8_t *fresh, const uint8_t *context, uint8_t *out, size_t *out_len) {
    return nanotao_timelock_commit_hedged(&f.account, f.uids, PAIRS, f.weights, PAIRS, 3, 1000, random_bytes, fresh, context,
                                          1, out, sizeof commit, out_len, NULL);
}

static nanotao_status open(size_t ciphertext_len) {
    position = 77;
    return nanotao_timelock_open(commit, ciphertext_len, ROUND_1000, message, sizeof message, &message_len, &position);
}

/* The weights that were locked come out. */
static int opens(void) {
    nanotao_account_id who;
    uint64_t version_key = 0;
    return open(len) == NANOTAO_OK &&
           nanotao_timelock_payload_parse(message, message_len, &who, uids, 8, &uids_len, values, 8, &values_len,
                                          &version_key, NULL) == NANOTAO_OK &&
           memcmp(&who, &f.account, sizeof who) == 0 && uids_len == PAIRS && values_len == PAIRS &&
           memcmp(uids, f.uids, sizeof f.uids) == 0 && memcmp(values, f.weights, sizeof f.weights) == 0 &&
           version_key == 3;
}

static void locks(void) {
    size_t i;
    for (i = 0; i < sizeof random_bytes; i++) {
        random_bytes[i] = (uint8_t)(i * 37 + 11);
    }
    CHECK("commit", lock(1000, sizeof random_bytes, commit, sizeof commit, &len) == NANOTAO_OK &&
                        len == NANOTAO_TIMELOCK_COMMIT_LEN(PAIRS) && len == nanotao_timelock_commit_len(PAIRS));
    CHECK("opens", opens());
    CHECK("another round", lock(1001, sizeof random_bytes, commit, sizeof commit, &len) == NANOTAO_OK &&
                               open(len) == NANOTAO_TIMELOCK_DOES_NOT_OPEN);
    CHECK("hedged", hedged(NULL, random_bytes, commit, &len) == NANOTAO_OK && opens());
    CHECK("the same", hedged(NULL, random_bytes, again, &again_len) == NANOTAO_OK && memcmp(commit, again, len) == 0);
    CHECK("another context", hedged(NULL, random_bytes + 1, commit, &len) == NANOTAO_OK && opens() &&
                                 memcmp(commit, again, len) != 0);
    CHECK("fresh", hedged(random_bytes + 32, random_bytes, commit, &len) == NANOTAO_OK && opens() && memcmp(commit, again, len) != 0);

    CHECK("any message", nanotao_timelock_encrypt(NULL, (const uint8_t *)"hello", 5, 1000, random_bytes,
                                                  sizeof random_bytes, commit, sizeof commit, &len) == NANOTAO_OK &&
                             len == 5 + NANOTAO_TIMELOCK_OVERHEAD);
    CHECK("any message", open(len) == NANOTAO_OK && message_len == 5 && memcmp(message, "hello", 5) == 0);
    CHECK("no weights", nanotao_timelock_payload_parse(message, 5, &f.account, uids, 8, &uids_len, values, 8, &values_len,
                                                       &(uint64_t){0}, NULL) != NANOTAO_OK);
    commit[len - 40] ^= 1;
    CHECK("altered", open(len) == NANOTAO_TIMELOCK_INVALID_TAG);
    commit[len - 40] ^= 1;
    commit[len - 1] ^= 1;
    CHECK("suite", open(len) == NANOTAO_TIMELOCK_UNKNOWN_CIPHER_SUITE);
    CHECK("length", open(len - 1) == NANOTAO_TIMELOCK_INVALID_LENGTH && position != 77);
    CHECK("beacon", nanotao_beacon_verify(NULL, ROUND_1000, 1000) == NANOTAO_OK &&
                        nanotao_beacon_verify(NULL, ROUND_1000, 1001) == NANOTAO_TIMELOCK_WRONG_SIGNATURE);
}

static void refused(void) {
    const uint8_t key[NANOTAO_BEACON_PUBLIC_KEY_LEN] = {0xc0};
    size_t i, untouched = 0;
    nanotao_account_id who;
    uint64_t version_key = 77;
    memset(commit, MARK, sizeof commit);
    len = 77;
    for (i = 0; i < 76; i += 5) {
        untouched += lock(1000, i, commit, sizeof commit, &len) == NANOTAO_TIMELOCK_RANDOMNESS_FAILED && len == 77 &&
                     commit[0] == MARK && commit[300] == MARK;
    }
    CHECK("too little randomness", untouched == 16);
    again_len = 0;
    CHECK("too small", lock(1000, 0, commit, 20, &again_len) == NANOTAO_BUFFER_TOO_SMALL &&
                           again_len == NANOTAO_TIMELOCK_COMMIT_LEN(PAIRS));
    CHECK("pairs", nanotao_timelock_commit(&f.account, f.uids, PAIRS, f.weights, 2, 3, 9, random_bytes, 556, commit, 1024,
                                           &len, &position) == NANOTAO_CHAIN_WEIGHT_VEC_NOT_EQUAL_SIZE &&
                       position == 2);
    CHECK("overlap", nanotao_timelock_commit(&f.account, f.uids, PAIRS, f.weights, PAIRS, 3, 9, commit, 556, commit, 1024,
                                             &len, NULL) == NANOTAO_OVERLAP);
    CHECK("hotkey", nanotao_timelock_commit(NULL, f.uids, PAIRS, f.weights, PAIRS, 3, 9, random_bytes, 556, commit, 1024,
                                            &len, NULL) == BAD);
    CHECK("uids", nanotao_timelock_commit(&f.account, odd(), PAIRS, f.weights, PAIRS, 3, 9, random_bytes, 556, commit,
                                          1024, &len, NULL) == BAD);
    CHECK("uids", nanotao_timelock_commit(&f.account, f.uids, SIZE_MAX, f.weights, PAIRS, 3, 9, random_bytes, 556, commit,
                                          1024, &len, NULL) == NANOTAO_INVALID_LENGTH);
    CHECK("secret", nanotao_timelock_commit_hedged(&f.account, f.uids, PAIRS, f.weights, PAIRS, 3, 9, NULL, NULL, NULL, 0,
                                                   commit, 1024, &len, NULL) == BAD);
    CHECK("context", hedged(NULL, NULL, commit, &len) == BAD);
    CHECK("key", nanotao_timelock_encrypt(key, NULL, 0, 9, random_bytes, 556, commit, 1024, &len) ==
                     NANOTAO_TIMELOCK_INFINITY_PUBLIC_KEY);
    CHECK("key", nanotao_timelock_encrypt(random_bytes, NULL, 0, 9, random_bytes, 556, commit, 1024, &len) ==
                     NANOTAO_TIMELOCK_INVALID_PUBLIC_KEY);
    CHECK("random", nanotao_timelock_encrypt(NULL, NULL, 0, 9, NULL, 0, commit, 1024, &len) ==
                        NANOTAO_TIMELOCK_RANDOMNESS_FAILED);
    CHECK("message", nanotao_timelock_encrypt(NULL, NULL, 1, 9, random_bytes, 556, commit, 1024, &len) == BAD);
    CHECK("message", nanotao_timelock_encrypt(NULL, commit, 1, 9, random_bytes, 556, commit, 1024, &len) ==
                         NANOTAO_OVERLAP);
    CHECK("left alone", len == 77 && commit[0] == MARK && commit[1023] == MARK);
    CHECK("open", nanotao_timelock_open(NULL, 300, ROUND_1000, message, 64, &message_len, NULL) == BAD);
    CHECK("open", nanotao_timelock_open(commit, 300, NULL, message, 64, &message_len, NULL) == BAD);
    CHECK("open", nanotao_timelock_open(commit, 300, random_bytes, message, 64, &message_len, NULL) ==
                      NANOTAO_TIMELOCK_INVALID_SIGNATURE);
    CHECK("open", nanotao_timelock_open(NULL, 0, ROUND_1000, message, 64, &message_len, NULL) ==
                      NANOTAO_TIMELOCK_INVALID_LENGTH);
    CHECK("length", nanotao_timelock_message_len(commit, 10, NULL, NULL) == BAD);
    CHECK("length", nanotao_timelock_message_len(commit, 10, &message_len, &position) == NANOTAO_TIMELOCK_INVALID_LENGTH);
    CHECK("verify", nanotao_beacon_verify(NULL, NULL, 1) == BAD);
    CHECK("verify", nanotao_beacon_verify(random_bytes, ROUND_1000, 1) == NANOTAO_TIMELOCK_INVALID_PUBLIC_KEY);
    CHECK("payload", nanotao_timelock_payload_encode(NULL, 32, uids, 1, values, 1, 0, message, 64, &message_len) == BAD);
    CHECK("payload", nanotao_timelock_payload_encode(NULL, 0, NULL, 0, NULL, 0, 0, message, 64, &message_len) ==
                             NANOTAO_OK &&
                         message_len == 11);
    uids[0] = MARK;
    CHECK("no account", nanotao_timelock_payload_parse(message, 11, &who, uids, 8, &uids_len, values, 8, &values_len,
                                                       &version_key, NULL) == NANOTAO_INVALID_LENGTH);
    message_len = 0;
    CHECK("payload", nanotao_timelock_payload_encode(f.account.bytes, 32, f.uids, PAIRS, f.weights, 2, 0, message, 64,
                                                     &message_len) == NANOTAO_OK);
    CHECK("room", nanotao_timelock_payload_parse(message, message_len, &who, uids, 8, &uids_len, values, 1, &values_len,
                                                 &version_key, NULL) == NANOTAO_BUFFER_TOO_SMALL &&
                      uids_len == PAIRS && values_len == 2 && version_key == 77 && uids[0] == MARK);
    CHECK("shared", nanotao_timelock_payload_parse(message, message_len, &who, uids, 8, &uids_len, uids, 8, &values_len,
                                                   &version_key, NULL) == NANOTAO_OVERLAP);
}

static void rounds(void) {
    nanotao_schedule schedule = {0};
    nanotao_reveal reveal = {0}, before;
    const uint64_t now = NANOTAO_DRAND_GENESIS_TIME + 3 * NANOTAO_DRAND_PERIOD, now_ms = 1000 * now;
    CHECK("round", nanotao_round_at(now) == 4 && nanotao_time_of_round(4) == now && nanotao_round_at(0) == 0);
    CHECK("past", nanotao_check_round(4, now) == NANOTAO_TIMELOCK_ROUND_IN_PAST);
    CHECK("to come", nanotao_check_round(5, now) == NANOTAO_OK);
    CHECK("horizon", nanotao_check_round(4 + NANOTAO_DRAND_HORIZON, now) == NANOTAO_OK &&
                         nanotao_check_round(5 + NANOTAO_DRAND_HORIZON, now) == NANOTAO_TIMELOCK_ROUND_TOO_FAR);
    schedule.struct_size = sizeof schedule;
    schedule.tempo = 360;
    schedule.last_epoch_block = 1000;
    reveal.struct_size = sizeof reveal;
    before = reveal;
    CHECK("rules", nanotao_predict_reveal(461, &schedule, 1010, 1, now_ms, 12000, &reveal) == NANOTAO_UNKNOWN_RULES);
    CHECK("period", nanotao_predict_reveal(475, &schedule, 1010, NANOTAO_MAX_REVEAL_PERIOD + 1, now_ms, 12000, &reveal) ==
                        NANOTAO_TIMELOCK_REVEAL_PERIOD_TOO_LONG);
    CHECK("schedule", nanotao_predict_reveal(475, NULL, 1010, 1, now_ms, 12000, &reveal) == BAD);
    CHECK("reveal", nanotao_predict_reveal(475, &schedule, 1010, 1, now_ms, 12000, NULL) == BAD);
    CHECK("reveal", nanotao_predict_reveal(475, &schedule, 1010, 1, now_ms, 12000, odd()) == BAD);
    reveal.struct_size++;
    CHECK("size", nanotao_predict_reveal(475, &schedule, 1010, 1, now_ms, 12000, &reveal) ==
                      NANOTAO_INVALID_STRUCT_SIZE);
    reveal.struct_size--;
    schedule.tempo = 0;
    CHECK("tempo", nanotao_predict_reveal(475, &schedule, 1010, 1, now_ms, 12000, &reveal) == NANOTAO_TIMELOCK_NO_EPOCHS);
    CHECK("left alone", memcmp(&reveal, &before, sizeof reveal) == 0);
    schedule.tempo = 360;
    CHECK("foretold", nanotao_predict_reveal(475, &schedule, 1010, 1, now_ms, 12000, &reveal) == NANOTAO_OK &&
                          reveal.first_reveal_block == 1360);
    CHECK("no period", nanotao_predict_reveal(475, &schedule, 1010, 0, now_ms, 12000, &reveal) == NANOTAO_OK &&
                           reveal.first_reveal_block == 1011);
    CHECK("far", nanotao_predict_reveal(475, &schedule, UINT64_MAX - 2, NANOTAO_MAX_REVEAL_PERIOD, UINT64_MAX, UINT64_MAX,
                                        &reveal) == NANOTAO_OK);
}

void test_timelock(void) {
    make_fixture(&f, NANOTAO_SCHEME_ED25519);
    locks();
    refused();
    rounds();
}
