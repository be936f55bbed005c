//! The signer application, independent of boards: it sees pins, buses and screens as traits only.
#![no_std]

pub mod display;
