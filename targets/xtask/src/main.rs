//! `cargo xtask`: builds, tests and measures nanotao. Every command installs what it needs, and says so.

mod board;
mod process;
mod qemu;
mod qmp;
mod setup;
mod toolchain;
mod vectors;

use anyhow::Result;
use clap::{Parser, Subcommand};
use std::process::ExitCode;

#[derive(Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask", about = "Builds, tests and measures nanotao")]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Installs every tool that the other commands need (they call it themselves for what they use).
    #[command(after_help = "Examples:\n  cargo xtask setup")]
    Setup,
    /// Builds a board's firmware, or runs it under emulation.
    Board(board::Arguments),
    /// Runs the vectors of a folder.
    Vectors(vectors::Arguments),
}

fn main() -> Result<ExitCode> {
    match Arguments::parse().command {
        Command::Setup => setup::all().map(|()| ExitCode::SUCCESS),
        Command::Board(arguments) => board::main(&arguments).map(|()| ExitCode::SUCCESS),
        Command::Vectors(arguments) => vectors::main(&arguments),
    }
}
