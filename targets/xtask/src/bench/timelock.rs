//! `cargo xtask bench timelock`: instructions, stack and flash of a timelocked commit, and its time on this machine beside
//! that of the official client's library.

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
    let ours = output(command(&program).arg("timelock"))?;
    let ours = ours.lines().map(line).find(|step| matches!(step, Ok((name, _)) if name == "commit"));
    let (_, [ours]) = ours.context("no time of a commit")??;
    let theirs = output(python::with_client()?.arg(root().join("tests/interop/time_commit.py")))?;
    let theirs = theirs.trim().parse().context("what the client's time is")?;
    Ok(Measured { figures, times: [ours, theirs] })
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
        "{}\nA commit takes {ours:.2} ms on this machine, {theirs:.2} ms in bittensor-drand: {:.2} of it.\n",
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
