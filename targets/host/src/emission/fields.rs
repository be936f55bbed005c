//! Files of named fields.

use serde::de::DeserializeOwned;

use crate::{Error, Result, files};

/// Reads a file of named fields, or standard input for `-`.
pub(super) fn read<T: DeserializeOwned>(path: &str) -> Result<T> {
    parse(&files::read_rows(path)?).map_err(|error| error.context(path))
}

/// Reads the text of such a file. An error names the field by its path.
pub(super) fn parse<T: DeserializeOwned>(json: &[u8]) -> Result<T> {
    let mut deserializer = serde_json::Deserializer::from_slice(json);
    let read = serde_path_to_error::deserialize(&mut deserializer);
    let read = read.map_err(|error| {
        let path = error.path().to_string();
        let place = if path == "." { String::new() } else { format!("{path}: ") };
        Error::input(format_args!("{place}{}", error.inner())).remedy("docs/emission.md lists the fields")
    })?;
    deserializer.end().map_err(Error::input)?;
    Ok(read)
}
