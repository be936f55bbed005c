//! What went wrong, and how to put it right.

use std::fmt;

use nanotao::call::CallError;
use nanotao::extrinsic::PayloadError;
use nanotao::metadata::MetadataError;
use serde_json::{Value, json};

/// A result of this crate's.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// Whose move it is after an error. The number is the exit code of the command.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Everything worked, and the answer is no: a signature is invalid, the user refused.
    No = 1,
    /// The command was called wrongly.
    Usage = 2,
    /// The input is malformed or contradicts itself.
    Input = 3,
    /// A file, the terminal or a device did not do its part.
    Io = 4,
}

impl Kind {
    /// A word for it.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::No => "no",
            Self::Usage => "usage",
            Self::Input => "input",
            Self::Io => "io",
        }
    }
}

/// An error: its cause, the core's number for it if the core found it, and a remedy if there is one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Error {
    /// Whose move it is.
    pub kind: Kind,
    /// The cause.
    pub cause: String,
    /// The core's `code()`.
    pub code: Option<u32>,
    /// What to do about it.
    pub remedy: Option<String>,
}

impl Error {
    /// An error of a kind.
    pub fn new(kind: Kind, cause: impl fmt::Display) -> Self {
        Self { kind, cause: cause.to_string(), code: None, remedy: None }
    }

    /// Malformed input.
    pub fn input(cause: impl fmt::Display) -> Self {
        Self::new(Kind::Input, cause)
    }

    /// A wrong call of the command.
    pub fn usage(cause: impl fmt::Display) -> Self {
        Self::new(Kind::Usage, cause)
    }

    /// A file, terminal or device that failed.
    pub fn io(cause: impl fmt::Display) -> Self {
        Self::new(Kind::Io, cause)
    }

    /// Adds the core's number.
    #[must_use]
    pub fn code(self, code: u32) -> Self {
        Self { code: Some(code), ..self }
    }

    /// Adds what to do.
    #[must_use]
    pub fn remedy(self, remedy: impl fmt::Display) -> Self {
        Self { remedy: Some(remedy.to_string()), ..self }
    }

    /// Adds what to do, unless something is said already.
    #[must_use]
    pub fn remedy_if_none(self, remedy: &str) -> Self {
        if self.remedy.is_some() { self } else { self.remedy(remedy) }
    }

    /// Puts before the cause what was being done.
    #[must_use]
    pub fn context(self, what: impl fmt::Display) -> Self {
        Self { cause: format!("{what}: {}", self.cause), ..self }
    }

    /// The error as JSON.
    pub fn to_json(&self) -> Value {
        json!({ "error": {
            "kind": self.kind.as_str(),
            "cause": self.cause,
            "code": self.code,
            "remedy": self.remedy,
        }})
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.cause)?;
        self.remedy.iter().try_for_each(|remedy| write!(f, "\n  help: {remedy}"))
    }
}

impl std::error::Error for Error {}

impl From<CallError> for Error {
    fn from(error: CallError) -> Self {
        PayloadError::from(error).into()
    }
}

impl From<PayloadError> for Error {
    fn from(error: PayloadError) -> Self {
        let result = Self::input(error).code(error.code());
        match remedy(error) {
            Some(remedy) => result.remedy(remedy),
            None => result,
        }
    }
}

/// What to do about a payload, a call or a metadata proof that is refused, where the cause does not say it.
fn remedy(error: PayloadError) -> Option<&'static str> {
    Some(match error {
        PayloadError::Call(CallError::UnknownSpec { .. }) => {
            "there are tables for specs 425, 461 and 475; a payload of any other is read by its metadata proof: --proof. Is it a \
             payload and all of it, and no extrinsic?"
        }
        PayloadError::Call(CallError::UnknownPallet { .. } | CallError::UnknownCall { .. }) => {
            "is it made for this spec version? What is in no table is read by a payload's metadata proof: --proof"
        }
        PayloadError::Metadata(error) => return metadata_remedy(error),
        PayloadError::MetadataHashMode { .. } => {
            "make the payload again: mode 1 goes with a metadata hash at its end, mode 0 with none"
        }
        PayloadError::AmbiguousSpecVersion | PayloadError::ImmortalBirthHash => {
            "make the payload again, with a mortal era"
        }
        PayloadError::TransactionVersion { .. } => "make the payload with transaction version 1",
        _ => return crate::remedy::remedy(error.code()),
    })
}

fn metadata_remedy(error: MetadataError) -> Option<&'static str> {
    Some(match error {
        MetadataError::DigestMismatch => {
            "make the proof from the metadata of the payload's runtime, for this very payload; what the payload signs at its \
             end is `nanotao metadata digest` of that metadata"
        }
        MetadataError::SpecMismatch { .. } => {
            "make the proof from the metadata of the payload's own spec version"
        }
        MetadataError::Proof(_)
        | MetadataError::NotUtf8 { .. }
        | MetadataError::LeafCount { .. }
        | MetadataError::LeafIndex { .. }
        | MetadataError::NodeCount { .. }
        | MetadataError::AmbiguousType { .. } => {
            "the proof is damaged or cut off: make it again from the metadata of the payload's runtime"
        }
        MetadataError::Payload(_) => "is the payload whole, and made for the runtime of its proof?",
        MetadataError::ZeroSize { .. }
        | MetadataError::CallType
        | MetadataError::ExtrinsicVersion { .. }
        | MetadataError::Extension { .. }
        | MetadataError::UnknownExtension { .. }
        | MetadataError::Name { .. }
        | MetadataError::TooManyLeaves { .. } => {
            "no runtime of Bittensor has this: is the proof made from the metadata of one?"
        }
        _ => return None,
    })
}

macro_rules! from_core {
    ($($error:ty),* $(,)?) => {$(
        impl From<$error> for Error {
            fn from(error: $error) -> Self {
                let result = Self::input(error).code(error.code());
                match crate::remedy::remedy(error.code()) {
                    Some(remedy) => result.remedy(remedy),
                    None => result,
                }
            }
        }
    )*};
}

from_core!(
    nanotao::crypto::MnemonicError,
    nanotao::crypto::SignError,
    nanotao::crypto::UriError,
    nanotao::display::SignPayloadError,
    nanotao::epoch::EpochError,
    nanotao::scale::ScaleError,
    nanotao::ss58::Ss58Error,
    nanotao::weights::ChainError,
    nanotao::weights::QuantiseError,
    nanotao::weights::timelock::TimelockError,
);
