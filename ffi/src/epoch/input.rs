//! What an epoch reads.

use nanotao::epoch::{
    Commit as CoreCommit, CommitReveal, ConsensusMode as CoreMode, Input, Profile, Schedule as CoreSchedule,
};
use nanotao::fixed::I64F64 as CoreI64F64;

use crate::fault::Fault;
use crate::fixed::I64F64;
use crate::memory::{self, Scratch, Sized32, flag};
use crate::status::{NANOTAO_EPOCH_LENGTH, NANOTAO_UNKNOWN_CONSENSUS, NANOTAO_UNKNOWN_RULES};

/// Most neurons of an epoch.
pub const NANOTAO_MAX_NEURONS: usize = 4096;
const _: () = assert!(NANOTAO_MAX_NEURONS == nanotao::epoch::MAX_NEURONS);

/// What liquid alpha compares weights with: one of the constants `NANOTAO_CONSENSUS_MODE_...`
/// (`LiquidAlphaConsensusMode`).
pub type ConsensusMode = u32;
/// The consensus of this epoch.
pub const NANOTAO_CONSENSUS_MODE_CURRENT: ConsensusMode = 0;
/// The one stored by the epoch before, where there is one.
pub const NANOTAO_CONSENSUS_MODE_PREVIOUS: ConsensusMode = 1;
/// `PREVIOUS` under the full bonds penalty, else `CURRENT`: the chain's default.
pub const NANOTAO_CONSENSUS_MODE_AUTO: ConsensusMode = 2;

/// Where a subnet stands between two epochs. Storage names in brackets.
#[derive(Clone, Copy)]
#[repr(C)]
pub struct Schedule {
    /// `sizeof(nanotao_schedule)`.
    pub struct_size: u32,
    /// In blocks (`Tempo`), at most 65535.
    pub tempo: u16,
    /// 1 if `last_yuma_step_block` is set, else 0.
    pub has_last_yuma_step_block: u16,
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
    /// `LastYumaStepBlock`, of spec 475. Not read if it is not set.
    pub last_yuma_step_block: u64,
}

// SAFETY: `repr(C)`, integers only, the size first.
unsafe impl Sized32 for Schedule {}

impl Schedule {
    pub(crate) fn to_core(self) -> Result<CoreSchedule, Fault> {
        let has_last_yuma_step_block = flag(self.has_last_yuma_step_block.into())?;
        Ok(CoreSchedule {
            tempo: self.tempo,
            last_epoch_block: self.last_epoch_block,
            pending_epoch_at: self.pending_epoch_at,
            blocks_since_last_step: self.blocks_since_last_step,
            subnet_epoch_index: self.subnet_epoch_index,
            last_mechanism_step_block: self.last_mechanism_step_block,
            last_yuma_step_block: has_last_yuma_step_block.then_some(self.last_yuma_step_block),
        })
    }
}

/// A commit that is not yet revealed.
#[derive(Clone, Copy)]
#[repr(C)]
pub struct Commit {
    /// The epoch that it was made in, as `SubnetEpochIndex` counts.
    pub commit_epoch: u64,
    /// The block that it was made in.
    pub commit_block: u64,
    /// The neuron that made it.
    pub uid: u16,
    /// 0.
    pub reserved: [u16; 3],
}

/// What an epoch of one mechanism reads, except weights and bonds. Storage names in brackets. Zero it, then set what
/// there is; a list that is empty may stay NULL.
#[derive(Clone, Copy)]
#[repr(C)]
pub struct EpochInput {
    /// `sizeof(nanotao_epoch_input)`.
    pub struct_size: u32,
    /// Which rules hold: 425 or 475.
    pub spec_version: u32,
    /// The subnet's schedule, with its own `struct_size`.
    pub schedule: Schedule,
    /// The block that the epoch runs in.
    pub current_block: u64,
    /// `StakeThreshold`.
    pub stake_threshold: u64,
    /// `BondsMovingAverage`, in millionths.
    pub bonds_moving_average: u64,
    /// `RevealPeriodEpochs`. Not read unless commit-reveal is on.
    pub reveal_period_epochs: u64,
    /// `ActivityCutoffFactorMilli`.
    pub activity_cutoff_factor_milli: u32,
    /// `LiquidAlphaConsensusMode`.
    pub consensus_mode: ConsensusMode,
    /// 1 if `owner_uid` is set, else 0.
    pub has_owner_uid: u32,
    /// `Yuma3On`: 1 or 0.
    pub yuma3: u32,
    /// `LiquidAlphaOn`: 1 or 0. It acts where `yuma3` is on too.
    pub liquid_alpha: u32,
    /// `CommitRevealWeightsEnabled`: 1 or 0.
    pub commit_reveal: u32,
    /// The uid of the subnet owner's hotkey.
    pub owner_uid: u16,
    /// `MaxAllowedValidators`.
    pub max_allowed_validators: u16,
    /// `Kappa`, of 65535.
    pub kappa: u16,
    /// `BondsPenalty`, of 65535.
    pub bonds_penalty: u16,
    /// The lower of `AlphaValues`, of 65535.
    pub alpha_low: u16,
    /// The higher of `AlphaValues`, of 65535.
    pub alpha_high: u16,
    /// `AlphaSigmoidSteepness`, in hundredths.
    pub alpha_sigmoid_steepness: i16,
    /// 0.
    pub reserved: u16,
    /// How many neurons the subnet has: the length of `total_stake` and `block_at_registration`.
    pub neurons: usize,
    /// The first vector of `get_stake_weights_for_network`.
    pub total_stake: *const I64F64,
    /// `BlockAtRegistration`, and 0 for a uid without a key.
    pub block_at_registration: *const u64,
    /// `LastUpdate` of the mechanism, in blocks. What is missing is 0.
    pub last_update: *const u64,
    /// Its length.
    pub last_update_len: usize,
    /// `ValidatorPermit`: 1 or 0. What is missing is 0.
    pub validator_permit: *const u8,
    /// Its length.
    pub validator_permit_len: usize,
    /// `ConsensusByMechanism`; empty where none was stored.
    pub previous_consensus: *const u16,
    /// Its length.
    pub previous_consensus_len: usize,
    /// The queues of `WeightCommits`, one neuron's after another's.
    pub weight_commits: *const Commit,
    /// Its length.
    pub weight_commits_len: usize,
    /// `TimelockedWeightCommits`, in any order.
    pub timelocked_weight_commits: *const Commit,
    /// Its length.
    pub timelocked_weight_commits_len: usize,
}

// SAFETY: `repr(C)`, integers and pointers only, the size first.
unsafe impl Sized32 for EpochInput {}

/// The rules of a spec version.
pub(crate) fn profile(spec_version: u32) -> Result<Profile, Fault> {
    match spec_version {
        425 => Ok(Profile::SPEC_425),
        475 => Ok(Profile::SPEC_475),
        _ => Err(NANOTAO_UNKNOWN_RULES.into()),
    }
}

impl EpochInput {
    /// Words of working memory that [`Self::as_core`] takes.
    pub(super) const fn words(&self) -> usize {
        Scratch::words::<CoreI64F64>(self.neurons)
            .saturating_add(Scratch::words::<CoreCommit>(self.weight_commits_len))
            .saturating_add(Scratch::words::<CoreCommit>(self.timelocked_weight_commits_len))
    }

    /// The lists where the core can read them; what it has in another form is copied.
    ///
    /// # Safety
    /// As [`memory::slice`], for every list.
    pub(super) unsafe fn as_core<'a>(
        &self,
        scratch: &mut Scratch<'a>,
    ) -> Result<(Profile, Input<'a>), Fault> {
        let profile = profile(self.spec_version)?;
        if self.schedule.struct_size != Schedule::STRUCT_SIZE {
            return Err(crate::status::NANOTAO_INVALID_STRUCT_SIZE.into());
        }
        if self.neurons > NANOTAO_MAX_NEURONS {
            return Err(crate::status::NANOTAO_EPOCH_TOO_MANY_NEURONS.into());
        }
        // SAFETY: the caller's promise.
        let (stake, registered, updated, permits, consensus) = unsafe {
            (
                memory::slice(self.total_stake, self.neurons)?,
                memory::slice(self.block_at_registration, self.neurons)?,
                memory::slice(self.last_update, self.last_update_len)?,
                memory::flags(self.validator_permit, self.validator_permit_len)?,
                memory::slice(self.previous_consensus, self.previous_consensus_len)?,
            )
        };
        // SAFETY: the caller's promise.
        let (weight_commits, timelocked) = unsafe {
            (
                memory::slice(self.weight_commits, self.weight_commits_len)?,
                memory::slice(self.timelocked_weight_commits, self.timelocked_weight_commits_len)?,
            )
        };
        let commit = |commit: &Commit| CoreCommit {
            uid: commit.uid,
            commit_epoch: commit.commit_epoch,
            commit_block: commit.commit_block,
        };
        let total_stake = scratch.list(stake.iter().map(|stake| stake.to_core()))?;
        let weight_commits = scratch.list(weight_commits.iter().map(commit))?;
        let timelocked_weight_commits = scratch.list(timelocked.iter().map(commit))?;
        let commit_reveal = CommitReveal {
            reveal_period_epochs: self.reveal_period_epochs,
            weight_commits,
            timelocked_weight_commits,
        };
        let input = Input {
            current_block: self.current_block,
            schedule: self.schedule.to_core()?,
            activity_cutoff_factor_milli: self.activity_cutoff_factor_milli,
            last_update: updated,
            block_at_registration: registered,
            total_stake,
            stake_threshold: self.stake_threshold,
            owner_uid: flag(self.has_owner_uid)?.then_some(self.owner_uid),
            validator_permit: permits,
            max_allowed_validators: self.max_allowed_validators,
            kappa: self.kappa,
            bonds_penalty: self.bonds_penalty,
            bonds_moving_average: self.bonds_moving_average,
            yuma3: flag(self.yuma3)?,
            liquid_alpha: flag(self.liquid_alpha)?,
            alpha_low: self.alpha_low,
            alpha_high: self.alpha_high,
            alpha_sigmoid_steepness: self.alpha_sigmoid_steepness,
            consensus_mode: match self.consensus_mode {
                NANOTAO_CONSENSUS_MODE_CURRENT => CoreMode::Current,
                NANOTAO_CONSENSUS_MODE_PREVIOUS => CoreMode::Previous,
                NANOTAO_CONSENSUS_MODE_AUTO => CoreMode::Auto,
                _ => return Err(NANOTAO_UNKNOWN_CONSENSUS.into()),
            },
            previous_consensus: consensus,
            commit_reveal: flag(self.commit_reveal)?.then_some(commit_reveal),
        };
        Ok((profile, input))
    }

    /// Fails if a list is longer than the address space.
    pub(super) fn check_lens(&self) -> Result<(), Fault> {
        memory::check_len::<u64>(self.last_update_len)?;
        memory::check_len::<u8>(self.validator_permit_len)?;
        memory::check_len::<u16>(self.previous_consensus_len)?;
        memory::check_len::<Commit>(self.weight_commits_len)?;
        memory::check_len::<Commit>(self.timelocked_weight_commits_len)
    }

    /// The addresses of all lists.
    pub(super) fn extents(&self) -> [core::ops::Range<usize>; 7] {
        [
            memory::bounds(self.total_stake, self.neurons),
            memory::bounds(self.block_at_registration, self.neurons),
            memory::bounds(self.last_update, self.last_update_len),
            memory::bounds(self.validator_permit, self.validator_permit_len),
            memory::bounds(self.previous_consensus, self.previous_consensus_len),
            memory::bounds(self.weight_commits, self.weight_commits_len),
            memory::bounds(self.timelocked_weight_commits, self.timelocked_weight_commits_len),
        ]
    }
}

/// Fails unless a list has as many elements as there are neurons.
pub(super) fn expect_len(len: usize, neurons: usize) -> Result<(), Fault> {
    if len == neurons { Ok(()) } else { Err(NANOTAO_EPOCH_LENGTH.into()) }
}
