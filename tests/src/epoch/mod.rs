//! `epoch.json` of both specs and `epoch_bench.json`; the other files of epochs each have a module.

pub mod any;
pub mod checks;
pub(crate) mod math;
pub(crate) mod mechanism;
pub(crate) mod null;
pub mod reference;
pub mod run;
pub(crate) mod sequences;
mod subnet;

use crate::case::{Case, Form};
use crate::outcome::{self, Outcome, Stop, Verdict, equal};
use alloc::{format, vec::Vec};
use core::fmt::Debug;
use nanotao::epoch::{
    Profile, activity_cutoff_blocks, bond_cutoff_block, current_epoch_with_lookahead, persisted_uids,
};
use nanotao::fixed::I32F32;
use nanotao::weights::mechanism_storage_index;
use nanotao::{MechId, NetUid};
use run::{Computed, Entries, Terms};
use serde_json::Value;
use subnet::{StoredRows, Subnet, borrowed, run_dense, run_sparse};

pub(crate) fn spec_425(case: Case<'_>) -> Verdict {
    epoch(&Profile::SPEC_425, case)
}

pub(crate) fn spec_475(case: Case<'_>) -> Verdict {
    epoch(&Profile::SPEC_475, case)
}

fn epoch(profile: &Profile, case: Case<'_>) -> Verdict {
    let subnet = Subnet::read(profile, case, case)?;
    storage_index(case)?;
    derived(profile, case, &subnet)?;
    let (weights, bonds): (StoredRows, StoredRows) = (case.get("weights")?, case.get("bonds")?);
    let emission = case.get("rao_emission")?;
    let sparse = run_sparse(profile, &subnet, emission, &weights, &bonds)?;
    compare(profile, case, &subnet, &sparse, |row| row)?;
    if let Some(dense) = run_dense(profile, &subnet, emission, &weights, &bonds)? {
        // Zeros are no bonds there.
        compare(profile, case, &subnet, &dense, |row| {
            row.into_iter().filter(|(_, bond)| *bond != 0).collect()
        })?;
    }
    Ok(())
}

fn storage_index(case: Case<'_>) -> Verdict {
    let (netuid, mecid) = (NetUid(case.get("netuid")?), MechId(case.get("mecid")?));
    equal("netuid_index", mechanism_storage_index(netuid, mecid).0, case.get::<u16>("netuid_index")?)
}

/// Judges an epoch case of that profile by the reference instead of the core.
pub fn judge_reference(profile: &Profile, case: &Value) -> Outcome {
    let judge = |case: Case<'_>| {
        let subnet = Subnet::read(profile, case, case)?;
        let (weights, bonds): (StoredRows, StoredRows) = (case.get("weights")?, case.get("bonds")?);
        let epoch = subnet.epoch(profile, case.get("rao_emission")?);
        compare(
            profile,
            case,
            &subnet,
            &reference::epoch(&epoch, &borrowed(&weights), &borrowed(&bonds)),
            |row| row,
        )
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
    if profile.last_yuma_step_block && !subnet::is_null(case)? {
        let block = bond_cutoff_block(profile, schedule, *current_block);
        equal("bond_cutoff_block", block, case.get::<u64>("bond_cutoff_block")?)?;
    }
    Ok(())
}

fn compare(
    profile: &Profile,
    case: Case<'_>,
    subnet: &Subnet,
    epoch: &Computed,
    stored: impl Fn(Entries) -> Entries,
) -> Verdict {
    let out: Case<'_> = case.get("out")?;
    let keys = &subnet.has_key;
    compare_terms(out, keys, &epoch.terms)?;
    let bonds: Vec<Case<'_>> = out.get("bond")?;
    equal("rows of bonds", bonds.len(), subnet.neurons)?;
    for (uid, (theirs, ours)) in bonds.iter().zip(&epoch.bonds).enumerate() {
        let theirs = if theirs.value().is_null() { None } else { Some(stored(read(*theirs, "bond")?)) };
        let has_key = keys.get(uid).copied().unwrap_or_default();
        equal(&format!("bond of uid {uid}"), has_key.then_some(ours), theirs.as_ref())?;
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
    if profile.liquid_alpha_consensus_mode {
        let ours =
            persisted_uids(keys).filter_map(|uid| epoch.terms.consensus.get(usize::from(uid)).copied());
        equal(
            "consensus_stored_after",
            ours.collect::<Vec<_>>(),
            case.get::<Vec<u16>>("consensus_stored_after")?,
        )?;
    }
    Ok(())
}

/// Compares an output, one element for each uid.
fn compare_terms(out: Case<'_>, keys: &[bool], terms: &Terms) -> Verdict {
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
    by_uid(out, "new_validator_permit", keys, &terms.new_validator_permit)
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
        let theirs = if theirs.value().is_null() { None } else { Some(read::<T>(theirs, name)?) };
        equal(&format!("{name} of uid {uid}"), has_key.then_some(*ours), theirs)?;
    }
    Ok(())
}

fn read<'a, T: Form<'a>>(element: Case<'a>, name: &str) -> Result<T, Stop> {
    T::read(element.value())
        .ok_or_else(|| Stop::Fail(format!("field {name} has an element that is not {}", T::NAME)))
}
