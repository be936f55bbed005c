//! Who mines and who validates, and what they do from one epoch to the next.

use nanotao::Uid;
use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::SeedableRng;
use rand_distr::{Distribution, StandardNormal, Uniform};

use super::parameters::Parameters;
use super::subnet::{Outcome, Rules, Subnet, TEMPO};
use crate::Result;

/// All stake together, in alpha's smallest unit.
const TOTAL_STAKE: f64 = 1e15;
/// The spread of quality among honest miners: the standard deviation of its logarithm.
const SPREAD: f64 = 0.5;

/// How a validator comes to its scores.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Strategy {
    /// Measures every miner, with noise.
    Measure,
    /// Gives all attackers the same, and nothing to anybody else.
    Own,
    /// Copies the stored consensus, and measures before there is any.
    CopyConsensus,
    /// Copies the mean of the others' rows by stake, and measures before there are any.
    CopyMean,
}

impl Strategy {
    const fn copies(self) -> bool {
        matches!(self, Self::CopyConsensus | Self::CopyMean)
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Role {
    Validator,
    Honest,
    Attacker,
}

/// What a simulation begins with.
#[derive(Clone, Copy, Debug)]
pub struct Setup {
    /// The subnet's rules.
    pub rules: Rules,
    /// What the validators do that don't measure.
    pub strategy: Strategy,
    /// How many they are.
    pub others: u16,
    /// Their share of the stake.
    pub stake: f64,
    /// Miners whose quality varies.
    pub honest_miners: u16,
    /// Miners of the attacker's.
    pub attackers: u16,
    /// Their quality, and that of all that register later.
    pub attacker_quality: f64,
    /// Scores are what was measured to this power.
    pub power: f64,
}

#[derive(Debug)]
struct Validator {
    uid: Uid,
    strategy: Strategy,
    /// The block of each tempo that it sets weights in.
    offset: u64,
    rng: ChaCha8Rng,
}

/// A subnet and those in it.
#[derive(Debug)]
pub struct World<'p> {
    parameters: &'p Parameters,
    setup: Setup,
    subnet: Subnet,
    validators: Vec<Validator>,
    roles: Vec<Role>,
    /// The logarithm of each place's quality, in units of its spread. A validator's means nothing.
    latent: Vec<f64>,
    rng: ChaCha8Rng,
}

impl<'p> World<'p> {
    /// Draws everything from the seed. Chance has a stream for each of its uses, so that a run with more attackers
    /// differs from one with less in nothing else.
    pub fn new(parameters: &'p Parameters, setup: Setup) -> Self {
        let stream = |stream: u64| {
            let mut rng = ChaCha8Rng::seed_from_u64(parameters.seed);
            rng.set_stream(stream);
            rng
        };
        let mut rng = stream(0);
        let latent = normals(&mut rng, parameters.neurons.into());
        let measuring = parameters.validators.saturating_sub(setup.others);
        let mut draws = stream(1);
        let sizes: Vec<f64> =
            Uniform::new(0.5, 1.5).sample_iter(&mut draws).take(parameters.validators.into()).collect();
        let (honest, others) = sizes.split_at(measuring.into());
        let group = |sizes: &[f64], share: f64| {
            let whole: f64 = sizes.iter().sum();
            sizes.iter().map(move |size| (size / whole * share * TOTAL_STAKE) as u64).collect::<Vec<_>>()
        };
        let stakes = [group(honest, 1.0 - setup.stake), group(others, setup.stake)].concat();
        let last = u64::from(TEMPO) - 1;
        let validators = (0..parameters.validators)
            .zip(Uniform::new(1, last).sample_iter(&mut draws))
            .map(|(uid, offset)| {
                let strategy = if uid < measuring { Strategy::Measure } else { setup.strategy };
                // Who copies waits until there is nothing more to copy.
                let offset = if strategy.copies() { last } else { offset };
                Validator { uid, strategy, offset, rng: stream(2 + u64::from(uid)) }
            })
            .collect();
        let of = |role: Role, count: u16| std::iter::repeat_n(role, count.into());
        let roles = of(Role::Validator, parameters.validators)
            .chain(of(Role::Honest, setup.honest_miners))
            .chain(of(Role::Attacker, setup.attackers))
            .collect();
        let subnet = Subnet::new(setup.rules, &stakes, setup.honest_miners + setup.attackers);
        Self { parameters, setup, subnet, validators, roles, latent, rng }
    }

    /// Lets a tempo go by: quality drifts, so many attackers register, one in a block, validators set weights, each
    /// in its block, and the epoch runs.
    ///
    /// # Errors
    /// As [`Subnet::set_weights`] and [`Subnet::epoch`].
    pub fn tempo(&mut self, registrations: u16) -> Result<Outcome> {
        let drift = self.parameters.drift;
        let kept = (1.0 - drift * drift).sqrt();
        let changes = normals(&mut self.rng, self.latent.len());
        self.latent
            .iter_mut()
            .zip(changes)
            .for_each(|(latent, change)| *latent = kept * *latent + drift * change);
        for block in 1..u64::from(TEMPO) {
            self.subnet.advance(1);
            if block <= u64::from(registrations) {
                self.register();
            }
            for index in 0..self.validators.len() {
                if let Some((uid, scores)) = self.scores(index, block) {
                    self.subnet.set_weights(uid, &scores)?;
                }
            }
        }
        self.subnet.advance(1);
        self.subnet.epoch()
    }

    fn register(&mut self) {
        let uid = self.subnet.register();
        match self.roles.get_mut(usize::from(uid)) {
            Some(role) => *role = Role::Attacker,
            None => self.roles.push(Role::Attacker),
        }
        self.validators.retain(|validator| validator.uid != uid);
    }

    /// The scores of a validator whose turn it is.
    fn scores(&mut self, index: usize, block: u64) -> Option<(Uid, Vec<f64>)> {
        let places = self.latent.len();
        let validator = self.validators.get_mut(index).filter(|validator| validator.offset == block)?;
        // For each place, taken or not: whoever joins changes nothing for the others.
        let noise = normals(&mut validator.rng, places);
        let (uid, strategy) = (validator.uid, validator.strategy);
        let scores: Vec<f64> = match strategy {
            Strategy::Measure => Vec::new(),
            Strategy::Own => {
                self.roles.iter().map(|role| if *role == Role::Attacker { 1.0 } else { 0.0 }).collect()
            }
            Strategy::CopyConsensus => self.subnet.consensus().iter().copied().map(f64::from).collect(),
            Strategy::CopyMean => self.mean_weights(),
        };
        // As long as there is nothing to copy, one has to measure.
        let empty = scores.iter().all(|score| *score == 0.0);
        Some((uid, if empty { self.measure(&noise) } else { scores }))
    }

    fn measure(&self, noise: &[f64]) -> Vec<f64> {
        let measured = |(uid, noise): (usize, &f64)| match self.quality(uid) {
            Some(quality) => (quality + self.parameters.noise * noise).max(0.0).powf(self.setup.power),
            None => 0.0,
        };
        (0..self.subnet.neurons()).zip(noise).map(measured).collect()
    }

    /// The quality of a miner; `None` for a validator.
    fn quality(&self, uid: usize) -> Option<f64> {
        match self.roles.get(uid)? {
            Role::Validator => None,
            Role::Honest => self.latent.get(uid).map(|latent| (SPREAD * latent).exp()),
            Role::Attacker => Some(self.setup.attacker_quality),
        }
    }

    /// The attackers' share of all quality: what they would earn if everybody earned what it is worth.
    pub fn attackers_share_of_quality(&self) -> f64 {
        let sum = |uids: Vec<Uid>| -> f64 {
            uids.into_iter()
                .filter_map(|uid| self.quality(uid.into()))
                .fold(0.0, |sum, quality| sum + quality)
        };
        let attackers = sum(self.attackers());
        attackers / (attackers + sum(self.honest_miners()))
    }

    /// The mean row of those who measure, by stake, summing to one; empty where nobody has weights.
    pub fn mean_weights(&self) -> Vec<f64> {
        let mut mean = vec![0.0; self.subnet.neurons()];
        for (uid, row) in self.rows(|strategy| !strategy.copies()) {
            let stake = self.subnet.stake(uid);
            mean.iter_mut().zip(row).for_each(|(cell, weight)| *cell += stake * weight);
        }
        normalized(mean).unwrap_or_default()
    }

    /// How far the weights of those who copy are from the mean of the others, both in effect: the part of the whole
    /// that is in another place.
    pub fn distance_of_copies(&self) -> Option<f64> {
        let mean = self.mean_weights();
        let (_, copy) = self.rows(Strategy::copies).next()?;
        let differences = copy.iter().zip(&mean).map(|(copy, mean)| (copy - mean).abs());
        (!mean.is_empty()).then(|| differences.sum::<f64>() / 2.0)
    }

    /// Rows in effect, each summing to one.
    fn rows(&self, of: impl Fn(Strategy) -> bool) -> impl Iterator<Item = (Uid, Vec<f64>)> {
        self.validators.iter().filter(move |validator| of(validator.strategy)).filter_map(|validator| {
            let row = self.subnet.weights().get(usize::from(validator.uid))?;
            Some((validator.uid, normalized(row.iter().copied().map(f64::from).collect())?))
        })
    }

    /// The validators who measure.
    pub fn measuring(&self) -> Vec<Uid> {
        self.validators(true)
    }

    /// The validators who don't.
    pub fn others(&self) -> Vec<Uid> {
        self.validators(false)
    }

    fn validators(&self, measuring: bool) -> Vec<Uid> {
        let of = |validator: &&Validator| (validator.strategy == Strategy::Measure) == measuring;
        self.validators.iter().filter(of).map(|validator| validator.uid).collect()
    }

    /// The miners whose quality varies.
    pub fn honest_miners(&self) -> Vec<Uid> {
        self.uids(Role::Honest)
    }

    /// The attacker's miners.
    pub fn attackers(&self) -> Vec<Uid> {
        self.uids(Role::Attacker)
    }

    fn uids(&self, role: Role) -> Vec<Uid> {
        (0..).zip(&self.roles).filter(|(_, other)| **other == role).map(|(uid, _)| uid).collect()
    }
}

fn normals(rng: &mut ChaCha8Rng, count: usize) -> Vec<f64> {
    StandardNormal.sample_iter(rng).take(count).collect()
}

/// Scales to a sum of one; `None` if there is nothing to scale.
fn normalized(mut row: Vec<f64>) -> Option<Vec<f64>> {
    let sum: f64 = row.iter().sum();
    row.iter_mut().for_each(|cell| *cell /= sum);
    (sum > 0.0).then_some(row)
}

/// What epochs come to, added up by uid.
#[derive(Debug, Default)]
pub struct Tally {
    epochs: f64,
    server_emission: Vec<u64>,
    validator_emission: Vec<u64>,
    validator_trust: Vec<u64>,
}

impl Tally {
    /// Adds an epoch.
    pub fn add(&mut self, outcome: &Outcome) {
        fn add<T: Copy + Into<u64>>(sums: &mut Vec<u64>, terms: &[T]) {
            sums.resize(terms.len(), 0);
            sums.iter_mut().zip(terms).for_each(|(sum, term)| *sum += (*term).into());
        }
        self.epochs += 1.0;
        add(&mut self.server_emission, &outcome.server_emission);
        add(&mut self.validator_emission, &outcome.validator_emission);
        add(&mut self.validator_trust, &outcome.validator_trust);
    }

    /// What miners earned together, in alpha for each epoch.
    pub fn miners(&self, uids: impl IntoIterator<Item = Uid>) -> f64 {
        self.alpha(&self.server_emission, uids)
    }

    /// What validators earned together, in alpha for each epoch.
    pub fn validators(&self, uids: impl IntoIterator<Item = Uid>) -> f64 {
        self.alpha(&self.validator_emission, uids)
    }

    /// The mean trust of validators, as a fraction.
    pub fn validator_trust(&self, uids: Vec<Uid>) -> f64 {
        let count = uids.len() as f64;
        sum(&self.validator_trust, uids) / f64::from(u16::MAX) / self.epochs / count
    }

    fn alpha(&self, emission: &[u64], uids: impl IntoIterator<Item = Uid>) -> f64 {
        sum(emission, uids) / 1e9 / self.epochs
    }
}

fn sum(values: &[u64], uids: impl IntoIterator<Item = Uid>) -> f64 {
    uids.into_iter().filter_map(|uid| values.get(usize::from(uid))).sum::<u64>() as f64
}
