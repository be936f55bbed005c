//! The state of a subnet and of a hotkey in it, as a file.

use nanotao::weights::sdk11::Limits;
use nanotao::weights::{
    ChainError, HotkeyState, MAX_WEIGHT_LIMIT, SubnetState, check_commit_reveal_enabled, check_set_weights,
};
use nanotao::{MechId, Uid};
use serde::Deserialize;

use crate::scores::Weights;
use crate::text::Integer;
use crate::{Error, Result, files};

/// What the chain looks at when weights are set. Storage names in brackets; numbers may be given as text.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Subnet {
    /// Whether the subnet exists (`NetworksAdded`); true if left out.
    #[serde(default = "yes")]
    pub subnet_exists: bool,
    /// How many mechanisms it has (`MechanismCountCurrent`); 1 if left out.
    #[serde(default = "one")]
    pub mechanism_count: u8,
    /// How many neurons it has (`SubnetworkN`).
    pub subnetwork_n: u16,
    /// Whether it takes committed weights only (`CommitRevealWeightsEnabled`).
    pub commit_reveal_weights_enabled: bool,
    /// The oldest version key that it takes (`WeightsVersionKey`).
    pub weights_version_key: Integer<u64>,
    /// Blocks from one set of weights to the next (`WeightsSetRateLimit`).
    pub weights_set_rate_limit: Integer<u64>,
    /// The least number of weights (`MinAllowedWeights`).
    pub min_allowed_weights: u16,
    /// The largest share of 65535 that one weight may have; no limit if left out, as on today's chain.
    #[serde(default = "no_limit")]
    pub max_weight_limit: u16,
    /// The stake weight from which on a hotkey may set weights (`StakeThreshold`).
    pub stake_threshold: Integer<u64>,
    /// The uid of the owner's hotkey, if it is registered.
    #[serde(default)]
    pub owner_uid: Option<Uid>,
    /// The block in which the call would be executed.
    pub current_block: Integer<u64>,
    /// The hotkey that signs.
    pub hotkey: Hotkey,
}

/// What the chain looks at about the hotkey that signs.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Hotkey {
    /// Its uid (`Uids`), or null if it is not registered.
    pub uid: Option<Uid>,
    /// Its stake weight in rao.
    pub total_stake: Integer<u64>,
    /// The block of its last weights for this mechanism (`LastUpdate`), 0 for never.
    pub last_update: Integer<u64>,
    /// Whether it may set weights for others (`ValidatorPermit`).
    pub validator_permit: bool,
}

const fn yes() -> bool {
    true
}

const fn one() -> u8 {
    1
}

const fn no_limit() -> u16 {
    MAX_WEIGHT_LIMIT
}

impl Subnet {
    /// Reads a state file, or standard input for `-`.
    ///
    /// # Errors
    /// As [`files::read_json`].
    pub fn read(path: &str) -> Result<Self> {
        files::read_json(path, "`nanotao weights check --help` shows a state file")
    }

    /// What SDK 11 fits scores to.
    ///
    /// # Errors
    /// [`Kind::Input`](crate::Kind::Input) if the hotkey has no uid.
    pub fn limits(&self) -> Result<Limits> {
        let uid = self.hotkey.uid.ok_or(Error::from(ChainError::HotKeyNotRegisteredInSubNet))?;
        Ok(Limits {
            uid,
            min_allowed_weights: self.min_allowed_weights,
            max_weight_limit: self.max_weight_limit,
        })
    }

    /// Makes every check of the chain on weights, in its order, and gives the row that it would store. With `reveal`
    /// the weights come out of a commit, for which [`ChainError::CommitRevealEnabled`] is no obstacle.
    ///
    /// # Errors
    /// The [`ChainError`] that the chain gives first.
    pub fn check(&self, weights: &Weights, reveal: bool) -> Result<Vec<(Uid, u16)>, ChainError> {
        let state = SubnetState {
            subnet_exists: self.subnet_exists,
            mechanism_count: MechId(self.mechanism_count),
            subnetwork_n: self.subnetwork_n,
            commit_reveal_weights_enabled: self.commit_reveal_weights_enabled,
            weights_version_key: self.weights_version_key.0,
            weights_set_rate_limit: self.weights_set_rate_limit.0,
            min_allowed_weights: self.min_allowed_weights,
            max_weight_limit: self.max_weight_limit,
            stake_threshold: self.stake_threshold.0,
            owner_uid: self.owner_uid,
            current_block: self.current_block.0,
        };
        let hotkey = HotkeyState {
            uid: self.hotkey.uid,
            total_stake: self.hotkey.total_stake.0,
            last_update: self.hotkey.last_update.0,
            validator_permit: self.hotkey.validator_permit,
        };
        if !reveal {
            check_commit_reveal_enabled(&state)?;
        }
        let Weights { netuid, mecid, uids, values, version_key } = weights;
        check_set_weights(&state, &hotkey, *netuid, *mecid, uids, values, *version_key)
            .map(|row| row.iter().collect())
    }
}
