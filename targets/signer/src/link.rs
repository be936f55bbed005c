//! The framing of the serial line: Speculos's, `u32 length ‖ APDU` one way and `u32 length ‖ data ‖ status word` the
//! other, where the length of an answer leaves out the status word.
//!
//! A frame that is too long is read to its end and then refused, so the next one is found where it begins. Where that
//! cannot work (a length that no frame has, bytes damaged on the line, a sender who stops halfway) everything is
//! dropped until the line falls silent.

use zeroize::Zeroize;

use crate::protocol::{HEADER_LEN, MAX_DATA, StatusWord};

/// Bytes of the longest APDU.
pub const MAX_APDU: usize = HEADER_LEN + MAX_DATA;

/// After so many milliseconds without a byte, a frame that was begun is dropped.
pub const STALL_MS: u32 = 30_000;

/// The line counts as silent after so many milliseconds without a byte.
pub const SILENCE_MS: u32 = 1_000;

/// A length above this one is no length: the line is out of step.
const MAX_SKIP: u32 = 0xffff;

/// The receiving end.
pub struct Link {
    apdu: [u8; MAX_APDU],
    state: State,
    last_byte: u32,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    /// So many bytes of the length have come.
    Length { bytes: [u8; 4], have: usize },
    /// So many bytes of the APDU have come.
    Apdu { len: usize, have: usize },
    /// So many bytes of a frame that is too long are still to come.
    Skip { left: u32 },
    /// Out of step: waiting for silence.
    Noise { answer: StatusWord },
}

const START: State = State::Length { bytes: [0; 4], have: 0 };

/// What a byte, or the lack of one, has led to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Received {
    /// Nothing yet.
    Nothing,
    /// An APDU of so many bytes.
    Apdu(usize),
    /// A frame that is no APDU, and is to be answered with this word.
    Refused(StatusWord),
}

impl Link {
    /// Waits for the first frame.
    pub const fn new() -> Self {
        Self { apdu: [0; MAX_APDU], state: START, last_byte: 0 }
    }

    /// Takes a byte.
    pub fn push(&mut self, byte: u8, now: u32) -> Received {
        self.last_byte = now;
        match &mut self.state {
            State::Length { bytes, have } => {
                if let Some(slot) = bytes.get_mut(*have) {
                    *slot = byte;
                }
                *have = have.saturating_add(1);
                if *have < bytes.len() {
                    return Received::Nothing;
                }
                let len = u32::from_be_bytes(*bytes);
                match usize::try_from(len) {
                    Ok(0) => self.refuse(),
                    Ok(len) if len <= MAX_APDU => self.go(State::Apdu { len, have: 0 }),
                    _ if len <= MAX_SKIP => self.go(State::Skip { left: len }),
                    _ => self.go(State::Noise { answer: StatusWord::WRONG_LENGTH }),
                }
            }
            State::Apdu { len, have } => {
                if let Some(slot) = self.apdu.get_mut(*have) {
                    *slot = byte;
                }
                *have = have.saturating_add(1);
                if have < len {
                    return Received::Nothing;
                }
                let len = *len;
                self.state = START;
                Received::Apdu(len)
            }
            State::Skip { left } => {
                *left = left.saturating_sub(1);
                if *left > 0 { Received::Nothing } else { self.refuse() }
            }
            State::Noise { .. } => Received::Nothing,
        }
    }

    /// Bytes were lost or damaged: what follows cannot be told apart until the line falls silent.
    pub fn lost(&mut self, now: u32) {
        self.last_byte = now;
        self.wipe();
        self.state = State::Noise { answer: StatusWord::STALLED };
    }

    /// To be called while no byte comes: drops a frame that was begun and not gone on with.
    pub fn tick(&mut self, now: u32) -> Received {
        let silent_for = now.wrapping_sub(self.last_byte);
        let answer = match self.state {
            START => return Received::Nothing,
            State::Noise { answer } if silent_for >= SILENCE_MS => answer,
            _ if silent_for >= STALL_MS => StatusWord::STALLED,
            _ => return Received::Nothing,
        };
        self.wipe();
        self.state = START;
        Received::Refused(answer)
    }

    /// The APDU that has come. Only its first bytes, as many as [`Received::Apdu`] said, are of this one.
    pub fn apdu(&self, len: usize) -> &[u8] {
        self.apdu.get(..len).unwrap_or_default()
    }

    /// Forgets the APDU, which may have held a secret.
    pub fn wipe(&mut self) {
        self.apdu.zeroize();
    }

    fn go(&mut self, state: State) -> Received {
        self.state = state;
        Received::Nothing
    }

    fn refuse(&mut self) -> Received {
        self.state = START;
        Received::Refused(StatusWord::WRONG_LENGTH)
    }
}

impl Default for Link {
    fn default() -> Self {
        Self::new()
    }
}

#[cfg(test)]
mod tests {
    use super::{Link, MAX_APDU, Received, SILENCE_MS, STALL_MS};
    use crate::protocol::StatusWord;
    use std::vec::Vec;

    fn push(link: &mut Link, bytes: &[u8]) -> Vec<Received> {
        bytes.iter().map(|byte| link.push(*byte, 0)).filter(|got| *got != Received::Nothing).collect()
    }

    #[test]
    fn frames_come_out_as_they_went_in() {
        let mut link = Link::new();
        for len in [1, 5, MAX_APDU] {
            let apdu: Vec<u8> = (0..len).map(|index| index as u8).collect();
            let frame = [&(len as u32).to_be_bytes()[..], &apdu].concat();
            assert_eq!(push(&mut link, &frame), [Received::Apdu(len)]);
            assert_eq!(link.apdu(len), apdu);
        }
    }

    #[test]
    fn a_frame_that_is_empty_or_too_long_is_refused_and_the_next_one_is_found() {
        let mut link = Link::new();
        for len in [0, MAX_APDU + 1, 0xffff] {
            let mut frames = (len as u32).to_be_bytes().to_vec();
            frames.resize(4 + len, 0xaa);
            frames.extend([0, 0, 0, 1, 7]);
            let expected = [Received::Refused(StatusWord::WRONG_LENGTH), Received::Apdu(1)];
            assert_eq!(push(&mut link, &frames), expected, "{len}");
        }
    }

    #[test]
    fn a_frame_that_stops_at_any_byte_is_dropped_after_30_seconds() {
        let frame = [0, 0, 0, 5, 1, 2, 3, 4, 5];
        let mut link = Link::new();
        for end in 1..frame.len() {
            assert_eq!(push(&mut link, &frame[..end]), []);
            assert_eq!(link.tick(STALL_MS - 1), Received::Nothing);
            assert_eq!(link.tick(STALL_MS), Received::Refused(StatusWord::STALLED));
            assert_eq!(link.apdu(MAX_APDU), [0; MAX_APDU]);
            assert_eq!(push(&mut link, &frame), [Received::Apdu(5)]);
        }
        assert_eq!(link.tick(STALL_MS), Received::Nothing, "an idle line is no stall");
    }

    #[test]
    fn a_line_out_of_step_is_answered_once_it_is_silent() {
        let mut link = Link::new();
        assert_eq!(push(&mut link, &[0x7f, 1, 2, 3, 4, 5, 6, 7, 8, 9]), []);
        assert_eq!(link.tick(SILENCE_MS - 1), Received::Nothing);
        assert_eq!(link.tick(SILENCE_MS), Received::Refused(StatusWord::WRONG_LENGTH));
        assert_eq!(push(&mut link, &[0, 0, 0, 1, 7]), [Received::Apdu(1)]);
        push(&mut link, &[0, 0, 0, 5, 1]);
        link.lost(0);
        assert_eq!(link.tick(SILENCE_MS), Received::Refused(StatusWord::STALLED));
    }
}
