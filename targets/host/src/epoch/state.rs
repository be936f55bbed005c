//! A subnet before an epoch: what the epoch reads, owned, and how it is computed.

use std::collections::BTreeMap;

use clap::ValueEnum;
use nanotao::epoch::{
    Commit, CommitReveal, ConsensusMode, Dims, Epoch, EpochConsensus, Input, NullEpoch, Profile, Row,
    Schedule, SparseBonds, Trace, mechanism_weight,
};
use nanotao::fixed::I64F64;
use nanotao::{MechId, NetUid, Uid};

use super::{Emission, Outcome, Recorder, SubnetOutcome};
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

/// A mechanism before an epoch: what is its own.
#[derive(Clone, Debug, Default)]
#[allow(missing_docs, reason = "the fields of `Input`, which documents them")]
pub struct Mechanism {
    pub mecid: Option<MechId>,
    pub last_update: Vec<u64>,
    pub previous_consensus: Vec<u16>,
    /// `WeightCommits`, one neuron's queue after another's.
    pub weight_commits: Vec<Commit>,
    /// `TimelockedWeightCommits`.
    pub timelocked_weight_commits: Vec<Commit>,
    /// The rows of weights.
    pub weights: BTreeMap<Uid, Entries>,
    /// The rows of bonds.
    pub bonds: BTreeMap<Uid, Entries>,
}

/// A subnet before an epoch, or one mechanism of it: all that the epoch reads, under the names of [`Input`].
#[derive(Clone, Debug)]
#[allow(missing_docs, reason = "the fields of `Input`, which documents them")]
pub struct State {
    /// What the file calls it.
    pub name: Option<String>,
    /// The spec version that the file says it is of.
    pub spec: Option<Spec>,
    pub netuid: Option<NetUid>,
    pub current_block: u64,
    pub schedule: Schedule,
    pub activity_cutoff_factor_milli: u32,
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
    /// `RevealPeriodEpochs`, where commit-reveal is on.
    pub reveal_period_epochs: Option<u64>,
    /// What the epoch shares out.
    pub emission: Emission,
    /// `MechanismEmissionSplit`.
    pub split: Option<Vec<u16>>,
    /// The mechanisms, one at least.
    pub mechanisms: Vec<Mechanism>,
    /// Whether these are all of the subnet's, as `mechanisms` of a file has them, and not one by itself.
    pub whole: bool,
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
        let (neurons, count) = (self.neurons(), self.mechanisms.len());
        let mut oddities = Vec::new();
        let mut lens = vec![("validator_permit".to_owned(), self.validator_permit.len(), neurons, "neurons")];
        lens.extend(self.split.iter().map(|split| ("split".to_owned(), split.len(), count, "mechanisms")));
        for (index, mechanism) in self.mechanisms.iter().enumerate() {
            let own = |name: &str| match self.whole {
                true => format!("mechanisms[{index}].{name}"),
                false => name.to_owned(),
            };
            lens.push((own("last_update"), mechanism.last_update.len(), neurons, "neurons"));
            for (name, rows) in [("weights", &mechanism.weights), ("bonds", &mechanism.bonds)] {
                oddities.extend(odd_rows(&own(name), rows, neurons));
            }
        }
        let odd = lens.iter().filter(|(_, len, count, _)| len != count);
        oddities
            .extend(odd.map(|(name, len, count, of)| format!("{name} has {len} elements for {count} {of}")));
        oddities
    }

    /// The input of the core for a mechanism.
    pub fn input<'a>(&'a self, mechanism: &'a Mechanism) -> Input<'a> {
        Input {
            current_block: self.current_block,
            schedule: self.schedule,
            activity_cutoff_factor_milli: self.activity_cutoff_factor_milli,
            last_update: &mechanism.last_update,
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
            previous_consensus: &mechanism.previous_consensus,
            commit_reveal: self.reveal_period_epochs.map(|reveal_period_epochs| CommitReveal {
                reveal_period_epochs,
                weight_commits: &mechanism.weight_commits,
                timelocked_weight_commits: &mechanism.timelocked_weight_commits,
            }),
        }
    }

    /// The place of a mechanism, by default of the first.
    ///
    /// # Errors
    /// [`Kind::Usage`](crate::Kind::Usage) if there is no such mechanism.
    pub fn index(&self, mecid: Option<u8>) -> Result<usize> {
        let Some(mecid) = mecid else { return Ok(0) };
        let found = self.mechanisms.iter().position(|own| own.mecid.unwrap_or(MechId::MAIN).0 == mecid);
        found.ok_or_else(|| no_mechanism(mecid.into(), self.mechanisms.len()))
    }

    /// What this is, and of which block: a heading.
    pub fn title(&self, index: usize) -> String {
        let block = self.current_block;
        let mechanism = if self.whole { format!(", mechanism {index}") } else { String::new() };
        match &self.name {
            Some(name) => format!("{name}{mechanism}, block {block}"),
            None => format!("Block {block}{mechanism}"),
        }
    }

    /// Computes the epoch (`epoch_with_mechanisms`). The recorders watch `watched`.
    ///
    /// # Errors
    /// [`Kind::Input`](crate::Kind::Input) with the core's error, if lengths disagree or the subnet is too large, or if
    /// the spec has no such consensus.
    pub fn run(&self, spec: Spec, watched: Option<Uid>) -> Result<SubnetOutcome> {
        let (profile, consensus) = (spec.profile(), self.emission.consensus());
        if (spec, consensus) == (Spec::V425, EpochConsensus::Null) {
            return Err(Error::input("spec 425 has no Null consensus").remedy("choose --spec 475"));
        }
        let parts = self.emission.split(&profile, self.split.as_deref(), self.mechanisms.len());
        let mut done = SubnetOutcome {
            subnet: Outcome::new(self.neurons()),
            mechanisms: Vec::with_capacity(parts.len()),
        };
        for ((mecid, mechanism), part) in (0..).zip(&self.mechanisms).zip(parts) {
            let mut recorder = Recorder::new(watched);
            let mut outcome = self.run_mechanism(profile, mechanism, part, &mut recorder)?;
            let mecid = MechId(mecid);
            let weight = mechanism_weight(mecid, part.total(), self.emission.total());
            done.subnet.output().add_mechanism(&outcome.output(), mecid, weight, consensus)?;
            done.mechanisms.push((outcome, recorder));
        }
        Ok(done)
    }

    /// Computes the epoch of one mechanism (`epoch_mechanism`).
    fn run_mechanism(
        &self,
        profile: Profile,
        mechanism: &Mechanism,
        emission: Emission,
        trace: &mut impl Trace,
    ) -> Result<Outcome> {
        let neurons = self.neurons();
        let mut outcome = Outcome::new(neurons);
        let input = self.input(mechanism);
        let (weights, bonds) = (rows(&mechanism.weights), rows(&mechanism.bonds));
        if let Emission::Null { mining, dividend, fallback } = emission {
            let epoch = NullEpoch {
                profile,
                input,
                mining_budget: mining,
                dividend_budget: dividend,
                fallback_budget: fallback,
            };
            let mut memory = vec![0; Dims { neurons, rows: 0 }.words_null()];
            epoch.run(&weights, &mut outcome.output(), &mut memory, trace)?;
            let row = |uid| mechanism.bonds.get(&uid).cloned().unwrap_or_default();
            outcome.bond = (0..).take(neurons).map(row).collect();
            return Ok(outcome);
        }
        let count = |rows: &[Row<'_>]| rows.iter().map(|row| row.entries.len()).sum();
        // Every row counts, also that of a uid with both: memory to spare does no harm.
        let dims = Dims { neurons, rows: weights.len().saturating_add(bonds.len()) };
        let mut memory = vec![0; dims.words_sparse(count(&weights), count(&bonds))];
        let (mut entries, mut ends) =
            (vec![(0, 0); SparseBonds::capacity(&weights, &bonds)], vec![0; neurons]);
        let mut new_bonds = SparseBonds { entries: &mut entries, ends: &mut ends };
        let epoch = Epoch { profile, input, rao_emission: emission.total() };
        epoch.run_sparse(&weights, &bonds, &mut new_bonds, &mut outcome.output(), &mut memory, trace)?;
        outcome.bond = (0..).take(neurons).map(|uid| new_bonds.row(uid).to_vec()).collect();
        Ok(outcome)
    }

    /// Goes on to the next epoch, with what the chain stores of this one: permits, bonds, consensus, the blocks of the
    /// last step. It stores them for uids with a key, one after another.
    ///
    /// Beside that, a tempo goes by in which every active neuron repeats its weights, so that nobody falls inactive by
    /// time alone. Stake, registrations and commits stay as they are.
    pub fn carry(&mut self, outcome: &SubnetOutcome) {
        let stored: Vec<_> = self.uids().map(usize::from).collect();
        let stored = || stored.iter().copied();
        let (block, tempo) = (self.current_block, u64::from(self.schedule.tempo.max(1)));
        let yuma = self.emission.consensus() == EpochConsensus::Yuma;
        let permits = &outcome.subnet.new_validator_permit;
        self.validator_permit = stored().filter_map(|uid| permits.get(uid).copied()).collect();
        for (mechanism, (outcome, _)) in self.mechanisms.iter_mut().zip(&outcome.mechanisms) {
            let consensus = stored().filter_map(|uid| outcome.consensus.get(uid).copied());
            mechanism.previous_consensus = consensus.collect();
            if yuma {
                let bonds = stored().filter_map(|uid| outcome.bond.get(uid).cloned());
                mechanism.bonds.extend((0..).zip(bonds));
            }
            for (last_update, active) in mechanism.last_update.iter_mut().zip(&outcome.active) {
                if *active {
                    *last_update = last_update.saturating_add(tempo);
                }
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
            last_yuma_step_block: if yuma { Some(block) } else { self.schedule.last_yuma_step_block },
        };
    }
}

/// There is no such mechanism.
pub(super) fn no_mechanism(index: usize, count: usize) -> Error {
    let remedy = match count {
        1 => "the file has one mechanism: leave --mecid out".to_owned(),
        count => format!("the subnet has {count} mechanisms, counted from 0"),
    };
    Error::usage(format_args!("there is no mechanism {index}")).remedy(remedy)
}

/// Rows that name uids which are no neurons.
fn odd_rows(name: &str, rows: &BTreeMap<Uid, Entries>, neurons: usize) -> Vec<String> {
    let foreign = |uid: &Uid| usize::from(*uid) >= neurons;
    let row = rows.keys().find(|uid| foreign(uid));
    let entries = rows.iter().flat_map(|(uid, row)| row.iter().map(move |(target, _)| (uid, target)));
    let entry = entries.into_iter().find(|(_, target)| foreign(target));
    let row = row.map(|uid| format!("{name} has a row of uid {uid}, which is none of {neurons} neurons"));
    let entry = entry.map(|(uid, target)| {
        format!("{name} of uid {uid} name uid {target}, which is none of {neurons} neurons")
    });
    row.into_iter().chain(entry).collect()
}

fn rows(rows: &BTreeMap<Uid, Entries>) -> Vec<Row<'_>> {
    rows.iter().map(|(uid, entries)| Row { uid: *uid, entries }).collect()
}
