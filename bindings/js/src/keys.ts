import { CONSTANTS } from './abi.js';
import { accountId } from './layout.js';
import { abi } from './runtime.js';
import { NanotaoError, bytes, object, refuse, type AccountId, type Bytes, type Text } from './values.js';

export type KeypairType = 'sr25519' | 'ed25519';

const SCHEMES: Readonly<Record<KeypairType, number>> = { ed25519: CONSTANTS.SCHEME_ED25519, sr25519: CONSTANTS.SCHEME_SR25519 };

function scheme(type: KeypairType): number {
  if (!Object.hasOwn(SCHEMES, type)) throw new NanotaoError(`no keys are of type ${String(type)}`, 'give sr25519 or ed25519');
  return SCHEMES[type];
}

/** Writes the address of an account (SS58). */
export const encodeAddress = (account: Bytes, ss58Format = CONSTANTS.SS58_PREFIX as number): string =>
  abi.nanotao_ss58_encode({ account: bytes(account, 'account'), prefix: ss58Format });

/** Reads the account of an address; of any network if `ss58Format` is -1. */
export function decodeAddress(address: string, ss58Format = CONSTANTS.SS58_PREFIX as number): Uint8Array {
  const { account, prefix } = abi.nanotao_ss58_parse({ address });
  if (ss58Format !== -1 && prefix !== ss58Format) {
    throw new NanotaoError(`the address is of network ${prefix}`, `give one of network ${ss58Format}, or -1 for any`);
  }
  return account;
}

/** Writes the address of what need not be an account (polkadot-js' `encodeAddress`): 32 or 33 bytes, or an index of 1, 2, 4 or 8. */
export const encodePayloadAddress = (payload: Bytes, ss58Format = CONSTANTS.SS58_PREFIX as number): string =>
  abi.nanotao_ss58_encode_payload({ payload, prefix: ss58Format });

/** Computes the chain code of a step's name (`//name`, `/name`), as `sp-core` does: `0x00` is text, `+7` and `007` are the number 7. */
export const chainCode = (name: string): Uint8Array => abi.nanotao_chain_code({ name });

/** Makes a new phrase of 12, 15, 18, 21 or 24 words. */
export function mnemonicGenerate(words: 12 | 15 | 18 | 21 | 24 = 12): string {
  if (![12, 15, 18, 21, 24].includes(words)) throw new NanotaoError(`a phrase of ${String(words)} words`, 'ask for 12, 15, 18, 21 or 24');
  const entropy = crypto.getRandomValues(new Uint8Array((words * 4) / 3));
  try {
    return entropyToMnemonic(entropy);
  } finally {
    entropy.fill(0);
  }
}

/** Writes entropy as a phrase. */
export const entropyToMnemonic = (entropy: Bytes): string => abi.nanotao_mnemonic_phrase({ entropy });

/** Reads the entropy of a phrase. */
export const mnemonicToEntropy = (phrase: Text): Uint8Array => abi.nanotao_mnemonic_entropy({ phrase });

/** Computes the mini secret key (the seed) of a phrase, by the substrate rule. */
export const mnemonicToMiniSecret = (phrase: Text, password: Text = ''): Uint8Array =>
  abi.nanotao_mnemonic_mini_secret({ phrase, password });

/** Computes the account of a multisig (`multi_account_id`); the signatories, all of them, in any order. */
export const multiAccountId = (signatories: readonly AccountId[], threshold: number): Uint8Array =>
  abi.nanotao_multi_account_id({ signatories, threshold });

/** Tells what a check says that throws where the answer is no. */
export function holds(check: () => void): boolean {
  try {
    check();
    return true;
  } catch (error) {
    if (error instanceof NanotaoError && /^(BAD|MALFORMED|TIMELOCK_WRONG|TIMELOCK_INVALID)_SIGNATURE$/.test(error.status)) return false;
    throw error;
  }
}

/** Tells whether a signature, with its scheme in front, is the account's of a message, also of `<Bytes>` around it. */
export function verifyMessage(message: Bytes, signature: Bytes, account: AccountId): boolean {
  const given = { message: bytes(message, 'message'), account: accountId(account, 'account'), signature: bytes(signature, 'signature') };
  return holds(() => abi.nanotao_message_verify(given)) || holdsWrapped(given);
}

const holdsWrapped = (given: { message: Uint8Array; account: Uint8Array; signature: Uint8Array }): boolean =>
  holds(() => abi.nanotao_message_verify_wrapped({ ...given, scratch: given.message.length + CONSTANTS.WRAPPING_LEN }));

/** Wipes what a key pair left behind that nobody freed. */
const forgotten = new FinalizationRegistry<Uint8Array>((secret) => secret.fill(0));

/** @internal Lends a key's secret, and random bytes, for one call. It is for this package's own modules: nothing exports it. */
export let lend: <T>(pair: Keypair, call: (key: Uint8Array, random: Uint8Array) => T) => T;

/** A key pair, or the public half of one. Its secret is wiped by `free`, at the end of a `using` block, or when the object is collected. */
export class Keypair {
  readonly #secret: Uint8Array;
  readonly type: KeypairType;
  readonly publicKey: Uint8Array;
  readonly address: string;

  /** The key without its secret, decoded already; it verifies. */
  readonly #verifier: Uint8Array;

  static {
    lend = (pair, call) => {
      if (typeof pair !== 'object' || pair === null || !(#secret in pair)) throw refuse('key', pair, 'give a Keypair');
      return call(pair.#secret, crypto.getRandomValues(new Uint8Array(32)));
    };
  }

  private constructor(secret: Uint8Array, type: KeypairType) {
    this.#secret = secret;
    this.type = type;
    this.publicKey = abi.nanotao_key_account({ key: secret }).account;
    this.address = encodeAddress(this.publicKey);
    this.#verifier = abi.nanotao_key_from_account({ scheme: scheme(type), account: this.publicKey });
    forgotten.register(this, secret, this);
  }

  /** Makes the key that a secret URI names: `[phrase | 0x seed] (//hard | /soft)* [///password]`. */
  static createFromUri(suri: Text, type: KeypairType = 'sr25519'): Keypair {
    return new Keypair(abi.nanotao_key_from_uri({ scheme: scheme(type), uri: suri }), type);
  }

  /** Makes a key from a mini secret key of 32 bytes. */
  static createFromSeed(seed: Bytes, type: KeypairType = 'sr25519'): Keypair {
    return new Keypair(abi.nanotao_key_from_mini_secret({ scheme: scheme(type), secret: seed }), type);
  }

  /** Makes a key from a phrase. */
  static createFromMnemonic(phrase: Text, type: KeypairType = 'sr25519', password: Text = ''): Keypair {
    const seed = mnemonicToMiniSecret(phrase, password);
    try {
      return Keypair.createFromSeed(seed, type);
    } finally {
      seed.fill(0);
    }
  }

  /** Makes a key of an account that has no secret: it verifies, sooner than `verifyMessage` where it does so often. */
  static createFromAccount(account: AccountId, type: KeypairType = 'sr25519'): Keypair {
    return new Keypair(abi.nanotao_key_from_account({ scheme: scheme(type), account }), type);
  }

  /**
   * Signs any bytes as they are: 64 bytes, or with the scheme in front. For requests between machines; where a person signs,
   * `Review` shows what it is. The signature is verified before it is handed out.
   */
  sign(message: Bytes, options: { withType?: boolean } = {}): Uint8Array {
    const { withType = false } = object(options, 'options');
    const signature = lend(this, (key, random) => abi.nanotao_hazmat_sign({ key, message, random }));
    return withType ? signature : signature.slice(1);
  }

  /** Tells whether a signature of a message is this account's, also where it is over `<Bytes>` around it. */
  verify(message: Bytes, signature: Bytes): boolean {
    const given = { message: bytes(message, 'message'), account: this.publicKey, signature: bytes(signature, 'signature') };
    if (given.signature.length === 64) given.signature = Uint8Array.of(scheme(this.type), ...given.signature);
    return holds(() => abi.nanotao_key_verify({ ...given, key: this.#verifier })) || holdsWrapped(given);
  }

  /** Wipes the secret. Whatever needs it throws from then on. */
  free(): void {
    this.#secret.fill(0);
    forgotten.unregister(this);
  }

  [Symbol.dispose](): void {
    this.free();
  }
}
