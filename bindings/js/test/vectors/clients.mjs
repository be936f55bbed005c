// Weights, keys, addresses, hashes: against the chain and the clients.
import * as nanotao from 'nanotao';
import { big, data, ends, floats, little, refused, same, sameName } from './help.mjs';

const upscale = (one) => same(nanotao.vecU16MaxUpscaleToU16(one.in), one.out);
const normalize = (one) => same(nanotao.normalizeWeights(one.in), one.out);
const limited = (one) => nanotao.checkVecMaxLimited(one.in, one.max_limit) === one.out;
const duplicates = (one) => nanotao.hasDuplicateUids(one.in) === one.out;
const selfWeight = (one) => nanotao.isSelfWeight(one.uid, one.uids, one.weights) === one.out;
const length = (one) =>
  nanotao.checkLength(one.netuid, one.uid, one.uids, one.weights, one.subnetwork_n, one.min_allowed_weights) === one.out;
const versionKey = (one) => nanotao.checkVersionKey(big(one.network_version_key), big(one.version_key)) === one.out;
const rateLimit = (one) =>
  nanotao.checkRateLimit(one.uid_exists, big(one.last_update), big(one.current_block), big(one.rate_limit)) === one.out;

function storageIndex(one) {
  const index = nanotao.mechanismStorageIndex(one.netuid, one.mecid);
  return index === one.index && index % 4096 === one.get_netuid;
}

function commitHash(one) {
  const [who, index] = 'who' in one ? [one.who, one.netuid_index] : [one.public_key, one.netuid];
  return (
    same(nanotao.commitHash(data(who), index, one.uids, one.values, one.salt, big(one.version_key)), data(one.hash)) &&
    ('who' in one ? same(nanotao.hash('blake2_256', data(one.preimage)), data(one.hash)) : nanotao.encodeAddress(data(who)) === one.address)
  );
}

function setWeights(one) {
  const uid = one.caller_uid;
  const of = (values) => values[uid ?? -1];
  const state = {
    subnetExists: one.subnet_exists, commitRevealWeightsEnabled: one.commit_reveal_enabled, mechanismCount: one.mechanism_count,
    subnetworkN: one.n, weightsVersionKey: big(one.network_version_key), weightsSetRateLimit: big(one.rate_limit),
    minAllowedWeights: one.min_allowed_weights, maxWeightLimit: 65535, stakeThreshold: big(one.stake_threshold),
    currentBlock: big(one.current_block), totalStake: big(one.caller_total_stake), ownerUid: one.owner_uid, uid,
    lastUpdate: big(of(one.last_update) ?? 0), validatorPermit: of(one.validator_permit) ?? false,
  };
  const run = () => nanotao.checkSetWeights(one.netuid, one.mecid, one.uids, one.values, big(one.version_key), state);
  if (one.error !== null) return one.stored === null && sameName(refused(run), 'CHAIN_', one.error);
  return same(Array.from(run(), (value, at) => [one.uids[at], value]), one.stored);
}

/** That version takes any uids: they stand for their places here. */
function emit(one) {
  if (!/^float(32|64)$/.test(one.dtype)) return false;
  const scores = floats(one.weights_hex, one.dtype !== 'float32');
  const run = () => nanotao.convertWeightsAndUidsForEmit(one.uids.map((_, at) => at), scores);
  if (one.uids.some((uid) => uid < 0)) return 'err' in one;
  return ends('err' in one, run, ({ uids, weights }) => same(Array.from(uids, (at) => one.uids[at]), one.out_uids) && same(weights, one.out_vals));
}

const isWeights = (theirs) => ({ uids, weights }) => same([uids, weights], theirs);
const normalizeScores = (one) =>
  ends('err' in one, () => nanotao.quantise(one.uids, floats(one.weights_f64_hex)), isWeights(one.ok));
const clip = (one) =>
  ends(
    'err' in one,
    () => nanotao.clipToMaxWeight(floats(one.weights_f64_hex), floats([one.limit_hex])[0]),
    (made) => same(new Uint8Array(made.buffer), new Uint8Array(floats(one.out_f64_hex).buffer)),
  );
const conform = (one) => {
  if (one.n !== one.weights_f64_hex.length) return false;
  const limits = { uid: one.self_uid, minAllowedWeights: one.min_allowed_weights, maxWeightLimit: one.max_weight_limit_u16 };
  return ends('err' in one, () => nanotao.conform(one.uids, floats(one.weights_f64_hex), limits), isWeights(one.ok));
};

const TYPES = ['ed25519', 'sr25519', 'ecdsa'];
const isKey = (one) => (key) => same(key.publicKey, data(one.public_key)) && key.address === one.ss58;
const key = (make) => (one) => ends('err' in one, () => make(one, TYPES[one.crypto_type]), isKey(one));
const fromUri = key((one, type) => nanotao.Keypair.createFromUri(one.uri, type));
const mnemonic = key((one, type) => nanotao.Keypair.createFromMnemonic(one.mnemonic, type));
const seed = key((one, type) => nanotao.Keypair.createFromSeed(data(one.seed), type));
const verified = (one) =>
  nanotao.verifyMessage(data(one.msg), Uint8Array.of(one.crypto_type, ...data(one.signature)), data(one.public_key)) === (one.result === true);

const mini = (one) =>
  same(nanotao.mnemonicToEntropy(one.mnemonic), data(one.entropy)) &&
  nanotao.entropyToMnemonic(data(one.entropy)) === one.mnemonic &&
  same(nanotao.mnemonicToMiniSecret(one.mnemonic, one.password), data(one.mini_secret));

/** Of a prefix, the lower 14 bits count. */
const isAddress = (account, prefix, text) =>
  nanotao.encodeAddress(account, prefix) === text && same(nanotao.decodeAddress(text, prefix & 0x3fff), account);
const address = (one) => isAddress(data(one.account), one.prefix, one.ss58);
/** Also of keys that are no accounts. */
const payloadAddress = (one) =>
  ends(
    'err' in one,
    () => nanotao.encodePayloadAddress(data(one.pk), one.format),
    (text) => text === one.ss58 && (data(one.pk).length !== 32 || isAddress(data(one.pk), one.format, text)),
  );
const encodedAddress = (one) =>
  typeof one.r === 'string' ? isAddress(data(one.pk), one.format, one.r) : refused(() => nanotao.encodeAddress(data(one.pk), one.format)) !== undefined;
const decodedAddress = (one) =>
  ends(typeof one.r !== 'string', () => nanotao.decodeAddress(one.s, -1), (account) => same(account, data(one.r)));

/** Their signature, and ours of the same message. */
function signed(one) {
  const made = nanotao.Keypair.createFromUri(one.uri, TYPES[one.crypto_type]);
  const message = data(one.msg);
  const theirs = Uint8Array.of(one.crypto_type, ...data(one.signature));
  return (
    same(made.publicKey, data(one.public_key)) && made.verify(message, made.sign(message)) &&
    nanotao.verifyMessage(message, theirs, made.publicKey) === one.verify
  );
}

const polkadotSigned = (one) => signed({ ...one, crypto_type: TYPES.indexOf(one.type), verify: one.verify.isValid });

const multisig = (one) => same(nanotao.multiAccountId(one.signatories, one.threshold), nanotao.decodeAddress(one.ss58_address));

/** polkadot-js reads some paths otherwise than sp-core, whose key is right then; it has another. */
function polkadotUri(one, _, { exceptions }) {
  const entry = exceptions['clients/js_polkadot.json'].uri.find(({ uri, type }) => uri === one.uri && type === one.type);
  const make = () => nanotao.Keypair.createFromUri(one.uri, one.type);
  if (!TYPES.includes(one.type)) return false;
  if (entry === undefined) return ends('err' in one, make, isKey(one));
  const right = entry.sp_core_public_key;
  if (right === null) return !('err' in one) && refused(make) !== undefined;
  return right !== one.public_key?.replace(/^0x/, '') && same(make().publicKey, data(right));
}

/** Where polkadot-js reads a name otherwise than sp-core, sp-core's code is right; polkadot-js has another. */
function chainCode(one, _, { exceptions }) {
  const entry = exceptions['clients/js_polkadot.json'].hd.find(({ junction }) => junction === one.junction);
  const made = nanotao.chainCode(one.junction);
  return entry === undefined ? same(made, data(one.code)) : same(made, data(entry.sp_core_code)) && !same(made, data(one.code));
}

/** A whole number of the runtime that the file names. */
function constant(one, { network }) {
  const made = nanotao.constant(network.spec_version, one.module, one.name);
  return made.length <= 16 && little(made) === big(one.decoded);
}

/** Numbers of up to 128 bits; those over 64 are refused. */
function compact([value, encoded]) {
  if (big(value) >= 2n ** 64n) {
    // The first byte says how many follow, little-endian.
    const [first, ...rest] = data(encoded);
    return little(rest) === big(value) && rest.length === (first >> 2) + 4 && refused(() => nanotao.compactFromU8a(data(encoded))) === 'SCALE_OUT_OF_RANGE';
  }
  const { value: read, used } = nanotao.compactFromU8a(data(encoded));
  return read === big(value) && used === data(encoded).length && same(nanotao.compactToU8a(big(value)), data(encoded));
}

function netuidAndSubid(one) {
  const run = () => nanotao.getNetuidAndSubid(one.index, one.subnet_exists, one.mechanism_count);
  if (one.out == null) return refused(run) === 'CHAIN_MECHANISM_DOES_NOT_EXIST';
  const { netuid, mecid } = run();
  return same([netuid, mecid], one.out);
}

/** Whether a payload has an era in these bytes, behind its call. */
function encodesTo(eraPeriod, eraPhase, encoded) {
  const options = { nonce: 0, specVersion: 475, eraPeriod, eraPhase, blockHash: nanotao.FINNEY };
  return same(nanotao.payload([0, 0, 0], options).slice(3, 3 + encoded.length), encoded);
}

function era(one) {
  const made = nanotao.era(big(one.period_requested), big(one.current));
  const ours = [made.eraPeriod, made.eraPhase, made.birthBlock, made.birthBlock + BigInt(made.eraPeriod)];
  return (
    same(ours.map(String), [one.period, one.phase, one.birth, one.death].map(String)) &&
    encodesTo(made.eraPeriod, made.eraPhase, data(one.encoded))
  );
}

/** Bytes behind the signature of an extrinsic, signed by sr25519. An immortal era takes the first of two. */
function eraDecode([encoded, theirs]) {
  const bytes = theirs === 'immortal' ? data(encoded).slice(0, 1) : data(encoded);
  const before = Uint8Array.of(0x84, 0, ...new Uint8Array(32), 1, ...new Uint8Array(64));
  // No nonce, no tip, no metadata hash, and a call.
  const whole = Uint8Array.of(...before, ...bytes, 0, 0, 0, 1, 2, 3);
  const length = nanotao.compactToU8a(whole.length);
  const parse = () => nanotao.parseExtrinsic(Uint8Array.of(...length, ...whole));
  if (theirs === null) return refused(parse, length.length + before.length) !== undefined;
  const [period, phase] = theirs === 'immortal' ? [0, 0] : theirs.map(Number);
  const made = parse();
  return (
    same([made.eraPeriod, made.eraPhase, made.call], [period, phase, [1, 2, 3]]) &&
    (theirs === 'immortal' || encodesTo(period, phase, bytes))
  );
}

const HASHES = {
  twox64: 'twox_64', twox128: 'twox_128', twox256: 'twox_256', blake2_64: 'blake2_64', blake2_128: 'blake2_128',
  blake2_256: 'blake2_256', blake2_512: 'blake2_512', keccak256: 'keccak_256', sha256: 'sha2_256',
};
const digests = (one) =>
  Object.entries(HASHES).every(([theirs, ours]) => same(nanotao.hash(ours, data(one.data)), data(one[theirs]))) &&
  same(nanotao.blake2_256Keyed(new Uint8Array(32).fill(1), data(one.data)), data(one.blake2_256_keyed_01x32));

export const CLIENTS = [
  ['chain/weights.json', 'vec_u16_max_upscale_to_u16', upscale],
  ['chain/weights.json', 'normalize_weights', normalize],
  ['chain/weights.json', 'check_vec_max_limited', limited],
  ['chain/weights.json', 'has_duplicate_uids', duplicates],
  ['chain/weights.json', 'is_self_weight', selfWeight],
  ['chain/weights.json', 'check_length', length],
  ['chain/weights.json', 'check_version_key', versionKey],
  ['chain/weights.json', 'check_rate_limit', rateLimit],
  ['chain/weights.json', 'mechanism_storage_index', storageIndex],
  ['chain/weights.json', 'get_netuid_and_subid', netuidAndSubid],
  ['chain/weights.json', 'commit_hash', commitHash],
  ['chain/weights.json', 'set_weights', setWeights],
  ['clients/weight_hash.json', 'cases', commitHash],
  ['clients/weights_emit.json', 'cases', emit],
  ['clients/weights_v11.json', 'normalize', normalizeScores],
  ['clients/weights_v11.json', 'clip_to_max_weight', clip],
  ['clients/weights_v11.json', 'conform', conform],
  ['clients/js_polkadot.json', 'hash', digests],
  ['clients/js_polkadot.json', 'uri', polkadotUri],
  ['clients/js_polkadot.json', 'mini', mini],
  ['clients/js_polkadot.json', 'sign', polkadotSigned],
  ['clients/js_polkadot.json', 'ss58', payloadAddress],
  ['clients/js_polkadot.json', 'hd', chainCode],
  ['clients/keys_core.json', 'uri', fromUri],
  ['clients/keys_core.json', 'dev', fromUri],
  ['clients/keys_core.json', 'mnemonic', mnemonic],
  ['clients/keys_core.json', 'bad_mnemonic', mnemonic],
  ['clients/keys_core.json', 'seed', seed],
  ['clients/keys_core.json', 'verify', verified],
  ['clients/keys_core.json', 'sign', signed],
  ['clients/keys_core.json', 'ss58_encode', encodedAddress],
  ['clients/keys_core.json', 'ss58_decode', decodedAddress],
  ['clients/golden_spec461.json', 'ss58', (one) => isAddress(data(one.public_key_hex), 42, one.address)],
  ['clients/golden_spec461.json', 'multisig', multisig],
  ['clients/golden_spec461.json', 'constants', constant],
  ['chain/scale_misc.json', 'compact', compact],
  ['chain/scale_misc.json', 'ss58', address],
  ['chain/scale_misc.json', 'era', era],
  ['chain/scale_misc.json', 'era_decode', eraDecode],
];
