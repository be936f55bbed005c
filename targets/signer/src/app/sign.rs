//! From a request to a signed extrinsic.

use core::ops::Range;

use embedded_io::{Read, ReadReady, Write};
use nanotao::crypto::{MiniSecret, ed25519, sr25519};
use nanotao::display::{Approved, SignPayloadError, Signed};
use nanotao::extrinsic::{Payload, PayloadError, Verified};
use nanotao::metadata::Proof;
use nanotao::scale::Reader;
use nanotao::{AccountId, BlockNumber};
use rand_core::CryptoRngCore;

use super::consent::{Consent, ask};
use super::{App, Memory, Refusal, SignScheme};
use crate::board::{Board, Clock, Keypad};
use crate::display::{ReviewDeck, Screen, draw_message};
use crate::keystore::KeyStore;
use crate::protocol::{Instruction, StatusWord};
use crate::request::{RequestError, WeightsRequest};

/// Bytes that an extrinsic may take beyond its payload: length, signer and signature, less the implicit part.
const MAX_GROWTH: usize = 128;

impl<Serial, Display, Keys, Time, Store> App<'_, Serial, Display, Keys, Time, Store>
where
    Serial: Read + ReadReady + Write,
    Display: Screen,
    Keys: Keypad,
    Time: Clock,
    Store: KeyStore,
{
    /// Builds or reads the payload, shows it, and signs it if the user agrees. The request is in its memory and
    /// makes way for the payload there; the extrinsic comes behind it.
    pub(super) fn sign(
        &mut self,
        instruction: Instruction,
        scheme: SignScheme,
        signer: AccountId,
        len: usize,
    ) -> Result<Range<usize>, Refusal> {
        let Asked { current, payload, end } = match instruction {
            Instruction::SignWeights => build_weights(self.memory, len)?,
            Instruction::SignProven => read_payload(self.memory, len, true)?,
            _ => read_payload(self.memory, len, false)?,
        };
        let (front, out) = self.memory.request.split_at_mut_checked(end).unwrap_or_default();
        let proof = front.get(payload.end..).unwrap_or_default();
        let payload = Payload::new(front.get(payload).unwrap_or_default());
        let verified = verify(payload, proof, instruction)?;
        if payload.as_bytes().len().saturating_add(MAX_GROWTH) > out.len() {
            return Err(StatusWord::TOO_LARGE.into());
        }
        info!("{=str} to review", verified.function().1);

        let timeout = self.settings.consent_timeout_ms;
        let approved = match review(&mut self.board, verified, signer, current, timeout)? {
            Ok(approved) => approved,
            Err(declined) => return Err(self.declined(declined)),
        };
        // Whether this message appears changes nothing: the user has answered.
        let _ = draw_message(&mut self.board.screen, "signing");
        let secret = self.board.store.load().map_err(StatusWord::from)?.ok_or(StatusWord::NO_KEY)?;
        let rng = self.board.rng.as_mut().map(|rng| &mut **rng as &mut dyn CryptoRngCore);
        let signed = sign(approved, scheme, &secret, rng).map_err(|_error| {
            info!("signing failed: {=u32}", _error.code());
            StatusWord::DEVICE_FAILED
        })?;
        let extrinsic = end..end.saturating_add(signed.extrinsic(out)?.len());
        self.show_message("signed");
        Ok(extrinsic)
    }
}

/// What is to be signed, in the memory of the request.
struct Asked {
    current: BlockNumber,
    payload: Range<usize>,
    /// Where the request ends. Behind the payload stands the proof, if there is one.
    end: usize,
}

/// Decodes and checks the payload, by the proof if one belongs to the request.
#[inline(never)]
fn verify<'a>(
    payload: Payload<'a>,
    proof: &'a [u8],
    instruction: Instruction,
) -> Result<Verified<'a>, RequestError> {
    if instruction == Instruction::SignProven {
        let proof = Proof::parse(proof).map_err(PayloadError::from)?;
        return Ok(payload.verify_by(&proof)?);
    }
    let verified = payload.verify()?;
    match verified.extension().metadata_hash {
        None => Ok(verified),
        Some(_) => Err(RequestError::ProofMissing),
    }
}

/// Shows a payload and asks. On its own, so that what it takes to show is gone before the signature is made.
#[inline(never)]
fn review<'a, S: ReadReady, D: Screen, K: Keypad, T: Clock, N>(
    board: &mut Board<'_, S, D, K, T, N>,
    verified: Verified<'a>,
    signer: AccountId,
    current: BlockNumber,
    timeout_ms: u32,
) -> Result<Result<Approved<'a>, Consent>, StatusWord> {
    let mut deck = ReviewDeck(verified.review(signer, Some(current)));
    match ask(board, &mut deck, timeout_ms)? {
        // Every page has been drawn, so every card has been shown.
        Consent::Approved => deck.0.approve().map(Ok).map_err(|_| StatusWord::DEVICE_FAILED),
        declined => Ok(Err(declined)),
    }
}

/// Makes the payload of a request to sign weights, at the front of the memory that held the request.
fn build_weights(memory: &mut Memory, len: usize) -> Result<Asked, Refusal> {
    let Memory { request, lists, uids, weights, .. } = memory;
    let asked = WeightsRequest::parse(request.get(..len).unwrap_or_default())?;
    let quantised = asked.quantise(lists, uids, weights)?;
    let context = asked.context;
    let payload = Payload::build(&quantised.call(), &context.extension()?, request)?;
    let end = payload.as_bytes().len();
    Ok(Asked { current: context.current, payload: 0..end, end })
}

/// Finds the payload in a request to sign one: `current block u32 ‖ payload`, or with a proof
/// `current block u32 ‖ length of the payload u16 ‖ payload ‖ proof`.
fn read_payload(memory: &Memory, end: usize, with_proof: bool) -> Result<Asked, Refusal> {
    let mut input = Reader::new(memory.request.get(..end).unwrap_or_default());
    let current = BlockNumber::from_be_bytes(input.array()?);
    let len = if with_proof { u16::from_be_bytes(input.array()?).into() } else { input.rest().len() };
    let start = input.offset();
    input.bytes(len)?;
    Ok(Asked { current, payload: start..input.offset(), end })
}

#[inline(never)]
fn sign<'a>(
    approved: Approved<'a>,
    scheme: SignScheme,
    secret: &MiniSecret,
    rng: Option<&mut dyn CryptoRngCore>,
) -> Result<Signed<'a>, SignPayloadError> {
    match scheme {
        SignScheme::Ed25519 => approved.sign(&ed25519::Keypair::from_mini_secret(secret.as_bytes()), rng),
        SignScheme::Sr25519 => approved.sign(&sr25519::Keypair::from_mini_secret(secret.as_bytes()), rng),
    }
}
