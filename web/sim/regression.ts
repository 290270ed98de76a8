import { h } from '../views/dom';
import type { Action, Engine } from './engine';
import type { Options } from './index';
import { keyboard } from './keys';
import { play, speeds } from './play';
import type { Context, Part } from './regression-context';
import { data } from './regression-data';
import { history } from './regression-history';
import { numbers } from './regression-numbers';
import { plot } from './regression-plot';
import { rate } from './regression-rate';
import { settings } from './regression-settings';
import { surface } from './regression-surface';
import { toolbar } from './regression-toolbar';
import type { RegressionView } from './regression-types';
import { share } from './share';

/** How often, while a play goes on, all is drawn and not only what moves, in milliseconds. */
const wholeEvery = 400;
/** For who wants less motion: the picture changes at most twice a second. */
const calmEvery = 500;

/**
 * The linear regression simulator: controls and pictures around the engine, which computes everything. Returns what
 * disposes of it.
 */
export function regression(host: HTMLElement, engine: Engine<RegressionView>, say: (words: string) => void, options: Options): () => void {
  let view: RegressionView | undefined;
  let ended = false;
  let drawn = 0;
  let whole = 0;
  let wanted: Action | undefined; // the preview that comes next
  let asking = false;
  const calm = window.matchMedia?.('(prefers-reduced-motion: reduce)').matches ?? false;
  const problem = h('p', { class: 'cr-error', role: 'alert', hidden: true });
  const stopped = h('ul', { class: 'cr-notes' });
  const happened = h('p', { class: 'cr-hint cr-happened' });
  const waiting = h('p', { class: 'cr-hint' }, 'The simulator is being loaded …');

  const ctx: Context = {
    async do(action) {
      player.stop();
      wanted = undefined;
      return (await take(action)) !== undefined;
    },
    preview(action) {
      player.stop();
      wanted = action;
      if (!asking) void previews();
    },
    ask: what => engine.ask(what),
    say, complain,
    hidden: name => options.hide?.includes(name) ?? false
  };

  function complain(words: string): void {
    problem.textContent = words;
    problem.hidden = words === '';
  }

  /** Takes an action; undefined when it was refused. Spoken unless a play is too quick for words. */
  async function take(action: Action, quiet = false): Promise<RegressionView | undefined> {
    let answer;
    try {
      answer = await engine.do(action);
    } catch (e) {
      if (!ended) complain((e as Error).message);
      return undefined;
    }
    if (ended) return undefined;
    complain(answer.error ?? '');
    view = answer.view;
    if (answer.error) {
      show(view); // what was typed or dragged is not so
      return undefined;
    }
    if (!quiet) {
      show(view);
      speak(view, action.do);
    }
    return view;
  }

  /** One preview after the other; of those that come in between only the last. */
  async function previews(): Promise<void> {
    asking = true;
    while (wanted && !ended) {
      const action = wanted;
      wanted = undefined;
      try {
        const v = await engine.ask<RegressionView>('preview', action);
        if (!ended) show(v, true);
      } catch {
        // What is refused is said when it is done.
      }
    }
    asking = false;
  }

  function speak(v: RegressionView, done: string): void {
    say(done === 'undo' ? `Undone. ${v.said}` : done === 'redo' ? `Done again. ${v.said}` : v.said);
  }

  function show(v: RegressionView, hurried = false): void {
    drawn = performance.now();
    if (!hurried) whole = drawn;
    parts.forEach(p => p.update(v, hurried));
    happened.textContent = v.said;
    stopped.replaceChildren(...[...(v.met ?? []), v.over ?? ''].filter(Boolean).map(words => h('li', {}, words)));
    stopped.hidden = stopped.childElementCount === 0;
  }

  const player = play(() => speeds[bar.speed()], async n => {
    const slow = speeds[bar.speed()].wait > 0;
    const before = view?.updates;
    const v = await take({ do: 'step', n }, !slow);
    if (!v) return false;
    const now = performance.now();
    if (!slow && (!calm || now - drawn > calmEvery)) show(v, now - whole < wholeEvery);
    return !v.over && !v.met?.length && v.updates !== before;
  }, on => {
    bar.playing(on);
    if (on || !view) return;
    show(view);
    speak(view, 'step');
  });

  /** Ends a play, and an action that is at work; true when there was a play. */
  function halt(): boolean {
    engine.stop();
    const was = player.playing;
    player.stop();
    return was;
  }

  const act = (action: Action) => () => { void ctx.do(action); };
  const travel = {
    step: (n: number) => act({ do: 'step', n })(), back: () => act({ do: 'back' })(), start: act({ do: 'start' }), reset: act({ do: 'reset' }), solve: act({ do: 'solve' }),
    undo: act({ do: 'undo' }), redo: act({ do: 'redo' }),
    toggle: () => {
      if (!halt()) player.toggle();
    }
  };

  const bar = toolbar(ctx, travel);
  const picture = plot(ctx);
  const points = data(ctx);
  const areas: [name: string, part: Part][] = [
    ['plot', picture], ['numbers', numbers()], ['surface', surface(ctx)], ['rate', rate(ctx)], ['settings', settings(ctx)], ['data', points], ['history', history()], ['share', share('regression', engine, options, ctx)]
  ];
  const seen = areas.filter(([name]) => !ctx.hidden(name));
  const parts: Part[] = [bar, ...seen.map(([, part]) => part)];
  const column = (name: string, ...names: string[]) => h('div', { class: `cr-stack cr-stack-${name}` }, ...seen.filter(([n]) => names.includes(n)).map(([, part]) => part.element));
  const body = h('div', { class: 'cr-regression', hidden: true },
    column('plot', 'plot'), column('numbers', 'numbers'), column('bowl', 'surface', 'rate'), column('settings', 'settings', 'data'), column('run', 'history', 'share'));
  const root = h('div', { class: 'cr-sim', tabindex: -1 }, bar.element, happened, stopped, waiting, body);
  bar.element.append(problem); // where it is seen, however far the page is scrolled
  host.append(root);

  keyboard(root, {
    keys() {
      const keys: Record<string, () => unknown> = {
        ArrowRight: () => travel.step(1), f: () => travel.step(1), '1': () => travel.step(1), '2': () => travel.step(10), '3': () => travel.step(100),
        ArrowLeft: travel.back, b: travel.back, Home: travel.start, '?': bar.help,
        c: () => say([view?.said, view?.next?.say, view?.over].filter(Boolean).join(' '))
      };
      if (!ctx.hidden('plot')) Object.assign(keys, { e: picture.residuals, q: picture.squares });
      if (!ctx.hidden('reset')) keys.r = travel.reset;
      if (!ctx.hidden('solve')) keys.s = travel.solve;
      if (!ctx.hidden('data')) Object.assign(keys, { v: points.paste, a: points.add, x: act({ do: 'clear' }) });
      if (!ctx.hidden('undo')) Object.assign(keys, { u: travel.undo, y: travel.redo });
      return keys;
    },
    ...(ctx.hidden('undo') ? {} : { undo: travel.undo, redo: travel.redo }), toggle: travel.toggle, stop: halt,
    regions: () => [bar.element, ...seen.map(([, part]) => part.element)]
  });
  engine.view().then(answer => {
    if (ended) return;
    waiting.remove();
    body.hidden = false;
    view = answer.view;
    show(view);
  }, () => waiting.remove()); // who shows a simulator says what went wrong
  return () => {
    ended = true;
    player.stop();
    parts.forEach(p => p.end?.());
    root.remove();
  };
}
