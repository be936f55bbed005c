//! The difficulty of a registration by work, which rises with each one and falls with each block, as the burn does.

use crate::fixed::U64F64;

/// The bounds of `Difficulty`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DifficultyBounds {
    /// `MinDifficulty`; counts at least as one.
    pub min: u64,
    /// `MaxDifficulty`; counts at least as much as the lower bound.
    pub max: u64,
}

impl DifficultyBounds {
    /// The difficulty that a proof has to meet, of the one that is stored.
    ///
    /// # Chain source
    /// `subnets/registration.rs`, spec 475.
    pub fn effective(&self, difficulty: u64) -> u64 {
        let floor = self.min.max(1);
        difficulty.max(floor).min(self.max.max(floor))
    }

    /// The difficulty after a registration: the effective one times `BurnIncreaseMult`, which counts at least as one.
    ///
    /// # Chain source
    /// `subnets/registration.rs`, spec 475.
    pub fn bump(&self, difficulty: u64, burn_increase_mult: U64F64) -> u64 {
        let difficulty = U64F64::from_num(self.effective(difficulty));
        self.effective(difficulty.saturating_mul(burn_increase_mult.max(U64F64::ONE)).to_num())
    }

    /// The difficulty in the next block, `current_block` (`update_registration_prices_for_networks`): it halves in
    /// `BurnHalfLife` blocks, or not at all if that is zero.
    ///
    /// # Chain source
    /// `subnets/registration.rs`, spec 475.
    pub fn decay(&self, difficulty: u64, burn_half_life: u16, current_block: u64) -> u64 {
        let falls = burn_half_life > 0 && current_block > 1;
        self.effective(if falls {
            mul_by_q32(difficulty, decay_factor_q32(burn_half_life))
        } else {
            difficulty
        })
    }
}

/// One, with 32 fractional bits.
const ONE_Q32: u64 = 1 << 32;

/// Computes the factor of one block, of 2⁻³²s, by which a difficulty or burn halves in `half_life` blocks (`decay_factor_q32`): the
/// largest whose power is at most a half, each product rounded down.
///
/// # Chain source
/// `utils/misc.rs`, spec 425.
///
/// # Cost
/// 32 powers of up to 16 squarings.
pub fn decay_factor_q32(half_life: u16) -> u64 {
    if half_life == 0 {
        return ONE_Q32;
    }
    let (mut low, mut high) = (0_u64, ONE_Q32);
    while low.saturating_add(1) < high {
        let middle = low.midpoint(high);
        if pow_q32(middle, half_life) > ONE_Q32 / 2 {
            high = middle;
        } else {
            low = middle;
        }
    }
    low
}

fn pow_q32(base: u64, exponent: u16) -> u64 {
    let (mut power, mut factor, mut left) = (ONE_Q32, base, exponent);
    while left > 0 {
        if left & 1 == 1 {
            power = mul_by_q32(power, factor);
        }
        left >>= 1;
        factor = mul_by_q32(factor, factor);
    }
    power
}

/// A product of at most 64 bits (`mul_by_q32`): no factor exceeds one.
fn mul_by_q32(value: u64, factor: u64) -> u64 {
    (u128::from(value).saturating_mul(u128::from(factor)) >> 32).try_into().unwrap_or(u64::MAX)
}
