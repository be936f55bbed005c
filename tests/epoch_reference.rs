//! The reference is held to the chain's vectors, as the core is.

use nanotao::epoch::Profile;
use nanotao_tests::Outcome;
use nanotao_tests::epoch::any::AnyEpoch;
use nanotao_tests::epoch::judge_reference;
use nanotao_tests::folder;
use std::path::Path;

#[test]
fn the_reference_computes_every_epoch_of_the_vectors() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../vectors");
    for (file, profile) in [
        ("chain/epoch.json", Profile::SPEC_425),
        ("chain/epoch_bench.json", Profile::SPEC_425),
        ("chain475/epoch.json", Profile::SPEC_475),
    ] {
        let cases = folder::cases(&root, &root.join(file));
        assert!(!cases.is_empty());
        for found in cases {
            assert_eq!(judge_reference(&profile, &found.value), Outcome::Pass, "{}", found.name());
            // The seeds of the fuzz target say what the vectors say.
            let epoch = AnyEpoch::of_case(profile, &found.value).expect("the case is well formed");
            let again = AnyEpoch::from_bytes(&epoch.to_bytes());
            assert_eq!(format!("{:?}", again.epoch()), format!("{:?}", epoch.epoch()), "{}", found.name());
            assert_eq!((again.weights(), again.bonds()), (epoch.weights(), epoch.bonds()));
            epoch.assert_same_as_reference();
            epoch.assert_wrong_shapes_are_refused();
        }
    }
}
