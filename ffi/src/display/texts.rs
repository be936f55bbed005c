//! All cards at once: going through them takes time in proportion to their number, where fetching each by its index takes
//! that for every one.

use nanotao::display::Card;
use nanotao::scale::Writer;

use crate::fault::Fault;
use crate::memory::Output;
use crate::status::NANOTAO_BUFFER_TOO_SMALL;
use crate::text;

/// Writes label and value of each card, every one with a NUL after it. `go` goes through all cards and is called twice.
pub(super) fn write(
    out: &mut Output<u8>,
    mut go: impl FnMut(&mut dyn FnMut(&Card<'_>)),
) -> Result<(), Fault> {
    let mut needed = 0_usize;
    go(&mut |card| {
        let texts = text::count(&card.label).saturating_add(text::count(&card.value));
        needed = needed.saturating_add(texts).saturating_add(2);
    });
    let mut writer = Writer::new(out.buffer(needed)?);
    let mut written = Ok(());
    go(&mut |card| {
        for text in [&card.label as &dyn core::fmt::Display, &card.value] {
            written = written.and_then(|()| text::append(&mut writer, text));
        }
    });
    // The buffer holds what was counted.
    written.map_err(|_| NANOTAO_BUFFER_TOO_SMALL)?;
    out.set_len(needed);
    Ok(())
}
