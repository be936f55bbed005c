//! Several epochs, one after another.

use super::{Outcome, Recorder, Spec, State};
use crate::Result;

/// What an epoch of a sequence came to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    /// The block that it ran in.
    pub block: u64,
    /// The incentive of each uid.
    pub incentive: Vec<u16>,
    /// The dividend of each uid.
    pub dividend: Vec<u16>,
}

/// Runs epochs one after another, with [`State::carry`] between them, and tells of each when it is done. Afterwards
/// `state` is what the last one read, `recorder` what it showed, and the result what it came to.
///
/// # Errors
/// As [`State::run`].
pub fn run_sequence(
    state: &mut State,
    spec: Spec,
    epochs: u32,
    recorder: &mut Recorder,
    mut done: impl FnMut(Step) -> Result<()>,
) -> Result<Outcome> {
    let mut rest = epochs;
    loop {
        recorder.clear();
        let outcome = state.run(spec, recorder)?;
        let (incentive, dividend) = (outcome.incentive.clone(), outcome.dividend.clone());
        done(Step { block: state.current_block, incentive, dividend })?;
        rest = rest.saturating_sub(1);
        if rest == 0 {
            return Ok(outcome);
        }
        state.carry(&outcome);
    }
}
