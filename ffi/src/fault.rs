//! From the core's errors to a status and a place.

use nanotao::call::CallError;
use nanotao::crypto::{MnemonicError, SignError, UriError};
use nanotao::display::{CommitError, SignPayloadError};
use nanotao::epoch::EpochError;
use nanotao::extrinsic::PayloadError;
use nanotao::fixed::FixedError;
use nanotao::metadata::{EncodeError, MetadataError};
use nanotao::scale::ScaleError;
use nanotao::ss58::Ss58Error;
use nanotao::storage::StorageError;
use nanotao::weights::timelock::TimelockError;
use nanotao::weights::{ChainError, QuantiseError};

use crate::memory::Place;
use crate::status::{NANOTAO_BUFFER_TOO_SMALL, NANOTAO_INVALID_LENGTH, NANOTAO_OK, NO_POSITION, Status};

/// Why a function did nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Fault {
    status: Status,
    position: usize,
}

impl Fault {
    pub(crate) const fn at(status: Status, position: usize) -> Self {
        Self { status, position }
    }

    /// The same fault, elsewhere.
    pub(crate) const fn moved_to(self, position: usize) -> Self {
        Self { position, ..self }
    }
}

impl From<Status> for Fault {
    fn from(status: Status) -> Self {
        Self::at(status, NO_POSITION)
    }
}

impl From<ScaleError> for Fault {
    fn from(error: ScaleError) -> Self {
        Self::at(error.code(), error.position())
    }
}

impl From<CallError> for Fault {
    fn from(error: CallError) -> Self {
        Self::at(error.code(), error.position())
    }
}

impl From<PayloadError> for Fault {
    fn from(error: PayloadError) -> Self {
        Self::at(error.code(), error.position())
    }
}

impl From<MetadataError> for Fault {
    fn from(error: MetadataError) -> Self {
        Self::at(error.code(), error.position())
    }
}

impl From<EncodeError> for Fault {
    fn from(error: EncodeError) -> Self {
        let position = match error {
            EncodeError::Count { needed } => needed,
            EncodeError::Argument { index, .. } => index,
            _ => NO_POSITION,
        };
        Self::at(error.code(), position)
    }
}

impl From<ChainError> for Fault {
    fn from(error: ChainError) -> Self {
        Self::at(error.code(), error.position())
    }
}

impl From<Ss58Error> for Fault {
    fn from(error: Ss58Error) -> Self {
        let position = match error {
            Ss58Error::InvalidCharacter { offset } => offset,
            _ => NO_POSITION,
        };
        Self::at(error.code(), position)
    }
}

impl From<UriError> for Fault {
    fn from(error: UriError) -> Self {
        let position = match error {
            UriError::InvalidCharacter { offset } | UriError::MissingJunction { offset } => offset,
            UriError::SoftJunction { index }
            | UriError::InvalidPhrase(MnemonicError::UnknownWord { index }) => index,
            _ => NO_POSITION,
        };
        Self::at(error.code(), position)
    }
}

impl From<QuantiseError> for Fault {
    fn from(error: QuantiseError) -> Self {
        let position = match error {
            QuantiseError::NotFinite { index }
            | QuantiseError::Negative { index }
            | QuantiseError::UidOutOfRange { index } => index,
            // The outputs were measured before: what is too short is working memory.
            QuantiseError::BufferTooSmall { .. } => return NANOTAO_INVALID_LENGTH.into(),
            _ => NO_POSITION,
        };
        Self::at(error.code(), position)
    }
}

impl From<MnemonicError> for Fault {
    fn from(error: MnemonicError) -> Self {
        let position = if let MnemonicError::UnknownWord { index } = error { index } else { NO_POSITION };
        Self::at(error.code(), position)
    }
}

impl From<EpochError> for Fault {
    fn from(error: EpochError) -> Self {
        let position = if let EpochError::Uid { index, .. } = error { index } else { NO_POSITION };
        Self::at(error.code(), position)
    }
}

impl From<StorageError> for Fault {
    fn from(error: StorageError) -> Self {
        let position = match error {
            StorageError::KeyCount { known, .. } => known,
            StorageError::KeyLen { index, .. } => index,
            _ => NO_POSITION,
        };
        Self::at(error.code(), position)
    }
}

impl From<TimelockError> for Fault {
    fn from(error: TimelockError) -> Self {
        let position = match error {
            TimelockError::InvalidLength { .. }
            | TimelockError::Weights(_)
            | TimelockError::InvalidPayload(_) => error.position(),
            _ => NO_POSITION,
        };
        Self::at(error.code(), position)
    }
}

impl From<CommitError> for Fault {
    fn from(error: CommitError) -> Self {
        match error {
            CommitError::Payload(error) => error.into(),
            CommitError::Timelock(error) => error.into(),
            _ => error.code().into(),
        }
    }
}

impl From<FixedError> for Fault {
    fn from(error: FixedError) -> Self {
        error.code().into()
    }
}

impl From<SignError> for Fault {
    fn from(error: SignError) -> Self {
        error.code().into()
    }
}

impl From<SignPayloadError> for Fault {
    fn from(error: SignPayloadError) -> Self {
        error.code().into()
    }
}

/// Runs what a function does and turns the outcome into its status.
pub(crate) fn status(run: impl FnOnce() -> Result<(), Fault>) -> Status {
    run().map_or_else(|fault| fault.status, |()| NANOTAO_OK)
}

/// As [`status`], for a function that tells the place at fault. A buffer that is too small has its length told, and
/// nothing else.
///
/// # Safety
/// If `position` is neither NULL nor misaligned, a number can be written there.
pub(crate) unsafe fn status_at(position: *mut usize, run: impl FnOnce() -> Result<(), Fault>) -> Status {
    // SAFETY: the caller's promise.
    let place = unsafe { Place::optional(position) };
    let place = match place {
        Ok(place) => place,
        Err(fault) => return fault.status,
    };
    match (run(), place) {
        (Err(fault), Some(place)) if fault.status != NANOTAO_BUFFER_TOO_SMALL => {
            place.set(fault.position);
            fault.status
        }
        (Err(fault), _) => fault.status,
        (Ok(()), _) => NANOTAO_OK,
    }
}
