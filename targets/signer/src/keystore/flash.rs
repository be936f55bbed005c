//! A key in NOR flash.

use embedded_storage::nor_flash::NorFlash;
use nanotao::crypto::MiniSecret;
use nanotao::hashing::blake2_256;
use zeroize::Zeroizing;

use super::{KeyStore, StoreError};

/// `magic 4 ‖ version 1 ‖ length 1 ‖ zeros 2 ‖ mini secret 32 ‖ checksum 16 ‖ zeros 8`; the checksum is the front of
/// the blake2b-256 of all before it. A record that was cut short by a power failure does not pass it, and counts as
/// no key at all.
const RECORD: usize = 64;
const HEADER: [u8; 8] = [b'n', b'T', b'A', b'O', 1, 32, 0, 0];
const SECRET_END: usize = 40;
const CHECKSUM_END: usize = 56;
const ERASED: u8 = 0xff;

/// Keeps the key at the front of a flash region that nothing else uses.
pub struct FlashKeyStore<Flash> {
    flash: Flash,
}

impl<Flash: NorFlash> FlashKeyStore<Flash> {
    const CHECK: () = assert!(
        RECORD.is_multiple_of(Flash::WRITE_SIZE)
            && RECORD.is_multiple_of(Flash::READ_SIZE)
            && RECORD <= Flash::ERASE_SIZE,
        "a record must be whole writes, and fit an erase unit"
    );

    /// Uses the first erase unit of `flash`.
    pub fn new(flash: Flash) -> Self {
        let () = Self::CHECK;
        Self { flash }
    }

    /// Gives the flash back.
    pub fn into_inner(self) -> Flash {
        self.flash
    }

    fn read(&mut self) -> Result<Zeroizing<[u8; RECORD]>, StoreError> {
        if self.flash.capacity() < Flash::ERASE_SIZE {
            return Err(StoreError::TooSmall);
        }
        let mut record = Zeroizing::new([0; RECORD]);
        self.flash.read(0, record.as_mut()).map_err(|_| StoreError::Read)?;
        Ok(record)
    }

    fn erase(&mut self) -> Result<(), StoreError> {
        if self.flash.capacity() < Flash::ERASE_SIZE {
            return Err(StoreError::TooSmall);
        }
        self.flash.erase(0, Flash::ERASE_SIZE as u32).map_err(|_| StoreError::Erase)
    }
}

impl<Flash: NorFlash> KeyStore for FlashKeyStore<Flash> {
    fn load(&mut self) -> Result<Option<MiniSecret>, StoreError> {
        let record = self.read()?;
        let (body, rest) = record.split_at_checked(SECRET_END).unwrap_or_default();
        let checksum = blake2_256(body);
        let Some((header, secret)) = body.split_first_chunk::<8>() else { return Ok(None) };
        let intact = *header == HEADER
            && checksum.iter().zip(rest).take(CHECKSUM_END.saturating_sub(SECRET_END)).all(|(a, b)| a == b);
        let Some(secret) = secret.first_chunk::<32>().filter(|_| intact) else { return Ok(None) };
        Ok(Some(MiniSecret::new(*secret)))
    }

    fn store(&mut self, secret: &MiniSecret) -> Result<(), StoreError> {
        let mut record = Zeroizing::new([0; RECORD]);
        for (to, from) in record.iter_mut().zip(HEADER.iter().chain(secret.as_bytes())) {
            *to = *from;
        }
        let checksum = blake2_256(record.get(..SECRET_END).unwrap_or_default());
        for (to, from) in record.iter_mut().take(CHECKSUM_END).skip(SECRET_END).zip(checksum) {
            *to = from;
        }
        self.erase()?;
        self.flash.write(0, record.as_ref()).map_err(|_| StoreError::Write)?;
        if *self.read()? == *record { Ok(()) } else { Err(StoreError::NotDurable) }
    }

    fn wipe(&mut self) -> Result<(), StoreError> {
        self.erase()?;
        if self.read()?.iter().all(|byte| *byte == ERASED) { Ok(()) } else { Err(StoreError::NotDurable) }
    }
}

#[cfg(test)]
mod tests {
    use super::{FlashKeyStore, RECORD};
    use crate::keystore::{KeyStore, RamFlash, StoreError};
    use embedded_storage::nor_flash::{ErrorType, NorFlash, NorFlashErrorKind, ReadNorFlash};
    use nanotao::crypto::MiniSecret;

    fn found(store: &mut FlashKeyStore<RamFlash>) -> Option<[u8; 32]> {
        store.load().unwrap().map(|secret| *secret.as_bytes())
    }

    /// Loses power after so many bytes of a write.
    struct Failing {
        flash: RamFlash,
        bytes: usize,
    }

    impl ErrorType for Failing {
        type Error = NorFlashErrorKind;
    }

    impl ReadNorFlash for Failing {
        const READ_SIZE: usize = 1;

        fn read(&mut self, offset: u32, bytes: &mut [u8]) -> Result<(), NorFlashErrorKind> {
            self.flash.read(offset, bytes)
        }

        fn capacity(&self) -> usize {
            self.flash.capacity()
        }
    }

    impl NorFlash for Failing {
        const WRITE_SIZE: usize = 4;
        const ERASE_SIZE: usize = 256;

        fn erase(&mut self, from: u32, to: u32) -> Result<(), NorFlashErrorKind> {
            self.flash.erase(from, to)
        }

        fn write(&mut self, offset: u32, bytes: &[u8]) -> Result<(), NorFlashErrorKind> {
            let mut torn = bytes.to_vec();
            torn[self.bytes..].fill(0xff);
            self.flash.write(offset, &torn)?;
            Err(NorFlashErrorKind::Other)
        }
    }

    #[test]
    fn a_key_is_kept_replaced_and_wiped() {
        let mut store = FlashKeyStore::new(RamFlash::new());
        assert_eq!(found(&mut store), None);
        for byte in [1, 2] {
            assert_eq!(store.store(&MiniSecret::new([byte; 32])), Ok(()));
            assert_eq!(found(&mut store), Some([byte; 32]));
        }
        assert_eq!(store.wipe(), Ok(()));
        assert_eq!(found(&mut store), None);
        let mut sector = [0; 256];
        store.into_inner().read(0, &mut sector).unwrap();
        assert_eq!(sector, [0xff; 256]);
    }

    #[test]
    fn a_write_torn_at_any_byte_leaves_no_key_or_the_whole_one() {
        let secret = MiniSecret::new([0x5a; 32]);
        for bytes in 0..=RECORD {
            let mut store = FlashKeyStore::new(Failing { flash: RamFlash::new(), bytes });
            assert_eq!(store.store(&secret), Err(StoreError::Write));
            let found = found(&mut FlashKeyStore::new(store.into_inner().flash));
            // What follows the checksum carries no meaning.
            assert_eq!(found, (bytes >= 56).then_some([0x5a; 32]), "torn after {bytes} bytes");
        }
    }

    #[test]
    fn a_flipped_bit_makes_no_other_key() {
        let mut store = FlashKeyStore::new(RamFlash::new());
        store.store(&MiniSecret::new([0xff; 32])).unwrap();
        let mut flash = store.into_inner();
        flash.write(20, &[0xfe, 0xff, 0xff, 0xff]).unwrap();
        assert_eq!(found(&mut FlashKeyStore::new(flash)), None);
    }
}
