//! Interoperation with polkadot-js: what nanotao makes for it to judge, and the judgement of what it makes.
//! `tests/interop/check.mjs` is the other side.

use crate::case::{Case, Hex, hex};
use crate::keys::{SchemeOf, from_uri};
use crate::outcome::{Step, Stop, equal};
use nanotao::call::{
    AddStake, BurnedRegister, Call, CommitTimelockedWeights, CommitWeights, MultiAddress, RemoveStake,
    RevealWeights, ServeAxon, SetMechanismWeights, SetWeights, TransferKeepAlive,
};
use nanotao::crypto::{self, Scheme, SigningMessage, ed25519, sr25519};
use nanotao::display::TextRender;
use nanotao::extrinsic::{Era, FINNEY, Payload, TxExtension};
use nanotao::scale::{Compact, Scale, Writer};
use nanotao::ss58::Address;
use nanotao::{AccountId, AlphaBalance, H256, MechId, NetUid, TaoBalance};
use rand_core::{CryptoRngCore, OsRng};
use serde_json::{Value, json};

/// The spec whose metadata polkadot-js is given.
pub const SPEC_VERSION: u32 = 461;

const URIS: [&str; 4] = [
    "//Alice",
    "//Alice//stash//0",
    "legal winner thank year wave sausage worth useful legal winner thank yellow//hard///password",
    "0x1111111111111111111111111111111111111111111111111111111111111111",
];
/// For sr25519 only.
const SOFT_URI: &str = "//Alice/soft/7";

/// Everything that polkadot-js is to judge.
///
/// # Errors
/// Where nanotao itself refuses.
pub fn ours() -> Result<Value, String> {
    make().map_err(|stop| format!("{stop:?}"))
}

fn make() -> Result<Value, Stop> {
    let mut signatures = Vec::new();
    let messages =
        [0_usize, 1, 32, 255, 256, 257, 5000].map(|len| (0..len).map(|at| at as u8).collect::<Vec<_>>());
    for (scheme, uri) in uris() {
        let key = from_uri(scheme, uri)?.step(uri)?;
        for (message, hedged) in messages.iter().flat_map(|message| [(message, false), (message, true)]) {
            let rng: Option<&mut dyn CryptoRngCore> = if hedged { Some(&mut OsRng) } else { None };
            let signature = crypto::sign(key.as_ref(), &SigningMessage::hazmat(message), rng).step(uri)?;
            signatures.push(json!({
                "name": format!("{scheme} {uri} over {} bytes, {}", message.len(), if hedged { "hedged" } else { "plain" }),
                "type": scheme.to_string(),
                "uri": uri,
                "message": prefixed(message),
                "public_key": prefixed(&key.account().0),
                "signature": prefixed(signature.as_bytes()),
            }));
        }
    }
    let mut extrinsics = Vec::new();
    let uids: Vec<u16> = (0..64).collect();
    let values: Vec<u16> = uids.iter().map(|uid| 65535 - uid * 1000).collect();
    for (call, args) in calls(&uids, &values) {
        for (scheme, extension) in [Scheme::Sr25519, Scheme::Ed25519].into_iter().zip(extensions()) {
            extrinsics.push(extrinsic(&call, &args, scheme, &extension)?);
        }
    }
    Ok(json!({ "signatures": signatures, "extrinsics": extrinsics }))
}

fn uris() -> impl Iterator<Item = (Scheme, &'static str)> {
    let both = [Scheme::Sr25519, Scheme::Ed25519].into_iter();
    both.flat_map(|scheme| URIS.map(|uri| (scheme, uri))).chain([(Scheme::Sr25519, SOFT_URI)])
}

fn extensions() -> [TxExtension; 2] {
    let mortal = TxExtension {
        era: Era::mortal(64, 5_000_002),
        nonce: 7,
        tip: TaoBalance(0),
        metadata_hash: None,
        spec_version: SPEC_VERSION,
        transaction_version: 1,
        genesis_hash: FINNEY,
        block_hash: H256([9; 32]),
    };
    let tipped = TxExtension {
        era: Era::Immortal,
        nonce: 70_000,
        tip: TaoBalance(1_000_000_001),
        metadata_hash: Some(H256([5; 32])),
        block_hash: FINNEY,
        ..mortal
    };
    [mortal, tipped]
}

/// A call of each kind, and its arguments as polkadot-js shows them.
fn calls<'a>(uids: &'a [u16], values: &'a [u16]) -> Vec<(Call<'a>, Value)> {
    let (netuid, mecid, hotkey, hash) = (NetUid(19), MechId(1), AccountId([2; 32]), H256([3; 32]));
    let (key, uids_json, values_json) =
        (Address::new(&hotkey).as_str().to_owned(), json!(uids), json!(values));
    let (dests, weights) = (uids.into(), values.into());
    let commit = &[0x00, 0xff, 0x80][..];
    vec![
        (
            SetWeights { netuid, dests, weights, version_key: 4 }.into(),
            json!({ "netuid": 19, "dests": uids_json, "weights": values_json, "version_key": 4 }),
        ),
        (
            SetMechanismWeights { netuid, mecid, dests, weights, version_key: 4 }.into(),
            json!({ "netuid": 19, "mecid": 1, "dests": uids_json, "weights": values_json, "version_key": 4 }),
        ),
        (
            CommitWeights { netuid, commit_hash: hash }.into(),
            json!({ "netuid": 19, "commit_hash": prefixed(&hash.0) }),
        ),
        (
            RevealWeights { netuid, uids: dests, values: weights, salt: dests, version_key: 4 }.into(),
            json!({ "netuid": 19, "uids": uids_json, "values": values_json, "salt": uids_json, "version_key": 4 }),
        ),
        (
            CommitTimelockedWeights { netuid, commit, reveal_round: 1234, commit_reveal_version: 4 }.into(),
            json!({ "netuid": 19, "commit": "0x00ff80", "reveal_round": 1234, "commit_reveal_version": 4 }),
        ),
        (
            ServeAxon {
                netuid,
                version: 10_005_000,
                ip: 2_130_706_433,
                port: 8091,
                ip_type: 4,
                protocol: 1,
                placeholder1: 2,
                placeholder2: 3,
            }
            .into(),
            json!({ "netuid": 19, "version": 10_005_000, "ip": 2_130_706_433, "port": 8091, "ip_type": 4,
                "protocol": 1, "placeholder1": 2, "placeholder2": 3 }),
        ),
        (BurnedRegister { netuid, hotkey }.into(), json!({ "netuid": 19, "hotkey": key })),
        (
            AddStake { hotkey, netuid, amount_staked: TaoBalance(1_500_000_000) }.into(),
            json!({ "hotkey": key, "netuid": 19, "amount_staked": 1_500_000_000 }),
        ),
        (
            RemoveStake { hotkey, netuid, amount_unstaked: AlphaBalance(1) }.into(),
            json!({ "hotkey": key, "netuid": 19, "amount_unstaked": 1 }),
        ),
        (
            TransferKeepAlive { dest: MultiAddress::Id(hotkey), value: Compact(TaoBalance(12_345)) }.into(),
            json!({ "dest": { "id": key }, "value": 12_345 }),
        ),
    ]
}

/// Goes the whole way from the call to the extrinsic.
fn extrinsic(call: &Call<'_>, args: &Value, scheme: Scheme, extension: &TxExtension) -> Result<Value, Stop> {
    let mut buffer =
        vec![0; call.encoded_len() + TxExtension::MAX_EXPLICIT_LEN + TxExtension::MAX_IMPLICIT_LEN];
    let payload = Payload::build(call, extension, &mut buffer).step("payload")?;
    let key = from_uri(scheme, "//Alice")?.step("key")?;
    let account = key.account();
    let mut review = payload.verify().step("verify")?.review(account, None);
    review.emit_all(&mut TextRender(String::new())).step("show")?;
    let signed = review.approve().step("approve")?.sign(key.as_ref(), None).step("sign")?;
    let mut out = vec![0; signed.extrinsic_len()];
    let mut era = [0; Era::MAX_ENCODED_LEN];
    let mut era = Writer::new(&mut era);
    extension.era.encode(&mut era).step("era")?;
    let era = prefixed(era.finish());
    Ok(json!({
        "name": format!("{}.{} by {scheme}", call.pallet(), call.function()),
        "hex": prefixed(signed.extrinsic(&mut out).step("extrinsic")?),
        "type": scheme.to_string(),
        "pallet": call.pallet(),
        "call": call.function(),
        "args": args,
        "payload": prefixed(payload.as_bytes()),
        "fields": {
            "address": Address::new(&account).as_str(),
            "public_key": prefixed(&account.0),
            "method": prefixed(&crate::calls::encode(call)?),
            "era": era,
            "nonce": extension.nonce,
            "tip": extension.tip.0.to_string(),
            "mode": u8::from(extension.metadata_hash.is_some()),
            "metadataHash": extension.metadata_hash.map(|hash| prefixed(&hash.0)),
            "specVersion": extension.spec_version,
            "transactionVersion": extension.transaction_version,
            "genesisHash": prefixed(&extension.genesis_hash.0),
            "blockHash": prefixed(&extension.block_hash.0),
        },
    }))
}

/// Judges what polkadot-js printed: one entry per check, with the reason of a failure.
pub fn judge(theirs: &Value) -> Vec<(String, Result<(), String>)> {
    let list = |name: &str| theirs[name].as_array().cloned().unwrap_or_default();
    let checks = list("checks").into_iter().map(|check| {
        let why = check["why"].as_str().map(str::to_owned);
        (check["name"].as_str().unwrap_or_default().to_owned(), why.map_or(Ok(()), Err))
    });
    let signatures = list("theirs").into_iter().map(|signed| {
        let name = format!("{}: their signature", signed["name"].as_str().unwrap_or_default());
        (name, verify(Case::new(&signed)).map_err(|stop| format!("{stop:?}")))
    });
    checks.chain(signatures).collect()
}

/// With the verification of one scheme, not the wrapped one: theirs are over the message itself.
fn verify(case: Case<'_>) -> Result<(), Stop> {
    let (SchemeOf(scheme), Hex(message)) = (case.get("type")?, case.get("message")?);
    // polkadot-js puts no scheme before the bytes here.
    let signature: [u8; 64] = case.get("signature")?;
    let account = from_uri(scheme, case.get("uri")?)?.step("uri")?.account();
    let verify = if scheme == Scheme::Sr25519 { sr25519::verify } else { ed25519::verify };
    equal("verified", verify(&signature, &message, &account), true)?;
    let other = [message.as_slice(), &[0]].concat();
    equal("verified over another message", verify(&signature, &other, &account), false)
}

fn prefixed(bytes: &[u8]) -> String {
    format!("0x{}", hex(bytes))
}
