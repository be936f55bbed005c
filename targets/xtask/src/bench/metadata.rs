//! `cargo xtask bench metadata`: instructions and stack of verifying and showing payloads with their metadata proofs.

use anyhow::Result;
use serde_json::{Map, Value, json};

use super::on_board;
use crate::{
    board::Board,
    figures::{self, grouped, markdown},
    toolchain,
};

/// The program that measures, on the board.
pub const BINARY: &str = "metadata";

/// Measures the steps, and writes what `docs/figures.json` and the README hold.
pub(super) fn measure() -> Result<Value> {
    let steps: Map<String, Value> = steps()?
        .into_iter()
        .map(|(name, [instructions, stack])| (name, json!({ "instructions": instructions, "stack": stack })))
        .collect();
    let measured = json!({
        "board": Board::Mps2An386.name(), "compiler": toolchain::firmware()?.version(), "steps": steps,
    });
    figures::write("bench metadata", measured.clone())?;
    Ok(measured)
}

/// Name, instructions and stack of each step.
///
/// # Errors
/// A step that fails, or what building and emulating can fail with.
pub fn steps() -> Result<Vec<(String, [u64; 2])>> {
    on_board(BINARY, &[])
}

/// The table of the README.
pub fn table(measured: &Value) -> String {
    let mut rows: Vec<Vec<String>> =
        vec![["Cortex-M4", "instructions", "stack, bytes"].map(String::from).into()];
    for (name, figures) in measured["steps"].as_object().into_iter().flatten() {
        let number = |field: &str| grouped(figures[field].as_u64().unwrap_or_default());
        rows.push(vec![name.clone(), number("instructions"), number("stack")]);
    }
    markdown(&rows)
}
