import { h } from '../views/dom';
import { draw16, type icons } from '../views/player';
import { button, choice, numeric } from './controls';
import { help, playButton, type Shortcut } from './keys';
import { list, type Context, type Part } from './network-context';
import { where } from './network-operation';
import { speeds } from './play';
import type { NetworkView } from './network-types';

/** The paces, from the slowest; the number is the key that chooses it. */
export const paces: [name: string, say: string][] = [
  ['operation', 'single operation'], ['unit', 'unit'], ['layer', 'layer'], ['example', 'example'], ['batch', 'update (batch)'], ['epoch', 'epoch']
];

export const shortcuts: Shortcut[] = [
  ['→ ←', 'forward and back, at the chosen pace'],
  ['f b', 'the same, also where arrow keys walk through the net or move the cross'],
  ['Space', 'play and pause'],
  ['1 … 6', `pace: ${paces.map(([, say]) => say).join(', ')}`, 'pace'],
  ['Home', 'to the start of this run'],
  ['r', 'reset: new weights from the seed, with the settings as they are', 'reset'],
  ['u y', 'undo and redo; also Ctrl+Z and Ctrl+Y', 'undo'],
  ['g', 'guess first: you type the next number before it is shown', 'guess', 'operation'],
  ['p', 'pin this run, to compare it with another', 'compare'],
  ['d', 'draw points on the plane; there Shift+Delete clears', 'own', 'output'],
  ['c', 'say the operation, the formula and the number again'],
  ['Enter', 'in the net: to the card of the unit; Escape goes back', 'net', 'card'],
  ['F6', 'to the next region; Shift+F6 to the one before'],
  ['Escape', 'pause, and end a long run'],
  ['?', 'these shortcuts']
];

export interface Travel {
  forward(): void;
  back(): void;
  toggle(): void;
  start(): void;
  reset(): void;
  undo(): void;
  redo(): void;
  guess(): void;
  pace(name: string): void;
  /** To where so many updates have been made. */
  goTo(update: number): void;
}

/** The controls that go through a run. */
export function toolbar(ctx: Context, travel: Travel, presets: HTMLElement): Part & { playing(on: boolean): void; guessing(on: boolean): void; help(): void; speed(): number } {
  const icon = (label: string, sign: keyof typeof icons, act: () => void) => button(draw16(sign), act, label);
  const pace = choice('Pace', paces.map(([name, say]) => [name, say]), travel.pace);
  const fast = choice('Speed', speeds.map((s, i) => [String(i), s.name]), () => undefined);
  fast.set('1');
  const back = icon('Back', 'back', travel.back);
  const play = playButton(travel.toggle);
  const forward = icon('Forward', 'forward', travel.forward);
  const undo = button('Undo', travel.undo);
  const redo = button('Redo', travel.redo);
  const guess = button('Guess first', travel.guess);
  guess.setAttribute('aria-pressed', 'false');
  const position = h('span', { class: 'cr-position', 'data-cr-position': true });
  const goTo = numeric('To update', text => {
    const k = Number(text);
    goTo.set('');
    if (text === '' || !Number.isInteger(k) || k < 0) ctx.complain(`The update to go to is “${text}”: want a whole number such as 100; 0 is the start of this run.`);
    else travel.goTo(k);
  });
  goTo.input.size = 5;
  const helper = help(shortcuts, ctx.say, ctx.hidden);
  const element = h('div', { class: 'cr-simbars' },
    h('div', { class: 'cr-toolbar cr-simbar', role: 'toolbar', 'aria-label': 'Steps' },
      icon('To the start of this run', 'first', travel.start), back, play.element, forward, ctx.hidden('pace') ? null : pace.element, ctx.hidden('speed') ? null : fast.element, position),
    h('div', { class: 'cr-toolbar cr-runbar', role: 'toolbar', 'aria-label': 'Run' },
      !ctx.hidden('preset') && !ctx.hidden('settings') && !ctx.hidden('data settings') ? presets : null,
      ctx.hidden('reset') ? null : button('Reset', travel.reset), ctx.hidden('undo') ? null : undo, ctx.hidden('undo') ? null : redo, ctx.hidden('guess') || ctx.hidden('operation') ? null : guess, ctx.hidden('pace') ? null : goTo.element, helper.button),
    helper.list);
  return {
    element,
    update(v: NetworkView) {
      pace.set(v.pace);
      position.textContent = where(v);
      undo.disabled = !v.canUndo;
      redo.disabled = !v.canRedo;
    },
    playing: play.playing,
    guessing: on => guess.setAttribute('aria-pressed', String(on)),
    help: helper.toggle,
    speed: () => Number((fast.element.querySelector('select') as HTMLSelectElement).value)
  };
}

/** What is wrong with the net, as notes. */
export function notes(): Part & { news(): string } {
  const lines = h('ul', { class: 'cr-notes' });
  const element = h('div', { class: 'cr-notebox' }, lines);
  let known: string[] = [];
  let news = '';
  return {
    element,
    // What is to be spoken of it: a diagnosis when it turns up, not at every step.
    news: () => news,
    update(v) {
      const says = list(v.says);
      element.hidden = says.length === 0 && !v.ended;
      lines.replaceChildren(...(v.ended ? [h('li', {}, v.ended)] : []), ...says.map(d => h('li', {}, d.say)));
      news = says.filter(d => !known.includes(d.what)).map(d => d.say).join(' ');
      known = says.map(d => d.what);
    }
  };
}
