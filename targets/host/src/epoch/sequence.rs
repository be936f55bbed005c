//! Several epochs, one after another.

use nanotao::Uid;

use super::{Spec, State, SubnetOutcome};
use crate::Result;

/// What an epoch of a sequence came to, for one mechanism.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    /// The block that it ran in.
    pub block: u64,
    /// The incentive of each uid.
    pub incentive: Vec<u16>,
    /// The dividend of each uid.
    pub dividend: Vec<u16>,
}

/// Runs epochs one after another, with [`State::carry`] between them, and tells of the mechanism in
/// the place `index` when each is done. Afterwards `state` is what the last one read, and the result what it came to.
///
/// # Errors
/// As [`State::run`] and [`SubnetOutcome::mechanism`].
pub fn run_sequence(
    state: &mut State,
    spec: Spec,
    epochs: u32,
    watched: Option<Uid>,
    index: usize,
    mut done: impl FnMut(Step) -> Result<()>,
) -> Result<SubnetOutcome> {
    let mut rest = epochs;
    loop {
        let outcome = state.run(spec, watched)?;
        let (mechanism, _) = outcome.mechanism(index)?;
        let (incentive, dividend) = (mechanism.incentive.clone(), mechanism.dividend.clone());
        done(Step { block: state.current_block, incentive, dividend })?;
        rest = rest.saturating_sub(1);
        if rest == 0 {
            return Ok(outcome);
        }
        state.carry(&outcome);
    }
}
