//! The names of the device protocol, for both ends of the line. `docs/protocol.md` describes it whole.
//!
//! Numbers are big-endian, in the framing and in the data, as is the custom of APDUs.

mod context;
mod fault;
mod reveal;
mod status;
mod status_word;

pub use context::ChainContext;
pub use fault::Fault;
pub use reveal::RevealContext;
pub use status::Status;
pub use status_word::StatusWord;

/// The class byte of every instruction here: `N`. Ledger-compatible ones have another.
pub const CLA: u8 = 0x4e;

/// The version of this protocol.
pub const PROTOCOL_VERSION: u8 = 1;

/// Most bytes of data in an APDU, either way.
pub const MAX_DATA: usize = 255;

/// Bytes of an APDU before its data: class, instruction, two parameters, length.
pub const HEADER_LEN: usize = 5;

/// Most bytes of a request once its chunks are joined.
pub const MAX_REQUEST: usize = 12 * 1024;

/// Most uids in a request: a subnet has no more.
pub const MAX_UIDS: usize = nanotao::weights::MAX_UIDS as usize;

/// Instructions.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
#[repr(u8)]
pub enum Instruction {
    /// What the device is and can do: [`Status`].
    Status = 0x00,
    /// The account of a scheme and its address; with P1 = 1 the user confirms it.
    Address = 0x01,
    /// Signs weights, from scores or as they are.
    SignWeights = 0x02,
    /// Signs a payload without a metadata hash that the device can decode by its tables.
    SignPayload = 0x03,
    /// Signs a payload with a metadata hash, by the proof that comes with it (RFC-78).
    SignProven = 0x04,
    /// Locks weights, from scores or as they are, until a round of the beacon, and signs the commit.
    SignTimelocked = 0x05,
    /// Commits to weights by a hash, and signs that: `salt ‖ extrinsic`.
    SignCommit = 0x06,
    /// Signs the weights behind a hash, with its salt.
    SignReveal = 0x07,
    /// Takes a mini secret.
    Provision = 0x10,
    /// Erases the key.
    Wipe = 0x11,
    /// The rest of an answer.
    GetResponse = 0xc0,
}

impl Instruction {
    /// All instructions.
    pub const ALL: [Self; 11] = [
        Self::Status,
        Self::Address,
        Self::SignWeights,
        Self::SignPayload,
        Self::SignProven,
        Self::SignTimelocked,
        Self::SignCommit,
        Self::SignReveal,
        Self::Provision,
        Self::Wipe,
        Self::GetResponse,
    ];

    /// The instruction of a byte.
    pub fn new(byte: u8) -> Option<Self> {
        Self::ALL.into_iter().find(|instruction| *instruction as u8 == byte)
    }
}

/// P1 of a request that comes in chunks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
#[repr(u8)]
pub enum Chunk {
    /// Begins a request; more follow.
    First = 0,
    /// Goes on; more follow.
    Next = 1,
    /// Ends it.
    Last = 2,
    /// The whole request.
    Only = 3,
}

impl Chunk {
    /// The chunk that a P1 announces.
    pub const fn new(p1: u8) -> Option<Self> {
        match p1 {
            0 => Some(Self::First),
            1 => Some(Self::Next),
            2 => Some(Self::Last),
            3 => Some(Self::Only),
            _ => None,
        }
    }
}

/// How scores become weights.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
#[repr(u8)]
pub enum Quantiser {
    /// As SDK 10 does; scores are rounded to `f32` first, as numpy's default for lists of weights there.
    Sdk10 = 10,
    /// As SDK 11 does.
    Sdk11 = 11,
}

impl Quantiser {
    /// The quantiser of a byte.
    pub const fn new(byte: u8) -> Option<Self> {
        match byte {
            10 => Some(Self::Sdk10),
            11 => Some(Self::Sdk11),
            _ => None,
        }
    }
}

/// The form in which weights are handed over.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
#[repr(u8)]
pub enum WeightsKind {
    /// A scores file, as it is on disk.
    Json = 0,
    /// `netuid u16 ‖ mecid u8 ‖ version_key u64 ‖ count u16 ‖ uids ‖ weights`.
    Binary = 1,
}

impl WeightsKind {
    /// The kind of a byte.
    pub const fn new(byte: u8) -> Option<Self> {
        match byte {
            0 => Some(Self::Json),
            1 => Some(Self::Binary),
            _ => None,
        }
    }
}
