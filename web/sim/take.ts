import { h } from '../views/dom';
import { button, check, fold } from './controls';
import type { Options } from './index';

/** Puts a text into the clipboard; false where the browser does not let it. */
async function copy(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return false;
  }
}

/** A field for texts to take away, and what puts one there and into the clipboard. */
export function taking(say: (words: string) => void, complain: (words: string) => void): { shown: HTMLTextAreaElement; take(what: string, get: () => Promise<string>): Promise<void> } {
  const shown = h('textarea', { class: 'cr-text', readonly: true, rows: 8, hidden: true, 'aria-label': 'Text to copy', spellcheck: 'false' });
  return {
    shown,
    async take(what, get) {
      let text: string;
      try {
        text = await get();
      } catch (e) {
        return complain((e as Error).message);
      }
      shown.value = text;
      shown.hidden = false;
      shown.rows = Math.min(16, text.split('\n').length + 1);
      say(await copy(text) ? `${what} is in the clipboard.` : `${what} is in the field below: copy it from there.`);
      shown.focus();
      shown.select();
    }
  };
}

/** Chooses what a teacher's link leaves out, and tells it. The list has the name in the link, and what it is. */
export function forClass(hideable: [name: string, say: string][], chosen: (hide: string[]) => void): HTMLDetailsElement {
  const without = hideable.map(([name, say]) => ({ name, box: check(say, () => undefined) }));
  const names = () => without.filter(w => w.box.element.querySelector('input')!.checked).map(w => w.name);
  return fold('A link for a class', false, h('p', { class: 'cr-hint' }, 'What the link leaves out:'), h('div', { class: 'cr-hides' }, ...without.map(w => w.box.element)),
    button('Copy the link for a class', () => chosen(names())));
}

/** What makes an address of a link: that of the page, or else a command that opens it. */
export function address(kind: string, options: Options): (link: string, hide: string[]) => string {
  return options.address ?? ((link, hide) => `go run ./cmd/chainrule sim ${kind}${hide.length > 0 ? ` --hide "${hide.join(',')}"` : ''} --link ${link}`);
}
