import type { Engine } from './engine';

/** The engine, which tells the link of its state after something was done: at most once in the given milliseconds, because a play does something in every frame. */
export function remember(engine: Engine, put: (link: string) => void, every = 500): Engine {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const later = () => {
    timer ??= setTimeout(() => {
      timer = undefined;
      engine.link().then(put, () => undefined); // an engine that has ended has nothing to tell
    }, every);
  };
  return {
    ...engine,
    do: async action => {
      const answer = await engine.do(action);
      later();
      return answer;
    },
    end: () => {
      clearTimeout(timer);
      engine.end();
    }
  };
}
