//! `cargo xtask bench`: instructions and stack of every step from scores to an extrinsic, counted on an emulated
//! Cortex-M4, and the time of the same on this machine, beside the libraries for keys called directly.

use std::{
    io::{BufRead as _, BufReader, Write as _},
    time::Duration,
};

use anyhow::{Context, Result, bail};
use clap::Args;
use serde_json::{Map, Value, json};

use crate::{
    board::Board,
    figures::{self, grouped, markdown},
    process::{command, output, root, step},
    toolchain,
};

/// An instruction takes 64 ns of the emulated time, whatever this machine does meanwhile.
const ICOUNT: [&str; 2] = ["-icount", "shift=6,align=off,sleep=off"];
/// For one line of the board's answer.
const PATIENCE: Duration = Duration::from_secs(120);

/// `cargo xtask bench`.
#[derive(Args)]
#[command(after_help = "Examples:\n  cargo xtask bench\n  cargo xtask bench --json\n
Instructions are exact and go to docs/figures.json; times depend on the machine and are printed only.")]
pub struct Arguments {
    /// Prints JSON.
    #[arg(long)]
    json: bool,
}

/// Runs `cargo xtask bench`.
///
/// # Errors
/// A workload that fails, or what building and emulating can fail with.
pub fn main(arguments: &Arguments) -> Result<()> {
    let fast = on_board(&[])?;
    let small = on_board(&["--features", "small"])?;
    let host = on_host()?;
    let mut steps = Map::new();
    for (name, [instructions, stack]) in &fast {
        let [small_instructions, small_stack] =
            small.iter().find(|(other, _)| other == name).context("the builds measure different steps")?.1;
        steps.insert(
            name.clone(),
            json!({
                "instructions": instructions, "stack": stack,
                "small_instructions": small_instructions, "small_stack": small_stack,
            }),
        );
    }
    let measured = json!({
        "board": Board::Mps2An386.name(), "compiler": toolchain::firmware()?.version(), "steps": steps,
    });
    figures::write("bench", measured.clone())?;
    if arguments.json {
        let host: Map<String, Value> =
            host.into_iter().map(|(name, [nanoseconds])| (name, json!(nanoseconds))).collect();
        println!(
            "{}",
            serde_json::to_string_pretty(&json!({ "cortex_m4": measured, "host_nanoseconds": host }))?
        );
        return Ok(());
    }
    println!("Cortex-M4, opt-level z, {}\n\n{}", toolchain::firmware()?, table(&measured));
    println!("This machine\n");
    let mut rows = vec![vec!["step".into(), "time, us".into()]];
    rows.extend(host.iter().map(|(name, [time])| vec![name.clone(), format!("{:.1}", *time as f64 / 1e3)]));
    println!("{}", markdown(&rows));
    Ok(())
}

/// The table of the README.
pub fn table(measured: &Value) -> String {
    let mut rows: Vec<Vec<String>> = vec![
        ["Cortex-M4", "instructions", "stack, bytes", "small: instructions", "stack, bytes"]
            .map(String::from)
            .into(),
    ];
    for (name, figures) in measured["steps"].as_object().into_iter().flatten() {
        let number = |field: &str| grouped(figures[field].as_u64().unwrap_or_default());
        rows.push(
            [name.clone(), number("instructions"), number("stack")]
                .into_iter()
                .chain([number("small_instructions"), number("small_stack")])
                .collect(),
        );
    }
    markdown(&rows)
}

/// Name, then numbers, separated by tabs.
fn line<const N: usize>(line: &str) -> Result<(String, [u64; N])> {
    let mut parts = line.trim().split('\t');
    let name = parts.next().unwrap_or_default().to_owned();
    let numbers = parts.map(str::parse).collect::<std::result::Result<Vec<u64>, _>>();
    let numbers = numbers.ok().and_then(|numbers| numbers.try_into().ok());
    Ok((name, numbers.with_context(|| format!("not a measurement: {line}"))?))
}

fn on_board(arguments: &[&str]) -> Result<Vec<(String, [u64; 2])>> {
    let board = Board::Mps2An386;
    let image = board.build_binary("bench", arguments)?;
    step(format!("counting instructions on {}", board.name()));
    let emulator = board.start_with(&image, &ICOUNT)?;
    let mut serial = emulator.serial()?;
    serial.set_read_timeout(Some(PATIENCE))?;
    serial.write_all(b"!")?;
    let mut measured = Vec::new();
    for text in BufReader::new(serial).lines() {
        let text = text.context("the board does not answer")?;
        if text == "done" {
            return Ok(measured);
        }
        if let Some(what) = text.strip_prefix("failed\t") {
            bail!("on the board: {what}");
        }
        measured.push(line(&text)?);
    }
    bail!("the board stopped in the middle");
}

fn on_host() -> Result<Vec<(String, [u64; 1])>> {
    step("measuring on this machine (the first time it takes a minute to build)");
    let mut cargo = command("cargo");
    cargo.args([
        "run",
        "--quiet",
        "--profile",
        "host",
        "--package",
        "bench",
        "--bin",
        "host",
        "--features",
        "host",
    ]);
    cargo.arg("--target-dir").arg(root().join("target/bench"));
    output(cargo.current_dir(root().join("targets/boards")))?.lines().map(line).collect()
}
