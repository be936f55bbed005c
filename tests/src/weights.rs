//! `weights.json`: the chain's checks, scaling, indices and commit hash.

use crate::case::{Account, Case, Hex};
use crate::outcome::{Step, Stop, Verdict, equal, equal_bytes};
use alloc::vec::Vec;
use nanotao::hashing::blake2_256;
use nanotao::scale::{Scale, U16s, Writer};
use nanotao::weights::{self, HotkeyState, MAX_WEIGHT_LIMIT, SubnetState};
use nanotao::{AccountId, H256, MechId, NetUid, NetUidStorageIndex};

pub(crate) fn vec_u16_max_upscale_to_u16(case: Case<'_>) -> Verdict {
    in_place(case, weights::vec_u16_max_upscale_to_u16)
}

pub(crate) fn normalize_weights(case: Case<'_>) -> Verdict {
    in_place(case, weights::normalize_weights)
}

fn in_place(case: Case<'_>, function: fn(&mut [u16])) -> Verdict {
    let mut row: Vec<u16> = case.get("in")?;
    function(&mut row);
    equal("out", row, case.get::<Vec<u16>>("out")?)
}

pub(crate) fn check_vec_max_limited(case: Case<'_>) -> Verdict {
    let row: Vec<u16> = case.get("in")?;
    told(case, weights::check_vec_max_limited(&row, case.get("max_limit")?))
}

pub(crate) fn has_duplicate_uids(case: Case<'_>) -> Verdict {
    let uids: Vec<u16> = case.get("in")?;
    told(case, weights::has_duplicate_uids(&uids))
}

pub(crate) fn is_self_weight(case: Case<'_>) -> Verdict {
    let (uids, values): (Vec<u16>, Vec<u16>) = (case.get("uids")?, case.get("weights")?);
    told(case, weights::is_self_weight(case.get("uid")?, &uids, &values))
}

pub(crate) fn check_length(case: Case<'_>) -> Verdict {
    let (uids, values): (Vec<u16>, Vec<u16>) = (case.get("uids")?, case.get("weights")?);
    let (n, min) = (case.get("subnetwork_n")?, case.get("min_allowed_weights")?);
    told(case, weights::check_length(NetUid(case.get("netuid")?), case.get("uid")?, &uids, &values, n, min))
}

pub(crate) fn check_version_key(case: Case<'_>) -> Verdict {
    told(case, weights::check_version_key(case.get("network_version_key")?, case.get("version_key")?))
}

pub(crate) fn check_rate_limit(case: Case<'_>) -> Verdict {
    let (last_update, current_block) = (case.get("last_update")?, case.get("current_block")?);
    let passes = weights::check_rate_limit(
        case.get("uid_exists")?,
        last_update,
        current_block,
        case.get("rate_limit")?,
    );
    told(case, passes)
}

fn told(case: Case<'_>, ours: bool) -> Verdict {
    equal("out", ours, case.get::<bool>("out")?)
}

pub(crate) fn mechanism_storage_index(case: Case<'_>) -> Verdict {
    let netuid_index =
        weights::mechanism_storage_index(NetUid(case.get("netuid")?), MechId(case.get("mecid")?));
    equal("index", netuid_index, NetUidStorageIndex(case.get("index")?))?;
    equal("get_netuid", weights::get_netuid(netuid_index), NetUid(case.get("get_netuid")?))
}

pub(crate) fn get_netuid_and_subid(case: Case<'_>) -> Verdict {
    let count = MechId(case.get("mechanism_count")?);
    let index = NetUidStorageIndex(case.get("index")?);
    let ours = weights::get_netuid_and_subid(index, case.get("subnet_exists")?, count).ok();
    let theirs = case.nullable::<(u16, u8)>("out")?;
    equal("out", ours, theirs.map(|(netuid, mecid)| (NetUid(netuid), MechId(mecid))))
}

pub(crate) fn commit_hash(case: Case<'_>) -> Verdict {
    let (who, netuid_index) = (AccountId(case.get("who")?), NetUidStorageIndex(case.get("netuid_index")?));
    let preimage = hash(case, &who, netuid_index)?;
    equal_bytes("preimage", &preimage, &case.get::<Hex>("preimage")?.0)
}

/// `weight_hash.json`: the SDK's hash, which must be the chain's.
pub(crate) fn weight_hash(case: Case<'_>) -> Verdict {
    let who = AccountId(case.get("public_key")?);
    equal("address", case.get::<Account>("address")?.0, who)?;
    hash(case, &who, NetUidStorageIndex(case.get("netuid")?)).map(|_| ())
}

fn hash(case: Case<'_>, who: &AccountId, netuid_index: NetUidStorageIndex) -> Result<Vec<u8>, Stop> {
    let [uids, values, salt]: [Vec<u16>; 3] = [case.get("uids")?, case.get("values")?, case.get("salt")?];
    let [uids, values, salt] = [&uids, &values, &salt].map(|list| U16s::from(list.as_slice()));
    let (version_key, theirs) = (case.get::<u64>("version_key")?, H256(case.get("hash")?));
    let ours = weights::commit_hash(who, netuid_index, uids, values, salt, version_key);
    equal("hash", ours, theirs)?;

    // The core hashes without ever having the preimage in one piece.
    let len = [uids, values, salt].iter().map(U16s::encoded_len).sum::<usize>();
    let mut preimage = alloc::vec![0; 42 + len];
    let mut out = Writer::new(&mut preimage);
    (who.encode(&mut out).and_then(|()| netuid_index.encode(&mut out)))
        .and_then(|()| [uids, values, salt].iter().try_for_each(|list| list.encode(&mut out)))
        .and_then(|()| version_key.encode(&mut out))
        .step("preimage")?;
    equal("hash of the preimage", H256(blake2_256(&preimage)), theirs)?;
    Ok(preimage)
}

/// The pallet's inner functions: they do not look whether commit-reveal keeps the extrinsic out.
pub(crate) fn set_weights(case: Case<'_>) -> Verdict {
    let uid: Option<u16> = case.nullable("caller_uid")?;
    let last_update: Vec<u64> = case.get("last_update")?;
    let permits: Vec<bool> = case.get("validator_permit")?;
    let at = |uid: Option<u16>| uid.map(usize::from);
    let subnet = SubnetState {
        subnet_exists: case.get("subnet_exists")?,
        mechanism_count: MechId(case.get("mechanism_count")?),
        subnetwork_n: case.get("n")?,
        commit_reveal_weights_enabled: case.get("commit_reveal_enabled")?,
        weights_version_key: case.get("network_version_key")?,
        weights_set_rate_limit: case.get("rate_limit")?,
        min_allowed_weights: case.get("min_allowed_weights")?,
        max_weight_limit: MAX_WEIGHT_LIMIT,
        stake_threshold: case.get("stake_threshold")?,
        owner_uid: case.nullable("owner_uid")?,
        current_block: case.get("current_block")?,
    };
    let hotkey = HotkeyState {
        uid,
        total_stake: case.get("caller_total_stake")?,
        last_update: at(uid).and_then(|uid| last_update.get(uid)).copied().unwrap_or_default(),
        validator_permit: at(uid).and_then(|uid| permits.get(uid)).copied().unwrap_or_default(),
    };
    let (uids, values): (Vec<u16>, Vec<u16>) = (case.get("uids")?, case.get("values")?);
    let (netuid, mecid) = (NetUid(case.get("netuid")?), MechId(case.get("mecid")?));
    let version_key = case.get("version_key")?;
    let ours = weights::check_set_weights(&subnet, &hotkey, netuid, mecid, &uids, &values, version_key);
    let theirs: Option<&str> = case.nullable("error")?;
    equal("error", ours.err().map(|error| error.name()), theirs)?;
    let row: Option<Vec<(u16, u16)>> = case.nullable("stored")?;
    equal("stored", ours.ok().map(|row| row.iter().collect()), row)
}
