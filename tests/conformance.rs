//! Runs the project's copy of the vectors on the host.

use nanotao_tests::manifest::Manifest;
use nanotao_tests::report::{Filter, Report};
use std::path::PathBuf;

fn vectors() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../vectors")
}

#[test]
fn every_vector_passes_and_none_is_lost() {
    let report = Report::of(&vectors(), &Filter::default(), |_, _| ()).expect("vectors/ is readable");
    let total = report.total();
    println!("{report}");
    assert_eq!((total.failed, total.unknown), (0, 0), "see the lines above");
    let found = Manifest::of(&vectors(), &report).expect("vectors/ is readable");
    let kept = Manifest::read(&vectors()).expect("vectors/ has a manifest");
    assert_eq!(found, kept, "write it anew with `cargo xtask vectors vectors --manifest`");
}
