//! Why there is no signature.

use super::Scheme;
use core::fmt;

/// Why a message was not signed, or a signature cannot be judged.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
#[non_exhaustive]
pub enum SignError {
    /// This build holds no code for the scheme.
    UnsupportedScheme {
        /// The scheme.
        scheme: Scheme,
    },
    /// The caller's source of randomness failed.
    RandomnessFailed,
    /// The signature that was just made does not verify: the hardware erred or was attacked. It was thrown away.
    VerificationFailed,
    /// The scratch buffer is too small to hold the wrapped message.
    BufferTooSmall {
        /// Bytes that it takes.
        needed: usize,
    },
}

impl SignError {
    /// A number that stays the same in every release (32–63 belong to keys and signatures).
    pub const fn code(self) -> u32 {
        match self {
            Self::UnsupportedScheme { .. } => 32,
            Self::RandomnessFailed => 33,
            Self::VerificationFailed => 34,
            Self::BufferTooSmall { .. } => 35,
        }
    }
}

impl fmt::Display for SignError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match *self {
            Self::UnsupportedScheme { scheme } => write!(f, "{scheme} is not part of this build"),
            Self::RandomnessFailed => f.write_str("the source of randomness failed"),
            Self::VerificationFailed => f.write_str("the new signature does not verify and was thrown away"),
            Self::BufferTooSmall { needed } => write!(f, "scratch buffer too small: {needed} bytes needed"),
        }
    }
}

impl core::error::Error for SignError {}

/// Why a secret URI names no key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
#[non_exhaustive]
pub enum UriError {
    /// The phrase holds something else than ASCII letters, digits and spaces, or the password a line break.
    InvalidCharacter {
        /// Its first byte, in the URI.
        offset: usize,
    },
    /// A slash has no name after it.
    MissingJunction {
        /// Where the name should begin, in the URI.
        offset: usize,
    },
    /// `0x` is not followed by 64 hex digits.
    InvalidSeed,
    /// The phrase is no BIP-39 phrase.
    InvalidPhrase(MnemonicError),
    /// The scheme has no soft junctions.
    SoftJunction {
        /// Its place in the path, from 0.
        index: usize,
    },
    /// This build holds no code for phrases.
    PhraseUnsupported,
}

impl UriError {
    /// A number that stays the same in every release (32–63 belong to keys and signatures).
    pub const fn code(self) -> u32 {
        match self {
            Self::InvalidCharacter { .. } => 40,
            Self::MissingJunction { .. } => 41,
            Self::InvalidSeed => 42,
            Self::InvalidPhrase(error) => error.code(),
            Self::SoftJunction { .. } => 43,
            Self::PhraseUnsupported => 44,
        }
    }
}

impl fmt::Display for UriError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match *self {
            Self::InvalidCharacter { offset } => {
                write!(f, "the character at byte {offset} is not allowed there")
            }
            Self::MissingJunction { offset } => {
                write!(f, "a name is missing after the slash before byte {offset}")
            }
            Self::InvalidSeed => f.write_str("the seed is not 0x and 64 hex digits"),
            Self::InvalidPhrase(error) => error.fmt(f),
            Self::SoftJunction { index } => {
                write!(f, "step {index} of the path is soft, which ed25519 does not have")
            }
            Self::PhraseUnsupported => f.write_str("phrases are not part of this build"),
        }
    }
}

impl core::error::Error for UriError {}

/// Why words are no BIP-39 phrase, or bytes no entropy for one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
#[non_exhaustive]
pub enum MnemonicError {
    /// There are not 12, 15, 18, 21 or 24 words.
    WordCount {
        /// How many there are.
        found: usize,
    },
    /// A word is not in the English list.
    UnknownWord {
        /// Its place, from 0.
        index: usize,
    },
    /// All words are known, but the last does not fit the others.
    Checksum,
    /// There are not 16, 20, 24, 28 or 32 bytes of entropy.
    EntropyLength {
        /// How many there are.
        found: usize,
    },
    /// The output buffer is shorter than the phrase.
    BufferTooSmall {
        /// Bytes that the phrase takes.
        needed: usize,
    },
}

impl MnemonicError {
    /// A number that stays the same in every release (32–63 belong to keys and signatures).
    pub const fn code(self) -> u32 {
        match self {
            Self::WordCount { .. } => 48,
            Self::UnknownWord { .. } => 49,
            Self::Checksum => 50,
            Self::EntropyLength { .. } => 51,
            Self::BufferTooSmall { .. } => 52,
        }
    }
}

impl fmt::Display for MnemonicError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match *self {
            Self::WordCount { found } => write!(f, "a phrase has 12, 15, 18, 21 or 24 words, not {found}"),
            Self::UnknownWord { index } => write!(f, "word {index} (from 0) is not in the English list"),
            Self::Checksum => f.write_str("the phrase's last word does not fit the others"),
            Self::EntropyLength { found } => write!(f, "entropy has 16, 20, 24, 28 or 32 bytes, not {found}"),
            Self::BufferTooSmall { needed } => {
                write!(f, "output buffer too small: the phrase takes {needed} bytes")
            }
        }
    }
}

impl core::error::Error for MnemonicError {}
