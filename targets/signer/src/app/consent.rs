//! Showing cards and waiting for the user's word.

use embedded_io::ReadReady;

use crate::board::{Board, Clock, Key, Keypad};
use crate::display::{Deck, Screen, ScreenFailed, draw_page, draw_question, page_count};

/// A key counts once its line has been steady for so many milliseconds.
pub const DEBOUNCE_MS: u32 = 15;

/// How the question ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
pub(super) enum Consent {
    /// Every page was shown, and the user said yes.
    Approved,
    /// The user said no.
    Rejected,
    /// Nobody pressed a key in time.
    NoAnswer,
    /// The host has sent something else: nobody waits for this answer any more.
    Abandoned,
}

/// Shows all pages of `deck` and asks.
pub(super) fn ask<S: ReadReady, D: Screen, K: Keypad, T: Clock, N>(
    board: &mut Board<'_, S, D, K, T, N>,
    deck: &mut dyn Deck,
    timeout_ms: u32,
) -> Result<Consent, ScreenFailed> {
    let pages = page_count(deck);
    let mut keys = Debounce::new(&mut board.keypad);
    let mut page = 0;
    let mut drawn = None;
    let mut last_key = board.clock.millis();
    loop {
        if drawn != Some(page) {
            if page < pages {
                draw_page(&mut board.screen, deck, page, pages)?;
            } else {
                draw_question(&mut board.screen, deck, pages)?;
            }
            drawn = Some(page);
            // A key that went down before this page could be read is no answer to it.
            keys = Debounce::new(&mut board.keypad);
            info!("page {=usize} of {=usize}", page.saturating_add(1), pages.saturating_add(1));
        }
        let now = board.clock.millis();
        // An error on the line is as good as a byte: whoever sends does not wait.
        if board.serial.read_ready().unwrap_or(true) {
            return Ok(Consent::Abandoned);
        }
        match keys.poll(&mut board.keypad, now) {
            Some(key) => {
                last_key = now;
                match key {
                    Key::Up => return Ok(Consent::Rejected),
                    Key::Left => page = page.saturating_sub(1),
                    Key::Right | Key::Down => page = page.saturating_add(1).min(pages),
                    Key::Select if page == pages => return Ok(Consent::Approved),
                    Key::Select => {}
                }
            }
            None if now.wrapping_sub(last_key) >= timeout_ms => return Ok(Consent::NoAnswer),
            None => board.clock.idle(),
        }
    }
}

/// Keys without their bouncing, from the moment when a page is on the screen. A press counts when the key is released,
/// and only if it was seen to go down: one that is held from before has to be let go first.
struct Debounce {
    keys: [Line; 5],
}

#[derive(Clone, Copy, Default)]
struct Line {
    steady: bool,
    seen: bool,
    since: u32,
    went_down: bool,
}

impl Debounce {
    /// Takes the keys as they are for steady, and one that cannot be read for held.
    fn new<K: Keypad>(keypad: &mut K) -> Self {
        let line = |key| {
            let pressed = keypad.is_pressed(key).unwrap_or(true);
            Line { steady: pressed, seen: pressed, since: 0, went_down: false }
        };
        Self { keys: Key::ALL.map(line) }
    }

    /// The key that was released, if any was.
    fn poll<K: Keypad>(&mut self, keypad: &mut K, now: u32) -> Option<Key> {
        Key::ALL.into_iter().zip(&mut self.keys).find_map(|(key, line)| {
            let pressed = keypad.is_pressed(key)?;
            if pressed != line.seen {
                line.seen = pressed;
                line.since = now;
            }
            if line.seen == line.steady || now.wrapping_sub(line.since) < DEBOUNCE_MS {
                return None;
            }
            line.steady = line.seen;
            let counts = line.went_down && !line.steady;
            line.went_down = line.steady;
            counts.then_some(key)
        })
    }
}
