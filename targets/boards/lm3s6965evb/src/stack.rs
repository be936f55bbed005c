//! How much of the stack was ever in use. `cortex-m-rt` paints all of it before anything runs.

const PAINT: u32 = 0xcccc_cccc;

unsafe extern "C" {
    static _stack_start: u32;
    static _stack_end: u32;
}

/// The most bytes that were ever in use.
pub(crate) fn high_water() -> u32 {
    let (mut lowest, top) = (&raw const _stack_end, &raw const _stack_start);
    // SAFETY: the linker puts both symbols on word boundaries of RAM, the lower one first; whatever lies between is
    // the stack, painted or used, and reading it changes nothing.
    while lowest < top && unsafe { lowest.read_volatile() } == PAINT {
        lowest = lowest.wrapping_add(1);
    }
    (top.addr() - lowest.addr()) as u32
}
