//! Weights that the emulated signer hides: locked until a round of the beacon, or behind a hash.

use std::{fmt, fs, path::Path};

use anyhow::{Context, Result, anyhow, bail, ensure as require};
use nanotao::{
    AccountId, MechId, NetUid,
    call::{Call, SpecVersion},
    crypto::Scheme,
    extrinsic::SignedExtrinsic,
    scale::Reader,
    weights::{
        commit_hash, mechanism_storage_index,
        timelock::{MAX_COMMIT_LEN, PublicKey, Signature, WeightsTlockPayload, tld},
    },
};
use nanotao_host::{
    device::{ChainContext, DeviceError, Quantiser, RevealContext, Scores},
    text::hex_array,
};
use serde_json::{Value, json};

use super::{
    ALICE, CONTEXT, check,
    emulated::Demo,
    test::{judged, pictures, refused},
};
use crate::{process::root, qmp::Key, test::Counts};

/// The schedule of a subnet 60 blocks before its epoch, at a time when that foretells round 1000, whose signature the
/// vectors hold.
const REVEAL: RevealContext = RevealContext {
    tempo: 360,
    last_epoch_block: 8_765_700,
    pending_epoch_at: 0,
    blocks_since_last_step: 300,
    subnet_epoch_index: 24_000,
    reveal_period_epochs: 1,
    unix_time_ms: 1_692_805_611_000,
    block_time_ms: 12_000,
};

/// The round, and the beacon's signature on it, which is verified.
pub(super) fn beacon() -> Result<(u64, Signature)> {
    let text = fs::read_to_string(root().join("vectors/clients/drand_decryptable.json"))?;
    let vectors: Value = serde_json::from_str(&text)?;
    let case = &vectors["commits"][0];
    let round = case["reveal_round"].as_u64().context("no round")?;
    let signature = case["drand_signature"].as_str().context("no signature")?;
    let signature = Signature::parse(&hex_array(signature)?)?;
    signature.verify(&PublicKey::quicknet(), round)?;
    Ok((round, signature))
}

/// What a commit was found to be to.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Opened {
    pub(super) netuid: u16,
    pub(super) mecid: u8,
    pub(super) version_key: u64,
    pub(super) uids: Vec<u16>,
    pub(super) weights: Vec<u16>,
}

impl Opened {
    /// What a scores file comes to by the rule of SDK 11.
    pub(super) fn expected(scores: &[u8]) -> Result<Self> {
        let file = nanotao_host::scores::Scores::parse(scores)?;
        let weights = file.quantise(nanotao_host::scores::Sdk::V11, None)?;
        let (uids, values) = (weights.uids, weights.values);
        let (netuid, mecid, version_key) = (weights.netuid.0, weights.mecid.0, weights.version_key);
        Ok(Self { netuid, mecid, version_key, uids, weights: values })
    }
}

impl fmt::Display for Opened {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(
            f,
            "\nopened with the beacon's signature on round 1000, netuid {}, version_key {}:",
            self.netuid, self.version_key
        )?;
        let mut pairs = self.uids.iter().zip(&self.weights);
        pairs.try_for_each(|(uid, weight)| writeln!(f, "  uid {uid}: {weight}"))
    }
}

/// Opens the commit of an extrinsic with the beacon's signature, as the chain does.
pub(super) fn open(extrinsic: &[u8], account: AccountId) -> Result<Opened> {
    let (round, signature) = beacon()?;
    let call = SignedExtrinsic::parse(extrinsic)?.call;
    let spec = SpecVersion::new(CONTEXT.spec_version)?;
    let (netuid, mecid, commit, reveal_round, version) = match Call::parse(spec, &mut Reader::new(call))? {
        Call::CommitTimelockedWeights(c) => {
            (c.netuid, MechId::MAIN, c.commit, c.reveal_round, c.commit_reveal_version)
        }
        Call::CommitTimelockedMechanismWeights(c) => {
            (c.netuid, c.mecid, c.commit, c.reveal_round, c.commit_reveal_version)
        }
        other => bail!("no timelocked commit, but {}", other.function()),
    };
    require!((reveal_round, version) == (round, 4), "locked until round {reveal_round} in format {version}");
    let mut message = [0; MAX_COMMIT_LEN];
    let payload = WeightsTlockPayload::parse_all(tld(commit, &signature, &mut message)?)?;
    require!(payload.hotkey == account.0, "the hotkey in the commit is another");
    Ok(Opened {
        netuid: netuid.0,
        mecid: mecid.0,
        version_key: payload.version_key,
        uids: payload.uids.iter().collect(),
        weights: payload.values.iter().collect(),
    })
}

type Answer<T> = Result<std::result::Result<T, DeviceError>>;

impl Demo {
    /// Has scores locked until round 1000. The pages are written as PNG files, and `answer` is pressed at their end.
    pub(super) fn timelock(&mut self, scheme: Scheme, scores: &[u8], answer: Key) -> Answer<Vec<u8>> {
        self.answer("timelock", answer, |device| {
            device.sign_timelocked(scheme, &CONTEXT, &REVEAL, Quantiser::Sdk11, Scores::Json(scores))
        })
    }

    fn refuses(
        &mut self,
        context: &ChainContext,
        reveal: &RevealContext,
        scores: &Value,
        why: &str,
    ) -> Result<()> {
        let scores = scores.to_string();
        let scores = Scores::Json(scores.as_bytes());
        let answer =
            self.device()?.sign_timelocked(Scheme::Sr25519, context, reveal, Quantiser::Sdk11, scores);
        refused(answer, why)?;
        self.answers()
    }
}

/// A scores file with so many uids.
pub(super) fn scores(count: u16, mecid: u8) -> Value {
    let uids: Vec<u16> = (0..count).collect();
    let scores: Vec<f64> = uids.iter().map(|uid| f64::from(*uid) / 300.0 + 0.1).collect();
    json!({ "netuid": 8, "mecid": mecid, "uids": uids, "scores": scores, "version_key": 5 })
}

/// The journey as a test: calls 113 and 118 opened with the beacon's signature, a hash and its reveal, a user who says no,
/// and requests that have to be refused.
pub(super) fn test() -> Result<Counts> {
    let mut demo = Demo::start(Path::new("target/demo-test-commit"))?;
    let mut counts = Counts::default();
    let mut judge = judged(&mut counts);
    demo.provision(&ALICE)?;
    let few = scores(3, 0);
    let rejected = demo.timelock(Scheme::Sr25519, few.to_string().as_bytes(), Key::Up)?;
    judge("timelock rejected", refused(rejected, "rejected on the device"));
    for (name, scheme, count, mecid) in
        [("timelock a mechanism", Scheme::Ed25519, 3, 1), ("timelock 256 uids", Scheme::Sr25519, 256, 0)]
    {
        let scores = scores(count, mecid).to_string();
        let signed = demo.timelock(scheme, scores.as_bytes(), Key::Select)?;
        let account = demo.account(scheme)?;
        let opened = signed.map_err(Into::into).and_then(|extrinsic| {
            check(&extrinsic, account)?;
            open(&extrinsic, account)
        });
        judge(name, opened.and_then(|opened| same(&opened, &Opened::expected(scores.as_bytes())?)));
    }
    judge("picture of a reveal", pictures(&demo.out, &[("reveal.png", "timelock-06.png")]));
    judge("commit and reveal", commit_and_reveal(&mut demo, &few));
    let with = |name: &str, value: Value| {
        let mut scores = few.clone();
        scores[name] = value;
        scores
    };
    let spec = ChainContext { spec_version: 461, ..CONTEXT };
    for (name, context, reveal, scores, why) in [
        ("timelock 257 uids", CONTEXT, REVEAL, scores(257, 0), "256"),
        ("timelock no subnet", CONTEXT, REVEAL, with("netuid", 4096.into()), "MechanismDoesNotExist"),
        ("timelock no mechanism", CONTEXT, REVEAL, with("mecid", 16.into()), "MechanismDoesNotExist"),
        ("timelock root", CONTEXT, REVEAL, with("netuid", 0.into()), "CanNotSetRootNetworkWeights"),
        ("timelock unknown rules", spec, REVEAL, few.clone(), "461"),
        (
            "timelock past",
            CONTEXT,
            RevealContext { block_time_ms: 0, ..REVEAL },
            few.clone(),
            "signed the round",
        ),
        (
            "timelock far",
            CONTEXT,
            RevealContext { block_time_ms: 1 << 60, ..REVEAL },
            few.clone(),
            "five years",
        ),
        ("timelock no epochs", CONTEXT, RevealContext { tempo: 0, ..REVEAL }, few.clone(), "tempo is 0"),
        (
            "timelock period",
            CONTEXT,
            RevealContext { reveal_period_epochs: u64::MAX, ..REVEAL },
            few.clone(),
            "100",
        ),
    ] {
        judge(name, demo.refuses(&context, &reveal, &scores, why));
    }
    drop(judge);
    Ok(counts)
}

fn same(opened: &Opened, expected: &Opened) -> Result<()> {
    require!(opened == expected, "locked was {opened:?}, asked for {expected:?}");
    Ok(())
}

/// Has weights committed to by a hash, and then revealed.
fn commit_and_reveal(demo: &mut Demo, scores: &Value) -> Result<()> {
    let text = scores.to_string();
    let expected = Opened::expected(text.as_bytes())?;
    let file = Scores::Json(text.as_bytes());
    let account = demo.account(Scheme::Sr25519)?;
    let (salt, committed) = demo.answer("page", Key::Select, |device| {
        device.sign_commit(Scheme::Sr25519, &CONTEXT, Quantiser::Sdk11, file)
    })??;
    let revealed = demo.answer("page", Key::Select, |device| {
        device.sign_reveal(Scheme::Sr25519, &CONTEXT, &salt, Quantiser::Sdk11, file)
    })??;
    check(&committed, account)?;
    check(&revealed, account)?;
    let spec = SpecVersion::new(CONTEXT.spec_version)?;
    let call = SignedExtrinsic::parse(&revealed)?.call;
    let Call::RevealWeights(reveal) = Call::parse(spec, &mut Reader::new(call))? else {
        return Err(anyhow!("no reveal"));
    };
    let shown = (reveal.uids.iter().collect::<Vec<_>>(), reveal.values.iter().collect::<Vec<_>>());
    require!(shown == (expected.uids, expected.weights), "other weights are revealed: {shown:?}");
    let index = mechanism_storage_index(reveal.netuid, MechId::MAIN);
    let hash = commit_hash(&account, index, reveal.uids, reveal.values, reveal.salt, reveal.version_key);
    let call = SignedExtrinsic::parse(&committed)?.call;
    let Call::CommitWeights(commit) = Call::parse(spec, &mut Reader::new(call))? else {
        return Err(anyhow!("no commit"));
    };
    require!(commit.commit_hash == hash, "the reveal is not of the commit");
    require!(commit.netuid == NetUid(8), "another subnet");
    Ok(())
}
