//! What to do about the core's errors, by their numbers: a device sends no more than that.

use nanotao::crypto::{MnemonicError, Scheme, SignError, UriError};
use nanotao::scale::ScaleError;
use nanotao::ss58::Ss58Error;
use nanotao::weights::timelock::TimelockError;
use nanotao::weights::{ChainError, QuantiseError};
use nanotao_signer::request::RequestError;

const END: u32 = ScaleError::UnexpectedEnd { offset: 0, missing: 0 }.code();
const NOT_CANONICAL: u32 = ScaleError::NotCanonical { offset: 0 }.code();
const OUT_OF_RANGE: u32 = ScaleError::OutOfRange { offset: 0 }.code();
const INVALID_TAG: u32 = ScaleError::InvalidTag { offset: 0, found: 0 }.code();
const TRAILING: u32 = ScaleError::TrailingBytes { offset: 0 }.code();
const ADDRESS_CHARACTER: u32 = Ss58Error::InvalidCharacter { offset: 0 }.code();
const ADDRESS_LENGTH: u32 = Ss58Error::InvalidLength { found: 0 }.code();
const ADDRESS_PREFIX: u32 = Ss58Error::InvalidPrefix { found: 0 }.code();
const ADDRESS_CHECKSUM: u32 = Ss58Error::InvalidChecksum.code();
const PREFIX: u32 = Ss58Error::PrefixNotAllowed { prefix: 0 }.code();
const SCHEME: u32 = SignError::UnsupportedScheme { scheme: Scheme::Ecdsa }.code();
const SIGNATURE: u32 = SignError::VerificationFailed.code();
const URI_CHARACTER: u32 = UriError::InvalidCharacter { offset: 0 }.code();
const JUNCTION: u32 = UriError::MissingJunction { offset: 0 }.code();
const SEED: u32 = UriError::InvalidSeed.code();
const SOFT: u32 = UriError::SoftJunction { index: 0 }.code();
const WORDS: u32 = MnemonicError::WordCount { found: 0 }.code();
const WORD: u32 = MnemonicError::UnknownWord { index: 0 }.code();
const WORD_CHECKSUM: u32 = MnemonicError::Checksum.code();
const UNEQUAL: u32 = ChainError::WeightVecNotEqualSize { uids: 0, values: 0 }.code();
const MANY: u32 = ChainError::UidsLengthExceedUidsInSubNet { len: 0, max: 0 }.code();
const NOT_REGISTERED: u32 = ChainError::HotKeyNotRegisteredInSubNet.code();
const STAKE: u32 = ChainError::NotEnoughStakeToSetWeights { needed: 0 }.code();
const VERSION_KEY: u32 = ChainError::IncorrectWeightVersionKey { needed: 0 }.code();
const TOO_FAST: u32 = ChainError::SettingWeightsTooFast { next_block: 0 }.code();
const NO_PERMIT: u32 = ChainError::NeuronNoValidatorPermit.code();
const DUPLICATE: u32 = ChainError::DuplicateUids { index: 0 }.code();
const NO_NEURON: u32 = ChainError::UidVecContainInvalidOne { index: 0 }.code();
const FEW: u32 = ChainError::WeightVecLengthIsLow { len: 0, needed: 0 }.code();
const MAX_WEIGHT: u32 = ChainError::MaxWeightExceeded { limit: 0 }.code();
const COMMIT_REVEAL: u32 = ChainError::CommitRevealEnabled.code();
const MISMATCH: u32 = QuantiseError::LengthMismatch { uids: 0, weights: 0 }.code();
const EMPTY: u32 = QuantiseError::Empty.code();
const NOT_FINITE: u32 = QuantiseError::NotFinite { index: 0 }.code();
const NEGATIVE: u32 = QuantiseError::Negative { index: 0 }.code();
const TOO_FEW: u32 = QuantiseError::TooFew { len: 0, needed: 0 }.code();
const ROOT: u32 = ChainError::CanNotSetRootNetworkWeights.code();
const NO_SUBNET: u32 = ChainError::MechanismDoesNotExist.code();
const ALL_ZERO: u32 = QuantiseError::AllZero.code();
const RANDOMNESS: u32 = SignError::RandomnessFailed.code();
const RULES: u32 = RequestError::UnknownRules { spec_version: 0 }.code();
const PROOF: u32 = RequestError::ProofMissing.code();
const INVALID_KEY: u32 = TimelockError::InvalidPublicKey.code();
const INFINITY_KEY: u32 = TimelockError::InfinityPublicKey.code();
const PAST: u32 = TimelockError::RoundInPast { next: 0 }.code();
const FAR: u32 = TimelockError::RoundTooFar { last: 0 }.code();
const LONG_COMMIT: u32 = TimelockError::CommitTooLong { len: 0 }.code();
const LENGTH: u32 = TimelockError::InvalidLength { offset: 0 }.code();
const CIPHER: u32 = TimelockError::UnknownCipherSuite.code();
const POINT: u32 = TimelockError::InvalidPoint.code();
const INVALID_SIGNATURE: u32 = TimelockError::InvalidSignature.code();
const WRONG_SIGNATURE: u32 = TimelockError::WrongSignature.code();
const DOES_NOT_OPEN: u32 = TimelockError::DoesNotOpen.code();
const TAG: u32 = TimelockError::InvalidTag.code();
const TEMPO: u32 = TimelockError::NoEpochs.code();
const LONG: u32 = TimelockError::RevealPeriodTooLong.code();
const SHORT: u32 = TimelockError::RevealPeriodTooShort.code();
const SCHEDULE: u32 = TimelockError::InvalidSchedule.code();
const GENESIS: u32 = TimelockError::BeforeGenesis.code();

/// What to do about an error, where its text does not say it.
pub(crate) const fn remedy(code: u32) -> Option<&'static str> {
    Some(match code {
        END => "bytes are missing: the text was cut off, or it is something else",
        NOT_CANONICAL | OUT_OF_RANGE | INVALID_TAG => {
            "no client writes this: it is something else, or of another spec version"
        }
        TRAILING => "more follows than belongs to it: it is something else, or of another spec version",
        ADDRESS_CHARACTER | ADDRESS_LENGTH | ADDRESS_PREFIX | ADDRESS_CHECKSUM => {
            "copy the address once more, whole: Bittensor's begin with 5 and have 48 characters"
        }
        PREFIX => "give the prefix that the network's chain spec has as ss58Format",
        SCHEME => "take an sr25519 or an ed25519 key",
        SIGNATURE => "sign again; if it stays so, this machine computes wrongly",
        URI_CHARACTER => "write it as phrase//hard/soft///password, or as 0x and a seed in hex",
        JUNCTION => "write a name after each slash, as in //hard/soft",
        SEED => "give all 64 digits of the seed, after 0x",
        SOFT => "write each step as //hard, or take the sr25519 key",
        WORDS => "give the whole phrase, with spaces between its words",
        WORD => "look for a mistyped word: the first counts as 0",
        WORD_CHECKSUM => "look for a wrong word, or words in the wrong order",
        UNEQUAL | MISMATCH => "give each uid one value, in the same order",
        MANY => "leave out uids: a subnet has at most 256 neurons",
        NOT_REGISTERED => "register the hotkey first: `nanotao sign burned-register`",
        STAKE => "stake more to the hotkey: `nanotao sign add-stake`",
        VERSION_KEY => "update the validator's code, and give its version as version_key",
        TOO_FAST => "send the weights from that block on",
        NO_PERMIT => "it comes with enough stake; until then a neuron may weight itself alone",
        DUPLICATE => "give each uid once",
        NO_NEURON => "leave it out",
        FEW | TOO_FEW => "give more uids a weight above zero",
        MAX_WEIGHT => "lower the largest weight, or raise the others",
        COMMIT_REVEAL => "commit to them first: `nanotao timelock commit`",
        EMPTY => "give at least one uid and its weight",
        NOT_FINITE => "give it as a number",
        NEGATIVE => "give zero, or more",
        ROOT => "give the netuid of a subnet: it is above 0",
        NO_SUBNET => "netuid is below 4096 and mecid below 16",
        ALL_ZERO => "give at least one uid a score above zero",
        RANDOMNESS => {
            "nothing was signed; switch the device off and on, and replace it if that does not help"
        }
        RULES => "give the runtime's spec version as --spec: the rules of 425 and 475 are known",
        PROOF => "give it by --proof",
        INVALID_KEY | INFINITY_KEY => {
            "give the beacon's public key as a drand relay tells it, or leave it out for drand quicknet's"
        }
        PAST => {
            "give the time of --block as --date, and the time from a block to the next as --block-time-ms"
        }
        FAR => "correct what the subnet's schedule is said to be, --date and --block-time-ms",
        LONG_COMMIT | LENGTH | CIPHER | POINT => {
            "give the commit whole, as `nanotao timelock commit` wrote it or the chain has it (TimelockedWeightCommits)"
        }
        INVALID_SIGNATURE | WRONG_SIGNATURE => {
            "give the round that was signed, and its signature as a drand relay or the chain (Drand, Pulses) has it"
        }
        DOES_NOT_OPEN => {
            "give the round that the commit was locked until (the chain has it beside the commit) with its signature"
        }
        TAG => "take the commit once more from where it came: the chain has it in TimelockedWeightCommits",
        TEMPO => "give Tempo as the chain stores it as --tempo",
        LONG | SHORT => "give RevealPeriodEpochs as the chain stores it as --reveal-period-epochs",
        SCHEDULE => "give --block, and what the chain stores of the subnet as of the same block",
        GENESIS => "give the time of --block as --date; the beacon's first round is of 2023-08-23T15:09:27Z",
        _ => return None,
    })
}
