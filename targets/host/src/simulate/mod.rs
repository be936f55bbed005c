//! Attacks on generated subnets: what they earn, epoch after epoch, by the chain's own arithmetic.
//!
//! - [`sybil`]: miners of low quality flood the subnet; [`cabal`]: a part of the stake weighs its own miners alone;
//!   [`weight_copy`]: validators copy instead of measuring;
//! - [`world`]: miners and validators, and what they do; [`subnet`]: what the chain stores, and its epochs;
//! - [`report`]: the table and the JSON.
//!
//! `docs/simulate.md` says what is modelled and what is not.

pub mod cabal;
pub mod parameters;
pub mod report;
pub mod subnet;
pub mod sybil;
pub mod weight_copy;
pub mod world;

use crate::Result;

/// Is told how many runs of how many are done.
pub type Progress<'a> = &'a mut dyn FnMut(u16, u16);

/// Makes a row for each step, from nothing to the last.
fn sweep(
    steps: u16,
    progress: Progress<'_>,
    mut row: impl FnMut(u16) -> Result<Vec<f64>>,
) -> Result<Vec<Vec<f64>>> {
    let of = steps.saturating_add(1);
    let row = |step| {
        progress(step, of);
        row(step)
    };
    (0..=steps).map(row).collect()
}
