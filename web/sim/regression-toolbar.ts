import { h } from '../views/dom';
import { draw16, type icons } from '../views/player';
import { button, choice } from './controls';
import { help, playButton, type Shortcut } from './keys';
import { speeds } from './play';
import type { Context, Part } from './regression-context';

const shortcuts: Shortcut[] = [
  ['→ f', 'one update'],
  ['1 2 3', '1, 10 and 100 updates'],
  ['← b', 'one update back'],
  ['Space', 'play and pause'],
  ['Home', 'to the start of this run'],
  ['r', 'reset: the start that the seed draws', 'reset'],
  ['s', 'solve: the best line, in closed form', 'solve'],
  ['u y', 'undo and redo; also Ctrl+Z and Ctrl+Y', 'undo'],
  ['e q', 'residuals, and their squares', 'plot'],
  ['v', 'paste points of your own', 'data'],
  ['a', 'add a point by its numbers', 'data'],
  ['x', 'remove all points', 'data'],
  ['c', 'say the latest and the next update again'],
  ['F6', 'to the next region; Shift+F6 to the one before'],
  ['Arrows', 'on a point: move it; with Shift ten times as far', 'plot', 'data'],
  ['↑ ↓', 'on an end of the line: move it; with Shift ten times as far', 'plot', 'line'],
  ['Arrows', 'on the place on the surface: move it; with Shift ten times as far', 'surface', 'line'],
  ['Page Up, Page Down', 'on a point: the one before and the next', 'plot'],
  ['Delete', 'on a point: remove it', 'plot', 'data'],
  ['Escape', 'pause, and end a long run'],
  ['?', 'these shortcuts']
];

export interface Travel {
  step(n: number): void;
  back(): void;
  toggle(): void;
  start(): void;
  reset(): void;
  solve(): void;
  undo(): void;
  redo(): void;
}

/** The controls that go through a run. */
export function toolbar(ctx: Context, travel: Travel): Part & { playing(on: boolean): void; help(): void; speed(): number } {
  const icon = (label: string, sign: keyof typeof icons, act: () => void) => button(draw16(sign), act, label);
  const fast = choice('Speed', speeds.map((s, i) => [String(i), s.name]), () => undefined);
  fast.set('2');
  const first = icon('To the start of this run', 'first', travel.start);
  const back = icon('One update back', 'back', travel.back);
  const play = playButton(travel.toggle);
  const steps = [1, 10, 100].map(n => button(`Run ${n}`, () => travel.step(n)));
  const solve = button('Solve', travel.solve, 'Solve: the best line, in closed form');
  const undo = button('Undo', travel.undo);
  const redo = button('Redo', travel.redo);
  const position = h('span', { class: 'cr-position', 'data-cr-position': true });
  const helper = help(shortcuts, ctx.say, ctx.hidden);

  /** A button that is pressed once too often hands the keyboard on: the keys go to nobody otherwise. */
  function disable(b: HTMLButtonElement, off: boolean): void {
    if (off && document.activeElement === b) element.closest<HTMLElement>('.cr-sim')?.focus();
    b.disabled = off;
  }

  const element = h('div', { class: 'cr-simbar' },
    h('div', { class: 'cr-toolbar', role: 'toolbar', 'aria-label': 'Updates' },
      first, back, play.element, ...steps, ctx.hidden('speed') ? null : fast.element, ctx.hidden('solve') ? null : solve,
      ctx.hidden('reset') ? null : button('Reset', travel.reset), ctx.hidden('undo') ? null : undo, ctx.hidden('undo') ? null : redo, helper.button, position),
    helper.list);
  return {
    element,
    update(v) {
      position.textContent = `${v.updates} ${v.updates === 1 ? 'update' : 'updates'}`;
      disable(undo, !v.canUndo);
      disable(redo, !v.canRedo);
    },
    playing: play.playing,
    help: helper.toggle,
    speed: () => Number((fast.element.querySelector('select') as HTMLSelectElement).value)
  };
}
