// Every value in a call, in the order of its bytes.
import type { Item as RawItem } from './abi.js';
import { CONSTANTS } from './abi.js';
import { abi } from './runtime.js';
import { NanotaoError, bytes, type Bytes } from './values.js';

/**
 * What an item is, and its value: numbers are bigints; a list has as many elements as it says, which follow, deeper than it; the
 * fields of a variant follow its name.
 */
export type CallItemValue =
  | { kind: 'bool'; value: boolean }
  | { kind: 'char' | 'text' | 'variant'; value: string }
  | { kind: 'unsigned' | 'signed'; value: bigint }
  | { kind: 'bytes'; value: Uint8Array }
  | { kind: 'u16s'; value: Uint16Array }
  | { kind: 'bits'; value: boolean[] }
  | { kind: 'list'; value: number };

/** A value in a call, or what stands for the values inside it. */
export type CallItem = CallItemValue & {
  /** Where it lies, as `.SubtensorModule.add_stake.hotkey`, or nothing for the call as a whole. */
  path: string;
  /** The name of its type, as `TaoBalance`, or nothing. */
  typeName: string;
  /** How deep it lies. */
  depth: number;
  /** Where its bytes begin. */
  offset: number;
};

const little = (data: Uint8Array): bigint => data.reduceRight((all, byte) => (all << 8n) | BigInt(byte), 0n);

function valueOf({ kind, low, high, dataLen, name }: RawItem, data: Uint8Array): CallItemValue {
  const own = data.slice(0, dataLen);
  const number = (high << 64n) | low;
  switch (kind) {
    case CONSTANTS.ITEM_BOOL: return { kind: 'bool', value: low === 1n };
    case CONSTANTS.ITEM_CHAR: return { kind: 'char', value: String.fromCodePoint(Number(low)) };
    case CONSTANTS.ITEM_TEXT: return { kind: 'text', value: new TextDecoder().decode(own) };
    case CONSTANTS.ITEM_UNSIGNED: return { kind: 'unsigned', value: number };
    case CONSTANTS.ITEM_SIGNED: return { kind: 'signed', value: BigInt.asIntN(128, number) };
    case CONSTANTS.ITEM_WIDE: {
      const wide = little(data.slice(0, 32));
      return low === 1n ? { kind: 'signed', value: BigInt.asIntN(256, wide) } : { kind: 'unsigned', value: wide };
    }
    case CONSTANTS.ITEM_U16S: return { kind: 'u16s', value: Uint16Array.from({ length: dataLen }, (_, at) => data[2 * at]! | (data[2 * at + 1]! << 8)) };
    case CONSTANTS.ITEM_BITS: return { kind: 'bits', value: Array.from({ length: Number(low) }, (_, at) => ((data[at >> 3]! >> (at & 7)) & 1) === 1) };
    case CONSTANTS.ITEM_LIST: return { kind: 'list', value: Number(low) };
    case CONSTANTS.ITEM_VARIANT: return { kind: 'variant', value: name };
    default: return { kind: 'bytes', value: own };
  }
}

function all(input: Uint8Array, fetch: (index: number) => { item: RawItem; path: string }): CallItem[] {
  for (const items: CallItem[] = []; ; ) {
    try {
      const { item, path } = fetch(items.length);
      const { typeName, depth, offset, dataOffset } = item;
      items.push({ path, typeName, depth, offset, ...valueOf(item, input.subarray(dataOffset)) });
    } catch (error) {
      if (error instanceof NanotaoError && error.status === 'NO_ITEM' && error.offset === items.length) return items;
      throw error;
    }
  }
}

/** Takes a call apart, by the table of a spec version. */
export function callItems(call: Bytes, specVersion: number): CallItem[] {
  const given = bytes(call, 'call');
  return all(given, (index) => abi.nanotao_call_item({ specVersion, call: given, index }));
}

/** Takes the call of a payload apart that a metadata proof (RFC-78) describes. The payload is verified as a whole. */
export function payloadItems(payload: Bytes, proof: Bytes): CallItem[] {
  const [given, described] = [bytes(payload, 'payload'), bytes(proof, 'proof')];
  return all(given, (index) => abi.nanotao_payload_item_by_proof({ payload: given, proof: described, index }));
}
