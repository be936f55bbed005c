//! What a command prints.

use std::path::Path;

use nanotao_host::decode::Description;
use nanotao_host::{Kind, Result, files};
use serde_json::Value;

/// A result in both its forms, and whether it is a yes.
pub(crate) struct Answer {
    text: String,
    json: Value,
    yes: bool,
}

impl Answer {
    /// A yes.
    pub(crate) fn new(text: impl Into<String>, json: Value) -> Self {
        Self { text: text.into(), json, yes: true }
    }

    /// The same with another answer than yes.
    pub(crate) fn with_verdict(self, yes: bool) -> Self {
        Self { yes, ..self }
    }

    /// What goes to standard output.
    pub(crate) fn print(&self, json: bool) -> String {
        let mut text = if json { format!("{:#}", self.json) } else { self.text.clone() };
        if !text.is_empty() && !text.ends_with('\n') {
            text.push('\n');
        }
        text
    }

    /// What the command ends with.
    pub(crate) const fn exit_code(&self) -> u8 {
        if self.yes { 0 } else { Kind::No as u8 }
    }

    /// Writes `content` into a file, if one is named, and says so instead of printing it.
    pub(crate) fn stored(self, path: Option<&Path>, content: &str) -> Result<Self> {
        let Some(path) = path else { return Ok(self) };
        files::write(path, format!("{}\n", content.trim_end()).as_bytes())?;
        Ok(Self { text: format!("written to {}", path.display()), ..self })
    }
}

impl From<&Description> for Answer {
    fn from(fields: &Description) -> Self {
        Self::new(fields.to_string(), fields.to_json())
    }
}
