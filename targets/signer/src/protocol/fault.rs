//! What is wrong with a request, for the host.

use core::fmt;

use nanotao::scale::{Reader, ScaleError, Writer};

/// The data that goes with [`StatusWord::INVALID`](super::StatusWord::INVALID): `code u32 ‖ position u32 ‖ text`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Fault<'a> {
    /// The error's number, the same in every release.
    pub code: u32,
    /// The byte or the element at fault, counted from 0.
    pub position: u32,
    /// The error in plain English.
    pub text: &'a str,
}

impl<'a> Fault<'a> {
    /// Writes an error into `out`; a text that does not fit is cut at the end.
    pub(crate) fn write(code: u32, position: usize, error: &dyn fmt::Display, out: &'a mut [u8]) -> &'a [u8] {
        let mut text = Text(Writer::new(out));
        let position = u32::try_from(position).unwrap_or(u32::MAX);
        for number in [code, position] {
            // The buffer of an answer holds eight bytes.
            let _ = text.0.bytes(&number.to_be_bytes());
        }
        let _ = fmt::Write::write_fmt(&mut text, format_args!("{error}"));
        text.0.finish()
    }

    /// Reads an answer's data.
    ///
    /// # Errors
    /// [`ScaleError::UnexpectedEnd`].
    pub fn parse(bytes: &'a [u8]) -> Result<Self, ScaleError> {
        let mut input = Reader::new(bytes);
        let code = u32::from_be_bytes(input.array()?);
        let position = u32::from_be_bytes(input.array()?);
        Ok(Self { code, position, text: core::str::from_utf8(input.rest()).unwrap_or_default() })
    }
}

struct Text<'a>(Writer<'a>);

impl fmt::Write for Text<'_> {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        text.bytes().try_for_each(|byte| self.0.bytes(&[byte]).map_err(|_| fmt::Error))
    }
}
