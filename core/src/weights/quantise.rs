//! What both generations of the SDK have in common: scale to the largest, round, drop zeros.

use super::QuantiseError;

/// Rounds to the nearest integer, halves to the even one, as Python's `round` does.
///
/// `value` is between 0 and 65535. Between 2⁵² and 2⁵³ doubles are exactly the integers, so the addition itself does
/// the rounding, by the IEEE default rule (nearest, ties to even; 2⁵² is even, so parity carries over), and leaves the
/// integer in the low bits of the sum. Addition is one of the operations that IEEE 754 and therefore Rust's software
/// floating point round correctly: no `std`, no unit and no library's `rint` is needed.
pub(super) fn round_half_even(value: f64) -> u16 {
    const TWO_POW_52: f64 = 4_503_599_627_370_496.0;
    (value + TWO_POW_52).to_bits() as u16
}

/// Checks that every weight is finite and none negative.
pub(super) fn check_weights(weights: impl Iterator<Item = f64>) -> Result<(), QuantiseError> {
    for (index, weight) in weights.enumerate() {
        if !weight.is_finite() {
            return Err(QuantiseError::NotFinite { index });
        }
        if weight < 0.0 {
            return Err(QuantiseError::Negative { index });
        }
    }
    Ok(())
}

/// The map that makes the largest of checked weights 65535.
#[derive(Clone, Copy)]
pub(super) struct MaxScale {
    max: f64,
}

impl MaxScale {
    pub(super) fn new(weights: impl Iterator<Item = f64>) -> Self {
        Self { max: weights.fold(0.0, |max, weight| if weight > max { weight } else { max }) }
    }

    /// Division before multiplication, both in `f64`: that order is the SDK's, and it decides ties.
    pub(super) fn apply(self, weight: f64) -> u16 {
        if self.max > 0.0 { round_half_even(weight / self.max * 65_535.0) } else { 0 }
    }

    /// Writes what does not become zero, and gives the written part back.
    pub(super) fn write<'o, U>(
        self,
        pairs: impl ExactSizeIterator<Item = (U, f64)>,
        out_uids: &'o mut [U],
        out_values: &'o mut [u16],
    ) -> Result<(&'o mut [U], &'o mut [u16]), QuantiseError> {
        let needed = pairs.len();
        if out_uids.len() < needed || out_values.len() < needed {
            return Err(QuantiseError::BufferTooSmall { needed });
        }
        let kept = pairs.map(|(uid, weight)| (uid, self.apply(weight))).filter(|(_, value)| *value != 0);
        let mut len = 0_usize;
        for ((uid, value), (to_uid, to_value)) in kept.zip(out_uids.iter_mut().zip(out_values.iter_mut())) {
            *to_uid = uid;
            *to_value = value;
            len = len.saturating_add(1);
        }
        Ok((out_uids.get_mut(..len).unwrap_or_default(), out_values.get_mut(..len).unwrap_or_default()))
    }
}

#[cfg(test)]
mod tests {
    use super::round_half_even;

    #[test]
    fn halves_go_to_the_even_neighbour() {
        for n in 0..65_535_u16 {
            let half = f64::from(n) + 0.5;
            assert_eq!(round_half_even(f64::from(n)), n);
            assert_eq!(round_half_even(half), half.round_ties_even() as u16);
            assert_eq!(round_half_even(half.next_down()), n);
            assert_eq!(round_half_even(half.next_up()), n + 1);
        }
        assert_eq!(round_half_even(65_535.0), 65_535);
        assert_eq!(round_half_even(-0.0), 0);
        assert_eq!(round_half_even(5e-324), 0);
    }
}
