import { h, id } from '../views/dom';
import { button, check, fold, region } from './controls';
import type { Engine } from './engine';
import { hideable } from './hide';
import type { Options } from './index';

/** What the share box needs of a page. */
export interface Sharing {
  say(words: string): void;
  complain(words: string): void;
  hidden(name: string): boolean;
}

/** Puts a text into the clipboard; false where the browser does not let it. */
async function copy(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return false;
  }
}

/** What copies a selection on this machine. */
const keys = () => (/Mac|iP(hone|ad|od)/.test(navigator.platform) ? '⌘C' : 'Ctrl+C');

/** Something to take away: what copies it, and a box of its own in which it is read, from its start. */
function given(what: string, name: string, get: () => Promise<string>, { say, complain }: Sharing, lines = 1): { button: HTMLButtonElement; box: HTMLElement; refresh(): void } {
  const field = lines > 1
    ? h('textarea', { class: 'cr-text', readonly: true, rows: lines, id: id('given'), spellcheck: 'false', onfocus })
    : h('input', { class: 'cr-text', type: 'text', readonly: true, id: id('given'), spellcheck: 'false', autocomplete: 'off', onfocus });
  const note = h('p', { class: 'cr-hint' });
  const box = h('div', { class: 'cr-given', hidden: true }, h('label', { for: field.id }, what), field, note);

  /** The text of the state as it is now; false when there is none. */
  async function fill(): Promise<boolean> {
    let text: string;
    try {
      text = await get();
    } catch (e) {
      complain((e as Error).message);
      return false;
    }
    if (text !== field.value) {
      field.value = text;
      note.textContent = '';
    }
    return true;
  }

  /** Selects from the end to the start, so that the start is what is seen. */
  function all(): void {
    field.setSelectionRange(0, field.value.length, 'backward');
    const start = () => { field.scrollLeft = field.scrollTop = 0; };
    start();
    requestAnimationFrame(start); // a browser may scroll to the selection when it draws
  }

  /** The simulator may have moved on since the text was put there. */
  async function onfocus(): Promise<void> {
    all();
    const before = field.value;
    if (await fill() && field.value !== before && document.activeElement === field) all();
  }

  async function take(): Promise<void> {
    if (!await fill()) return;
    box.hidden = false;
    const copied = await copy(field.value);
    note.textContent = copied ? 'Copied.' : `The browser does not let a page copy. It is selected here: press ${keys()}.`;
    say(copied ? `${what}: copied.` : `${what}: the browser does not let a page copy. It is selected: press ${keys()}.`);
    if (copied) all();
    else field.focus();
  }
  return { button: button(name, () => void take()), box, refresh: () => { if (!box.hidden) void fill(); } };
}

/**
 * “Take it with you”: the address of the state, the command that opens it, the same with controls left out for a class,
 * and a Go cell. Where a page has no address of its own, the command is what there is.
 */
export function share(kind: string, engine: Engine, options: Options, ctx: Sharing, ...more: (HTMLElement | null)[]): { element: HTMLElement; update(v: unknown, hurried?: boolean): void } {
  const command = (link: string, hide: string[]) => `go run ./cmd/chainrule sim ${kind}${hide.length > 0 ? ` --hide "${hide.join(',')}"` : ''} --link ${link}`;
  const { address } = options;
  const without = hideable[kind].map(({ name, say }) => ({ name, box: check(say, () => undefined).element }));
  const chosen = () => without.filter(w => w.box.querySelector('input')!.checked).map(w => w.name);
  const all = [
    ...(ctx.hidden('link') ? [] : [
      ...(address ? [given('The link, for a browser', 'Copy the link', async () => address(await engine.link(), []), ctx)] : []),
      given('The command, for a terminal in a checkout of chainrule', 'Copy the command', async () => command(await engine.link(), []), ctx)
    ]),
    ...(ctx.hidden('cell') ? [] : [given('The Go cell, for a notebook', 'Copy as a Go cell', () => engine.cell(), ctx, 10)])
  ];
  const what = address ? 'link' : 'command';
  const forClass = given(`The ${what} for a class`, `Copy the ${what} for a class`, async () => (address ?? command)(await engine.link(), chosen()), ctx);
  const element = region('Take it with you', 'share', h('div', { class: 'cr-row' }, ...all.map(g => g.button)), ...all.map(g => g.box),
    ctx.hidden('link') ? null : fold(`A ${what} for a class`, false, h('p', { class: 'cr-hint' }, `What the ${what} leaves out:`), h('div', { class: 'cr-hides' }, ...without.map(w => w.box)), forClass.button, forClass.box),
    ...more);
  return {
    element,
    /** What is shown is that of the state which is shown. */
    update(_, hurried) {
      if (!hurried) [...all, forClass].forEach(g => g.refresh());
    }
  };
}
