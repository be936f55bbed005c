// A signer for polkadot-js: it shows what it signs, and signs what was approved.
import { type Card, Review, payload as signingPayload } from './extrinsic.js';
import { type Keypair, decodeAddress } from './keys.js';
import { NanotaoError, type Bytes, bytes, hex, integer, object, refuse } from './values.js';

/** What polkadot-js asks to be signed (its `SignerPayloadJSON`), as far as it is read here. */
export interface SignerPayloadJSON {
  address: string;
  assetId?: unknown;
  blockHash: string;
  blockNumber: string;
  era: string;
  genesisHash: string;
  metadataHash?: string | null;
  method: string;
  mode?: number;
  nonce: string;
  signedExtensions: string[];
  specVersion: string;
  tip: string;
  transactionVersion: string;
  version: number;
}

/** Raw bytes that polkadot-js asks to be signed (its `SignerPayloadRaw`). */
export interface SignerPayloadRaw {
  address: string;
  data: string;
  type: 'bytes' | 'payload';
}

export interface SignerResult {
  id: number;
  signature: `0x${string}`;
}

/** Shows all cards to the user, and tells whether they were approved: nothing but `true` is a consent. */
export type Approve = (cards: readonly Card[], request: SignerPayloadJSON | SignerPayloadRaw) => boolean | Promise<boolean>;

/** The transaction extensions of Bittensor's runtimes, which payloads are made of. */
const EXTENSIONS = [
  'CheckNonZeroSender', 'CheckSpecVersion', 'CheckTxVersion', 'CheckGenesis', 'CheckMortality', 'CheckNonce', 'CheckWeight',
  'ChargeTransactionPayment', 'SudoTransactionExtension', 'CheckShieldedTxValidity', 'SubtensorTransactionExtension', 'DrandPriority',
  'CheckMetadataHash',
];

/** A number as polkadot-js writes it: in hex, the highest digit first, or in decimal digits; or one as it is. */
function whole(type: string, value: unknown, name: string): bigint | number {
  const written = typeof value === 'string' && /^(0x[0-9a-f]+|[0-9]+)$/i.test(value);
  if (!written && typeof value !== 'number') throw refuse(name, value, 'give a number in decimal digits, or in hex that begins with 0x');
  return integer(type, written ? BigInt(value) : value, name);
}
const u32 = (value: unknown, name: string): number => whole('u32', value, name) as number;

/** Bytes as polkadot-js writes them: in hex. */
function fromHex(value: unknown, name: string): Uint8Array {
  if (typeof value !== 'string') throw refuse(name, value, 'give hex that begins with 0x');
  return bytes(value, name);
}

/** Period and phase of an era (`Era`): one byte that is zero, or two of which the first is not. */
function decodeEra(encoded: Uint8Array): { eraPeriod: number; eraPhase: number } {
  const [low = 0, high = 0] = encoded;
  if (encoded.length !== (low === 0 ? 1 : 2)) throw new NanotaoError('era is neither immortal nor mortal', 'give 0x00, or two bytes of which the first is not 0');
  if (low === 0) return { eraPeriod: 0, eraPhase: 0 };
  const both = low + 256 * high;
  const eraPeriod = 2 << (both % 16);
  return { eraPeriod, eraPhase: (both >> 4) * Math.max(eraPeriod >> 12, 1) };
}

const refusal = (what: string, remedy: string): NanotaoError => new NanotaoError(what, remedy, 0, 'REFUSED');

/** A text without what a screen would hide: control characters, marks of direction, line breaks. */
const visible = (text: string): string => text.replace(/[\\\p{C}\p{Zl}\p{Zp}]/gu, (one) => (one === '\\' ? '\\\\' : `\\u{${one.codePointAt(0)!.toString(16)}}`));

function rawCards(data: Uint8Array, address: string): Card[] {
  let message: Card;
  try {
    message = { label: 'Message', value: visible(new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(data)) };
  } catch {
    message = { label: 'Message, in hex', value: hex(data) };
  }
  return [{ label: 'Signer', value: address }, message];
}

/** `<Bytes>` around a message, as browser wallets sign it, so that it is never a transaction. */
function wrapped(data: Uint8Array): Uint8Array {
  const [open, close] = ['<Bytes>', '</Bytes>'].map((mark) => Array.from(new TextEncoder().encode(mark)));
  return Uint8Array.of(...open!, ...data, ...close!);
}

/** A signer that `@polkadot/api` takes: `tx.signAndSend(address, { signer })`. */
export function polkadotSigner(
  key: Keypair,
  approve: Approve,
  /** Fetches the metadata proof of a payload, where it signs a metadata hash. */
  proofFor: (payload: Uint8Array, request: SignerPayloadJSON) => Promise<Bytes | null> | Bytes | null = () => null,
): {
  signPayload: (request: SignerPayloadJSON) => Promise<SignerResult>;
  signRaw: (request: SignerPayloadRaw) => Promise<SignerResult>;
} {
  let id = 0;
  const expectOwn = (address: string): void => {
    if (typeof address !== 'string') throw refuse('address', address, 'give a string');
    if (hex(decodeAddress(address, -1)) !== hex(key.publicKey)) throw refusal(`the signer has the key of ${key.address}`, `it does not sign for ${address}`);
  };
  const consent = async (cards: readonly Card[], request: SignerPayloadJSON | SignerPayloadRaw): Promise<void> => {
    if ((await approve(cards, request)) !== true) throw refusal('the user did not approve', 'nothing was signed');
  };
  return {
    async signPayload(request) {
      const { address, version, assetId = null, signedExtensions, mode = 0, metadataHash = null } = object(request, 'the request');
      expectOwn(address);
      if (version !== 4) throw refuse('version', version, 'only version 4 is signed, a number');
      if (assetId !== null) throw refusal('the fee is to be paid in an asset', 'leave assetId out');
      const same = Array.isArray(signedExtensions) && signedExtensions.length === EXTENSIONS.length;
      if (!same || EXTENSIONS.some((name, at) => name !== signedExtensions[at])) {
        throw refusal('the transaction extensions are not those of Bittensor', `they have to be ${EXTENSIONS.join(', ')}`);
      }
      if (mode !== 0 && mode !== 1) throw refuse('mode', mode, 'give 1 with a metadata hash, or 0');
      if ((mode === 1) !== (metadataHash !== null)) throw refusal('mode and metadata hash do not go together', 'give both or neither');
      const currentBlock = u32(request.blockNumber, 'blockNumber');
      const payload = signingPayload(fromHex(request.method, 'method'), {
        ...decodeEra(fromHex(request.era, 'era')),
        nonce: u32(request.nonce, 'nonce'),
        tip: whole('u64', request.tip, 'tip'),
        specVersion: u32(request.specVersion, 'specVersion'),
        transactionVersion: u32(request.transactionVersion, 'transactionVersion'),
        genesisHash: fromHex(request.genesisHash, 'genesisHash'),
        blockHash: fromHex(request.blockHash, 'blockHash'),
        metadataHash: metadataHash === null ? null : fromHex(metadataHash, 'metadataHash'),
      });
      const proof = mode === 1 ? ((await proofFor(payload, request)) ?? null) : null;
      if (mode === 1 && proof === null) throw refusal('the payload signs a metadata hash', 'give polkadotSigner a proofFor that fetches its metadata proof');
      const review = new Review(payload, key.publicKey, { currentBlock, proof });
      await consent(review.cards(), request);
      review.approve();
      return { id: (id += 1), signature: hex(review.sign(key)) as `0x${string}` };
    },

    async signRaw(request) {
      const { address, type } = object(request, 'the request');
      expectOwn(address);
      if (type !== 'bytes') throw refusal(`raw data of type ${String(type)}`, 'ask signPayload for a transaction: it can be shown');
      const message = fromHex(request.data, 'data');
      await consent(rawCards(message, key.address), request);
      return { id: (id += 1), signature: hex(key.sign(wrapped(message))) as `0x${string}` };
    },
  };
}
