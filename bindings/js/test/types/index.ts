// What has to compile for those who use the package, and what must not. It is checked, and never run.
import type { Signer } from '@polkadot/api/types';
import { type Card, Keypair, NanotaoError, Review, bytes, checkRateLimit, emission, epoch, fixed, hex, payload, quantise, setWeightsCall } from 'nanotao';
import { polkadotSigner } from 'nanotao/signer';

const { uids, weights }: { uids: Uint16Array; weights: Uint16Array } = quantise([0, 1], new Float64Array([1, 2]));
const key = Keypair.createFromUri('//Alice', 'sr25519');
const signing: Uint8Array = payload(setWeightsCall(1, uids, weights, 0n), { nonce: 1, specVersion: 475, tip: 5n, metadataHash: null });
const cards: Card[] = [...new Review(signing, key.address, { currentBlock: 5 })];
export const atOnce: Card[] = new Review(signing, key.address).cards();
export const back: Uint8Array = bytes(hex(signing));
export const signer: Signer = polkadotSigner(key, async (shown) => shown.length === cards.length);
export const share: bigint | undefined = emission.getShares([{ movingPrice: 1n, minerBurned: 0n, emissionEnabled: true }])[0];
export const amounts: BigUint64Array = epoch.run({ totalStake: [1n], blockAtRegistration: [0] }, 1000, [[0, [[0, 1]]]]).emission;
export const sum: bigint = fixed.I64F64.saturatingAdd(1n, 2n);
export const quotient: bigint | null = fixed.I32F32.checkedDiv(1n, 0n);
export const shared: BigUint64Array = epoch.apportionUnits([1n], 1000);
export const verified: boolean = Keypair.createFromAccount(key.address, key.type).verify('0x00', new Uint8Array(64));
export const status: string = new NanotaoError('what', 'remedy').status;

// @ts-expect-error a nonce is needed
payload(signing, { specVersion: 475 });
// @ts-expect-error there is no such field
payload(signing, { nonce: 1, specVersion: 475, tipp: 1 });
// @ts-expect-error no such scheme
Keypair.createFromUri('//Alice', 'ecdsa');
// @ts-expect-error texts are no numbers
quantise([0], ['1']);
// @ts-expect-error fixed-point numbers are bigints
emission.safePow(1, 1n);
// @ts-expect-error a share of an epoch, too
epoch.emissionOf(1, 1n);
// @ts-expect-error there may be no quotient
fixed.I32F32.checkedDiv(1n, 0n) + 1n;
// @ts-expect-error there is no such type
fixed.I128F0;
// @ts-expect-error a uid is there or not
checkRateLimit(1, 0, 0, 0);
// @ts-expect-error a consent is a boolean
polkadotSigner(key, () => 'yes');
// @ts-expect-error a key lends its secret to nobody
key.use((secret: Uint8Array) => secret);
// @ts-expect-error keys come from a URI, a seed or a phrase
new Keypair(new Uint8Array(32), 'sr25519');
