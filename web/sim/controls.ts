import { h, id } from '../views/dom';

/** A control with its label: it shows a value, and tells when a person has chosen another. */
export interface Control<T> {
  element: HTMLElement;
  set(value: T): void;
}

export type Option = string | [value: string, name: string];

/** A choice out of a list. */
export function choice(label: string, options: Option[], chosen: (value: string) => void, hidden = false): Control<string> & { options(list: Option[]): void } {
  const select = h('select', { 'aria-label': hidden ? label : null, onchange: () => chosen(select.value) });
  const list = (all: Option[]) => select.replaceChildren(...all.map(o => h('option', { value: typeof o === 'string' ? o : o[0] }, typeof o === 'string' ? o : o[1])));
  list(options);
  return { element: hidden ? select : h('label', { class: 'cr-field' }, h('span', {}, label), select), set: v => { select.value = v; }, options: list };
}

/** A number as text, so that what is no number can be answered with a sentence. It is taken with Enter or by leaving it. */
export function numeric(label: string, given: (text: string) => void, hidden = false): Control<number | string> & { input: HTMLInputElement } {
  let shown = '';
  const take = () => {
    if (input.value.trim() === shown) return;
    shown = input.value.trim();
    input.defaultValue = input.value; // it is not being typed any more
    given(shown.replace(',', '.').replace('−', '-'));
  };
  const input = h('input', {
    type: 'text', inputmode: 'decimal', autocomplete: 'off', size: 7, 'aria-label': hidden ? label : null, onchange: take,
    onkeydown: (e: KeyboardEvent) => {
      if (e.key === 'Enter') take();
      if (e.key === 'Escape') input.value = shown;
    }
  });
  return {
    element: hidden ? input : h('label', { class: 'cr-field' }, h('span', {}, label), input), input,
    set: v => {
      // What is being typed is not overwritten by a play that goes on.
      const typing = document.activeElement === input && input.value.trim() !== shown;
      shown = String(v);
      if (!typing) input.value = input.defaultValue = shown;
    }
  };
}

/** Something that is on or off. */
export function check(label: string, chosen: (on: boolean) => void): Control<boolean> {
  const input = h('input', { type: 'checkbox', onchange: () => chosen(input.checked) });
  return { element: h('label', { class: 'cr-check' }, input, ` ${label}`), set: on => { input.checked = on; } };
}

/** A button. Without a name for speech it is called by what is written on it. */
export function button(content: string | Element, act: () => void, name?: string): HTMLButtonElement {
  return h('button', { type: 'button', class: 'cr-button', title: name, 'aria-label': name, onclick: act }, content);
}

/** A part of a simulator with its heading, as a region that a screen reader lists. */
export function region(heading: string, kind: string, ...children: (Node | null | false)[]): HTMLElement {
  const name = id('region');
  return h('section', { class: `cr-region cr-region-${kind}`, 'aria-labelledby': name }, h('h2', { id: name }, heading), ...children);
}

/** A part that is opened and closed. */
export function fold(heading: string, open: boolean, ...children: (Node | null | false)[]): HTMLDetailsElement {
  return h('details', { class: 'cr-fold', open }, h('summary', {}, heading), ...children);
}
