/*
 * From scores to a signed extrinsic, through the C ABI.
 *
 *   sign_weights [--ed25519] [--yes] [SCORES]
 *
 * SCORES is a text file with a uid and a score per line; without it, three scores are built in. The program shows
 * every card of what it is about to sign and asks for consent (--yes gives it). Then it prints the extrinsic, and
 * checks it: takes it apart again and verifies the signature.
 *
 * The key is //Alice, which everybody knows, and the chain context is fixed. A real signer gets its key from a key
 * store, the context from a node, and random bytes for the signature.
 *
 * C99, no heap, nothing of POSIX: the same file runs on a desktop and on a Cortex-M4.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "nanotao.h"

#define MAX_UIDS 256
#define NETUID 1
#define VERSION_KEY 7
#define CURRENT_BLOCK 5000002u

static const uint8_t GENESIS_HASH[32] = {
    0x2f, 0x05, 0x55, 0xcc, 0x76, 0xfc, 0x28, 0x40, 0xa2, 0x5a, 0x6e, 0xa3, 0xb9, 0x63, 0x71, 0x46,
    0x80, 0x6f, 0x1f, 0x44, 0xb0, 0x90, 0xc1, 0x75, 0xff, 0xde, 0x2a, 0x7e, 0x5a, 0xb3, 0x6c, 0x03,
};
/* Of the block in which the era is born. */
static const uint8_t BIRTH_HASH[32] = {
    0x29, 0xaf, 0x33, 0xc4, 0x9d, 0x58, 0xe2, 0x4e, 0x8d, 0x3e, 0xbc, 0x58, 0x1b, 0x90, 0xe0, 0xcc,
    0x14, 0x78, 0x8b, 0x68, 0x7a, 0x50, 0x4c, 0x4f, 0x4e, 0x28, 0xb3, 0xb1, 0x21, 0xa9, 0x01, 0x91,
};

static uint16_t uids[MAX_UIDS], kept_uids[MAX_UIDS], weights[MAX_UIDS];
static double scores[MAX_UIDS];
static uint8_t payload[2048], payload_again[2048], extrinsic[2048];

static void fail(const char *what) {
    printf("%s\n", what);
    exit(EXIT_FAILURE);
}

/* Ends the program unless a call went well. */
static void expect(const char *what, nanotao_status status, size_t position) {
    if (status == NANOTAO_OK) {
        return;
    }
    printf("%s: %s (status %lu", what, nanotao_status_text(status), (unsigned long)status);
    if (position != NANOTAO_NO_POSITION) {
        printf(", at %lu", (unsigned long)position);
    }
    fail(")");
}

static void print_hex(const char *name, const uint8_t *bytes, size_t len) {
    size_t i;
    printf("%s 0x", name);
    for (i = 0; i < len; i++) {
        printf("%02x", bytes[i]);
    }
    printf("\n");
}

static size_t read_scores(const char *path) {
    char line[80];
    size_t len = 0;
    FILE *file = fopen(path, "r");
    if (file == NULL) {
        fail("the scores cannot be read");
    }
    while (fgets(line, sizeof line, file) != NULL) {
        char *end, *rest;
        long uid;
        double score;
        if (line[strspn(line, " \t\r\n")] == '\0') {
            continue;
        }
        errno = 0;
        uid = strtol(line, &end, 10);
        score = strtod(end, &rest);
        if (end == line || rest == end || rest[strspn(rest, " \t\r\n")] != '\0' || uid < 0 || uid > 65535 ||
            errno != 0 || len == MAX_UIDS) {
            fail("a line of the scores is not a uid and a score, or there are more than 256");
        }
        uids[len] = (uint16_t)uid;
        scores[len] = score;
        len++;
    }
    fclose(file);
    return len;
}

static size_t built_in_scores(void) {
    static const double built_in[] = {65535.0, 1.0, 30000.0};
    size_t i;
    for (i = 0; i < 3; i++) {
        uids[i] = (uint16_t)i;
        scores[i] = built_in[i];
    }
    return 3;
}

/* What node and signer agree on. */
static nanotao_tx_extension chain_context(void) {
    nanotao_tx_extension extension = {0};
    extension.struct_size = sizeof extension;
    extension.spec_version = 425;
    extension.transaction_version = 1;
    memcpy(extension.genesis_hash, GENESIS_HASH, sizeof GENESIS_HASH);
    memcpy(extension.block_hash, BIRTH_HASH, sizeof BIRTH_HASH);
    return extension;
}

static size_t build_payload(size_t scores_len) {
    nanotao_tx_extension extension = chain_context();
    uint64_t birth_block = 0;
    size_t weights_len = 0, payload_len = 0, position = NANOTAO_NO_POSITION;
    nanotao_status status = nanotao_sdk11_normalize(uids, scores_len, scores, scores_len, kept_uids, weights,
                                                    MAX_UIDS, &weights_len, &position);
    expect("scores", status, position);

    extension.nonce = 1;
    status = nanotao_era_mortal(64, CURRENT_BLOCK, &extension.era_period, &extension.era_phase, &birth_block);
    expect("era", status, NANOTAO_NO_POSITION);
    if (birth_block != CURRENT_BLOCK) {
        fail("the birth hash is that of another block");
    }
    status = nanotao_set_weights_payload(NETUID, kept_uids, weights_len, weights, weights_len, VERSION_KEY,
                                         &extension, payload, sizeof payload, &payload_len, &position);
    expect("payload", status, position);
    return payload_len;
}

/* Shows every card; a device would show one per screen, and go on at the press of a button. */
static void show(nanotao_review *review, size_t payload_len, const nanotao_account_id *account) {
    char label[64], value[256];
    const uint32_t current_block = CURRENT_BLOCK;
    size_t card, cards = 0, label_len, value_len, position = NANOTAO_NO_POSITION;
    nanotao_status status =
        nanotao_review_init(review, payload, payload_len, account, &current_block, &cards, &position);
    expect("review", status, position);
    for (card = 0; card < cards; card++) {
        status = nanotao_review_card(review, payload, payload_len, card, label, sizeof label, &label_len, value,
                                     sizeof value, &value_len, &position);
        expect("card", status, position);
        printf("[%2lu/%lu] %s: %s\n", (unsigned long)card + 1, (unsigned long)cards, label, value);
    }
}

static int consents(void) {
    char answer[8];
    printf("Sign this? [y/N] ");
    fflush(stdout);
    return fgets(answer, sizeof answer, stdin) != NULL && (answer[0] == 'y' || answer[0] == 'Y');
}

/* Takes the extrinsic apart and verifies its signature from what a node knows. */
static void check(size_t extrinsic_len) {
    nanotao_extrinsic parsed = {0};
    nanotao_tx_extension context = chain_context();
    size_t len = 0, position = NANOTAO_NO_POSITION;
    nanotao_status status;
    parsed.struct_size = sizeof parsed;
    status = nanotao_extrinsic_parse(extrinsic, extrinsic_len, &parsed, &position);
    expect("parse", status, position);
    status = nanotao_extrinsic_payload(extrinsic, extrinsic_len, &context, payload_again, sizeof payload_again, &len,
                                       &position);
    expect("payload of the extrinsic", status, position);
    status = nanotao_signature_verify(payload_again, len, &parsed.account, parsed.signature, parsed.signature_len);
    expect("signature of the extrinsic", status, NANOTAO_NO_POSITION);
    printf("nonce %lu, call of %lu bytes, signature good\n", (unsigned long)parsed.nonce,
           (unsigned long)parsed.call_len);
}

int main(int argc, char **argv) {
    static const char uri[] = "//Alice";
    nanotao_scheme scheme = NANOTAO_SCHEME_SR25519;
    const char *path = NULL;
    int i, consent = 0;
    nanotao_key key;
    nanotao_account_id account;
    nanotao_review review;
    uint8_t signature[NANOTAO_SIGNATURE_MAX_LEN];
    char address[NANOTAO_SS58_MAX_LEN + 1];
    size_t payload_len, address_len, signature_len, extrinsic_len, position = NANOTAO_NO_POSITION;
    nanotao_status status;

    for (i = 1; i < argc; i++) {
        if (strcmp(argv[i], "--ed25519") == 0) {
            scheme = NANOTAO_SCHEME_ED25519;
        } else if (strcmp(argv[i], "--yes") == 0) {
            consent = 1;
        } else if (argv[i][0] == '-' || path != NULL) {
            fail("usage: sign_weights [--ed25519] [--yes] [SCORES]");
        } else {
            path = argv[i];
        }
    }
    if (nanotao_abi_version() != NANOTAO_ABI_VERSION) {
        fail("the library has another ABI than the header");
    }

    status = nanotao_key_from_uri(&key, scheme, uri, strlen(uri), &position);
    expect("key", status, position);
    expect("account", nanotao_key_account(&key, &account, NULL), NANOTAO_NO_POSITION);
    status = nanotao_ss58_encode(&account, NANOTAO_SS58_PREFIX, address, sizeof address, &address_len);
    expect("address", status, NANOTAO_NO_POSITION);
    printf("signing as %s\n", address);

    payload_len = build_payload(path != NULL ? read_scores(path) : built_in_scores());
    show(&review, payload_len, &account);
    if (!consent && !consents()) {
        nanotao_key_wipe(&key);
        fail("rejected: nothing was signed");
    }
    status = nanotao_review_approve(&review, &position);
    expect("approval", status, position);
    /* NULL and 0: a deterministic signature. With a source of randomness, pass 32 bytes of it. */
    status = nanotao_review_sign(&review, payload, payload_len, &key, NULL, 0, signature, sizeof signature,
                                 &signature_len);
    nanotao_key_wipe(&key);
    expect("signature", status, NANOTAO_NO_POSITION);
    print_hex("signature", signature, signature_len);

    status = nanotao_extrinsic_encode(payload, payload_len, &account, signature, signature_len, extrinsic,
                                      sizeof extrinsic, &extrinsic_len, &position);
    expect("extrinsic", status, position);
    print_hex("extrinsic", extrinsic, extrinsic_len);
    check(extrinsic_len);
    return EXIT_SUCCESS;
}
