//! Metadata proofs (RFC-78).

use nanotao::metadata::Proof;

use crate::fault::status_at;
use crate::memory::{self, Place, Sized32};
use crate::status::{NANOTAO_INVALID_LENGTH, Status};

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
