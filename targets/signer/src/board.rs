//! What the application needs of a board.

use embedded_hal::digital::InputPin;
use rand_core::CryptoRngCore;

/// Everything that a board brings.
pub struct Board<'m, Serial, Screen, Keys, Time, Store> {
    /// The line to the host.
    pub serial: Serial,
    /// What the user sees.
    pub screen: Screen,
    /// What the user presses.
    pub keypad: Keys,
    /// Time since boot.
    pub clock: Time,
    /// Where the key lies.
    pub store: Store,
    /// A source of randomness to hedge signatures with. Without one they are deterministic.
    pub rng: Option<&'m mut dyn CryptoRngCore>,
    /// The most bytes of stack that were ever in use, where the board measures it.
    pub stack_high_water: Option<fn() -> u32>,
}

/// Time since boot.
pub trait Clock {
    /// Milliseconds since boot; wraps after 49 days.
    fn millis(&self) -> u32;

    /// Called when there is nothing to do. May sleep until an interrupt: a byte, a key or a tick.
    fn idle(&self) {}
}

/// A key of the device.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
pub enum Key {
    /// Rejects.
    Up,
    /// Next page, as right.
    Down,
    /// Previous page.
    Left,
    /// Next page.
    Right,
    /// Approves, on the last page.
    Select,
}

impl Key {
    /// All keys.
    pub const ALL: [Self; 5] = [Self::Up, Self::Down, Self::Left, Self::Right, Self::Select];
}

/// The keys as they are at this moment, bouncing and all.
pub trait Keypad {
    /// Tells whether `key` is held down; `None` if it cannot be read.
    fn is_pressed(&mut self, key: Key) -> Option<bool>;
}

/// Five pins with pull-ups: a line is low while its key is held down.
pub struct Pins<Up, Down, Left, Right, Select> {
    /// Rejects.
    pub up: Up,
    /// Next page.
    pub down: Down,
    /// Previous page.
    pub left: Left,
    /// Next page.
    pub right: Right,
    /// Approves.
    pub select: Select,
}

impl<Up, Down, Left, Right, Select> Keypad for Pins<Up, Down, Left, Right, Select>
where
    Up: InputPin,
    Down: InputPin,
    Left: InputPin,
    Right: InputPin,
    Select: InputPin,
{
    fn is_pressed(&mut self, key: Key) -> Option<bool> {
        match key {
            Key::Up => self.up.is_low().ok(),
            Key::Down => self.down.is_low().ok(),
            Key::Left => self.left.is_low().ok(),
            Key::Right => self.right.is_low().ok(),
            Key::Select => self.select.is_low().ok(),
        }
    }
}
