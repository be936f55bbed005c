//! What can go wrong between host and device.

use std::{fmt, io};

use nanotao::display::CommitError;
use nanotao::scale::ScaleError;
use nanotao::weights::timelock::Reveal;
use nanotao_signer::protocol::{ChainContext, Fault, RevealContext, StatusWord};

use crate::remedy::remedy;
use crate::{Error, Kind};

/// Why a device did not do as asked.
#[derive(Debug)]
#[non_exhaustive]
pub enum DeviceError {
    /// The line failed.
    Io(io::Error),
    /// The device did not answer in time.
    Timeout,
    /// What came is no answer: the line is out of step, or at its other end is no signer.
    OutOfStep,
    /// An answer is shorter than it should be.
    Garbled(ScaleError),
    /// The user said no.
    Rejected,
    /// Nobody pressed a key in time.
    NoAnswer,
    /// There is no key on the device yet.
    NoKey,
    /// There is a key on the device already.
    HasKey,
    /// The request's content is at fault.
    Invalid {
        /// The error's number.
        code: u32,
        /// The byte or element at fault.
        position: u32,
        /// The error in plain English.
        text: String,
    },
    /// The request is larger than the device can hold.
    TooLarge,
    /// The device's key store failed.
    StoreFailed,
    /// The device's screen failed, or the check of its own signature.
    DeviceFailed,
    /// Any other refusal: host and device disagree on the protocol.
    Status(StatusWord),
}

impl DeviceError {
    /// The error that an answer stands for.
    pub(super) fn from_answer(word: StatusWord, data: &[u8]) -> Self {
        match word {
            StatusWord::REJECTED => Self::Rejected,
            StatusWord::NO_ANSWER => Self::NoAnswer,
            StatusWord::NO_KEY => Self::NoKey,
            StatusWord::HAS_KEY => Self::HasKey,
            StatusWord::TOO_LARGE => Self::TooLarge,
            StatusWord::STORE_FAILED => Self::StoreFailed,
            StatusWord::DEVICE_FAILED => Self::DeviceFailed,
            StatusWord::INVALID => match Fault::parse(data) {
                Ok(Fault { code, position, text }) => Self::Invalid { code, position, text: text.into() },
                Err(error) => Self::Garbled(error),
            },
            other => Self::Status(other),
        }
    }
}

impl From<io::Error> for DeviceError {
    fn from(error: io::Error) -> Self {
        match error.kind() {
            io::ErrorKind::TimedOut | io::ErrorKind::WouldBlock => Self::Timeout,
            _ => Self::Io(error),
        }
    }
}

impl fmt::Display for DeviceError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Io(error) => write!(f, "the line to the device failed: {error}"),
            Self::Timeout => f.write_str("the device did not answer in time"),
            Self::OutOfStep => f.write_str("what came from the device is no answer"),
            Self::Garbled(error) => write!(f, "the device's answer is garbled: {error}"),
            Self::Rejected => f.write_str("rejected on the device"),
            Self::NoAnswer => f.write_str("nobody answered on the device in time"),
            Self::NoKey => f.write_str("the device holds no key"),
            Self::HasKey => f.write_str("the device holds a key already"),
            Self::Invalid { text, .. } => write!(f, "the device refused the request: {text}"),
            Self::TooLarge => f.write_str("the request is larger than the device can hold"),
            Self::StoreFailed => f.write_str("the device's key store failed"),
            Self::DeviceFailed => f.write_str("the device failed: its screen, or the check of its signature"),
            Self::Status(word) => write!(f, "the device answered: {word}"),
        }
    }
}

impl std::error::Error for DeviceError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Io(error) => Some(error),
            Self::Garbled(error) => Some(error),
            _ => None,
        }
    }
}

impl From<DeviceError> for Error {
    fn from(error: DeviceError) -> Self {
        let (kind, remedy) = match &error {
            DeviceError::Rejected | DeviceError::NoAnswer => (Kind::No, None),
            DeviceError::Invalid { code, .. } => return refused(&error, *code),
            DeviceError::TooLarge => {
                (Kind::Input, Some("`nanotao device status` tells how large it may be: max_request"))
            }
            DeviceError::NoKey => (Kind::No, Some("give it one with `nanotao device provision`")),
            DeviceError::HasKey => (Kind::No, Some("erase it with `nanotao device wipe`")),
            DeviceError::Timeout | DeviceError::OutOfStep => {
                (Kind::Io, Some("a request that stopped halfway is dropped after 30 seconds; try again then"))
            }
            DeviceError::Io(_) => (Kind::Io, Some("is it still plugged in?")),
            DeviceError::StoreFailed | DeviceError::DeviceFailed => {
                (Kind::Io, Some("switch the device off and on, and replace it if that does not help"))
            }
            DeviceError::Garbled(_) | DeviceError::Status(_) => {
                (Kind::Io, Some("is it the signer, and of this command's release?"))
            }
        };
        let result = Self::new(kind, &error);
        match remedy {
            Some(remedy) => result.remedy(remedy),
            None => result,
        }
    }
}

/// Foretells the reveal as the device will.
///
/// # Errors
/// [`Kind::Input`] with what the device would refuse, and what to do about it.
pub fn foretell(reveal: &RevealContext, context: &ChainContext) -> Result<Reveal, Error> {
    let foretold = reveal.terms(context).and_then(|terms| Ok(terms.predict().map_err(CommitError::from)?));
    foretold.map_err(|error| refused(&error, error.code()))
}

/// What the device refuses, with what to do about it.
pub(crate) fn refused(error: &dyn fmt::Display, code: u32) -> Error {
    let result = Error::input(error).code(code);
    match remedy(code) {
        Some(remedy) => result.remedy(remedy),
        None => result,
    }
}
