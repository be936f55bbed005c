//! `epoch.json`, `epoch_bench.json` of both specs, and `math.json`.

pub mod any;
pub mod checks;
pub(crate) mod math;
pub mod reference;
pub mod run;
mod subnet;

use crate::case::{Case, Form};
use crate::outcome::{self, Outcome, Stop, Verdict, equal};
use alloc::{format, vec::Vec};
use core::fmt::Debug;
use nanotao::epoch::{
    Profile, activity_cutoff_blocks, bond_cutoff_block, current_epoch_with_lookahead, persisted_uids,
};
use nanotao::fixed::I32F32;
use run::{Computed, Entries};
use serde_json::Value;
use subnet::{StoredRows, Subnet, borrowed, run_dense, run_sparse};

pub(crate) fn spec_425(case: Case<'_>) -> Verdict {
    epoch(&Profile::SPEC_425, case)
}

pub(crate) fn spec_475(case: Case<'_>) -> Verdict {
    epoch(&Profile::SPEC_475, case)
}

fn epoch(profile: &Profile, case: Case<'_>) -> Verdict {
    let subnet = Subnet::read(case, case)?;
    derived(profile, case, &subnet)?;
    let (weights, bonds): (StoredRows, StoredRows) = (case.get("weights")?, case.get("bonds")?);
    let emission = case.get("rao_emission")?;
    let sparse = run_sparse(profile, &subnet, emission, &weights, &bonds)?;
    compare(case, &subnet, &sparse, |row| row)?;
    if let Some(dense) = run_dense(profile, &subnet, emission, &weights, &bonds)? {
        // Zeros are no bonds there.
        compare(case, &subnet, &dense, |row| row.into_iter().filter(|(_, bond)| *bond != 0).collect())?;
    }
    Ok(())
}

/// Judges an epoch case of that profile by the reference instead of the core.
pub fn judge_reference(profile: &Profile, case: &Value) -> Outcome {
    let judge = |case: Case<'_>| {
        let subnet = Subnet::read(case, case)?;
        let (weights, bonds): (StoredRows, StoredRows) = (case.get("weights")?, case.get("bonds")?);
        let epoch = subnet.epoch(profile, case.get("rao_emission")?);
        compare(case, &subnet, &reference::epoch(&epoch, &borrowed(&weights), &borrowed(&bonds)), |row| row)
    };
    outcome::of(judge(Case::new(case)))
}

/// What the file derives from the state, by the rules of its spec.
fn derived(profile: &Profile, case: Case<'_>, subnet: &Subnet) -> Verdict {
    let Subnet { schedule, current_block, .. } = subnet;
    let cutoff = activity_cutoff_blocks(subnet.activity_cutoff_factor_milli, schedule.tempo);
    equal("activity_cutoff_blocks", cutoff, case.get::<u64>("activity_cutoff_blocks")?)?;
    let epoch = current_epoch_with_lookahead(profile, schedule, *current_block);
    equal("current_epoch_with_lookahead", epoch, case.get::<u64>("current_epoch_with_lookahead")?)?;
    match case.optional::<u64>("bond_cutoff_block")? {
        Some(block) => {
            equal("bond_cutoff_block", bond_cutoff_block(profile, schedule, *current_block), block)
        }
        None => Ok(()),
    }
}

fn compare(
    case: Case<'_>,
    subnet: &Subnet,
    epoch: &Computed,
    stored: impl Fn(Entries) -> Entries,
) -> Verdict {
    let out: Case<'_> = case.get("out")?;
    let terms = &epoch.terms;
    let keys = &subnet.has_key;
    by_uid(out, "dividend", keys, &terms.dividend)?;
    by_uid(out, "incentive", keys, &terms.incentive)?;
    by_uid(out, "stake_weight", keys, &terms.stake_weight)?;
    by_uid(out, "consensus", keys, &terms.consensus)?;
    by_uid(out, "validator_trust", keys, &terms.validator_trust)?;
    by_uid(out, "validator_emission", keys, &terms.validator_emission)?;
    by_uid(out, "server_emission", keys, &terms.server_emission)?;
    by_uid(out, "emission", keys, &terms.emission)?;
    by_uid(out, "stake", keys, &terms.stake)?;
    by_uid(out, "active", keys, &terms.active)?;
    by_uid(out, "new_validator_permit", keys, &terms.new_validator_permit)?;
    let bonds: Vec<Case<'_>> = out.get("bond")?;
    equal("rows of bonds", bonds.len(), subnet.neurons)?;
    for (uid, (theirs, ours)) in bonds.iter().zip(&epoch.bonds).enumerate() {
        if theirs.value().is_null() != !keys.get(uid).copied().unwrap_or_default() {
            return outcome::fail(format!("bond of uid {uid}: has a key, or not"));
        }
        if !theirs.value().is_null() {
            let theirs = stored(Form::read(theirs.value()).ok_or_else(|| bad("bond"))?);
            equal(&format!("bond of uid {uid}"), ours, &theirs)?;
        }
    }
    let mid: Case<'_> = case.get("mid_i32f32")?;
    for (stage, vector) in &epoch.vectors {
        if let Some(theirs) = mid.optional::<Vec<I32F32>>(stage.name())? {
            equal(stage.name(), vector, &theirs)?;
        }
    }
    let names = mid.value().as_object().map(|mid| mid.keys()).into_iter().flatten();
    for name in names {
        if !epoch.vectors.iter().any(|(stage, _)| stage.name() == name) {
            return outcome::fail(format!("no vector {name}"));
        }
    }
    if let Some(theirs) = case.optional::<Vec<u16>>("consensus_stored_after")? {
        let ours = persisted_uids(keys).filter_map(|uid| terms.consensus.get(usize::from(uid)).copied());
        equal("consensus_stored_after", ours.collect::<Vec<_>>(), theirs)?;
    }
    Ok(())
}

/// One element for each uid, null where it has no key.
fn by_uid<'a, T: Form<'a> + PartialEq + Debug + Copy>(
    out: Case<'a>,
    name: &str,
    keys: &[bool],
    ours: &[T],
) -> Verdict {
    let theirs: Vec<Case<'_>> = out.get(name)?;
    equal(&format!("elements of {name}"), ours.len(), theirs.len())?;
    for (uid, (ours, theirs)) in ours.iter().zip(theirs).enumerate() {
        let has_key = keys.get(uid).copied().unwrap_or_default();
        let theirs = if theirs.value().is_null() {
            None
        } else {
            Some(T::read(theirs.value()).ok_or_else(|| bad(name))?)
        };
        equal(&format!("{name} of uid {uid}"), has_key.then_some(*ours), theirs)?;
    }
    Ok(())
}

fn bad(name: &str) -> Stop {
    Stop::Fail(format!("field {name} has an element of another form"))
}
