package main

import "nanotao"

// cell is a number of a matrix, and its column.
type cell struct {
	column int
	number number
}

// matrix is a list of rows, which need not be of one length. In a dense one no column is left out, and they are in order; in a
// sparse one they are in any, maybe twice or out of range.
type matrix [][]cell

func cells(numbers []number) []cell {
	made := make([]cell, len(numbers))
	for column, x := range numbers {
		made[column] = cell{column, x}
	}
	return made
}

// spread puts a sparse row into columns: of a column that is there twice, the last one counts.
func spread(row []cell, columns int) []number {
	made := make([]number, columns)
	for _, x := range row {
		if x.column < columns {
			made[x.column] = x.number
		}
	}
	return made
}

func (m matrix) equals(other matrix) bool {
	for index := range m {
		if index >= len(other) || !equal(m[index], other[index]) {
			return false
		}
	}
	return len(m) == len(other)
}

// mapped gives each cell another number, and leaves out those that are not kept.
func (m matrix) mapped(to func(row int, x cell) (made number, kept bool)) matrix {
	all := make(matrix, len(m))
	for row := range m {
		for _, x := range m[row] {
			if made, kept := to(row, x); kept {
				all[row] = append(all[row], cell{x.column, made})
			}
		}
	}
	return all
}

func (m matrix) without(masked func(row, column int) bool) matrix {
	return m.mapped(func(row int, x cell) (number, bool) { return x.number, !masked(row, x.column) })
}

// firstRow tells the length of the first row.
func (m matrix) firstRow() int { return len(get(m, 0)) }

// widest tells the length of the longest one.
func (m matrix) widest() (columns int) {
	for _, row := range m {
		if len(row) > columns {
			columns = len(row)
		}
	}
	return columns
}

// colFolds makes one number of each column.
func (m matrix) colFolds(columns int, fold func(total number, row int, x cell) number) []number {
	made := make([]number, columns)
	for row := range m {
		for _, x := range m[row] {
			if x.column < columns {
				made[x.column] = fold(made[x.column], row, x)
			}
		}
	}
	return made
}

func (m matrix) rowSums() []number {
	made := make([]number, len(m))
	for row := range m {
		numbers := make([]number, len(m[row]))
		for index, x := range m[row] {
			numbers[index] = x.number
		}
		made[row] = sum(numbers)
	}
	return made
}

func (m matrix) rowNormalized() matrix {
	sums := m.rowSums()
	return m.mapped(func(row int, x cell) (number, bool) {
		if sums[row] > 0 {
			return nanotao.SafeDiv(x.number, sums[row]), true
		}
		return x.number, true
	})
}

// dividedByColumn leaves a column alone whose number is zero.
func (m matrix) dividedByColumn(by []number) matrix {
	return m.mapped(func(_ int, x cell) (number, bool) {
		if divisor := get(by, x.column); divisor != 0 {
			return nanotao.SafeDiv(x.number, divisor), true
		}
		return x.number, true
	})
}

func (m matrix) colNormalized(columns int) matrix {
	return m.dividedByColumn(m.colFolds(columns, func(total number, _ int, x cell) number {
		return nanotao.SaturatingAdd(total, x.number)
	}))
}

func (m matrix) colMaxUpscaled(columns int) matrix {
	return m.dividedByColumn(m.colFolds(columns, func(total number, _ int, x cell) number {
		if x.number > total {
			return x.number
		}
		return total
	}))
}

func (m matrix) rowHadamard(by []number) matrix {
	made := m.mapped(func(row int, x cell) (number, bool) { return nanotao.SaturatingMul(x.number, get(by, row)), true })
	if len(made) > len(by) {
		made = made[:len(by)]
	}
	return made
}

func (m matrix) matmul(by []number, columns int) []number {
	return m.colFolds(columns, func(total number, row int, x cell) number {
		return nanotao.SaturatingAdd(total, nanotao.SaturatingMul(get(by, row), x.number))
	})
}

func (m matrix) matmulTranspose(by []number) []number {
	made := make([]number, len(m))
	for row := range m {
		for _, x := range m[row] {
			made[row] = nanotao.SaturatingAdd(made[row], nanotao.SaturatingMul(get(by, x.column), x.number))
		}
	}
	return made
}

// ema adds a part of a new row to the rest of an old one.
func ema(new, old []cell, alpha number, columns int) []number {
	made := make([]number, columns)
	add := func(rate number, row []cell) {
		for _, x := range row {
			if x.column < columns {
				made[x.column] = nanotao.SaturatingAdd(made[x.column], nanotao.SaturatingMul(rate, x.number))
			}
		}
	}
	add(alpha, new)
	add(nanotao.SaturatingSub(one, alpha), old)
	return made
}

// follow is a bond that follows a weight at its own rate, and stays between zero and one.
func follow(rate, new, old number) number {
	gained := nanotao.SaturatingMul(rate, new)
	if gained < 0 {
		gained = 0
	}
	made := nanotao.SaturatingAdd(nanotao.SaturatingMul(nanotao.SaturatingSub(one, rate), old), gained)
	if made > one {
		made = one
	}
	return made
}

// between is a number at a ratio of the way from one to another.
func between(a, b, ratio number) number {
	return nanotao.SaturatingAdd(a, nanotao.SaturatingMul(ratio, nanotao.SaturatingSub(b, a)))
}

// matrices compares what was made, by the names of the fields.
func matrices(c value, read func(value) matrix, made map[string]matrix) bool {
	for name, ours := range made {
		if !ours.equals(read(c.at(name))) {
			return false
		}
	}
	return true
}

// weightedMedianCol is of the same scores as a sparse and as a dense matrix, in which a row that is missing has no stake.
func weightedMedianCol(c value) bool {
	stake, score, columns := c.at("stake").i32f32s(), c.at("score").sparse(), int(c.at("n").u16())
	medians := func(columns int, hasStake func(row int) bool) []number {
		var voters []number
		var rows [][]number
		for row, x := range stake {
			if x > 0 {
				if !hasStake(row) {
					x = 0
				}
				voters, rows = append(voters, x), append(rows, spread(get(score, row), columns))
			}
		}
		voters = normalized(voters, sum(voters))
		total, made := sum(voters), make([]number, columns)
		minority := nanotao.SaturatingSub(total, c.at("majority").i32f32())
		for column := range made {
			scores := make([]number, len(rows))
			for row := range rows {
				scores[row] = rows[row][column]
			}
			made[column] = weightedMedian(voters, scores, minority, 0, total)
		}
		return made
	}
	inDense := columns
	if len(score) == 0 {
		inDense = 0
	}
	return equal(medians(columns, func(int) bool { return true }), c.at("sparse").i32f32s()) &&
		equal(medians(inDense, func(row int) bool { return row < len(score) }), c.at("dense").i32f32s())
}
