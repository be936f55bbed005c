// A signer for polkadot-js: it shows what it signs, and signs what was approved.
import { type Card, Review, payload as signingPayload } from './extrinsic.js';
import { type Keypair, decodeAddress } from './keys.js';
import { NanotaoError, type Bytes, bytes, hex } from './values.js';

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

/** Period and phase of an era in one or two bytes (`Era`). */
function decodeEra(encoded: Uint8Array): { eraPeriod: number; eraPhase: number } {
  const [low = 0, high] = encoded;
  if (high === undefined) return { eraPeriod: 0, eraPhase: 0 };
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
    if (hex(decodeAddress(address, -1)) !== hex(key.publicKey)) throw refusal(`the signer has the key of ${key.address}`, `it does not sign for ${address}`);
  };
  const consent = async (cards: readonly Card[], request: SignerPayloadJSON | SignerPayloadRaw): Promise<void> => {
    if ((await approve(cards, request)) !== true) throw refusal('the user did not approve', 'nothing was signed');
  };
  return {
    async signPayload(request) {
      expectOwn(request.address);
      if (request.version !== 4) throw refusal(`the extrinsic has version ${request.version}`, 'only version 4 is signed');
      if (request.assetId !== undefined && request.assetId !== null) throw refusal('the fee is to be paid in an asset', 'leave assetId out');
      if (request.signedExtensions.join() !== EXTENSIONS.join()) {
        throw refusal('the transaction extensions are not those of Bittensor', `they have to be ${EXTENSIONS.join(', ')}`);
      }
      const hashed = request.mode === 1;
      if (hashed !== (request.metadataHash !== undefined && request.metadataHash !== null)) throw refusal('mode and metadata hash do not go together', 'give both or neither');
      const payload = signingPayload(bytes(request.method, 'method'), {
        ...decodeEra(bytes(request.era, 'era')),
        nonce: Number(request.nonce),
        tip: BigInt(request.tip),
        specVersion: Number(request.specVersion),
        transactionVersion: Number(request.transactionVersion),
        genesisHash: request.genesisHash,
        blockHash: request.blockHash,
        metadataHash: hashed ? request.metadataHash! : null,
      });
      const proof = hashed ? await proofFor(payload, request) : null;
      const review = new Review(payload, key.publicKey, { currentBlock: Number(request.blockNumber), proof });
      await consent([...review], request);
      review.approve();
      return { id: (id += 1), signature: hex(review.sign(key)) as `0x${string}` };
    },

    async signRaw(request) {
      expectOwn(request.address);
      if (request.type !== 'bytes') throw refusal(`raw data of type ${request.type}`, 'ask signPayload for a transaction: it can be shown');
      const data = bytes(request.data, 'data');
      await consent(rawCards(data, key.address), request);
      return { id: (id += 1), signature: hex(key.sign(wrapped(data))) as `0x${string}` };
    },
  };
}
