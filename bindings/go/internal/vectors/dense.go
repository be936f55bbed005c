package main

func (v value) dense() matrix {
	return each(v, func(row value) []cell { return cells(row.i32f32s()) })
}

func dense(c value) bool {
	a, b, ratio := c.at("a").dense(), c.at("b").dense(), c.at("ratio").i32f32()
	rowVec, colVec := c.at("row_vec").i32f32s(), c.at("col_vec").i32f32s()
	sums, transposed := a.rowSums(), a.matmulTranspose(colVec)
	made := map[string]matrix{
		"row_hadamard": a.rowHadamard(rowVec),
		"col_clip": a.mapped(func(_ int, x cell) (number, bool) {
			if x.column < len(colVec) && x.number > colVec[x.column] {
				return colVec[x.column], true
			}
			return x.number, true
		}),
		"mat_vec_mul":   make(matrix, len(a)),
		"interpolate":   denseInterpolate(a, b, ratio),
		"mat_ema":       denseEma(a, b, c.at("alpha").i32f32()),
		"mat_ema_alpha": denseEmaAlpha(a, b, c.at("alpha_mat").dense()),
	}
	for row := range a {
		made["mat_vec_mul"][row] = cells(vecMul(spread(a[row], len(a[row])), colVec))
	}
	if a.firstRow() == 0 {
		// What the chain makes of a matrix without cells.
		transposed = nil
		if len(a) > 0 {
			sums = nil
		}
		for _, name := range []string{"row_hadamard", "mat_vec_mul", "mat_ema", "mat_ema_alpha"} {
			made[name] = matrix{nil}
		}
		if ratio != 0 && ratio != one {
			made["interpolate"] = matrix{nil}
		}
	}
	return matrices(c, value.dense, made) && equal(sums, c.at("row_sum").i32f32s()) &&
		equal(a.matmul(rowVec, a.firstRow()), c.at("matmul").i32f32s()) &&
		equal(transposed, c.at("matmul_transpose").i32f32s())
}

func denseInterpolate(a, b matrix, ratio number) matrix {
	switch ratio {
	case 0:
		return a
	case one:
		return b
	}
	made := make(matrix, len(a))
	for row := range a {
		numbers, other := make([]number, a.firstRow()), get(b, row)
		for column := range numbers {
			if column < len(a[row]) && column < len(other) {
				numbers[column] = between(a[row][column].number, other[column].number, ratio)
			}
		}
		made[row] = cells(numbers)
	}
	return made
}

func denseEma(new, old matrix, alpha number) (made matrix) {
	for row := 0; row < len(new) && row < len(old); row++ {
		columns := len(new[row])
		if len(old[row]) < columns {
			columns = len(old[row])
		}
		made = append(made, cells(ema(new[row], old[row], alpha, columns)))
	}
	return made
}

func denseEmaAlpha(new, old, alpha matrix) matrix {
	if len(new) != len(old) || len(new) != len(alpha) {
		return old
	}
	for row := range new {
		if len(new[row]) != len(old[row]) || len(new[row]) != len(alpha[row]) {
			return new
		}
	}
	return new.mapped(func(row int, x cell) (number, bool) {
		return follow(alpha[row][x.column].number, x.number, old[row][x.column].number), true
	})
}

// denseMaskDiag is of square matrices only.
func denseMaskDiag(c value) bool {
	m, except := c.at("m").dense(), int(c.at("except").u16())
	masked := func(diagonal func(row int) bool) matrix {
		return m.mapped(func(row int, x cell) (number, bool) {
			if len(m) == m.firstRow() && row == x.column && diagonal(row) {
				return 0, true
			}
			return x.number, true
		})
	}
	return matrices(c, value.dense, map[string]matrix{
		"mask_diag":        masked(func(int) bool { return true }),
		"mask_diag_except": masked(func(row int) bool { return row != except }),
	})
}
