//! The reference is held to the chain's vectors, as the core is.

use nanotao::epoch::Profile;
use nanotao_tests::Outcome;
use nanotao_tests::epoch::any::AnyEpoch;
use nanotao_tests::epoch::judge_reference;
use nanotao_tests::folder;
use serde_json::json;
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

/// Sums of stake that overflow make parts of more than one: also of validators who set no weights, and so have no row.
#[test]
fn stake_beyond_what_can_exist_is_computed_as_in_the_reference() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../vectors");
    let mut computed = 0;
    for mut found in folder::cases(&root, &root.join("chain/epoch.json")) {
        let case = &mut found.value;
        let neurons = case["n"].as_u64().expect("a count");
        if !(6..64).contains(&neurons) {
            continue;
        }
        let stake = |uid| match uid {
            0 | 1 | 3 | 4 => 1_i128 << 126,
            2 => 1 << 96,
            _ => 0,
        };
        case["total_stake_i64f64"] = (0..neurons).map(|uid| stake(uid).to_string()).collect();
        case["weights"] = json!([[2, [[5, 65535]]]]);
        AnyEpoch::of_case(Profile::SPEC_425, case).expect("well formed").assert_same_as_reference();
        computed += 1;
    }
    assert!(computed > 50, "{computed}");
}
