//! Randomness that comes from the caller.

use rand_core::{CryptoRng, RngCore, impls};

/// Hands out the caller's random bytes, each once.
pub(crate) struct Given<'a>(pub(crate) &'a [u8]);

impl RngCore for Given<'_> {
    fn next_u32(&mut self) -> u32 {
        impls::next_u32_via_fill(self)
    }

    fn next_u64(&mut self) -> u64 {
        impls::next_u64_via_fill(self)
    }

    fn fill_bytes(&mut self, dest: &mut [u8]) {
        let _ = self.try_fill_bytes(dest);
    }

    fn try_fill_bytes(&mut self, dest: &mut [u8]) -> Result<(), rand_core::Error> {
        let exhausted = core::num::NonZeroU32::new(rand_core::Error::CUSTOM_START);
        let exhausted = || rand_core::Error::from(exhausted.unwrap_or(core::num::NonZeroU32::MIN));
        let (bytes, rest) = self.0.split_at_checked(dest.len()).ok_or_else(exhausted)?;
        dest.copy_from_slice(bytes);
        self.0 = rest;
        Ok(())
    }
}

impl CryptoRng for Given<'_> {}
