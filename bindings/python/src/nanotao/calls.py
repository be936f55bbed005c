"""Any call of any pallet, by its name and its arguments."""

from __future__ import annotations

from typing import Any

import numpy as np

from ._core import NanotaoError, chars, ffi, lib, octets, octets_or_hex, sized
from .extrinsic import _card
from .keys import _account


def call_arguments(name: str, spec_version: int = 475) -> list[tuple[str, str]]:
    """Tells what a call takes, by the table of a spec version: of each argument its name and its type.

    >>> [name for name, _ in call_arguments("SubtensorModule.add_stake")]
    ['hotkey', 'netuid', 'amount_staked']
    """
    of = _names(name)
    found: list[tuple[str, str]] = []
    while True:
        try:
            found.append(_card(lambda *out: lib.nanotao_call_argument(spec_version, *of, len(found), *out)))
        except NanotaoError as error:
            if (error.code, error.offset) == (lib.NANOTAO_CALL_ARGUMENT_COUNT, len(found)):
                return found
            raise


def call(name: str, /, *arguments: Any, spec_version: int = 475, **named: Any) -> bytes:
    """Writes any call that the table of a spec version holds. Arguments come in the order of metadata, or by name.

    Numbers, booleans, bytes and texts stand for themselves, and `0x` begins bytes in hex. An account is 32 bytes or an
    address; another call is its bytes. A list is a list, a tuple or an array, and so is a struct; a variant is its name, or
    with fields `{name: [field, …]}`; None is no value of an `Option`, any other value of which stands for itself. Each is
    checked against its type; the offset of an error is the argument, or how many the call takes.

    >>> alice = "5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY"
    >>> call("SubtensorModule.add_stake", hotkey=alice, netuid=1, amount_staked=10**9)[:2].hex()
    '0702'
    >>> call("System.remark", b"hello").hex()
    '00001468656c6c6f'
    """
    known = call_arguments(name, spec_version)
    given = dict(zip((argument for argument, _ in known), arguments))
    if len(arguments) > len(known) or any(argument in given for argument in named):
        raise NanotaoError(lib.NANOTAO_CALL_ARGUMENT_COUNT, len(known))
    given |= named
    unknown = given.keys() - {argument for argument, _ in known}
    if unknown:
        raise TypeError(f"{name} takes no {', '.join(sorted(unknown))}")
    kept: list[Any] = []
    present = [(given[argument], argument, kind) for argument, kind in known if argument in given]
    raw = ffi.new("nanotao_arg[]", len(present))
    for index, argument in enumerate(present):
        status = _fill(raw[index], *argument, kept, 0)
        if status:
            raise NanotaoError(status, index)
    of = _names(name)
    return sized(
        lambda out, cap, length, at: lib.nanotao_call_encode(
            spec_version, *of, raw, len(present), out, cap, length, at
        )
    )


def _names(name: str) -> tuple[bytes, int, bytes, int]:
    of, _, what = chars(name, "name").partition(b".")
    return of, len(of), what, len(what)


# More than the library takes; lists may lie in themselves.
_MAX_DEPTH = 17


def _fill(raw: Any, value: Any, name: str, kind: str, kept: list[Any], depth: int) -> int:
    """Writes an argument, and tells what is wrong with it."""

    def lend(of: int, memory: Any, count: int) -> int:
        kept.append(memory)
        raw.kind, raw.ptr, raw.len = of, memory, count
        return 0

    def elements(values: Any) -> int:
        if depth == _MAX_DEPTH:
            return int(lib.NANOTAO_CALL_ARGUMENT_ENCODING)
        given = list(values)
        made = ffi.new("nanotao_arg[]", len(given))
        lend(lib.NANOTAO_ARG_LIST, made, len(given))
        return next(filter(None, (_fill(place, one, name, kind, kept, depth + 1) for place, one in zip(made, given))), 0)

    is_account = "AccountId" in kind or "Lookup" in kind
    if isinstance(value, str) and is_account and not value.startswith("0x"):
        value = bytes(ffi.buffer(_account(value, name)))
    elif isinstance(value, str) and value.startswith("0x"):
        value = octets_or_hex(value, name)
    if value is None:
        raw.kind = lib.NANOTAO_ARG_NONE
        return 0
    if isinstance(value, (bool, np.bool_)):
        raw.kind, raw.low = lib.NANOTAO_ARG_BOOL, int(value)
        return 0
    if isinstance(value, (int, np.integer)):
        if not 0 <= value < 2**128:
            return int(lib.NANOTAO_CALL_ARGUMENT_RANGE)
        raw.kind, raw.low, raw.high = lib.NANOTAO_ARG_UNSIGNED, int(value) & (2**64 - 1), int(value) >> 64
        return 0
    if isinstance(value, str):
        text = chars(value, name)
        return lend(lib.NANOTAO_ARG_TEXT, ffi.from_buffer(text), len(text))
    if isinstance(value, (bytes, bytearray, memoryview)):
        whole = octets(value, name)
        of = lib.NANOTAO_ARG_BYTES
        if "Call" in kind:
            of = lib.NANOTAO_ARG_ENCODED
        elif is_account and len(whole) == 32:
            of = lib.NANOTAO_ARG_ACCOUNT
        return lend(of, ffi.from_buffer(whole), len(whole))
    if isinstance(value, np.ndarray) and value.dtype == np.uint16 and value.ndim == 1:
        array = np.ascontiguousarray(value)
        return lend(lib.NANOTAO_ARG_U16S, ffi.from_buffer(array), array.size)
    if isinstance(value, dict) and len(value) == 1:
        ((variant, fields),) = value.items()
        return elements([variant, *(fields if isinstance(fields, (list, tuple)) else [fields])])
    if isinstance(value, (list, tuple, np.ndarray)):
        return elements(value)
    return int(lib.NANOTAO_CALL_ARGUMENT_TYPE)
