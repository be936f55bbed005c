//! Signed extrinsics, against a definition in parity-scale-codec's own terms: the same fields, the same bytes again.
#![no_main]

use libfuzzer_sys::fuzz_target;
use nanotao::extrinsic::{SignedExtrinsic, TxExtension, assemble};
use nanotao::scale::{Scale, Writer};
use parity_scale_codec::{Compact, Decode, Encode};

#[derive(Debug, Decode, Encode)]
enum Address {
    Id([u8; 32]),
}

#[derive(Debug, Decode, Encode)]
enum Signature {
    Ed25519([u8; 64]),
    Sr25519([u8; 64]),
    Ecdsa([u8; 65]),
}

/// What stands before the call. The era is the chain's own rule over one or two bytes.
#[derive(Debug)]
struct Head {
    address: Address,
    signature: Signature,
    era: Vec<u8>,
    nonce: u32,
    tip: u64,
    mode: bool,
}

fn era(input: &mut &[u8]) -> Option<Vec<u8>> {
    let first = u8::decode(input).ok()?;
    if first == 0 {
        return Some(vec![0]);
    }
    let second = u8::decode(input).ok()?;
    let encoded = u64::from(u16::from_le_bytes([first, second]));
    let period = 2u64 << (encoded % 16);
    let phase = (encoded >> 4) * (period >> 12).max(1);
    (period >= 4 && phase < period).then(|| vec![first, second])
}

fn head(input: &mut &[u8]) -> Option<Head> {
    let len = usize::try_from(Compact::<u32>::decode(input).ok()?.0).ok()?;
    (input.len() == len && u8::decode(input).ok()? == 0x84).then_some(())?;
    Some(Head {
        address: Decode::decode(input).ok()?,
        signature: Decode::decode(input).ok()?,
        era: era(input)?,
        nonce: Compact::<u32>::decode(input).ok()?.0,
        tip: Compact::<u64>::decode(input).ok()?.0,
        mode: Decode::decode(input).ok()?,
    })
}

fuzz_target!(|data: &[u8]| {
    let ours = SignedExtrinsic::parse(data);
    let mut call = data;
    let Some(theirs) = head(&mut call) else {
        assert!(ours.is_err(), "{ours:?}");
        return;
    };
    let ours = ours.expect("the other definition accepts it");
    let Address::Id(account) = theirs.address;
    assert_eq!(ours.account.0, account);
    let mut buffer = [0; 66];
    let mut writer = Writer::new(&mut buffer);
    ours.signature.encode(&mut writer).expect("66 bytes hold any signature");
    assert_eq!(writer.finish(), theirs.signature.encode());
    let mut buffer = [0; 2];
    let mut writer = Writer::new(&mut buffer);
    ours.era.encode(&mut writer).expect("2 bytes hold any era");
    assert_eq!(writer.finish(), theirs.era);
    assert_eq!((ours.nonce, ours.tip.0, ours.metadata_hash_mode), (theirs.nonce, theirs.tip, theirs.mode));
    assert_eq!(ours.call, call);

    let extension = TxExtension {
        era: ours.era,
        nonce: ours.nonce,
        tip: ours.tip,
        metadata_hash: ours.metadata_hash_mode.then_some([0; 32].into()),
        spec_version: 0,
        transaction_version: 0,
        genesis_hash: [0; 32].into(),
        block_hash: [0; 32].into(),
    };
    let mut buffer = vec![0; data.len()];
    assert_eq!(assemble(&ours.account, &ours.signature, &extension, ours.call, &mut buffer), Ok(data));
});
