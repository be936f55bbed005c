//! What several calls take.

use super::builder::Argument;
use super::macros::{composite, enumeration};
use super::{CallError, SpecVersion};
use crate::primitives::{AccountId, BlockNumber};
use crate::scale::{Compact, Reader, Scale, ScaleError, Writer};

enumeration! {
    /// How an extrinsic names an account (`MultiAddress<AccountId, ()>`). Only the form that the chain looks up is known
    /// here; another tag is refused.
    MultiAddress {
        /// The account itself.
        0 => Id(AccountId),
    }
}

composite! {
    /// Where in the chain an extrinsic stands (`Timepoint`): the one that opened a multisig operation.
    Timepoint {
        /// Its block.
        height: BlockNumber,
        /// Its place in the block.
        index: u32,
    }
}

composite! {
    /// How much a call may cost to run (`Weight`).
    Weight {
        /// Picoseconds on the reference machine.
        ref_time: Compact<u64>,
        /// Bytes of storage proof.
        proof_size: Compact<u64>,
    }
}
