//! How a request went.

use core::fmt;

/// The last two bytes of every answer. Ledger's number where it has one for the case.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
pub struct StatusWord(pub u16);

impl StatusWord {
    /// Done.
    pub const OK: Self = Self(0x9000);
    /// The key store failed; nothing is promised about what it holds.
    pub const STORE_FAILED: Self = Self(0x6581);
    /// The APDU is shorter or longer than it says, longer than any may be, or not as long as its instruction needs.
    pub const WRONG_LENGTH: Self = Self(0x6700);
    /// There is no key yet.
    pub const NO_KEY: Self = Self(0x6982);
    /// Nobody pressed a key in time.
    pub const NO_ANSWER: Self = Self(0x6985);
    /// The user said no.
    pub const REJECTED: Self = Self(0x6986);
    /// The request's content is at fault; the answer's data is a [`Fault`](super::Fault).
    pub const INVALID: Self = Self(0x6a80);
    /// The request's chunks are more than the device can hold.
    pub const TOO_LARGE: Self = Self(0x6a84);
    /// There is nothing to go on with: the request was not begun or was dropped, or the answer has been fetched.
    pub const NOTHING_PENDING: Self = Self(0x6a88);
    /// There is a key already.
    pub const HAS_KEY: Self = Self(0x6a89);
    /// P1 or P2 has no such value.
    pub const WRONG_PARAMETER: Self = Self(0x6b00);
    /// No such instruction.
    pub const UNKNOWN_INSTRUCTION: Self = Self(0x6d00);
    /// No such class.
    pub const UNKNOWN_CLASS: Self = Self(0x6e00);
    /// The device failed: its screen, or the check of the new signature.
    pub const DEVICE_FAILED: Self = Self(0x6f01);
    /// The APDU stopped halfway, or bytes were damaged; what came of it is dropped.
    pub const STALLED: Self = Self(0x6f02);

    /// The word that says `len` bytes are still to be fetched.
    pub fn more(len: usize) -> Self {
        Self(u16::from_be_bytes([0x61, u8::try_from(len).unwrap_or(u8::MAX)]))
    }

    /// Tells whether more data is to be fetched with [`GetResponse`](super::Instruction::GetResponse).
    pub const fn is_more(self) -> bool {
        self.0 >> 8 == 0x61
    }

    /// What it means, in plain English.
    pub const fn meaning(self) -> &'static str {
        match self {
            Self::OK => "done",
            Self::STORE_FAILED => "the key store failed",
            Self::WRONG_LENGTH => "wrong length",
            Self::NO_KEY => "the device holds no key",
            Self::NO_ANSWER => "nobody answered on the device in time",
            Self::REJECTED => "rejected on the device",
            Self::INVALID => "the request is invalid",
            Self::TOO_LARGE => "the request is larger than the device can hold",
            Self::NOTHING_PENDING => "there is nothing to go on with",
            Self::HAS_KEY => "the device holds a key already",
            Self::WRONG_PARAMETER => "wrong parameter",
            Self::UNKNOWN_INSTRUCTION => "unknown instruction",
            Self::UNKNOWN_CLASS => "unknown class",
            Self::DEVICE_FAILED => "the device failed",
            Self::STALLED => "the request stopped halfway, or was damaged on the line",
            _ if self.is_more() => "more data follows",
            _ => "unknown status word",
        }
    }
}

impl fmt::Display for StatusWord {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} ({:04X})", self.meaning(), self.0)
    }
}
