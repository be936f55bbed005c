//! Where a mechanism's weights are stored.

use super::ChainError;
use crate::primitives::{MechId, NetUid, NetUidStorageIndex};

/// The step from one mechanism's storage index to the next (`GLOBAL_MAX_SUBNET_COUNT`).
pub const GLOBAL_MAX_SUBNET_COUNT: u16 = 4096;

/// Gives the key of a mechanism's weights, `mecid · 4096 + netuid` (`get_mechanism_storage_index`), saturating as on
/// the chain. The commit hash contains it as `netuid_index`.
///
/// # Chain source
/// `subnets/mechanism.rs`, spec 425.
pub const fn mechanism_storage_index(netuid: NetUid, mecid: MechId) -> NetUidStorageIndex {
    NetUidStorageIndex((mecid.0 as u16).saturating_mul(GLOBAL_MAX_SUBNET_COUNT).saturating_add(netuid.0))
}

/// Checks that a subnet may take weights, and that it and its mechanism have a storage index, as whatever exists has.
///
/// # Errors
/// [`ChainError::CanNotSetRootNetworkWeights`] or [`ChainError::MechanismDoesNotExist`].
pub fn check_mechanism(netuid: NetUid, mecid: MechId) -> Result<(), ChainError> {
    if netuid.is_root() {
        return Err(ChainError::CanNotSetRootNetworkWeights);
    }
    ensure_mechanism_exists(netuid.0 < GLOBAL_MAX_SUBNET_COUNT, MAX_MECHANISMS, mecid)
}

/// Mechanisms that have a storage index.
const MAX_MECHANISMS: MechId = MechId(16);

/// Gives the subnet to which a storage index belongs (`get_netuid`).
///
/// # Chain source
/// `subnets/mechanism.rs`, spec 425.
pub const fn get_netuid(netuid_index: NetUidStorageIndex) -> NetUid {
    NetUid(netuid_index.0 % GLOBAL_MAX_SUBNET_COUNT)
}

/// Takes a storage index apart (`get_netuid_and_subid`). `subnet_exists` and `mechanism_count` are those of
/// [`get_netuid`]`(netuid_index)`.
///
/// # Errors
/// [`ChainError::MechanismDoesNotExist`].
///
/// # Chain source
/// `subnets/mechanism.rs`, spec 425.
pub fn get_netuid_and_subid(
    netuid_index: NetUidStorageIndex,
    subnet_exists: bool,
    mechanism_count: MechId,
) -> Result<(NetUid, MechId), ChainError> {
    // At most 65535 / 4096 = 15, so nothing is cut off.
    let mecid = MechId((netuid_index.0 / GLOBAL_MAX_SUBNET_COUNT) as u8);
    ensure_mechanism_exists(subnet_exists, mechanism_count, mecid)?;
    Ok((get_netuid(netuid_index), mecid))
}

/// Checks that a subnet exists and has a mechanism (`ensure_mechanism_exists`).
///
/// # Errors
/// [`ChainError::MechanismDoesNotExist`].
///
/// # Chain source
/// `subnets/mechanism.rs`, spec 425.
pub fn ensure_mechanism_exists(
    subnet_exists: bool,
    mechanism_count: MechId,
    mecid: MechId,
) -> Result<(), ChainError> {
    if subnet_exists && mechanism_count > mecid { Ok(()) } else { Err(ChainError::MechanismDoesNotExist) }
}

#[cfg(test)]
mod tests {
    use super::{get_netuid, get_netuid_and_subid, mechanism_storage_index};
    use crate::primitives::{MechId, NetUid, NetUidStorageIndex};
    use crate::weights::ChainError;

    // vectors/chain/weights.json, mechanism_storage_index.
    #[test]
    fn a_mechanism_has_its_own_storage_index() {
        for (netuid, mecid, index) in [(0, 0, 0), (1, 1, 4097), (1204, 15, 62644), (3473, 6, 28049)] {
            let key = mechanism_storage_index(NetUid(netuid), MechId(mecid));
            assert_eq!(key, NetUidStorageIndex(index));
            assert_eq!(get_netuid(key), NetUid(netuid));
        }
    }

    // vectors/chain/weights.json, get_netuid_and_subid.
    #[test]
    fn a_storage_index_comes_apart_only_where_the_mechanism_exists() {
        for (index, count, exists, expected) in [
            (10977, 6, true, Ok((NetUid(2785), MechId(2)))),
            (328, 15, false, Err(ChainError::MechanismDoesNotExist)),
            (49620, 10, true, Err(ChainError::MechanismDoesNotExist)),
        ] {
            assert_eq!(get_netuid_and_subid(NetUidStorageIndex(index), exists, MechId(count)), expected);
        }
    }
}
