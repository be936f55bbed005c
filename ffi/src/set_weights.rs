//! What the chain does with weights, before it costs a transaction to find out.

use nanotao::weights::{
    HotkeyState, SubnetState, check_commit_reveal_enabled, check_set_weights, check_vec_max_limited,
    commit_hash, get_netuid_and_subid, mechanism_storage_index, normalize_weights,
    vec_u16_max_upscale_to_u16,
};
use nanotao::{MechId, NetUid, NetUidStorageIndex};

use crate::crypto::AccountId;
use crate::fault::{Fault, status, status_at};
use crate::hashing::H256;
use crate::memory::{self, Output, Place, Sized32, extent, flag};
use crate::status::Status;

/// What the chain reads when weights are set. Storage names in brackets.
#[derive(Clone, Copy)]
#[repr(C)]
pub struct SetWeightsState {
    /// `sizeof(nanotao_set_weights_state)`.
    pub struct_size: u32,
    /// 1 if the subnet exists (`NetworksAdded`), else 0.
    pub subnet_exists: u32,
    /// 1 if the subnet takes committed weights only (`CommitRevealWeightsEnabled`), else 0.
    pub commit_reveal_weights_enabled: u32,
    /// 1 if the owner's hotkey is registered (`SubnetOwnerHotkey` in `Uids`), else 0.
    pub has_owner_uid: u32,
    /// 1 if the hotkey is registered (`Uids`), else 0.
    pub has_uid: u32,
    /// 1 if the hotkey may set weights for others (`ValidatorPermit`), else 0.
    pub validator_permit: u32,
    /// The oldest version key that the subnet takes, 0 for any (`WeightsVersionKey`).
    pub weights_version_key: u64,
    /// Blocks from one set of weights to the next (`WeightsSetRateLimit`).
    pub weights_set_rate_limit: u64,
    /// The stake weight from which on a hotkey may set weights (`StakeThreshold`).
    pub stake_threshold: u64,
    /// The block in which the call is executed.
    pub current_block: u64,
    /// The hotkey's stake weight in whole rao.
    pub total_stake: u64,
    /// The block of the hotkey's last weights for this mechanism (`LastUpdate`), 0 for never.
    pub last_update: u64,
    /// How many mechanisms the subnet has (`MechanismCountCurrent`).
    pub mechanism_count: u16,
    /// How many neurons the subnet has (`SubnetworkN`).
    pub subnetwork_n: u16,
    /// The least number of weights (`MinAllowedWeights`).
    pub min_allowed_weights: u16,
    /// The largest share of 65535 that one weight may have: 65535 on today's chain.
    pub max_weight_limit: u16,
    /// The uid of the owner's hotkey. Not read if there is none.
    pub owner_uid: u16,
    /// The hotkey's uid. Not read if there is none.
    pub uid: u16,
    /// 0.
    pub reserved: u32,
}

// SAFETY: `repr(C)`, integers only, the size first.
unsafe impl Sized32 for SetWeightsState {}

impl SetWeightsState {
    fn to_core(self) -> Result<(SubnetState, HotkeyState), Fault> {
        let mechanism_count = u8::try_from(self.mechanism_count).unwrap_or(u8::MAX);
        let subnet = SubnetState {
            subnet_exists: flag(self.subnet_exists)?,
            mechanism_count: MechId(mechanism_count),
            subnetwork_n: self.subnetwork_n,
            commit_reveal_weights_enabled: flag(self.commit_reveal_weights_enabled)?,
            weights_version_key: self.weights_version_key,
            weights_set_rate_limit: self.weights_set_rate_limit,
            min_allowed_weights: self.min_allowed_weights,
            max_weight_limit: self.max_weight_limit,
            stake_threshold: self.stake_threshold,
            owner_uid: flag(self.has_owner_uid)?.then_some(self.owner_uid),
            current_block: self.current_block,
        };
        let hotkey = HotkeyState {
            uid: flag(self.has_uid)?.then_some(self.uid),
            total_stake: self.total_stake,
            last_update: self.last_update,
            validator_permit: flag(self.validator_permit)?,
        };
        Ok((subnet, hotkey))
    }
}

/// Makes every check of the chain on weights, in its order, and writes the values that it would store, one for each uid
/// (`do_set_mechanism_weights`). Where commit-reveal is on, this is what happens at the reveal.
///
/// - `state`: in, at the block of execution.
/// - `netuid`, `mecid`: in; mechanism 0 is the main one.
/// - `uids`, `uids_len`, `values`, `values_len`, `version_key`: in, as for `nanotao_set_weights_payload`.
/// - `stored`, `cap`, `len`: out.
/// - `position`: out, the place at fault; may be NULL.
///
/// Returns `NANOTAO_OK`, `NANOTAO_BUFFER_TOO_SMALL` or `NANOTAO_CHAIN_...`: the error that the chain gives first.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nanotao_check_set_weights(
    state: *const SetWeightsState,
    netuid: u16,
    mecid: u8,
    uids: *const u16,
    uids_len: usize,
    values: *const u16,
    values_len: usize,
    version_key: u64,
    stored: *mut u16,
    cap: usize,
    len: *mut usize,
    position: *mut usize,
) -> Status {
    let run = || {
        // SAFETY: the caller's promise, as the header states it.
        let (state, uids, values, mut out) = unsafe {
            let out = Output::new(stored, cap, len)?;
            (
                memory::get_struct(state)?,
                memory::slice(uids, uids_len)?,
                memory::slice(values, values_len)?,
                out,
            )
        };
        out.apart_from(&[extent(uids), extent(values)])?;
        let (subnet, hotkey) = state.to_core()?;
        let row =
            check_set_weights(&subnet, &hotkey, NetUid(netuid), MechId(mecid), uids, values, version_key)?;
        let stored = out.buffer(row.len())?;
        stored.iter_mut().zip(row.iter()).for_each(|(cell, (_, value))| *cell = value);
        out.set_len(row.len());
        Ok(())
    };
    // SAFETY: the caller's promise, as the header states it.
    unsafe { status_at(position, run) }
}

/// Checks that a subnet takes plain weights: the chain does so before all of `nanotao_check_set_weights`.
///
/// Returns `NANOTAO_OK` or `NANOTAO_CHAIN_COMMIT_REVEAL_ENABLED`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nanotao_check_commit_reveal_enabled(state: *const SetWeightsState) -> Status {
    status(|| {
        // SAFETY: the caller's promise, as the header states it.
        let (subnet, _) = unsafe { memory::get_struct(state)? }.to_core()?;
        Ok(check_commit_reveal_enabled(&subnet)?)
    })
}

/// Scales weights in place so that the largest becomes 65535, as the chain stores them (`vec_u16_max_upscale_to_u16`).
///
/// Returns `NANOTAO_OK`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nanotao_vec_u16_max_upscale_to_u16(weights: *mut u16, weights_len: usize) -> Status {
    status(|| {
        // SAFETY: the caller's promise, as the header states it.
        vec_u16_max_upscale_to_u16(unsafe { memory::slice_mut(weights, weights_len)? });
        Ok(())
    })
}

/// Scales weights in place so that they sum to 65535 or a little less (`normalize_weights`).
///
/// Returns `NANOTAO_OK`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nanotao_normalize_weights(weights: *mut u16, weights_len: usize) -> Status {
    status(|| {
        // SAFETY: the caller's promise, as the header states it.
        normalize_weights(unsafe { memory::slice_mut(weights, weights_len)? });
        Ok(())
    })
}

/// Tells whether no weight's share exceeds `max_limit` of 65535 (`check_vec_max_limited`).
///
/// - `holds`: out, 1 or 0.
///
/// Returns `NANOTAO_OK`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nanotao_check_vec_max_limited(
    weights: *const u16,
    weights_len: usize,
    max_limit: u16,
    holds: *mut u32,
) -> Status {
    status(|| {
        // SAFETY: the caller's promise, as the header states it.
        let (weights, holds) = unsafe { (memory::slice(weights, weights_len)?, Place::new(holds)?) };
        holds.set(check_vec_max_limited(weights, max_limit).into());
        Ok(())
    })
}

/// Hashes weights for `commit_weights`, as `reveal_weights` will check them (`get_commit_hash`).
///
/// - `account`: in, who commits.
/// - `netuid_index`: in, of `nanotao_mechanism_storage_index`; the netuid itself for the main mechanism.
/// - `uids`, `values`, `salt`, each with its length, and `version_key`: in, what will be revealed.
/// - `hash`: out.
///
/// Returns `NANOTAO_OK`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nanotao_commit_hash(
    account: *const AccountId,
    netuid_index: u16,
    uids: *const u16,
    uids_len: usize,
    values: *const u16,
    values_len: usize,
    salt: *const u16,
    salt_len: usize,
    version_key: u64,
    hash: *mut H256,
) -> Status {
    status(|| {
        // SAFETY: the caller's promise, as the header states it.
        let (who, lists, hash) = unsafe {
            let uids = memory::slice(uids, uids_len)?;
            let lists = (uids, memory::slice(values, values_len)?, memory::slice(salt, salt_len)?);
            (memory::get(account)?, lists, Place::new(hash)?)
        };
        let (uids, values, salt) = (lists.0.into(), lists.1.into(), lists.2.into());
        let index = NetUidStorageIndex(netuid_index);
        let bytes = commit_hash(&who.into(), index, uids, values, salt, version_key).0;
        hash.set(H256 { bytes });
        Ok(())
    })
}

/// Gives the key of a mechanism's weights, `mecid * 4096 + netuid` (`get_mechanism_storage_index`), saturating as on the
/// chain.
#[unsafe(no_mangle)]
pub extern "C" fn nanotao_mechanism_storage_index(netuid: u16, mecid: u8) -> u16 {
    mechanism_storage_index(NetUid(netuid), MechId(mecid)).0
}

/// Takes a storage index apart (`get_netuid_and_subid`).
///
/// - `netuid_index`: in.
/// - `subnet_exists`, `mechanism_count`: in, of the subnet that comes out, which is `netuid_index` modulo 4096.
/// - `netuid`, `mecid`: out.
///
/// Returns `NANOTAO_OK` or `NANOTAO_CHAIN_MECHANISM_DOES_NOT_EXIST`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nanotao_get_netuid_and_subid(
    netuid_index: u16,
    subnet_exists: u32,
    mechanism_count: u8,
    netuid: *mut u16,
    mecid: *mut u8,
) -> Status {
    status(|| {
        // SAFETY: the caller's promise, as the header states it.
        let (to_netuid, to_mecid) = unsafe { (Place::new(netuid)?, Place::new(mecid)?) };
        let index = NetUidStorageIndex(netuid_index);
        let (netuid, mecid) = get_netuid_and_subid(index, flag(subnet_exists)?, MechId(mechanism_count))?;
        to_netuid.set(netuid.0);
        to_mecid.set(mecid.0);
        Ok(())
    })
}
