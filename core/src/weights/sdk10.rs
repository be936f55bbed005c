//! Scores to weights as SDK 10 makes them (Python package `bittensor` 10.5.0).

use super::QuantiseError;
use super::quantise::{MaxScale, check_weights};

/// Turns scores into weights (`convert_weights_and_uids_for_emit`): the largest becomes 65535, the others follow in
/// proportion, halves go to the even neighbour, zeros are dropped with their uids. All scores zero gives no weights.
///
/// Scores are `f32` or `f64`; an `f32` is widened first, which is what numpy's `tolist` does. Uids are `u16` on a
/// device. With `i64`, numpy's type, a negative one is an error and one above 65535 passes, as it does in the SDK.
///
/// The output slices must have room for every uid given; what comes back is their front. Nothing is written on error.
///
/// # Errors
/// [`QuantiseError`]: `Empty`, `LengthMismatch`, `NotFinite`, `Negative`, `UidOutOfRange`, `BufferTooSmall`.
///
/// # Cost
/// One division and one multiplication in `f64` per score.
pub fn quantise<'o, U, W>(
    uids: &[U],
    weights: &[W],
    out_uids: &'o mut [U],
    out_values: &'o mut [u16],
) -> Result<(&'o mut [U], &'o mut [u16]), QuantiseError>
where
    U: Copy + Into<i64>,
    W: Copy + Into<f64>,
{
    if uids.is_empty() && weights.is_empty() {
        return Err(QuantiseError::Empty);
    }
    if uids.len() != weights.len() {
        return Err(QuantiseError::LengthMismatch { uids: uids.len(), weights: weights.len() });
    }
    // The SDK has no test for infinity or NaN, but in Python either one ends in an exception too: a NaN reaches
    // `round`, and so does the quotient of infinity by itself.
    check_weights(weights.iter().map(|weight| (*weight).into()))?;
    if let Some(index) = uids.iter().position(|uid| (*uid).into() < 0) {
        return Err(QuantiseError::UidOutOfRange { index });
    }
    let weights = weights.iter().map(|weight| (*weight).into());
    MaxScale::new(weights.clone()).write(uids.iter().copied().zip(weights), out_uids, out_values)
}

#[cfg(test)]
mod tests {
    use super::quantise;
    use crate::weights::QuantiseError;
    use std::{vec, vec::Vec};

    fn run<W: Copy + Into<f64>>(uids: &[i64], weights: &[W]) -> Result<(Vec<i64>, Vec<u16>), QuantiseError> {
        let (mut out_uids, mut out_values) = ([7; 8], [7; 8]);
        let result = quantise(uids, weights, &mut out_uids, &mut out_values)
            .map(|(uids, values)| (uids.to_vec(), values.to_vec()));
        if result.is_err() {
            assert_eq!((out_uids, out_values), ([7; 8], [7; 8]), "an error leaves the output alone");
        }
        result
    }

    // vectors/clients/weights_emit.json.
    #[test]
    fn scores_become_the_weights_of_the_sdk() {
        assert_eq!(run(&[7], &[1e-45_f32]), Ok((vec![7], vec![65535])), "single_tiny");
        assert_eq!(run(&[0, 1], &[3.4e38_f32, 1.7e38]), Ok((vec![0, 1], vec![65535, 32768])), "huge");
        assert_eq!(
            run(&[5, 5, 5], &[0.1_f32, 0.2, 0.3]),
            Ok((vec![5, 5, 5], vec![21845, 43690, 65535])),
            "dup_uids"
        );
        assert_eq!(
            run(&[65536, 70000], &[1.0_f32, 2.0]),
            Ok((vec![65536, 70000], vec![32768, 65535])),
            "uid_over_u16"
        );
        assert_eq!(run(&[3, 4], &[0.0_f64, -0.0]), Ok((vec![], vec![])));
    }

    #[test]
    fn bad_input_is_named_by_its_place() {
        assert_eq!(run(&[0, 1], &[0.2_f32, -0.1]), Err(QuantiseError::Negative { index: 1 }));
        assert_eq!(run(&[0, 1], &[0.2_f64, f64::NAN]), Err(QuantiseError::NotFinite { index: 1 }));
        assert_eq!(run(&[0, 1], &[f32::INFINITY, 1.0]), Err(QuantiseError::NotFinite { index: 0 }));
        assert_eq!(run(&[1, -1], &[0.1_f32, 0.2]), Err(QuantiseError::UidOutOfRange { index: 1 }));
        assert_eq!(
            run(&[0, 1, 2], &[0.1_f32, 0.2]),
            Err(QuantiseError::LengthMismatch { uids: 3, weights: 2 })
        );
        assert_eq!(run::<f32>(&[], &[]), Err(QuantiseError::Empty));
        assert_eq!(run(&[0; 9], &[1.0_f32; 9]), Err(QuantiseError::BufferTooSmall { needed: 9 }));
    }
}
