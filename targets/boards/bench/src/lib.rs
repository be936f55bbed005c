//! What is measured, with inputs made once: each step from 256 scores to an extrinsic, and the whole journey.
#![no_std]

pub mod emission;
pub mod epoch;
pub mod metadata;
pub mod timelock;

use core::hint::black_box;

use nanotao::{
    AccountId, H256, NetUid, TaoBalance, Uid,
    call::{Call, SetWeights},
    crypto::{self, Signer, SigningMessage, ed25519, sr25519},
    display::{Card, Render},
    extrinsic::{Era, Payload, TxExtension},
    weights::sdk11,
};

/// A full subnet.
pub const UIDS: usize = 256;
/// Room for the payload and the extrinsic of 256 weights.
const BUFFER: usize = 1536;

/// Something that measures: instructions on a board, time on a desktop.
pub trait Meter {
    /// Runs `work` and reports what it took under `name`.
    fn measure(&mut self, name: &str, work: &mut dyn FnMut());
}

/// Pieces of work, each measured on its own and checked after every run.
pub trait Workload: Sized {
    /// Tells the pieces apart.
    type Piece: Copy;
    /// Bytes that the caller gives, beside the stack.
    const MEMORY: &'static [usize] = &[];

    /// All pieces, in their order.
    fn pieces() -> impl Iterator<Item = Self::Piece>;

    /// As the table names it.
    fn name(piece: Self::Piece) -> &'static str;

    /// Ready for one [`run`](Self::run).
    fn new(piece: Self::Piece) -> Self;

    /// What is measured. It is exported under a name, by which callgrind finds it.
    fn run(&mut self);

    /// Compares the result with what is known to be right.
    ///
    /// # Errors
    /// Anything is different.
    fn check(&mut self) -> Result<(), Failed>;
}

/// Looks at every card and shows none: drawing is the board's matter.
struct Blind;

impl Render for Blind {
    type Error = core::convert::Infallible;

    fn card(&mut self, index: usize, _: usize, card: &Card<'_>) -> Result<(), Self::Error> {
        black_box((index, card));
        Ok(())
    }
}

/// Why a workload did not come to its end; a figure of one that failed means nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Failed(pub &'static str);

struct Inputs {
    uids: [Uid; UIDS],
    scores: [f64; UIDS],
    extension: TxExtension,
}

impl Inputs {
    fn new() -> Self {
        let mut scores = [0.0; UIDS];
        let mut state = 1_u32;
        for score in &mut scores {
            // Any spread of values does; the low bits of such a generator are poor, so the high ones are taken.
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            *score = f64::from((state >> 8) + 1) / 16_777_216.0;
        }
        let mut uids = [0; UIDS];
        for (uid, index) in uids.iter_mut().zip(0..) {
            *uid = index;
        }
        let extension = TxExtension {
            era: Era::mortal(64, 8_766_000),
            nonce: 7,
            tip: TaoBalance(0),
            metadata_hash: None,
            spec_version: 475,
            transaction_version: nanotao::extrinsic::TRANSACTION_VERSION,
            genesis_hash: H256([1; 32]),
            block_hash: H256([2; 32]),
        };
        Self { uids, scores, extension }
    }

    fn quantise<'o>(&self, uids: &'o mut [Uid], weights: &'o mut [u16]) -> Option<Call<'o>> {
        let (uids, weights) = sdk11::normalize(&self.uids, &self.scores, uids, weights).ok()?;
        let (dests, weights) = ((&*uids).into(), (&*weights).into());
        Some(SetWeights { netuid: NetUid(1), dests, weights, version_key: 0 }.into())
    }

    fn journey(&self, key: &impl Signer) -> Option<usize> {
        let (mut uids, mut weights) = ([0; UIDS], [0; UIDS]);
        let call = self.quantise(&mut uids, &mut weights)?;
        let mut buffer = [0; BUFFER];
        let payload = Payload::build(&call, &self.extension, &mut buffer).ok()?;
        let mut review = payload.verify().ok()?.review(key.account(), None);
        review.emit_all(&mut Blind).ok()?;
        let signed = review.approve().ok()?.sign(key, None).ok()?;
        let mut out = [0; BUFFER];
        Some(signed.extrinsic(&mut out).ok()?.len())
    }
}

/// Measures everything.
///
/// # Errors
/// [`Failed`] names the workload that gave no result.
pub fn run(meter: &mut impl Meter) -> Result<(), Failed> {
    let inputs = Inputs::new();
    let (mut uids, mut weights) = ([0; UIDS], [0; UIDS]);
    let mut done = false;
    meter.measure("quantise 256 scores", &mut || {
        done = black_box(black_box(&inputs).quantise(&mut uids, &mut weights)).is_some();
    });
    check(done, "quantise")?;

    let call = inputs.quantise(&mut uids, &mut weights).ok_or(Failed("quantise"))?;
    let mut buffer = [0; BUFFER];
    meter.measure("encode the payload of 256 weights", &mut || {
        done = Payload::build(black_box(&call), &inputs.extension, &mut buffer).is_ok();
    });
    check(done, "encode")?;
    let payload = Payload::build(&call, &inputs.extension, &mut buffer).map_err(|_| Failed("encode"))?;
    meter.measure("hash it and decode it again", &mut || {
        black_box(black_box(payload).message());
        done = black_box(payload).verify().is_ok();
    });
    check(done, "decode")?;
    let verified = payload.verify().map_err(|_| Failed("decode"))?;
    meter.measure("make every card of 256 weights", &mut || {
        done = black_box(verified).review(AccountId([3; 32]), None).emit_all(&mut Blind).is_ok();
    });
    check(done, "cards")?;

    let message = payload.message();
    keys(
        meter,
        ["sr25519 key from seed", "sr25519 sign, and verify it", "sr25519 verify"],
        sr25519::Keypair::from_mini_secret,
        sr25519::verify,
        message.as_ref(),
    )?;
    keys(
        meter,
        ["ed25519 key from seed", "ed25519 sign, and verify it", "ed25519 verify"],
        ed25519::Keypair::from_mini_secret,
        ed25519::verify,
        message.as_ref(),
    )?;
    let key = sr25519::Keypair::from_mini_secret(&SECRET);
    meter.measure("scores to extrinsic, sr25519", &mut || done = inputs.journey(black_box(&key)).is_some());
    check(done, "the journey with sr25519")?;
    let key = ed25519::Keypair::from_mini_secret(&SECRET);
    meter.measure("scores to extrinsic, ed25519", &mut || done = inputs.journey(black_box(&key)).is_some());
    check(done, "the journey with ed25519")
}

/// The seed of every key that is measured.
pub const SECRET: [u8; 32] = [7; 32];

fn keys<K: Signer>(
    meter: &mut impl Meter,
    [make, sign, verify]: [&str; 3],
    from_seed: impl Fn(&[u8; 32]) -> K,
    verifies: impl Fn(&[u8; 64], &[u8], &AccountId) -> bool,
    message: &[u8],
) -> Result<(), Failed> {
    meter.measure(make, &mut || drop(black_box(from_seed(black_box(&SECRET)))));
    let key = from_seed(&SECRET);
    let mut signature = None;
    meter.measure(sign, &mut || {
        signature = crypto::sign(&key, &SigningMessage::hazmat(black_box(message)), None).ok();
    });
    let signature = signature.ok_or(Failed("sign"))?;
    let (Some(bytes), account) = (signature.as_bytes().first_chunk(), key.account()) else {
        return Err(Failed("sign"));
    };
    let mut valid = false;
    meter.measure(verify, &mut || valid = verifies(black_box(bytes), black_box(message), &account));
    check(valid, "verify")
}

fn check(done: bool, what: &'static str) -> Result<(), Failed> {
    if done { Ok(()) } else { Err(Failed(what)) }
}
