//! The thirteen transaction extensions, in the order of the runtime.

use super::Era;
use crate::primitives::{H256, TaoBalance};
use crate::scale::{Compact, Reader, Scale, ScaleError, Writer};

/// One of the runtime's transaction extensions (`TxExtension` in `runtime/src/lib.rs`, specs 425 to 475).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
#[expect(missing_docs, reason = "each stands for the chain's type of that name")]
pub enum Extension {
    CheckNonZeroSender,
    CheckSpecVersion,
    CheckTxVersion,
    CheckGenesis,
    CheckMortality,
    CheckNonce,
    CheckWeight,
    ChargeTransactionPayment,
    SudoTransactionExtension,
    CheckShieldedTxValidity,
    SubtensorTransactionExtension,
    DrandPriority,
    CheckMetadataHash,
}

impl Extension {
    /// All, in the order of the runtime.
    pub const ALL: [Self; 13] = [
        Self::CheckNonZeroSender,
        Self::CheckSpecVersion,
        Self::CheckTxVersion,
        Self::CheckGenesis,
        Self::CheckMortality,
        Self::CheckNonce,
        Self::CheckWeight,
        Self::ChargeTransactionPayment,
        Self::SudoTransactionExtension,
        Self::CheckShieldedTxValidity,
        Self::SubtensorTransactionExtension,
        Self::DrandPriority,
        Self::CheckMetadataHash,
    ];

    /// The extension's name in metadata.
    pub const fn identifier(self) -> &'static str {
        match self {
            Self::CheckNonZeroSender => "CheckNonZeroSender",
            Self::CheckSpecVersion => "CheckSpecVersion",
            Self::CheckTxVersion => "CheckTxVersion",
            Self::CheckGenesis => "CheckGenesis",
            Self::CheckMortality => "CheckMortality",
            Self::CheckNonce => "CheckNonce",
            Self::CheckWeight => "CheckWeight",
            Self::ChargeTransactionPayment => "ChargeTransactionPayment",
            Self::SudoTransactionExtension => "SudoTransactionExtension",
            Self::CheckShieldedTxValidity => "CheckShieldedTxValidity",
            Self::SubtensorTransactionExtension => "SubtensorTransactionExtension",
            Self::DrandPriority => "DrandPriority",
            Self::CheckMetadataHash => "CheckMetadataHash",
        }
    }
}

/// What the extensions carry.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
pub struct TxExtension {
    /// How long the extrinsic may be included.
    pub era: Era,
    /// The signer's next transaction index.
    pub nonce: u32,
    /// What is paid on top of the fee.
    pub tip: TaoBalance,
    /// The RFC-78 metadata digest; with it the mode byte is 1, without it 0.
    pub metadata_hash: Option<H256>,
    /// The runtime's `spec_version`.
    pub spec_version: u32,
    /// The runtime's `transaction_version`.
    pub transaction_version: u32,
    /// The hash of block 0.
    pub genesis_hash: H256,
    /// The hash of the block in which the era was born; the genesis hash if the era is immortal.
    pub block_hash: H256,
}

impl TxExtension {
    /// Bytes of the longest explicit part.
    pub const MAX_EXPLICIT_LEN: usize = 17;
    /// Bytes of the longest implicit part.
    pub const MAX_IMPLICIT_LEN: usize = 105;

    /// Appends what `extension` puts into the extrinsic.
    ///
    /// # Errors
    /// [`ScaleError::BufferTooSmall`].
    pub fn encode_explicit(&self, extension: Extension, out: &mut Writer<'_>) -> Result<(), ScaleError> {
        match extension {
            Extension::CheckMortality => self.era.encode(out),
            Extension::CheckNonce => Compact(self.nonce).encode(out),
            Extension::ChargeTransactionPayment => Compact(self.tip).encode(out),
            Extension::CheckMetadataHash => self.metadata_hash.is_some().encode(out),
            _ => Ok(()),
        }
    }

    /// Appends what `extension` adds to the payload without sending it.
    ///
    /// # Errors
    /// [`ScaleError::BufferTooSmall`].
    pub fn encode_implicit(&self, extension: Extension, out: &mut Writer<'_>) -> Result<(), ScaleError> {
        match extension {
            Extension::CheckSpecVersion => self.spec_version.encode(out),
            Extension::CheckTxVersion => self.transaction_version.encode(out),
            Extension::CheckGenesis => self.genesis_hash.encode(out),
            Extension::CheckMortality => self.block_hash.encode(out),
            Extension::CheckMetadataHash => self.metadata_hash.encode(out),
            _ => Ok(()),
        }
    }

    /// Appends the explicit part: what all extensions put into the extrinsic.
    ///
    /// # Errors
    /// [`ScaleError::BufferTooSmall`].
    pub fn explicit(&self, out: &mut Writer<'_>) -> Result<(), ScaleError> {
        Extension::ALL.iter().try_for_each(|extension| self.encode_explicit(*extension, out))
    }

    /// Appends the implicit part: what all extensions add to the payload without sending it.
    ///
    /// # Errors
    /// [`ScaleError::BufferTooSmall`].
    pub fn implicit(&self, out: &mut Writer<'_>) -> Result<(), ScaleError> {
        Extension::ALL.iter().try_for_each(|extension| self.encode_implicit(*extension, out))
    }

    /// Bytes of the explicit part.
    pub fn explicit_len(&self) -> usize {
        let nonce_and_tip = Compact(self.nonce).encoded_len().saturating_add(Compact(self.tip).encoded_len());
        self.era.encoded_len().saturating_add(nonce_and_tip).saturating_add(1)
    }

    /// Bytes of the implicit part.
    pub fn implicit_len(&self) -> usize {
        self.metadata_hash.encoded_len().saturating_add(72)
    }

    /// Takes both parts from the front of `input`, as they stand in a payload. The outer error is SCALE's; the
    /// inner one is the offset of a mode byte that does not go with the metadata hash.
    pub(super) fn parse(input: &mut Reader<'_>) -> Result<Result<Self, usize>, ScaleError> {
        let explicit = Explicit::parse(input)?;
        let mode_offset = input.offset().saturating_sub(1);
        let extension = Self {
            era: explicit.era,
            nonce: explicit.nonce,
            tip: explicit.tip,
            spec_version: Scale::parse(input)?,
            transaction_version: Scale::parse(input)?,
            genesis_hash: Scale::parse(input)?,
            block_hash: Scale::parse(input)?,
            metadata_hash: Scale::parse(input)?,
        };
        let agrees = explicit.mode == extension.metadata_hash.is_some();
        Ok(if agrees { Ok(extension) } else { Err(mode_offset) })
    }
}

/// The explicit part, as it stands in an extrinsic.
pub(super) struct Explicit {
    pub(super) era: Era,
    pub(super) nonce: u32,
    pub(super) tip: TaoBalance,
    pub(super) mode: bool,
}

impl Explicit {
    pub(super) fn parse(input: &mut Reader<'_>) -> Result<Self, ScaleError> {
        Ok(Self {
            era: Scale::parse(input)?,
            nonce: Compact::parse(input)?.0,
            tip: Compact::parse(input)?.0,
            mode: Scale::parse(input)?,
        })
    }
}
