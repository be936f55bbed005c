/*
 * Cases that the chain or a real client produced. The data is a C file that `cargo xtask c` writes from vectors/.
 */
#ifndef GOLDEN_H
#define GOLDEN_H

#include <stddef.h>
#include <stdint.h>

struct bytes {
    const uint8_t *ptr;
    size_t len;
};

struct text {
    const char *ptr;
    size_t len;
};

struct u16s {
    const uint16_t *ptr;
    size_t len;
};

/* chain/extrinsics.json: extrinsics whose call is set_weights. */
struct golden_extrinsic {
    struct text suri;
    uint32_t scheme;
    uint16_t netuid;
    struct u16s uids, weights;
    uint64_t version_key, tip;
    uint32_t nonce, era_period, era_phase, spec_version, transaction_version;
    uint64_t birth_block;
    struct bytes account, genesis_hash, block_hash, metadata_hash, payload, signature, extrinsic;
};
extern const struct golden_extrinsic golden_extrinsics[];
extern const size_t golden_extrinsics_len;

/* chain/calls.json: set_weights (mecid -1) and set_mechanism_weights. */
struct golden_call {
    int32_t mecid;
    uint16_t netuid;
    struct u16s uids, weights;
    uint64_t version_key;
    struct bytes encoded;
};
extern const struct golden_call golden_calls[];
extern const size_t golden_calls_len;

/* clients/weights_emit.json, float32, and clients/weights_v11.json, normalize. Scores are their bits. */
struct golden_scores {
    struct u16s uids;
    const uint32_t *f32_bits;
    const uint64_t *f64_bits;
    size_t len;
    int fails;
    struct u16s out_uids, out_weights;
};
extern const struct golden_scores golden_emit[];
extern const size_t golden_emit_len;
extern const struct golden_scores golden_normalize[];
extern const size_t golden_normalize_len;

/* clients/keys_core.json, uri and dev: no account where the client refuses the URI. */
struct golden_uri {
    struct text uri;
    uint32_t scheme;
    struct bytes account;
};
extern const struct golden_uri golden_uris[];
extern const size_t golden_uris_len;

/* The same file, seed: no account where the client refuses the seed. */
struct golden_seed {
    struct bytes seed;
    uint32_t scheme;
    struct bytes account;
};
extern const struct golden_seed golden_seeds[];
extern const size_t golden_seeds_len;

/* The same file, ss58_encode (encoded 1) and ss58_decode (0): no account where the client refuses the text. */
struct golden_address {
    int encoded;
    uint16_t prefix;
    struct text address;
    struct bytes account;
};
extern const struct golden_address golden_addresses[];
extern const size_t golden_addresses_len;

/* clients/rfc78.json, good: a payload, and a metadata proof of it. The tables do not hold the first spec version. */
struct golden_proof {
    uint32_t spec_version;
    size_t call_len;
    struct bytes payload, proof, digest;
};
extern const struct golden_proof golden_proofs[];
extern const size_t golden_proofs_len;

/* chain/math.json: operations on two numbers, of which the lower half comes first. */
struct golden_operation {
    /* 0 for I32F32, then I64F64, U64F64, U96F32. */
    int type;
    uint32_t operation;
    int has_result;
    uint64_t a[2], b[2], result[2];
};
extern const struct golden_operation golden_operations[];
extern const size_t golden_operations_len;

#endif
