// Calls by the tables: encoded of their arguments, named, and shown.
import * as nanotao from 'nanotao';
import { data, same } from './help.mjs';

/** The fields of structs in the order of metadata: the files have them by name. */
const FIELDS = [
  'name', 'subnet_name', 'url', 'github_repo', 'subnet_contact', 'subnet_url', 'image', 'discord', 'description', 'logo_url', 'additional',
];
const isAccount = (kind) => /AccountId|Lookup|MultiAddress/.test(kind);

function argument(spec, kind, value) {
  if (Array.isArray(value)) return value.map((element) => argument(spec, kind, element));
  if (typeof value === 'string') return text(spec, kind, value);
  if (value !== null && typeof value === 'object') return struct(spec, kind, value);
  return value;
}

function text(spec, kind, value) {
  if (value.startsWith('0x')) {
    const made = data(value);
    return made.length === 32 && isAccount(kind) ? { account: made } : made;
  }
  // As the SDK's file puts it.
  const transfer = /^transfer (\d+) to (\w)(\w*)$/.exec(value);
  if (transfer !== null) {
    const [, amount, first, rest] = transfer;
    const { address } = nanotao.Keypair.createFromUri(`//${first.toUpperCase()}${rest}`);
    return { encoded: nanotao.encodeCall(spec, 'Balances', 'transfer_keep_alive', [address, BigInt(amount)]) };
  }
  if (/^-?\d+$/.test(value)) return BigInt(value);
  return isAccount(kind) ? { account: value } : value;
}

/** A call within a call, an identity, or a variant with fields. */
function struct(spec, kind, value) {
  if ('module' in value) return { encoded: encoded(spec, value.module, value.function, value) };
  const fields = FIELDS.filter((name) => name in value);
  if (fields.length > 0) return fields.map((name) => argument(spec, kind, value[name]));
  const [[variant, of]] = Object.entries(value);
  return [variant, ...Object.values(of).map((field) => argument(spec, kind, field))];
}

function encoded(spec, pallet, name, given) {
  const args = Object.keys(given).filter((key) => key !== 'module' && key !== 'function');
  const types = args.map((_, index) => nanotao.callArgument(spec, pallet, name, index));
  return nanotao.encodeCall(spec, pallet, name, types.map((one) => argument(spec, one.typeName, given[one.name])));
}

/** Encodes a call, and reads its name back. */
function bothWays(spec, pallet, name, given, expected) {
  const read = nanotao.callName(expected, spec);
  // What stands for the call comes first, before its arguments.
  const [first, second] = nanotao.callItems(expected, spec);
  return (
    same([first.value, second.value, second.path], [pallet, name, `.${pallet}`]) &&
    same(encoded(spec, pallet, name, given), expected) && same([read.pallet, read.function], [pallet, name]) &&
    nanotao.callCards(expected, spec).length > 0
  );
}

const isIndexed = (one) => same(data(one.encoded).slice(0, 2), [one.pallet_index, one.call_index]);

export const CALLS = [
  ['chain/calls.json', 'cases', (one) => bothWays(425, one.pallet, one.call, one.args, data(one.encoded)) && isIndexed(one)],
  ['clients/golden_spec461.json', 'calls', (one, { network }) => bothWays(network.spec_version, one.module, one.function, one.params, data(one.data_hex))],
];
