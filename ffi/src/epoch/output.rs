//! What an epoch computes, and what an auditor may see of it on the way.

use core::ops::Range;

use nanotao::epoch::{Output, Stage, Trace};
use nanotao::fixed::I32F32;

use super::input::expect_len;
use crate::fault::Fault;
use crate::memory::{self, Scratch, Sized32, bounds};

/// What an epoch computes for each neuron: lists of the caller's, of `neurons` elements each. None may be NULL, unless
/// there are no neurons.
#[derive(Clone, Copy)]
#[repr(C)]
pub struct EpochOutput {
    /// `sizeof(nanotao_epoch_output)`.
    pub struct_size: u32,
    /// 0.
    pub reserved: u32,
    /// The length of every list: as in the input.
    pub neurons: usize,
    /// `dividend`, of 65535.
    pub dividend: *mut u16,
    /// `incentive`, of 65535.
    pub incentive: *mut u16,
    /// `stake_weight`, of 65535.
    pub stake_weight: *mut u16,
    /// `consensus`, of 65535.
    pub consensus: *mut u16,
    /// `validator_trust`, of 65535.
    pub validator_trust: *mut u16,
    /// `validator_emission`, in alpha's smallest unit.
    pub validator_emission: *mut u64,
    /// `server_emission`, in alpha's smallest unit.
    pub server_emission: *mut u64,
    /// `emission`, in alpha's smallest unit.
    pub emission: *mut u64,
    /// `stake`, whole units.
    pub stake: *mut u64,
    /// `active`: 1 if the neuron has set weights recently enough, else 0.
    pub active: *mut u8,
    /// `new_validator_permit`: 1 or 0.
    pub new_validator_permit: *mut u8,
}

// SAFETY: `repr(C)`, integers and pointers only, the size first.
unsafe impl Sized32 for EpochOutput {}

/// The lists of an output, as the core writes them.
pub(super) struct Lists<'a> {
    pub(super) core: Output<'a>,
    active: &'a mut [u8],
    new_validator_permit: &'a mut [u8],
}

impl EpochOutput {
    /// Words of working memory that [`Self::lists`] takes.
    pub(super) const fn words(neurons: usize) -> usize {
        Scratch::words::<bool>(neurons).saturating_mul(2)
    }

    /// Borrows the lists. What is in `active` and `new_validator_permit` is not read.
    ///
    /// # Safety
    /// As [`memory::slice_mut`], for every list; all are apart.
    pub(super) unsafe fn lists<'a>(
        &self,
        neurons: usize,
        scratch: &mut Scratch<'a>,
    ) -> Result<Lists<'a>, Fault> {
        expect_len(self.neurons, neurons)?;
        let mut no = || scratch.list((0..neurons).map(|_| false));
        let (active, new_validator_permit) = (no()?, no()?);
        // SAFETY: the caller's promise.
        unsafe {
            Ok(Lists {
                core: Output {
                    dividend: memory::slice_mut(self.dividend, neurons)?,
                    incentive: memory::slice_mut(self.incentive, neurons)?,
                    stake_weight: memory::slice_mut(self.stake_weight, neurons)?,
                    consensus: memory::slice_mut(self.consensus, neurons)?,
                    validator_trust: memory::slice_mut(self.validator_trust, neurons)?,
                    validator_emission: memory::slice_mut(self.validator_emission, neurons)?,
                    server_emission: memory::slice_mut(self.server_emission, neurons)?,
                    emission: memory::slice_mut(self.emission, neurons)?,
                    stake: memory::slice_mut(self.stake, neurons)?,
                    active,
                    new_validator_permit,
                },
                active: memory::slice_mut(self.active, neurons)?,
                new_validator_permit: memory::slice_mut(self.new_validator_permit, neurons)?,
            })
        }
    }

    /// The addresses of all lists.
    pub(super) fn extents(&self) -> [Range<usize>; 11] {
        let n = self.neurons;
        let u16s = [self.dividend, self.incentive, self.stake_weight, self.consensus, self.validator_trust];
        let [a, b, c, d, e] = u16s.map(|list| bounds(list, n));
        let u64s = [self.validator_emission, self.server_emission, self.emission, self.stake];
        let [f, g, h, i] = u64s.map(|list| bounds(list, n));
        let [j, k] = [self.active, self.new_validator_permit].map(|list| bounds(list, n));
        [a, b, c, d, e, f, g, h, i, j, k]
    }
}

impl Lists<'_> {
    /// Takes what is in the caller's `active` and `new_validator_permit` to add to.
    ///
    /// # Errors
    /// An element that is neither 0 nor 1.
    pub(super) fn load_flags(&mut self) -> Result<(), Fault> {
        // SAFETY: both are borrowed as bytes, of that length.
        let (active, permit) = unsafe {
            let permit = &self.new_validator_permit;
            (
                memory::flags(self.active.as_ptr(), self.active.len())?,
                memory::flags(permit.as_ptr(), permit.len())?,
            )
        };
        copy(self.core.active, active);
        copy(self.core.new_validator_permit, permit);
        Ok(())
    }

    /// Hands what the core wrote as `bool` to the caller.
    pub(super) fn store_flags(self) {
        let to_number = |(to, from): (&mut u8, &bool)| *to = u8::from(*from);
        self.active.iter_mut().zip(self.core.active.iter()).for_each(to_number);
        let permits = self.core.new_validator_permit.iter();
        self.new_validator_permit.iter_mut().zip(permits).for_each(to_number);
    }
}

fn copy<T: Copy>(to: &mut [T], from: &[T]) {
    to.iter_mut().zip(from).for_each(|(to, from)| *to = *from);
}

/// Where an epoch's vectors go while it is computed: lists of the caller's, of `neurons` elements each, or NULL where
/// they are not wanted. Numbers are 32.32 fixed point (`I32F32`): 2^32 is one.
#[derive(Clone, Copy)]
#[repr(C)]
pub struct EpochTrace {
    /// `sizeof(nanotao_epoch_trace)`.
    pub struct_size: u32,
    /// 0.
    pub reserved: u32,
    /// The length of every list: as in the input.
    pub neurons: usize,
    /// Stake above the threshold, normalised.
    pub stake: *mut i64,
    /// Stake of active validators with a permit, normalised.
    pub active_stake: *mut i64,
    /// The stake-weighted median of the weights for each uid.
    pub consensus: *mut i64,
    /// The consensus that liquid alpha compares with; written only where liquid alpha acts.
    pub liquid_alpha_consensus: *mut i64,
    /// The sum of each validator's clipped weights.
    pub validator_trust: *mut i64,
    /// Ranks, before they are normalised.
    pub ranks: *mut i64,
    /// Normalised ranks.
    pub incentive: *mut i64,
    /// Normalised dividends.
    pub dividends: *mut i64,
    /// The miners' share of the emission.
    pub normalized_server_emission: *mut i64,
    /// The validators' share of the emission.
    pub normalized_validator_emission: *mut i64,
    /// Both together.
    pub normalized_combined_emission: *mut i64,
    /// Miners' shares under the Null consensus; written by it only.
    pub incentive_shares: *mut u16,
}

// SAFETY: `repr(C)`, integers and pointers only, the size first.
unsafe impl Sized32 for EpochTrace {}

impl EpochTrace {
    fn stages(&self) -> [(Stage, *mut i64); 11] {
        [
            (Stage::Stake, self.stake),
            (Stage::ActiveStake, self.active_stake),
            (Stage::Consensus, self.consensus),
            (Stage::LiquidAlphaConsensus, self.liquid_alpha_consensus),
            (Stage::ValidatorTrust, self.validator_trust),
            (Stage::Ranks, self.ranks),
            (Stage::Incentive, self.incentive),
            (Stage::Dividends, self.dividends),
            (Stage::NormalizedServerEmission, self.normalized_server_emission),
            (Stage::NormalizedValidatorEmission, self.normalized_validator_emission),
            (Stage::NormalizedCombinedEmission, self.normalized_combined_emission),
        ]
    }

    /// The addresses of the lists that are wanted.
    pub(super) fn extents(&self) -> [Range<usize>; 12] {
        let n = |is_null: bool| if is_null { 0 } else { self.neurons };
        let [a, b, c, d, e, f, g, h, i, j, k] =
            self.stages().map(|(_, list)| bounds(list, n(list.is_null())));
        let shares = bounds(self.incentive_shares, n(self.incentive_shares.is_null()));
        [a, b, c, d, e, f, g, h, i, j, k, shares]
    }
}

/// Writes what is wanted of a trace.
pub(super) struct Recorder<'a> {
    vectors: [(Stage, Option<&'a mut [i64]>); 11],
    incentive_shares: Option<&'a mut [u16]>,
}

impl Recorder<'_> {
    /// A recorder of nothing, if there is no trace.
    ///
    /// # Safety
    /// As [`memory::slice_mut`], for every list; all are apart.
    pub(super) unsafe fn new(trace: Option<EpochTrace>, neurons: usize) -> Result<Self, Fault> {
        let mut recorder = Self { vectors: STAGES.map(|stage| (stage, None)), incentive_shares: None };
        let Some(trace) = trace else { return Ok(recorder) };
        expect_len(trace.neurons, neurons)?;
        for (vector, (stage, list)) in recorder.vectors.iter_mut().zip(trace.stages()) {
            // SAFETY: the caller's promise.
            *vector = (stage, unsafe { wanted(list, neurons) }?);
        }
        // SAFETY: the caller's promise.
        recorder.incentive_shares = unsafe { wanted(trace.incentive_shares, neurons) }?;
        Ok(recorder)
    }
}

/// Any stages: a recorder of nothing needs none in particular.
const STAGES: [Stage; 11] = [Stage::Stake; 11];

/// # Safety
/// As [`memory::slice_mut`].
unsafe fn wanted<'a, T>(list: *mut T, len: usize) -> Result<Option<&'a mut [T]>, Fault> {
    if list.is_null() {
        return Ok(None);
    }
    // SAFETY: the caller's promise.
    unsafe { memory::slice_mut(list, len) }.map(Some)
}

impl Trace for Recorder<'_> {
    fn vector(&mut self, stage: Stage, values: &[I32F32]) {
        let vectors = self.vectors.iter_mut().filter(|(of, _)| *of == stage);
        for list in vectors.filter_map(|(_, list)| list.as_mut()) {
            list.iter_mut().zip(values).for_each(|(to, from)| *to = from.to_bits());
        }
    }

    fn incentive_shares(&mut self, shares: &[u16]) {
        if let Some(list) = &mut self.incentive_shares {
            copy(list, shares);
        }
    }
}
