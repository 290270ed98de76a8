import axe from 'axe-core';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { Action, Engine } from '../sim/engine';
import { regression } from '../sim/regression';
import type { RegressionView } from '../sim/regression-types';
import { num } from '../views/dom';
import { frame, type Frame } from '../views/frame';
import { fields } from './types';
import { simulator } from './wasm';

HTMLCanvasElement.prototype.getContext = () => null;

let host: HTMLElement;
let framed: Frame;
let engine: Engine<RegressionView>;
let dispose: () => void;
let last: RegressionView;
const did: Action[] = [];
const said: string[] = [];

/** The page over the real program. Each answer is kept. */
async function open(link = '', hide: string[] = []): Promise<void> {
  const real = simulator('regression', link);
  engine = {
    ...real,
    do: async action => {
      did.push(action);
      const answer = await real.do(action);
      last = answer.view;
      return answer;
    }
  };
  framed = frame(host, { kind: 'simulator', title: 'Linear regression' });
  dispose = regression(framed.body, engine, words => { said.push(words); framed.say(words); }, { hide });
  last = (await real.view()).view;
  await settled();
}

/** When nothing is under way. */
async function settled(): Promise<void> {
  for (let i = 0; i < 2; i++) {
    await engine.view();
    await new Promise(next => setTimeout(next, 0));
  }
}

const find = <E extends Element>(selector: string) => host.querySelector<E>(selector)!;
const text = (selector: string) => find(selector).textContent ?? '';
const sim = () => find<HTMLElement>('.cr-sim');
async function press(key: string, on: Element = sim(), more: KeyboardEventInit = {}): Promise<void> {
  on.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true, ...more }));
  await settled();
}
const field = (label: string) => [...host.querySelectorAll('label')].find(l => (l.querySelector('span') ?? l).textContent!.trim().startsWith(label))!.querySelector<HTMLInputElement & HTMLSelectElement>('input, select')!;
async function choose(label: string, value: string): Promise<void> {
  const f = field(label);
  if (f.type === 'checkbox') f.checked = value === 'on';
  else f.value = value;
  f.dispatchEvent(new Event('change', { bubbles: true }));
  await settled();
}
async function click(label: string): Promise<void> {
  [...host.querySelectorAll('button')].find(b => (b.getAttribute('aria-label') ?? b.textContent) === label)!.click();
  await settled();
}
/** The presets that are shown as chosen. */
const pressed = () => [...host.querySelectorAll('.cr-presets [aria-pressed="true"]')].map(b => b.textContent);
/** The value beside a name in the lists of numbers. */
const fact = (name: string, inside = '') => [...host.querySelectorAll(`${inside} dt`)].find(d => d.textContent === name)?.nextElementSibling?.textContent;

beforeEach(() => {
  document.documentElement.lang = 'en';
  document.body.dataset.jpThemeLight = 'true';
  host = document.body.appendChild(document.createElement('main'));
  did.length = said.length = 0;
});
afterEach(() => {
  dispose?.();
  engine?.end();
  framed?.dispose();
  host.remove();
});

/** The published run: deep-ml.com, problem 47, from (0, 0) with α = 0.01. */
async function published(): Promise<void> {
  await open();
  await click('clean line');
  await engine.do({ do: 'set', name: 'start', x: 0, y: 0 });
  await press('Home'); // refused, and so shown
  await choose('α', '0.01');
}

describe('by keyboard alone', () => {
  test('the published run comes to its published numbers, and back to the start, exactly', async () => {
    await published();
    expect(fact('J of all points', '.cr-region-history')).toBe('13.5');
    expect(fact('∂J/∂w')).toBe('−20');
    expect(fact('∂J/∂b')).toBe('−7');
    for (let i = 0; i < 10; i++) await press('2');
    expect(text('[data-cr-position]')).toBe('100 updates');
    const [w, b] = fact('This line')!.match(/[\d.]+/g)!.map(Number);
    expect(w).toBeCloseTo(1.14905239, 8);
    expect(b).toBeCloseTo(0.56176776, 8);
    await press('Home');
    expect(fact('This line')).toBe('w = 0, b = 0');
    expect(fact('J of all points', '.cr-region-history')).toBe('13.5');
  });

  test('every key of the list does what it says', async () => {
    await open();
    const keys: [string, string, Partial<Action>][] = [
      ['ArrowRight', '1 update', { do: 'step', n: 1 }], ['f', '2 updates', { do: 'step', n: 1 }], ['1', '3 updates', { n: 1 }], ['2', '13 updates', { n: 10 }], ['3', '113 updates', { n: 100 }],
      ['ArrowLeft', '112 updates', { do: 'back' }], ['b', '111 updates', { do: 'back' }], ['u', '112 updates', { do: 'undo' }], ['y', '111 updates', { do: 'redo' }],
      ['Home', '0 updates', { do: 'start' }], ['s', '0 updates', { do: 'solve' }], ['r', '0 updates', { do: 'reset' }]
    ];
    for (const [key, where, action] of keys) {
      await press(key);
      expect(text('[data-cr-position]'), key).toBe(where);
      expect(did.at(-1), key).toMatchObject(action);
      expect(text('.cr-error'), key).toBe('');
      expect(said.at(-1), key).toContain(last.said);
    }
    await press('z', sim(), { ctrlKey: true });
    expect(did.at(-1)).toEqual({ do: 'undo' });
    expect(said.at(-1)).toMatch(/^Undone\. /);
    await press('q');
    expect(field('Their squares').checked).toBe(true);
    expect(find('.cr-squares').getAttribute('d')!.match(/z/g)!.length).toBe(last.x.length);
    await press('e');
    expect(find('.cr-residuals').getAttribute('d')).toBe('');
    await press('?');
    expect(find<HTMLElement>('.cr-help').hidden).toBe(false);
    await press('v');
    expect(document.activeElement?.tagName).toBe('TEXTAREA');
    await press('f', document.activeElement!); // typed, and not done
    expect(did.at(-1)).toEqual({ do: 'undo' });
    const names = [];
    sim().focus();
    for (let i = 0; i < 9; i++) {
      await press('F6', document.activeElement!);
      names.push(document.activeElement!.querySelector('h2')?.textContent ?? 'bar');
    }
    expect(new Set(names).size).toBe(9);
  });

  test('points are moved, walked through and removed', async () => {
    await open();
    const point = find('.cr-chosen-point');
    const [x, y] = [last.x[0], last.y[0]];
    await press('ArrowRight', point);
    expect(last.x[0]).toBeGreaterThan(x);
    await press('ArrowDown', point, { shiftKey: true });
    expect(last.y[0]).toBeLessThan(y);
    const count = did.length;
    await press('PageDown', point);
    expect(did.length).toBe(count);
    expect(said.at(-1)).toMatch(/^Point 2 of 30: x /);
    await press('PageUp', point);
    await press('PageUp', point);
    expect(point.getAttribute('aria-label')).toMatch(/^Point 30 of 30/);
    await press('Delete', point);
    expect(last.x.length).toBe(29);
    expect(said.at(-1)).toBe('Point 30 removed: 29 points left.');
  });

  test('the line is moved by its ends and on the surface', async () => {
    await open();
    const [left, right] = host.querySelectorAll('.cr-handle');
    const before = Number(right.getAttribute('aria-valuenow'));
    const stays = Number(left.getAttribute('aria-valuenow'));
    await press('ArrowUp', right);
    expect(Number(right.getAttribute('aria-valuenow'))).toBeGreaterThan(before);
    expect(Number(left.getAttribute('aria-valuenow'))).toBeCloseTo(stays, 5);
    const { w } = last.theta;
    await press('ArrowLeft', find('.cr-now'));
    expect(did.at(-1)).toMatchObject({ do: 'set', name: 'start' });
    expect(Number(last.theta.w)).toBeLessThan(Number(w));
  });
});

describe('what is seen', () => {
  test('the sum is the foot of its table, and formulas can break between their terms', async () => {
    await open();
    expect(text('.cr-parts-of tfoot th')).toBe('sum');
    expect(host.querySelectorAll('.cr-parts-of tbody tr').length).toBe(30);
    expect(text('.cr-region-numbers .cr-fold .cr-hint')).toBe('30 points, and in the last row what they add up to.');
    // The arrows scroll a box that has the focus, and make no update, where there is something to scroll.
    const box = find<HTMLElement>('.cr-region-numbers .cr-points-table');
    Object.defineProperty(box, 'scrollWidth', { value: 400 });
    Object.defineProperty(box, 'clientWidth', { value: 300, configurable: true });
    await press('ArrowRight', box);
    expect(did).toEqual([]);
    Object.defineProperty(box, 'clientWidth', { value: 400 });
    await press('ArrowRight', box);
    expect(did.length).toBe(1);
    for (const name of ['cost', 'slope by w', 'slope by b']) {
      expect(host.querySelectorAll(`.cr-line[data-name="${name}"] .cr-hang:last-child .katex-base`).length, name).toBeGreaterThan(4);
    }
  });

  test('the preset in force is pressed, until points are changed by hand', async () => {
    await open();
    expect(pressed()).toEqual(['noisy line']);
    expect(host.querySelectorAll('.cr-presets button').length).toBe(last.presets.length);
    for (const b of host.querySelectorAll('.cr-presets button')) expect(b.querySelector('path')!.getAttribute('d')!.match(/h0/g)!.length, b.textContent!).toBeGreaterThan(1);
    await click('iris');
    expect(pressed()).toEqual(['iris']);
    expect(find<HTMLElement>('.cr-presets [aria-current]').hidden).toBe(true);
    await press('ArrowUp', find('.cr-chosen-point'));
    expect(pressed()).toEqual([]);
    expect(find<HTMLElement>('.cr-presets [aria-current]').hidden).toBe(false);
    await press('u');
    expect(pressed()).toEqual(['iris']);
    const count = did.length;
    await click('iris');
    expect([did.length, said.at(-1)]).toEqual([count, 'The points are those of iris already.']);
  });

  test('a double click adds one point, and a click on a point none; the axes stay', async () => {
    await open();
    const svg = find<SVGSVGElement>('.cr-region-plot svg');
    svg.setPointerCapture = () => undefined;
    const fire = (type: string, x: number, y: number) => svg.dispatchEvent(new MouseEvent(type, { clientX: x, clientY: y, button: 0, bubbles: true, cancelable: true }));
    const once = (x: number, y: number) => {
      fire('pointerdown', x, y);
      fire('pointerup', x, y);
    };
    const axis = [...svg.querySelectorAll('.cr-ytick, .cr-xtick')].map(e => e.outerHTML).join('');
    once(300, 220);
    once(301, 221); // before the first has been answered
    await settled();
    expect(did).toHaveLength(1);
    expect(last.x.length).toBe(31);
    once(301, 220); // and after
    await settled();
    expect(did).toHaveLength(1);
    expect(find('.cr-chosen-point').getAttribute('aria-label')).toMatch(/^Point 31 of 31/);
    expect([...svg.querySelectorAll('.cr-ytick, .cr-xtick')].map(e => e.outerHTML).join('')).toBe(axis);
    // A hand that shakes by two pixels does not move the point.
    fire('pointerdown', 300, 220);
    fire('pointermove', 302, 221);
    fire('pointerup', 302, 221);
    await settled();
    expect(did).toHaveLength(1);
    once(200, 220);
    await settled();
    expect(last.x.length).toBe(32);
  });

  test('all points are removed by a key or a button, and the first that is added takes the place', async () => {
    await open();
    await press('x');
    expect(did.at(-1)).toEqual({ do: 'clear' });
    expect(find('.cr-points').classList.contains('cr-held')).toBe(true);
    expect(text('.cr-region-plot')).toContain('only holds a place');
    await press('a');
    const [x, y] = [...host.querySelectorAll<HTMLInputElement>('.cr-region-data .cr-field input')];
    expect(document.activeElement).toBe(x);
    x.value = '0.5';
    y.value = '2';
    await click('Add it');
    expect([last.x, last.y]).toEqual([[0.5], [2]]);
    expect(find('.cr-points').classList.contains('cr-held')).toBe(false);
    await click('Remove all points');
    expect(last.settings.blank).toBe(true);
    for (let i = 0; i < 3; i++) await press('u');
    expect(last.x.length).toBe(30);
  });

  test('R² of one point is undefined, and the distance 0 is drawn and said', async () => {
    await open();
    await engine.do({ do: 'paste', text: '1,2' });
    await press('s');
    expect(fact('R²', '.cr-region-history')).toMatch(/^undefined for a single point/);
    expect(text('.cr-readout')).toContain('R² undefined');
    expect(text('.cr-region-plot') + text('.cr-region-history')).not.toMatch(/NaN|∞/);
    const [cost, distance, r2] = [...host.querySelectorAll('.cr-charts .cr-smallchart')];
    expect(distance.querySelector('.cr-hidden')!.textContent).toBe('Distance to the best line, on a log scale.  is 0.');
    expect(distance.querySelectorAll('.cr-zero').length).toBe(1);
    expect(distance.textContent).toContain('0, which is no place on a log scale');
    expect(cost.querySelectorAll('.cr-zero').length).toBe(1);
    expect(r2.textContent).toContain('single point');
    expect(r2.textContent).not.toContain('yet');
  });

  test('a line that has left the picture is held by arrows, with a sentence', async () => {
    await open();
    expect(find<HTMLElement>('.cr-away').hidden).toBe(true);
    await engine.do({ do: 'line', x: 1000, y: 0 });
    await press('c');
    await press('f');
    const [left, right] = host.querySelectorAll('.cr-handle');
    const frame = find('.cr-region-plot .cr-plotframe');
    const [top, tall] = ['y', 'height'].map(k => Number(frame.getAttribute(k)));
    for (const e of [left, right]) {
      expect(e.classList.contains('cr-off')).toBe(true);
      expect(Number(e.getAttribute('cy'))).toBeGreaterThan(top + 8);
      expect(Number(e.getAttribute('cy'))).toBeLessThan(top + tall - 8);
    }
    expect([...host.querySelectorAll('.cr-off-arrow')].map(e => e.getAttribute('d')).every(Boolean)).toBe(true);
    expect(text('.cr-away')).toMatch(/^The line leaves the picture: ŷ is .* Drag an arrow to bring it back\.$/);
    await press('r');
    expect(find<HTMLElement>('.cr-away').hidden).toBe(true);
    expect(find('.cr-off-arrow').getAttribute('d')).toBe('');
  });

  test('α just at the limit is said to be there', async () => {
    await open();
    await choose('α', String(last.rate.limit));
    expect(find('.cr-slider').getAttribute('aria-valuetext')).toContain(', at 2/λmax');
    expect(text('.cr-verdict-rate')).toContain('neither converges nor diverges');
    expect(find('.cr-verdict-rate').classList.contains('cr-warn')).toBe(true);
  });

  test('the end of what is kept is said', async () => {
    await open();
    await engine.do({ do: 'step', n: 99_990 });
    await press('3');
    expect(text('[data-cr-position]')).toBe('100000 updates');
    expect(text('.cr-sim > .cr-notes')).toContain('This run ends after 100,000 updates: that is as far as');
    await press('f');
    expect(text('.cr-simbar .cr-error')).toContain('ends after 100,000 updates');
  });

  test('a small screen has the picture, the next update and then the settings', async () => {
    await open();
    expect([...host.querySelectorAll('.cr-region h2')].map(e => e.textContent)).toEqual(
      ['Points and line', 'Next update, number 1', 'Cost surface', 'Learning rate', 'Method', 'Data', 'The run so far', 'Take it with you']);
  });

  test('is what the program says: parts that add up, old and new, the check of the gradient', async () => {
    await published();
    const u = last.next!;
    const cells = [...host.querySelectorAll('.cr-parts-of tbody tr, .cr-parts-of tfoot tr')].map(r => [...r.querySelectorAll('td')].map(c => c.textContent));
    expect(cells.length).toBe(5);
    const value = (t: string | null) => Number(t!.replace('−', '-'));
    for (const k of [4, 5]) {
      const parts = cells.slice(0, 4).map(r => value(r[k]));
      expect(parts.reduce((a, b) => a + b)).toBeCloseTo(value(cells[4][k]), 4);
    }
    expect(value(cells[4][4])).toBeCloseTo(Number(u.gradient.w), 5);
    expect([...host.querySelectorAll('.cr-line')].map(l => (l as HTMLElement).dataset.name)).toEqual(['prediction', 'cost', 'slope by w', 'slope by b', 'new w', 'new b']);
    expect(text('.cr-region-numbers')).toContain(u.check!.say);
    expect(fact('w', '.cr-region-numbers')).toBe(`${num(u.old.w, 10)} → ${num(u.new.w, 10)}`);
    expect(host.querySelectorAll('.katex-error').length).toBe(0);
  });

  test('a step shows the next one, in words and in the charts', async () => {
    await open();
    for (let i = 0; i < 3; i++) await press('2');
    expect(text('.cr-region-numbers h2')).toBe('Next update, number 31');
    expect(find('.cr-path').getAttribute('d')!.split('L').length).toBe(31);
    for (const c of host.querySelectorAll('.cr-charts .cr-curve')) expect(c.getAttribute('d') ?? '').not.toContain('NaN');
    find<HTMLDetailsElement>('.cr-region-history details').open = true;
    find('.cr-region-history details').dispatchEvent(new Event('toggle'));
    expect(host.querySelectorAll('.cr-region-history tbody tr').length).toBe(30);
    expect(text('.cr-region-history tbody tr')).toContain(num(last.cost.all, 10));
  });

  test('the points of the next batch are lit', async () => {
    await open();
    await choose('Method', 'mini-batch');
    await choose('Points in a batch', '5');
    expect(find('.cr-lit-points').getAttribute('d')!.match(/h0/g)!.length).toBe(5);
    await choose('Method', 'stochastic');
    expect(find('.cr-lit-points').getAttribute('d')!.match(/h0/g)!.length).toBe(1);
    await choose('Method', 'batch');
    expect(find('.cr-lit-points').getAttribute('d')).toBe('');
  });

  test('beyond the limit it is said, and the end too', async () => {
    await open();
    await choose('α', '5');
    expect(text('.cr-verdict-rate')).toContain('diverges');
    expect(find('.cr-verdict-rate').classList.contains('cr-warn')).toBe(true);
    const slider = find<HTMLInputElement>('.cr-slider');
    expect(slider.getAttribute('aria-valuetext')).toContain('beyond 2/λmax');
    expect(Number(slider.value)).toBeCloseTo(Math.log10(5), 2);
    for (let i = 0; i < 8; i++) await press('3');
    expect(text('.cr-sim > .cr-notes')).toContain('has diverged');
    expect(find('.cr-surface .cr-now').classList.contains('cr-off')).toBe(true);
    expect(text('.cr-region-surface')).toContain('outside of this picture');
    await press('f');
    expect(text('.cr-simbar .cr-error')).toContain('smaller α');
    for (const e of host.querySelectorAll('svg *')) for (const a of ['d', 'cx', 'cy']) expect(e.getAttribute(a) ?? '').not.toMatch(/NaN|Infinity/);
  });

  test.each([['one point', '1,2'], ['two equal x', '1,2\n1,5'], ['equal y', '1,2\n2,2\n3,2'], ['huge', '1e9,1\n-1e9,1e9'], ['tiny', '1e-300,1\n2e-300,2']])('%s are drawn without broken numbers', async (_, csv) => {
    await open();
    await engine.do({ do: 'paste', text: csv });
    for (const normalize of ['on', 'off']) {
      await choose('Normalize x', normalize);
      await press('2');
      for (const e of host.querySelectorAll('svg *')) for (const a of ['d', 'cx', 'cy', 'x1', 'y1']) expect(e.getAttribute(a) ?? '', `${e.tagName} ${a}`).not.toMatch(/NaN|Infinity/);
    }
    expect(host.querySelectorAll('.katex-error').length).toBe(0);
  });
});

describe('one’s own data', () => {
  const paste = async (csv: string) => {
    find<HTMLTextAreaElement>('.cr-region-data textarea').value = csv;
    await click('Use these points');
  };

  test('are pasted', async () => {
    await open();
    await paste('time (h);size (cm)\n1,5;2\n2;3,5\n3;5');
    expect(last.x).toEqual([1.5, 2, 3]);
    expect(said.at(-1)).toBe('3 points pasted.');
    expect(text('.cr-region-plot svg')).toContain('size (cm)');
    expect(pressed()).toEqual([]);
    expect(text('.cr-presets [aria-current]')).toBe('your own points');
    expect(find('.cr-presets [aria-current] path').getAttribute('d')!.match(/h0/g)!.length).toBe(3);
  });

  test.each([['1,2\n2,three', 'line 2, column 2: "three" is not a number'.replace('line', 'Line')], ['1,NaN', 'Line 1, column 2: "NaN" is not a finite number'], ['1,2\n'.repeat(5001), '5,001 points, want at most 5,000'], ['', 'no points'], ['1,2,3', '3 columns']])('that make no sense are refused in a sentence', async (csv, want) => {
    await open();
    const before = JSON.stringify(last);
    await paste(csv);
    expect(text('.cr-simbar .cr-error')).toContain(want);
    expect(JSON.stringify(last)).toBe(before);
  });

  test('a point is added by its numbers, and a word is none', async () => {
    await open();
    const [x, y] = [...host.querySelectorAll<HTMLInputElement>('.cr-region-data .cr-field input')];
    x.value = '0,5';
    y.value = '−1';
    await click('Add it');
    expect([last.x.at(-1), last.y.at(-1)]).toEqual([0.5, -1]);
    x.value = 'five';
    await click('Add it');
    expect(text('.cr-simbar .cr-error')).toMatch(/X is no number: want a number/);
  });
});

test('what is typed and refused is put back', async () => {
  await open();
  await choose('α', 'fast');
  expect(text('.cr-simbar .cr-error')).toMatch(/want a number/);
  expect(field('α').value).toBe('0.05');
});

test('a link opens the same state, and a cell is given', async () => {
  await open();
  await choose('Method', 'momentum');
  await press('2');
  const [link, cell, seen] = [await engine.link(), await engine.cell(), fact('This line')];
  expect(cell).toContain('nn.Momentum{LR: 0.05, Beta: 0.9}');
  dispose();
  framed.dispose();
  engine.end();
  await open(link);
  expect(fact('This line')).toBe(seen);
  expect(text('[data-cr-position]')).toBe('10 updates');
});

test('a teacher’s link hides controls', async () => {
  await open('', ['settings', 'data', 'line', 'solve', 'reset', 'undo', 'share']);
  expect(find('.cr-region-method')).toBeNull();
  await press('s');
  await press('r');
  await press('Delete', find('.cr-chosen-point'));
  await press('ArrowUp', find('.cr-handle'));
  await press('ArrowUp', find('.cr-now'));
  await press('z', sim(), { ctrlKey: true });
  expect(did).toEqual([]);
});

test('it plays, and stops where a condition is met', async () => {
  vi.stubGlobal('requestAnimationFrame', (f: () => void) => setTimeout(f, 0));
  await open();
  await engine.do({ do: 'set', name: 'stop updates', value: 7 });
  const speed = field('Speed');
  speed.value = '3';
  await press(' ');
  await vi.waitFor(() => expect(text('[data-cr-position]')).toBe('7 updates'), 5000);
  await vi.waitFor(() => expect(find('button[aria-label="Play"]')).not.toBeNull());
  expect(text('.cr-sim > .cr-notes')).toContain('7 updates made');
  vi.unstubAllGlobals();
});

test('axe finds nothing', async () => {
  await open();
  await choose('Method', 'mini-batch');
  await press('2');
  host.querySelectorAll('details').forEach(d => { d.open = true; });
  const found = await axe.run(host, { rules: { 'color-contrast': { enabled: false }, region: { enabled: false }, 'page-has-heading-one': { enabled: false } } });
  expect(found.violations.map(v => `${v.id}: ${v.nodes[0].html}`)).toEqual([]);
});

test('the types of a page are those of the simulator', () => {
  const { go, ts } = fields(['regression_view.go', 'regression_next.go', 'regression_surface.go'], 'regression-types.ts');
  expect(Object.keys(go).length).toBe(15);
  expect(ts).toEqual(go);
});
