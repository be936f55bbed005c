// Functions of the chain's `epoch/math.rs` on vectors and matrices, which an epoch of nanotao has no use for: made of its arithmetic.
import { epoch, fixed } from 'nanotao';

const ONE = 1n << 32n;
const { saturatingAdd: add, saturatingSub: sub, saturatingMul: mul, checkedMul, safeDiv: div } = fixed.I32F32;
const least = (a, b) => (a < b ? a : b);
const most = (a, b) => (a > b ? a : b);
const at = (vector, index) => vector[index] ?? 0n;

/** What the chain sums with `+` wraps in its builds. */
const vectors = ({ checkedAdd, safeDiv }, bits) => {
  const sum = (vector) => vector.reduce((a, b) => checkedAdd(a, b) ?? BigInt.asIntN(bits, a + b), 0n);
  const normalize = (vector, by = sum(vector)) => (by === 0n ? vector : vector.map((x) => safeDiv(x, by)));
  /** As a row of a matrix is. */
  const normalizeRow = (row) => (sum(row) > 0n ? normalize(row) : row);
  return { sum, normalize, normalizeRow };
};
export const { sum, normalize, normalizeRow } = vectors(fixed.I32F32, 64);
export const wide = vectors(fixed.I64F64, 128);

export const maskVector = (mask, vector) => (mask.length === 0 ? vector : vector.map((x, index) => (mask[index] ?? true ? 0n : x)));
export const vecdiv = (a, b) => a.map((x, index) => div(x, at(b, index)));
export const vecMul = (a, b) => a.slice(0, b.length).map((x, index) => checkedMul(x, b[index]) ?? 0n);
/** An element is among the `k` largest if fewer are larger, or as large and later. */
export const isTopk = (vector, k) =>
  vector.map((x, index) => vector.filter((y, other) => y > x || (y === x && other > index)).length < k);

export function vecMaxUpscaleToU16(vector) {
  const max = vector.length === 0 ? 0n : vector.reduce(most);
  const limit = 65535n << 32n;
  const upscale = (x) => {
    if (max === 0n) return mul(x, limit);
    return fixed.round(max > 32768n << 32n ? mul(x, div(limit, max)) : div(mul(x, limit), max));
  };
  return vector.map((x) => fixed.fixedToU16(upscale(x)));
}

const between = (a, b, ratio) => add(a, mul(ratio, sub(b, a)));
const ema = (rate, x, old) => least(add(mul(sub(ONE, rate), old), most(mul(rate, x), 0n)), ONE);

// Sparse matrices: rows of pairs of a column and a number, in any order, a column maybe twice or out of range.

const map = (matrix, number) => matrix.map((row, i) => row.map(([j, x]) => [j, number(i, j, x)]));
const filter = (matrix, keep) => matrix.map((row, i) => row.filter(([j]) => keep(i, j)));
const numbers = (matrix) => matrix.map((row) => row.map(([, x]) => x));

/** One number for each of so many columns, from the top down. */
function columns(matrix, n, number) {
  const made = Array(n).fill(0n);
  matrix.forEach((row, i) => {
    for (const [j, x] of row) if (j < n) made[j] = number(made[j], x, i);
  });
  return made;
}

const divideColumns = (matrix, by) => map(matrix, (_, j, x) => (at(by, j) === 0n ? x : div(x, by[j])));

/** A row with a number for each column; of a column that is there twice, the last one. */
export const denseRow = (row = [], n) => columns([row], n, (_, x) => x);
const positive = (row) => [...row.entries()].filter(([, x]) => x > 0n);

function weightedMedianCol(stake, score, n, majority, weighs = () => true) {
  const voters = [...stake.keys()].filter((i) => stake[i] > 0n);
  const shares = normalize(voters.map((i) => (weighs(i) ? stake[i] : 0n)));
  const total = sum(shares);
  const rows = voters.map((i) => denseRow(score[i], n));
  return Array.from({ length: n }, (_, j) => epoch.weightedMedian(shares, rows.map((row) => row[j]), sub(total, majority), 0n, total));
}

export const sparse = {
  rowSum: (a) => numbers(a).map(sum),
  rowNormalize(a) {
    const rows = numbers(a).map(normalizeRow);
    return a.map((row, i) => row.map(([j], index) => [j, rows[i][index]]));
  },
  colNormalize: (a, n) => divideColumns(a, columns(a, n, add)),
  colMaxUpscale: (a, n) => divideColumns(a, columns(a, n, most)),
  maskRows: (mask, a) => filter(a, (i) => !(mask[i] ?? true)),
  maskDiag: (a, except) => filter(a, (i, j) => i !== j || i === except),
  vecMaskLe: (a, first, second) => filter(a, (i, j) => at(first, i) > at(second, j)),
  scalarVecMaskLe: (a, scalar, vector) => filter(a, (_, j) => scalar > at(vector, j)),
  rowHadamard: (a, vector) => map(a, (i, _, x) => mul(at(vector, i), x)).slice(0, vector.length),
  matmul: (a, vector, n) => columns(a, n, (total, x, i) => add(total, mul(at(vector, i), x))),
  matmulTranspose: (a, vector) => a.map((row) => row.reduce((total, [j, x]) => add(total, mul(at(vector, j), x)), 0n)),
  /** What is cut to nothing is no entry. */
  colClip: (a, threshold) =>
    a.map((row) => row.filter(([j, x]) => x <= at(threshold, j) || at(threshold, j) > 0n).map(([j, x]) => [j, least(x, at(threshold, j))])),
  matVecMul: (a, vector) => map(a, (_, j, x) => mul(x, at(vector, j))).map((row) => row.filter(([, x]) => x !== 0n)),
  weightedMedianCol,
  interpolate(a, b, n, ratio) {
    if (ratio === 0n) return a;
    if (ratio === ONE || a.length !== b.length) return b;
    return a.map((row, i) => {
      const other = denseRow(b[i], n);
      return positive(denseRow(row, n).map((x, j) => between(x, other[j], ratio)));
    });
  },
  /** The chain takes the matrix to be square. */
  matEma(a, old, alpha) {
    const rates = [alpha, sub(ONE, alpha)];
    return a.map((row, i) => positive(columns([row, old[i] ?? []], a.length, (total, x, which) => add(total, mul(rates[which], x)))));
  },
  /** A rate for each entry; an old entry without a new one is dropped. */
  matEmaAlpha(a, old, alpha) {
    if (a.length !== old.length || a.length !== alpha.length) return a;
    return a.map((row, i) => {
      const before = denseRow(old[i], alpha[i].length);
      return row.filter(([j]) => j < alpha[i].length).map(([j, x]) => [j, ema(alpha[i][j], x, before[j])]).filter(([, x]) => x > 0n);
    });
  },
};

// Dense matrices, whose rows need not be of one length. What the chain makes of one without cells differs from function to function.

const pairs = (matrix) => matrix.map((row) => [...row.entries()]);
const width = (matrix) => matrix[0]?.length ?? 0;
const widest = (matrix) => Math.max(0, ...matrix.map((row) => row.length));
const none = (matrix) => (width(matrix) === 0 ? [[]] : undefined);

export const dense = {
  rowSum: (a) => (width(a) === 0 ? [] : a.map(sum)),
  colNormalize: (a) => numbers(sparse.colNormalize(pairs(a), widest(a))),
  colMaxUpscale: (a) => numbers(sparse.colMaxUpscale(pairs(a), widest(a))),
  /** Of square matrices only. */
  maskDiag: (a, except) => (a.length === width(a) ? a.map((row, i) => row.map((x, j) => (i === j && i !== except ? 0n : x))) : a),
  rowHadamard: (a, vector) => none(a) ?? numbers(sparse.rowHadamard(pairs(a), vector)),
  matmul: (a, vector) => sparse.matmul(pairs(a), vector, width(a)),
  matmulTranspose: (a, vector) => (width(a) === 0 ? [] : sparse.matmulTranspose(pairs(a), vector)),
  colClip: (a, threshold) => a.map((row) => row.map((x, j) => least(x, threshold[j] ?? x))),
  matVecMul: (a, vector) => none(a) ?? a.map((row) => vecMul(row, vector)),
  /** A row that is not there has no stake. */
  weightedMedianCol: (stake, score, majority) => weightedMedianCol(stake, pairs(score), width(score), majority, (i) => i < score.length),
  interpolate(a, b, ratio) {
    if (ratio === 0n) return a;
    if (ratio === ONE) return b;
    const cell = (x, y) => (x === undefined || y === undefined ? 0n : between(x, y, ratio));
    return none(a) ?? a.map((row, i) => a[0].map((_, j) => cell(row[j], b[i]?.[j])));
  },
  matEma: (a, old, alpha) =>
    none(a) ??
    a.slice(0, old.length).map((row, i) => row.slice(0, old[i].length).map((x, j) => add(mul(alpha, x), mul(sub(ONE, alpha), old[i][j])))),
  matEmaAlpha(a, old, alpha) {
    if (width(a) === 0) return [[]];
    if (a.length !== old.length || a.length !== alpha.length) return old;
    if (a.some((row, i) => row.length !== old[i].length || row.length !== alpha[i].length)) return a;
    return a.map((row, i) => row.map((x, j) => ema(alpha[i][j], x, old[i][j])));
  },
};
