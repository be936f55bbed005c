//! A subnet before an epoch: what the epoch reads, owned, and how it is computed.

use std::collections::BTreeMap;

use clap::ValueEnum;
use nanotao::AlphaBalance;
use nanotao::epoch::{
    Commit, CommitReveal, ConsensusMode, Dims, Epoch, Input, Output, Profile, Row, Schedule, SparseBonds,
    Trace,
};
use nanotao::fixed::I64F64;
use nanotao::{MechId, NetUid, Uid};

use crate::{Error, Result};

/// A row of weights or of bonds, in the order that it is stored in.
pub type Entries = Vec<(Uid, u16)>;

/// The spec version whose rules hold.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum Spec {
    /// Spec 425.
    #[value(name = "425")]
    V425,
    /// Spec 475.
    #[default]
    #[value(name = "475")]
    V475,
}

impl Spec {
    /// Its rules.
    pub const fn profile(self) -> Profile {
        match self {
            Self::V425 => Profile::SPEC_425,
            Self::V475 => Profile::SPEC_475,
        }
    }

    /// Its number.
    pub const fn number(self) -> u32 {
        match self {
            Self::V425 => 425,
            Self::V475 => 475,
        }
    }
}

/// The commits of a subnet where commit-reveal is on.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Commits {
    /// `RevealPeriodEpochs`.
    pub reveal_period_epochs: u64,
    /// `WeightCommits`, one neuron's queue after another's.
    pub weight_commits: Vec<Commit>,
    /// `TimelockedWeightCommits`.
    pub timelocked_weight_commits: Vec<Commit>,
}

/// One mechanism of a subnet before an epoch: all that the epoch reads, under the names of [`Input`].
#[derive(Clone, Debug)]
#[allow(missing_docs, reason = "the fields of `Input`, which documents them")]
pub struct State {
    /// What the file calls it.
    pub name: Option<String>,
    /// The spec version that the file says it is of.
    pub spec: Option<Spec>,
    pub netuid: Option<NetUid>,
    pub mecid: Option<MechId>,
    pub current_block: u64,
    pub schedule: Schedule,
    pub activity_cutoff_factor_milli: u32,
    pub last_update: Vec<u64>,
    pub block_at_registration: Vec<u64>,
    /// Which uids have a key; results of others are stored nowhere.
    pub has_key: Vec<bool>,
    pub total_stake: Vec<I64F64>,
    pub stake_threshold: u64,
    pub owner_uid: Option<Uid>,
    pub validator_permit: Vec<bool>,
    pub max_allowed_validators: u16,
    pub kappa: u16,
    pub bonds_penalty: u16,
    pub bonds_moving_average: u64,
    pub yuma3: bool,
    pub liquid_alpha: bool,
    pub alpha_low: u16,
    pub alpha_high: u16,
    pub alpha_sigmoid_steepness: i16,
    pub consensus_mode: ConsensusMode,
    pub previous_consensus: Vec<u16>,
    pub commit_reveal: Option<Commits>,
    /// The rows of weights.
    pub weights: BTreeMap<Uid, Entries>,
    /// The rows of bonds.
    pub bonds: BTreeMap<Uid, Entries>,
    /// What the epoch shares out.
    pub rao_emission: AlphaBalance,
}

/// What an epoch came to, by uid: the fields of [`Output`], and the rows of bonds.
#[derive(Clone, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "the fields of `Output`, which documents them")]
pub struct Outcome {
    pub dividend: Vec<u16>,
    pub incentive: Vec<u16>,
    pub stake_weight: Vec<u16>,
    pub consensus: Vec<u16>,
    pub validator_trust: Vec<u16>,
    pub validator_emission: Vec<u64>,
    pub server_emission: Vec<u64>,
    pub emission: Vec<u64>,
    pub stake: Vec<u64>,
    pub active: Vec<bool>,
    pub new_validator_permit: Vec<bool>,
    /// The row of bonds of each uid.
    pub bond: Vec<Entries>,
}

impl Outcome {
    fn new(neurons: usize) -> Self {
        Self {
            dividend: vec![0; neurons],
            incentive: vec![0; neurons],
            stake_weight: vec![0; neurons],
            consensus: vec![0; neurons],
            validator_trust: vec![0; neurons],
            validator_emission: vec![0; neurons],
            server_emission: vec![0; neurons],
            emission: vec![0; neurons],
            stake: vec![0; neurons],
            active: vec![false; neurons],
            new_validator_permit: vec![false; neurons],
            bond: Vec::new(),
        }
    }

    fn output(&mut self) -> Output<'_> {
        Output {
            dividend: &mut self.dividend,
            incentive: &mut self.incentive,
            stake_weight: &mut self.stake_weight,
            consensus: &mut self.consensus,
            validator_trust: &mut self.validator_trust,
            validator_emission: &mut self.validator_emission,
            server_emission: &mut self.server_emission,
            emission: &mut self.emission,
            stake: &mut self.stake,
            active: &mut self.active,
            new_validator_permit: &mut self.new_validator_permit,
        }
    }
}

impl State {
    /// How many neurons the subnet has.
    pub fn neurons(&self) -> usize {
        self.total_stake.len()
    }

    /// The uids that have a key: those that the chain stores results of.
    pub fn uids(&self) -> impl Iterator<Item = Uid> + '_ {
        nanotao::epoch::persisted_uids(&self.has_key)
    }

    /// Fails unless a neuron with a key has the uid.
    ///
    /// # Errors
    /// [`Kind::Usage`](crate::Kind::Usage) with what there is.
    pub fn check_uid(&self, uid: Uid) -> Result<()> {
        match self.has_key.get(usize::from(uid)) {
            Some(true) => Ok(()),
            Some(false) => Err(Error::usage(format_args!("uid {uid} has no key"))
                .remedy("nothing is stored of it: choose a uid of the table")),
            None => Err(Error::usage(format_args!("there is no uid {uid}"))
                .remedy(format_args!("the subnet has {} neurons, counted from 0", self.neurons()))),
        }
    }

    /// What the chain can hold but seldom does, and a file rather by mistake.
    pub fn oddities(&self) -> Vec<String> {
        let neurons = self.neurons();
        let mut oddities = Vec::new();
        let lens =
            [("last_update", self.last_update.len()), ("validator_permit", self.validator_permit.len())];
        for (name, len) in lens.iter().filter(|(_, len)| *len != neurons) {
            oddities.push(format!("{name} has {len} elements for {neurons} neurons"));
        }
        for (name, rows) in [("weights", &self.weights), ("bonds", &self.bonds)] {
            let foreign = |uid: &Uid| usize::from(*uid) >= neurons;
            if let Some(uid) = rows.keys().find(|uid| foreign(uid)) {
                oddities.push(format!("{name} has a row of uid {uid}, which is none of {neurons} neurons"));
            }
            let entries = rows.iter().flat_map(|(uid, row)| row.iter().map(move |(target, _)| (uid, target)));
            for (uid, target) in entries.filter(|(_, target)| foreign(target)).take(1) {
                oddities.push(format!(
                    "{name} of uid {uid} name uid {target}, which is none of {neurons} neurons"
                ));
            }
        }
        oddities
    }

    /// The input of the core.
    pub fn input(&self) -> Input<'_> {
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
            commit_reveal: self.commit_reveal.as_ref().map(|commits| CommitReveal {
                reveal_period_epochs: commits.reveal_period_epochs,
                weight_commits: &commits.weight_commits,
                timelocked_weight_commits: &commits.timelocked_weight_commits,
            }),
        }
    }

    /// Computes the epoch (`epoch_mechanism`).
    ///
    /// # Errors
    /// [`Kind::Input`](crate::Kind::Input) with the core's error, if lengths disagree or the subnet is too large.
    pub fn run(&self, spec: Spec, trace: &mut impl Trace) -> Result<Outcome> {
        let neurons = self.neurons();
        let (weights, bonds) = (rows(&self.weights), rows(&self.bonds));
        let count = |rows: &[Row<'_>]| rows.iter().map(|row| row.entries.len()).sum();
        // Every row counts, also that of a uid with both: memory to spare does no harm.
        let dims = Dims { neurons, rows: weights.len().saturating_add(bonds.len()) };
        let mut memory = vec![0; dims.words_sparse(count(&weights), count(&bonds))];
        let (mut entries, mut ends) =
            (vec![(0, 0); SparseBonds::capacity(&weights, &bonds)], vec![0; neurons]);
        let mut new_bonds = SparseBonds { entries: &mut entries, ends: &mut ends };
        let mut outcome = Outcome::new(neurons);
        let epoch = Epoch { profile: spec.profile(), input: self.input(), rao_emission: self.rao_emission };
        epoch.run_sparse(&weights, &bonds, &mut new_bonds, &mut outcome.output(), &mut memory, trace)?;
        outcome.bond = (0..).take(neurons).map(|uid| new_bonds.row(uid).to_vec()).collect();
        Ok(outcome)
    }

    /// Goes on to the next epoch, with what the chain stores of this one: permits, bonds, consensus, the blocks of the
    /// last step. It stores them for uids with a key, one after another.
    ///
    /// Beside that, a tempo goes by in which every active neuron repeats its weights, so that nobody falls inactive by
    /// time alone. Stake, registrations and commits stay as they are.
    pub fn carry(&mut self, outcome: &Outcome) {
        let stored: Vec<Uid> = self.uids().collect();
        let stored = || stored.iter().map(|uid| usize::from(*uid));
        self.validator_permit =
            stored().filter_map(|uid| outcome.new_validator_permit.get(uid).copied()).collect();
        self.previous_consensus = stored().filter_map(|uid| outcome.consensus.get(uid).copied()).collect();
        let bonds = stored().filter_map(|uid| outcome.bond.get(uid).cloned());
        self.bonds.extend((0..).zip(bonds));

        let block = self.current_block;
        let tempo = u64::from(self.schedule.tempo.max(1));
        for (last_update, active) in self.last_update.iter_mut().zip(&outcome.active) {
            if *active {
                *last_update = last_update.saturating_add(tempo);
            }
        }
        self.current_block = block.saturating_add(tempo);
        self.schedule = Schedule {
            tempo: self.schedule.tempo,
            last_epoch_block: block,
            pending_epoch_at: 0,
            blocks_since_last_step: 0,
            subnet_epoch_index: self.schedule.subnet_epoch_index.saturating_add(1),
            last_mechanism_step_block: block,
            last_yuma_step_block: Some(block),
        };
    }
}

fn rows(rows: &BTreeMap<Uid, Entries>) -> Vec<Row<'_>> {
    rows.iter().map(|(uid, entries)| Row { uid: *uid, entries }).collect()
}
