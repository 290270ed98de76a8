import type { Program } from './engine';

/** What wasm_exec.js, which comes with Go, puts into the global scope. */
interface Go {
  importObject: WebAssembly.Imports;
  run(instance: WebAssembly.Instance): Promise<void>;
}

type Call = (request: string, reply: (text: string) => void) => void;
type Scope = { Go: new () => Go; chainruleSimulator?: (call: Call, stop: () => void) => void };

/** Runs the program of internal/simpage/wasm in this thread. wasm_exec.js must have been run before. */
export async function run(module: WebAssembly.Module): Promise<Program> {
  const scope = globalThis as unknown as Scope;
  const go = new scope.Go();
  const instance = await WebAssembly.instantiate(module, go.importObject);
  let fail: (reason: Error) => void;
  const ended = new Promise<never>((_, reject) => { fail = reject; });
  ended.catch(() => undefined);
  const ready = new Promise<{ call: Call; stop: () => void }>(resolve => {
    scope.chainruleSimulator = (call, stop) => resolve({ call, stop });
  });
  const over = (why: string) => fail(new Error(`The simulator has ended by itself${why}.`));
  go.run(instance).then(() => over(''), (e: unknown) => over(`: ${e instanceof Error ? e.message : String(e)}`));
  const { call, stop } = await Promise.race([ready, ended]);
  delete scope.chainruleSimulator;
  return {
    call: request => Promise.race([ended, new Promise<string>(resolve => call(request, resolve))]),
    stop,
    end: () => fail(new Error('The simulator has been closed.'))
  };
}
