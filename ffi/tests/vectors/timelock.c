/* Timelocked commits, made with the randomness of the chain's own library and opened, and what is foretold of them. */
#include <string.h>

#include "json.h"
#include "nanotao.h"

#define MAX 8192

static int same(const void *ours, size_t len, struct list theirs) {
    return len == theirs.len && memcmp(ours, theirs.ptr, len) == 0;
}

static uint32_t rotate(uint32_t word, int by) {
    return word << by | word >> (32 - by);
}

static void quarter(uint32_t *a, uint32_t *b, uint32_t *c, uint32_t *d) {
    *a += *b, *d = rotate(*d ^ *a, 16);
    *c += *d, *b = rotate(*b ^ *c, 12);
    *a += *b, *d = rotate(*d ^ *a, 8);
    *c += *d, *b = rotate(*b ^ *c, 7);
}

/* The stream of ChaCha20 that the chain's library drew from, with a counter of 64 bits and no nonce. */
static void chacha20(const uint8_t *seed, uint8_t *out, size_t blocks) {
    uint32_t block = 0, state[16] = {0x61707865, 0x3320646e, 0x79622d32, 0x6b206574}, x[16];
    int i;
    for (i = 0; i < 8; i++) {
        state[4 + i] = (uint32_t)seed[4 * i] | (uint32_t)seed[4 * i + 1] << 8 | (uint32_t)seed[4 * i + 2] << 16 |
                       (uint32_t)seed[4 * i + 3] << 24;
    }
    for (; block < blocks; block++) {
        state[12] = block;
        memcpy(x, state, sizeof x);
        for (i = 0; i < 10; i++) {
            quarter(&x[0], &x[4], &x[8], &x[12]), quarter(&x[1], &x[5], &x[9], &x[13]);
            quarter(&x[2], &x[6], &x[10], &x[14]), quarter(&x[3], &x[7], &x[11], &x[15]);
            quarter(&x[0], &x[5], &x[10], &x[15]), quarter(&x[1], &x[6], &x[11], &x[12]);
            quarter(&x[2], &x[7], &x[8], &x[13]), quarter(&x[3], &x[4], &x[9], &x[14]);
        }
        for (i = 0; i < 64; i++) {
            *out++ = (uint8_t)((x[i / 4] + state[i / 4]) >> 8 * (i % 4));
        }
    }
}

/* The payload's bytes, parsed again to the same fields. */
static struct list payload_of(const cJSON *value, const char *values_name) {
    struct list hotkey = hex(field(value, "hotkey")), uids = u16s(field(value, "uids"));
    struct list values = u16s(field(value, values_name)), made;
    const uint64_t version_key = number(field(value, "version_key"));
    uint16_t *found_uids = fresh(uids.len, 2), *found_values = fresh(values.len, 2);
    size_t uids_len = 0, values_len = 0;
    uint64_t found_key = 0;
    nanotao_account_id account;
    made.ptr = fresh(MAX, 1);
    made.len = 0;
    if (nanotao_timelock_payload_encode(hotkey.ptr, hotkey.len, uids.ptr, uids.len, values.ptr, values.len, version_key,
                                        made.ptr, MAX, &made.len) != NANOTAO_OK ||
        nanotao_timelock_payload_parse(made.ptr, made.len, &account, found_uids, uids.len, &uids_len, found_values,
                                       values.len, &values_len, &found_key, NULL) != NANOTAO_OK ||
        !same(account.bytes, sizeof account.bytes, hotkey) || uids_len != uids.len || values_len != values.len ||
        memcmp(found_uids, uids.ptr, 2 * uids.len) != 0 || memcmp(found_values, values.ptr, 2 * values.len) != 0 ||
        found_key != version_key ||
        (uids.len == values.len &&
         (nanotao_timelock_commit_len(uids.len) != made.len + NANOTAO_TIMELOCK_OVERHEAD ||
          NANOTAO_TIMELOCK_COMMIT_LEN(uids.len) != made.len + NANOTAO_TIMELOCK_OVERHEAD))) {
        made.len = 0;
    }
    return made;
}

static int payload(const cJSON *value) {
    struct list ours = payload_of(value, "values");
    return same(ours.ptr, ours.len, hex(field(value, "scale")));
}

static int encrypt(const cJSON *value) {
    struct list message = hex(field(value, "payload")), key = hex(field(value, "ephemeral_key_esk"));
    uint8_t random[32 + 9 * 64], *out = fresh(MAX, 1);
    size_t len = 0;
    memcpy(random, key.ptr, 32);
    chacha20(hex(field(value, "chacha20rng_seed")).ptr, random + 32, 9);
    return nanotao_timelock_encrypt(hex(field(value, "drand_pubkey_g2")).ptr, message.ptr, message.len,
                                    number(field(value, "round")), random, NANOTAO_TIMELOCK_RANDOM_LEN, out, MAX,
                                    &len) == NANOTAO_OK &&
           same(out, len, hex(field(value, "commit")));
}

/* Opens with a signature, which must be the round's. */
static struct list opened(struct list ciphertext, const cJSON *signature, uint64_t round) {
    struct list bytes = hex(signature), message = {NULL, 0};
    size_t expected = 0;
    message.ptr = fresh(MAX, 1);
    if (bytes.len != NANOTAO_BEACON_SIGNATURE_LEN || nanotao_beacon_verify(NULL, bytes.ptr, round) != NANOTAO_OK ||
        nanotao_timelock_message_len(ciphertext.ptr, ciphertext.len, &expected, NULL) != NANOTAO_OK ||
        nanotao_timelock_open(ciphertext.ptr, ciphertext.len, bytes.ptr, message.ptr, MAX, &message.len, NULL) !=
            NANOTAO_OK ||
        message.len != expected) {
        message.len = SIZE_MAX;
    }
    return message;
}

static uint64_t milliseconds(const cJSON *value) {
    return (uint64_t)(value->valuedouble * 1000.0);
}

static nanotao_reveal foretold(const cJSON *value, uint64_t now, uint64_t block_time) {
    nanotao_schedule schedule = {0};
    nanotao_reveal reveal = {0};
    schedule.struct_size = sizeof schedule;
    schedule.tempo = (uint16_t)number(field(value, "tempo"));
    schedule.last_epoch_block = number(field(value, "last_epoch_block"));
    schedule.pending_epoch_at = number(field(value, "pending_epoch_at"));
    schedule.blocks_since_last_step = number(field(value, "blocks_since_last_step"));
    schedule.subnet_epoch_index = number(field(value, "subnet_epoch_index"));
    reveal.struct_size = sizeof reveal;
    if (nanotao_predict_reveal(425, &schedule, number(field(value, "current_block")),
                               number(field(value, "subnet_reveal_period_epochs")), now, block_time,
                               &reveal) != NANOTAO_OK) {
        reveal.round = 0;
    }
    return reveal;
}

static int commit(const cJSON *value) {
    const uint64_t round = number(field(value, "reveal_round"));
    const struct list message = opened(hex(field(value, "ciphertext")), field(value, "drand_signature"), round);
    return same(message.ptr, message.len, hex(field(value, "expected_plaintext"))) &&
           same(message.ptr, message.len, payload_of(value, "weights")) &&
           foretold(value, milliseconds(field(value, "fake_now_unix")), milliseconds(field(value, "block_time"))).round ==
               round;
}

static int epoch_predict(const cJSON *value) {
    const nanotao_reveal reveal = foretold(value, (uint64_t)NANOTAO_DRAND_GENESIS_TIME * 1000, 3000);
    return reveal.first_reveal_block == number(field(value, "first_reveal_block")) &&
           reveal.round == number(field(value, "round_at_now=genesis,bt=3"));
}

/* The client's `UserData`: a ciphertext and its round. */
static struct list inner_of(struct list envelope, uint64_t round) {
    struct list inner = {NULL, 0};
    uint8_t *bytes = envelope.ptr;
    uint64_t len = 0, found = 0;
    size_t used = 0;
    int i;
    if (nanotao_compact_parse(bytes, envelope.len, &len, &used, NULL) == NANOTAO_OK && used + len + 8 == envelope.len) {
        for (i = 8; i-- > 0;) {
            found = found << 8 | bytes[used + len + (size_t)i];
        }
        if (found == round) {
            inner.ptr = bytes + used;
            inner.len = (size_t)len;
        }
    }
    return inner;
}

static int envelope(const cJSON *value) {
    const uint64_t round = number(field(value, "round"));
    const struct list inner = inner_of(hex(field(value, "envelope")), round);
    struct list message;
    if (!same(inner.ptr, inner.len, hex(field(value, "inner")))) {
        return 0;
    }
    message = opened(inner, field(file_of_case(), "signature"), round);
    return same(message.ptr, message.len, hex(field(value, "data")));
}

static int has_message(struct list ciphertext, size_t expected) {
    size_t len = 0;
    return nanotao_timelock_message_len(ciphertext.ptr, ciphertext.len, &len, NULL) == NANOTAO_OK && len == expected;
}

static int sealed_commit(const cJSON *value) {
    const struct list ciphertext = hex(field(value, "ciphertext")), plaintext = hex(field(value, "plaintext"));
    const struct list ours = payload_of(value, "weights");
    uint64_t block_time, round;
    if (ciphertext.len != number(field(value, "ct_len")) || plaintext.len != number(field(value, "pt_len")) ||
        !same(ours.ptr, ours.len, plaintext) || !has_message(ciphertext, plaintext.len)) {
        return 0;
    }
    /* The older client counts epochs otherwise; and a client looks at the clock some time between these. */
    if (strcmp(text(field(value, "fn")), "get_encrypted_commit_v2") != 0) {
        return 1;
    }
    block_time = milliseconds(field(value, "block_time"));
    round = number(field(value, "reveal_round"));
    return foretold(value, milliseconds(field(value, "t_before")), block_time).round <= round &&
           round <= foretold(value, milliseconds(field(value, "t_after")), block_time).round;
}

/* A text is locked in its SCALE form. */
static int sealed_commitment(const cJSON *value) {
    const size_t len = strlen(text(field(value, "data")));
    uint8_t prefix[NANOTAO_COMPACT_MAX_LEN];
    size_t prefix_len = 0;
    return nanotao_compact_encode(len, prefix, sizeof prefix, &prefix_len) == NANOTAO_OK &&
           has_message(hex(field(value, "ct")), prefix_len + len);
}

static int sealed_envelope(const cJSON *value) {
    const struct list bytes = hex(field(value, "bytes")), data = hex(field(value, "data"));
    return bytes.len == number(field(value, "len")) &&
           has_message(inner_of(bytes, number(field(value, "round"))), data.len);
}

#define LIVE(name)                                       \
    {name, "commits", EACH, sealed_commit},              \
        {name, "commitment", ONE, sealed_commitment},    \
        {name, "encrypt_at_round", ONE, sealed_envelope}

const struct section TIMELOCK[] = {
    {"chain/weights.json", "tlock_payload", EACH, payload},
    {"chain/weights.json", "tlock_encrypt", EACH, encrypt},
    {"clients/drand_decryptable.json", "commits", EACH, commit},
    {"clients/drand_decryptable.json", "encrypt_at_round", EACH, envelope},
    {"clients/drand_decryptable.json", "epoch_predict", EACH, epoch_predict},
    LIVE("clients/drand_core.json"),
    LIVE("clients/drand_drand2.json"),
    LIVE("clients/drand_drand13.json"),
    {NULL, NULL, EACH, NULL},
};
