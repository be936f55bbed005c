/*
 * The loop of a clear-signing wallet: a payload comes in, its cards go to the screen one at a time, and only an approval of
 * all of them leads to a signature.
 *
 *   wallet [--yes]
 *
 * The payload is a stake of 1.5 TAO, made here; a wallet gets it from outside, and the review does not trust it. At each
 * card, "n" goes on, "b" goes back, anything else rejects; --yes goes on by itself. C99, no heap.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "nanotao.h"

static uint8_t call[256], payload[512], extrinsic[512];

static void expect(const char *what, nanotao_status status) {
    if (status != NANOTAO_OK) {
        printf("%s: %s (status %lu)\n", what, nanotao_status_text(status), (unsigned long)status);
        exit(EXIT_FAILURE);
    }
}

/* What someone outside asks the wallet to sign. */
static size_t request(const nanotao_account_id *hotkey) {
    nanotao_tx_extension extension = {0};
    uint64_t birth_block;
    size_t call_len, len;
    extension.struct_size = sizeof extension;
    extension.nonce = 4;
    extension.spec_version = 475;
    extension.transaction_version = 1;
    memset(extension.genesis_hash, 7, sizeof extension.genesis_hash);
    memset(extension.block_hash, 8, sizeof extension.block_hash);
    expect("era", nanotao_era_mortal(64, 5000000, &extension.era_period, &extension.era_phase, &birth_block));
    expect("call", nanotao_call_add_stake(hotkey, 1, 1500000000, call, sizeof call, &call_len));
    expect("payload", nanotao_call_payload(call, call_len, &extension, payload, sizeof payload, &len));
    return len;
}

/* Which card comes after this one: the next, the one before, or none if the user rejects. */
static int ask(size_t *index) {
    char line[16];
    if (fgets(line, sizeof line, stdin) == NULL) {
        return 0;
    }
    if (line[0] == 'b' && *index > 0) {
        --*index;
        return 1;
    }
    ++*index;
    return line[0] == 'n';
}

static int show(nanotao_review *review, size_t payload_len, size_t cards, int yes) {
    char label[64], value[256];
    size_t index = 0, label_len, value_len;
    while (index < cards) {
        expect("card", nanotao_review_card(review, payload, payload_len, index, label, sizeof label, &label_len, value,
                                           sizeof value, &value_len, NULL));
        printf("[%lu/%lu] %s: %s\n", (unsigned long)index + 1, (unsigned long)cards, label, value);
        if (yes) {
            index++;
        } else if (!ask(&index)) {
            return 0;
        }
    }
    return 1;
}

int main(int argc, char **argv) {
    static const char URI[] = "//Alice";
    const uint32_t current_block = 5000001;
    const int yes = argc == 2 && strcmp(argv[1], "--yes") == 0;
    nanotao_key key;
    nanotao_account_id account;
    nanotao_review review;
    uint8_t signature[NANOTAO_SIGNATURE_MAX_LEN];
    size_t payload_len, cards, len, extrinsic_len, i;

    /* Everybody knows this key; a wallet keeps its own. */
    expect("key", nanotao_key_from_uri(&key, NANOTAO_SCHEME_SR25519, URI, strlen(URI), NULL));
    expect("account", nanotao_key_account(&key, &account, NULL));
    payload_len = request(&account);

    expect("review", nanotao_review_init(&review, payload, payload_len, &account, &current_block, &cards, NULL));
    if (!show(&review, payload_len, cards, yes)) {
        printf("rejected, nothing was signed\n");
        expect("wipe", nanotao_key_wipe(&key));
        return EXIT_FAILURE;
    }
    expect("approval", nanotao_review_approve(&review, NULL));
    expect("signature", nanotao_review_sign(&review, payload, payload_len, &key, NULL, 0, signature, sizeof signature,
                                            &len));
    expect("wipe", nanotao_key_wipe(&key));
    expect("extrinsic", nanotao_extrinsic_encode(payload, payload_len, &account, signature, len, extrinsic,
                                                 sizeof extrinsic, &extrinsic_len, NULL));
    printf("extrinsic 0x");
    for (i = 0; i < extrinsic_len; i++) {
        printf("%02x", extrinsic[i]);
    }
    printf("\n");
    return EXIT_SUCCESS;
}
