//! `cargo xtask bench`: instructions and stack of every step from scores to an extrinsic, counted on an emulated
//! Cortex-M4, and the time of the same on this machine, beside the libraries for keys called directly; of an epoch, of a
//! block's emission, of a timelocked commit, and of metadata proofs.

pub mod bindings;
pub mod emission;
pub mod epoch;
pub mod metadata;
pub mod timelock;

use std::{
    fs,
    io::{BufRead as _, BufReader, Write as _},
    path::{Path, PathBuf},
    process::Command,
    time::Duration,
};

use anyhow::{Context, Result, bail, ensure as require};
use clap::{Args, ValueEnum};
use serde_json::{Map, Value, json};

use crate::{
    board::Board,
    figures::{self, grouped, markdown},
    process::{command, output, root, run, step},
    qemu::scratch,
    setup::{Tool, ensure},
    toolchain,
};

/// An instruction takes 64 ns of the emulated time, whatever this machine does meanwhile.
const ICOUNT: [&str; 2] = ["-icount", "shift=6,align=off,sleep=off"];
/// For one line of the board's answer.
const PATIENCE: Duration = Duration::from_secs(120);

/// `cargo xtask bench`.
#[derive(Args)]
#[command(
    after_help = "Examples:\n  cargo xtask bench\n  cargo xtask bench epoch\n  cargo xtask bench emission\n  cargo xtask bench timelock\n  cargo xtask bench metadata\n  cargo xtask bench bindings\n  cargo xtask bench --json\n
Instructions are exact and go to docs/figures.json, as do the times of bindings; other times, which depend on the machine, are printed only."
)]
pub struct Arguments {
    /// Measures this alone.
    room: Option<Room>,
    /// Prints JSON.
    #[arg(long)]
    json: bool,
}

/// What can be measured alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Room {
    /// One Yuma epoch of 256 neurons and 64 validators, on the board and, under valgrind, on this machine.
    Epoch,
    /// The emission of a block for 128 subnets, in the same two places.
    Emission,
    /// A timelocked commit of 256 weights, in the same two places, and beside the official client's library.
    Timelock,
    /// Payloads with their metadata proofs, verified and shown, on the board.
    Metadata,
    /// Calls of the C ABI, and Python beside the official SDK. It fails where one is slower than it may be.
    Bindings,
}

/// Runs `cargo xtask bench`.
///
/// # Errors
/// A workload that fails, or what building and emulating can fail with.
pub fn main(arguments: &Arguments) -> Result<()> {
    if arguments.room == Some(Room::Bindings) {
        return bindings::measure();
    }
    let wanted = |room| arguments.room.is_none_or(|only| only == room);
    let steps = match arguments.room {
        Some(_) => None,
        None => Some((steps_on_board()?, on_host()?)),
    };
    let epoch = wanted(Room::Epoch).then(epoch::measure).transpose()?;
    let emission = wanted(Room::Emission).then(emission::measure).transpose()?;
    let timelock = wanted(Room::Timelock).then(timelock::measure).transpose()?;
    let metadata = wanted(Room::Metadata).then(metadata::measure).transpose()?;
    if arguments.json {
        let (epoch, emission) = (epoch.as_ref().map(epoch::json), emission.as_ref().map(emission::json));
        let timelock = timelock.as_ref().map(timelock::json);
        let json = match steps {
            Some((board, host)) => {
                let host: Map<String, Value> =
                    host.into_iter().map(|(name, [nanoseconds])| (name, json!(nanoseconds))).collect();
                json!({
                    "cortex_m4": board, "host_nanoseconds": host, "epoch": epoch, "emission": emission,
                    "timelock": timelock, "metadata": metadata,
                })
            }
            // Of one room alone, its own.
            None => json!(epoch.or(emission).or(timelock).or(metadata)),
        };
        println!("{}", serde_json::to_string_pretty(&json)?);
        return Ok(());
    }
    if let Some((board, host)) = steps {
        println!("Cortex-M4, opt-level z, {}\n\n{}", toolchain::firmware()?, table(&board));
        println!("This machine\n");
        let mut rows = vec![vec!["step".into(), "time, us".into()]];
        rows.extend(
            host.iter().map(|(name, [time])| vec![name.clone(), format!("{:.1}", *time as f64 / 1e3)]),
        );
        println!("{}", markdown(&rows));
    }
    if let Some(epoch) = epoch {
        println!("One epoch, 256 neurons, 64 validators\n\n{}", epoch::table(&epoch));
    }
    if let Some(emission) = emission {
        println!("The emission of a block, 128 subnets\n\n{}", emission::table(&emission));
    }
    if let Some(timelock) = timelock {
        println!("A timelocked commit of 256 weights\n\n{}", timelock::text(&timelock));
    }
    if let Some(metadata) = metadata {
        println!("Payloads with their metadata proofs\n\n{}", metadata::table(&metadata));
    }
    Ok(())
}

/// The steps from scores to an extrinsic, on the board.
fn steps_on_board() -> Result<Value> {
    let fast = on_board("bench", &[])?;
    let small = on_board("bench", &["--features", "small"])?;
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
    Ok(measured)
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

/// Runs a measuring program on the board: name, then numbers, of each of its lines.
fn on_board<const N: usize>(binary: &str, arguments: &[&str]) -> Result<Vec<(String, [u64; N])>> {
    let board = Board::Mps2An386;
    let image = board.build_binary(binary, arguments)?;
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

/// The program of this machine that does one piece of work.
const PIECE: &str = "piece";

fn on_host() -> Result<Vec<(String, [u64; 1])>> {
    step("measuring on this machine (the first time it takes a minute to build)");
    output(host_cargo("run", "host").args(["--features", "host"]))?.lines().map(line).collect()
}

/// Cargo for a measuring program of this machine.
fn host_cargo(action: &str, binary: &str) -> Command {
    let mut cargo = command("cargo");
    cargo.args([action, "--quiet", "--profile", "host", "--package", "bench", "--bin", binary]);
    cargo.arg("--target-dir").arg(host_directory()).current_dir(root().join("targets/boards"));
    cargo
}

fn host_directory() -> PathBuf {
    root().join("target/bench")
}

/// Builds the program for [`under_callgrind`], and gives its place.
fn for_callgrind() -> Result<PathBuf> {
    require!(cfg!(target_arch = "x86_64"), "instructions of x86-64 are counted on such a machine");
    ensure(&[Tool::Valgrind])?;
    step("counting instructions on this machine");
    run(&mut host_cargo("build", PIECE))?;
    Ok(host_directory().join("host").join(PIECE))
}

/// Instructions of one piece of a room's work, without what makes it ready. The program fails where the result is wrong.
fn under_callgrind(program: &Path, room: &str, name: &str) -> Result<u64> {
    let file = scratch()?.join(format!("{name}.callgrind"));
    let mut valgrind = command("valgrind");
    valgrind.args(["--quiet", "--tool=callgrind", "--collect-atstart=no"]);
    valgrind.arg(format!("--toggle-collect=nanotao_measured_{room}"));
    run(valgrind.arg(format!("--callgrind-out-file={}", file.display())).arg(program).args([room, name]))?;
    let profile = fs::read_to_string(&file)?;
    let total = profile.lines().find_map(|line| line.strip_prefix("totals: "));
    let total = total.and_then(|total| total.trim().parse().ok());
    total.filter(|total| *total > 0).with_context(|| format!("callgrind counted nothing of {room} {name}"))
}

/// The compiler of [`host_cargo`].
fn host_compiler() -> Result<String> {
    let version = output(command("rustc").arg("--version").current_dir(root()))?;
    Ok(version.trim().to_owned())
}
