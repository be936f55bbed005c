//! Where the key lies while the device is off.

mod flash;
mod ram;

pub use flash::FlashKeyStore;
pub use ram::RamFlash;

use core::fmt;

use nanotao::crypto::MiniSecret;

/// Keeps one mini secret: the 32 bytes that both keys, sr25519 and ed25519, are made from.
pub trait KeyStore {
    /// Reads the key; `None` if there is none, or only part of one.
    ///
    /// # Errors
    /// [`StoreError::Read`].
    fn load(&mut self) -> Result<Option<MiniSecret>, StoreError>;

    /// Writes a key over whatever is there, and reads it back.
    ///
    /// # Errors
    /// [`StoreError`]; there is then no key, or the new one.
    fn store(&mut self, secret: &MiniSecret) -> Result<(), StoreError>;

    /// Erases the key, and reads back that nothing is left of it.
    ///
    /// # Errors
    /// [`StoreError`].
    fn wipe(&mut self) -> Result<(), StoreError>;
}

/// Why the store did not do as told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
#[non_exhaustive]
pub enum StoreError {
    /// The storage cannot be read.
    Read,
    /// It cannot be erased.
    Erase,
    /// It cannot be written.
    Write,
    /// It does not hold what was just written, or still holds what was just erased.
    NotDurable,
    /// It is smaller than a record.
    TooSmall,
}

impl fmt::Display for StoreError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Read => "the key store cannot be read",
            Self::Erase => "the key store cannot be erased",
            Self::Write => "the key store cannot be written",
            Self::NotDurable => "the key store does not keep what was written",
            Self::TooSmall => "the key store is too small",
        })
    }
}

impl core::error::Error for StoreError {}
