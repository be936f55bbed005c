//! What the programs of this board share.
#![no_std]

pub mod counter;
pub mod meter;
pub mod uart;
