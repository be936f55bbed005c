//! Texts for the caller: counted first, then written, so that a text is there as a whole or not at all.

use core::fmt::{self, Display, Write};

use nanotao::hashing::Blake2b256;
use nanotao::scale::Writer;

use crate::fault::Fault;
use crate::memory::Output;
use crate::status::NANOTAO_BUFFER_TOO_SMALL;

/// Writes each text and a NUL into its buffer. If one does not fit, all lengths are told and nothing else is written.
pub(crate) fn write(texts: &mut [(&mut Output<u8>, &dyn Display)]) -> Result<(), Fault> {
    let mut fits = true;
    for (out, text) in texts.iter_mut() {
        let len = count(text);
        out.set_len(len);
        fits &= len < out.cap();
    }
    if !fits {
        return Err(NANOTAO_BUFFER_TOO_SMALL.into());
    }
    for (out, text) in texts.iter_mut() {
        let buffer = out.buffer(count(text).saturating_add(1))?;
        // The buffer holds what was counted.
        append(&mut Writer::new(buffer), text).map_err(|_| NANOTAO_BUFFER_TOO_SMALL)?;
    }
    Ok(())
}

/// Adds a text and a NUL to what is hashed.
pub(crate) fn hash(hasher: &mut Blake2b256, text: &dyn Display) {
    // Hashing cannot fail, and no text of the core's does.
    let _ = write!(Hash(hasher), "{text}\0");
}

/// Appends a text and a NUL to what was written before: there has to be room for it.
pub(crate) fn append(out: &mut Writer<'_>, text: &dyn Display) -> fmt::Result {
    write!(Fill(out), "{text}\0")
}

/// Bytes of a text.
pub(crate) fn count(text: &dyn Display) -> usize {
    let mut count = Count(0);
    let _ = write!(count, "{text}");
    count.0
}

struct Count(usize);

impl Write for Count {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        self.0 = self.0.saturating_add(text.len());
        Ok(())
    }
}

struct Fill<'a, 'b>(&'a mut Writer<'b>);

impl Write for Fill<'_, '_> {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        self.0.bytes(text.as_bytes()).map_err(|_| fmt::Error)
    }
}

struct Hash<'a>(&'a mut Blake2b256);

impl Write for Hash<'_> {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        self.0.update(text.as_bytes());
        Ok(())
    }
}
