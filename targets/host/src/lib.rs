//! What the `nanotao` command does, as a library: the core on a desktop, with files, JSON and a terminal around it.
//!
//! - [`scores`]: the scores file and the weights that come of it; [`subnet`]: the state to check them against;
//! - [`chain`]: what a payload needs to know of the chain; [`calls`]: calls from JSON;
//! - [`keys`]: secrets from files, wiped after use; [`sign`]: cards, consent, signature, and the check of all of it;
//! - [`decode`]: extrinsics, payloads and calls, field by field, as JSON or text; [`args`]: what a call holds;
//! - [`metadata`]: runtime metadata in files, and its digest;
//! - [`epoch`]: an epoch from a file, explained, drawn, and with other weights;
//! - [`emission`]: what a block mints, and for whom; when it halves, and when epochs share it out;
//! - [`device`]: the client of the signer device;
//! - [`streams`]: whether output leads anywhere;
//! - [`simulate`]: attacks on generated subnets; [`plot`]: pictures of lines;
//! - [`error`]: what went wrong, how to put it right, and the exit code.

// Bad input must give an error and never a panic. Tests may.
#![deny(clippy::expect_used, clippy::indexing_slicing, clippy::panic, clippy::unwrap_used)]

pub mod args;
pub mod calls;
pub mod chain;
pub mod decode;
pub mod device;
pub mod emission;
pub mod epoch;
pub mod error;
pub mod files;
pub mod keys;
pub mod metadata;
pub mod plot;
mod remedy;
pub mod scores;
pub mod sign;
pub mod simulate;
pub mod streams;
pub mod subnet;
pub mod text;
pub mod timelock;

pub use error::{Error, Kind, Result};
