//! Calls by the tables, against `scale-value` with the chain's own metadata: what is accepted shows what the metadata says,
//! and what the other reads is refused only for what it would do, or for being too deep.
#![no_main]

use std::sync::LazyLock;

use libfuzzer_sys::fuzz_target;
use metadata::Oracle;
use nanotao::call::CallError;
use nanotao::display::TextRender;
use nanotao::extrinsic::{Era, FINNEY, Payload, PayloadError, TxExtension};
use nanotao::metadata::MetadataError;
use nanotao::scale::ScaleError;
use nanotao::{AccountId, TaoBalance};

#[path = "../../tests/oracle/cards.rs"]
#[expect(dead_code, reason = "the tests use all of it")]
mod cards;
#[path = "../../tests/oracle/metadata.rs"]
#[expect(dead_code, reason = "the tests use all of it")]
mod metadata;

static ORACLES: LazyLock<[(u32, Oracle); 3]> =
    LazyLock::new(|| [(425, Oracle::of(425)), (461, Oracle::of(461)), (475, Oracle::of_475())]);

fuzz_target!(|data: &[u8]| {
    let Some((spec, call)) = data.split_first() else { return };
    let (spec, oracle) = &ORACLES[usize::from(spec % 3)];
    let extension = TxExtension {
        era: Era::Immortal,
        nonce: 0,
        tip: TaoBalance(0),
        metadata_hash: None,
        spec_version: *spec,
        transaction_version: 1,
        genesis_hash: FINNEY,
        block_hash: FINNEY,
    };
    let mut buffer = vec![0; call.len() + TxExtension::MAX_EXPLICIT_LEN + TxExtension::MAX_IMPLICIT_LEN];
    let payload = Payload::from_call_bytes(call, &extension, &mut buffer).expect("the buffer is long enough");
    let verified = payload.verify();
    // Bytes of a call may go on as an extension would.
    if verified.is_ok_and(|verified| verified.call_bytes().len() != call.len()) {
        return;
    }
    match verified {
        Err(PayloadError::AmbiguousSpecVersion | PayloadError::Weights(_)) => return,
        Err(PayloadError::Metadata(MetadataError::TooDeep { .. } | MetadataError::ZeroSize { .. })) => return,
        // The other makes room for whatever a list claims to hold.
        Err(PayloadError::Call(CallError::Scale(
            ScaleError::UnexpectedEnd { .. } | ScaleError::OutOfRange { .. },
        ))) => return,
        _ => {}
    }
    let mut rest = call;
    let theirs = oracle.decode(oracle.call, &mut rest).ok().filter(|_| rest.is_empty());
    let (verified, value) = match (verified, theirs) {
        (Ok(verified), Some(value)) => (verified, value),
        (Err(error), None) => {
            assert!(error.code() != 0 && !error.to_string().is_empty());
            return;
        }
        (ours, theirs) => panic!("{ours:?}: {theirs:?}"),
    };
    let mut text = TextRender(String::new());
    verified.review(AccountId([7; 32]), None).emit_all(&mut text).expect("a string takes any text");
    let lines = text.0.lines().filter(|line| !line.starts_with("Warning"));
    let lines: Vec<_> = lines.skip_while(|line| !line.starts_with("Tip: ")).skip(1).collect();
    assert_eq!(lines, oracle.cards(&value));
});
