//! Payloads with their metadata proofs (RFC-78): read, verified and shown to the last card.

use core::{fmt, hint::black_box};

use nanotao::{
    AccountId,
    display::TextRender,
    extrinsic::{Payload, PayloadError, Verified},
    metadata::Proof,
};

use crate::{Failed, Meter, check};

/// A payload of `rfc78.json`, and the proof of the Rust prover, which is the longer one.
pub struct Case {
    name: &'static str,
    payload: &'static [u8],
    proof: &'static [u8],
}

include!(concat!(env!("OUT_DIR"), "/metadata.rs"));

/// A terminal that nobody reads: the text of every card is made, and dropped.
struct Nowhere;

impl fmt::Write for Nowhere {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        black_box(text);
        Ok(())
    }
}

/// What a wallet does before it asks: verifies the payload by its proof, and shows every card. Gives their number.
fn verify_and_show(case: &Case) -> Result<usize, PayloadError> {
    Ok(show(verify(case)?))
}

// Apart from each other, as in the signer: what the one needs is gone when the other begins.
#[inline(never)]
fn verify(case: &Case) -> Result<Verified<'_>, PayloadError> {
    let proof = Proof::parse(black_box(case.proof))?;
    Payload::new(black_box(case.payload)).verify_by(&proof)
}

#[inline(never)]
fn show(verified: Verified<'_>) -> usize {
    let mut review = verified.review(AccountId([3; 32]), None);
    let shown = review.emit_all(&mut TextRender(Nowhere));
    if shown.is_ok() { review.shown() } else { 0 }
}

/// Measures the steps for 256 weights, and the whole for every case.
///
/// # Errors
/// [`Failed`] names the workload that gave no result.
pub fn run(meter: &mut impl Meter) -> Result<(), Failed> {
    let Some(weights) = CASES.first() else { return Err(Failed("no case")) };
    let mut done = false;
    meter.measure("read the proof of 256 weights, and hash it", &mut || {
        done = black_box(Proof::parse(black_box(weights.proof))).is_ok();
    });
    check(done, "proof")?;
    let proof = Proof::parse(weights.proof).map_err(|_| Failed("proof"))?;
    let payload = Payload::new(weights.payload);
    meter.measure("decode the payload by it", &mut || {
        done = black_box(payload).verify_by(black_box(&proof)).is_ok();
    });
    check(done, "payload")?;
    for case in &CASES {
        let mut shown = 0;
        meter.measure(case.name, &mut || shown = verify_and_show(case).unwrap_or_default());
        check(shown > 0, case.name)?;
    }
    Ok(())
}
