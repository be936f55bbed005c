//! Conformance: the vectors of the chain and of the real clients, run against nanotao.
//!
//! [`run`] judges one case and needs nothing but an allocator, so the very same code runs on the host and on an
//! emulated board. [`index`] is the one table of what exists, what is compared, and what comes later.
//! With `std`, `folder` finds vector files in a directory, `report` counts and `manifest` remembers.
#![cfg_attr(not(feature = "std"), no_std)]

extern crate alloc;

mod address;
mod arguments;
mod calls;
mod case;
pub mod emission;
pub mod epoch;
pub mod exceptions;
mod extrinsics;
#[cfg(feature = "std")]
pub mod folder;
mod golden;
mod hashes;
pub mod index;
#[cfg(feature = "std")]
pub mod interop;
mod keys;
mod mainnet;
#[cfg(feature = "std")]
pub mod manifest;
mod misc;
mod outcome;
mod quantise;
mod registration;
#[cfg(feature = "std")]
pub mod report;
mod rfc78;
mod storage;
mod timelock;
mod weights;

pub use calls::builders;
use case::Case;
use index::Standing;
pub use outcome::Outcome;
pub use rfc78::refusals;
use serde_json::Value;

/// Judges one case. `file` is the name that the index gives (`chain/weights.json`).
pub fn run(file: &str, section: &str, case: &Value) -> Outcome {
    let Some(file) = index::file_named(file) else { return Outcome::Unknown };
    match file.section(section).map(|section| section.standing) {
        Some(Standing::Compared(check)) => outcome::of(check(Case::new(case))),
        Some(Standing::Later) => Outcome::Unsupported,
        Some(Standing::Data) | None => Outcome::Unknown,
    }
}

/// The README's example, as a test.
#[cfg(doctest)]
#[doc = include_str!("../../README.md")]
struct Readme;
