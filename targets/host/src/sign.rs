//! From a call to its extrinsic: cards, consent, signature, and a second look at the outcome.

use std::fmt;
use std::io::{self, BufRead, BufReader, IsTerminal, Write};

use nanotao::call::Call;
use nanotao::crypto::{Signer, verify};
use nanotao::display::{Card, Render};
use nanotao::extrinsic::{Payload, PayloadError, SignedExtrinsic, TxExtension, Verified};
use nanotao::metadata::{Described, MetadataError, Proof};
use nanotao::{AccountId, BlockNumber, ss58};
use nanotao_signer::request::RequestError;
use rand_core::CryptoRngCore;

use crate::{Error, Kind, Result, decode, device};

/// A payload in memory of its own.
pub struct OwnedPayload(Vec<u8>);

impl OwnedPayload {
    /// Builds the payload of a call.
    ///
    /// # Errors
    /// As [`Payload::build`].
    pub fn build(call: &Call<'_>, extension: &TxExtension) -> Result<Self> {
        let mut call_bytes = vec![0; call.encoded_len()];
        Self::from_call_bytes(call.encode_to(&mut call_bytes)?, extension)
    }

    /// Builds the payload of a call that is carried as bytes.
    ///
    /// # Errors
    /// As [`Payload::from_call_bytes`].
    pub fn from_call_bytes(call: &[u8], extension: &TxExtension) -> Result<Self> {
        let len =
            call.len().saturating_add(extension.explicit_len()).saturating_add(extension.implicit_len());
        let mut buffer = vec![0; len];
        let len = Payload::from_call_bytes(call, extension, &mut buffer)?.as_bytes().len();
        buffer.truncate(len);
        Ok(Self(buffer))
    }

    /// The payload.
    pub fn payload(&self) -> Payload<'_> {
        Payload::new(&self.0)
    }
}

/// Decodes and checks a payload: by a metadata proof if there is one, else by the call tables.
///
/// # Errors
/// [`Kind::Input`] says what is unknown, malformed or contradictory.
pub fn verified<'a>(payload: Payload<'a>, proof: Option<&'a [u8]>) -> Result<Verified<'a>> {
    let Some(proof) = proof else { return Ok(payload.verify()?) };
    let proof = Proof::parse(proof).map_err(PayloadError::from)?;
    payload.verify_by(&proof).map_err(|error| match error {
        PayloadError::Metadata(MetadataError::DigestMismatch) if signs_no_digest(payload) => {
            Error::from(error)
                .remedy("the payload signs no digest: make it again with mode 1, or leave out --proof")
        }
        _ => error.into(),
    })
}

/// Whether a payload has mode 0, as far as a table can read it.
fn signs_no_digest(payload: Payload<'_>) -> bool {
    payload.verify().is_ok_and(|verified| verified.extension().metadata_hash.is_none())
}

/// Whether a device would refuse this without its metadata proof: a payload that signs a metadata hash is to be read by what
/// has that hash, and was not.
pub fn lacks_proof(verified: &Verified<'_>) -> bool {
    verified.extension().metadata_hash.is_some() && matches!(verified.described(), Described::Table(..))
}

/// As [`verified`], and refuses what a device refuses.
///
/// # Errors
/// [`Kind::Input`] as [`verified`], and if the payload [`lacks_proof`].
pub fn signable<'a>(payload: Payload<'a>, proof: Option<&'a [u8]>) -> Result<Verified<'a>> {
    let verified = verified(payload, proof)?;
    if lacks_proof(&verified) {
        let error = RequestError::ProofMissing;
        return Err(device::refused(&error, error.code()));
    }
    Ok(verified)
}

/// Shows every card of a payload on `screen`, asks for consent, signs, and [`confirm`]s the extrinsic.
///
/// # Errors
/// [`Kind::No`] if consent is refused, [`Kind::Io`] if a card cannot be shown.
pub fn sign(
    verified: Verified<'_>,
    key: &dyn Signer,
    current: Option<BlockNumber>,
    screen: &mut dyn Write,
    consent: impl FnOnce() -> Result<bool>,
    rng: Option<&mut dyn CryptoRngCore>,
) -> Result<Vec<u8>> {
    let (extension, call) = (*verified.extension(), verified.call_bytes());
    let mut review = verified.review(key.account(), current);
    let mut lines = Lines(screen);
    review
        .emit_all(&mut lines)
        .map_err(|error| Error::io(format_args!("the cards cannot be shown: {error}")))?;
    lines.0.flush().map_err(|error| Error::io(format_args!("the cards cannot be shown: {error}")))?;
    if !consent()? {
        return Err(Error::new(Kind::No, "refused: nothing was signed"));
    }
    let approved = review.approve().map_err(|_| Error::io("not every card was shown"))?;
    let signed = approved.sign(key, rng)?;
    let mut extrinsic = vec![0; signed.extrinsic_len()];
    signed.extrinsic(&mut extrinsic)?;
    confirm(&extrinsic, &key.account(), &extension, call)?;
    Ok(extrinsic)
}

/// Cards as lines of a terminal.
struct Lines<'w>(&'w mut dyn Write);

impl Render for Lines<'_> {
    type Error = io::Error;

    fn card(&mut self, _index: usize, _total: usize, card: &Card<'_>) -> io::Result<()> {
        writeln!(self.0, "{}: {}", card.label, decode::card_text(card))
    }
}

/// Asks the person at the terminal: yes only for `y` or `yes`.
///
/// # Errors
/// [`Kind::Usage`] if there is nobody to ask: the cards went elsewhere, or there is no terminal.
pub fn ask(question: &str) -> Result<bool> {
    let nobody = || {
        Error::usage("there is no terminal to ask on")
            .remedy("run it on a terminal, or give --yes if something else checks what is signed")
    };
    if !io::stderr().is_terminal() {
        return Err(nobody());
    }
    let failed = |error| Error::io(format_args!("the terminal does not answer: {error}"));
    write!(io::stderr(), "{question} [y/N] ").map_err(failed)?;
    let mut answer = String::new();
    // Standard input may be where the scores came from, so the terminal itself is asked.
    match std::fs::File::open("/dev/tty") {
        Ok(terminal) => BufReader::new(terminal).read_line(&mut answer).map_err(failed)?,
        Err(_) if io::stdin().is_terminal() => io::stdin().lock().read_line(&mut answer).map_err(failed)?,
        Err(_) => return Err(nobody()),
    };
    Ok(matches!(answer.trim().to_ascii_lowercase().as_str(), "y" | "yes"))
}

/// Takes an extrinsic apart again, compares it field by field with what was asked for, and verifies the signature:
/// whoever made it, nothing else than that leaves.
///
/// # Errors
/// [`Kind::Io`] names the field that differs.
pub fn confirm(bytes: &[u8], account: &AccountId, extension: &TxExtension, call: &[u8]) -> Result<()> {
    let malformed = |error| Error::io(format_args!("the signer's answer is no extrinsic: {error}"));
    let found = SignedExtrinsic::parse(bytes).map_err(malformed)?;
    let (signer, asked) = (ss58::Address::new(&found.account), ss58::Address::new(account));
    same("signer", signer, asked, found.account == *account)?;
    let era = format!("{:?}", extension.era);
    same("era", format_args!("{:?}", found.era), era, found.era == extension.era)?;
    same("nonce", found.nonce, extension.nonce, found.nonce == extension.nonce)?;
    same("tip", found.tip, extension.tip, found.tip == extension.tip)?;
    let mode = extension.metadata_hash.is_some();
    same("metadata hash mode", found.metadata_hash_mode, mode, found.metadata_hash_mode == mode)?;
    let (found_call, asked_call) = (crate::text::to_hex(found.call), crate::text::to_hex(call));
    same("call", found_call, asked_call, found.call == call)?;
    if verify_extrinsic(&found, extension)? {
        Ok(())
    } else {
        Err(Error::io("the signature does not verify")
            .remedy("sign again; if it stays so, the signer is broken"))
    }
}

fn same(field: &str, found: impl fmt::Display, asked: impl fmt::Display, equal: bool) -> Result<()> {
    if equal {
        return Ok(());
    }
    Err(Error::io(format_args!("the {field} that was signed is {found}, asked for was {asked}"))
        .remedy("do not send this extrinsic: the signer is broken or was tampered with"))
}

/// Verifies the signature of an extrinsic. What the extrinsic says itself (era, nonce, tip, mode) is taken from it; the
/// rest is what the signer must have known of the chain.
///
/// # Errors
/// [`Kind::Input`] if the mode contradicts the metadata hash, or for a scheme that cannot be verified here (ecdsa).
pub fn verify_extrinsic(extrinsic: &SignedExtrinsic<'_>, chain: &TxExtension) -> Result<bool> {
    if extrinsic.metadata_hash_mode != chain.metadata_hash.is_some() {
        return Err(if extrinsic.metadata_hash_mode {
            Error::input("the extrinsic was signed with a metadata hash, and none is given")
                .remedy("give --metadata-hash")
        } else {
            Error::input("the extrinsic was signed without a metadata hash")
                .remedy("leave out --metadata-hash")
        });
    }
    let extension = TxExtension { era: extrinsic.era, nonce: extrinsic.nonce, tip: extrinsic.tip, ..*chain };
    let payload = OwnedPayload::from_call_bytes(extrinsic.call, &extension)?;
    let message = payload.payload().message();
    Ok(verify(&extrinsic.signature, message.as_ref(), &extrinsic.account)?)
}
