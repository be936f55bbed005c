//! Shares of subnets, and the gate of spec 475 that presses small ones down.

use nanotao::emission::{
    GateBar, Subnet as CoreSubnet, apply_emission_gate, get_network_root_sell_flag, get_shares,
    get_subnet_block_emissions, moving_alpha_price, safe_pow,
};
use nanotao::fixed;

use crate::fault::{Fault, status};
use crate::fixed::{I96F32, U64F64, U96F32};
use crate::memory::{self, Place, Scratch, apart, bounds, flag};
use crate::status::Status;

/// A subnet that takes part in emission.
#[derive(Clone, Copy)]
#[repr(C)]
pub struct EmissionSubnet {
    /// The price that counts, of `nanotao_moving_alpha_price`.
    pub moving_price: U64F64,
    /// `SubnetMinerBurned`, a part of one.
    pub miner_burned: U96F32,
    /// `SubnetEmissionEnabled`: 1 or 0.
    pub emission_enabled: u32,
    /// 0.
    pub reserved: u32,
}

impl EmissionSubnet {
    fn to_core(self) -> Result<CoreSubnet, Fault> {
        Ok(CoreSubnet {
            moving_price: self.moving_price.to_core(),
            miner_burned: self.miner_burned.to_core(),
            emission_enabled: flag(self.emission_enabled)?,
        })
    }
}

/// The subnets as the core has them.
fn subnets<'a>(subnets: &[EmissionSubnet], scratch: &mut Scratch<'a>) -> Result<&'a [CoreSubnet], Fault> {
    subnets.iter().try_for_each(|subnet| flag(subnet.emission_enabled).map(|_| ()))?;
    let none = CoreSubnet {
        moving_price: fixed::U64F64::ZERO,
        miner_burned: fixed::U96F32::ZERO,
        emission_enabled: false,
    };
    // Every flag was read above.
    scratch.list(subnets.iter().map(|subnet| subnet.to_core().unwrap_or(none))).map(|list| &*list)
}

fn shares<'a>(shares: &[U64F64], scratch: &mut Scratch<'a>) -> Result<&'a mut [fixed::U64F64], Fault> {
    scratch.list(shares.iter().map(|share| share.to_core()))
}

/// Tells the price of a subnet that shares go by (`get_moving_alpha_price`).
///
/// - `mechanism`: in, `SubnetMechanism`.
/// - `moving_price`: in, `SubnetMovingPrice`.
/// - `price`: out.
///
/// Returns `NANOTAO_OK`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nanotao_moving_alpha_price(
    mechanism: u16,
    moving_price: *const I96F32,
    price: *mut U64F64,
) -> Status {
    status(|| {
        // SAFETY: the caller's promise, as the header states it.
        let (moving_price, price) = unsafe { (memory::get(moving_price)?, Place::new(price)?) };
        price.set(moving_alpha_price(mechanism, moving_price.to_core()).into());
        Ok(())
    })
}

/// Computes the shares of subnets by price, less what they burn of their miners' emission (`get_shares`); of spec 475, before
/// the gate.
///
/// - `subnets`, `len`: in.
/// - `shares`: out, `len` elements.
/// - `memory`, `memory_len`: working memory, in words of 64 bits; see `nanotao_emission_words`.
///
/// Returns `NANOTAO_OK`, `NANOTAO_EPOCH_MEMORY`, `NANOTAO_OVERLAP` or `NANOTAO_INVALID_...`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nanotao_get_shares(
    subnets: *const EmissionSubnet,
    len: usize,
    shares: *mut U64F64,
    memory: *mut u64,
    memory_len: usize,
) -> Status {
    status(|| {
        apart(&[bounds(shares, len), bounds(memory, memory_len)], &[bounds(subnets, len)])?;
        // SAFETY: the caller's promise, as the header states it; what is written is apart from what is read.
        let (subnets, shares, mut scratch) = unsafe {
            (memory::slice(subnets, len)?, memory::slice_mut(shares, len)?, Scratch::new(memory, memory_len)?)
        };
        let subnets = self::subnets(subnets, &mut scratch)?;
        let core = scratch.list(subnets.iter().map(|_| fixed::U64F64::ZERO))?;
        get_shares(subnets, core);
        shares.iter_mut().zip(core).for_each(|(share, core)| *share = (*core).into());
        Ok(())
    })
}

/// Tells the bar of the gate in a block (`get_emission_gate_bar`, spec 475): the stored one, or every 360 blocks a new one.
///
/// - `rank`: in, `EmissionGateRank`.
/// - `quantile`: in, `EmissionGateQuantile`.
/// - `stored`: in, the bar of the block before; 0 if none is stored.
/// - `block`: in.
/// - `shares`, `len`: in, of `nanotao_get_shares`.
/// - `bar`: out. What is not positive is not stored.
/// - `memory`, `memory_len`: working memory, in words of 64 bits; see `nanotao_emission_words`.
///
/// Returns as `nanotao_get_shares`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nanotao_gate_bar(
    rank: u16,
    quantile: *const U64F64,
    stored: *const U64F64,
    block: u64,
    shares: *const U64F64,
    len: usize,
    bar: *mut U64F64,
    memory: *mut u64,
    memory_len: usize,
) -> Status {
    status(|| {
        apart(&[bounds(memory, memory_len)], &[bounds(shares, len)])?;
        // SAFETY: the caller's promise, as the header states it; what is written is apart from what is read.
        let (quantile, stored, shares, bar, mut scratch) = unsafe {
            let (quantile, stored) = (memory::get(quantile)?, memory::get(stored)?);
            let scratch = Scratch::new(memory, memory_len)?;
            (quantile, stored, memory::slice(shares, len)?, Place::new(bar)?, scratch)
        };
        let gate = GateBar { rank, quantile: quantile.to_core() };
        let shares = self::shares(shares, &mut scratch)?;
        bar.set(gate.refresh(stored.to_core(), block, shares).into());
        Ok(())
    })
}

/// Presses shares below the bar down and brings them back to a sum of one (`apply_emission_gate`, spec 475).
///
/// - `shares`, `len`: in and out.
/// - `bar`: in; nothing changes with a bar of 0.
/// - `exponent`: in, `EmissionGateExponent`.
/// - `memory`, `memory_len`: working memory, in words of 64 bits; see `nanotao_emission_words`.
///
/// Returns as `nanotao_get_shares`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nanotao_apply_emission_gate(
    shares: *mut U64F64,
    len: usize,
    bar: *const U64F64,
    exponent: *const U64F64,
    memory: *mut u64,
    memory_len: usize,
) -> Status {
    status(|| {
        apart(&[bounds(shares, len), bounds(memory, memory_len)], &[bounds(bar, 1), bounds(exponent, 1)])?;
        // SAFETY: the caller's promise, as the header states it; the lists are apart.
        let (bar, exponent, shares, mut scratch) = unsafe {
            let scratch = Scratch::new(memory, memory_len)?;
            (memory::get(bar)?, memory::get(exponent)?, memory::slice_mut(shares, len)?, scratch)
        };
        let core = self::shares(shares, &mut scratch)?;
        apply_emission_gate(core, bar.to_core(), exponent.to_core());
        shares.iter_mut().zip(core).for_each(|(share, core)| *share = (*core).into());
        Ok(())
    })
}

/// Computes a power as the gate does (`safe_pow`, spec 475).
///
/// - `value`, `exponent`: in.
/// - `power`: out.
///
/// Returns `NANOTAO_OK`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nanotao_safe_pow(
    value: *const U64F64,
    exponent: *const U64F64,
    power: *mut U64F64,
) -> Status {
    status(|| {
        // SAFETY: the caller's promise, as the header states it.
        let (value, exponent, power) =
            unsafe { (memory::get(value)?, memory::get(exponent)?, Place::new(power)?) };
        power.set(safe_pow(value.to_core(), exponent.to_core()).into());
        Ok(())
    })
}

/// Computes what each subnet gets of a block's emission (`get_subnet_block_emissions`).
///
/// - `subnets`, `len`: in.
/// - `shares`: in, `len` elements.
/// - `block_emission`: in, in rao.
/// - `emissions`: out, `len` elements, in rao.
/// - `memory`, `memory_len`: working memory, in words of 64 bits; see `nanotao_emission_words`.
///
/// Returns as `nanotao_get_shares`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nanotao_get_subnet_block_emissions(
    subnets: *const EmissionSubnet,
    shares: *const U64F64,
    len: usize,
    block_emission: u64,
    emissions: *mut U96F32,
    memory: *mut u64,
    memory_len: usize,
) -> Status {
    status(|| {
        let read = [bounds(subnets, len), bounds(shares, len)];
        apart(&[bounds(emissions, len), bounds(memory, memory_len)], &read)?;
        // SAFETY: the caller's promise, as the header states it; what is written is apart from what is read.
        let (subnets, shares, emissions, mut scratch) = unsafe {
            let (subnets, shares) = (memory::slice(subnets, len)?, memory::slice(shares, len)?);
            (subnets, shares, memory::slice_mut(emissions, len)?, Scratch::new(memory, memory_len)?)
        };
        let subnets = self::subnets(subnets, &mut scratch)?;
        let shares = self::shares(shares, &mut scratch)?;
        let core = scratch.list(subnets.iter().map(|_| fixed::U96F32::ZERO))?;
        get_subnet_block_emissions(subnets, shares, fixed::U96F32::from_num(block_emission), core);
        emissions.iter_mut().zip(core).for_each(|(emission, core)| *emission = (*core).into());
        Ok(())
    })
}

/// Tells whether root's alpha is sold (`get_network_root_sell_flag`).
///
/// - `subnets`, `len`: in.
/// - `sells`: out, 1 or 0.
/// - `memory`, `memory_len`: working memory, in words of 64 bits; see `nanotao_emission_words`.
///
/// Returns as `nanotao_get_shares`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nanotao_get_network_root_sell_flag(
    subnets: *const EmissionSubnet,
    len: usize,
    sells: *mut u32,
    memory: *mut u64,
    memory_len: usize,
) -> Status {
    status(|| {
        apart(&[bounds(memory, memory_len)], &[bounds(subnets, len)])?;
        // SAFETY: the caller's promise, as the header states it; what is written is apart from what is read.
        let (subnets, sells, mut scratch) =
            unsafe { (memory::slice(subnets, len)?, Place::new(sells)?, Scratch::new(memory, memory_len)?) };
        sells.set(get_network_root_sell_flag(self::subnets(subnets, &mut scratch)?).into());
        Ok(())
    })
}
