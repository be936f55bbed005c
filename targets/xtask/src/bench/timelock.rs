//! `cargo xtask bench timelock`: instructions, stack and flash of a timelocked commit, and its time on this machine beside
//! that of the official client's library.

use std::{path::Path, process::Command};

use anyhow::{Context, Result};
use serde_json::{Map, Value, json};

use super::{for_callgrind, host_compiler, line, on_board, under_callgrind};
use crate::{
    board::Board,
    figures::{self, grouped, markdown},
    no_panic,
    process::{command, output, root},
    python, toolchain,
};

/// How often both are timed by turns. The quickest run of each counts: it is the least disturbed by what else the machine does.
const ROUNDS: usize = 9;

/// What is measured: what `docs/figures.json` and the README hold, and times.
pub(super) struct Measured {
    figures: Value,
    /// Nanoseconds of a commit: here, and in the client's library.
    times: [u64; 2],
}

/// Measures the steps, and writes what `docs/figures.json` and the README hold.
pub(super) fn measure() -> Result<Measured> {
    let program = for_callgrind()?;
    let mut steps = Map::new();
    for (name, [instructions, stack]) in on_board("timelock", &[])? {
        let here = under_callgrind(&program, "timelock", &name)?;
        let figures =
            json!({ "x86_64_instructions": here, "cortex_m4_instructions": instructions, "stack": stack });
        steps.insert(name, figures);
    }
    let figures = json!({
        "board": Board::Mps2An386.name(), "compiler": toolchain::firmware()?.version(),
        "host_compiler": host_compiler()?, "steps": steps, "flash": no_panic::flash("timelock", "z")?,
    });
    figures::write("bench timelock", figures.clone())?;
    let mut client = python::with_client()?;
    client.arg(root().join("tests/interop/time_commit.py"));
    let mut times = [u64::MAX; 2];
    for _ in 0..ROUNDS {
        for (time, round) in times.iter_mut().zip([quickest(&program)?, number(&mut client)?]) {
            *time = round.min(*time);
        }
    }
    Ok(Measured { figures, times })
}

/// The time of a commit.
fn quickest(program: &Path) -> Result<u64> {
    let pieces = output(command(program).arg("timelock"))?;
    let commit = pieces.lines().map(line).find(|piece| matches!(piece, Ok((name, _)) if name == "commit"));
    let (_, [time]) = commit.context("no time of a commit")??;
    Ok(time)
}

/// The number that a program prints.
fn number(program: &mut Command) -> Result<u64> {
    output(program)?.trim().parse().context("what the client's time is")
}

/// What `--json` prints.
pub(super) fn json(measured: &Measured) -> Value {
    let Measured { figures, times: [ours, theirs] } = measured;
    let mut json = figures.clone();
    json["host_nanoseconds"] = json!({ "commit": ours, "commit by bittensor-drand": theirs });
    json
}

/// What is printed: the table, and the times, which are of this machine alone.
pub(super) fn text(measured: &Measured) -> String {
    let Measured { figures, times: [ours, theirs] } = measured;
    let [ours, theirs] = [ours, theirs].map(|time| *time as f64 / 1e6);
    format!(
        "{}\nAt its quickest a commit takes {ours:.2} ms on this machine, {theirs:.2} ms in bittensor-drand: {:.2} of it.\n",
        table(figures),
        ours / theirs
    )
}

/// The table of the README.
pub fn table(figures: &Value) -> String {
    let mut rows: Vec<Vec<String>> =
        vec![["timelock", "x86-64", "Cortex-M4", "stack, bytes", "flash, bytes"].map(String::from).into()];
    let number = |of: &Value| grouped(of.as_u64().unwrap_or_default());
    for (name, step) in figures["steps"].as_object().into_iter().flatten() {
        let flash = if name == "commit" { number(&figures["flash"]) } else { String::new() };
        let numbers =
            ["x86_64_instructions", "cortex_m4_instructions", "stack"].map(|field| number(&step[field]));
        rows.push([name.clone()].into_iter().chain(numbers).chain([flash]).collect());
    }
    markdown(&rows)
}
