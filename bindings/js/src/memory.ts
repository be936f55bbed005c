// The module in WebAssembly, and a stack behind its own data on which a call's arguments and results lie. It grows by pages, and is
// wiped when the call ends.
import { CONSTANTS } from './abi.js';
import { abi } from './runtime.js';
import { NanotaoError, tag } from './values.js';

export type Word = number | bigint;
type Exports = Record<string, (...words: Word[]) => Word> & { memory: WebAssembly.Memory; __stack_pointer: WebAssembly.Global; __heap_base: WebAssembly.Global };

/** More memory than this is given back after a call, by a new instance. */
const KEPT = 1 << 25;

export let wasm: WebAssembly.Module | undefined;
export let library: Exports;
export let memory: Uint8Array;
export let data: DataView;
/** Where the next thing goes; from here on, all bytes are zero. */
export let top = 0;

/** What `init` can be given: the module, its bytes, where they are, or the answer that brings them. */
export type WasmSource = WebAssembly.Module | BufferSource | URL | string | Response | Promise<Response>;

let loading: Promise<void> | undefined;

/** Loads the WebAssembly module: once, before anything else. From a file of this package, unless told otherwise. */
export function init(source: WasmSource = new URL('nanotao.wasm', import.meta.url)): Promise<void> {
  loading ??= load(source).catch((error: unknown) => {
    loading = undefined;
    throw error;
  });
  return loading;
}

async function load(source: WasmSource): Promise<void> {
  wasm = tag(source) === 'WebAssembly.Module' ? (source as WebAssembly.Module) : await WebAssembly.compile(await fetched(source));
  restart();
  const version = abi.nanotao_abi_version();
  if (version !== CONSTANTS.ABI_VERSION) {
    wasm = undefined;
    throw new NanotaoError(`the module has version ${version} of the ABI, not ${CONSTANTS.ABI_VERSION}`, 'load the nanotao.wasm that came with this package');
  }
}

async function fetched(source: WasmSource): Promise<BufferSource> {
  const at = typeof source === 'string' ? new URL(source, import.meta.url) : source;
  if (at instanceof URL && at.protocol === 'file:') {
    const { readFile } = await import('node:fs/promises');
    return readFile(at);
  }
  const answer = await (at instanceof URL ? fetch(at) : at);
  if (tag(answer) !== 'Response') return answer as BufferSource;
  const response = answer as Response;
  if (!response.ok) {
    throw new NanotaoError(`${response.url} answers ${response.status}`, 'serve nanotao.wasm beside this package, or give init its address');
  }
  return response.arrayBuffer();
}

/** A new instance: a library without state has nothing to lose. */
export function restart(): void {
  const imports = {
    env: {
      nanotao_panic: () => {
        throw new Error('the library stopped itself');
      },
    },
  };
  library = new WebAssembly.Instance(wasm!, imports).exports as unknown as Exports;
  refresh();
  top = library.__heap_base.value as number;
}

function refresh(): void {
  memory = new Uint8Array(library.memory.buffer);
  data = new DataView(library.memory.buffer);
}

/** Zeroed memory until the call ends, aligned for everything. */
export function take(size: number): number {
  const at = Math.ceil(top / 16) * 16;
  const missing = at + size - memory.length;
  if (missing > 0) {
    try {
      library.memory.grow(Math.ceil(missing / 65536));
    } catch {
      throw new NanotaoError(`${size} bytes do not fit into memory`, 'give less at once');
    }
    refresh();
  }
  top = at + size;
  return at;
}

export function release(start: number): void {
  memory.fill(0, start, top);
  top = start;
  if (memory.length > KEPT && start === library.__heap_base.value) restart();
}
