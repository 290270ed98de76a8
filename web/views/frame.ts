import { h, id } from './dom';
import { text } from './tex';
import { apply, current, watch } from './theme';

/** What stands around every view: a title, a caption, and words for who cannot see it. */
export interface Framed {
  kind?: string;
  title?: string;
  caption?: string;
  description?: string;
}

/** The frame of a view. */
export interface Frame {
  root: HTMLElement;
  /** Where the view is drawn. */
  body: HTMLElement;
  /** Speaks to a screen reader. */
  say(words: string): void;
  /** Puts a sentence in the place of what cannot be drawn. */
  refuse(error: unknown, help: string): void;
  dispose(): void;
}

/** Puts a frame into the host, in the colors of the theme, which it follows. */
export function frame(host: HTMLElement, view: Framed): Frame {
  const described = id('words');
  const title = id('title');
  const spoken = h('div', { class: 'cr-hidden', 'aria-live': 'polite' });
  const body = h('div', { class: 'cr-body' });
  const root = h('figure', {
    class: 'cr-view', 'data-kind': view.kind ?? 'unknown', 'data-lm-suppress-shortcuts': 'true', 'aria-labelledby': title, 'aria-describedby': described
  }, h('div', { class: 'cr-title', id: title }, ...text(String(view.title ?? ''))), body,
  h('figcaption', {}, ...text(String(view.caption ?? ''))), h('p', { class: 'cr-hidden', id: described }, view.description ?? ''), spoken);
  apply(root, current());
  const unwatch = watch(() => apply(root, current()));
  host.append(root);
  return {
    root, body,
    say: words => { spoken.textContent = words; },
    refuse: (e, help) => body.replaceChildren(h('p', { class: 'cr-error', role: 'alert' }, `This view cannot be drawn: ${e instanceof Error ? e.message : String(e)}. ${help}`)),
    dispose: () => {
      unwatch();
      root.remove();
    }
  };
}
