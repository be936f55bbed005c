//! What an epoch came to.

use nanotao::epoch::Output;

use super::Recorder;
use super::state::{Entries, no_mechanism};
use crate::Result;

/// Results by uid, of a mechanism or of the whole subnet: the fields of [`Output`], and the rows of bonds.
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
    /// The row of bonds of each uid; none of the whole subnet.
    pub bond: Vec<Entries>,
}

impl Outcome {
    pub(super) fn new(neurons: usize) -> Self {
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

    pub(super) fn output(&mut self) -> Output<'_> {
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

/// What the epoch of a subnet came to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SubnetOutcome {
    /// What the mechanisms come to together; of `incentive` only the first one's.
    pub subnet: Outcome,
    /// What each mechanism came to, and what it showed on its way.
    pub mechanisms: Vec<(Outcome, Recorder)>,
}

impl SubnetOutcome {
    /// A mechanism, by its place.
    ///
    /// # Errors
    /// [`Kind::Usage`](crate::Kind::Usage) if there is none.
    pub fn mechanism(&self, index: usize) -> Result<&(Outcome, Recorder)> {
        self.mechanisms.get(index).ok_or_else(|| no_mechanism(index, self.mechanisms.len()))
    }
}
