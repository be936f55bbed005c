//! One Yuma epoch of a full subnet, in the three ways that the chain knows, checked against what the chain computed.

use core::hint::black_box;

use nanotao::{
    AlphaBalance, Uid,
    epoch::{ConsensusMode, DenseRows, Dims, Epoch, Input, Output, Profile, Schedule},
    fixed::I64F64,
};

use crate::{Failed, Workload};

const NEURONS: usize = 256;
const ROWS: usize = 64;
const CELLS: usize = NEURONS * ROWS;
const DIMS: Dims = Dims { neurons: NEURONS, rows: ROWS };

/// What an epoch reads, and what the chain made of it.
pub struct Case {
    /// `yuma2`, `yuma3` or `yuma3_liquid`.
    name: &'static str,
    epoch: Epoch<'static>,
    uids: [Uid; ROWS],
    weights: [u16; CELLS],
    bonds: [u16; CELLS],
    out: Terms,
}

include!(concat!(env!("OUT_DIR"), "/cases.rs"));

/// What an epoch writes.
#[derive(PartialEq)]
struct Terms {
    dividend: [u16; NEURONS],
    incentive: [u16; NEURONS],
    stake_weight: [u16; NEURONS],
    consensus: [u16; NEURONS],
    validator_trust: [u16; NEURONS],
    validator_emission: [u64; NEURONS],
    server_emission: [u64; NEURONS],
    emission: [u64; NEURONS],
    stake: [u64; NEURONS],
    active: [bool; NEURONS],
    new_validator_permit: [bool; NEURONS],
    bonds: [u16; CELLS],
}

/// An epoch, and the memory that its caller gives: aligned, so that no count depends on where the stack happens to lie.
#[repr(align(64))]
pub struct Run {
    case: &'static Case,
    terms: Terms,
    memory: [u64; DIMS.words()],
}

impl Workload for Run {
    type Piece = &'static Case;
    /// Of the results all but the bonds: they take the place of the old ones.
    const MEMORY: &'static [usize] =
        &[DIMS.words() * size_of::<u64>(), size_of::<Terms>() - size_of::<[u16; CELLS]>()];

    fn pieces() -> impl Iterator<Item = &'static Case> {
        CASES.iter()
    }

    fn name(case: &'static Case) -> &'static str {
        case.name
    }

    fn new(case: &'static Case) -> Self {
        let terms = Terms {
            dividend: [0; NEURONS],
            incentive: [0; NEURONS],
            stake_weight: [0; NEURONS],
            consensus: [0; NEURONS],
            validator_trust: [0; NEURONS],
            validator_emission: [0; NEURONS],
            server_emission: [0; NEURONS],
            emission: [0; NEURONS],
            stake: [0; NEURONS],
            active: [false; NEURONS],
            new_validator_permit: [false; NEURONS],
            bonds: case.bonds,
        };
        Self { case, terms, memory: [0; DIMS.words()] }
    }

    #[unsafe(export_name = "nanotao_measured_epoch")]
    #[inline(never)]
    fn run(&mut self) {
        let Case { epoch, uids, weights, .. } = black_box(self.case);
        let Terms {
            dividend,
            incentive,
            stake_weight,
            consensus,
            validator_trust,
            validator_emission,
            server_emission,
            emission,
            stake,
            active,
            new_validator_permit,
            bonds,
        } = &mut self.terms;
        let rows = DenseRows { uids, weights, bonds };
        let mut output = Output {
            dividend,
            incentive,
            stake_weight,
            consensus,
            validator_trust,
            validator_emission,
            server_emission,
            emission,
            stake,
            active,
            new_validator_permit,
        };
        // One that fails leaves zeros, which `check` sees.
        let _ = epoch.run_dense(rows, &mut output, &mut self.memory, &mut ());
    }

    fn check(&mut self) -> Result<(), Failed> {
        if self.terms == self.case.out { Ok(()) } else { Err(Failed(self.case.name)) }
    }
}
