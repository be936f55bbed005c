//! The emission of a block.

use crate::fixed::{I96F32, SafeDiv, log2_i96f32};

/// The supply that issuance approaches, in rao (`TotalSupply`).
pub const TOTAL_SUPPLY: u64 = 21_000_000_000_000_000;

/// The emission of the first block, in rao (`DefaultBlockEmission`).
pub const DEFAULT_BLOCK_EMISSION: u64 = 1_000_000_000;

/// Computes the emission of a block for an issuance (`get_block_emission_for_issuance`), both in rao, or both in alpha's
/// smallest unit.
///
/// # Chain source
/// `coinbase/block_emission.rs`, spec 425.
pub fn block_emission(issuance: u64) -> u64 {
    emission_after(halvings(issuance))
}

/// The lowest issuance at which the emission is lower than at `issuance`; `None` where there is none any more.
pub fn next_halving(issuance: u64) -> Option<u64> {
    let now = halvings(issuance)?;
    // The number of halvings never falls, so the step is where halving the distance leads.
    let (mut below, mut above) = (issuance, TOTAL_SUPPLY);
    while above.saturating_sub(below) > 1 {
        let middle = below.midpoint(above);
        if emission_after(halvings(middle)) == emission_after(Some(now)) {
            below = middle;
        } else {
            above = middle;
        }
    }
    (emission_after(Some(now)) > 0).then_some(above)
}

/// How many blocks it takes to the [`next_halving`], if each mints what one at `issuance` does and nothing else is
/// minted or recycled; `None` where there is none any more. The chain counts no such number.
pub fn blocks_until_halving(issuance: u64) -> Option<u64> {
    let left = next_halving(issuance)?.saturating_sub(issuance);
    let emission = block_emission(issuance);
    let whole = left.checked_div(emission)?;
    Some(whole.saturating_add((whole.saturating_mul(emission) < left).into()))
}

/// How often the emission has halved; `None` once all is issued.
///
/// The logarithm is cut to 32 fractional bits, and so is what it is taken of: a step comes a little late, where the chain
/// has it.
fn halvings(issuance: u64) -> Option<u32> {
    if issuance >= TOTAL_SUPPLY {
        return None;
    }
    let issued = I96F32::from_num(issuance).safe_div(I96F32::from_num(TOTAL_SUPPLY));
    let left = I96F32::ONE.saturating_sub(issued);
    // Less than all is issued, so a bit at least is left.
    let residual = log2_i96f32(I96F32::ONE.safe_div(left)).unwrap_or_default();
    Some(residual.saturating_to_num())
}

fn emission_after(halvings: Option<u32>) -> u64 {
    // 2⁻ⁿ and its product with a whole number are exact as long as n is at most 32: rounding down is a shift.
    halvings.and_then(|halvings| DEFAULT_BLOCK_EMISSION.checked_shr(halvings)).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::{TOTAL_SUPPLY, block_emission, next_halving};

    // vectors/chain/block_emission.json, steps.
    #[test]
    fn the_emission_halves_where_the_chain_has_it() {
        assert_eq!(next_halving(0), Some(10_500_000_000_000_000));
        assert_eq!(block_emission(10_499_999_999_999_999), 1_000_000_000);
        assert_eq!(block_emission(10_500_000_000_000_000), 500_000_000);
    }

    #[test]
    fn nothing_is_minted_once_all_is_issued_and_nothing_halves_any_more() {
        assert_eq!(block_emission(TOTAL_SUPPLY), 0);
        assert_eq!(block_emission(u64::MAX), 0);
        assert_eq!(next_halving(TOTAL_SUPPLY.saturating_sub(1)), None);
        assert_eq!(next_halving(u64::MAX), None);
    }
}
