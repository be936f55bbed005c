//! What the chain does with `set_weights`, before it costs a transaction to find out.

use super::checks::{self, check_length, check_rate_limit, check_version_key, is_self_weight};
use super::mechanism::{ensure_mechanism_exists, get_netuid_and_subid, mechanism_storage_index};
use super::upscale::{MaxUpscale, all_max_limited};
use super::{ChainError, check_len_uids_within_allowed, uids_match_values};
use crate::primitives::{MechId, NetUid, Uid};

/// The max weight limit at every subnet (`get_max_weight_limit`, a constant of the chain): none.
pub const MAX_WEIGHT_LIMIT: u16 = u16::MAX;

/// What the chain reads about a subnet when weights are set. Storage names in brackets.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
pub struct SubnetState {
    /// Whether the subnet exists (`NetworksAdded`).
    pub subnet_exists: bool,
    /// How many mechanisms it has (`MechanismCountCurrent`).
    pub mechanism_count: MechId,
    /// How many neurons it has (`SubnetworkN`); their uids are 0 to `subnetwork_n` − 1.
    pub subnetwork_n: u16,
    /// Whether it takes committed weights only (`CommitRevealWeightsEnabled`).
    pub commit_reveal_weights_enabled: bool,
    /// The oldest version key that it takes, 0 for any (`WeightsVersionKey`).
    pub weights_version_key: u64,
    /// Blocks from one set of weights to the next (`WeightsSetRateLimit`).
    pub weights_set_rate_limit: u64,
    /// The least number of weights (`MinAllowedWeights`).
    pub min_allowed_weights: u16,
    /// The largest share of 65535 that one weight may have: [`MAX_WEIGHT_LIMIT`] on today's chain.
    pub max_weight_limit: u16,
    /// The stake weight from which on a hotkey may set weights (`StakeThreshold`).
    pub stake_threshold: u64,
    /// The uid of the owner's hotkey, if it is registered (`SubnetOwnerHotkey` in `Uids`).
    pub owner_uid: Option<Uid>,
    /// The block in which the call is executed.
    pub current_block: u64,
}

/// What the chain reads about the hotkey that signs. Storage names in brackets.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
pub struct HotkeyState {
    /// Its uid in the subnet (`Uids`), or none if it is not registered there.
    pub uid: Option<Uid>,
    /// Its stake weight in whole rao (`get_stake_weights_for_hotkey_on_subnet`, the first value).
    pub total_stake: u64,
    /// The block of its last weights for this mechanism (`LastUpdate` at the mechanism's storage index), 0 for never.
    pub last_update: u64,
    /// Whether it may set weights for others (`ValidatorPermit`).
    pub validator_permit: bool,
}

/// The row that the chain stores for weights that pass: each uid with its value after max-upscale.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct StoredRow<'a> {
    uids: &'a [Uid],
    values: &'a [u16],
    upscale: MaxUpscale,
}

impl<'a> StoredRow<'a> {
    /// Number of entries.
    pub fn len(&self) -> usize {
        self.uids.len()
    }

    /// Tells whether there is no entry.
    pub fn is_empty(&self) -> bool {
        self.uids.is_empty()
    }

    /// The entries, in the order given.
    pub fn iter(&self) -> impl Iterator<Item = (Uid, u16)> + Clone + use<'a> {
        let upscale = self.upscale;
        self.uids.iter().zip(self.values).map(move |(uid, value)| (*uid, upscale.apply(*value)))
    }
}

/// Checks that a subnet takes plain weights. The extrinsics make this check before any of [`check_set_weights`].
///
/// # Errors
/// [`ChainError::CommitRevealEnabled`].
///
/// # Chain source
/// `set_weights`, `set_mechanism_weights` in `macros/dispatches.rs`, spec 425.
pub fn check_commit_reveal_enabled(subnet: &SubnetState) -> Result<(), ChainError> {
    if subnet.commit_reveal_weights_enabled { Err(ChainError::CommitRevealEnabled) } else { Ok(()) }
}

/// Makes every check of the chain on weights, in its order, and gives the row that it would store
/// (`do_set_weights`, which is for [`MechId::MAIN`], and `do_set_mechanism_weights`). `subnet` and `hotkey` are the state
/// at the block of execution.
///
/// Where commit-reveal is on, this is what happens at the reveal: the rate limit is not looked at then.
///
/// # Errors
/// The [`ChainError`] that the chain gives first.
///
/// # Chain source
/// `internal_set_weights` in `subnets/weights.rs`, spec 425; the same for Yuma subnets at 475.
///
/// # Cost
/// Linear in the number of uids.
pub fn check_set_weights<'a>(
    subnet: &SubnetState,
    hotkey: &HotkeyState,
    netuid: NetUid,
    mecid: MechId,
    uids: &'a [Uid],
    values: &'a [u16],
    version_key: u64,
) -> Result<StoredRow<'a>, ChainError> {
    ensure(!netuid.is_root(), ChainError::CanNotSetRootNetworkWeights)?;
    ensure(
        uids_match_values(uids, values),
        ChainError::WeightVecNotEqualSize { uids: uids.len(), values: values.len() },
    )?;
    ensure_mechanism_exists(subnet.subnet_exists, subnet.mechanism_count, mecid)?;
    ensure(
        check_len_uids_within_allowed(subnet.subnetwork_n, uids),
        ChainError::UidsLengthExceedUidsInSubNet { len: uids.len(), max: subnet.subnetwork_n },
    )?;
    let uid = hotkey.uid.ok_or(ChainError::HotKeyNotRegisteredInSubNet)?;
    let is_owner = subnet.owner_uid == Some(uid);
    ensure(
        is_owner || hotkey.total_stake >= subnet.stake_threshold,
        ChainError::NotEnoughStakeToSetWeights { needed: subnet.stake_threshold },
    )?;
    ensure(
        check_version_key(subnet.weights_version_key, version_key),
        ChainError::IncorrectWeightVersionKey { needed: subnet.weights_version_key },
    )?;
    ensure(
        subnet.commit_reveal_weights_enabled || passes_rate_limit(subnet, hotkey, netuid, mecid),
        ChainError::SettingWeightsTooFast {
            next_block: hotkey.last_update.saturating_add(subnet.weights_set_rate_limit),
        },
    )?;
    let is_self_weight = is_self_weight(uid, uids, values);
    ensure(is_self_weight || is_owner || hotkey.validator_permit, ChainError::NeuronNoValidatorPermit)?;
    if let Some(index) = checks::first_duplicate(uids.into()) {
        return Err(ChainError::DuplicateUids { index });
    }
    if let Some(index) = checks::first_invalid(subnet.subnetwork_n, uids) {
        return Err(ChainError::UidVecContainInvalidOne { index });
    }
    ensure(
        check_length(netuid, uid, uids, values, subnet.subnetwork_n, subnet.min_allowed_weights),
        ChainError::WeightVecLengthIsLow {
            len: values.len(),
            needed: subnet.subnetwork_n.min(subnet.min_allowed_weights),
        },
    )?;
    let row = StoredRow { uids, values, upscale: MaxUpscale::new(values) };
    ensure(
        is_self_weight
            || subnet.max_weight_limit == MAX_WEIGHT_LIMIT
            || all_max_limited(row.iter().map(|(_, value)| value), subnet.max_weight_limit),
        ChainError::MaxWeightExceeded { limit: subnet.max_weight_limit },
    )?;
    Ok(row)
}

fn ensure(passes: bool, error: ChainError) -> Result<(), ChainError> {
    if passes { Ok(()) } else { Err(error) }
}

/// The chain takes the storage index apart again, and looks the neuron up in the subnet that comes out.
fn passes_rate_limit(subnet: &SubnetState, hotkey: &HotkeyState, netuid: NetUid, mecid: MechId) -> bool {
    let netuid_index = mechanism_storage_index(netuid, mecid);
    let exists = get_netuid_and_subid(netuid_index, subnet.subnet_exists, subnet.mechanism_count)
        == Ok((netuid, mecid));
    check_rate_limit(exists, hotkey.last_update, subnet.current_block, subnet.weights_set_rate_limit)
}

#[cfg(test)]
mod tests {
    use super::{HotkeyState, SubnetState, check_commit_reveal_enabled, check_set_weights};
    use crate::primitives::{MechId, NetUid, Uid};
    use crate::weights::ChainError;
    use std::vec::Vec;

    #[derive(Clone, Copy)]
    struct Call {
        netuid: NetUid,
        mecid: MechId,
        uids: &'static [Uid],
        values: &'static [u16],
        version_key: u64,
    }

    /// A subnet, a hotkey and weights that pass, and what they give: vectors/chain/weights.json, set_weights, the case
    /// with version key 5 and the values 29, 14, 1, 3.
    const SUBNET: SubnetState = SubnetState {
        subnet_exists: true,
        mechanism_count: MechId(1),
        subnetwork_n: 5,
        commit_reveal_weights_enabled: false,
        weights_version_key: 0,
        weights_set_rate_limit: 100,
        min_allowed_weights: 3,
        max_weight_limit: super::MAX_WEIGHT_LIMIT,
        stake_threshold: 0,
        owner_uid: None,
        current_block: 3829,
    };
    const HOTKEY: HotkeyState =
        HotkeyState { uid: Some(2), total_stake: 999, last_update: 0, validator_permit: true };
    const CALL: Call = Call {
        netuid: NetUid(6),
        mecid: MechId(0),
        uids: &[0, 1, 2, 3],
        values: &[29, 14, 1, 3],
        version_key: 5,
    };

    fn error(subnet: &SubnetState, hotkey: &HotkeyState, call: &Call) -> Option<ChainError> {
        let Call { netuid, mecid, uids, values, version_key } = *call;
        check_set_weights(subnet, hotkey, netuid, mecid, uids, values, version_key).err()
    }

    #[test]
    fn weights_that_pass_give_the_row_that_the_chain_stores() {
        let row =
            check_set_weights(&SUBNET, &HOTKEY, NetUid(6), MechId(0), CALL.uids, CALL.values, 5).unwrap();
        assert_eq!(row.iter().collect::<Vec<_>>(), [(0, 65535), (1, 31638), (2, 2260), (3, 6779)]);
        assert_eq!((row.len(), row.is_empty()), (4, false));
    }

    /// Each step makes one more thing wrong, from the last check to the first, so that each error also has to win
    /// over all those below it.
    #[test]
    fn the_first_error_in_the_order_of_the_chain_wins() {
        let (mut subnet, mut hotkey, mut call) = (SUBNET, HOTKEY, CALL);
        subnet.max_weight_limit = 41_000;
        assert_eq!(error(&subnet, &hotkey, &call), None, "29 of 47 is within 41000 of 65535");
        subnet.max_weight_limit = 655;
        assert_eq!(error(&subnet, &hotkey, &call), Some(ChainError::MaxWeightExceeded { limit: 655 }));

        (call.uids, call.values) = (&[0, 1], &[29, 14]);
        let too_few = ChainError::WeightVecLengthIsLow { len: 2, needed: 3 };
        assert_eq!(error(&subnet, &hotkey, &call), Some(too_few));

        call.uids = &[0, 5];
        let invalid = ChainError::UidVecContainInvalidOne { index: 1 };
        assert_eq!(error(&subnet, &hotkey, &call), Some(invalid));

        call.uids = &[5, 5];
        assert_eq!(error(&subnet, &hotkey, &call), Some(ChainError::DuplicateUids { index: 1 }));

        hotkey.validator_permit = false;
        assert_eq!(error(&subnet, &hotkey, &call), Some(ChainError::NeuronNoValidatorPermit));

        hotkey.last_update = 3730;
        let too_fast = ChainError::SettingWeightsTooFast { next_block: 3830 };
        assert_eq!(error(&subnet, &hotkey, &call), Some(too_fast));

        subnet.weights_version_key = 6;
        let old_key = ChainError::IncorrectWeightVersionKey { needed: 6 };
        assert_eq!(error(&subnet, &hotkey, &call), Some(old_key));

        subnet.stake_threshold = 1000;
        let stake = ChainError::NotEnoughStakeToSetWeights { needed: 1000 };
        assert_eq!(error(&subnet, &hotkey, &call), Some(stake));

        hotkey.uid = None;
        assert_eq!(error(&subnet, &hotkey, &call), Some(ChainError::HotKeyNotRegisteredInSubNet));

        (call.uids, call.values) = (&[0; 6], &[1; 6]);
        let too_many = ChainError::UidsLengthExceedUidsInSubNet { len: 6, max: 5 };
        assert_eq!(error(&subnet, &hotkey, &call), Some(too_many));

        call.mecid = MechId(1);
        assert_eq!(error(&subnet, &hotkey, &call), Some(ChainError::MechanismDoesNotExist));

        call.values = &[1; 5];
        let unequal = ChainError::WeightVecNotEqualSize { uids: 6, values: 5 };
        assert_eq!(error(&subnet, &hotkey, &call), Some(unequal));

        call.netuid = NetUid::ROOT;
        assert_eq!(error(&subnet, &hotkey, &call), Some(ChainError::CanNotSetRootNetworkWeights));
    }

    #[test]
    fn the_owner_needs_neither_stake_nor_permit() {
        let subnet = SubnetState { stake_threshold: 1000, owner_uid: Some(2), ..SUBNET };
        let hotkey = HotkeyState { validator_permit: false, ..HOTKEY };
        assert_eq!(error(&subnet, &hotkey, &CALL), None);
    }

    #[test]
    fn a_self_weight_needs_no_permit_and_no_company() {
        let subnet = SubnetState { max_weight_limit: 1, ..SUBNET };
        let hotkey = HotkeyState { validator_permit: false, ..HOTKEY };
        let call = Call { uids: &[2], values: &[9], ..CALL };
        assert_eq!(error(&subnet, &hotkey, &call), None);
    }

    #[test]
    fn commit_reveal_bars_plain_weights_and_lifts_the_rate_limit() {
        let subnet = SubnetState { commit_reveal_weights_enabled: true, ..SUBNET };
        let hotkey = HotkeyState { last_update: 3829, ..HOTKEY };
        assert_eq!(check_commit_reveal_enabled(&subnet), Err(ChainError::CommitRevealEnabled));
        assert_eq!(check_commit_reveal_enabled(&SUBNET), Ok(()));
        assert_eq!(error(&subnet, &hotkey, &CALL), None);
    }
}
