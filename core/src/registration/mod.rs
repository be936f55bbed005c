//! Registration: proof of work for a uid.
//!
//! - [`create_registration_seal`]: what `pow_register` hashes, and [`hash_meets_difficulty`];
//! - [`check_pow_registration`]: every check that the chain makes before it takes a proof;
//! - [`DifficultyBounds`]: how the difficulty rises with each registration and falls with each block;
//! - [`create_seal_hash`]: the older seal, of the faucet of test networks.

mod check;
mod difficulty;
mod error;
mod seal;

pub use check::{
    HotkeyState, MAX_STAKING_HOTKEYS, MAX_WORK_AGE_BLOCKS, PowRegistration, SubnetState,
    check_pow_registration,
};
pub use difficulty::{DifficultyBounds, decay_factor_q32};
pub use error::RegistrationError;
pub use ethnum::U256;
pub use seal::{
    create_registration_seal, create_seal_hash, hash_block_and_hotkey, hash_hotkey_to_u64,
    hash_meets_difficulty,
};
