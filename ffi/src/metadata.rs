//! Metadata proofs (RFC-78), and calls taken apart item by item.

use core::ffi::c_char;

use nanotao::call::SpecVersion;
use nanotao::metadata::{Decoded, Described, Item as CoreItem, Proof, Table};

use crate::display::Subject;
use crate::fault::{Fault, status_at};
use crate::memory::{self, Output, Place, Sized32, extent};
use crate::status::{NANOTAO_INVALID_LENGTH, NANOTAO_NO_ITEM, Status};
use crate::text;

/// What a metadata proof leads to. Set `struct_size`; the rest is written.
#[derive(Clone, Copy)]
#[repr(C)]
pub struct ProofInfo {
    /// `sizeof(nanotao_proof_info)`.
    pub struct_size: u32,
    /// The runtime's `spec_version`.
    pub spec_version: u32,
    /// The digest, which a payload signs as its metadata hash.
    pub digest: [u8; 32],
    /// Where the runtime's `spec_name` begins in the proof, a text.
    pub spec_name_offset: u32,
    /// Bytes of the name.
    pub spec_name_len: u32,
    /// Where the token's symbol begins in the proof, a text.
    pub token_symbol_offset: u32,
    /// Bytes of the symbol.
    pub token_symbol_len: u32,
    /// Number of types and variants that the proof describes.
    pub leaves: u32,
    /// The prefix of the chain's addresses.
    pub base58_prefix: u16,
    /// Decimals of its token.
    pub decimals: u8,
    /// 0.
    pub reserved: u8,
}

// SAFETY: `repr(C)`, integers only, the size first.
unsafe impl Sized32 for ProofInfo {}

/// Reads a metadata proof and computes its digest (`MetadataDigest::V1` of RFC-78).
///
/// - `proof`, `proof_len`: in.
/// - `info`: in, its `struct_size`; out, the rest.
/// - `position`: out, the byte, leaf or type at fault; may be NULL.
///
/// Returns `NANOTAO_OK` or `NANOTAO_METADATA_...`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nanotao_proof_parse(
    proof: *const u8,
    proof_len: usize,
    info: *mut ProofInfo,
    position: *mut usize,
) -> Status {
    let run = || {
        // SAFETY: the caller's promise, as the header states it.
        let (bytes, place) = unsafe { (memory::slice(proof, proof_len)?, Place::of_struct(info)?) };
        let found = Proof::parse(bytes)?;
        let extra = found.extra_info();
        let number = |number: usize| u32::try_from(number).map_err(|_| NANOTAO_INVALID_LENGTH);
        // The texts lie within the proof.
        let offset = |text: &str| number(text.as_ptr().addr().wrapping_sub(bytes.as_ptr().addr()));
        place.set(ProofInfo {
            struct_size: ProofInfo::STRUCT_SIZE,
            spec_version: extra.spec_version,
            digest: found.digest().0,
            spec_name_offset: offset(extra.spec_name)?,
            spec_name_len: number(extra.spec_name.len())?,
            token_symbol_offset: offset(extra.token_symbol)?,
            token_symbol_len: number(extra.token_symbol.len())?,
            leaves: number(found.leaves_len())?,
            base58_prefix: extra.base58_prefix,
            decimals: extra.decimals,
            reserved: 0,
        });
        Ok(())
    };
    // SAFETY: the caller's promise, as the header states it.
    unsafe { status_at(position, run) }
}

/// What an item is: one of the constants `NANOTAO_ITEM_...`.
pub type ItemKind = u32;

/// 0 or 1, in `low`.
pub const NANOTAO_ITEM_BOOL: ItemKind = 1;
/// A Unicode scalar value, in `low`.
pub const NANOTAO_ITEM_CHAR: ItemKind = 2;
/// UTF-8, at `data_offset`.
pub const NANOTAO_ITEM_TEXT: ItemKind = 3;
/// A number, in `low` and `high`.
pub const NANOTAO_ITEM_UNSIGNED: ItemKind = 4;
/// A number in two's complement of 128 bits, in `low` and `high`.
pub const NANOTAO_ITEM_SIGNED: ItemKind = 5;
/// A number of 256 bits, little-endian, at `data_offset`; `low` is 1 if it is in two's complement.
pub const NANOTAO_ITEM_WIDE: ItemKind = 6;
/// Bytes, at `data_offset`.
pub const NANOTAO_ITEM_BYTES: ItemKind = 7;
/// Numbers of 16 bits, little-endian, at `data_offset`; `data_len` counts them.
pub const NANOTAO_ITEM_U16S: ItemKind = 8;
/// Bits, in whole words at `data_offset`; `low` counts them, `data_len` the bytes.
pub const NANOTAO_ITEM_BITS: ItemKind = 9;
/// A list or array of `low` elements, which follow, deeper than this.
pub const NANOTAO_ITEM_LIST: ItemKind = 10;
/// The variant of an enumeration, called `name`; its fields follow, deeper than this.
pub const NANOTAO_ITEM_VARIANT: ItemKind = 11;

/// A value in a call, or what stands for the values inside it. Set `struct_size`; the rest is written.
#[derive(Clone, Copy)]
#[repr(C)]
pub struct Item {
    /// `sizeof(nanotao_item)`.
    pub struct_size: u32,
    /// `NANOTAO_ITEM_...`: says which of the fields count.
    pub kind: ItemKind,
    /// A number's lower 64 bits.
    pub low: u64,
    /// A number's upper 64 bits.
    pub high: u64,
    /// How deep the item lies.
    pub depth: u32,
    /// Where its bytes begin in the input.
    pub offset: u32,
    /// Where a text, bytes or a list begin in the input, behind their length.
    pub data_offset: u32,
    /// How many bytes or elements they have.
    pub data_len: u32,
    /// The name of the item's type, as `TaoBalance`; not NUL-terminated. It lives as long as the library, or as the
    /// proof.
    pub type_name: *const c_char,
    /// Bytes of it; 0 if the type has no name.
    pub type_name_len: usize,
    /// The name of a variant, in the same way.
    pub name: *const c_char,
    /// Bytes of it.
    pub name_len: usize,
}

// SAFETY: `repr(C)`, the size first; the pointers are only written.
unsafe impl Sized32 for Item {}

impl Item {
    /// `end` is where the item's own bytes end in the input.
    fn new(decoded: Decoded<'_>, end: usize) -> Result<Self, Fault> {
        let number = |number: usize| u32::try_from(number).map_err(|_| NANOTAO_INVALID_LENGTH);
        let (kind, value, data_len) = match decoded.item {
            CoreItem::Bool(flag) => (NANOTAO_ITEM_BOOL, flag.into(), 0),
            CoreItem::Char(character) => (NANOTAO_ITEM_CHAR, u32::from(character).into(), 0),
            CoreItem::Str(text) => (NANOTAO_ITEM_TEXT, 0, text.len()),
            CoreItem::Unsigned(number) => (NANOTAO_ITEM_UNSIGNED, number, 0),
            CoreItem::Signed(number) => (NANOTAO_ITEM_SIGNED, number as u128, 0),
            CoreItem::Wide { signed, bytes } => (NANOTAO_ITEM_WIDE, signed.into(), bytes.len()),
            CoreItem::Bytes(bytes) => (NANOTAO_ITEM_BYTES, 0, bytes.len()),
            CoreItem::U16s(list) => (NANOTAO_ITEM_U16S, 0, list.len()),
            CoreItem::Bits { len, words } => (NANOTAO_ITEM_BITS, len as u128, words.len()),
            CoreItem::List(len) => (NANOTAO_ITEM_LIST, len as u128, 0),
            CoreItem::Variant(_) => (NANOTAO_ITEM_VARIANT, 0, 0),
        };
        let name = if let CoreItem::Variant(name) = decoded.item { name } else { "" };
        let width = if kind == NANOTAO_ITEM_U16S { 2 } else { 1 };
        Ok(Self {
            struct_size: Self::STRUCT_SIZE,
            kind,
            low: value as u64,
            high: (value >> 64) as u64,
            depth: number(decoded.depth)?,
            offset: number(decoded.offset)?,
            data_offset: number(end.saturating_sub(data_len.saturating_mul(width)))?,
            data_len: number(data_len)?,
            type_name: decoded.type_name.as_ptr().cast(),
            type_name_len: decoded.type_name.len(),
            name: name.as_ptr().cast(),
            name_len: name.len(),
        })
    }
}

/// Takes one item of a call, in the order of its bytes, by the table of a spec version. Each call of this function decodes
/// from the start.
///
/// - `spec_version`: in.
/// - `call`, `call_len`: in.
/// - `index`: in, from 0.
/// - `item`: in, its `struct_size`; out, the rest.
/// - `path`, `path_cap`, `path_len`: out, a text: where the item lies, as `.SubtensorModule.add_stake.hotkey`, or
///   nothing for the call as a whole.
/// - `position`: out, the byte at fault, or the number of items; may be NULL.
///
/// Returns `NANOTAO_OK`, `NANOTAO_BUFFER_TOO_SMALL`, `NANOTAO_NO_ITEM` if there is none of that index,
/// `NANOTAO_CALL_UNKNOWN_SPEC`, `NANOTAO_METADATA_...` or `NANOTAO_SCALE_...`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nanotao_call_item(
    spec_version: u32,
    call: *const u8,
    call_len: usize,
    index: usize,
    item: *mut Item,
    path: *mut c_char,
    path_cap: usize,
    path_len: *mut usize,
    position: *mut usize,
) -> Status {
    let run = || {
        // SAFETY: the caller's promise, as the header states it.
        let (bytes, item, path) = unsafe {
            let path = Output::new(path.cast(), path_cap, path_len)?;
            (memory::slice(call, call_len)?, Place::of_struct(item)?, path)
        };
        path.apart_from(&[extent(bytes)])?;
        let table = Table::of(SpecVersion::new(spec_version)?);
        take(&Described::Table(table, bytes), index, item, path)
    };
    // SAFETY: the caller's promise, as the header states it.
    unsafe { status_at(position, run) }
}

/// As `nanotao_call_item`, for the call of a payload that a metadata proof describes. The payload is verified as a whole.
///
/// - `payload`, `payload_len`, `proof`, `proof_len`: in.
/// - `index`, `item`, `path` with its room and length, `position`: as for `nanotao_call_item`.
///
/// Returns as `nanotao_call_item` and `nanotao_review_init_by_proof`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nanotao_payload_item_by_proof(
    payload: *const u8,
    payload_len: usize,
    proof: *const u8,
    proof_len: usize,
    index: usize,
    item: *mut Item,
    path: *mut c_char,
    path_cap: usize,
    path_len: *mut usize,
    position: *mut usize,
) -> Status {
    let run = || {
        // SAFETY: the caller's promise, as the header states it.
        let (subject, item, path) = unsafe {
            let path = Output::new(path.cast(), path_cap, path_len)?;
            (Subject::new((payload, payload_len), Some((proof, proof_len)))?, Place::of_struct(item)?, path)
        };
        path.apart_from(&subject.extents())?;
        take(subject.verify()?.described(), index, item, path)
    };
    // SAFETY: the caller's promise, as the header states it.
    unsafe { status_at(position, run) }
}

fn take(
    described: &Described<'_>,
    index: usize,
    item: Place<Item>,
    mut path: Output<u8>,
) -> Result<(), Fault> {
    let mut decoder = described.decoder();
    let mut count = 0usize;
    while let Some(decoded) = decoder.next()? {
        if count == index {
            let made = Item::new(decoded, decoder.offset())?;
            text::write(&mut [(&mut path, &format_args!("{:#}", decoder.path(decoded.depth)))])?;
            item.set(made);
            return Ok(());
        }
        count = count.saturating_add(1);
    }
    Err(Fault::at(NANOTAO_NO_ITEM, count))
}
