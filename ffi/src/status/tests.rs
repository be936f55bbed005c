use super::*;
use nanotao::call::CallError;
use nanotao::crypto::{MnemonicError, Scheme, SignError, UriError};
use nanotao::display::SignPayloadError;
use nanotao::epoch::{EpochError, Field};
use nanotao::extrinsic::PayloadError;
use nanotao::fixed::FixedError;
use nanotao::metadata::{EncodeError, MetadataError, Misfit};
use nanotao::registration::RegistrationError;
use nanotao::scale::ScaleError;
use nanotao::ss58::Ss58Error;
use nanotao::storage::StorageError;
use nanotao::weights::timelock::TimelockError;
use nanotao::weights::{ChainError, QuantiseError};
use std::string::ToString;

#[test]
fn a_core_error_has_the_same_number_in_c() {
    let index = 0;
    let offset = 0;
    let misfit = |reason| EncodeError::Argument { index, name: "", reason };
    for (code, status) in [
        (ScaleError::BufferTooSmall { needed: 0 }.code(), NANOTAO_BUFFER_TOO_SMALL),
        (ScaleError::UnexpectedEnd { offset, missing: 0 }.code(), NANOTAO_SCALE_UNEXPECTED_END),
        (ScaleError::NotCanonical { offset }.code(), NANOTAO_SCALE_NOT_CANONICAL),
        (ScaleError::OutOfRange { offset }.code(), NANOTAO_SCALE_OUT_OF_RANGE),
        (ScaleError::InvalidTag { offset, found: 0 }.code(), NANOTAO_SCALE_INVALID_TAG),
        (ScaleError::TrailingBytes { offset }.code(), NANOTAO_SCALE_TRAILING_BYTES),
        (Ss58Error::InvalidCharacter { offset }.code(), NANOTAO_SS58_INVALID_CHARACTER),
        (Ss58Error::InvalidLength { found: 0 }.code(), NANOTAO_SS58_INVALID_LENGTH),
        (Ss58Error::InvalidPrefix { found: 0 }.code(), NANOTAO_SS58_INVALID_PREFIX),
        (Ss58Error::PrefixNotAllowed { prefix: 0 }.code(), NANOTAO_SS58_PREFIX_NOT_ALLOWED),
        (Ss58Error::InvalidChecksum.code(), NANOTAO_SS58_INVALID_CHECKSUM),
        (Ss58Error::InvalidPayload { found: 0 }.code(), NANOTAO_SS58_INVALID_PAYLOAD),
        (SignError::UnsupportedScheme { scheme: Scheme::Ecdsa }.code(), NANOTAO_SIGN_UNSUPPORTED_SCHEME),
        (SignError::RandomnessFailed.code(), NANOTAO_SIGN_RANDOMNESS_FAILED),
        (SignError::VerificationFailed.code(), NANOTAO_SIGN_VERIFICATION_FAILED),
        (UriError::InvalidCharacter { offset }.code(), NANOTAO_URI_INVALID_CHARACTER),
        (UriError::MissingJunction { offset }.code(), NANOTAO_URI_MISSING_JUNCTION),
        (UriError::InvalidSeed.code(), NANOTAO_URI_INVALID_SEED),
        (UriError::SoftJunction { index }.code(), NANOTAO_URI_SOFT_JUNCTION),
        (UriError::PhraseUnsupported.code(), NANOTAO_URI_PHRASE_UNSUPPORTED),
        (MnemonicError::WordCount { found: 0 }.code(), NANOTAO_MNEMONIC_WORD_COUNT),
        (MnemonicError::UnknownWord { index }.code(), NANOTAO_MNEMONIC_UNKNOWN_WORD),
        (MnemonicError::Checksum.code(), NANOTAO_MNEMONIC_CHECKSUM),
        (
            ChainError::WeightVecNotEqualSize { uids: 0, values: 0 }.code(),
            NANOTAO_CHAIN_WEIGHT_VEC_NOT_EQUAL_SIZE,
        ),
        (
            ChainError::UidsLengthExceedUidsInSubNet { len: 0, max: 0 }.code(),
            NANOTAO_CHAIN_UIDS_LENGTH_EXCEED_UIDS_IN_SUBNET,
        ),
        (ChainError::DuplicateUids { index }.code(), NANOTAO_CHAIN_DUPLICATE_UIDS),
        (QuantiseError::LengthMismatch { uids: 0, weights: 0 }.code(), NANOTAO_QUANTISE_LENGTH_MISMATCH),
        (QuantiseError::Empty.code(), NANOTAO_QUANTISE_EMPTY),
        (QuantiseError::NotFinite { index }.code(), NANOTAO_QUANTISE_NOT_FINITE),
        (QuantiseError::Negative { index }.code(), NANOTAO_QUANTISE_NEGATIVE),
        (CallError::UnknownSpec { spec_version: 0 }.code(), NANOTAO_CALL_UNKNOWN_SPEC),
        (CallError::UnknownPallet { pallet: 0 }.code(), NANOTAO_CALL_UNKNOWN_PALLET),
        (CallError::UnknownCall { pallet: 0, call: 0 }.code(), NANOTAO_CALL_UNKNOWN_CALL),
        (CallError::NotInSpec { parent: "", name: "", spec_version: 0 }.code(), NANOTAO_CALL_NOT_IN_SPEC),
        (EncodeError::Count { needed: 0 }.code(), NANOTAO_CALL_ARGUMENT_COUNT),
        (misfit(Misfit::Kind).code(), NANOTAO_CALL_ARGUMENT_TYPE),
        (misfit(Misfit::Range).code(), NANOTAO_CALL_ARGUMENT_RANGE),
        (misfit(Misfit::Length).code(), NANOTAO_CALL_ARGUMENT_LENGTH),
        (misfit(Misfit::Order).code(), NANOTAO_CALL_ARGUMENT_ORDER),
        (misfit(Misfit::Encoding).code(), NANOTAO_CALL_ARGUMENT_ENCODING),
        (PayloadError::MetadataHashMode { offset }.code(), NANOTAO_PAYLOAD_METADATA_HASH_MODE),
        (PayloadError::AmbiguousSpecVersion.code(), NANOTAO_PAYLOAD_AMBIGUOUS_SPEC_VERSION),
        (PayloadError::TransactionVersion { found: 0 }.code(), NANOTAO_PAYLOAD_TRANSACTION_VERSION),
        (PayloadError::ImmortalBirthHash.code(), NANOTAO_PAYLOAD_IMMORTAL_BIRTH_HASH),
        (MnemonicError::EntropyLength { found: 0 }.code(), NANOTAO_MNEMONIC_ENTROPY_LENGTH),
        (ChainError::CanNotSetRootNetworkWeights.code(), NANOTAO_CHAIN_CAN_NOT_SET_ROOT_NETWORK_WEIGHTS),
        (ChainError::MechanismDoesNotExist.code(), NANOTAO_CHAIN_MECHANISM_DOES_NOT_EXIST),
        (ChainError::HotKeyNotRegisteredInSubNet.code(), NANOTAO_CHAIN_HOT_KEY_NOT_REGISTERED_IN_SUBNET),
        (
            ChainError::NotEnoughStakeToSetWeights { needed: 0 }.code(),
            NANOTAO_CHAIN_NOT_ENOUGH_STAKE_TO_SET_WEIGHTS,
        ),
        (
            ChainError::IncorrectWeightVersionKey { needed: 0 }.code(),
            NANOTAO_CHAIN_INCORRECT_WEIGHT_VERSION_KEY,
        ),
        (ChainError::SettingWeightsTooFast { next_block: 0 }.code(), NANOTAO_CHAIN_SETTING_WEIGHTS_TOO_FAST),
        (ChainError::NeuronNoValidatorPermit.code(), NANOTAO_CHAIN_NEURON_NO_VALIDATOR_PERMIT),
        (ChainError::UidVecContainInvalidOne { index }.code(), NANOTAO_CHAIN_UID_VEC_CONTAIN_INVALID_ONE),
        (
            ChainError::WeightVecLengthIsLow { len: 0, needed: 0 }.code(),
            NANOTAO_CHAIN_WEIGHT_VEC_LENGTH_IS_LOW,
        ),
        (ChainError::MaxWeightExceeded { limit: 0 }.code(), NANOTAO_CHAIN_MAX_WEIGHT_EXCEEDED),
        (ChainError::CommitRevealEnabled.code(), NANOTAO_CHAIN_COMMIT_REVEAL_ENABLED),
        (QuantiseError::AllZero.code(), NANOTAO_QUANTISE_ALL_ZERO),
        (QuantiseError::TooFew { len: 0, needed: 0 }.code(), NANOTAO_QUANTISE_TOO_FEW),
        (QuantiseError::DivisionByZero.code(), NANOTAO_QUANTISE_DIVISION_BY_ZERO),
        (FixedError.code(), NANOTAO_FIXED_NO_RESULT),
        (EpochError::TooManyNeurons { neurons: 0, max: 0 }.code(), NANOTAO_EPOCH_TOO_MANY_NEURONS),
        (EpochError::Length { field: Field::Output, len: 0, needed: 0 }.code(), NANOTAO_EPOCH_LENGTH),
        (EpochError::Memory { len: 0, needed: 0 }.code(), NANOTAO_EPOCH_MEMORY),
        (EpochError::Uid { field: Field::Uids, index }.code(), NANOTAO_EPOCH_UID),
        (
            RegistrationError::RegistrationNotPermittedOnRootSubnet.code(),
            NANOTAO_REGISTRATION_NOT_PERMITTED_ON_ROOT_SUBNET,
        ),
        (RegistrationError::SubnetNotExists.code(), NANOTAO_REGISTRATION_SUBNET_NOT_EXISTS),
        (RegistrationError::SubNetRegistrationDisabled.code(), NANOTAO_REGISTRATION_DISABLED),
        (
            RegistrationError::HotKeyAlreadyRegisteredInSubNet.code(),
            NANOTAO_REGISTRATION_HOT_KEY_ALREADY_REGISTERED,
        ),
        (RegistrationError::NoNeuronIdAvailable.code(), NANOTAO_REGISTRATION_NO_NEURON_ID_AVAILABLE),
        (RegistrationError::TooManyRegistrationsThisBlock.code(), NANOTAO_REGISTRATION_TOO_MANY_THIS_BLOCK),
        (RegistrationError::InvalidWorkBlock.code(), NANOTAO_REGISTRATION_INVALID_WORK_BLOCK),
        (RegistrationError::InvalidSeal.code(), NANOTAO_REGISTRATION_INVALID_SEAL),
        (RegistrationError::InvalidDifficulty { needed: 0 }.code(), NANOTAO_REGISTRATION_INVALID_DIFFICULTY),
        (RegistrationError::CannotUseSystemAccount.code(), NANOTAO_REGISTRATION_CANNOT_USE_SYSTEM_ACCOUNT),
        (RegistrationError::NonAssociatedColdKey.code(), NANOTAO_REGISTRATION_NON_ASSOCIATED_COLD_KEY),
        (RegistrationError::TooManyStakingHotkeys.code(), NANOTAO_REGISTRATION_TOO_MANY_STAKING_HOTKEYS),
        (MetadataError::Proof(ScaleError::NotCanonical { offset }).code(), NANOTAO_METADATA_PROOF),
        (MetadataError::NotUtf8 { offset }.code(), NANOTAO_METADATA_NOT_UTF8),
        (MetadataError::LeafCount { leaves: 0, indices: 0 }.code(), NANOTAO_METADATA_LEAF_COUNT),
        (MetadataError::LeafIndex { leaf: 0 }.code(), NANOTAO_METADATA_LEAF_INDEX),
        (MetadataError::NodeCount { nodes: 0 }.code(), NANOTAO_METADATA_NODE_COUNT),
        (MetadataError::TypeMissing { id: 0 }.code(), NANOTAO_METADATA_TYPE_MISSING),
        (MetadataError::VariantMissing { id: 0, index: 0 }.code(), NANOTAO_METADATA_VARIANT_MISSING),
        (MetadataError::AmbiguousType { id: 0 }.code(), NANOTAO_METADATA_AMBIGUOUS_TYPE),
        (MetadataError::TooDeep { offset }.code(), NANOTAO_METADATA_TOO_DEEP),
        (MetadataError::ZeroSize { offset }.code(), NANOTAO_METADATA_ZERO_SIZE),
        (MetadataError::ExtrinsicVersion { found: 0 }.code(), NANOTAO_METADATA_EXTRINSIC_VERSION),
        (MetadataError::CallType.code(), NANOTAO_METADATA_CALL_TYPE),
        (MetadataError::Extension { name: "" }.code(), NANOTAO_METADATA_EXTENSION),
        (MetadataError::DigestMismatch.code(), NANOTAO_METADATA_DIGEST_MISMATCH),
        (MetadataError::SpecMismatch { proof: 0, payload: 0 }.code(), NANOTAO_METADATA_SPEC_MISMATCH),
        (MetadataError::UnknownExtension { index }.code(), NANOTAO_METADATA_UNKNOWN_EXTENSION),
        (StorageError::UnknownPallet { spec_version: 0 }.code(), NANOTAO_STORAGE_UNKNOWN_PALLET),
        (StorageError::UnknownItem { spec_version: 0 }.code(), NANOTAO_STORAGE_UNKNOWN_ITEM),
        (StorageError::KeyCount { given: 0, known: 0 }.code(), NANOTAO_STORAGE_KEY_COUNT),
        (StorageError::KeyLen { index, needed: 0 }.code(), NANOTAO_STORAGE_KEY_LEN),
        (MetadataError::OtherChain { part: "" }.code(), NANOTAO_METADATA_OTHER_CHAIN),
        (MetadataError::Name { offset }.code(), NANOTAO_METADATA_NAME),
        (MetadataError::TooManyLeaves { leaves: 0 }.code(), NANOTAO_METADATA_TOO_MANY_LEAVES),
        (TimelockError::InvalidPublicKey.code(), NANOTAO_TIMELOCK_INVALID_PUBLIC_KEY),
        (TimelockError::InfinityPublicKey.code(), NANOTAO_TIMELOCK_INFINITY_PUBLIC_KEY),
        (TimelockError::RoundInPast { next: 0 }.code(), NANOTAO_TIMELOCK_ROUND_IN_PAST),
        (TimelockError::RoundTooFar { last: 0 }.code(), NANOTAO_TIMELOCK_ROUND_TOO_FAR),
        (TimelockError::CommitTooLong { len: 0 }.code(), NANOTAO_TIMELOCK_COMMIT_TOO_LONG),
        (TimelockError::RandomnessFailed.code(), NANOTAO_TIMELOCK_RANDOMNESS_FAILED),
        (TimelockError::InvalidLength { offset }.code(), NANOTAO_TIMELOCK_INVALID_LENGTH),
        (TimelockError::UnknownCipherSuite.code(), NANOTAO_TIMELOCK_UNKNOWN_CIPHER_SUITE),
        (TimelockError::InvalidPoint.code(), NANOTAO_TIMELOCK_INVALID_POINT),
        (TimelockError::InvalidSignature.code(), NANOTAO_TIMELOCK_INVALID_SIGNATURE),
        (TimelockError::WrongSignature.code(), NANOTAO_TIMELOCK_WRONG_SIGNATURE),
        (TimelockError::DoesNotOpen.code(), NANOTAO_TIMELOCK_DOES_NOT_OPEN),
        (TimelockError::InvalidTag.code(), NANOTAO_TIMELOCK_INVALID_TAG),
        (TimelockError::NoEpochs.code(), NANOTAO_TIMELOCK_NO_EPOCHS),
        (TimelockError::RevealPeriodTooLong.code(), NANOTAO_TIMELOCK_REVEAL_PERIOD_TOO_LONG),
        (TimelockError::RevealPeriodTooShort.code(), NANOTAO_TIMELOCK_REVEAL_PERIOD_TOO_SHORT),
        (TimelockError::InvalidSchedule.code(), NANOTAO_TIMELOCK_INVALID_SCHEDULE),
        (TimelockError::BeforeGenesis.code(), NANOTAO_TIMELOCK_BEFORE_GENESIS),
        (TimelockError::WeightsChanged.code(), NANOTAO_TIMELOCK_WEIGHTS_CHANGED),
        (SignPayloadError::WrongSigner.code(), NANOTAO_WRONG_SIGNER),
    ] {
        assert_eq!(code, status);
    }
}

#[test]
fn every_status_has_a_text_of_its_own() {
    let texts = (0..2048).map(|status| text(status).to_str().unwrap().to_string());
    let mut known: std::vec::Vec<_> = texts.filter(|text| text != "unknown status").collect();
    let len = known.len();
    assert!(len > 70);
    known.sort();
    known.dedup();
    assert_eq!(known.len(), len);
    assert_eq!(text(u32::MAX), c"unknown status");
}
