// Extrinsics, payloads and storage keys: against the chain and the clients.
import * as nanotao from 'nanotao';
import { big, data, refused, same } from './help.mjs';

/** What goes with a call, and the hash of the era's first block, as the generator of the file has it. */
function options(one) {
  const genesisHash = data(one.genesis_hash);
  const birth = Buffer.alloc(4);
  birth.writeUInt32LE(Number(one.era_birth_block));
  const { period, phase } = one.era === 'immortal' ? { period: 0, phase: 0 } : one.era;
  return {
    nonce: one.nonce, tip: big(one.tip), eraPeriod: Number(period), eraPhase: Number(phase), specVersion: one.spec_version,
    transactionVersion: one.transaction_version, genesisHash,
    blockHash: big(one.era_birth_block) === 0n ? genesisHash : nanotao.hash('blake2_256', birth),
    metadataHash: one.metadata_hash === null ? null : data(one.metadata_hash),
  };
}

/** From an extrinsic's fields to its bytes, and back; and the payload signed by way of its cards. */
function extrinsic(one) {
  const given = options(one);
  const [call, account, signature, encoded] = [one.call, one.account, one.signature, one.extrinsic].map(data);
  const payload = nanotao.payload(call, given);
  const parsed = nanotao.parseExtrinsic(encoded);
  const { nonce, tip, eraPeriod, eraPhase, ...context } = given;
  const hashed = payload.length > 256;
  // What goes with the call is the explicit bytes of all extensions, then the implicit ones.
  const [explicit, implicit] = ['explicit', 'implicit'].map((part) => one.extensions.map((extension) => extension[part].replace(/^0x/, '')).join(''));
  if (
    !same(payload, data(one.call.replace(/^0x/, '') + explicit + implicit)) || !same([data(one.explicit), data(one.implicit)], [data(explicit), data(implicit)]) ||
    !same(data(one.signed_message), hashed ? nanotao.hash('blake2_256', payload) : payload) || hashed !== one.payload_hashed ||
    one.metadata_hash_mode !== Number(one.metadata_hash !== null) || nanotao.encodeAddress(account) !== one.ss58 ||
    !same(payload, data(one.payload)) ||
    !same(nanotao.extrinsicPayload(encoded, context), payload) ||
    !same(nanotao.hash('blake2_256', encoded), data(one.extrinsic_hash)) ||
    !same([parsed.nonce, parsed.tip, parsed.eraPeriod, parsed.eraPhase], [nonce, tip, eraPeriod, eraPhase]) ||
    !same([parsed.account, parsed.signature, parsed.call, parsed.hasMetadataHash], [account, signature, call, given.metadataHash !== null])
  ) {
    return false;
  }
  const verify = () => nanotao.verifyPayload(payload, account, signature);
  if (one.crypto === 'ecdsa') return refused(verify) === 'SIGN_UNSUPPORTED_SCHEME';
  if (verify() !== (one.check === 'Ok')) return false;
  const encode = () => nanotao.encodeExtrinsic(payload, account, signature);
  const status = refused(encode);
  // Well-formed, but there is no way to show it: uids and weights do not pair up.
  if (status === 'CHAIN_WEIGHT_VEC_NOT_EQUAL_SIZE') return true;
  return status === undefined && same(encode(), encoded) && journey(one, payload);
}

function journey(one, payload) {
  const key = nanotao.Keypair.createFromUri(one.suri, one.crypto);
  const review = new nanotao.Review(payload, one.ss58);
  const cards = [...review];
  review.approve();
  const signature = review.sign(key);
  const { call } = nanotao.parseExtrinsic(review.extrinsic(signature));
  return cards.length > 5 && same(review.cards(), cards) && same(call, data(one.call)) && nanotao.verifyPayload(payload, key.publicKey, signature);
}

/** Each key in SCALE: of a number, the error says whether its type is of another length. */
function storageKey(specVersion, pallet, item, given, expected) {
  const keys = [];
  for (const argument of given) {
    if (typeof argument === 'string' && !/^\d{16,}$/.test(argument)) {
      keys.push(argument.startsWith('0x') ? data(argument) : nanotao.decodeAddress(argument));
      continue;
    }
    const length = [1, 2, 4, 8].find((bytes) => {
      const key = little(argument, bytes);
      return big(argument) < 1n << BigInt(8 * bytes) && refused(() => nanotao.storageKey(specVersion, pallet, item, ...keys, key)) !== 'STORAGE_KEY_LEN';
    });
    keys.push(little(argument, length));
  }
  return same(nanotao.storageKey(specVersion, pallet, item, ...keys), data(expected));
}

const little = (value, length) => Uint8Array.from({ length }, (_, at) => Number((big(value) >> BigInt(8 * at)) & 255n));

/** What goes with a call of the SDK's file, in its network. */
function goldenOptions(one, { network }) {
  const { eraPeriod, eraPhase } = one.era === '00' ? { eraPeriod: 0, eraPhase: 0 } : nanotao.era(big(one.era.period), big(one.era.current));
  return {
    nonce: one.nonce, tip: big(one.tip), eraPeriod, eraPhase, specVersion: network.spec_version, transactionVersion: network.transaction_version,
    genesisHash: network.genesis_hash, blockHash: one.era_birth_block_hash ?? network.genesis_hash,
  };
}

/** The SDK gives what is to be signed: the hash of a long payload. */
function goldenPayload(one, file) {
  const [made, theirs] = [nanotao.payload(one.call_data_hex, goldenOptions(one, file)), data(one.payload_hex)];
  return same(theirs.length === 32 ? nanotao.hash('blake2_256', made) : made, theirs);
}

/** Their signatures are dummies: bytes only. */
function goldenExtrinsic(one, file) {
  const { nonce, tip, eraPeriod, eraPhase } = goldenOptions(one, file);
  const { account, signature, call, ...parsed } = nanotao.parseExtrinsic(one.extrinsic_hex);
  return (
    same([parsed.nonce, parsed.tip, parsed.eraPeriod, parsed.eraPhase], [nonce, tip, eraPeriod, eraPhase]) &&
    same([account, account], [data(one.public_key_hex), nanotao.decodeAddress(one.address)]) && one.crypto_type === one.signature_version &&
    same([signature, call], [Uint8Array.of(one.signature_version, ...data(one.signature_hex)), data(one.call_data_hex)]) &&
    same(nanotao.hash('blake2_256', data(one.extrinsic_hex)), data(one.extrinsic_hash))
  );
}

export const EXTRINSICS = [
  ['chain/extrinsics.json', 'cases', extrinsic],
  ['chain/scale_misc.json', 'storage_keys', (one) => storageKey(425, ...one.entry.split('.'), one.args, one.key)],
  ['clients/golden_spec461.json', 'signature_payloads', goldenPayload],
  ['clients/golden_spec461.json', 'extrinsics', goldenExtrinsic],
  ['clients/golden_spec461.json', 'storage_keys', (one) => storageKey(461, one.pallet, one.storage_function, one.params, one.key_hex)],
];
