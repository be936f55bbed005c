//! SCALE: compact integers. Everything else of it is little-endian bytes in their order.

use nanotao::scale::{Compact, Reader, Scale, Writer};

use crate::fault::{status, status_at};
use crate::memory::{self, Output, Place};
use crate::status::Status;

/// Bytes of the longest compact integer that `nanotao_compact_encode` writes.
pub const NANOTAO_COMPACT_MAX_LEN: usize = 9;

/// Writes a compact integer (`Compact<u64>`).
///
/// - `value`: in.
/// - `bytes`, `cap`, `len`: out.
///
/// Returns `NANOTAO_OK` or `NANOTAO_BUFFER_TOO_SMALL`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nanotao_compact_encode(
    value: u64,
    bytes: *mut u8,
    cap: usize,
    len: *mut usize,
) -> Status {
    status(|| {
        // SAFETY: the caller's promise, as the header states it.
        let mut out = unsafe { Output::new(bytes, cap, len)? };
        let value = Compact(value);
        let needed = value.encoded_len();
        value.encode(&mut Writer::new(out.buffer(needed)?))?;
        out.set_len(needed);
        Ok(())
    })
}

/// Reads a compact integer (`Compact<u64>`) from the front of some bytes.
///
/// - `bytes`, `bytes_len`: in.
/// - `value`: out.
/// - `used`: out, how many bytes it took; NULL if that is not wanted.
/// - `position`: out, the byte at fault; may be NULL.
///
/// Returns `NANOTAO_OK` or `NANOTAO_SCALE_...`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nanotao_compact_parse(
    bytes: *const u8,
    bytes_len: usize,
    value: *mut u64,
    used: *mut usize,
    position: *mut usize,
) -> Status {
    let run = || {
        // SAFETY: the caller's promise, as the header states it.
        let (bytes, value, used) =
            unsafe { (memory::slice(bytes, bytes_len)?, Place::new(value)?, Place::optional(used)?) };
        let mut input = Reader::new(bytes);
        let Compact(found) = Compact::<u64>::parse(&mut input)?;
        value.set(found);
        used.into_iter().for_each(|place| place.set(input.offset()));
        Ok(())
    };
    // SAFETY: the caller's promise, as the header states it.
    unsafe { status_at(position, run) }
}
