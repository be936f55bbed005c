//! The emission gate of spec 475: shares below a bar are pressed down.

use crate::fixed::{I32F32, SafeDiv, U64F64, exp, ln};

/// What the bar is made from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct GateBar {
    /// `EmissionBarRank`: the bar is the share of this rank; 0 means that the quantile decides.
    pub rank: u16,
    /// `EmissionBarQuantile`: the bar is the share at which the largest ones come to this much together.
    pub quantile: U64F64,
}

impl Default for GateBar {
    /// Rank 32, quantile 0.61.
    fn default() -> Self {
        Self { rank: 32, quantile: U64F64::from_bits(0x9c28_f5c2_8f5c_2800) }
    }
}

impl GateBar {
    /// How many blocks a bar stays.
    pub const CADENCE: u64 = 360;

    /// The bar that holds in `block`, and is stored after it (`EmissionGateBar`): the stored one, unless there is none or
    /// it is due to be made anew. Where the new one is not positive, the stored one stays.
    ///
    /// # Chain source
    /// `coinbase/subnet_emissions.rs`, spec 475.
    ///
    /// # Cost
    /// Where it is made anew, one comparison of every share with every other.
    pub fn refresh(&self, stored: U64F64, block: u64, shares: &[U64F64]) -> U64F64 {
        if stored > U64F64::ZERO && !block.is_multiple_of(Self::CADENCE) {
            return stored;
        }
        let bar = if self.rank > 0 { self.of_rank(shares) } else { self.of_quantile(shares) };
        if bar > U64F64::ZERO { bar } else { stored }
    }

    /// The share of the rank among the positive ones, or the smallest positive one, or zero.
    fn of_rank(&self, shares: &[U64F64]) -> U64F64 {
        let positive = descending(shares).take_while(|share| *share > U64F64::ZERO);
        positive.take(self.rank.into()).last().unwrap_or_default()
    }

    /// The share at which the largest ones come to the quantile, or the smallest of all.
    fn of_quantile(&self, shares: &[U64F64]) -> U64F64 {
        let mut sum = U64F64::ZERO;
        let below = |share: &U64F64| {
            let goes_on = sum < self.quantile;
            sum = sum.saturating_add(*share);
            goes_on
        };
        let largest = shares.iter().copied().max().unwrap_or_default();
        descending(shares).take_while(below).last().unwrap_or(largest)
    }
}

/// The shares from the largest down.
fn descending(shares: &[U64F64]) -> impl Iterator<Item = U64F64> {
    let mut last: Option<(U64F64, usize)> = None;
    core::iter::from_fn(move || {
        let indexed = shares.iter().copied().zip(0_usize..);
        let next = indexed.filter(|share| last.is_none_or(|last| *share < last)).max()?;
        last = Some(next);
        Some(next.0)
    })
}

/// Presses shares below the bar down (`apply_emission_gate`): a share `x` becomes x / (1 + (bar / x)^exponent), and all
/// are scaled to a sum of one. Where nothing is left of any, shares stay as they are.
///
/// # Chain source
/// `coinbase/subnet_emissions.rs`, spec 475.
pub fn apply_emission_gate(shares: &mut [U64F64], bar: U64F64, exponent: U64F64) {
    if bar <= U64F64::ZERO {
        return;
    }
    let gated = |share: U64F64| {
        if share <= U64F64::ZERO {
            return share;
        }
        let power = safe_pow(bar.safe_div(share), exponent);
        share.saturating_mul(U64F64::ONE.safe_div(U64F64::ONE.saturating_add(power)))
    };
    let total = shares.iter().fold(U64F64::ZERO, |sum, share| sum.saturating_add(gated(*share)));
    if total > U64F64::ZERO {
        for share in shares {
            *share = gated(*share).safe_div(total);
        }
    }
}

/// Computes a power in `I32F32` (`safe_pow`): zero where the logarithm fails, and the largest number where the result does
/// not fit.
///
/// # Chain source
/// `coinbase/subnet_emissions.rs`, specs 425 and 475.
pub fn safe_pow(value: U64F64, exponent: U64F64) -> U64F64 {
    let Ok(logarithm) = ln(I32F32::saturating_from_num(value)) else { return U64F64::ZERO };
    let power = exp(I32F32::saturating_from_num(exponent).saturating_mul(logarithm));
    U64F64::saturating_from_num(power.unwrap_or(I32F32::saturating_from_num(i32::MAX)))
}

#[cfg(test)]
mod tests {
    use super::GateBar;
    use crate::fixed::U64F64;

    // A third each leaves the sum a bit short of one, so that the quantile leads to the subnet without a share.
    #[test]
    fn the_stored_bar_stays_where_the_quantile_leads_to_no_share() {
        let third = U64F64::ONE.saturating_div(U64F64::from_num(3));
        let (bar, stored) = (GateBar { rank: 0, quantile: U64F64::ONE }, U64F64::lit("0.25"));
        assert_eq!(bar.refresh(stored, GateBar::CADENCE, &[third, third, third, U64F64::ZERO]), stored);
    }
}
