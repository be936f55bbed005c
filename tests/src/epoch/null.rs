//! `null_consensus.json`.

use super::run::Terms;
use super::subnet::{StoredRows, Subnet, borrowed};
use super::{compare_terms, derived, storage_index};
use crate::case::Case;
use crate::outcome::{Step, Stop, Verdict, equal};
use alloc::{vec, vec::Vec};
use nanotao::AlphaBalance;
use nanotao::epoch::{
    Dims, NullDecision, NullEpoch, Profile, Stage, Trace, apportion_units, dividend_share,
    null_validator_winner, persisted_uids,
};
use nanotao::fixed::{I32F32, I64F64};

/// Keeps what an epoch shows.
#[derive(Default)]
struct Seen {
    vectors: Vec<(Stage, Vec<I32F32>)>,
    incentive_shares: Vec<u16>,
}

impl Trace for Seen {
    fn vector(&mut self, stage: Stage, values: &[I32F32]) {
        self.vectors.push((stage, values.to_vec()));
    }

    fn incentive_shares(&mut self, shares: &[u16]) {
        self.incentive_shares = shares.to_vec();
    }
}

pub(crate) struct Computed {
    pub(crate) terms: Terms,
    decision: NullDecision,
    seen: Seen,
}

/// An epoch; the budgets are those of mining, of dividends, and of mining where nobody validates.
pub(crate) fn run_null(
    profile: &Profile,
    subnet: &Subnet,
    weights: &StoredRows,
    [mining, dividend, fallback]: [u64; 3],
) -> Result<Computed, Stop> {
    let epoch = NullEpoch {
        profile: *profile,
        input: subnet.input(),
        mining_budget: AlphaBalance(mining),
        dividend_budget: AlphaBalance(dividend),
        fallback_budget: AlphaBalance(fallback),
    };
    let mut terms = Terms::new(subnet.neurons);
    let mut memory = vec![0xa5a5_a5a5_a5a5_a5a5; Dims { neurons: subnet.neurons, rows: 0 }.words_null()];
    let mut seen = Seen::default();
    let decision =
        epoch.run(&borrowed(weights), &mut terms.output(), &mut memory, &mut seen).step("NullEpoch::run")?;
    Ok(Computed { terms, decision, seen })
}

pub(crate) fn cases(case: Case<'_>) -> Verdict {
    let profile = Profile::SPEC_475;
    let subnet = Subnet::read(&profile, case, case)?;
    storage_index(case)?;
    derived(&profile, case, &subnet)?;
    let budgets = [case.get("mining_budget")?, case.get("dividend_budget")?, case.get("fallback_budget")?];
    let ours = run_null(&profile, &subnet, &case.get("weights")?, budgets)?;
    let out: Case<'_> = case.get("out")?;
    compare_terms(out, &subnet.has_key, &ours.terms)?;
    // Bonds are not written: the rows that would be stored are empty.
    let bonds: Vec<Case<'_>> = out.get("bond")?;
    let empty = bonds.iter().all(|row| row.value().as_array().is_none_or(Vec::is_empty));
    equal("bonds", (bonds.len(), empty), (subnet.neurons, true))?;
    let stored: Vec<_> =
        persisted_uids(&subnet.has_key).map(|uid| ours.terms.consensus[usize::from(uid)]).collect();
    equal("consensus_stored_after", stored, case.get::<Vec<u16>>("consensus_stored_after")?)?;

    let mid: Case<'_> = case.get("mid")?;
    equal("winner", ours.decision.winner, mid.nullable("winner")?)?;
    equal("miner_budget", ours.decision.miner_budget.0, mid.get::<u64>("miner_budget")?)?;
    equal("validator_budget", ours.decision.validator_budget.0, mid.get::<u64>("validator_budget")?)?;
    equal("incentive_shares", &ours.seen.incentive_shares, &mid.get::<Vec<u16>>("incentive_shares")?)?;
    let dividend_shares: Vec<_> = subnet.total_stake.iter().map(|stake| dividend_share(*stake)).collect();
    equal("dividend_shares", dividend_shares, mid.get::<Vec<u128>>("dividend_shares")?)?;
    for (stage, vector) in &ours.seen.vectors {
        equal(stage.name(), vector, &mid.get::<Vec<I32F32>>(stage.name())?)?;
    }
    equal("vectors", ours.seen.vectors.len(), 3)
}

pub(crate) fn apportion(case: Case<'_>) -> Verdict {
    let (shares, budget): (Vec<u128>, _) = (case.get("shares")?, AlphaBalance(case.get("budget")?));
    let mut payouts = vec![0; shares.len()];
    apportion_units(shares.iter().copied(), budget, &mut payouts);
    equal("out", payouts, case.get::<Vec<u64>>("out")?)
}

pub(crate) fn winner(case: Case<'_>) -> Verdict {
    let stake: Vec<I64F64> = case.get("stake_i64f64")?;
    equal("winner", null_validator_winner(&stake), case.nullable("winner")?)
}
