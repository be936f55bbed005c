//! The vector files through C, and whether C counts what Rust counts.

use std::{collections::BTreeMap, path::Path};

use anyhow::{Context, Result};
use nanotao_tests::report::Filter;

use super::{LIBRARIES, Ran, SANITIZERS, Tally, WARNINGS, captured};
use crate::{
    header,
    process::{command, root, run, step},
    setup::{Tool, ensure},
    vectors,
};

const SOURCES: [&str; 4] = ["main", "weights", "keys", "epochs"];

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
    gcc.args(SOURCES.map(|name| format!("ffi/tests/vectors/{name}.c")));
    gcc.arg(library).arg("-lcjson").args(LIBRARIES).arg("-o").arg(&program);
    run(gcc.current_dir(root()))?;
    let Ran { success, output } = captured(
        command(&program).arg("vectors").current_dir(root()),
        "",
        &program.with_extension("output"),
    )?;
    tally.note("vectors", success, &output);
    let mut known = BTreeMap::new();
    for line in output.lines().filter(|line| !line.starts_with("FAIL")) {
        let words: Vec<&str> = line.split(' ').collect();
        let [file, section, passed, failed] = words[..] else {
            tally.note("vectors", false, line);
            continue;
        };
        let (passed, failed): (usize, usize) = (passed.parse()?, failed.parse()?);
        if !known.contains_key(file) {
            // The file alone: reading all of them takes minutes.
            let report =
                vectors::report(&root().join("vectors").join(file), &Filter::default(), None, |_, _| ())?;
            known.insert(file.to_owned(), report);
        }
        let mut sections = known.get(file).into_iter().flat_map(|report| &report.sections);
        let rust = sections.find(|((_, name), _)| name == section).map(|(_, counts)| counts);
        let rust = rust.with_context(|| format!("Rust knows no {section} in {file}"))?;
        println!("C {file} {section}: {passed} passed, {failed} failed (Rust: {} passed)", rust.passed);
        tally.note(&format!("{file} {section}"), rust.passed == passed && rust.failed == failed, line);
        tally.passed += passed;
        tally.failed += failed;
    }
    Ok(())
}
