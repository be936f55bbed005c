//! The commit's bytes: the encrypted key, then the weights under that key, as arkworks writes them.
//!
//! | bytes | |
//! | --- | --- |
//! | 96 | `U` |
//! | 8 + 32 | length and `V` |
//! | 8 + 32 | length and `W` |
//! | 8 | length of the body |
//! | 8 + n + 16 | length, ciphertext and tag |
//! | 8 + 12 | length and nonce |
//! | 8 + 8 | length and cipher suite |
//!
//! All lengths are little-endian `u64`. The chain reads lists of any length there; only these ever open.

use super::TimelockError;
use super::beacon::{PublicKey, Signature};
use super::ibe::{self, Header, draw};
use crate::scale::Reader;
use aes_gcm::aead::AeadInPlace;
use aes_gcm::{Aes256Gcm, KeyInit};
use rand_core::CryptoRngCore;
use zeroize::Zeroize;

const CIPHER_SUITE: [u8; 8] = *b"AES_GCM_";
const TAG: usize = 16;
const NONCE: usize = 12;
/// Where the ciphertext begins.
const BODY: usize = 96 + 3 * 8 + 2 * 32 + 8;
/// From the tag to the end.
const TAIL: usize = TAG + 8 + NONCE + 8 + CIPHER_SUITE.len();

/// What a commit has more bytes than the message in it.
pub const OVERHEAD: usize = BODY + TAIL;

/// Locks a message until a round of the beacon (`tle`), and gives the ciphertext back, which is at the front of `out`.
///
/// What is drawn, and in which order, is what the chain's `tle` draws; the key comes first there, and here it is given.
///
/// # Errors
/// [`TimelockError::BufferTooSmall`], or [`TimelockError::RandomnessFailed`]; `out` then holds nothing of the message.
pub fn tle<'o>(
    public_key: &PublicKey,
    key: &[u8; 32],
    message: &[u8],
    round: u64,
    rng: &mut dyn CryptoRngCore,
    out: &'o mut [u8],
) -> Result<&'o mut [u8], TimelockError> {
    let write = &mut |to: &mut [u8]| {
        to.iter_mut().zip(message).for_each(|(to, from)| *to = *from);
        true
    };
    seal(public_key, key, message.len(), write, round, rng, out)
}

/// Locks a message of `len` bytes that `write` puts in its place, so that it is never in memory twice. False where it turns out to be
/// another than it should.
pub(super) fn seal<'o>(
    public_key: &PublicKey,
    key: &[u8; 32],
    len: usize,
    write: &mut dyn FnMut(&mut [u8]) -> bool,
    round: u64,
    rng: &mut dyn CryptoRngCore,
    out: &'o mut [u8],
) -> Result<&'o mut [u8], TimelockError> {
    let needed = len.saturating_add(OVERHEAD);
    let out = out.get_mut(..needed).ok_or(TimelockError::BufferTooSmall { needed })?;
    let header = ibe::encrypt(public_key, round, key, rng)?;
    let nonce = draw::<NONCE>(rng)?;
    let Some((front, rest)) = out.split_at_mut_checked(BODY) else {
        return Err(TimelockError::BufferTooSmall { needed });
    };
    let Some((body, tail)) = rest.split_at_mut_checked(len) else {
        return Err(TimelockError::BufferTooSmall { needed });
    };
    if !write(body) {
        body.zeroize();
        return Err(TimelockError::WeightsChanged);
    }
    let Some(tag) = encrypt_body(key, &nonce, body) else {
        body.zeroize();
        return Err(TimelockError::CommitTooLong { len: needed });
    };
    let body_len = len.saturating_add(TAG + 2 * 8 + NONCE);
    let ciphertext_len = len.saturating_add(TAG);
    fill(
        front,
        &[
            &header.u,
            &length(32),
            &header.v,
            &length(32),
            &header.w,
            &length(body_len),
            &length(ciphertext_len),
        ],
    );
    fill(tail, &[&tag, &length(NONCE), nonce.as_slice(), &length(CIPHER_SUITE.len()), &CIPHER_SUITE]);
    Ok(out)
}

/// Opens what was locked (`tld`), with the signature of its round, and gives the message back, which is at the front of
/// `out`. That it opens proves the signature to be the round's, if the commit is honest; verify it where that is not so.
///
/// # Errors
/// As [`message_len`], [`TimelockError::BufferTooSmall`], [`TimelockError::DoesNotOpen`] or
/// [`TimelockError::InvalidTag`]; `out` then holds nothing of the message.
pub fn tld<'o>(
    commit: &[u8],
    signature: &Signature,
    out: &'o mut [u8],
) -> Result<&'o mut [u8], TimelockError> {
    let parts = Parts::parse(commit)?;
    let needed = parts.ciphertext.len();
    let out = out.get_mut(..needed).ok_or(TimelockError::BufferTooSmall { needed })?;
    let key = ibe::decrypt(&parts.header, signature)?;
    out.iter_mut().zip(parts.ciphertext).for_each(|(to, from)| *to = *from);
    if decrypt_body(&key, &parts, out) {
        Ok(out)
    } else {
        out.zeroize();
        Err(TimelockError::InvalidTag)
    }
}

/// Encrypts in place; nothing where the body is too long for the cipher. On its own, as is its counterpart: the cipher's
/// round keys are not on the stack during a pairing.
#[inline(never)]
fn encrypt_body(key: &[u8; 32], nonce: &[u8; NONCE], body: &mut [u8]) -> Option<[u8; TAG]> {
    let tag = Aes256Gcm::new(key.into()).encrypt_in_place_detached(nonce.into(), &[], body);
    tag.map(Into::into).ok()
}

/// Decrypts in place; false where the tag is not the body's.
#[inline(never)]
fn decrypt_body(key: &[u8; 32], parts: &Parts<'_>, body: &mut [u8]) -> bool {
    let cipher = Aes256Gcm::new(key.into());
    cipher.decrypt_in_place_detached((&parts.nonce).into(), &[], body, (&parts.tag).into()).is_ok()
}

/// Checks the form of a ciphertext without opening it, and tells the length of the message in it.
///
/// # Errors
/// [`TimelockError::InvalidLength`] or [`TimelockError::UnknownCipherSuite`].
pub fn message_len(commit: &[u8]) -> Result<usize, TimelockError> {
    Parts::parse(commit).map(|parts| parts.ciphertext.len())
}

/// The parts of a ciphertext, where they lie.
struct Parts<'a> {
    header: Header,
    ciphertext: &'a [u8],
    tag: [u8; TAG],
    nonce: [u8; NONCE],
}

impl<'a> Parts<'a> {
    fn parse(commit: &'a [u8]) -> Result<Self, TimelockError> {
        let mut reader = Reader::new(commit);
        let u = array(&mut reader)?;
        expect(&mut reader, 32)?;
        let v = array(&mut reader)?;
        expect(&mut reader, 32)?;
        let w = array(&mut reader)?;
        let Some(len) = commit.len().checked_sub(OVERHEAD) else {
            return Err(TimelockError::InvalidLength { offset: commit.len() });
        };
        expect(&mut reader, len.saturating_add(TAG + 2 * 8 + NONCE))?;
        expect(&mut reader, len.saturating_add(TAG))?;
        let offset = reader.offset();
        let ciphertext = reader.bytes(len).map_err(|_| TimelockError::InvalidLength { offset })?;
        let tag = array(&mut reader)?;
        expect(&mut reader, NONCE)?;
        let nonce = array(&mut reader)?;
        expect(&mut reader, CIPHER_SUITE.len())?;
        if array(&mut reader)? != CIPHER_SUITE {
            return Err(TimelockError::UnknownCipherSuite);
        }
        Ok(Self { header: Header { u, v, w }, ciphertext, tag, nonce })
    }
}

/// A length as arkworks writes it.
fn length(len: usize) -> [u8; 8] {
    (len as u64).to_le_bytes()
}

/// Takes a length, which can only be this one.
fn expect(reader: &mut Reader<'_>, len: usize) -> Result<(), TimelockError> {
    let offset = reader.offset();
    if array(reader)? == length(len) { Ok(()) } else { Err(TimelockError::InvalidLength { offset }) }
}

fn array<const N: usize>(reader: &mut Reader<'_>) -> Result<[u8; N], TimelockError> {
    let offset = reader.offset();
    reader.array().map_err(|_| TimelockError::InvalidLength { offset })
}

/// Writes the parts one behind another; they are as long as `out`.
fn fill(out: &mut [u8], parts: &[&[u8]]) {
    for (to, from) in out.iter_mut().zip(parts.iter().copied().flatten()) {
        *to = *from;
    }
}
