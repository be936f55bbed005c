//! Counts instructions and stack of what a block computes of emission.
#![no_std]
#![no_main]

use mps2_an386::{counter::Counter, measure};

measure!(Counter::each::<bench::emission::Run>);
