#include "fixture.h"

#include <string.h>

#include "check.h"

const uint8_t ROUND_1000[NANOTAO_BEACON_SIGNATURE_LEN] = {
    0xb4, 0x46, 0x79, 0xb9, 0xa5, 0x9a, 0xf2, 0xec, 0x87, 0x6b, 0x1a, 0x6b, 0x1a, 0xd5, 0x2e, 0xa9,
    0xb1, 0x61, 0x5f, 0xc3, 0x98, 0x2b, 0x19, 0x57, 0x63, 0x50, 0xf9, 0x34, 0x47, 0xcb, 0x11, 0x25,
    0xe3, 0x42, 0xb7, 0x3a, 0x8d, 0xd2, 0xba, 0xcb, 0xe4, 0x7e, 0x4b, 0x6b, 0x63, 0xed, 0x5e, 0x39};

nanotao_status show_card(nanotao_review *review, const uint8_t *payload, size_t payload_len, size_t index,
                         size_t *position) {
    char label[64], value[256];
    size_t label_len, value_len;
    return nanotao_review_card(review, payload, payload_len, index, label, sizeof label, &label_len, value,
                               sizeof value, &value_len, position);
}

void make_fixture(struct fixture *fixture, nanotao_scheme scheme) {
    static const uint8_t secret[NANOTAO_MINI_SECRET_LEN] = {1, 2, 3};
    struct fixture *f = fixture;
    uint64_t birth;
    size_t i;
    nanotao_status status = NANOTAO_OK;
    nanotao_review spent;

    memset(f, 0, sizeof *f);
    f->extension.struct_size = sizeof f->extension;
    f->extension.nonce = 70;
    f->extension.tip = 5;
    f->extension.spec_version = 475;
    f->extension.transaction_version = 1;
    memset(f->extension.genesis_hash, 7, 32);
    memset(f->extension.block_hash, 8, 32);
    for (i = 0; i < PAIRS; i++) {
        f->uids[i] = (uint16_t)(i * 5);
        f->weights[i] = (uint16_t)(65535 - i * 1000);
    }
    status |= nanotao_era_mortal(64, 100, &f->extension.era_period, &f->extension.era_phase, &birth);
    status |= nanotao_key_from_mini_secret(&f->key, scheme, secret, sizeof secret);
    status |= nanotao_key_account(&f->key, &f->account, NULL);
    status |= nanotao_set_weights_payload(1, f->uids, PAIRS, f->weights, PAIRS, 3, &f->extension, f->payload,
                                          sizeof f->payload, &f->payload_len, NULL);
    status |= nanotao_review_init(&f->fresh, f->payload, f->payload_len, &f->account, NULL, &f->cards, NULL);
    f->shown = f->fresh;
    for (i = 0; i < f->cards; i++) {
        status |= show_card(&f->shown, f->payload, f->payload_len, i, NULL);
    }
    f->approved = f->shown;
    status |= nanotao_review_approve(&f->approved, NULL);
    spent = f->approved;
    status |= nanotao_review_sign(&spent, f->payload, f->payload_len, &f->key, NULL, 0, f->signature,
                                  sizeof f->signature, &f->signature_len);
    status |= nanotao_extrinsic_encode(f->payload, f->payload_len, &f->account, f->signature, f->signature_len,
                                       f->extrinsic, sizeof f->extrinsic, &f->extrinsic_len, NULL);
    CHECK_CASE("fixture", scheme, status == NANOTAO_OK && f->cards > PAIRS);
}

const uint8_t *behind(const uint8_t *texts, const char *label, const char *value) {
    const size_t label_size = strlen(label) + 1, value_size = strlen(value) + 1;
    if (texts == NULL || memcmp(texts, label, label_size) != 0 || memcmp(texts + label_size, value, value_size) != 0) {
        return NULL;
    }
    return texts + label_size + value_size;
}
