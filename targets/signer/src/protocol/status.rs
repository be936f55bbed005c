//! What a device tells about itself.

use nanotao::scale::{Reader, ScaleError, Writer};

use super::{MAX_REQUEST, MAX_UIDS, PROTOCOL_VERSION};

/// This crate's version.
const FIRMWARE: [u8; 3] = [
    number(env!("CARGO_PKG_VERSION_MAJOR")),
    number(env!("CARGO_PKG_VERSION_MINOR")),
    number(env!("CARGO_PKG_VERSION_PATCH")),
];

const fn number(digits: &str) -> u8 {
    match u8::from_str_radix(digits, 10) {
        Ok(number) => number,
        Err(_) => u8::MAX,
    }
}

/// What a device is and can do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
pub struct Status<'a> {
    /// The version of the protocol that it speaks.
    pub protocol: u8,
    /// The version of its firmware.
    pub firmware: [u8; 3],
    /// Whether it holds a key.
    pub provisioned: bool,
    /// The schemes that it signs with, bit 0 for ed25519 and bit 1 for sr25519.
    pub schemes: u8,
    /// Most uids that it takes.
    pub max_uids: u16,
    /// Most bytes of a request once its chunks are joined.
    pub max_request: u32,
    /// The most bytes of stack that were ever in use; 0 if the board does not measure it.
    pub stack_high_water: u32,
    specs: &'a [u8],
}

impl<'a> Status<'a> {
    /// Makes one. `specs` holds the spec versions, 4 bytes each.
    pub(crate) const fn new(provisioned: bool, stack_high_water: u32, specs: &'a [u8]) -> Self {
        Self {
            protocol: PROTOCOL_VERSION,
            firmware: FIRMWARE,
            provisioned,
            schemes: 0b11,
            max_uids: MAX_UIDS as u16,
            max_request: MAX_REQUEST as u32,
            stack_high_water,
            specs,
        }
    }

    /// The spec versions whose calls it knows.
    pub fn specs(&self) -> impl Iterator<Item = u32> + use<'a> {
        self.specs.as_chunks().0.iter().map(|bytes| u32::from_be_bytes(*bytes))
    }

    /// Appends it to `out`.
    ///
    /// # Errors
    /// [`ScaleError::BufferTooSmall`].
    pub fn encode(&self, out: &mut Writer<'_>) -> Result<(), ScaleError> {
        out.bytes(&[self.protocol])?;
        out.bytes(&self.firmware)?;
        out.bytes(&[u8::from(self.provisioned), self.schemes])?;
        out.bytes(&self.max_uids.to_be_bytes())?;
        out.bytes(&self.max_request.to_be_bytes())?;
        out.bytes(&self.stack_high_water.to_be_bytes())?;
        out.bytes(&[u8::try_from(self.specs.len() / 4).unwrap_or(u8::MAX)])?;
        out.bytes(self.specs)
    }

    /// Reads an answer. Bytes after it belong to a later version of the protocol and are let be.
    ///
    /// # Errors
    /// [`ScaleError::UnexpectedEnd`].
    pub fn parse(bytes: &'a [u8]) -> Result<Self, ScaleError> {
        let mut input = Reader::new(bytes);
        let [protocol] = input.array()?;
        let firmware = input.array()?;
        let [flags, schemes] = input.array()?;
        let max_uids = u16::from_be_bytes(input.array()?);
        let max_request = u32::from_be_bytes(input.array()?);
        let stack_high_water = u32::from_be_bytes(input.array()?);
        let [count] = input.array()?;
        let specs = input.bytes(usize::from(count).saturating_mul(4))?;
        let provisioned = flags & 1 != 0;
        Ok(Self { protocol, firmware, provisioned, schemes, max_uids, max_request, stack_high_water, specs })
    }
}
