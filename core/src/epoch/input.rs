//! Everything that an epoch reads, under the chain's names.

use crate::fixed::I64F64;
use crate::primitives::Uid;
use crate::schedule::Schedule;

/// Most neurons of a subnet: what twelve bits of a uid can tell apart. The chain allows 256 for each mechanism.
pub const MAX_NEURONS: usize = 4096;

/// How large an epoch is, so that a firmware knows its memory when it is compiled.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
pub struct Dims {
    /// Neurons of the subnet (`n`).
    pub neurons: usize,
    /// Neurons that have a row of weights or of bonds: validators.
    pub rows: usize,
}

/// What liquid alpha compares weights with (`LiquidAlphaConsensusMode`).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
pub enum ConsensusMode {
    /// The consensus of this epoch.
    Current,
    /// The one stored by the epoch before (`ConsensusByMechanism`), where there is one.
    Previous,
    /// `Previous` under the full bonds penalty, else `Current`. The chain's default.
    #[default]
    Auto,
}

/// A commit that is not yet revealed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
pub struct Commit {
    /// The neuron that made it. A commit of an account that is no neuron is left out.
    pub uid: Uid,
    /// The epoch that it was made in, as `SubnetEpochIndex` counts.
    pub commit_epoch: u64,
    /// The block that it was made in.
    pub commit_block: u64,
}

/// A subnet's commits, where commit-reveal is on.
#[derive(Clone, Copy, Debug, Default)]
pub struct CommitReveal<'a> {
    /// `RevealPeriodEpochs`.
    pub reveal_period_epochs: u64,
    /// The queues of `WeightCommits`, one neuron's after another's.
    pub weight_commits: &'a [Commit],
    /// `TimelockedWeightCommits`, in any order.
    pub timelocked_weight_commits: &'a [Commit],
}

/// What an epoch of one mechanism reads, except weights and bonds.
///
/// Vectors are indexed by uid. `last_update` and `validator_permit` may be shorter or longer than the subnet, as they
/// can be on the chain; the others have one element for each neuron.
#[derive(Clone, Copy, Debug)]
pub struct Input<'a> {
    /// The block that the epoch runs in.
    pub current_block: u64,
    /// The subnet's schedule.
    pub schedule: Schedule,
    /// `ActivityCutoffFactorMilli`.
    pub activity_cutoff_factor_milli: u32,
    /// `LastUpdate` of the mechanism, in blocks. What is missing is 0.
    pub last_update: &'a [u64],
    /// `BlockAtRegistration`, and 0 for a uid without a key.
    pub block_at_registration: &'a [u64],
    /// The first vector of `get_stake_weights_for_network`.
    pub total_stake: &'a [I64F64],
    /// `StakeThreshold`.
    pub stake_threshold: u64,
    /// The uid of the subnet owner's hotkey.
    pub owner_uid: Option<Uid>,
    /// `ValidatorPermit`.
    pub validator_permit: &'a [bool],
    /// `MaxAllowedValidators`.
    pub max_allowed_validators: u16,
    /// `Kappa`, of 65535.
    pub kappa: u16,
    /// `BondsPenalty`, of 65535.
    pub bonds_penalty: u16,
    /// `BondsMovingAverage`, in millionths.
    pub bonds_moving_average: u64,
    /// `Yuma3On`.
    pub yuma3: bool,
    /// `LiquidAlphaOn`. It acts where `yuma3` is on too.
    pub liquid_alpha: bool,
    /// The lower of `AlphaValues`, of 65535.
    pub alpha_low: u16,
    /// The higher of `AlphaValues`, of 65535.
    pub alpha_high: u16,
    /// `AlphaSigmoidSteepness`, in hundredths.
    pub alpha_sigmoid_steepness: i16,
    /// `LiquidAlphaConsensusMode`.
    pub consensus_mode: ConsensusMode,
    /// `ConsensusByMechanism`; empty where none was stored.
    pub previous_consensus: &'a [u16],
    /// The commits, where commit-reveal is on.
    pub commit_reveal: Option<CommitReveal<'a>>,
}

/// A row of weights or bonds as the chain stores it: unsorted, with targets twice or out of range if so stored.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Row<'a> {
    /// The validator.
    pub uid: Uid,
    /// Targets and values.
    pub entries: &'a [(Uid, u16)],
}
