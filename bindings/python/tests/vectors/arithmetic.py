"""The functions of the chain's `epoch/math.rs`, and the arithmetic under them."""

from __future__ import annotations

from typing import Any, Callable

from nanotao import NanotaoError, epoch, fixed, weights
from nanotao._core import lib
from nanotao.fixed import I32F32, I64F64, I96F32, U64F64, U96F32, FixedPoint

import matrices
from common import Case, Section

Fields = dict[str, Any]
# Of a case's fields, what ours are of those that hold results.
Function = Callable[[Fields], Fields]


def plain(value: Any) -> Any:
    """Numbers are texts where JSON has too few bits."""
    if isinstance(value, (list, tuple)):
        return [plain(one) for one in value]
    return int(value) if isinstance(value, str) else value


def out(function: Callable[..., Any], *names: str) -> Function:
    return lambda case: {"out": function(*(case[name] for name in names or ("x",)))}


def nullable(function: Callable[..., int], *given: int) -> int | None:
    """None where there is no result."""
    try:
        return function(*given)
    except NanotaoError as error:
        if error.code != lib.NANOTAO_FIXED_NO_RESULT:
            raise
        return None


def operations(kind: FixedPoint, case: Fields) -> Fields:
    names = ("saturating_add", "saturating_sub", "saturating_mul", "safe_div", "checked_div")
    return {name: getattr(kind, name)(case["a"], case["b"]) for name in names}


def i32f32(case: Fields) -> Fields:
    a, b = case["a"], case["b"]
    return {
        **operations(I32F32, case),
        "checked_mul": I32F32.checked_mul(a, b),
        "saturating_div": nullable(I32F32.saturating_div, a, b),
        "round": fixed.saturating_round(a),
    }


def u64f64(case: Fields) -> Fields:
    conversions = {"to_u64": fixed.u64f64_to_u64(case["a"]), "to_u96f32": fixed.u64f64_to_u96f32(case["a"])}
    return {**operations(U64F64, case), **conversions}


def emission_scale(case: Fields) -> Fields:
    share, emission = case["x"], case["emission"]
    return {"bits": I96F32.saturating_mul(share, emission * I96F32.one), "out": epoch.emission_of(share, emission)}


def weighted_median(case: Fields) -> Fields:
    stake, score = case["stake"], case["score"]
    # The chain takes lists of two lengths to be none.
    paired = len(stake) == len(score)
    return {"out": epoch.weighted_median(stake, score, case["minority"], case["lo"], case["hi"]) if paired else 0}


def alpha_sigmoid(case: Fields) -> Fields:
    given = (case[name] for name in ("consensus", "weight", "bond", "alpha_low", "alpha_high"))
    return {"out": epoch.alpha_sigmoid(*given, case["steepness"] * I32F32.one)}


def normalize(case: Fields) -> Fields:
    v, made = case["v"], matrices.normalize(case["v"])
    by_sum = matrices.normalize(v, by=case["using_sum_arg"])
    return {"normalize": made, "inplace_normalize": made, "inplace_normalize_using_sum": by_sum}


def normalize_64(case: Fields) -> Fields:
    made = matrices.normalize(case["v"], I64F64)
    return {"out": made, "to_fixed32": [fixed.fixed64_to_fixed32(x) for x in made]}


def vecdiv_vecmul(case: Fields) -> Fields:
    a, b = case["a"], case["b"]
    divided = [I32F32.safe_div(x, matrices.at(b, index)) for index, x in enumerate(a)]
    return {"vecdiv": divided, "vec_mul": matrices.vec_mul(a, b)}


def weighted_median_col(case: Fields) -> Fields:
    given = (case["stake"], case["score"], case["n"], case["majority"])
    return {form: matrices.weighted_median_col(*given, form == "dense") for form in ("dense", "sparse")}


def dense(function: Callable[..., matrices.Matrix], *given: Any) -> Function:
    return lambda case: {"out": matrices.rows(function(matrices.entries(case["m"]), *given))}


def columns(function: Callable[[matrices.Matrix, int], matrices.Matrix]) -> Function:
    return lambda case: dense(function, max(map(len, case["m"]), default=0))(case)


FUNCTIONS: dict[str, Function] = {
    **{
        name: out(getattr(fixed, name))
        for name in (
            "fixed_to_u16",
            "fixed_to_u64",
            "fixed32_to_fixed64",
            "fixed64_to_u64",
            "fixed64_to_fixed32",
            "u16_to_fixed",
            "u16_proportion_to_fixed",
            "fixed_to_fixed_u16_proportion",
            "fixed_proportion_to_u16",
            "exp_safe",
            "safe_ln",
        )
    },
    "sigmoid_safe": out(fixed.sigmoid_safe, "input", "rho", "kappa"),
    "exp": out(lambda x: nullable(fixed.exp, x)),
    "ln": out(lambda x: nullable(fixed.ln, x)),
    "log2_i96f32": out(lambda x: nullable(fixed.log2_i96f32, x)),
    "i32f32_ops": i32f32,
    "i64f64_ops": lambda case: operations(I64F64, case),
    "u96f32_ops": lambda case: {**operations(U96F32, case), "to_u64": fixed.u96f32_to_u64(case["a"])},
    "u64f64_ops": u64f64,
    "emission_scale": emission_scale,
    "vec_u16_max_upscale_to_u16": out(lambda v: weights.max_upscale(v).tolist(), "v"),
    "check_vec_max_limited": out(weights.check_max_limited, "v", "max_limit"),
    "is_topk_nonzero": out(epoch.is_topk_nonzero, "v", "k"),
    "weighted_median": weighted_median,
    "clamp_value": out(epoch.clamp_value, "value", "low", "high"),
    "alpha_sigmoid": alpha_sigmoid,
    "compute_disabled_liquid_alpha": out(epoch.compute_disabled_liquid_alpha, "bonds_moving_average"),
    "vec_max_upscale_to_u16": out(matrices.vec_max_upscale_to_u16, "v"),
    "checked_sum_u64": out(matrices.checked_sum, "v"),
    "sum": lambda case: {"sum": matrices.total(case["v"]), "is_zero": matrices.total(case["v"]) == 0},
    "is_topk": out(matrices.is_topk, "v", "k"),
    "normalize": normalize,
    "inplace_normalize_64": normalize_64,
    "vecdiv_vecmul": vecdiv_vecmul,
    "inplace_mask_vector": out(matrices.mask_vector, "mask", "v"),
    "inplace_row_normalize": dense(matrices.row_normalize),
    "inplace_row_normalize_64": dense(matrices.row_normalize, I64F64),
    "inplace_col_normalize": columns(matrices.col_normalize),
    "inplace_col_max_upscale": columns(matrices.col_max_upscale),
    "inplace_mask_diag": matrices.mask_diag,
    "weighted_median_col": weighted_median_col,
    "dense": matrices.dense,
    "sparse": matrices.sparse,
}


def function(case: Case) -> bool:
    fields = {name: plain(value) for name, value in case.items() if name != "fn"}
    return all(plain(ours) == fields[name] for name, ours in FUNCTIONS[case["fn"]](fields).items())


ARITHMETIC: list[Section] = [("chain/math.json", "functions", function)]
