//! Text broken into lines, with nothing left out.

use core::fmt;

/// Characters in a line of a page.
pub const COLUMNS: usize = 25;

/// Breaks what is written to it into lines of at most [`COLUMNS`] characters, between words where it can, and hands
/// each line to `put` with its number.
pub struct Wrap<Put> {
    line: heapless::Vec<char, COLUMNS>,
    count: usize,
    put: Put,
}

impl<Put: FnMut(usize, &[char])> Wrap<Put> {
    /// Starts with line 0.
    pub const fn new(put: Put) -> Self {
        Self { line: heapless::Vec::new(), count: 0, put }
    }

    /// Ends the last line, and gives the number of lines.
    pub fn finish(mut self) -> usize {
        if !self.line.is_empty() {
            self.end_line(self.line.len(), self.line.len());
        }
        self.count
    }

    /// Hands out the first `len` characters as a line, and goes on with those from `next` on.
    fn end_line(&mut self, len: usize, next: usize) {
        (self.put)(self.count, self.line.get(..len).unwrap_or_default());
        self.count = self.count.saturating_add(1);
        let rest: heapless::Vec<char, COLUMNS> = self.line.iter().skip(next).copied().collect();
        self.line = rest;
    }

    fn push(&mut self, character: char) {
        if self.line.is_full() {
            if character == ' ' {
                return self.end_line(COLUMNS, COLUMNS);
            }
            let (len, next) = self.break_before(character);
            self.end_line(len, next);
        }
        // There is room: the line has just been shortened if it was full.
        let _ = self.line.push(character);
    }

    /// Where a full line ends if `character` is to follow, and where the next one begins.
    fn break_before(&self, character: char) -> (usize, usize) {
        let following = self.line.iter().skip(1).chain(core::iter::once(&character));
        let places = self.line.iter().zip(following).enumerate().filter_map(|(index, (here, next))| {
            let after = index.saturating_add(1);
            match here {
                ' ' => Some((index, after)),
                // Between the parts of a name, not those of a number.
                '.' if next.is_ascii_alphabetic() => Some((after, after)),
                _ => None,
            }
        });
        places.last().filter(|(len, _)| *len > 0).unwrap_or((COLUMNS, COLUMNS))
    }
}

impl<Put: FnMut(usize, &[char])> fmt::Write for Wrap<Put> {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        text.chars().for_each(|character| self.push(character));
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::Wrap;
    use std::{fmt::Write as _, string::String, vec::Vec};

    fn lines(text: &str) -> Vec<String> {
        let mut lines = Vec::new();
        let mut wrap = Wrap::new(|index, line: &[char]| {
            assert_eq!(index, lines.len());
            lines.push(line.iter().collect());
        });
        wrap.write_str(text).unwrap();
        let count = wrap.finish();
        assert_eq!(count, lines.len());
        lines
    }

    #[test]
    fn words_stay_whole_where_they_fit() {
        assert_eq!(lines("Network: Bittensor mainnet"), ["Network: Bittensor", "mainnet"]);
        assert_eq!(lines("Call: SubtensorModule.set_weights"), ["Call: SubtensorModule.", "set_weights"]);
        assert_eq!(lines("exactly twenty-five chars and more"), ["exactly twenty-five chars", "and more"]);
        assert_eq!(lines(""), [""; 0]);
    }

    #[test]
    fn nothing_is_left_out() {
        let address = "5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY";
        assert_eq!(
            lines(&std::format!("Signer: {address}")),
            ["Signer:", "5GrwvaEF5zXb26Fz9rcQpDWS5", "7CtERHpNehXCPcNoHGKutQY"]
        );
        let digits: String = (0..1000).map(|digit| char::from(b'0' + (digit % 10) as u8)).collect();
        assert_eq!(lines(&digits).concat(), digits);
        assert_eq!(lines("12345678901234567890123.456789 TAO")[0], "12345678901234567890123.4");
    }
}
