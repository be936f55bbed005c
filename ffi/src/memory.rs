//! The caller's memory: every pointer is checked before it is followed.

use core::ffi::c_char;
use core::mem::MaybeUninit;
use core::ops::Range;

use crate::fault::Fault;
use crate::status::{
    NANOTAO_BUFFER_TOO_SMALL, NANOTAO_EPOCH_MEMORY, NANOTAO_INVALID_FLAG, NANOTAO_INVALID_LENGTH,
    NANOTAO_INVALID_POINTER, NANOTAO_INVALID_STRUCT_SIZE, NANOTAO_INVALID_TEXT, NANOTAO_OVERLAP,
};

/// Tells whether a pointer may be followed.
fn check<T>(ptr: *const T) -> Result<(), Fault> {
    if ptr.is_null() || !ptr.is_aligned() { Err(NANOTAO_INVALID_POINTER.into()) } else { Ok(()) }
}

/// Tells whether `len` elements fit into an address space.
pub(crate) fn check_len<T>(len: usize) -> Result<(), Fault> {
    let bytes = len.checked_mul(size_of::<T>()).and_then(|bytes| isize::try_from(bytes).ok());
    bytes.map(|_| ()).ok_or(NANOTAO_INVALID_LENGTH.into())
}

/// Borrows an input. A length of 0 goes with any pointer.
///
/// # Safety
/// If `ptr` is neither NULL nor misaligned, `len` elements from it on are readable, hold values of `T`, and do not
/// change during the call.
pub(crate) unsafe fn slice<'a, T>(ptr: *const T, len: usize) -> Result<&'a [T], Fault> {
    if len == 0 {
        return Ok(&[]);
    }
    check(ptr)?;
    check_len::<T>(len)?;
    // SAFETY: not NULL, aligned, and not too long; the rest is the caller's promise.
    Ok(unsafe { core::slice::from_raw_parts(ptr, len) })
}

/// Borrows a text, which need not end with a NUL.
///
/// # Safety
/// As [`slice`].
pub(crate) unsafe fn text<'a>(ptr: *const c_char, len: usize) -> Result<&'a str, Fault> {
    // SAFETY: the caller's promise.
    let bytes = unsafe { slice(ptr.cast::<u8>(), len) }?;
    core::str::from_utf8(bytes).map_err(|error| Fault::at(NANOTAO_INVALID_TEXT, error.valid_up_to()))
}

/// Borrows a list that changes in place. A length of 0 goes with any pointer.
///
/// # Safety
/// As [`slice`], and nothing else uses the elements during the call.
pub(crate) unsafe fn slice_mut<'a, T>(ptr: *mut T, len: usize) -> Result<&'a mut [T], Fault> {
    if len == 0 {
        return Ok(&mut []);
    }
    check(ptr)?;
    check_len::<T>(len)?;
    // SAFETY: not NULL, aligned, and not too long; the rest is the caller's promise.
    Ok(unsafe { core::slice::from_raw_parts_mut(ptr, len) })
}

/// Borrows bytes that are 0 or 1 each.
///
/// # Safety
/// As [`slice`].
pub(crate) unsafe fn flags<'a>(ptr: *const u8, len: usize) -> Result<&'a [bool], Fault> {
    // SAFETY: the caller's promise.
    let bytes = unsafe { slice(ptr, len) }?;
    match bytes.iter().position(|byte| *byte > 1) {
        Some(index) => Err(Fault::at(NANOTAO_INVALID_FLAG, index)),
        // SAFETY: a bool is a byte that is 0 or 1, as all of these are.
        None => Ok(unsafe { core::slice::from_raw_parts(bytes.as_ptr().cast(), len) }),
    }
}

/// Takes a number that stands for no or yes.
pub(crate) fn flag(value: u32) -> Result<bool, Fault> {
    match value {
        0 => Ok(false),
        1 => Ok(true),
        _ => Err(NANOTAO_INVALID_FLAG.into()),
    }
}

/// Copies a value in.
///
/// # Safety
/// If `ptr` is neither NULL nor misaligned, a `T` can be read there.
pub(crate) unsafe fn get<T: Copy>(ptr: *const T) -> Result<T, Fault> {
    check(ptr)?;
    // SAFETY: not NULL and aligned; the rest is the caller's promise.
    Ok(unsafe { ptr.read() })
}

/// Borrows an object of the library that lives in the caller's memory.
///
/// # Safety
/// If `ptr` is neither NULL nor misaligned, a `T` of which any bit pattern is valid is there, and nothing else uses it
/// during the call.
pub(crate) unsafe fn object<'a, T>(ptr: *mut T) -> Result<&'a mut T, Fault> {
    check(ptr)?;
    // SAFETY: not NULL and aligned; the rest is the caller's promise.
    Ok(unsafe { &mut *ptr })
}

/// Borrows an object of the library that is only read.
///
/// # Safety
/// If `ptr` is neither NULL nor misaligned, a `T` of which any bit pattern is valid is there, and nothing writes to it
/// during the call.
pub(crate) unsafe fn shared<'a, T>(ptr: *const T) -> Result<&'a T, Fault> {
    check(ptr)?;
    // SAFETY: not NULL and aligned; the rest is the caller's promise.
    Ok(unsafe { &*ptr })
}

/// A struct that starts with its size, `uint32_t struct_size`.
///
/// # Safety
/// The type is `repr(C)`, its first field is that `u32`, and every bit pattern is valid.
pub(crate) unsafe trait Sized32: Copy {
    /// What `struct_size` has to be.
    const STRUCT_SIZE: u32 = size_of::<Self>() as u32;
}

/// Checks the size that a struct claims to have.
///
/// # Safety
/// If `ptr` is neither NULL nor misaligned, its first four bytes are readable.
unsafe fn check_size<T: Sized32>(ptr: *const T) -> Result<(), Fault> {
    check(ptr)?;
    // SAFETY: not NULL and aligned, and the first field is a `u32`.
    let found = unsafe { ptr.cast::<u32>().read() };
    if found == T::STRUCT_SIZE { Ok(()) } else { Err(NANOTAO_INVALID_STRUCT_SIZE.into()) }
}

/// Copies a struct in, after its size.
///
/// # Safety
/// As [`get`], for the struct that its first field claims.
pub(crate) unsafe fn get_struct<T: Sized32>(ptr: *const T) -> Result<T, Fault> {
    // SAFETY: the caller's promise; a struct of that size is readable as a whole.
    unsafe {
        check_size(ptr)?;
        get(ptr)
    }
}

/// A place for one value.
pub(crate) struct Place<T>(*mut T);

impl<T> Place<T> {
    /// # Safety
    /// If `ptr` is neither NULL nor misaligned, a `T` can be written there.
    pub(crate) unsafe fn new(ptr: *mut T) -> Result<Self, Fault> {
        check(ptr)?;
        Ok(Self(ptr))
    }

    /// Accepts NULL where the caller does not want the value.
    ///
    /// # Safety
    /// As [`Place::new`].
    pub(crate) unsafe fn optional(ptr: *mut T) -> Result<Option<Self>, Fault> {
        if ptr.is_null() {
            return Ok(None);
        }
        // SAFETY: the caller's promise.
        unsafe { Self::new(ptr) }.map(Some)
    }

    pub(crate) fn set(self, value: T) {
        // SAFETY: checked in `new`, whose caller promised the rest.
        unsafe { self.0.write(value) }
    }
}

impl<T: Sized32> Place<T> {
    /// A place for a struct, which says how large it is.
    ///
    /// # Safety
    /// As [`Place::new`], for the struct that its first field claims.
    pub(crate) unsafe fn of_struct(ptr: *mut T) -> Result<Self, Fault> {
        // SAFETY: the caller's promise.
        unsafe { check_size(ptr) }?;
        Ok(Self(ptr))
    }
}

/// Cuts the caller's working memory into lists of the library's own types.
pub(crate) struct Scratch<'a>(&'a mut [MaybeUninit<u64>]);

impl<'a> Scratch<'a> {
    /// # Safety
    /// As [`slice_mut`].
    pub(crate) unsafe fn new(ptr: *mut u64, len: usize) -> Result<Self, Fault> {
        // SAFETY: the caller's promise.
        unsafe { slice_mut(ptr.cast(), len) }.map(Self)
    }

    /// Words that `len` elements take at most, whatever their alignment.
    pub(crate) const fn words<T>(len: usize) -> usize {
        len.saturating_mul(size_of::<T>()).div_ceil(size_of::<u64>()).saturating_add(Self::padding::<T>())
    }

    const fn padding<T>() -> usize {
        align_of::<T>().div_ceil(size_of::<u64>()).saturating_sub(1)
    }

    /// The next list, made of what comes from `elements`.
    pub(crate) fn list<T: Copy>(
        &mut self,
        elements: impl ExactSizeIterator<Item = T>,
    ) -> Result<&'a mut [T], Fault> {
        let len = elements.len();
        let rest = core::mem::take(&mut self.0);
        let (taken, rest) = rest.split_at_mut_checked(Self::words::<T>(len)).ok_or(NANOTAO_EPOCH_MEMORY)?;
        self.0 = rest;
        let start = taken.as_mut_ptr().cast::<u8>();
        // SAFETY: `words` counts `len` elements and what aligning the first of them skips, so all lie in what was taken; their
        // cells may hold any bits.
        let cells = unsafe {
            let first = start.add(start.align_offset(align_of::<T>())).cast::<MaybeUninit<T>>();
            core::slice::from_raw_parts_mut(first, len)
        };
        let mut filled = 0_usize;
        for (cell, element) in cells.iter_mut().zip(elements) {
            cell.write(element);
            filled = filled.saturating_add(1);
        }
        let cells = cells.get_mut(..filled).ok_or(NANOTAO_EPOCH_MEMORY)?;
        // SAFETY: as many as these were written.
        Ok(unsafe { core::slice::from_raw_parts_mut(cells.as_mut_ptr().cast(), filled) })
    }

    /// What is left.
    pub(crate) fn rest(self) -> &'a mut [u64] {
        self.0.fill(MaybeUninit::new(0));
        // SAFETY: all words were written.
        unsafe { core::slice::from_raw_parts_mut(self.0.as_mut_ptr().cast(), self.0.len()) }
    }
}

/// Refuses memory that is written and shares an address with what is read, or with other memory that is written.
pub(crate) fn apart(written: &[Range<usize>], read: &[Range<usize>]) -> Result<(), Fault> {
    let mut rest = written;
    while let Some((own, others)) = rest.split_first() {
        if others.iter().chain(read).any(|other| shares(own, other)) {
            return Err(NANOTAO_OVERLAP.into());
        }
        rest = others;
    }
    Ok(())
}

fn shares(a: &Range<usize>, b: &Range<usize>) -> bool {
    a.start < b.end && b.start < a.end
}

/// The addresses that a list takes up, before anything is known of its pointer.
pub(crate) fn bounds<T>(ptr: *const T, len: usize) -> Range<usize> {
    let start = ptr.addr();
    start..start.saturating_add(len.saturating_mul(size_of::<T>()))
}

/// The addresses that something takes up.
pub(crate) fn extent<T>(slice: &[T]) -> Range<usize> {
    let range = slice.as_ptr_range();
    range.start.addr()..range.end.addr()
}

/// A buffer for as many elements as it turns out to take.
pub(crate) struct Output<T> {
    ptr: *mut T,
    cap: usize,
    len: *mut usize,
}

impl<T> Output<T> {
    /// # Safety
    /// If the pointers are neither NULL nor misaligned, `cap` elements can be written to `ptr` and a number to `len`.
    pub(crate) unsafe fn new(ptr: *mut T, cap: usize, len: *mut usize) -> Result<Self, Fault> {
        check(len)?;
        if cap != 0 {
            check(ptr)?;
            check_len::<T>(cap)?;
        }
        Ok(Self { ptr, cap, len })
    }

    /// How many elements fit.
    pub(crate) fn cap(&self) -> usize {
        self.cap
    }

    /// The addresses that the buffer takes up.
    pub(crate) fn extent(&self) -> Range<usize> {
        bounds(self.ptr, self.cap)
    }

    /// Writes how many elements there are, or would be.
    pub(crate) fn set_len(&self, len: usize) {
        // SAFETY: checked in `new`, whose caller promised the rest.
        unsafe { self.len.write(len) }
    }

    /// Tells whether `needed` elements fit; if not, the caller is told how many there are.
    pub(crate) fn reserve(&self, needed: usize) -> Result<(), Fault> {
        if needed <= self.cap {
            return Ok(());
        }
        self.set_len(needed);
        Err(NANOTAO_BUFFER_TOO_SMALL.into())
    }

    /// Refuses a buffer that shares memory with an input: what is written first would be read back as input.
    pub(crate) fn apart_from(&self, inputs: &[Range<usize>]) -> Result<(), Fault> {
        apart(&[self.extent()], inputs)
    }

    /// The buffer's first `needed` elements.
    pub(crate) fn buffer(&mut self, needed: usize) -> Result<&mut [T], Fault> {
        self.reserve(needed)?;
        if needed == 0 {
            return Ok(&mut []);
        }
        // SAFETY: checked in `new` for more than `needed`; the borrow of `self` keeps it the only one.
        Ok(unsafe { core::slice::from_raw_parts_mut(self.ptr, needed) })
    }
}

#[cfg(test)]
mod tests {
    use super::{MaybeUninit, Scratch};

    /// As large as a row on a machine of 32 bits: no whole number of words.
    type Row = [u32; 3];

    #[test]
    fn lists_of_any_size_and_alignment_fit_into_the_words_that_are_counted_for_them() {
        #[derive(Clone, Copy, Debug, PartialEq)]
        #[repr(align(16))]
        struct Wide(u64);
        for len in 0..7 {
            for skipped in 0..2 {
                let mut memory = [MaybeUninit::new(0); 32];
                let words = skipped + Scratch::words::<Row>(len) + Scratch::words::<Wide>(len);
                let mut scratch = Scratch(&mut memory[..words]);
                scratch.list((0..skipped).map(|word| word as u64)).unwrap();
                let rows = scratch.list((0..len).map(|row| [row as u32; 3])).unwrap();
                let wide = scratch.list((0..len).map(|one| Wide(one as u64))).unwrap();
                assert!(rows.iter().enumerate().all(|(at, row)| *row == [at as u32; 3]) && rows.len() == len);
                assert!(
                    wide.iter().enumerate().all(|(at, one)| *one == Wide(at as u64)) && wide.len() == len
                );
            }
        }
    }
}
