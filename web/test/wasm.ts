import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { runInThisContext } from 'node:vm';
import { gunzipSync } from 'node:zlib';
import { engine, type Engine, type Program } from '../sim/engine';
import { run } from '../sim/go';

/** The program of the simulators, as set-up has built it. */
const folder = join(__dirname, '../../sim');
let module: WebAssembly.Module | undefined;

/** Starts the program in this thread. */
export async function start(): Promise<Program> {
  if (!module) {
    runInThisContext(readFileSync(join(folder, 'wasm_exec.js'), 'utf8'));
    module = new WebAssembly.Module(new Uint8Array(gunzipSync(readFileSync(join(folder, 'chainrule.wasm.gz')))));
  }
  return run(module);
}

/** A real simulator, without a browser. */
export const simulator = (kind: string, link = ''): Engine => engine(kind, link, start);
