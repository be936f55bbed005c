//! What a block mints.

use nanotao::emission::{block_emission, blocks_until_halving, next_halving};

use crate::fault::status;
use crate::memory::Place;
use crate::status::Status;

/// The supply that issuance approaches, in rao (`TotalSupply`).
pub const NANOTAO_TOTAL_SUPPLY: u64 = 21_000_000_000_000_000;
const _: () = assert!(NANOTAO_TOTAL_SUPPLY == nanotao::emission::TOTAL_SUPPLY);

/// Computes the emission of a block for an issuance (`get_block_emission_for_issuance`), both in rao, or both in alpha's
/// smallest unit.
#[unsafe(no_mangle)]
pub extern "C" fn nanotao_block_emission(issuance: u64) -> u64 {
    block_emission(issuance)
}

/// Tells the lowest issuance at which the emission is lower than at `issuance`.
///
/// - `next`: out; 0 where the emission falls no more.
///
/// Returns `NANOTAO_OK`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nanotao_next_halving(issuance: u64, next: *mut u64) -> Status {
    status(|| {
        // SAFETY: the caller's promise, as the header states it.
        unsafe { Place::new(next)? }.set(next_halving(issuance).unwrap_or(0));
        Ok(())
    })
}

/// Tells how many blocks it takes to the next halving, if each mints what one at `issuance` does and nothing else is
/// minted or recycled.
///
/// - `blocks`: out; 0 where the emission falls no more.
///
/// Returns `NANOTAO_OK`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nanotao_blocks_until_halving(issuance: u64, blocks: *mut u64) -> Status {
    status(|| {
        // SAFETY: the caller's promise, as the header states it.
        unsafe { Place::new(blocks)? }.set(blocks_until_halving(issuance).unwrap_or(0));
        Ok(())
    })
}
