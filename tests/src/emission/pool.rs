//! What a block puts into pools and sets aside, and the moving price.

use crate::case::Case;
use crate::outcome::{Stop, Verdict, equal};
use alloc::vec::Vec;
use nanotao::emission::{
    MovingPrice, Pending, PendingSplit, SubnetTerms, block_emission, moving_alpha_price, root_proportion,
    u16_proportion, u64_proportion,
};
use nanotao::fixed::U96F32;
use nanotao::{AlphaBalance, TaoBalance};

/// The amounts of one kind by number of the subnet, as the case has them.
type Amounts = Vec<(u16, U96F32)>;

/// Reads a pool's issuance, which is the sum of its two parts.
fn issuance(pool: Case<'_>) -> Result<AlphaBalance, Stop> {
    let issuance: u64 = pool.get("alpha_issuance")?;
    let sum = pool.get::<u64>("alpha_in")?.saturating_add(pool.get("alpha_out")?);
    equal("alpha_issuance", sum, issuance)?;
    Ok(AlphaBalance(issuance))
}

/// Reads `tao_weight`, stored and as a part of one.
fn tao_weight(case: Case<'_>) -> Result<U96F32, Stop> {
    let weight = u64_proportion(case.get("tao_weight")?);
    equal("tao_weight_u96f32", weight, case.get::<U96F32>("tao_weight_u96f32")?)?;
    Ok(weight)
}

pub(crate) fn subnet_terms(case: Case<'_>) -> Verdict {
    let (root_tao, weight) = (TaoBalance(case.get("root_tao")?), tao_weight(case)?);
    let emissions: Amounts = case.get("tao_emission_u96f32")?;
    let mut terms = Vec::new();
    for subnet in case.get::<Vec<Case<'_>>>("subnets")? {
        let netuid: u16 = subnet.get("netuid")?;
        let issuance = issuance(subnet)?;
        let proportion = root_proportion(root_tao, weight, issuance);
        if let Some((_, emission)) = emissions.iter().find(|(of, _)| *of == netuid) {
            let new = SubnetTerms::new(*emission, subnet.get("price_u64f64")?, issuance, proportion);
            terms.push((netuid, new));
        }
    }
    terms.sort_by_key(|(netuid, _)| *netuid);
    let compare = |name, of: fn(&SubnetTerms) -> U96F32| {
        let ours: Amounts = terms.iter().map(|(netuid, terms)| (*netuid, of(terms))).collect();
        equal(name, ours, case.get::<Amounts>(name)?)
    };
    compare("root_proportion_u96f32", |terms| terms.root_proportion)?;
    compare("tao_in", |terms| terms.tao_in)?;
    compare("alpha_in", |terms| terms.alpha_in)?;
    compare("alpha_out", |terms| terms.alpha_out)?;
    compare("excess_tao", |terms| terms.excess_tao)
}

/// Reads four amounts in the order of the files, from an index on.
pub(super) fn pending(list: Case<'_>, from: usize) -> Result<Pending, Stop> {
    let amount = |index: usize| list.get(from.saturating_add(index)).map(AlphaBalance);
    Ok(Pending { server: amount(0)?, validator: amount(1)?, root_alpha: amount(2)?, owner_cut: amount(3)? })
}

pub(crate) fn emit_to_subnets(case: Case<'_>) -> Verdict {
    let (root_tao, weight) = (TaoBalance(case.get("root_tao")?), case.get("tao_weight_u96f32")?);
    let cut = u16_proportion(case.get("subnet_owner_cut")?);
    equal("owner_cut_u96f32", cut, case.get::<U96F32>("owner_cut_u96f32")?)?;
    for subnet in case.get::<Vec<Case<'_>>>("subnets")? {
        let before: u64 = subnet.get("alpha_issuance_before")?;
        let proportion = root_proportion(root_tao, weight, AlphaBalance(before));
        let terms = SubnetTerms::new(
            subnet.get("tao_emission_u96f32")?,
            subnet.get("price_u64f64")?,
            AlphaBalance(before),
            proportion,
        );
        let (alpha_in, alpha_out) = (terms.alpha_in.saturating_to_num(), block_emission(before));
        let tao_in: u64 = terms.tao_in.saturating_to_num();
        equal("tao_in_emission", tao_in, subnet.get::<u64>("tao_in_emission")?)?;
        equal("alpha_in_emission", alpha_in, subnet.get::<u64>("alpha_in_emission")?)?;
        equal("alpha_out_emission", alpha_out, subnet.get::<u64>("alpha_out_emission")?)?;
        let minted = AlphaBalance(before.saturating_add(alpha_in).saturating_add(alpha_out));
        let proportion = root_proportion(root_tao, weight, minted);
        let theirs: U96F32 = subnet.get("root_proportion_used_u96f32")?;
        equal("root_proportion_used_u96f32", proportion, theirs)?;
        let enabled: bool = subnet.get("owner_cut_enabled")?;
        let mut ours = pending(subnet.get("pending_before")?, 0)?;
        let split = PendingSplit::new(terms.alpha_out, enabled.then_some(cut), proportion);
        let recycled = split.add_to(&mut ours, case.get("root_sell_flag")?);
        equal("pending_after", ours, pending(subnet.get("pending_after")?, 0)?)?;
        let left = minted.0.saturating_sub(recycled.0);
        equal("alpha_issuance_after", left, subnet.get::<u64>("alpha_issuance_after")?)?;
    }
    Ok(())
}

pub(crate) fn root_proportion_of(case: Case<'_>) -> Verdict {
    let (root_tao, issuance) = (TaoBalance(case.get("root_tao")?), AlphaBalance(case.get("alpha_issuance")?));
    equal(
        "out_u96f32",
        root_proportion(root_tao, tao_weight(case)?, issuance),
        case.get::<U96F32>("out_u96f32")?,
    )
}

pub(crate) fn moving_price(case: Case<'_>) -> Verdict {
    let pool: Case<'_> = case.get("pool")?;
    let moving = MovingPrice {
        moving_alpha: case.get("moving_alpha_i96f32")?,
        first_emission_block: case.nullable("first_emission_block")?.unwrap_or_default(),
        halving_blocks: case.get("halving_blocks")?,
        current: moving_alpha_price(pool.get("mechanism")?, case.get("moving_price_i96f32")?),
    };
    let ours = moving.update(case.get("current_block")?, pool.get("price_u64f64")?);
    equal("out_i96f32", ours, case.get::<nanotao::fixed::I96F32>("out_i96f32")?)
}
