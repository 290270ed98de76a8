/** One thing that a learner does: sim.Action of pkg/sim. Which fields count depends on `do`. */
export interface Action {
  do: string;
  name?: string;
  n?: number;
  x?: number;
  y?: number;
  row?: number;
  col?: number;
  value?: number;
  text?: string;
}

/** What is seen after an action. With an error, a sentence, it is what was seen before. */
export interface Answer<V> {
  view: V;
  error?: string;
}

/**
 * A simulator: pkg/sim, compiled to WebAssembly. Requests are answered one after the other, in the order in which they
 * were made. A promise is rejected, with a sentence, when there is nothing to show: the program cannot be loaded, or
 * what was asked cannot be answered.
 */
export interface Engine<V = any> {
  /** What is seen now. The first answer comes when the program is there. */
  view(): Promise<Answer<V>>;
  do(action: Action): Promise<Answer<V>>;
  /** What is computed only when it is looked at, such as a decision boundary. */
  ask<A = any>(what: string, action?: Partial<Action>): Promise<A>;
  /** The state as text for an address. */
  link(): Promise<string>;
  /** A Go cell that gives the same numbers. */
  cell(): Promise<string>;
  /** Ends the action at work between two updates; its answer comes as if no more had been asked for. */
  stop(): void;
  /** Ends the program. */
  end(): void;
}

/** The program, wherever it runs. A call is rejected when the program has ended. */
export interface Program {
  call(request: string): Promise<string>;
  stop(): void;
  end(): void;
}

interface Request {
  call: 'open' | 'view' | 'do' | 'ask' | 'link' | 'cell';
  kind?: string;
  link?: string;
  what?: string;
  action?: Partial<Action>;
}

interface Reply {
  value: any;
  error?: string;
}

/** A simulator of the kind, at the state of the link, or at its beginning for ''. It starts at once, and again when it has ended by itself. */
export function engine(kind: string, link: string, start: () => Promise<Program>): Engine {
  let program: Promise<Program> | undefined;
  let opened: Reply | undefined; // the answer to "open", until something is done
  let known = link; // where a program that has ended is opened again
  let ended = false;
  let last: Promise<unknown> = Promise.resolve();

  async function open(): Promise<Program> {
    const p = await start();
    if (ended) {
      p.end();
      throw new Error('The simulator has been closed.');
    }
    opened = await send(p, { call: 'open', kind, link: known });
    if (opened.value === null) throw new Error(capital(opened.error ?? 'The simulator shows nothing.'));
    return p;
  }

  async function send(p: Program, request: Request): Promise<Reply> {
    // JSON has no NaN: as a text it is refused with a sentence, and not taken for 0.
    const text = JSON.stringify(request, (_, v) => (typeof v === 'number' && !Number.isFinite(v) ? String(v) : v));
    return JSON.parse(await p.call(text)) as Reply;
  }

  /** Starts the program if it is not there. After a failure the next request tries again. */
  function running(): Promise<Program> {
    if (!program) {
      const starting = open();
      starting.catch(() => { if (program === starting) program = undefined; });
      program = starting;
    }
    return program;
  }

  function request(r: Request): Promise<Reply> {
    const answer = last.then(async () => {
      if (ended) throw new Error('The simulator has been closed.');
      const p = await running();
      if (r.call === 'view' && opened) return opened;
      if (r.call === 'do') opened = undefined;
      try {
        return await send(p, r);
      } catch (e) {
        if (ended) throw e;
        program = undefined; // it has ended by itself
        if (r.call !== 'view' && r.call !== 'do') throw e;
        await running();
        return { value: opened!.value, error: `${(e as Error).message} It has been started again from the last link.` };
      }
    });
    last = answer.catch(() => undefined);
    return answer;
  }

  const shown = async (r: Request): Promise<Answer<any>> => {
    const { value, error } = await request(r);
    if (value === null || value === undefined) throw new Error(capital(error ?? 'The simulator shows nothing.'));
    return error ? { view: value, error: capital(error) } : { view: value };
  };
  const told = async (r: Request): Promise<any> => {
    const { value, error } = await request(r);
    if (error) throw new Error(capital(error));
    return value;
  };
  running();
  return {
    view: () => shown({ call: 'view' }),
    do: action => shown({ call: 'do', action }),
    ask: (what, action = {}) => told({ call: 'ask', what, action }),
    link: async () => (known = await told({ call: 'link' })),
    cell: () => told({ call: 'cell' }),
    stop: () => { program?.then(p => p.stop(), () => undefined); },
    end: () => {
      ended = true;
      program?.then(p => p.end(), () => undefined);
    }
  };
}

/** A sentence begins with a capital letter and ends with a full stop. */
function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1) + (/[.!?]$/.test(text) ? '' : '.');
}
