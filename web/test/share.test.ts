import axe from 'axe-core';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { controls, simulator as shown, type Options } from '../sim';
import type { Engine } from '../sim/engine';
import { hideable } from '../sim/hide';
import { simulator } from './wasm';

HTMLCanvasElement.prototype.getContext = () => null;

const kinds = ['regression', 'network'] as const;
let host: HTMLElement;
let engine: Engine;
let dispose: () => void;
const said: string[] = [];

async function settled(): Promise<void> {
  for (let i = 0; i < 4; i++) {
    await engine.view();
    await new Promise(next => setTimeout(next));
  }
}

/** The controls of a simulator over the real program. */
async function open(kind: string, options: Options = {}): Promise<void> {
  engine = simulator(kind);
  dispose = controls[kind](host, engine, words => said.push(words), options);
  await settled();
}

function close(): void {
  dispose?.();
  engine?.end();
  host.replaceChildren();
}

const button = (name: string) => [...host.querySelectorAll('button')].find(b => b.textContent === name || b.getAttribute('aria-label') === name)!;
/** The box whose label begins so. */
const box = (label: string) => {
  const of = [...host.querySelectorAll('label')].find(l => l.textContent!.startsWith(label))!;
  return { label: of, field: host.querySelector<HTMLInputElement>(`#${of.htmlFor}`)!, note: of.parentElement!.querySelector('p')!.textContent, seen: !of.parentElement!.hidden };
};
async function press(key: string): Promise<void> {
  host.querySelector('.cr-sim')!.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true }));
  await settled();
}
async function click(name: string): Promise<void> {
  button(name).click();
  await settled();
}
let clipboard: string[] | undefined; // undefined: refused

beforeEach(() => {
  document.documentElement.lang = 'en';
  document.body.dataset.jpThemeLight = 'true';
  host = document.body.appendChild(document.createElement('main'));
  said.length = 0;
  clipboard = [];
  Object.defineProperty(navigator, 'clipboard', {
    configurable: true,
    value: { writeText: async (text: string) => { if (!clipboard) throw new Error('NotAllowedError'); clipboard.push(text); } }
  });
});
afterEach(() => {
  close();
  host.remove();
});

describe.each(kinds)('what is taken away from the %s', kind => {
  const address = (link: string, hide: string[]) => `http://127.0.0.1/?simulator=${kind}${hide.length > 0 ? `&hide=${hide}` : ''}#${link}`;

  test('has a labeled box for each: what one shows, another does not overwrite', async () => {
    await open(kind, { address });
    for (const [name, label, has] of [
      ['Copy the link', 'The link, for a browser', /^http:.*#\S+$/], ['Copy the command', 'The command', new RegExp(`^go run ./cmd/chainrule sim ${kind} --link \\S+$`)],
      ['Copy as a Go cell', 'The Go cell', /chainrule\/pkg\/nn/], ['Copy the link for a class', 'The link for a class', /^http:.*#\S+$/]
    ] as const) {
      expect(box(label).seen).toBe(false);
      await click(name);
      const { field, note, seen } = box(label);
      expect(seen).toBe(true);
      expect(field.value).toMatch(has);
      expect(field.readOnly).toBe(true);
      expect(clipboard!.at(-1)).toBe(field.value);
      expect(note).toBe('Copied.');
      expect(said.at(-1)).toMatch(new RegExp(`^${label}.*: copied\\.$`));
    }
    expect(host.querySelectorAll('.cr-given:not([hidden])').length).toBe(4);
    expect(box('The link, for a browser').field.value).toMatch(/^http:.*#\S+$/);
    const { violations } = await axe.run(host.querySelector('.cr-region-share')!, { rules: { 'color-contrast': { enabled: false }, region: { enabled: false } } });
    expect(violations.map(v => `${v.id}: ${v.nodes.map(n => n.html).join(' ')}`)).toEqual([]);
  });

  test('shows its start and is selected whole, and where a page may not copy says which keys do', async () => {
    await open(kind, { address });
    clipboard = undefined;
    await click('Copy the link');
    const { field, note } = box('The link, for a browser');
    expect(document.activeElement).toBe(field);
    expect([field.selectionStart, field.selectionEnd, field.selectionDirection]).toEqual([0, field.value.length, 'backward']);
    expect(field.scrollLeft).toBe(0);
    expect(note).toContain('press Ctrl+C');
    expect(said.at(-1)).toContain('press Ctrl+C');
  });

  test('is that of the state as it is when it is looked at', async () => {
    await open(kind, { address });
    await click('Copy the command');
    const before = box('The command').field.value;
    await press('f');
    box('The command').field.focus();
    await settled();
    const { field, note } = box('The command');
    expect(field.value).not.toBe(before);
    expect(field.value).toContain(await engine.link());
    expect([field.selectionStart, field.selectionEnd]).toEqual([0, field.value.length]);
    expect(note).toBe('');
  });

  test('leaves out for a class what is chosen', async () => {
    await open(kind);
    expect(button('Copy the link')).toBeUndefined(); // without an address of its own
    for (const { say } of hideable[kind].slice(0, 2)) [...host.querySelectorAll<HTMLLabelElement>('.cr-hides label')].find(l => l.textContent!.trim() === say)!.querySelector('input')!.checked = true;
    await click('Copy the command for a class');
    expect(box('The command for a class').field.value).toContain(` --hide "${hideable[kind][0].name},${hideable[kind][1].name}" --link `);
  });
});

describe.each(kinds)('what is left out of the %s', kind => {
  test('is in the one list of Go and of the page', () => {
    const source = readdirSync(join(__dirname, '../sim')).filter(f => f === `${kind}.ts` || f.startsWith(`${kind}-`) || f === 'share.ts').map(f => readFileSync(join(__dirname, '../sim', f), 'utf8')).join('\n');
    const areas = source.match(/const areas:[\s\S]*?const seen =/)![0];
    const used = [...source.matchAll(/hidden\('([^']+)'\)/g), ...areas.matchAll(/\['([a-z]+)', /g)].map(m => m[1]);
    if (kind === 'network') used.push('data settings', 'net settings', 'training settings');
    if (source.includes("ctx.hidden('point' in hit")) used.push('data', 'line');
    expect([...new Set(used)].sort()).toEqual(hideable[kind].map(c => c.name).sort());
  });

  test('is gone, name by name', async () => {
    // With a unit chosen, in the middle of an update, and all opened: every control is there.
    const state = async () => {
      for (const key of ['f', 'f', 'f']) await press(key);
      for (const key of ['ArrowRight', 'Enter']) host.querySelector('.cr-netbox')?.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true }));
      host.querySelectorAll('details').forEach(d => { d.open = true; });
      await settled();
      return host.innerHTML.replace(/cr-[a-z]+-\d+/g, '');
    };
    await open(kind);
    const whole = await state();
    close();
    await open(kind);
    expect(await state()).toBe(whole);
    close();
    for (const { name } of hideable[kind]) {
      await open(kind, { hide: [name] });
      expect(await state(), name).not.toBe(whole);
      close();
    }
  });

  test('takes its keys out of the list', async () => {
    const listed = () => [...host.querySelectorAll('.cr-help dt')].map(d => d.textContent);
    await open(kind);
    const whole = listed();
    close();
    const gone: Record<string, string[]> = kind === 'network'
      ? { pace: ['1 … 6'], reset: ['r'], undo: ['u y'], guess: ['g'], operation: ['g'], compare: ['p'], own: ['d'], output: ['d'], net: ['Enter'], card: ['Enter'], charts: [] }
      : { reset: ['r'], solve: ['s'], undo: ['u y'], data: ['v', 'a', 'x', 'Arrows', 'Delete'], line: ['↑ ↓', 'Arrows'], surface: ['Arrows'], plot: ['e q', 'Arrows', '↑ ↓', 'Page Up, Page Down', 'Delete'], history: [] };
    for (const [name, keys] of Object.entries(gone)) {
      await open(kind, { hide: [name] });
      const left = listed();
      const want = [...whole];
      for (const key of keys) want.splice(want.indexOf(key), 1);
      expect([...left].sort(), name).toEqual(want.sort());
      // A key that is not listed does nothing.
      const before = host.innerHTML;
      for (const key of keys.flatMap(k => k.split(' ')).filter(k => /^[a-z]$/.test(k))) {
        await press(key);
        expect(host.innerHTML, `${name}: ${key}`).toBe(before);
      }
      await press('?');
      for (const key of keys.filter(k => !left.includes(k))) expect(`. ${said.at(-1)}`, name).not.toContain(`. ${key}: `);
      close();
    }
  });
});

test('a name that is no control gets a sentence that lists those that are, and the rest is left out', async () => {
  const end = shown(host, { simulator: 'regression', link: '', options: { hide: ['nonsense', 'undo', 'a"b'] } }, () => undefined);
  const notice = () => [...host.querySelectorAll('[role="alert"]')].map(e => e.textContent).find(words => words!.includes('nonsense'));
  expect(notice()).toBe('Nothing is left out for “nonsense”, “a"b”, because this simulator has no such control. Choose from settings, data, line, plot, surface, rate, numbers, history, speed, solve, reset, undo, link, cell, share.');
  expect(button('Undo')).toBeUndefined();
  expect(button('Reset')).toBeDefined();
  end();
  expect(notice()).toBeUndefined();
});
