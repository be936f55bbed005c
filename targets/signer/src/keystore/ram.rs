//! Flash made of RAM, for boards without any to spare: the key is gone when the power is.

use embedded_storage::nor_flash::{
    ErrorType, NorFlash, NorFlashErrorKind, ReadNorFlash, check_erase, check_read, check_write,
};
use zeroize::Zeroize;

const SIZE: usize = 256;
const ERASED: u8 = 0xff;

/// One sector that behaves as NOR flash does: erasing sets all bits, writing can only clear them.
pub struct RamFlash {
    sector: [u8; SIZE],
}

impl RamFlash {
    /// An erased sector.
    pub const fn new() -> Self {
        Self { sector: [ERASED; SIZE] }
    }
}

impl Default for RamFlash {
    fn default() -> Self {
        Self::new()
    }
}

impl Drop for RamFlash {
    fn drop(&mut self) {
        self.sector.zeroize();
    }
}

impl ErrorType for RamFlash {
    type Error = NorFlashErrorKind;
}

impl ReadNorFlash for RamFlash {
    const READ_SIZE: usize = 1;

    fn read(&mut self, offset: u32, bytes: &mut [u8]) -> Result<(), NorFlashErrorKind> {
        check_read(self, offset, bytes.len())?;
        for (to, from) in bytes.iter_mut().zip(self.sector.iter().skip(offset as usize)) {
            *to = *from;
        }
        Ok(())
    }

    fn capacity(&self) -> usize {
        SIZE
    }
}

impl NorFlash for RamFlash {
    const WRITE_SIZE: usize = 4;
    const ERASE_SIZE: usize = SIZE;

    fn erase(&mut self, from: u32, to: u32) -> Result<(), NorFlashErrorKind> {
        check_erase(self, from, to)?;
        if from < to {
            // The sector is one erase unit, so the range is all of it. `zeroize` keeps the compiler from dropping
            // the erasure as a store that nobody reads.
            self.sector.zeroize();
            self.sector = [ERASED; SIZE];
        }
        Ok(())
    }

    fn write(&mut self, offset: u32, bytes: &[u8]) -> Result<(), NorFlashErrorKind> {
        check_write(self, offset, bytes.len())?;
        for (to, from) in self.sector.iter_mut().skip(offset as usize).zip(bytes) {
            *to &= *from;
        }
        Ok(())
    }
}
