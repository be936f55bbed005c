//! What a block puts into a subnet's pool and sets aside for its participants, and the moving price.

use nanotao::emission::{
    MovingPrice, Pending as CorePending, PendingSplit as CoreSplit, Pool, SubnetTerms as CoreTerms,
    root_proportion, u16_proportion, u64_proportion,
};
use nanotao::{AlphaBalance, TaoBalance};

use crate::fault::status;
use crate::fixed::{I96F32, U64F64, U96F32};
use crate::memory::{self, Place, Sized32, flag};
use crate::status::Status;

/// Reads a part of one that the chain stores in 64 bits, such as `TaoWeight`.
///
/// - `proportion`: out.
///
/// Returns `NANOTAO_OK`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nanotao_u64_proportion(stored: u64, proportion: *mut U96F32) -> Status {
    status(|| {
        // SAFETY: the caller's promise, as the header states it.
        unsafe { Place::new(proportion)? }.set(u64_proportion(stored).into());
        Ok(())
    })
}

/// Reads a part of one that the chain stores in 16 bits, such as a take or `SubnetOwnerCut`.
///
/// - `proportion`: out.
///
/// Returns `NANOTAO_OK`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nanotao_u16_proportion(stored: u16, proportion: *mut U96F32) -> Status {
    status(|| {
        // SAFETY: the caller's promise, as the header states it.
        unsafe { Place::new(proportion)? }.set(u16_proportion(stored).into());
        Ok(())
    })
}

/// Computes root's part in a subnet (`root_proportion`).
///
/// - `root_tao`: in, what is staked to root, in rao.
/// - `tao_weight`: in, `TaoWeight` as a part of one.
/// - `alpha_issuance`: in.
/// - `proportion`: out.
///
/// Returns `NANOTAO_OK`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nanotao_root_proportion(
    root_tao: u64,
    tao_weight: *const U96F32,
    alpha_issuance: u64,
    proportion: *mut U96F32,
) -> Status {
    status(|| {
        // SAFETY: the caller's promise, as the header states it.
        let (weight, proportion) = unsafe { (memory::get(tao_weight)?, Place::new(proportion)?) };
        let weight = weight.to_core();
        proportion.set(root_proportion(TaoBalance(root_tao), weight, AlphaBalance(alpha_issuance)).into());
        Ok(())
    })
}

/// Computes the price of alpha in a pool (`current_alpha_price`).
///
/// - `mechanism`: in, `SubnetMechanism`.
/// - `tao`, `alpha_in`: in, `SubnetTAO` and `SubnetAlphaIn`.
/// - `quote`: in, the pool's quote weight, of 10^18: half of it where none is stored.
/// - `price`: out.
///
/// Returns `NANOTAO_OK`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nanotao_current_alpha_price(
    mechanism: u16,
    tao: u64,
    alpha_in: u64,
    quote: u64,
    price: *mut U64F64,
) -> Status {
    status(|| {
        let (tao, alpha_in, alpha_out) = (TaoBalance(tao), AlphaBalance(alpha_in), AlphaBalance(0));
        let pool = Pool { mechanism, tao, alpha_in, alpha_out, quote };
        // SAFETY: the caller's promise, as the header states it.
        unsafe { Place::new(price)? }.set(pool.current_alpha_price().into());
        Ok(())
    })
}

/// What a block does to a subnet's pool (`get_subnet_terms`).
#[derive(Clone, Copy)]
#[repr(C)]
pub struct SubnetTerms {
    /// `sizeof(nanotao_subnet_terms)`.
    pub struct_size: u32,
    /// 0.
    pub reserved: u32,
    /// Alpha's block emission.
    pub alpha_emission: U96F32,
    /// Root's part, as it was given.
    pub root_proportion: U96F32,
    /// The alpha that goes with the emission at this price.
    pub alpha_wanted: U96F32,
    /// The most that is injected.
    pub alpha_injection_cap: U96F32,
    /// TAO into the pool.
    pub tao_in: U96F32,
    /// Alpha into the pool.
    pub alpha_in: U96F32,
    /// Alpha for participants.
    pub alpha_out: U96F32,
    /// TAO that buys alpha.
    pub excess_tao: U96F32,
}

// SAFETY: `repr(C)`, integers only, the size first.
unsafe impl Sized32 for SubnetTerms {}

/// Computes what goes into a subnet's pool, and what buys alpha (`get_subnet_terms`).
///
/// - `tao_emission`: in, the subnet's part of the block's emission.
/// - `price`: in, of alpha.
/// - `alpha_issuance`: in.
/// - `root_proportion`: in.
/// - `terms`: out.
///
/// Returns `NANOTAO_OK` or `NANOTAO_INVALID_STRUCT_SIZE`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nanotao_get_subnet_terms(
    tao_emission: *const U96F32,
    price: *const U64F64,
    alpha_issuance: u64,
    root_proportion: *const U96F32,
    terms: *mut SubnetTerms,
) -> Status {
    status(|| {
        // SAFETY: the caller's promise, as the header states it.
        let (emission, price, proportion, terms) = unsafe {
            let terms = Place::of_struct(terms)?;
            (memory::get(tao_emission)?, memory::get(price)?, memory::get(root_proportion)?, terms)
        };
        let issuance = AlphaBalance(alpha_issuance);
        let core = CoreTerms::new(emission.to_core(), price.to_core(), issuance, proportion.to_core());
        terms.set(SubnetTerms {
            struct_size: SubnetTerms::STRUCT_SIZE,
            reserved: 0,
            alpha_emission: core.alpha_emission.into(),
            root_proportion: core.root_proportion.into(),
            alpha_wanted: core.alpha_wanted.into(),
            alpha_injection_cap: core.alpha_injection_cap.into(),
            tao_in: core.tao_in.into(),
            alpha_in: core.alpha_in.into(),
            alpha_out: core.alpha_out.into(),
            excess_tao: core.excess_tao.into(),
        });
        Ok(())
    })
}

/// Computes `SubnetMovingPrice` after a block (`update_moving_price`).
///
/// - `moving_alpha`: in, `SubnetMovingAlpha`.
/// - `first_emission_block`: in, `FirstEmissionBlockNumber`; 0 if none is stored.
/// - `halving_blocks`: in, `EMAPriceHalvingBlocks`.
/// - `current`: in, the moving price of `nanotao_moving_alpha_price`.
/// - `block`, `price`: in.
/// - `moving_price`: out.
///
/// Returns `NANOTAO_OK`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nanotao_update_moving_price(
    moving_alpha: *const I96F32,
    first_emission_block: u64,
    halving_blocks: u64,
    current: *const U64F64,
    block: u64,
    price: *const U64F64,
    moving_price: *mut I96F32,
) -> Status {
    status(|| {
        // SAFETY: the caller's promise, as the header states it.
        let (alpha, current, price, moving_price) = unsafe {
            let (alpha, current) = (memory::get(moving_alpha)?, memory::get(current)?);
            (alpha, current, memory::get(price)?, Place::new(moving_price)?)
        };
        let moving = MovingPrice {
            moving_alpha: alpha.to_core(),
            first_emission_block,
            halving_blocks,
            current: current.to_core(),
        };
        moving_price.set(moving.update(block, price.to_core()).into());
        Ok(())
    })
}

/// How a block's alpha for participants is divided, before it is rounded down.
#[derive(Clone, Copy)]
#[repr(C)]
pub struct PendingSplit {
    /// `sizeof(nanotao_pending_split)`.
    pub struct_size: u32,
    /// 0.
    pub reserved: u32,
    /// The subnet owner's.
    pub owner_cut: U96F32,
    /// What the others share.
    pub shared: U96F32,
    /// The miners'.
    pub server: U96F32,
    /// Root's.
    pub root_alpha: U96F32,
    /// The validators'.
    pub validator: U96F32,
}

// SAFETY: `repr(C)`, integers only, the size first.
unsafe impl Sized32 for PendingSplit {}

/// Divides a block's alpha for participants (`emit_to_subnets`).
///
/// - `alpha_out`: in.
/// - `owner_cut`: in, `SubnetOwnerCut` as a part of one; NULL where it is not enabled.
/// - `root_proportion`: in.
/// - `split`: out.
///
/// Returns `NANOTAO_OK` or `NANOTAO_INVALID_STRUCT_SIZE`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nanotao_split_pending(
    alpha_out: *const U96F32,
    owner_cut: *const U96F32,
    root_proportion: *const U96F32,
    split: *mut PendingSplit,
) -> Status {
    status(|| {
        // SAFETY: the caller's promise, as the header states it.
        let (alpha_out, owner_cut, proportion, split) = unsafe {
            let cut = if owner_cut.is_null() { None } else { Some(memory::get(owner_cut)?.to_core()) };
            (memory::get(alpha_out)?, cut, memory::get(root_proportion)?, Place::of_struct(split)?)
        };
        let core = CoreSplit::new(alpha_out.to_core(), owner_cut, proportion.to_core());
        split.set(PendingSplit {
            struct_size: PendingSplit::STRUCT_SIZE,
            reserved: 0,
            owner_cut: core.owner_cut.into(),
            shared: core.shared.into(),
            server: core.server.into(),
            root_alpha: core.root_alpha.into(),
            validator: core.validator.into(),
        });
        Ok(())
    })
}

/// What is set aside for the next epoch of a subnet, in alpha's smallest unit.
#[derive(Clone, Copy)]
#[repr(C)]
pub struct Pending {
    /// `PendingServerEmission`.
    pub server: u64,
    /// `PendingValidatorEmission`.
    pub validator: u64,
    /// `PendingRootAlphaDivs`.
    pub root_alpha: u64,
    /// `PendingOwnerCut`.
    pub owner_cut: u64,
}

/// Sets a block's alpha aside, rounded down (`emit_to_subnets`).
///
/// - `split`: in, of `nanotao_split_pending`.
/// - `root_sell_flag`: in, 1 or 0, of `nanotao_get_network_root_sell_flag`.
/// - `pending`: in and out.
/// - `recycled`: out, root's alpha where it is not sold.
///
/// Returns `NANOTAO_OK` or `NANOTAO_INVALID_...`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nanotao_add_pending(
    split: *const PendingSplit,
    root_sell_flag: u32,
    pending: *mut Pending,
    recycled: *mut u64,
) -> Status {
    status(|| {
        // SAFETY: the caller's promise, as the header states it.
        let (split, found, pending, recycled) = unsafe {
            (memory::get_struct(split)?, memory::get(pending)?, Place::new(pending)?, Place::new(recycled)?)
        };
        let split = CoreSplit {
            owner_cut: split.owner_cut.to_core(),
            shared: split.shared.to_core(),
            server: split.server.to_core(),
            root_alpha: split.root_alpha.to_core(),
            validator: split.validator.to_core(),
        };
        let mut core = CorePending {
            server: AlphaBalance(found.server),
            validator: AlphaBalance(found.validator),
            root_alpha: AlphaBalance(found.root_alpha),
            owner_cut: AlphaBalance(found.owner_cut),
        };
        let left = split.add_to(&mut core, flag(root_sell_flag)?);
        recycled.set(left.0);
        let CorePending { server, validator, root_alpha, owner_cut } = core;
        let (server, validator, root_alpha) = (server.0, validator.0, root_alpha.0);
        pending.set(Pending { server, validator, root_alpha, owner_cut: owner_cut.0 });
        Ok(())
    })
}
