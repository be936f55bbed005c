//! Runs vectors on a board. The host sends one case at a time and gets the verdict.
//!
//! Both ways a frame is `u32 big-endian length ‖ that many bytes`. A request is the JSON object
//! `{"file": .., "section": .., "case": ..}`, the answer is text: `ok`, `excepted: why`, `fail: why`,
//! `unsupported` or `unknown`. A case that panics is answered too ([`answer_panic`]); then the board starts over.
//!
//! This is the only firmware of nanotao with an allocator: it reads JSON of any shape.
#![no_std]

extern crate alloc;

use alloc::{
    format,
    string::{String, ToString as _},
    vec,
};
use core::{fmt::Write as _, panic::PanicInfo};

use embedded_io::{Read, ReadExactError, Write};
use serde_json::Value;

/// Requests longer than this are read to their end and refused.
const LONGEST_REQUEST: usize = 1 << 20;

/// Answers requests for as long as the line works.
///
/// # Errors
/// The first error of the line.
pub fn serve<S: Read + Write>(serial: &mut S) -> Result<(), ReadExactError<S::Error>> {
    loop {
        let mut length = [0; 4];
        serial.read_exact(&mut length)?;
        let length = u32::from_be_bytes(length) as usize;
        let verdict = if length > LONGEST_REQUEST {
            skip(serial, length)?;
            format!("fail: a request of {length} bytes; at most {LONGEST_REQUEST} fit")
        } else {
            let mut request = vec![0; length];
            serial.read_exact(&mut request)?;
            judge(&request)
        };
        answer(serial, verdict.as_bytes()).map_err(ReadExactError::Other)?;
    }
}

fn skip<S: Read>(serial: &mut S, mut length: usize) -> Result<(), ReadExactError<S::Error>> {
    let mut hole = [0; 64];
    while length > 0 {
        let part = hole.get_mut(..length.min(64)).unwrap_or_default();
        serial.read_exact(part)?;
        length -= part.len();
    }
    Ok(())
}

fn judge(request: &[u8]) -> String {
    let request: Value = match serde_json::from_slice(request) {
        Ok(request) => request,
        Err(error) => return format!("fail: the request is no JSON: {error}"),
    };
    let text = |name: &str| request.get(name).and_then(Value::as_str).unwrap_or_default();
    let case = request.get("case").unwrap_or(&Value::Null);
    nanotao_tests::run(text("file"), text("section"), case).to_string()
}

fn answer<S: Write>(serial: &mut S, text: &[u8]) -> Result<(), S::Error> {
    serial.write_all(&(text.len() as u32).to_be_bytes())?;
    serial.write_all(text)?;
    serial.flush()
}

/// Answers the case that panicked. Needs no allocator: the panic may be the allocator's own.
pub fn answer_panic<S: Write>(serial: &mut S, info: &PanicInfo<'_>) {
    let mut text = heapless::String::<256>::new();
    // A message that does not fit is cut: the place comes first.
    let _ = write!(text, "fail: {info}");
    let _ = answer(serial, text.as_bytes());
}
