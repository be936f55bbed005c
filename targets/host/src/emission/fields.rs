//! Files of named fields.

use serde::de::DeserializeOwned;

use crate::{Error, Result, files};

/// What helps against any mistake in a file.
pub(super) const REMEDY: &str = "docs/emission.md lists fields and items, and what each can be";

/// Reads a file of named fields, or standard input for `-`.
pub(super) fn read<T: DeserializeOwned>(path: &str) -> Result<T> {
    parse(&files::read_rows(path)?).map_err(|error| error.context(path))
}

/// Reads the text of such a file. An error names the field by its path.
pub(super) fn parse<T: DeserializeOwned>(json: &[u8]) -> Result<T> {
    let mut deserializer = serde_json::Deserializer::from_slice(json);
    let read = serde_path_to_error::deserialize(&mut deserializer).map_err(|error| {
        let path = error.path().to_string();
        let place = if path == "." { String::new() } else { format!("{path}: ") };
        Error::input(format_args!("{place}{}", error.inner()))
    });
    let read = read.and_then(|read| deserializer.end().map(|()| read).map_err(Error::input));
    read.map_err(|error| error.remedy_if_none(REMEDY))
}
