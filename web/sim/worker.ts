/** The thread of a simulator: the page stays quick while it computes. */
import './wasm_exec.js';
import type { Program } from './engine';
import { run } from './go.js';

export type ToWorker = { module: WebAssembly.Module } | { id: number; request: string } | { stop: true };
export type FromWorker = { ready: true } | { id: number; reply: string } | { failed: string };

const post = (m: FromWorker) => self.postMessage(m);
let program: Promise<Program>;

self.addEventListener('message', async (e: MessageEvent<ToWorker>) => {
  const m = e.data;
  try {
    if ('module' in m) {
      program = run(m.module);
      await program;
      post({ ready: true });
    } else if ('stop' in m) {
      (await program).stop();
    } else {
      post({ id: m.id, reply: await (await program).call(m.request) });
    }
  } catch (error) {
    post({ failed: (error as Error).message });
  }
});
