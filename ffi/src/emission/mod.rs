//! What a block mints, and which part of it goes to which subnet, and on to each hotkey.

pub mod block;

pub mod shares;

pub mod pool;

pub mod drain;

pub mod dividends;

use nanotao::emission::{HotkeyDividend, Parent, Subnet, SubnetSchedule};
use nanotao::fixed::{U64F64, U96F32};

use crate::memory::Scratch;

/// Tells the working memory of any function of emission that takes lists, in words of 64 bits: for lists of `len`
/// elements.
#[unsafe(no_mangle)]
pub extern "C" fn nanotao_emission_words(len: usize) -> usize {
    let shares = Scratch::words::<Subnet>(len)
        .saturating_add(Scratch::words::<U64F64>(len))
        .saturating_add(Scratch::words::<U96F32>(len));
    let others = [
        Scratch::words::<SubnetSchedule>(len),
        Scratch::words::<Parent>(len),
        Scratch::words::<HotkeyDividend>(len),
    ];
    others.into_iter().fold(shares, usize::max)
}
