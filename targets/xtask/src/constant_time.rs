//! Runs what works on secrets under valgrind, which reports every branch and every address that depends on one.

use anyhow::{Context, Result, bail, ensure as require};

use crate::{
    process::{command, root, run, step},
    setup::{Tool, ensure},
    test::Counts,
};

/// What valgrind ends with if it has reported something.
const REPORTED: i32 = 1;

/// Each piece of work, and whether it depends on its secret: a check that cannot find such a one proves nothing.
const WORK: [(&str, bool); 3] = [("leaky", true), ("timelock", false), ("sr25519", false)];

/// Runs all of it.
///
/// # Errors
/// What building can fail with, or work that does not come to its end.
pub fn check() -> Result<Counts> {
    ensure(&[Tool::Valgrind, Tool::HostGcc])?;
    step("marking secrets for valgrind");
    let (source, target) = (root().join("tests/constant_time"), root().join("target/constant-time"));
    let mut cargo = command("cargo");
    cargo.args(["build", "--quiet", "--release", "--target-dir"]).arg(&target);
    run(cargo.current_dir(&source))?;
    let mut counts = Counts::default();
    for (name, leaks) in WORK {
        let mut valgrind = command("valgrind");
        valgrind.args(["--quiet", &format!("--error-exitcode={REPORTED}")]);
        valgrind.arg(format!("--suppressions={}", source.join("known.supp").display()));
        valgrind.arg(target.join("release/nanotao-constant-time")).arg(name);
        let result = valgrind.output().context("cannot start valgrind")?;
        let reports = String::from_utf8_lossy(&result.stderr);
        let found = match result.status.code() {
            Some(0) => false,
            Some(REPORTED) => true,
            _ => bail!("{name} did not come to its end: {reports}"),
        };
        require!(found != reports.is_empty(), "valgrind says one thing and ends with another: {reports}");
        if found == leaks {
            counts.passed += 1;
        } else {
            println!("FAILED constant time, {name}:\n{reports}");
            counts.failed += 1;
        }
    }
    Ok(counts)
}
