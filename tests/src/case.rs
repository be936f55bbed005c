//! Fields of a case, by type. Whatever is absent or of the wrong form becomes a failure with the field's name.

use crate::outcome::{Stop, fail};
use alloc::{format, string::String, vec::Vec};
use core::fmt::{Display, Write};
use serde_json::{Value, value::Index};

/// A JSON value of a vector file.
#[derive(Clone, Copy)]
pub(crate) struct Case<'a>(&'a Value);

/// A field's name or place.
pub(crate) trait Field: Index + Display + Copy {}
impl<T: Index + Display + Copy> Field for T {}

/// A form that a field can be read in.
pub(crate) trait Form<'a>: Sized {
    /// What the field must be, for the failure.
    const NAME: &'static str;
    fn read(value: &'a Value) -> Option<Self>;
}

impl<'a> Case<'a> {
    pub(crate) fn new(value: &'a Value) -> Self {
        Self(value)
    }

    pub(crate) fn value(self) -> &'a Value {
        self.0
    }

    /// The field, in the form that the caller asks for.
    pub(crate) fn get<T: Form<'a>>(self, field: impl Field) -> Result<T, Stop> {
        let Some(value) = self.0.get(field) else { return fail(format!("field {field} is missing")) };
        let Some(read) = T::read(value) else { return fail(format!("field {field} is not {}", T::NAME)) };
        Ok(read)
    }

    /// The field, or `None` where it is null.
    pub(crate) fn nullable<T: Form<'a>>(self, field: impl Field) -> Result<Option<T>, Stop> {
        match self.0.get(field) {
            Some(Value::Null) => Ok(None),
            _ => self.get(field).map(Some),
        }
    }

    /// The field, or `None` where it is absent.
    pub(crate) fn optional<T: Form<'a>>(self, field: impl Field) -> Result<Option<T>, Stop> {
        if self.has(field) { self.get(field).map(Some) } else { Ok(None) }
    }

    pub(crate) fn has(self, field: impl Field) -> bool {
        self.0.get(field).is_some()
    }
}

impl<'a> Form<'a> for Case<'a> {
    const NAME: &'static str = "a value";
    fn read(value: &'a Value) -> Option<Self> {
        Some(Self(value))
    }
}

impl<'a> Form<'a> for &'a str {
    const NAME: &'static str = "text";
    fn read(value: &'a Value) -> Option<Self> {
        value.as_str()
    }
}

impl<'a> Form<'a> for bool {
    const NAME: &'static str = "a bool";
    fn read(value: &'a Value) -> Option<Self> {
        value.as_bool()
    }
}

macro_rules! integers {
    ($($int:ty),*) => {$(
        /// A JSON number, or decimal text for the wide ones.
        impl<'a> Form<'a> for $int {
            const NAME: &'static str = concat!("an integer of the range of ", stringify!($int));
            fn read(value: &'a Value) -> Option<Self> {
                match value {
                    Value::String(text) => text.parse().ok(),
                    _ => value.as_i64().map(i128::from).or(value.as_u64().map(i128::from))?.try_into().ok(),
                }
            }
        }
    )*};
}

integers!(u8, u16, u32, u64, u128, usize, i16, i32, i64, i128);

impl<'a, T: Form<'a>> Form<'a> for Vec<T> {
    const NAME: &'static str = "a list of the right elements";
    fn read(value: &'a Value) -> Option<Self> {
        value.as_array()?.iter().map(T::read).collect()
    }
}

impl<'a, A: Form<'a>, B: Form<'a>> Form<'a> for (A, B) {
    const NAME: &'static str = "a pair";
    fn read(value: &'a Value) -> Option<Self> {
        match value.as_array()?.as_slice() {
            [first, second] => Some((A::read(first)?, B::read(second)?)),
            _ => None,
        }
    }
}

/// Bytes in hex, with or without `0x`.
pub(crate) struct Hex(pub(crate) Vec<u8>);

impl<'a> Form<'a> for Hex {
    const NAME: &'static str = "hex";
    fn read(value: &'a Value) -> Option<Self> {
        let text = value.as_str()?;
        let digits = text.strip_prefix("0x").unwrap_or(text).as_bytes();
        let digit = |byte: u8| char::from(byte).to_digit(16);
        let pairs = digits.chunks(2).map(|pair| match pair {
            [high, low] => u8::try_from(digit(*high)? << 4 | digit(*low)?).ok(),
            _ => None,
        });
        pairs.collect::<Option<_>>().map(Self)
    }
}

impl<'a, const N: usize> Form<'a> for [u8; N] {
    const NAME: &'static str = "hex of the right length";
    fn read(value: &'a Value) -> Option<Self> {
        Hex::read(value)?.0.try_into().ok()
    }
}

/// A double from its little-endian bytes in hex.
impl<'a> Form<'a> for f64 {
    const NAME: &'static str = "the hex of an f64";
    fn read(value: &'a Value) -> Option<Self> {
        <[u8; 8]>::read(value).map(f64::from_le_bytes)
    }
}

/// A float from its little-endian bytes in hex.
impl<'a> Form<'a> for f32 {
    const NAME: &'static str = "the hex of an f32";
    fn read(value: &'a Value) -> Option<Self> {
        <[u8; 4]>::read(value).map(f32::from_le_bytes)
    }
}

/// Hex text without `0x`.
pub(crate) fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut text, byte| {
        // Writing to a String cannot fail.
        let _ = write!(text, "{byte:02x}");
        text
    })
}

/// An account, in hex or as an address.
pub(crate) struct Account(pub(crate) nanotao::AccountId);

impl<'a> Form<'a> for Account {
    const NAME: &'static str = "an account";
    fn read(value: &'a Value) -> Option<Self> {
        if let Some(bytes) = Form::read(value) {
            return Some(Self(nanotao::AccountId(bytes)));
        }
        let (account, _) = nanotao::ss58::parse(value.as_str()?).ok()?;
        Some(Self(account))
    }
}
