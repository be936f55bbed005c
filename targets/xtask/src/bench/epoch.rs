//! `cargo xtask bench epoch`: instructions, memory and stack of one Yuma epoch, each checked against the chain's result.

use anyhow::Result;
use serde_json::{Map, Value, json};

use super::{for_callgrind, host_compiler, on_board, under_callgrind};
use crate::{
    board::Board,
    figures::{self, grouped, markdown},
    toolchain,
};

/// Measures the epochs, and writes what `docs/figures.json` and the README hold.
pub(super) fn measure() -> Result<Value> {
    let program = for_callgrind()?;
    let mut epochs = Map::new();
    for (name, [instructions, stack, memory, output]) in on_board("epoch", &[])? {
        epochs.insert(
            name.clone(),
            json!({
                "x86_64_instructions": under_callgrind(&program, "epoch", &name)?, "cortex_m4_instructions": instructions,
                "stack": stack, "memory": memory, "output": output,
            }),
        );
    }
    let measured = json!({
        "board": Board::Mps2An386.name(), "compiler": toolchain::firmware()?.version(),
        "host_compiler": host_compiler()?, "epochs": epochs,
    });
    figures::write("bench epoch", measured.clone())?;
    Ok(measured)
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
