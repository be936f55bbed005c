//! What a command prints.

use std::io::{self, Write};

use nanotao::BlockNumber;
use nanotao::extrinsic::{SignedExtrinsic, Verified};
use nanotao_host::decode::{Description, describe_signed, describe_verified_call};
use nanotao_host::text::to_hex;
use nanotao_host::{Error, Kind, Result};
use serde_json::Value;

use crate::output::Target;

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

    /// Adds fields to the JSON form, which is an object.
    pub(crate) fn with(mut self, fields: Value) -> Self {
        if let (Value::Object(all), Value::Object(more)) = (&mut self.json, fields) {
            all.extend(more);
        }
        self
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

    /// A signed extrinsic: hex for whoever sends it, and with `decoded` its fields on standard error.
    pub(crate) fn extrinsic(
        bytes: &[u8],
        verified: &Verified<'_>,
        current: Option<BlockNumber>,
        decoded: bool,
        output: Option<Target<'_>>,
    ) -> Result<Self> {
        let payload = verified.payload();
        let call = describe_verified_call(verified)?;
        let fields = describe_signed(bytes, &SignedExtrinsic::parse(bytes)?, call, current);
        let hex = to_hex(bytes);
        let mut all = Description::default();
        all.text("extrinsic", &hex)
            .text("payload", to_hex(payload.as_bytes()))
            .text("signed_message", to_hex(payload.message().as_ref()));
        if decoded {
            note(fields.to_string().trim_end())?;
        }
        all.group("decoded", fields);
        // Signing again may take a person at a device: what is signed is not lost with the file.
        Self::new(&hex, all.to_json())
            .stored(output, &hex)
            .map_err(|error| error.remedy(format_args!("it is signed; this is the extrinsic: {hex}")))
    }

    /// Writes `content` into a file, if one is named, and says so instead of printing it.
    pub(crate) fn stored(self, target: Option<Target<'_>>, content: &str) -> Result<Self> {
        let Some(target) = target else { return Ok(self) };
        let text = if target.is_standard() {
            content.to_owned()
        } else {
            format!("written to {}", target.write(&format!("{}\n", content.trim_end()))?)
        };
        Ok(Self { text, ..self })
    }
}

/// Tells the person at the terminal something that is no result.
pub(crate) fn note(text: &str) -> Result<()> {
    writeln!(io::stderr(), "{text}")
        .map_err(|error| Error::io(format_args!("cannot write to the terminal: {error}")))
}

impl From<&Description> for Answer {
    fn from(fields: &Description) -> Self {
        Self::new(fields.to_string(), fields.to_json())
    }
}
