/* Matrices in memory, and whether a file has the same. */
#include "matrix.h"

#include <string.h>

struct matrix empty(size_t len, int dense) {
    struct matrix made;
    made.rows = fresh(len, sizeof *made.rows);
    made.len = len;
    made.dense = dense;
    return made;
}

struct row cells(size_t len) {
    struct row row;
    size_t j;
    row.cells = fresh(len, sizeof *row.cells);
    row.len = len;
    for (j = 0; j < len; j++) {
        row.cells[j].column = j;
    }
    return row;
}

struct matrix matrix(const cJSON *value, const char *name, int dense) {
    const cJSON *list = field(value, name), *element, *number_of;
    struct matrix made = empty((size_t)cJSON_GetArraySize(list), dense);
    struct row *row = made.rows;
    cJSON_ArrayForEach(element, list) {
        struct cell *cell;
        *row = cells((size_t)cJSON_GetArraySize(element));
        cell = row++->cells;
        cJSON_ArrayForEach(number_of, element) {
            if (!dense) {
                cell->column = (size_t)number(nth(number_of, 0));
            }
            cell++->number = (int64_t)number(dense ? number_of : nth(number_of, 1));
        }
    }
    return made;
}

struct matrix copied(struct matrix m) {
    struct matrix made = empty(m.len, m.dense);
    size_t i;
    for (i = 0; i < m.len; i++) {
        made.rows[i] = cells(m.rows[i].len);
        memcpy(made.rows[i].cells, m.rows[i].cells, m.rows[i].len * sizeof(struct cell));
    }
    return made;
}

int same_matrix(const cJSON *value, const char *name, struct matrix ours) {
    const struct matrix theirs = matrix(value, name, ours.dense);
    size_t i, j, kept;
    for (i = 0; i < ours.len && i < theirs.len; i++) {
        const struct row row = theirs.rows[i];
        for (j = kept = 0; j < ours.rows[i].len; j++) {
            const struct cell cell = ours.rows[i].cells[j];
            if (cell.column != DROPPED &&
                (kept == row.len || cell.column != row.cells[kept].column || cell.number != row.cells[kept].number)) {
                return 0;
            }
            kept += cell.column != DROPPED;
        }
        if (kept != row.len) {
            return 0;
        }
    }
    return ours.len == theirs.len;
}

size_t columns(struct matrix m) {
    return m.len == 0 ? 0 : m.rows[0].len;
}

int has_no_cells(struct matrix m) {
    return m.dense && columns(m) == 0;
}

const struct cell *find(struct matrix m, size_t i, size_t column) {
    size_t j = i < m.len ? m.rows[i].len : 0;
    while (j-- > 0) {
        if (m.rows[i].cells[j].column == column) {
            return &m.rows[i].cells[j];
        }
    }
    return NULL;
}

int64_t number_at(struct matrix m, size_t i, size_t column) {
    const struct cell *cell = find(m, i, column);
    return cell == NULL ? 0 : cell->number;
}
