//! The extrinsic as it is sent.

use super::tx_extension::Explicit;
use super::{Era, TxExtension, Verified};
use crate::call::MultiAddress;
use crate::crypto::MultiSignature;
use crate::primitives::{AccountId, TaoBalance};
use crate::scale::{Reader, Scale, ScaleError, Writer, compact_len};

/// Signed, format version 4.
const PREAMBLE: u8 = 0x84;

/// Bytes that [`assemble`] writes.
pub fn extrinsic_len(signature: &MultiSignature, extension: &TxExtension, call: &[u8]) -> usize {
    parts_len(signature, extension.explicit_len(), call)
}

/// As [`extrinsic_len`], by the length of what the extensions put in.
fn parts_len(signature: &MultiSignature, explicit_len: usize, call: &[u8]) -> usize {
    let body = body_len(signature, explicit_len, call);
    compact_len(body as u64).saturating_add(body)
}

fn body_len(signature: &MultiSignature, explicit_len: usize, call: &[u8]) -> usize {
    let signer_and_preamble = 34usize;
    signer_and_preamble
        .saturating_add(signature.encoded_len())
        .saturating_add(explicit_len)
        .saturating_add(call.len())
}

/// Writes the signed extrinsic into `out` (`UncheckedExtrinsic::encode`, format version 4).
///
/// # Errors
/// [`ScaleError::BufferTooSmall`].
pub fn assemble<'o>(
    account: &AccountId,
    signature: &MultiSignature,
    extension: &TxExtension,
    call: &[u8],
    out: &'o mut [u8],
) -> Result<&'o [u8], ScaleError> {
    let mut explicit = [0; TxExtension::MAX_EXPLICIT_LEN];
    let mut writer = Writer::new(&mut explicit);
    extension.explicit(&mut writer)?;
    assemble_parts(account, signature, writer.finish(), call, out)
}

/// As [`assemble`], with the bytes that the extensions put in.
fn assemble_parts<'o>(
    account: &AccountId,
    signature: &MultiSignature,
    explicit: &[u8],
    call: &[u8],
    out: &'o mut [u8],
) -> Result<&'o [u8], ScaleError> {
    let mut writer = Writer::new(out);
    writer.compact(body_len(signature, explicit.len(), call) as u64)?;
    writer.bytes(&[PREAMBLE])?;
    MultiAddress::Id(*account).encode(&mut writer)?;
    signature.encode(&mut writer)?;
    writer.bytes(explicit)?;
    writer.bytes(call)?;
    Ok(writer.finish())
}

impl Verified<'_> {
    /// Bytes that [`extrinsic`](Self::extrinsic) writes.
    pub fn extrinsic_len(&self, signature: &MultiSignature) -> usize {
        parts_len(signature, self.explicit_bytes().len(), self.call_bytes())
    }

    /// Writes the extrinsic of this payload and its signature, which is not verified, into `out`: with what the
    /// extensions put in, in the order of whatever described the payload.
    ///
    /// # Errors
    /// [`ScaleError::BufferTooSmall`].
    pub fn extrinsic<'o>(
        &self,
        account: &AccountId,
        signature: &MultiSignature,
        out: &'o mut [u8],
    ) -> Result<&'o [u8], ScaleError> {
        assemble_parts(account, signature, self.explicit_bytes(), self.call_bytes(), out)
    }
}

/// A signed extrinsic taken apart. The call is not decoded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SignedExtrinsic<'a> {
    /// Who signed.
    pub account: AccountId,
    /// The signature; parsing does not check it.
    pub signature: MultiSignature,
    /// How long the extrinsic may be included.
    pub era: Era,
    /// The signer's transaction index.
    pub nonce: u32,
    /// What is paid on top of the fee.
    pub tip: TaoBalance,
    /// Whether the payload holds a metadata hash (`CheckMetadataHash`).
    pub metadata_hash_mode: bool,
    /// The call's bytes.
    pub call: &'a [u8],
}

impl<'a> SignedExtrinsic<'a> {
    /// Takes an extrinsic apart. The length in front must be that of the rest.
    ///
    /// # Errors
    /// [`ScaleError`] with the offset; a format other than signed version 4 is an unknown tag.
    pub fn parse(bytes: &'a [u8]) -> Result<Self, ScaleError> {
        let mut input = Reader::new(bytes);
        let len = input.length(1)?;
        if let Some(extra) = input.rest().len().checked_sub(len)
            && extra > 0
        {
            return Err(ScaleError::TrailingBytes { offset: input.offset().saturating_add(len) });
        }
        let offset = input.offset();
        let found = u8::parse(&mut input)?;
        if found != PREAMBLE {
            return Err(ScaleError::InvalidTag { offset, found });
        }
        let MultiAddress::Id(account) = Scale::parse(&mut input)?;
        let signature = Scale::parse(&mut input)?;
        let Explicit { era, nonce, tip, mode } = Explicit::parse(&mut input)?;
        Ok(Self { account, signature, era, nonce, tip, metadata_hash_mode: mode, call: input.rest() })
    }
}
