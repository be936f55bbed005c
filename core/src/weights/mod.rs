//! Weights: from a validator's scores to the row that the chain stores.
//!
//! - [`sdk10`], [`sdk11`]: scores to `u16` weights, as the two generations of the Python SDK make them;
//! - [`check_set_weights`]: every check of `set_weights` in the chain's order, and the [`StoredRow`] that results;
//!   the single checks stand beside it under the chain's names, and [`check_pairs`] makes those that need no state;
//! - [`vec_u16_max_upscale_to_u16`], [`normalize_weights`]: the chain's own scaling;
//! - [`mechanism_storage_index`] and its inverses; [`commit_hash`] and [`commit_salt`] for commit-reveal;
//! - `timelock` (feature): commits that a round of drand's beacon opens.
//!
//! Everything is integer or IEEE double arithmetic in a fixed order, so a chip without a floating-point unit, which
//! computes doubles in software, gives the same bits as the SDK on a server.

mod checks;
mod commit;
mod error;
mod mechanism;
mod quantise;
pub mod sdk10;
pub mod sdk11;
mod set_weights;
#[cfg(feature = "timelock")]
pub mod timelock;
mod upscale;

pub use checks::{
    MAX_UIDS, check_len_uids_within_allowed, check_length, check_pairs, check_rate_limit, check_uids,
    check_version_key, contains_invalid_uids, has_duplicate_uids, is_self_weight, uids_match_values,
};
pub use commit::{Salt, commit_hash, commit_salt};
pub use error::{ChainError, QuantiseError};
pub use mechanism::{
    GLOBAL_MAX_SUBNET_COUNT, check_mechanism, ensure_mechanism_exists, get_netuid, get_netuid_and_subid,
    mechanism_storage_index,
};
pub use set_weights::{
    HotkeyState, MAX_WEIGHT_LIMIT, StoredRow, SubnetState, check_commit_reveal_enabled, check_set_weights,
};
pub use upscale::{check_vec_max_limited, normalize_weights, vec_u16_max_upscale_to_u16};
