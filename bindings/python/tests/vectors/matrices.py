"""Vectors and matrices as the chain's `epoch/math.rs` computes with them: of nanotao's arithmetic on single numbers.

A matrix is rows of pairs of a column and a number, in any order, a column maybe twice or out of range. A dense one has every
column of a row in its place; `rows` and `entries` go from one form to the other.
"""

from __future__ import annotations

from typing import Any, Callable

from nanotao import epoch, fixed
from nanotao.fixed import I32F32, FixedPoint

ONE, U16_MAX = I32F32.one, fixed.u16_to_fixed(65535)
add, sub, mul, div = I32F32.saturating_add, I32F32.saturating_sub, I32F32.saturating_mul, I32F32.safe_div

Vector = list[int]
Matrix = list[list[tuple[int, int]]]


def at(vector: Vector, index: int) -> int:
    return vector[index] if index < len(vector) else 0


def total(vector: Vector, kind: FixedPoint = I32F32) -> int:
    """The chain sums with `+`, which wraps in its builds: what does not fit is moved by half of the range on either side."""
    made = 0
    for x in vector:
        fits = kind.checked_add(made, x)
        move = kind.saturating_add if x > 0 else kind.saturating_sub
        made = kind.saturating_add(move(made, kind.min), move(x, kind.min)) if fits is None else fits
    return made


def checked_sum(vector: Vector) -> int | None:
    """Of whole numbers of 64 bits."""
    made: int | None = 0
    for x in vector:
        made = None if made is None else fixed.U64F64.checked_add(made, x << 64)
    return None if made is None else made >> 64


def normalize(vector: Vector, kind: FixedPoint = I32F32, by: int | None = None) -> Vector:
    whole = total(vector, kind) if by is None else by
    return [kind.safe_div(x, whole) if whole else x for x in vector]


def vec_mul(a: Vector, b: Vector) -> Vector:
    return [I32F32.checked_mul(x, y) or 0 for x, y in zip(a, b)]


def mask_vector(mask: list[bool], vector: Vector) -> Vector:
    if not mask:
        return vector
    return [0 if index >= len(mask) or mask[index] else x for index, x in enumerate(vector)]


def is_topk(vector: Vector, k: int) -> list[bool]:
    dropped = sorted(range(len(vector)), key=vector.__getitem__)[: max(len(vector) - k, 0)]
    return [index not in dropped for index in range(len(vector))]


def vec_max_upscale_to_u16(vector: Vector) -> Vector:
    top = max(vector, default=0)

    def upscaled(x: int) -> int:
        if top == 0:
            return mul(x, U16_MAX)
        large = top > 32768 * ONE
        return fixed.saturating_round(mul(x, div(U16_MAX, top)) if large else div(mul(x, U16_MAX), top))

    return [fixed.fixed_to_u16(upscaled(x)) for x in vector]


def entries(rows: list[Vector]) -> Matrix:
    return [list(enumerate(row)) for row in rows]


def rows(matrix: Matrix) -> list[Vector]:
    return [[x for _, x in row] for row in matrix]


def dense_row(row: list[tuple[int, int]], columns: int) -> Vector:
    """A number for each column; of an entry that is there twice, the last one."""
    made = dict(row)
    return [made.get(j, 0) for j in range(columns)]


def positive(row: Vector) -> list[tuple[int, int]]:
    return [(j, x) for j, x in enumerate(row) if x > 0]


def mapped(matrix: Matrix, number: Callable[[int, int, int], int]) -> Matrix:
    return [[(j, number(i, j, x)) for j, x in row] for i, row in enumerate(matrix)]


def kept(matrix: Matrix, keep: Callable[[int, int], bool]) -> Matrix:
    return [[(j, x) for j, x in row if keep(i, j)] for i, row in enumerate(matrix)]


def folded(matrix: Matrix, columns: int, number: Callable[[int, int, int], int]) -> Vector:
    """A number for each column, of the one before, the row and the entry."""
    made = [0] * columns
    for i, row in enumerate(matrix):
        for j, x in row:
            if j < columns:
                made[j] = number(made[j], i, x)
    return made


def row_sum(matrix: Matrix) -> Vector:
    return [total(row) for row in rows(matrix)]


def row_normalize(matrix: Matrix, kind: FixedPoint = I32F32) -> Matrix:
    sums = [total(row, kind) for row in rows(matrix)]
    return mapped(matrix, lambda i, _, x: kind.safe_div(x, sums[i]) if sums[i] > 0 else x)


def divide_columns(matrix: Matrix, by: Vector) -> Matrix:
    return mapped(matrix, lambda _, j, x: div(x, by[j]) if at(by, j) else x)


def col_normalize(matrix: Matrix, columns: int) -> Matrix:
    return divide_columns(matrix, folded(matrix, columns, lambda sum, _, x: add(sum, x)))


def col_max_upscale(matrix: Matrix, columns: int) -> Matrix:
    return divide_columns(matrix, folded(matrix, columns, lambda top, _, x: max(top, x)))


def row_hadamard(matrix: Matrix, vector: Vector) -> Matrix:
    return mapped(matrix, lambda i, _, x: mul(at(vector, i), x))[: len(vector)]


def matmul(matrix: Matrix, vector: Vector, columns: int) -> Vector:
    return folded(matrix, columns, lambda sum, i, x: add(sum, mul(at(vector, i), x)))


def matmul_transpose(matrix: Matrix, vector: Vector) -> Vector:
    made = [0] * len(matrix)
    for i, row in enumerate(matrix):
        for j, x in row:
            made[i] = add(made[i], mul(at(vector, j), x))
    return made


def weighted_median_col(stake: Vector, score: Matrix, columns: int, majority: int, dense: bool) -> Vector:
    """Who has no row votes for zero; over dense rows, without stake."""
    voters = [i for i, x in enumerate(stake) if x > 0]
    stakes = normalize([0 if dense and i >= len(score) else stake[i] for i in voters])
    votes = [dense_row(score[i] if i < len(score) else [], columns) for i in voters]
    whole = total(stakes)
    minority = sub(whole, majority)
    return [
        epoch.weighted_median(stakes, [row[j] for row in votes], minority, 0, whole)
        for j in range(columns if score or not dense else 0)
    ]


def between(a: int, b: int, ratio: int) -> int:
    return add(a, mul(ratio, sub(b, a)))


def followed(old: int, new: int, rate: int) -> int:
    """A bond on its way to a weight, at a rate of its own."""
    return min(add(mul(sub(ONE, rate), old), max(mul(rate, new), 0)), ONE)


def shape(matrix: list[Any]) -> list[int]:
    return [len(row) for row in matrix]


def dense_interpolate(a: list[Vector], b: list[Vector], ratio: int) -> list[Vector]:
    if ratio in (0, ONE):
        return b if ratio else a
    if not a or not a[0]:
        return [[]]

    def cell(i: int, j: int) -> int:
        return between(a[i][j], b[i][j], ratio) if j < min(len(a[i]), len(b[i])) else 0

    return [[cell(i, j) if i < len(b) else 0 for j in range(len(a[0]))] for i in range(len(a))]


def dense_ema_alpha(new: list[Vector], old: list[Vector], alpha: list[Vector]) -> list[Vector]:
    if not len(new) == len(old) == len(alpha):
        return old
    if not shape(new) == shape(old) == shape(alpha):
        return new
    return rows(mapped(entries(new), lambda i, j, x: followed(old[i][j], x, alpha[i][j])))


def dense(case: dict[str, Any]) -> dict[str, Any]:
    a, b, row_vec, col_vec, alpha = (case[name] for name in ("a", "b", "row_vec", "col_vec", "alpha"))
    matrix, complement = entries(a), sub(ONE, alpha)
    made = {
        "matmul": matmul(matrix, row_vec, len(a[0]) if a else 0),
        "col_clip": rows(mapped(matrix, lambda _, j, x: min(x, col_vec[j]) if j < len(col_vec) else x)),
        "interpolate": dense_interpolate(a, b, case["ratio"]),
    }
    if not a or not a[0]:
        none = dict.fromkeys(("row_hadamard", "mat_vec_mul", "mat_ema", "mat_ema_alpha"), [[]])
        return {**made, **none, "row_sum": [], "matmul_transpose": []}
    return {
        **made,
        "row_sum": row_sum(matrix),
        "row_hadamard": rows(row_hadamard(matrix, row_vec)),
        "matmul_transpose": matmul_transpose(matrix, col_vec),
        "mat_vec_mul": [vec_mul(row, col_vec) for row in a],
        "mat_ema": [[add(mul(alpha, x), mul(complement, y)) for x, y in zip(*pair)] for pair in zip(a, b)],
        "mat_ema_alpha": dense_ema_alpha(a, b, case["alpha_mat"]),
    }


def mask_diag(case: dict[str, Any]) -> dict[str, Any]:
    """Of dense matrices, only square ones have a diagonal."""
    matrix, spared = case["m"], case["except"]
    square = len(matrix) == (len(matrix[0]) if matrix else 0)

    def masked(spared: int | None) -> list[Vector]:
        return rows(mapped(entries(matrix), lambda i, j, x: 0 if square and i == j != spared else x))

    return {"mask_diag": masked(None), "mask_diag_except": masked(spared)}


def sparse_clip(matrix: Matrix, threshold: Vector) -> Matrix:
    """What is cut to nothing is no entry."""
    return [
        [(j, min(x, at(threshold, j))) for j, x in row if x <= at(threshold, j) or at(threshold, j) > 0]
        for row in matrix
    ]


def sparse_interpolate(a: Matrix, b: Matrix, columns: int, ratio: int) -> Matrix:
    if ratio == 0:
        return a
    if ratio == ONE or len(a) != len(b):
        return b
    pairs = [zip(dense_row(old, columns), dense_row(new, columns)) for old, new in zip(a, b)]
    return [positive([between(x, y, ratio) for x, y in pair]) for pair in pairs]


def sparse_ema(new: Matrix, old: Matrix, alpha: int) -> Matrix:
    """The chain takes the matrix to be square."""
    rates, made = (alpha, sub(ONE, alpha)), []
    for i, row in enumerate(new):
        both = [row, old[i] if i < len(old) else []]
        made.append(positive(folded(both, len(new), lambda sum, which, x: add(sum, mul(rates[which], x)))))
    return made


def sparse_ema_alpha(new: Matrix, old: Matrix, alpha: list[Vector]) -> Matrix:
    """A rate for each entry; an old entry without a new one is dropped."""
    if not len(new) == len(old) == len(alpha):
        return new
    made = []
    for row, before, rates in zip(new, old, alpha):
        were = dense_row(before, len(rates))
        bonds = [(j, followed(were[j], x, rates[j])) for j, x in row if j < len(rates)]
        made.append([(j, bond) for j, bond in bonds if bond > 0])
    return made


def sparse(case: dict[str, Any]) -> dict[str, Any]:
    a, b, n, mask, spared, scalar = (case[name] for name in ("a", "b", "n", "mask", "except", "scalar"))
    row_vec, col_vec, t1, t2 = (case[name] for name in ("row_vec", "col_vec", "t1", "t2"))
    product = mapped(a, lambda _, j, x: mul(x, at(col_vec, j)))
    return {
        "row_sum": row_sum(a),
        "row_normalize": row_normalize(a),
        "col_normalize": col_normalize(a, n),
        "col_max_upscale": col_max_upscale(a, n),
        "mask_rows": kept(a, lambda i, _: i < len(mask) and not mask[i]),
        "mask_diag": kept(a, lambda i, j: i != j),
        "mask_diag_except": kept(a, lambda i, j: i != j or i == spared),
        "vec_mask_le": kept(a, lambda i, j: at(t1, i) > at(t2, j)),
        "scalar_vec_mask_le": kept(a, lambda _, j: scalar > at(t2, j)),
        "row_hadamard": row_hadamard(a, row_vec),
        "matmul": matmul(a, row_vec, n),
        "matmul_transpose": matmul_transpose(a, col_vec),
        "col_clip": sparse_clip(a, col_vec),
        "mat_vec_mul": [[(j, x) for j, x in row if x] for row in product],
        "interpolate": sparse_interpolate(a, b, n, case["ratio"]),
        "mat_ema": sparse_ema(a, b, case["alpha"]),
        "mat_ema_alpha": sparse_ema_alpha(a, b, case["alpha_mat"]),
    }
