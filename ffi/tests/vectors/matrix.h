/* Matrices, dense and sparse. */
#ifndef MATRIX_H
#define MATRIX_H

#include "arithmetic.h"

/* A cell of a matrix: of a dense one, its place in the row. */
struct cell {
    size_t column;
    int64_t number;
};

struct row {
    struct cell *cells;
    size_t len;
};

/* Rows of cells. Of a sparse matrix they come in any order, a column maybe twice; of a dense one, all in their order. */
struct matrix {
    struct row *rows;
    size_t len;
    int dense;
};

/* The column of a cell that is dropped. */
#define DROPPED SIZE_MAX

#define EACH_CELL(cell, i, m)     \
    for (i = 0; i < (m).len; i++) \
        for (cell = (m).rows[i].cells; cell < (m).rows[i].cells + (m).rows[i].len; cell++)

struct matrix empty(size_t len, int dense);
/* Zeros, each in its place. */
struct row cells(size_t len);
struct matrix matrix(const cJSON *value, const char *name, int dense);
struct matrix copied(struct matrix m);
int same_matrix(const cJSON *value, const char *name, struct matrix ours);
/* The length of the first row. */
size_t columns(struct matrix m);
/* Of a dense matrix without cells the chain makes one that has a row without cells. */
int has_no_cells(struct matrix m);
/* The last cell of a column. */
const struct cell *find(struct matrix m, size_t i, size_t column);
/* 0 where there is none. */
int64_t number_at(struct matrix m, size_t i, size_t column);

#endif
