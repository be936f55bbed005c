//! Digests.

use nanotao::hashing;

use crate::fault::{Fault, status};
use crate::memory::{self, Output};
use crate::status::{NANOTAO_INVALID_LENGTH, NANOTAO_UNKNOWN_HASH, Status};

/// 32 bytes: a hash of a block, of weights, of metadata. Like `nanotao_account_id`, it never grows.
#[derive(Clone, Copy)]
#[repr(C)]
pub struct H256 {
    /// The bytes.
    pub bytes: [u8; 32],
}

/// A hash function: one of the constants `NANOTAO_HASH_...`.
pub type HashFunction = u32;
/// xxHash64 with seed 0 (`twox_64`): 8 bytes.
pub const NANOTAO_HASH_TWOX_64: HashFunction = 0;
/// xxHash64 with the seeds 0 and 1 (`twox_128`), the prefix of every storage key: 16 bytes.
pub const NANOTAO_HASH_TWOX_128: HashFunction = 1;
/// xxHash64 with the seeds 0 to 3 (`twox_256`): 32 bytes.
pub const NANOTAO_HASH_TWOX_256: HashFunction = 2;
/// BLAKE2b of 8 bytes (`blake2_64`).
pub const NANOTAO_HASH_BLAKE2_64: HashFunction = 3;
/// BLAKE2b of 16 bytes (`blake2_128`).
pub const NANOTAO_HASH_BLAKE2_128: HashFunction = 4;
/// BLAKE2b of 32 bytes (`blake2_256`).
pub const NANOTAO_HASH_BLAKE2_256: HashFunction = 5;
/// BLAKE2b of 64 bytes (`blake2_512`).
pub const NANOTAO_HASH_BLAKE2_512: HashFunction = 6;
/// SHA-256 (`sha2_256`): 32 bytes.
pub const NANOTAO_HASH_SHA_256: HashFunction = 7;
/// SHA-512: 64 bytes.
pub const NANOTAO_HASH_SHA_512: HashFunction = 8;
/// Keccak-256 (`keccak_256`): 32 bytes.
pub const NANOTAO_HASH_KECCAK_256: HashFunction = 9;

/// Bytes of the longest digest.
pub const NANOTAO_HASH_MAX_LEN: usize = 64;

/// Computes a digest.
///
/// - `hash`: in.
/// - `data`, `data_len`: in.
/// - `digest`, `cap`, `len`: out.
///
/// Returns `NANOTAO_OK`, `NANOTAO_BUFFER_TOO_SMALL` or `NANOTAO_UNKNOWN_HASH`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nanotao_hash(
    hash: HashFunction,
    data: *const u8,
    data_len: usize,
    digest: *mut u8,
    cap: usize,
    len: *mut usize,
) -> Status {
    status(|| {
        // SAFETY: the caller's promise, as the header states it.
        let (data, mut out) = unsafe { (memory::slice(data, data_len)?, Output::new(digest, cap, len)?) };
        out.apart_from(&[memory::extent(data)])?;
        match hash {
            NANOTAO_HASH_TWOX_64 => write(&mut out, || hashing::twox_64(data)),
            NANOTAO_HASH_TWOX_128 => write(&mut out, || hashing::twox_128(data)),
            NANOTAO_HASH_TWOX_256 => write(&mut out, || hashing::twox_256(data)),
            NANOTAO_HASH_BLAKE2_64 => write(&mut out, || hashing::blake2_64(data)),
            NANOTAO_HASH_BLAKE2_128 => write(&mut out, || hashing::blake2_128(data)),
            NANOTAO_HASH_BLAKE2_256 => write(&mut out, || hashing::blake2_256(data)),
            NANOTAO_HASH_BLAKE2_512 => write(&mut out, || hashing::blake2_512(data)),
            NANOTAO_HASH_SHA_256 => write(&mut out, || hashing::sha256(data)),
            NANOTAO_HASH_SHA_512 => write(&mut out, || hashing::sha512(data)),
            NANOTAO_HASH_KECCAK_256 => write(&mut out, || hashing::keccak256(data)),
            _ => Err(NANOTAO_UNKNOWN_HASH.into()),
        }
    })
}

fn write<const N: usize>(out: &mut Output<u8>, digest: impl FnOnce() -> [u8; N]) -> Result<(), Fault> {
    out.buffer(N)?.copy_from_slice(&digest());
    out.set_len(N);
    Ok(())
}

/// Computes BLAKE2b of 32 bytes with a key (RFC 7693).
///
/// - `key`, `key_len`: in, at most 64 bytes.
/// - `data`, `data_len`: in.
/// - `digest`: out.
///
/// Returns `NANOTAO_OK` or `NANOTAO_INVALID_LENGTH`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nanotao_blake2_256_keyed(
    key: *const u8,
    key_len: usize,
    data: *const u8,
    data_len: usize,
    digest: *mut H256,
) -> Status {
    status(|| {
        // SAFETY: the caller's promise, as the header states it.
        let (key, data, digest) = unsafe {
            (memory::slice(key, key_len)?, memory::slice(data, data_len)?, memory::Place::new(digest)?)
        };
        let bytes = hashing::blake2_256_keyed(key, data).ok_or(NANOTAO_INVALID_LENGTH)?;
        digest.set(H256 { bytes });
        Ok(())
    })
}
