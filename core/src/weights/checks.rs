//! The single checks of `set_weights`, under the chain's names.

use super::ChainError;
use crate::primitives::{NetUid, Uid};
use crate::scale::U16s;

/// Neurons that a subnet can have at most (`DefaultMaxAllowedUids`).
pub const MAX_UIDS: u16 = 256;

/// Checks what fails on any subnet: as many values as uids, and uids as [`check_uids`] has them.
///
/// # Errors
/// [`ChainError::WeightVecNotEqualSize`], or as [`check_uids`].
pub fn check_pairs(uids: U16s<'_>, values: U16s<'_>) -> Result<(), ChainError> {
    if uids.len() != values.len() {
        return Err(ChainError::WeightVecNotEqualSize { uids: uids.len(), values: values.len() });
    }
    check_uids(uids)
}

/// Checks what fails on any subnet: at most [`MAX_UIDS`] uids, none of them twice.
///
/// # Errors
/// [`ChainError::UidsLengthExceedUidsInSubNet`] or [`ChainError::DuplicateUids`].
pub fn check_uids(uids: U16s<'_>) -> Result<(), ChainError> {
    let len = uids.len();
    if len > usize::from(MAX_UIDS) {
        return Err(ChainError::UidsLengthExceedUidsInSubNet { len, max: MAX_UIDS });
    }
    first_duplicate(uids).map_or(Ok(()), |index| Err(ChainError::DuplicateUids { index }))
}

/// Tells whether there are as many values as uids (`uids_match_values`).
///
/// # Chain source
/// `subnets/weights.rs`, spec 425, as for all checks here.
pub fn uids_match_values(uids: &[Uid], values: &[u16]) -> bool {
    uids.len() == values.len()
}

/// Tells whether there are no more uids than neurons (`check_len_uids_within_allowed`).
pub fn check_len_uids_within_allowed(subnetwork_n: u16, uids: &[Uid]) -> bool {
    uids.len() <= usize::from(subnetwork_n)
}

/// Tells whether a version key is up to date (`check_version_key`). A subnet's key of 0 lets every one pass.
pub fn check_version_key(weights_version_key: u64, version_key: u64) -> bool {
    weights_version_key == 0 || version_key >= weights_version_key
}

/// Tells whether enough blocks have passed since the neuron's last weights (`check_rate_limit`). A `last_update` of 0
/// means never. A uid that no neuron has does not pass.
pub fn check_rate_limit(
    uid_exists: bool,
    last_update: u64,
    current_block: u64,
    weights_set_rate_limit: u64,
) -> bool {
    uid_exists && (last_update == 0 || current_block.saturating_sub(last_update) >= weights_set_rate_limit)
}

/// Tells whether a uid occurs twice (`has_duplicate_uids`).
///
/// # Cost
/// Linear where uids are below 2048, else at most 32 passes; 256 bytes of stack. The chain's own way is quadratic.
pub fn has_duplicate_uids(uids: &[Uid]) -> bool {
    first_duplicate(uids.into()).is_some()
}

/// The index of the first uid that occurred before.
pub(super) fn first_duplicate(uids: U16s<'_>) -> Option<usize> {
    // A bitmap of all uids would take 8 KiB of a device's stack, so each pass looks at 2048 of them.
    let last_pass = uids.iter().max()? / 2048;
    let mut first = None;
    for pass in 0..=last_pass {
        let mut seen = [0_u32; 64];
        let ours = uids.iter().enumerate().filter(|(_, uid)| uid / 2048 == pass);
        for (index, uid) in ours {
            let bit = 1_u32.checked_shl(u32::from(uid % 32)).unwrap_or(0);
            let word = seen.get_mut(usize::from(uid % 2048 / 32))?;
            if *word & bit != 0 {
                first = Some(first.map_or(index, |before: usize| before.min(index)));
                break;
            }
            *word |= bit;
        }
    }
    first
}

/// Tells whether a uid is no neuron of the subnet (`contains_invalid_uids`). The chain looks each uid up in `Keys`;
/// a subnet's uids are 0 to `subnetwork_n` − 1 without a gap.
pub fn contains_invalid_uids(subnetwork_n: u16, uids: &[Uid]) -> bool {
    first_invalid(subnetwork_n, uids).is_some()
}

/// The index of the first uid that no neuron has.
pub(super) fn first_invalid(subnetwork_n: u16, uids: &[Uid]) -> Option<usize> {
    uids.iter().position(|uid| *uid >= subnetwork_n)
}

/// Tells whether the weights are one weight of the neuron for itself (`is_self_weight`).
pub fn is_self_weight(uid: Uid, uids: &[Uid], weights: &[u16]) -> bool {
    weights.len() == 1 && uids.first() == Some(&uid)
}

/// Tells whether there are enough weights (`check_length`): `min_allowed_weights`, or one for each neuron of a smaller
/// subnet. A single self-weight is enough outside the root network.
pub fn check_length(
    netuid: NetUid,
    uid: Uid,
    uids: &[Uid],
    weights: &[u16],
    subnetwork_n: u16,
    min_allowed_weights: u16,
) -> bool {
    !netuid.is_root() && is_self_weight(uid, uids, weights)
        || weights.len() >= usize::from(subnetwork_n.min(min_allowed_weights))
}

#[cfg(test)]
mod tests {
    use super::{
        check_length, check_rate_limit, check_uids, check_version_key, first_duplicate, is_self_weight,
    };
    use crate::primitives::NetUid;
    use crate::weights::ChainError;
    use std::vec::Vec;

    // vectors/chain/weights.json, check_version_key, check_rate_limit, is_self_weight and check_length.
    #[test]
    fn single_checks_agree_with_the_chain() {
        assert!(!check_version_key(10, 1));
        assert!(check_version_key(0, 11));
        assert!(!check_version_key(u64::MAX, 0));

        assert!(!check_rate_limit(true, 500, 499, 100));
        assert!(check_rate_limit(true, 1, 500, 1));
        assert!(check_rate_limit(true, 0, 500, 100));
        assert!(!check_rate_limit(false, 1, 500, 1));

        assert!(!is_self_weight(0, &[2], &[39148, 32775]));
        assert!(is_self_weight(1, &[1, 2], &[37938]));

        assert!(!check_length(NetUid(0), 2, &[2], &[45371], 9, 20));
        assert!(!check_length(NetUid(0), 0, &[0, 1], &[45611, 32188], 9, 23));
        assert!(check_length(NetUid(1), 2, &[2], &[45371], 9, 20));
        assert!(check_length(NetUid(1), 2, &[0, 1], &[1, 2], 2, 20));
    }

    #[test]
    fn the_first_repeated_uid_is_found_in_any_pass() {
        let first_duplicate = |uids: &[u16]| first_duplicate(uids.into());
        assert_eq!(first_duplicate(&[]), None);
        assert_eq!(first_duplicate(&[6]), None);
        assert_eq!(first_duplicate(&[3, 1, 3, 1]), Some(2));
        assert_eq!(first_duplicate(&[0, 65535, 2048, 65535, 0]), Some(3));
        assert_eq!(first_duplicate(&[0, 32, 2048, 4096, 2080, 63488]), None);
        let mut all: Vec<u16> = (0..=u16::MAX).rev().collect();
        assert_eq!(first_duplicate(&all), None);
        all.push(40_000);
        assert_eq!(first_duplicate(&all), Some(65_536));
    }

    #[test]
    fn uids_that_no_subnet_takes_are_refused() {
        let uids: Vec<u16> = (0..257).collect();
        assert_eq!(check_uids(uids[..256].into()), Ok(()));
        let too_many = ChainError::UidsLengthExceedUidsInSubNet { len: 257, max: 256 };
        assert_eq!(check_uids(uids[..].into()), Err(too_many));
        assert_eq!(check_uids([5, 6, 5][..].into()), Err(ChainError::DuplicateUids { index: 2 }));
    }
}
