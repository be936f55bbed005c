/* Eras: from a period and a block, and from the bytes that an extrinsic has. */
#include <string.h>

#include "json.h"
#include "nanotao.h"

/* Call and signature do not matter here. */
enum { CALL = 3, SIGNED = 1 + 1 + 32 + 1 + 64 };

/* Whether a payload has the era in these bytes, behind its call. */
static int encodes_to(uint32_t period, uint32_t phase, struct list encoded) {
    const uint8_t call[CALL] = {0};
    uint8_t payload[256];
    nanotao_tx_extension extension = {0};
    size_t len = 0;
    extension.struct_size = sizeof extension;
    extension.era_period = period;
    extension.era_phase = phase;
    extension.spec_version = 475;
    extension.block_hash[0] = 1;
    return nanotao_call_payload(call, CALL, &extension, payload, sizeof payload, &len) == NANOTAO_OK &&
           len > CALL + encoded.len && memcmp(payload + CALL, encoded.ptr, encoded.len) == 0;
}

static int era(const cJSON *value) {
    uint32_t period = 0, phase = 0;
    uint64_t birth = 0;
    return nanotao_era_mortal(number(field(value, "period_requested")), number(field(value, "current")), &period,
                              &phase, &birth) == NANOTAO_OK &&
           period == number(field(value, "period")) && phase == number(field(value, "phase")) &&
           birth == number(field(value, "birth")) && birth + period == number(field(value, "death")) &&
           encodes_to(period, phase, hex(field(value, "encoded")));
}

/* Bytes behind the signature of an extrinsic. An immortal era takes the first of two. */
static int era_decode(const cJSON *value) {
    const struct list encoded = hex(nth(value, 0));
    const cJSON *theirs = nth(value, 1);
    const int immortal = cJSON_IsString(theirs) && strcmp(text(theirs), "immortal") == 0;
    const size_t era_len = immortal ? 1 : encoded.len, len = SIGNED + era_len + 3 + CALL;
    uint8_t *extrinsic = fresh(2 + len, 1);
    nanotao_extrinsic parsed = {0};
    uint32_t period, phase;
    size_t position = 0;
    nanotao_status status;
    /* Its length; then version 4, signed, an account, sr25519; behind the era no nonce, no tip, no metadata hash. */
    extrinsic[0] = (uint8_t)(len << 2 | 1);
    extrinsic[1] = (uint8_t)(len >> 6);
    extrinsic[2] = 0x84;
    extrinsic[2 + 1 + 1 + 32] = 1;
    memcpy(extrinsic + 2 + SIGNED, encoded.ptr, era_len);
    parsed.struct_size = sizeof parsed;
    status = nanotao_extrinsic_parse(extrinsic, 2 + len, &parsed, &position);
    if (is_null(theirs)) {
        return status != NANOTAO_OK && position == 2 + SIGNED;
    }
    period = immortal ? 0 : (uint32_t)number(nth(theirs, 0));
    phase = immortal ? 0 : (uint32_t)number(nth(theirs, 1));
    return status == NANOTAO_OK && parsed.call_len == CALL && parsed.era_period == period && parsed.era_phase == phase &&
           (immortal || encodes_to(period, phase, encoded));
}

const struct section ERAS[] = {
    {"chain/scale_misc.json", "era", EACH, era},
    {"chain/scale_misc.json", "era_decode", EACH, era_decode},
    {NULL, NULL, EACH, NULL},
};
