// The chain's fixed-point arithmetic, and the functions of its `epoch/math.rs`.
import { checkVecMaxLimited, epoch, fixed, vecU16MaxUpscaleToU16 } from 'nanotao';
import { alike, big, bigs, refused } from './help.mjs';
import * as matrices from './matrices.mjs';

const { dense, sparse } = matrices;
const denseMatrix = (rows) => rows.map(bigs);
const sparseMatrix = (rows) => rows.map((row) => row.map(([column, x]) => [column, big(x)]));

/** What two numbers come to, under the chain's names. */
const OPERATIONS = {
  saturating_add: 'saturatingAdd', saturating_sub: 'saturatingSub', saturating_mul: 'saturatingMul', checked_div: 'checkedDiv', safe_div: 'safeDiv',
};
const operations = (type, of = OPERATIONS) => (one) =>
  Object.fromEntries(Object.entries(of).map(([name, ours]) => [name, fixed[type][ours](big(one.a), big(one.b))]));

/** What there need not be is null in the files. */
function orNull(run) {
  let made = null;
  const status = refused(() => (made = run()));
  if (status !== undefined && status !== 'FIXED_NO_RESULT') throw new Error(status);
  return made;
}

const of = (run) => (one) => ({ out: run(one) });
const ofX = (run) => of(({ x }) => run(big(x)));
const ofV = (run) => of(({ v }) => run(bigs(v)));
const ofM = (run) => of(({ m }) => run(denseMatrix(m)));

/** Of each function of the file, what the fields of a case have to be. */
const FUNCTIONS = {
  fixed_to_u16: ofX(fixed.fixedToU16),
  fixed_to_u64: ofX(fixed.fixedToU64),
  fixed32_to_fixed64: ofX(fixed.fixed32ToFixed64),
  fixed64_to_u64: ofX(fixed.fixed64ToU64),
  fixed64_to_fixed32: ofX(fixed.fixed64ToFixed32),
  u16_to_fixed: of(({ x }) => fixed.u16ToFixed(x)),
  u16_proportion_to_fixed: of(({ x }) => fixed.u16ProportionToFixed(x)),
  fixed_to_fixed_u16_proportion: ofX(fixed.fixedToFixedU16Proportion),
  fixed_proportion_to_u16: ofX(fixed.fixedProportionToU16),
  exp_safe: ofX(fixed.expSafe),
  safe_ln: ofX(fixed.safeLn),
  sigmoid_safe: of(({ input, rho, kappa }) => fixed.sigmoidSafe(big(input), big(rho), big(kappa))),
  exp: ofX((x) => orNull(() => fixed.exp(x))),
  ln: ofX((x) => orNull(() => fixed.ln(x))),
  log2_i96f32: ofX((x) => orNull(() => fixed.log2I96f32(x))),
  i32f32_ops: (one) => ({
    ...operations('I32F32', { ...OPERATIONS, checked_mul: 'checkedMul' })(one),
    saturating_div: orNull(() => fixed.I32F32.saturatingDiv(big(one.a), big(one.b))), round: fixed.round(big(one.a)),
  }),
  i64f64_ops: operations('I64F64'),
  u96f32_ops: (one) => ({ ...operations('U96F32')(one), to_u64: fixed.u96f32ToU64(big(one.a)) }),
  u64f64_ops: (one) => ({ ...operations('U64F64')(one), to_u64: fixed.u64f64ToU64(big(one.a)), to_u96f32: fixed.u64f64ToU96f32(big(one.a)) }),
  emission_scale: ({ x, emission }) => ({
    bits: fixed.I96F32.saturatingMul(big(x), big(emission) << 32n), out: epoch.emissionOf(big(x), big(emission)),
  }),
  vec_u16_max_upscale_to_u16: of(({ v }) => vecU16MaxUpscaleToU16(v)),
  check_vec_max_limited: of((one) => checkVecMaxLimited(one.v, one.max_limit)),
  is_topk_nonzero: of(({ v, k }) => epoch.isTopkNonzero(bigs(v), k)),
  weighted_median: of(weightedMedian),
  clamp_value: of(({ value, low, high }) => epoch.clampValue(big(value), big(low), big(high))),
  alpha_sigmoid: of((one) =>
    epoch.alphaSigmoid(
      big(one.consensus), big(one.weight), big(one.bond), big(one.alpha_low), big(one.alpha_high), big(one.steepness) << 32n,
    ),
  ),
  compute_disabled_liquid_alpha: of((one) => epoch.computeDisabledLiquidAlpha(big(one.bonds_moving_average))),
  vec_max_upscale_to_u16: ofV(matrices.vecMaxUpscaleToU16),
  checked_sum_u64: ofV(checkedSum),
  sum: ({ v }) => ({ sum: matrices.sum(bigs(v)), is_zero: matrices.sum(bigs(v)) === 0n }),
  is_topk: of(({ v, k }) => matrices.isTopk(bigs(v), k)),
  normalize({ v, using_sum_arg }) {
    const [made, bySum] = [matrices.normalize(bigs(v)), matrices.normalize(bigs(v), big(using_sum_arg))];
    return { normalize: made, inplace_normalize: made, inplace_normalize_using_sum: bySum };
  },
  inplace_normalize_64({ v }) {
    const out = matrices.wide.normalize(bigs(v));
    return { out, to_fixed32: out.map(fixed.fixed64ToFixed32) };
  },
  vecdiv_vecmul: ({ a, b }) => ({ vecdiv: matrices.vecdiv(bigs(a), bigs(b)), vec_mul: matrices.vecMul(bigs(a), bigs(b)) }),
  inplace_mask_vector: of(({ mask, v }) => matrices.maskVector(mask, bigs(v))),
  inplace_row_normalize_64: ofM((m) => m.map(matrices.wide.normalizeRow)),
  inplace_row_normalize: ofM((m) => m.map(matrices.normalizeRow)),
  inplace_col_normalize: ofM(dense.colNormalize),
  inplace_col_max_upscale: ofM(dense.colMaxUpscale),
  inplace_mask_diag: ({ m, except }) => ({
    mask_diag: dense.maskDiag(denseMatrix(m)), mask_diag_except: dense.maskDiag(denseMatrix(m), except),
  }),
  weighted_median_col: weightedMedianCol,
  dense: ofDense,
  sparse: ofSparse,
};

/** The chain makes 0 of lists that do not go together; nanotao refuses them. */
function weightedMedian(one) {
  const run = () => epoch.weightedMedian(bigs(one.stake), bigs(one.score), big(one.minority), big(one.lo), big(one.hi));
  return one.stake.length !== one.score.length && refused(run) === 'INVALID_ARGUMENT' ? 0n : run();
}

/** `U64F64` has room for each sum that fits, and for none that does not. */
function checkedSum(vector) {
  const total = vector.reduce((sum, x) => (sum === null ? null : fixed.U64F64.checkedAdd(sum, x << 64n)), 0n);
  return total === null ? null : fixed.u64f64ToU64(total);
}

function weightedMedianCol({ stake, score, n, majority }) {
  const rows = sparseMatrix(score);
  const filled = rows.map((row) => matrices.denseRow(row, n));
  return {
    sparse: sparse.weightedMedianCol(bigs(stake), rows, n, big(majority)), dense: dense.weightedMedianCol(bigs(stake), filled, big(majority)),
  };
}

function ofDense(one) {
  const [a, b, rowVec, colVec] = [denseMatrix(one.a), denseMatrix(one.b), bigs(one.row_vec), bigs(one.col_vec)];
  return {
    row_sum: dense.rowSum(a), row_hadamard: dense.rowHadamard(a, rowVec), matmul: dense.matmul(a, rowVec),
    matmul_transpose: dense.matmulTranspose(a, colVec), col_clip: dense.colClip(a, colVec), mat_vec_mul: dense.matVecMul(a, colVec),
    interpolate: dense.interpolate(a, b, big(one.ratio)), mat_ema: dense.matEma(a, b, big(one.alpha)),
    mat_ema_alpha: dense.matEmaAlpha(a, b, denseMatrix(one.alpha_mat)),
  };
}

function ofSparse({ n, mask, except, ...one }) {
  const [a, b, rowVec, colVec] = [sparseMatrix(one.a), sparseMatrix(one.b), bigs(one.row_vec), bigs(one.col_vec)];
  return {
    row_sum: sparse.rowSum(a), row_normalize: sparse.rowNormalize(a), col_normalize: sparse.colNormalize(a, n),
    col_max_upscale: sparse.colMaxUpscale(a, n), mask_rows: sparse.maskRows(mask, a), mask_diag: sparse.maskDiag(a),
    mask_diag_except: sparse.maskDiag(a, except), vec_mask_le: sparse.vecMaskLe(a, bigs(one.t1), bigs(one.t2)),
    scalar_vec_mask_le: sparse.scalarVecMaskLe(a, big(one.scalar), bigs(one.t2)), row_hadamard: sparse.rowHadamard(a, rowVec),
    matmul: sparse.matmul(a, rowVec, n), matmul_transpose: sparse.matmulTranspose(a, colVec), col_clip: sparse.colClip(a, colVec),
    mat_vec_mul: sparse.matVecMul(a, colVec), interpolate: sparse.interpolate(a, b, n, big(one.ratio)),
    mat_ema: sparse.matEma(a, b, big(one.alpha)), mat_ema_alpha: sparse.matEmaAlpha(a, b, denseMatrix(one.alpha_mat)),
  };
}

function judge(one) {
  const made = FUNCTIONS[one.fn](one);
  const wrong = Object.keys(made).filter((name) => !alike(one[name], made[name]));
  if (wrong.length > 0) throw new Error(`${one.fn} ${wrong.join(', ')}`);
  return true;
}

export const MATH = [['chain/math.json', 'functions', judge]];
