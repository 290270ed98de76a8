import { h, num } from '../views/dom';
import { formula } from '../views/tex';
import { fold, region } from './controls';
import { measured } from './measured';
import { full } from './network-context';
import type { Part } from './regression-context';
import { pair } from './regression-rate';
import type { NextUpdate, Parts, RegressionView } from './regression-types';

/** The formulas in symbols, which stay the same from update to update: drawn once. */
const drawn = new Map<string, HTMLElement>();
function symbols(tex: string): Node {
  if (!drawn.has(tex)) drawn.set(tex, formula(tex));
  return drawn.get(tex)!.cloneNode(true);
}

/** The next update with all its numbers: formulas, what each point adds, the check of the gradient. */
export function numbers(): Part {
  const lines = h('div', { class: 'cr-update', tabindex: 0, role: 'region', 'aria-label': 'Formulas of the update' });
  const results = h('dl', { class: 'cr-numbers' });
  const table = h('div', { class: 'cr-scroll cr-points-table', tabindex: 0, role: 'region', 'aria-label': 'What each point adds to the slopes' });
  const check = h('div', {});
  const wide = h('p', { class: 'cr-hint', hidden: true }, 'A formula is wider than its place: scroll it sideways, or with ← and →.');
  const about = h('p', { class: 'cr-hint' });
  const sentence = h('p', { class: 'cr-say' });
  const parts = fold('What each point adds', true, about, table);
  const gradient = fold('Is the gradient right?', false, check);
  const element = region('Next update', 'numbers', sentence, lines, wide, results, parts, gradient);
  let shown = 0;
  const size = measured(element, hints);
  parts.addEventListener('toggle', hints);

  /** Nothing is cut off without a word. */
  function hints(): void {
    wide.hidden = lines.hidden || lines.scrollWidth <= lines.clientWidth + 1;
    about.textContent = `${shown === 1 ? 'One point' : `${shown} points`}, and in the last row what they add up to.${table.scrollWidth > table.clientWidth + 1 ? ' Scroll sideways for more columns, or with ← and →.' : ''}`;
  }

  function draw(u: NextUpdate): void {
    lines.replaceChildren(...u.formulas.map(f => h('div', { class: 'cr-line', 'data-name': f.name },
      h('div', { class: 'cr-line-name' }, f.name), h('div', { class: 'cr-hang' }, symbols(f.symbols)), h('div', { class: 'cr-hang' }, formula(f.values)))));
    results.replaceChildren(
      ...pair('∂J/∂w', num(u.gradient.w, full)), ...pair('∂J/∂b', num(u.gradient.b, full)),
      ...pair('w', `${num(u.old.w, full)} → ${num(u.new.w, full)}`), ...pair('b', `${num(u.old.b, full)} → ${num(u.new.b, full)}`),
      ...pair('J of all points', `→ ${num(u.after, full)}`));
    table.replaceChildren(partsTable(u.table));
    gradient.hidden = !u.check;
    if (u.check) {
      check.replaceChildren(
        h('p', { class: 'cr-hint' }, 'By the formula, and by central differences: (J(w + h) − J(w − h))/2h, which knows nothing of the formula.'),
        h('table', {}, h('thead', {}, h('tr', {}, ...['slope', 'by the formula', 'by differences'].map(c => h('th', { scope: 'col' }, c)))),
          h('tbody', {}, ...(['w', 'b'] as const).map(k => h('tr', {}, h('th', { scope: 'row' }, `∂J/∂${k}`), h('td', {}, num(u.check!.analytic[k], full)), h('td', {}, num(u.check!.numeric[k], full)))))),
        h('p', {}, u.check.say));
    }
  }

  return {
    element,
    update(v: RegressionView, hurried) {
      if (hurried) return; // formulas that change in every frame are not read
      sentence.textContent = v.next ? v.next.say : v.over ?? '';
      for (const e of [lines, results, parts, gradient]) e.hidden = !v.next;
      shown = v.next?.points.length ?? 0;
      if (v.next) draw(v.next);
      element.querySelector('h2')!.textContent = v.next && v.settings.method !== 'closed form' ? `Next update, number ${v.next.update}` : 'Next update';
      hints();
    },
    end: size.end
  };
}

/** The table of the parts, with what they add up to. */
function partsTable(t: Parts): HTMLElement {
  const first = t.heads.length - t.sums.length;
  const row = (name: string, sums: (number | string)[]) => h('tr', { class: 'cr-sum' }, h('th', { scope: 'row' }, name), ...t.heads.slice(0, first).map(() => h('td', {})), ...sums.map(v => h('td', {}, num(v))));
  return h('table', { class: 'cr-parts-of' },
    h('thead', {}, h('tr', {}, h('th', { scope: 'col' }, 'point'), ...t.heads.map(head => h('th', { scope: 'col' }, h('span', { class: 'cr-hidden' }, head.say), h('span', { 'aria-hidden': true }, symbols(head.tex)))))),
    h('tbody', {}, ...(t.rows ?? []).map((r, i) => h('tr', {}, h('th', { scope: 'row' }, String(t.points![i] + 1)), ...r.map(v => h('td', {}, num(v, 5)))))),
    h('tfoot', {}, ...(t.rest ? [row(`${t.others} others`, t.rest)] : []), row('sum', t.sums)));
}
