//! One epoch of one mechanism.

use core::mem::offset_of;
use core::ops::Range;

use nanotao::AlphaBalance;
use nanotao::epoch::{DenseRows, Dims, Epoch, Input, NullEpoch, Profile, Row as CoreRow, SparseBonds};

use super::input::{EpochInput, expect_len};
use super::output::{EpochOutput, EpochTrace, Lists, Recorder};
use crate::fault::{Fault, status, status_at};
use crate::memory::{self, Output, Place, Scratch, Sized32, apart, bounds};
use crate::status::Status;

/// An element of a row: a target, and its weight or bond.
#[derive(Clone, Copy)]
#[repr(C)]
pub struct Entry {
    /// The target.
    pub uid: u16,
    /// Its weight or bond.
    pub value: u16,
}

// The core has pairs in the place of entries.
const _: () = assert!(
    size_of::<Entry>() == size_of::<(u16, u16)>()
        && align_of::<Entry>() == align_of::<(u16, u16)>()
        && offset_of!(Entry, uid) == offset_of!((u16, u16), 0)
        && offset_of!(Entry, value) == offset_of!((u16, u16), 1)
);

/// A row of weights or bonds as the chain stores it: unsorted, with targets twice or out of range if so stored.
#[derive(Clone, Copy)]
#[repr(C)]
pub struct Row {
    /// The targets and their values.
    pub entries: *const Entry,
    /// How many there are.
    pub entries_len: usize,
    /// The validator.
    pub uid: u16,
    /// 0.
    pub reserved: [u16; 3],
}

/// Tells the working memory of `nanotao_epoch_run_dense`, in words of 64 bits. `NANOTAO_EPOCH_WORDS` of the same numbers
/// is enough, too, and a constant.
///
/// - `input`: in; of it, `neurons` and the number of commits matter.
/// - `rows`: in, how many neurons have a row.
/// - `words`: out.
///
/// Returns `NANOTAO_OK`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nanotao_epoch_words_dense(
    input: *const EpochInput,
    rows: usize,
    words: *mut usize,
) -> Status {
    status(|| {
        // SAFETY: the caller's promise, as the header states it.
        let (input, words) = unsafe { (memory::get_struct(input)?, Place::new(words)?) };
        words.set(own_words(&input).saturating_add(Dims { neurons: input.neurons, rows }.words()));
        Ok(())
    })
}

/// Tells the working memory of `nanotao_epoch_run_sparse`, in words of 64 bits.
///
/// - `input`, `weights`, `weights_len`, `bonds`, `bonds_len`: in, as for the epoch; of the lists, their lengths matter.
/// - `words`: out.
///
/// Returns `NANOTAO_OK`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nanotao_epoch_words_sparse(
    input: *const EpochInput,
    weights: *const Row,
    weights_len: usize,
    bonds: *const Row,
    bonds_len: usize,
    words: *mut usize,
) -> Status {
    status(|| {
        // SAFETY: the caller's promise, as the header states it.
        let (input, words, weights, bonds) = unsafe {
            let (weights, bonds) = (memory::slice(weights, weights_len)?, memory::slice(bonds, bonds_len)?);
            (memory::get_struct(input)?, Place::new(words)?, weights, bonds)
        };
        let dims =
            Dims { neurons: input.neurons, rows: weights_len.saturating_add(bonds_len).min(input.neurons) };
        let lists = row_words(weights_len).saturating_add(row_words(bonds_len));
        let core = dims.words_sparse(entries(weights), entries(bonds));
        words.set(own_words(&input).saturating_add(lists).saturating_add(core));
        Ok(())
    })
}

/// Tells the working memory of `nanotao_epoch_run_null`, in words of 64 bits.
///
/// - `input`: in; of it, `neurons` and the number of commits matter.
/// - `weights_len`: in, the number of rows.
/// - `words`: out.
///
/// Returns `NANOTAO_OK`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nanotao_epoch_words_null(
    input: *const EpochInput,
    weights_len: usize,
    words: *mut usize,
) -> Status {
    status(|| {
        // SAFETY: the caller's promise, as the header states it.
        let (input, words) = unsafe { (memory::get_struct(input)?, Place::new(words)?) };
        let core = Dims { neurons: input.neurons, rows: 0 }.words_null();
        words.set(own_words(&input).saturating_add(row_words(weights_len)).saturating_add(core));
        Ok(())
    })
}

/// Words for what the core has in another form than C.
const fn own_words(input: &EpochInput) -> usize {
    input.words().saturating_add(EpochOutput::words(input.neurons))
}

const fn row_words(rows: usize) -> usize {
    Scratch::words::<CoreRow<'_>>(rows)
}

fn entries(rows: &[Row]) -> usize {
    rows.iter().fold(0, |sum, row| sum.saturating_add(row.entries_len))
}

/// Everything that the forms of an epoch have in common, borrowed and checked.
struct Frame<'a> {
    profile: Profile,
    input: Input<'a>,
    lists: Lists<'a>,
    recorder: Recorder<'a>,
    scratch: Scratch<'a>,
    written: [Range<usize>; 24],
}

impl<'a> Frame<'a> {
    /// # Safety
    /// The pointers are what the header says of an epoch's.
    unsafe fn new(
        input: *const EpochInput,
        output: *const EpochOutput,
        trace: *const EpochTrace,
        (words, words_len): (*mut u64, usize),
    ) -> Result<Self, Fault> {
        // SAFETY: the caller's promise.
        let (input, output) = unsafe { (memory::get_struct(input)?, memory::get_struct(output)?) };
        // SAFETY: the caller's promise.
        let trace = if trace.is_null() { None } else { Some(unsafe { memory::get_struct(trace)? }) };
        expect_len(output.neurons, input.neurons)?;
        if let Some(trace) = &trace {
            expect_len(trace.neurons, input.neurons)?;
        }
        input.check_lens()?;
        let mut written = [const { 0..0 }; 24];
        let traced = trace.iter().flat_map(EpochTrace::extents);
        let all = core::iter::once(bounds(words, words_len)).chain(output.extents()).chain(traced);
        written.iter_mut().zip(all).for_each(|(cell, extent)| *cell = extent);
        apart(&written, &input.extents())?;
        // SAFETY: the caller's promise; what is written is apart from all else.
        unsafe {
            let mut scratch = Scratch::new(words, words_len)?;
            let lists = output.lists(input.neurons, &mut scratch)?;
            let recorder = Recorder::new(trace, input.neurons)?;
            let (profile, input) = input.as_core(&mut scratch)?;
            Ok(Self { profile, input, lists, recorder, scratch, written })
        }
    }

    /// Fails if an input shares memory with what is written.
    fn reads(&self, input: &Range<usize>) -> Result<(), Fault> {
        let shares = |own: &Range<usize>| own.start < input.end && input.start < own.end;
        if self.written.iter().any(shares) { Err(crate::status::NANOTAO_OVERLAP.into()) } else { Ok(()) }
    }

    /// Borrows rows, which the core has in another form.
    ///
    /// # Safety
    /// As [`memory::slice`], for the rows and for the entries of each.
    unsafe fn rows(&mut self, rows: *const Row, len: usize) -> Result<&'a [CoreRow<'a>], Fault> {
        // SAFETY: the caller's promise.
        let rows = unsafe { memory::slice(rows, len) }?;
        self.reads(&memory::extent(rows))?;
        for row in rows {
            self.reads(&bounds(row.entries, row.entries_len))?;
            // SAFETY: the caller's promise.
            unsafe { memory::slice(row.entries, row.entries_len) }?;
        }
        let core = rows.iter().map(|row| {
            // SAFETY: the caller's promise; checked above. Entries are pairs, as asserted.
            let entries = unsafe { memory::slice(row.entries.cast(), row.entries_len) };
            CoreRow { uid: row.uid, entries: entries.unwrap_or_default() }
        });
        self.scratch.list(core).map(|rows| &*rows)
    }
}

/// Computes an epoch of one mechanism over dense rows (`epoch_mechanism`), and updates the bonds in place.
///
/// Where the chain stores a weight of zero, which liquid alpha tells from none, `nanotao_epoch_run_sparse` is exact.
///
/// - `input`: in.
/// - `rao_emission`: in, what is shared out, in alpha's smallest unit.
/// - `uids`, `rows`: in, the neurons that have a row, rising.
/// - `weights`, `weights_len`: in, a row for each of them, one behind another: `rows * neurons` elements.
/// - `bonds`, `bonds_len`: in and out, likewise.
/// - `output`: in, the struct; out, its lists.
/// - `trace`: in, the struct; out, its lists. NULL if none is wanted.
/// - `memory`, `memory_len`: working memory, in words of 64 bits; see `nanotao_epoch_words_dense`.
/// - `position`: out, the row or the element at fault; may be NULL.
///
/// Returns `NANOTAO_OK`, `NANOTAO_EPOCH_...`, `NANOTAO_UNKNOWN_...`, `NANOTAO_OVERLAP` or `NANOTAO_INVALID_...`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nanotao_epoch_run_dense(
    input: *const EpochInput,
    rao_emission: u64,
    uids: *const u16,
    rows: usize,
    weights: *const u16,
    weights_len: usize,
    bonds: *mut u16,
    bonds_len: usize,
    output: *const EpochOutput,
    trace: *const EpochTrace,
    memory: *mut u64,
    memory_len: usize,
    position: *mut usize,
) -> Status {
    let run = || {
        // SAFETY: the caller's promise, as the header states it.
        let frame = unsafe { Frame::new(input, output, trace, (memory, memory_len)) }?;
        let own = bounds(bonds, bonds_len);
        frame.reads(&own)?;
        // SAFETY: the caller's promise, as the header states it. Bonds are apart from all else.
        let rows = unsafe {
            let (uids, weights) = (memory::slice(uids, rows)?, memory::slice(weights, weights_len)?);
            let read = [memory::extent(uids), memory::extent(weights)];
            read.iter().try_for_each(|list| frame.reads(list))?;
            apart(core::slice::from_ref(&own), &read)?;
            apart(core::slice::from_ref(&own), &memory::get_struct(input)?.extents())?;
            DenseRows { uids, weights, bonds: memory::slice_mut(bonds, bonds_len)? }
        };
        let Frame { profile, input, mut lists, mut recorder, scratch, .. } = frame;
        let epoch = Epoch { profile, input, rao_emission: AlphaBalance(rao_emission) };
        epoch.run_dense(rows, &mut lists.core, scratch.rest(), &mut recorder)?;
        lists.store_flags();
        Ok(())
    };
    // SAFETY: the caller's promise, as the header states it.
    unsafe { status_at(position, run) }
}

/// Computes an epoch of one mechanism over rows as the chain stores them (`epoch_mechanism`), and writes the bonds that
/// the chain would store.
///
/// - `input`, `rao_emission`, `output`, `trace`, `memory`, `memory_len`: as for `nanotao_epoch_run_dense`; see
///   `nanotao_epoch_words_sparse`.
/// - `weights`, `weights_len`, `bonds`, `bonds_len`: in, rows in the order of their uids.
/// - `new_bonds`, `cap`, `len`: out, the entries of all rows, one row behind another. There has to be room for as many
///   entries as weights and bonds have together.
/// - `ends`: out, `neurons` elements: for each uid, where its row of `new_bonds` ends. It begins where the one before ends.
/// - `position`: out, the row or the element at fault; may be NULL.
///
/// Returns as `nanotao_epoch_run_dense`, or `NANOTAO_BUFFER_TOO_SMALL`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nanotao_epoch_run_sparse(
    input: *const EpochInput,
    rao_emission: u64,
    weights: *const Row,
    weights_len: usize,
    bonds: *const Row,
    bonds_len: usize,
    new_bonds: *mut Entry,
    cap: usize,
    len: *mut usize,
    ends: *mut usize,
    output: *const EpochOutput,
    trace: *const EpochTrace,
    memory: *mut u64,
    memory_len: usize,
    position: *mut usize,
) -> Status {
    let run = || {
        // SAFETY: the caller's promise, as the header states it.
        let mut frame = unsafe { Frame::new(input, output, trace, (memory, memory_len)) }?;
        // SAFETY: the caller's promise, as the header states it.
        let (mut out, weights, bonds) = unsafe {
            let out = Output::<(u16, u16)>::new(new_bonds.cast(), cap, len)?;
            (out, frame.rows(weights, weights_len)?, frame.rows(bonds, bonds_len)?)
        };
        let neurons = frame.input.total_stake.len();
        let own = [out.extent(), bounds(ends, neurons)];
        own.iter().try_for_each(|list| frame.reads(list))?;
        let rows = |rows: &[CoreRow<'_>]| {
            rows.iter().try_for_each(|row| apart(&own, &[memory::extent(row.entries)]))
        };
        rows(weights)?;
        rows(bonds)?;
        // SAFETY: the caller's promise, as the header states it. What is written is apart from all else.
        let ends = unsafe {
            apart(&own, &memory::get_struct(input)?.extents())?;
            memory::slice_mut(ends, neurons)?
        };
        let entries = out.buffer(SparseBonds::capacity(weights, bonds))?;
        let mut new_bonds = SparseBonds { entries, ends };
        let Frame { profile, input, mut lists, mut recorder, scratch, .. } = frame;
        let epoch = Epoch { profile, input, rao_emission: AlphaBalance(rao_emission) };
        let words = scratch.rest();
        epoch.run_sparse(weights, bonds, &mut new_bonds, &mut lists.core, words, &mut recorder)?;
        let written = new_bonds.ends.last().copied().unwrap_or(0);
        out.set_len(written);
        lists.store_flags();
        Ok(())
    };
    // SAFETY: the caller's promise, as the header states it.
    unsafe { status_at(position, run) }
}

/// What is shared out under the Null consensus, in alpha's smallest unit.
#[derive(Clone, Copy)]
#[repr(C)]
pub struct NullBudgets {
    /// `sizeof(nanotao_null_budgets)`.
    pub struct_size: u32,
    /// 0.
    pub reserved: u32,
    /// What miners share.
    pub mining_budget: u64,
    /// What validators share: the local and the root slice.
    pub dividend_budget: u64,
    /// What miners share where nobody has stake: all but the root slice.
    pub fallback_budget: u64,
}

// SAFETY: `repr(C)`, integers only, the size first.
unsafe impl Sized32 for NullBudgets {}

/// Who decided under the Null consensus, and how much was shared out. Set `struct_size`; the rest is written.
#[derive(Clone, Copy)]
#[repr(C)]
pub struct NullDecision {
    /// `sizeof(nanotao_null_decision)`.
    pub struct_size: u32,
    /// 1 if there is a winner, else 0.
    pub has_winner: u16,
    /// The validator whose weights count.
    pub winner: u16,
    /// What miners shared.
    pub miner_budget: u64,
    /// What validators shared.
    pub validator_budget: u64,
}

// SAFETY: `repr(C)`, integers only, the size first.
unsafe impl Sized32 for NullDecision {}

/// Computes an epoch under the Null consensus of spec 475 (`epoch_mechanism_with_budgets`). Bonds stay as they are.
///
/// - `input`, `output`, `trace`, `memory`, `memory_len`: as for `nanotao_epoch_run_dense`; see
///   `nanotao_epoch_words_null`.
/// - `budgets`: in.
/// - `weights`, `weights_len`: in, rows in the order of their uids.
/// - `decision`: out; NULL if it is not wanted.
/// - `position`: out, the element at fault; may be NULL.
///
/// Returns as `nanotao_epoch_run_dense`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nanotao_epoch_run_null(
    input: *const EpochInput,
    budgets: *const NullBudgets,
    weights: *const Row,
    weights_len: usize,
    output: *const EpochOutput,
    trace: *const EpochTrace,
    decision: *mut NullDecision,
    memory: *mut u64,
    memory_len: usize,
    position: *mut usize,
) -> Status {
    let run = || {
        // SAFETY: the caller's promise, as the header states it.
        let (mut frame, budgets, decision) = unsafe {
            let decision = if decision.is_null() { None } else { Some(Place::of_struct(decision)?) };
            let frame = Frame::new(input, output, trace, (memory, memory_len))?;
            (frame, memory::get_struct(budgets)?, decision)
        };
        // SAFETY: the caller's promise, as the header states it.
        let weights = unsafe { frame.rows(weights, weights_len) }?;
        let Frame { profile, input, mut lists, mut recorder, scratch, .. } = frame;
        let epoch = NullEpoch {
            profile,
            input,
            mining_budget: AlphaBalance(budgets.mining_budget),
            dividend_budget: AlphaBalance(budgets.dividend_budget),
            fallback_budget: AlphaBalance(budgets.fallback_budget),
        };
        let found = epoch.run(weights, &mut lists.core, scratch.rest(), &mut recorder)?;
        if let Some(place) = decision {
            place.set(NullDecision {
                struct_size: NullDecision::STRUCT_SIZE,
                has_winner: found.winner.is_some().into(),
                winner: found.winner.unwrap_or(0),
                miner_budget: found.miner_budget.0,
                validator_budget: found.validator_budget.0,
            });
        }
        lists.store_flags();
        Ok(())
    };
    // SAFETY: the caller's promise, as the header states it.
    unsafe { status_at(position, run) }
}
