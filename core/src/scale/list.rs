//! Lists that lie where they came from.

use super::{Reader, Scale, ScaleError, Writer, compact_len};

/// A `Vec<T>` that lies where it came from: in a slice of the caller's, or in SCALE bytes.
#[derive(Clone, Copy, Debug)]
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
pub enum List<'a, T> {
    /// A slice.
    Native(&'a [T]),
    /// What [`Scale::parse`] found: so many elements, in these bytes.
    Encoded {
        /// Number of elements.
        len: usize,
        /// The elements, without their number.
        bytes: &'a [u8],
    },
}

impl<'a, T: Copy + Scale<'a>> List<'a, T> {
    /// Number of elements.
    pub fn len(&self) -> usize {
        match self {
            Self::Native(slice) => slice.len(),
            Self::Encoded { len, .. } => *len,
        }
    }

    /// Tells whether there is no element.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The elements in order.
    pub fn iter(&self) -> impl Iterator<Item = T> + use<'a, T> {
        let (slice, mut input) = match *self {
            Self::Native(slice) => (slice, Reader::new(&[])),
            Self::Encoded { bytes, .. } => (&[][..], Reader::new(bytes)),
        };
        let parsed = core::iter::from_fn(move || T::parse(&mut input).ok());
        slice.iter().copied().chain(parsed).take(self.len())
    }
}

impl<'a, T> From<&'a [T]> for List<'a, T> {
    fn from(slice: &'a [T]) -> Self {
        Self::Native(slice)
    }
}

impl<'a, T: Copy + PartialEq + Scale<'a>> PartialEq for List<'a, T> {
    fn eq(&self, other: &Self) -> bool {
        self.len() == other.len() && self.iter().eq(other.iter())
    }
}

impl<'a, T: Copy + Eq + Scale<'a>> Eq for List<'a, T> {}

impl<'a, T: Copy + Scale<'a>> Scale<'a> for List<'a, T> {
    fn encoded_len(&self) -> usize {
        let elements = match self {
            Self::Native(slice) => {
                slice.iter().fold(0, |len: usize, element| len.saturating_add(element.encoded_len()))
            }
            Self::Encoded { bytes, .. } => bytes.len(),
        };
        compact_len(self.len() as u64).saturating_add(elements)
    }

    fn encode(&self, out: &mut Writer<'_>) -> Result<(), ScaleError> {
        out.compact(self.len() as u64)?;
        match self {
            Self::Native(slice) => slice.iter().try_for_each(|element| element.encode(out)),
            Self::Encoded { bytes, .. } => out.bytes(bytes),
        }
    }

    fn parse(input: &mut Reader<'a>) -> Result<Self, ScaleError> {
        let len = input.length(1)?;
        let (start, whole) = (input.offset(), input.rest());
        (0..len).try_for_each(|_| T::parse(input).map(|_| ()))?;
        let bytes = whole.get(..input.offset().saturating_sub(start)).unwrap_or_default();
        Ok(Self::Encoded { len, bytes })
    }
}

/// A `Vec<u16>` with access to each element: what weights are made of. It lies in a slice of the caller's, or in SCALE
/// bytes (which need not be aligned).
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
