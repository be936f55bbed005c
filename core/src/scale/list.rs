//! Lists of `u16`: what weights are made of.

use super::{Reader, Scale, ScaleError, Writer, compact_len};

/// A `Vec<u16>` that lies where it came from: in a slice of the caller's, or in SCALE bytes (which need not be aligned).
#[derive(Clone, Copy, Debug)]
pub struct U16s<'a>(Place<'a>);

#[derive(Clone, Copy, Debug)]
enum Place<'a> {
    Native(&'a [u16]),
    LittleEndian(&'a [u8]),
}

impl<'a> U16s<'a> {
    /// Number of elements.
    pub fn len(&self) -> usize {
        match self.0 {
            Place::Native(slice) => slice.len(),
            Place::LittleEndian(bytes) => bytes.len() / 2,
        }
    }

    /// Tells whether there is no element.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The element at `index`.
    pub fn get(&self, index: usize) -> Option<u16> {
        match self.0 {
            Place::Native(slice) => slice.get(index).copied(),
            Place::LittleEndian(bytes) => {
                let pair = bytes.get(index.checked_mul(2)?..)?.first_chunk()?;
                Some(u16::from_le_bytes(*pair))
            }
        }
    }

    /// The elements in order.
    pub fn iter(&self) -> impl Iterator<Item = u16> + use<'a> {
        let list = *self;
        (0..list.len()).map_while(move |index| list.get(index))
    }

    /// Takes `len` elements from the front of `input`.
    ///
    /// # Errors
    /// [`ScaleError::UnexpectedEnd`].
    #[cfg(feature = "metadata")]
    pub(crate) fn read(input: &mut Reader<'a>, len: usize) -> Result<Self, ScaleError> {
        input.bytes(len.saturating_mul(2)).map(|bytes| Self(Place::LittleEndian(bytes)))
    }

    /// Copies the elements to the front of `out` and gives that part back, or `None` if they do not fit.
    pub fn copy_to<'o>(&self, out: &'o mut [u16]) -> Option<&'o mut [u16]> {
        let out = out.get_mut(..self.len())?;
        for (to, from) in out.iter_mut().zip(self.iter()) {
            *to = from;
        }
        Some(out)
    }
}

impl<'a> From<&'a [u16]> for U16s<'a> {
    fn from(slice: &'a [u16]) -> Self {
        Self(Place::Native(slice))
    }
}

impl PartialEq for U16s<'_> {
    fn eq(&self, other: &Self) -> bool {
        self.len() == other.len() && self.iter().eq(other.iter())
    }
}

impl Eq for U16s<'_> {}

#[cfg(feature = "defmt")]
impl defmt::Format for U16s<'_> {
    fn format(&self, f: defmt::Formatter<'_>) {
        defmt::write!(f, "[");
        self.iter().for_each(|element| defmt::write!(f, "{} ", element));
        defmt::write!(f, "]");
    }
}

impl<'a> Scale<'a> for U16s<'a> {
    fn encoded_len(&self) -> usize {
        compact_len(self.len() as u64).saturating_add(self.len().saturating_mul(2))
    }

    fn encode(&self, out: &mut Writer<'_>) -> Result<(), ScaleError> {
        out.compact(self.len() as u64)?;
        match self.0 {
            Place::Native(slice) => slice.iter().try_for_each(|element| element.encode(out)),
            Place::LittleEndian(bytes) => out.bytes(bytes),
        }
    }

    fn parse(input: &mut Reader<'a>) -> Result<Self, ScaleError> {
        let len = input.length(2)?;
        input.bytes(len.saturating_mul(2)).map(|bytes| Self(Place::LittleEndian(bytes)))
    }
}
