//! What a reveal is foretold from.

use nanotao::scale::{Reader, ScaleError, Writer};
use nanotao::weights::timelock::{Profile, RevealTerms, Schedule};

use super::ChainContext;
use crate::request::RequestError;

/// What a request to lock weights says of the subnet as of the context's current block, and of the time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
pub struct RevealContext {
    /// `Tempo`.
    pub tempo: u16,
    /// `LastEpochBlock`.
    pub last_epoch_block: u64,
    /// `PendingEpochAt`; 0 means none.
    pub pending_epoch_at: u64,
    /// `BlocksSinceLastStep`.
    pub blocks_since_last_step: u64,
    /// `SubnetEpochIndex`.
    pub subnet_epoch_index: u64,
    /// `RevealPeriodEpochs`.
    pub reveal_period_epochs: u64,
    /// When the current block was made, in milliseconds since 1970.
    pub unix_time_ms: u64,
    /// Milliseconds from a block to the next.
    pub block_time_ms: u64,
}

impl RevealContext {
    /// Bytes on the line.
    pub const LEN: usize = 58;

    /// Appends it to `out`.
    ///
    /// # Errors
    /// [`ScaleError::BufferTooSmall`].
    pub fn encode(&self, out: &mut Writer<'_>) -> Result<(), ScaleError> {
        out.bytes(&self.tempo.to_be_bytes())?;
        let numbers = [
            self.last_epoch_block,
            self.pending_epoch_at,
            self.blocks_since_last_step,
            self.subnet_epoch_index,
            self.reveal_period_epochs,
            self.unix_time_ms,
            self.block_time_ms,
        ];
        numbers.into_iter().try_for_each(|number| out.bytes(&number.to_be_bytes()))
    }

    /// Takes it from the front of `input`.
    ///
    /// # Errors
    /// [`ScaleError::UnexpectedEnd`].
    pub fn parse(input: &mut Reader<'_>) -> Result<Self, ScaleError> {
        let tempo = u16::from_be_bytes(input.array()?);
        let mut number = || input.array().map(u64::from_be_bytes);
        Ok(Self {
            tempo,
            last_epoch_block: number()?,
            pending_epoch_at: number()?,
            blocks_since_last_step: number()?,
            subnet_epoch_index: number()?,
            reveal_period_epochs: number()?,
            unix_time_ms: number()?,
            block_time_ms: number()?,
        })
    }

    /// Adds what the context says, and the rules of its spec version.
    ///
    /// # Errors
    /// [`RequestError::UnknownRules`].
    pub fn terms(&self, context: &ChainContext) -> Result<RevealTerms, RequestError> {
        let spec_version = context.spec_version;
        Ok(RevealTerms {
            profile: Profile::of(spec_version).ok_or(RequestError::UnknownRules { spec_version })?,
            schedule: Schedule {
                tempo: self.tempo,
                last_epoch_block: self.last_epoch_block,
                pending_epoch_at: self.pending_epoch_at,
                blocks_since_last_step: self.blocks_since_last_step,
                subnet_epoch_index: self.subnet_epoch_index,
                ..Schedule::default()
            },
            current_block: context.current.into(),
            reveal_period_epochs: self.reveal_period_epochs,
            unix_time_ms: self.unix_time_ms,
            block_time_ms: self.block_time_ms,
        })
    }
}
