//! What the chain checks before it takes a proof of work.

use super::{DifficultyBounds, RegistrationError, create_registration_seal, hash_meets_difficulty};
use crate::primitives::{AccountId, H256, NetUid};

/// How many blocks old a proof may be.
pub const MAX_WORK_AGE_BLOCKS: u64 = 5;

/// How many hotkeys a coldkey may own, or stake to, before it gets one more for work (`MAX_STAKING_HOTKEYS`).
pub const MAX_STAKING_HOTKEYS: usize = 256;

/// The arguments of `pow_register`, and who signs it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PowRegistration {
    /// The subnet.
    pub netuid: NetUid,
    /// The block that the work was done for.
    pub work_block: u64,
    /// What was searched for.
    pub nonce: u64,
    /// The seal that was found.
    pub work: H256,
    /// The hotkey to be registered.
    pub hotkey: AccountId,
    /// The signer.
    pub coldkey: AccountId,
}

/// What the chain knows of the subnet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SubnetState {
    /// Whether there is such a subnet (`if_subnet_exist`).
    pub subnet_exists: bool,
    /// `NetworkRegistrationAllowed`.
    pub registration_allowed: bool,
    /// `NetworkPowRegistrationAllowed`.
    pub pow_registration_allowed: bool,
    /// `MaxAllowedUids`.
    pub max_allowed_uids: u16,
    /// `RegistrationsThisBlock`.
    pub registrations_this_block: u16,
    /// `MaxRegistrationsPerBlock`.
    pub max_registrations_per_block: u16,
    /// `Difficulty`.
    pub difficulty: u64,
    /// `MinDifficulty` and `MaxDifficulty`.
    pub difficulty_bounds: DifficultyBounds,
}

/// What the chain knows of hotkey and coldkey.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct HotkeyState {
    /// Whether the hotkey has a uid in the subnet (`Uids`).
    pub registered: bool,
    /// `LastPowRegistrationBlock` of the hotkey.
    pub last_pow_registration_block: Option<u64>,
    /// Whether the hotkey is the account of a subnet (`is_subnet_account_id`).
    pub is_subnet_account: bool,
    /// `Owner` of the hotkey.
    pub owner: Option<AccountId>,
    /// Length of the coldkey's `OwnedHotkeys`.
    pub owned_hotkeys: usize,
    /// Length of the coldkey's `StakingHotkeys`.
    pub staking_hotkeys: usize,
}

/// Makes the checks of `pow_register`, in the chain's order (`check_pow_registration`). `block_hash` is the hash of
/// `work_block`; all zeros if the chain does not have it. Whether a full subnet has a uid to give away, the chain finds out
/// later.
///
/// # Errors
/// The first check that fails.
///
/// # Chain source
/// `subnets/registration.rs`, spec 475.
pub fn check_pow_registration(
    registration: &PowRegistration,
    subnet: &SubnetState,
    hotkey: &HotkeyState,
    current_block: u64,
    block_hash: &H256,
) -> Result<(), RegistrationError> {
    use RegistrationError as Error;
    let PowRegistration { netuid, work_block, nonce, work, hotkey: account, coldkey } = registration;
    ensure(!netuid.is_root(), Error::RegistrationNotPermittedOnRootSubnet)?;
    ensure(subnet.subnet_exists, Error::SubnetNotExists)?;
    ensure(
        subnet.registration_allowed && subnet.pow_registration_allowed,
        Error::SubNetRegistrationDisabled,
    )?;
    ensure(!hotkey.registered, Error::HotKeyAlreadyRegisteredInSubNet)?;
    ensure(subnet.max_allowed_uids != 0, Error::NoNeuronIdAvailable)?;
    ensure(
        subnet.registrations_this_block < subnet.max_registrations_per_block,
        Error::TooManyRegistrationsThisBlock,
    )?;
    let age = current_block.saturating_sub(*work_block);
    let is_new = hotkey.last_pow_registration_block.is_none_or(|last| *work_block > last);
    ensure(
        (1..=MAX_WORK_AGE_BLOCKS).contains(&age) && is_new && *block_hash != H256::default(),
        Error::InvalidWorkBlock,
    )?;
    let seal = create_registration_seal(*netuid, block_hash, *nonce, account, coldkey);
    ensure(*work == seal, Error::InvalidSeal)?;
    let needed = subnet.difficulty_bounds.effective(subnet.difficulty);
    ensure(hash_meets_difficulty(work, needed.into()), Error::InvalidDifficulty { needed })?;
    ensure(!hotkey.is_subnet_account, Error::CannotUseSystemAccount)?;
    ensure(hotkey.owner.is_none_or(|owner| owner == *coldkey), Error::NonAssociatedColdKey)?;
    let has_room = hotkey.owned_hotkeys < MAX_STAKING_HOTKEYS && hotkey.staking_hotkeys < MAX_STAKING_HOTKEYS;
    ensure(hotkey.owner.is_some() || has_room, Error::TooManyStakingHotkeys)
}

fn ensure(holds: bool, error: RegistrationError) -> Result<(), RegistrationError> {
    if holds { Ok(()) } else { Err(error) }
}
