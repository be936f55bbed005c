// Metadata proofs of both provers, what two real decoders read by them, and inputs that must be refused.
import * as nanotao from 'nanotao';
import { alike, data, same } from './help.mjs';

/** Signs a payload by way of its cards, and takes the extrinsic apart. */
function signedByProof(payload, proof) {
  const alice = nanotao.Keypair.createFromUri('//Alice', 'ed25519');
  const review = new nanotao.Review(payload, alice.publicKey, { proof });
  const cards = [...review];
  review.approve();
  const signature = review.sign(alice);
  const made = nanotao.parseExtrinsic(review.extrinsic(signature));
  if (cards.length <= 5 || !same(review.cards(), cards) || !same(made.signature, signature) || !made.hasMetadataHash) throw new Error('not as it was signed');
  return made;
}

/** The extension, of the extrinsic that the payload becomes, and of what is signed behind it. */
function isExtension(ext, payload, made) {
  const era = data(ext.era);
  const [genesis, birth] = [payload.slice(-97, -65), payload.slice(-65, -33)];
  const versions = new DataView(payload.slice(-105, -97).buffer);
  const [period, phase] = ext.immortal === true ? [0, 0] : [ext.period, ext.phase];
  return (
    same(payload.slice(made.call.length, made.call.length + era.length), era) &&
    alike([made.nonce, made.tip, made.eraPeriod, made.eraPhase, Number(made.hasMetadataHash)], [ext.nonce, ext.tip, period, phase, ext.mode]) &&
    alike([versions.getUint32(0, true), versions.getUint32(4, true)], [ext.spec_version, ext.transaction_version]) &&
    same([genesis, birth, payload.slice(-32)], [data(ext.genesis_hash), data(ext.birth_hash), data(ext.metadata_hash)])
  );
}

/** The decoded call as paths and values, and the addresses of the accounts among them. */
function values(payload, proof) {
  const [all, accounts] = [[], []];
  for (const { path, kind, typeName, value } of nanotao.payloadItems(payload, proof)) {
    const place = `call${path}`;
    if (kind === 'bytes' && typeName === 'AccountId32') accounts.push([place, nanotao.encodeAddress(value)]);
    const text = kind === 'bytes' ? `0x${Buffer.from(value).toString('hex')}` : kind === 'list' ? `[${value}]` : kind === 'u16s' ? `[${value.length}]` : String(value);
    all.push([place, text]);
    if (kind === 'u16s') value.forEach((element, index) => all.push([`${place}[${index}]`, String(element)]));
  }
  return [all, accounts];
}

function good(one) {
  const payload = data(one.payload);
  return ['proof_js', 'proof_rust'].every((prover) => {
    const proof = data(one[prover]);
    const { digest, specVersion } = nanotao.parseProof(proof);
    const made = signedByProof(payload, proof);
    return (
      same(digest, data(one.digest)) && specVersion === Number(one.spec) && same(made.call, payload.slice(0, one.call_len)) &&
      isExtension(one.ext, payload, made) && alike(values(payload, proof), [one.expected, one.ss58])
    );
  });
}

/** Refused, and for what the table names. */
function bad(one, _, { refusals }) {
  try {
    new nanotao.Review(data(one.payload), new Uint8Array(32), { proof: data(one.proof) });
  } catch (error) {
    return refusals.classes[one.must_fail].includes(error.code);
  }
  return false;
}

/** A payload in parts, and a proof by each prover; the digest is in what is signed. */
function partsByProofs(one, suffix, specVersion, provers) {
  const call = data(one[`call_data${suffix}`]);
  const payload = data(['call_data', 'included_in_extrinsic', 'included_in_signed_data'].map((part) => one[part + suffix]).join(''));
  return provers.every((prover) => {
    const proof = data(one[prover]);
    const parsed = nanotao.parseProof(proof);
    return (
      parsed.specVersion === specVersion && same(payload.slice(-32), parsed.digest) && same(signedByProof(payload, proof).call, call)
    );
  });
}

/** The lengths of both proofs are given, too. */
const spec218 = (one) =>
  same([data(one.rust_proof).length, data(one.js_proof).length], [one.rust_len, one.js_len]) && partsByProofs(one, '', 218, ['rust_proof', 'js_proof']);

export const PROOFS = [
  ['clients/rfc78.json', 'good', good],
  ['clients/rfc78.json', 'bad', bad],
  ['clients/rfc78_spec218.json', 'calls', spec218],
  ['clients/ledger_proof_vector.json', '*', (one) => partsByProofs(one, '_hex', Number(one.spec_version), ['rust_proof_hex', 'polkadot_js_proof_hex'])],
];
