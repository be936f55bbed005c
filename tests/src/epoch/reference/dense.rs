//! Dense matrices. The chain's tests compute epochs with them, the chain itself does not; nor does the reference.
//!
//! Rows need not be of one length. What the chain makes of a matrix without cells differs from function to function.

use super::vector::{self, ONE, ZERO, at, div};
use alloc::{vec, vec::Vec};
use nanotao::fixed::{I32F32, I64F64};

pub(crate) type Matrix = Vec<Vec<I32F32>>;

/// The length of the first row.
fn columns(matrix: &Matrix) -> usize {
    matrix.first().map_or(0, Vec::len)
}

fn is_empty(matrix: &Matrix) -> bool {
    columns(matrix) == 0
}

fn map(matrix: &Matrix, number: impl Fn(usize, usize, I32F32) -> I32F32) -> Matrix {
    let row = |(i, row): (usize, &Vec<I32F32>)| {
        row.iter().enumerate().map(|(j, x)| number(i, j, *x)).collect::<Vec<_>>()
    };
    matrix.iter().enumerate().map(row).collect()
}

pub(crate) fn row_sum(matrix: &Matrix) -> Vec<I32F32> {
    if matrix.first().is_some_and(Vec::is_empty) {
        return vec![];
    }
    matrix.iter().map(|row| vector::sum(row)).collect()
}

/// `inplace_row_normalize`.
pub(crate) fn row_normalize(matrix: &Matrix) -> Matrix {
    let row = |row: &Vec<I32F32>| {
        let sum = vector::sum(row);
        if sum > ZERO { row.iter().map(|x| div(*x, sum)).collect() } else { row.clone() }
    };
    matrix.iter().map(row).collect()
}

/// `inplace_row_normalize_64`.
pub(crate) fn row_normalize_64(matrix: &[Vec<I64F64>]) -> Vec<Vec<I64F64>> {
    let row = |row: &Vec<I64F64>| {
        let sum = row.iter().fold(I64F64::ZERO, |sum, x| sum.wrapping_add(*x));
        let divided = |x: &I64F64| x.checked_div(sum).unwrap_or_default();
        if sum > I64F64::ZERO { row.iter().map(divided).collect() } else { row.clone() }
    };
    matrix.iter().map(row).collect()
}

/// One number for each column of the widest row.
fn fold_columns(matrix: &Matrix, number: impl Fn(I32F32, I32F32) -> I32F32) -> Vec<I32F32> {
    let widest = matrix.iter().map(Vec::len).max().unwrap_or_default();
    let column = |j| matrix.iter().filter_map(move |row: &Vec<I32F32>| row.get(j).copied());
    (0..widest).map(|j| column(j).fold(ZERO, &number)).collect()
}

fn divide_columns(matrix: &Matrix, by: &[I32F32]) -> Matrix {
    map(matrix, |_, j, x| if by[j] == ZERO { x } else { div(x, by[j]) })
}

/// `inplace_col_normalize`.
pub(crate) fn col_normalize(matrix: &Matrix) -> Matrix {
    divide_columns(matrix, &fold_columns(matrix, I32F32::saturating_add))
}

/// `inplace_col_max_upscale`.
pub(crate) fn col_max_upscale(matrix: &Matrix) -> Matrix {
    divide_columns(matrix, &fold_columns(matrix, I32F32::max))
}

/// `inplace_mask_diag`, `inplace_mask_diag_except_index`: square matrices only.
pub(crate) fn mask_diag(matrix: &Matrix, except: Option<u16>) -> Matrix {
    if matrix.len() != columns(matrix) {
        return matrix.clone();
    }
    map(matrix, |i, j, x| if i == j && except.map(usize::from) != Some(i) { ZERO } else { x })
}

/// `inplace_col_clip`.
pub(crate) fn col_clip(matrix: &Matrix, threshold: &[I32F32]) -> Matrix {
    map(matrix, |_, j, x| threshold.get(j).map_or(x, |threshold| x.min(*threshold)))
}

pub(crate) fn row_hadamard(matrix: &Matrix, vector: &[I32F32]) -> Matrix {
    if is_empty(matrix) {
        return vec![vec![]];
    }
    let mut product = map(matrix, |i, _, x| at(vector, i).saturating_mul(x));
    product.truncate(vector.len());
    product
}

pub(crate) fn mat_vec_mul(matrix: &Matrix, vector: &[I32F32]) -> Matrix {
    if is_empty(matrix) {
        return vec![vec![]];
    }
    matrix.iter().map(|row| vector::vec_mul(row, vector)).collect()
}

pub(crate) fn matmul(matrix: &Matrix, vector: &[I32F32]) -> Vec<I32F32> {
    let term = |i: usize, j: usize| at(vector, i).saturating_mul(at(&matrix[i], j));
    let column = |j| (0..matrix.len()).fold(ZERO, |sum, i| sum.saturating_add(term(i, j)));
    (0..columns(matrix)).map(column).collect()
}

pub(crate) fn matmul_transpose(matrix: &Matrix, vector: &[I32F32]) -> Vec<I32F32> {
    if is_empty(matrix) {
        return vec![];
    }
    let row = |row: &Vec<I32F32>| {
        row.iter().zip(vector).fold(ZERO, |sum, (x, by)| sum.saturating_add(x.saturating_mul(*by)))
    };
    matrix.iter().map(row).collect()
}

pub(crate) fn weighted_median_col(stake: &[I32F32], score: &Matrix, majority: I32F32) -> Vec<I32F32> {
    let columns = columns(score);
    let voters: Vec<usize> = (0..stake.len()).filter(|i| stake[*i] > ZERO).collect();
    // A row of another length has no stake.
    let row = |i: usize| score.get(i).filter(|row| row.len() == columns);
    let stake = voters.iter().map(|i| if row(*i).is_some() { stake[*i] } else { ZERO });
    let stake = vector::normalize(&stake.collect::<Vec<_>>());
    let stake_sum = vector::sum(&stake);
    let minority = stake_sum.saturating_sub(majority);
    let median = |j: usize| {
        let score: Vec<_> = voters.iter().map(|i| row(*i).map_or(ZERO, |row| row[j])).collect();
        vector::weighted_median(&stake, &score, minority, ZERO, stake_sum)
    };
    (0..columns).map(median).collect()
}

pub(crate) fn interpolate(a: &Matrix, b: &Matrix, ratio: I32F32) -> Matrix {
    if ratio == ZERO {
        return a.clone();
    }
    if ratio == ONE {
        return b.clone();
    }
    if is_empty(a) {
        return vec![vec![]];
    }
    let cell = |i: usize, j: usize| {
        let (a, b) = (*a.get(i)?.get(j)?, *b.get(i)?.get(j)?);
        Some(a.saturating_add(ratio.saturating_mul(b.saturating_sub(a))))
    };
    let row = |i| (0..columns(a)).map(|j| cell(i, j).unwrap_or_default()).collect();
    (0..a.len()).map(row).collect()
}

pub(crate) fn mat_ema(new: &Matrix, old: &Matrix, alpha: I32F32) -> Matrix {
    if is_empty(new) {
        return vec![vec![]];
    }
    let complement = ONE.saturating_sub(alpha);
    let cell = |(new, old): (&I32F32, &I32F32)| {
        alpha.saturating_mul(*new).saturating_add(complement.saturating_mul(*old))
    };
    new.iter().zip(old).map(|(new, old)| new.iter().zip(old).map(cell).collect()).collect()
}

pub(crate) fn mat_ema_alpha(new: &Matrix, old: &Matrix, alpha: &Matrix) -> Matrix {
    if is_empty(new) {
        return vec![vec![]];
    }
    if new.len() != old.len() || new.len() != alpha.len() {
        return old.clone();
    }
    let lens = |matrix: &Matrix| matrix.iter().map(Vec::len).collect::<Vec<_>>();
    if lens(new) != lens(old) || lens(new) != lens(alpha) {
        return new.clone();
    }
    map(new, |i, j, x| {
        let rate = alpha[i][j];
        let decayed = ONE.saturating_sub(rate).saturating_mul(old[i][j]);
        decayed.saturating_add(rate.saturating_mul(x).max(ZERO)).min(ONE)
    })
}
