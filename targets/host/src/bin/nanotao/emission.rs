//! `nanotao emission`.

use std::path::PathBuf;

use clap::{Args, Subcommand};
use nanotao::NetUid;
use nanotao_host::emission::hotkey::Distribution;
use nanotao_host::emission::schedule::{One, Subnets};
use nanotao_host::emission::split::Split;
use nanotao_host::emission::supply::{Issuance, Now};
use nanotao_host::emission::{Block, Explanation};
use nanotao_host::epoch::Spec;
use nanotao_host::{Error, Result, emission, plot};

use crate::answer::{Answer, note};
use crate::output::{Force, Target};

#[derive(Subcommand)]
#[command(after_help = "\
Amounts in flags are whole numbers of rao, or of alpha's smallest unit, and TAO or alpha if there is a point: \
1000000000 and 1.0 are the same. In files and in JSON they are always whole numbers. docs/emission.md says more.

Examples:
  nanotao emission block --issuance 11194293.378683952
  nanotao emission halving --issuance 11194293.378683952 --block 8765999
  nanotao emission subnets vectors/mainnet/storage_b8766000.json
  nanotao emission split --alpha-out 1.0 --root-proportion 0.15 --blocks 360")]
pub(crate) enum Command {
    /// What a block mints, of TAO and of a subnet's alpha
    #[command(after_help = "\
Examples:
  nanotao emission block --issuance 11194293378683952
  nanotao emission block --issuance 11194293.378683952 --json
  nanotao emission block --alpha-issuance 5576227.739")]
    Block(Issuance),
    /// When the emission of a block halves, if it goes on as now
    #[command(after_help = "\
A block every twelve seconds, each of which mints what the issuance before it says; nothing else is minted and \
nothing recycled. A block number is that of the block with which the issuance gets there: the next one mints less.

Examples:
  nanotao emission halving --issuance 11194293.378683952 --block 8765999
  nanotao emission halving --issuance 11194293.378683952 --date 2026-07-29
  nanotao emission halving --issuance 11194293.378683952 --plot supply.svg")]
    Halving(Halving),
    /// What each subnet gets of a block: shares before and behind the gate, TAO and alpha into its pool
    #[command(after_help = "\
The file has what is stored after the block before, as a node gives it for state_getStorage, or decoded; \
docs/emission.md lists the items. --spec puts the same state under another spec's rules.

Examples:
  nanotao emission subnets vectors/mainnet/storage_b8766000.json
  nanotao emission subnets block.json --spec 425 --json
  nanotao emission subnets block.json --plot shares.svg")]
    Subnets(SubnetsOf),
    /// Why a subnet gets what it gets of a block, stage by stage
    #[command(after_help = "\
The file is that of `nanotao emission subnets`. Shares are cut to nine decimals and amounts to whole units of rao or \
of alpha's; --json has every number in bits.

Examples:
  nanotao emission explain vectors/mainnet/storage_b8766000.json --netuid 1")]
    Explain(Explain),
    /// How a subnet's alpha is split: owner, miners, validators, root, mechanisms
    #[command(after_help = "\
Each block rounds every part down before it sets it aside. The epoch shares out what is set aside for miners, \
validators and root together, under Yuma: that is what mechanisms have parts of.

Examples:
  nanotao emission split --alpha-out 1.0 --root-proportion 0.15 --blocks 360
  nanotao emission split --alpha-issuance 5576227.739 --root-tao 5458268.667
  nanotao emission split --alpha-out 1.0 --root-proportion 0 --mechanisms 2")]
    Split(Split),
    /// What an epoch's dividends come to for each hotkey: parents, take, nominators, root
    #[command(after_help = "\
A file:
  {\"pending_validator\": 74000000000, \"pending_root_alpha\": 0, \"hotkeys\": [
    {\"hotkey\": \"A\", \"dividends\": 74000000000, \"alpha_stake\": 5000000000000,
     \"childkey_take\": 11796,
     \"parents\": [{\"hotkey\": \"B\", \"proportion\": \"18446744073709551615\"}]},
    {\"hotkey\": \"B\", \"alpha_stake\": 15000000000000,
     \"children\": [\"18446744073709551615\"]}]}
docs/emission.md lists the fields.

Examples:
  nanotao emission hotkey distribution.json
  nanotao emission hotkey distribution.json --hotkey A --spec 425")]
    Hotkey(Hotkey),
    /// When a subnet's next epochs run, and from which block on a commit is revealed
    #[command(after_help = "\
Other subnets may hold an epoch up: a block runs MaxEpochsPerBlock at most. A file has them all:
  {\"current_block\": 8766000, \"max_epochs_per_block\": 2, \"subnets\": [
    {\"netuid\": 1, \"tempo\": 360, \"last_epoch_block\": 8765700,
     \"subnet_epoch_index\": 601}]}
docs/emission.md lists the fields. LastEpochBlock and SubnetEpochIndex are 0 where they are left out.

Examples:
  nanotao emission schedule --block 8766000 --last-epoch-block 8765700
  nanotao emission schedule --block 500 --tempo 600 --pending-epoch-at 505
  nanotao emission schedule subnets.json --netuid 1 --commit-epoch 601")]
    Schedule(Schedule),
}

#[derive(Args)]
pub(crate) struct Halving {
    #[command(flatten)]
    now: Now,
    /// Draws the supply and the emission of a block
    #[arg(long, value_name = "FILE.svg", value_parser = plot::path)]
    plot: Option<PathBuf>,
    #[command(flatten)]
    force: Force,
}

#[derive(Args)]
pub(crate) struct BlockFile {
    /// What is stored after the block before
    file: String,
    /// The spec version whose rules hold [default: what the file says]
    #[arg(long, value_enum)]
    spec: Option<Spec>,
}

#[derive(Args)]
pub(crate) struct SubnetsOf {
    #[command(flatten)]
    block: BlockFile,
    /// Draws the shares before and behind the gate
    #[arg(long, value_name = "FILE.svg", value_parser = plot::path)]
    plot: Option<PathBuf>,
    #[command(flatten)]
    force: Force,
}

#[derive(Args)]
pub(crate) struct Explain {
    #[command(flatten)]
    block: BlockFile,
    /// The subnet
    #[arg(long, value_name = "N")]
    netuid: u16,
}

impl BlockFile {
    fn read(&self) -> Result<Block> {
        let block = emission::read(&self.file)?;
        Ok(match self.spec {
            Some(spec) => block.under(spec),
            None => block,
        })
    }
}

#[derive(Args)]
pub(crate) struct Hotkey {
    /// What there is to distribute, and to whom
    file: String,
    /// Shows every stage of one hotkey
    #[arg(long, value_name = "NAME")]
    hotkey: Option<String>,
    /// The spec version whose rules hold
    #[arg(long, value_enum, default_value_t)]
    spec: Spec,
}

#[derive(Args)]
pub(crate) struct Schedule {
    /// All subnets before a block; or one by flags
    #[arg(conflicts_with_all = ["block", "stored"])]
    file: Option<String>,
    #[command(flatten)]
    one: One,
    /// The subnet of the file
    #[arg(long, value_name = "N", requires = "file")]
    netuid: Option<u16>,
    /// How many epochs to look ahead
    #[arg(long, value_name = "N", default_value_t = 5, value_parser = clap::value_parser!(u16).range(1..=1000))]
    epochs: u16,
    /// The epoch that something was committed in [default: that of a commit in the next block]
    #[arg(long, value_name = "N")]
    commit_epoch: Option<u64>,
    /// The spec version whose rules hold
    #[arg(long, value_enum, default_value_t)]
    spec: Spec,
}

impl Command {
    pub(crate) fn run(self) -> Result<Answer> {
        match self {
            Self::Block(issuance) => Ok(Answer::new(issuance.to_text(), issuance.to_json())),
            Self::Halving(Halving { now, plot, force }) => {
                let plot = force.target(plot.as_deref())?;
                drawn(plot, || now.plot())?;
                Ok(Answer::new(now.to_text(), now.to_json()))
            }
            Self::Subnets(SubnetsOf { block, plot, force }) => {
                let plot = force.target(plot.as_deref())?;
                let block = block.read()?;
                let outcome = block.run();
                drawn(plot, || outcome.plot(&block))?;
                Ok(Answer::new(outcome.to_text(&block), outcome.to_json(&block)))
            }
            Self::Explain(Explain { block, netuid }) => {
                let block = block.read()?;
                let explanation = Explanation::new(&block, &block.run(), NetUid(netuid))?;
                Ok(Answer::new(explanation.to_text(), explanation.to_json()))
            }
            Self::Split(split) => {
                let parts = split.parts()?;
                Ok(Answer::new(parts.to_text(), parts.to_json()))
            }
            Self::Hotkey(Hotkey { file, hotkey, spec }) => {
                let done = Distribution::read(&file)?.run(spec).map_err(|error| error.context(&file))?;
                let hotkey = hotkey.as_deref();
                Ok(Answer::new(done.to_text(hotkey)?, done.to_json(hotkey)?))
            }
            Self::Schedule(Schedule { file, one, netuid, epochs, commit_epoch, spec }) => {
                let subnets = match (&file, one.block) {
                    (Some(path), _) => Subnets::read(path)?,
                    (None, Some(block)) => Subnets::one(block, &one),
                    (None, None) => {
                        return Err(Error::usage("neither a file nor --block is given").remedy(
                            "give a file with all subnets, or one subnet by --block and other flags",
                        ));
                    }
                };
                let ahead = subnets.ahead(spec, netuid.map(NetUid), epochs.into(), commit_epoch)?;
                Ok(Answer::new(ahead.to_text(), ahead.to_json()))
            }
        }
    }
}

/// Draws into a file, if one is named, and says so.
fn drawn(target: Option<Target<'_>>, plot: impl FnOnce() -> Result<String>) -> Result<()> {
    let Some(target) = target else { return Ok(()) };
    let name = target.write(&plot()?)?;
    note(&format!("plotted in {name}"))
}
