// The signer under polkadot-js itself: its API, without a network, over the chain's own metadata.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, before, test } from 'node:test';
import { ApiPromise } from '@polkadot/api';
import { TypeRegistry } from '@polkadot/types';
import { hexToU8a, u8aToHex, u8aWrapBytes } from '@polkadot/util';
import { cryptoWaitReady, signatureVerify } from '@polkadot/util-crypto';
import { FINNEY, Keypair, init, parseExtrinsic, verifyPayload } from 'nanotao';
import { polkadotSigner } from 'nanotao/signer';

const SPEC = 461;
const metadata = u8aToHex(readFileSync(new URL(`../../../vectors/metadata/spec${SPEC}_v15.scale`, import.meta.url)));
const BIRTH = '0x37ba886e5e76882b6d48b270d852b51f24b74bd2e68318c343ae0f3cbbc1e8b1';
const version = {
  specName: 'node-subtensor', implName: 'node-subtensor', authoringVersion: 1, specVersion: SPEC, implVersion: 1, apis: [], transactionVersion: 1, stateVersion: 1,
};

/** Answers what the API asks a node when it starts; a node itself is not needed to sign. */
class Offline {
  hasSubscriptions = true;
  isClonable = false;
  isConnected = false;
  answers = {
    rpc_methods: { methods: [] },
    system_chain: 'Bittensor',
    system_properties: { ss58Format: 42, tokenDecimals: 9, tokenSymbol: 'TAO' },
    chain_getBlockHash: FINNEY,
    state_getRuntimeVersion: version,
    state_getMetadata: metadata,
  };
  clone() { return this; }
  async connect() {}
  async disconnect() {}
  on(type, call) {
    if (type === 'connected') {
      this.isConnected = true;
      queueMicrotask(call);
    }
    return () => {};
  }
  async send(method) {
    if (!(method in this.answers)) throw new Error(`a node was asked for ${method}`);
    return this.answers[method];
  }
  async subscribe(_type, _method, _params, call) {
    queueMicrotask(() => call(null, version));
    return 1;
  }
  async unsubscribe() { return true; }
}

let api;
let alice;
before(async () => {
  await init();
  await cryptoWaitReady();
  const none = { extrinsic: {}, payload: {} };
  const unknown = ['SudoTransactionExtension', 'CheckShieldedTxValidity', 'SubtensorTransactionExtension', 'DrandPriority'];
  api = await ApiPromise.create({
    provider: new Offline(), registry: new TypeRegistry(), noInitWarn: true,
    signedExtensions: Object.fromEntries(unknown.map((name) => [name, none])),
  });
  alice = Keypair.createFromUri('//Alice');
});

after(() => api.disconnect());

const options = (signer, more = {}) => ({
  signer, nonce: 7, tip: 5, era: api.registry.createType('ExtrinsicEra', { current: 8766000, period: 64 }),
  blockHash: BIRTH, genesisHash: FINNEY, runtimeVersion: api.runtimeVersion, ...more,
});
/** What the API would have had signed, by its own account. */
const theirPayload = (tx, more = {}) =>
  api.registry
    .createType('ExtrinsicPayload', { ...tx.toHuman(), method: tx.method.toHex(), nonce: 7, tip: 5, era: tx.era.toHex(), blockHash: BIRTH, genesisHash: FINNEY, specVersion: SPEC, transactionVersion: 1, ...more }, { version: 4 })
    .toU8a({ method: true });

/** What polkadot-js asks for, of a call that does nothing. */
const asked = () => ({
  address: alice.address, blockHash: BIRTH, blockNumber: '0x0085c270', era: '0x0503', genesisHash: FINNEY, method: '0x000000',
  nonce: '0x00000007', signedExtensions: api.registry.signedExtensions, specVersion: '0x000001cd', tip: '0x00', transactionVersion: '0x00000001', version: 4,
});

test('the API takes the signature, and both agree on what was signed', async () => {
  let shown;
  const signer = polkadotSigner(alice, (cards) => {
    shown = Object.fromEntries(cards.map(({ label, value }) => [label, value]));
    return true;
  });
  const transfer = api.tx.balances.transferKeepAlive('5FHneW46xGXgs5mUiveU4sbTyGBzmstUspZC92UhjJM694ty', 1_500_000_000n);
  const signed = await transfer.signAsync(alice.address, options(signer));
  assert.match(shown.Call, /Balances\.transfer_keep_alive/);
  assert.match(JSON.stringify(shown), /1\.5 TAO/);
  assert.equal(signed.isSigned, true);
  const payload = theirPayload(signed);
  assert.equal(verifyPayload(payload, alice.address, Uint8Array.of(1, ...hexToU8a(signed.signature.toHex()))), true);
  assert.equal(signatureVerify(payload, hexToU8a(signed.signature.toHex()), alice.address).isValid, true);
  const parsed = parseExtrinsic(signed.toHex());
  assert.deepEqual([parsed.nonce, parsed.tip, parsed.eraPeriod, parsed.eraPhase], [7, 5n, 64, 8766000 % 64]);
});

test('a long payload is signed by its hash', async () => {
  const signer = polkadotSigner(alice, () => true);
  const uids = Array.from({ length: 200 }, (_, uid) => uid);
  const weights = api.tx.subtensorModule.setWeights(1, uids, uids.map((uid) => uid + 1), 0);
  const signed = await weights.signAsync(alice.address, options(signer));
  const payload = theirPayload(signed);
  assert.ok(payload.length > 256);
  assert.equal(signatureVerify(api.registry.hash(payload), hexToU8a(signed.signature.toHex()), alice.address).isValid, true);
});

test('nothing is signed without a consent that is true', async () => {
  for (const answer of [false, undefined, 1, 'yes']) {
    const signer = polkadotSigner(alice, async () => answer);
    await assert.rejects(api.tx.system.remark('0x00').signAsync(alice.address, options(signer)), /the user did not approve; nothing was signed/);
  }
});

test('what cannot be shown is refused before anyone is asked', async () => {
  const signer = polkadotSigner(alice, () => assert.fail('asked'));
  const request = { ...asked(), method: '0x0000ff' };
  await assert.rejects(signer.signPayload(request), { status: 'SCALE_OUT_OF_RANGE' });
  for (const [change, why] of [
    [{ address: '5FHneW46xGXgs5mUiveU4sbTyGBzmstUspZC92UhjJM694ty' }, /it does not sign for/],
    [{ version: 5 }, /version is 5; only version 4/],
    [{ version: '4' }, /version is a string; only version 4 is signed, a number/],
    [{ assetId: 3 }, /leave assetId out/],
    [{ signedExtensions: [...request.signedExtensions, 'ChargeAssetTxPayment'] }, /are not those of Bittensor/],
    [{ mode: 1 }, /do not go together/],
    [{ specVersion: '0x00000001' }, /spec version/],
    [{ tip: '0x010000000000000000' }, /from 0 to 18446744073709551615/],
    [{ method: 'transfer' }, /method is a string that is not hex/],
  ]) {
    await assert.rejects(signer.signPayload({ ...asked(), ...change }), why);
  }
  await assert.rejects(signer.signRaw({ address: alice.address, data: '0x00', type: 'payload' }), /ask signPayload/);
});

test('what is not as polkadot-js writes it is refused by its name', async () => {
  const signer = polkadotSigner(alice, () => assert.fail('asked'));
  for (const field of ['nonce', 'tip', 'specVersion', 'transactionVersion', 'blockNumber']) {
    for (const wrong of ['', ' ', ' 7', '7 ', '1e3', '0x', '0xg', '0b1', '-1', '+1', '1.5', '0x10000000000000000', -1, 1.5, NaN, null, undefined, true, [7], {}, 7n]) {
      await assert.rejects(signer.signPayload({ ...asked(), [field]: wrong }), { name: 'NanotaoError', message: new RegExp(`^${field} is `) }, `${field} ${String(wrong)}`);
    }
  }
  for (const wrong of ['0x', '0x05', '0x850012', '0x0000', '0x0001']) await assert.rejects(signer.signPayload({ ...asked(), era: wrong }), /^NanotaoError: era is neither/, wrong);
  await assert.rejects(signer.signPayload({ ...asked(), era: '0xf5ff' }), { status: 'INVALID_ERA' });
  for (const field of ['era', 'method', 'genesisHash', 'blockHash', 'metadataHash']) {
    for (const wrong of ['', '0500', '0x050', 5, true, [5, 3], Uint8Array.of(5, 3), ...(field === 'metadataHash' ? [] : [null, undefined])]) {
      await assert.rejects(signer.signPayload({ ...asked(), mode: Number(field === 'metadataHash'), [field]: wrong }), { name: 'NanotaoError', message: new RegExp(`^${field} is `) }, `${field} ${String(wrong)}`);
    }
  }
  for (const wrong of [2, -1, '1', true, null]) await assert.rejects(signer.signPayload({ ...asked(), mode: wrong }), /^NanotaoError: mode is /, String(wrong));
  for (const wrong of [undefined, null, '', [], [asked().signedExtensions.join()]]) await assert.rejects(signer.signPayload({ ...asked(), signedExtensions: wrong }), /are not those of Bittensor/);
  for (const wrong of [undefined, null, alice.publicKey]) await assert.rejects(signer.signPayload({ ...asked(), address: wrong }), /^NanotaoError: address is /);
  for (const sign of ['signPayload', 'signRaw']) {
    for (const wrong of [undefined, null, 'request']) await assert.rejects(signer[sign](wrong), /^NanotaoError: the request is .*; give an object/);
  }
  for (const wrong of [undefined, null, 'text', [1]]) await assert.rejects(signer.signRaw({ address: alice.address, data: wrong, type: 'bytes' }), /^NanotaoError: data is /);
});

test('numbers are the same in hex and in decimal digits, and immortal is an era', async () => {
  let shown;
  const signer = polkadotSigner(alice, (cards) => {
    shown = cards;
    return true;
  });
  await signer.signPayload(asked());
  const [first] = [shown];
  for (const change of [
    { nonce: '7', tip: '0', specVersion: '461', transactionVersion: '1', blockNumber: '8766064' },
    { nonce: 7, tip: 0, specVersion: 461, transactionVersion: 1, blockNumber: 8766064, mode: 0, metadataHash: null, assetId: null },
    { nonce: '0x7', tip: '0x0', mode: undefined },
  ]) {
    await signer.signPayload({ ...asked(), ...change });
    assert.deepEqual(shown, first);
  }
  await signer.signPayload({ ...asked(), era: '0x00', blockHash: FINNEY });
  assert.notDeepEqual(shown, first);
});

test('a metadata hash is signed by its proof, and not without', async () => {
  const { good } = JSON.parse(readFileSync(new URL('../../../vectors/clients/rfc78.json', import.meta.url)));
  const { payload, call_len: length, ext, proof_js: proof } = good.find(({ name }) => name === 'golden System.remark#6');
  const request = {
    ...asked(), method: `0x${payload.slice(0, 2 * length)}`, era: `0x${ext.era}`, nonce: ext.nonce, tip: ext.tip,
    blockHash: `0x${ext.birth_hash}`, mode: 1, metadataHash: `0x${ext.metadata_hash}`,
  };
  let [shown, proven] = [];
  const approve = (cards) => {
    shown = cards;
    return true;
  };
  const signer = polkadotSigner(alice, approve, async (of) => {
    proven = u8aToHex(of);
    return `0x${proof}`;
  });
  const { signature } = await signer.signPayload(request);
  assert.equal(proven, `0x${payload}`);
  assert.ok(shown.some(({ label, value }) => label === 'Call' && value === 'System.remark'));
  assert.equal(verifyPayload(proven, alice.address, signature), true);
  const other = good.find(({ spec }) => spec === 425);
  shown = undefined;
  await assert.rejects(polkadotSigner(alice, approve, () => `0x${other.proof_js}`).signPayload(request), { name: 'NanotaoError' });
  for (const proofFor of [undefined, () => null, async () => undefined]) {
    await assert.rejects(polkadotSigner(alice, approve, proofFor).signPayload(request), /signs a metadata hash; give polkadotSigner a proofFor/);
  }
  assert.equal(shown, undefined);
});

test('raw bytes are shown, and signed in their wrapping', async () => {
  let shown;
  const signer = polkadotSigner(alice, (cards) => {
    shown = cards;
    return true;
  });
  const data = u8aToHex(new TextEncoder().encode('log in\u202e\n'));
  const { signature } = await signer.signRaw({ address: alice.address, data, type: 'bytes' });
  assert.deepEqual(shown, [{ label: 'Signer', value: alice.address }, { label: 'Message', value: 'log in\\u{202e}\\u{a}' }]);
  assert.equal(signatureVerify(u8aWrapBytes(data), signature, alice.address).isValid, true);
  await signer.signRaw({ address: alice.address, data: '0xff00', type: 'bytes' });
  assert.deepEqual(shown[1], { label: 'Message, in hex', value: '0xff00' });
});
