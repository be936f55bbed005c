//! Emission of any numbers: no panic, and what is split comes to what came in.
#![no_main]

use libfuzzer_sys::fuzz_target;
use nanotao_tests::emission::any::{Numbers, assert_conserved};

fuzz_target!(|data: &[u8]| assert_conserved(&mut Numbers::from_bytes(data)));
