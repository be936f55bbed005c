"""Steps of an epoch, for whoever recomputes one by hand. Numbers are of the type `I32F32`: 2^32 is one."""

from __future__ import annotations

from operator import index
from typing import Any, Iterable, Sequence

from ._core import check, ffi, lib
from .fixed import _halves, _value, _written


def _i32f32s(values: Iterable[int]) -> Any:
    return ffi.new("int64_t[]", [index(value) for value in values])


def emission_of(share: int, rao_emission: int) -> int:
    """Tells a share of an emission in rao, rounded down.

    >>> emission_of(2**31, 1001)
    500
    """
    return _value(lib.nanotao_epoch_emission_of, share, rao_emission)


def clamp_value(value: int, low: int, high: int) -> int:
    """Holds a value between two others: where they are in the wrong order, the lower limit wins."""
    return _value(lib.nanotao_clamp_value, value, low, high)


def alpha_sigmoid(
    consensus: int, weight: int, bond: int, alpha_low: int, alpha_high: int, alpha_sigmoid_steepness: int
) -> int:
    """Tells the rate at which one bond follows one weight."""
    rates = (alpha_low, alpha_high, alpha_sigmoid_steepness)
    return _value(lib.nanotao_alpha_sigmoid, consensus, weight, bond, *rates)


def ema_alpha(bonds_moving_average: int) -> int:
    """Tells the rate at which bonds follow weights in Yuma 2: one less `bonds_moving_average`, in millionths, saturating."""
    return _value(lib.nanotao_ema_alpha, bonds_moving_average)


def compute_disabled_liquid_alpha(bonds_moving_average: int) -> int:
    """Tells the rate at which bonds follow weights in Yuma 3: as `ema_alpha`, but wrapping.

    >>> compute_disabled_liquid_alpha(900_000) / 2**32
    0.10000000009313226
    """
    return _value(lib.nanotao_compute_disabled_liquid_alpha, bonds_moving_average)


def weighted_median(stake: Sequence[int], score: Sequence[int], minority: int, lo: int, hi: int) -> int:
    """Finds the score at which the stake of lower scores passes `minority`, of members whose stake lies between `lo` and `hi`.

    >>> weighted_median([1, 1, 1], [30, 10, 20], 1, 0, 3)
    20
    """
    stakes, scores, sums = _i32f32s(stake), _i32f32s(score), map(index, (minority, lo, hi))
    if len(stakes) != len(scores):
        check(lib.NANOTAO_EPOCH_LENGTH)
    return _written(lib.nanotao_weighted_median, "int64_t *", stakes, scores, len(stakes), *sums)


def is_topk_nonzero(vector: Sequence[int], k: int) -> list[bool]:
    """Tells which elements are not zero and among the `k` largest, of equals the later ones.

    >>> is_topk_nonzero([5, 0, 7, 5], 2)
    [False, False, True, True]
    """
    given = _i32f32s(vector)
    made = ffi.new("uint8_t[]", len(given))
    check(lib.nanotao_is_topk_nonzero(given, k, made, len(given)))
    return list(map(bool, made))


def apportion_units(shares: Sequence[int], budget: int) -> list[int]:
    """Shares out whole units: together, the first `i` get the floor of their part of the budget (spec 475).

    >>> apportion_units([1, 1, 1], 4097)
    [1365, 1366, 1366]
    """
    raw = _halves("nanotao_u128[]", shares, "shares")
    made = ffi.new("uint64_t[]", len(raw))
    check(lib.nanotao_apportion_units(raw, budget, made, len(raw)))
    return list(made)
