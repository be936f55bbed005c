//! Cards of any payload, by its proof where there is one, else by the tables: each says something, on one line, the same
//! from wherever it is come to, and no consent before all were shown.
#![no_main]

use libfuzzer_sys::fuzz_target;
use nanotao::AccountId;
use nanotao::display::{EmitError, TextRender};
use nanotao::extrinsic::Payload;
use nanotao::metadata::Proof;

fuzz_target!(|data: &[u8]| {
    let Some((len, rest)) = data.split_first_chunk() else { return };
    let Some((payload, proof)) = rest.split_at_checked(u16::from_le_bytes(*len).into()) else { return };
    let mut payload = payload.to_vec();
    let proof = if proof.is_empty() { None } else { Proof::parse(proof).ok() };
    if let Some(proof) = &proof {
        payload.truncate(payload.len().saturating_sub(32));
        payload.extend(proof.digest().0);
    }
    let verified = match &proof {
        Some(proof) => Payload::new(&payload).verify_by(proof),
        None => Payload::new(&payload).verify(),
    };
    let Ok(verified) = verified else { return };

    let mut review = verified.review(AccountId([7; 32]), Some(9_233_782));
    let mut measured = Vec::new();
    review.measure(&mut |card| measured.push(card.to_string()));
    assert_eq!(measured.len(), review.len());
    for (index, card) in measured.iter().enumerate() {
        assert!(!card.chars().any(char::is_control), "{card:?}");
        assert_eq!(review.shown(), index);
        let beyond = review.emit(index + 1, &mut TextRender(String::new()));
        assert!(matches!(beyond, Err(EmitError::OutOfOrder { next }) if next == index));
        for again in [index, index / 2, index] {
            let mut text = TextRender(String::new());
            review.emit(again, &mut text).expect("a string takes any text");
            assert_eq!(text.0.strip_suffix('\n'), Some(measured[again].as_str()));
        }
        if index + 1 < measured.len() && index % 16 == 0 {
            let again = verified.review(AccountId([7; 32]), None);
            assert!(again.approve().is_err());
        }
    }
    assert_eq!(review.approve().expect("all cards were shown").payload().as_bytes(), payload);
});
