//! An epoch of a subnet from a file: what it comes to, why, and what would be if.
//!
//! - [`read`], [`parse`]: a file becomes a [`State`], which runs the core and carries on to the next epoch;
//! - [`table`]: what a validator knows of its subnet; [`to_json`]: all of it;
//! - [`Explanation`]: why a uid earns what it earns; [`Replacement`]: other weights in a validator's place, and
//!   [`changes`] that come of it;
//! - [`run_sequence`]: epochs one after another; [`plot`]: a picture of it.

mod emission;
mod explain;
mod fields;
mod input;
mod json;
mod outcome;
mod plot;
mod recorder;
mod sequence;
mod state;
mod table;
mod what_if;

pub use emission::Emission;
pub use explain::Explanation;
pub use input::{parse, read};
pub use json::to_json;
pub use outcome::{Outcome, SubnetOutcome};
pub use plot::plot;
pub use recorder::Recorder;
pub use sequence::{Step, run_sequence};
pub use state::{Entries, Mechanism, Spec, State};
pub use table::{table, trace_table};
pub use what_if::{Change, Replacement, change_table, changes};
