// Scores to weights, in a table and a picture.
import { convertWeightsAndUidsForEmit, quantise } from './nanotao/index.js';
import { bar, cell, find, live, row, value } from './elements.js';

function scores() {
  const lines = value('#scores').split('\n').map((line) => line.trim());
  const pairs = lines.flatMap((line, at) => {
    if (line === '') return [];
    const [uid, score, ...more] = line.split(/[\s,;:]+/).map(Number);
    if (more.length > 0 || !Number.isInteger(uid) || uid < 0 || uid > 65535 || Number.isNaN(score) || score === undefined) {
      throw new Error(`Line ${at + 1} is not a uid and a score: ${line}`);
    }
    return [[uid, score]];
  });
  return [pairs.map(([uid]) => uid), pairs.map(([, score]) => score)];
}

function show() {
  const make = value('#sdk') === '11' ? quantise : convertWeightsAndUidsForEmit;
  const { uids, weights } = make(...scores());
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const rows = Array.from(uids, (uid, at) => {
    const weight = weights[at];
    return row([cell(String(uid)), cell(String(weight)), cell(`${((100 * weight) / total).toFixed(4)}%`), cell(bar([weight / 65535, '']), 'bar')]);
  });
  find('#weights tbody').replaceChildren(...rows);
}

export function startWeighing() {
  live('#weigh', '#scores', () => find('#weights tbody').replaceChildren(), show);
}
