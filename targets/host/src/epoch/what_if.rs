//! Weights in the place of a validator's, and what that changes.

use std::fmt;
use std::str::FromStr;

use nanotao::Uid;
use nanotao::epoch::EpochConsensus;
use nanotao::weights::{ChainError, vec_u16_max_upscale_to_u16};
use serde_json::{Value, json};

use super::state::no_mechanism;
use super::table::proportion;
use super::{Outcome, State};
use crate::scores::{Sdk, Weights};
use crate::text::{align, exact};
use crate::{Error, Result, files};

/// Weights for a validator to have: `UID=FILE`, a scores file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Replacement {
    /// The validator.
    pub uid: Uid,
    /// Its scores file.
    pub path: String,
}

impl FromStr for Replacement {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self> {
        let wrong =
            || Error::usage(format_args!("{text:?} is no UID=FILE")).remedy("write it as 3=weights.json");
        let (uid, path) = text.split_once('=').ok_or_else(wrong)?;
        let uid = uid.parse().map_err(|_| wrong())?;
        if path.is_empty() { Err(wrong()) } else { Ok(Self { uid, path: path.to_owned() }) }
    }
}

impl Replacement {
    /// Puts the weights in the place of the validator's, in the mechanism in the place `index`, as if it had set them
    /// in the block before the epoch: scaled up as the chain stores them, and with `last_update` in that block.
    ///
    /// # Errors
    /// As [`files::read`] and [`Weights::parse`];
    /// [`Kind::Input`](crate::Kind::Input) if they are for another subnet, or for a uid that is no neuron;
    /// [`Kind::Usage`](crate::Kind::Usage) if there is no such validator or mechanism.
    pub fn apply(&self, state: &mut State, index: usize, sdk: Sdk) -> Result<()> {
        state.check_uid(self.uid)?;
        let Self { uid, path } = self;
        let mut weights = Weights::parse(path, &files::read(path)?, sdk, None)?;
        let (neurons, block, count) = (state.neurons(), state.current_block, state.mechanisms.len());
        let mechanism = state.mechanisms.get_mut(index).ok_or_else(|| no_mechanism(index, count))?;
        let (netuid, mecid) =
            (state.netuid.unwrap_or(weights.netuid), mechanism.mecid.unwrap_or(weights.mecid));
        if (weights.netuid, weights.mecid) != (netuid, mecid) {
            let theirs = format!("{path}: weights for netuid {}, mecid {}", weights.netuid, weights.mecid);
            return Err(
                Error::input(theirs).remedy(format_args!("the epoch is of netuid {netuid}, mecid {mecid}"))
            );
        }
        if let Some(index) = weights.uids.iter().position(|uid| usize::from(*uid) >= neurons) {
            return Err(Error::from(ChainError::UidVecContainInvalidOne { index })
                .context(path)
                .remedy(format_args!("the subnet has {neurons} neurons, counted from 0")));
        }
        vec_u16_max_upscale_to_u16(&mut weights.values);
        mechanism.weights.insert(*uid, weights.uids.into_iter().zip(weights.values).collect());
        let at = usize::from(*uid);
        if mechanism.last_update.len() <= at {
            mechanism.last_update.resize(at.saturating_add(1), 0);
        }
        if let Some(last_update) = mechanism.last_update.get_mut(at) {
            *last_update = block.saturating_sub(1).max(*last_update);
        }
        Ok(())
    }
}

/// A result of a uid before and after.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// The uid.
    pub uid: Uid,
    /// The field, as [`Outcome`] calls it.
    pub field: &'static str,
    before: Quantity,
    after: Quantity,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Quantity {
    Proportion(u16),
    Alpha(u64),
    Flag(bool),
}

impl Quantity {
    /// All that an epoch comes to for a uid, beside its stake and bonds.
    fn all(outcome: &Outcome, uid: Uid) -> [(&'static str, Self); 9] {
        let at = usize::from(uid);
        let proportion = |values: &[u16]| Self::Proportion(values.get(at).copied().unwrap_or_default());
        let alpha = |values: &[u64]| Self::Alpha(values.get(at).copied().unwrap_or_default());
        let flag = |values: &[bool]| Self::Flag(values.get(at).is_some_and(|flag| *flag));
        [
            ("emission", alpha(&outcome.emission)),
            ("server_emission", alpha(&outcome.server_emission)),
            ("validator_emission", alpha(&outcome.validator_emission)),
            ("consensus", proportion(&outcome.consensus)),
            ("incentive", proportion(&outcome.incentive)),
            ("dividend", proportion(&outcome.dividend)),
            ("validator_trust", proportion(&outcome.validator_trust)),
            ("active", flag(&outcome.active)),
            ("new_validator_permit", flag(&outcome.new_validator_permit)),
        ]
    }

    fn to_json(self) -> Value {
        match self {
            Self::Proportion(value) => json!(value),
            Self::Alpha(amount) => json!(amount.to_string()),
            Self::Flag(flag) => json!(flag),
        }
    }

    /// The number in it, where there is one.
    fn number(self) -> i128 {
        match self {
            Self::Proportion(value) => value.into(),
            Self::Alpha(amount) => amount.into(),
            Self::Flag(_) => 0,
        }
    }
}

impl fmt::Display for Quantity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&match self {
            Self::Proportion(value) => proportion(*value),
            Self::Alpha(amount) => exact(*amount),
            Self::Flag(true) => "yes".to_owned(),
            Self::Flag(false) => "no".to_owned(),
        })
    }
}

impl Change {
    fn difference(&self) -> i128 {
        self.after.number().saturating_sub(self.before.number())
    }

    /// As JSON; the difference is that of the numbers, null for flags.
    pub fn to_json(&self) -> Value {
        let difference = match self.after {
            Quantity::Proportion(_) => json!(self.difference() as i64),
            Quantity::Alpha(_) => json!(self.difference().to_string()),
            Quantity::Flag(_) => Value::Null,
        };
        json!({
            "uid": self.uid,
            "field": self.field,
            "before": self.before.to_json(),
            "after": self.after.to_json(),
            "difference": difference,
        })
    }

    fn line(&self) -> Vec<String> {
        let difference = self.difference();
        let size = match self.after {
            Quantity::Proportion(_) => {
                proportion(u16::try_from(difference.unsigned_abs()).unwrap_or(u16::MAX))
            }
            Quantity::Alpha(_) => exact(u64::try_from(difference.unsigned_abs()).unwrap_or(u64::MAX)),
            Quantity::Flag(_) => String::new(),
        };
        let sign = match difference {
            ..0 => "-",
            0 => "",
            _ => "+",
        };
        let [before, after] = [self.before, self.after].map(|value| value.to_string());
        vec![self.uid.to_string(), self.field.to_owned(), before, after, format!("{sign}{size}")]
    }
}

/// All results, before and after, that are not the same; of the uids in `first` all.
fn compare<'a>(
    state: &'a State,
    before: &'a Outcome,
    after: &'a Outcome,
    first: &'a [Uid],
) -> impl Iterator<Item = Change> + 'a {
    let others = state.uids().filter(|uid| !first.contains(uid));
    first.iter().copied().chain(others).flat_map(|uid| {
        let pairs = Quantity::all(before, uid).into_iter().zip(Quantity::all(after, uid));
        pairs.map(move |((field, before), (_, after))| Change { uid, field, before, after })
    })
}

/// Every result that is not the same after as before, those of the uids in `first` first.
pub fn changes(state: &State, before: &Outcome, after: &Outcome, first: &[Uid]) -> Vec<Change> {
    compare(state, before, after, first).filter(|change| change.before != change.after).collect()
}

/// A table: all results of the uids in `first`, then what has changed for the others.
pub fn change_table(state: &State, before: &Outcome, after: &Outcome, first: &[Uid]) -> String {
    let header = || vec![["uid", "", "before", "after", "difference"].map(str::to_owned).to_vec()];
    let (mut own, mut others) = (header(), header());
    for change in compare(state, before, after, first) {
        if first.contains(&change.uid) {
            own.push(change.line());
        } else if change.before != change.after {
            others.push(change.line());
        }
    }
    let flag = |flags: &[bool], uid: Uid| flags.get(usize::from(uid)).is_some_and(|flag| *flag);
    let note = |uid: &Uid| match state.emission.consensus() {
        EpochConsensus::Yuma if state.owner_uid == Some(*uid) || flag(&state.validator_permit, *uid) => None,
        EpochConsensus::Yuma => {
            Some(format!("uid {uid} has no validator permit: its weights do not count\n"))
        }
        EpochConsensus::Null if flag(&after.new_validator_permit, *uid) => None,
        EpochConsensus::Null => Some(format!("uid {uid} has not the most stake: its weights do not count\n")),
    };
    let notes: String = first.iter().filter_map(note).collect();
    let others = if others.len() > 1 { align(&others) } else { "nothing\n".to_owned() };
    format!("{}{notes}\nwhat changes for others\n{others}", align(&own))
}
