//! What a call is given, decided by bytes, and what has to hold after it.

use std::ffi::CStr;
use std::fmt::Debug;
use std::ptr::{null, null_mut};

use nanotao_ffi::crypto::AccountId;
use nanotao_ffi::status::{NANOTAO_BUFFER_TOO_SMALL, NANOTAO_OK, nanotao_status_text};

/// What arms are about.
pub(crate) struct Case<'a> {
    pub(crate) body: &'a [u8],
    /// The body, two bytes each.
    pub(crate) words: &'a [u16],
    /// A place for a position, if it is one.
    pub(crate) at: *mut usize,
}

impl Case<'_> {
    /// The body's first numbers; zeros where it is too short.
    pub(crate) fn numbers<const N: usize>(&self) -> [u64; N] {
        let mut chunks = self.body.as_chunks().0.iter();
        std::array::from_fn(|_| chunks.next().map_or(0, |bytes| u64::from_le_bytes(*bytes)))
    }
}

/// A function of the ABI, or some that belong together.
pub(crate) type Arm = fn(&mut Choices<'_>, &Case<'_>);

pub(crate) const ACCOUNT: AccountId = AccountId { bytes: [7; 32] };

/// Decisions, a byte each; when none is left, all that is asked for is as it should be.
pub(crate) struct Choices<'a>(pub(crate) &'a [u8]);

impl Choices<'_> {
    pub(crate) fn byte(&mut self) -> u8 {
        let (first, rest) = self.0.split_first().unwrap_or((&7, &[]));
        self.0 = rest;
        *first
    }

    /// A list, or something like one. What is followed lies within the list.
    pub(crate) fn input<T>(&mut self, list: &[T]) -> (*const T, usize) {
        let (ptr, len) = (list.as_ptr(), list.len());
        match self.byte() {
            0 => (null(), 0),
            1 => (null(), 1),
            2 if align_of::<T>() > 1 => (ptr.wrapping_byte_add(1), len),
            3 => (ptr, usize::MAX),
            4 => (ptr, (usize::MAX >> 1) / size_of::<T>() + 1),
            5 => (ptr, usize::from(self.byte()).min(len)),
            _ => (ptr, len),
        }
    }

    pub(crate) fn place<T>(&mut self, value: &mut T) -> *mut T {
        match self.byte() {
            0 => null_mut(),
            1 if align_of::<T>() > 1 => (&raw mut *value).wrapping_byte_add(1),
            _ => value,
        }
    }

    pub(crate) fn read<T>(&mut self, value: &T) -> *const T {
        match self.byte() {
            0 => null(),
            1 if align_of::<T>() > 1 => (&raw const *value).wrapping_byte_add(1),
            _ => value,
        }
    }
}

pub(crate) const ROOM: usize = 2048;

/// An output of bytes, all of one value before the call.
pub(crate) struct Out {
    pub(crate) cells: [u8; ROOM],
    pub(crate) len: usize,
}

pub(crate) const BEFORE: u8 = 0xa5;

impl Out {
    pub(crate) const fn new() -> Self {
        Self { cells: [BEFORE; ROOM], len: usize::MAX }
    }

    pub(crate) fn lend<T>(&mut self, choices: &mut Choices<'_>) -> (*mut T, usize, *mut usize) {
        let ptr = self.cells.as_mut_ptr();
        let (ptr, cap) = match choices.byte() {
            0 => (null_mut(), 0),
            1 => (null_mut(), 1),
            2 => (ptr, usize::MAX),
            3 => (ptr, usize::from(choices.byte())),
            _ => (ptr, ROOM),
        };
        (ptr.cast(), cap, choices.place(&mut self.len))
    }

    pub(crate) fn judge(&self, status: u32) {
        if status != NANOTAO_OK {
            assert_untouched(&self.cells, &[BEFORE; ROOM]);
            assert!(self.len == usize::MAX || status == NANOTAO_BUFFER_TOO_SMALL, "{status} told a length");
        } else if self.len != usize::MAX {
            assert!(self.len <= ROOM);
        }
    }
}

pub(crate) fn assert_untouched<T: PartialEq + Debug + ?Sized>(now: &T, before: &T) {
    assert_eq!(now, before, "a call that failed wrote something");
}

/// Every status has a text of its own.
pub(crate) fn known(status: u32) -> u32 {
    // SAFETY: the text ends with a NUL.
    let text = unsafe { CStr::from_ptr(nanotao_status_text(status)) };
    assert_ne!(text, c"unknown status", "{status}");
    status
}
