import { h } from '../views/dom';
import { engine, type Engine } from './engine';
import { unknown } from './hide';
import { problem as built, start } from './load';
import { network } from './network';
import { regression } from './regression';
import { remember } from './remember';

/** What a simulator can be shown with. */
export interface Options {
  /** Names of controls that are left out, as a teacher's link says. */
  hide?: string[];
  /** The address at which a state can be opened, with controls left out; where a page has none, a command is given instead. */
  address?: (link: string, hide: string[]) => string;
}

/** The controls of a simulator, put into the host at once; they fill when the engine answers. Returns what disposes of them. */
export type Controls = (host: HTMLElement, engine: Engine, say: (words: string) => void, options: Options) => () => void;

/** The controls by the kind of simulator. */
export const controls: Record<string, Controls> = { network, regression };

/** What the simulators are called. */
export const titles: Record<string, string> = {
  regression: 'Linear regression by gradient descent',
  network: 'A neural network, operation by operation'
};

/** What a view of the kind "simulator" holds. */
export interface SimulatorData {
  simulator: string;
  link: string;
  options?: Options;
}

/** Shows a simulator, whose program runs in a thread of its own. moved is told the link of the state when it has changed. */
export function simulator(host: HTMLElement, data: SimulatorData, say: (words: string) => void, moved?: (link: string) => void): () => void {
  const show = controls[data.simulator];
  if (!show) throw new Error(`there is no simulator “${String(data.simulator)}” in this version`);
  const started = engine(data.simulator, data.link ?? '', start);
  const problem = h('p', { class: 'cr-error', role: 'alert' });
  const tell = (state: 'ready' | 'failed', words?: string) => {
    host.dataset.state = state;
    host.removeAttribute('aria-busy');
    if (!words) return;
    problem.textContent = words;
    host.prepend(problem);
  };
  host.setAttribute('aria-busy', 'true');
  // A link that is damaged shows the beginning, with a sentence, which stays until something is done.
  started.view().then(({ error }) => tell('ready', error), (e: Error) => tell('failed', e.message));
  const kept = moved ? remember(started, moved) : started;
  const running: Engine = {
    ...kept,
    do: action => {
      problem.remove();
      return kept.do(action);
    }
  };
  const dispose = show(host, running, say, data.options ?? {});
  const notices = h('div', {});
  const notice = (words?: string) => { if (words) notices.append(h('p', { class: 'cr-error', role: 'alert' }, words)); };
  host.prepend(notices);
  // What is not known cannot be left out; the rest is.
  notice(unknown(data.simulator, data.options?.hide ?? []));
  void built().then(notice);
  return () => {
    dispose();
    notices.remove();
    running.end();
  };
}
