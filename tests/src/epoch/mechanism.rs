//! `mechanism_epoch.json` of both specs, and the mechanisms of `null_consensus.json`: a subnet with all of its
//! mechanisms, and what the chain stores of it.

use super::null::run_null;
use super::run::{Entries, Terms};
use super::subnet::{StoredRows, Subnet, run_sparse};
use crate::case::{Case, Form};
use crate::outcome::{Step, Stop, Verdict, equal, fail};
use alloc::collections::BTreeMap;
use alloc::{format, vec, vec::Vec};
use core::fmt::Debug;
use nanotao::epoch::{EpochConsensus, Profile, mechanism_weight, persisted_uids, split_emissions};
use nanotao::{AlphaBalance, MechId};

/// A mechanism's own storage.
#[derive(Clone)]
pub(crate) struct Mechanism {
    pub(crate) last_update: Vec<u64>,
    pub(crate) weights: BTreeMap<u16, Entries>,
    pub(crate) bonds: BTreeMap<u16, Entries>,
    pub(crate) previous_consensus: Vec<u16>,
    pub(crate) incentive: Vec<u16>,
}

impl Mechanism {
    pub(crate) fn read(case: Case<'_>) -> Result<Self, Stop> {
        Ok(Self {
            last_update: case.get("last_update")?,
            weights: case.get::<StoredRows>("weights")?.into_iter().collect(),
            bonds: case.get::<StoredRows>("bonds")?.into_iter().collect(),
            previous_consensus: case.optional("previous_consensus")?.unwrap_or_default(),
            incentive: Vec::new(),
        })
    }
}

/// The pools that a subnet shares out.
#[derive(Clone, Copy)]
pub(crate) struct Budgets {
    pub(crate) miner: u64,
    pub(crate) local_dividend: u64,
    pub(crate) root: u64,
}

impl Budgets {
    pub(crate) fn read(case: Case<'_>) -> Result<Self, Stop> {
        Ok(Self {
            miner: case.get("miner_budget")?,
            local_dividend: case.get("local_dividend_budget")?,
            root: case.get("root_budget")?,
        })
    }

    fn total(self) -> u64 {
        self.miner.saturating_add(self.local_dividend).saturating_add(self.root)
    }
}

/// Reads which consensus the subnet runs.
pub(crate) fn epoch_consensus(case: Case<'_>) -> Result<EpochConsensus, Stop> {
    match case.get("epoch_consensus")? {
        "Yuma" => Ok(EpochConsensus::Yuma),
        "Null" => Ok(EpochConsensus::Null),
        other => fail(format!("no such consensus: {other}")),
    }
}

/// Runs the epoch of every mechanism, stores what the chain stores of each, and gives what they come to together.
pub(crate) fn epoch_with_mechanisms(
    profile: &Profile,
    subnet: &Subnet,
    mechanisms: &mut [Mechanism],
    consensus: EpochConsensus,
    split: Option<&[u16]>,
    budgets: Budgets,
) -> Result<Terms, Stop> {
    let parts = |alpha| {
        let mut parts = vec![0; mechanisms.len()];
        split_emissions(profile, split, AlphaBalance(alpha), &mut parts);
        parts
    };
    let (miners, local, roots) = (parts(budgets.miner), parts(budgets.local_dividend), parts(budgets.root));
    let emissions = match consensus {
        EpochConsensus::Yuma => parts(budgets.total()),
        EpochConsensus::Null => {
            let all = miners.iter().zip(&local).zip(&roots);
            all.map(|((miner, local), root)| miner.saturating_add(*local).saturating_add(*root)).collect()
        }
    };
    let mut sum = Terms::new(subnet.neurons);
    sum.output().clear();
    for (index, mechanism) in mechanisms.iter_mut().enumerate() {
        let own = Subnet {
            last_update: mechanism.last_update.clone(),
            previous_consensus: mechanism.previous_consensus.clone(),
            ..subnet.clone()
        };
        let weights = mechanism.weights.clone().into_iter().collect();
        let keys = &subnet.has_key;
        let mut terms = match consensus {
            EpochConsensus::Yuma => {
                let bonds = mechanism.bonds.clone().into_iter().collect();
                let epoch = run_sparse(profile, &own, emissions[index], &weights, &bonds)?;
                for (place, uid) in (0..).zip(persisted_uids(keys)) {
                    mechanism.bonds.insert(place, epoch.bonds[usize::from(uid)].clone());
                }
                epoch.terms
            }
            EpochConsensus::Null => {
                let dividends = local[index].saturating_add(roots[index]);
                let fallback = miners[index].saturating_add(local[index]);
                run_null(profile, &own, &weights, [miners[index], dividends, fallback])?.terms
            }
        };
        let stored = |vector: &[u16]| persisted_uids(keys).map(|uid| vector[usize::from(uid)]).collect();
        mechanism.incentive = stored(&terms.incentive);
        mechanism.previous_consensus = stored(&terms.consensus);
        let mecid = MechId(index as u8);
        let weight = mechanism_weight(mecid, AlphaBalance(emissions[index]), AlphaBalance(budgets.total()));
        sum.output().add_mechanism(&terms.output(), mecid, weight, consensus).step("add_mechanism")?;
    }
    Ok(sum)
}

/// Compares what is stored of the subnet, and of its mechanisms.
pub(crate) fn compare(out: Case<'_>, keys: &[bool], terms: &Terms, mechanisms: &[Mechanism]) -> Verdict {
    stored(out, "active", keys, &terms.active)?;
    stored(out, "consensus", keys, &terms.consensus)?;
    stored(out, "dividends", keys, &terms.dividend)?;
    stored(out, "emission", keys, &terms.emission)?;
    stored(out, "stake_weight", keys, &terms.stake_weight)?;
    stored(out, "validator_permit", keys, &terms.new_validator_permit)?;
    stored(out, "validator_trust", keys, &terms.validator_trust)?;
    let paid = persisted_uids(keys).map(|uid| {
        let uid = usize::from(uid);
        (terms.server_emission[uid], terms.validator_emission[uid])
    });
    equal(
        "server_validator_emission",
        paid.collect::<Vec<_>>(),
        out.get::<Vec<(u64, u64)>>("server_validator_emission")?,
    )?;
    let theirs: Vec<Case<'_>> = out.get("per_mechanism")?;
    equal("mechanisms", mechanisms.len(), theirs.len())?;
    for (index, (ours, theirs)) in mechanisms.iter().zip(theirs).enumerate() {
        equal("mecid", index, theirs.get::<usize>("mecid")?)?;
        equal(
            &format!("incentive of mechanism {index}"),
            &ours.incentive,
            &theirs.get::<Vec<u16>>("incentive")?,
        )?;
        let rows: Vec<Entries> = theirs.get("bonds")?;
        for (uid, row) in (0..).zip(rows) {
            let own = ours.bonds.get(&uid).cloned().unwrap_or_default();
            equal(&format!("bonds of mechanism {index}, uid {uid}"), own, row)?;
        }
        for name in ["consensus_stored_after", "consensus"] {
            if let Some(theirs) = theirs.optional::<Vec<u16>>(name)? {
                equal(&format!("{name} of mechanism {index}"), &ours.previous_consensus, &theirs)?;
            }
        }
    }
    Ok(())
}

/// A vector as the chain stores it: without those who have no key.
fn stored<'a, T: Form<'a> + PartialEq + Debug + Copy>(
    out: Case<'a>,
    name: &str,
    keys: &[bool],
    ours: &[T],
) -> Verdict {
    let ours: Vec<T> = persisted_uids(keys).filter_map(|uid| ours.get(usize::from(uid)).copied()).collect();
    equal(name, ours, out.get::<Vec<T>>(name)?)
}

pub(crate) fn spec_425(case: Case<'_>) -> Verdict {
    let miner = case.get("rao_emission")?;
    run(&Profile::SPEC_425, case, EpochConsensus::Yuma, Budgets { miner, local_dividend: 0, root: 0 })
}

pub(crate) fn spec_475(case: Case<'_>) -> Verdict {
    run(&Profile::SPEC_475, case, epoch_consensus(case)?, Budgets::read(case)?)
}

fn run(profile: &Profile, case: Case<'_>, consensus: EpochConsensus, budgets: Budgets) -> Verdict {
    let list: Vec<Case<'_>> = case.get("mechanisms")?;
    let mut mechanisms =
        list.iter().map(|mechanism| Mechanism::read(*mechanism)).collect::<Result<Vec<_>, _>>()?;
    equal("mechanism_count", mechanisms.len(), case.get::<usize>("mechanism_count")?)?;
    for (index, mechanism) in (0..).zip(&list) {
        equal("mecid", index, mechanism.get::<u8>("mecid")?)?;
        let storage_index =
            nanotao::weights::mechanism_storage_index(nanotao::NetUid(case.get("netuid")?), MechId(index));
        equal("netuid_index", storage_index.0, mechanism.get::<u16>("netuid_index")?)?;
    }
    let Some(first) = list.first() else { return fail("no mechanisms") };
    let subnet = Subnet::read(profile, case, *first)?;
    super::derived(profile, case, &subnet)?;
    let split: Option<Vec<u16>> = case.nullable("split")?;
    let terms =
        epoch_with_mechanisms(profile, &subnet, &mut mechanisms, consensus, split.as_deref(), budgets)?;
    compare(case.get("out")?, &subnet.has_key, &terms, &mechanisms)
}
