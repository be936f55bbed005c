// Blocks of Finney, from what was stored before them to what was stored after.
import { emission } from 'nanotao';
import { alike, big } from './help.mjs';

/** What the chain takes where nothing is stored. */
export const RANK = 32;
export const QUANTILE = 0x9c28f5c28f5c2800n;
const EXPONENT = 3n << 64n;
const TAO_WEIGHT = 971_718_665_099_567_868n;
const QUOTE = 500_000_000_000_000_000n;
/** The mechanism of every subnet but root, which the files leave out. */
const DYNAMIC = 1;

const price = (moving) => emission.movingAlphaPrice(DYNAMIC, big(moving));

function block(one) {
  const { globals, columns } = one;
  // Its bar is that of a rank from then on.
  if (one.spec_version < 441) return false;
  const rows = one.subnets.map((values) => Object.fromEntries(columns.map((name, at) => [name, values[at]])));
  const eligible = rows.filter(
    (row) => row.netuid !== 0 && row.first_emission_block !== null && Boolean(row.subtoken_enabled ?? false) && Boolean(row.registration_allowed ?? true),
  );
  const subnets = eligible.map((row) => ({
    movingPrice: price(row.moving_price ?? 0), minerBurned: big(row.miner_burned ?? 0), emissionEnabled: Boolean(row.emission_enabled_raw ?? true),
  }));
  const minted = emission.blockEmission(big(globals.total_issuance));
  const shares = emission.getShares(subnets);
  const bar = emission.gateBar(
    globals.emission_bar_rank ?? RANK, big(globals.emission_bar_quantile ?? QUANTILE), big(globals.emission_gate_bar ?? 0), big(one.block), shares,
  );
  const gated = emission.applyEmissionGate(shares, bar, big(globals.emission_gate_exponent ?? EXPONENT));
  const emissions = emission.getSubnetBlockEmissions(subnets, gated, minted);
  const weight = emission.u64Proportion(big(globals.tao_weight ?? TAO_WEIGHT));
  return (
    alike(globals.block_emission, minted) && alike(globals.emission_gate_bar_after, bar) &&
    eligible.every((row, at) => {
      const issuance = big(row.alpha_in ?? 0) + big(row.alpha_out ?? 0);
      const terms = emission.getSubnetTerms(
        emissions[at], emission.currentAlphaPrice(DYNAMIC, big(row.subnet_tao ?? 0), big(row.alpha_in ?? 0), big(row.balancer_quote ?? QUOTE)),
        issuance, emission.rootProportion(big(globals.root_subnet_tao), weight, issuance),
      );
      return alike(
        [row.obs_tao_in_emission ?? 0, row.obs_excess_tao ?? 0, row.obs_alpha_in_emission ?? 0],
        [terms.taoIn, terms.excessTao, terms.alphaIn].map((amount) => amount >> 32n),
      );
    })
  );
}

function bar(one) {
  const subnets = one.subnets.map((subnet) => ({
    movingPrice: price(subnet.moving_price_i96f32), minerBurned: big(subnet.miner_burned_u96f32), emissionEnabled: true,
  }));
  const made = emission.gateBar(one.rank, QUANTILE, big(one.bar_before_u64f64), big(one.current_block), emission.getShares(subnets));
  return alike(one.bar_after_u64f64, made);
}

export const MAINNET = [
  ['mainnet/emission_b*.json', '*', block],
  ['mainnet/chain_bar_*.json', '*', bar],
];
