//! Registration by proof of work.

use nanotao::registration::{
    DifficultyBounds, HotkeyState, PowRegistration, SubnetState, U256, check_pow_registration,
    create_registration_seal, create_seal_hash, decay_factor_q32, hash_block_and_hotkey, hash_hotkey_to_u64,
    hash_meets_difficulty,
};
use nanotao::{H256 as CoreH256, NetUid};

use crate::crypto::AccountId;
use crate::fault::status;
use crate::fixed::U64F64;
use crate::hashing::H256;
use crate::memory::{self, Place, Sized32, flag};
use crate::status::Status;

/// Computes the seal of a registration by work (`create_registration_seal`, spec 475).
///
/// - `netuid`: in.
/// - `block_hash`: in, of the block that the work is for.
/// - `nonce`: in.
/// - `hotkey`, `coldkey`: in.
/// - `seal`: out.
///
/// Returns `NANOTAO_OK`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nanotao_create_registration_seal(
    netuid: u16,
    block_hash: *const H256,
    nonce: u64,
    hotkey: *const AccountId,
    coldkey: *const AccountId,
    seal: *mut H256,
) -> Status {
    status(|| {
        // SAFETY: the caller's promise, as the header states it.
        let (hash, hotkey, coldkey, seal) = unsafe {
            let (hotkey, coldkey) = (memory::get(hotkey)?, memory::get(coldkey)?);
            (memory::get(block_hash)?, hotkey, coldkey, Place::new(seal)?)
        };
        let hash = CoreH256(hash.bytes);
        let core = create_registration_seal(NetUid(netuid), &hash, nonce, &hotkey.into(), &coldkey.into());
        seal.set(H256 { bytes: core.0 });
        Ok(())
    })
}

/// Computes the seal of the faucet (`create_seal_hash`, spec 425).
///
/// - `block_hash`, `nonce`, `hotkey`: in.
/// - `seal`: out.
///
/// Returns `NANOTAO_OK`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nanotao_create_seal_hash(
    block_hash: *const H256,
    nonce: u64,
    hotkey: *const AccountId,
    seal: *mut H256,
) -> Status {
    status(|| {
        // SAFETY: the caller's promise, as the header states it.
        let (hash, hotkey, seal) =
            unsafe { (memory::get(block_hash)?, memory::get(hotkey)?, Place::new(seal)?) };
        let core = create_seal_hash(&CoreH256(hash.bytes), nonce, &hotkey.into());
        seal.set(H256 { bytes: core.0 });
        Ok(())
    })
}

/// Hashes a block's hash with a hotkey, as the faucet's seal does (`hash_block_and_hotkey`, spec 425).
///
/// - `block_hash`, `hotkey`: in.
/// - `hash`: out.
///
/// Returns `NANOTAO_OK`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nanotao_hash_block_and_hotkey(
    block_hash: *const H256,
    hotkey: *const AccountId,
    hash: *mut H256,
) -> Status {
    status(|| {
        // SAFETY: the caller's promise, as the header states it.
        let (block, hotkey, hash) =
            unsafe { (memory::get(block_hash)?, memory::get(hotkey)?, Place::new(hash)?) };
        let core = hash_block_and_hotkey(&CoreH256(block.bytes), &hotkey.into());
        hash.set(H256 { bytes: core.0 });
        Ok(())
    })
}

/// Shortens a hotkey to 64 bits (`hash_hotkey_to_u64`, spec 425).
///
/// - `hotkey`: in.
/// - `hash`: out.
///
/// Returns `NANOTAO_OK`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nanotao_hash_hotkey_to_u64(hotkey: *const AccountId, hash: *mut u64) -> Status {
    status(|| {
        // SAFETY: the caller's promise, as the header states it.
        let (hotkey, hash) = unsafe { (memory::get(hotkey)?, Place::new(hash)?) };
        hash.set(hash_hotkey_to_u64(&hotkey.into()));
        Ok(())
    })
}

/// Tells whether a seal is small enough (`hash_meets_difficulty`).
///
/// - `seal`: in.
/// - `difficulty`: in, 256 bits, little-endian.
/// - `meets`: out, 1 or 0.
///
/// Returns `NANOTAO_OK`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nanotao_hash_meets_difficulty(
    seal: *const H256,
    difficulty: *const H256,
    meets: *mut u32,
) -> Status {
    status(|| {
        // SAFETY: the caller's promise, as the header states it.
        let (seal, difficulty, meets) =
            unsafe { (memory::get(seal)?, memory::get(difficulty)?, Place::new(meets)?) };
        let difficulty = U256::from_le_bytes(difficulty.bytes);
        meets.set(hash_meets_difficulty(&CoreH256(seal.bytes), difficulty).into());
        Ok(())
    })
}

/// Tells the difficulty that a proof has to meet, of the one that is stored (spec 475).
#[unsafe(no_mangle)]
pub extern "C" fn nanotao_effective_difficulty(difficulty: u64, min: u64, max: u64) -> u64 {
    DifficultyBounds { min, max }.effective(difficulty)
}

/// Tells the difficulty in the next block (`update_registration_prices_for_networks`, spec 475).
///
/// - `difficulty`, `min`, `max`: `Difficulty`, `MinDifficulty` and `MaxDifficulty`.
/// - `burn_half_life`: `BurnHalfLife`.
/// - `current_block`: the next block.
#[unsafe(no_mangle)]
pub extern "C" fn nanotao_decay_difficulty(
    difficulty: u64,
    min: u64,
    max: u64,
    burn_half_life: u16,
    current_block: u64,
) -> u64 {
    DifficultyBounds { min, max }.decay(difficulty, burn_half_life, current_block)
}

/// Computes the factor of one block, in 2^-32, by which a difficulty halves in `half_life` blocks (`decay_factor_q32`).
#[unsafe(no_mangle)]
pub extern "C" fn nanotao_decay_factor_q32(half_life: u16) -> u64 {
    decay_factor_q32(half_life)
}

/// Tells the difficulty after a registration (spec 475).
///
/// - `difficulty`, `min`, `max`: in, as for `nanotao_decay_difficulty`.
/// - `burn_increase_mult`: in, `BurnIncreaseMult`.
/// - `bumped`: out.
///
/// Returns `NANOTAO_OK`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nanotao_bump_difficulty(
    difficulty: u64,
    min: u64,
    max: u64,
    burn_increase_mult: *const U64F64,
    bumped: *mut u64,
) -> Status {
    status(|| {
        // SAFETY: the caller's promise, as the header states it.
        let (factor, bumped) = unsafe { (memory::get(burn_increase_mult)?, Place::new(bumped)?) };
        bumped.set(DifficultyBounds { min, max }.bump(difficulty, factor.to_core()));
        Ok(())
    })
}

/// A registration by work, and what the chain holds against it. Storage names in brackets.
#[derive(Clone, Copy)]
#[repr(C)]
pub struct PowState {
    /// `sizeof(nanotao_pow_state)`.
    pub struct_size: u32,
    /// The subnet.
    pub netuid: u16,
    /// `MaxAllowedUids`.
    pub max_allowed_uids: u16,
    /// The block that the work is for.
    pub work_block: u64,
    /// The nonce.
    pub nonce: u64,
    /// The seal.
    pub work: H256,
    /// The hash of `work_block`; zeros if the chain does not have it.
    pub block_hash: H256,
    /// The hotkey.
    pub hotkey: AccountId,
    /// The coldkey, which signs.
    pub coldkey: AccountId,
    /// The hotkey's owner. Not read unless `has_owner` is 1.
    pub owner: AccountId,
    /// The block that the registration is in.
    pub current_block: u64,
    /// `Difficulty`.
    pub difficulty: u64,
    /// `MinDifficulty`.
    pub min_difficulty: u64,
    /// `MaxDifficulty`.
    pub max_difficulty: u64,
    /// The block of the hotkey's last work. Not read unless `has_last_pow_registration_block` is 1.
    pub last_pow_registration_block: u64,
    /// How many hotkeys the coldkey owns.
    pub owned_hotkeys: u32,
    /// How many hotkeys the coldkey stakes to.
    pub staking_hotkeys: u32,
    /// `RegistrationsThisBlock`.
    pub registrations_this_block: u16,
    /// `MaxRegistrationsPerBlock`.
    pub max_registrations_per_block: u16,
    /// 1 if there is such a subnet, else 0.
    pub subnet_exists: u32,
    /// `NetworkRegistrationAllowed`: 1 or 0.
    pub registration_allowed: u32,
    /// `NetworkPowRegistrationAllowed`: 1 or 0.
    pub pow_registration_allowed: u32,
    /// 1 if the hotkey has a uid there, else 0.
    pub registered: u32,
    /// 1 if the hotkey has registered by work before, else 0.
    pub has_last_pow_registration_block: u32,
    /// 1 if the hotkey is the account of a subnet, else 0.
    pub is_subnet_account: u32,
    /// 1 if the hotkey has an owner, else 0.
    pub has_owner: u32,
}

// SAFETY: `repr(C)`, integers only, the size first.
unsafe impl Sized32 for PowState {}

/// Checks what the chain checks before it takes a proof of work (`pow_register`, spec 475).
///
/// Returns `NANOTAO_OK`, `NANOTAO_REGISTRATION_...`, `NANOTAO_INVALID_FLAG` or `NANOTAO_INVALID_STRUCT_SIZE`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nanotao_check_pow_registration(state: *const PowState) -> Status {
    status(|| {
        // SAFETY: the caller's promise, as the header states it.
        let state = unsafe { memory::get_struct(state) }?;
        let registration = PowRegistration {
            netuid: NetUid(state.netuid),
            work_block: state.work_block,
            nonce: state.nonce,
            work: CoreH256(state.work.bytes),
            hotkey: state.hotkey.into(),
            coldkey: state.coldkey.into(),
        };
        let subnet = SubnetState {
            subnet_exists: flag(state.subnet_exists)?,
            registration_allowed: flag(state.registration_allowed)?,
            pow_registration_allowed: flag(state.pow_registration_allowed)?,
            max_allowed_uids: state.max_allowed_uids,
            registrations_this_block: state.registrations_this_block,
            max_registrations_per_block: state.max_registrations_per_block,
            difficulty: state.difficulty,
            difficulty_bounds: DifficultyBounds { min: state.min_difficulty, max: state.max_difficulty },
        };
        let hotkey = HotkeyState {
            registered: flag(state.registered)?,
            last_pow_registration_block: flag(state.has_last_pow_registration_block)?
                .then_some(state.last_pow_registration_block),
            is_subnet_account: flag(state.is_subnet_account)?,
            owner: flag(state.has_owner)?.then(|| state.owner.into()),
            owned_hotkeys: state.owned_hotkeys as usize,
            staking_hotkeys: state.staking_hotkeys as usize,
        };
        let hash = CoreH256(state.block_hash.bytes);
        check_pow_registration(&registration, &subnet, &hotkey, state.current_block, &hash)
            .map_err(|error| error.code())?;
        Ok(())
    })
}
