import { h, num } from './dom';
import { formula } from './tex';
import type { Part } from './types';

/** The parts of a number with their running sum. At part `now` (−1: at none) those behind it are still to come. */
export function terms(parts: Part[], now: number): HTMLElement {
  return h('div', { class: 'cr-scroll cr-parts', tabindex: 0, role: 'group', 'aria-label': 'Parts of the number' }, h('table', { class: 'cr-terms' },
    h('thead', {}, h('tr', {}, h('th', { scope: 'col' }, 'part'), h('th', { scope: 'col' }, 'with numbers'), h('th', { scope: 'col' }, 'comes to'), h('th', { scope: 'col' }, 'sum so far'))),
    h('tbody', {}, ...parts.map((t, i) => h('tr', { class: i === now ? 'cr-now' : i > now && now >= 0 ? 'cr-later' : null },
      h('td', {}, formula(t.symbols)), h('td', {}, formula(t.values)), h('td', {}, num(t.value)), h('td', {}, num(t.sum)))))));
}
