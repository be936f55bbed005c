//! Calls of the pallets `System` and `Sudo`.

use super::builder::{Argument, Builder, Place};
use super::macros::{call, composite};
use super::{CallError, SpecVersion};
use crate::scale::{Reader, Scale, ScaleError, Writer};

call! {
    /// Writes bytes into the block, and does nothing else.
    System(0).remark(0) => Remark<B> { remark: B }
}

call! {
    /// Writes bytes into the block, and their hash into its events.
    System(0).remark_with_event(7) => RemarkWithEvent<B> { remark: B }
}

call! {
    /// Runs a call as root. For the sudo key.
    Sudo(12).sudo(0) => Sudo<C> {
        /// Another call: `&SetWeights`, `&dyn Builder`.
        call: C,
    }
}
