//! Calls decoded by what describes their types, in bounded memory.
//!
//! The [`Decoder`] walks a call by anything that describes [`Types`], and hands out one [`Item`] after the other with its
//! [`Path`]. There are two descriptions: the [`Table`] of a spec version, kept in flash, and with the feature `metadata`
//! a `Proof` (RFC-78), whose digest the payload signs; it is read in place, from the bytes that a wallet sends along. The
//! other way, a [`Table`] writes any of its calls from what is [`Given`] for its arguments.

mod decoder;
mod described;
mod encoder;
mod error;
#[cfg(feature = "metadata")]
mod leaf;
#[cfg(feature = "metadata")]
mod leaves;
#[cfg(feature = "metadata")]
mod proof;
mod tables;
mod types;

pub use decoder::{Decoded, Decoder, Item, Part, Path, Place, Step};
pub use described::{Described, KnownTypes};
pub use encoder::{Arg, EncodeError, Given, Misfit, Value};
pub use error::MetadataError;
#[cfg(feature = "metadata")]
pub use leaves::Leaves;
#[cfg(feature = "metadata")]
pub(crate) use proof::ExtensionType;
#[cfg(feature = "metadata")]
pub use proof::{ExtraInfo, Proof};
pub use tables::Table;
pub use types::{Field, Fields, Type, TypeDef, TypeRef, Types, Variant};

/// Deepest nesting of types that is read: eight calls within each other, and what the innermost one takes.
pub const MAX_DEPTH: usize = 40;
