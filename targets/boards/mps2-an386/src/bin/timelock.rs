//! Counts instructions and stack of each step of a timelocked commit.
#![no_std]
#![no_main]

use mps2_an386::{counter::Counter, measure};

measure!(Counter::each::<bench::timelock::Run>);
