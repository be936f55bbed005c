// Calls, signing payloads, their review card by card, and extrinsics.
import { CONSTANTS } from './abi.js';
import type { Axon, Extrinsic, HiddenWeights, Reveal, RevealTerms, TxExtension } from './abi.js';
import { type Keypair, holds, lend } from './keys.js';
import { accountId, copyList } from './layout.js';
import { abi } from './runtime.js';
import { NanotaoError, bytes, object, refuse, type AccountId, type Argument, type Bytes } from './values.js';

/** The genesis hash of Bittensor's main network. */
export const FINNEY = '0x2f0555cc76fc2840a25a6ea3b9637146806f1f44b090c175ffde2a7e5ab36c03';

/** What goes with a call into its signing payload; without an era it lasts for ever, and it is for finney. */
export type SigningOptions = Pick<TxExtension, 'nonce' | 'specVersion'> & Partial<TxExtension>;

function extension(options: SigningOptions): TxExtension {
  const { genesisHash = FINNEY, eraPeriod = 0 } = object(options, 'options');
  const birth = options.blockHash ?? (eraPeriod === 0 ? genesisHash : undefined);
  if (birth === undefined) throw new NanotaoError('a mortal era needs blockHash', 'give the hash of the birth block that era() tells');
  return { tip: 0, eraPhase: 0, transactionVersion: 1, ...options, eraPeriod, genesisHash, blockHash: birth };
}

/** Computes the era that begins at a block (`Era::mortal`): its period, its phase, and the block whose hash is signed. */
export const era = (period: bigint | number, currentBlock: bigint | number): { eraPeriod: number; eraPhase: number; birthBlock: bigint } =>
  abi.nanotao_era_mortal({ period, currentBlock });

/** Writes the signing payload of a call. */
export const payload = (call: Bytes, options: SigningOptions): Uint8Array => abi.nanotao_call_payload({ call, extension: extension(options) });

type U64 = bigint | number;
type Numbers = ArrayLike<number>;

/** The call of a payload that ends in this extension: what stands before it. */
const ENDING = { nonce: 0, specVersion: 475 };
const callOf = (whole: Uint8Array): Uint8Array => whole.slice(0, whole.length - payload([], ENDING).length);

/** Writes the call `SubtensorModule.set_weights`. */
export const setWeightsCall = (netuid: number, uids: Numbers, weights: Numbers, versionKey: U64): Uint8Array =>
  callOf(abi.nanotao_set_weights_payload({ netuid, uids, weights, versionKey, extension: extension(ENDING) }));

/** Writes the call `SubtensorModule.set_mechanism_weights`. */
export const setMechanismWeightsCall = (netuid: number, mecid: number, uids: Numbers, weights: Numbers, versionKey: U64): Uint8Array =>
  callOf(abi.nanotao_set_mechanism_weights_payload({ netuid, mecid, uids, weights, versionKey, extension: extension(ENDING) }));

/** Writes the call `SubtensorModule.commit_weights`, of a hash that `commitHash` makes. */
export const commitWeightsCall = (netuid: number, commitHash: Bytes): Uint8Array => abi.nanotao_call_commit_weights({ netuid, commitHash });

/** Writes the call `SubtensorModule.reveal_weights`. */
export const revealWeightsCall = (netuid: number, uids: Numbers, values: Numbers, salt: Numbers, versionKey: U64): Uint8Array =>
  abi.nanotao_call_reveal_weights({ netuid, uids, values, salt, versionKey });

/** Writes the call `SubtensorModule.commit_timelocked_weights`. */
export const commitTimelockedWeightsCall = (netuid: number, commit: Bytes, revealRound: U64, commitRevealVersion = 4): Uint8Array =>
  abi.nanotao_call_commit_timelocked_weights({ netuid, commit, revealRound, commitRevealVersion });

/** Writes the call `SubtensorModule.add_stake`; the amount is in rao. */
export const addStakeCall = (hotkey: AccountId, netuid: number, amountStaked: U64): Uint8Array =>
  abi.nanotao_call_add_stake({ hotkey, netuid, amountStaked });

/** Writes the call `SubtensorModule.remove_stake`; the amount is in alpha's smallest unit. */
export const removeStakeCall = (hotkey: AccountId, netuid: number, amountUnstaked: U64): Uint8Array =>
  abi.nanotao_call_remove_stake({ hotkey, netuid, amountUnstaked });

/** Writes the call `SubtensorModule.burned_register`. */
export const burnedRegisterCall = (netuid: number, hotkey: AccountId): Uint8Array => abi.nanotao_call_burned_register({ netuid, hotkey });

/** Writes the call `SubtensorModule.serve_axon`. */
export const serveAxonCall = (netuid: number, axon: Axon): Uint8Array => abi.nanotao_call_serve_axon({ netuid, axon });

/** Writes the call `Balances.transfer_keep_alive`; the value is in rao. */
export const transferKeepAliveCall = (dest: AccountId, value: U64): Uint8Array => abi.nanotao_call_transfer_keep_alive({ dest, value });

/** Names an argument of a call, and its type, by the table of a spec version. */
export const callArgument = (specVersion: number, pallet: string, name: string, index: number): { name: string; typeName: string } =>
  abi.nanotao_call_argument({ specVersion, pallet, function: name, index });

/**
 * Writes any call that the table of a spec version holds, of its arguments in their order; `pallet` and `name` as in metadata.
 * A string where an account belongs is its address.
 */
export function encodeCall(specVersion: number, pallet: string, name: string, args: readonly Argument[]): Uint8Array {
  if (!Array.isArray(args)) throw refuse('args', args, 'give an array');
  const typed = args.map((argument: Argument, index): Argument => {
    if (typeof argument !== 'string') return argument;
    const { typeName } = callArgument(specVersion, pallet, name, index);
    return /AccountId|MultiAddress/.test(typeName) ? { account: argument } : argument;
  });
  return abi.nanotao_call_encode({ specVersion, pallet, function: name, args: typed });
}

/** Names the pallet and the function of a call, by the table of a spec version. */
export function callName(call: Bytes, specVersion: number): { pallet: string; function: string } {
  return abi.nanotao_call_name({ specVersion, call });
}

export interface Card {
  label: string;
  value: string;
}

/** Cards of their labels and values in turn, each with a zero after it. */
function cardsOf(texts: Uint8Array): Card[] {
  const all = new TextDecoder('utf-8', { fatal: true }).decode(texts).split('\0');
  return Array.from({ length: all.length >> 1 }, (_, at) => ({ label: all[2 * at]!, value: all[2 * at + 1]! }));
}

/** Decodes a call, to read: by the table of a spec version, and to its last byte. */
export const callCards = (call: Bytes, specVersion: number): Card[] => cardsOf(abi.nanotao_call_texts({ specVersion, call }));

/** Decodes a signed extrinsic, to read. The signature is not verified. */
export const extrinsicCards = (extrinsic: Bytes, specVersion: number): Card[] => cardsOf(abi.nanotao_extrinsic_texts({ specVersion, extrinsic }));

/** What a metadata proof (RFC-78) says of its runtime. */
export interface Proof {
  /** The digest, which a payload signs as its metadata hash. */
  digest: Uint8Array;
  specVersion: number;
  specName: string;
  tokenSymbol: string;
  decimals: number;
  ss58Format: number;
  /** How many types and variants it describes. */
  leaves: number;
}

/** Reads a metadata proof. */
export function parseProof(proof: Bytes): Proof {
  const given = bytes(proof, 'proof');
  const { specNameOffset, specNameLen, tokenSymbolOffset, tokenSymbolLen, base58Prefix, ...rest } = abi.nanotao_proof_parse({ proof: given });
  const text = (at: number, length: number): string => new TextDecoder().decode(given.subarray(at, at + length));
  return { ...rest, specName: text(specNameOffset, specNameLen), tokenSymbol: text(tokenSymbolOffset, tokenSymbolLen), ss58Format: base58Prefix };
}

export interface ReviewOptions {
  /** The number of a recent block: the cards tell for how long the payload is valid. */
  currentBlock?: number | null;
  /** A metadata proof (RFC-78), whose digest the payload signs: it describes the payload in place of the tables. */
  proof?: Bytes | null;
}

/** A review that has begun, and how it goes on: by the tables, by a proof, or with the weights that it hides. */
class Begun {
  constructor(
    readonly payload: Uint8Array,
    readonly signer: Uint8Array,
    readonly state: Uint8Array,
    readonly length: number,
    readonly card: (given: { review: Uint8Array; payload: Uint8Array; index: number }) => { review: Uint8Array } & Card,
    readonly texts: (given: { review: Uint8Array; payload: Uint8Array }) => { review: Uint8Array; texts: Uint8Array },
    readonly sign: (given: { review: Uint8Array; payload: Uint8Array; key: Bytes; random: Bytes }) => { review: Uint8Array; signature: Uint8Array },
    readonly encode: (given: { payload: Uint8Array; account: Uint8Array; signature: Bytes }) => Uint8Array,
  ) {}
}

function begin(payload: Uint8Array, signer: Uint8Array, options: ReviewOptions): Begun {
  const { currentBlock = null, proof: given = null } = object(options, 'options');
  const begun = { payload, account: signer, currentBlock };
  if (given === null) {
    const { review, cardCount } = abi.nanotao_review_init(begun);
    return new Begun(
      payload, signer, review, cardCount,
      abi.nanotao_review_card, abi.nanotao_review_texts, abi.nanotao_review_sign, abi.nanotao_extrinsic_encode,
    );
  }
  const proof = bytes(given, 'proof').slice();
  const { review, cardCount } = abi.nanotao_review_init_by_proof({ ...begun, proof });
  return new Begun(
    payload, signer, review, cardCount,
    (card) => abi.nanotao_review_card_by_proof({ ...card, proof }),
    (all) => abi.nanotao_review_texts_by_proof({ ...all, proof }),
    (sign) => abi.nanotao_review_sign_by_proof({ ...sign, proof }),
    (encode) => abi.nanotao_extrinsic_encode_by_proof({ ...encode, proof }),
  );
}

/** The cards of a payload. Whoever signs has to read them all first, in their order. */
export class Review implements Iterable<Card> {
  readonly #begun: Begun;
  #state: Uint8Array;

  /** Decodes every byte of a payload: by the table of its spec version, or by its proof. */
  constructor(payload: Bytes, signer: AccountId, options?: ReviewOptions);
  /** @internal Goes on with a review that has begun. */
  constructor(begun: Begun);
  constructor(given: Bytes | Begun, signer?: AccountId, options: ReviewOptions = {}) {
    this.#begun = given instanceof Begun ? given : begin(bytes(given, 'payload').slice(), accountId(signer, 'signer').slice(), options);
    this.#state = this.#begun.state;
  }

  /** How many cards there are. */
  get length(): number {
    return this.#begun.length;
  }

  /** Fetches a card, which counts as shown from then on: one that was fetched before, or the next one. */
  card(index: number): Card {
    const { review, label, value } = this.#begun.card({ review: this.#state, payload: this.#begun.payload, index });
    this.#state = review;
    return { label, value };
  }

  /** Fetches all cards at once, which count as shown from then on: for a page that shows them all. One by one, many take long. */
  cards(): Card[] {
    const { review, texts } = this.#begun.texts({ review: this.#state, payload: this.#begun.payload });
    this.#state = review;
    return cardsOf(texts);
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
    const { payload } = this.#begun;
    const { review, signature } = lend(key, (secret, random) => this.#begun.sign({ review: this.#state, payload, key: secret, random }));
    this.#state = review;
    return signature;
  }

  /** Puts the signed extrinsic together. */
  extrinsic(signature: Bytes): Uint8Array {
    const { payload, signer } = this.#begun;
    return this.#begun.encode({ payload, account: signer, signature });
  }
}

/** What a review of locked weights comes with. */
export interface Timelocked {
  review: Review;
  /** What is signed. */
  payload: Uint8Array;
  /** When the commit is revealed. */
  reveal: Reveal;
}

/**
 * Locks weights until the round by which they are to be revealed, and begins the review of the payload that commits to them: its
 * cards show the reveal and the weights too. The rules are those of `specVersion`, 425 or 475. What is random comes from the
 * secret, 32 bytes that are kept for this or the seed of the hotkey, and from the system.
 */
export function reviewTimelocked(given: HiddenWeights, terms: RevealTerms, options: SigningOptions, secret: Bytes): Timelocked {
  const weights = {
    ...object(given, 'weights'),
    hotkey: accountId(given.hotkey, 'weights.hotkey').slice(),
    uids: copyList('u16', given.uids ?? [], 'weights.uids') as Uint16Array,
    values: copyList('u16', given.values ?? [], 'weights.values') as Uint16Array,
  };
  const fresh = crypto.getRandomValues(new Uint8Array(CONSTANTS.TIMELOCK_SECRET_LEN));
  try {
    const { review, payload, reveal, cardCount } = abi.nanotao_review_init_timelocked({
      weights, terms, extension: extension(options), secret, fresh,
    });
    const begun = new Begun(
      payload, weights.hotkey, review, cardCount,
      (card) => abi.nanotao_review_card_timelocked({ ...card, weights }),
      (all) => abi.nanotao_review_texts_timelocked({ ...all, weights }),
      (sign) => abi.nanotao_review_sign_timelocked({ ...sign, weights }),
      abi.nanotao_extrinsic_encode,
    );
    return { review: new Review(begun), payload: payload.slice(), reveal };
  } finally {
    fresh.fill(0);
  }
}

/** Signs a payload that nobody reviews, and puts the extrinsic together: for a validator's own program. */
export const signExtrinsic = (payload: Bytes, key: Keypair): Uint8Array =>
  lend(key, (secret, random) => abi.nanotao_hazmat_extrinsic({ key: secret, payload, random }));

/** Puts a signed extrinsic together, of the payload and its signature with the scheme in front, which is verified. */
export const encodeExtrinsic = (payload: Bytes, signer: AccountId, signature: Bytes): Uint8Array =>
  abi.nanotao_extrinsic_encode({ payload, account: signer, signature });

/** A signed extrinsic, taken apart; the signature with its scheme in front. */
export type ParsedExtrinsic = Omit<Extrinsic, 'signatureLen' | 'callOffset' | 'callLen'> & { call: Uint8Array };

/** Takes a signed extrinsic apart. The call is not decoded, the signature not verified. */
export function parseExtrinsic(extrinsic: Bytes): ParsedExtrinsic {
  const given = bytes(extrinsic, 'extrinsic');
  const { callOffset, callLen, signatureLen, signature, ...rest } = abi.nanotao_extrinsic_parse({ extrinsic: given });
  return { ...rest, signature: signature.slice(0, signatureLen), call: given.slice(callOffset, callOffset + callLen) };
}

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
