//! Cards to read only: of calls, and of extrinsics that were signed elsewhere.

use core::ffi::c_char;

use nanotao::call::SpecVersion;
use nanotao::display::Reading;
use nanotao::metadata::{Described, Table};

use super::page::Page;
use super::texts;
use crate::fault::{Fault, status_at};
use crate::memory::{self, Output, Place, extent};
use crate::status::{NANOTAO_CARD_OUT_OF_ORDER, Status};

/// Counts the cards of a call, to read: it is decoded to its last byte by the table of a spec version. Nothing leads from
/// here to a signature.
///
/// - `spec_version`: in.
/// - `call`, `call_len`: in.
/// - `card_count`: out.
/// - `position`: out, the byte or the list element at fault; may be NULL.
///
/// Returns `NANOTAO_OK`, `NANOTAO_SCALE_...`, `NANOTAO_CHAIN_...` or `NANOTAO_CALL_...`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nanotao_call_cards(
    spec_version: u32,
    call: *const u8,
    call_len: usize,
    card_count: *mut usize,
    position: *mut usize,
) -> Status {
    // SAFETY: the caller's promise, as the header states it.
    unsafe {
        status_at(position, || {
            count(memory::slice(call, call_len)?, card_count, |call| read(spec_version, call))
        })
    }
}

/// Writes the texts of one card of a call, in any order.
///
/// - `spec_version`, `call`, `call_len`: in.
/// - `index`: in, from 0.
/// - `label`, `label_cap`, `label_len`: out, a text: what the card is about.
/// - `value`, `value_cap`, `value_len`: out, a text: what it says.
/// - `position`: out, the byte or the list element at fault, or the number of cards; may be NULL.
///
/// Returns as `nanotao_call_cards`, `NANOTAO_BUFFER_TOO_SMALL` (both lengths are told), or `NANOTAO_CARD_OUT_OF_ORDER` if
/// there is no such card.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nanotao_call_card(
    spec_version: u32,
    call: *const u8,
    call_len: usize,
    index: usize,
    label: *mut c_char,
    label_cap: usize,
    label_len: *mut usize,
    value: *mut c_char,
    value_cap: usize,
    value_len: *mut usize,
    position: *mut usize,
) -> Status {
    // SAFETY: the caller's promise, as the header states it.
    unsafe {
        status_at(position, || {
            let page = Page::new((label, label_cap, label_len), (value, value_cap, value_len))?;
            write(memory::slice(call, call_len)?, index, page, |call| read(spec_version, call))
        })
    }
}

/// Writes all cards of a call at once, for whoever has the room: this takes time in proportion to their number, where
/// `nanotao_call_card` goes through the call anew for each.
///
/// - `spec_version`, `call`, `call_len`: in.
/// - `texts`, `cap`, `len`: out, for each card its label and its value, every one with a NUL after it.
/// - `position`: out, the byte or the list element at fault; may be NULL.
///
/// Returns as `nanotao_call_cards`, or `NANOTAO_BUFFER_TOO_SMALL`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nanotao_call_texts(
    spec_version: u32,
    call: *const u8,
    call_len: usize,
    texts: *mut u8,
    cap: usize,
    len: *mut usize,
    position: *mut usize,
) -> Status {
    // SAFETY: the caller's promise, as the header states it.
    unsafe {
        status_at(position, || {
            let out = Output::new(texts, cap, len)?;
            write_all(memory::slice(call, call_len)?, out, |call| read(spec_version, call))
        })
    }
}

/// Counts the cards of a signed extrinsic, to read. The signature is not verified: `nanotao_extrinsic_payload` and
/// `nanotao_signature_verify` do that.
///
/// - `spec_version`: in.
/// - `extrinsic`, `extrinsic_len`: in.
/// - `card_count`: out.
/// - `position`: out; may be NULL: the byte of the extrinsic at fault, or what is at fault in the call, whose bytes count
///   from its own first one, which `nanotao_extrinsic_parse` tells.
///
/// Returns as `nanotao_call_cards`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nanotao_extrinsic_cards(
    spec_version: u32,
    extrinsic: *const u8,
    extrinsic_len: usize,
    card_count: *mut usize,
    position: *mut usize,
) -> Status {
    // SAFETY: the caller's promise, as the header states it.
    unsafe {
        status_at(position, || {
            count(memory::slice(extrinsic, extrinsic_len)?, card_count, |bytes| {
                read_extrinsic(spec_version, bytes)
            })
        })
    }
}

/// Writes the texts of one card of a signed extrinsic, in any order.
///
/// - `spec_version`, `extrinsic`, `extrinsic_len`: in.
/// - `index`, `label`, `value` with their rooms and lengths, `position`: as for `nanotao_call_card`.
///
/// Returns as `nanotao_call_card`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nanotao_extrinsic_card(
    spec_version: u32,
    extrinsic: *const u8,
    extrinsic_len: usize,
    index: usize,
    label: *mut c_char,
    label_cap: usize,
    label_len: *mut usize,
    value: *mut c_char,
    value_cap: usize,
    value_len: *mut usize,
    position: *mut usize,
) -> Status {
    // SAFETY: the caller's promise, as the header states it.
    unsafe {
        status_at(position, || {
            let page = Page::new((label, label_cap, label_len), (value, value_cap, value_len))?;
            let extrinsic = memory::slice(extrinsic, extrinsic_len)?;
            write(extrinsic, index, page, |bytes| read_extrinsic(spec_version, bytes))
        })
    }
}

/// Writes all cards of a signed extrinsic at once, as `nanotao_call_texts` does.
///
/// - `spec_version`, `extrinsic`, `extrinsic_len`: in.
/// - `texts`, `cap`, `len`: out, for each card its label and its value, every one with a NUL after it.
/// - `position`: out; may be NULL: as for `nanotao_extrinsic_cards`.
///
/// Returns as `nanotao_call_texts`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nanotao_extrinsic_texts(
    spec_version: u32,
    extrinsic: *const u8,
    extrinsic_len: usize,
    texts: *mut u8,
    cap: usize,
    len: *mut usize,
    position: *mut usize,
) -> Status {
    // SAFETY: the caller's promise, as the header states it.
    unsafe {
        status_at(position, || {
            let out = Output::new(texts, cap, len)?;
            write_all(memory::slice(extrinsic, extrinsic_len)?, out, |bytes| {
                read_extrinsic(spec_version, bytes)
            })
        })
    }
}

fn read(spec_version: u32, call: &[u8]) -> Result<Reading<'_>, Fault> {
    let table = Table::of(SpecVersion::new(spec_version)?);
    Ok(Reading::of_call(Described::Table(table, call))?)
}

fn read_extrinsic(spec_version: u32, extrinsic: &[u8]) -> Result<Reading<'_>, Fault> {
    Ok(Reading::of_extrinsic(SpecVersion::new(spec_version)?, extrinsic)?)
}

/// # Safety
/// As [`Place::new`].
unsafe fn count<'a>(
    bytes: &'a [u8],
    card_count: *mut usize,
    read: impl FnOnce(&'a [u8]) -> Result<Reading<'a>, Fault>,
) -> Result<(), Fault> {
    // SAFETY: the caller's promise.
    let place = unsafe { Place::new(card_count) }?;
    place.set(read(bytes)?.len());
    Ok(())
}

fn write<'a>(
    bytes: &'a [u8],
    index: usize,
    mut page: Page,
    read: impl FnOnce(&'a [u8]) -> Result<Reading<'a>, Fault>,
) -> Result<(), Fault> {
    page.apart_from(&[extent(bytes)])?;
    let mut reading = read(bytes)?;
    if let Some(card) = reading.get(index) {
        return page.write(&card);
    }
    Err(Fault::at(NANOTAO_CARD_OUT_OF_ORDER, reading.len()))
}

fn write_all<'a>(
    bytes: &'a [u8],
    mut out: Output<u8>,
    read: impl FnOnce(&'a [u8]) -> Result<Reading<'a>, Fault>,
) -> Result<(), Fault> {
    out.apart_from(&[extent(bytes)])?;
    let mut reading = read(bytes)?;
    texts::write(&mut out, |each| {
        let mut index = 0_usize;
        while let Some(card) = reading.get(index) {
            each(&card);
            index = index.saturating_add(1);
        }
    })
}
