//! `weights_emit.json` and `weights_v11.json`: scores to weights, as the SDKs make them.

use crate::case::{Case, Form};
use crate::outcome::{Step, Verdict, equal, fail, refused};
use alloc::{format, vec, vec::Vec};
use core::fmt::Debug;
use nanotao::weights::sdk11::Limits;
use nanotao::weights::{QuantiseError, sdk10, sdk11};

/// `convert_weights_and_uids_for_emit` of SDK 10. Its uids may be anything.
pub(crate) fn emit(case: Case<'_>) -> Verdict {
    match case.get("dtype")? {
        "float32" => emit_as::<f32>(case),
        "float64" => emit_as::<f64>(case),
        other => fail(format!("unknown dtype {other}")),
    }
}

fn emit_as<'a, W: Form<'a> + Copy + Into<f64>>(case: Case<'a>) -> Verdict {
    let (uids, scores): (Vec<i64>, Vec<W>) = (case.get("uids")?, case.get("weights_hex")?);
    let (mut out_uids, mut out_values) = (vec![0; uids.len()], vec![0; uids.len()]);
    let ours = sdk10::quantise(&uids, &scores, &mut out_uids, &mut out_values);
    if case.has("err") {
        return refused("scores", ours);
    }
    same(ours, case.get("out_uids")?, case.get("out_vals")?)
}

pub(crate) fn normalize(case: Case<'_>) -> Verdict {
    let (uids, scores): (Vec<i64>, Vec<f64>) = (case.get("uids")?, case.get("weights_f64_hex")?);
    let (mut out_uids, mut out_values) = (vec![0; uids.len()], vec![0; uids.len()]);
    outcome(case, sdk11::normalize(&uids, &scores, &mut out_uids, &mut out_values))
}

/// To the last bit of every double.
pub(crate) fn clip_to_max_weight(case: Case<'_>) -> Verdict {
    let mut scores: Vec<f64> = case.get("weights_f64_hex")?;
    let mut scratch = vec![0.0; scores.len()];
    let clipped = sdk11::clip_to_max_weight(&mut scores, case.get("limit_hex")?, &mut scratch);
    if case.has("err") {
        return refused("scores", clipped);
    }
    clipped.step("clip")?;
    let bits = |list: Vec<f64>| list.into_iter().map(f64::to_bits).collect::<Vec<_>>();
    equal("bits", bits(scores), bits(case.get("out_f64_hex")?))
}

pub(crate) fn conform(case: Case<'_>) -> Verdict {
    let limits = Limits {
        uid: case.get("self_uid")?,
        min_allowed_weights: case.get("min_allowed_weights")?,
        max_weight_limit: case.get("max_weight_limit_u16")?,
    };
    let (uids, scores): (Vec<i64>, Vec<f64>) = (case.get("uids")?, case.get("weights_f64_hex")?);
    equal("n", scores.len(), case.get::<u32>("n")? as usize)?;
    let (mut out_uids, mut out_values) = (vec![0; uids.len()], vec![0; uids.len()]);
    let mut scratch = vec![0.0; scores.len()];
    outcome(case, sdk11::conform(&limits, &uids, &scores, &mut scratch, &mut out_uids, &mut out_values))
}

fn outcome(case: Case<'_>, ours: Result<(&mut [u16], &mut [u16]), QuantiseError>) -> Verdict {
    if case.has("err") {
        return refused("scores", ours);
    }
    let (uids, values) = case.get::<(Vec<u16>, Vec<u16>)>("ok")?;
    same(ours, uids, values)
}

fn same<U: Debug + PartialEq>(
    ours: Result<(&mut [U], &mut [u16]), QuantiseError>,
    uids: Vec<U>,
    values: Vec<u16>,
) -> Verdict {
    let (our_uids, our_values) = ours.step("quantise")?;
    equal("uids", &*our_uids, uids.as_slice())?;
    equal("values", &*our_values, values.as_slice())
}
