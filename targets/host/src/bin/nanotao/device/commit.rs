//! `nanotao device timelock`, `commit` and `reveal`: weights that the device hides from the world and shows its user.

use std::path::PathBuf;

use clap::Args;
use nanotao::extrinsic::{Era, SignedExtrinsic, TxExtension};
use nanotao::weights::Salt;
use nanotao_host::chain::ChainContext;
use nanotao_host::device::{self, Quantiser, RevealContext, Scores};
use nanotao_host::emission::{schedule::Stored, supply::Date};
use nanotao_host::scores::{Sdk, Weights};
use nanotao_host::text::Account;
use nanotao_host::timelock::{BLOCK_TIME_MS, Lock, assumed, check_now, commit_in};
use nanotao_host::{Error, Result, files};
use serde_json::json;
use zeroize::Zeroizing;

use super::Signing;
use crate::answer::{Answer, note};
use crate::output::Force;

/// Whose weights, where, and who signs.
#[derive(Args)]
struct Common {
    /// The scores file
    scores: String,
    /// Whose rule turns scores into weights
    #[arg(long, value_enum, default_value_t)]
    sdk: Sdk,
    /// The account that is to sign; another key on the device is then an error
    #[arg(long, value_name = "ADDRESS")]
    signer: Option<Account>,
    /// Signs with the ed25519 key; without it, with the sr25519 key
    #[arg(long)]
    ed25519: bool,
    /// Writes the extrinsic to a file
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
    #[command(flatten)]
    force: Force,
    #[command(flatten)]
    chain: ChainContext,
}

#[derive(Args)]
pub(super) struct Timelock {
    #[command(flatten)]
    common: Common,
    #[command(flatten)]
    stored: Stored,
    /// When --block was made, in UTC: 2026-11-25T09:30:00Z [default: now]
    #[arg(long, value_name = "DATE")]
    date: Option<Date>,
    /// Milliseconds from a block to the next
    #[arg(long, value_name = "N", default_value_t = BLOCK_TIME_MS)]
    block_time_ms: u64,
    /// Also locks until a round that is signed already: the commit is open at once
    #[arg(long)]
    allow_past: bool,
}

#[derive(Args)]
pub(super) struct Commit {
    #[command(flatten)]
    common: Common,
}

#[derive(Args)]
pub(super) struct Reveal {
    #[command(flatten)]
    common: Common,
    /// The salt that the device gave with the commit, as 1,2,3,4,5,6,7,8
    #[arg(long, value_delimiter = ',', required = true)]
    salt: Vec<u16>,
}

/// What the device is asked for, read and checked.
struct Asked {
    file: Zeroizing<Vec<u8>>,
    weights: Weights,
    extension: TxExtension,
    context: device::ChainContext,
    quantiser: Quantiser,
}

impl Common {
    fn read(&self) -> Result<Asked> {
        let file = files::read(&self.scores)?;
        let weights = Weights::parse(&self.scores, &file, self.sdk, None)?;
        let chain = self.chain.clone().resolve()?;
        let extension = chain.extension()?;
        let context = super::context(&chain, &extension)?;
        Ok(Asked { file, weights, extension, context, quantiser: super::quantiser(self.sdk) })
    }

    fn signing(&self) -> Result<Signing<'_>> {
        let output = self.force.target(self.output.as_deref())?;
        Ok(Signing { signer: self.signer, ed25519: self.ed25519, current: self.chain.block, output })
    }
}

impl Timelock {
    pub(super) fn run(&self, line: &str) -> Result<Answer> {
        let asked = self.common.read()?;
        if asked.extension.era == Era::Immortal {
            return Err(Error::usage(
                "a reveal is foretold from the newest block, and without an era there is none",
            )
            .remedy("give --block and --block-hash, and no --era-period 0"));
        }
        let reveal = RevealContext {
            tempo: self.stored.tempo,
            last_epoch_block: self.stored.last_epoch_block()?,
            pending_epoch_at: self.stored.pending_epoch_at,
            blocks_since_last_step: self.stored.blocks_since_last_step,
            // The device shows the epoch.
            subnet_epoch_index: self.stored.subnet_epoch_index()?,
            reveal_period_epochs: self.stored.reveal_period_epochs,
            unix_time_ms: self.date.unwrap_or_else(Date::now).unix_ms(),
            block_time_ms: self.block_time_ms,
        };
        // The device foretells it by itself; what it would refuse is not sent to it.
        let until = Lock::from(device::foretell(&reveal, &asked.context)?);
        check_now(until.round, self.allow_past)?;
        assumed(asked.context.current.into(), self.date).map_or(Ok(()), |assumed| note(&assumed))?;
        note(&until.to_string())?;
        let signing = self.common.signing()?;
        let mut device = super::open(line)?;
        let (scheme, signer) = signing.account(&mut device)?;
        note("look through the pages on the device, and answer there")?;
        let extrinsic = device.sign_timelocked(
            scheme,
            &asked.context,
            &reveal,
            asked.quantiser,
            Scores::Json(&asked.file),
        )?;
        // The ciphertext is the device's; everything around it was foretold here.
        let call = SignedExtrinsic::parse(&extrinsic).map(|found| found.call.to_vec()).unwrap_or_default();
        let commit = commit_in(&call, asked.extension.spec_version, &asked.weights)?;
        let call = asked.weights.timelocked_call(&commit, until.round);
        let answer = signing.confirmed(&extrinsic, &signer, &call, &asked.extension)?;
        Ok(answer.with(until.to_json()))
    }
}

impl Commit {
    pub(super) fn run(&self, line: &str) -> Result<Answer> {
        let asked = self.common.read()?;
        let signing = self.common.signing()?;
        let mut device = super::open(line)?;
        let (scheme, signer) = signing.account(&mut device)?;
        note("look through the pages on the device, and answer there")?;
        let (salt, extrinsic) =
            device.sign_commit(scheme, &asked.context, asked.quantiser, Scores::Json(&asked.file))?;
        let call = asked.weights.commit_call(&signer, &salt);
        let text = salt.map(|number| number.to_string()).join(",");
        // First of all: without it the weights cannot be revealed.
        note(&format!("salt, which the reveal takes: {text}"))?;
        let answer = signing.confirmed(&extrinsic, &signer, &call, &asked.extension)?;
        Ok(answer.with(json!({ "salt": salt })))
    }
}

impl Reveal {
    pub(super) fn run(&self, line: &str) -> Result<Answer> {
        let salt: Salt = self.salt.as_slice().try_into().map_err(|_| {
            Error::usage(format_args!("{} numbers of salt", self.salt.len())).remedy(
                "give the eight that the device gave with the commit; `nanotao sign` reveals with any other",
            )
        })?;
        let asked = self.common.read()?;
        let signing = self.common.signing()?;
        let mut device = super::open(line)?;
        let (scheme, signer) = signing.account(&mut device)?;
        note("look through the pages on the device, and answer there")?;
        let scores = Scores::Json(&asked.file);
        let extrinsic = device.sign_reveal(scheme, &asked.context, &salt, asked.quantiser, scores)?;
        let call = asked.weights.reveal_call(&salt);
        signing.confirmed(&extrinsic, &signer, &call, &asked.extension)
    }
}
