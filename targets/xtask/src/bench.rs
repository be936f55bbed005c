//! `cargo xtask bench`: instructions on an emulated Cortex-M4, and time on this machine.

use std::{
    collections::BTreeMap,
    io::{BufRead, BufReader},
    process::Stdio,
    time::Duration,
};

use anyhow::{Context, Result};
use clap::Args;
use serde_json::{Value, json};

use crate::{
    board::Board,
    process::{command, output, root, step},
    toolchain,
};

#[derive(Args)]
#[command(after_help = "Examples:\n  cargo xtask bench\n  cargo xtask bench --json")]
pub struct Arguments {
    /// Prints one JSON object.
    #[arg(long)]
    json: bool,
}

/// What a step costs on the board.
struct Cost {
    instructions: u64,
    stack: u64,
}

pub fn main(arguments: &Arguments) -> Result<()> {
    let board = on_board()?;
    let host = on_host()?;
    if arguments.json {
        let board: BTreeMap<_, _> = board
            .iter()
            .map(|(name, cost)| (name, json!({ "instructions": cost.instructions, "stack": cost.stack })))
            .collect();
        let host: BTreeMap<_, _> = host.into_iter().collect();
        println!("{}", json!({ "cortex_m4": board, "host_microseconds": host }));
        return Ok(());
    }
    println!("Cortex-M4 (opt-level z, {})", toolchain::firmware()?.version());
    for (name, cost) in &board {
        println!("  {name:<24} {:>12} instructions {:>7} bytes of stack", cost.instructions, cost.stack);
    }
    println!("this machine, fastest of 300");
    for (name, microseconds) in &host {
        println!("  {name:<24} {microseconds:>12.2} µs");
    }
    Ok(())
}

fn on_board() -> Result<Vec<(String, Cost)>> {
    let board = Board::Mps2An386;
    let image = board.build_binary("bench", &[])?;
    step("counting instructions on mps2-an386");
    // The machine waits for the line, so that nothing it says is lost.
    let emulator = board.start_counting(&image)?;
    let serial = emulator.serial()?;
    serial.set_read_timeout(Some(Duration::from_secs(120)))?;
    let mut costs = Vec::new();
    for line in BufReader::new(serial).lines() {
        let line = line.context("the board does not answer")?;
        if line == "done" {
            return Ok(costs);
        }
        let (name, numbers) = line.split_once(": ").with_context(|| format!("the board said {line}"))?;
        let (instructions, stack) =
            numbers.split_once(", ").with_context(|| format!("the board said {line}"))?;
        let cost = Cost { instructions: instructions.parse()?, stack: stack.parse()? };
        costs.push((name.to_owned(), cost));
    }
    anyhow::bail!("the board fell silent")
}

fn on_host() -> Result<Vec<(String, f64)>> {
    step("measuring on this machine (building with all optimisations first)");
    let mut cargo = command("cargo");
    cargo.args(["bench", "--quiet", "--package", "nanotao-tests", "--bench", "host"]);
    let lines = output(cargo.current_dir(root()).stderr(Stdio::inherit()))?;
    lines
        .lines()
        .map(|line| {
            let value: Value = serde_json::from_str(line)?;
            let name = value["name"].as_str().context("a measurement without a name")?;
            Ok((name.to_owned(), value["microseconds"].as_f64().context("a measurement without a time")?))
        })
        .collect()
}
