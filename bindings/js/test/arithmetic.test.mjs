// The chain's arithmetic, and steps of an epoch: what a caller may give, and what comes where there is no result.
import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { epoch, fixed, init } from 'nanotao';

before(() => init());

const argument = (message) => ({ status: 'INVALID_ARGUMENT', message });

test('fixed-point numbers are bigints that fit', () => {
  assert.throws(() => fixed.I32F32.saturatingAdd(1, 1n), argument('a is 1; give a bigint of 64 bits, in the smallest parts of I32F32'));
  assert.throws(() => fixed.I32F32.checkedMul(1n, 2n ** 63n), argument(/^b is 9223372036854775808; give a bigint of 64 bits/));
  assert.throws(() => fixed.I32F32.safeDiv(-(2n ** 63n) - 1n, 1n), argument(/^a is -9223372036854775809/));
  assert.throws(() => fixed.I64F64.saturatingSub(2n ** 127n, 0n), argument(/^a is 1701.*, in the smallest parts of I64F64/));
  assert.throws(() => fixed.U64F64.checkedSub(-1n, 0n), argument(/^a is -1/));
  assert.throws(() => fixed.U96F32.safeDiv(0n, 2n ** 128n), argument(/^b is 3402/));
  assert.throws(() => fixed.I96F32.saturatingMul('1', 1n), argument(/^a is a string/));
  assert.throws(() => fixed.I32F32.safeDiv(1n), argument('b is undefined; it has to be given'));
  assert.throws(() => fixed.exp(1), argument(/^x is 1; give a bigint/));
  assert.throws(() => fixed.expSafe(null), argument(/^x is null/));
  assert.throws(() => fixed.fixed64ToFixed32(2n ** 127n), argument(/^x is 1701/));
  assert.throws(() => fixed.u16ToFixed(65536), argument('x is 65536; give a whole number from 0 to 65535'));
  assert.throws(() => epoch.emissionOf(1, 1n), argument(/^share is 1; give a bigint/));
  assert.throws(() => epoch.isTopkNonzero([1n, 1], 1), argument(/^vector is 1 \(at 1\)/));
  assert.throws(() => epoch.isTopkNonzero([1n], -1), argument(/^k is -1/));
  assert.throws(() => epoch.weightedMedian([1n], [1n, 2n], 0n, 0n, 1n), argument(/^the length of score is 2; give 1 elements/));
  assert.throws(() => epoch.apportionUnits([0n, 2n ** 128n], 1), argument(/^shares is 3402\d* \(at 1\)/));
  assert.throws(() => epoch.apportionUnits(5, 1), argument(/^shares is no array/));
  assert.throws(() => epoch.apportionUnits(Array(4097).fill(1n), 1), { status: 'EPOCH_TOO_MANY_NEURONS' });
});

test('what has no result saturates, is null, is 0 or throws, as the name says', () => {
  const [one, most, least] = [2n ** 32n, 2n ** 63n - 1n, -(2n ** 63n)];
  assert.deepEqual([fixed.I32F32.saturatingAdd(most, 1n), fixed.I32F32.saturatingSub(least, 1n), fixed.U64F64.saturatingSub(0n, 1n)], [most, least, 0n]);
  assert.deepEqual([fixed.I32F32.checkedAdd(most, 1n), fixed.I32F32.checkedSub(least, 1n), fixed.U96F32.checkedMul(2n ** 127n, 2n ** 127n)], [null, null, null]);
  for (const type of ['I32F32', 'I64F64', 'U64F64', 'U96F32', 'I96F32']) {
    assert.deepEqual([fixed[type].checkedDiv(one, 0n), fixed[type].safeDiv(one, 0n)], [null, 0n], type);
    assert.throws(() => fixed[type].saturatingDiv(one, 0n), { status: 'FIXED_NO_RESULT', remedy: /^give numbers that have a result/ }, type);
    assert.equal(fixed[type].safeDiv(7n * one, 7n * one), type.endsWith('64') ? 2n ** 64n : one);
  }
  for (const run of [() => fixed.ln(0n), () => fixed.log2(-one), () => fixed.sqrt(-1n), () => fixed.exp(most), () => fixed.log2I96f32(0n)]) {
    assert.throws(run, { status: 'FIXED_NO_RESULT' }, String(run));
  }
  assert.deepEqual([fixed.safeLn(0n), fixed.exp(0n), fixed.sqrt(4n * one), fixed.round(-one / 2n)], [0n, one, 2n * one, -one]);
  assert.deepEqual([fixed.fixedToU16(most), fixed.fixedToU64(-1n), fixed.fixed64ToFixed32(2n ** 126n)], [65535, 0n, most]);
});

test('an epoch\'s steps leave what they are given as it is', () => {
  const [stake, score] = [new BigInt64Array([1n, 2n, 3n]), new BigInt64Array([30n, 10n, 20n])];
  assert.equal(epoch.weightedMedian(stake, score, 3n, 0n, 6n), 20n);
  assert.deepEqual([stake, score], [new BigInt64Array([1n, 2n, 3n]), new BigInt64Array([30n, 10n, 20n])]);
  assert.equal(epoch.weightedMedian([], [], 0n, 0n, 0n), 0n);
  assert.deepEqual(epoch.isTopkNonzero([3n, 0n, 3n], 1), [false, false, true]);
  assert.deepEqual(epoch.apportionUnits([0n, 1n, 2n ** 128n - 1n], 10), new BigUint64Array([0n, 0n, 10n]));
  assert.deepEqual(epoch.apportionUnits([], 10), new BigUint64Array());
});
