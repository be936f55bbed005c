//! Input and results as JSON, in the form of the vector files: `u64` and bits as text.

use std::collections::BTreeMap;

use nanotao::Uid;
use nanotao::epoch::{Commit, ConsensusMode};
use serde::Serialize;
use serde_json::{Map, Value, json};

use super::state::{Entries, Outcome, State};
use super::{Recorder, Spec};

/// What an epoch came to: by uid, null for a uid without a key.
pub fn to_json(state: &State, outcome: &Outcome) -> Value {
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
        let mut json = json!({
            "name": self.name,
            "spec": self.spec.map(Spec::number),
            "netuid": self.netuid.map(|netuid| netuid.0),
            "mecid": self.mecid.map(|mecid| mecid.0),
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
            "last_update": text(&self.last_update),
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
            "previous_consensus": self.previous_consensus,
            "weights": rows(&self.weights),
            "bonds": rows(&self.bonds),
            "commit_reveal_enabled": self.commit_reveal.is_some(),
            "rao_emission": self.rao_emission.0.to_string(),
        });
        if let (Some(commits), Value::Object(fields)) = (&self.commit_reveal, &mut json) {
            let own =
                |commit: &Commit| json!([commit.commit_epoch.to_string(), commit.commit_block.to_string()]);
            let queues = commits.weight_commits.chunk_by(|a, b| a.uid == b.uid);
            let queues = queues.filter_map(|queue| {
                Some(json!([queue.first()?.uid, queue.iter().map(own).collect::<Vec<_>>()]))
            });
            let timelocked = |commit: &Commit| {
                json!([
                    commit.commit_epoch.to_string(),
                    [[json!(commit.uid), json!(commit.commit_block.to_string())]]
                ])
            };
            fields.extend([
                ("reveal_period_epochs".to_owned(), json!(commits.reveal_period_epochs.to_string())),
                ("weight_commits".to_owned(), queues.collect()),
                (
                    "timelocked_commits".to_owned(),
                    commits.timelocked_weight_commits.iter().map(timelocked).collect(),
                ),
            ]);
        }
        json
    }
}

fn rows(rows: &BTreeMap<Uid, Entries>) -> Value {
    rows.iter().map(|(uid, entries)| json!([uid, entries])).collect()
}
