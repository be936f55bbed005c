//! Every call that a table holds, from its names and arguments.

use core::ffi::{c_char, c_void};
use core::ops::Range;

use nanotao::AccountId as CoreAccountId;
use nanotao::call::SpecVersion;
use nanotao::metadata::{Arg as CoreArg, Described, Given, Table, Types};

use crate::fault::{Fault, status_at};
use crate::memory::{self, Output, extent};
use crate::status::{
    NANOTAO_CALL_ARGUMENT_COUNT, NANOTAO_CALL_ARGUMENT_ENCODING, NANOTAO_INVALID_FLAG,
    NANOTAO_INVALID_LENGTH, NANOTAO_UNKNOWN_ARG, Status,
};
use crate::text;

/// What an argument is given as: one of the constants `NANOTAO_ARG_...`.
pub type ArgKind = u32;

/// No value of an `Option`. Any other value of an `Option` stands for itself.
pub const NANOTAO_ARG_NONE: ArgKind = 0;
/// `low` is 0 or 1.
pub const NANOTAO_ARG_BOOL: ArgKind = 1;
/// `low`, and `high` for the upper 64 of 128 bits: a number of whatever width, compact or not, also as the only field of
/// a struct, as a netuid or an amount is.
pub const NANOTAO_ARG_UNSIGNED: ArgKind = 2;
/// `ptr` and `len`: the 32 bytes of an account, also where a `MultiAddress` is taken.
pub const NANOTAO_ARG_ACCOUNT: ArgKind = 3;
/// `ptr` and `len`: a list or an array of bytes.
pub const NANOTAO_ARG_BYTES: ArgKind = 4;
/// `ptr` and `len`: UTF-8. A text, a list of bytes that is one, or the name of a variant that has no fields.
pub const NANOTAO_ARG_TEXT: ArgKind = 5;
/// `ptr` and `len`: numbers of type `uint16_t`, for a list of numbers of 16 bits, compact or not.
pub const NANOTAO_ARG_U16S: ArgKind = 6;
/// `ptr` and `len`: arguments of type `nanotao_arg`, for the elements of a list, array or tuple, or the fields of a struct;
/// or the name of a variant, as a text, and its fields. Lists may lie in lists, 16 deep.
pub const NANOTAO_ARG_LIST: ArgKind = 7;
/// `ptr` and `len`: any type in SCALE, such as another call.
pub const NANOTAO_ARG_ENCODED: ArgKind = 8;

/// One argument, or a part of one. Zeroed, it is `NANOTAO_ARG_NONE`.
#[derive(Clone, Copy)]
#[repr(C)]
pub struct Arg {
    /// `NANOTAO_ARG_...`: says which of the fields count.
    pub kind: ArgKind,
    /// 0.
    pub reserved: u32,
    /// A number's lower 64 bits.
    pub low: u64,
    /// A number's upper 64 bits.
    pub high: u64,
    /// Where bytes, a text or a list begin.
    pub ptr: *const c_void,
    /// How many elements they have.
    pub len: usize,
}

/// Lists may lie in lists so deep.
const MAX_LISTS: usize = 16;

impl Arg {
    /// Checks all that the argument points to, and that it shares no memory with `out`.
    ///
    /// # Safety
    /// As the header states it.
    unsafe fn check(&self, out: &Range<usize>, depth: usize) -> Result<(), Fault> {
        if self.reserved != 0 || (self.kind == NANOTAO_ARG_BOOL && self.low > 1) {
            return Err(NANOTAO_INVALID_FLAG.into());
        }
        // SAFETY: the caller's promise.
        let range = unsafe {
            match self.kind {
                NANOTAO_ARG_NONE | NANOTAO_ARG_BOOL | NANOTAO_ARG_UNSIGNED => return Ok(()),
                NANOTAO_ARG_ACCOUNT if self.len != 32 => return Err(NANOTAO_INVALID_LENGTH.into()),
                NANOTAO_ARG_ACCOUNT | NANOTAO_ARG_BYTES | NANOTAO_ARG_ENCODED => extent(self.list::<u8>()?),
                NANOTAO_ARG_TEXT => extent(memory::text(self.ptr.cast(), self.len)?.as_bytes()),
                NANOTAO_ARG_U16S => extent(self.list::<u16>()?),
                NANOTAO_ARG_LIST => {
                    if depth >= MAX_LISTS {
                        return Err(NANOTAO_CALL_ARGUMENT_ENCODING.into());
                    }
                    let list = self.list::<Self>()?;
                    for part in list {
                        part.check(out, depth.saturating_add(1))?;
                    }
                    extent(list)
                }
                _ => return Err(NANOTAO_UNKNOWN_ARG.into()),
            }
        };
        memory::apart(core::slice::from_ref(out), &[range])
    }

    /// # Safety
    /// As [`memory::slice`].
    unsafe fn list<T>(&self) -> Result<&[T], Fault> {
        // SAFETY: the caller's promise.
        unsafe { memory::slice(self.ptr.cast(), self.len) }
    }
}

/// Every one was checked before the core asks.
impl CoreArg for Arg {
    fn given(&self) -> Given<'_, Self> {
        // SAFETY: as in `check`, which has succeeded; the caller's memory does not change during the call.
        let given = unsafe {
            match self.kind {
                NANOTAO_ARG_BOOL => Ok(Given::Bool(self.low != 0)),
                NANOTAO_ARG_UNSIGNED => {
                    Ok(Given::Unsigned(u128::from(self.high) << 64 | u128::from(self.low)))
                }
                NANOTAO_ARG_ACCOUNT => memory::shared(self.ptr.cast::<CoreAccountId>()).map(Given::Account),
                NANOTAO_ARG_BYTES => self.list().map(Given::Bytes),
                NANOTAO_ARG_TEXT => memory::text(self.ptr.cast(), self.len).map(Given::Text),
                NANOTAO_ARG_U16S => self.list::<u16>().map(|list| Given::U16s(list.into())),
                NANOTAO_ARG_LIST => self.list().map(Given::List),
                NANOTAO_ARG_ENCODED => self.list().map(Given::Encoded),
                _ => Ok(Given::None),
            }
        };
        given.unwrap_or(Given::None)
    }
}

/// Writes any call that the table of a spec version holds. Every argument is checked against its type, and the bytes are
/// decoded again before they are given out. `nanotao_call_argument` tells what a call takes.
///
/// - `spec_version`: in.
/// - `pallet`, `pallet_len`, `function`, `function_len`: in, texts: the names in metadata, as `SubtensorModule` and
///   `add_stake`.
/// - `args`, `args_len`: in, the arguments in the order of metadata.
/// - `call`, `cap`, `len`: out.
/// - `position`: out, the argument at fault, from 0, or how many the call takes; may be NULL.
///
/// Returns `NANOTAO_OK`, `NANOTAO_BUFFER_TOO_SMALL`, `NANOTAO_CALL_UNKNOWN_...`, `NANOTAO_CALL_ARGUMENT_...`,
/// `NANOTAO_UNKNOWN_ARG` or `NANOTAO_INVALID_...`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nanotao_call_encode(
    spec_version: u32,
    pallet: *const c_char,
    pallet_len: usize,
    function: *const c_char,
    function_len: usize,
    args: *const Arg,
    args_len: usize,
    call: *mut u8,
    cap: usize,
    len: *mut usize,
    position: *mut usize,
) -> Status {
    let run = || {
        // SAFETY: the caller's promise, as the header states it.
        let (pallet, function, args, mut out) = unsafe {
            let (pallet, function) =
                (memory::text(pallet, pallet_len)?, memory::text(function, function_len)?);
            (pallet, function, memory::slice(args, args_len)?, Output::new(call, cap, len)?)
        };
        out.apart_from(&[extent(pallet.as_bytes()), extent(function.as_bytes()), extent(args)])?;
        for (index, arg) in args.iter().enumerate() {
            // SAFETY: the caller's promise, as the header states it.
            unsafe { arg.check(&out.extent(), 0) }.map_err(|fault| fault.moved_to(index))?;
        }
        let table = Table::of(SpecVersion::new(spec_version)?);
        let needed = table.encoded_len(pallet, function, args)?;
        let bytes = out.buffer(needed)?;
        let written = table.encode(pallet, function, args, bytes)?;
        let read = Described::Table(table, written).decoder().skip();
        if read != Ok(needed) {
            bytes.fill(0);
            return Err(NANOTAO_CALL_ARGUMENT_ENCODING.into());
        }
        out.set_len(needed);
        Ok(())
    };
    // SAFETY: the caller's promise, as the header states it.
    unsafe { status_at(position, run) }
}

/// Names an argument of a call, and its type.
///
/// - `spec_version`, and `pallet`, `function` with their lengths: in, as for `nanotao_call_encode`.
/// - `index`: in, from 0.
/// - `name`, `name_cap`, `name_len`: out, a text, as `amount_staked`.
/// - `type_name`, `type_cap`, `type_len`: out, a text, the type as the runtime's source has it, as `TaoBalance`.
/// - `position`: out, how many arguments the call takes, if there is none of that index; may be NULL.
///
/// Returns `NANOTAO_OK`, `NANOTAO_BUFFER_TOO_SMALL` (both lengths are told), `NANOTAO_CALL_UNKNOWN_...`, or
/// `NANOTAO_CALL_ARGUMENT_COUNT` if there is no such argument.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nanotao_call_argument(
    spec_version: u32,
    pallet: *const c_char,
    pallet_len: usize,
    function: *const c_char,
    function_len: usize,
    index: usize,
    name: *mut c_char,
    name_cap: usize,
    name_len: *mut usize,
    type_name: *mut c_char,
    type_cap: usize,
    type_len: *mut usize,
    position: *mut usize,
) -> Status {
    let run = || {
        // SAFETY: the caller's promise, as the header states it.
        let (pallet, function, mut name, mut type_name) = unsafe {
            let (pallet, function) =
                (memory::text(pallet, pallet_len)?, memory::text(function, function_len)?);
            let name = Output::new(name.cast(), name_cap, name_len)?;
            (pallet, function, name, Output::new(type_name.cast(), type_cap, type_len)?)
        };
        let texts = [extent(pallet.as_bytes()), extent(function.as_bytes())];
        name.apart_from(&texts)?;
        type_name.apart_from(&texts)?;
        type_name.apart_from(&[name.extent()])?;
        let table = Table::of(SpecVersion::new(spec_version)?);
        let mut fields = table.find(pallet, function)?.1.fields;
        let count = fields.left;
        let field = core::iter::from_fn(|| table.field(&mut fields).ok().flatten()).nth(index);
        let field = field.ok_or(Fault::at(NANOTAO_CALL_ARGUMENT_COUNT, count))?;
        text::write(&mut [(&mut name, &field.name.unwrap_or_default()), (&mut type_name, &field.type_name)])
    };
    // SAFETY: the caller's promise, as the header states it.
    unsafe { status_at(position, run) }
}
