package main

import (
	"errors"
	"math/big"
	"sort"

	"nanotao"
)

// The functions of the chain's epoch/math.rs. What nanotao has no function for is made here of its arithmetic.
var maths = []section{
	{"chain/math.json", "functions", func(c value) bool { return functions[c.at("fn").text()](c) }},
}

type number = nanotao.I32F32

const one number = 1 << 32

var functions = map[string]func(value) bool{
	"fixed_to_u16": func(c value) bool { return c.at("x").i32f32().ToU16() == c.at("out").u16() },
	"fixed_to_u64": func(c value) bool { return c.at("x").i32f32().ToU64() == c.at("out").u64() },
	"fixed32_to_fixed64": func(c value) bool {
		return c.at("x").i32f32().ToI64F64() == c.at("out").i64f64()
	},
	"fixed64_to_u64":     func(c value) bool { return c.at("x").i64f64().ToU64() == c.at("out").u64() },
	"fixed64_to_fixed32": func(c value) bool { return c.at("x").i64f64().ToI32F32() == c.at("out").i32f32() },
	"u16_to_fixed":       func(c value) bool { return nanotao.U16ToFixed(c.at("x").u16()) == c.at("out").i32f32() },
	"u16_proportion_to_fixed": func(c value) bool {
		return nanotao.U16ProportionToFixed(c.at("x").u16()) == c.at("out").i32f32()
	},
	"fixed_to_fixed_u16_proportion": func(c value) bool {
		return c.at("x").i32f32().ToU16Proportion() == c.at("out").i32f32()
	},
	"fixed_proportion_to_u16": func(c value) bool {
		return c.at("x").i32f32().ProportionToU16() == c.at("out").u16()
	},
	"exp_safe": func(c value) bool { return c.at("x").i32f32().ExpSafe() == c.at("out").i32f32() },
	"safe_ln":  func(c value) bool { return c.at("x").i32f32().SafeLn() == c.at("out").i32f32() },
	"sigmoid_safe": func(c value) bool {
		made := c.at("input").i32f32().SigmoidSafe(c.at("rho").i32f32(), c.at("kappa").i32f32())
		return made == c.at("out").i32f32()
	},
	"exp":         func(c value) bool { return maybe(c.at("out"), value.i32f32)(c.at("x").i32f32().Exp()) },
	"ln":          func(c value) bool { return maybe(c.at("out"), value.i32f32)(c.at("x").i32f32().Ln()) },
	"log2_i96f32": func(c value) bool { return maybe(c.at("out"), value.i96f32)(c.at("x").i96f32().Log2()) },
	"i32f32_ops": func(c value) bool {
		a, b := c.at("a").i32f32(), c.at("b").i32f32()
		return arithmetic(c, value.i32f32) && a.Round() == c.at("round").i32f32() &&
			maybe(c.at("checked_mul"), value.i32f32)(nanotao.CheckedMul(a, b)) &&
			maybe(c.at("saturating_div"), value.i32f32)(nanotao.SaturatingDiv(a, b))
	},
	"i64f64_ops": func(c value) bool { return arithmetic(c, value.i64f64) },
	"u96f32_ops": func(c value) bool {
		return arithmetic(c, value.u96f32) && c.at("a").u96f32().ToU64() == c.at("to_u64").u64()
	},
	"u64f64_ops": func(c value) bool {
		a := c.at("a").u64f64()
		return arithmetic(c, value.u64f64) && a.ToU64() == c.at("to_u64").u64() &&
			a.ToU96F32() == c.at("to_u96f32").u96f32()
	},
	"emission_scale": func(c value) bool {
		share, emission := c.at("x").i32f32(), c.at("emission").u64()
		scaled := nanotao.SaturatingMul(nanotao.I96F32FromBits(big.NewInt(int64(share))),
			nanotao.I96F32FromBits(new(big.Int).Lsh(new(big.Int).SetUint64(emission), 32)))
		return scaled == c.at("bits").i96f32() && nanotao.EpochEmissionOf(share, emission) == c.at("out").u64()
	},
	"vec_u16_max_upscale_to_u16": func(c value) bool {
		return equal(nanotao.MaxUpscale(c.at("v").u16s()), c.at("out").u16s())
	},
	"check_vec_max_limited": func(c value) bool {
		return nanotao.CheckMaxLimited(c.at("v").u16s(), c.at("max_limit").u16()) == c.at("out").holds()
	},
	"clamp_value": func(c value) bool {
		made := nanotao.ClampValue(c.at("value").i32f32(), c.at("low").i32f32(), c.at("high").i32f32())
		return made == c.at("out").i32f32()
	},
	"alpha_sigmoid": func(c value) bool {
		made := nanotao.AlphaSigmoid(c.at("consensus").i32f32(), c.at("weight").i32f32(), c.at("bond").i32f32(),
			c.at("alpha_low").i32f32(), c.at("alpha_high").i32f32(), number(c.at("steepness").i64())<<32)
		return made == c.at("out").i32f32()
	},
	"compute_disabled_liquid_alpha": func(c value) bool {
		made := nanotao.ComputeDisabledLiquidAlpha(c.at("bonds_moving_average").u64())
		return made == c.at("out").i32f32()
	},
	"weighted_median": func(c value) bool {
		made := weightedMedian(c.at("stake").i32f32s(), c.at("score").i32f32s(), c.at("minority").i32f32(),
			c.at("lo").i32f32(), c.at("hi").i32f32())
		return made == c.at("out").i32f32()
	},
	"is_topk_nonzero": func(c value) bool {
		return equal(nanotao.IsTopkNonzero(c.at("v").i32f32s(), uint(c.at("k").u32())), c.at("out").bools())
	},
	"is_topk": func(c value) bool { return equal(isTopk(c.at("v").i32f32s(), c.at("k").int()), c.at("out").bools()) },
	"vec_max_upscale_to_u16": func(c value) bool {
		return equal(maxUpscale(c.at("v").i32f32s()), c.at("out").u16s())
	},
	"checked_sum_u64": func(c value) bool {
		var total nanotao.U64F64
		var err error
		for _, x := range c.at("v").u64s() {
			if err == nil {
				total, err = nanotao.CheckedAdd(total, nanotao.U64F64{Integer: x})
			}
		}
		return maybe(c.at("out"), value.u64)(total.Integer, err)
	},
	"sum": func(c value) bool {
		total := sum(c.at("v").i32f32s())
		return total == c.at("sum").i32f32() && (total == 0) == c.at("is_zero").holds()
	},
	"normalize": func(c value) bool {
		v := c.at("v").i32f32s()
		made := normalized(v, sum(v))
		return equal(made, c.at("normalize").i32f32s()) && equal(made, c.at("inplace_normalize").i32f32s()) &&
			equal(normalized(v, c.at("using_sum_arg").i32f32()), c.at("inplace_normalize_using_sum").i32f32s())
	},
	"inplace_normalize_64": func(c value) bool {
		v := each(c.at("v"), value.i64f64)
		made := normalized(v, sum64(v))
		narrow := make([]number, len(made))
		for index := range made {
			narrow[index] = made[index].ToI32F32()
		}
		return equal(made, each(c.at("out"), value.i64f64)) && equal(narrow, c.at("to_fixed32").i32f32s())
	},
	"inplace_row_normalize_64": func(c value) bool {
		rows := c.at("m").list()
		made := each(c.at("out"), func(row value) []nanotao.I64F64 { return each(row, value.i64f64) })
		for index := range rows {
			row := each(rows[index], value.i64f64)
			if total := sum64(row); total.Integer >= 0 {
				row = normalized(row, total)
			}
			if !equal(row, made[index]) {
				return false
			}
		}
		return len(rows) == len(made)
	},
	"vecdiv_vecmul": func(c value) bool {
		a, b := c.at("a").i32f32s(), c.at("b").i32f32s()
		divided := make([]number, len(a))
		for index := range a {
			divided[index] = nanotao.SafeDiv(a[index], get(b, index))
		}
		return equal(divided, c.at("vecdiv").i32f32s()) && equal(vecMul(a, b), c.at("vec_mul").i32f32s())
	},
	"inplace_mask_vector": func(c value) bool {
		mask, v := c.at("mask").bools(), c.at("v").i32f32s()
		for index := range v {
			if len(mask) > 0 && (index >= len(mask) || mask[index]) {
				v[index] = 0
			}
		}
		return equal(v, c.at("out").i32f32s())
	},
	"inplace_row_normalize": func(c value) bool {
		return c.at("m").dense().rowNormalized().equals(c.at("out").dense())
	},
	"inplace_col_normalize": func(c value) bool {
		m := c.at("m").dense()
		return m.colNormalized(m.widest()).equals(c.at("out").dense())
	},
	"inplace_col_max_upscale": func(c value) bool {
		m := c.at("m").dense()
		return m.colMaxUpscaled(m.widest()).equals(c.at("out").dense())
	},
	"inplace_mask_diag":   denseMaskDiag,
	"weighted_median_col": weightedMedianCol,
	"dense":               dense,
	"sparse":              sparse,
}

// maybe judges a result that there may be none of.
func maybe[T comparable](theirs value, read func(value) T) func(T, error) bool {
	return func(made T, err error) bool {
		if theirs.null() {
			return errors.Is(err, nanotao.ErrFixedNoResult)
		}
		return err == nil && made == read(theirs)
	}
}

// arithmetic is what the files have of every type.
func arithmetic[T nanotao.Fixed](c value, read func(value) T) bool {
	a, b := read(c.at("a")), read(c.at("b"))
	return nanotao.SaturatingAdd(a, b) == read(c.at("saturating_add")) &&
		nanotao.SaturatingSub(a, b) == read(c.at("saturating_sub")) &&
		nanotao.SaturatingMul(a, b) == read(c.at("saturating_mul")) && nanotao.SafeDiv(a, b) == read(c.at("safe_div")) &&
		maybe(c.at("checked_div"), read)(nanotao.CheckedDiv(a, b))
}

// get is the chain's get_safe.
func get[T any](list []T, index int) (found T) {
	if index < len(list) {
		found = list[index]
	}
	return found
}

// sum adds as the chain's + does, which wraps where nothing fits.
func sum(v []number) (total number) {
	for _, x := range v {
		added, err := nanotao.CheckedAdd(total, x)
		if err != nil {
			added = total + x
		}
		total = added
	}
	return total
}

func sum64(v []nanotao.I64F64) (total nanotao.I64F64) {
	for _, x := range v {
		added, err := nanotao.CheckedAdd(total, x)
		if err != nil {
			added = nanotao.I64F64FromBits(new(big.Int).Add(total.Bits(), x.Bits()))
		}
		total = added
	}
	return total
}

// normalized divides by a sum, unless that is zero.
func normalized[T nanotao.Fixed](v []T, sum T) []T {
	var zero T
	made := append([]T(nil), v...)
	for index := range made {
		if sum != zero {
			made[index] = nanotao.SafeDiv(v[index], sum)
		}
	}
	return made
}

func vecMul(a, b []number) []number {
	var made []number
	for index := 0; index < len(a) && index < len(b); index++ {
		// Zero where it does not fit.
		product, _ := nanotao.CheckedMul(a[index], b[index])
		made = append(made, product)
	}
	return made
}

// weightedMedian is the chain's, to which lists of different lengths are as good as empty ones.
func weightedMedian(stake, score []number, minority, lo, hi number) number {
	if len(stake) != len(score) {
		return 0
	}
	return must(nanotao.WeightedMedian(stake, score, minority, lo, hi))
}

func isTopk(v []number, k int) []bool {
	order, topk := make([]int, len(v)), make([]bool, len(v))
	for index := range order {
		order[index] = index
	}
	sort.SliceStable(order, func(a, b int) bool { return v[order[a]] < v[order[b]] })
	for place, index := range order {
		topk[index] = place >= len(v)-k
	}
	return topk
}

func maxUpscale(v []number) []uint16 {
	var max number
	for index, x := range v {
		if index == 0 || x > max {
			max = x
		}
	}
	full, made := nanotao.U16ToFixed(65535), make([]uint16, len(v))
	for index, x := range v {
		switch {
		case max == 0:
			x = nanotao.SaturatingMul(x, full)
		case max > 32768*one:
			x = nanotao.SaturatingMul(x, nanotao.SafeDiv(full, max)).Round()
		default:
			x = nanotao.SafeDiv(nanotao.SaturatingMul(x, full), max).Round()
		}
		made[index] = x.ToU16()
	}
	return made
}
