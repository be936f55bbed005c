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

/// Generators for the tests of both schemes.
#[cfg(test)]
pub(super) mod doubles {
    use rand_core::{CryptoRng, Error, RngCore, impls};

    /// Gives its byte for ever.
    pub(crate) struct Constant(pub(crate) u8);

    /// Has nothing to give.
    pub(crate) struct Broken;

    impl RngCore for Constant {
        fn next_u32(&mut self) -> u32 {
            impls::next_u32_via_fill(self)
        }

        fn next_u64(&mut self) -> u64 {
            impls::next_u64_via_fill(self)
        }

        fn fill_bytes(&mut self, dest: &mut [u8]) {
            dest.fill(self.0);
        }

        fn try_fill_bytes(&mut self, dest: &mut [u8]) -> Result<(), Error> {
            self.fill_bytes(dest);
            Ok(())
        }
    }

    impl RngCore for Broken {
        fn next_u32(&mut self) -> u32 {
            panic!("only a call that can fail is allowed")
        }

        fn next_u64(&mut self) -> u64 {
            panic!("only a call that can fail is allowed")
        }

        fn fill_bytes(&mut self, _: &mut [u8]) {
            panic!("only a call that can fail is allowed")
        }

        fn try_fill_bytes(&mut self, _: &mut [u8]) -> Result<(), Error> {
            Err(core::num::NonZeroU32::MIN.into())
        }
    }

    impl CryptoRng for Constant {}
    impl CryptoRng for Broken {}
}
