package main

import "nanotao"

func (v value) sparse() matrix {
	return each(v, func(row value) []cell {
		return each(row, func(pair value) cell { return cell{int(pair.list()[0].u16()), pair.list()[1].i32f32()} })
	})
}

func sparse(c value) bool {
	a, b, columns := c.at("a").sparse(), c.at("b").sparse(), int(c.at("n").u16())
	rowVec, colVec := c.at("row_vec").i32f32s(), c.at("col_vec").i32f32s()
	t1, t2, scalar := c.at("t1").u64s(), c.at("t2").u64s(), c.at("scalar").u64()
	mask, except := c.at("mask").bools(), int(c.at("except").u16())
	return matrices(c, value.sparse, map[string]matrix{
		"row_normalize":      a.rowNormalized(),
		"col_normalize":      a.colNormalized(columns),
		"col_max_upscale":    a.colMaxUpscaled(columns),
		"mask_rows":          a.without(func(row, _ int) bool { return row >= len(mask) || mask[row] }),
		"mask_diag":          a.without(func(row, column int) bool { return row == column }),
		"mask_diag_except":   a.without(func(row, column int) bool { return row == column && row != except }),
		"vec_mask_le":        a.without(func(row, column int) bool { return get(t1, row) <= get(t2, column) }),
		"scalar_vec_mask_le": a.without(func(_, column int) bool { return scalar <= get(t2, column) }),
		"row_hadamard":       a.rowHadamard(rowVec),
		"col_clip": a.mapped(func(_ int, x cell) (number, bool) {
			// What is cut to nothing is no entry.
			if most := get(colVec, x.column); x.number > most {
				return most, most > 0
			}
			return x.number, true
		}),
		"mat_vec_mul": a.mapped(func(_ int, x cell) (number, bool) {
			product := nanotao.SaturatingMul(x.number, get(colVec, x.column))
			return product, product != 0
		}),
		"interpolate":   sparseInterpolate(a, b, columns, c.at("ratio").i32f32()),
		"mat_ema":       sparseEma(a, b, c.at("alpha").i32f32()),
		"mat_ema_alpha": sparseEmaAlpha(a, b, each(c.at("alpha_mat"), value.i32f32s)),
	}) && equal(a.rowSums(), c.at("row_sum").i32f32s()) && equal(a.matmul(rowVec, columns), c.at("matmul").i32f32s()) &&
		equal(a.matmulTranspose(colVec), c.at("matmul_transpose").i32f32s())
}

// positive leaves out what is zero or less, as new sparse rows do.
func positive(row []cell) (made []cell) {
	for _, x := range row {
		if x.number > 0 {
			made = append(made, x)
		}
	}
	return made
}

func sparseInterpolate(a, b matrix, columns int, ratio number) matrix {
	if ratio == 0 {
		return a
	}
	if ratio == one || len(a) != len(b) {
		return b
	}
	made := make(matrix, len(a))
	for row := range a {
		numbers, other := spread(a[row], columns), spread(b[row], columns)
		for column := range numbers {
			numbers[column] = between(numbers[column], other[column], ratio)
		}
		made[row] = positive(cells(numbers))
	}
	return made
}

// sparseEma takes the matrix to be square, as the chain does.
func sparseEma(new, old matrix, alpha number) matrix {
	made := make(matrix, len(new))
	for row := range new {
		made[row] = positive(cells(ema(new[row], get(old, row), alpha, len(new))))
	}
	return made
}

// sparseEmaAlpha drops an old entry without a new one.
func sparseEmaAlpha(new, old matrix, alpha [][]number) matrix {
	if len(new) != len(old) || len(new) != len(alpha) {
		return new
	}
	return new.mapped(func(row int, x cell) (number, bool) {
		if x.column >= len(alpha[row]) {
			return 0, false
		}
		bond := follow(alpha[row][x.column], x.number, spread(old[row], len(alpha[row]))[x.column])
		return bond, bond > 0
	})
}
