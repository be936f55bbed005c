// Extrinsics, payloads, storage keys and metadata proofs: against the chain, the clients and both provers.
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
  if (
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
  return cards.length > 5 && same(call, data(one.call)) && nanotao.verifyPayload(payload, key.publicKey, signature);
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

/** Of both provers: the digest, the call's name, and every account that two real decoders read, on the cards; then signed. */
function goodProof(one) {
  const alice = nanotao.Keypair.createFromUri('//Alice', 'ed25519');
  const payload = data(one.payload);
  return ['proof_js', 'proof_rust'].every((prover) => {
    const proof = data(one[prover]);
    const { digest, leaves, ...said } = nanotao.parseProof(proof);
    const review = new nanotao.Review(payload, alice.publicKey, { proof });
    const cards = [...review];
    const [[, pallet], [, name]] = one.expected;
    const shown = cards.map(({ value }) => value).join('\n');
    if (
      !same(digest, data(one.digest)) || leaves === 0 ||
      !same(said, { specVersion: Number(one.spec), decimals: 9, specName: 'node-subtensor', tokenSymbol: 'TAO', ss58Format: 42 }) ||
      !cards.some(({ label, value }) => label === 'Call' && value === `${pallet}.${name}`) ||
      one.ss58.some(([, address]) => !shown.includes(address))
    ) {
      return false;
    }
    review.approve();
    const signature = review.sign(alice);
    const made = nanotao.parseExtrinsic(review.extrinsic(signature));
    return same([made.call, made.signature, made.hasMetadataHash], [payload.slice(0, one.call_len), signature, true]);
  });
}

function badProof(one) {
  const status = refused(() => new nanotao.Review(data(one.payload), new Uint8Array(32), { proof: data(one.proof) }));
  return one.must_fail === 'digest_wrong' ? status === 'METADATA_DIGEST_MISMATCH' : status !== undefined;
}

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
    same([account, account], [data(one.public_key_hex), nanotao.decodeAddress(one.address)]) &&
    same([signature, call], [Uint8Array.of(one.signature_version, ...data(one.signature_hex)), data(one.call_data_hex)]) &&
    same(nanotao.hash('blake2_256', data(one.extrinsic_hex)), data(one.extrinsic_hash))
  );
}

/** A payload in parts, and a proof by each prover; the digest is in what is signed. */
function partsByProofs(one, suffix, specVersion, provers) {
  const alice = nanotao.Keypair.createFromUri('//Alice', 'ed25519');
  const call = data(one[`call_data${suffix}`]);
  const payload = data(['call_data', 'included_in_extrinsic', 'included_in_signed_data'].map((part) => one[part + suffix]).join(''));
  return provers.every((prover) => {
    const proof = data(one[prover]);
    const parsed = nanotao.parseProof(proof);
    if (parsed.specVersion !== specVersion || !same(payload.slice(-32), parsed.digest)) return false;
    const review = new nanotao.Review(payload, alice.publicKey, { proof });
    const cards = [...review];
    review.approve();
    const signature = review.sign(alice);
    const made = nanotao.parseExtrinsic(review.extrinsic(signature));
    return cards.length > 5 && same([made.call, made.signature, made.hasMetadataHash], [call, signature, true]);
  });
}

export const EXTRINSICS = [
  ['chain/extrinsics.json', 'cases', extrinsic],
  ['chain/scale_misc.json', 'storage_keys', (one) => storageKey(425, ...one.entry.split('.'), one.args, one.key)],
  ['clients/golden_spec461.json', 'signature_payloads', goldenPayload],
  ['clients/golden_spec461.json', 'extrinsics', goldenExtrinsic],
  ['clients/golden_spec461.json', 'storage_keys', (one) => storageKey(461, one.pallet, one.storage_function, one.params, one.key_hex)],
  ['clients/rfc78.json', 'good', goodProof],
  ['clients/rfc78.json', 'bad', badProof],
  ['clients/rfc78_spec218.json', 'calls', (one) => partsByProofs(one, '', 218, ['rust_proof', 'js_proof'])],
  ['clients/ledger_proof_vector.json', '*', (one) => partsByProofs(one, '_hex', Number(one.spec_version), ['rust_proof_hex', 'polkadot_js_proof_hex'])],
];
