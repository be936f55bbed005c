// Writes src/abi.ts: what the C header says of every function and struct, for src/runtime.ts to read and for the
// compiler to check. `node abi.mjs`
import { readFileSync, writeFileSync } from 'node:fs';

const read = (path) => readFileSync(new URL(path, import.meta.url), 'utf8');
const header = read('../../ffi/include/nanotao.h');
const layouts = read('../../ffi/abi/layouts.txt');

const camel = (name) => name.replace(/_(\w)/g, (_, letter) => letter.toUpperCase());
const pascal = (name) => camel(`_${name}`);
/** A comment's lines, without their stars. */
const text = (comment) => comment.replace(/^\s*\* ?/gm, '').trim();
const short = { uint8_t: 'u8', uint16_t: 'u16', uint32_t: 'u32', uint64_t: 'u64', size_t: 'u32' };
// Every int64_t that goes in or comes out is a fixed-point number with 32 bits after the point.
Object.assign(short, { int16_t: 'i16', int64_t: 'i32f32', float: 'f32', double: 'f64', char: 'char' });
for (const [, type, name] of header.matchAll(/^typedef (u?int\d+_t) (nanotao_\w+);/gm)) short[name] = short[type];
const typeOf = (c) => short[c] ?? c.replace(/^(const )?(struct )?nanotao_/, '');
/** What is 1 or 0 is a boolean in JavaScript. */
const isFlag = (type, doc) => /^u(8|16|32)$/.test(type) && /\b1 or 0\b|\b1 (if|for)\b|^1; or 0\b/.test(doc);
const flagged = (type, doc) => (isFlag(type, doc) ? `flag${type.slice(1)}` : type);

// Constants: the statuses stand between the first one and the schemes.
const define = /^#define NANOTAO_(\w+) (\d+)$/gm;
const constants = Object.fromEntries([...header.matchAll(define)].map(([, name, value]) => [name, value]));
const [from, to] = ['#define NANOTAO_OK ', '#define NANOTAO_SCHEME_'].map((mark) => header.indexOf(mark));
const statuses = [...header.slice(from, to).matchAll(define)].map(([, name, value]) => [value, name]);

// Structs: fields with their places on a machine of 32 bits.
const places = Object.fromEntries(
  [...layouts.matchAll(/^nanotao_(\S+) \S+ (\S+)$/gm)].map(([, name, place]) => [name, place.split('+').map(Number)]),
);
const structs = {};
for (const [, name, body] of header.matchAll(/^typedef struct nanotao_(\w+) \{\n([\s\S]*?)^\}/gm)) {
  const fields = [];
  for (const [, comment, c, star, field, count] of body.matchAll(
    /\/\*\*([\s\S]*?)\*\/\s*((?:const )?(?:struct )?\w+) (\*?)(\w+)(?:\[(\w+)\])?;/g,
  )) {
    const [at, size] = places[`${name}.${field}`];
    const doc = text(comment);
    const type = flagged(typeOf(c.replace('const ', '')), doc);
    const kind = star ? (c.startsWith('const') ? 'list' : 'lists') : count ? 'bytes' : 'value';
    fields.push({ name: field, at, size, type, kind, doc });
  }
  structs[name] = { size: places[name][0], fields };
}
/** What is a bigint alone: fixed-point numbers, and what has 128 bits. */
const isNumber = (name) => /^([ui]\d+f\d+|u128)$/.test(name);
const isBytes = (name) => ['bytes', 'opaque'].includes(structs[name]?.fields[0]?.name);
/** Fields that follow from others: sizes, lengths, whether there is one. */
const lengthOf = (struct, field) => {
  if (struct.fields.some(({ name }) => name === `${field}_len`)) return `${field}_len`;
  return 'neurons';
};
const isImplied = (struct, { name }) =>
  /^(struct_size|reserved)$/.test(name) ||
  struct.fields.some((field) => `has_${field.name}` === name) ||
  struct.fields.some((field) => field.kind === 'list' && lengthOf(struct, field.name) === name);

/** Structs that are given, and those that come out; of one that is both, the latter has a name of its own. */
const [taken, made] = [new Set(), new Set()];
const use = (into, type) => {
  if (!structs[type] || into.has(type)) return;
  into.add(type);
  for (const field of structs[type].fields) use(into, field.type);
};
const outName = (type) => `${pascal(type)}${taken.has(type) ? 'Result' : ''}`;

/** The type of a value in TypeScript, as it is given or as it comes out. */
const typed = (type, out) => {
  if (type.startsWith('flag')) return 'boolean';
  if (/^[ui]64$/.test(type)) return out ? 'bigint' : 'bigint | number';
  if (isNumber(type)) return 'bigint';
  if (/^([ui]\d+|f\d+)$/.test(type)) return 'number';
  if (type === 'arg') return 'Argument';
  if (type === 'account_id') return out ? 'Uint8Array' : 'AccountId';
  if (isBytes(type)) return out ? 'Uint8Array' : 'Bytes';
  return out ? outName(type) : pascal(type);
};
const arrays = { u8: 'Uint8Array', u16: 'Uint16Array', u32: 'Uint32Array', u64: 'BigUint64Array' };
Object.assign(arrays, { i32f32: 'BigInt64Array', f32: 'Float32Array', f64: 'Float64Array' });
const listed = (type, out) => {
  if (type === 'char') return out ? 'string' : 'Text';
  if (out) return arrays[type] ?? `${typed(type, true)}[]`;
  if (type === 'u8') return 'Bytes';
  return arrays[type] ? `ArrayLike<${typed(type)}>` : `readonly (${typed(type)})[]`;
};

// Functions: a role for each parameter, by its type, its neighbours, and what the comment says of it.
const functions = {};
const allDocs = {};
for (const [, comment, c, name, list] of header.matchAll(
  /\/\*\*((?:(?!\*\/)[\s\S])*)\*\/\n(\w+|const char) \*?(nanotao_\w+)\(([^)]*)\);/g,
)) {
  // Of what is as for another function, its comment tells more.
  const docs = { ...allDocs[text(comment).match(/^As `(nanotao_\w+)`/)?.[1]] };
  const told = (of, doc) => allDocs[doc.match(/^as for `(nanotao_\w+)`/)?.[1]]?.[of] ?? doc;
  const together = {};
  for (const [, names, doc] of text(comment).matchAll(/^- (`.*?): ((?:.|\n(?!-|\n))*)/gm)) {
    const all = [...names.matchAll(/`(\w+)`/g)].map(([, of]) => of);
    for (const of of all) [docs[of], together[of]] = [told(of, doc), all];
  }
  allDocs[name] = docs;
  const given = list === 'void' ? [] : list.split(/,\s*/).map((one) => one.match(/^(.*?)(\**)(\w+)$/).slice(1));
  const types = given.map(([ctype]) => typeOf(ctype.trim().replace(/^const /, '')));
  const nameAt = (at) => given[at]?.[2];
  const isPointer = (at) => given[at]?.[1] === '*';
  const isSize = (at) => given[at]?.[0].trim() === 'size_t' && !isPointer(at);
  const nextNumber = (at) => given.findIndex((_, of) => of > at && !isPointer(of));
  /** The parameter that says how long a list is: named after it, or one for all lists before it. */
  const lengthAfter = (at) => {
    const of = nameAt(at);
    const isLength = (next) => {
      const size = nameAt(next);
      if (size === `${of}_len`) return true;
      if (!/^(len|count|rows|members)$/.test(size) || (size === 'rows' && types[at] !== 'u16')) return false;
      const said = together[of]?.includes(size) || docs[of]?.includes(`\`${size}\` elements`) || docs[size]?.startsWith('in, of both');
      return said || next === at + 1;
    };
    return nameAt(given.findIndex((_, next) => next > at && isSize(next) && isLength(next)));
  };
  /** The length of bytes that go without one; what is "as many" follows it. */
  let exact;
  const params = given.map(([ctype, , param], at) => {
    const constant = ctype.startsWith('const ');
    const doc = docs[param] ?? '';
    const type = flagged(types[at], doc);
    if (param === 'position') return ['position', param];
    if (!isPointer(at)) {
      if (isSize(at) && /(^|_)cap$/.test(param)) return ['cap', nameAt(at - 1)];
      if (isSize(at) && given.some((_, of) => of < at && isPointer(of) && lengthAfter(of) === param)) return ['len', param];
      return ['scalar', param, type];
    }
    if (types[at] === 'u32' && /(^|_)len$/.test(param) && /(^|_)cap$/.test(nameAt(at - 1))) return ['written', nameAt(at - 2)];
    const next = nextNumber(at);
    // Buffers may share a room, if nothing that is given stands between.
    const apart = given.slice(at, next).some(([of]) => of.startsWith('const '));
    if (!apart && isSize(next) && (['cap', `${param}_cap`].includes(nameAt(next)) || (next === at + 1 && nameAt(next).endsWith('_cap')))) return ['buffer', param, type, nameAt(next - 1)];
    const length = lengthAfter(at);
    if (/^(memory|scratch)$/.test(param)) return ['outlist', param, type, length];
    if (/^out, (`\w+`|as many|one) elements?\b/.test(doc)) return ['outlist', param, type, length];
    if (length && /\bNULL\b/.test(doc)) return ['list?', param, type, length];
    if (length && doc.startsWith('out,')) return ['outlist', param, type, length];
    if (length) return [constant ? 'list' : 'inoutlist', param, type, length];
    if (constant && type === 'u8') {
      exact = constants[doc.match(/`NANOTAO_(\w+)` bytes/)?.[1]] ?? exact;
      return [/\bNULL\b/.test(doc) ? 'exact?' : 'exact', param, type, exact];
    }
    if (constant) return ['in', param, type, /\bNULL\b/.test(doc)];
    return [doc.startsWith('in and out') ? 'inout' : 'out', param, type];
  });
  const returns = { nanotao_status: 'status', 'const char': 'char' }[c] ?? short[c];
  if (returns) functions[name] = { returns, params };
}
// Keys behind one another: the length that follows is that of the list of their ends.
functions.nanotao_storage_key.params[5].splice(0, 3, 'list', 'keys', 'u8');
functions.nanotao_storage_key.params[5].length = 3;
delete functions.nanotao_key_wipe;

const isWork = (name) => /^(memory|scratch)$/.test(name);

/** What a function takes and gives, in TypeScript. */
function signature({ returns, params }) {
  const [args, made] = [[], []];
  for (const [role, name, type, more] of params) {
    const key = camel(name);
    if (role === 'scalar' || role === 'inout') args.push(`${key}: ${typed(type)}`);
    if (/^(in|inout)?list\??$/.test(role)) args.push(`${key}: ${listed(type)}${role === 'list?' ? ' | null' : ''}`);
    if (/^exact/.test(role)) args.push(`${key}: Bytes${role === 'exact?' ? ' | null' : ''}`);
    if (role === 'in') args.push(`${key}: ${typed(type)}${more ? ' | null' : ''}`);
    if (role === 'outlist') args.push(`${key}: number`);
    if (role === 'in' && structs[type]?.fields.some(({ kind }) => kind === 'lists')) made.push([key, outName(type)]);
    if (role === 'out' || role === 'inout') made.push([key, typed(type, true)]);
    if (/^(inoutlist|outlist|buffer)$/.test(role) && !isWork(name)) made.push([key, listed(type, true)]);
  }
  // `has_x` and `x` are one value, or null.
  const kept = made.filter(([key]) => !made.some(([other]) => camel(`has_${other}`) === key));
  const types = kept.map(([key, type]) => [key, kept.length === made.length ? type : `${type} | null`]);
  const alone = returns === 'status' ? 'void' : returns === 'char' ? 'string' : typed(returns, true);
  const all = `{ ${types.map((pair) => pair.join(': ')).join('; ')} }`;
  const result = types.length === 0 ? alone : types.length === 1 ? types[0][1] : all;
  return `(${args.length ? `args: { ${args.join('; ')} }` : ''}) => ${result}`;
}

/** Of a boolean, the header says when it is 1. */
const asBoolean = (doc) => doc.replace(/^1 if ((?:.|\n)*), else 0\./, 'Whether $1.').replace(/: 1 or 0\b/, '');
const comment = (doc, indent) => `${indent}/** ${doc.split('\n').join(`\n${indent} * `)} */\n`;
const declared = (name, struct, out) => {
  let body = '';
  for (const field of struct.fields) {
    if (isImplied(struct, field) && !(out && field.name === 'neurons')) continue;
    const optional = struct.fields.some(({ name }) => name === `has_${field.name}`);
    const key = camel(field.name);
    let type = field.kind === 'bytes' ? (out ? 'Uint8Array' : 'Bytes') : typed(field.type, out);
    if (field.kind.startsWith('list')) type = listed(field.type, out);
    if (optional) type += ' | null';
    const maybe = !out && (optional || field.kind.startsWith('list'));
    body += `${comment(field.type.startsWith('flag') ? asBoolean(field.doc) : field.doc, '  ')}  ${key}${maybe ? '?' : ''}: ${type};\n`;
  }
  return `export interface ${out ? outName(name) : pascal(name)} {\n${body}}\n\n`;
};

for (const { params } of Object.values(functions)) {
  for (const [role, , type] of params) {
    if (/^(in|list|list\?|inout|inoutlist)$/.test(role)) use(taken, type);
    if (/^(out|inout|inoutlist|outlist|buffer)$/.test(role) || structs[type]?.fields.some(({ kind }) => kind === 'lists')) use(made, type);
  }
}

let source = `// Made from ffi/include/nanotao.h by abi.mjs. Do not edit it.
import type { AccountId, Argument, Bytes, FunctionShape, StructShape, Text } from './values.js';

`;
for (const [name, struct] of Object.entries(structs)) {
  if (isNumber(name) || isBytes(name) || name === 'arg') continue;
  if (taken.has(name)) source += declared(name, struct, false);
  if (made.has(name)) source += declared(name, struct, true);
}
source += 'export interface Abi {\n';
for (const [name, described] of Object.entries(functions)) source += `  readonly ${name}: ${signature(described)};\n`;
source += '}\n\n';

const fieldShape = (struct, field) => [
  camel(field.name),
  field.at,
  field.type,
  isImplied(struct, field) ? (field.name === 'struct_size' ? 'size' : 'implied') : field.kind,
  field.kind === 'bytes' ? field.size : field.kind === 'value' ? 0 : camel(lengthOf(struct, field.name)),
  struct.fields.find(({ name }) => name === `has_${field.name}`) ? camel(`has_${field.name}`) : '',
];
const kindOf = (name) => (isNumber(name) ? 'number' : isBytes(name) ? 'bytes' : 'struct');
const structShape = ([name, struct]) => [
  name,
  { size: struct.size, kind: kindOf(name), fields: struct.fields.map((field) => fieldShape(struct, field)) },
];
const functionShape = ([name, { returns, params }]) => [
  name,
  {
    returns,
    params: params.map(([role, param, type, more]) => [role, camel(param), type ?? '', typeof more === 'string' ? camel(more) : (more ?? '')]),
  },
];
const others = Object.entries(constants).filter(([name]) => !statuses.some(([, status]) => status === name));
const numbers = others.map(([name, value]) => `  ${name}: ${value}${value.length > 15 ? 'n' : ''},\n`).join('');
const json = (entries) => JSON.stringify(Object.fromEntries(entries));
source += `export const STATUS: Readonly<Record<number, string>> = ${json(statuses)};\n`;
source += `export const CONSTANTS = {\n${numbers}} as const;\n`;
source += `export const STRUCTS: Readonly<Record<string, StructShape>> = ${json(Object.entries(structs).map(structShape))};\n`;
source += `export const FUNCTIONS: Readonly<Record<string, FunctionShape>> = ${json(Object.entries(functions).map(functionShape))};\n`;
writeFileSync(new URL('src/abi.ts', import.meta.url), source);
