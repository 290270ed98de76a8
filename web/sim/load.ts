import type { Program } from './engine';
import type { FromWorker, ToWorker } from './worker';

/** Where the files of the program lie: chainrule.wasm.gz, worker.js, and what it imports. */
let home: string | undefined;

/** Says where the files of the program lie, as an address that ends in a slash. */
export function from(address: string): void {
  home = new URL(address, document.baseURI).href;
}

/** What was wrong when the program was to be built: a sentence, so that nobody takes an old one for the library as it is; '' when nothing was. */
export async function problem(): Promise<string> {
  if (!home) return '';
  try {
    const answer = await fetch(home + 'built.json', { cache: 'no-cache' });
    const built = answer.ok ? await answer.json() as { problem?: unknown } : {};
    return built.problem ? `When the simulators were built, ${String(built.problem)}.` : '';
  } catch {
    return ''; // that there is no answer is said when the program is loaded
  }
}

/** The program, compiled; one for all simulators of the page. */
let compiled: Promise<WebAssembly.Module> | undefined;

function module(base: string): Promise<WebAssembly.Module> {
  if (!compiled) {
    compiled = compile(base + 'chainrule.wasm.gz');
    compiled.catch(() => { compiled = undefined; }); // the next one tries again
  }
  return compiled;
}

async function compile(address: string): Promise<WebAssembly.Module> {
  if (typeof WebAssembly !== 'object' || typeof DecompressionStream !== 'function') {
    throw new Error('This browser is too old for the simulator: it needs WebAssembly and DecompressionStream, which Chrome 80, Firefox 113 and Safari 16.4 have.');
  }
  if (address.startsWith('file:')) {
    throw new Error('A browser starts no simulator from a file: serve its folder, as “chainrule sim” does.');
  }
  let answer: Response;
  try {
    answer = await fetch(address);
  } catch {
    throw new Error(`The simulator cannot be loaded from ${address}: there is no answer. Check that its server runs, and reload the page.`);
  }
  if (!answer.ok || !answer.body) {
    throw new Error(`The simulator cannot be loaded from ${address}: the answer is ${answer.status} ${answer.statusText}. Run “chainrule setup”, and reload the page.`);
  }
  try {
    return await WebAssembly.compileStreaming(new Response(await plain(answer.body), { headers: { 'Content-Type': 'application/wasm' } }));
  } catch (e) {
    throw new Error(`The simulator that was loaded from ${address} is damaged (${(e as Error).message}). Run “chainrule setup”, and reload the page.`);
  }
}

/** The stream, unpacked if it is packed: some servers unpack a .gz themselves. */
async function plain(stream: ReadableStream<Uint8Array<ArrayBuffer>>): Promise<ReadableStream<Uint8Array<ArrayBuffer>>> {
  const reader = stream.getReader();
  const first = await reader.read();
  const whole = new ReadableStream<Uint8Array<ArrayBuffer>>({
    start: c => first.value ? c.enqueue(first.value) : c.close(),
    pull: async c => {
      const { done, value } = await reader.read();
      if (done) c.close();
      else c.enqueue(value);
    },
    cancel: why => reader.cancel(why)
  });
  const packed = first.value?.[0] === 0x1f && first.value[1] === 0x8b;
  return packed ? whole.pipeThrough(new DecompressionStream('gzip')) : whole;
}

/** Starts the program in a thread of its own. */
export async function start(): Promise<Program> {
  if (!home) throw new Error('This page does not say where its simulators are. Reload it, or run “chainrule setup”.');
  const base = home;
  const worker = new Worker(base + 'worker.js', { type: 'module', name: 'chainrule simulator' });
  const post = (m: ToWorker) => worker.postMessage(m);
  const waiting = new Map<number, (text: string) => void>();
  let count = 0;
  let ready: () => void;
  let fail: (why: Error) => void;
  const isReady = new Promise<void>(resolve => { ready = resolve; });
  const failed = new Promise<never>((_, reject) => { fail = reject; });
  failed.catch(() => worker.terminate());
  worker.addEventListener('message', (e: MessageEvent<FromWorker>) => {
    const m = e.data;
    if ('ready' in m) ready();
    else if ('failed' in m) fail(new Error(m.failed));
    else {
      waiting.get(m.id)?.(m.reply);
      waiting.delete(m.id);
    }
  });
  worker.addEventListener('error', e => {
    e.preventDefault();
    fail(new Error(`The simulator cannot be started from ${base}worker.js${e.message ? ` (${e.message})` : ''}. Run “chainrule setup”, and reload the page.`));
  });
  try {
    post({ module: await module(base) });
    await Promise.race([isReady, failed]);
  } catch (e) {
    worker.terminate();
    throw e;
  }
  return {
    call: request => Promise.race([
      new Promise<string>(resolve => {
        waiting.set(++count, resolve);
        post({ id: count, request });
      }), failed]),
    stop: () => post({ stop: true }),
    end: () => fail(new Error('The simulator has been closed.'))
  };
}
