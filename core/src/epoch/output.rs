//! What an epoch computes.

use super::error::{EpochError, Field};
use crate::primitives::Uid;

/// What an epoch computes for each neuron (`EpochTerms`): the caller's slices, one element for each uid.
#[derive(Debug)]
pub struct Output<'a> {
    /// `dividend`, of 65535.
    pub dividend: &'a mut [u16],
    /// `incentive`, of 65535.
    pub incentive: &'a mut [u16],
    /// `stake_weight`, of 65535.
    pub stake_weight: &'a mut [u16],
    /// `consensus`, of 65535.
    pub consensus: &'a mut [u16],
    /// `validator_trust`, of 65535.
    pub validator_trust: &'a mut [u16],
    /// `validator_emission`, in alpha's smallest unit.
    pub validator_emission: &'a mut [u64],
    /// `server_emission`, in alpha's smallest unit.
    pub server_emission: &'a mut [u64],
    /// `emission`, in alpha's smallest unit.
    pub emission: &'a mut [u64],
    /// `stake`, whole units.
    pub stake: &'a mut [u64],
    /// `active`: has set weights recently enough.
    pub active: &'a mut [bool],
    /// `new_validator_permit`.
    pub new_validator_permit: &'a mut [bool],
}

impl Output<'_> {
    /// Fails unless every slice has one element for each neuron.
    pub(super) fn check(&self, neurons: usize) -> Result<(), EpochError> {
        let lens = [
            self.dividend.len(),
            self.incentive.len(),
            self.stake_weight.len(),
            self.consensus.len(),
            self.validator_trust.len(),
            self.validator_emission.len(),
            self.server_emission.len(),
            self.emission.len(),
            self.stake.len(),
            self.active.len(),
            self.new_validator_permit.len(),
        ];
        lens.into_iter().try_for_each(|len| length(Field::Output, len, neurons))
    }
}

/// Fails unless `len` is what is needed.
pub(super) const fn length(field: Field, len: usize, needed: usize) -> Result<(), EpochError> {
    if len == needed { Ok(()) } else { Err(EpochError::Length { field, len, needed }) }
}

/// Which uids the chain stores an epoch's results of, in the places that it stores them in
/// (`persist_mechanism_epoch_terms`, `persist_netuid_epoch_terms`).
///
/// It stores results of uids that have a key, one after another: behind a uid without one, all others move up.
/// `incentive`, bonds and `ConsensusByMechanism` are stored so for each mechanism, the rest for the subnet.
///
/// # Chain source
/// `epoch/run_epoch.rs`, specs 425 and 475.
pub fn persisted_uids(has_key: &[bool]) -> impl Iterator<Item = Uid> + '_ {
    (0..).zip(has_key).filter(|(_, has_key)| **has_key).map(|(uid, _)| uid)
}
