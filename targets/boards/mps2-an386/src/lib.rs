//! What the programs of this board share.
#![no_std]

pub mod meter;
pub mod uart;
