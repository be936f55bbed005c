//! Counts instructions and stack of the steps from scores to an extrinsic.
#![no_std]
#![no_main]

mps2_an386::measure!(bench::run);
