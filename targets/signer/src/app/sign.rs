//! From a request to a signed extrinsic.

use core::ops::Range;

use embedded_io::{Read, ReadReady, Write};
use nanotao::crypto::{MiniSecret, ed25519, sr25519};
use nanotao::display::{Approved, Commit, SignPayloadError, Signed};
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
use crate::protocol::{Instruction, MAX_REQUEST, StatusWord};
use crate::request::{Form, RequestError, WeightsRequest};

/// Bytes that an answer may take beyond its payload: a salt, and an extrinsic's length, signer and signature, less the
/// implicit part.
const MAX_GROWTH: usize = 128;

/// Room for the payload that is built from weights. A timelocked commit, with the payload the largest, is in it twice.
const MAX_BUILT: usize = MAX_REQUEST / 2;

impl<Serial, Display, Keys, Time, Store> App<'_, Serial, Display, Keys, Time, Store>
where
    Serial: Read + ReadReady + Write,
    Display: Screen,
    Keys: Keypad,
    Time: Clock,
    Store: KeyStore,
{
    /// Builds or reads the payload, shows it, and signs it if the user agrees. The request is in its memory and
    /// makes way for the payload there; the answer comes behind it.
    pub(super) fn sign(
        &mut self,
        instruction: Instruction,
        scheme: SignScheme,
        signer: AccountId,
        len: usize,
    ) -> Result<Range<usize>, Refusal> {
        let Asked { subject, end, out } = match instruction {
            Instruction::SignPayload | Instruction::SignProven => {
                read_payload(&mut self.memory.request, len, instruction, signer)?
            }
            _ => {
                let secret = load(&mut self.board.store)?;
                if instruction == Instruction::SignTimelocked {
                    // It takes a few seconds. Whether this message appears changes nothing: nothing is asked yet.
                    let _ = draw_message(&mut self.board.screen, "locking weights");
                }
                build_payload(self.memory, len, instruction, signer, &secret, rng(&mut self.board.rng))?
            }
        };
        let (verified, salt) = match &subject {
            Subject::Payload { verified, .. } => (verified, None),
            Subject::Commit(commit) => (commit.verified(), commit.salt()),
        };
        if verified.payload().as_bytes().len().saturating_add(MAX_GROWTH) > out.len() {
            return Err(StatusWord::TOO_LARGE.into());
        }
        info!("{=str} to review", verified.function().1);

        let timeout = self.settings.consent_timeout_ms;
        let approved = match consent(&mut self.board, subject, timeout)? {
            Ok(approved) => approved,
            Err(declined) => return Err(self.declined(declined)),
        };
        // Whether this message appears changes nothing: the user has answered.
        let _ = draw_message(&mut self.board.screen, "signing");
        let secret = load(&mut self.board.store)?;
        let signed = sign(approved, scheme, &secret, rng(&mut self.board.rng)).map_err(|_error| {
            info!("signing failed: {=u32}", _error.code());
            StatusWord::DEVICE_FAILED
        })?;
        let salt = salt.iter().flatten().flat_map(|number| number.to_be_bytes());
        let (front, out) = out.split_at_mut_checked(salt.clone().count()).unwrap_or_default();
        for (to, from) in front.iter_mut().zip(salt) {
            *to = from;
        }
        let answer_len = front.len().saturating_add(signed.extrinsic(out)?.len());
        self.show_message("signed");
        Ok(end..end.saturating_add(answer_len))
    }
}

/// What is to be signed, in the memory of the request, and the room behind it.
struct Asked<'a> {
    subject: Subject<'a>,
    /// Where the room begins.
    end: usize,
    out: &'a mut [u8],
}

/// What a review is made of. A review is large, and is made where it is to lie.
enum Subject<'a> {
    Payload { verified: Verified<'a>, signer: AccountId, current: BlockNumber },
    Commit(Commit<'a>),
}

fn load(store: &mut impl KeyStore) -> Result<MiniSecret, StatusWord> {
    store.load()?.ok_or(StatusWord::NO_KEY)
}

fn rng<'r>(rng: &'r mut Option<&mut dyn CryptoRngCore>) -> Option<&'r mut dyn CryptoRngCore> {
    rng.as_mut().map(|rng| &mut **rng as &mut dyn CryptoRngCore)
}

/// Shows a payload and asks. On its own, so that what it takes to show is gone before the signature is made.
#[inline(never)]
fn consent<'a, S: ReadReady, D: Screen, K: Keypad, T: Clock, N>(
    board: &mut Board<'_, S, D, K, T, N>,
    subject: Subject<'a>,
    timeout_ms: u32,
) -> Result<Result<Approved<'a>, Consent>, StatusWord> {
    let mut deck = ReviewDeck(match subject {
        Subject::Payload { verified, signer, current } => verified.review(signer, Some(current)),
        Subject::Commit(commit) => commit.review(),
    });
    match ask(board, &mut deck, timeout_ms)? {
        // Every page has been drawn, so every card has been shown.
        Consent::Approved => deck.0.approve().map(Ok).map_err(|_| StatusWord::DEVICE_FAILED),
        declined => Ok(Err(declined)),
    }
}

/// Makes the payload of a request to sign weights, at the front of the memory that held the request.
#[inline(never)]
fn build_payload<'a>(
    memory: &'a mut Memory,
    len: usize,
    instruction: Instruction,
    signer: AccountId,
    secret: &MiniSecret,
    rng: Option<&mut dyn CryptoRngCore>,
) -> Result<Asked<'a>, RequestError> {
    let Memory { request, lists, uids, weights, .. } = memory;
    let asked = WeightsRequest::parse(instruction, request.get(..len).unwrap_or_default())?;
    let quantised = asked.quantise(lists, uids, weights)?;
    let (context, form) = (asked.context, asked.form);
    let (front, out) = request.split_at_mut_checked(MAX_BUILT).unwrap_or_default();
    let (extension, current) = (context.extension()?, context.current);
    let call = match &form {
        Form::Plain => quantised.call(),
        Form::Revealed(salt) => quantised.reveal_call(salt),
        Form::Committed => {
            let commit = quantised.hidden(signer).commit(&extension, Some(current), secret, rng, front)?;
            return Ok(Asked { subject: Subject::Commit(commit), end: MAX_BUILT, out });
        }
        Form::Timelocked(terms) => {
            let commit = quantised.hidden(signer).timelock(terms, &extension, secret, rng, front)?;
            return Ok(Asked { subject: Subject::Commit(commit), end: MAX_BUILT, out });
        }
    };
    let verified = Payload::build(&call, &extension, front)?.verify()?;
    Ok(Asked { subject: Subject::Payload { verified, signer, current }, end: MAX_BUILT, out })
}

/// Finds and checks the payload of a request to sign one: `current block u32 ‖ payload`, or with a proof
/// `current block u32 ‖ length of the payload u16 ‖ payload ‖ proof`.
#[inline(never)]
fn read_payload(
    request: &mut [u8],
    end: usize,
    instruction: Instruction,
    signer: AccountId,
) -> Result<Asked<'_>, RequestError> {
    let (front, out) = request.split_at_mut_checked(end).unwrap_or_default();
    let mut input = Reader::new(front);
    let current = BlockNumber::from_be_bytes(input.array()?);
    let proven = instruction == Instruction::SignProven;
    let len = if proven { u16::from_be_bytes(input.array()?).into() } else { input.rest().len() };
    let payload = Payload::new(input.bytes(len)?);
    let verified = if proven { verify_by(payload, input.rest())? } else { payload.verify()? };
    if !proven && verified.extension().metadata_hash.is_some() {
        return Err(RequestError::ProofMissing);
    }
    Ok(Asked { subject: Subject::Payload { verified, signer, current }, end, out })
}

/// Decodes and checks a payload by its proof.
#[inline(never)]
fn verify_by<'a>(payload: Payload<'a>, proof: &'a [u8]) -> Result<Verified<'a>, RequestError> {
    let proof = Proof::parse(proof).map_err(PayloadError::from)?;
    Ok(payload.verify_by(&proof)?)
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
