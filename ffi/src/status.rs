//! One number for every way in which a call can end.
//!
//! Below 1024 the numbers are those that `code()` gives in the core; from there on they are the ABI's own.

use core::ffi::{CStr, c_char};

/// How a call ended: one of the constants `NANOTAO_...`. An integer, not an enum, so that it has four bytes on every
/// platform. A number never changes its meaning.
pub type Status = u32;

/// All went well.
pub const NANOTAO_OK: Status = 0;
/// An output buffer is too small. Its `*len` says how much it takes.
pub const NANOTAO_BUFFER_TOO_SMALL: Status = 1;
/// The input ends before the value does. Position: where the value begins.
pub const NANOTAO_SCALE_UNEXPECTED_END: Status = 2;
/// A compact integer has a shorter form. Position: its first byte.
pub const NANOTAO_SCALE_NOT_CANONICAL: Status = 3;
/// A compact integer is too large for its type. Position: its first byte.
pub const NANOTAO_SCALE_OUT_OF_RANGE: Status = 4;
/// A bool, an option or an enum has an unknown tag. Position: the tag.
pub const NANOTAO_SCALE_INVALID_TAG: Status = 5;
/// The value ended, the input did not. Position: the first byte too many.
pub const NANOTAO_SCALE_TRAILING_BYTES: Status = 6;
/// A byte of the address is no base58 digit. Position: that byte.
pub const NANOTAO_SS58_INVALID_CHARACTER: Status = 17;
/// The address does not hold as many bytes as an account takes.
pub const NANOTAO_SS58_INVALID_LENGTH: Status = 18;
/// No address prefix begins like that.
pub const NANOTAO_SS58_INVALID_PREFIX: Status = 19;
/// The address prefix is a reserved one.
pub const NANOTAO_SS58_PREFIX_NOT_ALLOWED: Status = 20;
/// The checksum of the address does not match.
pub const NANOTAO_SS58_INVALID_CHECKSUM: Status = 21;
/// No address holds so many bytes.
pub const NANOTAO_SS58_INVALID_PAYLOAD: Status = 22;
/// This build holds no code for the signature scheme.
pub const NANOTAO_SIGN_UNSUPPORTED_SCHEME: Status = 32;
/// There are some random bytes, but fewer than 32.
pub const NANOTAO_SIGN_RANDOMNESS_FAILED: Status = 33;
/// The signature just made does not verify: the hardware erred or was attacked. It was thrown away.
pub const NANOTAO_SIGN_VERIFICATION_FAILED: Status = 34;
/// A character is not allowed where it stands. Position: its first byte.
pub const NANOTAO_URI_INVALID_CHARACTER: Status = 40;
/// A slash has no name after it. Position: where the name should begin.
pub const NANOTAO_URI_MISSING_JUNCTION: Status = 41;
/// `0x` is not followed by 64 hex digits.
pub const NANOTAO_URI_INVALID_SEED: Status = 42;
/// The scheme has no soft junctions. Position: the step's number, from 0.
pub const NANOTAO_URI_SOFT_JUNCTION: Status = 43;
/// This build holds no code for phrases.
pub const NANOTAO_URI_PHRASE_UNSUPPORTED: Status = 44;
/// There are not 12, 15, 18, 21 or 24 words.
pub const NANOTAO_MNEMONIC_WORD_COUNT: Status = 48;
/// A word is not in the English list. Position: its number, from 0.
pub const NANOTAO_MNEMONIC_UNKNOWN_WORD: Status = 49;
/// All words are known, but the last does not fit the others.
pub const NANOTAO_MNEMONIC_CHECKSUM: Status = 50;
/// There are not 16, 20, 24, 28 or 32 bytes of entropy.
pub const NANOTAO_MNEMONIC_ENTROPY_LENGTH: Status = 51;
/// The root network takes no weights.
pub const NANOTAO_CHAIN_CAN_NOT_SET_ROOT_NETWORK_WEIGHTS: Status = 64;
/// There are not as many weights as uids. Position: the first element left over.
pub const NANOTAO_CHAIN_WEIGHT_VEC_NOT_EQUAL_SIZE: Status = 65;
/// The subnet does not exist, or has no such mechanism.
pub const NANOTAO_CHAIN_MECHANISM_DOES_NOT_EXIST: Status = 66;
/// There are more uids than a subnet can have neurons. Position: the first uid too many.
pub const NANOTAO_CHAIN_UIDS_LENGTH_EXCEED_UIDS_IN_SUBNET: Status = 67;
/// The hotkey is not registered in the subnet.
pub const NANOTAO_CHAIN_HOT_KEY_NOT_REGISTERED_IN_SUBNET: Status = 68;
/// The hotkey's stake weight is below the threshold.
pub const NANOTAO_CHAIN_NOT_ENOUGH_STAKE_TO_SET_WEIGHTS: Status = 69;
/// The version key is older than the subnet's.
pub const NANOTAO_CHAIN_INCORRECT_WEIGHT_VERSION_KEY: Status = 70;
/// The hotkey has set weights too recently.
pub const NANOTAO_CHAIN_SETTING_WEIGHTS_TOO_FAST: Status = 71;
/// The neuron has no validator permit, and these are not weights for itself alone.
pub const NANOTAO_CHAIN_NEURON_NO_VALIDATOR_PERMIT: Status = 72;
/// A uid occurs twice. Position: the first one that occurred before.
pub const NANOTAO_CHAIN_DUPLICATE_UIDS: Status = 73;
/// A uid is no neuron of the subnet. Position: the first such uid.
pub const NANOTAO_CHAIN_UID_VEC_CONTAIN_INVALID_ONE: Status = 74;
/// There are fewer weights than the subnet allows.
pub const NANOTAO_CHAIN_WEIGHT_VEC_LENGTH_IS_LOW: Status = 75;
/// A weight's share exceeds the subnet's limit.
pub const NANOTAO_CHAIN_MAX_WEIGHT_EXCEEDED: Status = 76;
/// Commit-reveal is on: plain weights are refused.
pub const NANOTAO_CHAIN_COMMIT_REVEAL_ENABLED: Status = 77;
/// There are not as many scores as uids.
pub const NANOTAO_QUANTISE_LENGTH_MISMATCH: Status = 96;
/// There is no score at all.
pub const NANOTAO_QUANTISE_EMPTY: Status = 97;
/// A score is infinite or not a number. Position: its place.
pub const NANOTAO_QUANTISE_NOT_FINITE: Status = 98;
/// A score is negative. Position: its place.
pub const NANOTAO_QUANTISE_NEGATIVE: Status = 99;
/// Every score is zero, or becomes so.
pub const NANOTAO_QUANTISE_ALL_ZERO: Status = 101;
/// Fewer weights than the subnet allows are left once zeros are dropped.
pub const NANOTAO_QUANTISE_TOO_FEW: Status = 102;
/// Clipping to the limit would divide by zero.
pub const NANOTAO_QUANTISE_DIVISION_BY_ZERO: Status = 103;
/// No table, of calls or of storage items and constants, for this spec version.
pub const NANOTAO_CALL_UNKNOWN_SPEC: Status = 128;
/// The call table has no such pallet. Position: the pallet's index, if it was read.
pub const NANOTAO_CALL_UNKNOWN_PALLET: Status = 129;
/// The pallet has no such call, or the table does not hold it. Position: the call's index, if it was read.
pub const NANOTAO_CALL_UNKNOWN_CALL: Status = 130;
/// The runtime does not have the call, or a value in it.
pub const NANOTAO_CALL_NOT_IN_SPEC: Status = 131;
/// There are more or fewer arguments than the call takes, or there is none of that index. Position: how many it takes.
pub const NANOTAO_CALL_ARGUMENT_COUNT: Status = 132;
/// An argument is not of its type, or names no variant of it. Position: the argument.
pub const NANOTAO_CALL_ARGUMENT_TYPE: Status = 133;
/// A number is too large for its type. Position: the argument.
pub const NANOTAO_CALL_ARGUMENT_RANGE: Status = 134;
/// There are more or fewer bytes, elements or fields than the type has. Position: the argument.
pub const NANOTAO_CALL_ARGUMENT_LENGTH: Status = 135;
/// The elements of a set are not each there once, in ascending order. Position: the argument.
pub const NANOTAO_CALL_ARGUMENT_ORDER: Status = 136;
/// What is in SCALE already is not of the type, or lists are nested too deep. Position: the argument.
pub const NANOTAO_CALL_ARGUMENT_ENCODING: Status = 137;
/// The mode byte does not go with the metadata hash. Position: that byte.
pub const NANOTAO_PAYLOAD_METADATA_HASH_MODE: Status = 144;
/// The payload can be read with two spec versions.
pub const NANOTAO_PAYLOAD_AMBIGUOUS_SPEC_VERSION: Status = 145;
/// No known spec version has this transaction version.
pub const NANOTAO_PAYLOAD_TRANSACTION_VERSION: Status = 146;
/// The era is immortal and the birth block's hash is not the genesis hash.
pub const NANOTAO_PAYLOAD_IMMORTAL_BIRTH_HASH: Status = 147;
/// The key is not that of the account that was shown as the signer.
pub const NANOTAO_WRONG_SIGNER: Status = 176;
/// The operands have no result, or none that fits.
pub const NANOTAO_FIXED_NO_RESULT: Status = 184;
/// There are more neurons than `NANOTAO_MAX_NEURONS`.
pub const NANOTAO_EPOCH_TOO_MANY_NEURONS: Status = 192;
/// A list is not as long as the number of neurons, or of rows, demands.
pub const NANOTAO_EPOCH_LENGTH: Status = 193;
/// The working memory is too small.
pub const NANOTAO_EPOCH_MEMORY: Status = 194;
/// The uids of rows do not rise, or one is no neuron. Position: the first row out of order.
pub const NANOTAO_EPOCH_UID: Status = 195;
/// The root network takes no registrations by work.
pub const NANOTAO_REGISTRATION_NOT_PERMITTED_ON_ROOT_SUBNET: Status = 208;
/// There is no such subnet.
pub const NANOTAO_REGISTRATION_SUBNET_NOT_EXISTS: Status = 209;
/// The subnet takes no registrations, or none by work.
pub const NANOTAO_REGISTRATION_DISABLED: Status = 210;
/// The hotkey has a uid in the subnet.
pub const NANOTAO_REGISTRATION_HOT_KEY_ALREADY_REGISTERED: Status = 211;
/// The subnet allows no uids at all.
pub const NANOTAO_REGISTRATION_NO_NEURON_ID_AVAILABLE: Status = 212;
/// The block has taken as many registrations as it may.
pub const NANOTAO_REGISTRATION_TOO_MANY_THIS_BLOCK: Status = 213;
/// The work is for a block that is not past, too old, unknown, or not newer than the hotkey's last one.
pub const NANOTAO_REGISTRATION_INVALID_WORK_BLOCK: Status = 214;
/// The work is not the seal of these arguments.
pub const NANOTAO_REGISTRATION_INVALID_SEAL: Status = 215;
/// The seal is not small enough.
pub const NANOTAO_REGISTRATION_INVALID_DIFFICULTY: Status = 216;
/// The hotkey is the account of a subnet.
pub const NANOTAO_REGISTRATION_CANNOT_USE_SYSTEM_ACCOUNT: Status = 217;
/// The hotkey belongs to another coldkey.
pub const NANOTAO_REGISTRATION_NON_ASSOCIATED_COLD_KEY: Status = 218;
/// The coldkey owns, or stakes to, as many hotkeys as it may.
pub const NANOTAO_REGISTRATION_TOO_MANY_STAKING_HOTKEYS: Status = 219;
/// The metadata proof's bytes are malformed. Position: the byte at fault, in the proof.
pub const NANOTAO_METADATA_PROOF: Status = 224;
/// A text in the payload or in the metadata proof is not UTF-8. Position: where the text begins.
pub const NANOTAO_METADATA_NOT_UTF8: Status = 225;
/// The metadata proof has not one index for each leaf. Position: the number of leaves.
pub const NANOTAO_METADATA_LEAF_COUNT: Status = 226;
/// A leaf's index is out of order, or no place below the root. Position: the leaf.
pub const NANOTAO_METADATA_LEAF_INDEX: Status = 227;
/// The metadata proof has more or fewer nodes than its leaves leave open. Position: how many it has.
pub const NANOTAO_METADATA_NODE_COUNT: Status = 228;
/// The metadata proof lacks a type that the payload needs: it was made for another. Position: the type's number.
pub const NANOTAO_METADATA_TYPE_MISSING: Status = 229;
/// The metadata proof lacks a variant that the payload needs, or there is none. Position: the enumeration's number.
pub const NANOTAO_METADATA_VARIANT_MISSING: Status = 230;
/// The metadata proof describes a type or a variant twice. Position: the type's number.
pub const NANOTAO_METADATA_AMBIGUOUS_TYPE: Status = 231;
/// Types are nested too deep. Position: how far the payload was read.
pub const NANOTAO_METADATA_TOO_DEEP: Status = 232;
/// Values without bytes, in a list or without end. Position: how far the payload was read.
pub const NANOTAO_METADATA_ZERO_SIZE: Status = 233;
/// The metadata is of another extrinsic format than version 4.
pub const NANOTAO_METADATA_EXTRINSIC_VERSION: Status = 234;
/// The metadata's call type is not an enumeration of calls.
pub const NANOTAO_METADATA_CALL_TYPE: Status = 235;
/// The metadata lacks a transaction extension that a signature needs, has it twice, or in another form.
pub const NANOTAO_METADATA_EXTENSION: Status = 236;
/// The metadata proof does not have the digest that the payload signs.
pub const NANOTAO_METADATA_DIGEST_MISMATCH: Status = 237;
/// The metadata proof is of another spec version than the payload.
pub const NANOTAO_METADATA_SPEC_MISMATCH: Status = 238;
/// An unknown transaction extension puts bytes into the payload. Position: its place in the metadata.
pub const NANOTAO_METADATA_UNKNOWN_EXTENSION: Status = 239;
/// The runtime has no such pallet.
pub const NANOTAO_STORAGE_UNKNOWN_PALLET: Status = 240;
/// The pallet has no such storage item or constant.
pub const NANOTAO_STORAGE_UNKNOWN_ITEM: Status = 241;
/// There are more keys than the item has. Position: the first one too many.
pub const NANOTAO_STORAGE_KEY_COUNT: Status = 242;
/// A key is not of its type's length. Position: the key.
pub const NANOTAO_STORAGE_KEY_LEN: Status = 243;
/// The metadata proof's decimals, token symbol, address prefix or spec name are not Bittensor's.
pub const NANOTAO_METADATA_OTHER_CHAIN: Status = 244;
/// A name in the metadata proof is no identifier of 1 to 64 bytes. Position: where it stands.
pub const NANOTAO_METADATA_NAME: Status = 245;
/// The metadata proof has more leaves than a runtime has. Position: how many.
pub const NANOTAO_METADATA_TOO_MANY_LEAVES: Status = 246;
/// The public key is no point of the right group.
pub const NANOTAO_TIMELOCK_INVALID_PUBLIC_KEY: Status = 288;
/// The public key is the point at infinity, which locks nothing.
pub const NANOTAO_TIMELOCK_INFINITY_PUBLIC_KEY: Status = 289;
/// The beacon has signed the round already: a commit would be open at once.
pub const NANOTAO_TIMELOCK_ROUND_IN_PAST: Status = 291;
/// The round is more than five years ahead.
pub const NANOTAO_TIMELOCK_ROUND_TOO_FAR: Status = 292;
/// The commit would have more than `NANOTAO_TIMELOCK_MAX_COMMIT_LEN` bytes.
pub const NANOTAO_TIMELOCK_COMMIT_TOO_LONG: Status = 293;
/// There are too few random bytes.
pub const NANOTAO_TIMELOCK_RANDOMNESS_FAILED: Status = 294;
/// The ciphertext is cut short, too long, or has a wrong length in it. Position: the byte at fault.
pub const NANOTAO_TIMELOCK_INVALID_LENGTH: Status = 296;
/// The ciphertext names another cipher than `AES_GCM_`.
pub const NANOTAO_TIMELOCK_UNKNOWN_CIPHER_SUITE: Status = 297;
/// The ciphertext's first 96 bytes are no point of the right group.
pub const NANOTAO_TIMELOCK_INVALID_POINT: Status = 298;
/// The beacon's signature is no point of the right group.
pub const NANOTAO_TIMELOCK_INVALID_SIGNATURE: Status = 299;
/// The signature is not the beacon's for this round.
pub const NANOTAO_TIMELOCK_WRONG_SIGNATURE: Status = 300;
/// The ciphertext does not open: the signature is of another round, or it was altered.
pub const NANOTAO_TIMELOCK_DOES_NOT_OPEN: Status = 301;
/// The ciphertext's body was altered.
pub const NANOTAO_TIMELOCK_INVALID_TAG: Status = 302;
/// The subnet's tempo is 0: it runs no epoch that would reveal a commit.
pub const NANOTAO_TIMELOCK_NO_EPOCHS: Status = 303;
/// The reveal period has more epochs than any subnet can ask for.
pub const NANOTAO_TIMELOCK_REVEAL_PERIOD_TOO_LONG: Status = 304;
/// The reveal period is of no epoch, which no subnet can ask for.
pub const NANOTAO_TIMELOCK_REVEAL_PERIOD_TOO_SHORT: Status = 305;
/// The schedule is not as of the block: `last_epoch_block` is ahead of it, or the reveal beyond the last block.
pub const NANOTAO_TIMELOCK_INVALID_SCHEDULE: Status = 306;
/// The time is before the beacon's first round.
pub const NANOTAO_TIMELOCK_BEFORE_GENESIS: Status = 307;
/// The weights were altered while they were being locked. Commit again.
pub const NANOTAO_TIMELOCK_WEIGHTS_CHANGED: Status = 308;
/// A pointer is NULL where that is not allowed, or misaligned for its type.
pub const NANOTAO_INVALID_POINTER: Status = 1024;
/// A length exceeds the address space, or is not the one length that is allowed.
pub const NANOTAO_INVALID_LENGTH: Status = 1025;
/// `struct_size` is not the size that this version of the library knows.
pub const NANOTAO_INVALID_STRUCT_SIZE: Status = 1026;
/// A text is not UTF-8. Position: the first byte at fault.
pub const NANOTAO_INVALID_TEXT: Status = 1027;
/// An output buffer shares memory with an input or with another output.
pub const NANOTAO_OVERLAP: Status = 1028;
/// No signature scheme has this number.
pub const NANOTAO_UNKNOWN_SCHEME: Status = 1029;
/// The period is no power of two from 4 to 65536, or the phase does not go with it.
pub const NANOTAO_INVALID_ERA: Status = 1030;
/// A field that is 0 or 1 is neither, or a reserved field is not 0.
pub const NANOTAO_INVALID_FLAG: Status = 1031;
/// The memory holds no key: none was made there, or it was wiped; or its key has no secret, which was asked for.
pub const NANOTAO_NO_KEY: Status = 1032;
/// The memory holds no review.
pub const NANOTAO_NO_REVIEW: Status = 1033;
/// There is no such card, or an earlier one has not been shown. Position: the next card to show.
pub const NANOTAO_CARD_OUT_OF_ORDER: Status = 1034;
/// Not every card has been shown. Position: the next card to show.
pub const NANOTAO_NOT_ALL_SHOWN: Status = 1035;
/// The review was not approved.
pub const NANOTAO_NOT_APPROVED: Status = 1036;
/// The review has been signed; a second signature takes a second review.
pub const NANOTAO_ALREADY_SIGNED: Status = 1037;
/// The payload, or its metadata proof, is not the one that was reviewed.
pub const NANOTAO_PAYLOAD_CHANGED: Status = 1038;
/// The cards that were shown are not those of the payload: the review's memory was written to.
pub const NANOTAO_CARDS_CHANGED: Status = 1039;
/// The bytes are no signature: a scheme's number and 64 or 65 bytes.
pub const NANOTAO_MALFORMED_SIGNATURE: Status = 1040;
/// The signature is not the account's signature of the payload.
pub const NANOTAO_BAD_SIGNATURE: Status = 1041;
/// No hash function has this number.
pub const NANOTAO_UNKNOWN_HASH: Status = 1042;
/// Epochs of this spec version are not known: 425 and 475 are.
pub const NANOTAO_UNKNOWN_RULES: Status = 1043;
/// No consensus mode, or no kind of consensus, has this number.
pub const NANOTAO_UNKNOWN_CONSENSUS: Status = 1044;
/// The library was built without the feature `hazmat`: it signs reviewed payloads only.
pub const NANOTAO_HAZMAT_OFF: Status = 1045;
/// No kind of argument has this number. Position: the argument.
pub const NANOTAO_UNKNOWN_ARG: Status = 1046;
/// The call has no item of that index. Position: how many it has.
pub const NANOTAO_NO_ITEM: Status = 1047;
/// No operation on fixed-point numbers has this number.
pub const NANOTAO_UNKNOWN_OPERATION: Status = 1048;

/// The position that goes with an error which has none: `NANOTAO_NO_POSITION` of the header.
pub(crate) const NO_POSITION: usize = usize::MAX;

/// Says what a status means, in English. The text is NUL-terminated and lives as long as the library.
#[unsafe(no_mangle)]
pub extern "C" fn nanotao_status_text(status: Status) -> *const c_char {
    text(status).as_ptr()
}

const fn text(status: Status) -> &'static CStr {
    match status {
        NANOTAO_OK => c"ok",
        NANOTAO_BUFFER_TOO_SMALL => c"an output buffer is too small",
        NANOTAO_SCALE_UNEXPECTED_END => c"the input ends early",
        NANOTAO_SCALE_NOT_CANONICAL => c"a compact integer has a shorter form",
        NANOTAO_SCALE_OUT_OF_RANGE => c"a compact integer is too large for its type",
        NANOTAO_SCALE_INVALID_TAG => c"unknown tag",
        NANOTAO_SCALE_TRAILING_BYTES => c"trailing bytes",
        NANOTAO_SS58_INVALID_CHARACTER => c"a byte of the address is no base58 digit",
        NANOTAO_SS58_INVALID_LENGTH => c"the address has the wrong length for an account",
        NANOTAO_SS58_INVALID_PREFIX => c"no address prefix begins like that",
        NANOTAO_SS58_PREFIX_NOT_ALLOWED => c"the address prefix is reserved",
        NANOTAO_SS58_INVALID_CHECKSUM => c"the checksum of the address does not match",
        NANOTAO_SS58_INVALID_PAYLOAD => c"no address holds so many bytes",
        NANOTAO_SIGN_UNSUPPORTED_SCHEME => c"the signature scheme is not part of this build",
        NANOTAO_SIGN_RANDOMNESS_FAILED => c"not enough random bytes",
        NANOTAO_SIGN_VERIFICATION_FAILED => c"the new signature does not verify and was thrown away",
        NANOTAO_URI_INVALID_CHARACTER => c"a character of the secret URI is not allowed there",
        NANOTAO_URI_MISSING_JUNCTION => c"a name is missing after a slash",
        NANOTAO_URI_INVALID_SEED => c"the seed is not 0x and 64 hex digits",
        NANOTAO_URI_SOFT_JUNCTION => c"the path has a soft step, which ed25519 does not have",
        NANOTAO_URI_PHRASE_UNSUPPORTED => c"phrases are not part of this build",
        NANOTAO_MNEMONIC_WORD_COUNT => c"a phrase has 12, 15, 18, 21 or 24 words",
        NANOTAO_MNEMONIC_UNKNOWN_WORD => c"a word is not in the English list",
        NANOTAO_MNEMONIC_CHECKSUM => c"the phrase's last word does not fit the others",
        NANOTAO_CHAIN_WEIGHT_VEC_NOT_EQUAL_SIZE => c"there are not as many weights as uids",
        NANOTAO_CHAIN_UIDS_LENGTH_EXCEED_UIDS_IN_SUBNET => c"more uids than a subnet has neurons",
        NANOTAO_CHAIN_DUPLICATE_UIDS => c"a uid occurs twice",
        NANOTAO_QUANTISE_LENGTH_MISMATCH => c"there are not as many scores as uids",
        NANOTAO_QUANTISE_EMPTY => c"no scores given",
        NANOTAO_QUANTISE_NOT_FINITE => c"a score is not a finite number",
        NANOTAO_QUANTISE_NEGATIVE => c"a score is negative",
        NANOTAO_CALL_UNKNOWN_SPEC => c"no table for this spec version",
        NANOTAO_CALL_UNKNOWN_PALLET => c"no such pallet in the call table",
        NANOTAO_CALL_UNKNOWN_CALL => c"no such call in the call table",
        NANOTAO_CALL_NOT_IN_SPEC => c"this spec version does not have the call, or a value in it",
        NANOTAO_CALL_ARGUMENT_COUNT => c"the call takes another number of arguments",
        NANOTAO_CALL_ARGUMENT_TYPE => c"an argument is not of its type",
        NANOTAO_CALL_ARGUMENT_RANGE => c"an argument is too large for its type",
        NANOTAO_CALL_ARGUMENT_LENGTH => c"an argument has more or fewer elements than its type",
        NANOTAO_CALL_ARGUMENT_ORDER => c"the elements of a set do not rise",
        NANOTAO_CALL_ARGUMENT_ENCODING => {
            c"an encoded argument is not of its type, or lists are nested too deep"
        }
        NANOTAO_PAYLOAD_METADATA_HASH_MODE => c"the mode does not go with the metadata hash",
        NANOTAO_PAYLOAD_AMBIGUOUS_SPEC_VERSION => c"the payload can be read with two spec versions",
        NANOTAO_PAYLOAD_TRANSACTION_VERSION => c"unknown transaction version",
        NANOTAO_PAYLOAD_IMMORTAL_BIRTH_HASH => c"immortal, but the birth hash is not the genesis hash",
        NANOTAO_WRONG_SIGNER => c"the key is not that of the signer who was shown",
        NANOTAO_REGISTRATION_NOT_PERMITTED_ON_ROOT_SUBNET => c"root takes no registrations by work",
        NANOTAO_REGISTRATION_SUBNET_NOT_EXISTS => c"there is no such subnet",
        NANOTAO_REGISTRATION_DISABLED => c"the subnet takes no registrations by work",
        NANOTAO_REGISTRATION_HOT_KEY_ALREADY_REGISTERED => c"the hotkey has a uid in the subnet",
        NANOTAO_REGISTRATION_NO_NEURON_ID_AVAILABLE => c"the subnet allows no uids",
        NANOTAO_REGISTRATION_TOO_MANY_THIS_BLOCK => c"this block takes no more registrations",
        NANOTAO_REGISTRATION_INVALID_WORK_BLOCK => c"the work is for a block that does not count",
        NANOTAO_REGISTRATION_INVALID_SEAL => c"the work is not the seal of these arguments",
        NANOTAO_REGISTRATION_INVALID_DIFFICULTY => c"the seal does not meet the difficulty",
        NANOTAO_REGISTRATION_CANNOT_USE_SYSTEM_ACCOUNT => c"the hotkey is the account of a subnet",
        NANOTAO_REGISTRATION_NON_ASSOCIATED_COLD_KEY => c"the hotkey belongs to another coldkey",
        NANOTAO_REGISTRATION_TOO_MANY_STAKING_HOTKEYS => c"the coldkey has as many hotkeys as it may",
        NANOTAO_METADATA_PROOF => c"the metadata proof is malformed",
        NANOTAO_METADATA_NOT_UTF8 => c"a text in the payload or its metadata proof is not UTF-8",
        NANOTAO_METADATA_LEAF_COUNT => c"the metadata proof has not one index for each leaf",
        NANOTAO_METADATA_LEAF_INDEX => c"a leaf of the metadata proof is out of order or of no place",
        NANOTAO_METADATA_NODE_COUNT => c"the nodes of the metadata proof do not fit its leaves",
        NANOTAO_METADATA_TYPE_MISSING => c"the metadata proof lacks a type that the payload needs",
        NANOTAO_METADATA_VARIANT_MISSING => c"the metadata proof lacks a variant that the payload needs",
        NANOTAO_METADATA_AMBIGUOUS_TYPE => c"the metadata proof describes a type twice",
        NANOTAO_METADATA_TOO_DEEP => c"types are nested too deep",
        NANOTAO_METADATA_ZERO_SIZE => c"values without bytes",
        NANOTAO_METADATA_EXTRINSIC_VERSION => c"the metadata is of another extrinsic version",
        NANOTAO_METADATA_CALL_TYPE => c"the metadata's call type is no enumeration of calls",
        NANOTAO_METADATA_EXTENSION => {
            c"the metadata has not every transaction extension once, in the known form"
        }
        NANOTAO_METADATA_DIGEST_MISMATCH => {
            c"the metadata proof does not have the digest that the payload signs"
        }
        NANOTAO_METADATA_SPEC_MISMATCH => c"the metadata proof is of another spec version",
        NANOTAO_METADATA_UNKNOWN_EXTENSION => c"an unknown transaction extension puts bytes into the payload",
        NANOTAO_STORAGE_UNKNOWN_PALLET => c"the runtime has no such pallet",
        NANOTAO_STORAGE_UNKNOWN_ITEM => c"the pallet has no such storage item or constant",
        NANOTAO_STORAGE_KEY_COUNT => c"more keys than the storage item has",
        NANOTAO_STORAGE_KEY_LEN => c"a key is not of its type's length",
        NANOTAO_METADATA_OTHER_CHAIN => c"the metadata proof is of another chain than Bittensor",
        NANOTAO_METADATA_NAME => c"a name in the metadata proof is no identifier",
        NANOTAO_METADATA_TOO_MANY_LEAVES => c"the metadata proof has more leaves than a runtime",
        NANOTAO_TIMELOCK_INVALID_PUBLIC_KEY => c"the public key is no point of the right group",
        NANOTAO_TIMELOCK_INFINITY_PUBLIC_KEY => c"the public key is the point at infinity",
        NANOTAO_TIMELOCK_ROUND_IN_PAST => c"the beacon has signed the round already",
        NANOTAO_TIMELOCK_ROUND_TOO_FAR => c"the round is more than five years ahead",
        NANOTAO_TIMELOCK_COMMIT_TOO_LONG => c"the commit would be longer than the chain takes",
        NANOTAO_TIMELOCK_RANDOMNESS_FAILED => c"too few random bytes for a commit",
        NANOTAO_TIMELOCK_INVALID_LENGTH => {
            c"the ciphertext is cut short, too long, or has a wrong length in it"
        }
        NANOTAO_TIMELOCK_UNKNOWN_CIPHER_SUITE => c"the ciphertext names an unknown cipher",
        NANOTAO_TIMELOCK_INVALID_POINT => c"the ciphertext begins with no point of the right group",
        NANOTAO_TIMELOCK_INVALID_SIGNATURE => c"the beacon's signature is no point of the right group",
        NANOTAO_TIMELOCK_WRONG_SIGNATURE => c"the signature is not the beacon's for this round",
        NANOTAO_TIMELOCK_DOES_NOT_OPEN => c"the ciphertext does not open with this signature",
        NANOTAO_TIMELOCK_INVALID_TAG => c"the ciphertext's body was altered",
        NANOTAO_TIMELOCK_NO_EPOCHS => c"the subnet runs no epochs",
        NANOTAO_TIMELOCK_REVEAL_PERIOD_TOO_LONG => c"a reveal period is of at most 100 epochs",
        NANOTAO_TIMELOCK_REVEAL_PERIOD_TOO_SHORT => c"a reveal period is of at least 1 epoch",
        NANOTAO_TIMELOCK_INVALID_SCHEDULE => c"the schedule is not as of the block",
        NANOTAO_TIMELOCK_BEFORE_GENESIS => c"the time is before the beacon's first round",
        NANOTAO_TIMELOCK_WEIGHTS_CHANGED => c"the weights were altered while they were being locked",
        NANOTAO_HAZMAT_OFF => c"this library signs reviewed payloads only",
        NANOTAO_INVALID_POINTER => c"a pointer is NULL or misaligned",
        NANOTAO_INVALID_LENGTH => c"a length is not allowed",
        NANOTAO_INVALID_STRUCT_SIZE => c"struct_size does not match",
        NANOTAO_INVALID_TEXT => c"a text is not UTF-8",
        NANOTAO_OVERLAP => c"an output buffer shares memory with another buffer",
        NANOTAO_UNKNOWN_SCHEME => c"no signature scheme has this number",
        NANOTAO_INVALID_ERA => c"the era's period or phase is not allowed",
        NANOTAO_INVALID_FLAG => c"a flag is neither 0 nor 1, or a reserved field is not 0",
        NANOTAO_NO_KEY => c"the memory holds no key, or one without a secret",
        NANOTAO_NO_REVIEW => c"the memory holds no review",
        NANOTAO_CARD_OUT_OF_ORDER => c"cards are shown in order",
        NANOTAO_NOT_ALL_SHOWN => c"not every card has been shown",
        NANOTAO_NOT_APPROVED => c"the review was not approved",
        NANOTAO_ALREADY_SIGNED => c"the review has already been signed",
        NANOTAO_PAYLOAD_CHANGED => c"the payload or its metadata proof is not the one that was reviewed",
        NANOTAO_CARDS_CHANGED => c"the cards that were shown are not those of the payload",
        NANOTAO_MALFORMED_SIGNATURE => c"the bytes are no signature",
        NANOTAO_BAD_SIGNATURE => c"the signature does not verify",
        NANOTAO_MNEMONIC_ENTROPY_LENGTH => c"entropy has 16, 20, 24, 28 or 32 bytes",
        NANOTAO_CHAIN_CAN_NOT_SET_ROOT_NETWORK_WEIGHTS => c"the root network takes no weights",
        NANOTAO_CHAIN_MECHANISM_DOES_NOT_EXIST => c"no such subnet or mechanism",
        NANOTAO_CHAIN_HOT_KEY_NOT_REGISTERED_IN_SUBNET => c"the hotkey is not registered in the subnet",
        NANOTAO_CHAIN_NOT_ENOUGH_STAKE_TO_SET_WEIGHTS => c"the hotkey's stake weight is below the threshold",
        NANOTAO_CHAIN_INCORRECT_WEIGHT_VERSION_KEY => c"the version key is older than the subnet's",
        NANOTAO_CHAIN_SETTING_WEIGHTS_TOO_FAST => c"the hotkey has set weights too recently",
        NANOTAO_CHAIN_NEURON_NO_VALIDATOR_PERMIT => c"the neuron has no validator permit",
        NANOTAO_CHAIN_UID_VEC_CONTAIN_INVALID_ONE => c"a uid is no neuron of the subnet",
        NANOTAO_CHAIN_WEIGHT_VEC_LENGTH_IS_LOW => c"fewer weights than the subnet allows",
        NANOTAO_CHAIN_MAX_WEIGHT_EXCEEDED => c"a weight's share exceeds the subnet's limit",
        NANOTAO_CHAIN_COMMIT_REVEAL_ENABLED => c"the subnet takes committed weights only",
        NANOTAO_QUANTISE_ALL_ZERO => c"every score is zero, or becomes so",
        NANOTAO_QUANTISE_TOO_FEW => c"fewer weights than the subnet allows are left without zeros",
        NANOTAO_QUANTISE_DIVISION_BY_ZERO => c"clipping to the limit divides by zero",
        NANOTAO_FIXED_NO_RESULT => c"the operands have no result, or none that fits",
        NANOTAO_EPOCH_TOO_MANY_NEURONS => c"more neurons than a subnet can have",
        NANOTAO_EPOCH_LENGTH => c"a list is not as long as the number of neurons or rows demands",
        NANOTAO_EPOCH_MEMORY => c"the working memory is too small",
        NANOTAO_EPOCH_UID => c"the uids of rows do not rise, or one is no neuron",
        NANOTAO_UNKNOWN_HASH => c"no hash function has this number",
        NANOTAO_UNKNOWN_RULES => c"the epochs of this spec version are not known",
        NANOTAO_UNKNOWN_CONSENSUS => c"no consensus has this number",
        NANOTAO_NO_ITEM => c"the call has no such item",
        NANOTAO_UNKNOWN_ARG => c"no kind of argument has this number",
        NANOTAO_UNKNOWN_OPERATION => c"no operation on fixed-point numbers has this number",
        _ => c"unknown status",
    }
}

#[cfg(test)]
mod tests;
