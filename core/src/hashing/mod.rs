//! Digests under the names that Substrate gives them.

mod blake2b;
#[cfg(feature = "metadata")]
mod blake3;

pub(crate) use blake2b::blake2b_of;
pub use blake2b::{Blake2b256, blake2_64, blake2_128, blake2_256, blake2_256_keyed, blake2_512};

#[cfg(feature = "metadata")]
pub use self::blake3::blake3_256;
#[cfg(feature = "metadata")]
pub(crate) use self::blake3::blake3_256_of;
use sha2::Digest;
use twox_hash::XxHash64;

/// Computes xxHash64 with seed 0 (`twox_64`), little-endian.
///
/// # Chain source
/// `twox_64` in `sp-crypto-hashing`.
pub fn twox_64(data: &[u8]) -> [u8; 8] {
    XxHash64::oneshot(0, data).to_le_bytes()
}

/// Computes xxHash64 with the seeds 0 and 1, joined (`twox_128`): the prefix of every storage key.
///
/// # Chain source
/// `twox_128` in `sp-crypto-hashing`.
pub fn twox_128(data: &[u8]) -> [u8; 16] {
    twox(data)
}

/// Computes xxHash64 with the seeds 0 to 3, joined (`twox_256`).
///
/// # Chain source
/// `twox_256` in `sp-crypto-hashing`.
pub fn twox_256(data: &[u8]) -> [u8; 32] {
    twox(data)
}

fn twox<const N: usize>(data: &[u8]) -> [u8; N] {
    let mut digest = [0; N];
    for (seed, part) in (0..).zip(digest.chunks_mut(8)) {
        for (to, from) in part.iter_mut().zip(XxHash64::oneshot(seed, data).to_le_bytes()) {
            *to = from;
        }
    }
    digest
}

/// Computes SHA-256 (`sha2_256`).
pub fn sha256(data: &[u8]) -> [u8; 32] {
    sha2::Sha256::digest(data).into()
}

/// Computes SHA-512.
pub fn sha512(data: &[u8]) -> [u8; 64] {
    sha2::Sha512::digest(data).into()
}

/// Computes Keccak-256, the hash of Ethereum (`keccak_256`).
pub fn keccak256(data: &[u8]) -> [u8; 32] {
    sha3::Keccak256::digest(data).into()
}

#[cfg(test)]
mod tests {
    use std::{format, string::String};

    fn hex(bytes: &[u8]) -> String {
        bytes.iter().map(|byte| format!("{byte:02x}")).collect()
    }

    // clients/js_polkadot.json, `hash`, cases `a` and `System`.
    #[test]
    fn digests_are_those_of_polkadot_js() {
        let twox = "26aa394eea5630e07c48ae0c9558cef714355510e01e85b83bb4d561945dad84";
        assert_eq!(hex(&super::twox_64(b"System")), twox[..16]);
        assert_eq!(hex(&super::twox_128(b"System")), twox[..32]);
        assert_eq!(hex(&super::twox_256(b"System")), twox);
        assert_eq!(hex(&super::blake2_64(b"a")), "40f89e395b66422f");
        assert_eq!(hex(&super::blake2_128(b"a")), "27c35e6e9373877f29e562464e46497e");
        let blake2_256 = "8928aae63c84d87ea098564d1e03ad813f107add474e56aedd286349c0c03ea4";
        assert_eq!(hex(&super::blake2_256(b"a")), blake2_256);
        let keyed = super::blake2_256_keyed(&[1; 32], b"a").unwrap();
        assert_eq!(hex(&keyed), "b6209eac0aad66bb3f95ddd16a52b6527acad78035dec9f4f5bf2478a9a51c0e");
        let keccak = "3ac225168df54212a25c1c01fd35bebfea408fdac2e31ddd6f80a4bbf9a5f1cb";
        assert_eq!(hex(&super::keccak256(b"a")), keccak);
        let sha256 = "ca978112ca1bbdcafac231b39a23dc4da786eff8147c4e72b9807785afee48bb";
        assert_eq!(hex(&super::sha256(b"a")), sha256);
    }

    #[test]
    fn input_in_pieces_has_the_digest_of_the_whole() {
        let data: [u8; 256] = core::array::from_fn(|index| index as u8);
        for cut in 0..=data.len() {
            let mut pieces = super::Blake2b256::new();
            pieces.update(&data[..cut]);
            pieces.update(&data[cut..]);
            assert_eq!(pieces.finalize(), super::blake2_256(&data));
        }
    }

    #[test]
    fn a_key_of_more_than_64_bytes_is_refused() {
        assert!(super::blake2_256_keyed(&[0; 64], b"").is_some());
        assert_eq!(super::blake2_256_keyed(&[0; 65], b""), None);
    }
}
