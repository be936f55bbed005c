//! How long an extrinsic may be included.

use crate::scale::{Reader, Scale, ScaleError, Writer};

/// The era of an extrinsic (`sp_runtime::generic::Era`).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
pub enum Era {
    /// Forever: a replay is stopped by the nonce alone.
    Immortal,
    /// From its birth block for `period` blocks.
    Mortal {
        /// Blocks: a power of two from 4 to 65536.
        period: u64,
        /// The birth block modulo `period`.
        phase: u64,
    },
}

const MIN_PERIOD: u64 = 4;
const MAX_PERIOD: u64 = 1 << 16;

impl Era {
    /// Bytes of the longest form.
    pub const MAX_ENCODED_LEN: usize = 2;

    /// Makes the era that begins at block `current` and lasts at least `period` blocks (`Era::mortal`): the period
    /// is raised to a power of two from 4 to 65536, and for periods over 4096 the birth block is rounded down.
    pub fn mortal(period: u64, current: u64) -> Self {
        let period = period.checked_next_power_of_two().unwrap_or(MAX_PERIOD).clamp(MIN_PERIOD, MAX_PERIOD);
        let phase = current & mask(period);
        Self::Mortal { period, phase: phase & !mask(quantum(period)) }
    }

    /// The block from which on the extrinsic is valid, seen from block `current` (`Era::birth`).
    pub fn birth(self, current: u64) -> u64 {
        match self {
            Self::Immortal => 0,
            Self::Mortal { period, phase } => {
                let since = current.max(phase).saturating_sub(phase);
                (since & !mask(period)).saturating_add(phase)
            }
        }
    }

    /// The first block in which the extrinsic is no longer valid (`Era::death`).
    pub fn death(self, current: u64) -> u64 {
        match self {
            Self::Immortal => u64::MAX,
            Self::Mortal { period, .. } => self.birth(current).saturating_add(period),
        }
    }
}

/// `period - 1`, for a power of two: what a block number modulo `period` is masked with.
const fn mask(period: u64) -> u64 {
    period.saturating_sub(1)
}

/// The step in which the phase is encoded.
const fn quantum(period: u64) -> u64 {
    let quantum = period >> 12;
    if quantum == 0 { 1 } else { quantum }
}

impl<'a> Scale<'a> for Era {
    fn encoded_len(&self) -> usize {
        match self {
            Self::Immortal => 1,
            Self::Mortal { .. } => 2,
        }
    }

    fn encode(&self, out: &mut Writer<'_>) -> Result<(), ScaleError> {
        match *self {
            Self::Immortal => out.bytes(&[0]),
            Self::Mortal { period, phase } => {
                let low = u64::from(period.trailing_zeros().saturating_sub(1).clamp(1, 15));
                let high = (phase >> quantum(period).trailing_zeros()) << 4;
                out.bytes((low | high).to_le_bytes().first_chunk::<2>().map_or(&[], |bytes| bytes))
            }
        }
    }

    fn parse(input: &mut Reader<'a>) -> Result<Self, ScaleError> {
        let offset = input.offset();
        let [first] = input.array()?;
        if first == 0 {
            return Ok(Self::Immortal);
        }
        let [second] = input.array()?;
        let encoded = u64::from(u16::from_le_bytes([first, second]));
        let period = 2 << (encoded & 15);
        let phase = (encoded >> 4) << quantum(period).trailing_zeros();
        if period < MIN_PERIOD || phase >= period {
            return Err(ScaleError::InvalidTag { offset, found: first });
        }
        Ok(Self::Mortal { period, phase })
    }
}

#[cfg(feature = "codec")]
mod codec {
    use super::{Era, Reader, Scale, Writer};
    use parity_scale_codec::{Decode, Encode, Error, Input, MaxEncodedLen, Output};

    impl Encode for Era {
        fn size_hint(&self) -> usize {
            self.encoded_len()
        }

        fn encode_to<T: Output + ?Sized>(&self, out: &mut T) {
            let mut buffer = [0; Self::MAX_ENCODED_LEN];
            let mut writer = Writer::new(&mut buffer);
            // The buffer holds the longest form.
            if Scale::encode(self, &mut writer).is_ok() {
                out.write(writer.finish());
            }
        }
    }

    impl Decode for Era {
        fn decode<I: Input>(input: &mut I) -> Result<Self, Error> {
            let first = input.read_byte()?;
            let second = if first == 0 { 0 } else { input.read_byte()? };
            <Self as Scale>::parse(&mut Reader::new(&[first, second])).map_err(|_| "invalid era".into())
        }
    }

    impl MaxEncodedLen for Era {
        fn max_encoded_len() -> usize {
            Self::MAX_ENCODED_LEN
        }
    }
}
