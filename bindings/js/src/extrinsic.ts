// Calls, signing payloads, their review card by card, and extrinsics.
import type { Extrinsic, TxExtension } from './abi.js';
import { type Keypair, holds } from './keys.js';
import { abi, accountId } from './runtime.js';
import { NanotaoError, bytes, type AccountId, type Bytes } from './values.js';

/** The genesis hash of Bittensor's main network. */
export const FINNEY = '0x2f0555cc76fc2840a25a6ea3b9637146806f1f44b090c175ffde2a7e5ab36c03';

/** What goes with a call into its signing payload; without an era it lasts for ever, and it is for finney. */
export type SigningOptions = Pick<TxExtension, 'nonce' | 'specVersion'> & Partial<TxExtension>;

function extension(options: SigningOptions): TxExtension {
  const { genesisHash = FINNEY, eraPeriod = 0 } = options;
  const birth = options.blockHash ?? (eraPeriod === 0 ? genesisHash : undefined);
  if (birth === undefined) throw new NanotaoError('a mortal era needs blockHash', 'give the hash of the birth block that era() tells');
  return { tip: 0, eraPhase: 0, transactionVersion: 1, ...options, eraPeriod, genesisHash, blockHash: birth };
}

/** Computes the era that begins at a block (`Era::mortal`): its period, its phase, and the block whose hash is signed. */
export const era = (period: bigint | number, currentBlock: bigint | number): { eraPeriod: number; eraPhase: number; birthBlock: bigint } =>
  abi.nanotao_era_mortal({ period, currentBlock });

/** Writes the signing payload of a call. */
export const payload = (call: Bytes, options: SigningOptions): Uint8Array => abi.nanotao_call_payload({ call, extension: extension(options) });

/** Names the pallet and the function of a call, by the table of a spec version. */
export function callName(call: Bytes, specVersion: number): { pallet: string; function: string } {
  return abi.nanotao_call_name({ specVersion, call });
}

export interface Card {
  label: string;
  value: string;
}

/** The cards of a payload. Whoever signs has to read them all first, in their order. */
export class Review implements Iterable<Card> {
  readonly #payload: Uint8Array;
  readonly #signer: Uint8Array;
  #state: Uint8Array;
  /** How many cards there are. */
  readonly length: number;

  /** Decodes every byte of a payload. With the current block, the cards tell for how long it is valid. */
  constructor(payload: Bytes, signer: AccountId, { currentBlock = null }: { currentBlock?: number | null } = {}) {
    this.#payload = bytes(payload, 'payload').slice();
    this.#signer = accountId(signer, 'signer').slice();
    const { review, cardCount } = abi.nanotao_review_init({ payload: this.#payload, account: this.#signer, currentBlock });
    this.#state = review;
    this.length = cardCount;
  }

  /** Fetches a card, which counts as shown from then on: one that was fetched before, or the next one. */
  card(index: number): Card {
    const { review, label, value } = abi.nanotao_review_card({ review: this.#state, payload: this.#payload, index });
    this.#state = review;
    return { label, value };
  }

  *[Symbol.iterator](): Iterator<Card> {
    for (let index = 0; index < this.length; index += 1) yield this.card(index);
  }

  /** Takes the user's consent, once all cards were fetched. Call it on nothing but the user's own action. */
  approve(): void {
    this.#state = abi.nanotao_review_approve({ review: this.#state });
  }

  /** Signs the payload, once: the signature with its scheme in front. It is verified before it is handed out. */
  sign(key: Keypair): Uint8Array {
    const { review, signature } = key.use((secret, random) =>
      abi.nanotao_review_sign({ review: this.#state, payload: this.#payload, key: secret, random }),
    );
    this.#state = review;
    return signature;
  }

  /** Puts the signed extrinsic together. */
  extrinsic(signature: Bytes): Uint8Array {
    return encodeExtrinsic(this.#payload, this.#signer, signature);
  }
}

/** Signs a payload that nobody reviews, and puts the extrinsic together: for a validator's own program. */
export const signExtrinsic = (payload: Bytes, key: Keypair): Uint8Array =>
  key.use((secret, random) => abi.nanotao_hazmat_extrinsic({ key: secret, payload, random }));

/** Puts a signed extrinsic together, of the payload and its signature with the scheme in front, which is verified. */
export const encodeExtrinsic = (payload: Bytes, signer: AccountId, signature: Bytes): Uint8Array =>
  abi.nanotao_extrinsic_encode({ payload, account: signer, signature });

/** Takes a signed extrinsic apart. The call is not decoded, the signature not verified. */
export const parseExtrinsic = (extrinsic: Bytes): Extrinsic => abi.nanotao_extrinsic_parse({ extrinsic });

/** Writes the payload that an extrinsic's signature is over, given the chain that it is for and the hash of its era's first block. */
export function extrinsicPayload(extrinsic: Bytes, context: Omit<SigningOptions, 'nonce' | 'tip' | 'eraPeriod' | 'eraPhase'>): Uint8Array {
  const { eraPeriod } = parseExtrinsic(extrinsic);
  // Nonce, tip and era are the extrinsic's own; the period only decides whether a block hash is needed.
  const { blockHash } = extension({ ...context, nonce: 0, eraPeriod });
  return abi.nanotao_extrinsic_payload({ extrinsic, context: extension({ ...context, nonce: 0, blockHash }) });
}

/** Tells whether a signature, with its scheme in front, is the account's of a payload, by the chain's rule. */
export const verifyPayload = (payload: Bytes, account: AccountId, signature: Bytes): boolean =>
  holds(() => abi.nanotao_signature_verify({ payload, account, signature }));
