//! `cargo xtask demo`: the main job, end to end. The emulated signer gets a validator's scores, quantises them, shows
//! the weights page by page, waits for its button, signs, and gives back the extrinsic, which is checked here.

mod commit;
mod emulated;
mod payloads;
mod test;

use std::{
    fs,
    path::{Path, PathBuf},
    process::ExitCode,
    time::Instant,
};

use anyhow::{Context, Result, anyhow, bail, ensure as require};
use clap::Args;
use nanotao::{
    AccountId, H256, TaoBalance,
    crypto::{self, MiniSecret, Scheme},
    extrinsic::{FINNEY, Payload, SignedExtrinsic, TRANSACTION_VERSION},
    ss58::Address,
};
use nanotao_host::{
    decode::describe_extrinsic,
    device::{ChainContext, DeviceError},
    text::to_hex,
};

use crate::{
    process::{root, step},
    qmp::Key,
};

use emulated::Demo;
pub use test::test;

#[derive(Args)]
#[command(after_help = "Examples:
  cargo xtask demo
  cargo xtask demo --ed25519 --scores my-scores.json
  cargo xtask demo --reject
  cargo xtask demo --timelock

The screens are PNG files, one per page; they take the place of those of the run before.")]
pub struct Arguments {
    /// A scores file: {"netuid", "mecid", "uids", "scores", "version_key"}.
    #[arg(long, value_name = "FILE")]
    scores: Option<PathBuf>,
    /// Signs with ed25519 instead of sr25519.
    #[arg(long)]
    ed25519: bool,
    /// Has the weights locked until a round of the beacon, and opens them with its signature.
    #[arg(long)]
    timelock: bool,
    /// Presses the other button.
    #[arg(long)]
    reject: bool,
    /// Where the screens go [default: target/demo].
    #[arg(long, value_name = "FOLDER")]
    out: Option<PathBuf>,
}

/// Block 8 766 000 of mainnet, with its hash. Nonce and spec version are examples, as is the key.
const CONTEXT: ChainContext = ChainContext {
    genesis_hash: FINNEY,
    spec_version: 475,
    transaction_version: TRANSACTION_VERSION,
    nonce: 7,
    period: 64,
    current: 8_766_000,
    block_hash: H256([
        0x37, 0xba, 0x88, 0x6e, 0x5e, 0x76, 0x88, 0x2b, 0x6d, 0x48, 0xb2, 0x70, 0xd8, 0x52, 0xb5, 0x1f, 0x24,
        0xb7, 0x4b, 0xd2, 0xe6, 0x83, 0x18, 0xc3, 0x43, 0xae, 0x0f, 0x3c, 0xbb, 0xc1, 0xe8, 0xb1,
    ]),
    tip: TaoBalance(0),
};

pub fn main(arguments: &Arguments) -> Result<ExitCode> {
    let scores_file = arguments.scores.clone().unwrap_or_else(|| root().join("vectors/demo/scores_64.json"));
    let scores = fs::read(&scores_file).with_context(|| format!("cannot read {}", scores_file.display()))?;
    let scheme = if arguments.ed25519 { Scheme::Ed25519 } else { Scheme::Sr25519 };
    // A folder that was named is found from where the command runs, as the scores are.
    let out = match &arguments.out {
        Some(out) => std::path::absolute(out)?,
        None => "target/demo".into(),
    };
    let mut demo = Demo::start(&out)?;
    let mut secret = [0; 32];
    getrandom::fill(&mut secret).map_err(|error| anyhow!("no randomness: {error}"))?;
    demo.provision(&MiniSecret::new(secret))?;

    step(format!("sending {} and the chain's context to the device", scores_file.display()));
    let answer = if arguments.reject { Key::Up } else { Key::Select };
    let started = Instant::now();
    let result = match arguments.timelock {
        true => demo.timelock(scheme, &scores, answer)?,
        false => demo.sign(scheme, &scores, answer)?,
    };
    step(format!("the device answered after {:.1} s", started.elapsed().as_secs_f32()));
    let extrinsic = match result {
        Err(DeviceError::Rejected) if arguments.reject => {
            println!("Rejected on the device; nothing was signed. Screens: {}", demo.out.display());
            return Ok(ExitCode::SUCCESS);
        }
        result => result.with_context(|| scores_file.display().to_string())?,
    };
    require!(!arguments.reject, "the device signed what was rejected");
    let account = demo.account(scheme)?;
    check(&extrinsic, account)?;
    print!("{}", describe_extrinsic(&extrinsic, CONTEXT.spec_version, Some(CONTEXT.current))?);
    println!("\nextrinsic: {}", to_hex(&extrinsic));
    if arguments.timelock {
        let opened = commit::open(&extrinsic, account)?;
        require!(opened == commit::Opened::expected(&scores)?, "locked was {opened:?}");
        println!("{opened}");
    }
    println!("The signature verifies against {}. Screens: {}", Address::new(&account), demo.out.display());
    Ok(ExitCode::SUCCESS)
}

/// Takes the extrinsic apart, builds the payload that must have been signed, and verifies the signature over it.
pub fn check(extrinsic: &[u8], account: AccountId) -> Result<()> {
    let signed = SignedExtrinsic::parse(extrinsic)?;
    require!(signed.account == account, "signed by another account");
    let extension = CONTEXT.extension().map_err(|error| anyhow!("{error}"))?;
    let mut buffer = vec![0; extrinsic.len() + 256];
    let payload = Payload::from_call_bytes(signed.call, &extension, &mut buffer)?;
    payload.verify()?;
    if !crypto::verify(&signed.signature, payload.message().as_ref(), &account)? {
        bail!("the signature does not verify");
    }
    Ok(())
}

/// Has a full subnet's weights shown and signed with both schemes, and payloads by their proofs, and gives the most stack that the device ever used.
///
/// # Errors
/// The device does not sign, or does not measure.
pub fn peak_stack() -> Result<u64> {
    let mut demo = Demo::start(Path::new("target/demo-size"))?;
    demo.provision(&ALICE)?;
    let uids: Vec<u16> = (0..256).collect();
    let scores: Vec<f64> = uids.iter().map(|uid| f64::from(*uid) / 300.0 + 0.1).collect();
    let scores = serde_json::json!({ "netuid": 1, "uids": uids, "scores": scores }).to_string();
    for scheme in [Scheme::Sr25519, Scheme::Ed25519] {
        step(format!("having 256 weights shown and signed with {scheme}"));
        let extrinsic = demo.sign(scheme, scores.as_bytes(), Key::Select)??;
        check(&extrinsic, demo.account(scheme)?)?;
    }
    step("having 256 weights locked, shown and signed");
    let scores = commit::scores(256, 0).to_string();
    let extrinsic = demo.timelock(Scheme::Ed25519, scores.as_bytes(), Key::Select)??;
    check(&extrinsic, demo.account(Scheme::Ed25519)?)?;
    payloads::sign_all(&mut demo, &mut |name, result| result.with_context(|| name.to_owned()))?;
    demo.device()?.status()?.stack_high_water.map(u64::from).context("the device does not measure its stack")
}

/// What sp-core makes of `//Alice` with sr25519.
const ALICE: MiniSecret = MiniSecret::new([
    0xe5, 0xbe, 0x9a, 0x50, 0x92, 0xb8, 0x1b, 0xca, 0x64, 0xbe, 0x81, 0xd2, 0x12, 0xe7, 0xf2, 0xf9, 0xeb,
    0xa1, 0x83, 0xbb, 0x7a, 0x90, 0x95, 0x4f, 0x7b, 0x76, 0x36, 0x1f, 0x6e, 0xdb, 0x5c, 0x0a,
]);
