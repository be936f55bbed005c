// Timelocked commits that the official client's library made, opened with the beacon's signature where the round was signed.
import { createCipheriv } from 'node:crypto';
import { compactFromU8a, compactToU8a, timelock } from 'nanotao';
// The package draws randomness by itself; below it, it can be given.
import { CONSTANTS } from '../../dist/abi.js';
import { abi } from '../../dist/runtime.js';
import { big, data, same } from './help.mjs';

/** Opens with a signature, which has to be that of the round, and of no other. */
function opened(ciphertext, signature, round) {
  if (!timelock.verifyBeacon(signature, round) || timelock.verifyBeacon(signature, round + 1n)) throw new Error('the signature of another round');
  return timelock.open(ciphertext, signature);
}

/** The message of a commit, read and written. */
function isPayload(one, message) {
  const { hotkey, uids, values, versionKey } = timelock.parsePayload(message);
  return (
    same([hotkey, uids, values, versionKey], [data(one.hotkey), one.uids, one.weights, big(one.version_key)]) &&
    same(message, timelock.encodePayload(hotkey, uids, values, versionKey))
  );
}

function predicted(one, unixTimeMs, blockTimeMs) {
  const schedule = {
    tempo: one.tempo, lastEpochBlock: big(one.last_epoch_block), pendingEpochAt: big(one.pending_epoch_at),
    blocksSinceLastStep: big(one.blocks_since_last_step), subnetEpochIndex: big(one.subnet_epoch_index), lastMechanismStepBlock: 0n,
  };
  return timelock.predictReveal(425, schedule, big(one.current_block), big(one.subnet_reveal_period_epochs), unixTimeMs, blockTimeMs);
}

/** The clients have seconds with a fraction. */
const foretold = (one, seconds) => predicted(one, BigInt(Math.trunc(seconds * 1000)), Math.trunc(one.block_time * 1000)).round;

function commit(one) {
  const message = opened(data(one.ciphertext), data(one.drand_signature), big(one.reveal_round));
  return isPayload(one, message) && same(message, data(one.expected_plaintext)) && foretold(one, one.fake_now_unix) === big(one.reveal_round);
}

/** Takes the client's `UserData` apart: a ciphertext and its round. */
function envelope(whole) {
  const { value, used } = compactFromU8a(whole);
  const end = used + Number(value);
  if (whole.length !== end + 8) throw new Error('no envelope');
  return { inner: whole.slice(used, end), round: Buffer.from(whole).readBigUInt64LE(end) };
}

function encrypted(one, { signature }) {
  const { inner, round } = envelope(data(one.envelope));
  return same([inner, round], [data(one.inner), big(one.round)]) && same(opened(inner, data(signature), round), data(one.data));
}

/** A round holds one block where a block takes a round's time. */
function epochPredict(one) {
  const { firstRevealBlock, round } = predicted(one, timelock.timeOfRound(1) * 1000n, 3000);
  return same([firstRevealBlock, round], [big(one.first_reveal_block), big(one['round_at_now=genesis,bt=3'])]);
}

/** Of a round that lay ahead: what it shows is the layout. */
function sealed(one) {
  const [ciphertext, plaintext] = [data(one.ciphertext), data(one.plaintext)];
  const inside = timelock.messageLength(ciphertext);
  if (!same([ciphertext.length, inside, inside], [one.ct_len, one.pt_len, plaintext.length]) || !isPayload(one, plaintext)) return false;
  // The older client counts epochs otherwise; and a client looks at the clock some time between these.
  const round = big(one.reveal_round);
  return one.fn !== 'get_encrypted_commit_v2' || (foretold(one, one.t_before) <= round && round <= foretold(one, one.t_after));
}

/** Of a text, which is locked in its SCALE form. */
const sealedCommitment = (one) => timelock.messageLength(data(one.ct)) === one.data.length + compactToU8a(one.data.length).length;

function sealedEnvelope(one) {
  const { inner, round } = envelope(data(one.bytes));
  return same([data(one.bytes).length, round, timelock.messageLength(inner)], [one.len, big(one.round), data(one.data).length]);
}

/** A message of any fields, as the chain's pallet is given it. */
function payload(one) {
  const message = timelock.encodePayload(data(one.hotkey), one.uids, one.values, big(one.version_key));
  return same(message, data(one.scale)) && isPayload({ ...one, weights: one.values }, message);
}

/** With the randomness that the chain's own library was given: the ephemeral key, and a stream of ChaCha20. */
function encrypt(one) {
  const drawn = Buffer.alloc(CONSTANTS.TIMELOCK_RANDOM_LEN - 32);
  const stream = createCipheriv('chacha20', data(one.chacha20rng_seed), Buffer.alloc(16)).update(drawn);
  const random = Uint8Array.of(...data(one.ephemeral_key_esk), ...stream);
  const given = { publicKey: data(one.drand_pubkey_g2), message: data(one.payload), round: big(one.round), random };
  return same(abi.nanotao_timelock_encrypt(given), data(one.commit));
}

export const TIMELOCK = [
  ['chain/weights.json', 'tlock_payload', payload],
  ['chain/weights.json', 'tlock_encrypt', encrypt],
  ['clients/drand_decryptable.json', 'commits', commit],
  ['clients/drand_decryptable.json', 'encrypt_at_round', encrypted],
  ['clients/drand_decryptable.json', 'epoch_predict', epochPredict],
  ...['core', 'drand2', 'drand13'].flatMap((client) => [
    [`clients/drand_${client}.json`, 'commits', sealed],
    [`clients/drand_${client}.json`, 'commitment', sealedCommitment],
    [`clients/drand_${client}.json`, 'encrypt_at_round', sealedEnvelope],
  ]),
];
