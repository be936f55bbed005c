//! Values of storage: from SCALE, and from JSON.

use nanotao::fixed::{I96F32, U64F64, U96F32};
use nanotao::scale::{Reader, Scale, ScaleError};
use nanotao::{AlphaBalance, TaoBalance};
use serde::Deserialize;
use serde_json::Value;

use crate::text::{Integer, hex};
use crate::{Error, Result};

/// A type of a storage item.
pub(super) trait Stored: Sized {
    /// Its name on the chain.
    const TYPE: &'static str;
    /// How many bytes it has in storage.
    const LEN: usize = size_of::<Self>();

    /// Takes the SCALE form.
    fn parse(input: &mut Reader<'_>) -> Result<Self, ScaleError>;

    /// Takes a decoded value.
    fn decoded(value: &Value) -> Result<Self>;

    /// Takes the hex of a stored value: all of it, and nothing else.
    fn raw(value: &Value) -> Result<Self> {
        let Value::String(text) = value else {
            return Err(Error::input(format_args!("{value} is no text"))
                .remedy("give the value as `state_getStorage` does: \"0x…\", or null if nothing is stored"));
        };
        let bytes = hex(text)?;
        if bytes.len() != Self::LEN {
            let (needed, found) = (Self::LEN, bytes.len());
            let kind = Self::TYPE;
            return Err(Error::input(format_args!("{kind} takes {needed} bytes, {found} were given"))
                .remedy("give all of what `state_getStorage` gives, in the item's own type"));
        }
        let mut input = Reader::new(&bytes);
        let value = Self::parse(&mut input)?;
        input.finish()?;
        Ok(value)
    }
}

impl Stored for bool {
    const TYPE: &'static str = "bool";

    fn parse(input: &mut Reader<'_>) -> Result<Self, ScaleError> {
        Scale::parse(input)
    }

    fn decoded(value: &Value) -> Result<Self> {
        value.as_bool().ok_or_else(|| Error::input(format_args!("{value} is neither true nor false")))
    }
}

macro_rules! integers {
    ($($int:ty),*) => {$(
        impl Stored for $int {
            const TYPE: &'static str = stringify!($int);

            fn parse(input: &mut Reader<'_>) -> Result<Self, ScaleError> {
                Scale::parse(input)
            }

            fn decoded(value: &Value) -> Result<Self> {
                Integer::deserialize(value).map(|integer: Integer<Self>| integer.0).map_err(Error::input)
            }
        }
    )*};
}

integers!(u16, u64);

macro_rules! balances {
    ($($balance:ident),*) => {$(
        impl Stored for $balance {
            const TYPE: &'static str = stringify!($balance);

            fn parse(input: &mut Reader<'_>) -> Result<Self, ScaleError> {
                Scale::parse(input)
            }

            fn decoded(value: &Value) -> Result<Self> {
                u64::decoded(value).map(Self)
            }
        }
    )*};
}

balances!(TaoBalance, AlphaBalance);

macro_rules! fixed {
    ($($fixed:ident($bits:ty)),*) => {$(
        impl Stored for $fixed {
            const TYPE: &'static str = stringify!($fixed);

            fn parse(input: &mut Reader<'_>) -> Result<Self, ScaleError> {
                Scale::parse(input)
            }

            /// A decimal number, which is rounded to what the type can hold, or `{"bits": …}`, exactly.
            fn decoded(value: &Value) -> Result<Self> {
                let text = match value {
                    Value::Object(object) => return bits(object).map(|bits: Integer<$bits>| Self::from_bits(bits.0)),
                    Value::String(text) => text.clone(),
                    Value::Number(number) => number.to_string(),
                    _ => return Err(Error::input(format_args!("{value} is no number"))),
                };
                text.parse().map_err(|error| {
                    let kind = Self::TYPE;
                    Error::input(format_args!("{text:?} is no number that {kind} can hold: {error}"))
                        .remedy("write a decimal number, or {\"bits\": …} for the exact value")
                })
            }
        }
    )*};
}

fixed!(I96F32(i128), U64F64(u128), U96F32(u128));

fn bits<T>(object: &serde_json::Map<String, Value>) -> Result<Integer<T>>
where
    for<'de> Integer<T>: Deserialize<'de>,
{
    only(object, "bits").and_then(|bits| Integer::deserialize(bits).map_err(Error::input))
}

/// The one field of an object.
fn only<'a>(object: &'a serde_json::Map<String, Value>, name: &str) -> Result<&'a Value> {
    match (object.get(name), object.len()) {
        (Some(value), 1) => Ok(value),
        _ => Err(Error::input(format_args!("`{name}` is needed here, and nothing else"))),
    }
}

/// The weights of a pool (`Balancer`): that of TAO, of 10⁻¹⁸s.
#[derive(Clone, Copy, Debug)]
pub(super) struct Balancer(pub(super) u64);

impl Stored for Balancer {
    const TYPE: &'static str = "Balancer";

    fn parse(input: &mut Reader<'_>) -> Result<Self, ScaleError> {
        Scale::parse(input).map(Self)
    }

    fn decoded(value: &Value) -> Result<Self> {
        let Value::Object(object) = value else {
            return Err(Error::input(format_args!("{value} is no balancer")).remedy("write {\"quote\": …}"));
        };
        u64::decoded(only(object, "quote")?).map(Self)
    }
}
