//! BLAKE2b in the sizes that the chain uses.

use blake2::digest::consts::{U8, U16, U32};
use blake2::digest::{FixedOutput, Mac};
use blake2::{Blake2b, Blake2b512, Blake2bMac, Digest};

/// Computes BLAKE2b with 8 bytes of output (`blake2_64`).
pub fn blake2_64(data: &[u8]) -> [u8; 8] {
    Blake2b::<U8>::digest(data).into()
}

/// Computes BLAKE2b with 16 bytes of output (`blake2_128`): the hasher of most storage maps.
pub fn blake2_128(data: &[u8]) -> [u8; 16] {
    Blake2b::<U16>::digest(data).into()
}

/// Computes BLAKE2b with 32 bytes of output (`blake2_256`, the runtime's `BlakeTwo256`).
pub fn blake2_256(data: &[u8]) -> [u8; 32] {
    Blake2b::<U32>::digest(data).into()
}

/// Computes BLAKE2b with 64 bytes of output (`blake2_512`).
pub fn blake2_512(data: &[u8]) -> [u8; 64] {
    Blake2b512::digest(data).into()
}

/// [`blake2_512`] of `parts`, one after the other.
pub(crate) fn blake2_512_of(parts: &[&[u8]]) -> [u8; 64] {
    let mut hasher = Blake2b512::new();
    for part in parts {
        Digest::update(&mut hasher, part);
    }
    hasher.finalize().into()
}

/// Computes BLAKE2b with 32 bytes of output under a key of at most 64 bytes; `None` if the key is longer.
pub fn blake2_256_keyed(key: &[u8], data: &[u8]) -> Option<[u8; 32]> {
    let mut mac = Blake2bMac::<U32>::new_from_slice(key).ok()?;
    mac.update(data);
    Some(mac.finalize_fixed().into())
}

/// [`blake2_256`] over input that comes in pieces.
#[derive(Clone, Debug, Default)]
pub struct Blake2b256(Blake2b<U32>);

impl Blake2b256 {
    /// Starts with no input.
    pub fn new() -> Self {
        Self::default()
    }

    /// Appends `data` to the input.
    pub fn update(&mut self, data: &[u8]) {
        Digest::update(&mut self.0, data);
    }

    /// Gives the digest of all input.
    pub fn finalize(self) -> [u8; 32] {
        Digest::finalize(self.0).into()
    }
}
