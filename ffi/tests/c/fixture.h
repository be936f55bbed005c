/* One of everything, good as it is: the tests spoil copies of it. */
#ifndef FIXTURE_H
#define FIXTURE_H

#include "nanotao.h"

#define PAIRS 3

struct fixture {
    nanotao_key key;
    nanotao_account_id account;
    nanotao_tx_extension extension;
    uint16_t uids[PAIRS], weights[PAIRS];
    uint8_t payload[256];
    size_t payload_len;
    size_t cards;
    /* Nothing shown; everything shown; approved. */
    nanotao_review fresh, shown, approved;
    uint8_t signature[NANOTAO_SIGNATURE_MAX_LEN];
    size_t signature_len;
    uint8_t extrinsic[256];
    size_t extrinsic_len;
};

/* The signature of round 1000 of drand quicknet. */
extern const uint8_t ROUND_1000[NANOTAO_BEACON_SIGNATURE_LEN];

/* Counts as a failed case if it cannot be made. */
void make_fixture(struct fixture *fixture, nanotao_scheme scheme);

/* Fetches a card into buffers of its own. */
nanotao_status show_card(nanotao_review *review, const uint8_t *payload, size_t payload_len, size_t index,
                         size_t *position);

/* What stands behind a card's texts, if a function wrote them next to all others; otherwise NULL, also for NULL. */
const uint8_t *behind(const uint8_t *texts, const char *label, const char *value);

#endif
