/* Values that mean nothing, or contradict each other: each has a status of its own, says where it is, and writes nothing. */
#include <float.h>
#include <string.h>

#include "check.h"
#include "fixture.h"

#define ROOM 512
#define NOWHERE NANOTAO_NO_POSITION

static struct fixture f;
static uint8_t bytes[ROOM];

/* Whether nothing was written. */
static int clean(void) {
    size_t i;
    for (i = 0; i < ROOM; i++) {
        if (bytes[i] != 0) {
            return 0;
        }
    }
    return 1;
}

/* Whether a call failed so, at that place, and wrote nothing. */
static int refused(nanotao_status status, nanotao_status expected, const size_t *position, size_t expected_position) {
    return status == expected && *position == expected_position && clean();
}

static void about(void) {
    CHECK("abi", nanotao_abi_version() == NANOTAO_ABI_VERSION);
    CHECK("sizes", nanotao_key_sizeof() == sizeof(nanotao_key) && nanotao_review_sizeof() == sizeof(nanotao_review));
    CHECK("alignments", nanotao_key_alignof() == nanotao_review_alignof() && nanotao_key_alignof() <= 8);
    CHECK("the layout is the same everywhere",
          sizeof(nanotao_key) == 384 && sizeof(nanotao_review) == 144 && sizeof(nanotao_account_id) == 32 &&
              sizeof(nanotao_tx_extension) == 136 && sizeof(nanotao_extrinsic) == 144 && sizeof(nanotao_status) == 4 &&
              offsetof(nanotao_tx_extension, tip) == 8 && offsetof(nanotao_tx_extension, genesis_hash) == 40 &&
              offsetof(nanotao_tx_extension, metadata_hash) == 104 && offsetof(nanotao_extrinsic, account) == 40 &&
              offsetof(nanotao_extrinsic, signature) == 72);
    CHECK("text", strcmp(nanotao_status_text(NANOTAO_OK), "ok") == 0);
    CHECK("text", strcmp(nanotao_status_text(NANOTAO_WRONG_SIGNER), nanotao_status_text(NANOTAO_OK)) != 0);
    CHECK("text", strcmp(nanotao_status_text(1000), "unknown status") == 0);
}

/* A key verifies its own account's signatures, with a secret and without. */
static void public_keys(nanotao_key *key) {
    static const nanotao_account_id none = {{0xff, 0xff}};
    nanotao_account_id account;
    nanotao_scheme scheme = 9;
    CHECK("scheme", nanotao_key_from_account(key, 3, &f.account) == NANOTAO_UNKNOWN_SCHEME);
    CHECK("scheme", nanotao_key_from_account(key, 2, &f.account) == NANOTAO_SIGN_UNSUPPORTED_SCHEME);
    CHECK("no secret", nanotao_key_from_account(key, f.signature[0], &f.account) == NANOTAO_OK &&
                           nanotao_key_account(key, &account, &scheme) == NANOTAO_OK && scheme == f.signature[0] &&
                           memcmp(&account, &f.account, sizeof account) == 0);
    CHECK("good", nanotao_key_verify(key, f.payload, f.payload_len, f.signature, f.signature_len) == NANOTAO_OK);
    CHECK("good", nanotao_key_verify(&f.key, f.payload, f.payload_len, f.signature, f.signature_len) == NANOTAO_OK);
    CHECK("bad", nanotao_key_verify(key, f.payload, f.payload_len - 1, f.signature, f.signature_len) ==
                     NANOTAO_BAD_SIGNATURE);
    CHECK("short", nanotao_key_verify(key, f.payload, f.payload_len, f.signature, 64) == NANOTAO_MALFORMED_SIGNATURE);
    CHECK("no point", nanotao_key_from_account(key, NANOTAO_SCHEME_SR25519, &none) == NANOTAO_OK);
    CHECK("no point", nanotao_key_verify(key, f.payload, f.payload_len, f.signature, f.signature_len) ==
                          NANOTAO_BAD_SIGNATURE);
}

static void keys(void) {
    static const struct {
        const char *uri;
        nanotao_scheme scheme;
        nanotao_status status;
        size_t position;
    } uris[] = {
        {"//Alice", 7, NANOTAO_UNKNOWN_SCHEME, NOWHERE},
        {"//Alice", NANOTAO_SCHEME_ECDSA, NANOTAO_SIGN_UNSUPPORTED_SCHEME, NOWHERE},
        {"//a\xff", 1, NANOTAO_INVALID_TEXT, 3},
        {"bottom_drive", 1, NANOTAO_URI_INVALID_CHARACTER, 6},
        {"//Alice//", 1, NANOTAO_URI_MISSING_JUNCTION, 9},
        {"0x12", 1, NANOTAO_URI_INVALID_SEED, NOWHERE},
        {"//Alice/soft", 0, NANOTAO_URI_SOFT_JUNCTION, 1},
        {"one two", 1, NANOTAO_MNEMONIC_WORD_COUNT, NOWHERE},
        {"bottom drive obey lake curtain smoke basket hold race lonely fit walkx", 1, NANOTAO_MNEMONIC_UNKNOWN_WORD, 11},
        {"bottom drive obey lake curtain smoke basket hold race lonely fit fit", 1, NANOTAO_MNEMONIC_CHECKSUM, NOWHERE},
    };
    static const uint8_t secret[33] = {1};
    nanotao_key key = f.key;
    nanotao_account_id account;
    size_t i, position;
    for (i = 0; i < sizeof uris / sizeof uris[0]; i++) {
        nanotao_status status;
        position = 77;
        status = nanotao_key_from_uri(&key, uris[i].scheme, uris[i].uri, strlen(uris[i].uri), &position);
        CHECK_CASE("uri", i, refused(status, uris[i].status, &position, uris[i].position));
    }
    CHECK("seed", nanotao_key_from_mini_secret(&key, 1, secret, 31) == NANOTAO_INVALID_LENGTH);
    CHECK("seed", nanotao_key_from_mini_secret(&key, 1, secret, 33) == NANOTAO_INVALID_LENGTH);
    CHECK("seed", nanotao_key_from_mini_secret(&key, 3, secret, 32) == NANOTAO_UNKNOWN_SCHEME);
    CHECK("seed", nanotao_key_from_mini_secret(&key, 2, secret, 32) == NANOTAO_SIGN_UNSUPPORTED_SCHEME);
    CHECK("the key is still there", nanotao_key_account(&key, &account, NULL) == NANOTAO_OK &&
                                        memcmp(&account, &f.account, sizeof account) == 0);
    position = 77;
    CHECK("no position on success", nanotao_key_from_uri(&key, 1, "//A", 3, &position) == NANOTAO_OK && position == 77);
    public_keys(&key);
    CHECK("wiped", nanotao_key_wipe(&key) == NANOTAO_OK && nanotao_key_wipe(&key) == NANOTAO_OK &&
                       nanotao_key_account(&key, &account, NULL) == NANOTAO_NO_KEY);
    memset(&account, 0, sizeof account);
    for (i = 0; i < sizeof key / sizeof key.opaque[0]; i++) {
        account.bytes[0] |= key.opaque[i] != 0;
    }
    CHECK("nothing is left of it", account.bytes[0] == 0);
}

static void addresses(void) {
    static const struct {
        const char *address;
        nanotao_status status;
        size_t position;
    } bad[] = {
        {"0GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY", NANOTAO_SS58_INVALID_CHARACTER, 0},
        {"5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY ", NANOTAO_SS58_INVALID_CHARACTER, 48},
        {"5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQZ", NANOTAO_SS58_INVALID_CHECKSUM, NOWHERE},
        {"5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQ", NANOTAO_SS58_INVALID_PREFIX, NOWHERE},
        {"25GUyv", NANOTAO_SS58_INVALID_LENGTH, NOWHERE},
        {"5Gr\xc3", NANOTAO_INVALID_TEXT, 3},
    };
    nanotao_account_id account;
    char text[NANOTAO_SS58_MAX_LEN + 1];
    uint16_t prefix = 9;
    size_t i, len, position;
    memset(&account, 0, sizeof account);
    for (i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        nanotao_status status;
        position = 77;
        status = nanotao_ss58_parse(bad[i].address, strlen(bad[i].address), &account, &prefix, &position);
        CHECK_CASE("address", i,
                   refused(status, bad[i].status, &position, bad[i].position) && prefix == 9 && account.bytes[0] == 0);
    }
    CHECK("reserved prefix", nanotao_ss58_encode(&f.account, 46, text, sizeof text, &len) == NANOTAO_OK &&
                                 nanotao_ss58_parse(text, len, &account, &prefix, NULL) ==
                                     NANOTAO_SS58_PREFIX_NOT_ALLOWED);
}

static void scores(void) {
    /* Not constants of the language: C99 leaves their overflow to the compiler. */
    static volatile double zero;
    const double infinite = 1 / zero, nan = infinite - infinite;
    const struct {
        double scores[3];
        nanotao_status status;
        size_t position;
    } bad[] = {
        {{1, 2, nan}, NANOTAO_QUANTISE_NOT_FINITE, 2},
        {{infinite, 2, 3}, NANOTAO_QUANTISE_NOT_FINITE, 0},
        {{1, -infinite, 3}, NANOTAO_QUANTISE_NOT_FINITE, 1},
        {{1, -FLT_MIN, 3}, NANOTAO_QUANTISE_NEGATIVE, 1},
    };
    size_t i, k, len, position;
    for (i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        float narrow[3];
        nanotao_status status;
        for (k = 0; k < 3; k++) {
            narrow[k] = (float)bad[i].scores[k];
        }
        len = position = 77;
        status = nanotao_sdk10_quantise(f.uids, 3, narrow, 3, (uint16_t *)bytes, (uint16_t *)(bytes + 64), 32, &len,
                                        &position);
        CHECK_CASE("sdk10", i, refused(status, bad[i].status, &position, bad[i].position) && len == 77);
        len = position = 77;
        status = nanotao_sdk11_normalize(f.uids, 3, bad[i].scores, 3, (uint16_t *)bytes, (uint16_t *)(bytes + 64), 32,
                                         &len, &position);
        CHECK_CASE("sdk11", i, refused(status, bad[i].status, &position, bad[i].position) && len == 77);
    }
    len = position = 77;
    CHECK("more uids than scores",
          refused(nanotao_sdk11_normalize(f.uids, 3, bad[0].scores, 2, (uint16_t *)bytes, (uint16_t *)(bytes + 64), 32,
                                          &len, &position),
                  NANOTAO_QUANTISE_LENGTH_MISMATCH, &position, NOWHERE) &&
              len == 77);
}

/* A payload of the fixture's weights with another extension. */
static nanotao_status build(const nanotao_tx_extension *extension, size_t *len, size_t *position) {
    return nanotao_set_weights_payload(1, f.uids, PAIRS, f.weights, PAIRS, 3, extension, bytes, ROOM, len, position);
}

static void extensions(void) {
    static const struct {
        uint32_t period, phase;
        nanotao_status status;
    } eras[] = {
        {0, 1, NANOTAO_INVALID_ERA},    {1, 0, NANOTAO_INVALID_ERA},    {2, 0, NANOTAO_INVALID_ERA},
        {3, 0, NANOTAO_INVALID_ERA},    {4, 4, NANOTAO_INVALID_ERA},    {4, 3, NANOTAO_OK},
        {8192, 1, NANOTAO_INVALID_ERA}, {8192, 2, NANOTAO_OK},          {65536, 65520, NANOTAO_OK},
        {65536, 8, NANOTAO_INVALID_ERA}, {131072, 0, NANOTAO_INVALID_ERA}, {0x80000000u, 0, NANOTAO_INVALID_ERA},
        {0xffffffffu, 0xffffffffu, NANOTAO_INVALID_ERA},
    };
    static const uint32_t sizes[] = {0, 4, sizeof(nanotao_tx_extension) - 1, sizeof(nanotao_tx_extension) + 1,
                                     0xffffffffu};
    static const uint16_t twice[PAIRS] = {4, 5, 4}, many[257] = {0};
    nanotao_tx_extension extension;
    size_t i, len, position;
    for (i = 0; i < sizeof eras / sizeof eras[0]; i++) {
        extension = f.extension;
        extension.era_period = eras[i].period;
        extension.era_phase = eras[i].phase;
        CHECK_CASE("era", i, build(&extension, &len, NULL) == eras[i].status);
        memset(bytes, 0, sizeof bytes);
    }
    for (i = 0; i < sizeof sizes / sizeof sizes[0]; i++) {
        nanotao_extrinsic parsed = {0};
        extension = f.extension;
        extension.struct_size = sizes[i];
        position = 77;
        CHECK_CASE("struct_size", i,
                   refused(build(&extension, &len, &position), NANOTAO_INVALID_STRUCT_SIZE, &position, NOWHERE));
        CHECK_CASE("struct_size", i, nanotao_extrinsic_payload(f.extrinsic, f.extrinsic_len, &extension, bytes, ROOM,
                                                               &len, NULL) == NANOTAO_INVALID_STRUCT_SIZE);
        parsed.struct_size = sizes[i] == sizeof extension + 1 ? sizeof parsed + 1 : sizes[i];
        CHECK_CASE("struct_size", i, nanotao_extrinsic_parse(f.extrinsic, f.extrinsic_len, &parsed, NULL) ==
                                             NANOTAO_INVALID_STRUCT_SIZE &&
                                         parsed.signature_len == 0);
    }
    extension = f.extension;
    extension.has_metadata_hash = 2;
    CHECK("flag", build(&extension, &len, NULL) == NANOTAO_INVALID_FLAG);
    extension = f.extension;
    extension.reserved = 1;
    CHECK("reserved", build(&extension, &len, NULL) == NANOTAO_INVALID_FLAG);
    extension = f.extension;
    extension.spec_version = 476;
    CHECK("spec", build(&extension, &len, NULL) == NANOTAO_CALL_UNKNOWN_SPEC);
    position = 77;
    CHECK("more uids than weights",
          refused(nanotao_set_weights_payload(1, f.uids, PAIRS, f.weights, PAIRS - 1, 3, &f.extension, bytes, ROOM, &len,
                                              &position),
                  NANOTAO_CHAIN_WEIGHT_VEC_NOT_EQUAL_SIZE, &position, PAIRS - 1));
    CHECK("a uid twice",
          refused(nanotao_set_weights_payload(1, twice, PAIRS, f.weights, PAIRS, 3, &f.extension, bytes, ROOM, &len,
                                              &position),
                  NANOTAO_CHAIN_DUPLICATE_UIDS, &position, 2));
    CHECK("257 uids", refused(nanotao_set_weights_payload(1, many, 257, many, 257, 3, &f.extension, bytes, ROOM, &len,
                                                          &position),
                              NANOTAO_CHAIN_UIDS_LENGTH_EXCEED_UIDS_IN_SUBNET, &position, 256));
    extension = f.extension;
    extension.has_metadata_hash = 1;
    CHECK("mode", nanotao_extrinsic_payload(f.extrinsic, f.extrinsic_len, &extension, bytes, ROOM, &len, NULL) ==
                      NANOTAO_PAYLOAD_METADATA_HASH_MODE);
}

/* What a payload can say that must not be signed. */
static void payloads(void) {
    nanotao_review review;
    nanotao_tx_extension extension;
    size_t len, cards, end, good = 0, position = 77;
    uint8_t payload[ROOM];
    for (end = 0; end < f.payload_len; end++) {
        good += nanotao_review_init(&review, f.payload, end, &f.account, NULL, &cards, NULL) != NANOTAO_OK;
    }
    CHECK("cut anywhere", good == f.payload_len);
    memcpy(payload, f.payload, f.payload_len);
    /* The first uid stands behind pallet, call, netuid and the count. */
    memcpy(payload + 7, payload + 5, 2);
    CHECK("a uid twice", nanotao_review_init(&review, payload, f.payload_len, &f.account, NULL, &cards, &position) ==
                                 NANOTAO_CHAIN_DUPLICATE_UIDS &&
                             position == 1);
    memcpy(payload, f.payload, f.payload_len);
    payload[f.payload_len] = 0;
    CHECK("longer",
          nanotao_review_init(&review, payload, f.payload_len + 1, &f.account, NULL, &cards, NULL) != NANOTAO_OK);
    payload[1] = 200;
    CHECK("unknown call", nanotao_review_init(&review, payload, f.payload_len, &f.account, NULL, &cards, &position) ==
                                  NANOTAO_CALL_UNKNOWN_CALL &&
                              position == 1);
    payload[0] = 200;
    CHECK("unknown pallet", nanotao_review_init(&review, payload, f.payload_len, &f.account, NULL, &cards, &position) ==
                                    NANOTAO_CALL_UNKNOWN_PALLET &&
                                position == 0);
    extension = f.extension;
    extension.transaction_version = 2;
    CHECK("built", build(&extension, &len, NULL) == NANOTAO_OK);
    CHECK("transaction version", nanotao_review_init(&review, bytes, len, &f.account, NULL, &cards, NULL) ==
                                     NANOTAO_PAYLOAD_TRANSACTION_VERSION);
    extension = f.extension;
    extension.era_period = extension.era_phase = 0;
    CHECK("built", build(&extension, &len, NULL) == NANOTAO_OK);
    CHECK("immortal with a birth hash", nanotao_review_init(&review, bytes, len, &f.account, NULL, &cards, NULL) ==
                                            NANOTAO_PAYLOAD_IMMORTAL_BIRTH_HASH);
    memset(bytes, 0, sizeof bytes);
}

static void extrinsics(void) {
    nanotao_extrinsic parsed = {0};
    uint8_t extrinsic[ROOM], signature[NANOTAO_SIGNATURE_MAX_LEN + 1] = {0};
    size_t end, len = 77, good = 0, i, position = 77;
    parsed.struct_size = sizeof parsed;
    for (end = 0; end < f.extrinsic_len; end++) {
        good += nanotao_extrinsic_parse(f.extrinsic, end, &parsed, NULL) != NANOTAO_OK &&
                nanotao_extrinsic_payload(f.extrinsic, end, &f.extension, bytes, ROOM, &len, NULL) != NANOTAO_OK;
    }
    CHECK("cut anywhere", good == f.extrinsic_len && parsed.signature_len == 0 && len == 77);
    memcpy(extrinsic, f.extrinsic, f.extrinsic_len);
    extrinsic[f.extrinsic_len] = 0;
    CHECK("longer", nanotao_extrinsic_parse(extrinsic, f.extrinsic_len + 1, &parsed, &position) ==
                            NANOTAO_SCALE_TRAILING_BYTES &&
                        position == f.extrinsic_len);
    extrinsic[2] = 0x04;
    CHECK("unsigned",
          nanotao_extrinsic_parse(extrinsic, f.extrinsic_len, &parsed, &position) == NANOTAO_SCALE_INVALID_TAG &&
              position == 2);

    for (i = 0; i < f.signature_len; i += 8) {
        nanotao_status expected = i == 0 ? NANOTAO_MALFORMED_SIGNATURE : NANOTAO_BAD_SIGNATURE;
        memcpy(signature, f.signature, f.signature_len);
        signature[i] ^= 0x40;
        len = 77;
        CHECK_CASE("spoilt signature", i,
                   nanotao_signature_verify(f.payload, f.payload_len, &f.account, signature, f.signature_len) ==
                           expected &&
                       nanotao_extrinsic_encode(f.payload, f.payload_len, &f.account, signature, f.signature_len,
                                                bytes, ROOM, &len, NULL) == expected &&
                       clean() && len == 77);
    }
    memcpy(signature, f.signature, f.signature_len);
    CHECK("a signature cut short", nanotao_signature_verify(f.payload, f.payload_len, &f.account, signature,
                                                            f.signature_len - 1) == NANOTAO_MALFORMED_SIGNATURE);
    CHECK("a longer signature", nanotao_signature_verify(f.payload, f.payload_len, &f.account, signature,
                                                         f.signature_len + 1) == NANOTAO_MALFORMED_SIGNATURE);
    CHECK("another payload", nanotao_signature_verify(f.payload, f.payload_len - 1, &f.account, signature,
                                                      f.signature_len) == NANOTAO_BAD_SIGNATURE);
    signature[0] ^= 1;
    CHECK("another scheme", nanotao_signature_verify(f.payload, f.payload_len, &f.account, signature,
                                                     f.signature_len) == NANOTAO_BAD_SIGNATURE);
}

void test_arguments(void) {
    make_fixture(&f, NANOTAO_SCHEME_ED25519);
    about();
    keys();
    addresses();
    scores();
    extensions();
    payloads();
    extrinsics();
}
