//! Epochs, against the plain reference: the same bits of every vector, bond and term, and a refusal of every wrong shape.
#![no_main]

use libfuzzer_sys::fuzz_target;
use nanotao_tests::epoch::any::AnyEpoch;

fuzz_target!(|data: &[u8]| {
    let epoch = AnyEpoch::from_bytes(data);
    epoch.assert_same_as_reference();
    epoch.assert_wrong_shapes_are_refused();
});
