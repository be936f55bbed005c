//! `cargo xtask interop`: nanotao and polkadot-js judge each other's keys, signatures and extrinsics, and the official
//! client's library its timelocked commits.

mod timelock;

use crate::node::Node;
use crate::process::{output, root, run, step};
use anyhow::{Context, Result, anyhow, ensure};
use nanotao_tests::interop;
use serde_json::Value;
use std::fs;
use std::process::ExitCode;

pub fn main() -> Result<ExitCode> {
    let (passed, failed) = check()?;
    println!("{passed} passed, {failed} failed");
    Ok(if failed == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// Runs all checks, prints those that fail, and counts.
pub fn check() -> Result<(usize, usize)> {
    let node = Node::find()?;
    let (source, work) = (root().join("tests/interop"), root().join("target/interop"));
    fs::create_dir_all(&work)?;
    let lock = fs::read(source.join("package-lock.json"))?;
    // Written once everything is in place.
    let done = work.join("installed.json");
    for file in ["package.json", "package-lock.json", "check.mjs"] {
        fs::copy(source.join(file), work.join(file))?;
    }
    if fs::read(&done).ok().as_ref() != Some(&lock) {
        step("installing polkadot-js into target/interop");
        let mut npm = node.npm();
        npm.args(["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"])
            .current_dir(&work);
        run(&mut npm)?;
        fs::write(&done, &lock)?;
    }

    step("judging with polkadot-js, and being judged by it");
    let ours = interop::ours().map_err(|error| anyhow!("nanotao refuses its own: {error}"))?;
    fs::write(work.join("ours.json"), ours.to_string())?;
    let metadata = root().join(format!("vectors/metadata/spec{}_v15.scale", interop::SPEC_VERSION));
    let theirs =
        output(node.program("node").args(["check.mjs", "ours.json"]).arg(metadata).current_dir(&work))?;
    let theirs: Value = serde_json::from_str(&theirs).context("what polkadot-js printed")?;
    let verdicts = interop::judge(&theirs);
    // Of each signature: the key, ours, ours over another message, theirs. Of each extrinsic: its fields, its payload.
    let made = |list: &str| ours[list].as_array().map_or(0, Vec::len);
    let expected = 4 * made("signatures") + 2 * made("extrinsics");
    ensure!(verdicts.len() == expected, "{} judgements came back, not {expected}", verdicts.len());
    for (name, why) in verdicts.iter().filter_map(|(name, verdict)| Some((name, verdict.as_ref().err()?))) {
        println!("FAILED {name}: {why}");
    }
    let failed = verdicts.iter().filter(|(_, verdict)| verdict.is_err()).count();
    let timelock = timelock::check()?;
    Ok((verdicts.len() - failed + timelock.passed, failed + timelock.failed))
}
