import { afterEach, expect, test, vi } from 'vitest';
import { engine, type Engine, type Program } from '../sim/engine';
import { remember } from '../sim/remember';
import { simulator, start } from './wasm';

let running: Engine | undefined;
const open = (link = '') => (running = simulator('regression', link));
afterEach(() => running?.end());

test('shows its beginning, what an action leads to, and its link leads there again', async () => {
  const s = open();
  const first = await s.view();
  expect(first.error).toBeUndefined();
  expect(first.view.updates).toBe(0);
  const { view } = await s.do({ do: 'step', n: 3 });
  expect(view.updates).toBe(3);
  const again = simulator('regression', await s.link());
  expect((await again.view()).view.line).toEqual(view.line);
  again.end();
  expect(await s.cell()).toContain('%%');
});

test('answers in the order in which it was asked', async () => {
  const s = open();
  const all = await Promise.all([s.do({ do: 'step', n: 2 }), s.do({ do: 'step', n: 5 }), s.do({ do: 'back', n: 1 }), s.view()]);
  expect(all.map(a => a.view.updates)).toEqual([2, 7, 6, 6]);
});

test.each([
  ['an action that there is not', { do: 'fly' }, /^There is no action “?"?fly/],
  ['a number that is none', { do: 'add', x: NaN, y: 1 }, /^X is no number: want a number\.$/],
  ['an infinite one', { do: 'set', name: 'rate', value: Infinity }, /^Value is no number/],
  ['half a step', { do: 'step', n: 1.5 }, /^N is 1\.5: want a whole number\.$/]
])('refuses %s with a sentence, and stays as it was', async (_, action, want) => {
  const s = open();
  const { view: before } = await s.do({ do: 'step' });
  const { view, error } = await s.do(action);
  expect(error).toMatch(want);
  expect(view).toEqual(before);
  await expect(s.ask('the way')).rejects.toThrow(/^A regression cannot be asked/);
});

test('shows the beginning when the link is damaged, and says so until something is done', async () => {
  const s = open('damaged');
  for (let i = 0; i < 2; i++) {
    const { view, error } = await s.view();
    expect(view.updates).toBe(0);
    expect(error).toMatch(/^The link is .*\.$/);
  }
  await s.do({ do: 'step' });
  expect((await s.view()).error).toBeUndefined();
});

test('has no simulator of another kind', async () => {
  await expect(simulator('pendulum').view()).rejects.toThrow(/^There is no simulator "pendulum"/);
});

test('stops a long action between two updates', async () => {
  const s = open();
  const rows = Array.from({ length: 3000 }, (_, i) => `${Math.sin(i)},${Math.cos(3 * i)}`).join('\n');
  await s.do({ do: 'paste', text: `x,y\n${rows}` });
  const long = s.do({ do: 'step', n: 10000 });
  setTimeout(() => s.stop(), 100);
  const { view, error } = await long;
  expect(error).toBeUndefined();
  expect(view.updates).toBeGreaterThan(0);
  expect(view.updates).toBeLessThan(10000);
  expect((await s.do({ do: 'undo' })).view.updates).toBe(0);
});

test('starts again from the last link when the program has ended by itself', async () => {
  const programs: Program[] = [];
  const s = (running = engine('regression', '', async () => {
    programs.push(await start());
    return programs[programs.length - 1];
  }));
  await s.do({ do: 'step', n: 4 });
  await s.link();
  await s.do({ do: 'step', n: 4 });
  programs[0].end();
  const { view, error } = await s.do({ do: 'step' });
  expect(error).toContain('started again from the last link');
  expect(view.updates).toBe(4);
  expect((await s.do({ do: 'step' })).view.updates).toBe(5);
});

test('tries to start again when it could not be loaded', async () => {
  let there = false;
  const s = (running = engine('regression', '', async () => {
    if (!there) throw new Error('There is no answer.');
    return start();
  }));
  await expect(s.view()).rejects.toThrow('There is no answer.');
  there = true;
  expect((await s.view()).view.updates).toBe(0);
});

test('answers nothing after its end', async () => {
  const s = open();
  await s.view();
  s.end();
  await expect(s.do({ do: 'step' })).rejects.toThrow('closed');
});

test('an address that follows the state is told once in a while, and not after the end', async () => {
  const told: string[] = [];
  const s = (running = remember(open(), link => told.push(link), 60));
  await s.view();
  for (let i = 0; i < 20; i++) await s.do({ do: 'step' });
  await vi.waitFor(() => expect(told.length).toBeGreaterThan(0));
  await new Promise(resolve => setTimeout(resolve, 150));
  expect(told.length).toBeLessThan(20);
  expect(told[told.length - 1]).toBe(await s.link());
  const before = told.length;
  await s.do({ do: 'step' });
  s.end();
  await new Promise(resolve => setTimeout(resolve, 150));
  expect(told.length).toBe(before);
});
