/** How fast a play goes: steps in a second, or steps in a frame. */
export interface Speed {
  name: string;
  /** Milliseconds between two steps; 0: one request a frame. */
  wait: number;
  /** Steps of a request. */
  steps: number;
}

export const speeds: Speed[] = [
  { name: '1 in 2 s', wait: 2000, steps: 1 }, { name: '1 a second', wait: 1000, steps: 1 }, { name: '4 a second', wait: 250, steps: 1 },
  { name: '1 a frame', wait: 0, steps: 1 }, { name: '5 a frame', wait: 0, steps: 5 }, { name: '25 a frame', wait: 0, steps: 25 }, { name: '100 a frame', wait: 0, steps: 100 }
];

export interface Play {
  readonly playing: boolean;
  toggle(): void;
  stop(): void;
}

/**
 * Plays: takes a step, waits for it and for the next frame, takes the next. Never more than one is under way. It stops by
 * itself when a step says, by false, that there is nothing after it.
 */
export function play(speed: () => Speed, step: (n: number) => Promise<boolean>, changed: (playing: boolean) => void): Play {
  let playing = false;
  let round = 0; // so that a play that was stopped and begun again does not go on twice

  async function run(mine: number): Promise<void> {
    while (playing && mine === round) {
      const { wait, steps } = speed();
      const begun = performance.now();
      const more = await step(steps);
      if (mine !== round) return;
      if (!more) return stop();
      const rest = wait - (performance.now() - begun);
      await new Promise<void>(next => (rest > 0 ? setTimeout(next, rest) : requestAnimationFrame(() => next())));
    }
  }

  function stop(): void {
    if (!playing) return;
    playing = false;
    round++;
    changed(false);
  }

  return {
    get playing() {
      return playing;
    },
    stop,
    toggle() {
      if (playing) return stop();
      playing = true;
      changed(true);
      void run(++round);
    }
  };
}
