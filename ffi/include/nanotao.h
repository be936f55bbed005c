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
#define NANOTAO_ABI_VERSION 1

/**
 * Bytes of a mini secret key (a seed).
 */
#define NANOTAO_MINI_SECRET_LEN 32

/**
 * Bytes of the longest signature, with its scheme in front.
 */
#define NANOTAO_SIGNATURE_MAX_LEN 66

/**
 * The address prefix of Bittensor.
 */
#define NANOTAO_SS58_PREFIX 42

/**
 * Bytes of the longest address, without a NUL.
 */
#define NANOTAO_SS58_MAX_LEN 49

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
 * The review of a payload, in memory of the caller's. What is in it is the library's business; it holds no pointer
 * and no secret, so it may be moved, and simply be forgotten.
 */
typedef struct nanotao_review {
  /**
   * Not for the caller.
   */
  uint64_t opaque[16];
} nanotao_review;

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
 * There are not as many weights as uids. Position: the first element left over.
 */
#define NANOTAO_CHAIN_WEIGHT_VEC_NOT_EQUAL_SIZE 65

/**
 * There are more uids than a subnet can have neurons. Position: the first uid too many.
 */
#define NANOTAO_CHAIN_UIDS_LENGTH_EXCEED_UIDS_IN_SUBNET 67

/**
 * A uid occurs twice. Position: the first one that occurred before.
 */
#define NANOTAO_CHAIN_DUPLICATE_UIDS 73

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
 * No call table for this spec version.
 */
#define NANOTAO_CALL_UNKNOWN_SPEC 128

/**
 * The call table has no such pallet. Position: the pallet's index.
 */
#define NANOTAO_CALL_UNKNOWN_PALLET 129

/**
 * The pallet has no such call, or the table does not hold it. Position: the call's index.
 */
#define NANOTAO_CALL_UNKNOWN_CALL 130

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
 * A pointer is NULL where that is not allowed, or misaligned for its type.
 */
#define NANOTAO_INVALID_POINTER 192

/**
 * A length exceeds the address space, or is not the one length that is allowed.
 */
#define NANOTAO_INVALID_LENGTH 193

/**
 * `struct_size` is not the size that this version of the library knows.
 */
#define NANOTAO_INVALID_STRUCT_SIZE 194

/**
 * A text is not UTF-8. Position: the first byte at fault.
 */
#define NANOTAO_INVALID_TEXT 195

/**
 * An output buffer shares memory with an input or with another output.
 */
#define NANOTAO_OVERLAP 196

/**
 * No signature scheme has this number.
 */
#define NANOTAO_UNKNOWN_SCHEME 197

/**
 * The period is no power of two from 4 to 65536, or the phase does not go with it.
 */
#define NANOTAO_INVALID_ERA 198

/**
 * A field that is 0 or 1 is neither, or a reserved field is not 0.
 */
#define NANOTAO_INVALID_FLAG 199

/**
 * The memory holds no key: none was made there, or it was wiped.
 */
#define NANOTAO_NO_KEY 200

/**
 * The memory holds no review.
 */
#define NANOTAO_NO_REVIEW 201

/**
 * There is no such card, or an earlier one has not been shown. Position: the next card to show.
 */
#define NANOTAO_CARD_OUT_OF_ORDER 202

/**
 * Not every card has been shown. Position: the next card to show.
 */
#define NANOTAO_NOT_ALL_SHOWN 203

/**
 * The review was not approved.
 */
#define NANOTAO_NOT_APPROVED 204

/**
 * The review has been signed; a second signature takes a second review.
 */
#define NANOTAO_ALREADY_SIGNED 205

/**
 * The payload is not the one that was reviewed.
 */
#define NANOTAO_PAYLOAD_CHANGED 206

/**
 * The cards that were shown are not those of the payload: the review's memory was written to.
 */
#define NANOTAO_CARDS_CHANGED 207

/**
 * The bytes are no signature: a scheme's number and 64 or 65 bytes.
 */
#define NANOTAO_MALFORMED_SIGNATURE 208

/**
 * The signature is not the account's signature of the payload.
 */
#define NANOTAO_BAD_SIGNATURE 209

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
 * Tells the account that a key signs for.
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
 * Tells the size of `nanotao_review`, for languages that cannot read this header.
 */
size_t nanotao_review_sizeof(void);

/**
 * Tells the alignment of `nanotao_review`.
 */
size_t nanotao_review_alignof(void);

/**
 * Begins the review of a payload: decodes every byte of it and checks that its parts agree.
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

#ifdef __cplusplus
}  // extern "C"
#endif  // __cplusplus

#endif  /* NANOTAO_H */
