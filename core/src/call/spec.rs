//! Which runtime a call is meant for.

use core::fmt;

use super::CallError;

/// A runtime whose calls the tables hold (`spec_version`).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
pub struct SpecVersion(u32);

impl SpecVersion {
    /// The spec versions that the tables hold.
    pub const ALL: [Self; 3] = [Self(425), Self(461), Self(475)];

    /// Checks that the tables hold `spec_version`.
    ///
    /// # Errors
    /// [`CallError::UnknownSpec`].
    pub fn new(spec_version: u32) -> Result<Self, CallError> {
        let spec = Self(spec_version);
        if Self::ALL.contains(&spec) { Ok(spec) } else { Err(CallError::UnknownSpec { spec_version }) }
    }

    /// The number.
    pub const fn get(self) -> u32 {
        self.0
    }
}

impl fmt::Display for SpecVersion {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.0, f)
    }
}
