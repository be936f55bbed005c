//! Everything that an epoch reads, under the chain's names.

use crate::fixed::I64F64;
use crate::primitives::Uid;

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

/// Which of the chain's rules hold. They changed between spec 425 and 475.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
#[non_exhaustive]
pub struct Profile {
    /// `LiquidAlphaConsensusMode` is read. Before, liquid alpha always compared with the current consensus.
    pub liquid_alpha_consensus_mode: bool,
    /// `LastYumaStepBlock`, where set, decides which bonds are masked.
    pub last_yuma_step_block: bool,
    /// More blocks than this since the last step make an epoch due: `MAX_TEMPO`, or the tempo itself where `None`.
    pub max_blocks_since_last_step: Option<u64>,
    /// The owner's uid needs no stake above the threshold and no permit, and may weigh itself.
    pub owner_exempt: bool,
    /// A split of the wrong length counts as none, where it was cut or padded before.
    pub malformed_split_is_even: bool,
}

impl Profile {
    /// Spec 425.
    pub const SPEC_425: Self = Self {
        liquid_alpha_consensus_mode: false,
        last_yuma_step_block: false,
        max_blocks_since_last_step: Some(50_400),
        owner_exempt: true,
        malformed_split_is_even: false,
    };

    /// Spec 475.
    pub const SPEC_475: Self = Self {
        liquid_alpha_consensus_mode: true,
        last_yuma_step_block: true,
        max_blocks_since_last_step: None,
        owner_exempt: true,
        malformed_split_is_even: true,
    };
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

/// Where a subnet stands between two epochs.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
pub struct Schedule {
    /// `Tempo`, in blocks.
    pub tempo: u16,
    /// `LastEpochBlock`.
    pub last_epoch_block: u64,
    /// `PendingEpochAt`; 0 means none.
    pub pending_epoch_at: u64,
    /// `BlocksSinceLastStep`.
    pub blocks_since_last_step: u64,
    /// `SubnetEpochIndex`.
    pub subnet_epoch_index: u64,
    /// `LastMechansimStepBlock` (the chain's spelling); 0 means never.
    pub last_mechanism_step_block: u64,
    /// `LastYumaStepBlock`. It came with the Null consensus; a profile before that does not read it.
    pub last_yuma_step_block: Option<u64>,
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
