//! RFC-78: calls decoded by types whose digest the payload signs, in bounded memory.
//!
//! A [`Proof`] is read in place, from the bytes that a wallet sends along with a payload. The [`Decoder`] walks a call by
//! it, or by anything else that describes [`Types`], and hands out one [`Item`] after the other with its [`Path`].

mod decoder;
mod error;
mod leaf;
mod proof;
mod tables;
mod types;

pub use decoder::{Decoded, Decoder, Item, Path, Step};
pub use error::MetadataError;
pub use proof::{ExtraInfo, Proof};
pub use tables::Table;
pub use types::{Field, Fields, Type, TypeDef, TypeRef, Types, Variant};

/// Deepest nesting of types that is read: eight calls within each other, and what the innermost one takes.
pub const MAX_DEPTH: usize = 40;
