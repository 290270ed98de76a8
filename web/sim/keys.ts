import { h, id } from '../views/dom';
import { draw16 } from '../views/player';
import { button } from './controls';

/** What the keys of a simulator do. */
export interface Keyboard {
  /** What a key does where nothing is typed; asked for at each key, since it may depend on the state. */
  keys(): Record<string, () => unknown>;
  /** By Ctrl+Z and Ctrl+Y; none where a teacher's link leaves them out. */
  undo?(): void;
  redo?(): void;
  /** Plays and pauses, by the space bar. */
  toggle(): void;
  /** Ends what goes on; true when something did. */
  stop(): boolean;
  /** The parts that F6 goes through. */
  regions(): HTMLElement[];
}

/** Listens to the keys of a simulator. */
export function keyboard(root: HTMLElement, on: Keyboard): void {
  root.addEventListener('keydown', e => {
    const target = e.target as HTMLElement;
    const { key } = e;
    const done = (what: () => unknown) => {
      e.preventDefault();
      e.stopPropagation();
      what();
    };
    // A field of text has an undo of its own.
    const typing = target.tagName === 'TEXTAREA' || (target.tagName === 'INPUT' && (target as HTMLInputElement).type === 'text');
    const history = key === 'z' ? on.undo : ['y', 'Z'].includes(key) ? on.redo : undefined;
    if ((e.ctrlKey || e.metaKey) && !e.altKey && history && !typing) return done(history);
    if (e.ctrlKey || e.metaKey || e.altKey) return;
    if (key === 'F6') return done(() => toRegion(on.regions(), e.shiftKey ? -1 : 1));
    if (key === 'Escape') {
      if (on.stop()) done(() => undefined);
      return;
    }
    if (['SELECT', 'INPUT', 'TEXTAREA', 'SUMMARY'].includes(target.tagName)) return;
    const what = key === ' ' && target.tagName !== 'BUTTON' ? on.toggle : on.keys()[key];
    if (what) done(what);
  });
}

/** To the next part of a page, or the one before. */
function toRegion(all: HTMLElement[], by: number): void {
  const here = all.findIndex(a => a.contains(document.activeElement));
  const next = all[(here + by + all.length) % all.length];
  next.tabIndex = -1;
  next.focus();
}

/** Keys, what they do, and the controls without which they do nothing. */
export type Shortcut = [keys: string, what: string, ...needs: string[]];

/** The button that lists the keys, and the list: only those that work where a teacher's link leaves controls out. */
export function help(all: Shortcut[], say: (words: string) => void, hidden: (name: string) => boolean): { button: HTMLElement; list: HTMLElement; toggle(): void } {
  const shortcuts = all.filter(([, , ...needs]) => !needs.some(hidden));
  const list = h('dl', { class: 'cr-help', hidden: true, id: id('help') }, ...shortcuts.flatMap(([k, what]) => [h('dt', {}, k), h('dd', {}, what)]));
  const opener = button('?', toggle, 'Keyboard shortcuts');
  opener.setAttribute('aria-expanded', 'false');
  opener.setAttribute('aria-controls', list.id);
  function toggle(): void {
    list.hidden = !list.hidden;
    opener.setAttribute('aria-expanded', String(!list.hidden));
    if (!list.hidden) say(shortcuts.map(([k, what]) => `${k}: ${what}`).join('. '));
  }
  return { button: opener, list, toggle };
}

/** The button that plays and pauses. */
export function playButton(toggle: () => void): { element: HTMLElement; playing(on: boolean): void } {
  const element = button(draw16('play'), toggle, 'Play');
  return {
    element,
    playing(on) {
      element.replaceChildren(draw16(on ? 'pause' : 'play'));
      element.setAttribute('aria-label', on ? 'Pause' : 'Play');
      element.title = on ? 'Pause' : 'Play';
    }
  };
}
