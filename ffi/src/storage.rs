//! Storage keys of the runtime.

use core::ffi::c_char;

use nanotao::call::SpecVersion;
use nanotao::storage::{Item, Storage, StorageHasher};

use crate::fault::{Fault, status, status_at};
use crate::memory::{self, Output, bounds, extent};
use crate::status::{NANOTAO_INVALID_LENGTH, Status};

/// Most keys of a storage item.
const MAX_KEYS: usize = 6;

/// Writes the storage key of an item, for whoever reads the chain's state.
///
/// - `spec_version`: in; not every one has its storage described here.
/// - `pallet`, `pallet_len`, `item`, `item_len`: in, texts: `SubtensorModule`, `Tempo`.
/// - `keys`: in, the item's keys, each in SCALE, one behind another.
/// - `ends`, `count`: in, for each key, where it ends. With fewer keys than the item has, what comes out is the prefix of all
///   that begin so.
/// - `key`, `cap`, `len`: out.
/// - `position`: out, the key at fault; may be NULL.
///
/// Returns `NANOTAO_OK`, `NANOTAO_BUFFER_TOO_SMALL`, `NANOTAO_CALL_UNKNOWN_SPEC`, `NANOTAO_STORAGE_...` or
/// `NANOTAO_INVALID_...`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nanotao_storage_key(
    spec_version: u32,
    pallet: *const c_char,
    pallet_len: usize,
    item: *const c_char,
    item_len: usize,
    keys: *const u8,
    ends: *const usize,
    count: usize,
    key: *mut u8,
    cap: usize,
    len: *mut usize,
    position: *mut usize,
) -> Status {
    let run = || {
        // SAFETY: the caller's promise, as the header states it.
        let (pallet, item, ends, mut out) = unsafe {
            let (pallet, item) = (memory::text(pallet, pallet_len)?, memory::text(item, item_len)?);
            (pallet, item, memory::slice(ends, count)?, Output::new(key, cap, len)?)
        };
        let total = ends.last().copied().unwrap_or(0);
        // SAFETY: the caller's promise, as the header states it.
        let bytes = unsafe { memory::slice(keys, total) }?;
        out.apart_from(&[
            extent(bytes),
            extent(ends),
            bounds(pallet.as_ptr(), pallet_len),
            bounds(item.as_ptr(), item_len),
        ])?;
        let mut list: [&[u8]; MAX_KEYS] = [&[]; MAX_KEYS];
        let list = list.get_mut(..count).ok_or(Fault::at(NANOTAO_INVALID_LENGTH, MAX_KEYS))?;
        let mut start = 0;
        for ((index, end), cell) in ends.iter().enumerate().zip(list.iter_mut()) {
            *cell = bytes.get(start..*end).ok_or(Fault::at(NANOTAO_INVALID_LENGTH, index))?;
            start = *end;
        }
        let storage = Storage::of(SpecVersion::new(spec_version)?)?;
        let found = storage.item(pallet, item)?;
        let hashes = found.keys().take(count).fold(0_usize, |sum, (hasher, _)| {
            sum.saturating_add(match hasher {
                StorageHasher::Identity => 0,
                StorageHasher::Twox64Concat => 8,
                StorageHasher::Blake2_128Concat => 16,
            })
        });
        let needed = Item::PREFIX_LEN.saturating_add(hashes).saturating_add(total);
        found.key(list, out.buffer(needed)?)?;
        out.set_len(needed);
        Ok(())
    };
    // SAFETY: the caller's promise, as the header states it.
    unsafe { status_at(position, run) }
}

/// Writes a constant of the runtime (`Balances`, `ExistentialDeposit`) in SCALE: an integer's bytes, the lowest first.
///
/// - `spec_version`: in; not every one has its constants described here.
/// - `pallet`, `pallet_len`, `name`, `name_len`: in, texts.
/// - `value`, `cap`, `len`: out.
///
/// Returns `NANOTAO_OK`, `NANOTAO_BUFFER_TOO_SMALL`, `NANOTAO_CALL_UNKNOWN_SPEC`, `NANOTAO_STORAGE_...` or
/// `NANOTAO_INVALID_TEXT`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nanotao_constant(
    spec_version: u32,
    pallet: *const c_char,
    pallet_len: usize,
    name: *const c_char,
    name_len: usize,
    value: *mut u8,
    cap: usize,
    len: *mut usize,
) -> Status {
    status(|| {
        // SAFETY: the caller's promise, as the header states it.
        let (pallet, name, mut out) = unsafe {
            let (pallet, name) = (memory::text(pallet, pallet_len)?, memory::text(name, name_len)?);
            (pallet, name, Output::new(value, cap, len)?)
        };
        out.apart_from(&[bounds(pallet.as_ptr(), pallet_len), bounds(name.as_ptr(), name_len)])?;
        let hex = Storage::of(SpecVersion::new(spec_version)?)?.constant(pallet, name)?;
        let digits = hex.bytes().filter_map(|digit| char::from(digit).to_digit(16));
        let (pairs, needed) = (digits.clone().step_by(2).zip(digits.skip(1).step_by(2)), hex.len() / 2);
        let to = out.buffer(needed)?;
        to.iter_mut().zip(pairs).for_each(|(byte, (high, low))| *byte = (high << 4 | low) as u8);
        out.set_len(needed);
        Ok(())
    })
}
