//! Where and when an extrinsic is to be valid.

use nanotao::extrinsic::{Era, TxExtension};
use nanotao::scale::{Reader, ScaleError, Writer};
use nanotao::{BlockNumber, H256, TaoBalance};

use crate::request::RequestError;

/// What a request to sign says about the chain.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
pub struct ChainContext {
    /// The hash of block 0.
    pub genesis_hash: H256,
    /// The runtime's `spec_version`.
    pub spec_version: u32,
    /// The runtime's `transaction_version`.
    pub transaction_version: u32,
    /// The signer's next transaction index.
    pub nonce: u32,
    /// Blocks for which the extrinsic may be included: a power of two from 4 to 65536, or 0 for ever.
    pub period: u32,
    /// The block that the era is reckoned from: the newest, or a finalised one.
    pub current: BlockNumber,
    /// The hash of the block in which the era is born; the genesis hash if the era is immortal.
    pub block_hash: H256,
    /// What is paid on top of the fee.
    pub tip: TaoBalance,
}

impl ChainContext {
    /// Bytes on the line.
    pub const LEN: usize = 92;

    /// Appends it to `out`.
    ///
    /// # Errors
    /// [`ScaleError::BufferTooSmall`].
    pub fn encode(&self, out: &mut Writer<'_>) -> Result<(), ScaleError> {
        out.bytes(&self.genesis_hash.0)?;
        for number in [self.spec_version, self.transaction_version, self.nonce, self.period, self.current] {
            out.bytes(&number.to_be_bytes())?;
        }
        out.bytes(&self.block_hash.0)?;
        out.bytes(&self.tip.0.to_be_bytes())
    }

    /// Takes it from the front of `input`.
    ///
    /// # Errors
    /// [`ScaleError::UnexpectedEnd`].
    pub fn parse(input: &mut Reader<'_>) -> Result<Self, ScaleError> {
        let genesis_hash = H256(input.array()?);
        let mut number = || input.array().map(u32::from_be_bytes);
        let (spec_version, transaction_version, nonce) = (number()?, number()?, number()?);
        let (period, current) = (number()?, number()?);
        Ok(Self {
            genesis_hash,
            spec_version,
            transaction_version,
            nonce,
            period,
            current,
            block_hash: H256(input.array()?),
            tip: TaoBalance(u64::from_be_bytes(input.array()?)),
        })
    }

    /// The era.
    ///
    /// # Errors
    /// [`RequestError::InvalidPeriod`].
    pub fn era(&self) -> Result<Era, RequestError> {
        match self.period {
            0 => Ok(Era::Immortal),
            4..=65536 if self.period.is_power_of_two() => {
                Ok(Era::mortal(self.period.into(), self.current.into()))
            }
            period => Err(RequestError::InvalidPeriod { period }),
        }
    }

    /// What the extensions carry.
    ///
    /// # Errors
    /// As [`era`](Self::era).
    pub fn extension(&self) -> Result<TxExtension, RequestError> {
        Ok(TxExtension {
            era: self.era()?,
            nonce: self.nonce,
            tip: self.tip,
            metadata_hash: None,
            spec_version: self.spec_version,
            transaction_version: self.transaction_version,
            genesis_hash: self.genesis_hash,
            block_hash: self.block_hash,
        })
    }
}
