//! `nanotao timelock`.

use std::path::PathBuf;

use clap::Subcommand;
use nanotao::MechId;
use nanotao::weights::timelock::{PublicKey, Signature, TimelockError};
use nanotao_host::epoch::Spec;
use nanotao_host::scores::{Sdk, Weights};
use nanotao_host::text::{Account, hex_array, quoted, to_hex};
use nanotao_host::timelock::{Lock, When, check_now, lock, open, rounds, signed};
use nanotao_host::{Error, Result, files};
use serde_json::json;

use crate::answer::{Answer, note};
use crate::output::Force;

#[derive(Subcommand)]
#[command(after_help = "\
The beacon is drand quicknet, which signs a round every three seconds. docs/timelock.md says more.

Examples:
  nanotao timelock round --block 8766000 --last-epoch-block 8765700
  nanotao timelock commit scores.json --hotkey 5Grw... --block 8766000 \\
      --last-epoch-block 8765700 -o commit.hex
  nanotao timelock open @commit.hex --round 34178823 --signature b44679b9...
  nanotao timelock verify-beacon --round 34178823 --signature b44679b9...")]
pub(crate) enum Command {
    /// Locks weights until a round of the beacon
    #[command(after_help = "\
The round is given, or foretold from the subnet's schedule. The commit goes to standard output in hex; standard error has \
the round, when it is signed, and the command that signs the commit. --json also has the call that sends it: \
commit_timelocked_weights, or that of a mechanism.

Examples:
  nanotao timelock commit scores.json --hotkey 5Grw... --round 34178823
  nanotao timelock commit scores.json --hotkey 5Grw... --block 8766000 \\
      --last-epoch-block 8765700 --json")]
    Commit {
        /// The scores file
        scores: String,
        /// The hotkey that will send the commit: the chain drops it from any other
        #[arg(long, value_name = "ADDRESS")]
        hotkey: Account,
        /// The round to lock until
        #[arg(long, value_name = "N", value_parser = clap::value_parser!(u64).range(1..), conflicts_with_all = ["block", "stored", "date", "block_time_ms", "spec"])]
        round: Option<u64>,
        #[command(flatten)]
        when: When,
        /// The spec version whose rule foretells the round
        #[arg(long, value_enum, default_value_t)]
        spec: Spec,
        /// Whose rule turns scores into weights
        #[arg(long, value_enum, default_value_t)]
        sdk: Sdk,
        /// Also locks until a round that is signed already: the commit is open at once
        #[arg(long)]
        allow_past: bool,
        /// Writes the commit to a file
        #[arg(short, long, value_name = "FILE")]
        output: Option<PathBuf>,
        #[command(flatten)]
        force: Force,
    },
    /// Opens a commit with the signature of its round
    #[command(after_help = "\
The signature is in the chain's storage (Drand, Pulses) and at every drand relay. It is verified before it is used.

Examples:
  nanotao timelock open @commit.hex --round 1000 --signature b44679b9...")]
    Open {
        /// The commit in hex, @FILE, or - for standard input
        commit: String,
        /// The round that the commit was locked until
        #[arg(long, value_name = "N", value_parser = clap::value_parser!(u64).range(1..))]
        round: u64,
        /// The beacon's signature on it: 48 bytes in hex
        #[arg(long, value_name = "HEX")]
        signature: String,
    },
    /// Foretells when a commit is revealed, and the round that it is locked until, by the rules of both specs
    #[command(after_help = "\
A commit in the block that --block names. Epochs that other subnets hold up, and those that the owner triggers later, \
cannot be foretold.

Examples:
  nanotao timelock round --block 8766000 --last-epoch-block 8765700
  nanotao timelock round --block 8766000 --last-epoch-block 8765700 \\
      --date 2026-11-25T09:30:00Z --json")]
    Round(When),
    /// Verifies the beacon's signature on a round
    #[command(after_help = "\
The exit code is 1 if the signature is not the beacon's, and 3 if it is no point of the group, as a mistyped one is.

Examples:
  nanotao timelock verify-beacon --round 1000 --signature b44679b9...")]
    VerifyBeacon {
        /// The round
        #[arg(long, value_name = "N", value_parser = clap::value_parser!(u64).range(1..))]
        round: u64,
        /// The signature: 48 bytes in hex
        #[arg(long, value_name = "HEX")]
        signature: String,
        /// The beacon's public key, 96 bytes in hex [default: that of drand quicknet]
        #[arg(long, value_name = "HEX")]
        public_key: Option<String>,
    },
}

impl Command {
    pub(crate) fn run(self) -> Result<Answer> {
        match self {
            Self::Commit { scores, hotkey, round, when, spec, sdk, allow_past, output, force } => {
                let target = force.target(output.as_deref())?;
                let weights = Weights::parse(&scores, &files::read(&scores)?, sdk, None)?;
                let until = match round {
                    Some(round) => Lock::until(round),
                    None if when.is_given() => foretold(&when, |when| when.reveal(spec))?,
                    None => {
                        return Err(Error::usage("neither a round nor a block").remedy(
                            "give --round N, or the subnet's schedule: --block N, --last-epoch-block N and so on",
                        ));
                    }
                };
                check_now(until.round, allow_past)?;
                let locked = lock(&weights, &hotkey.0, until.round)?;
                let commit = to_hex(&locked.commit);
                let json = json!({ "commit": commit, "call": to_hex(&locked.call) });
                let answer = Answer::new(&commit, json).with(until.to_json()).stored(target, &commit)?;
                let source = match (&output, target) {
                    (Some(path), Some(target)) if !target.is_standard() => {
                        quoted(&format!("@{}", path.display()))
                    }
                    _ => commit,
                };
                note(&format!("{until}\n{}", next(&weights, &source, until.round)))?;
                Ok(answer)
            }
            Self::Open { commit, round, signature } => {
                let commit = files::read_hex(&commit).map_err(|error| {
                    error
                        .context("the commit")
                        .remedy_if_none("give it in hex, as @FILE, or as - for standard input")
                })?;
                let signature = Signature::parse(&bytes("--signature", &signature)?)?;
                signature.verify(&PublicKey::quicknet(), round)?;
                let (text, json) = open(&commit, &signature)?;
                Ok(Answer::new(text, json))
            }
            Self::Round(when) => {
                let (text, json) = foretold(&when, rounds)?;
                Ok(Answer::new(text, json))
            }
            Self::VerifyBeacon { round, signature, public_key } => {
                let public_key = match public_key {
                    Some(key) => PublicKey::parse(&bytes("--public-key", &key)?)?,
                    None => PublicKey::quicknet(),
                };
                let valid =
                    match Signature::parse(&bytes("--signature", &signature)?)?.verify(&public_key, round) {
                        Ok(()) => true,
                        Err(TimelockError::WrongSignature) => false,
                        Err(error) => return Err(error.into()),
                    };
                let text = match valid {
                    true => format!("valid: round {round}, signed {}", signed(round)),
                    false => format!("invalid: not the beacon's signature on round {round}"),
                };
                Ok(Answer::new(text, json!({ "valid": valid, "round": round })).with_verdict(valid))
            }
        }
    }
}

/// What is foretold, and what was taken for granted.
fn foretold<T>(when: &When, foretell: impl Fn(&When) -> Result<T>) -> Result<T> {
    let told = foretell(when)?;
    when.assumed().map_or(Ok(()), |assumed| note(&assumed))?;
    Ok(told)
}

/// The command that signs a commit.
fn next(weights: &Weights, commit: &str, round: u64) -> String {
    let Weights { netuid, mecid, .. } = weights;
    let call = match *mecid {
        MechId::MAIN => format!("commit-timelocked-weights --netuid {netuid}"),
        _ => format!("commit-timelocked-mechanism-weights --netuid {netuid} --mecid {mecid}"),
    };
    format!(
        "sign it: nanotao sign {call} --commit {commit} --reveal-round {round} --chain FILE --key-file FILE"
    )
}

/// Bytes in hex from a flag.
fn bytes<const N: usize>(flag: &str, hex: &str) -> Result<[u8; N]> {
    hex_array(hex).map_err(|error| error.context(flag))
}
