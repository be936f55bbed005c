//! Cards, consent, signature.
//!
//! The state of a review lies in the caller's memory and borrows nothing: the payload is passed again each time, and so is
//! its metadata proof, if it has one; their hash tells whether they are still the same. What was shown is kept as a running
//! hash of the cards' texts. To sign, the core's own review is gone through once more, and approves only if its cards come
//! to the same hash.

mod page;
mod state;
mod subject;
mod texts;

pub mod review;

pub mod proven;

pub mod reading;

pub mod timelocked;

pub(crate) use state::SIGNATURE_LEN;
pub(crate) use subject::Subject;
