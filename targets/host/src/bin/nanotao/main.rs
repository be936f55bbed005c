//! The `nanotao` command: see `nanotao --help`.

// Bad input must give an error and never a panic. Tests may.
#![deny(clippy::expect_used, clippy::indexing_slicing, clippy::panic, clippy::unwrap_used)]

mod address;
mod answer;
mod decode;
mod device;
mod emission;
mod epoch;
mod explain;
mod key;
mod metadata;
mod on_chain;
mod output;
mod sign;
mod simulate;
mod timelock;
mod verify;
mod weights;

use std::io::{self, Write};
use std::process::ExitCode;

use answer::Answer;
use clap::error::ErrorKind;
use clap::{CommandFactory, FromArgMatches, Parser, Subcommand};
use nanotao_host::{Error, Kind, Result};

const EXIT_CODES: &str = "\
Exit codes:
  0  done, and the answer is yes
  1  done, and the answer is no: an invalid signature, a proof of another
     digest, weights that would be refused, a user who said no
  2  the command was called wrongly
  3  the input is malformed or contradicts itself
  4  a file, the terminal or a device failed

Wherever a file is read, - is standard input. Results go to standard output; \
errors, and the cards of what is about to be signed, to standard error.";

/// The Bittensor protocol on a desktop: weights, signatures, extrinsics, keys and addresses
#[derive(Parser)]
#[command(name = "nanotao", version, after_help = EXIT_CODES)]
struct Cli {
    /// Prints results and errors as JSON
    #[arg(long, global = true)]
    json: bool,
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Turns scores into weights, checks them as the chain would, hashes them for a commit
    #[command(subcommand)]
    Weights(weights::Command),
    /// Signs a call, after showing all of it
    Sign(sign::Sign),
    /// Verifies the signature of an extrinsic or of a message
    Verify(verify::Verify),
    /// Takes an extrinsic or a payload apart, field by field
    Decode(decode::Decode),
    /// Shows what a payload says, card by card, as a device would
    Explain(explain::Explain),
    /// Computes digests of runtime metadata, and checks metadata proofs
    #[command(subcommand)]
    Metadata(metadata::Command),
    /// Makes keys and shows their addresses
    #[command(subcommand)]
    Key(key::Command),
    /// Speaks to the signer device
    Device(device::DeviceCommand),
    /// Computes an epoch as the chain does: consensus, incentive, dividends, bonds, emission
    Epoch(Box<epoch::EpochCommand>),
    /// Computes what the chain mints, and what of it goes to subnets and hotkeys, and when
    #[command(subcommand)]
    Emission(emission::Command),
    /// Locks weights until a round of drand's beacon, and opens them with its signature
    #[command(subcommand)]
    Timelock(timelock::Command),
    /// Converts between addresses and accounts
    #[command(subcommand)]
    Address(address::Command),
    /// Tries attacks on a subnet, and shows what they earn
    #[command(subcommand)]
    Simulate(simulate::Command),
}

fn main() -> ExitCode {
    let matches = with_negative_numbers(Cli::command()).try_get_matches();
    let cli = match matches.and_then(|matches| Cli::from_arg_matches(&matches)) {
        Ok(cli) => cli,
        Err(error) => return misused(&error),
    };
    let (text, code) = match run(cli.command) {
        Ok(answer) => (answer.print(cli.json), answer.exit_code()),
        Err(error) => return fail(&error, cli.json),
    };
    match io::stdout().lock().write_all(text.as_bytes()) {
        Ok(()) => ExitCode::from(code),
        // Whoever reads has enough, as `head` does.
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => ExitCode::from(code),
        Err(error) => fail(&Error::io(format_args!("cannot write the result: {error}")), cli.json),
    }
}

fn run(command: Command) -> Result<Answer> {
    match command {
        Command::Weights(command) => command.run(),
        Command::Sign(command) => command.run(),
        Command::Verify(command) => command.run(),
        Command::Decode(command) => command.run(),
        Command::Explain(command) => command.run(),
        Command::Metadata(command) => command.run(),
        Command::Key(command) => command.run(),
        Command::Device(command) => command.run(),
        Command::Epoch(command) => command.run(),
        Command::Emission(command) => command.run(),
        Command::Timelock(command) => command.run(),
        Command::Address(command) => command.run(),
        Command::Simulate(command) => command.run(),
    }
}

/// Lets each flag see a negative number that is given for it, and say why it cannot be.
fn with_negative_numbers(command: clap::Command) -> clap::Command {
    let command = command.mut_args(|arg| match arg.get_action().takes_values() {
        true => arg.allow_negative_numbers(true),
        false => arg,
    });
    command.mut_subcommands(with_negative_numbers)
}

/// Help and version, or a command line that makes no sense.
fn misused(error: &clap::Error) -> ExitCode {
    let json = std::env::args_os().any(|arg| arg == "--json");
    if error.exit_code() == 0 || !json {
        error.exit();
    }
    fail(&usage(error), true)
}

/// What is wrong with a command line: its cause and its remedy, each as one line.
fn usage(error: &clap::Error) -> Error {
    // The text is all of the help then.
    if error.kind() == ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand {
        return Error::usage("a subcommand is missing").remedy("--help lists them");
    }
    let one_line = |text: &str| text.lines().map(str::trim).collect::<Vec<_>>().join(" ");
    let text = error.render().to_string();
    let (cause, tips) = text.split_once("\n\n").unwrap_or((&text, ""));
    let (cause, remedy) = match cause.split_once("\n  help: ") {
        Some((cause, remedy)) => (cause, one_line(remedy)),
        None => (cause, tips.trim().split("\n\n").map(one_line).collect::<Vec<_>>().join("; ")),
    };
    Error::usage(one_line(cause.strip_prefix("error: ").unwrap_or(cause))).remedy(remedy)
}

fn fail(error: &Error, json: bool) -> ExitCode {
    let text = if json { error.to_json().to_string() } else { harmless(&format!("error: {error}")) };
    // If standard error is gone too, the exit code still tells.
    let _ = writeln!(io::stderr(), "{text}");
    ExitCode::from(exit_code(error.kind))
}

/// Text without what a terminal would obey: a cause may quote a file, or its name.
fn harmless(text: &str) -> String {
    let mut harmless = String::with_capacity(text.len());
    for character in text.chars() {
        match character.is_control() && character != '\n' {
            true => harmless.extend(character.escape_debug()),
            false => harmless.push(character),
        }
    }
    harmless
}

const fn exit_code(kind: Kind) -> u8 {
    kind as u8
}
