//! Sparse matrices: rows of columns and numbers, in any order, a column maybe twice or out of range.

use super::vector::{self, ONE, ZERO, at, div};
use alloc::{vec, vec::Vec};
use nanotao::fixed::I32F32;

pub(crate) type Row = Vec<(u16, I32F32)>;
pub(crate) type Matrix = Vec<Row>;

/// The same matrix with other numbers.
fn map(matrix: &Matrix, number: impl Fn(usize, usize, I32F32) -> I32F32) -> Matrix {
    let row =
        |(i, row): (usize, &Row)| row.iter().map(|(j, x)| (*j, number(i, usize::from(*j), *x))).collect();
    matrix.iter().enumerate().map(row).collect()
}

/// The entries that pass.
fn filter(matrix: &Matrix, keep: impl Fn(usize, usize) -> bool) -> Matrix {
    let row =
        |(i, row): (usize, &Row)| row.iter().copied().filter(|(j, _)| keep(i, usize::from(*j))).collect();
    matrix.iter().enumerate().map(row).collect()
}

/// `mask_rows_sparse`.
pub(crate) fn mask_rows(mask: &[bool], matrix: &Matrix) -> Matrix {
    filter(matrix, |i, _| !mask.get(i).copied().unwrap_or(true))
}

/// `mask_diag_sparse`, `mask_diag_sparse_except_index`.
pub(crate) fn mask_diag(matrix: &Matrix, except: Option<u16>) -> Matrix {
    filter(matrix, |i, j| i != j || except.map(usize::from) == Some(i))
}

/// `vec_mask_sparse_matrix`.
pub(crate) fn vec_mask(matrix: &Matrix, a: &[u64], b: &[u64], mask: fn(u64, u64) -> bool) -> Matrix {
    filter(matrix, |i, j| !mask(at(a, i), at(b, j)))
}

/// `scalar_vec_mask_sparse_matrix`.
pub(crate) fn scalar_vec_mask(matrix: &Matrix, a: u64, b: &[u64], mask: fn(u64, u64) -> bool) -> Matrix {
    filter(matrix, |_, j| !mask(a, at(b, j)))
}

/// `row_sum_sparse`.
pub(crate) fn row_sum(matrix: &Matrix) -> Vec<I32F32> {
    let row = |row: &Row| row.iter().fold(ZERO, |sum, (_, x)| sum.wrapping_add(*x));
    matrix.iter().map(row).collect()
}

/// `inplace_row_normalize_sparse`.
pub(crate) fn row_normalize(matrix: &Matrix) -> Matrix {
    let sums = row_sum(matrix);
    map(matrix, |i, _, x| if sums[i] > ZERO { div(x, sums[i]) } else { x })
}

/// Divides each entry by its column's number, unless that is zero or there is none.
fn divide_columns(matrix: &Matrix, by: &[I32F32]) -> Matrix {
    map(matrix, |_, j, x| if at(by, j) == ZERO { x } else { div(x, at(by, j)) })
}

/// `inplace_col_normalize_sparse`.
pub(crate) fn col_normalize(matrix: &Matrix, columns: u16) -> Matrix {
    let mut sums = vec![ZERO; columns.into()];
    for (j, x) in matrix.iter().flatten() {
        if let Some(sum) = sums.get_mut(usize::from(*j)) {
            *sum = sum.saturating_add(*x);
        }
    }
    divide_columns(matrix, &sums)
}

/// `inplace_col_max_upscale_sparse`.
pub(crate) fn col_max_upscale(matrix: &Matrix, columns: u16) -> Matrix {
    let mut maxima = vec![ZERO; columns.into()];
    for (j, x) in matrix.iter().flatten() {
        if let Some(max) = maxima.get_mut(usize::from(*j)) {
            *max = (*max).max(*x);
        }
    }
    divide_columns(matrix, &maxima)
}

/// `col_clip_sparse`.
pub(crate) fn col_clip(matrix: &Matrix, threshold: &[I32F32]) -> Matrix {
    let clipped = |(j, x): (u16, I32F32)| {
        let threshold = at(threshold, j.into());
        // What is cut to nothing is no entry.
        if x <= threshold { Some((j, x)) } else { (threshold > ZERO).then_some((j, threshold)) }
    };
    matrix.iter().map(|row| row.iter().copied().filter_map(clipped).collect()).collect()
}

/// `row_hadamard_sparse`.
pub(crate) fn row_hadamard(matrix: &Matrix, vector: &[I32F32]) -> Matrix {
    let mut product = map(matrix, |i, _, x| x.saturating_mul(at(vector, i)));
    product.truncate(vector.len());
    product
}

/// `mat_vec_mul_sparse`.
pub(crate) fn mat_vec_mul(matrix: &Matrix, vector: &[I32F32]) -> Matrix {
    let product = map(matrix, |_, j, x| x.saturating_mul(at(vector, j)));
    product.into_iter().map(|row| row.into_iter().filter(|(_, x)| *x != ZERO).collect()).collect()
}

/// `matmul_sparse`.
pub(crate) fn matmul(matrix: &Matrix, vector: &[I32F32], columns: u16) -> Vec<I32F32> {
    let mut product = vec![ZERO; columns.into()];
    for (i, row) in matrix.iter().enumerate() {
        for (j, x) in row {
            if let Some(sum) = product.get_mut(usize::from(*j)) {
                *sum = sum.saturating_add(at(vector, i).saturating_mul(*x));
            }
        }
    }
    product
}

/// `matmul_transpose_sparse`.
pub(crate) fn matmul_transpose(matrix: &Matrix, vector: &[I32F32]) -> Vec<I32F32> {
    let product = |(j, x): &(u16, I32F32)| at(vector, (*j).into()).saturating_mul(*x);
    let row = |row: &Row| row.iter().map(product).fold(ZERO, I32F32::saturating_add);
    matrix.iter().map(row).collect()
}

/// A row with a number for each column; of an entry that is there twice, the last one.
pub(crate) fn dense_row(row: &[(u16, I32F32)], columns: usize) -> Vec<I32F32> {
    let mut dense = vec![ZERO; columns];
    for (j, x) in row {
        if let Some(cell) = dense.get_mut(usize::from(*j)) {
            *cell = *x;
        }
    }
    dense
}

/// The positive numbers of a dense row.
fn positive(row: &[I32F32]) -> Vec<(u16, I32F32)> {
    (0..).zip(row.iter().copied()).filter(|(_, x)| *x > ZERO).collect()
}

/// `weighted_median_col_sparse`.
pub(crate) fn weighted_median_col(
    stake: &[I32F32],
    score: &Matrix,
    columns: u16,
    majority: I32F32,
) -> Vec<I32F32> {
    let voters: Vec<usize> = (0..stake.len()).filter(|i| stake[*i] > ZERO).collect();
    let stake = vector::normalize(&voters.iter().map(|i| stake[*i]).collect::<Vec<_>>());
    let stake_sum = vector::sum(&stake);
    let minority = stake_sum.saturating_sub(majority);
    let empty = Vec::new();
    let row = |i: &usize| dense_row(score.get(*i).unwrap_or(&empty), columns.into());
    let rows: Vec<_> = voters.iter().map(row).collect();
    let median = |j: usize| {
        let score: Vec<_> = rows.iter().map(|row| row[j]).collect();
        vector::weighted_median(&stake, &score, minority, ZERO, stake_sum)
    };
    (0..columns.into()).map(median).collect()
}

/// `interpolate_sparse`.
pub(crate) fn interpolate(a: &Matrix, b: &Matrix, columns: u16, ratio: I32F32) -> Matrix {
    if ratio == ZERO {
        return a.clone();
    }
    if ratio == ONE || a.len() != b.len() {
        return b.clone();
    }
    let between = |(a, b): (&I32F32, &I32F32)| a.saturating_add(ratio.saturating_mul(b.saturating_sub(*a)));
    let row = |(a, b): (&Vec<_>, &Vec<_>)| {
        let (a, b) = (dense_row(a, columns.into()), dense_row(b, columns.into()));
        positive(&a.iter().zip(&b).map(between).collect::<Vec<_>>())
    };
    a.iter().zip(b).map(row).collect()
}

/// `mat_ema_sparse`.
pub(crate) fn mat_ema(new: &Matrix, old: &Matrix, alpha: I32F32) -> Matrix {
    let complement = ONE.saturating_sub(alpha);
    let row = |(i, new_row): (usize, &Row)| {
        // The chain takes the matrix to be square.
        let mut ema = vec![ZERO; new.len()];
        let mut add = |rate: I32F32, row: &[(u16, I32F32)]| {
            for (j, x) in row {
                if let Some(cell) = ema.get_mut(usize::from(*j)) {
                    *cell = cell.saturating_add(rate.saturating_mul(*x));
                }
            }
        };
        add(alpha, new_row);
        add(complement, old.get(i).map_or(&[], Vec::as_slice));
        positive(&ema)
    };
    new.iter().enumerate().map(row).collect()
}

/// `mat_ema_alpha_sparse`: a rate for each entry; an old entry without a new one is dropped.
pub(crate) fn mat_ema_alpha(new: &Matrix, old: &Matrix, alpha: &[Vec<I32F32>]) -> Matrix {
    if new.len() != old.len() || new.len() != alpha.len() {
        return new.clone();
    }
    let row = |((new, old), alpha): ((&Row, &Row), &Vec<I32F32>)| {
        let old = dense_row(old, alpha.len());
        let ema = |(j, x): &(u16, I32F32)| {
            let rate = *alpha.get(usize::from(*j))?;
            let decayed = ONE.saturating_sub(rate).saturating_mul(old[usize::from(*j)]);
            let bond = decayed.saturating_add(rate.saturating_mul(*x).max(ZERO)).min(ONE);
            (bond > ZERO).then_some((*j, bond))
        };
        new.iter().filter_map(ema).collect()
    };
    new.iter().zip(old).zip(alpha).map(row).collect()
}
