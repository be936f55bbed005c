//! `cargo xtask bench bindings`: what a call of the C ABI costs beyond its work, and Python beside the official SDK. The bars
//! are those that the bindings are held to.

use std::{fs, process::Stdio};

use anyhow::{Context, Result, ensure as require};
use serde_json::{Map, Value, json};

use crate::{
    c::install::libraries,
    figures::{self, markdown},
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
    let (library, _) = libraries("")?;
    let program = root().join("target/c/bench");
    let mut gcc = command("gcc");
    gcc.args(["-O2", "-std=gnu99", "-Iffi/include", "ffi/tests/bench.c"]).arg(library);
    run(gcc.args(crate::c::LIBRARIES).arg("-o").arg(&program).current_dir(root()))?;
    let times = output(&mut command(&program))?;
    println!("A call of the C ABI, in ns\n{times}");
    let mut calls = Map::new();
    for line in times.lines() {
        let (name, time) = line.split_once(' ').context("no time")?;
        let time: f64 = time.parse()?;
        require!(time < MOST, "{line}: a call takes {MOST} ns or more");
        calls.insert(name.into(), json!(time));
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
    speed.arg(root().join("vectors/metadata/spec461_v15.scale")).current_dir(&work);
    let ran = speed.stderr(Stdio::inherit()).output()?;
    let lines = String::from_utf8_lossy(&ran.stdout);
    print!("{lines}");
    require!(ran.status.success(), "Python is slower than it may be");
    let rows = lines.lines().map(row).collect::<Result<Vec<Value>>>()?;
    figures::write("bench bindings", json!({ "nanoseconds_of_a_call": calls, "python_and_sdk": rows }))
}

/// What is measured, and the time that nanotao and the SDK take: `verify: 41.4 us, the SDK 45.0 us: ...`.
fn row(line: &str) -> Result<Value> {
    let parse = || {
        let (name, rest) = line.split_once(": ")?;
        let (ours, rest) = rest.split_once(" us, the SDK ")?;
        let (theirs, _) = rest.split_once(" us")?;
        let (ours, theirs): (f64, f64) = (ours.parse().ok()?, theirs.parse().ok()?);
        Some(json!({ "what": name, "microseconds": ours, "sdk_microseconds": theirs }))
    };
    parse().with_context(|| format!("not a measurement: {line}"))
}

/// The tables of the README.
pub fn table(measured: &Value) -> String {
    let head = ["a call of the C ABI with", "ns"].map(String::from).into();
    let calls = measured["nanoseconds_of_a_call"].as_object().into_iter().flatten();
    let calls = calls.map(|(name, time)| vec![name.clone(), time.to_string()]);
    let calls: Vec<Vec<String>> = std::iter::once(head).chain(calls).collect();
    let head = ["Python", "nanotao, us", "the official SDK, us", "times as fast"].map(String::from).into();
    let rows = measured["python_and_sdk"].as_array().into_iter().flatten().map(|row| {
        let time = |name: &str| row[name].as_f64().unwrap_or_default();
        let (ours, theirs) = (time("microseconds"), time("sdk_microseconds"));
        let what = row["what"].as_str().unwrap_or_default().to_owned();
        vec![what, format!("{ours:.1}"), format!("{theirs:.1}"), format!("{:.1}", theirs / ours)]
    });
    let rows: Vec<Vec<String>> = std::iter::once(head).chain(rows).collect();
    format!("{}\n{}", markdown(&calls), markdown(&rows))
}
