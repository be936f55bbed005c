// Judges nanotao with polkadot-js: reads what nanotao made, prints what polkadot-js makes of it.
//
// usage: node check.mjs OURS.json METADATA.scale > THEIRS.json
import { readFileSync } from 'node:fs';
import { Keyring } from '@polkadot/keyring';
import { Metadata, TypeRegistry } from '@polkadot/types';
import { hexToU8a, stringCamelCase, u8aToHex } from '@polkadot/util';
import { cryptoWaitReady, ed25519Verify, sr25519Verify } from '@polkadot/util-crypto';

const [oursPath, metadataPath] = process.argv.slice(2);
const ours = JSON.parse(readFileSync(oursPath, 'utf8'));
await cryptoWaitReady();

const checks = [];
const check = (name, judge) => {
  try {
    const why = judge();
    checks.push(why ? { name, why } : { name });
  } catch (error) {
    checks.push({ name, why: String(error) });
  }
};
const differ = (what, theirs, expected) =>
  JSON.stringify(theirs) === JSON.stringify(expected)
    ? ''
    : `${what}: polkadot-js ${JSON.stringify(theirs)}, nanotao ${JSON.stringify(expected)}`;

const verify = { sr25519: sr25519Verify, ed25519: ed25519Verify };
const theirs = [];
for (const { type, uri, message, public_key, signature, name } of ours.signatures) {
  const pair = new Keyring({ type, ss58Format: 42 }).addFromUri(uri);
  check(`${name}: key`, () => differ('public key', u8aToHex(pair.publicKey), public_key));
  check(`${name}: our signature`, () =>
    verify[type](hexToU8a(message), hexToU8a(signature), hexToU8a(public_key)) ? '' : 'does not verify');
  check(`${name}: our signature over another message`, () =>
    verify[type](hexToU8a(`${message}00`), hexToU8a(signature), hexToU8a(public_key)) ? 'verifies' : '');
  theirs.push({ name, type, uri, message, signature: u8aToHex(pair.sign(hexToU8a(message))) });
}

const registry = new TypeRegistry();
const metadata = new Metadata(registry, u8aToHex(readFileSync(metadataPath)));
// The chain's own extensions carry nothing; polkadot-js only has to know their names.
const none = { extrinsic: {}, payload: {} };
const unknown = ['SudoTransactionExtension', 'CheckShieldedTxValidity', 'SubtensorTransactionExtension', 'DrandPriority'];
registry.setMetadata(metadata, undefined, Object.fromEntries(unknown.map((name) => [name, none])));
registry.setChainProperties(registry.createType('ChainProperties', { ss58Format: 42 }));

for (const { name, hex, pallet, call, args, fields, type, payload } of ours.extrinsics) {
  // polkadot-js has its own spelling of names.
  const spelled = Object.fromEntries(Object.entries(args).map(([name, arg]) => [stringCamelCase(name), arg]));
  check(`${name}: decoded`, () => {
    const extrinsic = registry.createType('Extrinsic', hex);
    const names = extrinsic.method.meta.args.map((arg) => arg.name.toString());
    return (
      differ('call', [extrinsic.method.section, extrinsic.method.method], [pallet, call].map(stringCamelCase)) ||
      differ('args', Object.fromEntries(names.map((arg, at) => [arg, extrinsic.method.args[at].toJSON()])), spelled) ||
      differ('signer', extrinsic.signer.toString(), fields.address) ||
      differ('nonce', extrinsic.nonce.toNumber(), fields.nonce) ||
      differ('tip', extrinsic.tip.toString(), fields.tip) ||
      differ('era', extrinsic.era.toHex(), fields.era) ||
      differ('mode', extrinsic.mode.toNumber(), fields.mode) ||
      differ('encoded again', extrinsic.toHex(), hex)
    );
  });
  check(`${name}: payload and signature`, () => {
    const extrinsic = registry.createType('Extrinsic', hex);
    const made = registry.createType('ExtrinsicPayload', fields, { version: 4 });
    // With `method`, the call stands in the payload without its length, as it is signed.
    const bytes = made.toU8a({ method: true });
    const message = bytes.length > 256 ? registry.hash(bytes) : bytes;
    return (
      differ('payload', u8aToHex(bytes), payload) ||
      (verify[type](message, hexToU8a(extrinsic.signature.toHex()), hexToU8a(fields.public_key))
        ? ''
        : 'the signature does not verify')
    );
  });
}

process.stdout.write(`${JSON.stringify({ checks, theirs })}\n`);
