//! What a block computes of emission for 128 subnets, stage by stage, each checked against what the chain computed.
//!
//! Shares, gate and emissions are of one block. Of pools and schedules no block of the vectors has so many: there the
//! subnets of several stand one behind another, each with the numbers of its own block.

use core::hint::black_box;

use nanotao::{
    AlphaBalance, TaoBalance,
    emission::{
        GateBar, Pending, PendingSplit, Profile, Schedule, Subnet, SubnetSchedule, SubnetTerms,
        apply_emission_gate, drain_schedules, get_network_root_sell_flag, get_shares,
        get_subnet_block_emissions, root_proportion,
    },
    fixed::{U64F64, U96F32},
};

use crate::{Failed, Workload};

const SUBNETS: usize = 128;

/// A block of one spec-475 case: what decides on shares, and what the chain made of it.
struct Shares {
    subnets: [Subnet; SUBNETS],
    bar: GateBar,
    stored: U64F64,
    block: u64,
    exponent: U64F64,
    block_emission: u64,
    root_sell_flag: bool,
    pre_gate: [U64F64; SUBNETS],
    bar_after: U64F64,
    shares: [U64F64; SUBNETS],
    emissions: [U96F32; SUBNETS],
}

/// A subnet that a block emits to.
struct Pool {
    root_tao: TaoBalance,
    tao_weight: U96F32,
    cut: Option<U96F32>,
    root_sell_flag: bool,
    tao_emission: U96F32,
    price: U64F64,
    alpha_issuance: u64,
    before: Pending,
    tao_in: u64,
    alpha_in: u64,
    alpha_out: u64,
    after: Pending,
}

/// So many schedules in a block.
struct Block {
    number: u64,
    max_epochs: u8,
    subnets: usize,
}

include!(concat!(env!("OUT_DIR"), "/emission.rs"));

/// What is measured on its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stage {
    /// Shares by price and burnt emission.
    Shares,
    /// The bar made anew, and the gate.
    Gate,
    /// The emission of each subnet, and whether root's alpha is sold.
    Emissions,
    /// What goes into each pool.
    Terms,
    /// What is set aside of each subnet's alpha.
    Pending,
    /// All schedules, moved on by a block.
    Schedules,
}

/// A stage, and the memory that its caller gives.
#[repr(align(64))]
pub struct Run {
    stage: Stage,
    shares: [U64F64; SUBNETS],
    bar: U64F64,
    emissions: [U96F32; SUBNETS],
    root_sell_flag: bool,
    injected: [(u64, u64); SUBNETS],
    pending: [Pending; SUBNETS],
    schedules: [SubnetSchedule; SUBNETS],
}

impl Workload for Run {
    type Piece = Stage;

    fn pieces() -> impl Iterator<Item = Stage> {
        use Stage::{Emissions, Gate, Pending, Schedules, Shares, Terms};
        [Shares, Gate, Emissions, Terms, Pending, Schedules].into_iter()
    }

    fn name(stage: Stage) -> &'static str {
        match stage {
            Stage::Shares => "shares",
            Stage::Gate => "gate",
            Stage::Emissions => "block_emissions",
            Stage::Terms => "subnet_terms",
            Stage::Pending => "pending_split",
            Stage::Schedules => "drain_schedules",
        }
    }

    fn new(stage: Stage) -> Self {
        let shares = match stage {
            Stage::Shares => [U64F64::ZERO; SUBNETS],
            Stage::Gate => SHARES.pre_gate,
            _ => SHARES.shares,
        };
        Self {
            stage,
            shares,
            bar: U64F64::ZERO,
            emissions: [U96F32::ZERO; SUBNETS],
            root_sell_flag: false,
            injected: [(0, 0); SUBNETS],
            pending: POOLS.each_ref().map(|pool| pool.before),
            schedules: SCHEDULES.each_ref().map(|(before, _)| *before),
        }
    }

    #[unsafe(export_name = "nanotao_measured_emission")]
    #[inline(never)]
    fn run(&mut self) {
        let of = black_box(&SHARES);
        match self.stage {
            Stage::Shares => get_shares(&of.subnets, &mut self.shares),
            Stage::Gate => {
                self.bar = of.bar.refresh(of.stored, of.block, &self.shares);
                apply_emission_gate(&mut self.shares, self.bar, of.exponent);
            }
            Stage::Emissions => {
                let emission = U96F32::from_num(of.block_emission);
                get_subnet_block_emissions(&of.subnets, &self.shares, emission, &mut self.emissions);
                self.root_sell_flag = get_network_root_sell_flag(&of.subnets);
            }
            Stage::Terms => {
                for (injected, pool) in self.injected.iter_mut().zip(black_box(&POOLS)) {
                    let terms = pool.terms();
                    *injected = (terms.tao_in.saturating_to_num(), terms.alpha_in.saturating_to_num());
                }
            }
            Stage::Pending => {
                for (pending, pool) in self.pending.iter_mut().zip(black_box(&POOLS)) {
                    pool.set_aside(pending);
                }
            }
            Stage::Schedules => {
                let mut rest = &mut self.schedules[..];
                for block in black_box(&BLOCKS) {
                    let Some((subnets, others)) = rest.split_at_mut_checked(block.subnets) else { return };
                    drain_schedules(&Profile::SPEC_475, subnets, block.max_epochs, block.number, |_, _| ());
                    rest = others;
                }
            }
        }
    }

    fn check(&mut self) -> Result<(), Failed> {
        let same = match self.stage {
            Stage::Shares => self.shares == SHARES.pre_gate,
            Stage::Gate => self.bar == SHARES.bar_after && self.shares == SHARES.shares,
            Stage::Emissions => {
                self.emissions == SHARES.emissions && self.root_sell_flag == SHARES.root_sell_flag
            }
            Stage::Terms => {
                self.injected.iter().zip(&POOLS).all(|(ours, pool)| *ours == (pool.tao_in, pool.alpha_in))
            }
            Stage::Pending => self.pending.iter().zip(&POOLS).all(|(ours, pool)| *ours == pool.after),
            Stage::Schedules => {
                self.schedules.iter().zip(&SCHEDULES).all(|(ours, (_, after))| ours.schedule == *after)
            }
        };
        if same { Ok(()) } else { Err(Failed(Self::name(self.stage))) }
    }
}

impl Pool {
    fn terms(&self) -> SubnetTerms {
        let issuance = AlphaBalance(self.alpha_issuance);
        let proportion = root_proportion(self.root_tao, self.tao_weight, issuance);
        SubnetTerms::new(self.tao_emission, self.price, issuance, proportion)
    }

    /// From the alpha that the block mints and puts into the pool, as the vectors have it.
    fn set_aside(&self, pending: &mut Pending) {
        let minted = self.alpha_issuance.saturating_add(self.alpha_in).saturating_add(self.alpha_out);
        let proportion = root_proportion(self.root_tao, self.tao_weight, AlphaBalance(minted));
        let split = PendingSplit::new(U96F32::from_num(self.alpha_out), self.cut, proportion);
        split.add_to(pending, self.root_sell_flag);
    }
}
