//! Subnets with several mechanisms.

use nanotao::emission::{mechanism_weight, split_emissions, weighted_acc_alpha, weighted_acc_u16};
use nanotao::epoch::EpochConsensus as CoreConsensus;
use nanotao::{AlphaBalance, MechId};

use super::input::profile;
use super::output::EpochOutput;
use crate::fault::status;
use crate::fixed::U64F64;
use crate::memory::{self, Place, Scratch, apart, bounds, extent};
use crate::status::{NANOTAO_UNKNOWN_CONSENSUS, Status};

/// Which consensus a subnet runs: one of the constants `NANOTAO_EPOCH_CONSENSUS_...`.
pub type EpochConsensus = u32;
/// Yuma consensus.
pub const NANOTAO_EPOCH_CONSENSUS_YUMA: EpochConsensus = 0;
/// The Null consensus.
pub const NANOTAO_EPOCH_CONSENSUS_NULL: EpochConsensus = 1;

/// Splits an emission between mechanisms (`split_emissions`): by `MechanismEmissionSplit`, or evenly.
///
/// - `spec_version`: in, 425 or 475.
/// - `split`, `split_len`: in, of 65535 each; NULL if none is stored.
/// - `alpha`: in, the subnet's emission.
/// - `emissions`, `emissions_len`: out, one element for each mechanism.
///
/// Returns `NANOTAO_OK`, `NANOTAO_UNKNOWN_RULES` or `NANOTAO_OVERLAP`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nanotao_split_emissions(
    spec_version: u32,
    split: *const u16,
    split_len: usize,
    alpha: u64,
    emissions: *mut u64,
    emissions_len: usize,
) -> Status {
    status(|| {
        let profile = profile(spec_version)?;
        // SAFETY: the caller's promise, as the header states it; what is written is apart from what is read.
        let (shares, emissions) = unsafe {
            let shares = memory::slice(split, split_len)?;
            apart(&[bounds(emissions, emissions_len)], &[extent(shares)])?;
            (shares, memory::slice_mut(emissions, emissions_len)?)
        };
        let split = (!split.is_null()).then_some(shares);
        split_emissions(&profile, split, AlphaBalance(alpha), emissions);
        Ok(())
    })
}

/// Adds a mechanism's value of 16 bits to the subnet's, by weight (`weighted_acc_u16`).
///
/// - `existing`, `added`: in.
/// - `weight`: in, the mechanism's part of the subnet's emission.
/// - `sum`: out.
///
/// Returns `NANOTAO_OK`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nanotao_weighted_acc_u16(
    existing: u16,
    added: u16,
    weight: *const U64F64,
    sum: *mut u16,
) -> Status {
    status(|| {
        // SAFETY: the caller's promise, as the header states it.
        let (weight, sum) = unsafe { (memory::get(weight)?, Place::new(sum)?) };
        sum.set(weighted_acc_u16(existing, added, weight.to_core()));
        Ok(())
    })
}

/// Adds a mechanism's amount of alpha to the subnet's, by weight (`weighted_acc_alpha`).
///
/// - `existing`, `added`, `weight`: in, as for `nanotao_weighted_acc_u16`.
/// - `sum`: out.
///
/// Returns `NANOTAO_OK`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nanotao_weighted_acc_alpha(
    existing: u64,
    added: u64,
    weight: *const U64F64,
    sum: *mut u64,
) -> Status {
    status(|| {
        // SAFETY: the caller's promise, as the header states it.
        let (weight, sum) = unsafe { (memory::get(weight)?, Place::new(sum)?) };
        sum.set(weighted_acc_alpha(existing, added, weight.to_core()));
        Ok(())
    })
}

/// Tells the working memory of `nanotao_epoch_add_mechanism`, in words of 64 bits.
#[unsafe(no_mangle)]
pub extern "C" fn nanotao_epoch_words_mechanism(neurons: usize) -> usize {
    EpochOutput::words(neurons).saturating_mul(2)
}

/// Adds one mechanism's results to the subnet's (`epoch_with_mechanisms`). Mechanisms come in their order; before the first,
/// the subnet's lists are all zero.
///
/// - `subnet`: in, the struct; in and out, its lists.
/// - `mechanism`: in, the struct and its lists.
/// - `mecid`: in.
/// - `mechanism_emission`, `subnet_emission`: in: what the mechanism weighs is its part.
/// - `consensus`: in, what the mechanism's results come from.
/// - `memory`, `memory_len`: working memory, in words of 64 bits; see `nanotao_epoch_words_mechanism`.
///
/// Returns `NANOTAO_OK`, `NANOTAO_EPOCH_...`, `NANOTAO_UNKNOWN_CONSENSUS`, `NANOTAO_OVERLAP` or `NANOTAO_INVALID_...`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nanotao_epoch_add_mechanism(
    subnet: *const EpochOutput,
    mechanism: *const EpochOutput,
    mecid: u8,
    mechanism_emission: u64,
    subnet_emission: u64,
    consensus: EpochConsensus,
    memory: *mut u64,
    memory_len: usize,
) -> Status {
    status(|| {
        let consensus = match consensus {
            NANOTAO_EPOCH_CONSENSUS_YUMA => CoreConsensus::Yuma,
            NANOTAO_EPOCH_CONSENSUS_NULL => CoreConsensus::Null,
            _ => return Err(NANOTAO_UNKNOWN_CONSENSUS.into()),
        };
        let mecid = MechId(mecid);
        let weight = mechanism_weight(mecid, AlphaBalance(mechanism_emission), AlphaBalance(subnet_emission));
        // SAFETY: the caller's promise, as the header states it; all lists are apart.
        unsafe {
            let (subnet, mechanism) = (memory::get_struct(subnet)?, memory::get_struct(mechanism)?);
            let mut extents = [const { 0..0 }; 23];
            let all = subnet.extents().into_iter().chain(mechanism.extents());
            let all = all.chain([bounds(memory, memory_len)]);
            extents.iter_mut().zip(all).for_each(|(cell, extent)| *cell = extent);
            apart(&extents, &[])?;
            let mut scratch = Scratch::new(memory, memory_len)?;
            let mut subnet = subnet.lists(mechanism.neurons, &mut scratch)?;
            let mut mechanism = mechanism.lists(mechanism.neurons, &mut scratch)?;
            subnet.load_flags()?;
            mechanism.load_flags()?;
            subnet.core.add_mechanism(&mechanism.core, mecid, weight, consensus)?;
            subnet.store_flags();
        }
        Ok(())
    })
}
