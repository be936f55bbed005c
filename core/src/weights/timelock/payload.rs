//! What is locked: the weights, and whose they are.

use super::TimelockError;
use crate::hashing::Blake2b256;
use crate::scale::{Reader, Scale, ScaleError, U16s, Writer};
use crate::weights::commit::{update_len, update_list};

/// A validator's weights inside a timelocked commit (`WeightsTlockPayload`).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
pub struct WeightsTlockPayload<'a> {
    /// The public key of who commits. The chain drops a commit in which another one is.
    pub hotkey: &'a [u8],
    /// Who is weighted.
    pub uids: U16s<'a>,
    /// How much each.
    pub values: U16s<'a>,
    /// The version of the validator's code.
    pub version_key: u64,
}

impl<'a> WeightsTlockPayload<'a> {
    /// Parses what a commit opened to.
    ///
    /// # Errors
    /// [`TimelockError::InvalidPayload`].
    pub fn parse_all(message: &'a [u8]) -> Result<Self, TimelockError> {
        let mut reader = Reader::new(message);
        let payload = Self::parse(&mut reader).map_err(TimelockError::InvalidPayload)?;
        reader.finish().map_err(TimelockError::InvalidPayload)?;
        Ok(payload)
    }

    /// The hash of the SCALE form, which is never in memory for it as a whole.
    pub(crate) fn digest(&self) -> [u8; 32] {
        let mut hasher = Blake2b256::new();
        update_len(&mut hasher, self.hotkey.len());
        hasher.update(self.hotkey);
        update_list(&mut hasher, self.uids);
        update_list(&mut hasher, self.values);
        hasher.update(&self.version_key.to_le_bytes());
        hasher.finalize()
    }
}

impl<'a> Scale<'a> for WeightsTlockPayload<'a> {
    fn encoded_len(&self) -> usize {
        let lists = self.uids.encoded_len().saturating_add(self.values.encoded_len());
        self.hotkey.encoded_len().saturating_add(lists).saturating_add(self.version_key.encoded_len())
    }

    fn encode(&self, out: &mut Writer<'_>) -> Result<(), ScaleError> {
        self.hotkey.encode(out)?;
        self.uids.encode(out)?;
        self.values.encode(out)?;
        self.version_key.encode(out)
    }

    fn parse(input: &mut Reader<'a>) -> Result<Self, ScaleError> {
        Ok(Self {
            hotkey: Scale::parse(input)?,
            uids: Scale::parse(input)?,
            values: Scale::parse(input)?,
            version_key: Scale::parse(input)?,
        })
    }
}
