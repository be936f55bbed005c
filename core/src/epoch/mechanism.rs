//! What the epochs of a subnet's mechanisms come to together.

use super::EpochConsensus;
use super::error::EpochError;
use super::output::Output;
use crate::fixed::U64F64;
use crate::mechanism::{weighted_acc_alpha, weighted_acc_u16};
use crate::primitives::MechId;

impl Output<'_> {
    /// Sets everything to zero: what the subnet's results are before any mechanism's are added.
    pub fn clear(&mut self) {
        for vector in
            [&mut *self.dividend, self.incentive, self.stake_weight, self.consensus, self.validator_trust]
        {
            vector.fill(0);
        }
        for vector in [&mut *self.validator_emission, self.server_emission, self.emission, self.stake] {
            vector.fill(0);
        }
        self.active.fill(false);
        self.new_validator_permit.fill(false);
    }

    /// Adds one mechanism's results to the subnet's (`epoch_with_mechanisms`); mechanisms come in their order. The
    /// subnet's `incentive` is that of the first one: the chain stores it for each mechanism, and does not add it up.
    ///
    /// # Errors
    /// Where the slices are not all as long as the mechanism's.
    ///
    /// # Chain source
    /// `subnets/mechanism.rs`, specs 425 and 475.
    pub fn add_mechanism(
        &mut self,
        mechanism: &Output<'_>,
        mecid: MechId,
        weight: U64F64,
        consensus: EpochConsensus,
    ) -> Result<(), EpochError> {
        let neurons = mechanism.dividend.len();
        self.check(neurons)?;
        mechanism.check(neurons)?;
        let accumulate = |to: &mut [u16], from: &[u16]| {
            to.iter_mut().zip(from).for_each(|(to, from)| *to = weighted_acc_u16(*to, *from, weight));
        };
        accumulate(self.dividend, mechanism.dividend);
        accumulate(self.stake_weight, mechanism.stake_weight);
        accumulate(self.consensus, mechanism.consensus);
        accumulate(self.validator_trust, mechanism.validator_trust);
        if mecid == MechId::MAIN {
            accumulate(self.incentive, mechanism.incentive);
        }
        let add = |to: &mut [u64], from: &[u64]| {
            to.iter_mut().zip(from).for_each(|(to, from)| *to = to.saturating_add(*from));
        };
        add(self.validator_emission, mechanism.validator_emission);
        add(self.server_emission, mechanism.server_emission);
        add(self.stake, mechanism.stake);
        match consensus {
            // Payouts are in whole units already.
            EpochConsensus::Null => add(self.emission, mechanism.emission),
            EpochConsensus::Yuma => {
                for (to, from) in self.emission.iter_mut().zip(mechanism.emission.iter()) {
                    *to = weighted_acc_alpha(*to, *from, weight);
                }
            }
        }
        let or = |to: &mut [bool], from: &[bool]| to.iter_mut().zip(from).for_each(|(to, from)| *to |= *from);
        or(self.active, mechanism.active);
        or(self.new_validator_permit, mechanism.new_validator_permit);
        Ok(())
    }
}
