//! Payloads with their metadata proofs: what is shown of them, and that no change to a proof goes through.

use nanotao::AccountId;
use nanotao::crypto::{Signer, sr25519, verify};
use nanotao::display::TextRender;
use nanotao::extrinsic::{Payload, PayloadError, SignedExtrinsic, TxExtension};
use nanotao::metadata::{MetadataError, Proof};
use serde_json::Value;

fn bytes(value: &Value) -> Vec<u8> {
    let digits = value.as_str().unwrap().as_bytes();
    let pair = |pair: &[u8]| u8::from_str_radix(std::str::from_utf8(pair).unwrap(), 16).unwrap();
    digits.chunks(2).map(pair).collect()
}

fn good() -> Vec<(String, Vec<u8>, Vec<u8>)> {
    let file = concat!(env!("CARGO_MANIFEST_DIR"), "/../vectors/clients/rfc78.json");
    let all: Value = serde_json::from_slice(&std::fs::read(file).unwrap()).unwrap();
    let cases = all["good"].as_array().unwrap().iter().flat_map(|case| {
        let name = format!("{} {}", case["spec"], case["name"].as_str().unwrap());
        ["proof_js", "proof_rust"].map(|proof| (name.clone(), bytes(&case["payload"]), bytes(&case[proof])))
    });
    cases.collect()
}

/// The cards of the call alone.
fn cards(payload: &[u8], proof: &[u8]) -> String {
    let proof = Proof::parse(proof).unwrap();
    let verified = Payload::new(payload).verify_by(&proof).unwrap();
    let mut review = verified.review(AccountId([7; 32]), Some(9_000_000));
    let mut text = TextRender(String::new());
    review.emit_all(&mut text).unwrap();
    assert_eq!(text.0.lines().count(), review.len());
    // Backwards, each card is the same.
    let lines: Vec<&str> = text.0.lines().collect();
    for index in (0..review.len()).rev().step_by(7) {
        let mut again = TextRender(String::new());
        review.emit(index, &mut again).unwrap();
        assert_eq!(again.0.trim_end(), lines[index]);
    }
    assert!(review.approve().is_ok());
    let digest = lines.iter().position(|line| line.starts_with("Metadata hash")).unwrap();
    lines[digest + 1..].join("\n")
}

#[test]
fn cards_say_what_a_call_does_in_units_and_under_the_paths_of_its_fields() {
    for (name, expected) in [
        (
            "461 with_weight",
            "call: SubtensorModule.add_stake\nWarning at call: No limit price: any price is taken\n\
            call.hotkey: 5HrD6nh4X8AJuCu7tfuM3ePs41mqsP9sSPZL8yczPoAgtp7M\ncall.netuid: 13\n\
            call.amount_staked: 493808.107762978 TAO\nweight.ref_time: 1099511627776\nweight.proof_size: 0",
        ),
        (
            "461 batch_set_weights",
            "netuids: 3\nnetuids[0]: 1\nnetuids[1]: 64\nnetuids[2]: 16384\nweights: 3\nweights[0]: 1\n\
            weights[0][0]: uid 0: 100.0000% (65535)\nweights[1]: 0\nweights[2]: 2\nweights[2][0]: uid 9: 100.0000% (1)\n\
            weights[2][1]: uid 64: 0.0000% (0)\nversion_keys: 3\nversion_keys[0]: 0\nversion_keys[1]: 10005000\n\
            version_keys[2]: 18446744073709551615",
        ),
        (
            "425 SubtensorModule.remove_stake_full_limit#283",
            "hotkey: 5H2eZqenRguBDfH4r8uzC1etjvkr8j6JGUD2C2PSYv79KTpp\nnetuid: 63\n\
            limit_price: 0.000000256 TAO",
        ),
        (
            "425 SubtensorModule.decrease_take#12",
            "hotkey: 5D85kfMyvhPQxPhaqtbWKpzaWKWbbd3jCjYXCnDyhitxTdLh\ntake: 2.6627% (1745)",
        ),
        ("425 transfer to Raw", "dest: Raw\ndest: \"abc\"\nvalue: 0.000000005 TAO"),
    ] {
        let found: Vec<_> = good().into_iter().filter(|(own, ..)| own == name).collect();
        assert_eq!(found.len(), 2, "{name}");
        for (_, payload, proof) in found {
            assert_eq!(cards(&payload, &proof), expected, "{name}");
        }
    }
}

#[test]
fn every_payload_with_its_proof_can_be_shown_to_the_end_and_back() {
    for (_, payload, proof) in good() {
        assert!(!cards(&payload, &proof).is_empty() || payload.len() < 130);
    }
}

/// The proof with `from` replaced, which stands there once.
fn replaced(proof: &[u8], from: &[u8], to: &[u8]) -> Vec<u8> {
    let found: Vec<_> = (0..proof.len()).filter(|at| proof[*at..].starts_with(from)).collect();
    let [at] = found[..] else { panic!("{from:?}: {found:?}") };
    [&proof[..at], to, &proof[at + from.len()..]].concat()
}

/// Such a proof, and the payload that signs its digest.
fn changed(payload: &[u8], proof: &[u8], from: &[u8], to: &[u8]) -> Result<(), PayloadError> {
    let proof = replaced(proof, from, to);
    let proof = Proof::parse(&proof)?;
    let payload = [&payload[..payload.len() - 32], &proof.digest().0].concat();
    Payload::new(&payload).verify_by(&proof).map(|_| ())
}

#[test]
fn a_proof_that_lies_about_names_gets_a_signature_that_the_chain_refuses() {
    let found = good().into_iter().find(|(name, ..)| name == "425 SubtensorModule.decrease_take#12");
    let (_, honest, proof) = found.unwrap();
    let lie = replaced(&proof, b"\x34decrease_take", b"\x34increase_take");
    let lie = Proof::parse(&lie).unwrap();
    // The honest payload does not go with it, and one that does is signed as one that no chain makes.
    let mismatch = Err(MetadataError::DigestMismatch.into());
    assert_eq!(Payload::new(&honest).verify_by(&lie).map(|_| ()), mismatch);
    let payload = [&honest[..honest.len() - 32], &lie.digest().0].concat();
    let honest_proof = Proof::parse(&proof).unwrap();
    assert_eq!(Payload::new(&payload).verify_by(&honest_proof).map(|_| ()), mismatch);
    let verified = Payload::new(&payload).verify_by(&lie).unwrap();
    assert_eq!(verified.function(), ("SubtensorModule", "increase_take"));
    let key = sr25519::Keypair::from_uri("//Alice").unwrap();
    let mut review = verified.review(key.account(), None);
    review.emit_all(&mut TextRender(String::new())).unwrap();
    let signed = review.approve().unwrap().sign(&key, None).unwrap();
    let mut out = vec![0; signed.extrinsic_len()];
    let extrinsic = SignedExtrinsic::parse(signed.extrinsic(&mut out).unwrap()).unwrap();

    // The chain makes the payload of the extrinsic again, with its own digest, or with none.
    let holds = |metadata_hash| {
        let extension = TxExtension { metadata_hash, ..*verified.extension() };
        let mut buffer = vec![0; payload.len()];
        let made = Payload::from_call_bytes(extrinsic.call, &extension, &mut buffer).unwrap();
        verify(&extrinsic.signature, made.message().as_ref(), &extrinsic.account).unwrap()
    };
    assert!(holds(Some(lie.digest())));
    assert!(!holds(Some(honest_proof.digest())));
    assert!(!holds(None));
}

#[test]
fn a_proof_of_another_chain_or_with_names_that_are_none_is_refused() {
    let found = good().into_iter().find(|(name, ..)| name == "425 SubtensorModule.decrease_take#12");
    let (_, payload, proof) = found.unwrap();
    let info = b"\x38node-subtensor\x2a\x00\x09\x0cTAO";
    assert_eq!(changed(&payload, &proof, info, info), Ok(()));
    for (other, part) in [
        (b"\x38mode-subtensor\x2a\x00\x09\x0cTAO", "spec name"),
        (b"\x38node-subtensor\x00\x00\x09\x0cTAO", "address prefix"),
        (b"\x38node-subtensor\x2a\x00\x0c\x0cTAO", "number of decimals"),
        (b"\x38node-subtensor\x2a\x00\x09\x0cDOT", "token symbol"),
    ] {
        let error = MetadataError::OtherChain { part };
        assert_eq!(changed(&payload, &proof, info, other), Err(error.into()));
    }
    let own = b"\x34decrease_take";
    let long = [&b"\x05\x01"[..], &[b'a'; 65]].concat();
    for name in
        [&b"\x34decrease take"[..], b"\x34decrease\ntake", b"\x00", b"\x08r#", b"\x08\xc3\xa4", &long[..]]
    {
        let found = changed(&payload, &proof, own, name);
        assert!(matches!(found, Err(PayloadError::Metadata(MetadataError::Name { .. }))), "{found:?}");
    }
    assert_eq!(changed(&payload, &proof, own, b"\x18r#true"), Ok(()));
}

#[test]
fn a_proof_with_any_byte_changed_cut_or_added_is_refused() {
    let (mut tried, mut seed) = (0usize, 1u64);
    for (name, payload, proof) in good().into_iter().step_by(16) {
        for at in (0..proof.len()).step_by(37) {
            seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            let mut changed = proof.clone();
            changed[at] ^= 1 << (seed >> 61);
            let refused = |proof: &[u8]| -> bool {
                Proof::parse(proof)
                    .map_err(Into::into)
                    .and_then(|proof| Payload::new(&payload).verify_by(&proof).map(|_| ()))
                    .is_err()
            };
            assert!(refused(&changed), "{name}: byte {at}");
            assert!(refused(&proof[..at]), "{name}: cut at {at}");
            tried += 2;
        }
        let longer = [&proof[..], &[0]].concat();
        assert!(matches!(Proof::parse(&longer), Err(MetadataError::Proof(_))), "{name}");
    }
    assert!(tried > 2_000, "{tried}");
}
