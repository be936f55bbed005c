//! What an epoch shares out, and by which consensus.

use nanotao::AlphaBalance;
use nanotao::epoch::{EpochConsensus, Profile, split_emissions};
use serde::Deserialize;

use super::fields::{Fields, missing};
use super::input::integer;
use crate::text::Integer;
use crate::{Error, Result};

/// What an epoch shares out, and by which consensus.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Emission {
    /// One amount, under Yuma (`rao_emission`).
    Yuma(AlphaBalance),
    /// The subnet's pools, which Yuma adds up.
    Pools {
        /// `EpochConsensus`.
        consensus: EpochConsensus,
        /// `miner_budget`.
        miner: AlphaBalance,
        /// `local_dividend_budget`.
        local_dividend: AlphaBalance,
        /// `root_budget`.
        root: AlphaBalance,
    },
    /// The budgets of a mechanism by itself, under the Null consensus.
    Null {
        /// `mining_budget`.
        mining: AlphaBalance,
        /// `dividend_budget`.
        dividend: AlphaBalance,
        /// `fallback_budget`: for miners, where nobody has stake.
        fallback: AlphaBalance,
    },
}

impl Emission {
    /// Reads what is shared out: `rao_emission`, pools, or under the Null consensus the budgets of one mechanism.
    pub(super) fn read(fields: &mut Fields, whole: bool) -> Result<Self> {
        let consensus = fields.optional("epoch_consensus")?.map(Consensus::into).unwrap_or_default();
        let pools = budgets(fields, ["miner_budget", "local_dividend_budget", "root_budget"])?;
        let pools =
            pools.map(|[miner, local_dividend, root]| Self::Pools { consensus, miner, local_dividend, root });
        let rao_emission = integer(fields, "rao_emission")?.map(AlphaBalance);
        let other = match consensus {
            EpochConsensus::Yuma => rao_emission.map(Self::Yuma),
            // The vectors have `rao_emission` here too, which the chain does not read.
            EpochConsensus::Null if whole => None,
            EpochConsensus::Null => budgets(fields, ["mining_budget", "dividend_budget", "fallback_budget"])?
                .map(|[mining, dividend, fallback]| Self::Null { mining, dividend, fallback }),
        };
        match (pools, other) {
            (Some(emission), None) | (None, Some(emission)) => Ok(emission),
            (Some(_), Some(_)) => Err(Error::input(match consensus {
                EpochConsensus::Yuma => "both `rao_emission` and `miner_budget` are given",
                EpochConsensus::Null => "both `mining_budget` and `miner_budget` are given",
            })
            .remedy("leave one out, with those that belong to it: each says what is shared out")),
            (None, None) => Err(match consensus {
                EpochConsensus::Yuma => missing("rao_emission"),
                EpochConsensus::Null => missing("miner_budget"),
            }),
        }
    }

    /// The consensus that shares it out.
    pub const fn consensus(&self) -> EpochConsensus {
        match self {
            Self::Yuma(_) => EpochConsensus::Yuma,
            Self::Pools { consensus, .. } => *consensus,
            Self::Null { .. } => EpochConsensus::Null,
        }
    }

    /// All of it.
    pub fn total(&self) -> AlphaBalance {
        match *self {
            Self::Yuma(emission) => emission,
            Self::Pools { miner, local_dividend, root, .. } => sum(sum(miner, local_dividend), root),
            Self::Null { mining, dividend, .. } => sum(mining, dividend),
        }
    }

    /// What each of `count` mechanisms has of it: one amount under Yuma, else budgets.
    pub(super) fn split(&self, profile: &Profile, split: Option<&[u16]>, count: usize) -> Vec<Self> {
        let parts = |alpha| {
            let mut parts = vec![0; count];
            split_emissions(profile, split, alpha, &mut parts);
            parts.into_iter().map(AlphaBalance)
        };
        match *self {
            Self::Pools { consensus: EpochConsensus::Null, miner, local_dividend, root } => parts(miner)
                .zip(parts(local_dividend))
                .zip(parts(root))
                .map(|((miner, local), root)| Self::Null {
                    mining: miner,
                    dividend: sum(local, root),
                    fallback: sum(miner, local),
                })
                .collect(),
            Self::Yuma(_) | Self::Pools { .. } => parts(self.total()).map(Self::Yuma).collect(),
            Self::Null { .. } => vec![*self],
        }
    }
}

fn sum(a: AlphaBalance, b: AlphaBalance) -> AlphaBalance {
    AlphaBalance(a.0.saturating_add(b.0))
}

/// Three budgets, all or none.
fn budgets(fields: &mut Fields, names: [&'static str; 3]) -> Result<Option<[AlphaBalance; 3]>> {
    if !names.iter().any(|name| fields.has(name)) {
        return Ok(None);
    }
    let [a, b, c] =
        names.map(|name| fields.required::<Integer<u64>>(name).map(|budget| AlphaBalance(budget.0)));
    Ok(Some([a?, b?, c?]))
}

/// `EpochConsensus` by its name.
#[derive(Deserialize)]
enum Consensus {
    Yuma,
    Null,
}

impl From<Consensus> for EpochConsensus {
    fn from(consensus: Consensus) -> Self {
        match consensus {
            Consensus::Yuma => Self::Yuma,
            Consensus::Null => Self::Null,
        }
    }
}
