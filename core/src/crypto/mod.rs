//! Keys and signatures: sr25519 (the default of Bittensor wallets) and ed25519.
//!
//! A [`Signer`] signs nothing but a [`SigningMessage`], which no other crate can make from raw bytes: it comes out of
//! a payload that was shown and approved. The features `sr25519` and `ed25519` bring the keys; types and traits are
//! always there, for signers that live elsewhere.

mod error;
mod signature;
mod signer;

pub use error::SignError;
pub use signature::{MultiSignature, Scheme};
pub use signer::{Signer, SigningMessage};
