// An epoch of a small subnet: stakes and weights in, incentive, dividends and emission out.
import { epoch } from './nanotao/index.js';
import { bar, cell, element, find, live, row, value } from './elements.js';

const VALIDATORS = 3;
const MINERS = 4;
const NEURONS = VALIDATORS + MINERS;
/** Stakes and weights: the third validator gives its own favourite more than the others do. */
const STAKES = [40_000, 35_000, 25_000];
const WEIGHTS = [
  [50, 30, 20, 0],
  [45, 35, 20, 0],
  [10, 10, 10, 70],
];

const given = [];

function number(input, name) {
  const found = Number(input.value.trim());
  if (input.value.trim() === '' || !Number.isFinite(found) || found < 0) throw new Error(`${name} has to be a number from 0 on`);
  return found;
}

/** Alpha in its smallest unit. */
const units = (alpha) => BigInt(Math.round(alpha * 1e9));

function show() {
  find('#kappa-shown').textContent = `${((100 * Number(value('#kappa'))) / 65535).toFixed(1)}%`;
  const stakes = given.map(([stake], uid) => units(number(stake, `The stake of validator ${uid}`)));
  const emission = units(number(find('#emission'), 'The emission'));
  if ([...stakes, emission].some((amount) => amount >= 2n ** 63n)) throw new Error('Amounts have to be below 9 223 372 036 alpha');
  const weights = given.flatMap(([, ...cells], uid) => {
    const row = cells.map((input, at) => [VALIDATORS + at, number(input, `The weight of validator ${uid} for miner ${VALIDATORS + at}`)]);
    const most = Math.max(...row.map(([, weight]) => weight));
    const entries = row.filter(([, weight]) => weight > 0).map(([to, weight]) => [to, Math.round((65535 * weight) / most)]);
    return entries.length > 0 ? [[uid, entries]] : [];
  });
  const made = epoch.run(
    {
      specVersion: Number(value('#rules')), currentBlock: 1000, kappa: Number(value('#kappa')),
      yuma3: find('#yuma3').checked, liquidAlpha: find('#liquid').checked,
      totalStake: Array.from({ length: NEURONS }, (_, uid) => (stakes[uid] ?? 0n) << 64n),
      blockAtRegistration: Array(NEURONS).fill(0), lastUpdate: Array(NEURONS).fill(999),
      validatorPermit: Array.from({ length: NEURONS }, (_, uid) => uid < VALIDATORS),
    },
    emission, weights,
  );
  const share = (of) => `${((100 * of) / 65535).toFixed(2)}%`;
  const most = made.emission.reduce((high, one) => (one > high ? one : high), 1n);
  const rows = Array.from({ length: NEURONS }, (_, uid) => {
    const parts = [[made.serverEmission[uid], ''], [made.validatorEmission[uid], 'second']].map(([amount, kind]) => [Number(amount) / Number(most), kind]);
    return row([
      cell(String(uid)), cell(uid < VALIDATORS ? 'validator' : 'miner', 'name'), cell(share(made.incentive[uid])), cell(share(made.dividend[uid])),
      cell(share(made.consensus[uid])), cell(share(made.validatorTrust[uid])), cell((Number(made.emission[uid]) / 1e9).toFixed(6)), cell(bar(...parts), 'bar'),
    ]);
  });
  find('#results tbody').replaceChildren(...rows);
}

function field(start, label) {
  return element('input', '', { value: start, inputmode: 'decimal', 'aria-label': label, autocomplete: 'off' });
}

export function startEpoch() {
  for (let uid = 0; uid < VALIDATORS; uid += 1) {
    const inputs = [
      field(STAKES[uid], `Stake of validator ${uid}`),
      ...WEIGHTS[uid].map((weight, at) => field(weight, `Weight of validator ${uid} for miner ${VALIDATORS + at}`)),
    ];
    given.push(inputs);
    find('#given tbody').append(row([cell(String(uid)), ...inputs.map((input) => cell(input))]));
  }
  live('#epoch', '', () => find('#results tbody').replaceChildren(), show);
}
