//! The single checks of `set_weights`, under the chain's names; `nanotao_check_set_weights` makes them all.

use nanotao::{NetUid, weights as core};

use crate::fault::status;
use crate::memory::{self, Place, flag};
use crate::status::Status;

/// Tells whether a version key is up to date (`check_version_key`): 1 or 0. A subnet's key of 0 lets every one pass.
#[unsafe(no_mangle)]
pub extern "C" fn nanotao_check_version_key(weights_version_key: u64, version_key: u64) -> u32 {
    core::check_version_key(weights_version_key, version_key).into()
}

/// Tells whether enough blocks have passed since the neuron's last weights (`check_rate_limit`).
///
/// - `uid_exists`: in, 1 or 0. A uid that no neuron has does not pass.
/// - `last_update`: in, the block of the last weights; 0 means never.
/// - `current_block`, `weights_set_rate_limit`: in.
/// - `holds`: out, 1 or 0.
///
/// Returns `NANOTAO_OK` or `NANOTAO_INVALID_FLAG`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nanotao_check_rate_limit(
    uid_exists: u32,
    last_update: u64,
    current_block: u64,
    weights_set_rate_limit: u64,
    holds: *mut u32,
) -> Status {
    status(|| {
        // SAFETY: the caller's promise, as the header states it.
        let holds = unsafe { Place::new(holds)? };
        let uid_exists = flag(uid_exists)?;
        let passes = core::check_rate_limit(uid_exists, last_update, current_block, weights_set_rate_limit);
        holds.set(passes.into());
        Ok(())
    })
}

/// Tells whether a uid occurs twice (`has_duplicate_uids`).
///
/// - `uids`, `uids_len`: in.
/// - `holds`: out, 1 or 0.
///
/// Returns `NANOTAO_OK`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nanotao_has_duplicate_uids(
    uids: *const u16,
    uids_len: usize,
    holds: *mut u32,
) -> Status {
    status(|| {
        // SAFETY: the caller's promise, as the header states it.
        let (uids, holds) = unsafe { (memory::slice(uids, uids_len)?, Place::new(holds)?) };
        holds.set(core::has_duplicate_uids(uids).into());
        Ok(())
    })
}

/// Tells whether the weights are one weight of the neuron for itself (`is_self_weight`).
///
/// - `uid`: in, the neuron's.
/// - `uids`, `uids_len`, `weights`, `weights_len`: in.
/// - `holds`: out, 1 or 0.
///
/// Returns `NANOTAO_OK`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nanotao_is_self_weight(
    uid: u16,
    uids: *const u16,
    uids_len: usize,
    weights: *const u16,
    weights_len: usize,
    holds: *mut u32,
) -> Status {
    status(|| {
        // SAFETY: the caller's promise, as the header states it.
        let (uids, weights, holds) = unsafe {
            (memory::slice(uids, uids_len)?, memory::slice(weights, weights_len)?, Place::new(holds)?)
        };
        holds.set(core::is_self_weight(uid, uids, weights).into());
        Ok(())
    })
}

/// Tells whether there are enough weights (`check_length`): `min_allowed_weights`, or one for each neuron of a smaller
/// subnet. A single weight for itself is enough outside the root network.
///
/// - `netuid`, `uid`: in, the neuron's.
/// - `uids`, `uids_len`, `weights`, `weights_len`: in.
/// - `subnetwork_n`, `min_allowed_weights`: in, of the subnet.
/// - `holds`: out, 1 or 0.
///
/// Returns `NANOTAO_OK`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nanotao_check_length(
    netuid: u16,
    uid: u16,
    uids: *const u16,
    uids_len: usize,
    weights: *const u16,
    weights_len: usize,
    subnetwork_n: u16,
    min_allowed_weights: u16,
    holds: *mut u32,
) -> Status {
    status(|| {
        // SAFETY: the caller's promise, as the header states it.
        let (uids, weights, holds) = unsafe {
            (memory::slice(uids, uids_len)?, memory::slice(weights, weights_len)?, Place::new(holds)?)
        };
        let netuid = NetUid(netuid);
        holds.set(core::check_length(netuid, uid, uids, weights, subnetwork_n, min_allowed_weights).into());
        Ok(())
    })
}
