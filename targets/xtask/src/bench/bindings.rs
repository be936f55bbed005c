//! `cargo xtask bench bindings`: what a call of the C ABI costs beyond its work, and Python beside the official SDK. The bars
//! are those that the bindings are held to.

use std::fs;

use anyhow::{Context, Result, ensure as require};

use crate::{
    c::install::library,
    process::{command, output, root, run, step},
    python,
    setup::{Tool, ensure},
};

/// Nanoseconds that a call of the C ABI may take.
const MOST: f64 = 20.0;
/// What Python is measured against.
const SDK: [&str; 2] = ["bittensor==11.3.0", "bittensor-core==0.1.5"];

/// Measures, prints, and compares with the bars.
///
/// # Errors
/// A bar that is not met, or what cannot be built.
pub(super) fn measure() -> Result<()> {
    ensure(&[Tool::HostGcc, Tool::Python])?;
    let library = library("staticlib", "libnanotao_ffi.a", "", &[])?;
    let program = root().join("target/c/bench");
    let mut gcc = command("gcc");
    gcc.args(["-O2", "-std=gnu99", "-Iffi/include", "ffi/tests/bench.c"]).arg(library);
    run(gcc.args(crate::c::LIBRARIES).arg("-o").arg(&program).current_dir(root()))?;
    let times = output(&mut command(&program))?;
    println!("A call of the C ABI, in ns\n{times}");
    for line in times.lines() {
        let time: f64 = line.rsplit(' ').next().and_then(|time| time.parse().ok()).context("no time")?;
        require!(time < MOST, "{line}: a call takes {MOST} ns or more");
    }

    let work = root().join("target/python");
    fs::create_dir_all(&work)?;
    let wheel = python::wheel(&work)?;
    step("installing the official SDK beside it");
    let python = python::environment(&work.join("sdk"))?;
    run(python::pip(&python).args(["install", "--force-reinstall", "--no-deps"]).arg(&wheel))?;
    run(python::pip(&python).arg("install").arg(&wheel).args(SDK))?;
    let mut speed = command(&python);
    speed.arg(root().join("bindings/python/tests/speed.py"));
    run(speed.arg(root().join("vectors/metadata/spec461_v15.scale")).current_dir(&work))
}
