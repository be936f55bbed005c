/* `epoch/math.rs` of the chain: functions of matrices. Dense and sparse ones have cells in common, and little else. */
#include "matrix.h"

static int64_t row_total(struct row row) {
    struct vector numbers = zeros(row.len);
    size_t j;
    for (j = 0; j < row.len; j++) {
        numbers.ptr[j] = row.cells[j].number;
    }
    return wrapping_sum(numbers);
}

static struct vector row_sums(struct matrix m) {
    struct vector sums = zeros(m.len != 0 && has_no_cells(m) ? 0 : m.len);
    size_t i;
    for (i = 0; i < sums.len; i++) {
        sums.ptr[i] = row_total(m.rows[i]);
    }
    return sums;
}

static struct matrix row_normalized(struct matrix m) {
    struct matrix made = copied(m);
    size_t i, j;
    for (i = 0; i < m.len; i++) {
        const int64_t total = row_total(m.rows[i]);
        for (j = 0; total > 0 && j < m.rows[i].len; j++) {
            made.rows[i].cells[j].number = quotient(m.rows[i].cells[j].number, total);
        }
    }
    return made;
}

static int64_t larger(int64_t a, int64_t b) {
    return a > b ? a : b;
}

/* Divides by what `fold` makes of each column, unless that is 0. */
static struct matrix divided(struct matrix m, size_t width, int64_t (*fold)(int64_t, int64_t)) {
    struct vector by = zeros(width);
    struct matrix made = copied(m);
    struct cell *cell;
    size_t i;
    EACH_CELL(cell, i, m) {
        if (cell->column < width) {
            by.ptr[cell->column] = fold(by.ptr[cell->column], cell->number);
        }
    }
    EACH_CELL(cell, i, made) {
        if (at(by, cell->column) != 0) {
            cell->number = quotient(cell->number, at(by, cell->column));
        }
    }
    return made;
}

/* The diagonal is dropped, or made 0 in a dense matrix, which has to be square. */
static struct matrix diagonal_masked(struct matrix m, size_t except) {
    struct matrix made = copied(m);
    struct cell *cell;
    size_t i;
    EACH_CELL(cell, i, made) {
        if (cell->column == i && i != except && !(m.dense && m.len != columns(m))) {
            cell->number = 0;
            cell->column = m.dense ? i : DROPPED;
        }
    }
    return made;
}

static struct matrix hadamard(struct matrix m, struct vector v) {
    struct matrix made = has_no_cells(m) ? empty(1, 1) : copied(m);
    struct cell *cell;
    size_t i;
    EACH_CELL(cell, i, made) {
        cell->number = mul(cell->number, at(v, i));
    }
    if (!has_no_cells(m) && v.len < made.len) {
        made.len = v.len;
    }
    return made;
}

static struct vector matmul(struct matrix m, struct vector v, size_t width) {
    struct vector product = zeros(width);
    struct cell *cell;
    size_t i;
    EACH_CELL(cell, i, m) {
        if (cell->column < width) {
            product.ptr[cell->column] = add(product.ptr[cell->column], mul(at(v, i), cell->number));
        }
    }
    return product;
}

static struct vector matmul_transpose(struct matrix m, struct vector v) {
    struct vector product = zeros(has_no_cells(m) ? 0 : m.len);
    struct cell *cell;
    size_t i;
    EACH_CELL(cell, i, m) {
        if (i < product.len) {
            product.ptr[i] = add(product.ptr[i], mul(cell->number, at(v, cell->column)));
        }
    }
    return product;
}

/* In a sparse matrix, what is cut to nothing is no cell. */
static struct matrix col_clip(struct matrix m, struct vector threshold) {
    struct matrix made = copied(m);
    struct cell *cell;
    size_t i;
    EACH_CELL(cell, i, made) {
        const int64_t limit = at(threshold, cell->column);
        if (cell->number > limit && !(m.dense && cell->column >= threshold.len)) {
            cell->number = limit;
            cell->column = m.dense || limit > 0 ? cell->column : DROPPED;
        }
    }
    return made;
}

static struct matrix mat_vec_mul(struct matrix m, struct vector v) {
    struct matrix made = has_no_cells(m) ? empty(1, 1) : copied(m);
    struct cell *cell;
    size_t i;
    EACH_CELL(cell, i, made) {
        const int64_t by = at(v, cell->column);
        cell->number = m.dense ? checked_mul(cell->number, by) : mul(cell->number, by);
        if (m.dense ? cell->column >= v.len : cell->number == 0) {
            cell->column = DROPPED;
        }
    }
    return made;
}

/* A row of numbers; of a sparse matrix, the positive ones. */
static struct row row_of(struct vector numbers, int dense) {
    struct row row = cells(numbers.len);
    size_t j;
    for (j = 0; j < numbers.len; j++) {
        row.cells[j].number = numbers.ptr[j];
        row.cells[j].column = dense || numbers.ptr[j] > 0 ? j : DROPPED;
    }
    return row;
}

static struct matrix interpolate(struct matrix a, struct matrix b, size_t width, int64_t ratio) {
    struct matrix made;
    size_t i, j;
    if (ratio == 0 || ratio == ONE || (!a.dense && a.len != b.len)) {
        return ratio == 0 ? a : b;
    }
    made = empty(has_no_cells(a) ? 1 : a.len, a.dense);
    for (i = 0; i < a.len && !has_no_cells(a); i++) {
        struct vector row = zeros(width);
        for (j = 0; j < width; j++) {
            const int64_t from = number_at(a, i, j), to = number_at(b, i, j);
            if (!a.dense || (find(a, i, j) != NULL && find(b, i, j) != NULL)) {
                row.ptr[j] = add(from, mul(ratio, sub(to, from)));
            }
        }
        made.rows[i] = row_of(row, a.dense);
    }
    return made;
}

static void add_row(struct vector sums, struct matrix m, size_t i, int64_t rate) {
    size_t j;
    for (j = 0; i < m.len && j < m.rows[i].len; j++) {
        const struct cell cell = m.rows[i].cells[j];
        if (cell.column < sums.len) {
            sums.ptr[cell.column] = add(sums.ptr[cell.column], mul(rate, cell.number));
        }
    }
}

static size_t shorter(size_t a, size_t b) {
    return a < b ? a : b;
}

/* A sparse matrix is taken to be square. */
static struct matrix mat_ema(struct matrix new, struct matrix old, int64_t alpha) {
    const size_t len = new.dense ? shorter(new.len, old.len) : new.len;
    struct matrix made = empty(has_no_cells(new) ? 1 : len, new.dense);
    size_t i;
    for (i = 0; i < len && !has_no_cells(new); i++) {
        struct vector row = zeros(new.dense ? shorter(new.rows[i].len, old.rows[i].len) : new.len);
        add_row(row, new, i, alpha);
        add_row(row, old, i, sub(ONE, alpha));
        made.rows[i] = row_of(row, new.dense);
    }
    return made;
}

/* With a rate for each cell. An old one without a new one is dropped. */
static struct matrix mat_ema_alpha(struct matrix new, struct matrix old, struct matrix alpha) {
    struct matrix made = has_no_cells(new) ? empty(1, 1) : copied(new);
    struct cell *cell;
    size_t i;
    if (has_no_cells(new)) {
        return made;
    }
    if (new.len != old.len || new.len != alpha.len) {
        return new.dense ? old : new;
    }
    for (i = 0; new.dense && i < new.len; i++) {
        if (new.rows[i].len != old.rows[i].len || new.rows[i].len != alpha.rows[i].len) {
            return new;
        }
    }
    EACH_CELL(cell, i, made) {
        const int64_t rate = number_at(alpha, i, cell->column), before = number_at(old, i, cell->column);
        const int64_t sum = add(mul(sub(ONE, rate), before), larger(0, mul(rate, cell->number)));
        const int drops = !new.dense && (find(alpha, i, cell->column) == NULL || sum <= 0);
        cell->number = sum > ONE ? ONE : sum;
        cell->column = drops ? DROPPED : cell->column;
    }
    return made;
}

/* As many medians as columns. A dense matrix gives no stake to who has no row. */
static struct vector medians(struct vector stake, struct matrix score, size_t width, int64_t majority) {
    struct vector found = zeros(width), voters = zeros(stake.len), stakes = zeros(stake.len), scores;
    int64_t stake_sum;
    size_t i, j, len = 0;
    for (i = 0; i < stake.len; i++) {
        if (stake.ptr[i] > 0) {
            stakes.ptr[len] = score.dense && i >= score.len ? 0 : stake.ptr[i];
            voters.ptr[len++] = (int64_t)i;
        }
    }
    stakes.len = len;
    stakes = normalized(stakes, wrapping_sum(stakes));
    stake_sum = wrapping_sum(stakes);
    scores = zeros(len);
    for (j = 0; j < width; j++) {
        for (i = 0; i < len; i++) {
            scores.ptr[i] = number_at(score, (size_t)voters.ptr[i], j);
        }
        found.ptr[j] = median(stakes, scores, sub(stake_sum, majority), 0, stake_sum);
    }
    return found;
}

static int weighted_median_col(const cJSON *value) {
    const struct vector stake = vector(value, "stake");
    const int64_t majority = bits(value, "majority");
    const size_t n = (size_t)number(field(value, "n"));
    struct matrix score = matrix(value, "score", 0);
    const int sparse_holds = same_vector(value, "sparse", medians(stake, score, n, majority));
    /* The same numbers, as dense rows. */
    score.dense = 1;
    return sparse_holds && same_vector(value, "dense", medians(stake, score, score.len == 0 ? 0 : n, majority));
}

static size_t widest(struct matrix m) {
    size_t i, found = 0;
    for (i = 0; i < m.len; i++) {
        found = m.rows[i].len > found ? m.rows[i].len : found;
    }
    return found;
}

static int row_normalize(const cJSON *value) {
    return same_matrix(value, "out", row_normalized(matrix(value, "m", 1)));
}

static int col_normalize(const cJSON *value) {
    const struct matrix m = matrix(value, "m", 1);
    return same_matrix(value, "out", divided(m, widest(m), add));
}

static int col_max_upscale(const cJSON *value) {
    const struct matrix m = matrix(value, "m", 1);
    return same_matrix(value, "out", divided(m, widest(m), larger));
}

static int same_masked(const cJSON *value, struct matrix m) {
    return same_matrix(value, "mask_diag", diagonal_masked(m, SIZE_MAX)) &&
           same_matrix(value, "mask_diag_except", diagonal_masked(m, (size_t)number(field(value, "except"))));
}

static int mask_diag(const cJSON *value) {
    return same_masked(value, matrix(value, "m", 1));
}

/* What both kinds have. */
static int of_both(const cJSON *value, struct matrix a, size_t width) {
    const struct matrix b = matrix(value, "b", a.dense), alpha = matrix(value, "alpha_mat", 1);
    const struct vector row_vec = vector(value, "row_vec"), col_vec = vector(value, "col_vec");
    return same_vector(value, "row_sum", row_sums(a)) && same_matrix(value, "row_hadamard", hadamard(a, row_vec)) &&
           same_vector(value, "matmul", matmul(a, row_vec, width)) &&
           same_vector(value, "matmul_transpose", matmul_transpose(a, col_vec)) &&
           same_matrix(value, "col_clip", col_clip(a, col_vec)) &&
           same_matrix(value, "mat_vec_mul", mat_vec_mul(a, col_vec)) &&
           same_matrix(value, "interpolate", interpolate(a, b, width, bits(value, "ratio"))) &&
           same_matrix(value, "mat_ema", mat_ema(a, b, bits(value, "alpha"))) &&
           same_matrix(value, "mat_ema_alpha", mat_ema_alpha(a, b, alpha));
}

static int dense(const cJSON *value) {
    const struct matrix a = matrix(value, "a", 1);
    return of_both(value, a, columns(a));
}

/* Rows dropped by a mask; one that is too short masks. */
static struct matrix rows_masked(struct matrix m, struct list mask) {
    struct matrix made = copied(m);
    size_t i;
    for (i = 0; i < m.len; i++) {
        if (i >= mask.len || ((const uint8_t *)mask.ptr)[i]) {
            made.rows[i].len = 0;
        }
    }
    return made;
}

/* Cells dropped where the row's number, or `scalar` for all of them, is at most the column's. */
static struct matrix masked_le(struct matrix m, const struct vector *by_row, uint64_t scalar, struct vector by_column) {
    struct matrix made = copied(m);
    struct cell *cell;
    size_t i;
    EACH_CELL(cell, i, made) {
        if ((by_row == NULL ? scalar : (uint64_t)at(*by_row, i)) <= (uint64_t)at(by_column, cell->column)) {
            cell->column = DROPPED;
        }
    }
    return made;
}

static int sparse(const cJSON *value) {
    const struct matrix a = matrix(value, "a", 0);
    const struct vector t1 = vector(value, "t1"), t2 = vector(value, "t2");
    const size_t n = (size_t)number(field(value, "n"));
    return same_matrix(value, "row_normalize", row_normalized(a)) &&
           same_matrix(value, "col_normalize", divided(a, n, add)) &&
           same_matrix(value, "col_max_upscale", divided(a, n, larger)) &&
           same_matrix(value, "mask_rows", rows_masked(a, flags(field(value, "mask")))) && same_masked(value, a) &&
           same_matrix(value, "vec_mask_le", masked_le(a, &t1, 0, t2)) &&
           same_matrix(value, "scalar_vec_mask_le", masked_le(a, NULL, number(field(value, "scalar")), t2)) &&
           of_both(value, a, n);
}

const struct function MATRICES[] = {
    {"inplace_row_normalize", row_normalize},
    {"inplace_col_normalize", col_normalize},
    {"inplace_col_max_upscale", col_max_upscale},
    {"inplace_mask_diag", mask_diag},
    {"weighted_median_col", weighted_median_col},
    {"dense", dense},
    {"sparse", sparse},
    {NULL, NULL},
};
