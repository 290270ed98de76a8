import axe from 'axe-core';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { render } from '../views';
import { num } from '../views/dom';
import { resample } from '../views/field';
import { indices } from '../views/matrix';
import { resolve } from '../views/theme';
import type { GraphData, Step, View } from '../views/types';

// A simulator runs the real program, in this thread: jsdom has no others.
vi.mock('../sim/load', async () => ({ start: (await import('./wasm')).start, problem: async () => '' }));

/** The views that package viz writes: its golden files. */
const folder = join(__dirname, '../../pkg/viz/testdata/views');
const golden = Object.fromEntries(
  readdirSync(folder).filter(f => f.endsWith('.json')).map(f => [f, JSON.parse(readFileSync(join(folder, f), 'utf8')) as View])
);
const of = (kind: string) => Object.values(golden).find(v => v.kind === kind)!;

// jsdom draws no pixels; ECharts measures text without them.
HTMLCanvasElement.prototype.getContext = () => null;

let host: HTMLElement;
let dispose: () => void;
const show = (view: unknown) => {
  dispose = render(host, view);
  return host.querySelector<HTMLElement>('.cr-view')!;
};
/** A simulator fills when its program answers. */
const drawn = async (root: HTMLElement) => {
  if (root.dataset.kind === 'simulator') await vi.waitFor(() => expect(root.querySelector('[data-state="ready"]')).not.toBeNull(), 20_000);
};
const press = (e: Element, key: string) => e.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true }));

beforeEach(() => {
  document.documentElement.lang = 'en';
  document.body.dataset.jpThemeLight = 'true';
  host = document.body.appendChild(document.createElement('main'));
});
afterEach(() => {
  dispose?.();
  host.remove();
});

describe.each(Object.entries(golden))('%s', (_, view) => {
  test('is drawn, in words too, without an error', async () => {
    const root = show(view);
    await drawn(root);
    expect(root.dataset.kind).toBe(view.kind);
    expect(root.querySelector('.cr-error:not([hidden])')).toBeNull();
    expect(root.textContent).toContain(view.description);
  });

  test('gives axe nothing to complain of', async () => {
    await drawn(show(view));
    // Colors are not computed without a browser; the browser tests look at them.
    const found = await axe.run(host, { rules: { 'color-contrast': { enabled: false }, region: { enabled: false }, 'page-has-heading-one': { enabled: false } } });
    expect(found.violations.map(v => `${v.id}: ${v.nodes[0].html}`)).toEqual([]);
  });
});

describe('the step player', () => {
  const steps = () => (of('steps').data as { steps: Step[] }).steps;
  const position = (root: Element) => root.querySelector('[data-cr-position]')!.textContent;

  test('goes forward, back, to the ends and no further, by keyboard', () => {
    const n = steps().length;
    const root = show(of('steps'));
    for (const [key, want] of [['ArrowRight', 2], ['ArrowLeft', 1], ['ArrowLeft', 1], ['End', n], ['ArrowRight', n], ['Home', 1]] as const) {
      press(root, key);
      expect(position(root)).toBe(`${want}/${n}`);
    }
  });

  test('can start with the results hidden', () => {
    const hidden = { ...of('steps'), data: { ...(of('steps').data as object), guess: true } };
    const root = show(hidden);
    expect(root.querySelector('.cr-guess')).not.toBeNull();
    press(root, 'g');
    expect(root.querySelector('.cr-guess')).toBeNull();
  });

  test('goes down into a number, through its terms, and up again', () => {
    const root = show(of('steps'));
    press(root, 'Enter');
    expect(root.querySelector('.cr-detail')).not.toBeNull();
    const terms = steps()[0].entries![0].terms!;
    press(root, 'ArrowRight');
    expect(root.querySelector('[aria-live]')!.textContent).toContain(`Part 1 of ${terms.length}: ${num(terms[0].value)}`);
    expect(root.querySelectorAll('.cr-matrix:not(.cr-result) .cr-used').length).toBe(terms[0].uses!.length);
    press(root, 'Escape');
    expect(root.querySelector('.cr-detail')).toBeNull();
    expect(position(root)).toBe(`1/${steps().length}`);
  });

  test('hides the result until it is guessed, and names a lost sign', () => {
    const root = show(of('steps'));
    press(root, 'g');
    const want = Number(steps()[0].out.data[0]);
    const guess = (text: string) => {
      root.querySelector<HTMLInputElement>('.cr-guess input')!.value = text;
      root.querySelector('form')!.dispatchEvent(new Event('submit', { bubbles: true, cancelable: true }));
    };
    expect(root.querySelector('.cr-result')!.textContent).not.toContain(num(want));
    guess('a lot');
    expect(root.querySelector('.cr-verdict')!.textContent).toContain('A number');
    guess(String(want + 1));
    expect(root.querySelector('.cr-verdict')!.textContent).toContain('Not that');
    guess(String(-want));
    expect(root.querySelector('.cr-verdict')!.textContent).toContain('sign');
    guess(String(want));
    expect(root.querySelector('.cr-result')!.textContent).toContain(num(want));
  });

  test('plays and pauses', () => {
    vi.useFakeTimers();
    const root = show(of('steps'));
    press(root, ' ');
    vi.advanceTimersByTime(3100);
    expect(position(root)).toBe(`3/${steps().length}`);
    press(root, ' ');
    vi.advanceTimersByTime(5000);
    expect(position(root)).toBe(`3/${steps().length}`);
    vi.useRealTimers();
  });
});

describe('a graph', () => {
  const data = of('graph').data as GraphData;
  const node = (root: Element, name: string) => root.querySelectorAll('.cr-node')[data.nodes.findIndex(n => n.name === name)];
  const ways = (root: Element) => [...root.querySelectorAll('.cr-way')].flatMap((w, k) => (w.classList.contains('cr-lit') ? [k] : []));
  /** Goes to the first step that is wanted. */
  const goTo = (root: Element, want: (s: GraphData['steps'][number]) => boolean) => {
    const k = data.steps.findIndex(want);
    press(root, 'Home');
    for (let i = 0; i < k; i++) press(root, 'ArrowRight');
    return data.steps[k];
  };

  test('draws each value once, and a line for each place where one is used', () => {
    const root = show(of('graph'));
    expect(root.querySelectorAll('.cr-node').length).toBe(data.nodes.length);
    expect(root.querySelectorAll('.cr-line').length).toBe(data.edges.length);
  });

  test('fills in values forward, and only then gradients', () => {
    const root = show(of('graph'));
    const texts = (name: string) => [...node(root, name).querySelectorAll('text')].slice(-2).map(t => t.textContent);
    expect(texts('f')).toEqual(['', '']);
    expect(texts('a')).toEqual(['3', '']);
    const result = goTo(root, s => s.phase === 'forward' && s.what === 'f');
    expect(texts('f')).toEqual([result.text, '']);
    expect(ways(root)).toEqual(result.edges);
    expect(root.querySelector('.cr-returning')).toBeNull();
    expect([...root.querySelectorAll('.cr-slope')].every(t => t.textContent === '')).toBe(true);
    press(root, 'ArrowRight');
    expect(texts('f')).toEqual([result.text, '∂ 1']);
    expect(texts('a')).toEqual(['3', '']);
    press(root, 'End');
    expect(texts('a')[1]).toMatch(/^∂ /);
    press(root, 'Home');
    expect(texts('f')).toEqual(['', '']);
  });

  test('follows the edges back to a value one by one, adds up, and lights all of them at the sum', () => {
    const root = show(of('graph'));
    const first = goTo(root, s => s.term === 0 && data.nodes[s.node].name === 'a');
    const rows = () => root.querySelectorAll('.cr-terms tbody tr');
    const grad = () => node(root, 'a').querySelector('.cr-grad')!.textContent;
    expect(rows().length).toBe(3);
    const seen: number[] = [];
    for (let k = 0; k < 3; k++) {
      expect(ways(root)).toEqual(data.steps[data.steps.indexOf(first) + k].edges);
      expect(rows()[k].className).toBe('cr-now');
      expect(grad()).toBe(`∂ ${data.steps[data.steps.indexOf(first) + k].text} …`);
      seen.push(...ways(root));
      press(root, 'ArrowRight');
    }
    expect(ways(root)).toEqual(seen);
    expect(new Set(seen).size).toBe(3);
    expect(root.querySelectorAll('.cr-returning').length).toBe(3);
    expect(root.querySelector('.cr-now')).toBeNull();
    expect(grad()).toBe(`∂ ${data.steps[data.steps.indexOf(first) + 3].text}`);
  });

  test('says each step aloud, with the chain rule in symbols and numbers', () => {
    const root = show(of('graph'));
    const step = goTo(root, s => s.phase === 'backward' && s.symbols.length === 2 && s.term < 0);
    expect(root.querySelector('[aria-live]')!.textContent).toContain(step.say);
    const formulas = [...root.querySelectorAll('.cr-formula annotation')].map(a => a.textContent);
    expect(formulas).toEqual([...step.symbols, step.values]);
  });

  test('goes to the step of a box that is clicked, in the phase that plays', () => {
    const root = show(of('graph'));
    const at = () => data.steps[Number(root.querySelector('[data-cr-position]')!.textContent!.split('/')[0]) - 1];
    const click = (name: string) => node(root, name).dispatchEvent(new MouseEvent('click', { bubbles: true }));
    click('d');
    expect([at().phase, at().what]).toEqual(['forward', 'd']);
    press(root, 'End');
    click('d');
    expect([at().phase, at().what]).toEqual(['backward', '∂f/∂d']);
    press(root, 'End');
    const last = at();
    click('0.5'); // a constant has no step
    expect(at()).toBe(last);
  });

  test('hides a number until it is guessed, but not one that is given', () => {
    const root = show({ ...of('graph'), data: { ...data, guess: true } });
    expect(root.querySelector('.cr-guess')).toBeNull();
    const step = goTo(root, s => s.phase === 'forward' && s.what === 'd');
    expect(node(root, 'd').textContent).toContain('?');
    expect(root.querySelector('.cr-stage')!.textContent).not.toContain(step.text);
    root.querySelector<HTMLInputElement>('.cr-guess input')!.value = String(step.value);
    root.querySelector('form')!.dispatchEvent(new Event('submit', { bubbles: true, cancelable: true }));
    expect(node(root, 'd').textContent).toContain(step.text);
  });
});

test('a figure reads its points to the arrow keys', () => {
  const root = show(golden['line.json']);
  const chart = root.querySelector('.cr-chart')!;
  press(chart, 'ArrowRight');
  const first = root.querySelector('[aria-live]')!.textContent;
  press(chart, 'ArrowRight');
  expect(first).not.toBe('');
  expect(root.querySelector('[aria-live]')!.textContent).not.toBe(first);
});

describe('the numbers in cells', () => {
  const sizes = (root: Element) => [...root.querySelectorAll('.cr-chart text')].filter(t => /^[01][.]\d\d$/.test(t.textContent!)).map(t => /font-size: (\d+)px/.exec(t.getAttribute('style')!)![1]);

  test('are rounded as Go has rounded them, and an empty cell has none', () => {
    const root = show(golden['attention.json']);
    const texts = [...root.querySelectorAll('.cr-chart text')].map(t => t.textContent);
    for (const want of ['1.00', '0.00', '0.67']) expect(texts).toContain(want);
    expect(texts).not.toContain('NaN');
    expect(new Set(sizes(root))).toEqual(new Set(['12']));
  });

  test('shrink with a narrow page', () => {
    const width = vi.spyOn(HTMLElement.prototype, 'clientWidth', 'get').mockReturnValue(480);
    expect(new Set(sizes(show(golden['attention.json'])))).toEqual(new Set(['9']));
    width.mockRestore();
  });
});

test('a quiz answers in place and counts first tries', () => {
  const questions = (of('quiz').data as { questions: { answer: number; why: string; options: string[] }[] }).questions;
  const root = show(of('quiz'));
  questions.forEach((q, n) => {
    const inputs = root.querySelectorAll('fieldset')[n].querySelectorAll('input');
    const wrong = inputs[(q.answer + 1) % q.options.length];
    if (n === 0) {
      wrong.click();
      expect(root.querySelectorAll('.cr-why')[0].textContent).toContain('Not that');
    }
    inputs[q.answer].click();
    expect(root.querySelectorAll('.cr-why')[n].textContent).toContain('Right');
  });
  expect(root.querySelector('.cr-score')!.textContent).toBe(`${questions.length - 1} of ${questions.length} right at the first try.`);
});

test('a network walks from unit to unit', () => {
  const root = show(golden['network.json']);
  const box = root.querySelector('.cr-netbox')!;
  press(box, 'Home');
  expect(root.querySelector('.cr-say')!.textContent).toContain('input, unit 1');
  press(box, 'ArrowRight');
  expect(root.querySelector('.cr-say')!.textContent).toContain('bias');
});

test('a network names what its layers are inside of, once', () => {
  const texts = [...show(golden['autoencoder.json']).querySelectorAll('.cr-net text')].map(t => t.textContent);
  expect(texts.filter(t => t === 'Autoencoder 1').length).toBe(1);
  expect(texts).toContain('Dense 1');
  expect(texts).toContain('Dense 2');
});

test.each([
  ['nothing', undefined], ['null', null], ['a string', 'hello'], ['an unknown kind', { kind: 'hologram', title: 't' }],
  ['steps without steps', { kind: 'steps', data: {} }], ['a figure without an option', { kind: 'figure', data: {} }],
  ['a network without layers', { kind: 'network', data: {} }], ['a graph without steps', { kind: 'graph', data: {} }], ['a quiz without questions', { kind: 'quiz', data: { questions: [] } }]
])('%s gets a sentence', (_, view) => {
  show(view);
  expect(host.querySelector('[role="alert"]')!.textContent).toContain('This view cannot be drawn');
});

test('markup in the data stays text', () => {
  const root = show({ kind: 'quiz', title: '<img src=x onerror=alert(1)>', caption: '$\\href{javascript:alert(1)}{x}$', description: '', data: of('quiz').data });
  expect(root.querySelector('img')).toBeNull();
  expect(root.querySelector('a[href^="javascript"]')).toBeNull();
});

test('colors follow the theme', () => {
  const light = resolve({ a: ['@blue', { b: '@seq' }], c: '@ not a color' }, 'light') as any;
  const dark = resolve(['@blue', '@blue-pale'], 'dark') as string[];
  expect(light.a[0]).toMatch(/^#/);
  expect(light.a[1].b.length).toBeGreaterThan(4);
  expect(light.c).toBe('@ not a color');
  expect(dark[0]).not.toBe(light.a[0]);
  expect(dark[1]).not.toBe(dark[0]);
  const root = show(of('quiz'));
  expect(root.dataset.theme).toBe('light');
});

test('a large matrix leaves out its middle', () => {
  expect(indices(8)).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
  expect(indices(100)).toEqual([0, 1, 2, 3, 4, 5, -1, 99]);
});

test.each([[0.1 + 0.2, '0.3'], [-1.5, '−1.5'], [1e-7, '10⁻⁷'], [-1e20, '−10²⁰'], [123456789, '1.23457·10⁸'], ['NaN', 'NaN'], ['-Inf', '−∞'], [0, '0']])('%s is written %s', (v, want) => {
  expect(num(v)).toBe(want);
});

describe('a field of heights', () => {
  // h = j + 10 i on 3 × 2 cells, which is straight, so that every size shows the same plane.
  const plane = [0, 1].flatMap(i => [0, 1, 2].map(j => [j, i, j + 10 * i] as [number, number, number | null]));

  test('is the same with as many cells as before', () => {
    expect(resample(plane, { cols: 3, rows: 2 }, 3, 2)).toEqual(plane);
  });

  test('is straight between the cells that are known, and level beyond the last', () => {
    const row = resample(plane, { cols: 3, rows: 2 }, 6, 2).slice(0, 6).map(c => c[2]);
    expect(row.map(v => Number(v!.toFixed(9)))).toEqual([0, 0.25, 0.75, 1.25, 1.75, 2]);
    expect(resample(plane, { cols: 3, rows: 2 }, 3, 1).map(c => c[2])).toEqual([5, 6, 7]);
  });

  test('is unknown beside a cell that is unknown', () => {
    const holed = plane.map(([j, i, v]) => [j, i, j === 2 ? null : v] as [number, number, number | null]);
    expect(resample(holed, { cols: 3, rows: 2 }, 6, 2).slice(0, 6).map(c => c[2] === null)).toEqual([false, false, false, true, true, true]);
  });
});
