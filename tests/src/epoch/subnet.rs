//! A subnet as the epoch vectors give it, and an epoch over it.

use super::run::{self, Computed, Entries};
use crate::case::{Case, Form};
use crate::outcome::{Step, Stop};
use alloc::vec::Vec;
use nanotao::AlphaBalance;
use nanotao::epoch::{Commit, CommitReveal, ConsensusMode, Epoch, Input, Profile, Row, Schedule};
use nanotao::fixed::{I32F32, I64F64};

pub(crate) type StoredRows = Vec<(u16, Entries)>;

macro_rules! fixed {
    ($($fixed:ty: $bits:ty),*) => {$(
        /// The bits, as a number or as text.
        impl<'a> Form<'a> for $fixed {
            const NAME: &'static str = concat!("the bits of ", stringify!($fixed));
            fn read(value: &'a serde_json::Value) -> Option<Self> {
                <$bits>::read(value).map(Self::from_bits)
            }
        }
    )*};
}

fixed!(
    I32F32: i64, I64F64: i128, nanotao::fixed::I96F32: i128, nanotao::fixed::U96F32: u128, nanotao::fixed::U64F64: u128
);

/// What the epoch reads of a subnet, but weights and bonds.
#[derive(Clone)]
pub(crate) struct Subnet {
    pub(crate) neurons: usize,
    pub(crate) current_block: u64,
    pub(crate) schedule: Schedule,
    pub(crate) activity_cutoff_factor_milli: u32,
    pub(crate) last_update: Vec<u64>,
    pub(crate) block_at_registration: Vec<u64>,
    pub(crate) has_key: Vec<bool>,
    pub(crate) total_stake: Vec<I64F64>,
    pub(crate) stake_threshold: u64,
    pub(crate) owner_uid: Option<u16>,
    pub(crate) validator_permit: Vec<bool>,
    pub(crate) max_allowed_validators: u16,
    pub(crate) kappa: u16,
    pub(crate) bonds_penalty: u16,
    pub(crate) bonds_moving_average: u64,
    pub(crate) yuma3: bool,
    pub(crate) liquid_alpha: bool,
    pub(crate) alpha_low: u16,
    pub(crate) alpha_high: u16,
    pub(crate) alpha_sigmoid_steepness: i16,
    pub(crate) consensus_mode: ConsensusMode,
    pub(crate) previous_consensus: Vec<u16>,
    pub(crate) commits: Option<Commits>,
}

/// Commits of one account, or of one epoch: what tells them apart, and the block.
type Queue<T> = Vec<(T, u64)>;

#[derive(Clone)]
pub(crate) struct Commits {
    pub(super) reveal_period_epochs: u64,
    pub(super) weight_commits: Vec<Commit>,
    pub(super) timelocked_weight_commits: Vec<Commit>,
}

impl Commits {
    fn read(case: Case<'_>) -> Result<Option<Self>, Stop> {
        if !case.get::<bool>("commit_reveal_enabled")? {
            return Ok(None);
        }
        let (mut weight_commits, mut timelocked) = (Vec::new(), Vec::new());
        let queues: Vec<(Maybe<u16>, Queue<u64>)> = case.get("weight_commits")?;
        for (Maybe(uid), queue) in queues {
            // An account without a uid has no row to mask.
            let Some(uid) = uid else { continue };
            weight_commits.extend(queue.into_iter().map(|(commit_epoch, commit_block)| Commit {
                uid,
                commit_epoch,
                commit_block,
            }));
        }
        let epochs: Vec<(u64, Queue<Maybe<u16>>)> = case.get("timelocked_commits")?;
        for (commit_epoch, queue) in epochs {
            timelocked.extend(
                queue.into_iter().filter_map(|(uid, commit_block)| {
                    Some(Commit { uid: uid.0?, commit_epoch, commit_block })
                }),
            );
        }
        let reveal_period_epochs = case.get("reveal_period_epochs")?;
        Ok(Some(Self { reveal_period_epochs, weight_commits, timelocked_weight_commits: timelocked }))
    }
}

/// A value that may be null.
struct Maybe<T>(Option<T>);

impl<'a, T: Form<'a>> Form<'a> for Maybe<T> {
    const NAME: &'static str = T::NAME;
    fn read(value: &'a serde_json::Value) -> Option<Self> {
        if value.is_null() { Some(Self(None)) } else { T::read(value).map(|value| Self(Some(value))) }
    }
}

impl<'a> Form<'a> for ConsensusMode {
    const NAME: &'static str = "a consensus mode";
    fn read(value: &'a serde_json::Value) -> Option<Self> {
        match value.as_str()? {
            "Current" => Some(Self::Current),
            "Previous" => Some(Self::Previous),
            "Auto" => Some(Self::Auto),
            _ => None,
        }
    }
}

impl Subnet {
    /// Reads what a case says of the subnet. What is one mechanism's own is read from `mechanism`.
    pub(crate) fn read(profile: &Profile, case: Case<'_>, mechanism: Case<'_>) -> Result<Self, Stop> {
        let since_475 = profile.last_yuma_step_block;
        Ok(Self {
            neurons: case.get::<u16>("n")?.into(),
            current_block: case.get("current_block")?,
            schedule: Schedule {
                tempo: case.get("tempo")?,
                last_epoch_block: case.get("last_epoch_block")?,
                pending_epoch_at: case.get("pending_epoch_at")?,
                blocks_since_last_step: case.get("blocks_since_last_step")?,
                subnet_epoch_index: case.get("subnet_epoch_index")?,
                last_mechanism_step_block: case.get("last_mechanism_step_block")?,
                last_yuma_step_block: if since_475 && !is_null(case)? {
                    case.nullable("last_yuma_step_block")?
                } else {
                    None
                },
            },
            last_update: mechanism.get("last_update")?,
            block_at_registration: case.get("block_at_registration")?,
            has_key: case.get("has_key")?,
            total_stake: case.get("total_stake_i64f64")?,
            validator_permit: case.get("validator_permit")?,
            max_allowed_validators: case.get("max_allowed_validators")?,
            previous_consensus: if since_475 && !is_null(case)? {
                mechanism.get("previous_consensus")?
            } else {
                Vec::new()
            },
            commits: Commits::read(case)?,
            ..Self::parameters(profile, case)?
        })
    }

    /// The hyperparameters of a subnet without neurons.
    pub(crate) fn parameters(profile: &Profile, case: Case<'_>) -> Result<Self, Stop> {
        Ok(Self {
            neurons: 0,
            current_block: 0,
            schedule: Schedule::default(),
            activity_cutoff_factor_milli: case.get("activity_cutoff_factor_milli")?,
            last_update: Vec::new(),
            block_at_registration: Vec::new(),
            has_key: Vec::new(),
            total_stake: Vec::new(),
            stake_threshold: case.get("stake_threshold")?,
            owner_uid: case.nullable("owner_uid")?,
            validator_permit: Vec::new(),
            max_allowed_validators: 0,
            kappa: yuma(case, "kappa")?,
            bonds_penalty: yuma(case, "bonds_penalty")?,
            bonds_moving_average: yuma(case, "bonds_moving_average")?,
            yuma3: yuma(case, "yuma3")?,
            liquid_alpha: yuma(case, "liquid_alpha")?,
            alpha_low: yuma(case, "alpha_low")?,
            alpha_high: yuma(case, "alpha_high")?,
            alpha_sigmoid_steepness: yuma(case, "alpha_sigmoid_steepness")?,
            consensus_mode: if profile.liquid_alpha_consensus_mode {
                yuma(case, "consensus_mode")?
            } else {
                Default::default()
            },
            previous_consensus: Vec::new(),
            commits: None,
        })
    }

    pub(crate) fn input(&self) -> Input<'_> {
        Input {
            current_block: self.current_block,
            schedule: self.schedule,
            activity_cutoff_factor_milli: self.activity_cutoff_factor_milli,
            last_update: &self.last_update,
            block_at_registration: &self.block_at_registration,
            total_stake: &self.total_stake,
            stake_threshold: self.stake_threshold,
            owner_uid: self.owner_uid,
            validator_permit: &self.validator_permit,
            max_allowed_validators: self.max_allowed_validators,
            kappa: self.kappa,
            bonds_penalty: self.bonds_penalty,
            bonds_moving_average: self.bonds_moving_average,
            yuma3: self.yuma3,
            liquid_alpha: self.liquid_alpha,
            alpha_low: self.alpha_low,
            alpha_high: self.alpha_high,
            alpha_sigmoid_steepness: self.alpha_sigmoid_steepness,
            consensus_mode: self.consensus_mode,
            previous_consensus: &self.previous_consensus,
            commit_reveal: self.commits.as_ref().map(|commits| CommitReveal {
                reveal_period_epochs: commits.reveal_period_epochs,
                weight_commits: &commits.weight_commits,
                timelocked_weight_commits: &commits.timelocked_weight_commits,
            }),
        }
    }

    pub(crate) fn epoch(&self, profile: &Profile, rao_emission: u64) -> Epoch<'_> {
        Epoch { profile: *profile, input: self.input(), rao_emission: AlphaBalance(rao_emission) }
    }
}

/// Tells whether the case is one of the Null consensus. What only Yuma reads may be absent there.
pub(crate) fn is_null(case: Case<'_>) -> Result<bool, Stop> {
    Ok(case.optional::<&str>("epoch_consensus")? == Some("Null"))
}

fn yuma<'a, T: Form<'a> + Default>(case: Case<'a>, field: &str) -> Result<T, Stop> {
    if is_null(case)? { Ok(case.optional(field)?.unwrap_or_default()) } else { case.get(field) }
}

pub(crate) fn borrowed(rows: &StoredRows) -> Vec<Row<'_>> {
    let mut rows: Vec<_> = rows.iter().map(|(uid, entries)| Row { uid: *uid, entries }).collect();
    // The chain's map has them in the order of hashes; what it computes does not depend on that.
    rows.sort_by_key(|row| row.uid);
    rows
}

/// An epoch over rows as they are stored.
pub(crate) fn run_sparse(
    profile: &Profile,
    subnet: &Subnet,
    rao_emission: u64,
    weights: &StoredRows,
    bonds: &StoredRows,
) -> Result<Computed, Stop> {
    let epoch = subnet.epoch(profile, rao_emission);
    run::sparse(&epoch, &borrowed(weights), &borrowed(bonds)).step("run_sparse")
}

/// An epoch over dense rows, where they say the same as the stored ones.
pub(crate) fn run_dense(
    profile: &Profile,
    subnet: &Subnet,
    rao_emission: u64,
    weights: &StoredRows,
    bonds: &StoredRows,
) -> Result<Option<Computed>, Stop> {
    let epoch = subnet.epoch(profile, rao_emission);
    run::dense(&epoch, &borrowed(weights), &borrowed(bonds)).step("run_dense")
}
