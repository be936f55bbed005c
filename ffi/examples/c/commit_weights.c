/*
 * Weights for a subnet where commit-reveal is on: locked until they are revealed, shown as they are in the clear, signed.
 *
 *   commit_weights [--yes]
 *
 * Every other signer can show such a commit as hexadecimal digits only. Here the ciphertext is made for the review, so the
 * cards tell each uid with its weight, and when it is revealed; --yes gives consent. C99, no heap.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "nanotao.h"

#define PAIRS 3

static const uint16_t uids[PAIRS] = {0, 3, 7}, values[PAIRS] = {16384, 49152, 65535};
/* The payload, and the ciphertext once more. */
static uint8_t payload[1024], extrinsic[1024];

static void expect(const char *what, nanotao_status status) {
    if (status != NANOTAO_OK) {
        printf("%s: %s (status %lu)\n", what, nanotao_status_text(status), (unsigned long)status);
        exit(EXIT_FAILURE);
    }
}

/* What a node tells of its runtime and of the signer. */
static nanotao_tx_extension chain_context(void) {
    nanotao_tx_extension extension = {0};
    uint64_t birth_block;
    extension.struct_size = sizeof extension;
    extension.nonce = 4;
    extension.spec_version = 475;
    extension.transaction_version = 1;
    memset(extension.genesis_hash, 7, sizeof extension.genesis_hash);
    memset(extension.block_hash, 8, sizeof extension.block_hash);
    expect("era", nanotao_era_mortal(64, 8766000, &extension.era_period, &extension.era_phase, &birth_block));
    return extension;
}

/* What the chain stores of the subnet, and when that was. */
static nanotao_reveal_terms subnet(void) {
    nanotao_reveal_terms terms = {0};
    terms.struct_size = sizeof terms;
    terms.schedule.struct_size = sizeof terms.schedule;
    terms.schedule.tempo = 360;
    terms.schedule.last_epoch_block = 8765900;
    terms.schedule.subnet_epoch_index = 24000;
    terms.current_block = 8766000;
    terms.reveal_period_epochs = 1;
    terms.unix_time_ms = 1790000000000;
    terms.block_time_ms = 12000;
    return terms;
}

int main(int argc, char **argv) {
    static const uint8_t seed[NANOTAO_MINI_SECRET_LEN] = {1};
    const nanotao_tx_extension extension = chain_context();
    const nanotao_reveal_terms terms = subnet();
    nanotao_hidden_weights weights = {0};
    nanotao_reveal reveal = {0};
    nanotao_review review;
    nanotao_key key;
    uint8_t signature[NANOTAO_SIGNATURE_MAX_LEN];
    char label[64], value[256];
    size_t payload_len, cards, card, label_len, value_len, len, extrinsic_len, i;

    /* A wallet keeps a seed of its own, and where it has random bytes it gives 32 of them in place of the NULL below. */
    expect("key", nanotao_key_from_mini_secret(&key, NANOTAO_SCHEME_SR25519, seed, sizeof seed));
    weights.struct_size = sizeof weights;
    weights.netuid = 8;
    weights.uids = uids;
    weights.values = values;
    weights.uids_len = weights.values_len = PAIRS;
    expect("account", nanotao_key_account(&key, &weights.hotkey, NULL));
    reveal.struct_size = sizeof reveal;
    expect("review", nanotao_review_init_timelocked(&review, &weights, &terms, &extension, seed, NULL, payload,
                                                    sizeof payload, &payload_len, &reveal, &cards, NULL));
    for (card = 0; card < cards; card++) {
        expect("card", nanotao_review_card_timelocked(&review, payload, payload_len, &weights, card, label, sizeof label,
                                                      &label_len, value, sizeof value, &value_len, NULL));
        printf("[%2lu/%lu] %s: %s\n", (unsigned long)card + 1, (unsigned long)cards, label, value);
    }
    if (argc != 2 || strcmp(argv[1], "--yes") != 0) {
        printf("not approved, nothing was signed\n");
        expect("wipe", nanotao_key_wipe(&key));
        return EXIT_FAILURE;
    }
    expect("approval", nanotao_review_approve(&review, NULL));
    expect("signature", nanotao_review_sign_timelocked(&review, payload, payload_len, &weights, &key, NULL, 0, signature,
                                                       sizeof signature, &len));
    expect("wipe", nanotao_key_wipe(&key));
    expect("extrinsic", nanotao_extrinsic_encode(payload, payload_len, &weights.hotkey, signature, len, extrinsic,
                                                 sizeof extrinsic, &extrinsic_len, NULL));
    printf("round %lu opens it\nextrinsic 0x", (unsigned long)reveal.round);
    for (i = 0; i < extrinsic_len; i++) {
        printf("%02x", extrinsic[i]);
    }
    printf("\n");
    return EXIT_SUCCESS;
}
