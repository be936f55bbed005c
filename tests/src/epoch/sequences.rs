//! `sequences.json`: many epochs of one subnet, whose state our own results carry on.

use super::mechanism::{Budgets, Mechanism, compare, epoch_consensus, epoch_with_mechanisms};
use super::run::Entries;
use super::subnet::Subnet;
use crate::case::Case;
use crate::outcome::{Stop, Verdict, equal, fail};
use alloc::{format, vec, vec::Vec};
use nanotao::epoch::{EpochConsensus, Profile, activity_cutoff_blocks, bond_cutoff_block};

const PROFILE: Profile = Profile::SPEC_475;

pub(crate) fn sequences(case: Case<'_>) -> Verdict {
    let initial: Case<'_> = case.get("initial")?;
    let mut state = State::read(case, initial)?;
    for (index, epoch) in case.get::<Vec<Case<'_>>>("epochs")?.into_iter().enumerate() {
        state.run(epoch).map_err(|stop| match stop {
            Stop::Fail(why) => Stop::Fail(format!("epoch {index}: {why}")),
            other => other,
        })?;
    }
    Ok(())
}

struct State {
    subnet: Subnet,
    mechanisms: Vec<Mechanism>,
    split: Option<Vec<u16>>,
}

impl State {
    fn read(case: Case<'_>, initial: Case<'_>) -> Result<Self, Stop> {
        let neurons: u16 = initial.get("n")?;
        let list: Vec<Case<'_>> = initial.get("mechanisms")?;
        let mechanisms = list.into_iter().map(mechanism).collect::<Result<Vec<_>, _>>()?;
        // Nothing here commits: the masks of commits are the matter of `epoch.json`.
        equal("commit_reveal_enabled", case.get::<bool>("commit_reveal_enabled")?, false)?;
        equal("mechanism_count", mechanisms.len(), case.get::<usize>("mechanism_count")?)?;
        let subnet = Subnet::read_sequence(case, initial, neurons.into())?;
        let cutoff = activity_cutoff_blocks(subnet.activity_cutoff_factor_milli, subnet.schedule.tempo);
        equal("activity_cutoff_blocks", cutoff, case.get::<u64>("activity_cutoff_blocks")?)?;
        Ok(Self { subnet, mechanisms, split: case.nullable("split")? })
    }

    fn run(&mut self, epoch: Case<'_>) -> Verdict {
        for event in epoch.get::<Vec<Case<'_>>>("events")? {
            self.apply(event)?;
        }
        self.subnet.current_block = epoch.get("block")?;
        self.subnet.total_stake = epoch.get("total_stake_i64f64")?;
        self.matches(epoch.get("input")?)?;
        let cutoff = bond_cutoff_block(&PROFILE, &self.subnet.schedule, self.subnet.current_block);
        equal("bond_cutoff_block", cutoff, epoch.get::<u64>("bond_cutoff_block")?)?;
        let consensus = epoch_consensus(epoch)?;
        let Self { subnet, mechanisms, split } = self;
        let terms = epoch_with_mechanisms(
            &PROFILE,
            subnet,
            mechanisms,
            consensus,
            split.as_deref(),
            Budgets::read(epoch)?,
        )?;
        compare(epoch.get("out")?, &subnet.has_key, &terms, mechanisms)?;
        subnet.validator_permit = terms.new_validator_permit;
        subnet.schedule.last_mechanism_step_block = subnet.current_block;
        if consensus == EpochConsensus::Yuma {
            subnet.schedule.last_yuma_step_block = Some(subnet.current_block);
        }
        Ok(())
    }

    /// What happens between two epochs.
    fn apply(&mut self, event: Case<'_>) -> Verdict {
        let block = event.get("block")?;
        let Self { subnet, mechanisms, .. } = self;
        match event.get("type")? {
            "register_append" => {
                equal("uid", event.get::<usize>("uid")?, subnet.neurons)?;
                subnet.neurons += 1;
                subnet.has_key.push(true);
                subnet.validator_permit.push(false);
                subnet.block_at_registration.push(block);
                mechanisms.iter_mut().for_each(|mechanism| mechanism.last_update.push(block));
            }
            "register_replace" => {
                let uid: u16 = event.get("uid")?;
                let place = usize::from(uid);
                subnet.validator_permit[place] = false;
                subnet.block_at_registration[place] = block;
                for mechanism in mechanisms {
                    mechanism.last_update[place] = block;
                    mechanism.weights.remove(&uid);
                    mechanism.bonds.remove(&uid);
                    let to_it = |(target, _): &&mut (u16, u16)| *target == uid;
                    let entries = mechanism.weights.values_mut().flatten();
                    entries.filter(to_it).for_each(|(_, weight)| *weight = 0);
                    if let Some(consensus) = mechanism.previous_consensus.get_mut(place) {
                        *consensus = 0;
                    }
                }
            }
            "set_weights" => {
                let uid: u16 = event.get("uid")?;
                let mechanism = &mut mechanisms[usize::from(event.get::<u8>("mecid")?)];
                mechanism.weights.insert(uid, event.get("row")?);
                mechanism.last_update[usize::from(uid)] = block;
            }
            "set_epoch_consensus" => {
                subnet.validator_permit = event.get("validator_permit_after")?;
                subnet.max_allowed_validators = event.get("max_allowed_validators_after")?;
                let schedule = &mut subnet.schedule;
                if event.get::<&str>("mode")? == "Null" && schedule.last_yuma_step_block.is_none() {
                    schedule.last_yuma_step_block = Some(schedule.last_mechanism_step_block);
                }
            }
            other => return fail(format!("no such event: {other}")),
        }
        Ok(())
    }

    /// Our state is the one that the chain was in.
    fn matches(&self, input: Case<'_>) -> Verdict {
        let Self { subnet, mechanisms, .. } = self;
        equal("n", subnet.neurons, input.get::<usize>("n")?)?;
        equal("validator_permit", &subnet.validator_permit, &input.get::<Vec<bool>>("validator_permit")?)?;
        let registered: Vec<u64> = input.get("block_at_registration")?;
        equal("block_at_registration", &subnet.block_at_registration, &registered)?;
        equal(
            "max_allowed_validators",
            subnet.max_allowed_validators,
            input.get::<u16>("max_allowed_validators")?,
        )?;
        let schedule = &subnet.schedule;
        let step: u64 = input.get("last_mechanism_step_block")?;
        equal("last_mechanism_step_block", schedule.last_mechanism_step_block, step)?;
        equal(
            "last_yuma_step_block",
            schedule.last_yuma_step_block,
            input.nullable::<u64>("last_yuma_step_block")?,
        )?;
        let theirs: Vec<Case<'_>> = input.get("mechanisms")?;
        equal("mechanisms", mechanisms.len(), theirs.len())?;
        for (ours, theirs) in mechanisms.iter().zip(theirs) {
            equal("last_update", &ours.last_update, &theirs.get::<Vec<u64>>("last_update")?)?;
            let consensus: Vec<u16> = theirs.get("previous_consensus")?;
            equal("previous_consensus", &ours.previous_consensus, &consensus)?;
            let rows = |rows: &alloc::collections::BTreeMap<u16, Entries>| -> Vec<Entries> {
                (0..subnet.neurons as u16).map(|uid| rows.get(&uid).cloned().unwrap_or_default()).collect()
            };
            equal("weights", rows(&ours.weights), theirs.get::<Vec<Entries>>("weights")?)?;
            equal("bonds", rows(&ours.bonds), theirs.get::<Vec<Entries>>("bonds")?)?;
        }
        Ok(())
    }
}

/// A mechanism whose rows are given by uid.
fn mechanism(case: Case<'_>) -> Result<Mechanism, Stop> {
    let rows = |name| case.get::<Vec<Entries>>(name).map(|rows| (0..).zip(rows).collect());
    Ok(Mechanism {
        last_update: case.get("last_update")?,
        weights: rows("weights")?,
        bonds: rows("bonds")?,
        previous_consensus: case.get("previous_consensus")?,
        incentive: Vec::new(),
    })
}

impl Subnet {
    /// What a sequence says of its subnet; what its epochs say is still to come.
    fn read_sequence(case: Case<'_>, initial: Case<'_>, neurons: usize) -> Result<Self, Stop> {
        Ok(Self {
            neurons,
            has_key: vec![true; neurons],
            block_at_registration: initial.get("block_at_registration")?,
            validator_permit: initial.get("validator_permit")?,
            max_allowed_validators: initial.get("max_allowed_validators")?,
            schedule: nanotao::epoch::Schedule {
                tempo: case.get("tempo")?,
                last_mechanism_step_block: initial.get("last_mechanism_step_block")?,
                last_yuma_step_block: initial.nullable("last_yuma_step_block")?,
                ..Default::default()
            },
            ..Self::parameters(&PROFILE, case)?
        })
    }
}
