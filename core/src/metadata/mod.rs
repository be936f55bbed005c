//! RFC-78: calls decoded by types whose digest the payload signs, in bounded memory.

mod error;
mod tables;
mod types;

pub use error::MetadataError;
pub use tables::Table;
pub use types::{Field, Fields, Type, TypeDef, TypeRef, Types, Variant};

/// Deepest nesting of types that is read: eight calls within each other, and what the innermost one takes.
pub const MAX_DEPTH: usize = 40;
