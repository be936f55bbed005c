//! What to do about the core's errors, by their numbers: a device sends no more than that.

use nanotao::crypto::SignError;
use nanotao::weights::timelock::TimelockError;
use nanotao::weights::{ChainError, QuantiseError};
use nanotao_signer::request::RequestError;

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
