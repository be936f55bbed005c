// What a caller may give, and what comes of it: right values, and everything that is wrong.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as nanotao from 'nanotao';
import { lend } from '../dist/keys.js';

/** The memories of the module, to look into: the last one is in use. */
let memories = [];
/** A function of the library that breaks off once it has done its work. */
let broken;
WebAssembly.Instance = class extends WebAssembly.Instance {
  constructor(...given) {
    super(...given);
    const { exports } = this;
    memories.push(exports.memory);
    const found = (_, name) => (name !== broken ? exports[name] : (...words) => {
      exports[name](...words);
      throw new WebAssembly.RuntimeError('unreachable');
    });
    Object.defineProperty(this, 'exports', { value: new Proxy({}, { get: found }) });
  }
};

test('before init there is a clear error', () => {
  assert.throws(() => nanotao.encodeAddress(new Uint8Array(32)), { name: 'NanotaoError', message: 'the library is not loaded; await init() first' });
});

test('init takes no module but its own', async () => {
  await assert.rejects(nanotao.init(new URL('missing.wasm', import.meta.url)), { code: 'ENOENT' });
  const empty = Uint8Array.of(0, 0x61, 0x73, 0x6d, 1, 0, 0, 0);
  await assert.rejects(nanotao.init(empty));
  await Promise.all([nanotao.init(), nanotao.init()]);
});

const ALICE = '5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY';
const argument = (message) => ({ name: 'NanotaoError', code: 0, status: 'INVALID_ARGUMENT', message });

test('an error has code, status, offset and remedy', () => {
  assert.throws(() => nanotao.decodeAddress('5Grwva0F'), {
    code: 17, status: 'SS58_INVALID_CHARACTER', offset: 6, remedy: 'copy the address once more, as a whole',
    message: 'a byte of the address is no base58 digit (at 6); copy the address once more, as a whole',
  });
  assert.throws(() => nanotao.quantise([0, 1], [1, NaN]), { status: 'QUANTISE_NOT_FINITE', offset: 1 });
  assert.throws(() => nanotao.quantise([0, 1], [1, -1]), { status: 'QUANTISE_NEGATIVE', offset: 1 });
  assert.throws(() => nanotao.quantise([0], [1, 2]), { status: 'QUANTISE_LENGTH_MISMATCH', offset: undefined });
});

test('numbers outside their range are refused by name', () => {
  assert.throws(() => nanotao.quantise([0, 70000], [1, 2]), argument('uids is 70000 (at 1); give a whole number from 0 to 65535'));
  assert.throws(() => nanotao.quantise([0, -1], [1, 2]), argument(/^uids is -1/));
  assert.throws(() => nanotao.quantise([0.5], [1]), argument(/^uids is 0.5/));
  assert.throws(() => nanotao.quantise(new Float64Array([0.5]), [1]), argument(/^uids is 0.5/));
  assert.throws(() => nanotao.quantise(new Int32Array([-5]), [1]), argument(/^uids is -5/));
  assert.throws(() => nanotao.quantise([0], ['0.5']), argument('scores is a string (at 0); give a number'));
  assert.throws(() => nanotao.quantise([, 1], [1, 2]), argument(/^uids is undefined/));
  assert.throws(() => nanotao.quantise({ length: 1e9 }, [1]), argument(/^uids is an object \(Object\); give an array/));
  assert.throws(() => nanotao.quantise('01', [1, 2]), argument('uids is a string; give an array'));
  assert.throws(() => nanotao.quantise(undefined, [1]), argument('uids is undefined; it has to be given'));
  assert.throws(() => nanotao.transferKeepAliveCall(ALICE, 2 ** 53), argument(/^value is 9007199254740992; give numbers from 2\^53 on as a bigint/));
  assert.throws(() => nanotao.transferKeepAliveCall(ALICE, 2n ** 64n), argument(/from 0 to 18446744073709551615/));
  assert.throws(() => nanotao.transferKeepAliveCall(ALICE, -1n), argument(/^value is -1/));
  assert.throws(() => nanotao.transferKeepAliveCall(ALICE, '5'), argument(/^value is a string/));
  assert.throws(() => nanotao.transferKeepAliveCall(ALICE, 1.5), argument(/^value is 1.5/));
  assert.throws(() => nanotao.emission.safePow(1, 1n), argument(/give a bigint of 128 bits, in the smallest parts of U64F64/));
  assert.throws(() => nanotao.emission.safePow(-1n, 1n), argument(/^value is -1/));
  assert.equal(nanotao.callCards(nanotao.transferKeepAliveCall(ALICE, 2n ** 64n - 1n), 475).some(({ value }) => value.includes('18 446 744 073.709551615') || value.includes('18446744073.709551615')), true);
});

test('single checks take what the chain\'s take', () => {
  assert.throws(() => nanotao.checkRateLimit(1, 0, 0, 0), argument('uidExists is 1; give true or false'));
  assert.throws(() => nanotao.checkVersionKey(-1, 0), argument(/^weightsVersionKey is -1/));
  assert.throws(() => nanotao.hasDuplicateUids('11'), argument('uids is a string; give an array'));
  assert.throws(() => nanotao.isSelfWeight(70000, [], []), argument(/^uid is 70000/));
  assert.throws(() => nanotao.checkLength(1, 0, [0], [70000], 1, 1), argument(/^weights is 70000 \(at 0\)/));
  assert.throws(() => nanotao.getNetuidAndSubid(1, 1, 1), argument('subnetExists is 1; give true or false'));
  assert.throws(() => nanotao.registration.hashMeetsDifficulty(new Uint8Array(32), 2n ** 256n), argument(/; give a whole number from 0 to 2\^256 - 1$/));
  // As many uids as weights is another check.
  assert.equal(nanotao.isSelfWeight(1, [1, 2], [37938]), true);
});

test('constants are those of a runtime that is known', () => {
  assert.throws(() => nanotao.constant(461, 'Balances', 'ExistentialDebt'), { status: /^STORAGE_/ });
  assert.throws(() => nanotao.constant(1, 'Balances', 'ExistentialDeposit'), { status: 'CALL_UNKNOWN_SPEC' });
  assert.throws(() => nanotao.constant(461, 'Balances'), argument(/^name is undefined/));
});

test('fields that are missing, unknown or of another kind are refused by name', () => {
  const call = nanotao.transferKeepAliveCall(ALICE, 1);
  assert.throws(() => nanotao.payload(call, { nonce: 1, specVersion: 475, tipp: 3 }), argument(/^extension has no field tipp; its fields are nonce, tip/));
  assert.throws(() => nanotao.payload(call, { specVersion: 475 }), argument(/^extension.nonce is undefined/));
  assert.throws(() => nanotao.payload(call, { nonce: 1 }), argument(/^extension.specVersion is undefined/));
  for (const none of [null, undefined, 5, 'nonce']) {
    assert.throws(() => nanotao.payload(call, none), argument(/^options is .*; give an object$/));
    assert.throws(() => nanotao.epoch.run(none, 1000, []), argument(/^options is .*; give an object$/));
    assert.throws(() => nanotao.emission.inheritedStake(475, none, 1n), argument(/^childkey is .*; give an object$/));
    assert.throws(() => nanotao.epoch.addMechanism(null, none, 0, 1, 1), argument(/^mechanism is .*; give an object$/));
  }
  assert.throws(() => new nanotao.Review(nanotao.payload(call, { nonce: 1, specVersion: 475 }), ALICE, null), argument('options is null; give an object'));
  assert.throws(() => nanotao.payload(call, { nonce: 1, specVersion: 475, genesisHash: '0x00' }), argument(/has 1 bytes; give 32 bytes/));
  assert.throws(() => nanotao.payload(call, { nonce: 1, specVersion: 475, eraPeriod: 64 }), argument(/^a mortal era needs blockHash/));
  assert.throws(() => nanotao.payload(call, { nonce: 1, specVersion: 475, eraPeriod: 63, blockHash: nanotao.FINNEY }), { status: 'INVALID_ERA' });
  assert.throws(() => nanotao.emission.getShares([{ movingPrice: 1n, minerBurned: 0n, emissionEnabled: 1 }]), argument(/emissionEnabled is 1; give true or false/));
  assert.throws(() => nanotao.emission.getSubnetBlockEmissions([], [1n], 1), argument(/^the length of shares is 1; give 0 elements/));
});

test('bytes are bytes, and hex is whole', () => {
  assert.deepEqual(nanotao.hash('twox_64', '0x'), nanotao.hash('twox_64', new Uint8Array()));
  assert.deepEqual(nanotao.hash('twox_64', Buffer.from([1, 2])), nanotao.hash('twox_64', Uint8Array.of(1, 2).buffer));
  for (const bad of ['0x0', '0xzz', '00', 'message', '0x00 ']) assert.throws(() => nanotao.hash('twox_64', bad), argument(/a string that is not hex; begin hex with 0x/));
  for (const bad of [null, 5, {}, new DataView(new ArrayBuffer(1)), new Uint16Array(1)]) assert.throws(() => nanotao.hash('twox_64', bad), { name: 'NanotaoError' });
  assert.throws(() => nanotao.hash('twox_64', [256]), argument(/^data is 256 \(at 0\)/));
  assert.throws(() => nanotao.hash('constructor', []), argument(/^no hash function constructor/));
});

test('hex is written and read', () => {
  assert.equal(nanotao.hex(Uint8Array.of(0, 10, 255)), '0x000aff');
  assert.deepEqual(nanotao.bytes('0x000aFF'), Uint8Array.of(0, 10, 255));
  assert.throws(() => nanotao.bytes('000aff'), argument(/^value is a string that is not hex/));
  assert.throws(() => nanotao.hex('000aff'), argument(/^value is a string that is not hex/));
});

test('a detached buffer is an error, not an empty list', () => {
  const uids = new Uint16Array([1, 2]);
  const data = new Uint8Array([1]);
  structuredClone(uids, { transfer: [uids.buffer] });
  structuredClone(data, { transfer: [data.buffer] });
  assert.throws(() => nanotao.quantise(uids, []), argument(/its buffer was transferred/));
  assert.throws(() => nanotao.hash('twox_64', data), argument(/its buffer was transferred/));
  assert.throws(() => nanotao.hash('twox_64', data.buffer), argument(/its buffer was transferred/));
});

test('a text with half of a character is refused, for it would be another text', () => {
  assert.throws(() => nanotao.Keypair.createFromUri('//Alice\ud800'), { name: 'NanotaoError', offset: 7 });
  assert.throws(() => nanotao.mnemonicToMiniSecret(nanotao.mnemonicGenerate(), '\udc00'), argument(/^password holds half of a character/));
  assert.throws(() => nanotao.decodeAddress('\ud83d'), argument(/^address holds half/));
  // A whole one is fine.
  nanotao.mnemonicToMiniSecret(nanotao.mnemonicGenerate(), '\u{1f511}');
});

test('lists of any length, and memory that grows and shrinks again', () => {
  const many = 2 ** 22;
  assert.equal(nanotao.hash('blake2_256', new Uint8Array(2 ** 26)).length, 32);
  const uids = new Uint16Array(65536).map((_, uid) => uid);
  assert.equal(nanotao.quantise(uids, new Float64Array(65536).fill(1)).uids.length, 65536);
  assert.throws(() => nanotao.quantise(new Uint16Array(many), new Float64Array(many - 1)), { status: 'QUANTISE_LENGTH_MISMATCH' });
  assert.deepEqual(nanotao.quantise([], []), { uids: new Uint16Array(), weights: new Uint16Array() });
  assert.throws(() => nanotao.emission.splitEmissions(475, null, 1, 2 ** 30), argument(/bytes do not fit into memory; give less at once/));
  assert.deepEqual(nanotao.emission.splitEmissions(475, null, 9n, 2), new BigUint64Array([5n, 4n]));
});

test('what comes out is the caller\'s own', () => {
  const { weights } = nanotao.quantise([0, 1], [1, 0.5]);
  const before = Array.from(weights);
  nanotao.hash('blake2_256', new Uint8Array(2 ** 20).fill(255));
  assert.deepEqual(Array.from(weights), before);
  weights.fill(0);
  assert.deepEqual(Array.from(nanotao.quantise([0, 1], [1, 0.5]).weights), before);
});

test('a key signs, verifies, and is gone when it is freed', () => {
  const key = nanotao.Keypair.createFromUri('//Alice');
  assert.equal(key.address, ALICE);
  const message = new TextEncoder().encode('message');
  const signature = key.sign(message);
  assert.equal(signature.length, 64);
  assert.equal(key.sign(message, { withType: true })[0], 1);
  assert.equal(key.verify(message, signature), true);
  assert.equal(key.verify('0x00', signature), false);
  assert.equal(key.verify(message, signature.slice(1)), false);
  assert.notDeepEqual(key.sign(message), signature);
  key.free();
  key.free();
  assert.throws(() => key.sign(message), { status: 'NO_KEY' });
  assert.throws(() => key.sign(message, null), argument('options is null; give an object'));
  assert.equal(key.verify(message, signature), true);
  assert.equal(JSON.stringify(key).includes('secret'), false);
  assert.throws(() => nanotao.Keypair.createFromUri('//Alice', 'ecdsa'), argument(/^no keys are of type ecdsa/));
  assert.throws(() => nanotao.Keypair.createFromUri('//Alice', 'toString'), argument(/^no keys/));
  assert.throws(() => nanotao.Keypair.createFromSeed(new Uint8Array(31)), { status: 'INVALID_LENGTH' });
  assert.throws(() => new nanotao.Keypair(new Uint8Array(384), 'sr25519'), { status: 'NO_KEY' });
});

test('a key without a secret verifies what its account signs, and signs nothing', () => {
  const message = new TextEncoder().encode('message');
  for (const type of ['sr25519', 'ed25519']) {
    const alice = nanotao.Keypair.createFromUri('//Alice', type);
    const known = nanotao.Keypair.createFromAccount(alice.address, type);
    assert.deepEqual([known.publicKey, known.address, known.type], [alice.publicKey, alice.address, type]);
    const signature = alice.sign(message);
    assert.equal(known.verify(message, signature), true);
    assert.equal(known.verify(message, alice.sign(message, { withType: true })), true);
    assert.equal(known.verify(message, alice.sign(new TextEncoder().encode('<Bytes>message</Bytes>'))), true);
    assert.equal(known.verify('0x00', signature), false);
    assert.equal(known.verify(message, signature.with(5, signature[5] ^ 1)), false);
    assert.equal(known.verify(message, new Uint8Array(63)), false);
    assert.throws(() => known.sign(message), { status: 'NO_KEY' });
  }
  const [alice, other] = ['sr25519', 'ed25519'].map((type) => nanotao.Keypair.createFromUri('//Alice', type));
  assert.equal(nanotao.Keypair.createFromAccount(alice.publicKey).verify(message, other.sign(message, { withType: true })), false);
  assert.equal(nanotao.Keypair.createFromAccount(`0x${'ff'.repeat(32)}`).verify(message, new Uint8Array(64)), false);
  assert.throws(() => nanotao.Keypair.createFromAccount(new Uint8Array(31)), argument('account has 31 bytes; give 32 bytes'));
  assert.throws(() => nanotao.Keypair.createFromAccount(ALICE, 'ecdsa'), argument(/^no keys are of type ecdsa/));
  assert.throws(() => nanotao.Keypair.createFromAccount(nanotao.encodeAddress(alice.publicKey, 0)), argument(/^account is an address of network 0/));
});

test('errors tell no secret', () => {
  for (const run of [
    () => nanotao.Keypair.createFromUri('secret words //Alice'),
    () => nanotao.Keypair.createFromMnemonic('secret words'),
    () => nanotao.Keypair.createFromSeed('secret'),
  ]) {
    assert.throws(run, (error) => !`${error.message} ${error.stack.split('\n')[0]} ${JSON.stringify(error)}`.includes('secret words') && !error.message.includes('"secret"'));
  }
});

test('an address of another network is refused unless it is asked for', () => {
  const foreign = nanotao.encodeAddress(nanotao.decodeAddress(ALICE), 0);
  assert.throws(() => nanotao.transferKeepAliveCall(foreign, 1), argument(/^dest is an address of network 0; give one of Bittensor/));
  assert.throws(() => nanotao.decodeAddress(foreign), argument(/^the address is of network 0/));
  assert.deepEqual(nanotao.decodeAddress(foreign, -1), nanotao.decodeAddress(ALICE));
  assert.throws(() => nanotao.transferKeepAliveCall(ALICE.slice(0, -1), 1), { name: 'NanotaoError' });
  assert.throws(() => nanotao.transferKeepAliveCall(new Uint8Array(31), 1), argument('dest has 31 bytes; give 32 bytes'));
});

test('an address holds 1, 2, 4, 8, 32 or 33 bytes, of a network that is not reserved', () => {
  assert.equal(nanotao.encodePayloadAddress(nanotao.decodeAddress(ALICE)), ALICE);
  assert.throws(() => nanotao.encodePayloadAddress(new Uint8Array(31)), { status: 'SS58_INVALID_PAYLOAD', remedy: 'give 1, 2, 4, 8, 32 or 33 bytes' });
  for (const reserved of [46, 47, 16384]) assert.throws(() => nanotao.encodePayloadAddress('0xaa', reserved), { status: 'SS58_PREFIX_NOT_ALLOWED', remedy: /^take another network/ });
  assert.throws(() => nanotao.encodePayloadAddress('0xaa', 65536), argument(/^prefix is 65536/));
  assert.throws(() => nanotao.encodePayloadAddress(ALICE), argument(/^payload is a string that is not hex/));
  assert.throws(() => nanotao.chainCode('\ud800'), argument(/^name holds half of a character/));
});

const key = () => nanotao.Keypair.createFromUri('//Alice');
const pay = (value = 1) => nanotao.payload(nanotao.transferKeepAliveCall(ALICE, value), { nonce: 1, specVersion: 475 });

test('a review leads to a signature by way of all its cards', () => {
  const alice = key();
  const given = pay();
  const review = new nanotao.Review(given, ALICE, { currentBlock: 5 });
  assert.throws(() => review.approve(), { status: 'NOT_ALL_SHOWN', offset: 0 });
  assert.throws(() => review.card(1), { status: 'CARD_OUT_OF_ORDER', offset: 0 });
  assert.throws(() => review.card(-1), argument(/^index is -1/));
  assert.throws(() => review.sign(alice), { status: 'NOT_ALL_SHOWN' });
  const [first] = review;
  assert.throws(() => review.approve(), { status: 'NOT_ALL_SHOWN', offset: 1 });
  const cards = [...review];
  assert.deepEqual([cards.length, cards[0]], [review.length, first]);
  assert.throws(() => review.sign(alice), { status: 'NOT_APPROVED' });
  review.approve();
  // What the caller does to its bytes meanwhile changes nothing.
  given.fill(0);
  assert.throws(() => review.sign(nanotao.Keypair.createFromUri('//Bob')), { status: 'WRONG_SIGNER' });
  const signature = review.sign(alice);
  assert.throws(() => review.sign(alice), { status: 'ALREADY_SIGNED' });
  const extrinsic = review.extrinsic(signature);
  assert.deepEqual(nanotao.parseExtrinsic(extrinsic).account, alice.publicKey);
  assert.equal(nanotao.verifyPayload(pay(), ALICE, signature), true);
  assert.equal(nanotao.verifyPayload(pay(2), ALICE, signature), false);
  assert.deepEqual(nanotao.extrinsicPayload(extrinsic, { specVersion: 475 }), pay());
  assert.throws(() => review.extrinsic(signature.map((byte) => byte ^ 1)), { name: 'NanotaoError' });
  assert.match(JSON.stringify(nanotao.extrinsicCards(extrinsic, 475)), /Balances\.transfer_keep_alive/);
});

test('all cards at once are those that are shown one by one, and count as shown', () => {
  const review = new nanotao.Review(pay(), ALICE);
  const shown = review.cards();
  assert.equal(shown.length, review.length);
  assert.deepEqual(shown, [...new nanotao.Review(pay(), ALICE)]);
  review.approve();
  assert.equal(nanotao.verifyPayload(pay(), ALICE, review.sign(key())), true);
  assert.deepEqual(review.cards(), shown);
  const call = nanotao.transferKeepAliveCall(ALICE, 1);
  const [ofCall, ofExtrinsic] = [nanotao.callCards(call, 475), nanotao.extrinsicCards(nanotao.signExtrinsic(pay(), key()), 475)];
  for (const card of ofCall) assert.ok([shown, ofExtrinsic].every((cards) => cards.some((one) => one.label === card.label && one.value === card.value)), card.label);
  // A zero in what a call holds ends no text.
  const remark = nanotao.encodeCall(475, 'System', 'remark', [new TextEncoder().encode('a remark\0Signer\0nobody')]);
  assert.deepEqual(nanotao.callCards(remark, 475).at(-1), { label: 'remark', value: nanotao.hex(remark.slice(3)) });
  assert.throws(() => nanotao.callCards(remark, 1), { status: 'CALL_UNKNOWN_SPEC' });
  assert.throws(() => nanotao.extrinsicCards(remark, 475), { name: 'NanotaoError' });
});

test('many cards take no time that grows with their square', () => {
  const transfer = { encoded: nanotao.transferKeepAliveCall(ALICE, 1) };
  const batch = nanotao.encodeCall(475, 'Utility', 'batch_all', [Array(800).fill(transfer)]);
  const payload = nanotao.payload(batch, { nonce: 1, specVersion: 475 });
  const extrinsic = nanotao.signExtrinsic(payload, key());
  const began = performance.now();
  assert.equal(nanotao.callCards(batch, 475).length, 2404);
  assert.equal(nanotao.extrinsicCards(extrinsic, 475).length, 2408);
  assert.equal(new nanotao.Review(payload, ALICE).cards().length, 2410);
  // It is some tenths of a second; one by one, they took 50 seconds.
  assert.ok(performance.now() - began < 10_000);
});

test('a validator\'s program signs without a review', () => {
  const { account, nonce } = nanotao.parseExtrinsic(nanotao.signExtrinsic(pay(), key()));
  assert.deepEqual([nanotao.encodeAddress(account), nonce], [ALICE, 1]);
  assert.throws(() => nanotao.signExtrinsic('0x00', key()), { name: 'NanotaoError' });
});

test('no call leaves a secret in the memory of the module', () => {
  const seed = crypto.getRandomValues(new Uint8Array(32));
  const phrase = nanotao.entropyToMnemonic(seed);
  const pair = nanotao.Keypair.createFromSeed(seed);
  const kept = lend(pair, (secret) => secret.slice());
  const parts = (of) => Array.from({ length: of.length / 8 }, (_, at) => Buffer.from(of.subarray(8 * at, 8 * at + 8)));
  // Marks and zeros in a key are no secrets, nor is the public key in it.
  const secrets = [...parts(seed), ...parts(kept)].filter((part) => part.filter((byte) => byte !== 0).length > 5 && !Buffer.from(pair.publicKey).includes(part));
  assert.ok(secrets.length > 20);
  memories = memories.slice(-1);
  const large = new Uint8Array(40e6);
  const sign = () => nanotao.signExtrinsic(nanotao.payload(nanotao.transferKeepAliveCall(ALICE, 1), { nonce: 1, specVersion: 475 }), pair);
  for (const call of [
    () => nanotao.entropyToMnemonic(seed),
    () => nanotao.mnemonicToEntropy(phrase),
    () => nanotao.mnemonicToMiniSecret(phrase, 'password of mine'),
    () => nanotao.Keypair.createFromSeed(seed),
    () => nanotao.Keypair.createFromSeed(seed, 'ed25519'),
    () => assert.throws(() => nanotao.Keypair.createFromUri(`${phrase} more words`)),
    () => pair.sign('0x00'),
    () => nanotao.hash('blake2_256', seed),
    () => nanotao.hash('sha2_512', seed),
    () => nanotao.blake2_256Keyed(seed, '0x00'),
    () => nanotao.commitHash(ALICE, 1, [1], [2], new Uint16Array(seed.buffer), 0),
    sign,
    // So much memory is given back.
    () => pair.sign(large),
    () => nanotao.mnemonicToMiniSecret(phrase, `password of mine${'x'.repeat(2 ** 24)}`),
    // So is that of a call that broke off.
    () => {
      broken = 'nanotao_hazmat_extrinsic';
      assert.throws(sign, { message: /^nanotao_hazmat_extrinsic broke off/ });
      broken = undefined;
    },
  ]) {
    call();
    for (const secret of [...secrets, Buffer.from(phrase.slice(0, 16)), Buffer.from('password of mine')]) {
      for (const { buffer } of memories) assert.equal(Buffer.from(buffer).includes(secret), false, String(call));
    }
  }
  assert.equal(memories.length, 4);
});

test('a key lends its secret to nobody', () => {
  const pair = key();
  assert.equal(Object.keys(nanotao).includes('lend'), false);
  assert.deepEqual(Object.getOwnPropertyNames(nanotao.Keypair.prototype).sort(), ['constructor', 'free', 'sign', 'verify']);
  for (const of of [pair, nanotao.Keypair.prototype, nanotao.Keypair]) assert.equal('use' in of, false);
  const review = new nanotao.Review(pay(), ALICE);
  for (const wrong of [null, undefined, {}, { use: (call) => call(new Uint8Array(384), new Uint8Array(32)) }, Object.create(nanotao.Keypair.prototype)]) {
    assert.throws(() => review.sign(wrong), argument(/^key is .*; give a Keypair$/));
    assert.throws(() => nanotao.signExtrinsic(pay(), wrong), argument(/^key is/));
  }
});

test('an epoch runs over rows and over lists, under both consensuses', () => {
  const one = 2n ** 64n;
  const given = { totalStake: [10n * one, 0n], blockAtRegistration: [0, 0], lastUpdate: [90, 90], validatorPermit: [true, false], currentBlock: 100 };
  const sparse = nanotao.epoch.run(given, 1000, [[0, [[1, 65535]]]], [], { trace: true });
  assert.deepEqual([Array.from(sparse.incentive), Array.from(sparse.emission), sparse.active], [[0, 65535], [500n, 500n], [true, true]]);
  assert.equal(sparse.trace.incentive[1], 2n ** 32n);
  const dense = nanotao.epoch.runDense(given, 1000, [0], [0, 65535], [0, 0]);
  assert.deepEqual(dense.incentive, sparse.incentive);
  assert.throws(() => nanotao.epoch.run({ ...given, blockAtRegistration: [0] }, 1000, []), argument(/^the length of input.blockAtRegistration is 1; give 2 elements/));
  assert.throws(() => nanotao.epoch.run({ ...given, kapa: 1 }, 1000, []), argument(/^input has no field kapa/));
  assert.throws(() => nanotao.epoch.run({ ...given, consensusMode: 'Yes' }, 1000, []), argument(/^no consensus mode Yes/));
  assert.throws(() => nanotao.epoch.run(given, 1000, [[0, []], [0, []]]), { status: 'EPOCH_UID' });
  assert.throws(() => nanotao.epoch.run({ ...given, totalStake: Array(5000).fill(0n), blockAtRegistration: Array(5000).fill(0) }, 1, []), { status: 'EPOCH_TOO_MANY_NEURONS' });
});

test('any call is encoded by the table of its spec version', () => {
  const bob = '5FHneW46xGXgs5mUiveU4sbTyGBzmstUspZC92UhjJM694ty';
  const encode = (...given) => nanotao.encodeCall(475, ...given);
  assert.deepEqual(encode('Balances', 'transfer_keep_alive', [bob, 5n]), nanotao.transferKeepAliveCall(bob, 5));
  assert.deepEqual(encode('SubtensorModule', 'set_weights', [1, new Uint16Array([0, 1]), [5, 6], 0]), nanotao.setWeightsCall(1, [0, 1], [5, 6], 0));
  const batch = encode('Utility', 'batch_all', [[1, 2].map((value) => ({ encoded: nanotao.transferKeepAliveCall(bob, value) }))]);
  assert.match(JSON.stringify(nanotao.callCards(batch, 475)), /Utility\.batch_all.*0\.000000002 TAO/);
  assert.deepEqual(nanotao.callArgument(475, 'SubtensorModule', 'add_stake', 0), { name: 'hotkey', typeName: 'T::AccountId' });
  assert.throws(() => encode('SubtensorModule', 'add_stake', [bob, 'x', 5]), { status: 'CALL_ARGUMENT_TYPE', offset: 1 });
  assert.throws(() => encode('SubtensorModule', 'add_stake', [bob, 70000, 5]), { status: 'CALL_ARGUMENT_RANGE', offset: 1 });
  assert.throws(() => encode('SubtensorModule', 'add_stake', [bob]), { status: 'CALL_ARGUMENT_COUNT' });
  assert.throws(() => encode('SubtensorModule', 'add_stake', [bob, 1, -5]), argument(/^args\[2\] is -5/));
  assert.throws(() => encode('SubtensorModule', 'add_stake', [bob, 1, { amount: 5 }]), argument(/^args\[2\] is an object/));
  assert.throws(() => encode('SubtensorModule', 'add_stake', [bob, 1, 2n ** 128n]), argument(/; give a whole number from 0 to 2\^128 - 1$/));
  assert.throws(() => encode('SubtensorModule', 'add_steak', []), { status: 'CALL_UNKNOWN_CALL' });
  for (const none of [null, undefined, 'x', {}]) assert.throws(() => encode('SubtensorModule', 'add_stake', none), argument(/^args is .*; give an array$/));
  const self = [];
  self.push(self);
  assert.throws(() => encode('Utility', 'batch_all', [self]), { name: 'NanotaoError' });
});

/** The signature of round 1000 of drand quicknet. */
const ROUND_1000 = '0xb44679b9a59af2ec876b1a6b1ad52ea9b1615fc3982b19576350f93447cb1125e342b73a8dd2bacbe47e4b6b63ed5e39';

test('what is shown is what is locked', () => {
  const key = nanotao.Keypair.createFromUri('//Alice');
  const weights = { netuid: 8, mecid: 0, versionKey: 1, hotkey: key.address, uids: [0, 7], values: [1, 3] };
  const schedule = { tempo: 360, lastEpochBlock: 1000, pendingEpochAt: 0, blocksSinceLastStep: 0, subnetEpochIndex: 0, lastMechanismStepBlock: 0 };
  // Blocks of a second lead to round 1000.
  const unixTimeMs = (nanotao.timelock.timeOfRound(1) + 2647n) * 1000n;
  const terms = { schedule, currentBlock: 1010, revealPeriodEpochs: 1, unixTimeMs, blockTimeMs: 1000 };
  const secret = new Uint8Array(32);
  const { review, payload, reveal } = nanotao.reviewTimelocked(weights, terms, { nonce: 1, specVersion: 475 }, secret);
  assert.deepEqual([reveal.round, reveal.firstRevealBlock], [1000n, 1360n]);
  weights.uids[0] = 9;
  assert.throws(() => review.approve(), { status: 'NOT_ALL_SHOWN' });
  const cards = review.cards();
  assert.deepEqual([...review], cards);
  assert.deepEqual(cards.at(-2), { label: 'weight 2', value: 'uid 7: 75.0000% (3)' });
  review.approve();
  assert.ok(review.extrinsic(review.sign(key)).length > payload.length);
  const message = nanotao.timelock.open(payload.slice(6, 6 + nanotao.timelock.commit(ALICE, [0, 7], [1, 3], 0, 1000).length), ROUND_1000);
  assert.deepEqual(nanotao.timelock.parsePayload(message).uids, new Uint16Array([0, 7]));
  const refused = (given) => () => nanotao.reviewTimelocked({ ...weights, ...given }, terms, { nonce: 1, specVersion: 475 }, secret);
  assert.throws(refused({ uids: [1, 1] }), { status: 'CHAIN_DUPLICATE_UIDS', offset: 1 });
  const detached = new Uint16Array([1, 2]);
  structuredClone(detached, { transfer: [detached.buffer] });
  for (const field of ['uids', 'values']) {
    for (const wrong of [65539, -1, NaN, 1.7, '9.7', undefined]) {
      assert.throws(refused({ [field]: [wrong, 9] }), argument(new RegExp(`^weights\\.${field} is .*; give a whole number from 0 to 65535$`)));
    }
    for (const wrong of [new Set([1, 2]), '12', 12, { 0: 1, length: 2 }]) assert.throws(refused({ [field]: wrong }), argument(new RegExp(`^weights\\.${field} is .*; give an array$`)));
    assert.throws(refused({ [field]: detached }), argument(new RegExp(`^weights\\.${field} is .*; its buffer was transferred`)));
  }
  assert.throws(refused({ uids: [1] }), { status: 'CHAIN_WEIGHT_VEC_NOT_EQUAL_SIZE' });
  assert.throws(refused({ hotkey: null }), argument(/^weights\.hotkey is null/));
  assert.throws(() => nanotao.reviewTimelocked(null, terms, { nonce: 1, specVersion: 475 }, secret), argument('weights is null; give an object'));
  for (const taken of [[1, 7], new Uint32Array([1, 7]), new Uint16Array([1, 7])]) assert.equal([...nanotao.reviewTimelocked({ ...weights, uids: taken }, terms, { nonce: 1, specVersion: 475 }, secret).review].at(-2).value, 'uid 7: 75.0000% (3)');
  assert.throws(() => nanotao.reviewTimelocked(weights, { ...terms, revealPeriodEpochs: 0 }, { nonce: 1, specVersion: 475 }, secret), {
    status: 'TIMELOCK_REVEAL_PERIOD_TOO_SHORT',
  });
});

test('a call is taken apart, value by value', () => {
  const call = nanotao.setWeightsCall(1, [0, 300], [5, 65535], 7n);
  const items = nanotao.callItems(call, 475);
  assert.deepEqual(
    items.map(({ path, kind, value }) => [path, kind, ArrayBuffer.isView(value) ? [...value] : value]),
    [
      ['', 'variant', 'SubtensorModule'], ['.SubtensorModule', 'variant', 'set_weights'],
      ...[['netuid', 1n], ['dests', [0, 300]], ['weights', [5, 65535]], ['version_key', 7n]].map(([name, value]) => [
        `.SubtensorModule.set_weights.${name}`, typeof value === 'bigint' ? 'unsigned' : 'u16s', value,
      ]),
    ],
  );
  assert.deepEqual([items[2].typeName, items[2].offset], ['NetUid', 2]);
  assert.throws(() => nanotao.callItems(call.slice(0, -1), 475), { status: 'SCALE_UNEXPECTED_END' });
  assert.throws(() => nanotao.payloadItems(call, new Uint8Array(3)), { name: 'NanotaoError' });
});

test('weights are locked until a round', () => {
  const hedged = nanotao.timelock.commitHedged(ALICE, [1, 2], [3, 4], 0, 1000, new Uint8Array(32), '0x08');
  assert.deepEqual(nanotao.timelock.parsePayload(nanotao.timelock.open(hedged, ROUND_1000)).values, new Uint16Array([3, 4]));
  const locked = nanotao.timelock.commit(ALICE, [1, 2], [3, 4], 0, 30_000_000);
  assert.notDeepEqual(nanotao.timelock.commit(ALICE, [1, 2], [3, 4], 0, 30_000_000), locked);
  assert.equal(nanotao.timelock.messageLength(locked), nanotao.timelock.encodePayload(nanotao.decodeAddress(ALICE), [1, 2], [3, 4], 0).length);
  assert.throws(() => nanotao.timelock.open(locked, new Uint8Array(47)), argument('signature has 47 bytes; give 48 bytes'));
  assert.throws(() => nanotao.timelock.open(locked, new Uint8Array(48)), { name: 'NanotaoError' });
  assert.equal(nanotao.timelock.roundAt(nanotao.timelock.timeOfRound(1000)), 1000n);
  assert.throws(() => nanotao.timelock.checkRound(1, 1_800_000_000), { status: 'TIMELOCK_ROUND_IN_PAST' });
});
