//! When a subnet's epochs run, and when what is committed is revealed.

use clap::Args;
use nanotao::NetUid;
use nanotao::emission::{
    Drained, Profile, Schedule, SubnetSchedule, drain_schedules, epochs_deferred_this_block,
    first_reveal_block,
};
use nanotao::schedule::{
    blocks_until_next_auto_epoch, current_epoch_with_lookahead, is_commit_expired, is_reveal_block_range,
    next_epoch_start_block, should_run_epoch,
};
use nanotao::weights::GLOBAL_MAX_SUBNET_COUNT;
use serde::Deserialize;
use serde_json::{Value, json};

use super::fields::{REMEDY, parse, read};
use super::supply::MAX_BLOCK;
use crate::epoch::Spec;
use crate::text::{Integer, align};
use crate::{Error, Result};

/// What is stored where nothing is: `Tempo`, `RevealPeriodEpochs`, and `MaxEpochsPerBlock`.
const DEFAULT_TEMPO: u16 = 360;
const DEFAULT_REVEAL_PERIOD_EPOCHS: u64 = 1;
const DEFAULT_MAX_EPOCHS_PER_BLOCK: u8 = 2;

/// How far ahead is looked, in blocks: three of the longest tempos.
const HORIZON: u64 = 200_000;

/// One subnet by itself, from flags.
#[derive(Args, Clone, Copy, Debug)]
#[group(id = "one")]
pub struct One {
    /// The block that comes next
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u64).range(..=MAX_BLOCK))]
    pub block: Option<u64>,
    /// What is stored of it.
    #[command(flatten)]
    pub stored: Stored,
}

/// What the chain stores of a subnet's schedule.
#[derive(Args, Clone, Copy, Debug)]
#[group(id = "stored")]
pub struct Stored {
    /// Tempo
    #[arg(long, value_name = "N", default_value_t = DEFAULT_TEMPO)]
    pub tempo: u16,
    /// LastEpochBlock
    #[arg(long, value_name = "N")]
    pub last_epoch_block: Option<u64>,
    /// PendingEpochAt: an epoch that the owner has triggered; 0 means none
    #[arg(long, value_name = "N", default_value_t = 0)]
    pub pending_epoch_at: u64,
    /// BlocksSinceLastStep
    #[arg(long, value_name = "N", default_value_t = 0)]
    pub blocks_since_last_step: u64,
    /// SubnetEpochIndex
    #[arg(long, value_name = "N")]
    pub subnet_epoch_index: Option<u64>,
    /// RevealPeriodEpochs
    #[arg(long, value_name = "N", default_value_t = DEFAULT_REVEAL_PERIOD_EPOCHS)]
    pub reveal_period_epochs: u64,
}

impl Stored {
    /// `LastEpochBlock`, without which no reveal can be foretold.
    ///
    /// # Errors
    /// [`Kind::Usage`](crate::Kind::Usage) where it is not given.
    pub fn last_epoch_block(&self) -> Result<u64> {
        self.last_epoch_block.ok_or_else(|| missing("--last-epoch-block", "LastEpochBlock"))
    }

    /// `SubnetEpochIndex`, without which an epoch has no number.
    ///
    /// # Errors
    /// [`Kind::Usage`](crate::Kind::Usage) where it is not given.
    pub fn subnet_epoch_index(&self) -> Result<u64> {
        self.subnet_epoch_index.ok_or_else(|| missing("--subnet-epoch-index", "SubnetEpochIndex"))
    }
}

fn missing(flag: &str, item: &str) -> Error {
    Error::usage(format_args!("{flag} is missing"))
        .remedy(format_args!("give what the chain stores of the subnet as {item}"))
}

/// All subnets before a block.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Subnets {
    /// The block that comes next.
    current_block: Integer<u64>,
    /// `MaxEpochsPerBlock`.
    #[serde(default = "max_epochs_per_block")]
    max_epochs_per_block: u8,
    /// In the chain's order, without root.
    subnets: Vec<Subnet>,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Subnet {
    netuid: u16,
    #[serde(default = "tempo")]
    tempo: u16,
    #[serde(default)]
    last_epoch_block: Integer<u64>,
    #[serde(default)]
    pending_epoch_at: Integer<u64>,
    #[serde(default)]
    blocks_since_last_step: Integer<u64>,
    #[serde(default)]
    subnet_epoch_index: Integer<u64>,
    #[serde(default = "reveal_period_epochs")]
    reveal_period_epochs: Integer<u64>,
    #[serde(default)]
    null_consensus: bool,
    #[serde(default = "yes")]
    input_state_consistent: bool,
}

const fn tempo() -> u16 {
    DEFAULT_TEMPO
}

const fn reveal_period_epochs() -> Integer<u64> {
    Integer(DEFAULT_REVEAL_PERIOD_EPOCHS)
}

const fn max_epochs_per_block() -> u8 {
    DEFAULT_MAX_EPOCHS_PER_BLOCK
}

const fn yes() -> bool {
    true
}

impl Subnets {
    /// Reads a file, or standard input for `-`.
    ///
    /// # Errors
    /// As [`files::read_rows`](crate::files::read_rows); [`Kind::Input`](crate::Kind::Input) with the field.
    pub fn read(path: &str) -> Result<Self> {
        read(path)
    }

    /// Reads the text of such a file.
    ///
    /// # Errors
    /// [`Kind::Input`](crate::Kind::Input) with the field.
    pub fn parse(json: &[u8]) -> Result<Self> {
        parse(json)
    }

    /// A single subnet, which no other holds up.
    pub fn one(block: u64, one: &One) -> Self {
        let stored = &one.stored;
        Self {
            current_block: Integer(block),
            max_epochs_per_block: 1,
            subnets: vec![Subnet {
                netuid: 1,
                tempo: stored.tempo,
                last_epoch_block: Integer(stored.last_epoch_block.unwrap_or(0)),
                pending_epoch_at: Integer(stored.pending_epoch_at),
                blocks_since_last_step: Integer(stored.blocks_since_last_step),
                subnet_epoch_index: Integer(stored.subnet_epoch_index.unwrap_or(0)),
                reveal_period_epochs: Integer(stored.reveal_period_epochs),
                null_consensus: false,
                input_state_consistent: true,
            }],
        }
    }

    /// The place of a subnet, by default of the only one.
    fn index(&self, netuid: Option<NetUid>) -> Result<usize> {
        for (place, subnet) in self.subnets.iter().enumerate() {
            let error = |cause| Error::input(format_args!("subnets[{place}].netuid: {cause}"));
            if subnet.netuid == NetUid::ROOT.0 {
                return Err(error("root has no epochs of its own").remedy("leave it out"));
            }
            if subnet.netuid >= GLOBAL_MAX_SUBNET_COUNT {
                let remedy = format_args!("netuids are below {GLOBAL_MAX_SUBNET_COUNT}");
                return Err(error("there is no such subnet").remedy(remedy));
            }
            if self.subnets.iter().take(place).any(|other| other.netuid == subnet.netuid) {
                return Err(error("it is there already").remedy("list each subnet once"));
            }
        }
        let found = match netuid {
            None if self.subnets.len() == 1 => Some(0),
            None => None,
            Some(netuid) => self.subnets.iter().position(|subnet| subnet.netuid == netuid.0),
        };
        found.ok_or_else(|| {
            let netuids: Vec<_> = self.subnets.iter().map(|subnet| subnet.netuid.to_string()).collect();
            let error = match (netuid, netuids.as_slice()) {
                (_, []) => return Error::input("subnets: at least one is needed").remedy(REMEDY),
                (Some(netuid), _) => Error::usage(format_args!("there is no subnet {netuid}")),
                (None, _) => Error::usage("the file has several subnets"),
            };
            error.remedy(format_args!("choose with --netuid: {}", netuids.join(", ")))
        })
    }

    /// Looks ahead from the next block on, to `epochs` epochs of a subnet, and to the reveal of what it commits in
    /// `commit_epoch`, by default of what is committed in the next block.
    ///
    /// # Errors
    /// [`Kind::Usage`](crate::Kind::Usage) if there is no such subnet, [`Kind::Input`](crate::Kind::Input) if one is
    /// there twice.
    pub fn ahead(
        &self,
        spec: Spec,
        netuid: Option<NetUid>,
        epochs: usize,
        commit_epoch: Option<u64>,
    ) -> Result<Ahead> {
        let index = self.index(netuid)?;
        let profile = spec.profile();
        let subnet =
            self.subnets.get(index).ok_or_else(|| Error::input("subnets: at least one is needed"))?;
        let block = self.current_block.0;
        let run = Run { profile, subnets: self.schedules(), max: self.max_epochs_per_block, index };
        let reveal = run.clone().reveal(block, commit_epoch, subnet.reveal_period_epochs.0);
        let (schedule, deferred) = (run.schedule(), run.is_deferred(block));
        Ok(Ahead {
            netuid: NetUid(subnet.netuid),
            block,
            max_epochs_per_block: self.max_epochs_per_block,
            should_run: should_run_epoch(&profile, &schedule, block),
            lookahead: current_epoch_with_lookahead(&profile, &schedule, block),
            schedule,
            deferred,
            reveal_period_epochs: subnet.reveal_period_epochs.0,
            commit_epoch: reveal.0,
            first_reveal_block: reveal.1,
            epochs: run.epochs(block, epochs),
        })
    }

    fn schedules(&self) -> Vec<SubnetSchedule> {
        let schedule = |subnet: &Subnet| SubnetSchedule {
            schedule: Schedule {
                tempo: subnet.tempo,
                last_epoch_block: subnet.last_epoch_block.0,
                pending_epoch_at: subnet.pending_epoch_at.0,
                blocks_since_last_step: subnet.blocks_since_last_step.0,
                subnet_epoch_index: subnet.subnet_epoch_index.0,
                ..Schedule::default()
            },
            null_consensus: subnet.null_consensus,
            input_state_consistent: subnet.input_state_consistent,
        };
        self.subnets.iter().map(schedule).collect()
    }
}

/// All schedules on their way through the blocks, and which of them is looked at.
#[derive(Clone)]
struct Run {
    profile: Profile,
    subnets: Vec<SubnetSchedule>,
    max: u8,
    index: usize,
}

impl Run {
    fn schedule(&self) -> Schedule {
        self.subnets.get(self.index).map(|subnet| subnet.schedule).unwrap_or_default()
    }

    fn is_deferred(&self, block: u64) -> bool {
        let deferred = epochs_deferred_this_block(&self.profile, &self.subnets, self.max, block);
        deferred.into_iter().nth(self.index) == Some(true)
    }

    fn drain(&mut self, block: u64) -> Drained {
        let mut own = Drained::NotDue;
        drain_schedules(&self.profile, &mut self.subnets, self.max, block, |index, drained| {
            if index == self.index {
                own = drained;
            }
        });
        own
    }

    /// The epoch of the commit, and the first block that reveals it.
    fn reveal(mut self, block: u64, commit_epoch: Option<u64>, period: u64) -> (u64, Option<u64>) {
        let (epoch, from) = match commit_epoch {
            Some(epoch) => (epoch, block),
            // A commit comes after its block has drained.
            None => {
                self.drain(block);
                let epoch = current_epoch_with_lookahead(&self.profile, &self.schedule(), block);
                (epoch, block.saturating_add(1))
            }
        };
        let now = current_epoch_with_lookahead(&self.profile, &self.schedule(), from);
        // No epoch brings one back that has gone by, and without a tempo or a slot none comes.
        let stands = self.schedule().tempo == 0 || self.max == 0;
        if is_commit_expired(now, epoch, period) || (stands && !is_reveal_block_range(now, epoch, period)) {
            return (epoch, None);
        }
        let Self { profile, mut subnets, max, index } = self;
        let first = first_reveal_block(&profile, &mut subnets, max, index, epoch, period, from, HORIZON);
        (epoch, first)
    }

    fn epochs(mut self, block: u64, count: usize) -> Vec<Epoch> {
        let mut epochs = Vec::new();
        if self.schedule().tempo == 0 || self.max == 0 {
            return epochs;
        }
        let mut due = None;
        for block in block..block.saturating_add(HORIZON) {
            if epochs.len() == count {
                break;
            }
            let before = self.schedule();
            match self.drain(block) {
                Drained::NotDue => (),
                Drained::Deferred => due = due.or(Some((block, Cause::of(&before, block)))),
                outcome @ (Drained::Skipped | Drained::Run) => {
                    let (due_block, cause) = due.take().unwrap_or((block, Cause::of(&before, block)));
                    let index = self.schedule().subnet_epoch_index;
                    epochs.push(Epoch { index, due_block, cause, block, runs: outcome == Drained::Run });
                }
            }
        }
        epochs
    }
}

/// Why an epoch is due.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Cause {
    Tempo,
    Pending,
    Silence,
}

impl Cause {
    fn of(schedule: &Schedule, block: u64) -> Self {
        match schedule.pending_epoch_at {
            1.. if block >= schedule.pending_epoch_at => Self::Pending,
            _ if blocks_until_next_auto_epoch(schedule, block) == 0 => Self::Tempo,
            _ => Self::Silence,
        }
    }

    const fn as_str(self) -> &'static str {
        match self {
            Self::Tempo => "Tempo",
            Self::Pending => "PendingEpochAt",
            Self::Silence => "BlocksSinceLastStep",
        }
    }
}

/// An epoch that comes.
#[derive(Clone, Copy, Debug)]
struct Epoch {
    /// `SubnetEpochIndex` from then on.
    index: u64,
    /// The block in which it is due.
    due_block: u64,
    cause: Cause,
    /// The block that has room for it.
    block: u64,
    /// False where the state is not consistent: the slot goes by.
    runs: bool,
}

/// What comes of a subnet's schedule.
#[derive(Clone, Debug)]
pub struct Ahead {
    netuid: NetUid,
    block: u64,
    max_epochs_per_block: u8,
    schedule: Schedule,
    should_run: bool,
    deferred: bool,
    lookahead: u64,
    reveal_period_epochs: u64,
    commit_epoch: u64,
    first_reveal_block: Option<u64>,
    epochs: Vec<Epoch>,
}

impl Ahead {
    /// A line for each epoch, and the reveal.
    pub fn to_text(&self) -> String {
        let Self { block, schedule, .. } = self;
        let mut text = format!(
            "block {block} comes next, tempo {}, last epoch in block {}, epoch index {}\n\n",
            schedule.tempo, schedule.last_epoch_block, schedule.subnet_epoch_index
        );
        if self.epochs.is_empty() {
            text.push_str(match schedule.tempo {
                0 => "no epoch is ever due: the tempo is 0\n",
                _ if self.max_epochs_per_block == 0 => "no epoch runs: MaxEpochsPerBlock is 0\n",
                _ => "no epoch in the next 200000 blocks\n",
            });
        } else {
            let header = ["epoch", "due in block", "by", "runs in block", "blocks ahead"];
            let line = |epoch: &Epoch| {
                let runs =
                    if epoch.runs { epoch.block.to_string() } else { format!("skipped in {}", epoch.block) };
                vec![
                    epoch.index.to_string(),
                    epoch.due_block.to_string(),
                    epoch.cause.as_str().to_owned(),
                    runs,
                    epoch.block.saturating_sub(*block).to_string(),
                ]
            };
            let header = header.map(str::to_owned).to_vec();
            let lines: Vec<_> = std::iter::once(header).chain(self.epochs.iter().map(line)).collect();
            text.push_str(&align(&lines));
        }
        let revealed = match self.first_reveal_block {
            Some(block) => format!("is first revealed in block {block}"),
            None => "is not revealed any more, or not in the next 200000 blocks".to_owned(),
        };
        let (epoch, period) = (self.commit_epoch, self.reveal_period_epochs);
        text + &format!(
            "\nwhat is committed in epoch {epoch} {revealed}, RevealPeriodEpochs being {period}\n"
        )
    }

    /// The same as JSON, with what the chain itself tells of the schedule.
    pub fn to_json(&self) -> Value {
        let epoch = |epoch: &Epoch| {
            json!({
                "subnet_epoch_index": epoch.index.to_string(),
                "due_block": epoch.due_block.to_string(),
                "due_by": epoch.cause.as_str(),
                "block": epoch.block.to_string(),
                "runs": epoch.runs,
            })
        };
        json!({
            "netuid": self.netuid.0,
            "current_block": self.block.to_string(),
            "should_run_epoch": self.should_run,
            "deferred": self.deferred,
            "current_epoch_with_lookahead": self.lookahead.to_string(),
            "blocks_until_next_auto_epoch": blocks_until_next_auto_epoch(&self.schedule, self.block).to_string(),
            "next_epoch_start_block": next_epoch_start_block(&self.schedule).map(|block| block.to_string()),
            "epochs": self.epochs.iter().map(epoch).collect::<Vec<_>>(),
            "commit_epoch": self.commit_epoch.to_string(),
            "reveal_period_epochs": self.reveal_period_epochs.to_string(),
            "first_reveal_block": self.first_reveal_block.map(|block| block.to_string()),
        })
    }
}
