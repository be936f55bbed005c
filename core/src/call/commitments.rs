//! Calls of the pallet `Commitments`.

use super::builder::{Argument, Builder, Place, argument};
use super::macros::{call, composite};
use super::{CallError, SpecVersion};
use crate::primitives::NetUid;
use crate::scale::{Reader, Scale, ScaleError, Writer};

/// A piece of what a hotkey publishes (`Data`).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
#[non_exhaustive]
pub enum Data<'a> {
    /// Nothing.
    None,
    /// At most 128 bytes (`Raw0` to `Raw128`).
    Raw(&'a [u8]),
    /// A blake2b-256 of what is not published.
    BlakeTwo256([u8; 32]),
    /// A SHA-256.
    Sha256([u8; 32]),
    /// A Keccak-256.
    Keccak256([u8; 32]),
    /// A SHA3-256.
    ShaThree256([u8; 32]),
    /// What a drand round will open.
    TimelockEncrypted {
        /// The ciphertext.
        encrypted: &'a [u8],
        /// The round.
        reveal_round: u64,
    },
    /// A wish to have the bonds to this hotkey reset.
    ResetBondsFlag,
    /// At most 512 bytes.
    BigRaw(&'a [u8]),
}

impl Data<'_> {
    /// Most bytes of a [`Raw`](Self::Raw).
    pub const MAX_RAW_LEN: usize = 128;

    fn hash(&self) -> Option<(u8, &[u8; 32])> {
        Some(match self {
            Self::BlakeTwo256(hash) => (130, hash),
            Self::Sha256(hash) => (131, hash),
            Self::Keccak256(hash) => (132, hash),
            Self::ShaThree256(hash) => (133, hash),
            _ => return None,
        })
    }
}

/// The tags 1 to 129 say how many bytes follow, and more.
impl<'a> Scale<'a> for Data<'a> {
    fn encoded_len(&self) -> usize {
        let held = match self {
            Self::Raw(bytes) => bytes.len(),
            Self::TimelockEncrypted { encrypted, .. } => Scale::encoded_len(encrypted).saturating_add(8),
            Self::BigRaw(bytes) => Scale::encoded_len(bytes),
            _ => self.hash().map_or(0, |(_, hash)| hash.len()),
        };
        held.saturating_add(1)
    }

    fn encode(&self, out: &mut Writer<'_>) -> Result<(), ScaleError> {
        if let Some((tag, hash)) = self.hash() {
            out.bytes(&[tag])?;
            return out.bytes(hash);
        }
        match self {
            Self::Raw(bytes) => {
                let tag = u8::try_from(bytes.len().saturating_add(1)).unwrap_or(u8::MAX);
                if bytes.len() > Self::MAX_RAW_LEN {
                    return Err(ScaleError::OutOfRange { offset: out.len() });
                }
                out.bytes(&[tag])?;
                out.bytes(bytes)
            }
            Self::TimelockEncrypted { encrypted, reveal_round } => {
                out.bytes(&[134])?;
                Scale::encode(encrypted, out)?;
                Scale::encode(reveal_round, out)
            }
            Self::ResetBondsFlag => out.bytes(&[135]),
            Self::BigRaw(bytes) => {
                out.bytes(&[136])?;
                Scale::encode(bytes, out)
            }
            _ => out.bytes(&[0]),
        }
    }

    fn parse(input: &mut Reader<'a>) -> Result<Self, ScaleError> {
        let offset = input.offset();
        Ok(match u8::parse(input)? {
            0 => Self::None,
            tag @ 1..=129 => Self::Raw(input.bytes(usize::from(tag).saturating_sub(1))?),
            130 => Self::BlakeTwo256(input.array()?),
            131 => Self::Sha256(input.array()?),
            132 => Self::Keccak256(input.array()?),
            133 => Self::ShaThree256(input.array()?),
            134 => Self::TimelockEncrypted {
                encrypted: Scale::parse(input)?,
                reveal_round: Scale::parse(input)?,
            },
            135 => Self::ResetBondsFlag,
            136 => Self::BigRaw(Scale::parse(input)?),
            found => return Err(ScaleError::InvalidTag { offset, found }),
        })
    }
}

argument!(['a] Data<'a>);

/// Borrowed, so it can be encoded only.
#[cfg(feature = "codec")]
impl parity_scale_codec::Encode for Data<'_> {
    fn encode_to<T: parity_scale_codec::Output + ?Sized>(&self, out: &mut T) {
        match self {
            Self::None => out.push_byte(0),
            Self::Raw(bytes) => {
                out.push_byte(u8::try_from(bytes.len().saturating_add(1)).unwrap_or(u8::MAX));
                out.write(bytes);
            }
            Self::TimelockEncrypted { encrypted, reveal_round } => {
                (134u8, encrypted, reveal_round).encode_to(out)
            }
            Self::ResetBondsFlag => out.push_byte(135),
            Self::BigRaw(bytes) => (136u8, bytes).encode_to(out),
            _ => {
                if let Some(hash) = self.hash() {
                    hash.encode_to(out);
                }
            }
        }
    }
}

call! {
    /// Publishes something under a hotkey on a subnet.
    Commitments(18).set_commitment(0) => SetCommitment<L> {
        netuid: NetUid,
        /// The fields of a `CommitmentInfo`: a list of [`Data`].
        info: L,
    }
}

call! {
    /// Sets how much each hotkey may publish in an epoch. For root.
    Commitments(18).set_max_space(2) => SetMaxSpace { new_limit: u32 }
}
