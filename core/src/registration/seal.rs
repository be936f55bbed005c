//! Seals: what a proof of work hashes, and how small the hash has to be.

use ethnum::U256;
use sha2::{Digest, Sha256};

use crate::hashing::keccak256;
use crate::primitives::{AccountId, H256, NetUid};

/// Computes the seal of a registration by work (`create_registration_seal`). It binds subnet, block, hotkey and the
/// coldkey that signs. `block_hash` is the hash of `work_block`.
///
/// # Chain source
/// `subnets/registration.rs`, spec 475.
pub fn create_registration_seal(
    netuid: NetUid,
    block_hash: &H256,
    nonce: u64,
    hotkey: &AccountId,
    coldkey: &AccountId,
) -> H256 {
    let mut payload = Sha256::new();
    payload.update(b"subtensor-pow-register-v1");
    payload.update(netuid.0.to_le_bytes());
    payload.update(block_hash);
    payload.update(hotkey);
    payload.update(coldkey);
    payload.update(nonce.to_le_bytes());
    H256(keccak256(&payload.finalize()))
}

/// Computes the seal of the faucet (`create_seal_hash`); `block_hash` is the hash of its block.
///
/// # Chain source
/// `subnets/registration.rs`, spec 425.
pub fn create_seal_hash(block_hash: &H256, nonce: u64, hotkey: &AccountId) -> H256 {
    let mut payload = Sha256::new();
    payload.update(nonce.to_le_bytes());
    payload.update(hash_block_and_hotkey(block_hash, hotkey));
    H256(keccak256(&payload.finalize()))
}

/// Hashes a block's hash with a hotkey (`hash_block_and_hotkey`).
///
/// # Chain source
/// `subnets/registration.rs`, spec 425.
pub fn hash_block_and_hotkey(block_hash: &H256, hotkey: &AccountId) -> H256 {
    keccak256_of_two(&block_hash.0, &hotkey.0)
}

/// Shortens a hotkey to 64 bits (`hash_hotkey_to_u64`).
///
/// # Chain source
/// `subnets/registration.rs`, spec 425.
pub fn hash_hotkey_to_u64(hotkey: &AccountId) -> u64 {
    let digest = keccak256_of_two(&hotkey.0, &[0; 32]);
    digest.0.first_chunk().copied().map_or(0, u64::from_le_bytes)
}

fn keccak256_of_two(first: &[u8; 32], second: &[u8; 32]) -> H256 {
    H256(keccak256([*first, *second].as_flattened()))
}

/// Tells whether a hash is small enough (`hash_meets_difficulty`): as a little-endian number, times the difficulty, it
/// fits 256 bits. Every hash meets a difficulty of zero.
///
/// # Chain source
/// `subnets/registration.rs`, specs 425 and 475.
pub fn hash_meets_difficulty(hash: &H256, difficulty: U256) -> bool {
    U256::from_le_bytes(hash.0).checked_mul(difficulty).is_some()
}
