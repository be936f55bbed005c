//! What an epoch shows on its way, kept.

use nanotao::Uid;
use nanotao::epoch::{Stage, Trace};
use nanotao::fixed::I32F32;

/// A weight, normalised in its row, before and after it is clipped at the consensus.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Weight {
    pub(super) validator: Uid,
    pub(super) target: Uid,
    pub(super) weight: I32F32,
    pub(super) clipped: I32F32,
}

/// A new bond, and its share of all bonds to its target.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Bond {
    pub(super) validator: Uid,
    pub(super) target: Uid,
    pub(super) ema: I32F32,
    pub(super) normalized: I32F32,
}

/// Keeps every vector of an epoch, and of weights and bonds those that have to do with one uid.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Recorder {
    watched: Option<Uid>,
    pub(super) vectors: Vec<(Stage, Vec<I32F32>)>,
    pub(super) weights: Vec<Weight>,
    pub(super) bonds: Vec<Bond>,
}

impl Recorder {
    /// A recorder of the vectors, and of what the [`Explanation`](super::Explanation) of `uid` takes.
    pub fn new(uid: Option<Uid>) -> Self {
        Self { watched: uid, ..Self::default() }
    }

    /// A vector by its stage; nothing if the epoch has none.
    pub(super) fn vector(&self, stage: Stage) -> &[I32F32] {
        let found = self.vectors.iter().find(|(other, _)| *other == stage);
        found.map_or(&[], |(_, vector)| vector)
    }

    /// An element of a vector.
    pub(super) fn element(&self, stage: Stage, uid: Uid) -> I32F32 {
        self.vector(stage).get(usize::from(uid)).copied().unwrap_or_default()
    }
}

impl Trace for Recorder {
    fn vector(&mut self, stage: Stage, values: &[I32F32]) {
        self.vectors.push((stage, values.to_vec()));
    }

    fn weight(&mut self, validator: Uid, target: Uid, weight: I32F32, clipped: I32F32) {
        if [validator, target].map(Some).contains(&self.watched) {
            self.weights.push(Weight { validator, target, weight, clipped });
        }
    }

    fn bond(&mut self, validator: Uid, target: Uid, ema: I32F32, normalized: I32F32) {
        if self.watched == Some(validator) {
            self.bonds.push(Bond { validator, target, ema, normalized });
        }
    }
}
