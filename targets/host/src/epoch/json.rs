//! Input and results as JSON, in the form of the vector files: `u64` and bits as text.

use std::collections::BTreeMap;

use nanotao::Uid;
use nanotao::epoch::{Commit, ConsensusMode, EpochConsensus};
use serde::Serialize;
use serde_json::{Map, Value, json};

use super::state::{Entries, Mechanism, State};
use super::{Emission, Outcome, Recorder, Spec, SubnetOutcome};

/// What an epoch came to: of one mechanism by uid, null for a uid without a key; of a whole subnet what the chain has
/// stored and paid, for uids with a key. `next` is the state after it.
pub fn to_json(next: &State, outcome: &SubnetOutcome) -> Value {
    match outcome.mechanisms.as_slice() {
        [(mechanism, _)] if !next.whole => of_mechanism(next, mechanism),
        _ => of_subnet(next, outcome),
    }
}

fn of_subnet(next: &State, outcome: &SubnetOutcome) -> Value {
    let SubnetOutcome { subnet, mechanisms } = outcome;
    let stored = Stored(&next.has_key);
    let paid = subnet.server_emission.iter().zip(&subnet.validator_emission);
    let paid: Vec<_> = paid.map(|(server, validator)| [server, validator].map(u64::to_string)).collect();
    let consensus = next.spec.unwrap_or_default().profile().liquid_alpha_consensus_mode;
    let per_mechanism =
        (0_u8..).zip(&next.mechanisms).zip(mechanisms).map(|((mecid, next), (outcome, _))| {
            let row = |uid| next.bonds.get(&uid).cloned().unwrap_or_default();
            let mut own = object(json!({
                "mecid": mecid,
                "incentive": stored.of(&outcome.incentive),
                "bonds": (0..).take(outcome.incentive.len()).map(row).collect::<Vec<_>>(),
            }));
            // Spec 425 does not store it.
            if consensus {
                own.insert("consensus_stored_after".to_owned(), json!(next.previous_consensus));
            }
            Value::from(own)
        });
    json!({
        "active": stored.of(&subnet.active),
        "consensus": stored.of(&subnet.consensus),
        "dividends": stored.of(&subnet.dividend),
        "emission": stored.of(&text(&subnet.emission)),
        "stake_weight": stored.of(&subnet.stake_weight),
        "validator_permit": stored.of(&subnet.new_validator_permit),
        "validator_trust": stored.of(&subnet.validator_trust),
        "server_validator_emission": stored.of(&paid),
        "per_mechanism": per_mechanism.collect::<Vec<_>>(),
    })
}

/// Those of uids with a key.
struct Stored<'a>(&'a [bool]);

impl Stored<'_> {
    fn of<T: Serialize>(&self, values: &[T]) -> Vec<Value> {
        self.0.iter().zip(values).filter(|(has_key, _)| **has_key).map(|(_, value)| json!(value)).collect()
    }
}

fn of_mechanism(state: &State, outcome: &Outcome) -> Value {
    let by_uid = ByUid(&state.has_key);
    json!({
        "dividend": by_uid.of(&outcome.dividend),
        "incentive": by_uid.of(&outcome.incentive),
        "stake_weight": by_uid.of(&outcome.stake_weight),
        "consensus": by_uid.of(&outcome.consensus),
        "validator_trust": by_uid.of(&outcome.validator_trust),
        "validator_emission": by_uid.text(&outcome.validator_emission),
        "server_emission": by_uid.text(&outcome.server_emission),
        "emission": by_uid.text(&outcome.emission),
        "stake": by_uid.text(&outcome.stake),
        "active": by_uid.of(&outcome.active),
        "new_validator_permit": by_uid.of(&outcome.new_validator_permit),
        "bond": by_uid.of(&outcome.bond),
    })
}

struct ByUid<'a>(&'a [bool]);

impl ByUid<'_> {
    fn of<T: Serialize>(&self, values: &[T]) -> Vec<Value> {
        self.0
            .iter()
            .zip(values)
            .map(|(has_key, value)| if *has_key { json!(value) } else { Value::Null })
            .collect()
    }

    fn text(&self, values: &[u64]) -> Vec<Value> {
        self.of(&text(values))
    }
}

fn text<T: ToString>(values: &[T]) -> Vec<String> {
    values.iter().map(T::to_string).collect()
}

impl Recorder {
    /// The vectors on the way, in bits (`mid_i32f32`).
    pub fn to_json(&self) -> Value {
        let bits = |vector: &[nanotao::fixed::I32F32]| {
            vector.iter().map(|element| json!(element.to_bits().to_string())).collect::<Vec<_>>()
        };
        self.vectors
            .iter()
            .map(|(stage, vector)| (stage.name().to_owned(), json!(bits(vector))))
            .collect::<Map<_, _>>()
            .into()
    }
}

impl State {
    /// The state as a file that [`read`](super::read) takes.
    pub fn to_json(&self) -> Value {
        let schedule = &self.schedule;
        let stake: Vec<_> = self.total_stake.iter().map(|stake| stake.to_bits()).collect();
        let mut fields = object(json!({
            "name": self.name,
            "spec": self.spec.map(Spec::number),
            "netuid": self.netuid.map(|netuid| netuid.0),
            "n": self.neurons(),
            "current_block": self.current_block.to_string(),
            "tempo": schedule.tempo,
            "last_epoch_block": schedule.last_epoch_block.to_string(),
            "pending_epoch_at": schedule.pending_epoch_at.to_string(),
            "blocks_since_last_step": schedule.blocks_since_last_step.to_string(),
            "subnet_epoch_index": schedule.subnet_epoch_index.to_string(),
            "last_mechanism_step_block": schedule.last_mechanism_step_block.to_string(),
            "last_yuma_step_block": schedule.last_yuma_step_block.map(|block| block.to_string()),
            "activity_cutoff_factor_milli": self.activity_cutoff_factor_milli,
            "block_at_registration": text(&self.block_at_registration),
            "has_key": self.has_key,
            "total_stake_i64f64": text(&stake),
            "stake_threshold": self.stake_threshold.to_string(),
            "owner_uid": self.owner_uid,
            "validator_permit": self.validator_permit,
            "max_allowed_validators": self.max_allowed_validators,
            "kappa": self.kappa,
            "bonds_penalty": self.bonds_penalty,
            "bonds_moving_average": self.bonds_moving_average.to_string(),
            "yuma3": self.yuma3,
            "liquid_alpha": self.liquid_alpha,
            "alpha_low": self.alpha_low,
            "alpha_high": self.alpha_high,
            "alpha_sigmoid_steepness": self.alpha_sigmoid_steepness,
            "consensus_mode": match self.consensus_mode {
                ConsensusMode::Current => "Current",
                ConsensusMode::Previous => "Previous",
                ConsensusMode::Auto => "Auto",
            },
            "commit_reveal_enabled": self.reveal_period_epochs.is_some(),
            "reveal_period_epochs": self.reveal_period_epochs.map(|period| period.to_string()),
            "epoch_consensus": match self.emission.consensus() {
                EpochConsensus::Yuma => "Yuma",
                EpochConsensus::Null => "Null",
            },
        }));
        fields.extend(object(match self.emission {
            Emission::Yuma(emission) => json!({ "rao_emission": emission.0.to_string() }),
            Emission::Pools { miner, local_dividend, root, .. } => json!({
                "miner_budget": miner.0.to_string(),
                "local_dividend_budget": local_dividend.0.to_string(),
                "root_budget": root.0.to_string(),
            }),
            Emission::Null { mining, dividend, fallback } => json!({
                "mining_budget": mining.0.to_string(),
                "dividend_budget": dividend.0.to_string(),
                "fallback_budget": fallback.0.to_string(),
            }),
        }));
        let mechanisms = self.mechanisms.iter().map(Mechanism::to_json);
        if self.whole {
            fields.insert("split".to_owned(), json!(self.split));
            fields.insert("mechanisms".to_owned(), mechanisms.collect());
        } else {
            fields.extend(mechanisms.flat_map(object));
        }
        fields.into()
    }
}

impl Mechanism {
    fn to_json(&self) -> Value {
        let own = |commit: &Commit| json!([commit.commit_epoch.to_string(), commit.commit_block.to_string()]);
        let queues = self.weight_commits.chunk_by(|a, b| a.uid == b.uid);
        let queues = queues
            .filter_map(|queue| Some(json!([queue.first()?.uid, queue.iter().map(own).collect::<Vec<_>>()])));
        let timelocked = |commit: &Commit| {
            json!([
                commit.commit_epoch.to_string(),
                [[json!(commit.uid), json!(commit.commit_block.to_string())]]
            ])
        };
        json!({
            "mecid": self.mecid.map(|mecid| mecid.0),
            "last_update": text(&self.last_update),
            "previous_consensus": self.previous_consensus,
            "weights": rows(&self.weights),
            "bonds": rows(&self.bonds),
            "weight_commits": queues.collect::<Vec<_>>(),
            "timelocked_commits": self.timelocked_weight_commits.iter().map(timelocked).collect::<Vec<_>>(),
        })
    }
}

/// The fields of an object.
fn object(json: Value) -> Map<String, Value> {
    match json {
        Value::Object(fields) => fields,
        _ => Map::new(),
    }
}

fn rows(rows: &BTreeMap<Uid, Entries>) -> Value {
    rows.iter().map(|(uid, entries)| json!([uid, entries])).collect()
}
