//! `cargo xtask`: builds, tests and measures nanotao. Every command installs what it needs, and says so.

mod abi;
mod bench;
mod board;
mod build_matrix;
mod c;
mod constant_time;
mod demo;
mod figures;
mod fuzz;
mod go;
mod header;
mod interop;
mod js;
mod no_panic;
mod node;
mod process;
mod python;
mod qemu;
mod qmp;
mod setup;
mod size;
mod tables;
mod test;
mod toolchain;
mod vectors;

use std::process::ExitCode;

use anyhow::Result;
use clap::{Parser, Subcommand};

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
    /// Counts instructions and stack on an emulated Cortex-M4, and measures time on this machine.
    Bench(bench::Arguments),
    /// Builds a board's firmware, or runs it under emulation.
    Board(board::Arguments),
    /// Builds the core for every target with every feature, with no library but `core`.
    BuildMatrix,
    /// Compiles and runs the C example and the C tests, here and on an emulated Cortex-M4.
    C,
    /// Boots the signer under emulation and has it show and sign a validator's weights.
    Demo(demo::Arguments),
    /// Writes the C header and what `ffi/abi` keeps of the ABI, or checks them.
    Header(header::Arguments),
    /// Runs fuzz targets against other implementations.
    Fuzz(fuzz::Arguments),
    /// Links the core alone and looks for panics that are left.
    NoPanic(no_panic::Arguments),
    /// Installs the C library with its CMake package and pkg-config file.
    Install(c::install::Arguments),
    /// Lets nanotao and polkadot-js judge each other, and bittensor-drand nanotao's commits.
    Interop,
    /// Builds the JavaScript package with its WebAssembly, and prints where it is.
    Js,
    /// Prints flash, static RAM and peak stack of every board, for docs/figures.json and the README.
    Size,
    /// Writes the tables of calls from the chain's metadata, or checks them.
    Tables(tables::Arguments),
    /// Tests everything: this machine, the emulated boards, other languages, a short fuzz run.
    Test(test::Arguments),
    /// Runs the vectors of a folder.
    Vectors(vectors::Arguments),
}

fn main() -> ExitCode {
    run(&Arguments::parse().command).unwrap_or_else(|error| {
        eprintln!("error: {error:#}");
        ExitCode::FAILURE
    })
}

fn run(command: &Command) -> Result<ExitCode> {
    match command {
        Command::Setup => setup::all(),
        Command::Bench(arguments) => bench::main(arguments),
        Command::Board(arguments) => board::main(arguments),
        Command::BuildMatrix => build_matrix::main(),
        Command::C => return c::main(),
        Command::Demo(arguments) => return demo::main(arguments),
        Command::Header(arguments) => header::main(arguments),
        Command::Fuzz(arguments) => fuzz::main(arguments),
        Command::NoPanic(arguments) => no_panic::main(arguments),
        Command::Install(arguments) => c::install::main(arguments),
        Command::Interop => return interop::main(),
        Command::Js => return js::main(),
        Command::Size => size::main(),
        Command::Tables(arguments) => tables::main(arguments),
        Command::Test(arguments) => return test::main(arguments),
        Command::Vectors(arguments) => return vectors::main(arguments),
    }
    .map(|()| ExitCode::SUCCESS)
}
