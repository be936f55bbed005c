//! Why a uid earns what it earns.

use std::collections::BTreeMap;
use std::fmt;

use nanotao::Uid;
use nanotao::epoch::Stage;
use nanotao::fixed::{I32F32, mul};
use serde_json::{Value, json};

use super::recorder::{Bond, Weight};
use super::table::{proportion, whole_and_three};
use super::{Outcome, Recorder, State};
use crate::text::{align, exact};

/// Why a uid earns what it earns: as a target of weights, and as a validator.
#[derive(Clone, Debug)]
pub struct Explanation {
    uid: Uid,
    consensus: I32F32,
    incentive: u16,
    server_emission: u64,
    /// The weights for it.
    votes: Vec<Vote>,
    permit: bool,
    new_permit: bool,
    active: bool,
    validator_trust: u16,
    dividend: u16,
    validator_emission: u64,
    /// Its weights and bonds, by target.
    targets: BTreeMap<Uid, Target>,
}

/// A validator's weight for the uid.
#[derive(Clone, Debug)]
struct Vote {
    validator: Uid,
    stake: u64,
    active_stake: I32F32,
    weight: I32F32,
    clipped: I32F32,
}

/// The uid's weight and bond to a target.
#[derive(Clone, Debug, Default)]
struct Target {
    weight: I32F32,
    clipped: I32F32,
    consensus: I32F32,
    bond: I32F32,
    share: I32F32,
    incentive: I32F32,
    /// The part of the uid's emission as a validator that comes of this bond, rounded down.
    earns: u64,
}

impl Explanation {
    /// Explains what `recorder`, which has watched this uid, has seen of the epoch.
    pub fn new(state: &State, outcome: &Outcome, recorder: &Recorder, uid: Uid) -> Self {
        let at = usize::from(uid);
        let share = |values: &[u16]| values.get(at).copied().unwrap_or_default();
        let amount = |values: &[u64]| values.get(at).copied().unwrap_or_default();
        let flag = |values: &[bool]| values.get(at).is_some_and(|flag| *flag);
        let vote = |weight: &Weight| Vote {
            validator: weight.validator,
            stake: outcome.stake.get(usize::from(weight.validator)).copied().unwrap_or_default(),
            active_stake: recorder.element(Stage::ActiveStake, weight.validator),
            weight: weight.weight,
            clipped: weight.clipped,
        };
        let validator_emission = amount(&outcome.validator_emission);
        let owner = state.owner_uid == Some(uid);
        Self {
            uid,
            consensus: recorder.element(Stage::Consensus, uid),
            incentive: share(&outcome.incentive),
            server_emission: amount(&outcome.server_emission),
            votes: recorder.weights.iter().filter(|weight| weight.target == uid).map(vote).collect(),
            permit: owner || flag(&state.validator_permit),
            new_permit: flag(&outcome.new_validator_permit),
            active: flag(&outcome.active),
            validator_trust: share(&outcome.validator_trust),
            dividend: share(&outcome.dividend),
            validator_emission,
            targets: targets(recorder, uid, validator_emission),
        }
    }

    /// All of it, with proportions in the bits of `I32F32` and of `u16`.
    pub fn to_json(&self) -> Value {
        let bits = |x: I32F32| x.to_bits().to_string();
        let votes = self.votes.iter().map(|vote| {
            json!({
                "validator": vote.validator,
                "stake": vote.stake.to_string(),
                "active_stake": bits(vote.active_stake),
                "weight": bits(vote.weight),
                "clipped": bits(vote.clipped),
            })
        });
        let targets = self.targets.iter().map(|(uid, target)| {
            json!({
                "target": uid,
                "weight": bits(target.weight),
                "clipped": bits(target.clipped),
                "consensus": bits(target.consensus),
                "bond": bits(target.bond),
                "bond_share": bits(target.share),
                "incentive": bits(target.incentive),
                "earns": target.earns.to_string(),
            })
        });
        json!({
            "uid": self.uid,
            "as_target": {
                "consensus": bits(self.consensus),
                "incentive": self.incentive,
                "server_emission": self.server_emission.to_string(),
                "weights": votes.collect::<Vec<_>>(),
            },
            "as_validator": {
                "validator_permit": self.permit,
                "new_validator_permit": self.new_permit,
                "active": self.active,
                "validator_trust": self.validator_trust,
                "dividend": self.dividend,
                "validator_emission": self.validator_emission.to_string(),
                "targets": targets.collect::<Vec<_>>(),
            },
        })
    }
}

fn targets(recorder: &Recorder, uid: Uid, validator_emission: u64) -> BTreeMap<Uid, Target> {
    let mut targets = BTreeMap::<Uid, Target>::new();
    for Weight { target, weight, clipped, .. } in
        recorder.weights.iter().filter(|weight| weight.validator == uid)
    {
        let entry = targets.entry(*target).or_default();
        (entry.weight, entry.clipped) = (*weight, *clipped);
    }
    let mut earned = Vec::new();
    for Bond { target, ema, normalized, .. } in recorder.bonds.iter().filter(|bond| bond.validator == uid) {
        let entry = targets.entry(*target).or_default();
        (entry.bond, entry.share) = (*ema, *normalized);
        let incentive = recorder.element(Stage::Incentive, *target);
        earned.push((*target, u128::from(mul(*normalized, incentive).to_bits().unsigned_abs())));
    }
    let sum: u128 = earned.iter().map(|(_, earned)| *earned).sum();
    for (target, earned) in earned {
        let part = earned.saturating_mul(validator_emission.into()).checked_div(sum).unwrap_or_default();
        if let Some(entry) = targets.get_mut(&target) {
            entry.earns = u64::try_from(part).unwrap_or(u64::MAX);
        }
    }
    for (uid, target) in &mut targets {
        target.consensus = recorder.element(Stage::Consensus, *uid);
        target.incentive = recorder.element(Stage::Incentive, *uid);
    }
    targets
}

impl fmt::Display for Explanation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { uid, .. } = self;
        let clipped = self.votes.iter().filter(|vote| vote.clipped < vote.weight).count();
        writeln!(f, "uid {uid} as a target")?;
        writeln!(
            f,
            "consensus {}; {clipped} of {} weights for it are clipped to that",
            short(self.consensus),
            self.votes.len()
        )?;
        if !self.votes.is_empty() {
            let header = ["validator", "stake", "of active stake", "weight", "clipped", "cut"];
            let lines = self.votes.iter().map(|vote| {
                let Vote { validator, stake, active_stake, weight, clipped } = vote;
                let cut = weight.saturating_sub(*clipped);
                let numbers = [*active_stake, *weight, *clipped, cut].map(short);
                [vec![validator.to_string(), whole_and_three(*stake)], numbers.to_vec()].concat()
            });
            f.write_str(&align(&[vec![header.map(str::to_owned).to_vec()], lines.collect()].concat()))?;
        }
        let earned = exact(self.server_emission);
        writeln!(f, "earns {earned} alpha by its incentive of {}\n", proportion(self.incentive))?;

        writeln!(f, "uid {uid} as a validator")?;
        let activity = if self.active { "active" } else { "inactive" };
        match (self.permit, self.new_permit) {
            (true, true) => writeln!(f, "{activity}, with a permit that it keeps")?,
            (true, false) => writeln!(f, "{activity}, with a permit that it loses by this epoch")?,
            (false, true) => {
                writeln!(f, "{activity}, without a permit until this epoch: its weights do not count")?
            }
            (false, false) => writeln!(f, "{activity}, without a permit: its weights do not count")?,
        }
        let weights = self.targets.values().filter(|target| target.weight > 0).count();
        let clipped = self.targets.values().filter(|target| target.clipped < target.weight).count();
        let trust = proportion(self.validator_trust);
        writeln!(f, "vtrust {trust}; {clipped} of its {weights} weights are clipped to the consensus")?;
        if !self.targets.is_empty() {
            let header = ["target", "weight", "consensus", "cut", "bond", "of bonds", "incentive", "earns"];
            let lines = self.targets.iter().map(|(uid, target)| {
                let Target { weight, clipped, consensus, bond, share, incentive, earns } = target;
                let cut = weight.saturating_sub(*clipped);
                let numbers = [*weight, *consensus, cut, *bond, *share, *incentive].map(short);
                [vec![uid.to_string()], numbers.to_vec(), vec![exact(*earns)]].concat()
            });
            f.write_str(&align(&[vec![header.map(str::to_owned).to_vec()], lines.collect()].concat()))?;
        }
        let earned = exact(self.validator_emission);
        writeln!(f, "earns {earned} alpha by its dividends of {}", proportion(self.dividend))
    }
}

/// Six decimals are more than a `u16` proportion has.
fn short(x: I32F32) -> String {
    if x == 0 { "0".to_owned() } else { format!("{x:.6}") }
}
