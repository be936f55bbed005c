//! From a file to a [`State`]. `docs/epoch.md` documents the format.

use std::collections::BTreeMap;

use nanotao::epoch::{Commit, ConsensusMode, MAX_NEURONS, Schedule};
use nanotao::fixed::I64F64;
use nanotao::weights::GLOBAL_MAX_SUBNET_COUNT;
use nanotao::{MechId, NetUid, Uid};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

use super::Emission;
use super::fields::{Fields, Object, missing};
use super::state::{Entries, Mechanism, Spec, State};
use crate::text::Integer;
use crate::{Error, Result, files};

/// Fields of a vector file that are results, derived from others, or notes.
const NOT_READ: [&str; 15] = [
    "activity_cutoff_blocks",
    "adversarial",
    "bond_cutoff_block",
    "consensus_stored_after",
    "current_epoch_with_lookahead",
    "description",
    "mechanism_count",
    "meta",
    "mid",
    "mid_i32f32",
    "netuid_index",
    "out",
    "overflows",
    "previous_consensus_style",
    "seed",
];

/// Fields of a mechanism's own: in its place in `mechanisms`, or beside the others where a file has one mechanism.
const OF_MECHANISM: [&str; 7] = [
    "mecid",
    "last_update",
    "previous_consensus",
    "weights",
    "bonds",
    "weight_commits",
    "timelocked_commits",
];

/// Mechanisms that `get_mechanism_storage_index` can tell apart.
const MAX_MECHANISMS: usize = (u16::MAX / GLOBAL_MAX_SUBNET_COUNT) as usize + 1;

/// `get_tempo` and the others, where nothing is stored.
const DEFAULT_TEMPO: u16 = 360;
const DEFAULT_ACTIVITY_CUTOFF_FACTOR_MILLI: u32 = 13_889;
const DEFAULT_MAX_ALLOWED_VALIDATORS: u16 = 128;
const DEFAULT_KAPPA: u16 = 32_767;
const DEFAULT_BONDS_PENALTY: u16 = u16::MAX;
const DEFAULT_BONDS_MOVING_AVERAGE: u64 = 900_000;
const DEFAULT_ALPHA_LOW: u16 = 45_875;
const DEFAULT_ALPHA_HIGH: u16 = 58_982;
const DEFAULT_ALPHA_SIGMOID_STEEPNESS: i16 = 1000;
const DEFAULT_REVEAL_PERIOD_EPOCHS: u64 = 1;

type Pair<A, B> = (Integer<A>, Integer<B>);
type FileRows = Vec<(Integer<Uid>, Vec<Pair<Uid, u16>>)>;

/// Reads the input of an epoch, or standard input for `-`: one case, or all that a file has in `cases`. `pick` chooses
/// one of these by its name or its index.
///
/// # Errors
/// As [`files::read_rows`] and [`parse`].
pub fn read(path: &str, pick: Option<&str>) -> Result<Vec<State>> {
    parse(&files::read_rows(path)?, pick).map_err(|error| {
        error.context(path).remedy_if_none("docs/epoch.md lists the fields of the file, and what each can be")
    })
}

/// Reads the text of such a file.
///
/// # Errors
/// [`Kind::Input`](crate::Kind::Input) with the line and column of what is no JSON, or with the name of the field that
/// cannot be used; [`Kind::Usage`](crate::Kind::Usage) if there is no such case.
pub fn parse(json: &[u8], pick: Option<&str>) -> Result<Vec<State>> {
    let mut file: Object = serde_json::from_slice(json).map_err(Error::input)?;
    let Some(cases) = file.cases.take() else {
        if pick.is_some_and(|pick| name(&file) != Some(pick)) {
            return Err(Error::usage("--case chooses among `cases`, and the file has none")
                .remedy("leave --case out: the file is a single case"));
        }
        return Ok(vec![state(file, None)?]);
    };
    if file.mechanisms.is_some() {
        return Err(
            Error::input("`mechanisms` beside `cases`").remedy("each case has its own: move it there")
        );
    }
    let mut fields = Fields::new(file.fields);
    let meta = fields.optional::<Value>("meta")?;
    fields.ignore(&["cases"]);
    fields.finish()?;
    let spec = meta.and_then(|meta| meta.get("spec").cloned()).map(spec).transpose()?;
    let index = pick.map(|pick| index(&cases, pick)).transpose()?;
    let chosen = cases.into_iter().enumerate().filter(|(place, _)| index.is_none_or(|index| index == *place));
    let states = chosen.map(|(index, case)| {
        let place = match name(&case) {
            Some(name) => format!("case {index} ({name})"),
            None => format!("case {index}"),
        };
        state(case, spec).map_err(|error| error.context(place))
    });
    let states = states.collect::<Result<Vec<_>>>()?;
    if states.is_empty() { Err(Error::input("cases: at least one is needed")) } else { Ok(states) }
}

fn name(case: &Object) -> Option<&str> {
    case.fields.get("name").and_then(Value::as_str)
}

fn index(cases: &[Object], pick: &str) -> Result<usize> {
    let named = cases.iter().position(|case| name(case) == Some(pick));
    named.or(pick.parse().ok()).filter(|index| *index < cases.len()).ok_or_else(|| {
        Error::usage(format_args!("there is no case {pick}"))
            .remedy(format_args!("give the name of a case, or its index from 0: there are {}", cases.len()))
    })
}

fn spec(number: Value) -> Result<Spec> {
    match Integer::<u32>::deserialize(&number).map_err(|error| Error::input(format_args!("spec: {error}")))?.0
    {
        425 => Ok(Spec::V425),
        475 => Ok(Spec::V475),
        other => Err(Error::input(format_args!("spec: no epoch is known for spec version {other}"))
            .remedy("the rules of 425 and 475 are known; leave `spec` out and choose with --spec")),
    }
}

/// Reads one case. `spec` is what the file says of all of them.
fn state(case: Object, file_spec: Option<Spec>) -> Result<State> {
    if case.cases.is_some() {
        return Err(Error::input("a case that has `cases` itself"));
    }
    let mut fields = Fields::new(case.fields);
    let total_stake = total_stake(&mut fields)?;
    let neurons = total_stake.len();
    if neurons > MAX_NEURONS {
        return Err(Error::input(format_args!("{neurons} neurons, a subnet has at most {MAX_NEURONS}")));
    }
    let needed = |name: &str, len: usize| match len {
        len if len == neurons => Ok(()),
        len => Err(Error::input(format_args!("{name}: {len} elements, {neurons} are needed"))
            .remedy("one for each neuron: as many as `total_stake` has")),
    };
    if let Some(n) = fields.optional::<Integer<usize>>("n")?.filter(|n| n.0 != neurons) {
        return Err(Error::input(format_args!("n is {}, but total_stake has {neurons} elements", n.0))
            .remedy("both count the neurons; n may be left out"));
    }
    let block_at_registration = match list(&mut fields, "block_at_registration")? {
        Some(blocks) => blocks,
        None => vec![0; neurons],
    };
    needed("block_at_registration", block_at_registration.len())?;
    let has_key = fields.optional("has_key")?.unwrap_or_else(|| vec![true; neurons]);
    needed("has_key", has_key.len())?;
    let whole = case.mechanisms.is_some();
    let mechanisms = match case.mechanisms {
        Some(list) => mechanisms(&mut fields, list)?,
        None => vec![mechanism(&mut fields)?],
    };
    let state = State {
        name: fields.optional("name")?,
        spec: fields.optional("spec")?.map(spec).transpose()?.or(file_spec),
        netuid: integer(&mut fields, "netuid")?.map(NetUid),
        current_block: fields.required::<Integer<u64>>("current_block")?.0,
        schedule: schedule(&mut fields)?,
        activity_cutoff_factor_milli: integer(&mut fields, "activity_cutoff_factor_milli")?
            .unwrap_or(DEFAULT_ACTIVITY_CUTOFF_FACTOR_MILLI),
        block_at_registration,
        has_key,
        total_stake,
        stake_threshold: integer(&mut fields, "stake_threshold")?.unwrap_or_default(),
        owner_uid: integer(&mut fields, "owner_uid")?,
        validator_permit: fields.required("validator_permit")?,
        max_allowed_validators: integer(&mut fields, "max_allowed_validators")?
            .unwrap_or(DEFAULT_MAX_ALLOWED_VALIDATORS),
        kappa: integer(&mut fields, "kappa")?.unwrap_or(DEFAULT_KAPPA),
        bonds_penalty: integer(&mut fields, "bonds_penalty")?.unwrap_or(DEFAULT_BONDS_PENALTY),
        bonds_moving_average: integer(&mut fields, "bonds_moving_average")?
            .unwrap_or(DEFAULT_BONDS_MOVING_AVERAGE),
        yuma3: fields.optional("yuma3")?.unwrap_or_default(),
        liquid_alpha: fields.optional("liquid_alpha")?.unwrap_or_default(),
        alpha_low: integer(&mut fields, "alpha_low")?.unwrap_or(DEFAULT_ALPHA_LOW),
        alpha_high: integer(&mut fields, "alpha_high")?.unwrap_or(DEFAULT_ALPHA_HIGH),
        alpha_sigmoid_steepness: integer(&mut fields, "alpha_sigmoid_steepness")?
            .unwrap_or(DEFAULT_ALPHA_SIGMOID_STEEPNESS),
        consensus_mode: fields.optional("consensus_mode")?.map(Mode::into).unwrap_or_default(),
        reveal_period_epochs: reveal_period_epochs(&mut fields)?,
        emission: Emission::read(&mut fields, whole)?,
        split: if whole { split(&mut fields)? } else { None },
        mechanisms,
        whole,
    };
    fields.ignore(&NOT_READ);
    fields.ignore(&["mechanisms"]);
    fields.finish()?;
    Ok(state)
}

/// Reads all mechanisms of a subnet; `fields` are the subnet's.
fn mechanisms(fields: &mut Fields, list: Vec<Object>) -> Result<Vec<Mechanism>> {
    let count = list.len();
    if !(1..=MAX_MECHANISMS).contains(&count) {
        return Err(Error::input(format_args!("mechanisms: {count}, a subnet has 1 to {MAX_MECHANISMS}")));
    }
    if let Some(name) = OF_MECHANISM.into_iter().find(|name| fields.has(name)) {
        return Err(Error::input(format_args!("`{name}` beside `mechanisms`"))
            .remedy("each mechanism has its own: move it there"));
    }
    if let Some(said) = integer::<usize>(fields, "mechanism_count")?.filter(|said| *said != count) {
        return Err(Error::input(format_args!(
            "mechanism_count is {said}, but mechanisms has {count} elements"
        ))
        .remedy("both count the mechanisms; mechanism_count may be left out"));
    }
    let read = |(index, object): (u8, Object)| {
        if object.cases.is_some() || object.mechanisms.is_some() {
            return Err(Error::input("a mechanism that has `cases` or `mechanisms` itself"));
        }
        let mut fields = Fields::new(object.fields);
        let mut mechanism = mechanism(&mut fields)?;
        fields.ignore(&["netuid_index"]);
        fields.finish()?;
        let place = MechId(index);
        if let Some(mecid) = mechanism.mecid.replace(place).filter(|mecid| *mecid != place) {
            return Err(Error::input(format_args!("mecid is {mecid}, but its place is {place}"))
                .remedy("mechanisms come in their order, from 0; mecid may be left out"));
        }
        Ok(mechanism)
    };
    let place = |index| format!("mechanisms[{index}]");
    (0..)
        .zip(list)
        .map(|(index, own)| read((index, own)).map_err(|error| error.context(place(index))))
        .collect()
}

fn mechanism(fields: &mut Fields) -> Result<Mechanism> {
    Ok(Mechanism {
        mecid: integer(fields, "mecid")?.map(MechId),
        last_update: list(fields, "last_update")?.ok_or_else(|| missing("last_update"))?,
        previous_consensus: list(fields, "previous_consensus")?.unwrap_or_default(),
        weight_commits: weight_commits(fields)?,
        timelocked_weight_commits: timelocked_commits(fields)?,
        weights: rows(fields, "weights")?.ok_or_else(|| missing("weights"))?,
        bonds: rows(fields, "bonds")?.unwrap_or_default(),
    })
}

fn split(fields: &mut Fields) -> Result<Option<Vec<u16>>> {
    let split = list::<u16>(fields, "split")?;
    let sum = split.iter().flatten().map(|part| u32::from(*part)).sum::<u32>();
    if split.is_some() && sum != u32::from(u16::MAX) {
        return Err(Error::input(format_args!("split: the parts add up to {sum}"))
            .remedy("they have to add up to 65535; leave `split` out to share evenly"));
    }
    Ok(split)
}

pub(super) fn integer<T>(fields: &mut Fields, name: &'static str) -> Result<Option<T>>
where
    Integer<T>: DeserializeOwned,
{
    Ok(fields.optional::<Integer<T>>(name)?.map(|integer| integer.0))
}

fn list<T>(fields: &mut Fields, name: &'static str) -> Result<Option<Vec<T>>>
where
    Integer<T>: DeserializeOwned,
{
    let list = fields.optional::<Vec<Integer<T>>>(name)?;
    Ok(list.map(|list| list.into_iter().map(|integer| integer.0).collect()))
}

/// Stake as the chain computes with it, in bits, or in whole rao.
fn total_stake(fields: &mut Fields) -> Result<Vec<I64F64>> {
    let (bits, rao) = (list::<i128>(fields, "total_stake_i64f64")?, list::<u64>(fields, "total_stake")?);
    match (bits, rao) {
        (Some(bits), None) => Ok(bits.into_iter().map(I64F64::from_bits).collect()),
        (None, Some(rao)) => rao
            .into_iter()
            .enumerate()
            .map(|(uid, rao)| {
                I64F64::checked_from_num(rao).ok_or_else(|| {
                    let max = i64::MAX;
                    Error::input(format_args!("total_stake[{uid}]: {rao} rao, the chain counts to {max}"))
                })
            })
            .collect(),
        (Some(_), Some(_)) => Err(Error::input("both `total_stake` and `total_stake_i64f64` are given")
            .remedy("leave one out: the first is in rao, the second in 2⁻⁶⁴ rao")),
        (None, None) => Err(missing("total_stake")),
    }
}

fn schedule(fields: &mut Fields) -> Result<Schedule> {
    Ok(Schedule {
        tempo: integer(fields, "tempo")?.unwrap_or(DEFAULT_TEMPO),
        last_epoch_block: integer(fields, "last_epoch_block")?.unwrap_or_default(),
        pending_epoch_at: integer(fields, "pending_epoch_at")?.unwrap_or_default(),
        blocks_since_last_step: integer(fields, "blocks_since_last_step")?.unwrap_or_default(),
        subnet_epoch_index: integer(fields, "subnet_epoch_index")?.unwrap_or_default(),
        last_mechanism_step_block: integer(fields, "last_mechanism_step_block")?.unwrap_or_default(),
        last_yuma_step_block: integer(fields, "last_yuma_step_block")?,
    })
}

/// `LiquidAlphaConsensusMode` by its name.
#[derive(Deserialize)]
enum Mode {
    Current,
    Previous,
    Auto,
}

impl From<Mode> for ConsensusMode {
    fn from(mode: Mode) -> Self {
        match mode {
            Mode::Current => Self::Current,
            Mode::Previous => Self::Previous,
            Mode::Auto => Self::Auto,
        }
    }
}

fn rows(fields: &mut Fields, name: &'static str) -> Result<Option<BTreeMap<Uid, Entries>>> {
    let Some(list) = fields.optional::<FileRows>(name)? else { return Ok(None) };
    let mut rows = BTreeMap::new();
    for (index, (uid, entries)) in list.into_iter().enumerate() {
        let entries = entries.into_iter().map(|(target, value)| (target.0, value.0)).collect();
        if rows.insert(uid.0, entries).is_some() {
            return Err(Error::input(format_args!("{name}[{index}]: a second row of uid {}", uid.0))
                .remedy("the chain stores one row for each uid: join them"));
        }
    }
    Ok(Some(rows))
}

fn reveal_period_epochs(fields: &mut Fields) -> Result<Option<u64>> {
    let enabled = fields.optional("commit_reveal_enabled")?.unwrap_or(true);
    let period = integer(fields, "reveal_period_epochs")?.unwrap_or(DEFAULT_REVEAL_PERIOD_EPOCHS);
    Ok(enabled.then_some(period))
}

/// The uid of an account; one that is no neuron has none, and no row to mask.
type Committer = Option<Integer<Uid>>;

fn commit(uid: Committer, epoch: Integer<u64>, block: Integer<u64>) -> Option<Commit> {
    Some(Commit { uid: uid?.0, commit_epoch: epoch.0, commit_block: block.0 })
}

fn weight_commits(fields: &mut Fields) -> Result<Vec<Commit>> {
    let by_account =
        fields.optional::<Vec<(Committer, Vec<Pair<u64, u64>>)>>("weight_commits")?.unwrap_or_default();
    let queue = |(uid, queue): (Committer, Vec<Pair<u64, u64>>)| {
        queue.into_iter().filter_map(move |(epoch, block)| commit(uid, epoch, block))
    };
    Ok(by_account.into_iter().flat_map(queue).collect())
}

fn timelocked_commits(fields: &mut Fields) -> Result<Vec<Commit>> {
    type Queue = Vec<(Committer, Integer<u64>)>;
    let by_epoch = fields.optional::<Vec<(Integer<u64>, Queue)>>("timelocked_commits")?.unwrap_or_default();
    let queue = |(epoch, queue): (Integer<u64>, Queue)| {
        queue.into_iter().filter_map(move |(uid, block)| commit(uid, epoch, block))
    };
    Ok(by_epoch.into_iter().flat_map(queue).collect())
}
