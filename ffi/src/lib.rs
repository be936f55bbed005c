//! The C ABI of nanotao: `include/nanotao.h`, which is made from this crate.
//!
//! Scores become weights, weights a payload, the payload cards, and only the cards that the caller has fetched lead to a
//! signature and an extrinsic. Beside that stand epochs, emission, registration and storage keys. The modules mirror the core's rooms.
//!
//! The rules of the ABI (who owns memory, what is written when) stand once, at the top of the header; its text is in
//! `cbindgen.toml`. Unsafe code stays in [`memory`] and in the calls to it.
#![no_std]
#![expect(clippy::missing_safety_doc, reason = "the header's first comment says it once for all functions")]

#[cfg(any(test, feature = "std"))]
extern crate std;

mod fault;
mod memory;
#[cfg(all(feature = "panic-handler", not(any(test, feature = "std"))))]
mod panic;
mod random;
mod text;

// One group each: the header follows this order, which is the journey's.
pub mod status;

pub mod crypto;

pub mod mnemonic;

pub mod ss58;

pub mod hashing;

pub mod scale;

pub mod weights;

pub mod set_weights;

pub mod checks;

pub mod extrinsic;

pub mod call;

pub mod encode;

pub mod metadata;

pub mod display;

pub mod hazmat;

pub mod fixed;

pub mod epoch;

pub mod emission;

pub mod registration;

pub mod storage;

pub mod timelock;

/// Version of the library: major.
pub const NANOTAO_VERSION_MAJOR: u32 = 0;
/// Version of the library: minor.
pub const NANOTAO_VERSION_MINOR: u32 = 1;
/// Version of the library: patch.
pub const NANOTAO_VERSION_PATCH: u32 = 0;

/// Version of the ABI that this header describes. It changes when a program that was compiled against an older
/// header would no longer work.
pub const NANOTAO_ABI_VERSION: u32 = 3;

/// Tells the ABI version of the library that is linked. A program that loads the library at run time compares it
/// with `NANOTAO_ABI_VERSION` before anything else.
#[unsafe(no_mangle)]
pub extern "C" fn nanotao_abi_version() -> u32 {
    NANOTAO_ABI_VERSION
}

#[cfg(test)]
mod tests {
    use super::{NANOTAO_VERSION_MAJOR, NANOTAO_VERSION_MINOR, NANOTAO_VERSION_PATCH};
    use std::format;

    #[test]
    fn the_header_has_the_version_of_the_package() {
        let version = format!("{NANOTAO_VERSION_MAJOR}.{NANOTAO_VERSION_MINOR}.{NANOTAO_VERSION_PATCH}");
        assert_eq!(version, env!("CARGO_PKG_VERSION"));
    }
}
