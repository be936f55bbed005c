//! `cargo xtask bench emission`: instructions and stack of what a block computes of emission, stage by stage, each checked
//! against the chain's result.

use anyhow::Result;
use serde_json::{Map, Value, json};

use super::{for_callgrind, host_compiler, on_board, under_callgrind};
use crate::{
    board::Board,
    figures::{self, grouped, markdown},
    toolchain,
};

const INSTRUCTIONS: [&str; 2] = ["x86_64_instructions", "cortex_m4_instructions"];

/// Measures the stages, and writes what `docs/figures.json` and the README hold.
pub(super) fn measure() -> Result<Value> {
    let program = for_callgrind()?;
    let mut stages = Map::new();
    for (name, [instructions, stack]) in on_board("emission", &[])? {
        let here = under_callgrind(&program, "emission", &name)?;
        let figures =
            json!({ "x86_64_instructions": here, "cortex_m4_instructions": instructions, "stack": stack });
        stages.insert(name, figures);
    }
    let measured = json!({
        "board": Board::Mps2An386.name(), "compiler": toolchain::firmware()?.version(),
        "host_compiler": host_compiler()?, "stages": stages,
    });
    figures::write("bench emission", measured.clone())?;
    Ok(measured)
}

/// What `--json` prints.
pub(super) fn json(measured: &Value) -> Value {
    let of_each = |field: &str| -> Map<String, Value> {
        stages(measured).map(|(name, figures)| (name.clone(), figures[field].clone())).collect()
    };
    let [x86_64, cortex_m4] = INSTRUCTIONS;
    json!({
        "x86_64_instructions": of_each(x86_64),
        "cortex_m4_instructions": of_each(cortex_m4),
        "x86_64_instructions_per_block": together(measured, x86_64),
        "cortex_m4_instructions_per_block": together(measured, cortex_m4),
        "stack_bytes": stages(measured).map(|(_, figures)| number(figures, "stack")).max(),
    })
}

/// The table of the README.
pub fn table(measured: &Value) -> String {
    let mut rows: Vec<Vec<String>> =
        vec![["stage", "x86-64", "Cortex-M4", "stack, bytes"].map(String::from).into()];
    let row = |name: &str, numbers: [u64; 3]| [name.into()].into_iter().chain(numbers.map(grouped)).collect();
    let [x86_64, cortex_m4] = INSTRUCTIONS;
    for (name, figures) in stages(measured) {
        rows.push(row(name, [x86_64, cortex_m4, "stack"].map(|field| number(figures, field))));
    }
    let stack = stages(measured).map(|(_, figures)| number(figures, "stack")).max().unwrap_or_default();
    rows.push(row("a block", [together(measured, x86_64), together(measured, cortex_m4), stack]));
    markdown(&rows)
}

fn together(measured: &Value, field: &str) -> u64 {
    stages(measured).map(|(_, figures)| number(figures, field)).sum()
}

fn stages(measured: &Value) -> impl Iterator<Item = (&String, &Value)> {
    measured["stages"].as_object().into_iter().flatten()
}

fn number(figures: &Value, field: &str) -> u64 {
    figures[field].as_u64().unwrap_or_default()
}
