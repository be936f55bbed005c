//! A subnet between two epochs: what the chain stores, and how calls and epochs change it.

use nanotao::epoch::{
    Commit, CommitReveal, ConsensusMode, DenseRows, Dims, Epoch, Input, Output, Profile, Schedule,
};
use nanotao::fixed::I64F64;
use nanotao::weights::{sdk11, vec_u16_max_upscale_to_u16};
use nanotao::{AlphaBalance, Uid};

use crate::Result;

/// Blocks from one epoch to the next (`Tempo`), as new subnets have it.
pub const TEMPO: u16 = 360;
/// What an epoch shares out: 0.82 alpha a block, one less the owner's cut of 18%, in alpha's smallest unit.
pub const EMISSION: u64 = 820_000_000 * TEMPO as u64;
/// `MaxAllowedValidators` of a new subnet.
pub const MAX_VALIDATORS: u16 = 64;
/// `ImmunityPeriod` of a new subnet.
const IMMUNITY_PERIOD: u64 = 5000;
/// `MinNonImmuneUids`: unless more are not immune, an immune neuron is replaced.
const MIN_NON_IMMUNE_UIDS: usize = 10;
/// The block that the simulation begins in. The first neurons have registered so long before that none is immune.
const START: u64 = 1_000_000;
const FIRST_REGISTRATION: u64 = START - 10 * IMMUNITY_PERIOD;

/// The hyperparameters that differ between simulations.
#[derive(Clone, Copy, Debug)]
pub struct Rules {
    /// `Kappa`, of 65535.
    pub kappa: u16,
    /// `BondsPenalty`, of 65535.
    pub bonds_penalty: u16,
    /// `Yuma3On`.
    pub yuma3: bool,
    /// `LiquidAlphaOn`.
    pub liquid_alpha: bool,
    /// `RevealPeriodEpochs`, where commit-reveal is on.
    pub reveal_period_epochs: Option<u64>,
    /// `MaxAllowedUids`.
    pub max_allowed_uids: u16,
}

/// What an epoch came to, by uid, under the chain's names.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Outcome {
    /// Of 65535.
    pub incentive: Vec<u16>,
    /// Of 65535.
    pub dividend: Vec<u16>,
    /// Of 65535.
    pub consensus: Vec<u16>,
    /// Of 65535.
    pub validator_trust: Vec<u16>,
    /// In alpha's smallest unit.
    pub server_emission: Vec<u64>,
    /// In alpha's smallest unit.
    pub validator_emission: Vec<u64>,
}

/// A subnet. Its validators have the first uids.
#[derive(Clone, Debug)]
pub struct Subnet {
    rules: Rules,
    block: u64,
    schedule: Schedule,
    stake: Vec<I64F64>,
    block_at_registration: Vec<u64>,
    last_update: Vec<u64>,
    validator_permit: Vec<bool>,
    consensus: Vec<u16>,
    emission: Vec<u64>,
    validators: Vec<Uid>,
    weights: Vec<Vec<u16>>,
    bonds: Vec<Vec<u16>>,
    commits: Vec<(Commit, Vec<u16>)>,
}

impl Subnet {
    /// A subnet in the block of an epoch, before anybody has set weights: validators with that much stake, in alpha's
    /// smallest unit, and behind them miners without any.
    pub fn new(rules: Rules, stakes: &[u64], miners: u16) -> Self {
        let neurons = stakes.len() + usize::from(miners);
        let rows = stakes.len();
        let mut stake: Vec<_> = stakes.iter().map(|stake| I64F64::saturating_from_num(*stake)).collect();
        stake.resize(neurons, I64F64::ZERO);
        Self {
            rules,
            block: START,
            schedule: Schedule { tempo: TEMPO, last_epoch_block: START, ..Schedule::default() },
            validator_permit: stake.iter().map(|stake| *stake > I64F64::ZERO).collect(),
            stake,
            block_at_registration: vec![FIRST_REGISTRATION; neurons],
            last_update: vec![FIRST_REGISTRATION; neurons],
            consensus: Vec::new(),
            emission: vec![0; neurons],
            validators: (0..).take(rows).collect(),
            weights: vec![vec![0; neurons]; rows],
            bonds: vec![vec![0; neurons]; rows],
            commits: Vec::new(),
        }
    }

    /// How many neurons there are (`SubnetworkN`).
    pub fn neurons(&self) -> usize {
        self.stake.len()
    }

    /// The rows of weights that are in effect, in the order of their validators' uids.
    pub fn weights(&self) -> &[Vec<u16>] {
        &self.weights
    }

    /// The consensus of the epoch before (`ConsensusByMechanism`); empty before the first.
    pub fn consensus(&self) -> &[u16] {
        &self.consensus
    }

    /// The stake of a validator.
    pub fn stake(&self, uid: Uid) -> f64 {
        self.stake.get(usize::from(uid)).map_or(0.0, |stake| stake.to_num())
    }

    /// Lets blocks go by.
    pub fn advance(&mut self, blocks: u64) {
        self.block += blocks;
    }

    /// Registers a neuron without stake, in a free place or in that of another (`append_neuron`, `replace_neuron`).
    pub fn register(&mut self) -> Uid {
        if self.neurons() < usize::from(self.rules.max_allowed_uids) {
            self.stake.push(I64F64::ZERO);
            self.block_at_registration.push(self.block);
            self.last_update.push(self.block);
            self.validator_permit.push(false);
            self.emission.push(0);
            self.weights.iter_mut().chain(&mut self.bonds).for_each(|row| row.push(0));
            self.commits.iter_mut().for_each(|(_, row)| row.push(0));
            return (self.neurons() - 1) as Uid;
        }
        let uid = self.neuron_to_prune();
        let index = usize::from(uid);
        set(&mut self.stake, index, I64F64::ZERO);
        set(&mut self.block_at_registration, index, self.block);
        set(&mut self.last_update, index, self.block);
        set(&mut self.validator_permit, index, false);
        set(&mut self.emission, index, 0);
        set(&mut self.consensus, index, 0);
        self.commits.retain(|(commit, _)| commit.uid != uid);
        if let Some(row) = self.row_of(uid) {
            [&mut self.weights, &mut self.bonds]
                .into_iter()
                .filter_map(|rows| rows.get_mut(row))
                .for_each(|row| row.fill(0));
        }
        // The bonds of others for the uid stay: the cutoff masks them.
        self.weights.iter_mut().for_each(|row| set(row, index, 0));
        uid
    }

    /// Who makes room for a new neuron (`get_neuron_to_prune`): of those not immune the one that earned the least, of
    /// equals the oldest.
    fn neuron_to_prune(&self) -> Uid {
        let immune = |registered: u64| self.block - registered < IMMUNITY_PERIOD;
        let neurons = || self.emission.iter().zip(&self.block_at_registration).zip(0..);
        let not_immune = neurons().filter(|((_, registered), _)| !immune(**registered)).count();
        let replaced_if_immune = not_immune <= MIN_NON_IMMUNE_UIDS;
        let first = |of_immune| {
            neurons()
                .filter(|((_, registered), _)| immune(**registered) == of_immune)
                .min()
                .map(|(_, uid)| uid)
        };
        first(replaced_if_immune).or_else(|| first(!replaced_if_immune)).unwrap_or_default()
    }

    /// Turns scores into weights as validators do, and sets or commits them. Scores of zero leave everything as it is.
    ///
    /// # Errors
    /// [`Kind::Input`](crate::Kind::Input) for a score that is negative or not finite.
    pub fn set_weights(&mut self, uid: Uid, scores: &[f64]) -> Result<()> {
        let row = quantise(scores, self.neurons())?;
        if row.iter().all(|weight| *weight == 0) {
            return Ok(());
        }
        set(&mut self.last_update, usize::from(uid), self.block);
        if self.rules.reveal_period_epochs.is_some() {
            let commit_epoch = self.schedule.subnet_epoch_index;
            self.commits.push((Commit { uid, commit_epoch, commit_block: self.block }, row));
        } else {
            self.store(uid, row);
        }
        Ok(())
    }

    fn store(&mut self, uid: Uid, row: Vec<u16>) {
        if let Some(slot) = self.row_of(uid) {
            set(&mut self.weights, slot, row);
        }
    }

    fn row_of(&self, uid: Uid) -> Option<usize> {
        self.validators.binary_search(&uid).ok()
    }

    /// Reveals the commits whose epoch this is (`reveal_crv3_commits`).
    fn reveal(&mut self, period: u64) {
        let epoch = self.schedule.subnet_epoch_index;
        let due = |commit: &Commit| commit.commit_epoch + period == epoch;
        let (revealed, kept) =
            std::mem::take(&mut self.commits).into_iter().partition(|(commit, _)| due(commit));
        self.commits = kept;
        let revealed: Vec<_> = revealed;
        revealed.into_iter().for_each(|(commit, row)| self.store(commit.uid, row));
    }

    /// Runs an epoch, and stores what the chain stores.
    ///
    /// # Errors
    /// As [`Epoch::run_dense`].
    pub fn epoch(&mut self) -> Result<Outcome> {
        // The chain's order: the counters first, so that commits of this epoch come out, then the epoch itself.
        self.schedule.last_epoch_block = self.block;
        self.schedule.subnet_epoch_index += 1;
        if let Some(period) = self.rules.reveal_period_epochs {
            self.reveal(period);
        }
        let commits: Vec<Commit> = self.commits.iter().map(|(commit, _)| *commit).collect();
        let neurons = self.neurons();
        let weights = self.weights.concat();
        let mut bonds = self.bonds.concat();
        let mut memory = vec![0; Dims { neurons, rows: self.validators.len() }.words()];
        let mut outcome = Outcome {
            incentive: vec![0; neurons],
            dividend: vec![0; neurons],
            consensus: vec![0; neurons],
            validator_trust: vec![0; neurons],
            server_emission: vec![0; neurons],
            validator_emission: vec![0; neurons],
        };
        let mut new_validator_permit = vec![false; neurons];
        let mut output = Output {
            dividend: &mut outcome.dividend,
            incentive: &mut outcome.incentive,
            stake_weight: &mut vec![0; neurons],
            consensus: &mut outcome.consensus,
            validator_trust: &mut outcome.validator_trust,
            validator_emission: &mut outcome.validator_emission,
            server_emission: &mut outcome.server_emission,
            emission: &mut self.emission,
            stake: &mut vec![0; neurons],
            active: &mut vec![false; neurons],
            new_validator_permit: &mut new_validator_permit,
        };
        let input = Input {
            current_block: self.block,
            schedule: self.schedule,
            activity_cutoff_factor_milli: 13_889,
            last_update: &self.last_update,
            block_at_registration: &self.block_at_registration,
            total_stake: &self.stake,
            stake_threshold: 0,
            owner_uid: None,
            validator_permit: &self.validator_permit,
            max_allowed_validators: MAX_VALIDATORS,
            kappa: self.rules.kappa,
            bonds_penalty: self.rules.bonds_penalty,
            bonds_moving_average: 900_000,
            yuma3: self.rules.yuma3,
            liquid_alpha: self.rules.liquid_alpha,
            alpha_low: 45_875,
            alpha_high: 58_982,
            alpha_sigmoid_steepness: 1000,
            consensus_mode: ConsensusMode::Auto,
            previous_consensus: &self.consensus,
            commit_reveal: self.rules.reveal_period_epochs.map(|reveal_period_epochs| CommitReveal {
                reveal_period_epochs,
                weight_commits: &[],
                timelocked_weight_commits: &commits,
            }),
        };
        let rows = DenseRows { uids: &self.validators, weights: &weights, bonds: &mut bonds };
        Epoch { profile: Profile::SPEC_475, input, rao_emission: AlphaBalance(EMISSION) }.run_dense(
            rows,
            &mut output,
            &mut memory,
            &mut (),
        )?;
        self.bonds = bonds.chunks(neurons).map(<[u16]>::to_vec).collect();
        self.validator_permit = new_validator_permit;
        self.consensus.clone_from(&outcome.consensus);
        self.schedule.last_mechanism_step_block = self.block;
        self.schedule.last_yuma_step_block = Some(self.block);
        Ok(outcome)
    }
}

/// Scores as weights by SDK 11's rule, scaled as the chain stores them, with zeros where there are none.
fn quantise(scores: &[f64], neurons: usize) -> Result<Vec<u16>> {
    let uids: Vec<Uid> = (0..).take(scores.len()).collect();
    let (mut out_uids, mut out_values) = (vec![0; scores.len()], vec![0; scores.len()]);
    let (uids, values) = sdk11::normalize(&uids, scores, &mut out_uids, &mut out_values)?;
    vec_u16_max_upscale_to_u16(values);
    let mut row = vec![0; neurons];
    uids.iter().zip(values).for_each(|(uid, value)| set(&mut row, usize::from(*uid), *value));
    Ok(row)
}

fn set<T>(vector: &mut [T], index: usize, value: T) {
    if let Some(cell) = vector.get_mut(index) {
        *cell = value;
    }
}

#[cfg(test)]
mod tests;
