//! The scores file: what a validator's code hands over.
//!
//! ```json
//! {"netuid": 1, "mecid": 0, "uids": [0, 3, 7], "scores": [0.5, 0.25, 1.0], "version_key": 0}
//! ```
//! `mecid` and `version_key` may be left out and are 0 then. Instead of `scores` there may be `weights`: `u16` values
//! that go to the chain as they are. Scores need no particular scale: the largest becomes 65535.

use clap::ValueEnum;
use nanotao::call::{
    Call, CommitMechanismWeights, CommitTimelockedMechanismWeights, CommitTimelockedWeights, CommitWeights,
    RevealMechanismWeights, RevealWeights, SetMechanismWeights, SetWeights,
};
use nanotao::weights::timelock::COMMIT_REVEAL_VERSION;
use nanotao::weights::{
    QuantiseError, Salt, check_mechanism, check_pairs, check_uids, commit_hash, mechanism_storage_index,
    sdk10, sdk11,
};
use nanotao::{AccountId, MechId, NetUid, Uid};
use serde::Deserialize;
use serde_json::{Value, json};

use crate::subnet::Subnet;
use crate::{Error, Result, files, timelock};

/// The generation of the Python SDK whose rule turns scores into weights.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum Sdk {
    /// bittensor 10: scores are 32-bit floats.
    #[value(name = "10")]
    V10,
    /// bittensor 11: scores are 64-bit floats; with a subnet's state also its clip and minimum.
    #[default]
    #[value(name = "11")]
    V11,
}

/// A scores file as it was read. Lists of different lengths are still possible.
#[derive(Clone, Debug, PartialEq)]
pub struct Scores {
    /// The subnet.
    pub netuid: NetUid,
    /// The mechanism; 0 is the main one.
    pub mecid: MechId,
    /// Who is scored.
    pub uids: Vec<Uid>,
    /// How each is scored.
    pub values: Values,
    /// The version of the validator's code.
    pub version_key: u64,
}

/// What the file says of each uid.
#[derive(Clone, Debug, PartialEq)]
pub enum Values {
    /// Scores, to be quantised.
    Scores(Vec<f64>),
    /// Weights, as they go to the chain.
    Weights(Vec<u16>),
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    netuid: u16,
    #[serde(default)]
    mecid: u8,
    uids: Vec<Uid>,
    scores: Option<Vec<f64>>,
    weights: Option<Vec<u16>>,
    #[serde(default)]
    version_key: u64,
}

impl Scores {
    /// Reads the text of a scores file.
    ///
    /// # Errors
    /// [`Kind::Input`](crate::Kind::Input) with line and column.
    pub fn parse(json: &[u8]) -> Result<Self> {
        let file: File = serde_json::from_slice(json).map_err(|error| Error::input(error).remedy(EXAMPLE))?;
        let values = match (file.scores, file.weights) {
            (Some(scores), None) => Values::Scores(scores),
            (None, Some(weights)) => Values::Weights(weights),
            (Some(_), Some(_)) => {
                return Err(Error::input("both `scores` and `weights` are given").remedy("leave one out"));
            }
            (None, None) => {
                return Err(Error::input("neither `scores` nor `weights` is given").remedy(EXAMPLE));
            }
        };
        Ok(Self {
            netuid: NetUid(file.netuid),
            mecid: MechId(file.mecid),
            uids: file.uids,
            values,
            version_key: file.version_key,
        })
    }

    /// Reads a scores file, or standard input for `-`.
    ///
    /// # Errors
    /// As [`files::read`] and [`parse`](Self::parse).
    pub fn read(path: &str) -> Result<Self> {
        Self::parse(&files::read(path)?).map_err(|error| error.context(path))
    }

    /// Turns scores into weights by an SDK's rule, and leaves weights as they are. With the state of the subnet, SDK 11
    /// also clips to its limit and holds to its minimum, as it does before it sends.
    ///
    /// # Errors
    /// [`Kind::Input`](crate::Kind::Input) as the rule says.
    pub fn quantise(&self, sdk: Sdk, subnet: Option<&Subnet>) -> Result<Weights> {
        let scores = match &self.values {
            Values::Weights(weights) => return Ok(self.with(self.uids.clone(), weights.clone())),
            Values::Scores(scores) => scores,
        };
        let len = self.uids.len().max(scores.len());
        let (mut uids, mut values) = (vec![0; len], vec![0; len]);
        let (uids, values) = match (sdk, subnet) {
            (Sdk::V10, _) => {
                // numpy narrows in the same way: to the nearest, halves to even.
                let scores: Vec<f32> = scores.iter().map(|score| *score as f32).collect();
                sdk10::quantise(&self.uids, &scores, &mut uids, &mut values)
            }
            (Sdk::V11, None) => sdk11::normalize(&self.uids, scores, &mut uids, &mut values),
            (Sdk::V11, Some(subnet)) => {
                let mut scratch = vec![0.0; len];
                let limits = subnet.limits()?;
                sdk11::conform(&limits, &self.uids, scores, &mut scratch, &mut uids, &mut values)
            }
        }?;
        Ok(self.with(uids.to_vec(), values.to_vec()))
    }

    /// Checks what would fail on any subnet, and what no SDK's rule looks at: too many uids, or one twice.
    ///
    /// # Errors
    /// [`Kind::Input`](crate::Kind::Input) with the chain's error.
    pub fn check(&self) -> Result<()> {
        let uids = self.uids.as_slice().into();
        Ok(match &self.values {
            Values::Scores(_) => check_uids(uids),
            Values::Weights(weights) => check_pairs(uids, weights.as_slice().into()),
        }?)
    }

    fn with(&self, uids: Vec<Uid>, values: Vec<u16>) -> Weights {
        Weights { netuid: self.netuid, mecid: self.mecid, uids, values, version_key: self.version_key }
    }
}

const EXAMPLE: &str = r#"a scores file looks like {"netuid": 1, "mecid": 0, "uids": [0, 1], "scores": [0.5, 1.0], "version_key": 0}; `weights` in place of `scores` are whole numbers up to 65535"#;

/// Weights as they go to the chain.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Weights {
    /// The subnet.
    pub netuid: NetUid,
    /// The mechanism; 0 is the main one.
    pub mecid: MechId,
    /// Who is weighted.
    pub uids: Vec<Uid>,
    /// How much each.
    pub values: Vec<u16>,
    /// The version of the validator's code.
    pub version_key: u64,
}

impl Weights {
    /// Turns the text of a scores file into weights that pass [`check`](Self::check).
    ///
    /// # Errors
    /// As [`Scores::parse`], [`Scores::quantise`] and [`check`](Self::check), with the file's name in front.
    pub fn parse(path: &str, json: &[u8], sdk: Sdk, subnet: Option<&Subnet>) -> Result<Self> {
        let weights = Scores::parse(json).and_then(|scores| scores.quantise(sdk, subnet));
        weights.and_then(|weights| weights.check().map(|()| weights)).map_err(|error| error.context(path))
    }

    /// Checks what needs no knowledge of the subnet: nothing that fails here is of any use on the chain.
    ///
    /// # Errors
    /// [`Kind::Input`](crate::Kind::Input) with the chain's error, or if no weight is left.
    pub fn check(&self) -> Result<()> {
        check_call(&self.call())?;
        if self.values.iter().all(|value| *value == 0) {
            return Err(QuantiseError::AllZero.into());
        }
        Ok(())
    }

    /// The call that sets them: `set_weights`, or `set_mechanism_weights` for any mechanism but the main one.
    pub fn call(&self) -> Call<'_> {
        let (netuid, version_key) = (self.netuid, self.version_key);
        let (dests, weights) = (self.uids.as_slice().into(), self.values.as_slice().into());
        if self.mecid == MechId::MAIN {
            SetWeights { netuid, dests, weights, version_key }.into()
        } else {
            SetMechanismWeights { netuid, mecid: self.mecid, dests, weights, version_key }.into()
        }
    }

    /// The call that commits to them by a ciphertext: `commit_timelocked_weights`, or that of a mechanism.
    pub fn timelocked_call<'a>(&self, commit: &'a [u8], reveal_round: u64) -> Call<'a> {
        let (netuid, mecid, commit_reveal_version) = (self.netuid, self.mecid, COMMIT_REVEAL_VERSION);
        if mecid == MechId::MAIN {
            CommitTimelockedWeights { netuid, commit, reveal_round, commit_reveal_version }.into()
        } else {
            CommitTimelockedMechanismWeights { netuid, mecid, commit, reveal_round, commit_reveal_version }
                .into()
        }
    }

    /// The call that commits to them by a hash: `commit_weights`, or `commit_mechanism_weights`.
    pub fn commit_call(&self, who: &AccountId, salt: &Salt) -> Call<'static> {
        let (netuid, mecid) = (self.netuid, self.mecid);
        let (uids, values) = (self.uids.as_slice().into(), self.values.as_slice().into());
        let index = mechanism_storage_index(netuid, mecid);
        let commit_hash = commit_hash(who, index, uids, values, salt.as_slice().into(), self.version_key);
        if mecid == MechId::MAIN {
            CommitWeights { netuid, commit_hash }.into()
        } else {
            CommitMechanismWeights { netuid, mecid, commit_hash }.into()
        }
    }

    /// The call that reveals them: `reveal_weights`, or `reveal_mechanism_weights`.
    pub fn reveal_call<'a>(&'a self, salt: &'a Salt) -> Call<'a> {
        let (netuid, mecid, version_key) = (self.netuid, self.mecid, self.version_key);
        let (uids, values) = (self.uids.as_slice().into(), self.values.as_slice().into());
        let salt = salt.as_slice().into();
        if mecid == MechId::MAIN {
            RevealWeights { netuid, uids, values, salt, version_key }.into()
        } else {
            RevealMechanismWeights { netuid, mecid, uids, values, salt, version_key }.into()
        }
    }

    /// The weights as a scores file.
    pub fn to_json(&self) -> Value {
        json!({
            "netuid": self.netuid.0,
            "mecid": self.mecid.0,
            "uids": self.uids,
            "weights": self.values,
            "version_key": self.version_key,
        })
    }
}

/// Checks the weights in a call, or its commit to weights, as far as that needs no knowledge of the subnet.
///
/// # Errors
/// [`Kind::Input`](crate::Kind::Input) with the error that the chain would give on any subnet, or as
/// [`timelock::check_commit`].
pub fn check_call(call: &Call<'_>) -> Result<()> {
    let (netuid, mecid) = match call {
        Call::SetWeights(call) => (call.netuid, MechId::MAIN),
        Call::SetMechanismWeights(call) => (call.netuid, call.mecid),
        Call::CommitWeights(call) => (call.netuid, MechId::MAIN),
        Call::CommitMechanismWeights(call) => (call.netuid, call.mecid),
        Call::CommitTimelockedWeights(call) => (call.netuid, MechId::MAIN),
        Call::CommitTimelockedMechanismWeights(call) => (call.netuid, call.mecid),
        Call::RevealWeights(call) => (call.netuid, MechId::MAIN),
        Call::RevealMechanismWeights(call) => (call.netuid, call.mecid),
        _ => return Ok(()),
    };
    check_mechanism(netuid, mecid)?;
    timelock::check_commit(call)?;
    let Some((uids, values)) = call.weights() else { return Ok(()) };
    Ok(check_pairs(uids, values)?)
}

#[cfg(test)]
mod tests {
    use super::{Scores, Sdk, Values};

    fn cause(json: &str) -> String {
        Scores::parse(json.as_bytes()).unwrap_err().cause
    }

    #[test]
    fn what_may_be_left_out_is_zero() {
        let scores = Scores::parse(br#"{"netuid":1,"uids":[3],"scores":[0.5]}"#).unwrap();
        assert_eq!((scores.mecid.0, scores.version_key), (0, 0));
        assert_eq!(scores.values, Values::Scores(vec![0.5]));
    }

    #[test]
    fn a_malformed_file_is_refused_with_line_and_column() {
        assert!(cause("{\"netuid\":1,\n\"uids\":[70000],\"scores\":[1]}").contains("line 2 column 13"));
        assert!(cause("{\"netuid\":1,\"uids\":[1],\"scores\":[NaN]}").contains("line 1 column 3"));
        assert!(cause("{\"netuid\":1,\"uids\":[1],\"scores\":[1e999]}").contains("number out of range"));
        assert!(
            cause("{\"netuid\":1,\"uids\":[1],\"scores\":[1],\"mechid\":1}")
                .contains("unknown field `mechid`")
        );
        assert!(cause("{\"netuid\":1,\"uids\":[1],\"weights\":[65536]}").contains("expected u16"));
        assert!(cause("{\"netuid\":1,\"uids\":[1]}").contains("neither"));
        assert!(cause("{\"netuid\":1,\"uids\":[1],\"weights\":[1],\"scores\":[1]}").contains("both"));
        assert!(cause("{\"netuid\":1,\"uids\":[1],\"weights\":[1]} x").contains("trailing characters"));
        assert!(cause("").contains("EOF"));
    }

    #[test]
    fn weights_that_no_subnet_takes_are_refused_under_the_chains_name() {
        let check = |json: &str| {
            let scores = Scores::parse(json.as_bytes()).unwrap();
            scores.quantise(Sdk::V11, None).and_then(|weights| weights.check()).unwrap_err().cause
        };
        assert!(check(r#"{"netuid":0,"uids":[1],"weights":[1]}"#).contains("CanNotSetRootNetworkWeights"));
        assert!(check(r#"{"netuid":1,"uids":[1,2],"weights":[1]}"#).contains("WeightVecNotEqualSize"));
        assert!(
            check(r#"{"netuid":1,"uids":[1,2,1],"weights":[1,1,1]}"#).contains("index 2 occurred before")
        );
        assert!(check(r#"{"netuid":1,"uids":[1,2],"scores":[0,0]}"#).contains("all weights are zero"));
        assert!(check(r#"{"netuid":1,"uids":[1,2],"scores":[1,-1]}"#).contains("index 1 is negative"));
        let uids: Vec<u16> = (0..257).collect();
        let json = serde_json::json!({"netuid": 1, "uids": uids, "scores": vec![1.0; 257]});
        assert!(check(&json.to_string()).contains("257 uids"));
    }
}
