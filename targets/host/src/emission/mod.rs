//! The emission of a block from a file: what is stored after the block before it, and what the coinbase makes of it.
//!
//! - [`Block`]: the state, from the values of storage as a node gives them, or from decoded ones; `docs/emission.md`
//!   documents both forms;
//! - [`Outcome`]: each stage of each subnet.

mod block;
mod items;
mod outcome;
mod stored;
mod unique;

pub use block::{Block, SubnetState, parse, read};
pub use outcome::{Outcome, SubnetOutcome};
