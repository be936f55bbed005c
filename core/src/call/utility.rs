//! Calls of the pallet `Utility`. `C` is another call (`&SetWeights`, `&dyn Builder`), `L` a list of them
//! (`&[&dyn Builder]`).

use super::builder::{Argument, Builder, Place};
use super::macros::{call, composite};
use super::{CallError, SpecVersion, Weight};
use crate::scale::{Reader, Scale, ScaleError, Writer};

call! {
    /// Runs calls in order, up to the first that fails; what ran before it stays done.
    Utility(11).batch(0) => Batch<L> { calls: L }
}

call! {
    /// Runs a call from an account that the sender's address and a number make.
    Utility(11).as_derivative(1) => AsDerivative<C> { index: u16, call: C }
}

call! {
    /// Runs calls in order; if one fails, none is done.
    Utility(11).batch_all(2) => BatchAll<L> { calls: L }
}

call! {
    /// Runs calls in order, also those after one that fails.
    Utility(11).force_batch(4) => ForceBatch<L> { calls: L }
}

call! {
    /// Runs a call at a weight that root names.
    Utility(11).with_weight(5) => WithWeight<C> { call: C, weight: Weight }
}

call! {
    /// Runs a call, and another if the first fails.
    Utility(11).if_else(6) => IfElse<M, F> { main: M, fallback: F }
}
