//! What a block makes of its subnets, as a table, as JSON, and as a picture.

use nanotao::NetUid;
use nanotao::emission::{EmissionGate, GateBar};
use nanotao::fixed::{U64F64, U96F32};
use serde_json::{Value, json};

use super::{Block, Outcome, SubnetOutcome};
use crate::Result;
use crate::epoch::Spec;
use crate::plot::{self, Panel, Series, Unit};
use crate::text::{align_closely, exact};

impl Block {
    /// The same block under another spec's rules: without a gate, or with one of which nothing is stored.
    #[must_use]
    pub fn under(mut self, spec: Spec) -> Self {
        let gate = self.coinbase.gate.take().unwrap_or(EmissionGate {
            bar: GateBar::default(),
            stored: U64F64::ZERO,
            exponent: EmissionGate::DEFAULT_EXPONENT,
        });
        self.coinbase.gate = (spec == Spec::V475).then_some(gate);
        self.spec_version = spec.number();
        self
    }

    /// The subnets that take no part, and why.
    fn left_out(&self) -> impl Iterator<Item = (NetUid, &'static str)> {
        self.subnets.iter().filter_map(|(netuid, state)| Some((*netuid, state.left_out()?)))
    }
}

/// A share, cut to nine decimals.
pub(super) fn share(share: U64F64) -> String {
    exact(share.saturating_mul(U64F64::from_num(1_000_000_000)).saturating_to_num())
}

/// A fixed-point amount, cut to whole units.
pub(super) fn cut(amount: U96F32) -> String {
    exact(amount.saturating_to_num())
}

impl Outcome {
    /// A line for each subnet that takes part, the sums, and what holds for all.
    pub fn to_text(&self, block: &Block) -> String {
        let header = ["netuid", "share", "gated", "emission", "TAO in", "excess TAO", "alpha in"];
        let mut lines = vec![header.map(str::to_owned).to_vec()];
        let mut sums = [0_u64; 4];
        for subnet in &self.subnets {
            let SubnetOutcome { netuid, tao_emission, terms, .. } = subnet;
            let amounts = [*tao_emission, terms.tao_in, terms.excess_tao, terms.alpha_in];
            let amounts = amounts.map(|amount| amount.saturating_to_num::<u64>());
            for (sum, amount) in sums.iter_mut().zip(amounts) {
                *sum = sum.saturating_add(amount);
            }
            let names = [netuid.to_string(), share(subnet.share), share(subnet.gated_share)];
            lines.push([names.to_vec(), amounts.map(exact).to_vec()].concat());
        }
        let names = ["sum".to_owned(), String::new(), String::new()];
        lines.push([names.to_vec(), sums.map(exact).to_vec()].concat());
        let mut text = format!("{}\n{}\n", self.heading(block), align_closely(&lines));
        if let (Some(bar), Some(gate)) = (self.gate_bar, block.coinbase.gate) {
            text.push_str(&format!("the bar is {}, {} is stored\n", share(bar), share(gate.stored)));
        }
        let sold = if self.root_sell_flag { "sold" } else { "recycled" };
        text.push_str(&format!("root's alpha is {sold}\n"));
        for (netuid, reason) in block.left_out() {
            text.push_str(&format!("{netuid} takes no part: {reason}\n"));
        }
        text
    }

    pub(super) fn heading(&self, block: &Block) -> String {
        let (number, spec) = (block.coinbase.block, block.spec_version);
        format!("block {number}, spec {spec}, mints {}\n", self.block_emission)
    }

    /// The same as JSON: shares in bits, amounts in whole units and in bits.
    pub fn to_json(&self, block: &Block) -> Value {
        let bits = |share: U64F64| share.to_bits().to_string();
        let whole = |amount: U96F32| amount.saturating_to_num::<u64>().to_string();
        let subnet = |subnet: &SubnetOutcome| {
            let SubnetOutcome { netuid, tao_emission, terms, .. } = subnet;
            json!({
                "netuid": netuid.0,
                "share_u64f64": bits(subnet.share),
                "gated_share_u64f64": bits(subnet.gated_share),
                "emission_u96f32": tao_emission.to_bits().to_string(),
                "tao_in": whole(terms.tao_in),
                "excess_tao": whole(terms.excess_tao),
                "alpha_in": whole(terms.alpha_in),
                "alpha_out": whole(terms.alpha_out),
            })
        };
        let left_out = block.left_out().map(|(netuid, why)| json!({ "netuid": netuid.0, "reason": why }));
        json!({
            "block": block.coinbase.block.to_string(),
            "spec": block.spec_version,
            "block_emission": self.block_emission.0.to_string(),
            "emission_gate_bar_after_u64f64": self.gate_bar.map(bits),
            "root_sell_flag": self.root_sell_flag,
            "subnets": self.subnets.iter().map(subnet).collect::<Vec<_>>(),
            "left_out": left_out.collect::<Vec<_>>(),
        })
    }

    /// Draws shares before the gate and behind it, from the largest down, with the bar.
    ///
    /// # Errors
    /// [`Kind::Io`](crate::Kind::Io) if it cannot be drawn.
    pub fn plot(&self, block: &Block) -> Result<String> {
        let mut subnets: Vec<_> = self.subnets.iter().collect();
        subnets.sort_by_key(|subnet| std::cmp::Reverse(subnet.share));
        let series = |name: &str, of: &dyn Fn(&SubnetOutcome) -> f64| Series {
            name: name.to_owned(),
            points: (1_u32..).map(f64::from).zip(subnets.iter().map(|subnet| of(subnet))).collect(),
        };
        let mut lines = vec![
            series("before the gate", &|subnet| subnet.share.to_num()),
            series("behind the gate", &|subnet| subnet.gated_share.to_num()),
        ];
        lines.extend(self.gate_bar.map(|bar| series("bar", &|_| bar.to_num())));
        let panel = Panel {
            x: ("subnets, from the largest share down", Unit::Count),
            y: ("share", Unit::Percent),
            from_zero: true,
            series: lines,
        };
        let spec = block.spec_version;
        let caption = format!("{} subnets, spec {spec}, {} minted", subnets.len(), self.block_emission);
        plot::svg(&format!("Shares of subnets in block {}", block.coinbase.block), &caption, &[panel])
    }
}
