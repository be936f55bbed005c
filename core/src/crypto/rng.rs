//! The caller's randomness, drawn once and checked.

use super::SignError;
use rand_core::{CryptoRng, CryptoRngCore, Error, RngCore, impls};
use zeroize::{Zeroize, ZeroizeOnDrop};

/// Gives the same 32 bytes again and again, to code that asks for a generator and cannot take its failure.
#[derive(Zeroize, ZeroizeOnDrop)]
pub(super) struct FixedRng([u8; 32]);

impl FixedRng {
    /// No randomness: what it is mixed into stays deterministic.
    #[cfg(feature = "sr25519")]
    pub(super) const ZEROS: Self = Self([0; 32]);

    #[cfg(feature = "sr25519")]
    pub(super) const fn new(bytes: &[u8; 32]) -> Self {
        Self(*bytes)
    }

    /// Draws 32 bytes, if there is a generator.
    pub(super) fn draw(rng: Option<&mut dyn CryptoRngCore>) -> Result<Option<Self>, SignError> {
        let Some(rng) = rng else { return Ok(None) };
        let mut drawn = Self([0; 32]);
        rng.try_fill_bytes(&mut drawn.0).map_err(|_| SignError::RandomnessFailed)?;
        Ok(Some(drawn))
    }
}

impl RngCore for FixedRng {
    fn next_u32(&mut self) -> u32 {
        impls::next_u32_via_fill(self)
    }

    fn next_u64(&mut self) -> u64 {
        impls::next_u64_via_fill(self)
    }

    fn fill_bytes(&mut self, dest: &mut [u8]) {
        for (to, from) in dest.iter_mut().zip(self.0.iter().cycle()) {
            *to = *from;
        }
    }

    fn try_fill_bytes(&mut self, dest: &mut [u8]) -> Result<(), Error> {
        self.fill_bytes(dest);
        Ok(())
    }
}

impl CryptoRng for FixedRng {}
