//! The program that runs the vectors through C.

use std::fs;

use anyhow::Result;

use super::{LIBRARIES, SANITIZERS, WARNINGS};
use crate::{
    header,
    process::{command, root, run},
    setup::{Tool, ensure},
    vectors::Judged,
};

/// Builds the program with sanitizers, and has it judge.
///
/// # Errors
/// What cannot be built, or a program that does not run to its end.
pub fn judge(judged: &Judged) -> Result<(usize, usize)> {
    ensure(&[Tool::HostGcc, Tool::CJson])?;
    let library = header::library("libnanotao_ffi.a")?;
    let program = root().join("target/c/vectors");
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
    judged.compare("C", &mut command(&program))
}
