"""What the judges of all rooms share: cases, and how to read what is in them."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any, Callable

import numpy as np

from nanotao import NanotaoError, keys

Case = Any
Judge = Callable[[Case], bool]
# File, section, and who judges a case of it.
Section = tuple[str, str, Judge]

SCHEMES = {"ed25519": keys.ED25519, "sr25519": keys.SR25519}


def table(name: str) -> Any:
    """A table that the judges of all languages go by."""
    return json.loads((Path(sys.argv[1]) / name).read_text())


def number(value: Any) -> int:
    return int(value)


def data(value: str) -> bytes:
    return bytes.fromhex(value.removeprefix("0x"))


def refused(run: Callable[[], Any]) -> int | None:
    """The library's code of an error; 0 where the binding found what is wrong itself."""
    try:
        run()
    except ValueError as error:
        return error.code if isinstance(error, NanotaoError) else 0
    return None


def numbers(values: list[Any]) -> list[int]:
    return [number(value) for value in values]


def pairs(value: list[Any]) -> list[tuple[int, int]]:
    return [(number(netuid), number(amount)) for netuid, amount in value]


def by_netuid(netuids: list[int], values: list[int]) -> list[tuple[int, int]]:
    return sorted(zip(netuids, values))


def floats(texts: list[str], kind: str = "<f8") -> np.ndarray:
    return np.frombuffer(b"".join(map(data, texts)), kind)


def of_spec(judge: Callable[[Case, int], bool], spec_version: int) -> Judge:
    return lambda case: judge(case, spec_version)
