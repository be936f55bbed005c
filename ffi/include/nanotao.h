/*
 * nanotao: the Bittensor protocol in firmware. The C ABI.
 *
 * This file is made from the Rust sources by `cargo xtask header`. Do not edit it.
 *
 * The journey: scores -> weights -> payload -> review (every card) -> signature -> extrinsic.
 * examples/c/sign_weights.c walks it.
 *
 * Rules that hold for every function
 * ----------------------------------
 * Memory is the caller's. The library allocates nothing, has no global state and calls nothing back, so any number of
 * threads may use it, each with its own objects.
 *
 * Inputs are (pointer, length). With a length of 0 the pointer may be NULL. Any other NULL, unless a parameter allows
 * it, and any pointer that is not aligned for its type gives NANOTAO_INVALID_POINTER.
 *
 * Outputs are (pointer, cap, *len): room for `cap` elements, of which `*len` were written. They are written on success
 * only. If the room is too small the function returns NANOTAO_BUFFER_TOO_SMALL and writes nothing but `*len`: what it
 * takes. So NULL with a cap of 0 asks for the length. An output must not share memory with an input or with another
 * output; where the library sees that it does, it returns NANOTAO_OVERLAP.
 *
 * Texts are UTF-8. Inputs need no NUL. Outputs end with one, which `*len` does not count: the room has to be at least
 * `*len` + 1, as for snprintf.
 *
 * `position` tells where an error is: a byte, or the index of an element, as the status says. It is written on failure
 * only, except for NANOTAO_BUFFER_TOO_SMALL; NANOTAO_NO_POSITION if the error has no place.
 *
 * Structs start with `struct_size`. Set it to `sizeof` the struct before every call, also where the struct is an output.
 *
 * Objects (nanotao_key, nanotao_review) live in memory of the caller's, of the type that is declared here. What is in
 * them is not the caller's to read or to write. Zero them, or let the function that makes them be the first to use
 * them. They may be moved. Two functions must not use the same object at the same time, unless both only read it.
 *
 * Undefined behaviour is left to one cause: a pointer that does not point to what its type and length say.
 */

#ifndef NANOTAO_H
#define NANOTAO_H

#include <stddef.h>
#include <stdint.h>

/**
 * The position that goes with an error which has none.
 */
#define NANOTAO_NO_POSITION SIZE_MAX

/**
 * Bytes of a timelocked commit to so many weights, fewer than 16384, as a constant.
 */
#define NANOTAO_TIMELOCK_COMMIT_LEN(uids) (NANOTAO_TIMELOCK_OVERHEAD + 41 + ((uids) < 64 ? 2 : 4) + 4 * (uids))

/**
 * Words of 64 bits that nanotao_epoch_run_dense takes at most, as a constant: for so many neurons, rows and commits.
 */
#define NANOTAO_EPOCH_WORDS(neurons, rows, commits)                                                          \
    (10 * (neurons) + ((neurons) + 3) / 4 + 8 * (rows) + 2 * (((rows) + 3) / 4) + 3 * (((rows) + 1) / 2) +   \
     2 * (neurons) + 1 + 2 * (((neurons) + 7) / 8) + 3 * (commits))

/**
 * Version of the library: major.
 */
#define NANOTAO_VERSION_MAJOR 0

/**
 * Version of the library: minor.
 */
#define NANOTAO_VERSION_MINOR 1

/**
 * Version of the library: patch.
 */
#define NANOTAO_VERSION_PATCH 0

/**
 * Version of the ABI that this header describes. It changes when a program that was compiled against an older
 * header would no longer work.
 */
#define NANOTAO_ABI_VERSION 3

/**
 * Bytes of a mini secret key (a seed).
 */
#define NANOTAO_MINI_SECRET_LEN 32

/**
 * Bytes of the longest signature, with its scheme in front.
 */
#define NANOTAO_SIGNATURE_MAX_LEN 66

/**
 * Bytes that `nanotao_message_verify_wrapped` needs beyond the message.
 */
#define NANOTAO_WRAPPING_LEN 15

/**
 * Bytes of the longest phrase, without a NUL.
 */
#define NANOTAO_MNEMONIC_MAX_LEN 215

/**
 * Bytes of the longest entropy.
 */
#define NANOTAO_MNEMONIC_ENTROPY_MAX_LEN 32

/**
 * The address prefix of Bittensor.
 */
#define NANOTAO_SS58_PREFIX 42

/**
 * Bytes of the longest address of an account, without a NUL.
 */
#define NANOTAO_SS58_MAX_LEN 49

/**
 * Bytes of the longest digest.
 */
#define NANOTAO_HASH_MAX_LEN 64

/**
 * Bytes of the longest compact integer that `nanotao_compact_encode` writes.
 */
#define NANOTAO_COMPACT_MAX_LEN 9

/**
 * Most neurons of an epoch.
 */
#define NANOTAO_MAX_NEURONS 4096

/**
 * The supply that issuance approaches, in rao (`TotalSupply`).
 */
#define NANOTAO_TOTAL_SUPPLY 21000000000000000

/**
 * Bytes of a commit that the chain takes at most (`MAX_CRV3_COMMIT_SIZE_BYTES`).
 */
#define NANOTAO_TIMELOCK_MAX_COMMIT_LEN 5000

/**
 * The version of the commit's format (`CommitRevealWeightsVersion`).
 */
#define NANOTAO_COMMIT_REVEAL_VERSION 4

/**
 * What a ciphertext has more bytes than the message in it.
 */
#define NANOTAO_TIMELOCK_OVERHEAD 244

/**
 * Random bytes that a commit takes, so that it lacks some once in 10^16. It uses each once, from the front.
 */
#define NANOTAO_TIMELOCK_RANDOM_LEN 556

/**
 * Bytes of a secret for hedged commits, and of what is random beside it.
 */
#define NANOTAO_TIMELOCK_SECRET_LEN 32

/**
 * Bytes of a beacon's signature.
 */
#define NANOTAO_BEACON_SIGNATURE_LEN 48

/**
 * Bytes of a beacon's public key.
 */
#define NANOTAO_BEACON_PUBLIC_KEY_LEN 96

/**
 * When drand quicknet signed its first round, in seconds since 1970.
 */
#define NANOTAO_DRAND_GENESIS_TIME 1692803367

/**
 * Seconds from one round to the next.
 */
#define NANOTAO_DRAND_PERIOD 3

/**
 * Rounds within five years: as far ahead as a round may lie.
 */
#define NANOTAO_DRAND_HORIZON 52560000

/**
 * Epochs from a commit to its reveal that a subnet can ask for at most (`MAX_COMMIT_REVEAL_PEROIDS`).
 */
#define NANOTAO_MAX_REVEAL_PERIOD 100

/**
 * How a call ended: one of the constants `NANOTAO_...`. An integer, not an enum, so that it has four bytes on every
 * platform. A number never changes its meaning.
 */
typedef uint32_t nanotao_status;

/**
 * A secret key, in memory of the caller's. What is in it is the library's business; it holds no pointer, so it may
 * be moved. Wipe it with `nanotao_key_wipe` when it is no longer needed, and every copy of it, too.
 */
typedef struct nanotao_key {
  /**
   * Not for the caller.
   */
  uint64_t opaque[48];
} nanotao_key;

/**
 * A signature scheme: one of the constants `NANOTAO_SCHEME_...`, numbered as on the chain.
 */
typedef uint32_t nanotao_scheme;

/**
 * An account: the public key of its holder. The one struct without `struct_size`, for it never grows.
 */
typedef struct nanotao_account_id {
  /**
   * The public key.
   */
  uint8_t bytes[32];
} nanotao_account_id;

/**
 * 32 bytes: a hash of a block, of weights, of metadata. Like `nanotao_account_id`, it never grows.
 */
typedef struct nanotao_h256 {
  /**
   * The bytes.
   */
  uint8_t bytes[32];
} nanotao_h256;

/**
 * A hash function: one of the constants `NANOTAO_HASH_...`.
 */
typedef uint32_t nanotao_hash_function;

/**
 * A subnet's limits on weights, for `nanotao_sdk11_conform`.
 */
typedef struct nanotao_limits {
  /**
   * `sizeof(nanotao_limits)`.
   */
  uint32_t struct_size;
  /**
   * The neuron that sets the weights; a single weight for itself is exempt from both limits.
   */
  uint16_t uid;
  /**
   * `MinAllowedWeights` of the subnet.
   */
  uint16_t min_allowed_weights;
  /**
   * `MaxWeightsLimit` of the subnet, as a share of 65535.
   */
  uint16_t max_weight_limit;
  /**
   * 0.
   */
  uint16_t reserved;
} nanotao_limits;

/**
 * What the chain reads when weights are set. Storage names in brackets.
 */
typedef struct nanotao_set_weights_state {
  /**
   * `sizeof(nanotao_set_weights_state)`.
   */
  uint32_t struct_size;
  /**
   * 1 if the subnet exists (`NetworksAdded`), else 0.
   */
  uint32_t subnet_exists;
  /**
   * 1 if the subnet takes committed weights only (`CommitRevealWeightsEnabled`), else 0.
   */
  uint32_t commit_reveal_weights_enabled;
  /**
   * 1 if the owner's hotkey is registered (`SubnetOwnerHotkey` in `Uids`), else 0.
   */
  uint32_t has_owner_uid;
  /**
   * 1 if the hotkey is registered (`Uids`), else 0.
   */
  uint32_t has_uid;
  /**
   * 1 if the hotkey may set weights for others (`ValidatorPermit`), else 0.
   */
  uint32_t validator_permit;
  /**
   * The oldest version key that the subnet takes, 0 for any (`WeightsVersionKey`).
   */
  uint64_t weights_version_key;
  /**
   * Blocks from one set of weights to the next (`WeightsSetRateLimit`).
   */
  uint64_t weights_set_rate_limit;
  /**
   * The stake weight from which on a hotkey may set weights (`StakeThreshold`).
   */
  uint64_t stake_threshold;
  /**
   * The block in which the call is executed.
   */
  uint64_t current_block;
  /**
   * The hotkey's stake weight in whole rao.
   */
  uint64_t total_stake;
  /**
   * The block of the hotkey's last weights for this mechanism (`LastUpdate`), 0 for never.
   */
  uint64_t last_update;
  /**
   * How many mechanisms the subnet has (`MechanismCountCurrent`).
   */
  uint16_t mechanism_count;
  /**
   * How many neurons the subnet has (`SubnetworkN`).
   */
  uint16_t subnetwork_n;
  /**
   * The least number of weights (`MinAllowedWeights`).
   */
  uint16_t min_allowed_weights;
  /**
   * The largest share of 65535 that one weight may have: 65535 on today's chain.
   */
  uint16_t max_weight_limit;
  /**
   * The uid of the owner's hotkey. Not read if there is none.
   */
  uint16_t owner_uid;
  /**
   * The hotkey's uid. Not read if there is none.
   */
  uint16_t uid;
  /**
   * 0.
   */
  uint32_t reserved;
} nanotao_set_weights_state;

/**
 * What the transaction extensions carry. Set everything; `nanotao_era_mortal` computes the era.
 */
typedef struct nanotao_tx_extension {
  /**
   * `sizeof(nanotao_tx_extension)`.
   */
  uint32_t struct_size;
  /**
   * The signer's next transaction index.
   */
  uint32_t nonce;
  /**
   * What is paid on top of the fee, in rao.
   */
  uint64_t tip;
  /**
   * For how many blocks the extrinsic may be included: a power of two from 4 to 65536, or 0 for ever.
   */
  uint32_t era_period;
  /**
   * The birth block modulo the period; 0 if the period is.
   */
  uint32_t era_phase;
  /**
   * The runtime's `spec_version`.
   */
  uint32_t spec_version;
  /**
   * The runtime's `transaction_version`.
   */
  uint32_t transaction_version;
  /**
   * 1 if there is a metadata hash (RFC-78), else 0.
   */
  uint32_t has_metadata_hash;
  /**
   * 0.
   */
  uint32_t reserved;
  /**
   * The hash of block 0.
   */
  uint8_t genesis_hash[32];
  /**
   * The hash of the block in which the era is born; the genesis hash if the era lasts for ever.
   */
  uint8_t block_hash[32];
  /**
   * The metadata hash. Not read if there is none.
   */
  uint8_t metadata_hash[32];
} nanotao_tx_extension;

/**
 * A signed extrinsic taken apart. Set `struct_size`; the rest is written.
 */
typedef struct nanotao_extrinsic {
  /**
   * `sizeof(nanotao_extrinsic)`.
   */
  uint32_t struct_size;
  /**
   * The signer's transaction index.
   */
  uint32_t nonce;
  /**
   * What is paid on top of the fee, in rao.
   */
  uint64_t tip;
  /**
   * For how many blocks the extrinsic may be included; 0 for ever.
   */
  uint32_t era_period;
  /**
   * The birth block modulo the period.
   */
  uint32_t era_phase;
  /**
   * 1 if the payload holds a metadata hash (RFC-78), else 0.
   */
  uint32_t has_metadata_hash;
  /**
   * Where the call begins in the extrinsic.
   */
  uint32_t call_offset;
  /**
   * Bytes of the call.
   */
  uint32_t call_len;
  /**
   * Bytes of the signature.
   */
  uint32_t signature_len;
  /**
   * Who signed.
   */
  struct nanotao_account_id account;
  /**
   * The signature, with the scheme's number in front. Parsing does not verify it.
   */
  uint8_t signature[NANOTAO_SIGNATURE_MAX_LEN];
  /**
   * 0.
   */
  uint8_t reserved[6];
} nanotao_extrinsic;

/**
 * Where a miner answers, for `nanotao_call_serve_axon`.
 */
typedef struct nanotao_axon {
  /**
   * `sizeof(nanotao_axon)`.
   */
  uint32_t struct_size;
  /**
   * The version of the miner's code.
   */
  uint32_t version;
  /**
   * The address as a number: its upper 64 bits, which are 0 for IPv4.
   */
  uint64_t ip_high;
  /**
   * The address as a number: its lower 64 bits.
   */
  uint64_t ip_low;
  /**
   * The port.
   */
  uint16_t port;
  /**
   * 4 or 6.
   */
  uint8_t ip_type;
  /**
   * A number that miner and validator agree on.
   */
  uint8_t protocol;
  /**
   * Unused by the chain.
   */
  uint8_t placeholder1;
  /**
   * Unused by the chain.
   */
  uint8_t placeholder2;
  /**
   * 0.
   */
  uint8_t reserved[2];
} nanotao_axon;

/**
 * What an argument is given as: one of the constants `NANOTAO_ARG_...`.
 */
typedef uint32_t nanotao_arg_kind;

/**
 * One argument, or a part of one. Zeroed, it is `NANOTAO_ARG_NONE`.
 */
typedef struct nanotao_arg {
  /**
   * `NANOTAO_ARG_...`: says which of the fields count.
   */
  nanotao_arg_kind kind;
  /**
   * 0.
   */
  uint32_t reserved;
  /**
   * A number's lower 64 bits.
   */
  uint64_t low;
  /**
   * A number's upper 64 bits.
   */
  uint64_t high;
  /**
   * Where bytes, a text or a list begin.
   */
  const void *ptr;
  /**
   * How many elements they have.
   */
  size_t len;
} nanotao_arg;

/**
 * What a metadata proof leads to. Set `struct_size`; the rest is written.
 */
typedef struct nanotao_proof_info {
  /**
   * `sizeof(nanotao_proof_info)`.
   */
  uint32_t struct_size;
  /**
   * The runtime's `spec_version`.
   */
  uint32_t spec_version;
  /**
   * The digest, which a payload signs as its metadata hash.
   */
  uint8_t digest[32];
  /**
   * Where the runtime's `spec_name` begins in the proof, a text.
   */
  uint32_t spec_name_offset;
  /**
   * Bytes of the name.
   */
  uint32_t spec_name_len;
  /**
   * Where the token's symbol begins in the proof, a text.
   */
  uint32_t token_symbol_offset;
  /**
   * Bytes of the symbol.
   */
  uint32_t token_symbol_len;
  /**
   * Number of types and variants that the proof describes.
   */
  uint32_t leaves;
  /**
   * The prefix of the chain's addresses.
   */
  uint16_t base58_prefix;
  /**
   * Decimals of its token.
   */
  uint8_t decimals;
  /**
   * 0.
   */
  uint8_t reserved;
} nanotao_proof_info;

/**
 * What an item is: one of the constants `NANOTAO_ITEM_...`.
 */
typedef uint32_t nanotao_item_kind;

/**
 * A value in a call, or what stands for the values inside it. Set `struct_size`; the rest is written.
 */
typedef struct nanotao_item {
  /**
   * `sizeof(nanotao_item)`.
   */
  uint32_t struct_size;
  /**
   * `NANOTAO_ITEM_...`: says which of the fields count.
   */
  nanotao_item_kind kind;
  /**
   * A number's lower 64 bits.
   */
  uint64_t low;
  /**
   * A number's upper 64 bits.
   */
  uint64_t high;
  /**
   * How deep the item lies.
   */
  uint32_t depth;
  /**
   * Where its bytes begin in the input.
   */
  uint32_t offset;
  /**
   * Where a text, bytes or a list begin in the input, behind their length.
   */
  uint32_t data_offset;
  /**
   * How many bytes or elements they have.
   */
  uint32_t data_len;
  /**
   * The name of the item's type, as `TaoBalance`; not NUL-terminated. It lives as long as the library, or as the
   * proof.
   */
  const char *type_name;
  /**
   * Bytes of it; 0 if the type has no name.
   */
  size_t type_name_len;
  /**
   * The name of a variant, in the same way.
   */
  const char *name;
  /**
   * Bytes of it.
   */
  size_t name_len;
} nanotao_item;

/**
 * The review of a payload, in memory of the caller's. What is in it is the library's business; it holds no pointer
 * and no secret, so it may be moved, and simply be forgotten.
 */
typedef struct nanotao_review {
  /**
   * Not for the caller.
   */
  uint64_t opaque[18];
} nanotao_review;

/**
 * Weights to commit to, and whose they are. Set everything.
 */
typedef struct nanotao_hidden_weights {
  /**
   * `sizeof(nanotao_hidden_weights)`.
   */
  uint32_t struct_size;
  /**
   * The subnet.
   */
  uint16_t netuid;
  /**
   * The mechanism; 0 is the main one.
   */
  uint8_t mecid;
  /**
   * 0.
   */
  uint8_t reserved;
  /**
   * The version of the validator's code.
   */
  uint64_t version_key;
  /**
   * Who commits: the signer.
   */
  struct nanotao_account_id hotkey;
  /**
   * Who is weighted.
   */
  const uint16_t *uids;
  /**
   * How many uids there are.
   */
  size_t uids_len;
  /**
   * How much each.
   */
  const uint16_t *values;
  /**
   * How many values there are.
   */
  size_t values_len;
} nanotao_hidden_weights;

/**
 * Where a subnet stands between two epochs. Storage names in brackets.
 */
typedef struct nanotao_schedule {
  /**
   * `sizeof(nanotao_schedule)`.
   */
  uint32_t struct_size;
  /**
   * In blocks (`Tempo`), at most 65535.
   */
  uint16_t tempo;
  /**
   * 1 if `last_yuma_step_block` is set, else 0.
   */
  uint16_t has_last_yuma_step_block;
  /**
   * `LastEpochBlock`.
   */
  uint64_t last_epoch_block;
  /**
   * `PendingEpochAt`; 0 means none.
   */
  uint64_t pending_epoch_at;
  /**
   * `BlocksSinceLastStep`.
   */
  uint64_t blocks_since_last_step;
  /**
   * `SubnetEpochIndex`.
   */
  uint64_t subnet_epoch_index;
  /**
   * `LastMechansimStepBlock` (the chain's spelling); 0 means never.
   */
  uint64_t last_mechanism_step_block;
  /**
   * `LastYumaStepBlock`, of spec 475. Not read if it is not set.
   */
  uint64_t last_yuma_step_block;
} nanotao_schedule;

/**
 * All that a reveal is foretold from, as for `nanotao_predict_reveal`. Set everything.
 */
typedef struct nanotao_reveal_terms {
  /**
   * `sizeof(nanotao_reveal_terms)`.
   */
  uint32_t struct_size;
  /**
   * 0.
   */
  uint32_t reserved;
  /**
   * The subnet's schedule as of `current_block`.
   */
  struct nanotao_schedule schedule;
  /**
   * The newest block: the commit is to be in the next.
   */
  uint64_t current_block;
  /**
   * Of the subnet (`RevealPeriodEpochs`), from 1 to `NANOTAO_MAX_REVEAL_PERIOD`.
   */
  uint64_t reveal_period_epochs;
  /**
   * The time, in milliseconds since 1970.
   */
  uint64_t unix_time_ms;
  /**
   * Milliseconds from a block to the next.
   */
  uint64_t block_time_ms;
} nanotao_reveal_terms;

/**
 * What is foretold for a commit that is sent now. Set `struct_size`; the rest is written.
 */
typedef struct nanotao_reveal {
  /**
   * `sizeof(nanotao_reveal)`.
   */
  uint32_t struct_size;
  /**
   * 0.
   */
  uint32_t reserved;
  /**
   * The epoch that the commit will belong to, as `SubnetEpochIndex` counts.
   */
  uint64_t commit_epoch;
  /**
   * The first block that reveals it.
   */
  uint64_t first_reveal_block;
  /**
   * The round of the beacon to lock it until.
   */
  uint64_t round;
} nanotao_reveal;

/**
 * An operation on two fixed-point numbers: one of the constants `NANOTAO_FIXED_...`.
 */
typedef uint32_t nanotao_fixed_operation;

/**
 * A fixed-point number with 64 bits before and 64 after the point: `integer` + `fraction` / 2^64.
 */
typedef struct nanotao_i64f64 {
  /**
   * What is after the point, in 2^-64.
   */
  uint64_t fraction;
  /**
   * What is before it, rounded down.
   */
  int64_t integer;
} nanotao_i64f64;

/**
 * A fixed-point number with 64 bits before and 64 after the point: `integer` + `fraction` / 2^64.
 */
typedef struct nanotao_u64f64 {
  /**
   * What is after the point, in 2^-64.
   */
  uint64_t fraction;
  /**
   * What is before it.
   */
  uint64_t integer;
} nanotao_u64f64;

/**
 * A fixed-point number with 96 bits before and 32 after the point: (`high` * 2^64 + `low`) / 2^32.
 */
typedef struct nanotao_u96f32 {
  /**
   * The lower half of the bits.
   */
  uint64_t low;
  /**
   * The upper half.
   */
  uint64_t high;
} nanotao_u96f32;

/**
 * A fixed-point number with 96 bits before and 32 after the point: (`high` * 2^64 + `low`) / 2^32.
 */
typedef struct nanotao_i96f32 {
  /**
   * The lower half of the bits.
   */
  uint64_t low;
  /**
   * The upper half.
   */
  int64_t high;
} nanotao_i96f32;

/**
 * What liquid alpha compares weights with: one of the constants `NANOTAO_CONSENSUS_MODE_...`
 * (`LiquidAlphaConsensusMode`).
 */
typedef uint32_t nanotao_consensus_mode;

/**
 * A commit that is not yet revealed.
 */
typedef struct nanotao_commit {
  /**
   * The epoch that it was made in, as `SubnetEpochIndex` counts.
   */
  uint64_t commit_epoch;
  /**
   * The block that it was made in.
   */
  uint64_t commit_block;
  /**
   * The neuron that made it.
   */
  uint16_t uid;
  /**
   * 0.
   */
  uint16_t reserved[3];
} nanotao_commit;

/**
 * What an epoch of one mechanism reads, except weights and bonds. Storage names in brackets. Zero it, then set what
 * there is; a list that is empty may stay NULL.
 */
typedef struct nanotao_epoch_input {
  /**
   * `sizeof(nanotao_epoch_input)`.
   */
  uint32_t struct_size;
  /**
   * Which rules hold: 425 or 475.
   */
  uint32_t spec_version;
  /**
   * The subnet's schedule, with its own `struct_size`.
   */
  struct nanotao_schedule schedule;
  /**
   * The block that the epoch runs in.
   */
  uint64_t current_block;
  /**
   * `StakeThreshold`.
   */
  uint64_t stake_threshold;
  /**
   * `BondsMovingAverage`, in millionths.
   */
  uint64_t bonds_moving_average;
  /**
   * `RevealPeriodEpochs`. Not read unless commit-reveal is on.
   */
  uint64_t reveal_period_epochs;
  /**
   * `ActivityCutoffFactorMilli`.
   */
  uint32_t activity_cutoff_factor_milli;
  /**
   * `LiquidAlphaConsensusMode`.
   */
  nanotao_consensus_mode consensus_mode;
  /**
   * 1 if `owner_uid` is set, else 0.
   */
  uint32_t has_owner_uid;
  /**
   * `Yuma3On`: 1 or 0.
   */
  uint32_t yuma3;
  /**
   * `LiquidAlphaOn`: 1 or 0. It acts where `yuma3` is on too.
   */
  uint32_t liquid_alpha;
  /**
   * `CommitRevealWeightsEnabled`: 1 or 0.
   */
  uint32_t commit_reveal;
  /**
   * The uid of the subnet owner's hotkey.
   */
  uint16_t owner_uid;
  /**
   * `MaxAllowedValidators`.
   */
  uint16_t max_allowed_validators;
  /**
   * `Kappa`, of 65535.
   */
  uint16_t kappa;
  /**
   * `BondsPenalty`, of 65535.
   */
  uint16_t bonds_penalty;
  /**
   * The lower of `AlphaValues`, of 65535.
   */
  uint16_t alpha_low;
  /**
   * The higher of `AlphaValues`, of 65535.
   */
  uint16_t alpha_high;
  /**
   * `AlphaSigmoidSteepness`, in hundredths.
   */
  int16_t alpha_sigmoid_steepness;
  /**
   * 0.
   */
  uint16_t reserved;
  /**
   * How many neurons the subnet has: the length of `total_stake` and `block_at_registration`.
   */
  size_t neurons;
  /**
   * The first vector of `get_stake_weights_for_network`.
   */
  const struct nanotao_i64f64 *total_stake;
  /**
   * `BlockAtRegistration`, and 0 for a uid without a key.
   */
  const uint64_t *block_at_registration;
  /**
   * `LastUpdate` of the mechanism, in blocks. What is missing is 0.
   */
  const uint64_t *last_update;
  /**
   * Its length.
   */
  size_t last_update_len;
  /**
   * `ValidatorPermit`: 1 or 0. What is missing is 0.
   */
  const uint8_t *validator_permit;
  /**
   * Its length.
   */
  size_t validator_permit_len;
  /**
   * `ConsensusByMechanism`; empty where none was stored.
   */
  const uint16_t *previous_consensus;
  /**
   * Its length.
   */
  size_t previous_consensus_len;
  /**
   * The queues of `WeightCommits`, one neuron's after another's.
   */
  const struct nanotao_commit *weight_commits;
  /**
   * Its length.
   */
  size_t weight_commits_len;
  /**
   * `TimelockedWeightCommits`, in any order.
   */
  const struct nanotao_commit *timelocked_weight_commits;
  /**
   * Its length.
   */
  size_t timelocked_weight_commits_len;
} nanotao_epoch_input;

/**
 * An element of a row: a target, and its weight or bond.
 */
typedef struct nanotao_entry {
  /**
   * The target.
   */
  uint16_t uid;
  /**
   * Its weight or bond.
   */
  uint16_t value;
} nanotao_entry;

/**
 * A row of weights or bonds as the chain stores it: unsorted, with targets twice or out of range if so stored.
 */
typedef struct nanotao_row {
  /**
   * The targets and their values.
   */
  const struct nanotao_entry *entries;
  /**
   * How many there are.
   */
  size_t entries_len;
  /**
   * The validator.
   */
  uint16_t uid;
  /**
   * 0.
   */
  uint16_t reserved[3];
} nanotao_row;

/**
 * What an epoch computes for each neuron: lists of the caller's, of `neurons` elements each. None may be NULL, unless
 * there are no neurons.
 */
typedef struct nanotao_epoch_output {
  /**
   * `sizeof(nanotao_epoch_output)`.
   */
  uint32_t struct_size;
  /**
   * 0.
   */
  uint32_t reserved;
  /**
   * The length of every list: as in the input.
   */
  size_t neurons;
  /**
   * `dividend`, of 65535.
   */
  uint16_t *dividend;
  /**
   * `incentive`, of 65535.
   */
  uint16_t *incentive;
  /**
   * `stake_weight`, of 65535.
   */
  uint16_t *stake_weight;
  /**
   * `consensus`, of 65535.
   */
  uint16_t *consensus;
  /**
   * `validator_trust`, of 65535.
   */
  uint16_t *validator_trust;
  /**
   * `validator_emission`, in alpha's smallest unit.
   */
  uint64_t *validator_emission;
  /**
   * `server_emission`, in alpha's smallest unit.
   */
  uint64_t *server_emission;
  /**
   * `emission`, in alpha's smallest unit.
   */
  uint64_t *emission;
  /**
   * `stake`, whole units.
   */
  uint64_t *stake;
  /**
   * `active`: 1 if the neuron has set weights recently enough, else 0.
   */
  uint8_t *active;
  /**
   * `new_validator_permit`: 1 or 0.
   */
  uint8_t *new_validator_permit;
} nanotao_epoch_output;

/**
 * Where an epoch's vectors go while it is computed: lists of the caller's, of `neurons` elements each, or NULL where
 * they are not wanted. Numbers are 32.32 fixed point (`I32F32`): 2^32 is one.
 */
typedef struct nanotao_epoch_trace {
  /**
   * `sizeof(nanotao_epoch_trace)`.
   */
  uint32_t struct_size;
  /**
   * 0.
   */
  uint32_t reserved;
  /**
   * The length of every list: as in the input.
   */
  size_t neurons;
  /**
   * Stake above the threshold, normalised.
   */
  int64_t *stake;
  /**
   * Stake of active validators with a permit, normalised.
   */
  int64_t *active_stake;
  /**
   * The stake-weighted median of the weights for each uid.
   */
  int64_t *consensus;
  /**
   * The consensus that liquid alpha compares with; written only where liquid alpha acts.
   */
  int64_t *liquid_alpha_consensus;
  /**
   * The sum of each validator's clipped weights.
   */
  int64_t *validator_trust;
  /**
   * Ranks, before they are normalised.
   */
  int64_t *ranks;
  /**
   * Normalised ranks.
   */
  int64_t *incentive;
  /**
   * Normalised dividends.
   */
  int64_t *dividends;
  /**
   * The miners' share of the emission.
   */
  int64_t *normalized_server_emission;
  /**
   * The validators' share of the emission.
   */
  int64_t *normalized_validator_emission;
  /**
   * Both together.
   */
  int64_t *normalized_combined_emission;
  /**
   * Miners' shares under the Null consensus; written by it only.
   */
  uint16_t *incentive_shares;
} nanotao_epoch_trace;

/**
 * What is shared out under the Null consensus, in alpha's smallest unit.
 */
typedef struct nanotao_null_budgets {
  /**
   * `sizeof(nanotao_null_budgets)`.
   */
  uint32_t struct_size;
  /**
   * 0.
   */
  uint32_t reserved;
  /**
   * What miners share.
   */
  uint64_t mining_budget;
  /**
   * What validators share: the local and the root slice.
   */
  uint64_t dividend_budget;
  /**
   * What miners share where nobody has stake: all but the root slice.
   */
  uint64_t fallback_budget;
} nanotao_null_budgets;

/**
 * Who decided under the Null consensus, and how much was shared out. Set `struct_size`; the rest is written.
 */
typedef struct nanotao_null_decision {
  /**
   * `sizeof(nanotao_null_decision)`.
   */
  uint32_t struct_size;
  /**
   * 1 if there is a winner, else 0.
   */
  uint16_t has_winner;
  /**
   * The validator whose weights count.
   */
  uint16_t winner;
  /**
   * What miners shared.
   */
  uint64_t miner_budget;
  /**
   * What validators shared.
   */
  uint64_t validator_budget;
} nanotao_null_decision;

/**
 * Which consensus a subnet runs: one of the constants `NANOTAO_EPOCH_CONSENSUS_...`.
 */
typedef uint32_t nanotao_epoch_consensus;

/**
 * A whole number of 128 bits: `high` * 2^64 + `low`.
 */
typedef struct nanotao_u128 {
  /**
   * The lower half.
   */
  uint64_t low;
  /**
   * The upper half.
   */
  uint64_t high;
} nanotao_u128;

/**
 * A subnet that takes part in emission.
 */
typedef struct nanotao_emission_subnet {
  /**
   * The price that counts, of `nanotao_moving_alpha_price`.
   */
  struct nanotao_u64f64 moving_price;
  /**
   * `SubnetMinerBurned`, a part of one.
   */
  struct nanotao_u96f32 miner_burned;
  /**
   * `SubnetEmissionEnabled`: 1 or 0.
   */
  uint32_t emission_enabled;
  /**
   * 0.
   */
  uint32_t reserved;
} nanotao_emission_subnet;

/**
 * What a block does to a subnet's pool (`get_subnet_terms`).
 */
typedef struct nanotao_subnet_terms {
  /**
   * `sizeof(nanotao_subnet_terms)`.
   */
  uint32_t struct_size;
  /**
   * 0.
   */
  uint32_t reserved;
  /**
   * Alpha's block emission.
   */
  struct nanotao_u96f32 alpha_emission;
  /**
   * Root's part, as it was given.
   */
  struct nanotao_u96f32 root_proportion;
  /**
   * The alpha that goes with the emission at this price.
   */
  struct nanotao_u96f32 alpha_wanted;
  /**
   * The most that is injected.
   */
  struct nanotao_u96f32 alpha_injection_cap;
  /**
   * TAO into the pool.
   */
  struct nanotao_u96f32 tao_in;
  /**
   * Alpha into the pool.
   */
  struct nanotao_u96f32 alpha_in;
  /**
   * Alpha for participants.
   */
  struct nanotao_u96f32 alpha_out;
  /**
   * TAO that buys alpha.
   */
  struct nanotao_u96f32 excess_tao;
} nanotao_subnet_terms;

/**
 * How a block's alpha for participants is divided, before it is rounded down.
 */
typedef struct nanotao_pending_split {
  /**
   * `sizeof(nanotao_pending_split)`.
   */
  uint32_t struct_size;
  /**
   * 0.
   */
  uint32_t reserved;
  /**
   * The subnet owner's.
   */
  struct nanotao_u96f32 owner_cut;
  /**
   * What the others share.
   */
  struct nanotao_u96f32 shared;
  /**
   * The miners'.
   */
  struct nanotao_u96f32 server;
  /**
   * Root's.
   */
  struct nanotao_u96f32 root_alpha;
  /**
   * The validators'.
   */
  struct nanotao_u96f32 validator;
} nanotao_pending_split;

/**
 * What is set aside for the next epoch of a subnet, in alpha's smallest unit.
 */
typedef struct nanotao_pending {
  /**
   * `PendingServerEmission`.
   */
  uint64_t server;
  /**
   * `PendingValidatorEmission`.
   */
  uint64_t validator;
  /**
   * `PendingRootAlphaDivs`.
   */
  uint64_t root_alpha;
  /**
   * `PendingOwnerCut`.
   */
  uint64_t owner_cut;
} nanotao_pending;

/**
 * A subnet, as far as its epochs go.
 */
typedef struct nanotao_subnet_schedule {
  /**
   * With its own `struct_size`.
   */
  struct nanotao_schedule schedule;
  /**
   * Whether it runs the Null consensus: 1 or 0.
   */
  uint32_t null_consensus;
  /**
   * 1; or 0 where the chain would find its keys or registrations inconsistent, and skip the epoch.
   */
  uint32_t input_state_consistent;
} nanotao_subnet_schedule;

/**
 * What a block did to a subnet's epoch: one of the constants `NANOTAO_DRAINED_...`.
 */
typedef uint8_t nanotao_drained;

/**
 * The stake of a hotkey.
 */
typedef struct nanotao_stake {
  /**
   * On the subnet, in alpha's smallest unit.
   */
  uint64_t alpha;
  /**
   * On root, in rao.
   */
  uint64_t root;
} nanotao_stake;

/**
 * A hotkey that lends stake to another.
 */
typedef struct nanotao_parent {
  /**
   * The part of its stake that it lends, of 2^64 - 1.
   */
  uint64_t proportion;
  /**
   * Its own stake.
   */
  struct nanotao_stake stake;
  /**
   * Whether parent and child belong to one coldkey, so that no take is due: 1 or 0.
   */
  uint32_t same_owner;
  /**
   * Whether it is suspended as a parent (spec 475): 1 or 0.
   */
  uint32_t suspended;
} nanotao_parent;

/**
 * A hotkey, and whom it borrows from and lends to.
 */
typedef struct nanotao_childkey {
  /**
   * `sizeof(nanotao_childkey)`.
   */
  uint32_t struct_size;
  /**
   * Its take from what it borrows, of 65535.
   */
  uint16_t take;
  /**
   * Whether it is suspended (spec 475): 1 or 0.
   */
  uint16_t suspended;
  /**
   * Its own stake.
   */
  struct nanotao_stake stake;
  /**
   * The parts of its stake that it lends to children, of 2^64 - 1 each.
   */
  const uint64_t *children;
  /**
   * How many there are.
   */
  size_t children_len;
  /**
   * Its parents.
   */
  const struct nanotao_parent *parents;
  /**
   * How many there are.
   */
  size_t parents_len;
} nanotao_childkey;

/**
 * A hotkey's part in a subnet's dividends.
 */
typedef struct nanotao_hotkey_dividend {
  /**
   * What the distribution between parents and children gave it.
   */
  struct nanotao_u96f32 dividend;
  /**
   * Its stake.
   */
  struct nanotao_stake stake;
  /**
   * Whether it has a uid on root: 1 or 0.
   */
  uint32_t root_uid;
  /**
   * 0.
   */
  uint32_t reserved;
} nanotao_hotkey_dividend;

/**
 * What a hotkey gets, in alpha's smallest unit, before it is rounded down.
 */
typedef struct nanotao_hotkey_share {
  /**
   * Its dividend, as far as its alpha goes.
   */
  struct nanotao_u96f32 alpha_divs;
  /**
   * Its dividend, as far as its stake on root goes.
   */
  struct nanotao_u96f32 root_divs;
  /**
   * Its part of the validators' alpha.
   */
  struct nanotao_u96f32 alpha_dividends;
  /**
   * Its part of root's alpha.
   */
  struct nanotao_u96f32 root_alpha_dividends;
} nanotao_hotkey_share;

/**
 * A registration by work, and what the chain holds against it. Storage names in brackets.
 */
typedef struct nanotao_pow_state {
  /**
   * `sizeof(nanotao_pow_state)`.
   */
  uint32_t struct_size;
  /**
   * The subnet.
   */
  uint16_t netuid;
  /**
   * `MaxAllowedUids`.
   */
  uint16_t max_allowed_uids;
  /**
   * The block that the work is for.
   */
  uint64_t work_block;
  /**
   * The nonce.
   */
  uint64_t nonce;
  /**
   * The seal.
   */
  struct nanotao_h256 work;
  /**
   * The hash of `work_block`; zeros if the chain does not have it.
   */
  struct nanotao_h256 block_hash;
  /**
   * The hotkey.
   */
  struct nanotao_account_id hotkey;
  /**
   * The coldkey, which signs.
   */
  struct nanotao_account_id coldkey;
  /**
   * The hotkey's owner. Not read unless `has_owner` is 1.
   */
  struct nanotao_account_id owner;
  /**
   * The block that the registration is in.
   */
  uint64_t current_block;
  /**
   * `Difficulty`.
   */
  uint64_t difficulty;
  /**
   * `MinDifficulty`.
   */
  uint64_t min_difficulty;
  /**
   * `MaxDifficulty`.
   */
  uint64_t max_difficulty;
  /**
   * The block of the hotkey's last work. Not read unless `has_last_pow_registration_block` is 1.
   */
  uint64_t last_pow_registration_block;
  /**
   * How many hotkeys the coldkey owns.
   */
  uint32_t owned_hotkeys;
  /**
   * How many hotkeys the coldkey stakes to.
   */
  uint32_t staking_hotkeys;
  /**
   * `RegistrationsThisBlock`.
   */
  uint16_t registrations_this_block;
  /**
   * `MaxRegistrationsPerBlock`.
   */
  uint16_t max_registrations_per_block;
  /**
   * 1 if there is such a subnet, else 0.
   */
  uint32_t subnet_exists;
  /**
   * `NetworkRegistrationAllowed`: 1 or 0.
   */
  uint32_t registration_allowed;
  /**
   * `NetworkPowRegistrationAllowed`: 1 or 0.
   */
  uint32_t pow_registration_allowed;
  /**
   * 1 if the hotkey has a uid there, else 0.
   */
  uint32_t registered;
  /**
   * 1 if the hotkey has registered by work before, else 0.
   */
  uint32_t has_last_pow_registration_block;
  /**
   * 1 if the hotkey is the account of a subnet, else 0.
   */
  uint32_t is_subnet_account;
  /**
   * 1 if the hotkey has an owner, else 0.
   */
  uint32_t has_owner;
} nanotao_pow_state;

/**
 * All went well.
 */
#define NANOTAO_OK 0

/**
 * An output buffer is too small. Its `*len` says how much it takes.
 */
#define NANOTAO_BUFFER_TOO_SMALL 1

/**
 * The input ends before the value does. Position: where the value begins.
 */
#define NANOTAO_SCALE_UNEXPECTED_END 2

/**
 * A compact integer has a shorter form. Position: its first byte.
 */
#define NANOTAO_SCALE_NOT_CANONICAL 3

/**
 * A compact integer is too large for its type. Position: its first byte.
 */
#define NANOTAO_SCALE_OUT_OF_RANGE 4

/**
 * A bool, an option or an enum has an unknown tag. Position: the tag.
 */
#define NANOTAO_SCALE_INVALID_TAG 5

/**
 * The value ended, the input did not. Position: the first byte too many.
 */
#define NANOTAO_SCALE_TRAILING_BYTES 6

/**
 * A byte of the address is no base58 digit. Position: that byte.
 */
#define NANOTAO_SS58_INVALID_CHARACTER 17

/**
 * The address does not hold as many bytes as an account takes.
 */
#define NANOTAO_SS58_INVALID_LENGTH 18

/**
 * No address prefix begins like that.
 */
#define NANOTAO_SS58_INVALID_PREFIX 19

/**
 * The address prefix is a reserved one.
 */
#define NANOTAO_SS58_PREFIX_NOT_ALLOWED 20

/**
 * The checksum of the address does not match.
 */
#define NANOTAO_SS58_INVALID_CHECKSUM 21

/**
 * No address holds so many bytes.
 */
#define NANOTAO_SS58_INVALID_PAYLOAD 22

/**
 * This build holds no code for the signature scheme.
 */
#define NANOTAO_SIGN_UNSUPPORTED_SCHEME 32

/**
 * There are some random bytes, but fewer than 32.
 */
#define NANOTAO_SIGN_RANDOMNESS_FAILED 33

/**
 * The signature just made does not verify: the hardware erred or was attacked. It was thrown away.
 */
#define NANOTAO_SIGN_VERIFICATION_FAILED 34

/**
 * A character is not allowed where it stands. Position: its first byte.
 */
#define NANOTAO_URI_INVALID_CHARACTER 40

/**
 * A slash has no name after it. Position: where the name should begin.
 */
#define NANOTAO_URI_MISSING_JUNCTION 41

/**
 * `0x` is not followed by 64 hex digits.
 */
#define NANOTAO_URI_INVALID_SEED 42

/**
 * The scheme has no soft junctions. Position: the step's number, from 0.
 */
#define NANOTAO_URI_SOFT_JUNCTION 43

/**
 * This build holds no code for phrases.
 */
#define NANOTAO_URI_PHRASE_UNSUPPORTED 44

/**
 * There are not 12, 15, 18, 21 or 24 words.
 */
#define NANOTAO_MNEMONIC_WORD_COUNT 48

/**
 * A word is not in the English list. Position: its number, from 0.
 */
#define NANOTAO_MNEMONIC_UNKNOWN_WORD 49

/**
 * All words are known, but the last does not fit the others.
 */
#define NANOTAO_MNEMONIC_CHECKSUM 50

/**
 * There are not 16, 20, 24, 28 or 32 bytes of entropy.
 */
#define NANOTAO_MNEMONIC_ENTROPY_LENGTH 51

/**
 * The root network takes no weights.
 */
#define NANOTAO_CHAIN_CAN_NOT_SET_ROOT_NETWORK_WEIGHTS 64

/**
 * There are not as many weights as uids. Position: the first element left over.
 */
#define NANOTAO_CHAIN_WEIGHT_VEC_NOT_EQUAL_SIZE 65

/**
 * The subnet does not exist, or has no such mechanism.
 */
#define NANOTAO_CHAIN_MECHANISM_DOES_NOT_EXIST 66

/**
 * There are more uids than a subnet can have neurons. Position: the first uid too many.
 */
#define NANOTAO_CHAIN_UIDS_LENGTH_EXCEED_UIDS_IN_SUBNET 67

/**
 * The hotkey is not registered in the subnet.
 */
#define NANOTAO_CHAIN_HOT_KEY_NOT_REGISTERED_IN_SUBNET 68

/**
 * The hotkey's stake weight is below the threshold.
 */
#define NANOTAO_CHAIN_NOT_ENOUGH_STAKE_TO_SET_WEIGHTS 69

/**
 * The version key is older than the subnet's.
 */
#define NANOTAO_CHAIN_INCORRECT_WEIGHT_VERSION_KEY 70

/**
 * The hotkey has set weights too recently.
 */
#define NANOTAO_CHAIN_SETTING_WEIGHTS_TOO_FAST 71

/**
 * The neuron has no validator permit, and these are not weights for itself alone.
 */
#define NANOTAO_CHAIN_NEURON_NO_VALIDATOR_PERMIT 72

/**
 * A uid occurs twice. Position: the first one that occurred before.
 */
#define NANOTAO_CHAIN_DUPLICATE_UIDS 73

/**
 * A uid is no neuron of the subnet. Position: the first such uid.
 */
#define NANOTAO_CHAIN_UID_VEC_CONTAIN_INVALID_ONE 74

/**
 * There are fewer weights than the subnet allows.
 */
#define NANOTAO_CHAIN_WEIGHT_VEC_LENGTH_IS_LOW 75

/**
 * A weight's share exceeds the subnet's limit.
 */
#define NANOTAO_CHAIN_MAX_WEIGHT_EXCEEDED 76

/**
 * Commit-reveal is on: plain weights are refused.
 */
#define NANOTAO_CHAIN_COMMIT_REVEAL_ENABLED 77

/**
 * There are not as many scores as uids.
 */
#define NANOTAO_QUANTISE_LENGTH_MISMATCH 96

/**
 * There is no score at all.
 */
#define NANOTAO_QUANTISE_EMPTY 97

/**
 * A score is infinite or not a number. Position: its place.
 */
#define NANOTAO_QUANTISE_NOT_FINITE 98

/**
 * A score is negative. Position: its place.
 */
#define NANOTAO_QUANTISE_NEGATIVE 99

/**
 * Every score is zero, or becomes so.
 */
#define NANOTAO_QUANTISE_ALL_ZERO 101

/**
 * Fewer weights than the subnet allows are left once zeros are dropped.
 */
#define NANOTAO_QUANTISE_TOO_FEW 102

/**
 * Clipping to the limit would divide by zero.
 */
#define NANOTAO_QUANTISE_DIVISION_BY_ZERO 103

/**
 * No table, of calls or of storage items and constants, for this spec version.
 */
#define NANOTAO_CALL_UNKNOWN_SPEC 128

/**
 * The call table has no such pallet. Position: the pallet's index, if it was read.
 */
#define NANOTAO_CALL_UNKNOWN_PALLET 129

/**
 * The pallet has no such call, or the table does not hold it. Position: the call's index, if it was read.
 */
#define NANOTAO_CALL_UNKNOWN_CALL 130

/**
 * The runtime does not have the call, or a value in it.
 */
#define NANOTAO_CALL_NOT_IN_SPEC 131

/**
 * There are more or fewer arguments than the call takes, or there is none of that index. Position: how many it takes.
 */
#define NANOTAO_CALL_ARGUMENT_COUNT 132

/**
 * An argument is not of its type, or names no variant of it. Position: the argument.
 */
#define NANOTAO_CALL_ARGUMENT_TYPE 133

/**
 * A number is too large for its type. Position: the argument.
 */
#define NANOTAO_CALL_ARGUMENT_RANGE 134

/**
 * There are more or fewer bytes, elements or fields than the type has. Position: the argument.
 */
#define NANOTAO_CALL_ARGUMENT_LENGTH 135

/**
 * The elements of a set are not each there once, in ascending order. Position: the argument.
 */
#define NANOTAO_CALL_ARGUMENT_ORDER 136

/**
 * What is in SCALE already is not of the type, or lists are nested too deep. Position: the argument.
 */
#define NANOTAO_CALL_ARGUMENT_ENCODING 137

/**
 * The mode byte does not go with the metadata hash. Position: that byte.
 */
#define NANOTAO_PAYLOAD_METADATA_HASH_MODE 144

/**
 * The payload can be read with two spec versions.
 */
#define NANOTAO_PAYLOAD_AMBIGUOUS_SPEC_VERSION 145

/**
 * No known spec version has this transaction version.
 */
#define NANOTAO_PAYLOAD_TRANSACTION_VERSION 146

/**
 * The era is immortal and the birth block's hash is not the genesis hash.
 */
#define NANOTAO_PAYLOAD_IMMORTAL_BIRTH_HASH 147

/**
 * The key is not that of the account that was shown as the signer.
 */
#define NANOTAO_WRONG_SIGNER 176

/**
 * The operands have no result, or none that fits.
 */
#define NANOTAO_FIXED_NO_RESULT 184

/**
 * There are more neurons than `NANOTAO_MAX_NEURONS`.
 */
#define NANOTAO_EPOCH_TOO_MANY_NEURONS 192

/**
 * A list is not as long as the number of neurons, or of rows, demands.
 */
#define NANOTAO_EPOCH_LENGTH 193

/**
 * The working memory is too small.
 */
#define NANOTAO_EPOCH_MEMORY 194

/**
 * The uids of rows do not rise, or one is no neuron. Position: the first row out of order.
 */
#define NANOTAO_EPOCH_UID 195

/**
 * The root network takes no registrations by work.
 */
#define NANOTAO_REGISTRATION_NOT_PERMITTED_ON_ROOT_SUBNET 208

/**
 * There is no such subnet.
 */
#define NANOTAO_REGISTRATION_SUBNET_NOT_EXISTS 209

/**
 * The subnet takes no registrations, or none by work.
 */
#define NANOTAO_REGISTRATION_DISABLED 210

/**
 * The hotkey has a uid in the subnet.
 */
#define NANOTAO_REGISTRATION_HOT_KEY_ALREADY_REGISTERED 211

/**
 * The subnet allows no uids at all.
 */
#define NANOTAO_REGISTRATION_NO_NEURON_ID_AVAILABLE 212

/**
 * The block has taken as many registrations as it may.
 */
#define NANOTAO_REGISTRATION_TOO_MANY_THIS_BLOCK 213

/**
 * The work is for a block that is not past, too old, unknown, or not newer than the hotkey's last one.
 */
#define NANOTAO_REGISTRATION_INVALID_WORK_BLOCK 214

/**
 * The work is not the seal of these arguments.
 */
#define NANOTAO_REGISTRATION_INVALID_SEAL 215

/**
 * The seal is not small enough.
 */
#define NANOTAO_REGISTRATION_INVALID_DIFFICULTY 216

/**
 * The hotkey is the account of a subnet.
 */
#define NANOTAO_REGISTRATION_CANNOT_USE_SYSTEM_ACCOUNT 217

/**
 * The hotkey belongs to another coldkey.
 */
#define NANOTAO_REGISTRATION_NON_ASSOCIATED_COLD_KEY 218

/**
 * The coldkey owns, or stakes to, as many hotkeys as it may.
 */
#define NANOTAO_REGISTRATION_TOO_MANY_STAKING_HOTKEYS 219

/**
 * The metadata proof's bytes are malformed. Position: the byte at fault, in the proof.
 */
#define NANOTAO_METADATA_PROOF 224

/**
 * A text in the payload or in the metadata proof is not UTF-8. Position: where the text begins.
 */
#define NANOTAO_METADATA_NOT_UTF8 225

/**
 * The metadata proof has not one index for each leaf. Position: the number of leaves.
 */
#define NANOTAO_METADATA_LEAF_COUNT 226

/**
 * A leaf's index is out of order, or no place below the root. Position: the leaf.
 */
#define NANOTAO_METADATA_LEAF_INDEX 227

/**
 * The metadata proof has more or fewer nodes than its leaves leave open. Position: how many it has.
 */
#define NANOTAO_METADATA_NODE_COUNT 228

/**
 * The metadata proof lacks a type that the payload needs: it was made for another. Position: the type's number.
 */
#define NANOTAO_METADATA_TYPE_MISSING 229

/**
 * The metadata proof lacks a variant that the payload needs, or there is none. Position: the enumeration's number.
 */
#define NANOTAO_METADATA_VARIANT_MISSING 230

/**
 * The metadata proof describes a type or a variant twice. Position: the type's number.
 */
#define NANOTAO_METADATA_AMBIGUOUS_TYPE 231

/**
 * Types are nested too deep. Position: how far the payload was read.
 */
#define NANOTAO_METADATA_TOO_DEEP 232

/**
 * Values without bytes, in a list or without end. Position: how far the payload was read.
 */
#define NANOTAO_METADATA_ZERO_SIZE 233

/**
 * The metadata is of another extrinsic format than version 4.
 */
#define NANOTAO_METADATA_EXTRINSIC_VERSION 234

/**
 * The metadata's call type is not an enumeration of calls.
 */
#define NANOTAO_METADATA_CALL_TYPE 235

/**
 * The metadata lacks a transaction extension that a signature needs, has it twice, or in another form.
 */
#define NANOTAO_METADATA_EXTENSION 236

/**
 * The metadata proof does not have the digest that the payload signs.
 */
#define NANOTAO_METADATA_DIGEST_MISMATCH 237

/**
 * The metadata proof is of another spec version than the payload.
 */
#define NANOTAO_METADATA_SPEC_MISMATCH 238

/**
 * An unknown transaction extension puts bytes into the payload. Position: its place in the metadata.
 */
#define NANOTAO_METADATA_UNKNOWN_EXTENSION 239

/**
 * The runtime has no such pallet.
 */
#define NANOTAO_STORAGE_UNKNOWN_PALLET 240

/**
 * The pallet has no such storage item or constant.
 */
#define NANOTAO_STORAGE_UNKNOWN_ITEM 241

/**
 * There are more keys than the item has. Position: the first one too many.
 */
#define NANOTAO_STORAGE_KEY_COUNT 242

/**
 * A key is not of its type's length. Position: the key.
 */
#define NANOTAO_STORAGE_KEY_LEN 243

/**
 * The metadata proof's decimals, token symbol, address prefix or spec name are not Bittensor's.
 */
#define NANOTAO_METADATA_OTHER_CHAIN 244

/**
 * A name in the metadata proof is no identifier of 1 to 64 bytes. Position: where it stands.
 */
#define NANOTAO_METADATA_NAME 245

/**
 * The metadata proof has more leaves than a runtime has. Position: how many.
 */
#define NANOTAO_METADATA_TOO_MANY_LEAVES 246

/**
 * The public key is no point of the right group.
 */
#define NANOTAO_TIMELOCK_INVALID_PUBLIC_KEY 288

/**
 * The public key is the point at infinity, which locks nothing.
 */
#define NANOTAO_TIMELOCK_INFINITY_PUBLIC_KEY 289

/**
 * The beacon has signed the round already: a commit would be open at once.
 */
#define NANOTAO_TIMELOCK_ROUND_IN_PAST 291

/**
 * The round is more than five years ahead.
 */
#define NANOTAO_TIMELOCK_ROUND_TOO_FAR 292

/**
 * The commit would have more than `NANOTAO_TIMELOCK_MAX_COMMIT_LEN` bytes.
 */
#define NANOTAO_TIMELOCK_COMMIT_TOO_LONG 293

/**
 * There are too few random bytes.
 */
#define NANOTAO_TIMELOCK_RANDOMNESS_FAILED 294

/**
 * The ciphertext is cut short, too long, or has a wrong length in it. Position: the byte at fault.
 */
#define NANOTAO_TIMELOCK_INVALID_LENGTH 296

/**
 * The ciphertext names another cipher than `AES_GCM_`.
 */
#define NANOTAO_TIMELOCK_UNKNOWN_CIPHER_SUITE 297

/**
 * The ciphertext's first 96 bytes are no point of the right group.
 */
#define NANOTAO_TIMELOCK_INVALID_POINT 298

/**
 * The beacon's signature is no point of the right group.
 */
#define NANOTAO_TIMELOCK_INVALID_SIGNATURE 299

/**
 * The signature is not the beacon's for this round.
 */
#define NANOTAO_TIMELOCK_WRONG_SIGNATURE 300

/**
 * The ciphertext does not open: the signature is of another round, or it was altered.
 */
#define NANOTAO_TIMELOCK_DOES_NOT_OPEN 301

/**
 * The ciphertext's body was altered.
 */
#define NANOTAO_TIMELOCK_INVALID_TAG 302

/**
 * The subnet's tempo is 0: it runs no epoch that would reveal a commit.
 */
#define NANOTAO_TIMELOCK_NO_EPOCHS 303

/**
 * The reveal period has more epochs than any subnet can ask for.
 */
#define NANOTAO_TIMELOCK_REVEAL_PERIOD_TOO_LONG 304

/**
 * The reveal period is of no epoch, which no subnet can ask for.
 */
#define NANOTAO_TIMELOCK_REVEAL_PERIOD_TOO_SHORT 305

/**
 * The schedule is not as of the block: `last_epoch_block` is ahead of it, or the reveal beyond the last block.
 */
#define NANOTAO_TIMELOCK_INVALID_SCHEDULE 306

/**
 * The time is before the beacon's first round.
 */
#define NANOTAO_TIMELOCK_BEFORE_GENESIS 307

/**
 * The weights were altered while they were being locked. Commit again.
 */
#define NANOTAO_TIMELOCK_WEIGHTS_CHANGED 308

/**
 * A pointer is NULL where that is not allowed, or misaligned for its type.
 */
#define NANOTAO_INVALID_POINTER 1024

/**
 * A length exceeds the address space, or is not the one length that is allowed.
 */
#define NANOTAO_INVALID_LENGTH 1025

/**
 * `struct_size` is not the size that this version of the library knows.
 */
#define NANOTAO_INVALID_STRUCT_SIZE 1026

/**
 * A text is not UTF-8. Position: the first byte at fault.
 */
#define NANOTAO_INVALID_TEXT 1027

/**
 * An output buffer shares memory with an input or with another output.
 */
#define NANOTAO_OVERLAP 1028

/**
 * No signature scheme has this number.
 */
#define NANOTAO_UNKNOWN_SCHEME 1029

/**
 * The period is no power of two from 4 to 65536, or the phase does not go with it.
 */
#define NANOTAO_INVALID_ERA 1030

/**
 * A field that is 0 or 1 is neither, or a reserved field is not 0.
 */
#define NANOTAO_INVALID_FLAG 1031

/**
 * The memory holds no key: none was made there, or it was wiped; or its key has no secret, which was asked for.
 */
#define NANOTAO_NO_KEY 1032

/**
 * The memory holds no review.
 */
#define NANOTAO_NO_REVIEW 1033

/**
 * There is no such card, or an earlier one has not been shown. Position: the next card to show.
 */
#define NANOTAO_CARD_OUT_OF_ORDER 1034

/**
 * Not every card has been shown. Position: the next card to show.
 */
#define NANOTAO_NOT_ALL_SHOWN 1035

/**
 * The review was not approved.
 */
#define NANOTAO_NOT_APPROVED 1036

/**
 * The review has been signed; a second signature takes a second review.
 */
#define NANOTAO_ALREADY_SIGNED 1037

/**
 * The payload, or its metadata proof, is not the one that was reviewed.
 */
#define NANOTAO_PAYLOAD_CHANGED 1038

/**
 * The cards that were shown are not those of the payload: the review's memory was written to.
 */
#define NANOTAO_CARDS_CHANGED 1039

/**
 * The bytes are no signature: a scheme's number and 64 or 65 bytes.
 */
#define NANOTAO_MALFORMED_SIGNATURE 1040

/**
 * The signature is not the account's signature of the payload.
 */
#define NANOTAO_BAD_SIGNATURE 1041

/**
 * No hash function has this number.
 */
#define NANOTAO_UNKNOWN_HASH 1042

/**
 * Epochs of this spec version are not known: 425 and 475 are.
 */
#define NANOTAO_UNKNOWN_RULES 1043

/**
 * No consensus mode, or no kind of consensus, has this number.
 */
#define NANOTAO_UNKNOWN_CONSENSUS 1044

/**
 * The library was built without the feature `hazmat`: it signs reviewed payloads only.
 */
#define NANOTAO_HAZMAT_OFF 1045

/**
 * No kind of argument has this number. Position: the argument.
 */
#define NANOTAO_UNKNOWN_ARG 1046

/**
 * The call has no item of that index. Position: how many it has.
 */
#define NANOTAO_NO_ITEM 1047

/**
 * No operation on fixed-point numbers has this number.
 */
#define NANOTAO_UNKNOWN_OPERATION 1048

/**
 * Edwards-curve signatures as in RFC 8032, verified by ZIP-215.
 */
#define NANOTAO_SCHEME_ED25519 0

/**
 * Schnorr signatures over Ristretto: the default of Bittensor wallets.
 */
#define NANOTAO_SCHEME_SR25519 1

/**
 * Signatures over secp256k1. They are carried, but neither made nor verified.
 */
#define NANOTAO_SCHEME_ECDSA 2

/**
 * xxHash64 with seed 0 (`twox_64`): 8 bytes.
 */
#define NANOTAO_HASH_TWOX_64 0

/**
 * xxHash64 with the seeds 0 and 1 (`twox_128`), the prefix of every storage key: 16 bytes.
 */
#define NANOTAO_HASH_TWOX_128 1

/**
 * xxHash64 with the seeds 0 to 3 (`twox_256`): 32 bytes.
 */
#define NANOTAO_HASH_TWOX_256 2

/**
 * BLAKE2b of 8 bytes (`blake2_64`).
 */
#define NANOTAO_HASH_BLAKE2_64 3

/**
 * BLAKE2b of 16 bytes (`blake2_128`).
 */
#define NANOTAO_HASH_BLAKE2_128 4

/**
 * BLAKE2b of 32 bytes (`blake2_256`).
 */
#define NANOTAO_HASH_BLAKE2_256 5

/**
 * BLAKE2b of 64 bytes (`blake2_512`).
 */
#define NANOTAO_HASH_BLAKE2_512 6

/**
 * SHA-256 (`sha2_256`): 32 bytes.
 */
#define NANOTAO_HASH_SHA_256 7

/**
 * SHA-512: 64 bytes.
 */
#define NANOTAO_HASH_SHA_512 8

/**
 * Keccak-256 (`keccak_256`): 32 bytes.
 */
#define NANOTAO_HASH_KECCAK_256 9

/**
 * No value of an `Option`. Any other value of an `Option` stands for itself.
 */
#define NANOTAO_ARG_NONE 0

/**
 * `low` is 0 or 1.
 */
#define NANOTAO_ARG_BOOL 1

/**
 * `low`, and `high` for the upper 64 of 128 bits: a number of whatever width, compact or not, also as the only field of
 * a struct, as a netuid or an amount is.
 */
#define NANOTAO_ARG_UNSIGNED 2

/**
 * `ptr` and `len`: the 32 bytes of an account, also where a `MultiAddress` is taken.
 */
#define NANOTAO_ARG_ACCOUNT 3

/**
 * `ptr` and `len`: a list or an array of bytes.
 */
#define NANOTAO_ARG_BYTES 4

/**
 * `ptr` and `len`: UTF-8. A text, a list of bytes that is one, or the name of a variant that has no fields.
 */
#define NANOTAO_ARG_TEXT 5

/**
 * `ptr` and `len`: numbers of type `uint16_t`, for a list of numbers of 16 bits, compact or not.
 */
#define NANOTAO_ARG_U16S 6

/**
 * `ptr` and `len`: arguments of type `nanotao_arg`, for the elements of a list, array or tuple, or the fields of a struct;
 * or the name of a variant, as a text, and its fields. Lists may lie in lists, 16 deep.
 */
#define NANOTAO_ARG_LIST 7

/**
 * `ptr` and `len`: any type in SCALE, such as another call.
 */
#define NANOTAO_ARG_ENCODED 8

/**
 * 0 or 1, in `low`.
 */
#define NANOTAO_ITEM_BOOL 1

/**
 * A Unicode scalar value, in `low`.
 */
#define NANOTAO_ITEM_CHAR 2

/**
 * UTF-8, at `data_offset`.
 */
#define NANOTAO_ITEM_TEXT 3

/**
 * A number, in `low` and `high`.
 */
#define NANOTAO_ITEM_UNSIGNED 4

/**
 * A number in two's complement of 128 bits, in `low` and `high`.
 */
#define NANOTAO_ITEM_SIGNED 5

/**
 * A number of 256 bits, little-endian, at `data_offset`; `low` is 1 if it is in two's complement.
 */
#define NANOTAO_ITEM_WIDE 6

/**
 * Bytes, at `data_offset`.
 */
#define NANOTAO_ITEM_BYTES 7

/**
 * Numbers of 16 bits, little-endian, at `data_offset`; `data_len` counts them.
 */
#define NANOTAO_ITEM_U16S 8

/**
 * Bits, in whole words at `data_offset`; `low` counts them, `data_len` the bytes.
 */
#define NANOTAO_ITEM_BITS 9

/**
 * A list or array of `low` elements, which follow, deeper than this.
 */
#define NANOTAO_ITEM_LIST 10

/**
 * The variant of an enumeration, called `name`; its fields follow, deeper than this.
 */
#define NANOTAO_ITEM_VARIANT 11

/**
 * The sum, or the nearest number of the type (`saturating_add`).
 */
#define NANOTAO_FIXED_SATURATING_ADD 0

/**
 * The difference, or the nearest number of the type (`saturating_sub`).
 */
#define NANOTAO_FIXED_SATURATING_SUB 1

/**
 * The product, rounded down, or the nearest number of the type (`saturating_mul`).
 */
#define NANOTAO_FIXED_SATURATING_MUL 2

/**
 * The quotient, rounded towards zero, or the nearest number of the type (`saturating_div`). By zero there is none.
 */
#define NANOTAO_FIXED_SATURATING_DIV 3

/**
 * The sum, if it fits (`checked_add`).
 */
#define NANOTAO_FIXED_CHECKED_ADD 4

/**
 * The difference, if it fits (`checked_sub`).
 */
#define NANOTAO_FIXED_CHECKED_SUB 5

/**
 * The product, rounded down, if it fits (`checked_mul`).
 */
#define NANOTAO_FIXED_CHECKED_MUL 6

/**
 * The quotient, rounded towards zero, if there is one that fits (`checked_div`).
 */
#define NANOTAO_FIXED_CHECKED_DIV 7

/**
 * The quotient, rounded towards zero; 0 if there is none that fits (`safe_div`).
 */
#define NANOTAO_FIXED_SAFE_DIV 8

/**
 * The consensus of this epoch.
 */
#define NANOTAO_CONSENSUS_MODE_CURRENT 0

/**
 * The one stored by the epoch before, where there is one.
 */
#define NANOTAO_CONSENSUS_MODE_PREVIOUS 1

/**
 * `PREVIOUS` under the full bonds penalty, else `CURRENT`: the chain's default.
 */
#define NANOTAO_CONSENSUS_MODE_AUTO 2

/**
 * Yuma consensus.
 */
#define NANOTAO_EPOCH_CONSENSUS_YUMA 0

/**
 * The Null consensus.
 */
#define NANOTAO_EPOCH_CONSENSUS_NULL 1

/**
 * No epoch was due.
 */
#define NANOTAO_DRAINED_NOT_DUE 0

/**
 * Due, and put off to the next block.
 */
#define NANOTAO_DRAINED_DEFERRED 1

/**
 * Due, and skipped for its inconsistent state.
 */
#define NANOTAO_DRAINED_SKIPPED 2

/**
 * The epoch runs.
 */
#define NANOTAO_DRAINED_RUN 3

#ifdef __cplusplus
extern "C" {
#endif // __cplusplus

/**
 * Tells the ABI version of the library that is linked. A program that loads the library at run time compares it
 * with `NANOTAO_ABI_VERSION` before anything else.
 */
uint32_t nanotao_abi_version(void);

/**
 * Where a Rust panic ends, in a library that was built with the feature `panic-handler`, for bare metal: the program
 * defines this function, and it must not return. No input is known to lead here. Should it happen, nothing can be
 * trusted any more: stop or reset the machine.
 */
extern void nanotao_panic(void);

/**
 * Says what a status means, in English. The text is NUL-terminated and lives as long as the library.
 */
const char *nanotao_status_text(nanotao_status status);

/**
 * Tells the size of `nanotao_key`, for languages that cannot read this header.
 */
size_t nanotao_key_sizeof(void);

/**
 * Tells the alignment of `nanotao_key`.
 */
size_t nanotao_key_alignof(void);

/**
 * Makes a key from a mini secret key (a seed).
 *
 * - `key`: out. Whatever was there is overwritten; on failure it is left alone.
 * - `scheme`: in.
 * - `secret`, `secret_len`: in, 32 bytes. The caller's copy is the caller's to wipe.
 *
 * Returns `NANOTAO_OK`, `NANOTAO_INVALID_LENGTH`, `NANOTAO_UNKNOWN_SCHEME` or `NANOTAO_SIGN_UNSUPPORTED_SCHEME`.
 */
nanotao_status nanotao_key_from_mini_secret(struct nanotao_key *key,
                                            nanotao_scheme scheme,
                                            const uint8_t *secret,
                                            size_t secret_len);

/**
 * Makes the key that a secret URI names: `[phrase | 0x seed] (//hard | /soft)* [///password]`.
 *
 * - `key`: out. Whatever was there is overwritten; on failure it is left alone.
 * - `scheme`: in.
 * - `uri`, `uri_len`: in. The caller's copy is the caller's to wipe.
 * - `position`: out, the byte, word or step at fault; may be NULL.
 *
 * Returns `NANOTAO_OK`, `NANOTAO_INVALID_TEXT`, `NANOTAO_URI_...`, `NANOTAO_MNEMONIC_...`, `NANOTAO_UNKNOWN_SCHEME` or
 * `NANOTAO_SIGN_UNSUPPORTED_SCHEME`.
 */
nanotao_status nanotao_key_from_uri(struct nanotao_key *key,
                                    nanotao_scheme scheme,
                                    const char *uri,
                                    size_t uri_len,
                                    size_t *position);

/**
 * Makes a key without a secret, which verifies what an account signs: `nanotao_key_verify` then decodes the public key no
 * more. Whatever asks for a secret gives `NANOTAO_NO_KEY`.
 *
 * - `key`: out. Whatever was there is overwritten; on failure it is left alone.
 * - `scheme`: in.
 * - `account`: in. One that is no public key verifies nothing.
 *
 * Returns `NANOTAO_OK`, `NANOTAO_UNKNOWN_SCHEME` or `NANOTAO_SIGN_UNSUPPORTED_SCHEME`.
 */
nanotao_status nanotao_key_from_account(struct nanotao_key *key,
                                        nanotao_scheme scheme,
                                        const struct nanotao_account_id *account);

/**
 * Computes the chain code of a junction's name (`//name` and `/name` of a secret URI), as `sp-core` does: `0x00` is
 * text, `+7` and `007` are the number 7.
 *
 * - `name`, `name_len`: in, a text without slashes.
 * - `code`: out.
 *
 * Returns `NANOTAO_OK` or `NANOTAO_INVALID_TEXT`.
 */
nanotao_status nanotao_chain_code(const char *name,
                                  size_t name_len,
                                  struct nanotao_h256 *code);

/**
 * Tells the account of a key.
 *
 * - `key`: in.
 * - `account`: out.
 * - `scheme`: out; NULL if it is not wanted.
 *
 * Returns `NANOTAO_OK` or `NANOTAO_NO_KEY`.
 */
nanotao_status nanotao_key_account(const struct nanotao_key *key,
                                   struct nanotao_account_id *account,
                                   nanotao_scheme *scheme);

/**
 * Wipes a key. Its memory then holds no key, and may be wiped again.
 *
 * Returns `NANOTAO_OK`.
 */
nanotao_status nanotao_key_wipe(struct nanotao_key *key);

/**
 * Verifies a signature of a payload by the chain's rule: over the payload, or over its hash if it is longer than
 * 256 bytes.
 *
 * - `payload`, `payload_len`: in, as a payload function wrote it.
 * - `account`: in, who is said to have signed.
 * - `signature`, `signature_len`: in, with the scheme's number in front.
 *
 * Returns `NANOTAO_OK` if it is good; `NANOTAO_BAD_SIGNATURE`, `NANOTAO_MALFORMED_SIGNATURE` or
 * `NANOTAO_SIGN_UNSUPPORTED_SCHEME`.
 */
nanotao_status nanotao_signature_verify(const uint8_t *payload,
                                        size_t payload_len,
                                        const struct nanotao_account_id *account,
                                        const uint8_t *signature,
                                        size_t signature_len);

/**
 * Verifies a signature of a message that is no payload: it is taken as it is, whatever its length.
 *
 * - `message`, `message_len`: in.
 * - `account`, `signature`, `signature_len`: in, as for `nanotao_signature_verify`.
 *
 * Returns as `nanotao_signature_verify`.
 */
nanotao_status nanotao_message_verify(const uint8_t *message,
                                      size_t message_len,
                                      const struct nanotao_account_id *account,
                                      const uint8_t *signature,
                                      size_t signature_len);

/**
 * Verifies a signature of a key's own account, as `nanotao_message_verify` does, and faster where one key verifies many: its
 * public key is decoded already.
 *
 * - `key`: in, with a secret or without.
 * - `message`, `message_len`, `signature`, `signature_len`: in, as for `nanotao_message_verify`.
 *
 * Returns as `nanotao_signature_verify`, or `NANOTAO_NO_KEY`. A signature of another scheme is `NANOTAO_BAD_SIGNATURE`.
 */
nanotao_status nanotao_key_verify(const struct nanotao_key *key,
                                  const uint8_t *message,
                                  size_t message_len,
                                  const uint8_t *signature,
                                  size_t signature_len);

/**
 * Verifies a signature of a message as Bittensor's clients do: also where it is over `<Bytes>`, the message and `</Bytes>`,
 * which is what browser wallets sign.
 *
 * - `message`, `message_len`, `account`, `signature`, `signature_len`: in, as for `nanotao_message_verify`.
 * - `scratch`, `scratch_len`: working memory, `NANOTAO_WRAPPING_LEN` bytes more than the message.
 *
 * Returns as `nanotao_signature_verify`, `NANOTAO_OVERLAP`, or `NANOTAO_INVALID_LENGTH` if the working memory is too small.
 */
nanotao_status nanotao_message_verify_wrapped(const uint8_t *message,
                                              size_t message_len,
                                              const struct nanotao_account_id *account,
                                              const uint8_t *signature,
                                              size_t signature_len,
                                              uint8_t *scratch,
                                              size_t scratch_len);

/**
 * Writes the phrase that stands for some entropy. For a new wallet, take 16 or 32 bytes from a true random source.
 *
 * - `entropy`, `entropy_len`: in, 16, 20, 24, 28 or 32 bytes. The caller's copy is the caller's to wipe.
 * - `phrase`, `cap`, `len`: out, a text.
 *
 * Returns `NANOTAO_OK`, `NANOTAO_BUFFER_TOO_SMALL`, `NANOTAO_MNEMONIC_ENTROPY_LENGTH` or
 * `NANOTAO_URI_PHRASE_UNSUPPORTED`.
 */
nanotao_status nanotao_mnemonic_phrase(const uint8_t *entropy,
                                       size_t entropy_len,
                                       char *phrase,
                                       size_t cap,
                                       size_t *len);

/**
 * Reads the entropy out of a phrase.
 *
 * - `phrase`, `phrase_len`: in, words of the English list with any white space between them.
 * - `entropy`, `cap`, `len`: out.
 * - `position`: out, the word at fault; may be NULL.
 *
 * Returns `NANOTAO_OK`, `NANOTAO_BUFFER_TOO_SMALL`, `NANOTAO_INVALID_TEXT`, `NANOTAO_MNEMONIC_...` or
 * `NANOTAO_URI_PHRASE_UNSUPPORTED`.
 */
nanotao_status nanotao_mnemonic_entropy(const char *phrase,
                                        size_t phrase_len,
                                        uint8_t *entropy,
                                        size_t cap,
                                        size_t *len,
                                        size_t *position);

/**
 * Computes the mini secret key that a phrase and a password stand for in Substrate wallets, for
 * `nanotao_key_from_mini_secret`.
 *
 * - `phrase`, `phrase_len`: in, as for `nanotao_mnemonic_entropy`.
 * - `password`, `password_len`: in, none if the length is 0.
 * - `secret`, `cap`, `len`: out, `NANOTAO_MINI_SECRET_LEN` bytes.
 * - `position`: out, the word at fault; may be NULL.
 *
 * Returns as `nanotao_mnemonic_entropy`. It takes 2048 rounds of HMAC-SHA512.
 */
nanotao_status nanotao_mnemonic_mini_secret(const char *phrase,
                                            size_t phrase_len,
                                            const char *password,
                                            size_t password_len,
                                            uint8_t *secret,
                                            size_t cap,
                                            size_t *len,
                                            size_t *position);

/**
 * Writes the address of an account (SS58).
 *
 * - `account`: in.
 * - `prefix`: the network; `NANOTAO_SS58_PREFIX` for Bittensor. Of a prefix above 16383 the lower 14 bits count.
 * - `address`, `cap`, `len`: out, a text.
 *
 * Returns `NANOTAO_OK` or `NANOTAO_BUFFER_TOO_SMALL`.
 */
nanotao_status nanotao_ss58_encode(const struct nanotao_account_id *account,
                                   uint16_t prefix,
                                   char *address,
                                   size_t cap,
                                   size_t *len);

/**
 * Writes the address of what need not be an account (polkadot-js' `encodeAddress`).
 *
 * - `payload`, `payload_len`: in, 32 bytes, 33 (an ecdsa key), or an account index of 1, 2, 4 or 8 bytes.
 * - `prefix`: in, the network: not 46 or 47, and at most 16383.
 * - `address`, `cap`, `len`: out, a text.
 *
 * Returns `NANOTAO_OK`, `NANOTAO_BUFFER_TOO_SMALL`, `NANOTAO_SS58_INVALID_PAYLOAD` or
 * `NANOTAO_SS58_PREFIX_NOT_ALLOWED`.
 */
nanotao_status nanotao_ss58_encode_payload(const uint8_t *payload,
                                           size_t payload_len,
                                           uint16_t prefix,
                                           char *address,
                                           size_t cap,
                                           size_t *len);

/**
 * Reads the address of an account (SS58).
 *
 * - `address`, `address_len`: in; a NUL after it is not needed and not counted.
 * - `account`: out.
 * - `prefix`: out; NULL if it is not wanted.
 * - `position`: out, the byte at fault; may be NULL.
 *
 * Returns `NANOTAO_OK`, `NANOTAO_INVALID_TEXT` or `NANOTAO_SS58_...`.
 */
nanotao_status nanotao_ss58_parse(const char *address,
                                  size_t address_len,
                                  struct nanotao_account_id *account,
                                  uint16_t *prefix,
                                  size_t *position);

/**
 * Computes a digest.
 *
 * - `hash`: in.
 * - `data`, `data_len`: in.
 * - `digest`, `cap`, `len`: out.
 *
 * Returns `NANOTAO_OK`, `NANOTAO_BUFFER_TOO_SMALL` or `NANOTAO_UNKNOWN_HASH`.
 */
nanotao_status nanotao_hash(nanotao_hash_function hash,
                            const uint8_t *data,
                            size_t data_len,
                            uint8_t *digest,
                            size_t cap,
                            size_t *len);

/**
 * Computes BLAKE2b of 32 bytes with a key (RFC 7693).
 *
 * - `key`, `key_len`: in, at most 64 bytes.
 * - `data`, `data_len`: in.
 * - `digest`: out.
 *
 * Returns `NANOTAO_OK` or `NANOTAO_INVALID_LENGTH`.
 */
nanotao_status nanotao_blake2_256_keyed(const uint8_t *key,
                                        size_t key_len,
                                        const uint8_t *data,
                                        size_t data_len,
                                        struct nanotao_h256 *digest);

/**
 * Writes a compact integer (`Compact<u64>`).
 *
 * - `value`: in.
 * - `bytes`, `cap`, `len`: out.
 *
 * Returns `NANOTAO_OK` or `NANOTAO_BUFFER_TOO_SMALL`.
 */
nanotao_status nanotao_compact_encode(uint64_t value, uint8_t *bytes, size_t cap, size_t *len);

/**
 * Reads a compact integer (`Compact<u64>`) from the front of some bytes.
 *
 * - `bytes`, `bytes_len`: in.
 * - `value`: out.
 * - `used`: out, how many bytes it took; NULL if that is not wanted.
 * - `position`: out, the byte at fault; may be NULL.
 *
 * Returns `NANOTAO_OK` or `NANOTAO_SCALE_...`.
 */
nanotao_status nanotao_compact_parse(const uint8_t *bytes,
                                     size_t bytes_len,
                                     uint64_t *value,
                                     size_t *used,
                                     size_t *position);

/**
 * Turns scores into weights as version 10 of the official SDK does (`convert_weights_and_uids_for_emit`): the largest
 * becomes 65535, the others follow in proportion, halves go to the even neighbour, zeros are dropped with their uids.
 * If all scores are zero, there are no weights.
 *
 * - `uids`, `uids_len`: in.
 * - `scores`, `scores_len`: in, one for each uid: finite and not negative.
 * - `out_uids`, `out_weights`, `cap`, `len`: out. Both buffers hold `cap` elements, and both get `len`. They must have
 *   room for every uid given, even if fewer are left.
 * - `position`: out, the score at fault; may be NULL.
 *
 * Returns `NANOTAO_OK`, `NANOTAO_BUFFER_TOO_SMALL` or `NANOTAO_QUANTISE_...`.
 */
nanotao_status nanotao_sdk10_quantise(const uint16_t *uids,
                                      size_t uids_len,
                                      const float *scores,
                                      size_t scores_len,
                                      uint16_t *out_uids,
                                      uint16_t *out_weights,
                                      size_t cap,
                                      size_t *len,
                                      size_t *position);

/**
 * Turns scores into weights as version 11 of the official SDK does (`normalize`): the largest becomes 65535, the
 * others follow in proportion, halves go to the even neighbour, zeros are dropped with their uids. If there are no
 * scores, or all are zero, there are no weights.
 *
 * - `uids`, `uids_len`: in.
 * - `scores`, `scores_len`: in, one for each uid: finite and not negative.
 * - `out_uids`, `out_weights`, `cap`, `len`: out. Both buffers hold `cap` elements, and both get `len`. They must have
 *   room for every uid given, even if fewer are left.
 * - `position`: out, the score at fault; may be NULL.
 *
 * Returns `NANOTAO_OK`, `NANOTAO_BUFFER_TOO_SMALL` or `NANOTAO_QUANTISE_...`.
 */
nanotao_status nanotao_sdk11_normalize(const uint16_t *uids,
                                       size_t uids_len,
                                       const double *scores,
                                       size_t scores_len,
                                       uint16_t *out_uids,
                                       uint16_t *out_weights,
                                       size_t cap,
                                       size_t *len,
                                       size_t *position);

/**
 * As `nanotao_sdk10_quantise`, for scores of 64 bits.
 */
nanotao_status nanotao_sdk10_quantise_f64(const uint16_t *uids,
                                          size_t uids_len,
                                          const double *scores,
                                          size_t scores_len,
                                          uint16_t *out_uids,
                                          uint16_t *out_weights,
                                          size_t cap,
                                          size_t *len,
                                          size_t *position);

/**
 * Scales scores in place to a sum of 1 with none above a limit, as version 11 of the official SDK does
 * (`clip_to_max_weight`).
 *
 * - `scores`, `scores_len`: in and out.
 * - `limit`: in, the largest share, from 0 to 1.
 * - `scratch`, `scratch_len`: working memory, at least as many elements.
 * - `position`: out; may be NULL.
 *
 * Returns `NANOTAO_OK`, `NANOTAO_INVALID_LENGTH` if the working memory is too small, `NANOTAO_OVERLAP` or
 * `NANOTAO_QUANTISE_...`. On failure the scores are as before.
 */
nanotao_status nanotao_sdk11_clip_to_max_weight(double *scores,
                                                size_t scores_len,
                                                double limit,
                                                double *scratch,
                                                size_t scratch_len,
                                                size_t *position);

/**
 * Fits scores to a subnet's limits and turns them into weights as version 11 of the official SDK does (`_conform`):
 * clips, normalises, and checks that enough of them are left.
 *
 * - `limits`: in.
 * - `uids`, `uids_len`, `scores`, `scores_len`: in, as for `nanotao_sdk11_normalize`.
 * - `scratch`, `scratch_len`: working memory, at least as many elements as there are scores.
 * - `out_uids`, `out_weights`, `cap`, `len`: out, as for `nanotao_sdk11_normalize`.
 * - `position`: out, the score at fault; may be NULL.
 *
 * Returns as `nanotao_sdk11_normalize`, or `NANOTAO_INVALID_LENGTH` if the working memory is too small.
 */
nanotao_status nanotao_sdk11_conform(const struct nanotao_limits *limits,
                                     const uint16_t *uids,
                                     size_t uids_len,
                                     const double *scores,
                                     size_t scores_len,
                                     double *scratch,
                                     size_t scratch_len,
                                     uint16_t *out_uids,
                                     uint16_t *out_weights,
                                     size_t cap,
                                     size_t *len,
                                     size_t *position);

/**
 * Makes every check of the chain on weights, in its order, and writes the values that it would store, one for each uid
 * (`do_set_mechanism_weights`). Where commit-reveal is on, this is what happens at the reveal.
 *
 * - `state`: in, at the block of execution.
 * - `netuid`, `mecid`: in; mechanism 0 is the main one.
 * - `uids`, `uids_len`, `values`, `values_len`, `version_key`: in, as for `nanotao_set_weights_payload`.
 * - `stored`, `cap`, `len`: out.
 * - `position`: out, the place at fault; may be NULL.
 *
 * Returns `NANOTAO_OK`, `NANOTAO_BUFFER_TOO_SMALL` or `NANOTAO_CHAIN_...`: the error that the chain gives first.
 */
nanotao_status nanotao_check_set_weights(const struct nanotao_set_weights_state *state,
                                         uint16_t netuid,
                                         uint8_t mecid,
                                         const uint16_t *uids,
                                         size_t uids_len,
                                         const uint16_t *values,
                                         size_t values_len,
                                         uint64_t version_key,
                                         uint16_t *stored,
                                         size_t cap,
                                         size_t *len,
                                         size_t *position);

/**
 * Checks that a subnet takes plain weights: the chain does so before all of `nanotao_check_set_weights`.
 *
 * Returns `NANOTAO_OK` or `NANOTAO_CHAIN_COMMIT_REVEAL_ENABLED`.
 */
nanotao_status nanotao_check_commit_reveal_enabled(const struct nanotao_set_weights_state *state);

/**
 * Scales weights in place so that the largest becomes 65535, as the chain stores them (`vec_u16_max_upscale_to_u16`).
 *
 * Returns `NANOTAO_OK`.
 */
nanotao_status nanotao_vec_u16_max_upscale_to_u16(uint16_t *weights,
                                                  size_t weights_len);

/**
 * Scales weights in place so that they sum to 65535 or a little less (`normalize_weights`).
 *
 * Returns `NANOTAO_OK`.
 */
nanotao_status nanotao_normalize_weights(uint16_t *weights, size_t weights_len);

/**
 * Tells whether no weight's share exceeds `max_limit` of 65535 (`check_vec_max_limited`).
 *
 * - `holds`: out, 1 or 0.
 *
 * Returns `NANOTAO_OK`.
 */
nanotao_status nanotao_check_vec_max_limited(const uint16_t *weights,
                                             size_t weights_len,
                                             uint16_t max_limit,
                                             uint32_t *holds);

/**
 * Hashes weights for `commit_weights`, as `reveal_weights` will check them (`get_commit_hash`).
 *
 * - `account`: in, who commits.
 * - `netuid_index`: in, of `nanotao_mechanism_storage_index`; the netuid itself for the main mechanism.
 * - `uids`, `values`, `salt`, each with its length, and `version_key`: in, what will be revealed.
 * - `hash`: out.
 *
 * Returns `NANOTAO_OK`.
 */
nanotao_status nanotao_commit_hash(const struct nanotao_account_id *account,
                                   uint16_t netuid_index,
                                   const uint16_t *uids,
                                   size_t uids_len,
                                   const uint16_t *values,
                                   size_t values_len,
                                   const uint16_t *salt,
                                   size_t salt_len,
                                   uint64_t version_key,
                                   struct nanotao_h256 *hash);

/**
 * Gives the key of a mechanism's weights, `mecid * 4096 + netuid` (`get_mechanism_storage_index`), saturating as on the
 * chain.
 */
uint16_t nanotao_mechanism_storage_index(uint16_t netuid,
                                         uint8_t mecid);

/**
 * Takes a storage index apart (`get_netuid_and_subid`).
 *
 * - `netuid_index`: in.
 * - `subnet_exists`, `mechanism_count`: in, of the subnet that comes out, which is `netuid_index` modulo 4096.
 * - `netuid`, `mecid`: out.
 *
 * Returns `NANOTAO_OK` or `NANOTAO_CHAIN_MECHANISM_DOES_NOT_EXIST`.
 */
nanotao_status nanotao_get_netuid_and_subid(uint16_t netuid_index,
                                            uint32_t subnet_exists,
                                            uint8_t mechanism_count,
                                            uint16_t *netuid,
                                            uint8_t *mecid);

/**
 * Tells whether a version key is up to date (`check_version_key`): 1 or 0. A subnet's key of 0 lets every one pass.
 */
uint32_t nanotao_check_version_key(uint64_t weights_version_key,
                                   uint64_t version_key);

/**
 * Tells whether enough blocks have passed since the neuron's last weights (`check_rate_limit`).
 *
 * - `uid_exists`: in, 1 or 0. A uid that no neuron has does not pass.
 * - `last_update`: in, the block of the last weights; 0 means never.
 * - `current_block`, `weights_set_rate_limit`: in.
 * - `holds`: out, 1 or 0.
 *
 * Returns `NANOTAO_OK` or `NANOTAO_INVALID_FLAG`.
 */
nanotao_status nanotao_check_rate_limit(uint32_t uid_exists,
                                        uint64_t last_update,
                                        uint64_t current_block,
                                        uint64_t weights_set_rate_limit,
                                        uint32_t *holds);

/**
 * Tells whether a uid occurs twice (`has_duplicate_uids`).
 *
 * - `uids`, `uids_len`: in.
 * - `holds`: out, 1 or 0.
 *
 * Returns `NANOTAO_OK`.
 */
nanotao_status nanotao_has_duplicate_uids(const uint16_t *uids, size_t uids_len, uint32_t *holds);

/**
 * Tells whether the weights are one weight of the neuron for itself (`is_self_weight`).
 *
 * - `uid`: in, the neuron's.
 * - `uids`, `uids_len`, `weights`, `weights_len`: in.
 * - `holds`: out, 1 or 0.
 *
 * Returns `NANOTAO_OK`.
 */
nanotao_status nanotao_is_self_weight(uint16_t uid,
                                      const uint16_t *uids,
                                      size_t uids_len,
                                      const uint16_t *weights,
                                      size_t weights_len,
                                      uint32_t *holds);

/**
 * Tells whether there are enough weights (`check_length`): `min_allowed_weights`, or one for each neuron of a smaller
 * subnet. A single weight for itself is enough outside the root network.
 *
 * - `netuid`, `uid`: in, the neuron's.
 * - `uids`, `uids_len`, `weights`, `weights_len`: in.
 * - `subnetwork_n`, `min_allowed_weights`: in, of the subnet.
 * - `holds`: out, 1 or 0.
 *
 * Returns `NANOTAO_OK`.
 */
nanotao_status nanotao_check_length(uint16_t netuid,
                                    uint16_t uid,
                                    const uint16_t *uids,
                                    size_t uids_len,
                                    const uint16_t *weights,
                                    size_t weights_len,
                                    uint16_t subnetwork_n,
                                    uint16_t min_allowed_weights,
                                    uint32_t *holds);

/**
 * Computes the era that begins at a block and lasts at least `period` blocks (`Era::mortal`).
 *
 * - `period`: in; raised to a power of two from 4 to 65536.
 * - `current_block`: in, the number of a recent block.
 * - `era_period`, `era_phase`: out, for `nanotao_tx_extension`.
 * - `birth_block`: out, the block whose hash goes into `block_hash`: for periods over 4096 it may be some blocks
 *   before `current_block`.
 *
 * Returns `NANOTAO_OK`.
 */
nanotao_status nanotao_era_mortal(uint64_t period,
                                  uint64_t current_block,
                                  uint32_t *era_period,
                                  uint32_t *era_phase,
                                  uint64_t *birth_block);

/**
 * Writes the signing payload of `SubtensorModule.set_weights`. Review it before you sign it.
 *
 * - `netuid`: in, the subnet.
 * - `uids`, `uids_len`: in, who is weighted (`dests`).
 * - `weights`, `weights_len`: in, how much each.
 * - `version_key`: in, the version of the validator's code.
 * - `extension`: in.
 * - `payload`, `cap`, `len`: out.
 * - `position`: out, the place at fault; may be NULL.
 *
 * Returns `NANOTAO_OK`, `NANOTAO_BUFFER_TOO_SMALL`, `NANOTAO_CHAIN_...`, `NANOTAO_CALL_UNKNOWN_SPEC`, or
 * `NANOTAO_INVALID_...`.
 */
nanotao_status nanotao_set_weights_payload(uint16_t netuid,
                                           const uint16_t *uids,
                                           size_t uids_len,
                                           const uint16_t *weights,
                                           size_t weights_len,
                                           uint64_t version_key,
                                           const struct nanotao_tx_extension *extension,
                                           uint8_t *payload,
                                           size_t cap,
                                           size_t *len,
                                           size_t *position);

/**
 * Writes the signing payload of `SubtensorModule.set_mechanism_weights`. Review it before you sign it.
 *
 * - `netuid`: in, the subnet.
 * - `mecid`: in, the mechanism; 0 is the main one.
 * - `uids`, `uids_len`: in, who is weighted (`dests`).
 * - `weights`, `weights_len`: in, how much each.
 * - `version_key`: in, the version of the validator's code.
 * - `extension`: in.
 * - `payload`, `cap`, `len`: out.
 * - `position`: out, the place at fault; may be NULL.
 *
 * Returns as `nanotao_set_weights_payload`.
 */
nanotao_status nanotao_set_mechanism_weights_payload(uint16_t netuid,
                                                     uint8_t mecid,
                                                     const uint16_t *uids,
                                                     size_t uids_len,
                                                     const uint16_t *weights,
                                                     size_t weights_len,
                                                     uint64_t version_key,
                                                     const struct nanotao_tx_extension *extension,
                                                     uint8_t *payload,
                                                     size_t cap,
                                                     size_t *len,
                                                     size_t *position);

/**
 * Writes the extrinsic of a payload and its signature, ready to be sent. The signature is verified first, so what
 * comes out passes the chain's signature check.
 *
 * - `payload`, `payload_len`: in, the payload that was signed.
 * - `account`: in, who signed it.
 * - `signature`, `signature_len`: in, with the scheme's number in front.
 * - `extrinsic`, `cap`, `len`: out.
 * - `position`: out, the byte of the payload at fault; may be NULL.
 *
 * Returns `NANOTAO_OK`, `NANOTAO_BUFFER_TOO_SMALL`, `NANOTAO_BAD_SIGNATURE`, `NANOTAO_MALFORMED_SIGNATURE`,
 * `NANOTAO_SIGN_UNSUPPORTED_SCHEME`, `NANOTAO_SCALE_...`, `NANOTAO_CHAIN_...`, `NANOTAO_CALL_...` or
 * `NANOTAO_PAYLOAD_...`.
 */
nanotao_status nanotao_extrinsic_encode(const uint8_t *payload,
                                        size_t payload_len,
                                        const struct nanotao_account_id *account,
                                        const uint8_t *signature,
                                        size_t signature_len,
                                        uint8_t *extrinsic,
                                        size_t cap,
                                        size_t *len,
                                        size_t *position);

/**
 * As `nanotao_extrinsic_encode`, for a payload that a metadata proof describes (RFC-78).
 *
 * - `payload`, `payload_len`, `proof`, `proof_len`: in, as reviewed.
 * - `account`, `signature`, `extrinsic` with their lengths: as for `nanotao_extrinsic_encode`.
 * - `position`: out, the byte, the list element or the type at fault; may be NULL.
 *
 * Returns as `nanotao_extrinsic_encode`, or `NANOTAO_METADATA_...`.
 */
nanotao_status nanotao_extrinsic_encode_by_proof(const uint8_t *payload,
                                                 size_t payload_len,
                                                 const uint8_t *proof,
                                                 size_t proof_len,
                                                 const struct nanotao_account_id *account,
                                                 const uint8_t *signature,
                                                 size_t signature_len,
                                                 uint8_t *extrinsic,
                                                 size_t cap,
                                                 size_t *len,
                                                 size_t *position);

/**
 * Takes a signed extrinsic apart. The call is not decoded, and the signature not verified.
 *
 * - `extrinsic`, `extrinsic_len`: in.
 * - `parsed`: in, its `struct_size`; out, the rest.
 * - `position`: out, the byte at fault; may be NULL.
 *
 * Returns `NANOTAO_OK` or `NANOTAO_SCALE_...`.
 */
nanotao_status nanotao_extrinsic_parse(const uint8_t *extrinsic,
                                       size_t extrinsic_len,
                                       struct nanotao_extrinsic *parsed,
                                       size_t *position);

/**
 * Writes the payload that an extrinsic's signature is over, for `nanotao_signature_verify`.
 *
 * - `extrinsic`, `extrinsic_len`: in.
 * - `context`: in, what the extrinsic does not carry: `spec_version`, `transaction_version`, `genesis_hash`,
 *   `block_hash` and, if it has one, the metadata hash. Its nonce, tip and era are not used.
 * - `payload`, `cap`, `len`: out.
 * - `position`: out, the byte of the extrinsic at fault; may be NULL.
 *
 * Returns `NANOTAO_OK`, `NANOTAO_BUFFER_TOO_SMALL`, `NANOTAO_SCALE_...`, or `NANOTAO_PAYLOAD_METADATA_HASH_MODE` if only
 * one of extrinsic and context has a metadata hash.
 */
nanotao_status nanotao_extrinsic_payload(const uint8_t *extrinsic,
                                         size_t extrinsic_len,
                                         const struct nanotao_tx_extension *context,
                                         uint8_t *payload,
                                         size_t cap,
                                         size_t *len,
                                         size_t *position);

/**
 * Writes the signing payload of a call's bytes: of a `nanotao_call_...` function, or from elsewhere. The call is not
 * decoded here, but by the review.
 *
 * - `call`, `call_len`: in.
 * - `extension`: in.
 * - `payload`, `cap`, `len`: out.
 *
 * Returns `NANOTAO_OK`, `NANOTAO_BUFFER_TOO_SMALL` or `NANOTAO_INVALID_...`.
 */
nanotao_status nanotao_call_payload(const uint8_t *call,
                                    size_t call_len,
                                    const struct nanotao_tx_extension *extension,
                                    uint8_t *payload,
                                    size_t cap,
                                    size_t *len);

/**
 * Names the call that some bytes are, by the table of a spec version, and checks that they end where it does.
 *
 * - `spec_version`: in.
 * - `call`, `call_len`: in.
 * - `pallet`, `pallet_cap`, `pallet_len`: out, a text.
 * - `function`, `function_cap`, `function_len`: out, a text.
 * - `position`: out, the byte at fault; may be NULL.
 *
 * Returns `NANOTAO_OK`, `NANOTAO_BUFFER_TOO_SMALL` (both lengths are told), `NANOTAO_CALL_...`, `NANOTAO_SCALE_...` or
 * `NANOTAO_METADATA_...`.
 */
nanotao_status nanotao_call_name(uint32_t spec_version,
                                 const uint8_t *call,
                                 size_t call_len,
                                 char *pallet,
                                 size_t pallet_cap,
                                 size_t *pallet_len,
                                 char *function,
                                 size_t function_cap,
                                 size_t *function_len,
                                 size_t *position);

/**
 * Writes the call `SubtensorModule.add_stake`: stakes TAO to a hotkey on a subnet.
 *
 * - `hotkey`, `netuid`: in, who is staked to, and where.
 * - `amount_staked`: in, TAO, in rao.
 * - `call`, `cap`, `len`: out.
 *
 * Returns `NANOTAO_OK` or `NANOTAO_BUFFER_TOO_SMALL`.
 */
nanotao_status nanotao_call_add_stake(const struct nanotao_account_id *hotkey,
                                      uint16_t netuid,
                                      uint64_t amount_staked,
                                      uint8_t *call,
                                      size_t cap,
                                      size_t *len);

/**
 * Writes the call `SubtensorModule.remove_stake`: takes alpha from a hotkey on a subnet.
 *
 * - `hotkey`, `netuid`: in, who it is taken from, and where.
 * - `amount_unstaked`: in, alpha, in its smallest unit.
 * - `call`, `cap`, `len`: out.
 *
 * Returns `NANOTAO_OK` or `NANOTAO_BUFFER_TOO_SMALL`.
 */
nanotao_status nanotao_call_remove_stake(const struct nanotao_account_id *hotkey,
                                         uint16_t netuid,
                                         uint64_t amount_unstaked,
                                         uint8_t *call,
                                         size_t cap,
                                         size_t *len);

/**
 * Writes the call `SubtensorModule.serve_axon`: publishes where a miner answers.
 *
 * - `netuid`, `axon`: in.
 * - `call`, `cap`, `len`: out.
 *
 * Returns `NANOTAO_OK`, `NANOTAO_BUFFER_TOO_SMALL` or `NANOTAO_INVALID_STRUCT_SIZE`.
 */
nanotao_status nanotao_call_serve_axon(uint16_t netuid,
                                       const struct nanotao_axon *axon,
                                       uint8_t *call,
                                       size_t cap,
                                       size_t *len);

/**
 * Writes the call `SubtensorModule.burned_register`: registers a hotkey on a subnet and burns the price of it.
 *
 * - `netuid`, `hotkey`: in.
 * - `call`, `cap`, `len`: out.
 *
 * Returns `NANOTAO_OK` or `NANOTAO_BUFFER_TOO_SMALL`.
 */
nanotao_status nanotao_call_burned_register(uint16_t netuid,
                                            const struct nanotao_account_id *hotkey,
                                            uint8_t *call,
                                            size_t cap,
                                            size_t *len);

/**
 * Writes the call `SubtensorModule.commit_weights`: commits to weights by their hash.
 *
 * - `netuid`: in.
 * - `commit_hash`: in, of `nanotao_commit_hash`.
 * - `call`, `cap`, `len`: out.
 *
 * Returns `NANOTAO_OK` or `NANOTAO_BUFFER_TOO_SMALL`.
 */
nanotao_status nanotao_call_commit_weights(uint16_t netuid,
                                           const struct nanotao_h256 *commit_hash,
                                           uint8_t *call,
                                           size_t cap,
                                           size_t *len);

/**
 * Writes the call `SubtensorModule.reveal_weights`: reveals the weights behind a commit.
 *
 * - `netuid`, `version_key`, and `uids`, `values`, `salt` with their lengths: in, what was hashed.
 * - `call`, `cap`, `len`: out.
 *
 * Returns `NANOTAO_OK` or `NANOTAO_BUFFER_TOO_SMALL`.
 */
nanotao_status nanotao_call_reveal_weights(uint16_t netuid,
                                           const uint16_t *uids,
                                           size_t uids_len,
                                           const uint16_t *values,
                                           size_t values_len,
                                           const uint16_t *salt,
                                           size_t salt_len,
                                           uint64_t version_key,
                                           uint8_t *call,
                                           size_t cap,
                                           size_t *len);

/**
 * Writes the call `SubtensorModule.commit_timelocked_weights`: commits to weights that a drand round will open.
 *
 * - `netuid`: in.
 * - `commit`, `commit_len`: in, the timelocked ciphertext.
 * - `reveal_round`: in, the drand round that opens it.
 * - `commit_reveal_version`: in, the version of the commit's format: 4.
 * - `call`, `cap`, `len`: out.
 *
 * Returns `NANOTAO_OK` or `NANOTAO_BUFFER_TOO_SMALL`.
 */
nanotao_status nanotao_call_commit_timelocked_weights(uint16_t netuid,
                                                      const uint8_t *commit,
                                                      size_t commit_len,
                                                      uint64_t reveal_round,
                                                      uint16_t commit_reveal_version,
                                                      uint8_t *call,
                                                      size_t cap,
                                                      size_t *len);

/**
 * Writes the call `Balances.transfer_keep_alive`: sends TAO and keeps the sender's account alive.
 *
 * - `dest`: in, who gets it.
 * - `value`: in, how much, in rao.
 * - `call`, `cap`, `len`: out.
 *
 * Returns `NANOTAO_OK` or `NANOTAO_BUFFER_TOO_SMALL`.
 */
nanotao_status nanotao_call_transfer_keep_alive(const struct nanotao_account_id *dest,
                                                uint64_t value,
                                                uint8_t *call,
                                                size_t cap,
                                                size_t *len);

/**
 * Computes the account of a multisig (`multi_account_id`).
 *
 * - `signatories`, `len`: in, all of them, in any order; one that stands twice counts once.
 * - `threshold`: in, how many have to approve.
 * - `account`: out.
 *
 * Returns `NANOTAO_OK`.
 */
nanotao_status nanotao_multi_account_id(const struct nanotao_account_id *signatories,
                                        size_t len,
                                        uint16_t threshold,
                                        struct nanotao_account_id *account);

/**
 * Writes any call that the table of a spec version holds. Every argument is checked against its type, and the bytes are
 * decoded again before they are given out. `nanotao_call_argument` tells what a call takes.
 *
 * - `spec_version`: in.
 * - `pallet`, `pallet_len`, `function`, `function_len`: in, texts: the names in metadata, as `SubtensorModule` and
 *   `add_stake`.
 * - `args`, `args_len`: in, the arguments in the order of metadata.
 * - `call`, `cap`, `len`: out.
 * - `position`: out, the argument at fault, from 0, or how many the call takes; may be NULL.
 *
 * Returns `NANOTAO_OK`, `NANOTAO_BUFFER_TOO_SMALL`, `NANOTAO_CALL_UNKNOWN_...`, `NANOTAO_CALL_ARGUMENT_...`,
 * `NANOTAO_UNKNOWN_ARG` or `NANOTAO_INVALID_...`.
 */
nanotao_status nanotao_call_encode(uint32_t spec_version,
                                   const char *pallet,
                                   size_t pallet_len,
                                   const char *function,
                                   size_t function_len,
                                   const struct nanotao_arg *args,
                                   size_t args_len,
                                   uint8_t *call,
                                   size_t cap,
                                   size_t *len,
                                   size_t *position);

/**
 * Names an argument of a call, and its type.
 *
 * - `spec_version`, and `pallet`, `function` with their lengths: in, as for `nanotao_call_encode`.
 * - `index`: in, from 0.
 * - `name`, `name_cap`, `name_len`: out, a text, as `amount_staked`.
 * - `type_name`, `type_cap`, `type_len`: out, a text, the type as the runtime's source has it, as `TaoBalance`.
 * - `position`: out, how many arguments the call takes, if there is none of that index; may be NULL.
 *
 * Returns `NANOTAO_OK`, `NANOTAO_BUFFER_TOO_SMALL` (both lengths are told), `NANOTAO_CALL_UNKNOWN_...`, or
 * `NANOTAO_CALL_ARGUMENT_COUNT` if there is no such argument.
 */
nanotao_status nanotao_call_argument(uint32_t spec_version,
                                     const char *pallet,
                                     size_t pallet_len,
                                     const char *function,
                                     size_t function_len,
                                     size_t index,
                                     char *name,
                                     size_t name_cap,
                                     size_t *name_len,
                                     char *type_name,
                                     size_t type_cap,
                                     size_t *type_len,
                                     size_t *position);

/**
 * Reads a metadata proof and computes its digest (`MetadataDigest::V1` of RFC-78).
 *
 * - `proof`, `proof_len`: in.
 * - `info`: in, its `struct_size`; out, the rest.
 * - `position`: out, the byte, leaf or type at fault; may be NULL.
 *
 * Returns `NANOTAO_OK` or `NANOTAO_METADATA_...`.
 */
nanotao_status nanotao_proof_parse(const uint8_t *proof,
                                   size_t proof_len,
                                   struct nanotao_proof_info *info,
                                   size_t *position);

/**
 * Takes one item of a call, in the order of its bytes, by the table of a spec version. Each call of this function decodes
 * from the start.
 *
 * - `spec_version`: in.
 * - `call`, `call_len`: in.
 * - `index`: in, from 0.
 * - `item`: in, its `struct_size`; out, the rest.
 * - `path`, `path_cap`, `path_len`: out, a text: where the item lies, as `.SubtensorModule.add_stake.hotkey`, or
 *   nothing for the call as a whole.
 * - `position`: out, the byte at fault, or the number of items; may be NULL.
 *
 * Returns `NANOTAO_OK`, `NANOTAO_BUFFER_TOO_SMALL`, `NANOTAO_NO_ITEM` if there is none of that index,
 * `NANOTAO_CALL_UNKNOWN_SPEC`, `NANOTAO_METADATA_...` or `NANOTAO_SCALE_...`.
 */
nanotao_status nanotao_call_item(uint32_t spec_version,
                                 const uint8_t *call,
                                 size_t call_len,
                                 size_t index,
                                 struct nanotao_item *item,
                                 char *path,
                                 size_t path_cap,
                                 size_t *path_len,
                                 size_t *position);

/**
 * As `nanotao_call_item`, for the call of a payload that a metadata proof describes. The payload is verified as a whole.
 *
 * - `payload`, `payload_len`, `proof`, `proof_len`: in.
 * - `index`, `item`, `path` with its room and length, `position`: as for `nanotao_call_item`.
 *
 * Returns as `nanotao_call_item` and `nanotao_review_init_by_proof`.
 */
nanotao_status nanotao_payload_item_by_proof(const uint8_t *payload,
                                             size_t payload_len,
                                             const uint8_t *proof,
                                             size_t proof_len,
                                             size_t index,
                                             struct nanotao_item *item,
                                             char *path,
                                             size_t path_cap,
                                             size_t *path_len,
                                             size_t *position);

/**
 * Tells the size of `nanotao_review`, for languages that cannot read this header.
 */
size_t nanotao_review_sizeof(void);

/**
 * Tells the alignment of `nanotao_review`.
 */
size_t nanotao_review_alignof(void);

/**
 * Begins the review of a payload: decodes every byte of it by the table of its spec version, and checks that its parts
 * agree. If it signs a metadata hash, that is shown, but not what it is of: a device, whose tables may not be those of the
 * runtime, takes `nanotao_review_init_by_proof` for it.
 *
 * - `review`: out. Whatever was there is overwritten; on failure it is left alone.
 * - `payload`, `payload_len`: in. It need not come from this library.
 * - `account`: in, who is to sign it.
 * - `current_block`: in, the block that the era's birth and death are reckoned from; NULL if it is not known.
 * - `card_count`: out, the number of cards.
 * - `position`: out, the byte or the list element at fault; may be NULL.
 *
 * Returns `NANOTAO_OK`, `NANOTAO_SCALE_...`, `NANOTAO_CHAIN_...`, `NANOTAO_CALL_...` or `NANOTAO_PAYLOAD_...`.
 */
nanotao_status nanotao_review_init(struct nanotao_review *review,
                                   const uint8_t *payload,
                                   size_t payload_len,
                                   const struct nanotao_account_id *account,
                                   const uint32_t *current_block,
                                   size_t *card_count,
                                   size_t *position);

/**
 * Writes the texts of a card: one that was fetched before, or the next one. Success counts as shown, so put the whole
 * of both texts before the user's eyes.
 *
 * - `review`: in and out.
 * - `payload`, `payload_len`: in, the same payload.
 * - `index`: in, from 0.
 * - `label`, `label_cap`, `label_len`: out, a text: what the card is about.
 * - `value`, `value_cap`, `value_len`: out, a text: what it says.
 * - `position`: out, the next card to show; may be NULL.
 *
 * Returns `NANOTAO_OK`; `NANOTAO_BUFFER_TOO_SMALL`, and the card does not count as shown; `NANOTAO_CARD_OUT_OF_ORDER`,
 * `NANOTAO_PAYLOAD_CHANGED` or `NANOTAO_NO_REVIEW`.
 */
nanotao_status nanotao_review_card(struct nanotao_review *review,
                                   const uint8_t *payload,
                                   size_t payload_len,
                                   size_t index,
                                   char *label,
                                   size_t label_cap,
                                   size_t *label_len,
                                   char *value,
                                   size_t value_cap,
                                   size_t *value_len,
                                   size_t *position);

/**
 * Writes all cards at once, for whoever shows them on one page. Success counts as shown, so put every text before the
 * user's eyes. This takes time in proportion to the number of cards, where `nanotao_review_card` goes through the payload
 * anew for each.
 *
 * - `review`: in and out.
 * - `payload`, `payload_len`: in, the same payload.
 * - `texts`, `cap`, `len`: out, for each card its label and its value, every one with a NUL after it.
 *
 * Returns `NANOTAO_OK`; `NANOTAO_BUFFER_TOO_SMALL`, and no card counts as shown that did not before;
 * `NANOTAO_PAYLOAD_CHANGED`, `NANOTAO_CARDS_CHANGED` or `NANOTAO_NO_REVIEW`.
 */
nanotao_status nanotao_review_texts(struct nanotao_review *review,
                                    const uint8_t *payload,
                                    size_t payload_len,
                                    uint8_t *texts,
                                    size_t cap,
                                    size_t *len);

/**
 * Takes the user's consent. Call it only on the user's own action, such as the press of a button.
 *
 * - `review`: in and out.
 * - `position`: out, the next card to show; may be NULL.
 *
 * Returns `NANOTAO_OK`, `NANOTAO_NOT_ALL_SHOWN`, `NANOTAO_ALREADY_SIGNED` or `NANOTAO_NO_REVIEW`.
 */
nanotao_status nanotao_review_approve(struct nanotao_review *review, size_t *position);

/**
 * Signs the payload of an approved review, once. The signature is verified before it is handed out.
 *
 * - `review`: in and out. After success it is spent; on failure it is left alone.
 * - `payload`, `payload_len`: in, the same payload.
 * - `key`: in, of the account that was shown.
 * - `random`, `random_len`: in, at least 32 random bytes, which make faults harder to exploit; or NULL and 0 for a
 *   deterministic signature.
 * - `signature`, `cap`, `len`: out, with the scheme's number in front: 65 bytes.
 *
 * Returns `NANOTAO_OK`, `NANOTAO_BUFFER_TOO_SMALL`, `NANOTAO_NOT_ALL_SHOWN`, `NANOTAO_NOT_APPROVED`,
 * `NANOTAO_ALREADY_SIGNED`, `NANOTAO_PAYLOAD_CHANGED`, `NANOTAO_CARDS_CHANGED`, `NANOTAO_WRONG_SIGNER`, `NANOTAO_NO_KEY`,
 * `NANOTAO_NO_REVIEW`, `NANOTAO_SIGN_RANDOMNESS_FAILED` or `NANOTAO_SIGN_VERIFICATION_FAILED`.
 */
nanotao_status nanotao_review_sign(struct nanotao_review *review,
                                   const uint8_t *payload,
                                   size_t payload_len,
                                   const struct nanotao_key *key,
                                   const uint8_t *random,
                                   size_t random_len,
                                   uint8_t *signature,
                                   size_t cap,
                                   size_t *len);

/**
 * As `nanotao_review_init`, for a payload that comes with a metadata proof (RFC-78): it is decoded by the types of the proof,
 * whose digest the payload has to sign. So a payload of a runtime that the library does not know can be reviewed. The
 * review goes on with the functions that take the proof; `nanotao_review_approve` is the same for both.
 *
 * - `review`: out. Whatever was there is overwritten; on failure it is left alone.
 * - `payload`, `payload_len`: in.
 * - `proof`, `proof_len`: in, as a wallet sends it along.
 * - `account`, `current_block`, `card_count`: as for `nanotao_review_init`.
 * - `position`: out, the byte, the list element or the type at fault; may be NULL.
 *
 * Returns `NANOTAO_OK`, `NANOTAO_METADATA_...`, `NANOTAO_SCALE_...`, `NANOTAO_CHAIN_...` or `NANOTAO_PAYLOAD_...`.
 */
nanotao_status nanotao_review_init_by_proof(struct nanotao_review *review,
                                            const uint8_t *payload,
                                            size_t payload_len,
                                            const uint8_t *proof,
                                            size_t proof_len,
                                            const struct nanotao_account_id *account,
                                            const uint32_t *current_block,
                                            size_t *card_count,
                                            size_t *position);

/**
 * As `nanotao_review_card`, for a review that a proof began.
 *
 * - `payload`, `payload_len`, `proof`, `proof_len`: in, the same as before.
 *
 * Returns as `nanotao_review_card`; `NANOTAO_PAYLOAD_CHANGED` also for another proof, or none.
 */
nanotao_status nanotao_review_card_by_proof(struct nanotao_review *review,
                                            const uint8_t *payload,
                                            size_t payload_len,
                                            const uint8_t *proof,
                                            size_t proof_len,
                                            size_t index,
                                            char *label,
                                            size_t label_cap,
                                            size_t *label_len,
                                            char *value,
                                            size_t value_cap,
                                            size_t *value_len,
                                            size_t *position);

/**
 * As `nanotao_review_texts`, for a review that a proof began.
 *
 * - `payload`, `payload_len`, `proof`, `proof_len`: in, the same as before.
 * - `texts`, `cap`, `len`: out, for each card its label and its value, every one with a NUL after it.
 *
 * Returns as `nanotao_review_texts`; `NANOTAO_PAYLOAD_CHANGED` also for another proof, or none.
 */
nanotao_status nanotao_review_texts_by_proof(struct nanotao_review *review,
                                             const uint8_t *payload,
                                             size_t payload_len,
                                             const uint8_t *proof,
                                             size_t proof_len,
                                             uint8_t *texts,
                                             size_t cap,
                                             size_t *len);

/**
 * As `nanotao_review_sign`, for a review that a proof began.
 *
 * - `payload`, `payload_len`, `proof`, `proof_len`: in, the same as before.
 *
 * Returns as `nanotao_review_sign`; `NANOTAO_PAYLOAD_CHANGED` also for another proof, or none.
 */
nanotao_status nanotao_review_sign_by_proof(struct nanotao_review *review,
                                            const uint8_t *payload,
                                            size_t payload_len,
                                            const uint8_t *proof,
                                            size_t proof_len,
                                            const struct nanotao_key *key,
                                            const uint8_t *random,
                                            size_t random_len,
                                            uint8_t *signature,
                                            size_t cap,
                                            size_t *len);

/**
 * Counts the cards of a call, to read: it is decoded to its last byte by the table of a spec version. Nothing leads from
 * here to a signature.
 *
 * - `spec_version`: in.
 * - `call`, `call_len`: in.
 * - `card_count`: out.
 * - `position`: out, the byte or the list element at fault; may be NULL.
 *
 * Returns `NANOTAO_OK`, `NANOTAO_SCALE_...`, `NANOTAO_CHAIN_...` or `NANOTAO_CALL_...`.
 */
nanotao_status nanotao_call_cards(uint32_t spec_version,
                                  const uint8_t *call,
                                  size_t call_len,
                                  size_t *card_count,
                                  size_t *position);

/**
 * Writes the texts of one card of a call, in any order.
 *
 * - `spec_version`, `call`, `call_len`: in.
 * - `index`: in, from 0.
 * - `label`, `label_cap`, `label_len`: out, a text: what the card is about.
 * - `value`, `value_cap`, `value_len`: out, a text: what it says.
 * - `position`: out, the byte or the list element at fault, or the number of cards; may be NULL.
 *
 * Returns as `nanotao_call_cards`, `NANOTAO_BUFFER_TOO_SMALL` (both lengths are told), or `NANOTAO_CARD_OUT_OF_ORDER` if
 * there is no such card.
 */
nanotao_status nanotao_call_card(uint32_t spec_version,
                                 const uint8_t *call,
                                 size_t call_len,
                                 size_t index,
                                 char *label,
                                 size_t label_cap,
                                 size_t *label_len,
                                 char *value,
                                 size_t value_cap,
                                 size_t *value_len,
                                 size_t *position);

/**
 * Writes all cards of a call at once, for whoever has the room: this takes time in proportion to their number, where
 * `nanotao_call_card` goes through the call anew for each.
 *
 * - `spec_version`, `call`, `call_len`: in.
 * - `texts`, `cap`, `len`: out, for each card its label and its value, every one with a NUL after it.
 * - `position`: out, the byte or the list element at fault; may be NULL.
 *
 * Returns as `nanotao_call_cards`, or `NANOTAO_BUFFER_TOO_SMALL`.
 */
nanotao_status nanotao_call_texts(uint32_t spec_version,
                                  const uint8_t *call,
                                  size_t call_len,
                                  uint8_t *texts,
                                  size_t cap,
                                  size_t *len,
                                  size_t *position);

/**
 * Counts the cards of a signed extrinsic, to read. The signature is not verified: `nanotao_extrinsic_payload` and
 * `nanotao_signature_verify` do that.
 *
 * - `spec_version`: in.
 * - `extrinsic`, `extrinsic_len`: in.
 * - `card_count`: out.
 * - `position`: out; may be NULL: the byte of the extrinsic at fault, or what is at fault in the call, whose bytes count
 *   from its own first one, which `nanotao_extrinsic_parse` tells.
 *
 * Returns as `nanotao_call_cards`.
 */
nanotao_status nanotao_extrinsic_cards(uint32_t spec_version,
                                       const uint8_t *extrinsic,
                                       size_t extrinsic_len,
                                       size_t *card_count,
                                       size_t *position);

/**
 * Writes the texts of one card of a signed extrinsic, in any order.
 *
 * - `spec_version`, `extrinsic`, `extrinsic_len`: in.
 * - `index`, `label`, `value` with their rooms and lengths, `position`: as for `nanotao_call_card`.
 *
 * Returns as `nanotao_call_card`.
 */
nanotao_status nanotao_extrinsic_card(uint32_t spec_version,
                                      const uint8_t *extrinsic,
                                      size_t extrinsic_len,
                                      size_t index,
                                      char *label,
                                      size_t label_cap,
                                      size_t *label_len,
                                      char *value,
                                      size_t value_cap,
                                      size_t *value_len,
                                      size_t *position);

/**
 * Writes all cards of a signed extrinsic at once, as `nanotao_call_texts` does.
 *
 * - `spec_version`, `extrinsic`, `extrinsic_len`: in.
 * - `texts`, `cap`, `len`: out, for each card its label and its value, every one with a NUL after it.
 * - `position`: out; may be NULL: as for `nanotao_extrinsic_cards`.
 *
 * Returns as `nanotao_call_texts`.
 */
nanotao_status nanotao_extrinsic_texts(uint32_t spec_version,
                                       const uint8_t *extrinsic,
                                       size_t extrinsic_len,
                                       uint8_t *texts,
                                       size_t cap,
                                       size_t *len,
                                       size_t *position);

/**
 * Locks weights until the round by which they are to be revealed, and begins the review of the payload that commits to
 * them: `commit_timelocked_weights`, or `commit_timelocked_mechanism_weights`. Its cards show the reveal and the weights
 * too. The review goes on with the functions that take the weights; `nanotao_review_approve` is the same for all, and
 * `nanotao_extrinsic_encode` makes the extrinsic.
 *
 * What is random comes from the secret, as `nanotao_timelock_commit_hedged` says, with the mechanism, nonce and birth
 * block as the context.
 *
 * - `review`: out. Whatever was there is overwritten; on failure it is left alone.
 * - `weights`: in. Keep them as they are until the payload is signed.
 * - `terms`: in.
 * - `extension`: in; the rules are those of its `spec_version`, 425 or 475.
 * - `secret`: in, `NANOTAO_TIMELOCK_SECRET_LEN` bytes that the device keeps for this, or the hotkey's mini secret.
 * - `fresh`: in, as many random bytes; NULL if there are none.
 * - `payload`, `cap`, `len`: out. There has to be room for the ciphertext twice; what lies behind the payload is of no use.
 * - `reveal`: in, its `struct_size`; out, the rest.
 * - `card_count`: out, the number of cards.
 * - `position`: out, the list element at fault; may be NULL.
 *
 * Returns `NANOTAO_OK`, `NANOTAO_BUFFER_TOO_SMALL`, `NANOTAO_CHAIN_...`, `NANOTAO_UNKNOWN_RULES`, `NANOTAO_TIMELOCK_...` or
 * `NANOTAO_INVALID_...`.
 */
nanotao_status nanotao_review_init_timelocked(struct nanotao_review *review,
                                              const struct nanotao_hidden_weights *weights,
                                              const struct nanotao_reveal_terms *terms,
                                              const struct nanotao_tx_extension *extension,
                                              const uint8_t *secret,
                                              const uint8_t *fresh,
                                              uint8_t *payload,
                                              size_t cap,
                                              size_t *len,
                                              struct nanotao_reveal *reveal,
                                              size_t *card_count,
                                              size_t *position);

/**
 * As `nanotao_review_card`, for a review of locked weights.
 *
 * - `payload`, `payload_len`, `weights`: in, the same as before.
 *
 * Returns as `nanotao_review_card`; `NANOTAO_PAYLOAD_CHANGED` also for other weights.
 */
nanotao_status nanotao_review_card_timelocked(struct nanotao_review *review,
                                              const uint8_t *payload,
                                              size_t payload_len,
                                              const struct nanotao_hidden_weights *weights,
                                              size_t index,
                                              char *label,
                                              size_t label_cap,
                                              size_t *label_len,
                                              char *value,
                                              size_t value_cap,
                                              size_t *value_len,
                                              size_t *position);

/**
 * As `nanotao_review_texts`, for a review of locked weights.
 *
 * - `payload`, `payload_len`, `weights`: in, the same as before.
 * - `texts`, `cap`, `len`: out, for each card its label and its value, every one with a NUL after it.
 *
 * Returns as `nanotao_review_texts`; `NANOTAO_PAYLOAD_CHANGED` also for other weights.
 */
nanotao_status nanotao_review_texts_timelocked(struct nanotao_review *review,
                                               const uint8_t *payload,
                                               size_t payload_len,
                                               const struct nanotao_hidden_weights *weights,
                                               uint8_t *texts,
                                               size_t cap,
                                               size_t *len);

/**
 * As `nanotao_review_sign`, for a review of locked weights.
 *
 * - `payload`, `payload_len`, `weights`: in, the same as before.
 *
 * Returns as `nanotao_review_sign`; `NANOTAO_PAYLOAD_CHANGED` also for other weights.
 */
nanotao_status nanotao_review_sign_timelocked(struct nanotao_review *review,
                                              const uint8_t *payload,
                                              size_t payload_len,
                                              const struct nanotao_hidden_weights *weights,
                                              const struct nanotao_key *key,
                                              const uint8_t *random,
                                              size_t random_len,
                                              uint8_t *signature,
                                              size_t cap,
                                              size_t *len);

/**
 * Signs a message as it is, which nobody has seen: for host tools and for requests between machines. Only a library that was
 * built with the feature `hazmat` does it; one for a wallet is built without. The signature is verified before it is
 * handed out.
 *
 * - `key`: in.
 * - `message`, `message_len`: in. A payload of more than 256 bytes has to be hashed by the caller, as the chain wants it.
 * - `random`, `random_len`: in, at least 32 random bytes; or NULL and 0 for a deterministic signature.
 * - `signature`, `cap`, `len`: out, with the scheme's number in front: 65 bytes.
 *
 * Returns `NANOTAO_OK`, `NANOTAO_BUFFER_TOO_SMALL`, `NANOTAO_HAZMAT_OFF`, `NANOTAO_NO_KEY`,
 * `NANOTAO_SIGN_RANDOMNESS_FAILED` or `NANOTAO_SIGN_VERIFICATION_FAILED`.
 */
nanotao_status nanotao_hazmat_sign(const struct nanotao_key *key,
                                   const uint8_t *message,
                                   size_t message_len,
                                   const uint8_t *random,
                                   size_t random_len,
                                   uint8_t *signature,
                                   size_t cap,
                                   size_t *len);

/**
 * Signs a payload that nobody has seen, by the chain's rule, and puts the extrinsic together: for a validator's own
 * program. As `nanotao_hazmat_sign`, it takes a library with the feature `hazmat`.
 *
 * - `key`: in.
 * - `payload`, `payload_len`: in, as a payload function wrote it; its parts are checked against each other.
 * - `random`, `random_len`: in, as for `nanotao_hazmat_sign`.
 * - `extrinsic`, `cap`, `len`: out.
 * - `position`: out, the byte or the list element at fault; may be NULL.
 *
 * Returns as `nanotao_hazmat_sign`, or `NANOTAO_SCALE_...`, `NANOTAO_CHAIN_...`, `NANOTAO_CALL_...` or
 * `NANOTAO_PAYLOAD_...`.
 */
nanotao_status nanotao_hazmat_extrinsic(const struct nanotao_key *key,
                                        const uint8_t *payload,
                                        size_t payload_len,
                                        const uint8_t *random,
                                        size_t random_len,
                                        uint8_t *extrinsic,
                                        size_t cap,
                                        size_t *len,
                                        size_t *position);

/**
 * Computes with two fixed-point numbers of the type `I32F32`: 2^32 is one.
 *
 * - `operation`, `a`, `b`: in.
 * - `result`: out.
 *
 * Returns `NANOTAO_OK`, `NANOTAO_FIXED_NO_RESULT` or `NANOTAO_UNKNOWN_OPERATION`.
 */
nanotao_status nanotao_fixed_i32f32(nanotao_fixed_operation operation, int64_t a, int64_t b, int64_t *result);

/**
 * As `nanotao_fixed_i32f32`, for numbers of the type `I64F64`. The result may be written over `a` or `b`.
 */
nanotao_status nanotao_fixed_i64f64(nanotao_fixed_operation operation,
                                    const struct nanotao_i64f64 *a,
                                    const struct nanotao_i64f64 *b,
                                    struct nanotao_i64f64 *result);

/**
 * As `nanotao_fixed_i32f32`, for numbers of the type `U64F64`. The result may be written over `a` or `b`.
 */
nanotao_status nanotao_fixed_u64f64(nanotao_fixed_operation operation,
                                    const struct nanotao_u64f64 *a,
                                    const struct nanotao_u64f64 *b,
                                    struct nanotao_u64f64 *result);

/**
 * As `nanotao_fixed_i32f32`, for numbers of the type `U96F32`. The result may be written over `a` or `b`.
 */
nanotao_status nanotao_fixed_u96f32(nanotao_fixed_operation operation,
                                    const struct nanotao_u96f32 *a,
                                    const struct nanotao_u96f32 *b,
                                    struct nanotao_u96f32 *result);

/**
 * As `nanotao_fixed_i32f32`, for numbers of the type `I96F32`. The result may be written over `a` or `b`.
 */
nanotao_status nanotao_fixed_i96f32(nanotao_fixed_operation operation,
                                    const struct nanotao_i96f32 *a,
                                    const struct nanotao_i96f32 *b,
                                    struct nanotao_i96f32 *result);

/**
 * Computes e to the power of `x` (`exp`), with the chain's constants and early ends.
 *
 * - `x`: in, `I32F32`.
 * - `result`: out.
 *
 * Returns `NANOTAO_OK` or `NANOTAO_FIXED_NO_RESULT`.
 */
nanotao_status nanotao_fixed_exp(int64_t x, int64_t *result);

/**
 * Computes the natural logarithm (`ln`), with the chain's constants.
 *
 * - `x`: in, `I32F32`.
 * - `result`: out.
 *
 * Returns `NANOTAO_OK` or `NANOTAO_FIXED_NO_RESULT`.
 */
nanotao_status nanotao_fixed_ln(int64_t x, int64_t *result);

/**
 * Computes the binary logarithm (`log2`).
 *
 * - `x`: in, `I32F32`.
 * - `result`: out.
 *
 * Returns `NANOTAO_OK` or `NANOTAO_FIXED_NO_RESULT`.
 */
nanotao_status nanotao_fixed_log2(int64_t x, int64_t *result);

/**
 * Computes the square root (`sqrt`).
 *
 * - `x`: in, `I32F32`.
 * - `result`: out.
 *
 * Returns `NANOTAO_OK` or `NANOTAO_FIXED_NO_RESULT`.
 */
nanotao_status nanotao_fixed_sqrt(int64_t x, int64_t *result);

/**
 * Computes the binary logarithm (`log2`) of an `I96F32`.
 *
 * - `x`: in.
 * - `result`: out; it may be written over `x`.
 *
 * Returns `NANOTAO_OK` or `NANOTAO_FIXED_NO_RESULT`.
 */
nanotao_status nanotao_fixed_log2_i96f32(const struct nanotao_i96f32 *x, struct nanotao_i96f32 *result);

/**
 * Computes a power (`pow`).
 *
 * - `x`, `exponent`: in, `I32F32`.
 * - `result`: out.
 *
 * Returns `NANOTAO_OK` or `NANOTAO_FIXED_NO_RESULT`.
 */
nanotao_status nanotao_fixed_pow(int64_t x, int64_t exponent, int64_t *result);

/**
 * Computes e to the power of `x`, held between -20 and 20 (`exp_safe`): `I32F32`.
 */
int64_t nanotao_fixed_exp_safe(int64_t x);

/**
 * Computes the natural logarithm, or 0 where there is none (`safe_ln`): `I32F32`.
 */
int64_t nanotao_fixed_safe_ln(int64_t x);

/**
 * Computes the sigmoid 1 / (1 + e^(-rho (input - kappa))) (`sigmoid_safe`): `I32F32`.
 */
int64_t nanotao_fixed_sigmoid_safe(int64_t input, int64_t rho, int64_t kappa);

/**
 * Rounds an `I32F32` to a whole number, halves away from zero (`saturating_round`).
 */
int64_t nanotao_fixed_round(int64_t x);

/**
 * Cuts an `I32F32` to a whole number of 16 bits, saturating (`fixed_to_u16`).
 */
uint16_t nanotao_fixed_to_u16(int64_t x);

/**
 * Cuts an `I32F32` to a whole number of 64 bits, saturating (`fixed_to_u64`).
 */
uint64_t nanotao_fixed_to_u64(int64_t x);

/**
 * Makes an `I32F32` of a whole number (`u16_to_fixed`).
 */
int64_t nanotao_u16_to_fixed(uint16_t x);

/**
 * Makes an `I32F32` of a share of 65535 (`u16_proportion_to_fixed`).
 */
int64_t nanotao_u16_proportion_to_fixed(uint16_t x);

/**
 * Makes a share of 65535 of an `I32F32`, saturating (`fixed_proportion_to_u16`).
 */
uint16_t nanotao_fixed_proportion_to_u16(int64_t x);

/**
 * Divides an `I32F32` by 65535 (`fixed_to_fixed_u16_proportion`).
 */
int64_t nanotao_fixed_to_fixed_u16_proportion(int64_t x);

/**
 * Widens an `I32F32` (`fixed32_to_fixed64`).
 *
 * - `x`: in.
 * - `result`: out.
 *
 * Returns `NANOTAO_OK`.
 */
nanotao_status nanotao_fixed32_to_fixed64(int64_t x, struct nanotao_i64f64 *result);

/**
 * Narrows to an `I32F32`, saturating (`fixed64_to_fixed32`).
 *
 * - `x`: in.
 * - `result`: out.
 *
 * Returns `NANOTAO_OK`.
 */
nanotao_status nanotao_fixed64_to_fixed32(const struct nanotao_i64f64 *x, int64_t *result);

/**
 * Cuts to a whole number, saturating (`fixed64_to_u64`).
 *
 * - `x`: in.
 * - `result`: out.
 *
 * Returns `NANOTAO_OK`.
 */
nanotao_status nanotao_fixed64_to_u64(const struct nanotao_i64f64 *x, uint64_t *result);

/**
 * Cuts a `U64F64` to a whole number (`saturating_to_num`).
 *
 * - `x`: in.
 * - `result`: out.
 *
 * Returns `NANOTAO_OK`.
 */
nanotao_status nanotao_u64f64_to_u64(const struct nanotao_u64f64 *x, uint64_t *result);

/**
 * Makes a `U96F32` of a `U64F64`, with half of the fraction (`saturating_to_num`).
 *
 * - `x`: in.
 * - `result`: out.
 *
 * Returns `NANOTAO_OK`.
 */
nanotao_status nanotao_u64f64_to_u96f32(const struct nanotao_u64f64 *x, struct nanotao_u96f32 *result);

/**
 * Cuts a `U96F32` to a whole number, saturating (`saturating_to_num`).
 *
 * - `x`: in.
 * - `result`: out.
 *
 * Returns `NANOTAO_OK`.
 */
nanotao_status nanotao_u96f32_to_u64(const struct nanotao_u96f32 *x, uint64_t *result);

/**
 * Tells the working memory of `nanotao_epoch_run_dense`, in words of 64 bits. `NANOTAO_EPOCH_WORDS` of the same numbers
 * is enough, too, and a constant.
 *
 * - `input`: in; of it, `neurons` and the number of commits matter.
 * - `rows`: in, how many neurons have a row.
 * - `words`: out.
 *
 * Returns `NANOTAO_OK`.
 */
nanotao_status nanotao_epoch_words_dense(const struct nanotao_epoch_input *input,
                                         size_t rows,
                                         size_t *words);

/**
 * Tells the working memory of `nanotao_epoch_run_sparse`, in words of 64 bits.
 *
 * - `input`, `weights`, `weights_len`, `bonds`, `bonds_len`: in, as for the epoch; of the lists, their lengths matter.
 * - `words`: out.
 *
 * Returns `NANOTAO_OK`.
 */
nanotao_status nanotao_epoch_words_sparse(const struct nanotao_epoch_input *input,
                                          const struct nanotao_row *weights,
                                          size_t weights_len,
                                          const struct nanotao_row *bonds,
                                          size_t bonds_len,
                                          size_t *words);

/**
 * Tells the working memory of `nanotao_epoch_run_null`, in words of 64 bits.
 *
 * - `input`: in; of it, `neurons` and the number of commits matter.
 * - `weights_len`: in, the number of rows.
 * - `words`: out.
 *
 * Returns `NANOTAO_OK`.
 */
nanotao_status nanotao_epoch_words_null(const struct nanotao_epoch_input *input,
                                        size_t weights_len,
                                        size_t *words);

/**
 * Computes an epoch of one mechanism over dense rows (`epoch_mechanism`), and updates the bonds in place.
 *
 * Where the chain stores a weight of zero, which liquid alpha tells from none, `nanotao_epoch_run_sparse` is exact.
 *
 * - `input`: in.
 * - `rao_emission`: in, what is shared out, in alpha's smallest unit.
 * - `uids`, `rows`: in, the neurons that have a row, rising.
 * - `weights`, `weights_len`: in, a row for each of them, one behind another: `rows * neurons` elements.
 * - `bonds`, `bonds_len`: in and out, likewise.
 * - `output`: in, the struct; out, its lists.
 * - `trace`: in, the struct; out, its lists. NULL if none is wanted.
 * - `memory`, `memory_len`: working memory, in words of 64 bits; see `nanotao_epoch_words_dense`.
 * - `position`: out, the row or the element at fault; may be NULL.
 *
 * Returns `NANOTAO_OK`, `NANOTAO_EPOCH_...`, `NANOTAO_UNKNOWN_...`, `NANOTAO_OVERLAP` or `NANOTAO_INVALID_...`.
 */
nanotao_status nanotao_epoch_run_dense(const struct nanotao_epoch_input *input,
                                       uint64_t rao_emission,
                                       const uint16_t *uids,
                                       size_t rows,
                                       const uint16_t *weights,
                                       size_t weights_len,
                                       uint16_t *bonds,
                                       size_t bonds_len,
                                       const struct nanotao_epoch_output *output,
                                       const struct nanotao_epoch_trace *trace,
                                       uint64_t *memory,
                                       size_t memory_len,
                                       size_t *position);

/**
 * Computes an epoch of one mechanism over rows as the chain stores them (`epoch_mechanism`), and writes the bonds that
 * the chain would store.
 *
 * - `input`, `rao_emission`, `output`, `trace`, `memory`, `memory_len`: as for `nanotao_epoch_run_dense`; see
 *   `nanotao_epoch_words_sparse`.
 * - `weights`, `weights_len`, `bonds`, `bonds_len`: in, rows in the order of their uids.
 * - `new_bonds`, `cap`, `len`: out, the entries of all rows, one row behind another. There has to be room for as many
 *   entries as weights and bonds have together.
 * - `ends`: out, `neurons` elements: for each uid, where its row of `new_bonds` ends. It begins where the one before ends.
 * - `position`: out, the row or the element at fault; may be NULL.
 *
 * Returns as `nanotao_epoch_run_dense`, or `NANOTAO_BUFFER_TOO_SMALL`.
 */
nanotao_status nanotao_epoch_run_sparse(const struct nanotao_epoch_input *input,
                                        uint64_t rao_emission,
                                        const struct nanotao_row *weights,
                                        size_t weights_len,
                                        const struct nanotao_row *bonds,
                                        size_t bonds_len,
                                        struct nanotao_entry *new_bonds,
                                        size_t cap,
                                        size_t *len,
                                        size_t *ends,
                                        const struct nanotao_epoch_output *output,
                                        const struct nanotao_epoch_trace *trace,
                                        uint64_t *memory,
                                        size_t memory_len,
                                        size_t *position);

/**
 * Computes an epoch under the Null consensus of spec 475 (`epoch_mechanism_with_budgets`). Bonds stay as they are.
 *
 * - `input`, `output`, `trace`, `memory`, `memory_len`: as for `nanotao_epoch_run_dense`; see
 *   `nanotao_epoch_words_null`.
 * - `budgets`: in.
 * - `weights`, `weights_len`: in, rows in the order of their uids.
 * - `decision`: out; NULL if it is not wanted.
 * - `position`: out, the element at fault; may be NULL.
 *
 * Returns as `nanotao_epoch_run_dense`.
 */
nanotao_status nanotao_epoch_run_null(const struct nanotao_epoch_input *input,
                                      const struct nanotao_null_budgets *budgets,
                                      const struct nanotao_row *weights,
                                      size_t weights_len,
                                      const struct nanotao_epoch_output *output,
                                      const struct nanotao_epoch_trace *trace,
                                      struct nanotao_null_decision *decision,
                                      uint64_t *memory,
                                      size_t memory_len,
                                      size_t *position);

/**
 * Splits an emission between mechanisms (`split_emissions`): by `MechanismEmissionSplit`, or evenly.
 *
 * - `spec_version`: in, 425 or 475.
 * - `split`, `split_len`: in, of 65535 each; NULL if none is stored.
 * - `alpha`: in, the subnet's emission.
 * - `emissions`, `emissions_len`: out, one element for each mechanism.
 *
 * Returns `NANOTAO_OK`, `NANOTAO_UNKNOWN_RULES` or `NANOTAO_OVERLAP`.
 */
nanotao_status nanotao_split_emissions(uint32_t spec_version,
                                       const uint16_t *split,
                                       size_t split_len,
                                       uint64_t alpha,
                                       uint64_t *emissions,
                                       size_t emissions_len);

/**
 * Adds a mechanism's value of 16 bits to the subnet's, by weight (`weighted_acc_u16`).
 *
 * - `existing`, `added`: in.
 * - `weight`: in, the mechanism's part of the subnet's emission.
 * - `sum`: out.
 *
 * Returns `NANOTAO_OK`.
 */
nanotao_status nanotao_weighted_acc_u16(uint16_t existing,
                                        uint16_t added,
                                        const struct nanotao_u64f64 *weight,
                                        uint16_t *sum);

/**
 * Adds a mechanism's amount of alpha to the subnet's, by weight (`weighted_acc_alpha`).
 *
 * - `existing`, `added`, `weight`: in, as for `nanotao_weighted_acc_u16`.
 * - `sum`: out.
 *
 * Returns `NANOTAO_OK`.
 */
nanotao_status nanotao_weighted_acc_alpha(uint64_t existing,
                                          uint64_t added,
                                          const struct nanotao_u64f64 *weight,
                                          uint64_t *sum);

/**
 * Tells the working memory of `nanotao_epoch_add_mechanism`, in words of 64 bits.
 */
size_t nanotao_epoch_words_mechanism(size_t neurons);

/**
 * Adds one mechanism's results to the subnet's (`epoch_with_mechanisms`). Mechanisms come in their order; before the first,
 * the subnet's lists are all zero.
 *
 * - `subnet`: in, the struct; in and out, its lists.
 * - `mechanism`: in, the struct and its lists.
 * - `mecid`: in.
 * - `mechanism_emission`, `subnet_emission`: in: what the mechanism weighs is its part.
 * - `consensus`: in, what the mechanism's results come from.
 * - `memory`, `memory_len`: working memory, in words of 64 bits; see `nanotao_epoch_words_mechanism`.
 *
 * Returns `NANOTAO_OK`, `NANOTAO_EPOCH_...`, `NANOTAO_UNKNOWN_CONSENSUS`, `NANOTAO_OVERLAP` or `NANOTAO_INVALID_...`.
 */
nanotao_status nanotao_epoch_add_mechanism(const struct nanotao_epoch_output *subnet,
                                           const struct nanotao_epoch_output *mechanism,
                                           uint8_t mecid,
                                           uint64_t mechanism_emission,
                                           uint64_t subnet_emission,
                                           nanotao_epoch_consensus consensus,
                                           uint64_t *memory,
                                           size_t memory_len);

/**
 * Tells whether an epoch is due in `block` (`should_run_epoch`).
 *
 * - `spec_version`: in, 425 or 475.
 * - `schedule`, `block`: in.
 * - `due`: out, 1 or 0.
 *
 * Returns `NANOTAO_OK`, `NANOTAO_UNKNOWN_RULES` or `NANOTAO_INVALID_...`.
 */
nanotao_status nanotao_should_run_epoch(uint32_t spec_version,
                                        const struct nanotao_schedule *schedule,
                                        uint64_t block,
                                        uint32_t *due);

/**
 * Tells the epoch that a commit or a reveal in `block` belongs to (`current_epoch_with_lookahead`).
 *
 * - `spec_version`: in, 425 or 475.
 * - `schedule`, `block`: in.
 * - `epoch`: out.
 *
 * Returns as `nanotao_should_run_epoch`.
 */
nanotao_status nanotao_current_epoch_with_lookahead(uint32_t spec_version,
                                                    const struct nanotao_schedule *schedule,
                                                    uint64_t block,
                                                    uint64_t *epoch);

/**
 * Tells the block from which on a registration hides the bonds to the neuron (`bond_cutoff_block` at spec 475).
 *
 * - `spec_version`: in, 425 or 475.
 * - `schedule`, `current_block`: in.
 * - `block`: out.
 *
 * Returns as `nanotao_should_run_epoch`.
 */
nanotao_status nanotao_bond_cutoff_block(uint32_t spec_version,
                                         const struct nanotao_schedule *schedule,
                                         uint64_t current_block,
                                         uint64_t *block);

/**
 * Tells how many blocks it takes to the next epoch by tempo (`blocks_until_next_auto_epoch`).
 *
 * - `schedule`, `block`: in.
 * - `blocks`: out; 2^64 - 1 for a tempo of 0.
 *
 * Returns `NANOTAO_OK` or `NANOTAO_INVALID_...`.
 */
nanotao_status nanotao_blocks_until_next_auto_epoch(const struct nanotao_schedule *schedule,
                                                    uint64_t block,
                                                    uint64_t *blocks);

/**
 * Tells the block in which the next epoch is due (`get_next_epoch_start_block`).
 *
 * - `schedule`: in.
 * - `has_block`: out, 0 for a tempo of 0, else 1.
 * - `block`: out; 0 where there is none.
 *
 * Returns `NANOTAO_OK` or `NANOTAO_INVALID_...`.
 */
nanotao_status nanotao_next_epoch_start_block(const struct nanotao_schedule *schedule,
                                              uint32_t *has_block,
                                              uint64_t *block);

/**
 * Tells whether a commit may be revealed in an epoch (`is_reveal_block_range`): 1 or 0.
 */
uint32_t nanotao_is_reveal_block_range(uint64_t current_epoch,
                                       uint64_t commit_epoch,
                                       uint64_t reveal_period_epochs);

/**
 * Tells the activity cutoff in blocks (`get_activity_cutoff_blocks`).
 */
uint64_t nanotao_activity_cutoff_blocks(uint32_t activity_cutoff_factor_milli, uint16_t tempo);

/**
 * Tells whether a commit can no longer be revealed (`is_commit_expired`): 1 or 0.
 */
uint32_t nanotao_is_commit_expired(uint64_t current_epoch,
                                   uint64_t commit_epoch,
                                   uint64_t reveal_period_epochs);

/**
 * Tells which uids the chain stores an epoch's results of, in the places that it stores them in
 * (`persist_mechanism_epoch_terms`): behind a uid without a key, all others move up.
 *
 * - `has_key`, `has_key_len`: in, 1 or 0 for each uid; at most 65535.
 * - `uids`, `cap`, `len`: out.
 *
 * Returns `NANOTAO_OK`, `NANOTAO_BUFFER_TOO_SMALL`, `NANOTAO_INVALID_LENGTH` or `NANOTAO_INVALID_FLAG`.
 */
nanotao_status nanotao_persisted_uids(const uint8_t *has_key,
                                      size_t has_key_len,
                                      uint16_t *uids,
                                      size_t cap,
                                      size_t *len);

/**
 * Tells a share of an emission in rao, rounded down.
 *
 * - `share`: in, `I32F32`: 2^32 is all of it.
 */
uint64_t nanotao_epoch_emission_of(int64_t share, uint64_t rao_emission);

/**
 * Holds a value between two others (`clamp_value`): where they are in the wrong order, the lower limit wins. All are
 * `I32F32`.
 */
int64_t nanotao_clamp_value(int64_t value,
                            int64_t low,
                            int64_t high);

/**
 * Tells the rate at which one bond follows one weight (`alpha_sigmoid`). All are `I32F32`.
 */
int64_t nanotao_alpha_sigmoid(int64_t consensus,
                              int64_t weight,
                              int64_t bond,
                              int64_t alpha_low,
                              int64_t alpha_high,
                              int64_t alpha_sigmoid_steepness);

/**
 * Tells the rate at which bonds follow weights in Yuma 2: one less `bonds_moving_average`, in millionths, saturating
 * (`compute_ema_bonds_normal_sparse`). `I32F32`.
 */
int64_t nanotao_ema_alpha(uint64_t bonds_moving_average);

/**
 * Tells the rate at which bonds follow weights in Yuma 3: as `nanotao_ema_alpha`, but wrapping
 * (`compute_disabled_liquid_alpha`). `I32F32`.
 */
int64_t nanotao_compute_disabled_liquid_alpha(uint64_t bonds_moving_average);

/**
 * Finds the score at which the stake of lower scores passes `minority` (`weighted_median`). All are `I32F32`.
 *
 * - `stake`, `score`, `members`: in, as many of each: the members whose stake lies between `lo` and `hi`. Both lists are
 *   used up.
 * - `minority`, `lo`, `hi`: in, sums of stake.
 * - `median`: out.
 *
 * Returns `NANOTAO_OK` or `NANOTAO_OVERLAP`.
 */
nanotao_status nanotao_weighted_median(int64_t *stake,
                                       int64_t *score,
                                       size_t members,
                                       int64_t minority,
                                       int64_t lo,
                                       int64_t hi,
                                       int64_t *median);

/**
 * Tells which elements are not zero and among the `k` largest, of equals the later ones (`is_topk_nonzero`).
 *
 * - `vector`: in, `I32F32`.
 * - `result`: out, 1 or 0 for each element.
 * - `len`: in, of both.
 *
 * Returns `NANOTAO_OK` or `NANOTAO_OVERLAP`.
 */
nanotao_status nanotao_is_topk_nonzero(const int64_t *vector, size_t k, uint8_t *result, size_t len);

/**
 * Shares out whole units (`apportion_units`, spec 475): together, the first `i` get the floor of their part of the budget.
 *
 * - `shares`: in. If all of them are zero, nobody gets anything.
 * - `budget`: in.
 * - `payouts`: out, one for each share.
 * - `len`: in, of both: at most `NANOTAO_MAX_NEURONS`.
 *
 * Returns `NANOTAO_OK`, `NANOTAO_EPOCH_TOO_MANY_NEURONS` or `NANOTAO_OVERLAP`.
 */
nanotao_status nanotao_apportion_units(const struct nanotao_u128 *shares,
                                       uint64_t budget,
                                       uint64_t *payouts,
                                       size_t len);

/**
 * Tells the working memory of any function of emission that takes lists, in words of 64 bits: for lists of `len`
 * elements.
 */
size_t nanotao_emission_words(size_t len);

/**
 * Computes the emission of a block for an issuance (`get_block_emission_for_issuance`), both in rao, or both in alpha's
 * smallest unit.
 */
uint64_t nanotao_block_emission(uint64_t issuance);

/**
 * Tells the lowest issuance at which the emission is lower than at `issuance`.
 *
 * - `next`: out; 0 where the emission falls no more.
 *
 * Returns `NANOTAO_OK`.
 */
nanotao_status nanotao_next_halving(uint64_t issuance, uint64_t *next);

/**
 * Tells how many blocks it takes to the next halving, if each mints what one at `issuance` does and nothing else is
 * minted or recycled.
 *
 * - `blocks`: out; 0 where the emission falls no more.
 *
 * Returns `NANOTAO_OK`.
 */
nanotao_status nanotao_blocks_until_halving(uint64_t issuance,
                                            uint64_t *blocks);

/**
 * Tells the price of a subnet that shares go by (`get_moving_alpha_price`).
 *
 * - `mechanism`: in, `SubnetMechanism`.
 * - `moving_price`: in, `SubnetMovingPrice`.
 * - `price`: out.
 *
 * Returns `NANOTAO_OK`.
 */
nanotao_status nanotao_moving_alpha_price(uint16_t mechanism,
                                          const struct nanotao_i96f32 *moving_price,
                                          struct nanotao_u64f64 *price);

/**
 * Computes the shares of subnets by price, less what they burn of their miners' emission (`get_shares`); of spec 475, before
 * the gate.
 *
 * - `subnets`, `len`: in.
 * - `shares`: out, `len` elements.
 * - `memory`, `memory_len`: working memory, in words of 64 bits; see `nanotao_emission_words`.
 *
 * Returns `NANOTAO_OK`, `NANOTAO_EPOCH_MEMORY`, `NANOTAO_OVERLAP` or `NANOTAO_INVALID_...`.
 */
nanotao_status nanotao_get_shares(const struct nanotao_emission_subnet *subnets,
                                  size_t len,
                                  struct nanotao_u64f64 *shares,
                                  uint64_t *memory,
                                  size_t memory_len);

/**
 * Tells the bar of the gate in a block (`get_emission_gate_bar`, spec 475): the stored one, or every 360 blocks a new one.
 *
 * - `rank`: in, `EmissionGateRank`.
 * - `quantile`: in, `EmissionGateQuantile`.
 * - `stored`: in, the bar of the block before; 0 if none is stored.
 * - `block`: in.
 * - `shares`, `len`: in, of `nanotao_get_shares`.
 * - `bar`: out. What is not positive is not stored.
 * - `memory`, `memory_len`: working memory, in words of 64 bits; see `nanotao_emission_words`.
 *
 * Returns as `nanotao_get_shares`.
 */
nanotao_status nanotao_gate_bar(uint16_t rank,
                                const struct nanotao_u64f64 *quantile,
                                const struct nanotao_u64f64 *stored,
                                uint64_t block,
                                const struct nanotao_u64f64 *shares,
                                size_t len,
                                struct nanotao_u64f64 *bar,
                                uint64_t *memory,
                                size_t memory_len);

/**
 * Presses shares below the bar down and brings them back to a sum of one (`apply_emission_gate`, spec 475).
 *
 * - `shares`, `len`: in and out.
 * - `bar`: in; nothing changes with a bar of 0.
 * - `exponent`: in, `EmissionGateExponent`.
 * - `memory`, `memory_len`: working memory, in words of 64 bits; see `nanotao_emission_words`.
 *
 * Returns as `nanotao_get_shares`.
 */
nanotao_status nanotao_apply_emission_gate(struct nanotao_u64f64 *shares,
                                           size_t len,
                                           const struct nanotao_u64f64 *bar,
                                           const struct nanotao_u64f64 *exponent,
                                           uint64_t *memory,
                                           size_t memory_len);

/**
 * Computes a power as the gate does (`safe_pow`, spec 475).
 *
 * - `value`, `exponent`: in.
 * - `power`: out.
 *
 * Returns `NANOTAO_OK`.
 */
nanotao_status nanotao_safe_pow(const struct nanotao_u64f64 *value,
                                const struct nanotao_u64f64 *exponent,
                                struct nanotao_u64f64 *power);

/**
 * Computes what each subnet gets of a block's emission (`get_subnet_block_emissions`).
 *
 * - `subnets`, `len`: in.
 * - `shares`: in, `len` elements.
 * - `block_emission`: in, in rao.
 * - `emissions`: out, `len` elements, in rao.
 * - `memory`, `memory_len`: working memory, in words of 64 bits; see `nanotao_emission_words`.
 *
 * Returns as `nanotao_get_shares`.
 */
nanotao_status nanotao_get_subnet_block_emissions(const struct nanotao_emission_subnet *subnets,
                                                  const struct nanotao_u64f64 *shares,
                                                  size_t len,
                                                  uint64_t block_emission,
                                                  struct nanotao_u96f32 *emissions,
                                                  uint64_t *memory,
                                                  size_t memory_len);

/**
 * Tells whether root's alpha is sold (`get_network_root_sell_flag`).
 *
 * - `subnets`, `len`: in.
 * - `sells`: out, 1 or 0.
 * - `memory`, `memory_len`: working memory, in words of 64 bits; see `nanotao_emission_words`.
 *
 * Returns as `nanotao_get_shares`.
 */
nanotao_status nanotao_get_network_root_sell_flag(const struct nanotao_emission_subnet *subnets,
                                                  size_t len,
                                                  uint32_t *sells,
                                                  uint64_t *memory,
                                                  size_t memory_len);

/**
 * Reads a part of one that the chain stores in 64 bits, such as `TaoWeight`.
 *
 * - `proportion`: out.
 *
 * Returns `NANOTAO_OK`.
 */
nanotao_status nanotao_u64_proportion(uint64_t stored, struct nanotao_u96f32 *proportion);

/**
 * Reads a part of one that the chain stores in 16 bits, such as a take or `SubnetOwnerCut`.
 *
 * - `proportion`: out.
 *
 * Returns `NANOTAO_OK`.
 */
nanotao_status nanotao_u16_proportion(uint16_t stored, struct nanotao_u96f32 *proportion);

/**
 * Computes root's part in a subnet (`root_proportion`).
 *
 * - `root_tao`: in, what is staked to root, in rao.
 * - `tao_weight`: in, `TaoWeight` as a part of one.
 * - `alpha_issuance`: in.
 * - `proportion`: out.
 *
 * Returns `NANOTAO_OK`.
 */
nanotao_status nanotao_root_proportion(uint64_t root_tao,
                                       const struct nanotao_u96f32 *tao_weight,
                                       uint64_t alpha_issuance,
                                       struct nanotao_u96f32 *proportion);

/**
 * Computes the price of alpha in a pool (`current_alpha_price`).
 *
 * - `mechanism`: in, `SubnetMechanism`.
 * - `tao`, `alpha_in`: in, `SubnetTAO` and `SubnetAlphaIn`.
 * - `quote`: in, the pool's quote weight, of 10^18: half of it where none is stored.
 * - `price`: out.
 *
 * Returns `NANOTAO_OK`.
 */
nanotao_status nanotao_current_alpha_price(uint16_t mechanism,
                                           uint64_t tao,
                                           uint64_t alpha_in,
                                           uint64_t quote,
                                           struct nanotao_u64f64 *price);

/**
 * Computes what goes into a subnet's pool, and what buys alpha (`get_subnet_terms`).
 *
 * - `tao_emission`: in, the subnet's part of the block's emission.
 * - `price`: in, of alpha.
 * - `alpha_issuance`: in.
 * - `root_proportion`: in.
 * - `terms`: out.
 *
 * Returns `NANOTAO_OK` or `NANOTAO_INVALID_STRUCT_SIZE`.
 */
nanotao_status nanotao_get_subnet_terms(const struct nanotao_u96f32 *tao_emission,
                                        const struct nanotao_u64f64 *price,
                                        uint64_t alpha_issuance,
                                        const struct nanotao_u96f32 *root_proportion,
                                        struct nanotao_subnet_terms *terms);

/**
 * Computes `SubnetMovingPrice` after a block (`update_moving_price`).
 *
 * - `moving_alpha`: in, `SubnetMovingAlpha`.
 * - `first_emission_block`: in, `FirstEmissionBlockNumber`; 0 if none is stored.
 * - `halving_blocks`: in, `EMAPriceHalvingBlocks`.
 * - `current`: in, the moving price of `nanotao_moving_alpha_price`.
 * - `block`, `price`: in.
 * - `moving_price`: out.
 *
 * Returns `NANOTAO_OK`.
 */
nanotao_status nanotao_update_moving_price(const struct nanotao_i96f32 *moving_alpha,
                                           uint64_t first_emission_block,
                                           uint64_t halving_blocks,
                                           const struct nanotao_u64f64 *current,
                                           uint64_t block,
                                           const struct nanotao_u64f64 *price,
                                           struct nanotao_i96f32 *moving_price);

/**
 * Divides a block's alpha for participants (`emit_to_subnets`).
 *
 * - `alpha_out`: in.
 * - `owner_cut`: in, `SubnetOwnerCut` as a part of one; NULL where it is not enabled.
 * - `root_proportion`: in.
 * - `split`: out.
 *
 * Returns `NANOTAO_OK` or `NANOTAO_INVALID_STRUCT_SIZE`.
 */
nanotao_status nanotao_split_pending(const struct nanotao_u96f32 *alpha_out,
                                     const struct nanotao_u96f32 *owner_cut,
                                     const struct nanotao_u96f32 *root_proportion,
                                     struct nanotao_pending_split *split);

/**
 * Sets a block's alpha aside, rounded down (`emit_to_subnets`).
 *
 * - `split`: in, of `nanotao_split_pending`.
 * - `root_sell_flag`: in, 1 or 0, of `nanotao_get_network_root_sell_flag`.
 * - `pending`: in and out.
 * - `recycled`: out, root's alpha where it is not sold.
 *
 * Returns `NANOTAO_OK` or `NANOTAO_INVALID_...`.
 */
nanotao_status nanotao_add_pending(const struct nanotao_pending_split *split,
                                   uint32_t root_sell_flag,
                                   struct nanotao_pending *pending,
                                   uint64_t *recycled);

/**
 * Tells how many epochs a block runs at most (`epoch_cap_for_block` of spec 475).
 *
 * - `spec_version`: in, 425 or 475.
 * - `subnets`, `len`: in, in the order of the chain.
 * - `max_epochs_per_block`: in, `MaxEpochsPerBlock`.
 * - `block`: in.
 * - `cap`: out.
 * - `memory`, `memory_len`: working memory, in words of 64 bits; see `nanotao_emission_words`.
 *
 * Returns `NANOTAO_OK`, `NANOTAO_UNKNOWN_RULES`, `NANOTAO_EPOCH_MEMORY`, `NANOTAO_OVERLAP` or `NANOTAO_INVALID_...`.
 */
nanotao_status nanotao_epoch_cap_for_block(uint32_t spec_version,
                                           const struct nanotao_subnet_schedule *subnets,
                                           size_t len,
                                           uint8_t max_epochs_per_block,
                                           uint64_t block,
                                           uint8_t *cap,
                                           uint64_t *memory,
                                           size_t memory_len);

/**
 * Tells which subnets' epochs are due in a block and put off for its cap (`epochs_deferred_this_block`).
 *
 * - `spec_version`, `subnets`, `len`, `max_epochs_per_block`, `block`: in, as for `nanotao_epoch_cap_for_block`.
 * - `deferred`: out, `len` elements, 1 or 0.
 * - `memory`, `memory_len`: working memory, in words of 64 bits; see `nanotao_emission_words`.
 *
 * Returns as `nanotao_epoch_cap_for_block`.
 */
nanotao_status nanotao_epochs_deferred_this_block(uint32_t spec_version,
                                                  const struct nanotao_subnet_schedule *subnets,
                                                  size_t len,
                                                  uint8_t max_epochs_per_block,
                                                  uint64_t block,
                                                  uint8_t *deferred,
                                                  uint64_t *memory,
                                                  size_t memory_len);

/**
 * Runs the schedules of a block (`drain_pending`): decides which subnets run an epoch and moves their schedules on.
 *
 * - `spec_version`, `len`, `max_epochs_per_block`, `block`: in, as for `nanotao_epoch_cap_for_block`.
 * - `subnets`: in and out.
 * - `drained`: out, `len` elements, one of `NANOTAO_DRAINED_...` each.
 * - `memory`, `memory_len`: working memory, in words of 64 bits; see `nanotao_emission_words`.
 *
 * Returns as `nanotao_epoch_cap_for_block`.
 */
nanotao_status nanotao_drain_schedules(uint32_t spec_version,
                                       struct nanotao_subnet_schedule *subnets,
                                       size_t len,
                                       uint8_t max_epochs_per_block,
                                       uint64_t block,
                                       nanotao_drained *drained,
                                       uint64_t *memory,
                                       size_t memory_len);

/**
 * Tells the first block that reveals a commit, if nobody changes a schedule until then.
 *
 * - `spec_version`, `subnets`, `len`, `max_epochs_per_block`: in, as for `nanotao_epoch_cap_for_block`.
 * - `index`: in, the subnet's place in the list.
 * - `commit_epoch`: in, the epoch of the commit.
 * - `reveal_period_epochs`: in, `RevealPeriodEpochs`.
 * - `block`, `blocks`: in, the first block to try and how many; each takes time.
 * - `reveals_in`: out; 0 if none of them does.
 * - `memory`, `memory_len`: working memory, in words of 64 bits; see `nanotao_emission_words`.
 *
 * Returns as `nanotao_epoch_cap_for_block`; `NANOTAO_INVALID_LENGTH` if there is no such subnet.
 */
nanotao_status nanotao_first_reveal_block(uint32_t spec_version,
                                          const struct nanotao_subnet_schedule *subnets,
                                          size_t len,
                                          uint8_t max_epochs_per_block,
                                          size_t index,
                                          uint64_t commit_epoch,
                                          uint64_t reveal_period_epochs,
                                          uint64_t block,
                                          uint64_t blocks,
                                          uint64_t *reveals_in,
                                          uint64_t *memory,
                                          size_t memory_len);

/**
 * Divides a hotkey's dividends between itself and its parents (`get_parent_child_dividends_distribution`).
 *
 * - `spec_version`: in, 425 or 475.
 * - `childkey`: in, the struct and its lists.
 * - `tao_weight`: in, `TaoWeight` as a part of one.
 * - `ck_burn`: in, `CKBurn` as a part of one.
 * - `dividends`: in, in alpha's smallest unit.
 * - `paid`: out, as many elements as there are parents: what each gets.
 * - `own`: out, what the hotkey keeps, its take among it.
 * - `recycled`: out.
 * - `memory`, `memory_len`: working memory, in words of 64 bits; see `nanotao_emission_words`, for as many as there are
 *   parents.
 *
 * Returns `NANOTAO_OK`, `NANOTAO_UNKNOWN_RULES`, `NANOTAO_EPOCH_MEMORY`, `NANOTAO_OVERLAP` or `NANOTAO_INVALID_...`.
 */
nanotao_status nanotao_parent_child_dividends(uint32_t spec_version,
                                              const struct nanotao_childkey *childkey,
                                              const struct nanotao_u96f32 *tao_weight,
                                              const struct nanotao_u96f32 *ck_burn,
                                              uint64_t dividends,
                                              uint64_t *paid,
                                              uint64_t *own,
                                              uint64_t *recycled,
                                              uint64_t *memory,
                                              size_t memory_len);

/**
 * Tells the stake that a hotkey has with what it borrows, and without what it lends (`get_inherited_for_hotkey_on_subnet`), and
 * what that weighs.
 *
 * - `spec_version`, `childkey`, `tao_weight`: in, as for `nanotao_parent_child_dividends`.
 * - `inherited`: out.
 * - `total_stake`: out, as an epoch takes it, for a subnet other than root.
 * - `self_contribution`: out, what is left of its own stake, weighed, in whole units.
 * - `memory`, `memory_len`: working memory, in words of 64 bits; see `nanotao_emission_words`, for as many as there are
 *   parents.
 *
 * Returns as `nanotao_parent_child_dividends`.
 */
nanotao_status nanotao_inherited_stake(uint32_t spec_version,
                                       const struct nanotao_childkey *childkey,
                                       const struct nanotao_u96f32 *tao_weight,
                                       struct nanotao_stake *inherited,
                                       struct nanotao_i64f64 *total_stake,
                                       uint64_t *self_contribution,
                                       uint64_t *memory,
                                       size_t memory_len);

/**
 * Divides a subnet's dividends between hotkeys (`calculate_dividend_distribution`).
 *
 * - `spec_version`: in, 425 or 475.
 * - `pending_alpha`, `pending_root_alpha`: in, in alpha's smallest unit.
 * - `tao_weight`: in, `TaoWeight` as a part of one.
 * - `hotkeys`, `len`: in, in the order of their accounts.
 * - `shares`: out, `len` elements.
 * - `root_recycled`: out, root's alpha if no hotkey gets any of it.
 * - `memory`, `memory_len`: working memory, in words of 64 bits; see `nanotao_emission_words`.
 *
 * Returns as `nanotao_parent_child_dividends`.
 */
nanotao_status nanotao_dividend_distribution(uint32_t spec_version,
                                             uint64_t pending_alpha,
                                             uint64_t pending_root_alpha,
                                             const struct nanotao_u96f32 *tao_weight,
                                             const struct nanotao_hotkey_dividend *hotkeys,
                                             size_t len,
                                             struct nanotao_hotkey_share *shares,
                                             uint64_t *root_recycled,
                                             uint64_t *memory,
                                             size_t memory_len);

/**
 * Divides a hotkey's dividends between its take and its nominators (`distribute_dividends_and_incentives`).
 *
 * - `take`: in, of 65535.
 * - `dividends`: in.
 * - `taken`, `nominators`: out, in whole units, each rounded down.
 *
 * Returns `NANOTAO_OK`.
 */
nanotao_status nanotao_split_take(uint16_t take,
                                  const struct nanotao_u96f32 *dividends,
                                  uint64_t *taken,
                                  uint64_t *nominators);

/**
 * Withholds the incentives of the subnet owner's hotkeys (`distribute_dividends_and_incentives`), and tells which part of all
 * that is.
 *
 * - `incentives`, `len`: in, in alpha's smallest unit.
 * - `owned`: in, `len` elements: 1 for a hotkey of the subnet's owner, else 0.
 * - `paid`: out, `len` elements.
 * - `miner_burned`: out, `SubnetMinerBurned` from then on.
 *
 * Returns `NANOTAO_OK`, `NANOTAO_OVERLAP` or `NANOTAO_INVALID_...`.
 */
nanotao_status nanotao_withhold_incentives(const uint64_t *incentives,
                                           const uint8_t *owned,
                                           size_t len,
                                           uint64_t *paid,
                                           struct nanotao_u96f32 *miner_burned);

/**
 * Computes the seal of a registration by work (`create_registration_seal`, spec 475).
 *
 * - `netuid`: in.
 * - `block_hash`: in, of the block that the work is for.
 * - `nonce`: in.
 * - `hotkey`, `coldkey`: in.
 * - `seal`: out.
 *
 * Returns `NANOTAO_OK`.
 */
nanotao_status nanotao_create_registration_seal(uint16_t netuid,
                                                const struct nanotao_h256 *block_hash,
                                                uint64_t nonce,
                                                const struct nanotao_account_id *hotkey,
                                                const struct nanotao_account_id *coldkey,
                                                struct nanotao_h256 *seal);

/**
 * Computes the seal of the faucet (`create_seal_hash`, spec 425).
 *
 * - `block_hash`, `nonce`, `hotkey`: in.
 * - `seal`: out.
 *
 * Returns `NANOTAO_OK`.
 */
nanotao_status nanotao_create_seal_hash(const struct nanotao_h256 *block_hash,
                                        uint64_t nonce,
                                        const struct nanotao_account_id *hotkey,
                                        struct nanotao_h256 *seal);

/**
 * Hashes a block's hash with a hotkey, as the faucet's seal does (`hash_block_and_hotkey`, spec 425).
 *
 * - `block_hash`, `hotkey`: in.
 * - `hash`: out.
 *
 * Returns `NANOTAO_OK`.
 */
nanotao_status nanotao_hash_block_and_hotkey(const struct nanotao_h256 *block_hash,
                                             const struct nanotao_account_id *hotkey,
                                             struct nanotao_h256 *hash);

/**
 * Shortens a hotkey to 64 bits (`hash_hotkey_to_u64`, spec 425).
 *
 * - `hotkey`: in.
 * - `hash`: out.
 *
 * Returns `NANOTAO_OK`.
 */
nanotao_status nanotao_hash_hotkey_to_u64(const struct nanotao_account_id *hotkey, uint64_t *hash);

/**
 * Tells whether a seal is small enough (`hash_meets_difficulty`).
 *
 * - `seal`: in.
 * - `difficulty`: in, 256 bits, little-endian.
 * - `meets`: out, 1 or 0.
 *
 * Returns `NANOTAO_OK`.
 */
nanotao_status nanotao_hash_meets_difficulty(const struct nanotao_h256 *seal,
                                             const struct nanotao_h256 *difficulty,
                                             uint32_t *meets);

/**
 * Tells the difficulty that a proof has to meet, of the one that is stored (spec 475).
 */
uint64_t nanotao_effective_difficulty(uint64_t difficulty, uint64_t min, uint64_t max);

/**
 * Tells the difficulty in the next block (`update_registration_prices_for_networks`, spec 475).
 *
 * - `difficulty`, `min`, `max`: `Difficulty`, `MinDifficulty` and `MaxDifficulty`.
 * - `burn_half_life`: `BurnHalfLife`.
 * - `current_block`: the next block.
 */
uint64_t nanotao_decay_difficulty(uint64_t difficulty,
                                  uint64_t min,
                                  uint64_t max,
                                  uint16_t burn_half_life,
                                  uint64_t current_block);

/**
 * Computes the factor of one block, in 2^-32, by which a difficulty halves in `half_life` blocks (`decay_factor_q32`).
 */
uint64_t nanotao_decay_factor_q32(uint16_t half_life);

/**
 * Tells the difficulty after a registration (spec 475).
 *
 * - `difficulty`, `min`, `max`: in, as for `nanotao_decay_difficulty`.
 * - `burn_increase_mult`: in, `BurnIncreaseMult`.
 * - `bumped`: out.
 *
 * Returns `NANOTAO_OK`.
 */
nanotao_status nanotao_bump_difficulty(uint64_t difficulty,
                                       uint64_t min,
                                       uint64_t max,
                                       const struct nanotao_u64f64 *burn_increase_mult,
                                       uint64_t *bumped);

/**
 * Checks what the chain checks before it takes a proof of work (`pow_register`, spec 475).
 *
 * Returns `NANOTAO_OK`, `NANOTAO_REGISTRATION_...`, `NANOTAO_INVALID_FLAG` or `NANOTAO_INVALID_STRUCT_SIZE`.
 */
nanotao_status nanotao_check_pow_registration(const struct nanotao_pow_state *state);

/**
 * Writes the storage key of an item, for whoever reads the chain's state.
 *
 * - `spec_version`: in; not every one has its storage described here.
 * - `pallet`, `pallet_len`, `item`, `item_len`: in, texts: `SubtensorModule`, `Tempo`.
 * - `keys`: in, the item's keys, each in SCALE, one behind another.
 * - `ends`, `count`: in, for each key, where it ends. With fewer keys than the item has, what comes out is the prefix of all
 *   that begin so.
 * - `key`, `cap`, `len`: out.
 * - `position`: out, the key at fault; may be NULL.
 *
 * Returns `NANOTAO_OK`, `NANOTAO_BUFFER_TOO_SMALL`, `NANOTAO_CALL_UNKNOWN_SPEC`, `NANOTAO_STORAGE_...` or
 * `NANOTAO_INVALID_...`.
 */
nanotao_status nanotao_storage_key(uint32_t spec_version,
                                   const char *pallet,
                                   size_t pallet_len,
                                   const char *item,
                                   size_t item_len,
                                   const uint8_t *keys,
                                   const size_t *ends,
                                   size_t count,
                                   uint8_t *key,
                                   size_t cap,
                                   size_t *len,
                                   size_t *position);

/**
 * Writes a constant of the runtime (`Balances`, `ExistentialDeposit`) in SCALE: an integer's bytes, the lowest first.
 *
 * - `spec_version`: in; not every one has its constants described here.
 * - `pallet`, `pallet_len`, `name`, `name_len`: in, texts.
 * - `value`, `cap`, `len`: out.
 *
 * Returns `NANOTAO_OK`, `NANOTAO_BUFFER_TOO_SMALL`, `NANOTAO_CALL_UNKNOWN_SPEC`, `NANOTAO_STORAGE_...` or
 * `NANOTAO_INVALID_TEXT`.
 */
nanotao_status nanotao_constant(uint32_t spec_version,
                                const char *pallet,
                                size_t pallet_len,
                                const char *name,
                                size_t name_len,
                                uint8_t *value,
                                size_t cap,
                                size_t *len);

/**
 * Tells the bytes of a commit to so many weights: `NANOTAO_TIMELOCK_COMMIT_LEN` as a function.
 */
size_t nanotao_timelock_commit_len(size_t uids);

/**
 * Locks weights until a round of drand quicknet, as `nanotao_call_commit_timelocked_weights` takes them. The round is
 * not looked at: `nanotao_check_round` does that, with the time.
 *
 * - `hotkey`: in, who commits.
 * - `uids`, `values`, each with its length, and `version_key`: in, what is revealed then.
 * - `round`: in, of `nanotao_predict_reveal`.
 * - `random`, `random_len`: in, fresh random bytes: `NANOTAO_TIMELOCK_RANDOM_LEN` of them. Whoever can guess them can
 *   open the commit at once.
 * - `commit`, `cap`, `len`: out.
 * - `position`: out, the list element at fault; may be NULL.
 *
 * Returns `NANOTAO_OK`, `NANOTAO_BUFFER_TOO_SMALL`, `NANOTAO_CHAIN_...`, `NANOTAO_TIMELOCK_COMMIT_TOO_LONG` or
 * `NANOTAO_TIMELOCK_RANDOMNESS_FAILED` if there are too few random bytes.
 */
nanotao_status nanotao_timelock_commit(const struct nanotao_account_id *hotkey,
                                       const uint16_t *uids,
                                       size_t uids_len,
                                       const uint16_t *values,
                                       size_t values_len,
                                       uint64_t version_key,
                                       uint64_t round,
                                       const uint8_t *random,
                                       size_t random_len,
                                       uint8_t *commit,
                                       size_t cap,
                                       size_t *len,
                                       size_t *position);

/**
 * As `nanotao_timelock_commit`, for a device whose random bytes nobody should have to trust: what is drawn comes from a
 * hash of a secret, of fresh random bytes if there are any, of the weights, of the round and of a context. Either the
 * secret or the fresh bytes are enough to keep the commit closed. Without fresh bytes the same weights for the same round
 * in the same context give the same commit, and everyone sees that they are the same.
 *
 * - `secret`: in, `NANOTAO_TIMELOCK_SECRET_LEN` bytes that the device keeps for this, or a hotkey's mini secret.
 * - `fresh`: in, as many random bytes; NULL if there are none.
 * - `context`, `context_len`: in, what no other commit has: the subnet, the mechanism, and the extrinsic's nonce and
 *   birth block's hash, in any form.
 *
 * Returns `NANOTAO_TIMELOCK_WEIGHTS_CHANGED` if the weights were altered meanwhile, and otherwise as `nanotao_timelock_commit`.
 */
nanotao_status nanotao_timelock_commit_hedged(const struct nanotao_account_id *hotkey,
                                              const uint16_t *uids,
                                              size_t uids_len,
                                              const uint16_t *values,
                                              size_t values_len,
                                              uint64_t version_key,
                                              uint64_t round,
                                              const uint8_t *secret,
                                              const uint8_t *fresh,
                                              const uint8_t *context,
                                              size_t context_len,
                                              uint8_t *commit,
                                              size_t cap,
                                              size_t *len,
                                              size_t *position);

/**
 * Locks any message until a round of a beacon (`tle`).
 *
 * - `public_key`: in, `NANOTAO_BEACON_PUBLIC_KEY_LEN` bytes; NULL for drand quicknet's, which the chain opens with.
 * - `message`, `message_len`: in.
 * - `round`: in.
 * - `random`, `random_len`: in, as for `nanotao_timelock_commit`.
 * - `ciphertext`, `cap`, `len`: out, `NANOTAO_TIMELOCK_OVERHEAD` bytes more than the message.
 *
 * Returns `NANOTAO_OK`, `NANOTAO_BUFFER_TOO_SMALL`, `NANOTAO_TIMELOCK_INVALID_PUBLIC_KEY`,
 * `NANOTAO_TIMELOCK_INFINITY_PUBLIC_KEY` or `NANOTAO_TIMELOCK_RANDOMNESS_FAILED`.
 */
nanotao_status nanotao_timelock_encrypt(const uint8_t *public_key,
                                        const uint8_t *message,
                                        size_t message_len,
                                        uint64_t round,
                                        const uint8_t *random,
                                        size_t random_len,
                                        uint8_t *ciphertext,
                                        size_t cap,
                                        size_t *len);

/**
 * Checks the form of a commit, or of another ciphertext, without opening it, and tells the length of the message in it.
 *
 * - `ciphertext`, `ciphertext_len`: in.
 * - `message_len`: out.
 * - `position`: out, the byte at fault; may be NULL.
 *
 * Returns `NANOTAO_OK`, `NANOTAO_TIMELOCK_INVALID_LENGTH` or `NANOTAO_TIMELOCK_UNKNOWN_CIPHER_SUITE`.
 */
nanotao_status nanotao_timelock_message_len(const uint8_t *ciphertext,
                                            size_t ciphertext_len,
                                            size_t *message_len,
                                            size_t *position);

/**
 * Opens a commit, or another ciphertext, with the beacon's signature on its round (`tld`). That it opens proves the
 * signature to be the round's if the commit is honest; `nanotao_beacon_verify` proves it in any case.
 *
 * - `ciphertext`, `ciphertext_len`: in.
 * - `signature`: in, `NANOTAO_BEACON_SIGNATURE_LEN` bytes.
 * - `message`, `cap`, `len`: out. If the body was altered, so much of the room as the message takes is zeroed.
 * - `position`: out, the byte at fault; may be NULL.
 *
 * Returns `NANOTAO_OK`, `NANOTAO_BUFFER_TOO_SMALL` or `NANOTAO_TIMELOCK_...`.
 */
nanotao_status nanotao_timelock_open(const uint8_t *ciphertext,
                                     size_t ciphertext_len,
                                     const uint8_t *signature,
                                     uint8_t *message,
                                     size_t cap,
                                     size_t *len,
                                     size_t *position);

/**
 * Writes the message that `nanotao_timelock_commit` locks (`WeightsTlockPayload`).
 *
 * - `hotkey`, `uids`, `values`, each with its length, and `version_key`: in. On the chain's side the hotkey can have
 *   any length.
 * - `message`, `cap`, `len`: out.
 *
 * Returns `NANOTAO_OK` or `NANOTAO_BUFFER_TOO_SMALL`.
 */
nanotao_status nanotao_timelock_payload_encode(const uint8_t *hotkey,
                                               size_t hotkey_len,
                                               const uint16_t *uids,
                                               size_t uids_len,
                                               const uint16_t *values,
                                               size_t values_len,
                                               uint64_t version_key,
                                               uint8_t *message,
                                               size_t cap,
                                               size_t *len);

/**
 * Reads the weights that a commit opened to (`WeightsTlockPayload`).
 *
 * - `message`, `message_len`: in, of `nanotao_timelock_open`.
 * - `hotkey`: out, who committed.
 * - `uids`, `uids_cap`, `uids_len`, and `values`, `values_cap`, `values_len`: out.
 * - `version_key`: out.
 * - `position`: out, the byte at fault; may be NULL.
 *
 * Returns `NANOTAO_OK`, `NANOTAO_BUFFER_TOO_SMALL` (both lengths are told), `NANOTAO_SCALE_...`, or
 * `NANOTAO_INVALID_LENGTH` if the hotkey is no account.
 */
nanotao_status nanotao_timelock_payload_parse(const uint8_t *message,
                                              size_t message_len,
                                              struct nanotao_account_id *hotkey,
                                              uint16_t *uids,
                                              size_t uids_cap,
                                              size_t *uids_len,
                                              uint16_t *values,
                                              size_t values_cap,
                                              size_t *values_len,
                                              uint64_t *version_key,
                                              size_t *position);

/**
 * Verifies that a beacon signed a round (`verify` of the pallet `Drand`).
 *
 * - `public_key`: in, `NANOTAO_BEACON_PUBLIC_KEY_LEN` bytes; NULL for drand quicknet's.
 * - `signature`: in, `NANOTAO_BEACON_SIGNATURE_LEN` bytes.
 * - `round`: in.
 *
 * Returns `NANOTAO_OK`, `NANOTAO_TIMELOCK_WRONG_SIGNATURE`, `NANOTAO_TIMELOCK_INVALID_SIGNATURE`,
 * `NANOTAO_TIMELOCK_INVALID_PUBLIC_KEY` or `NANOTAO_TIMELOCK_INFINITY_PUBLIC_KEY`.
 */
nanotao_status nanotao_beacon_verify(const uint8_t *public_key, const uint8_t *signature, uint64_t round);

/**
 * Tells the round that drand quicknet signed last at a time in seconds since 1970; 0 before the first.
 */
uint64_t nanotao_round_at(uint64_t unix_time);

/**
 * Tells when drand quicknet signs a round, in seconds since 1970.
 */
uint64_t nanotao_time_of_round(uint64_t round);

/**
 * Checks that a round is still to come at `unix_time`, and within `NANOTAO_DRAND_HORIZON`.
 *
 * Returns `NANOTAO_OK`, `NANOTAO_TIMELOCK_ROUND_IN_PAST` or `NANOTAO_TIMELOCK_ROUND_TOO_FAR`.
 */
nanotao_status nanotao_check_round(uint64_t round, uint64_t unix_time);

/**
 * Foretells when a commit on top of `current_block` is revealed, and until which round to lock it
 * (`get_encrypted_commit_v2` of the official client, which has the rule of spec 425 still).
 *
 * - `spec_version`: in, 425 or 475.
 * - `schedule`: in, the subnet's as of `current_block`.
 * - `current_block`: in.
 * - `reveal_period_epochs`: in, of the subnet, at most `NANOTAO_MAX_REVEAL_PERIOD`. Subnets have 1 at least; 0 is foretold
 *   as that client does, and `nanotao_review_init_timelocked` refuses it.
 * - `unix_time_ms`: in, the time, in milliseconds since 1970.
 * - `block_time_ms`: in, from a block to the next.
 * - `reveal`: in, its `struct_size`; out, the rest.
 *
 * Returns `NANOTAO_OK`, `NANOTAO_UNKNOWN_RULES`, `NANOTAO_TIMELOCK_NO_EPOCHS` for a tempo of 0,
 * `NANOTAO_TIMELOCK_REVEAL_PERIOD_TOO_LONG`, or `NANOTAO_INVALID_...`. Whether the round can be locked to,
 * `nanotao_check_round` tells.
 */
nanotao_status nanotao_predict_reveal(uint32_t spec_version,
                                      const struct nanotao_schedule *schedule,
                                      uint64_t current_block,
                                      uint64_t reveal_period_epochs,
                                      uint64_t unix_time_ms,
                                      uint64_t block_time_ms,
                                      struct nanotao_reveal *reveal);

#ifdef __cplusplus
}  // extern "C"
#endif  // __cplusplus

#endif  /* NANOTAO_H */
