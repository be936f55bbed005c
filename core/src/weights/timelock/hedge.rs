//! Randomness for a device whose generator nobody should have to trust.

use super::{TimelockError, WeightsTlockPayload, lock};
use crate::hashing::{Blake2b256, blake2_256};
use rand_core::{CryptoRng, Error, RngCore, impls};
use zeroize::{Zeroize, ZeroizeOnDrop};

/// Sets these bytes apart from everything else that is hashed with the same secret.
const DOMAIN: &[u8] = b"nanotao timelock hedge 2";

/// Locks weights as [`commit`](super::commit) does, with randomness that comes from a secret of the device, from `context`,
/// from the weights and the round, and from fresh randomness where there is any.
///
/// # Why this is safe
/// A commit draws three things: a key, a mask for it, and a nonce. Nobody may be able to guess the first two before the
/// round, and no key may serve two messages with one nonce. The seed is a hash of the secret, the fresh bytes, the round,
/// the context and the whole payload, and each block is a hash of the seed and a counter.
///
/// - Whoever knows not both the secret and the fresh bytes cannot tell the blocks from random ones, as far as BLAKE2b is
///   a random function: **either of the two is enough**. A generator that is stuck, biased or watched costs nothing.
/// - Other weights, another round or another context give another seed and so another key: there is no nonce to repeat.
/// - Without fresh bytes all the same inputs give the same commit. `context` is what no other commit has, so that equal
///   weights do not show as equal: the subnet and the mechanism, and the extrinsic's nonce and birth block.
/// - The weights are read twice, to make the seed and to be locked, with a pairing in between. A fault there would give the
///   same key and nonce for other weights; so what is to be locked is hashed again and compared, before it is encrypted.
///
/// The secret is one that the device keeps for this, or a hotkey's mini secret: a hash under a domain of its own tells
/// nothing of it, and no signature is made of these bytes.
///
/// # Errors
/// As [`commit`](super::commit), and [`TimelockError::WeightsChanged`].
pub fn commit_hedged<'o>(
    secret: &[u8; 32],
    fresh: Option<&[u8; 32]>,
    context: &[u8],
    payload: &WeightsTlockPayload<'_>,
    round: u64,
    out: &'o mut [u8],
) -> Result<&'o mut [u8], TimelockError> {
    let digest = payload.digest();
    let mut rng = HedgedRng::new(secret, fresh, context, &digest, round);
    lock(payload, Some(&digest), round, &mut rng, out)
}

/// The generator of [`commit_hedged`].
#[derive(Zeroize, ZeroizeOnDrop)]
pub(super) struct HedgedRng {
    seed: [u8; 32],
    counter: u64,
}

impl HedgedRng {
    /// Seeds the generator for one commit, to the weights with this digest.
    pub(super) fn new(
        secret: &[u8; 32],
        fresh: Option<&[u8; 32]>,
        context: &[u8],
        digest: &[u8; 32],
        round: u64,
    ) -> Self {
        let mut hasher = Blake2b256::new();
        hasher.update(DOMAIN);
        hasher.update(secret);
        hasher.update(&[fresh.is_some().into()]);
        hasher.update(fresh.unwrap_or(&[0; 32]));
        hasher.update(digest);
        hasher.update(&round.to_le_bytes());
        hasher.update(context);
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
