//! Keys, and judging signatures.

use core::ffi::c_char;
use core::mem::{ManuallyDrop, MaybeUninit};

use nanotao::crypto::{
    MultiSignature, Scheme as CoreScheme, SignError, Signer, WRAPPING_LEN, chain_code, verify, verify_wrapped,
};
use nanotao::extrinsic::Payload;
use nanotao::scale::{Reader, Scale};
use zeroize::Zeroize;

use crate::fault::{Fault, status, status_at};
use crate::hashing::H256;
use crate::memory::{self, Place};
use crate::status::{
    NANOTAO_BAD_SIGNATURE, NANOTAO_INVALID_LENGTH, NANOTAO_MALFORMED_SIGNATURE, NANOTAO_NO_KEY,
    NANOTAO_UNKNOWN_SCHEME, Status,
};

/// A signature scheme: one of the constants `NANOTAO_SCHEME_...`, numbered as on the chain.
pub type Scheme = u32;
/// Edwards-curve signatures as in RFC 8032, verified by ZIP-215.
pub const NANOTAO_SCHEME_ED25519: Scheme = 0;
/// Schnorr signatures over Ristretto: the default of Bittensor wallets.
pub const NANOTAO_SCHEME_SR25519: Scheme = 1;
/// Signatures over secp256k1. They are carried, but neither made nor verified.
pub const NANOTAO_SCHEME_ECDSA: Scheme = 2;

/// Bytes of a mini secret key (a seed).
pub const NANOTAO_MINI_SECRET_LEN: usize = 32;

/// Bytes of the longest signature, with its scheme in front.
pub const NANOTAO_SIGNATURE_MAX_LEN: usize = 66;
const _: () = assert!(NANOTAO_SIGNATURE_MAX_LEN == MultiSignature::MAX_ENCODED_LEN);

/// An account: the public key of its holder. The one struct without `struct_size`, for it never grows.
#[derive(Clone, Copy)]
#[repr(C)]
pub struct AccountId {
    /// The public key.
    pub bytes: [u8; 32],
}

impl From<AccountId> for nanotao::AccountId {
    fn from(account: AccountId) -> Self {
        Self(account.bytes)
    }
}

impl From<nanotao::AccountId> for AccountId {
    fn from(account: nanotao::AccountId) -> Self {
        Self { bytes: account.0 }
    }
}

// Lists of accounts are lent to the core as they are.
const _: () = assert!(
    size_of::<AccountId>() == size_of::<nanotao::AccountId>()
        && align_of::<AccountId>() == align_of::<nanotao::AccountId>()
);

/// A secret key, in memory of the caller's. What is in it is the library's business; it holds no pointer, so it may
/// be moved. Wipe it with `nanotao_key_wipe` when it is no longer needed, and every copy of it, too.
#[repr(C)]
pub struct Key {
    /// Not for the caller.
    pub opaque: [u64; 48],
}

/// Marks memory that holds a key.
const SEAL: u64 = u64::from_le_bytes(*b"nanotao\x01");

/// What is in a key's memory. Without the seal it may be anything.
#[repr(C)]
struct Slot {
    seal: u64,
    pair: MaybeUninit<ManuallyDrop<Pair>>,
}

/// The largest variant decides the size, whichever schemes a build holds.
#[allow(clippy::large_enum_variant, reason = "there is no heap to put the larger one on")]
enum Pair {
    #[cfg(feature = "sr25519")]
    Sr25519(nanotao::crypto::sr25519::Keypair),
    #[cfg(feature = "ed25519")]
    Ed25519(nanotao::crypto::ed25519::Keypair),
    /// No secret: an account that verifies. What is no public key verifies nothing.
    #[cfg(feature = "sr25519")]
    Sr25519Public(nanotao::AccountId, Option<nanotao::crypto::sr25519::PublicKey>),
    #[cfg(feature = "ed25519")]
    Ed25519Public(nanotao::AccountId),
    /// A build without any scheme makes none.
    #[cfg(not(any(feature = "sr25519", feature = "ed25519")))]
    #[expect(dead_code, reason = "an enum that nothing can be of ends in a panic wherever it is read")]
    None,
}

impl Pair {
    fn from_account(scheme: CoreScheme, account: nanotao::AccountId) -> Result<Self, Fault> {
        match scheme {
            #[cfg(feature = "sr25519")]
            CoreScheme::Sr25519 => {
                Ok(Self::Sr25519Public(account, nanotao::crypto::sr25519::PublicKey::decode(&account)))
            }
            #[cfg(feature = "ed25519")]
            CoreScheme::Ed25519 => Ok(Self::Ed25519Public(account)),
            scheme => {
                let _ = account;
                Err(SignError::UnsupportedScheme { scheme }.into())
            }
        }
    }

    fn from_mini_secret(scheme: CoreScheme, secret: &[u8; 32]) -> Result<Self, Fault> {
        match scheme {
            #[cfg(feature = "sr25519")]
            CoreScheme::Sr25519 => {
                Ok(Self::Sr25519(nanotao::crypto::sr25519::Keypair::from_mini_secret(secret)))
            }
            #[cfg(feature = "ed25519")]
            CoreScheme::Ed25519 => {
                Ok(Self::Ed25519(nanotao::crypto::ed25519::Keypair::from_mini_secret(secret)))
            }
            scheme => {
                let _ = secret;
                Err(SignError::UnsupportedScheme { scheme }.into())
            }
        }
    }

    fn from_uri(scheme: CoreScheme, uri: &str) -> Result<Self, Fault> {
        match scheme {
            #[cfg(feature = "sr25519")]
            CoreScheme::Sr25519 => Ok(Self::Sr25519(nanotao::crypto::sr25519::Keypair::from_uri(uri)?)),
            #[cfg(feature = "ed25519")]
            CoreScheme::Ed25519 => Ok(Self::Ed25519(nanotao::crypto::ed25519::Keypair::from_uri(uri)?)),
            scheme => {
                let _ = uri;
                Err(SignError::UnsupportedScheme { scheme }.into())
            }
        }
    }
}

const _: () = assert!(size_of::<Slot>() <= size_of::<Key>() && align_of::<Slot>() <= align_of::<Key>());

impl Key {
    fn put(&mut self, pair: Pair) {
        let slot = Slot { seal: SEAL, pair: MaybeUninit::new(ManuallyDrop::new(pair)) };
        // SAFETY: a slot fits into a key, as asserted above, and the key is borrowed exclusively. A pair that was there
        // owns nothing but these bytes, so it need not be dropped.
        unsafe { self.opaque.as_mut_ptr().cast::<Slot>().write(slot) }
    }

    fn pair(&self) -> Result<&Pair, Fault> {
        // SAFETY: a slot fits into a key, as asserted above, and is valid whatever its bits: a number, and what may not
        // be there.
        let slot = unsafe { &*self.opaque.as_ptr().cast::<Slot>() };
        if slot.seal != SEAL {
            return Err(NANOTAO_NO_KEY.into());
        }
        // SAFETY: the seal is written together with a pair, by `put` alone, and wiped together with it.
        Ok(unsafe { slot.pair.assume_init_ref() })
    }

    /// The key pair, if there is one with a secret.
    fn signer(&self) -> Result<&dyn Signer, Fault> {
        match *self.pair()? {
            #[cfg(feature = "sr25519")]
            Pair::Sr25519(ref pair) => Ok(pair),
            #[cfg(feature = "ed25519")]
            Pair::Ed25519(ref pair) => Ok(pair),
            _ => Err(NANOTAO_NO_KEY.into()),
        }
    }

    fn account(&self) -> Result<(nanotao::AccountId, CoreScheme), Fault> {
        match *self.pair()? {
            #[cfg(feature = "sr25519")]
            Pair::Sr25519Public(account, _) => Ok((account, CoreScheme::Sr25519)),
            #[cfg(feature = "ed25519")]
            Pair::Ed25519Public(account) => Ok((account, CoreScheme::Ed25519)),
            _ => self.signer().map(|key| (key.account(), key.scheme())),
        }
    }

    fn verify(&self, signature: &MultiSignature, message: &[u8]) -> Result<bool, Fault> {
        let (account, scheme) = self.account()?;
        if signature.scheme() != scheme {
            return Ok(false);
        }
        #[cfg(feature = "sr25519")]
        if let MultiSignature::Sr25519(bytes) = signature {
            let public = match *self.pair()? {
                Pair::Sr25519(ref pair) => pair.sr25519_public(),
                Pair::Sr25519Public(_, public) => public,
                _ => None,
            };
            return Ok(public.is_some_and(|public| public.verify(bytes, message)));
        }
        Ok(verify(signature, message, &account)?)
    }
}

/// Borrows a key.
///
/// # Safety
/// As [`memory::shared`]; memory with the seal was written by this library.
pub(crate) unsafe fn signer<'a>(key: *const Key) -> Result<&'a dyn Signer, Fault> {
    // SAFETY: the caller's promise.
    unsafe { memory::shared(key) }?.signer()
}

/// Tells the size of `nanotao_key`, for languages that cannot read this header.
#[unsafe(no_mangle)]
pub extern "C" fn nanotao_key_sizeof() -> usize {
    size_of::<Key>()
}

/// Tells the alignment of `nanotao_key`.
#[unsafe(no_mangle)]
pub extern "C" fn nanotao_key_alignof() -> usize {
    align_of::<Key>()
}

/// Makes a key from a mini secret key (a seed).
///
/// - `key`: out. Whatever was there is overwritten; on failure it is left alone.
/// - `scheme`: in.
/// - `secret`, `secret_len`: in, 32 bytes. The caller's copy is the caller's to wipe.
///
/// Returns `NANOTAO_OK`, `NANOTAO_INVALID_LENGTH`, `NANOTAO_UNKNOWN_SCHEME` or `NANOTAO_SIGN_UNSUPPORTED_SCHEME`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nanotao_key_from_mini_secret(
    key: *mut Key,
    scheme: Scheme,
    secret: *const u8,
    secret_len: usize,
) -> Status {
    status(|| {
        // SAFETY: the caller's promise, as the header states it.
        let (key, secret) = unsafe { (memory::object(key)?, memory::slice(secret, secret_len)?) };
        let secret = secret.try_into().map_err(|_| NANOTAO_INVALID_LENGTH)?;
        key.put(Pair::from_mini_secret(known(scheme)?, secret)?);
        Ok(())
    })
}

/// Makes the key that a secret URI names: `[phrase | 0x seed] (//hard | /soft)* [///password]`.
///
/// - `key`: out. Whatever was there is overwritten; on failure it is left alone.
/// - `scheme`: in.
/// - `uri`, `uri_len`: in. The caller's copy is the caller's to wipe.
/// - `position`: out, the byte, word or step at fault; may be NULL.
///
/// Returns `NANOTAO_OK`, `NANOTAO_INVALID_TEXT`, `NANOTAO_URI_...`, `NANOTAO_MNEMONIC_...`, `NANOTAO_UNKNOWN_SCHEME` or
/// `NANOTAO_SIGN_UNSUPPORTED_SCHEME`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nanotao_key_from_uri(
    key: *mut Key,
    scheme: Scheme,
    uri: *const c_char,
    uri_len: usize,
    position: *mut usize,
) -> Status {
    let run = || {
        // SAFETY: the caller's promise, as the header states it.
        let (key, uri) = unsafe { (memory::object(key)?, memory::text(uri, uri_len)?) };
        key.put(Pair::from_uri(known(scheme)?, uri)?);
        Ok(())
    };
    // SAFETY: the caller's promise, as the header states it.
    unsafe { status_at(position, run) }
}

/// Makes a key without a secret, which verifies what an account signs: `nanotao_key_verify` then decodes the public key no
/// more. Whatever asks for a secret gives `NANOTAO_NO_KEY`.
///
/// - `key`: out. Whatever was there is overwritten; on failure it is left alone.
/// - `scheme`: in.
/// - `account`: in. One that is no public key verifies nothing.
///
/// Returns `NANOTAO_OK`, `NANOTAO_UNKNOWN_SCHEME` or `NANOTAO_SIGN_UNSUPPORTED_SCHEME`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nanotao_key_from_account(
    key: *mut Key,
    scheme: Scheme,
    account: *const AccountId,
) -> Status {
    status(|| {
        // SAFETY: the caller's promise, as the header states it.
        let (key, account) = unsafe { (memory::object(key)?, memory::get(account)?) };
        key.put(Pair::from_account(known(scheme)?, account.into())?);
        Ok(())
    })
}

fn known(scheme: Scheme) -> Result<CoreScheme, Fault> {
    match scheme {
        NANOTAO_SCHEME_ED25519 => Ok(CoreScheme::Ed25519),
        NANOTAO_SCHEME_SR25519 => Ok(CoreScheme::Sr25519),
        NANOTAO_SCHEME_ECDSA => Ok(CoreScheme::Ecdsa),
        _ => Err(NANOTAO_UNKNOWN_SCHEME.into()),
    }
}

/// Computes the chain code of a junction's name (`//name` and `/name` of a secret URI), as `sp-core` does: `0x00` is
/// text, `+7` and `007` are the number 7.
///
/// - `name`, `name_len`: in, a text without slashes.
/// - `code`: out.
///
/// Returns `NANOTAO_OK` or `NANOTAO_INVALID_TEXT`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nanotao_chain_code(name: *const c_char, name_len: usize, code: *mut H256) -> Status {
    status(|| {
        // SAFETY: the caller's promise, as the header states it.
        let (name, code) = unsafe { (memory::text(name, name_len)?, Place::new(code)?) };
        code.set(H256 { bytes: chain_code(name) });
        Ok(())
    })
}

/// Tells the account of a key.
///
/// - `key`: in.
/// - `account`: out.
/// - `scheme`: out; NULL if it is not wanted.
///
/// Returns `NANOTAO_OK` or `NANOTAO_NO_KEY`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nanotao_key_account(
    key: *const Key,
    account: *mut AccountId,
    scheme: *mut Scheme,
) -> Status {
    status(|| {
        // SAFETY: the caller's promise, as the header states it.
        let (key, account, scheme) =
            unsafe { (memory::shared(key)?, Place::new(account)?, Place::optional(scheme)?) };
        let (of, known) = key.account()?;
        account.set(of.into());
        scheme.into_iter().for_each(|place| place.set(known as Scheme));
        Ok(())
    })
}

/// Wipes a key. Its memory then holds no key, and may be wiped again.
///
/// Returns `NANOTAO_OK`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nanotao_key_wipe(key: *mut Key) -> Status {
    status(|| {
        // SAFETY: the caller's promise, as the header states it.
        unsafe { memory::object(key) }?.opaque.zeroize();
        Ok(())
    })
}

/// Verifies a signature of a payload by the chain's rule: over the payload, or over its hash if it is longer than
/// 256 bytes.
///
/// - `payload`, `payload_len`: in, as a payload function wrote it.
/// - `account`: in, who is said to have signed.
/// - `signature`, `signature_len`: in, with the scheme's number in front.
///
/// Returns `NANOTAO_OK` if it is good; `NANOTAO_BAD_SIGNATURE`, `NANOTAO_MALFORMED_SIGNATURE` or
/// `NANOTAO_SIGN_UNSUPPORTED_SCHEME`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nanotao_signature_verify(
    payload: *const u8,
    payload_len: usize,
    account: *const AccountId,
    signature: *const u8,
    signature_len: usize,
) -> Status {
    status(|| {
        // SAFETY: the caller's promise, as the header states it.
        let (payload, account, signature) = unsafe {
            let signature = memory::slice(signature, signature_len)?;
            (memory::slice(payload, payload_len)?, memory::get(account)?, signature)
        };
        check(Payload::new(payload), account, &parse(signature)?)
    })
}

/// Verifies a signature of a message that is no payload: it is taken as it is, whatever its length.
///
/// - `message`, `message_len`: in.
/// - `account`, `signature`, `signature_len`: in, as for `nanotao_signature_verify`.
///
/// Returns as `nanotao_signature_verify`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nanotao_message_verify(
    message: *const u8,
    message_len: usize,
    account: *const AccountId,
    signature: *const u8,
    signature_len: usize,
) -> Status {
    status(|| {
        // SAFETY: the caller's promise, as the header states it.
        let (message, account, signature) = unsafe {
            let signature = memory::slice(signature, signature_len)?;
            (memory::slice(message, message_len)?, memory::get(account)?, signature)
        };
        judge(verify(&parse(signature)?, message, &account.into())?)
    })
}

/// Verifies a signature of a key's own account, as `nanotao_message_verify` does, and faster where one key verifies many: its
/// public key is decoded already.
///
/// - `key`: in, with a secret or without.
/// - `message`, `message_len`, `signature`, `signature_len`: in, as for `nanotao_message_verify`.
///
/// Returns as `nanotao_signature_verify`, or `NANOTAO_NO_KEY`. A signature of another scheme is `NANOTAO_BAD_SIGNATURE`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nanotao_key_verify(
    key: *const Key,
    message: *const u8,
    message_len: usize,
    signature: *const u8,
    signature_len: usize,
) -> Status {
    status(|| {
        // SAFETY: the caller's promise, as the header states it.
        let (key, message, signature) = unsafe {
            let signature = memory::slice(signature, signature_len)?;
            (memory::shared(key)?, memory::slice(message, message_len)?, signature)
        };
        judge(key.verify(&parse(signature)?, message)?)
    })
}

/// Bytes that `nanotao_message_verify_wrapped` needs beyond the message.
pub const NANOTAO_WRAPPING_LEN: usize = 15;
const _: () = assert!(NANOTAO_WRAPPING_LEN == WRAPPING_LEN);

/// Verifies a signature of a message as Bittensor's clients do: also where it is over `<Bytes>`, the message and `</Bytes>`,
/// which is what browser wallets sign.
///
/// - `message`, `message_len`, `account`, `signature`, `signature_len`: in, as for `nanotao_message_verify`.
/// - `scratch`, `scratch_len`: working memory, `NANOTAO_WRAPPING_LEN` bytes more than the message.
///
/// Returns as `nanotao_signature_verify`, `NANOTAO_OVERLAP`, or `NANOTAO_INVALID_LENGTH` if the working memory is too small.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nanotao_message_verify_wrapped(
    message: *const u8,
    message_len: usize,
    account: *const AccountId,
    signature: *const u8,
    signature_len: usize,
    scratch: *mut u8,
    scratch_len: usize,
) -> Status {
    status(|| {
        // SAFETY: the caller's promise, as the header states it; the working memory is apart from the rest.
        let (message, account, signature, scratch) = unsafe {
            let (message, signature) =
                (memory::slice(message, message_len)?, memory::slice(signature, signature_len)?);
            let own = memory::bounds(scratch, scratch_len);
            memory::apart(&[own], &[memory::extent(message), memory::extent(signature)])?;
            (message, memory::get(account)?, signature, memory::slice_mut(scratch, scratch_len)?)
        };
        if scratch_len < message.len().saturating_add(WRAPPING_LEN) {
            return Err(NANOTAO_INVALID_LENGTH.into());
        }
        judge(verify_wrapped(&parse(signature)?, message, &account.into(), scratch)?)
    })
}

/// Reads a signature with its scheme in front.
pub(crate) fn parse(bytes: &[u8]) -> Result<MultiSignature, Fault> {
    let mut input = Reader::new(bytes);
    let signature = MultiSignature::parse(&mut input);
    let signature = signature.and_then(|signature| input.finish().map(|()| signature));
    signature.map_err(|_| NANOTAO_MALFORMED_SIGNATURE.into())
}

/// Verifies a signature of a payload.
pub(crate) fn check(
    payload: Payload<'_>,
    account: AccountId,
    signature: &MultiSignature,
) -> Result<(), Fault> {
    judge(verify(signature, payload.message().as_ref(), &account.into())?)
}

fn judge(good: bool) -> Result<(), Fault> {
    if good { Ok(()) } else { Err(NANOTAO_BAD_SIGNATURE.into()) }
}
