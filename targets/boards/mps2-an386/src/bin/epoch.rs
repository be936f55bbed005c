//! Counts instructions and stack of one Yuma epoch.
#![no_std]
#![no_main]

use mps2_an386::{counter::Counter, measure};

measure!(Counter::each::<bench::epoch::Run>);
