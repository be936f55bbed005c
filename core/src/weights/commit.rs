//! The hash that stands for weights until they are revealed.

use crate::extrinsic::TxExtension;
use crate::hashing::Blake2b256;
use crate::primitives::{AccountId, H256, NetUidStorageIndex};
use crate::scale::{ScaleError, U16s, Writer};

/// Hashes weights for `commit_weights`, as `reveal_weights` will check them (`get_commit_hash`): blake2b-256 of the
/// SCALE form of the arguments in their order. `netuid_index` is the mechanism's
/// [storage index](super::mechanism_storage_index).
///
/// The SCALE form is hashed as it comes about and is never in memory as a whole.
///
/// # Chain source
/// `subnets/weights.rs`, spec 425.
pub fn commit_hash(
    who: &AccountId,
    netuid_index: NetUidStorageIndex,
    uids: U16s<'_>,
    values: U16s<'_>,
    salt: U16s<'_>,
    version_key: u64,
) -> H256 {
    let mut hasher = Blake2b256::new();
    hasher.update(&who.0);
    hasher.update(&netuid_index.0.to_le_bytes());
    for list in [uids, values, salt] {
        update_list(&mut hasher, list);
    }
    hasher.update(&version_key.to_le_bytes());
    H256(hasher.finalize())
}

/// What makes a commit's hash unguessable until it is told: as many numbers as the SDK draws.
pub type Salt = [u16; 8];

/// Sets these bytes apart from everything else that is hashed with the same secret.
const DOMAIN: &[u8] = b"nanotao commit salt 1";

/// Makes the salt of a commit from a secret of the device, a hotkey's mini secret for instance, and from fresh randomness
/// where there is any.
///
/// `unsalted` is the commit's hash without a salt: who, where, which weights. Whoever has neither the secret nor the fresh
/// bytes cannot guess the salt, as far as BLAKE2b is a random function, and other weights have another. The nonce and the
/// birth block's hash of `extension` go in as well, so that committing to the same weights again does not show that they
/// are the same.
pub fn commit_salt(
    secret: &[u8; 32],
    fresh: Option<&[u8; 32]>,
    unsalted: &H256,
    extension: &TxExtension,
) -> Salt {
    let mut hasher = Blake2b256::new();
    hasher.update(DOMAIN);
    hasher.update(secret);
    hasher.update(&[fresh.is_some().into()]);
    hasher.update(fresh.unwrap_or(&[0; 32]));
    hasher.update(&unsalted.0);
    hasher.update(&extension.nonce.to_le_bytes());
    hasher.update(&extension.block_hash.0);
    let digest = hasher.finalize();
    let mut salt = Salt::default();
    for (number, bytes) in salt.iter_mut().zip(digest.as_chunks().0) {
        *number = u16::from_le_bytes(*bytes);
    }
    salt
}

pub(super) fn update_len(hasher: &mut Blake2b256, len: usize) {
    // A compact u64 takes nine bytes at most.
    let mut buffer = [0; 9];
    let mut writer = Writer::new(&mut buffer);
    let _: Result<(), ScaleError> = writer.compact(len as u64);
    hasher.update(writer.finish());
}

pub(super) fn update_list(hasher: &mut Blake2b256, list: U16s<'_>) {
    update_len(hasher, list.len());
    list.iter().for_each(|element| hasher.update(&element.to_le_bytes()));
}

#[cfg(test)]
mod tests {
    use super::commit_hash;
    use crate::primitives::{AccountId, NetUidStorageIndex};
    use std::format;

    // vectors/clients/weight_hash.json: `empty`, `one`, `mech1`, `len_mismatch`. The account is //Alice.
    #[test]
    fn a_commit_hashes_to_what_the_sdk_sends() {
        let alice = AccountId([
            0xd4, 0x35, 0x93, 0xc7, 0x15, 0xfd, 0xd3, 0x1c, 0x61, 0x14, 0x1a, 0xbd, 0x04, 0xa9, 0x9f, 0xd6,
            0x82, 0x2c, 0x85, 0x58, 0x85, 0x4c, 0xcd, 0xe3, 0x9a, 0x56, 0x84, 0xe7, 0xa5, 0x6d, 0xa2, 0x7d,
        ]);
        let hash = |index, uids: &[u16], values: &[u16], salt: &[u16], version_key| {
            let index = NetUidStorageIndex(index);
            format!("{}", commit_hash(&alice, index, uids.into(), values.into(), salt.into(), version_key))
        };
        assert_eq!(
            hash(1, &[], &[], &[], 0),
            "0x2a56c4382a3f4156ef7c55b5673ac7cbcdd5c7db4b6e31a1da095ececd9d50e9"
        );
        assert_eq!(
            hash(1, &[0], &[65535], &[0], 0),
            "0x872df1addf2e79e78624091003353b6bab7b359813dc9a3fd3254065f31c2436"
        );
        assert_eq!(
            hash(4099, &[1, 2], &[10, 20], &[1, 2, 3], 10005000),
            "0x66df273a2cce25357c7573b6c1813e689d70902cc81a6736068ceb05e6e3e6e6"
        );
        assert_eq!(
            hash(1, &[1, 2], &[1], &[1], 0),
            "0x6a24f6ef1a42e75b235df90667f9cce2cc317d0abcafe024f3da1a52a2c0f279"
        );
    }
}
