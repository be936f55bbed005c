//! Why a subnet gets what it gets: every stage, with the number before and after it.

use nanotao::emission::{Coinbase, Pending, block_emission};
use nanotao::fixed::{I96F32, SafeDiv, U64F64, U96F32};
use nanotao::{AlphaBalance, NetUid};
use serde_json::{Value, json};

use super::subnets::{cut, share};
use super::{Block, Outcome, SubnetOutcome, SubnetState};
use crate::text::{align_after, exact};
use crate::{Error, Result};

/// Every stage of a subnet's emission.
#[derive(Clone, Debug)]
pub struct Explanation {
    netuid: NetUid,
    heading: String,
    /// Why it takes no part, if it does not.
    left_out: Option<&'static str>,
    stages: Vec<Stage>,
}

/// A number on its way.
#[derive(Clone, Debug)]
struct Stage {
    name: &'static str,
    /// What changes the number.
    by: String,
    before: Number,
    after: Number,
}

#[derive(Clone, Copy, Debug)]
enum Number {
    Share(U64F64),
    Amount(U96F32),
    /// Set aside, in whole units.
    Pending(AlphaBalance),
    Price(I96F32),
}

impl Number {
    fn to_text(self) -> String {
        match self {
            Self::Share(number) => share(number),
            Self::Amount(number) => cut(number),
            Self::Pending(amount) => exact(amount.0),
            Self::Price(number) => share(U64F64::saturating_from_num(number)),
        }
    }

    /// The type and the bits.
    fn to_json(self) -> (&'static str, String) {
        match self {
            Self::Share(number) => ("u64f64", number.to_bits().to_string()),
            Self::Amount(number) => ("u96f32", number.to_bits().to_string()),
            Self::Pending(amount) => ("u64", amount.0.to_string()),
            Self::Price(number) => ("i96f32", number.to_bits().to_string()),
        }
    }
}

impl Explanation {
    /// Explains what a block makes of a subnet.
    ///
    /// # Errors
    /// [`Kind::Usage`](crate::Kind::Usage) if there is no such subnet.
    pub fn new(block: &Block, outcome: &Outcome, netuid: NetUid) -> Result<Self> {
        let state = block.subnets.get(&netuid).ok_or_else(|| {
            let error = Error::usage(format_args!("there is no subnet {netuid}"));
            match (block.subnets.keys().next(), block.subnets.keys().next_back()) {
                (Some(first), Some(last)) => {
                    let count = block.subnets.len();
                    error.remedy(format_args!("the file has {count} beside root, from {first} to {last}"))
                }
                _ => error.remedy("the file has none beside root"),
            }
        })?;
        let found = outcome.subnets.iter().find(|subnet| subnet.netuid == netuid);
        Ok(Self {
            netuid,
            heading: outcome.heading(block),
            left_out: state.left_out(),
            stages: found.map(|subnet| stages(block, outcome, state, subnet)).unwrap_or_default(),
        })
    }

    /// A line for each stage.
    pub fn to_text(&self) -> String {
        let start = format!("netuid {} in {}\n", self.netuid, self.heading.trim_end());
        if let Some(reason) = self.left_out {
            return format!("{start}\nit takes no part in emission: {reason}\n");
        }
        let header = ["", "changed by", "before", "after"].map(str::to_owned).to_vec();
        let line = |stage: &Stage| {
            vec![stage.name.to_owned(), stage.by.clone(), stage.before.to_text(), stage.after.to_text()]
        };
        let lines: Vec<_> = std::iter::once(header).chain(self.stages.iter().map(line)).collect();
        format!("{start}\n{}", align_after(2, &lines))
    }

    /// The same as JSON, with the numbers in bits.
    pub fn to_json(&self) -> Value {
        let stage = |stage: &Stage| {
            let ((kind, before), (_, after)) = (stage.before.to_json(), stage.after.to_json());
            json!({ "stage": stage.name, "by": stage.by, "type": kind, "before": before, "after": after })
        };
        json!({
            "netuid": self.netuid.0,
            "left_out": self.left_out,
            "stages": self.stages.iter().map(stage).collect::<Vec<_>>(),
        })
    }
}

fn stages(block: &Block, outcome: &Outcome, state: &SubnetState, subnet: &SubnetOutcome) -> Vec<Stage> {
    let mut stages = shares(block, outcome, state, subnet);
    let SubnetOutcome { tao_emission, terms, split, .. } = subnet;
    let amounts = |name, by: String, before: U96F32, after: U96F32| Stage {
        name,
        by,
        before: Number::Amount(before),
        after: Number::Amount(after),
    };
    let minted = U96F32::from_num(outcome.block_emission.0);
    let gated =
        U96F32::saturating_from_num(U64F64::saturating_from_num(minted).saturating_mul(subnet.gated_share));
    let others = disabled(block, outcome);
    let Coinbase { root_tao, .. } = block.coinbase;
    let price = state.pool.current_alpha_price();
    let zero = U96F32::ZERO;
    stages.extend([
        amounts("TAO emission", "the share".to_owned(), minted, gated),
        amounts("TAO emission", format!("{others} disabled subnets"), gated, *tao_emission),
        amounts("alpha in", format!("the price {}", share(price)), zero, terms.alpha_wanted),
        amounts(
            "alpha in",
            format!("root's cap {}", cut(terms.alpha_injection_cap)),
            terms.alpha_wanted,
            terms.alpha_in,
        ),
        amounts("TAO in", "what alpha in is worth".to_owned(), *tao_emission, terms.tao_in),
        amounts("excess TAO", "TAO in".to_owned(), *tao_emission, terms.excess_tao),
        amounts(
            "alpha out",
            format!("alpha issuance {}", state.pool.alpha_issuance()),
            U96F32::from_num(block_emission(0)),
            terms.alpha_out,
        ),
        amounts("for participants", "the owner's cut".to_owned(), terms.alpha_out, split.shared),
        amounts("for miners", "one half".to_owned(), split.shared, split.server),
        amounts(
            "for root",
            format!("{root_tao} on root"),
            split.shared.saturating_sub(split.server),
            split.root_alpha,
        ),
        amounts(
            "for validators",
            "root's part".to_owned(),
            split.shared.saturating_sub(split.server),
            split.validator,
        ),
    ]);
    if !outcome.root_sell_flag {
        stages.push(amounts("for root", "prices of one TAO at most".to_owned(), split.root_alpha, zero));
    }
    stages.extend(state.pending.iter().flat_map(|pending| set_aside(pending, outcome, subnet)));
    stages.extend(state.price_average.iter().map(|average| Stage {
        name: "SubnetMovingPrice",
        by: format!("the price {}, if nothing trades", share(price)),
        before: Number::Price(state.moving_price),
        after: Number::Price(average.update(block.coinbase.block, price)),
    }));
    stages
}

/// What waits for the next epoch.
fn set_aside(pending: &Pending, outcome: &Outcome, subnet: &SubnetOutcome) -> [Stage; 4] {
    let mut after = *pending;
    subnet.split.add_to(&mut after, outcome.root_sell_flag);
    let stage = |name, by: &str, before, after| Stage {
        name,
        by: by.to_owned(),
        before: Number::Pending(before),
        after: Number::Pending(after),
    };
    [
        stage("PendingOwnerCut", "the owner's cut", pending.owner_cut, after.owner_cut),
        stage("PendingServerEmission", "for miners", pending.server, after.server),
        stage("PendingRootAlphaDivs", "for root", pending.root_alpha, after.root_alpha),
        stage("PendingValidatorEmission", "for validators", pending.validator, after.validator),
    ]
}

/// The stages of the share.
fn shares(block: &Block, outcome: &Outcome, state: &SubnetState, subnet: &SubnetOutcome) -> Vec<Stage> {
    let shares = |by: String, before: U64F64, after: U64F64| Stage {
        name: "share",
        by,
        before: Number::Share(before),
        after: Number::Share(after),
    };
    let eligible = block.subnets.values().filter(|state| state.is_eligible());
    let prices = eligible.fold(U64F64::ZERO, |sum, state| sum.saturating_add(state.subnet().moving_price));
    let price = state.subnet().moving_price;
    let by_price = price.safe_div(prices);
    let burned = format!("MinerBurned {}", cut_share(state.miner_burned));
    let mut stages = vec![
        shares(format!("all moving prices, {}", share(prices)), price, by_price),
        shares(burned, by_price, subnet.share),
    ];
    if let Some(bar) = outcome.gate_bar {
        stages.push(shares(format!("the gate's bar {}", share(bar)), subnet.share, subnet.gated_share));
    }
    stages
}

/// A proportion in 32 fractional bits, cut to nine decimals.
fn cut_share(proportion: U96F32) -> String {
    share(U64F64::saturating_from_num(proportion))
}

/// How many subnets' part goes to the others.
fn disabled(block: &Block, outcome: &Outcome) -> usize {
    let states = outcome.subnets.iter().filter_map(|subnet| block.subnets.get(&subnet.netuid));
    states.filter(|state| !state.emission_enabled).count()
}
