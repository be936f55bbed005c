//! `math.json`: the functions of the chain's `epoch/math.rs`, and the arithmetic under them.
//!
//! Numbers and what the core has of vectors are the core's (`fixed`, `epoch`, `weights`). Matrices, and vectors that only
//! they need, are the reference's (`vector`, `dense`, `sparse`): the core has none. What both have is judged twice.

use super::reference::{bonds, dense, sparse, vector};
use crate::case::{Case, Form};
use crate::outcome::{Stop, Verdict, equal};
use alloc::{vec, vec::Vec};
use core::fmt::Debug;
use nanotao::fixed::{I32F32, I64F64, I96F32, SafeDiv, U64F64, U96F32};
use nanotao::{epoch, fixed, weights};

/// A case of the function that it names.
pub(crate) fn functions(case: Case<'_>) -> Verdict {
    let name = case.get("fn")?;
    match name {
        "fixed_to_u16" => out(case, fixed::fixed_to_u16(case.get("x")?)),
        "fixed_to_u64" => out(case, fixed::fixed_to_u64(case.get("x")?)),
        "fixed32_to_fixed64" => out(case, fixed::fixed32_to_fixed64(case.get("x")?)),
        "fixed64_to_u64" => out(case, fixed::fixed64_to_u64(case.get("x")?)),
        "fixed64_to_fixed32" => out(case, fixed::fixed64_to_fixed32(case.get("x")?)),
        "u16_to_fixed" => out(case, fixed::u16_to_fixed(case.get("x")?)),
        "u16_proportion_to_fixed" => out(case, fixed::u16_proportion_to_fixed(case.get("x")?)),
        "fixed_to_fixed_u16_proportion" => out(case, fixed::fixed_to_fixed_u16_proportion(case.get("x")?)),
        "fixed_proportion_to_u16" => out(case, fixed::fixed_proportion_to_u16(case.get("x")?)),
        "exp_safe" => out(case, fixed::exp_safe(case.get("x")?)),
        "safe_ln" => out(case, fixed::safe_ln(case.get("x")?)),
        "sigmoid_safe" => {
            out(case, fixed::sigmoid_safe(case.get("input")?, case.get("rho")?, case.get("kappa")?))
        }
        "exp" => nullable(case, "out", fixed::exp(case.get("x")?).ok()),
        "ln" => nullable(case, "out", fixed::ln(case.get("x")?).ok()),
        "log2_i96f32" => nullable(case, "out", fixed::log2_i96f32(case.get("x")?).ok()),
        "i32f32_ops" => i32f32_ops(case),
        "i64f64_ops" => i64f64_ops(case).map(|_| ()),
        "u96f32_ops" => named(case, "to_u64", u96f32_ops(case)?.saturating_to_num::<u64>()),
        "u64f64_ops" => {
            let a = u64f64_ops(case)?;
            named(case, "to_u64", a.saturating_to_num::<u64>())?;
            named(case, "to_u96f32", a.saturating_to_num::<U96F32>())
        }
        _ => of_epoch(name, case),
    }
}

/// Functions of the core's epoch and weights.
fn of_epoch(name: &str, case: Case<'_>) -> Verdict {
    match name {
        "emission_scale" => emission_scale(case),
        "vec_u16_max_upscale_to_u16" => {
            let mut row: Vec<u16> = case.get("v")?;
            weights::vec_u16_max_upscale_to_u16(&mut row);
            out(case, row)
        }
        "check_vec_max_limited" => {
            let row: Vec<u16> = case.get("v")?;
            out(case, weights::check_vec_max_limited(&row, case.get("max_limit")?))
        }
        "is_topk_nonzero" => {
            let (v, k): (Vec<_>, _) = (case.get("v")?, case.get::<u32>("k")? as usize);
            let mut topk = vec![false; v.len()];
            epoch::is_topk_nonzero(&v, k, &mut topk);
            out(case, topk)?;
            out(case, vector::is_topk_nonzero(&v, k))
        }
        "weighted_median" => weighted_median(case),
        "clamp_value" => {
            out(case, epoch::clamp_value(case.get("value")?, case.get("low")?, case.get("high")?))
        }
        "alpha_sigmoid" => alpha_sigmoid(case),
        "compute_disabled_liquid_alpha" => {
            let average = case.get("bonds_moving_average")?;
            out(case, epoch::compute_disabled_liquid_alpha(average))?;
            out(case, bonds::compute_disabled_liquid_alpha(average))
        }
        _ => of_reference(name, case),
    }
}

/// Functions that only the reference has.
fn of_reference(name: &str, case: Case<'_>) -> Verdict {
    match name {
        "vec_max_upscale_to_u16" => out(case, vector::vec_max_upscale_to_u16(&case.get::<Vec<_>>("v")?)),
        "checked_sum_u64" => nullable(case, "out", vector::checked_sum(&case.get::<Vec<_>>("v")?)),
        "sum" => {
            let v: Vec<_> = case.get("v")?;
            named(case, "sum", vector::sum(&v))?;
            named(case, "is_zero", vector::is_zero(&v))
        }
        "is_topk" => out(case, vector::is_topk(&case.get::<Vec<_>>("v")?, case.get::<u32>("k")? as usize)),
        "normalize" => {
            let v: Vec<_> = case.get("v")?;
            named(case, "normalize", vector::normalize(&v))?;
            named(case, "inplace_normalize", vector::normalize(&v))?;
            let by_sum = vector::normalize_using_sum(&v, case.get("using_sum_arg")?);
            named(case, "inplace_normalize_using_sum", by_sum)
        }
        "inplace_normalize_64" => {
            let normalized = vector::normalize_64(&case.get::<Vec<_>>("v")?);
            let to_fixed32: Vec<_> = normalized.iter().map(|x| fixed::fixed64_to_fixed32(*x)).collect();
            named(case, "to_fixed32", to_fixed32)?;
            out(case, normalized)
        }
        "vecdiv_vecmul" => {
            let (a, b): (Vec<_>, Vec<_>) = (case.get("a")?, case.get("b")?);
            named(case, "vecdiv", vector::vecdiv(&a, &b))?;
            named(case, "vec_mul", vector::vec_mul(&a, &b))
        }
        "inplace_mask_vector" => {
            out(case, vector::mask_vector(&case.get::<Vec<_>>("mask")?, &case.get::<Vec<_>>("v")?))
        }
        "inplace_row_normalize_64" => out(case, dense::row_normalize_64(&case.get::<Vec<_>>("m")?)),
        "inplace_row_normalize" => out(case, dense::row_normalize(&case.get("m")?)),
        "inplace_col_normalize" => out(case, dense::col_normalize(&case.get("m")?)),
        "inplace_col_max_upscale" => out(case, dense::col_max_upscale(&case.get("m")?)),
        "inplace_mask_diag" => {
            let m = case.get("m")?;
            named(case, "mask_diag", dense::mask_diag(&m, None))?;
            named(case, "mask_diag_except", dense::mask_diag(&m, Some(case.get("except")?)))
        }
        "weighted_median_col" => weighted_median_col(case),
        "dense" => of_dense(case),
        "sparse" => of_sparse(case),
        _ => Err(Stop::Unsupported),
    }
}

/// Fails unless the field is what we have.
fn named<'a, T: Form<'a> + PartialEq + Debug>(case: Case<'a>, field: &'static str, ours: T) -> Verdict {
    equal(field, ours, case.get::<T>(field)?)
}

fn out<'a, T: Form<'a> + PartialEq + Debug>(case: Case<'a>, ours: T) -> Verdict {
    named(case, "out", ours)
}

/// As [`named`], where there may be no result.
fn nullable<'a, T: Form<'a> + PartialEq + Debug>(
    case: Case<'a>,
    field: &'static str,
    ours: Option<T>,
) -> Verdict {
    equal(field, ours, case.nullable::<T>(field)?)
}

macro_rules! arithmetic {
    ($($name:ident: $fixed:ty),*) => {$(
        /// What every type has. Gives `a`.
        fn $name(case: Case<'_>) -> Result<$fixed, Stop> {
            let (a, b): ($fixed, $fixed) = (case.get("a")?, case.get("b")?);
            named(case, "saturating_add", a.saturating_add(b))?;
            named(case, "saturating_sub", a.saturating_sub(b))?;
            named(case, "saturating_mul", a.saturating_mul(b))?;
            named(case, "safe_div", a.safe_div(b))?;
            nullable(case, "checked_div", a.checked_div(b))?;
            Ok(a)
        }
    )*};
}

arithmetic!(i32f32: I32F32, i64f64_ops: I64F64, u96f32_ops: U96F32, u64f64_ops: U64F64);

fn i32f32_ops(case: Case<'_>) -> Verdict {
    let (a, b) = (i32f32(case)?, case.get::<I32F32>("b")?);
    named(case, "saturating_mul", fixed::mul(a, b))?;
    nullable(case, "checked_mul", a.checked_mul(b))?;
    nullable(case, "saturating_div", (b != I32F32::ZERO).then(|| a.saturating_div(b)))?;
    named(case, "round", a.saturating_round())
}

fn emission_scale(case: Case<'_>) -> Verdict {
    let (share, emission): (I32F32, u64) = (case.get("x")?, case.get("emission")?);
    named(case, "bits", I96F32::from(share).saturating_mul(emission.into()))?;
    out(case, epoch::emission_of(share, emission))
}

fn weighted_median(case: Case<'_>) -> Verdict {
    let (stake, score): (Vec<_>, Vec<_>) = (case.get("stake")?, case.get("score")?);
    let (minority, lo, hi) = (case.get("minority")?, case.get("lo")?, case.get("hi")?);
    out(case, vector::weighted_median(&stake, &score, minority, lo, hi))?;
    // The core's moves the members as it goes.
    let (mut stake, mut score) = (stake, score);
    out(case, epoch::weighted_median(&mut stake, &mut score, minority, lo, hi))
}

fn alpha_sigmoid(case: Case<'_>) -> Verdict {
    let (consensus, weight, bond) = (case.get("consensus")?, case.get("weight")?, case.get("bond")?);
    let (low, high) = (case.get("alpha_low")?, case.get("alpha_high")?);
    let steepness = I32F32::from(case.get::<i16>("steepness")?);
    out(case, epoch::alpha_sigmoid(consensus, weight, bond, low, high, steepness))?;
    out(case, bonds::alpha_sigmoid(consensus, weight, bond, low, high, steepness))
}

fn weighted_median_col(case: Case<'_>) -> Verdict {
    let (stake, score): (Vec<I32F32>, sparse::Matrix) = (case.get("stake")?, case.get("score")?);
    let (n, majority) = (case.get::<u16>("n")?, case.get("majority")?);
    let rows = score.iter().map(|row| sparse::dense_row(row, n.into())).collect();
    named(case, "sparse", sparse::weighted_median_col(&stake, &score, n, majority))?;
    named(case, "dense", dense::weighted_median_col(&stake, &rows, majority))
}

fn of_dense(case: Case<'_>) -> Verdict {
    let (a, b) = (case.get("a")?, case.get("b")?);
    let (row_vec, col_vec): (Vec<_>, Vec<_>) = (case.get("row_vec")?, case.get("col_vec")?);
    named(case, "row_sum", dense::row_sum(&a))?;
    named(case, "row_hadamard", dense::row_hadamard(&a, &row_vec))?;
    named(case, "matmul", dense::matmul(&a, &row_vec))?;
    named(case, "matmul_transpose", dense::matmul_transpose(&a, &col_vec))?;
    named(case, "col_clip", dense::col_clip(&a, &col_vec))?;
    named(case, "mat_vec_mul", dense::mat_vec_mul(&a, &col_vec))?;
    named(case, "interpolate", dense::interpolate(&a, &b, case.get("ratio")?))?;
    named(case, "mat_ema", dense::mat_ema(&a, &b, case.get("alpha")?))?;
    named(case, "mat_ema_alpha", dense::mat_ema_alpha(&a, &b, &case.get("alpha_mat")?))
}

fn of_sparse(case: Case<'_>) -> Verdict {
    let (a, b) = (case.get("a")?, case.get("b")?);
    let (row_vec, col_vec): (Vec<_>, Vec<_>) = (case.get("row_vec")?, case.get("col_vec")?);
    let (t1, t2): (Vec<_>, Vec<_>) = (case.get("t1")?, case.get("t2")?);
    let n = case.get("n")?;
    named(case, "row_sum", sparse::row_sum(&a))?;
    named(case, "row_normalize", sparse::row_normalize(&a))?;
    named(case, "col_normalize", sparse::col_normalize(&a, n))?;
    named(case, "col_max_upscale", sparse::col_max_upscale(&a, n))?;
    named(case, "mask_rows", sparse::mask_rows(&case.get::<Vec<_>>("mask")?, &a))?;
    named(case, "mask_diag", sparse::mask_diag(&a, None))?;
    named(case, "mask_diag_except", sparse::mask_diag(&a, Some(case.get("except")?)))?;
    named(case, "vec_mask_le", sparse::vec_mask(&a, &t1, &t2, |a, b| a <= b))?;
    let scalar = case.get("scalar")?;
    named(case, "scalar_vec_mask_le", sparse::scalar_vec_mask(&a, scalar, &t2, |a, b| a <= b))?;
    named(case, "row_hadamard", sparse::row_hadamard(&a, &row_vec))?;
    named(case, "matmul", sparse::matmul(&a, &row_vec, n))?;
    named(case, "matmul_transpose", sparse::matmul_transpose(&a, &col_vec))?;
    named(case, "col_clip", sparse::col_clip(&a, &col_vec))?;
    named(case, "mat_vec_mul", sparse::mat_vec_mul(&a, &col_vec))?;
    named(case, "interpolate", sparse::interpolate(&a, &b, n, case.get("ratio")?))?;
    named(case, "mat_ema", sparse::mat_ema(&a, &b, case.get("alpha")?))?;
    named(case, "mat_ema_alpha", sparse::mat_ema_alpha(&a, &b, &case.get::<Vec<_>>("alpha_mat")?))
}
