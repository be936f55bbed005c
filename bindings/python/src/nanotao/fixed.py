"""The chain's fixed-point arithmetic, to the bit. A number is an int: how many of its type's smallest parts it is, as stored.

Functions take and give numbers of the type `I32F32`, unless they tell another one. What is out of a type's range is an
`OverflowError`.

>>> half, three = I32F32.one // 2, 3 * I32F32.one
>>> I32F32.saturating_mul(half, three) / I32F32.one
1.5
"""

from __future__ import annotations

from operator import index
from typing import Any, Callable, Iterable

from ._core import check, ffi, lib

_LOW = 2**64 - 1


def _put(place: Any, bits: int, name: str) -> None:
    """Fills a struct of two halves."""
    low, high = ("fraction", "integer") if hasattr(place, "fraction") else ("low", "high")
    try:
        bits = index(bits)
        setattr(place, high, bits >> 64)
    except TypeError:
        raise TypeError(f"{name} has to be a whole number, not {type(bits).__name__}") from None
    except OverflowError:
        raise OverflowError(f"{name}: {bits} is out of range") from None
    setattr(place, low, bits & _LOW)


def _number(kind: str, bits: int, name: str) -> Any:
    made = ffi.new(f"nanotao_{kind} *")
    _put(made, bits, name)
    return made


def _halves(kind: str, values: Iterable[int], name: str) -> Any:
    """An array of structs of two halves."""
    given = list(values)
    made = ffi.new(kind, len(given))
    for place, bits in zip(made, given):
        _put(place, bits, name)
    return made


def _bits(number: Any) -> int:
    """What is in a struct of two halves, or in one integer."""
    for low, high in (("fraction", "integer"), ("low", "high")):
        if hasattr(number, low):
            return int(getattr(number, high)) << 64 | int(getattr(number, low))
    return int(number[0])


def _value(call: Callable[..., int], *given: int) -> int:
    """A function that always has a result."""
    return int(call(*map(index, given)))


def _written(call: Callable[..., int], kind: str, *given: Any) -> int:
    """A function that writes its result, or refuses."""
    made = ffi.new(kind)
    check(call(*given, made))
    return _bits(made)


class FixedPoint:
    """A type of fixed-point numbers: so many bits before the point and so many after it, signed or not.

    Results are rounded as the chain rounds them. `min` and `max` are the ends of its range, `one` is the number 1.

    >>> U64F64.saturating_sub(1, 2), U64F64.checked_sub(1, 2)
    (0, None)
    """

    def __init__(self, name: str, call: Callable[..., int]) -> None:
        integer, fraction = map(int, name[1:].split("F"))
        bits = integer + fraction
        self.name, self.one = name, 1 << fraction
        self.min, self.max = (-(1 << bits - 1), (1 << bits - 1) - 1) if name[0] == "I" else (0, (1 << bits) - 1)
        self._call = call
        # C has no integer of 128 bits.
        self._struct = name.lower() if bits > 64 else None
        self._pointer = f"nanotao_{self._struct} *" if self._struct else "int64_t *"

    def __repr__(self) -> str:
        return self.name

    def _given(self, bits: int) -> Any:
        bits = index(bits)
        if not self.min <= bits <= self.max:
            raise OverflowError(f"{bits} is not within {self.name}: {self.min} to {self.max}")
        return _number(self._struct, bits, self.name) if self._struct else bits

    def _compute(self, operation: int, a: int, b: int) -> int:
        return _written(self._call, self._pointer, operation, self._given(a), self._given(b))

    def _checked(self, operation: int, a: int, b: int) -> int | None:
        made = ffi.new(self._pointer)
        status = self._call(operation, self._given(a), self._given(b), made)
        if status == lib.NANOTAO_FIXED_NO_RESULT:
            return None
        check(status)
        return _bits(made)

    def saturating_add(self, a: int, b: int) -> int:
        """Tells the sum, or the nearest number of the type."""
        return self._compute(lib.NANOTAO_FIXED_SATURATING_ADD, a, b)

    def saturating_sub(self, a: int, b: int) -> int:
        """Tells the difference, or the nearest number of the type."""
        return self._compute(lib.NANOTAO_FIXED_SATURATING_SUB, a, b)

    def saturating_mul(self, a: int, b: int) -> int:
        """Tells the product, rounded down, or the nearest number of the type."""
        return self._compute(lib.NANOTAO_FIXED_SATURATING_MUL, a, b)

    def saturating_div(self, a: int, b: int) -> int:
        """Tells the quotient, rounded towards zero, or the nearest number of the type; by zero is an error."""
        return self._compute(lib.NANOTAO_FIXED_SATURATING_DIV, a, b)

    def checked_add(self, a: int, b: int) -> int | None:
        """Tells the sum, if it fits."""
        return self._checked(lib.NANOTAO_FIXED_CHECKED_ADD, a, b)

    def checked_sub(self, a: int, b: int) -> int | None:
        """Tells the difference, if it fits."""
        return self._checked(lib.NANOTAO_FIXED_CHECKED_SUB, a, b)

    def checked_mul(self, a: int, b: int) -> int | None:
        """Tells the product, rounded down, if it fits."""
        return self._checked(lib.NANOTAO_FIXED_CHECKED_MUL, a, b)

    def checked_div(self, a: int, b: int) -> int | None:
        """Tells the quotient, rounded towards zero, if there is one that fits."""
        return self._checked(lib.NANOTAO_FIXED_CHECKED_DIV, a, b)

    def safe_div(self, a: int, b: int) -> int:
        """Tells the quotient, rounded towards zero; 0 if there is none that fits."""
        return self._compute(lib.NANOTAO_FIXED_SAFE_DIV, a, b)


I32F32 = FixedPoint("I32F32", lib.nanotao_fixed_i32f32)
I64F64 = FixedPoint("I64F64", lib.nanotao_fixed_i64f64)
U64F64 = FixedPoint("U64F64", lib.nanotao_fixed_u64f64)
U96F32 = FixedPoint("U96F32", lib.nanotao_fixed_u96f32)
I96F32 = FixedPoint("I96F32", lib.nanotao_fixed_i96f32)


def _of_i32f32(call: Callable[..., int], *given: int) -> int:
    return _written(call, "int64_t *", *map(I32F32._given, given))


def exp(x: int) -> int:
    """Computes e to the power of `x`, with the chain's constants and early ends; too large a result is an error.

    >>> exp(I32F32.one) / I32F32.one
    2.7182817459106445
    """
    return _of_i32f32(lib.nanotao_fixed_exp, x)


def ln(x: int) -> int:
    """Computes the natural logarithm, with the chain's constants; there is none of what is not positive."""
    return _of_i32f32(lib.nanotao_fixed_ln, x)


def log2(x: int) -> int:
    """Computes the binary logarithm.

    >>> log2(8 * I32F32.one) // I32F32.one
    3
    """
    return _of_i32f32(lib.nanotao_fixed_log2, x)


def log2_i96f32(x: int) -> int:
    """Computes the binary logarithm of an `I96F32`."""
    return _written(lib.nanotao_fixed_log2_i96f32, "nanotao_i96f32 *", I96F32._given(x))


def sqrt(x: int) -> int:
    """Computes the square root.

    >>> sqrt(9 * I32F32.one) // I32F32.one
    3
    """
    return _of_i32f32(lib.nanotao_fixed_sqrt, x)


def pow(x: int, exponent: int) -> int:
    """Computes a power.

    >>> round(pow(2 * I32F32.one, 3 * I32F32.one) / I32F32.one, 6)
    8.0
    """
    return _of_i32f32(lib.nanotao_fixed_pow, x, exponent)


def exp_safe(x: int) -> int:
    """Computes e to the power of `x`, held between -20 and 20."""
    return _value(lib.nanotao_fixed_exp_safe, x)


def safe_ln(x: int) -> int:
    """Computes the natural logarithm, or 0 where there is none.

    >>> safe_ln(-1)
    0
    """
    return _value(lib.nanotao_fixed_safe_ln, x)


def sigmoid_safe(input: int, rho: int, kappa: int) -> int:
    """Computes the sigmoid 1 / (1 + e^(-rho (input - kappa)))."""
    return _value(lib.nanotao_fixed_sigmoid_safe, input, rho, kappa)


def saturating_round(x: int) -> int:
    """Rounds to a whole number, halves away from zero."""
    return _value(lib.nanotao_fixed_round, x)


def fixed_to_u16(x: int) -> int:
    """Cuts to a whole number of 16 bits, saturating.

    >>> fixed_to_u16(3 * I32F32.one // 2), fixed_to_u16(-1)
    (1, 0)
    """
    return _value(lib.nanotao_fixed_to_u16, x)


def fixed_to_u64(x: int) -> int:
    """Cuts to a whole number of 64 bits, saturating."""
    return _value(lib.nanotao_fixed_to_u64, x)


def u16_to_fixed(x: int) -> int:
    """Makes a number of a whole number."""
    return _value(lib.nanotao_u16_to_fixed, x)


def u16_proportion_to_fixed(x: int) -> int:
    """Makes a number of a share of 65535."""
    return _value(lib.nanotao_u16_proportion_to_fixed, x)


def fixed_proportion_to_u16(x: int) -> int:
    """Makes a share of 65535, saturating."""
    return _value(lib.nanotao_fixed_proportion_to_u16, x)


def fixed_to_fixed_u16_proportion(x: int) -> int:
    """Divides by 65535."""
    return _value(lib.nanotao_fixed_to_fixed_u16_proportion, x)


def fixed32_to_fixed64(x: int) -> int:
    """Widens to an `I64F64`."""
    return _written(lib.nanotao_fixed32_to_fixed64, "nanotao_i64f64 *", I32F32._given(x))


def fixed64_to_fixed32(x: int) -> int:
    """Narrows an `I64F64`, saturating.

    >>> fixed64_to_fixed32(fixed32_to_fixed64(-5)), fixed64_to_fixed32(I64F64.max) == I32F32.max
    (-5, True)
    """
    return _written(lib.nanotao_fixed64_to_fixed32, "int64_t *", I64F64._given(x))


def fixed64_to_u64(x: int) -> int:
    """Cuts an `I64F64` to a whole number, saturating."""
    return _written(lib.nanotao_fixed64_to_u64, "uint64_t *", I64F64._given(x))


def u64f64_to_u64(x: int) -> int:
    """Cuts a `U64F64` to a whole number (`saturating_to_num`)."""
    return _written(lib.nanotao_u64f64_to_u64, "uint64_t *", U64F64._given(x))


def u64f64_to_u96f32(x: int) -> int:
    """Makes a `U96F32` of a `U64F64`, with half of the fraction (`saturating_to_num`)."""
    return _written(lib.nanotao_u64f64_to_u96f32, "nanotao_u96f32 *", U64F64._given(x))


def u96f32_to_u64(x: int) -> int:
    """Cuts a `U96F32` to a whole number, saturating (`saturating_to_num`)."""
    return _written(lib.nanotao_u96f32_to_u64, "uint64_t *", U96F32._given(x))
