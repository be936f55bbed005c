//! Keys and signatures: sr25519 (the default of Bittensor wallets) and ed25519.
//!
//! A [`Signer`] signs nothing but a [`SigningMessage`], which no other crate can make from raw bytes: it comes out of
//! a payload that was shown and approved; [`sign`] verifies whatever it makes. The features `sr25519` and `ed25519` bring the keys; types and traits are
//! always there, for signers that live elsewhere.

mod derive;
#[cfg(feature = "ed25519")]
pub mod ed25519;
mod error;
#[cfg(feature = "mnemonic")]
pub mod mnemonic;
#[cfg(any(feature = "ed25519", feature = "sr25519"))]
mod rng;
mod secret;
mod signature;
mod signer;
#[cfg(feature = "sr25519")]
pub mod sr25519;
mod uri;
mod verify;

pub use derive::{DeriveJunction, Junctions, chain_code};
pub use error::{MnemonicError, SignError, UriError};
pub use secret::MiniSecret;
pub use signature::{MultiSignature, Scheme};
pub use signer::{Signer, SigningMessage, sign};
pub use uri::{DEV_PHRASE, SecretUri};
pub use verify::{WRAPPING_LEN, verify, verify_wrapped};

/// Reads hex digits, for the tests of this room.
#[cfg(test)]
fn unhex<const N: usize>(digits: &str) -> [u8; N] {
    assert_eq!(digits.len(), 2 * N);
    core::array::from_fn(|index| u8::from_str_radix(&digits[2 * index..2 * index + 2], 16).unwrap())
}
