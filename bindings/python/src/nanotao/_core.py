"""Calls of the C ABI: statuses become exceptions, buffers are asked for their length first."""

from __future__ import annotations

from typing import Any, Callable

import numpy as np
from numpy.typing import NDArray

from ._abi import ffi, lib

__all__ = ["NanotaoError", "check", "ffi", "lib", "pack", "sized", "text"]

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

    def __init__(self, code: int, offset: int | None = None) -> None:
        self.code = code
        self.offset = offset
        message = ffi.string(lib.nanotao_status_text(code)).decode()
        super().__init__(message if offset is None else f"{message} (at {offset})")

    def __reduce__(self) -> tuple[Any, ...]:
        return (NanotaoError, (self.code, self.offset))


def check(status: int, position: Any = None) -> None:
    """Raises what a status other than 0 stands for."""
    if status:
        at = None if position is None or position[0] == _NO_POSITION else position[0]
        raise NanotaoError(status, at)


BYTES = ffi.typeof("uint8_t[]")
U16 = ffi.typeof("uint16_t[]")
F64 = ffi.typeof("double[]")
_SIZE = ffi.typeof("size_t *")
_U16 = np.dtype(np.uint16)


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


def pack(kind: str, data: bytes) -> Any:
    """A struct of bytes, such as an account."""
    made = ffi.new(f"{kind} *")
    if len(data) != ffi.sizeof(kind):
        raise NanotaoError(lib.NANOTAO_INVALID_LENGTH)
    ffi.memmove(made, data, len(data))
    return made


def u16s(values: Any) -> NDArray[np.uint16]:
    """Uids, weights and the like: an array of them is read where it is."""
    # numpy has one dtype of each kind in the machine's own byte order.
    if isinstance(values, np.ndarray) and values.dtype is _U16:
        return np.ascontiguousarray(values)
    array = np.asarray(values)
    if array.size and (array.dtype.kind not in "iu" or array.min() < 0 or array.max() > 65535):
        raise ValueError("uids and weights are whole numbers from 0 to 65535")
    return np.ascontiguousarray(array, np.uint16)
