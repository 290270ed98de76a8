import axe from 'axe-core';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { Engine } from '../sim/engine';
import { chart, logTicks, ticks } from '../sim/chart';
import { network } from '../sim/network';
import { along, labels, type Box, type Way } from '../sim/network-labels';
import { layout } from '../sim/network-net';
import { sideways } from '../sim/scroll';
import { paces } from '../sim/network-toolbar';
import type { ChoicesAnswer, NetworkView } from '../sim/network-types';
import { fields } from './types';
import { simulator } from './wasm';

// jsdom draws no pixels.
HTMLCanvasElement.prototype.getContext = () => null;

let host: HTMLElement;
let engine: Engine<NetworkView>;
let dispose: () => void;
let said: string[];

const $ = <E extends Element = HTMLElement>(selector: string) => host.querySelector<E>(selector)!;
const $$ = (selector: string) => [...host.querySelectorAll<HTMLElement>(selector)];
const button = (name: string) => $$('button').find(b => b.getAttribute('aria-label') === name || b.textContent === name)!;
const field = (label: string) => ($$('label').find(l => l.textContent!.startsWith(label))?.querySelector('input, select') ?? host.querySelector(`[aria-label="${label}"]`)) as HTMLInputElement;

/** The number that a text shows, as num() writes it. */
export function read(text: string): number {
  const raised = (s: string) => [...s].map(c => (c === '⁻' ? '-' : '⁰¹²³⁴⁵⁶⁷⁸⁹'.indexOf(c))).join('');
  return Number(text.replace(/−/g, '-').replace(/·?10([⁻⁰¹²³⁴⁵⁶⁷⁸⁹]+)/, (_, p: string) => `e${raised(p)}`).replace(/^(-?)e/, '$11e'));
}

/** Waits until the engine has answered what has been asked. */
async function settled(): Promise<void> {
  for (let i = 0; i < 3; i++) {
    await engine.view();
    await new Promise(next => setTimeout(next));
  }
}

async function press(key: string, on: Element = document.activeElement ?? $('.cr-sim'), more: KeyboardEventInit = {}): Promise<void> {
  on.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true, ...more }));
  await settled();
}

async function choose(label: string, value: string): Promise<void> {
  const f = field(label);
  f.value = value;
  f.dispatchEvent(new Event('change', { bubbles: true }));
  await settled();
}

async function open(link = '', hide: string[] = []): Promise<void> {
  engine = simulator('network', link);
  dispose = network(host, engine, words => said.push(words), { hide });
  await vi.waitFor(() => expect(field('Preset') ?? $('.cr-areas:not([hidden])')).toBeTruthy());
  await vi.waitFor(() => expect($$('.cr-region-settings select option').length).toBeGreaterThan(hide.length > 0 ? -1 : 5));
  await settled();
  $('.cr-sim').focus();
}

beforeEach(() => {
  said = [];
  document.documentElement.lang = 'en';
  host = document.body.appendChild(document.createElement('main'));
});
afterEach(() => {
  dispose?.();
  engine?.end();
  host.remove();
});

/** The numbers of an update of the published example (M. Mazur, 2015), in the order in which they are computed; null: not published. */
const [h1, h2, o1, o2] = [.5932699921071872, .596884378259767, .7513650695523157, .7729284653214625];
const [w1, w2, w3, w4] = [.0004385677344743465, .000877135468948693, .0004977127352608599, .0009954254705217198];
const [w5, w6, w7, w8] = [.08216704056423077, .08266762784753325, -.02260254047747507, -.022740242215978222];
const published = [
  .15 * .05 + .2 * .1 + .35, .25 * .05 + .3 * .1 + .35, h1, h2, .4 * h1 + .45 * h2 + .6, .5 * h1 + .55 * h2 + .6, o1, o2, .2983711087600027, o1 - .01, o2 - .99,
  .13849856162855695, -.038098236516556236, w5, w7, w6, w8, .03635030639, .0413703226487447, w1 / .05, w3 / .05, w1, w3, w2, w4,
  .15 - .5 * w1, .25 - .5 * w3, .2 - .5 * w2, .3 - .5 * w4, .4 - .5 * w5, .5 - .5 * w7, .45 - .5 * w6, .55 - .5 * w8
];

test('the published 2-2-2 example is played by keyboard, every number read from the page, and back to the start, exactly', async () => {
  await open();
  await choose('Preset', 'mazur');
  const start = host.innerHTML;
  const seen: number[] = [];
  let forward = 0;
  while (seen.length < published.length && forward < 200) {
    await press('ArrowRight');
    forward++;
    const text = $('[data-cr-result]').textContent!;
    if (!text.includes('so far')) seen.push(read(text));
  }
  seen.forEach((got, i) => expect(Math.abs(got - published[i]), `number ${i + 1}: ${got}, want ${published[i]}`).toBeLessThanOrEqual(5e-10 * Math.abs(published[i])));
  expect(seen.length).toBe(published.length);
  // The new weights are in the fields of the card, too.
  await press('ArrowRight', $('.cr-netbox'));
  await press('Enter', $('.cr-netbox'));
  expect(read(field('weight from x₁ to h₁').value)).toBeCloseTo(.149780716, 9);
  await press('u');
  for (let i = 0; i < forward; i++) await press('ArrowLeft', $('.cr-sim'));
  await settled();
  const plain = (html: string) => html.replace(/ (disabled|id|aria-labelledby|aria-describedby)="[^"]*"/g, '');
  expect($('[data-cr-position]').textContent).toBe('after update 0 · epoch 0');
  const net = (html: string) => new DOMParser().parseFromString(plain(html), 'text/html').querySelector('.cr-simnet')!.textContent;
  expect(net(host.innerHTML)).toBe(net(start));
}, 120_000);

describe('the page', () => {
  test('gives axe nothing to complain of, at the start, inside an operation, and with a card', async () => {
    await open();
    const rules = { 'color-contrast': { enabled: false }, region: { enabled: false }, 'page-has-heading-one': { enabled: false } };
    const complaints = async () => (await axe.run(host, { rules })).violations.map(v => `${v.id}: ${v.nodes[0].html}`);
    expect(await complaints()).toEqual([]);
    await press('1');
    await press('f');
    await press('g');
    await press('p', $('.cr-sim'));
    await press('ArrowRight', $('.cr-netbox'));
    await press('Enter', $('.cr-netbox'));
    button('Look through the gradient microscope: bias of h₁').click();
    await settled();
    expect(await complaints()).toEqual([]);
  });

  test('says each step in a sentence', async () => {
    await open();
    await choose('Preset', 'mazur');
    said.length = 0;
    for (let i = 0; i < 5; i++) await press('ArrowRight', $('.cr-sim'));
    expect(said.length).toBe(5);
    expect(new Set(said).size).toBe(5);
    for (const s of said) expect(s).toMatch(/\.$/);
  });

  test('undoes and redoes, by letters and by Ctrl', async () => {
    await open();
    const at = () => $('[data-cr-position]').textContent;
    const before = at();
    await press('ArrowRight');
    const after = at();
    expect(after).not.toBe(before);
    await press('u');
    expect(at()).toBe(before);
    await press('y');
    expect(at()).toBe(after);
    await press('z', $('.cr-sim'), { ctrlKey: true });
    expect(at()).toBe(before);
    expect((button('Undo') as HTMLButtonElement).disabled).toBe(true);
  });

  test('answers bad input with a sentence and stays as it was', async () => {
    await open();
    for (const [label, text] of [['Learning rate α', 'quick'], ['Learning rate α', '-1'], ['Batch', '1.5'], ['Examples', '10000000'], ['Noise', '']]) {
      const before = field(label).value;
      await choose(label, text);
      const problem = $('.cr-error');
      expect(problem.hidden, `${label} = ${text}`).toBe(false);
      expect(problem.textContent).toMatch(/^.+[.!?]$/);
      expect(field(label).value).toBe(before);
    }
    await choose('Learning rate α', '0.25');
    expect($('.cr-error').hidden).toBe(true);
    expect(field('Learning rate α').value).toBe('0.25');
  });

  test('refuses a CSV with words by naming them, and takes a good one', async () => {
    await open();
    button('Paste a CSV').click();
    const area = $<HTMLTextAreaElement>('details[open] textarea:not([readonly])');
    expect(document.activeElement).toBe(area);
    area.value = 'a,b,class\n1,2,x\n3,many,y\n';
    button('Use this data').click();
    await settled();
    expect($('.cr-error').textContent).toContain('many');
    area.value = 'height,width,kind\n1,2,x\n3,4,y\n2,2,x\n5,4,y\n';
    button('Use this data').click();
    await settled();
    expect($('.cr-error').hidden).toBe(true);
    expect(field('Data').value).toBe('own');
    expect($('.cr-planepoints').textContent).toContain('height');
    expect($('.cr-region-output').textContent).toMatch(/● x, ■ y; filled/);
  });

  test('walks through the net with arrow keys, and edits a weight', async () => {
    await open();
    await choose('Preset', 'mazur');
    const box = $('.cr-netbox');
    await press('ArrowDown', box);
    expect(said.at(-1)).toContain('x₂');
    await press('ArrowRight', box);
    expect(said.at(-1)).toContain('h₂');
    box.focus();
    await press('Enter', box);
    expect(document.activeElement).toBe(field('weight from x₁ to h₂'));
    await choose('weight from x₂ to h₂', '-0.75');
    expect($('.cr-simnet .cr-minus')).not.toBeNull();
    expect([...$$('.cr-simnet .cr-weight')].map(t => t.textContent)).toContain('−0.75');
    await press('u', $('.cr-sim'));
    expect($('.cr-simnet .cr-minus')).toBeNull();
    await press('Escape', field('weight from x₁ to h₂'));
    expect(document.activeElement).toBe(box);
  });

  test('lights the edges and units of an operation', async () => {
    await open();
    await choose('Preset', 'mazur');
    await press('f', $('.cr-sim'));
    expect($$('.cr-target.cr-lit').length).toBe(1);
    expect($$('.cr-unit.cr-lit').length).toBeGreaterThan(0);
  });

  test('plays and pauses', async () => {
    await open();
    field('Speed').value = '3';
    await press(' ', $('.cr-sim'));
    expect(button('Pause')).toBeTruthy();
    const updates = () => Number($('[data-cr-position]').textContent!.match(/update (\d+)/)![1]);
    await vi.waitFor(() => expect(updates()).toBeGreaterThan(3), 5000);
    await press(' ', $('.cr-sim'));
    expect(button('Play')).toBeTruthy();
    const now = updates();
    await new Promise(next => setTimeout(next, 200));
    expect(updates()).toBe(now);
  });

  test('goes to an update, forward and back, and ends a long way when it is told to', async () => {
    await open();
    const updates = () => Number($('[data-cr-position]').textContent!.match(/update (\d+)/)![1]);
    await choose('To update', '120');
    expect(updates()).toBe(120);
    await choose('To update', '7');
    expect(updates()).toBe(7);
    await choose('To update', 'far');
    expect($('.cr-error').textContent).toContain('far');
    await choose('To update', '99999999');
    expect($('.cr-error').textContent).toContain('no update 99999999');
    await choose('Example', '999');
    expect($('.cr-error').textContent).toContain('no example 999: want 1 to 140');
    const f = field('To update');
    f.value = '90000';
    f.dispatchEvent(new Event('change', { bubbles: true }));
    await vi.waitFor(() => expect($$('[role="status"]').some(s => !s.hidden && s.textContent!.includes('Escape'))).toBe(true), 5000);
    await press('Escape', $('.cr-sim'));
    await settled();
    expect(updates()).toBeGreaterThan(7);
    expect(updates()).toBeLessThan(90000);
  });

  test('leaves out what a teacher’s link hides', async () => {
    await open('', ['settings', 'guess', 'undo', 'compare']);
    expect($('.cr-region-settings')).toBeNull();
    expect($('.cr-region-compare')).toBeNull();
    expect(button('Guess first')).toBeUndefined();
    const at = $('[data-cr-position]').textContent;
    await press('ArrowRight', $('.cr-sim'));
    const after = $('[data-cr-position]').textContent;
    expect(after).not.toBe(at);
    await press('u', $('.cr-sim'));
    expect($('[data-cr-position]').textContent).toBe(after);
  });

  test('goes from region to region, and lists its keys', async () => {
    await open();
    const visited = new Set<Element | null>();
    for (let i = 0; i <= $$('.cr-region').length; i++) {
      await press('F6');
      visited.add(document.activeElement);
    }
    expect([...visited].every(e => e?.matches('.cr-region, .cr-toolbar'))).toBe(true);
    expect(visited.size).toBe($$('.cr-region').length + 1);
    await press('?', $('.cr-sim'));
    expect($('.cr-help').hidden).toBe(false);
  });

  test('opens a link where it was, and gives a Go cell', async () => {
    await open();
    await choose('Preset', 'xor');
    for (let i = 0; i < 3; i++) await press('f', $('.cr-sim'));
    const shown = $('.cr-simnet').textContent;
    button('Copy the command').click();
    await vi.waitFor(() => expect($<HTMLInputElement>('input[readonly]').value).toContain('--link'));
    const link = $<HTMLInputElement>('input[readonly]').value.match(/--link (\S+)/)![1];
    button('Copy as a Go cell').click();
    await vi.waitFor(() => expect($<HTMLTextAreaElement>('textarea[readonly]').value).toContain('chainrule/pkg/nn'));
    dispose();
    await open(link);
    expect($('.cr-simnet').textContent).toBe(shown);
  });
});

describe('the settings', () => {
  test('make the net larger and smaller, up to its limits, and say where they are', async () => {
    await open();
    const layers = () => $$('.cr-simnet .cr-layer').length;
    const units = () => $$('.cr-simnet .cr-unit').length;
    const [l, u] = [layers(), units()];
    button('One hidden layer more').click();
    await settled();
    expect(layers()).toBe(l + 1);
    const now = units();
    expect(now).toBeGreaterThan(u);
    button('One unit less in hidden layer 2').click();
    await settled();
    expect(units()).toBe(now - 1);
    for (let i = 0; i < 8; i++) {
      button('One unit more in hidden layer 1').click();
      await settled();
    }
    expect($('.cr-error').textContent).toContain('8');
    expect($$('.cr-hiddenlayer')[0].textContent).toContain('8');
    await choose('Activation of hidden layer 1', 'relu');
    expect($('.cr-simnet').textContent).toContain('relu');
  });

  test('choose the inputs of the net', async () => {
    await open();
    const box = $$('.cr-features label').find(x => x.textContent!.trim() === 'x₁²')!.querySelector('input')!;
    box.click();
    await settled();
    expect(box.checked).toBe(true);
    expect($('.cr-simnet').textContent).toContain('x₁²');
  });

  test('show the preset in force, and that it was changed, from where it can be chosen again', async () => {
    await open();
    const shown = () => (field('Preset') as unknown as HTMLSelectElement).selectedOptions[0].textContent;
    expect(shown()).toBe('circles, one hidden layer');
    await choose('Preset', 'xor');
    await press('f', $('.cr-sim'));
    expect(shown()).toBe('XOR: the four points');
    await choose('Learning rate α', '0.01');
    expect(shown()).toBe('XOR: the four points · changed');
    const options = [...field('Preset').querySelectorAll('option')].map(o => o.value);
    expect(options.indexOf('')).toBe(options.indexOf('xor') + 1);
    await choose('Preset', 'xor');
    expect(shown()).toBe('XOR: the four points');
    expect(field('Learning rate α').value).toBe('0.5');
  });
});

test('what is wrong with the net is said when it turns up, shown, and marked', async () => {
  await open();
  said.length = 0;
  await choose('Init', 'zero');
  for (let i = 0; i < 3; i++) await press('f', $('.cr-sim'));
  expect($('.cr-notes').textContent).toMatch(/[Ii]dentical units/);
  expect(said.filter(s => /identical units/i.test(s)).length).toBe(1);
  expect($$('.cr-unit.cr-troubled').length).toBeGreaterThan(1);
});

test('a run that is pinned stays beside the one that goes on', async () => {
  await open();
  await press('6', $('.cr-sim'));
  for (let i = 0; i < 3; i++) await press('f', $('.cr-sim'));
  await press('p', $('.cr-sim'));
  await choose('Learning rate α', '0.5');
  const compared = $('.cr-region-compare');
  expect(compared.textContent).toMatch(/rate: \S+ there, 0\.5 here/);
  expect(compared.querySelectorAll('tbody tr').length).toBeGreaterThan(2);
  button('Forget the pinned run').click();
  await settled();
  expect(compared.querySelector('tbody')).toBeNull();
});

test('the gradient microscope finds one derivative in three ways', async () => {
  await open();
  await choose('Preset', 'mazur');
  await press('f', $('.cr-sim'));
  await press('ArrowRight', $('.cr-netbox'));
  await press('Enter', $('.cr-netbox'));
  button('Look through the gradient microscope: weight from x₁ to h₁').click();
  await settled();
  const found = $$('.cr-lens .cr-number').map(n => read(n.textContent!));
  expect(found.length).toBe(3);
  for (const v of found) expect(Math.abs(v - .0004385677344743465)).toBeLessThan(1e-9);
  expect($$('.cr-lens .cr-paths li').length).toBe(2);
});

describe('guess first', () => {
  const guess = async (text: string) => {
    $<HTMLInputElement>('.cr-guess input').value = text;
    $('.cr-guess').dispatchEvent(new Event('submit', { bubbles: true, cancelable: true }));
    await settled();
    await settled();
  };
  const verdicts = () => $$('.cr-region-operation .cr-verdict').map(v => v.textContent).join(' ');

  test('asks before it shows, names a lost sign, and goes on when the number is right', async () => {
    await open();
    await choose('Preset', 'mazur');
    await press('2', $('.cr-sim'));
    await press('g', $('.cr-sim'));
    expect(document.activeElement).toBe($('.cr-guess input'));
    const at = $('[data-cr-position]').textContent;
    await guess('a lot');
    expect($('[data-cr-position]').textContent).toBe(at);
    await guess('-0.3775');
    expect(verdicts()).toMatch(/sign/);
    expect($('[data-cr-position]').textContent).toBe(at);
    await guess('0,3775');
    expect(read($('[data-cr-result]').textContent!)).toBeCloseTo(0.3775, 9);
    expect(verdicts()).toMatch(/[Rr]ight/);
    expect(document.activeElement).toBe($('.cr-guess input'));
  });

  test('at the slowest pace goes on to the number that was asked for, and not to its first part', async () => {
    await open();
    await choose('Preset', 'mazur');
    await press('1', $('.cr-sim'));
    await press('g', $('.cr-sim'));
    await guess('0.3775');
    expect(verdicts()).toMatch(/Right/);
    expect(read($('[data-cr-result]').textContent!)).toBeCloseTo(0.3775, 9);
    expect(field('Pace').value).toBe('operation');
  });

  test('a number that is typed anywhere is the guess, and no key', async () => {
    await open();
    await choose('Preset', 'mazur');
    await press('1', $('.cr-sim'));
    await press('g', $('.cr-sim'));
    $('.cr-sim').focus();
    await press('5', $('.cr-sim'));
    expect(document.activeElement).toBe($('.cr-guess input'));
    expect($<HTMLInputElement>('.cr-guess input').value).toBe('5');
    expect(field('Pace').value).toBe('operation');
  });
});

describe('a chart', () => {
  test('has round numbers on its axes', () => {
    expect(ticks(0, 1, 5)).toEqual([0, 0.2, 0.4, 0.6, 0.8, 1]);
    expect(ticks(0, 1000, 4)).toEqual([0, 500, 1000]);
    expect(ticks(3, 3, 4)).toEqual([3]);
    expect(logTicks(0.001, 100)).toEqual([0.001, 0.01, 0.1, 1, 10, 100]);
  });

  test('says where its lines are, and leaves gaps where there is no number', () => {
    const c = chart('Loss', 'update', 'J');
    c.draw([{ name: 'train', color: 'blue', xs: [1, 2, 3, 4, 5], ys: [4, 2, 'NaN', 1, 0.5] }]);
    expect(c.element.textContent).toContain('train from 4 at 1 to 0.5 at 5');
    expect(c.element.querySelector('path')!.getAttribute('d')!.match(/M/g)!.length).toBe(2);
    c.draw([{ name: 'train', color: 'blue', xs: [1, 2], ys: ['NaN', 'NaN'] }]);
    expect(c.element.textContent).toContain('has no finite number');
    c.end();
  });
});

test('the net fits its width, from a telephone to a wall', () => {
  for (const width of [300, 700, 1600]) {
    const at = layout(width, [2, 8, 8, 8, 8, 8, 8, 1]);
    expect(at.x(7) + at.box / 2).toBeLessThanOrEqual(width);
    expect(at.x(1) - at.x(0)).toBeGreaterThan(at.box);
    expect(at.y(1, 1) - at.y(1, 0)).toBeGreaterThan(at.box);
  }
});

test('the types of a page are those of the simulator', () => {
  const { go, ts } = fields(['network_view.go'], 'network-types.ts');
  expect(Object.keys(go).length).toBeGreaterThan(20);
  expect(ts).toEqual(go);
});

describe('the plane', () => {
  const pad = () => $('.cr-plane');
  const points = () => $$('.cr-dot').length;

  test('is walked by a cross that says what comes out, and chooses an example', async () => {
    await open();
    said.length = 0;
    await press('ArrowRight', pad());
    expect(said.at(-1)).toMatch(/^x₁ .*, x₂ .*: class \S+, 0\.\d+ for \S+\.$/);
    await press('Enter', pad());
    expect(field('Example').value).not.toBe('1');
  });

  test('is drawn on, point by point, and taken back', async () => {
    await open();
    const before = points();
    await press('d', $('.cr-sim'));
    await press('ArrowUp', pad());
    await press('Enter', pad());
    expect(points()).toBe(before + 1);
    expect(field('Data').value).toBe('own');
    await press('Delete', pad());
    expect(points()).toBe(before);
    await press('Delete', pad(), { shiftKey: true });
    expect(points()).toBe(2);
    expect($('.cr-plane').getAttribute('aria-label')).toBeTruthy();
    await press('z', $('.cr-sim'), { ctrlKey: true });
    expect(points()).toBe(before);
    button('Clear: takes all points away but the least that a net can learn from').click();
    await settled();
    expect(points()).toBe(2);
    await press('Escape', pad());
    expect(pad().classList.contains('cr-drawing')).toBe(false);
    for (let i = 0; i < 3; i++) await press('u', $('.cr-sim'));
    expect(field('Data').value).toBe('circle');
    expect(points()).toBe(before);
  });
});

test('a pace is spoken in the words of the list, and both are those of the engine', async () => {
  await open();
  const choices = await engine.ask<ChoicesAnswer>('choices');
  expect(paces).toEqual(choices.paces.map(p => [p.name, p.say]));
  for (const [i, [, say]] of paces.entries()) {
    await press(String(i + 1), $('.cr-sim'));
    expect(said.at(-1)).toContain(`The pace is: ${say}.`);
  }
});

test('one input is a curve: what comes out, every unit, and two runs side by side', async () => {
  await open();
  await choose('Preset', 'sine');
  expect($('.cr-plane').closest('[hidden]')).not.toBeNull();
  const curve = () => $('.cr-region-output .cr-out')?.getAttribute('d');
  const before = curve();
  expect(before!.match(/L/g)!.length).toBe(120);
  expect($$('.cr-region-output .cr-curveplot .cr-dot').length).toBe(60);
  const units = $$('.cr-unitcurve');
  expect(units.length).toBe($$('.cr-simnet .cr-unit').length);
  for (const u of units) expect([u.getAttribute('visibility'), u.getAttribute('d')!.length > 100]).toEqual(['visible', true]);
  await press('f', $('.cr-sim'));
  expect(curve()).not.toBe(before);
  const pad = $('.cr-region-output .cr-curvepad');
  await press('ArrowRight', pad);
  expect(said.at(-1)).toMatch(/^x₁ 0\.\d+: −?[\d.]+\.$/);
  await press('Enter', pad);
  expect(field('Example').value).not.toBe('1');
  await press('p', $('.cr-sim'));
  expect($$('.cr-region-compare .cr-out').length).toBe(2);
});

describe('numbers on lines', () => {
  const between = (n: number, m: number, pitch = 60): Way[] => Array.from({ length: n * m }, (_, k) => {
    const [i, j] = [Math.floor(k / m), k % m];
    return { from: [50, pitch * (i + 0.5)], to: [250, pitch * (j + 0.5)], wish: (i + j) % 2 ? 0.68 : 0.3 };
  });
  const apart = (all: (Box | undefined)[]) => {
    const boxes = all.filter(b => b !== undefined);
    return boxes.every((a, i) => boxes.slice(i + 1).every(b => Math.abs(a.x - b.x) >= a.w + b.w || Math.abs(a.y - b.y) >= a.h + b.h));
  };

  test('do not lie over each other, from a small net to a large one', () => {
    for (const [n, m] of [[2, 2], [2, 4], [4, 1], [6, 3], [8, 8]]) {
      const boxes = labels(between(n, m), 21, 6.5, [])(new Set(), true);
      expect(apart(boxes), `${n} to ${m}`).toBe(true);
      if (n * m <= 8) expect(boxes.filter(b => b).length, `${n} to ${m}`).toBe(n * m);
    }
  });

  test('keep off what is taken, and stand on their lines', () => {
    const ways = between(2, 2);
    const free = labels(ways, 21, 6.5, [])(new Set(), true)[0]!;
    const moved = labels(ways, 21, 6.5, [free])(new Set(), true)[0];
    expect(moved && Math.abs(moved.x - free.x) < 42 && Math.abs(moved.y - free.y) < 13).toBeFalsy();
    for (const b of labels(ways, 21, 6.5, [])(new Set(), true)) {
      const near = ways.some(w => Array.from({ length: 101 }, (_, k) => along(w, k / 100)).some(([x, y]) => Math.hypot(x - b!.x, y - b!.y) < 3));
      expect(near).toBe(true);
    }
  });

  test('are there for lines that are lit or chosen, however crowded', () => {
    const place = labels(between(8, 8, 30), 21, 6.5, []);
    const lit = new Set([0, 9, 18, 27, 36, 45, 54, 63]);
    const boxes = place(lit, false);
    expect([...lit].every(i => boxes[i])).toBe(true);
    expect(boxes.filter(b => b).length).toBe(8);
  });
});

test('a box that is wider than its place says so, and is scrolled by the arrow keys', async () => {
  await open();
  await choose('Preset', 'mazur');
  await press('f', $('.cr-sim'));
  const box = $('.cr-region-operation .cr-scroll');
  const at = $('[data-cr-position]').textContent;
  Object.defineProperties(HTMLElement.prototype, { scrollWidth: { configurable: true, get: () => 900 }, clientWidth: { configurable: true, get: () => 300 } });
  try {
    await press('c', $('.cr-sim'));
    sideways(host)();
    expect(box.classList.contains('cr-cut')).toBe(true);
    await press('ArrowRight', box);
    expect($('[data-cr-position]').textContent).toBe(at);
  } finally {
    for (const name of ['scrollWidth', 'clientWidth']) delete (HTMLElement.prototype as any)[name];
  }
  await press('c', $('.cr-sim'));
  sideways(host)();
  expect(box.classList.contains('cr-cut')).toBe(false);
  await press('ArrowRight', box);
  expect($('[data-cr-position]').textContent).not.toBe(at);
});
