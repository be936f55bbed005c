//! Randomness for a device whose generator nobody should have to trust.

use super::WeightsTlockPayload;
use crate::hashing::{Blake2b256, blake2_256};
use rand_core::{CryptoRng, Error, RngCore, impls};
use zeroize::{Zeroize, ZeroizeOnDrop};

/// Sets these bytes apart from everything else that is hashed with the same secret.
const DOMAIN: &[u8] = b"nanotao timelock hedge 1";

/// A generator that is seeded with a secret, with the weights and the round that it serves, and with fresh randomness
/// where there is any.
///
/// # Why this is safe
/// A commit draws three things: a key, a mask for it, and a nonce. Nobody may be able to guess the first two before the
/// round, and no key may serve two messages with one nonce. The seed is a hash of the secret, the fresh bytes, the round
/// and the whole payload, and each block is a hash of the seed and a counter.
///
/// - Whoever knows not both the secret and the fresh bytes cannot tell the blocks from random ones, as far as BLAKE2b is
///   a random function: **either of the two is enough**. A generator that is stuck, biased or watched costs nothing.
/// - Without fresh bytes the same weights for the same round give the same commit, and that they are the same is all that
///   shows. Other weights, or another round, give another seed and so another key: there is no nonce to repeat.
///
/// The secret is one that the device keeps for this, or a hotkey's mini secret: a hash under a domain of its own tells
/// nothing of it, and no signature is made of these bytes.
#[derive(Zeroize, ZeroizeOnDrop)]
pub struct HedgedRng {
    seed: [u8; 32],
    counter: u64,
}

impl HedgedRng {
    /// Seeds the generator for one commit. `fresh` is randomness, if there is any.
    pub fn new(
        secret: &[u8; 32],
        fresh: Option<&[u8; 32]>,
        payload: &WeightsTlockPayload<'_>,
        round: u64,
    ) -> Self {
        let mut hasher = Blake2b256::new();
        hasher.update(DOMAIN);
        hasher.update(secret);
        hasher.update(&[fresh.is_some().into()]);
        hasher.update(fresh.unwrap_or(&[0; 32]));
        for number in [round, payload.version_key, payload.hotkey.len() as u64, payload.uids.len() as u64] {
            hasher.update(&number.to_le_bytes());
        }
        hasher.update(payload.hotkey);
        for list in [payload.uids, payload.values] {
            list.iter().for_each(|element| hasher.update(&element.to_le_bytes()));
        }
        Self { seed: hasher.finalize(), counter: 0 }
    }
}

impl RngCore for HedgedRng {
    fn next_u32(&mut self) -> u32 {
        impls::next_u32_via_fill(self)
    }

    fn next_u64(&mut self) -> u64 {
        impls::next_u64_via_fill(self)
    }

    /// What is left of a block is thrown away.
    fn fill_bytes(&mut self, dest: &mut [u8]) {
        for part in dest.chunks_mut(32) {
            let mut input = [0; 40];
            let counter = self.counter.to_le_bytes();
            for (to, from) in input.iter_mut().zip(self.seed.iter().chain(&counter)) {
                *to = *from;
            }
            let mut block = blake2_256(&input);
            for (to, from) in part.iter_mut().zip(&block) {
                *to = *from;
            }
            input.zeroize();
            block.zeroize();
            self.counter = self.counter.wrapping_add(1);
        }
    }

    fn try_fill_bytes(&mut self, dest: &mut [u8]) -> Result<(), Error> {
        self.fill_bytes(dest);
        Ok(())
    }
}

impl CryptoRng for HedgedRng {}
