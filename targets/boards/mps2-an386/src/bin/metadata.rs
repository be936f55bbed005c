//! Counts instructions and stack of what it takes to verify and show payloads with their metadata proofs.
#![no_std]
#![no_main]

mps2_an386::measure!(bench::metadata::run);
