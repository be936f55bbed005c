//! What is measured, on the host and on a board alike: the main job for 256 uids, whole and in its steps.

use core::fmt;

use nanotao::call::{Call, SetWeights};
pub use nanotao::crypto;
use nanotao::crypto::{MultiSignature, Scheme, Signer, SigningMessage, ed25519, sr25519};
use nanotao::display::TextRender;
use nanotao::extrinsic::{Era, FINNEY, Message, Payload, TRANSACTION_VERSION, TxExtension};
use nanotao::weights::sdk11;
use nanotao::{H256, NetUid, TaoBalance, Uid};

/// As many neurons as a subnet has.
pub const UIDS: usize = 256;

const SECRET: [u8; 32] = [7; 32];

/// The inputs and the room for all outputs.
pub struct Workload {
    uids: [Uid; UIDS],
    scores: [f64; UIDS],
    dests: [Uid; UIDS],
    weights: [u16; UIDS],
    payload: [u8; 2048],
    extrinsic: [u8; 2048],
    sr25519: sr25519::Keypair,
    ed25519: ed25519::Keypair,
}

impl Default for Workload {
    fn default() -> Self {
        Self {
            uids: core::array::from_fn(|uid| uid as Uid),
            // Any spread will do: none is zero, so all 256 stay.
            scores: core::array::from_fn(|uid| ((uid * 7919) % 1009 + 1) as f64 / 3.0),
            dests: [0; UIDS],
            weights: [0; UIDS],
            payload: [0; 2048],
            extrinsic: [0; 2048],
            sr25519: sr25519::Keypair::from_mini_secret(&SECRET),
            ed25519: ed25519::Keypair::from_mini_secret(&SECRET),
        }
    }
}

/// Takes text and forgets it: rendering is measured, a screen is not.
struct Nowhere;

impl fmt::Write for Nowhere {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        core::hint::black_box(text);
        Ok(())
    }
}

const EXTENSION: TxExtension = TxExtension {
    era: Era::Mortal { period: 64, phase: 48 },
    nonce: 7,
    tip: TaoBalance(0),
    metadata_hash: None,
    spec_version: 475,
    transaction_version: TRANSACTION_VERSION,
    genesis_hash: FINNEY,
    block_hash: H256([1; 32]),
};

impl Workload {
    /// The key of a scheme.
    pub fn key(&self, scheme: Scheme) -> &dyn Signer {
        if scheme == Scheme::Ed25519 { &self.ed25519 } else { &self.sr25519 }
    }

    /// Scores to weights. Gives the number of uids that stay.
    pub fn quantise(&mut self) -> usize {
        let Self { uids, scores, dests, weights, .. } = self;
        sdk11::normalize(uids, scores, dests, weights).map_or(0, |(dests, _)| dests.len())
    }

    /// Weights to the message that gets signed.
    pub fn encode(&mut self) -> Message<'_> {
        payload(&self.dests, &self.weights, &mut self.payload).message()
    }

    /// Signs as a device does, with the check of the signature that belongs to it.
    pub fn sign(&self, scheme: Scheme, message: &[u8]) -> MultiSignature {
        self.key(scheme).sign(&SigningMessage::hazmat(message), None).expect("no fault here")
    }

    /// Verifies a signature.
    pub fn verify(&self, scheme: Scheme, signature: &MultiSignature, message: &[u8]) -> bool {
        crypto::verify(signature, message, &self.key(scheme).account()).expect("both schemes are built in")
    }

    /// Scores to extrinsic, every card rendered. Gives the extrinsic's length.
    pub fn journey(&mut self, scheme: Scheme) -> usize {
        self.quantise();
        let payload = payload(&self.dests, &self.weights, &mut self.payload);
        let key: &dyn Signer = if scheme == Scheme::Ed25519 { &self.ed25519 } else { &self.sr25519 };
        let verified = payload.verify().expect("just built");
        let mut review = verified.review(key.account(), Some(8_766_000));
        review.emit_all(&mut TextRender(Nowhere)).expect("nowhere takes any text");
        let approved = review.approve().expect("all cards were rendered");
        let signed = approved.sign(key, None).expect("no fault here");
        signed.extrinsic(&mut self.extrinsic).expect("2048 bytes are enough").len()
    }
}

fn payload<'a>(dests: &[Uid], weights: &[u16], buffer: &'a mut [u8]) -> Payload<'a> {
    let call = SetWeights { netuid: NetUid(8), dests: dests.into(), weights: weights.into(), version_key: 0 };
    Payload::build(&Call::from(call), &EXTENSION, buffer).expect("2048 bytes are enough")
}
