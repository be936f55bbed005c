/* Payloads that come with a metadata proof: what is shown is what is signed, by that very proof. */
#include <string.h>

#include "check.h"
#include "fixture.h"
#include "golden.h"

#define BAD NANOTAO_INVALID_POINTER
#define MAX 4096

static struct fixture f;
static uint8_t extrinsic[MAX], spoilt[MAX];
static char label[256], value[512];
static size_t len, label_len, value_len;

static void *odd(void) {
    static uint64_t memory[64];
    return (uint8_t *)memory + 1;
}

static nanotao_status card(nanotao_review *review, const struct golden_proof *g, size_t index) {
    return nanotao_review_card_by_proof(review, g->payload.ptr, g->payload.len, g->proof.ptr, g->proof.len, index, label,
                                        sizeof label, &label_len, value, sizeof value, &value_len, NULL);
}

static nanotao_status sign(nanotao_review *review, const struct golden_proof *g, const uint8_t *proof, size_t proof_len,
                           uint8_t *signature, size_t *signature_len) {
    return nanotao_review_sign_by_proof(review, g->payload.ptr, g->payload.len, proof, proof_len, &f.key, NULL, 0,
                                        signature, NANOTAO_SIGNATURE_MAX_LEN, signature_len);
}

static void info(const struct golden_proof *g) {
    nanotao_proof_info found, before;
    size_t cut, position = 77, refused = 0;
    memset(&found, 0, sizeof found);
    found.struct_size = sizeof found;
    before = found;
    for (cut = 0; cut < g->proof.len; cut += 7) {
        refused += nanotao_proof_parse(g->proof.ptr, cut, &found, NULL) != NANOTAO_OK &&
                   memcmp(&found, &before, sizeof found) == 0;
    }
    CHECK("cut short", refused == (g->proof.len + 6) / 7);
    CHECK("info", nanotao_proof_parse(NULL, g->proof.len, &found, &position) == BAD);
    CHECK("info", nanotao_proof_parse(g->proof.ptr, g->proof.len, NULL, &position) == BAD);
    CHECK("info", nanotao_proof_parse(g->proof.ptr, g->proof.len, odd(), &position) == BAD);
    CHECK("info", nanotao_proof_parse(g->proof.ptr, SIZE_MAX, &found, &position) == NANOTAO_INVALID_LENGTH);
    CHECK("info", nanotao_proof_parse(NULL, 0, &found, &position) == NANOTAO_METADATA_PROOF && position == 0);
    found.struct_size--;
    CHECK("info", nanotao_proof_parse(g->proof.ptr, g->proof.len, &found, NULL) == NANOTAO_INVALID_STRUCT_SIZE);
    found.struct_size++;
    CHECK("left alone", memcmp(&found, &before, sizeof found) == 0);
    CHECK("info", nanotao_proof_parse(g->proof.ptr, g->proof.len, &found, NULL) == NANOTAO_OK);
    CHECK("digest", memcmp(found.digest, g->digest.ptr, 32) == 0 && found.spec_version == g->spec_version);
    CHECK("of the chain", found.base58_prefix == 42 && found.decimals == 9 && found.leaves > 10 &&
                              found.spec_name_len == 14 && found.token_symbol_len == 3 &&
                              memcmp(g->proof.ptr + found.spec_name_offset, "node-subtensor", 14) == 0 &&
                              memcmp(g->proof.ptr + found.token_symbol_offset, "TAO", 3) == 0);
}

static void journey(const struct golden_proof *g) {
    uint8_t signature[NANOTAO_SIGNATURE_MAX_LEN] = {0};
    const uint8_t *p = g->payload.ptr, *q = g->proof.ptr;
    const size_t n = g->payload.len, m = g->proof.len;
    static uint8_t texts[16384];
    const uint8_t *next;
    nanotao_review review, fresh, shown, approved;
    nanotao_extrinsic parsed;
    size_t i, cards = 0, changed = 0, signature_len = 0, position = 77;
    const int known = g->spec_version != 218;

    memset(&review, 0, sizeof review);
    CHECK("by table", nanotao_review_init(&review, p, n, &f.account, NULL, &cards, &position) ==
                          (known ? NANOTAO_OK : NANOTAO_CALL_UNKNOWN_SPEC));
    CHECK("by proof",
          nanotao_review_init_by_proof(&review, p, n, q, m, &f.account, NULL, &cards, &position) == NANOTAO_OK);
    fresh = review;
    for (i = 0; i < cards; i++) {
        CHECK_CASE("another way", i, show_card(&review, p, n, i, NULL) == NANOTAO_PAYLOAD_CHANGED);
        CHECK_CASE("card", i, card(&review, g, i) == NANOTAO_OK && label_len > 0 && value_len > 0);
    }
    shown = review;
    review = fresh;
    CHECK("all at once", nanotao_review_texts_by_proof(&review, p, n, q, m, texts, sizeof texts, &len) == NANOTAO_OK &&
                             memcmp(&review, &shown, sizeof review) == 0);
    for (i = 0, next = texts; i < cards; i++) {
        card(&review, g, i);
        next = behind(next, label, value);
    }
    CHECK("the same texts", next == texts + len);
    CHECK("another way", nanotao_review_texts(&review, p, n, texts, sizeof texts, &len) == NANOTAO_PAYLOAD_CHANGED);
    CHECK("texts", nanotao_review_texts_by_proof(&review, p, n, NULL, m, texts, sizeof texts, &len) == BAD);
    CHECK("shared", nanotao_review_texts_by_proof(&review, p, n, texts, sizeof texts, texts, sizeof texts, &len) ==
                        NANOTAO_OVERLAP);
    CHECK("one card too many", card(&review, g, cards) == NANOTAO_CARD_OUT_OF_ORDER);
    CHECK("approved", nanotao_review_approve(&review, NULL) == NANOTAO_OK);
    approved = review;
    for (i = 0; i < m; i += 13) {
        memcpy(spoilt, q, m);
        spoilt[i] ^= 1;
        changed += sign(&review, g, spoilt, m, signature, &signature_len) == NANOTAO_PAYLOAD_CHANGED;
    }
    CHECK("every byte of the proof counts", changed == (m + 12) / 13);
    CHECK("shorter", sign(&review, g, q, m - 1, signature, &signature_len) == NANOTAO_PAYLOAD_CHANGED);
    CHECK("none", sign(&review, g, NULL, 0, signature, &signature_len) == NANOTAO_PAYLOAD_CHANGED);
    CHECK("another way", nanotao_review_sign(&review, p, n, &f.key, NULL, 0, signature, sizeof signature,
                                             &signature_len) == NANOTAO_PAYLOAD_CHANGED);
    CHECK("shares memory", nanotao_review_sign_by_proof(&review, p, n, signature, sizeof signature, &f.key, NULL, 0,
                                                        signature, sizeof signature, &signature_len) == NANOTAO_OVERLAP);
    CHECK("left alone", memcmp(&review, &approved, sizeof review) == 0 && signature_len == 0 && signature[0] == 0);
    CHECK("signed", sign(&review, g, q, m, signature, &signature_len) == NANOTAO_OK);
    CHECK("twice", sign(&review, g, q, m, signature, &signature_len) == NANOTAO_ALREADY_SIGNED);
    CHECK("good", nanotao_signature_verify(p, n, &f.account, signature, signature_len) == NANOTAO_OK);

    len = 0;
    CHECK("too small", nanotao_extrinsic_encode_by_proof(p, n, q, m, &f.account, signature, signature_len, NULL, 0, &len,
                                                         NULL) == NANOTAO_BUFFER_TOO_SMALL &&
                           len > g->call_len);
    CHECK("extrinsic", nanotao_extrinsic_encode_by_proof(p, n, q, m, &f.account, signature, signature_len, extrinsic, MAX,
                                                         &len, NULL) == NANOTAO_OK);
    memset(&parsed, 0, sizeof parsed);
    parsed.struct_size = sizeof parsed;
    CHECK("parsed", nanotao_extrinsic_parse(extrinsic, len, &parsed, NULL) == NANOTAO_OK &&
                        parsed.call_len == g->call_len && parsed.has_metadata_hash == 1 &&
                        memcmp(extrinsic + parsed.call_offset, p, g->call_len) == 0);
    CHECK("by table", known || nanotao_extrinsic_encode(p, n, &f.account, signature, signature_len, extrinsic, MAX, &len,
                                                        NULL) == NANOTAO_CALL_UNKNOWN_SPEC);
    signature[5] ^= 1;
    CHECK("bad signature", nanotao_extrinsic_encode_by_proof(p, n, q, m, &f.account, signature, signature_len, extrinsic,
                                                             MAX, &len, NULL) == NANOTAO_BAD_SIGNATURE);

    review = fresh;
    CHECK("init", nanotao_review_init_by_proof(NULL, p, n, q, m, &f.account, NULL, &cards, NULL) == BAD);
    CHECK("init", nanotao_review_init_by_proof(odd(), p, n, q, m, &f.account, NULL, &cards, NULL) == BAD);
    CHECK("init", nanotao_review_init_by_proof(&review, NULL, n, q, m, &f.account, NULL, &cards, NULL) == BAD);
    CHECK("init", nanotao_review_init_by_proof(&review, p, n, NULL, m, &f.account, NULL, &cards, NULL) == BAD);
    CHECK("init", nanotao_review_init_by_proof(&review, p, n, q, m, NULL, NULL, &cards, NULL) == BAD);
    CHECK("init", nanotao_review_init_by_proof(&review, p, n, q, m, &f.account, NULL, NULL, NULL) == BAD);
    CHECK("init", nanotao_review_init_by_proof(&review, p, n, q, SIZE_MAX, &f.account, NULL, &cards, NULL) ==
                      NANOTAO_INVALID_LENGTH);
    CHECK("init", nanotao_review_init_by_proof(&review, p, n, NULL, 0, &f.account, NULL, &cards, NULL) ==
                      NANOTAO_METADATA_PROOF);
    CHECK("another payload", nanotao_review_init_by_proof(&review, f.payload, f.payload_len, q, m, &f.account, NULL,
                                                          &cards, NULL) == NANOTAO_METADATA_DIGEST_MISMATCH);
    memcpy(spoilt, q, m);
    spoilt[m - 1] ^= 1;
    CHECK("another proof", nanotao_review_init_by_proof(&review, p, n, spoilt, m, &f.account, NULL, &cards, NULL) ==
                               NANOTAO_METADATA_DIGEST_MISMATCH);
    CHECK("card", nanotao_review_card_by_proof(&review, p, n, NULL, m, 0, label, 64, &label_len, value, 64, &value_len,
                                               NULL) == BAD);
    CHECK("card", nanotao_review_card_by_proof(&review, p, n, q, m, 0, label, 64, &label_len, label, 64, &value_len,
                                               NULL) == NANOTAO_OVERLAP);
    CHECK("card", nanotao_review_card_by_proof(&review, p, n, q, m, 0, label, 64, odd(), value, 64, &value_len, NULL) ==
                      BAD);
    CHECK("left alone", memcmp(&review, &fresh, sizeof review) == 0);
}

void test_proofs(void) {
    size_t i;
    make_fixture(&f, NANOTAO_SCHEME_ED25519);
    for (i = 0; i < golden_proofs_len; i++) {
        info(&golden_proofs[i]);
        journey(&golden_proofs[i]);
    }
}
