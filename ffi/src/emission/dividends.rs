//! Dividends of an epoch: between a hotkey and its parents, and between alpha and root.

use nanotao::emission::{
    Childkey as CoreChildkey, DividendDistribution, HotkeyDividend as CoreHotkey, Parent as CoreParent,
    ParentChildDividends, Stake as CoreStake, TakeSplit, Withheld,
};
use nanotao::{AlphaBalance, TaoBalance, fixed};

use crate::epoch::input::profile;
use crate::fault::{Fault, status};
use crate::fixed::{I64F64, U96F32};
use crate::memory::{self, Place, Scratch, Sized32, apart, bounds, flag};
use crate::status::Status;

/// The stake of a hotkey.
#[derive(Clone, Copy)]
#[repr(C)]
pub struct Stake {
    /// On the subnet, in alpha's smallest unit.
    pub alpha: u64,
    /// On root, in rao.
    pub root: u64,
}

impl Stake {
    fn to_core(self) -> CoreStake {
        CoreStake { alpha: AlphaBalance(self.alpha), root: TaoBalance(self.root) }
    }
}

/// A hotkey that lends stake to another.
#[derive(Clone, Copy)]
#[repr(C)]
pub struct Parent {
    /// The part of its stake that it lends, of 2^64 - 1.
    pub proportion: u64,
    /// Its own stake.
    pub stake: Stake,
    /// Whether parent and child belong to one coldkey, so that no take is due: 1 or 0.
    pub same_owner: u32,
    /// Whether it is suspended as a parent (spec 475): 1 or 0.
    pub suspended: u32,
}

impl Parent {
    fn to_core(self) -> Result<CoreParent, Fault> {
        Ok(CoreParent {
            proportion: self.proportion,
            stake: self.stake.to_core(),
            same_owner: flag(self.same_owner)?,
            suspended: flag(self.suspended)?,
        })
    }
}

/// A hotkey, and whom it borrows from and lends to.
#[derive(Clone, Copy)]
#[repr(C)]
pub struct Childkey {
    /// `sizeof(nanotao_childkey)`.
    pub struct_size: u32,
    /// Its take from what it borrows, of 65535.
    pub take: u16,
    /// Whether it is suspended (spec 475): 1 or 0.
    pub suspended: u16,
    /// Its own stake.
    pub stake: Stake,
    /// The parts of its stake that it lends to children, of 2^64 - 1 each.
    pub children: *const u64,
    /// How many there are.
    pub children_len: usize,
    /// Its parents.
    pub parents: *const Parent,
    /// How many there are.
    pub parents_len: usize,
}

// SAFETY: `repr(C)`, integers and pointers only, the size first.
unsafe impl Sized32 for Childkey {}

impl Childkey {
    /// The hotkey as the core has it.
    ///
    /// # Safety
    /// As [`memory::slice`], for both lists.
    unsafe fn as_core<'a>(&self, scratch: &mut Scratch<'a>) -> Result<CoreChildkey<'a>, Fault> {
        // SAFETY: the caller's promise.
        let (children, parents) = unsafe {
            (memory::slice(self.children, self.children_len)?, memory::slice(self.parents, self.parents_len)?)
        };
        parents.iter().try_for_each(|parent| parent.to_core().map(|_| ()))?;
        let none =
            CoreParent { proportion: 0, stake: CoreStake::default(), same_owner: false, suspended: false };
        Ok(CoreChildkey {
            stake: self.stake.to_core(),
            take: self.take,
            children,
            // Every parent was read above.
            parents: scratch.list(parents.iter().map(|parent| parent.to_core().unwrap_or(none)))?,
            suspended: flag(self.suspended.into())?,
        })
    }
}

/// Divides a hotkey's dividends between itself and its parents (`get_parent_child_dividends_distribution`).
///
/// - `spec_version`: in, 425 or 475.
/// - `childkey`: in, the struct and its lists.
/// - `tao_weight`: in, `TaoWeight` as a part of one.
/// - `ck_burn`: in, `CKBurn` as a part of one.
/// - `dividends`: in, in alpha's smallest unit.
/// - `paid`: out, as many elements as there are parents: what each gets.
/// - `own`: out, what the hotkey keeps, its take among it.
/// - `recycled`: out.
/// - `memory`, `memory_len`: working memory, in words of 64 bits; see `nanotao_emission_words`, for as many as there are
///   parents.
///
/// Returns `NANOTAO_OK`, `NANOTAO_UNKNOWN_RULES`, `NANOTAO_EPOCH_MEMORY`, `NANOTAO_OVERLAP` or `NANOTAO_INVALID_...`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nanotao_parent_child_dividends(
    spec_version: u32,
    childkey: *const Childkey,
    tao_weight: *const U96F32,
    ck_burn: *const U96F32,
    dividends: u64,
    paid: *mut u64,
    own: *mut u64,
    recycled: *mut u64,
    memory: *mut u64,
    memory_len: usize,
) -> Status {
    status(|| {
        let profile = profile(spec_version)?;
        // SAFETY: the caller's promise, as the header states it; what is written is apart from what is read.
        let (child, weight, burn, paid, own, recycled) = unsafe {
            let childkey = memory::get_struct(childkey)?;
            let len = childkey.parents_len;
            let read = [bounds(childkey.children, childkey.children_len), bounds(childkey.parents, len)];
            apart(&[bounds(paid, len), bounds(memory, memory_len)], &read)?;
            let mut scratch = Scratch::new(memory, memory_len)?;
            let (weight, burn) = (memory::get(tao_weight)?, memory::get(ck_burn)?);
            let paid = memory::slice_mut(paid, len)?;
            let (own, recycled) = (Place::new(own)?, Place::new(recycled)?);
            (childkey.as_core(&mut scratch)?, weight, burn, paid, own, recycled)
        };
        let (weight, burn) = (weight.to_core(), burn.to_core());
        let core = ParentChildDividends::new(&profile, child, weight, burn, AlphaBalance(dividends));
        paid.fill(0);
        for parent in core.parents() {
            if let Some(cell) = paid.get_mut(parent.index) {
                *cell = parent.paid.0;
            }
        }
        own.set(core.own().0);
        recycled.set(core.recycled().0);
        Ok(())
    })
}

/// Tells the stake that a hotkey has with what it borrows, and without what it lends (`get_inherited_for_hotkey_on_subnet`), and
/// what that weighs.
///
/// - `spec_version`, `childkey`, `tao_weight`: in, as for `nanotao_parent_child_dividends`.
/// - `inherited`: out.
/// - `total_stake`: out, as an epoch takes it, for a subnet other than root.
/// - `self_contribution`: out, what is left of its own stake, weighed, in whole units.
/// - `memory`, `memory_len`: working memory, in words of 64 bits; see `nanotao_emission_words`, for as many as there are
///   parents.
///
/// Returns as `nanotao_parent_child_dividends`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nanotao_inherited_stake(
    spec_version: u32,
    childkey: *const Childkey,
    tao_weight: *const U96F32,
    inherited: *mut Stake,
    total_stake: *mut I64F64,
    self_contribution: *mut u64,
    memory: *mut u64,
    memory_len: usize,
) -> Status {
    status(|| {
        let profile = profile(spec_version)?;
        // SAFETY: the caller's promise, as the header states it; what is written is apart from what is read.
        let (child, weight, inherited, total, own) = unsafe {
            let childkey = memory::get_struct(childkey)?;
            let children = bounds(childkey.children, childkey.children_len);
            apart(
                &[bounds(memory, memory_len)],
                &[children, bounds(childkey.parents, childkey.parents_len)],
            )?;
            let mut scratch = Scratch::new(memory, memory_len)?;
            let (inherited, total) = (Place::new(inherited)?, Place::new(total_stake)?);
            let (weight, own) = (memory::get(tao_weight)?.to_core(), Place::new(self_contribution)?);
            (childkey.as_core(&mut scratch)?, weight, inherited, total, own)
        };
        let core = child.inherited(&profile);
        inherited.set(Stake { alpha: core.alpha.0, root: core.root.0 });
        total.set(child.total_stake(&profile, weight).into());
        own.set(child.self_contribution(&profile, weight));
        Ok(())
    })
}

/// A hotkey's part in a subnet's dividends.
#[derive(Clone, Copy)]
#[repr(C)]
pub struct HotkeyDividend {
    /// What the distribution between parents and children gave it.
    pub dividend: U96F32,
    /// Its stake.
    pub stake: Stake,
    /// Whether it has a uid on root: 1 or 0.
    pub root_uid: u32,
    /// 0.
    pub reserved: u32,
}

impl HotkeyDividend {
    fn to_core(self) -> Result<CoreHotkey, Fault> {
        let (dividend, stake) = (self.dividend.to_core(), self.stake.to_core());
        Ok(CoreHotkey { dividend, stake, root_uid: flag(self.root_uid)? })
    }
}

/// What a hotkey gets, in alpha's smallest unit, before it is rounded down.
#[derive(Clone, Copy)]
#[repr(C)]
pub struct HotkeyShare {
    /// Its dividend, as far as its alpha goes.
    pub alpha_divs: U96F32,
    /// Its dividend, as far as its stake on root goes.
    pub root_divs: U96F32,
    /// Its part of the validators' alpha.
    pub alpha_dividends: U96F32,
    /// Its part of root's alpha.
    pub root_alpha_dividends: U96F32,
}

/// Divides a subnet's dividends between hotkeys (`calculate_dividend_distribution`).
///
/// - `spec_version`: in, 425 or 475.
/// - `pending_alpha`, `pending_root_alpha`: in, in alpha's smallest unit.
/// - `tao_weight`: in, `TaoWeight` as a part of one.
/// - `hotkeys`, `len`: in, in the order of their accounts.
/// - `shares`: out, `len` elements.
/// - `root_recycled`: out, root's alpha if no hotkey gets any of it.
/// - `memory`, `memory_len`: working memory, in words of 64 bits; see `nanotao_emission_words`.
///
/// Returns as `nanotao_parent_child_dividends`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nanotao_dividend_distribution(
    spec_version: u32,
    pending_alpha: u64,
    pending_root_alpha: u64,
    tao_weight: *const U96F32,
    hotkeys: *const HotkeyDividend,
    len: usize,
    shares: *mut HotkeyShare,
    root_recycled: *mut u64,
    memory: *mut u64,
    memory_len: usize,
) -> Status {
    status(|| {
        let profile = profile(spec_version)?;
        apart(&[bounds(shares, len), bounds(memory, memory_len)], &[bounds(hotkeys, len)])?;
        // SAFETY: the caller's promise, as the header states it; what is written is apart from what is read.
        let (weight, hotkeys, shares, recycled, mut scratch) = unsafe {
            let (hotkeys, shares) = (memory::slice(hotkeys, len)?, memory::slice_mut(shares, len)?);
            let scratch = Scratch::new(memory, memory_len)?;
            (memory::get(tao_weight)?, hotkeys, shares, Place::new(root_recycled)?, scratch)
        };
        hotkeys.iter().try_for_each(|hotkey| hotkey.to_core().map(|_| ()))?;
        let none = CoreHotkey { dividend: fixed::U96F32::ZERO, stake: CoreStake::default(), root_uid: false };
        // Every hotkey was read above.
        let hotkeys = scratch.list(hotkeys.iter().map(|hotkey| hotkey.to_core().unwrap_or(none)))?;
        let (alpha, root) = (AlphaBalance(pending_alpha), AlphaBalance(pending_root_alpha));
        let core = DividendDistribution::new(&profile, alpha, root, weight.to_core(), hotkeys);
        for (cell, hotkey) in shares.iter_mut().zip(hotkeys.iter()) {
            let share = core.share(hotkey);
            *cell = HotkeyShare {
                alpha_divs: share.alpha_divs.into(),
                root_divs: share.root_divs.into(),
                alpha_dividends: share.alpha_dividends.into(),
                root_alpha_dividends: share.root_alpha_dividends.into(),
            };
        }
        recycled.set(core.root_recycled(hotkeys).0);
        Ok(())
    })
}

/// Divides a hotkey's dividends between its take and its nominators (`distribute_dividends_and_incentives`).
///
/// - `take`: in, of 65535.
/// - `dividends`: in.
/// - `taken`, `nominators`: out, in whole units, each rounded down.
///
/// Returns `NANOTAO_OK`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nanotao_split_take(
    take: u16,
    dividends: *const U96F32,
    taken: *mut u64,
    nominators: *mut u64,
) -> Status {
    status(|| {
        // SAFETY: the caller's promise, as the header states it.
        let (dividends, taken, nominators) =
            unsafe { (memory::get(dividends)?, Place::new(taken)?, Place::new(nominators)?) };
        let split = TakeSplit::new(take, dividends.to_core());
        taken.set(split.take.0);
        nominators.set(split.nominators.0);
        Ok(())
    })
}

/// Withholds the incentives of the subnet owner's hotkeys (`distribute_dividends_and_incentives`), and tells which part of all
/// that is.
///
/// - `incentives`, `len`: in, in alpha's smallest unit.
/// - `owned`: in, `len` elements: 1 for a hotkey of the subnet's owner, else 0.
/// - `paid`: out, `len` elements.
/// - `miner_burned`: out, `SubnetMinerBurned` from then on.
///
/// Returns `NANOTAO_OK`, `NANOTAO_OVERLAP` or `NANOTAO_INVALID_...`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nanotao_withhold_incentives(
    incentives: *const u64,
    owned: *const u8,
    len: usize,
    paid: *mut u64,
    miner_burned: *mut U96F32,
) -> Status {
    status(|| {
        apart(&[bounds(paid, len)], &[bounds(incentives, len), bounds(owned, len)])?;
        // SAFETY: the caller's promise, as the header states it; what is written is apart from what is read.
        let (incentives, owned, paid, burned) = unsafe {
            let (incentives, owned) = (memory::slice(incentives, len)?, memory::flags(owned, len)?);
            (incentives, owned, memory::slice_mut(paid, len)?, Place::new(miner_burned)?)
        };
        let mut withheld = Withheld::default();
        for (cell, (incentive, owned)) in paid.iter_mut().zip(incentives.iter().zip(owned)) {
            *cell = withheld.add(AlphaBalance(*incentive), *owned).0;
        }
        burned.set(withheld.miner_burned().into());
        Ok(())
    })
}
