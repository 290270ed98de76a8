import { h } from '../views/dom';
import { watch } from '../views/theme';
import type { Action, Engine } from './engine';
import type { Options } from './index';
import { keyboard } from './keys';
import { measured } from './measured';
import { card } from './network-card';
import { charts } from './network-charts';
import { compare } from './network-compare';
import type { Context, Part } from './network-context';
import { net } from './network-net';
import { operation } from './network-operation';
import { output } from './network-output';
import { preset } from './network-preset';
import { sideways } from './scroll';
import { settings } from './network-settings';
import { share } from './network-share';
import { notes, paces, toolbar } from './network-toolbar';
import type { NetworkView } from './network-types';
import { play, speeds } from './play';

/** How often, while a play goes on, what is computed only when it is looked at is asked for, in milliseconds. */
const hurriedEvery = 160;
/** The same for who wants less motion: the picture changes at most twice a second. */
const calmEvery = 500;

/**
 * The neural network simulator: controls and pictures around the engine, which computes everything. Returns what
 * disposes of it.
 */
export function network(host: HTMLElement, engine: Engine<NetworkView>, say: (words: string) => void, options: Options): () => void {
  let view: NetworkView | undefined;
  let ended = false;
  let refreshing = false;
  let again = false;
  let refreshed = 0; // when what is asked for was answered the last time, and how long that took
  let took = 0;
  let drawn = 0;
  const calm = window.matchMedia?.('(prefers-reduced-motion: reduce)').matches ?? false;
  const problem = h('p', { class: 'cr-error', role: 'alert', hidden: true });
  const working = h('p', { class: 'cr-hint', role: 'status', hidden: true }, 'The simulator is at work. Escape ends it where it is.');
  const waiting = h('p', { class: 'cr-hint' }, 'The simulator is being loaded …');

  const ctx: Context = {
    do: async action => (await take(action)) !== undefined,
    async ask(what, action) {
      if (ended) return undefined;
      try {
        return await engine.ask(what, action);
      } catch (e) {
        // What cannot be answered at this place is left out; the state is as it was.
        if (!ended) complain((e as Error).message);
        return undefined;
      }
    },
    say, complain,
    into(name) {
      const there = seen.find(([n]) => n === name)?.[1].element;
      (there?.querySelector<HTMLElement>('input') ?? there?.querySelector<HTMLElement>('[tabindex]'))?.focus();
    },
    hidden: name => options.hide?.includes(name) ?? false
  };

  function complain(words: string): void {
    problem.textContent = words;
    problem.hidden = words === '';
  }

  /** Takes an action; undefined when it was refused. A play that is too quick for words is shown by the play itself. */
  async function take(action: Action, how: 'spoken' | 'shown' | 'taken' = 'spoken'): Promise<NetworkView | undefined> {
    let answer;
    // A long way is said to be one: it can be ended.
    const long = setTimeout(() => { working.hidden = false; }, 400);
    try {
      answer = await engine.do(action);
    } catch (e) {
      if (!ended) complain((e as Error).message);
      return undefined;
    } finally {
      clearTimeout(long);
      working.hidden = true;
    }
    if (ended) return undefined;
    complain(answer.error ?? '');
    view = answer.view;
    if (answer.error) {
      show(view);
      return undefined;
    }
    if (how !== 'taken') {
      show(view);
      if (how === 'spoken') speak(view, action.do);
      void refresh();
    }
    return view;
  }

  /** What the action did, and what is new about the net. */
  function speak(v: NetworkView, done = ''): void {
    const words = [{ undo: 'Undone.', redo: 'Done again.' }[done], v.said, ctx.hidden('diagnoses') ? '' : note.news()].filter(w => w).join(' ');
    if (words) say(words);
  }

  function show(v: NetworkView): void {
    drawn = performance.now();
    parts.forEach(p => p.update(v));
    look();
  }

  /** Asks for the rest, one after the other; changes that come in between are asked for once more. */
  async function refresh(hurried = false): Promise<void> {
    if (refreshing || ended || !view) {
      again = true;
      return;
    }
    refreshing = true;
    const begun = performance.now();
    do {
      again = false;
      for (const p of parts) {
        if (ended || (again && !hurried)) break;
        await p.refresh?.(view, hurried);
      }
    } while (again && !ended);
    refreshing = false;
    look();
    refreshed = performance.now();
    took = refreshed - begun;
  }

  const go = (how: 'step' | 'back', n = 1) => take({ do: how, name: view?.pace ?? '', n });
  const player = play(() => speeds[bar.speed()], async n => {
    const before = view;
    const { wait } = speeds[bar.speed()];
    const slow = wait > 0;
    const v = await take({ do: 'step', name: view?.pace ?? '', n }, wait >= 1000 ? 'spoken' : slow ? 'shown' : 'taken');
    if (!v) return false;
    if (!slow && (!calm || performance.now() - drawn > calmEvery)) {
      show(v);
      // On a slow machine steps come first: pictures take a third of the time.
      if (performance.now() - refreshed > Math.max(2 * took, calm ? calmEvery : hurriedEvery)) await refresh(true);
    }
    const at = (w?: NetworkView) => JSON.stringify([w?.updates, w?.place]);
    return !v.ended && at(before) !== at(v);
  }, on => {
    bar.playing(on);
    if (on || !view) return;
    show(view);
    speak(view);
    void refresh();
  });

  /** Ends a play, and an action that is at work; true when there was a play. */
  function halt(): boolean {
    engine.stop();
    const was = player.playing;
    player.stop();
    return was;
  }

  const travel = {
    forward: () => {
      player.stop();
      return go('step');
    },
    back: () => {
      player.stop();
      return go('back');
    },
    toggle: () => {
      if (!halt()) player.toggle();
    },
    start: () => act({ do: 'start' }), reset: () => act({ do: 'reset' }),
    undo: () => { if (!ctx.hidden('undo')) act({ do: 'undo' }); }, redo: () => { if (!ctx.hidden('undo')) act({ do: 'redo' }); },
    goTo: (k: number) => act({ do: 'goto', n: k }),
    pace: (name: string) => act({ do: 'pace', name }),
    guess: () => {
      player.stop();
      const on = op.guessing(!op.guessing());
      bar.guessing(on);
      say(on ? view?.next ? `Guess: ${view.next.say}.` : 'Guess first is on. Choose the pace “single operation”.' : 'Guess first is off.');
    }
  };
  function act(action: Action): void {
    player.stop();
    void take(action);
  }

  const presets = preset(ctx);
  const bar = toolbar(ctx, travel, presets.element);
  const op = operation(ctx, travel.forward);
  const out = output(ctx);
  const give = share(ctx, engine, options);
  const wide = (host.clientWidth || 1280) >= 1100;
  const areas: [name: string, part: Part][] = [
    ['net', net(ctx)], ['operation', op], ['output', out], ['charts', charts(ctx)], ['card', card(ctx)], ['compare', compare(ctx)], ['share', give],
    ['settings', settings(ctx, { draw: () => out.draw(), paste: () => give.paste() }, wide)]
  ];
  const seen = areas.filter(([name]) => !ctx.hidden(name));
  const note = notes();
  const parts: Part[] = [bar, presets, ...(ctx.hidden('diagnoses') ? [] : [note]), ...seen.map(([, part]) => part)];
  const column = (name: string, ...names: string[]) => h('div', { class: `cr-column cr-column-${name}` }, ...seen.filter(([n]) => names.includes(n)).map(([, part]) => part.element));
  const body = h('div', { class: 'cr-areas cr-network', hidden: true },
    column('work', 'net', 'operation'), column('result', 'output', 'charts'), column('more', 'card', 'compare', 'share'), column('settings', 'settings'));
  const root = h('div', {
    class: 'cr-sim', tabindex: 0, role: 'group', 'aria-label': 'Simulator of a neural network. The right arrow key goes forward, a question mark lists all keys.'
  }, bar.element, working, ctx.hidden('diagnoses') ? null : note.element, waiting, body);
  bar.element.append(problem); // where it is seen, however far the page is scrolled
  host.append(root);

  keyboard(root, {
    keys() {
      const keys: Record<string, () => unknown> = {
        ArrowRight: travel.forward, ArrowLeft: travel.back, f: travel.forward, b: travel.back, Home: travel.start, '?': bar.help,
        c: () => say(view?.op ? `${view.op.where}. ${view.op.say} ${view.op.from}` : view?.said ?? '')
      };
      if (!ctx.hidden('guess') && !ctx.hidden('operation')) keys.g = travel.guess;
      const field = op.element.querySelector<HTMLInputElement>('.cr-guess input');
      if (!ctx.hidden('compare')) keys.p = () => act({ do: 'pin' });
      if (!ctx.hidden('own') && !ctx.hidden('output')) keys.d = out.draw;
      if (!ctx.hidden('pace')) paces.forEach(([name], i) => { keys[String(i + 1)] = () => travel.pace(name); });
      if (field) { // what begins a number is the guess
        for (const sign of '0123456789.,-−') keys[sign] = () => {
          field.focus();
          field.value += sign;
        };
      }
      if (!ctx.hidden('reset')) keys.r = travel.reset;
      if (!ctx.hidden('undo')) Object.assign(keys, { u: travel.undo, y: travel.redo });
      return keys;
    },
    ...(ctx.hidden('undo') ? {} : { undo: travel.undo, redo: travel.redo }), toggle: travel.toggle, stop: halt,
    regions: () => [bar.element.querySelector<HTMLElement>('.cr-toolbar')!, ...seen.map(([, part]) => part.element)]
  });
  const look = sideways(root);
  const size = measured(root, () => look());
  const unwatch = watch(() => parts.forEach(p => p.repaint?.()));
  engine.view().then(answer => {
    if (ended) return;
    waiting.remove();
    body.hidden = false;
    view = answer.view;
    show(view);
    void refresh();
  }, () => waiting.remove()); // who shows a simulator says what went wrong
  return () => {
    ended = true;
    player.stop();
    parts.forEach(p => p.end?.());
    unwatch();
    size.end();
    root.remove();
  };
}
