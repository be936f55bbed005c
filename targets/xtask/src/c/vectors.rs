//! The vector files through C, and whether C counts what Rust counts.

use std::{fs, path::Path};

use anyhow::Result;

use super::{LIBRARIES, Ran, SANITIZERS, Tally, WARNINGS, captured};
use crate::{
    header,
    process::{command, root, run, step},
    setup::{Tool, ensure},
    vectors,
};

/// Builds the reader with sanitizers, runs it, and compares its counts section by section.
///
/// # Errors
/// What cannot be built, or an answer that is no list of counts.
pub(super) fn check(work: &Path, tally: &mut Tally) -> Result<()> {
    ensure(&[Tool::HostGcc, Tool::CJson])?;
    let library = header::library("staticlib", "libnanotao_ffi.a")?;
    step("the vectors through C");
    let program = work.join("vectors");
    let mut gcc = command("gcc");
    gcc.args(WARNINGS).args(SANITIZERS).arg("-Iffi/include");
    for source in fs::read_dir(root().join("ffi/tests/vectors"))? {
        let path = source?.path();
        if path.extension().is_some_and(|extension| extension == "c") {
            gcc.arg(path);
        }
    }
    gcc.arg(library).arg("-lcjson").args(LIBRARIES).arg("-o").arg(&program);
    run(gcc.current_dir(root()))?;
    let Ran { success, output } = captured(
        command(&program).arg("vectors").current_dir(root()),
        "",
        &program.with_extension("output"),
    )?;
    tally.note("vectors", success, &output);
    let (passed, failed) = vectors::compare("C", &output)?;
    tally.passed += passed;
    tally.failed += failed;
    Ok(())
}
