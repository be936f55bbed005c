//! What surrounds a call: era, transaction extensions, the payload that gets signed, and the signed extrinsic.
//!
//! ```text
//! payload   = call ‖ explicit ‖ implicit              signed as it is up to 256 bytes, else its blake2b-256
//! extrinsic = Compact(length) ‖ 0x84 ‖ signer ‖ signature ‖ explicit ‖ call
//! explicit  = era ‖ Compact(nonce) ‖ Compact(tip) ‖ mode
//! implicit  = spec version ‖ transaction version ‖ genesis hash ‖ birth block's hash ‖ Option<metadata hash>
//! ```

mod era;
mod error;
mod payload;
#[cfg(feature = "metadata")]
mod proven;
mod signed;
mod tx_extension;

pub use era::Era;
pub use error::PayloadError;
#[cfg(feature = "display")]
pub(crate) use payload::call_of;
pub use payload::{Message, Payload, Verified};
pub use signed::{SignedExtrinsic, assemble, extrinsic_len};
pub use tx_extension::{Extension, TxExtension};

/// Genesis hash of mainnet (finney).
pub const FINNEY: crate::H256 = crate::H256([
    0x2f, 0x05, 0x55, 0xcc, 0x76, 0xfc, 0x28, 0x40, 0xa2, 0x5a, 0x6e, 0xa3, 0xb9, 0x63, 0x71, 0x46, 0x80,
    0x6f, 0x1f, 0x44, 0xb0, 0x90, 0xc1, 0x75, 0xff, 0xde, 0x2a, 0x7e, 0x5a, 0xb3, 0x6c, 0x03,
]);

/// The transaction version of every known spec version.
pub const TRANSACTION_VERSION: u32 = 1;
