"""Calls of the C ABI: statuses become exceptions, arguments what C takes, buffers are asked for their length first.

A length that goes to C is always that of the memory beside it, never one that an argument told of itself.
"""

from __future__ import annotations

from functools import cache
from operator import index
from typing import Any, Callable, Mapping

import numpy as np
from numpy.typing import NDArray

from ._abi import ffi
from ._abi import lib as unchecked

__all__ = ["NanotaoError", "check", "ffi", "lib", "pack", "sized", "text", "unchecked"]


class _Library:
    """The library's constants, and its functions with arguments that are checked: cffi reads lists as bytes, and cuts."""

    def __getattr__(self, name: str) -> Any:
        found = getattr(unchecked, name)
        if callable(found):
            found = _checked(name, found)
        setattr(self, name, found)
        return found


# What cffi takes as it is. Looking up the exact type is quick; others, such as flags of an enum, have it in their family.
_TAKEN = int, ffi.CData
_PLAIN = frozenset(map(type, (0, b"", ffi.NULL, ffi.new("int *"), ffi.from_buffer(b""))))


def _checked(name: str, function: Callable[..., Any]) -> Callable[..., Any]:
    def call(*given: Any) -> Any:
        for one in given:
            if type(one) not in _PLAIN and not isinstance(one, _TAKEN):
                break
        else:
            try:
                return function(*given)
            except OverflowError:
                pass
        # Slower: to take what has the value of an int, such as numpy's numbers, and to name what is at fault.
        kinds, made = ffi.typeof(function).args, []
        for one, kind, parameter in zip(given, kinds, _parameters()[name], strict=True):
            if kind.kind == "primitive" and kind.cname != "double":
                one = whole(one, parameter, kind)
            elif kind.kind == "pointer" and type(one) is not bytes and not isinstance(one, ffi.CData):
                raise TypeError(f"{parameter} has to be bytes, not {type(one).__name__}")
            made.append(one)
        return function(*made)

    return call


@cache
def _parameters() -> dict[str, list[str]]:
    """The names of the parameters of each function, as the header has them."""
    lines = ffi.string(unchecked.parameters()).decode().splitlines()
    return {name: names for name, *names in map(str.split, lines)}


lib = _Library()

_NO_POSITION = 2 ** (8 * ffi.sizeof("size_t")) - 1

if lib.nanotao_abi_version() != lib.NANOTAO_ABI_VERSION:
    raise ImportError("the nanotao library has another ABI than the module was compiled for")
for _kind, _size_of, _align_of in (
    ("nanotao_key", lib.nanotao_key_sizeof, lib.nanotao_key_alignof),
    ("nanotao_review", lib.nanotao_review_sizeof, lib.nanotao_review_alignof),
):
    if _size_of() != ffi.sizeof(_kind) or _align_of() > ffi.alignof(_kind):
        raise ImportError(f"the nanotao library lays a {_kind} out in another way than the module was compiled for")


class NanotaoError(ValueError):
    """Something is wrong with what was given.

    `code` is the library's status, one number for each reason; `offset` tells the byte, or the index of the element, at
    fault, where there is one.

    >>> from nanotao import ss58_decode
    >>> try:
    ...     ss58_decode("0")
    ... except NanotaoError as error:
    ...     print(error, error.code, error.offset)
    a byte of the address is no base58 digit (at 0) 17 0
    """

    def __init__(self, code: int, offset: int | None = None, about: str | None = None) -> None:
        self.code = code
        self.offset = offset
        self._about = about
        message = ffi.string(unchecked.nanotao_status_text(code)).decode()
        named = message if about is None else f"{about}: {message}"
        super().__init__(named if offset is None else f"{named} (at {offset})")

    def __reduce__(self) -> tuple[Any, ...]:
        return (NanotaoError, (self.code, self.offset, self._about))


def check(status: int, position: Any = None) -> None:
    """Raises what a status other than 0 stands for."""
    if status:
        at = None if position is None or position[0] == _NO_POSITION else position[0]
        raise NanotaoError(status, at)


BYTES = ffi.typeof("uint8_t[]")
U16 = ffi.typeof("uint16_t[]")
F64 = ffi.typeof("double[]")
_Array, _contiguous = np.ndarray, np.ascontiguousarray
_SIZE = ffi.typeof("size_t *")
C_U8, C_U16, C_U32, C_SIZE = map(ffi.typeof, ("uint8_t", "uint16_t", "uint32_t", "size_t"))
_U8, _U16, U64, _F64 = map(np.dtype, (np.uint8, np.uint16, np.uint64, np.float64))


def size() -> Any:
    return ffi.new(_SIZE)


def position() -> Any:
    return ffi.new(_SIZE, _NO_POSITION)


def sized(call: Callable[[Any, int, Any, Any], int], room: int = 256) -> bytes:
    """Calls with room for some bytes, and again with as much as it takes."""
    length, at = size(), position()
    buffer = ffi.new(BYTES, room)
    status = call(buffer, room, length, at)
    if status == lib.NANOTAO_BUFFER_TOO_SMALL:
        room = length[0]
        buffer = ffi.new("uint8_t[]", room)
        status = call(buffer, room, length, at)
    check(status, at)
    return bytes(ffi.buffer(buffer, length[0]))


def text(call: Callable[[Any, int, Any], int], room: int = 256) -> str:
    """As `sized`, for a text, which ends with a NUL that its length does not count."""
    length = ffi.new("size_t *")
    buffer = ffi.new("char[]", room)
    status = call(buffer, room, length)
    if status == lib.NANOTAO_BUFFER_TOO_SMALL:
        room = length[0] + 1
        buffer = ffi.new("char[]", room)
        status = call(buffer, room, length)
    check(status)
    made: str = ffi.unpack(buffer, length[0]).decode()
    return made


def octets(value: Any, name: str, length: int | None = None) -> bytes:
    """Bytes of which nobody else has the memory, and whose length is theirs."""
    if type(value) is not bytes:
        if not issubclass(type(value), (bytes, bytearray, memoryview, np.ndarray)):
            raise TypeError(f"{name} has to be bytes, not {type(value).__name__}")
        view = memoryview(value)
        if view.format != "B" or view.ndim != 1 or not view.c_contiguous:
            raise TypeError(f"{name} has to be bytes: one row of uint8 without gaps")
        value = view.tobytes()
    if length is not None and len(value) != length:
        raise NanotaoError(lib.NANOTAO_INVALID_LENGTH, None, f"{name} has {len(value)} bytes, not {length}")
    made: bytes = value
    return made


def chars(value: Any, name: str) -> bytes:
    """A text's bytes."""
    if not isinstance(value, str):
        raise TypeError(f"{name} has to be a text, not {type(value).__name__}")
    try:
        return str.encode(value)
    except UnicodeEncodeError:
        # That error holds the text, which may be secret.
        pass
    raise ValueError(f"{name} has a character that cannot be written as UTF-8")


def octets_or_hex(value: Any, name: str, length: int | None = None) -> bytes:
    """Bytes, or a text of them in hex, with or without `0x`."""
    if isinstance(value, str):
        try:
            value = bytes.fromhex(value.removeprefix("0x"))
        except ValueError as error:
            raise ValueError(f"{name} is no hex: {error}") from None
    return octets(value, name, length)


def pack(kind: str, data: Any, name: str) -> Any:
    """A struct of bytes, such as an account."""
    made = ffi.new(f"{kind} *")
    ffi.memmove(made, octets(data, name, ffi.sizeof(kind)), ffi.sizeof(kind))
    return made


def whole(value: Any, name: str, kind: Any) -> int:
    """A whole number of one of C's types."""
    try:
        number = index(int(value) if isinstance(value, np.bool_) else value)
    except TypeError:
        raise TypeError(f"{name} has to be a whole number, not {type(value).__name__}") from None
    try:
        ffi.new(ffi.getctype(kind, "*"), number)
    except OverflowError:
        raise OverflowError(f"{name}: {number} does not fit {kind.cname}") from None
    return number


def fill(struct: Any, values: Mapping[str, Any]) -> Any:
    """Sets numbers in a struct by name, and its size where it has one."""
    for name, value in values.items():
        try:
            if type(value) is int:
                setattr(struct, name, value)
                continue
        except (AttributeError, OverflowError):
            pass
        fields = dict(_struct(struct).fields)
        if name not in fields:
            raise TypeError(f"there is no {name}")
        setattr(struct, name, whole(value, name, fields[name].type))
    if hasattr(struct, "struct_size"):
        struct.struct_size = ffi.sizeof(_struct(struct))
    return struct


def _struct(struct: Any) -> Any:
    kind = ffi.typeof(struct)
    return kind.item if kind.kind == "pointer" else kind


def numbers(
    values: Any, name: str, dtype: Any, length: int | None = None, pairs: bool = False, most: int | None = None
) -> NDArray[Any]:
    """Whole numbers in a row, or a row of pairs: an array of them is read where it is, any other exactly or not at all."""
    ndim = 2 if pairs else 1
    # numpy has one dtype of each kind in the machine's own byte order.
    if not (type(values) is _Array and values.dtype is dtype and values.ndim == ndim and most is None):
        values = _exactly(values, name, dtype, ndim, most)
    if length is not None and len(values) != length:
        raise ValueError(f"{name} has {len(values)} elements, not {length}")
    if pairs and values.shape[1] != 2:
        raise ValueError(f"{name} has rows of {values.shape[1]}, not pairs")
    return _contiguous(values)


def _exactly(values: Any, name: str, dtype: Any, ndim: int, most: int | None) -> NDArray[Any]:
    low, high = np.iinfo(dtype).min, np.iinfo(dtype).max if most is None else most
    refusal = ValueError(f"{name} has to be {'rows' if ndim > 1 else 'a row'} of whole numbers from {low} to {high}")
    try:
        array = np.asarray(values)
        if array.size == 0 and array.ndim == 1:
            return np.empty((0, 2)[:ndim], dtype)
        if array.dtype.kind in "fO":
            # What numpy has no type for: numbers from 2^63 on, beside smaller ones.
            given = values if array.ndim == 1 else array.flat
            array = np.array([index(value) for value in given], object).reshape(array.shape)
    except (TypeError, ValueError):
        raise refusal from None
    if array.ndim != ndim or array.dtype.kind not in "iuO":
        raise refusal
    if array.size and not low <= array.min() <= array.max() <= high:
        raise refusal
    return array.astype(dtype, copy=False)


def scores_of(values: Any, name: str, dtype: Any = _F64) -> NDArray[Any]:
    """Numbers in a row: an array of the dtype is read where it is."""
    if not (type(values) is _Array and values.dtype is dtype and values.ndim == 1):
        values = np.asarray(values)
        if values.ndim != 1 or values.dtype.kind not in "iuf":
            raise ValueError(f"{name} has to be a row of numbers")
    return _contiguous(values, dtype)


def flags(values: Any, name: str, length: int | None = None) -> NDArray[np.uint8]:
    """Booleans, or zeros and ones, in a row."""
    array = np.asarray(values)
    return numbers(array.view(np.uint8) if array.dtype.kind == "b" else values, name, _U8, length, most=1)


def flag(value: Any, name: str) -> int:
    """A boolean, or a zero or one."""
    number = whole(value, name, C_U8)
    if number > 1:
        raise ValueError(f"{name} has to be a boolean, or zero or one")
    return number


def from_json(value: Any) -> int:
    """A whole number, or the text of one."""
    return int(value) if isinstance(value, str) else index(value)


def choice(table: Mapping[str, int], value: Any, name: str) -> int:
    """What stands for a name."""
    if not isinstance(value, str) or value not in table:
        raise ValueError(f"{name} has to be one of {', '.join(table)}")
    return table[value]


def u16s(values: Any, name: str, pairs: bool = False) -> NDArray[np.uint16]:
    """Uids, weights and the like: an array of them is read where it is."""
    if type(values) is _Array and values.dtype is _U16 and values.ndim == 1 and not pairs:
        return _contiguous(values)
    return numbers(values, name, _U16, None, pairs)
