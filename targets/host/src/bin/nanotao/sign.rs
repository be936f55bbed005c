//! `nanotao sign`.

use std::io;
use std::path::PathBuf;

use clap::{Args, Subcommand};
use nanotao::BlockNumber;
use nanotao::call::Call;
use nanotao::extrinsic::{Payload, PayloadError, Verified};
use nanotao_host::calls::CallArgs;
use nanotao_host::chain::ChainContext;
use nanotao_host::keys::KeySource;
use nanotao_host::scores::{Sdk, Weights, check_call};
use nanotao_host::sign::{OwnedPayload, ask, sign, signable};
use nanotao_host::subnet::Subnet;
use nanotao_host::timelock::{Lock, check_now, reveal_round, reveal_rounds};
use nanotao_host::{Error, Kind, Result, files, streams};
use rand_core::{CryptoRngCore, OsRng};

use crate::answer::{Answer, note};
use crate::on_chain::OnChain;
use crate::output::{Force, Target, check_open};

#[derive(Args)]
#[command(after_help = "\
Every card of the payload is printed to standard error; then a y is asked for \
on the terminal. The extrinsic goes to standard output in hex, ready for \
author_submitExtrinsic. Before that it is taken apart again, compared with what \
was asked for, and its signature verified.

Examples:
  nanotao sign weights scores.json --spec 475 --nonce 7 --block 6000000 \\
      --block-hash 0x29af... \\
      --key-file ~/.bittensor/wallets/default/hotkeys/default
  nanotao sign weights - --chain context.json --mnemonic-file hotkey.phrase \\
      --yes --json < scores.json
  nanotao sign transfer-keep-alive --dest 5FHn... --value 1.5 --spec 475 \\
      --nonce 0 --era-period 0 --dev //Alice
  nanotao sign call call.json --chain context.json --uri-file hotkey.uri \\
      --ed25519 -o extrinsic.hex
  nanotao sign payload @payload.hex --proof @proof.hex --dev //Alice

A chain file (any of these; flags come first):
  {\"network\": \"finney\", \"spec_version\": 475, \"nonce\": 7, \"era_period\": 64,
   \"block\": 6000000, \"block_hash\": \"0x29af...\", \"tip\": \"0\"}
A call file:
  {\"call\": \"burned_register\", \"args\": {\"netuid\": 1, \"hotkey\": \"5Grw...\"}}")]
pub(crate) struct Sign {
    #[command(subcommand)]
    what: What,
    #[command(flatten)]
    source: KeySource,
    /// Signs without asking; the cards are printed all the same
    #[arg(long, short, global = true)]
    yes: bool,
    /// Signs without randomness: the same input gives the same signature
    #[arg(long, global = true)]
    deterministic: bool,
    /// Writes the extrinsic to a file
    #[arg(short, long, global = true, value_name = "FILE")]
    output: Option<PathBuf>,
    #[command(flatten)]
    force: Force,
}

#[derive(Subcommand)]
enum What {
    #[command(flatten)]
    Made(Box<OnChain<Made>>),
    /// Signs a payload that something else has made, with any call of the tables or of a metadata proof
    Payload(Proven),
}

/// A payload that something else has made.
#[derive(Args)]
pub(crate) struct Proven {
    /// The payload in hex; - for standard input, @FILE for a file
    pub(crate) payload: String,
    /// The metadata proof (RFC-78) of a payload with a metadata hash, in hex or @FILE
    #[arg(long, value_name = "HEX")]
    pub(crate) proof: Option<String>,
    /// The newest block, to show which blocks the era spans
    #[arg(long, value_name = "N")]
    pub(crate) block: Option<BlockNumber>,
}

/// A call that is made here, so that its payload is too.
#[derive(Subcommand)]
enum Made {
    /// Sets the weights of a scores file
    Weights {
        /// The scores file
        scores: String,
        /// Whose rule turns scores into weights
        #[arg(long, value_enum, default_value_t)]
        sdk: Sdk,
        /// The subnet's and the hotkey's state: weights that the chain would refuse are not signed
        #[arg(long, value_name = "FILE")]
        subnet: Option<String>,
    },
    /// Makes the call of a call file
    Call {
        /// The call file
        file: String,
    },
    #[command(flatten)]
    Args(CallArgs),
}

impl Sign {
    pub(crate) fn run(self) -> Result<Answer> {
        let output = self.force.target(self.output.as_deref())?;
        check_open(output)?;
        streams::check_open(io::stderr(), "standard error, which shows the cards,")?;
        match &self.what {
            What::Made(made) => {
                let OnChain { what, chain } = made.as_ref();
                self.sign_made(what, chain, output)
            }
            What::Payload(Proven { payload, proof, block }) => {
                let (payload, proof) = read_payload(payload, proof.as_deref())?;
                let verified = signable(Payload::new(&payload), proof.as_deref())?;
                tell_rounds(&verified)?;
                self.sign_verified(verified, *block, output)
            }
        }
    }

    fn sign_made(&self, what: &Made, chain: &ChainContext, output: Option<Target<'_>>) -> Result<Answer> {
        match what {
            Made::Weights { scores, sdk, subnet } => {
                let subnet = subnet.as_deref().map(Subnet::read).transpose()?;
                let weights = Weights::parse(scores, &files::read(scores)?, *sdk, subnet.as_ref())?;
                if let Some(subnet) = subnet {
                    subnet
                        .check(&weights, false)
                        .map_err(|error| Error { kind: Kind::No, ..error.into() })?;
                }
                self.sign(&weights.call(), chain, output)
            }
            Made::Call { file } => self.sign(&CallArgs::read(file)?.call(), chain, output),
            Made::Args(args) => self.sign(&args.call(), chain, output),
        }
    }

    fn sign(&self, call: &Call<'_>, chain: &ChainContext, output: Option<Target<'_>>) -> Result<Answer> {
        check(call)?;
        let chain = chain.clone().resolve()?;
        let extension = chain.extension()?;
        let payload = OwnedPayload::build(call, &extension)?;
        self.sign_verified(payload.payload().verify()?, chain.block, output)
    }

    fn sign_verified(
        &self,
        verified: Verified<'_>,
        current: Option<BlockNumber>,
        output: Option<Target<'_>>,
    ) -> Result<Answer> {
        let key = self.source.key()?;
        let consent = || if self.yes { Ok(true) } else { ask("Sign this?") };
        let mut os_rng = OsRng;
        let rng: Option<&mut dyn CryptoRngCore> = if self.deterministic { None } else { Some(&mut os_rng) };
        let mut screen = io::stderr().lock();
        let extrinsic = sign(verified, key.as_ref(), current, &mut screen, consent, rng)?;
        drop(screen);
        Answer::extrinsic(&extrinsic, &verified, current, false, output)
    }
}

/// Says when the rounds of timelocked commits in a payload are signed, also of those that other calls hold. The chain takes
/// any round, so one that [`check`] would refuse is warned of.
pub(crate) fn tell_rounds(verified: &Verified<'_>) -> Result<()> {
    let rounds = reveal_rounds(verified.described()).map_err(PayloadError::from)?;
    rounds.into_iter().try_for_each(|round| match check_now(round, false) {
        Ok(()) => note(&Lock::until(round).to_string()),
        Err(error) => note(&format!("warning: a timelocked commit, {}", error.cause)),
    })
}

/// Checks a call as [`check_call`] does, and says when the round of a timelocked commit is signed.
pub(crate) fn check(call: &Call<'_>) -> Result<()> {
    check_call(call)?;
    let Some(round) = reveal_round(call) else { return Ok(()) };
    check_now(round, false)?;
    note(&Lock::until(round).to_string())
}

/// Reads a payload, and the proof that goes with it.
pub(crate) fn read_payload(payload: &str, proof: Option<&str>) -> Result<(Vec<u8>, Option<Vec<u8>>)> {
    if payload == files::STANDARD && proof == Some(files::STANDARD) {
        return Err(Error::usage("payload and proof cannot both come from standard input")
            .remedy("put one into a file: @FILE"));
    }
    Ok((files::read_given(payload)?, proof.map(files::read_given).transpose()?))
}
