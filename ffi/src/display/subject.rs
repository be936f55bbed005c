//! What a review is about.

use core::ops::Range;

use nanotao::extrinsic::{Payload, PayloadError, Verified};
use nanotao::hashing::{Blake2b256, blake2_256};
use nanotao::metadata::Proof;

use super::timelocked::Weights;
use crate::fault::Fault;
use crate::memory::{self, extent};

/// A payload, and what it takes to show it.
#[derive(Clone, Copy)]
pub(crate) struct Subject<'a> {
    payload: &'a [u8],
    by: By<'a>,
}

/// What tells the meaning of a payload's bytes.
#[derive(Clone, Copy)]
enum By<'a> {
    /// The table of its spec version.
    Table,
    /// A metadata proof.
    Proof(&'a [u8]),
    /// The table, and the weights that are in its ciphertext.
    Weights(Weights<'a>),
}

/// A pointer and a length, as they came.
pub(crate) type Bytes = (*const u8, usize);

impl<'a> Subject<'a> {
    /// # Safety
    /// As [`memory::slice`], for both.
    pub(crate) unsafe fn new(payload: Bytes, proof: Option<Bytes>) -> Result<Self, Fault> {
        // SAFETY: the caller's promise.
        unsafe {
            let payload = memory::slice(payload.0, payload.1)?;
            let proof = proof.map(|(ptr, len)| memory::slice(ptr, len)).transpose()?;
            Ok(Self { payload, by: proof.map_or(By::Table, By::Proof) })
        }
    }

    /// # Safety
    /// As [`memory::slice`].
    pub(super) unsafe fn hiding(payload: Bytes, weights: Weights<'a>) -> Result<Self, Fault> {
        // SAFETY: the caller's promise.
        let payload = unsafe { memory::slice(payload.0, payload.1) }?;
        Ok(Self { payload, by: By::Weights(weights) })
    }

    pub(crate) fn payload(&self) -> Payload<'a> {
        Payload::new(self.payload)
    }

    /// The weights, if the payload hides any.
    pub(super) fn weights(&self) -> Option<Weights<'a>> {
        match self.by {
            By::Weights(weights) => Some(weights),
            By::Table | By::Proof(_) => None,
        }
    }

    pub(crate) fn verify(&self) -> Result<Verified<'a>, Fault> {
        Ok(match self.by {
            By::Proof(proof) => {
                self.payload().verify_by(&Proof::parse(proof).map_err(PayloadError::from)?)?
            }
            By::Table | By::Weights(_) => self.payload().verify()?,
        })
    }

    pub(crate) fn extents(&self) -> [Range<usize>; 3] {
        let [beside, more] = match self.by {
            By::Table => [0..0, 0..0],
            By::Proof(proof) => [extent(proof), 0..0],
            By::Weights(weights) => weights.extents(),
        };
        [extent(self.payload), beside, more]
    }

    /// Tells the payload, and its proof if there is one, from every other.
    pub(super) fn hash(&self) -> [u8; 32] {
        let payload = blake2_256(self.payload);
        let By::Proof(proof) = self.by else { return payload };
        let mut hasher = Blake2b256::new();
        hasher.update(&payload);
        hasher.update(&blake2_256(proof));
        hasher.finalize()
    }
}
