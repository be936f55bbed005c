//! `cargo xtask bench epoch`: instructions, memory and stack of one Yuma epoch, each checked against the chain's result.

use std::{fs, path::Path};

use anyhow::{Context, Result, ensure as require};
use serde_json::{Map, Value, json};

use super::{host_cargo, host_directory, on_board};
use crate::{
    board::Board,
    figures::{self, grouped, markdown},
    process::{command, output, root, run, step},
    qemu::scratch,
    setup::{Tool, ensure},
    toolchain,
};

/// The symbol of the call that is measured.
const CALL: &str = "nanotao_measured_epoch";

/// Measures the epochs, and writes what `docs/figures.json` and the README hold.
pub(super) fn measure() -> Result<Value> {
    require!(cfg!(target_arch = "x86_64"), "instructions of x86-64 are counted on such a machine");
    ensure(&[Tool::Valgrind])?;
    step("counting instructions on this machine");
    run(&mut host_cargo("build", "epoch"))?;
    let program = host_directory().join("host/epoch");
    let mut epochs = Map::new();
    for (name, [instructions, stack, memory, output]) in on_board("epoch", &[])? {
        epochs.insert(
            name.clone(),
            json!({
                "x86_64_instructions": on_host(&program, &name)?, "cortex_m4_instructions": instructions,
                "stack": stack, "memory": memory, "output": output,
            }),
        );
    }
    let host = output(command("rustc").arg("--version").current_dir(root()))?;
    let measured = json!({
        "board": Board::Mps2An386.name(), "compiler": toolchain::firmware()?.version(),
        "host_compiler": host.trim(), "epochs": epochs,
    });
    figures::write("bench epoch", measured.clone())?;
    Ok(measured)
}

/// Instructions of the call alone. The program fails where the result is not the chain's.
fn on_host(program: &Path, name: &str) -> Result<u64> {
    let file = scratch()?.join(format!("{name}.callgrind"));
    let mut valgrind = command("valgrind");
    valgrind.args(["--quiet", "--tool=callgrind", "--collect-atstart=no"]);
    valgrind.arg(format!("--toggle-collect={CALL}"));
    run(valgrind.arg(format!("--callgrind-out-file={}", file.display())).arg(program).arg(name))?;
    let profile = fs::read_to_string(&file)?;
    let total = profile.lines().find_map(|line| line.strip_prefix("totals: "));
    let total = total.and_then(|total| total.trim().parse().ok());
    total.filter(|total| *total > 0).with_context(|| format!("callgrind counted no call of {CALL}"))
}

/// What `--json` prints.
pub(super) fn json(measured: &Value) -> Value {
    let of_each = |field: &str| -> Map<String, Value> {
        epochs(measured).map(|(name, figures)| (name.clone(), figures[field].clone())).collect()
    };
    let most = |figure: fn(&Value) -> u64| epochs(measured).map(|(_, figures)| figure(figures)).max();
    json!({
        "x86_64_instructions": of_each("x86_64_instructions"),
        "cortex_m4_instructions": of_each("cortex_m4_instructions"),
        "memory_bytes": most(|figures| number(figures, "memory") + number(figures, "output")),
        "stack_bytes": most(|figures| number(figures, "stack")),
    })
}

/// The table of the README.
pub fn table(measured: &Value) -> String {
    let head = ["epoch", "x86-64", "Cortex-M4", "working memory, bytes", "results, bytes", "stack, bytes"];
    let fields = ["x86_64_instructions", "cortex_m4_instructions", "memory", "output", "stack"];
    let mut rows: Vec<Vec<String>> = vec![head.map(String::from).into()];
    for (name, figures) in epochs(measured) {
        let numbers = fields.map(|field| grouped(number(figures, field)));
        rows.push([name.clone()].into_iter().chain(numbers).collect());
    }
    markdown(&rows)
}

fn epochs(measured: &Value) -> impl Iterator<Item = (&String, &Value)> {
    measured["epochs"].as_object().into_iter().flatten()
}

fn number(figures: &Value, field: &str) -> u64 {
    figures[field].as_u64().unwrap_or_default()
}
