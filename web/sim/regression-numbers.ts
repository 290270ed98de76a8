import { h, num } from '../views/dom';
import { formula } from '../views/tex';
import { check as box, fold, region } from './controls';
import { measured } from './measured';
import { full } from './network-context';
import type { Part } from './regression-context';
import { pair } from './regression-rate';
import { overflows, scrolls } from './scroll';
import type { NextUpdate, Num, Parts, RegressionView } from './regression-types';

/** Where all columns of the parts do not fit, in pixels, and how many of the last ones mostly do. */
const narrowest = 430;
const sumsAndResidual = 3;

/** The formulas in symbols, which stay the same from update to update: drawn once. */
const drawn = new Map<string, HTMLElement>();
function symbols(tex: string): Node {
  if (!drawn.has(tex)) drawn.set(tex, formula(tex));
  return drawn.get(tex)!.cloneNode(true);
}

/** The next update with all its numbers: formulas, what each point adds, the check of the gradient. */
export function numbers(): Part {
  const lines = scrolls(h('div', { class: 'cr-update', tabindex: 0, role: 'region', 'aria-label': 'Formulas of the update' }));
  const results = h('dl', { class: 'cr-numbers' });
  const table = scrolls(h('div', { class: 'cr-scroll cr-points-table', tabindex: 0, role: 'region', 'aria-label': 'What each point adds to the slopes' }));
  const check = h('div', {});
  const wide = h('p', { class: 'cr-hint', hidden: true }, 'A formula is wider than its place: scroll it sideways, or with ← and →.');
  const about = h('p', { class: 'cr-hint' });
  const every = box('All columns', on => {
    whole = on;
    hints();
  });
  let whole = false; // all columns, also where they do not fit
  const sentence = h('p', { class: 'cr-say' });
  const parts = fold('What each point adds', true, about, every.element, table);
  const gradient = fold('Is the gradient right?', false, check);
  const element = region('Next update', 'numbers', sentence, lines, wide, results, parts, gradient);
  let shown: NextUpdate | undefined;
  const size = measured(element, hints);
  parts.addEventListener('toggle', hints);

  /** Nothing is cut off without a word. */
  function hints(): void {
    wide.hidden = lines.hidden || !overflows(lines);
    if (!shown) return;
    const narrow = size.width() > 0 && size.width() < narrowest;
    every.element.hidden = !narrow;
    let made!: ReturnType<typeof partsTable>;
    for (const columns of narrow && !whole ? [sumsAndResidual, shown.table.sums.length] : [Infinity]) {
      made = partsTable(shown.table, columns);
      table.replaceChildren(made.element);
      if (!overflows(table)) break;
    }
    const n = shown.points.length;
    about.textContent = `${n === 1 ? 'One point' : `${n} points`}, and in the last row what they add up to.`
      + `${made.columns < shown.table.heads.length ? ' The other columns have no room here.' : ''}${overflows(table) ? ' Scroll sideways for more columns, or with ← and →.' : ''}`;
  }

  function fill(u: NextUpdate, cost: Num): void {
    lines.replaceChildren(...u.formulas.map(f => h('div', { class: 'cr-line', 'data-name': f.name },
      h('div', { class: 'cr-line-name' }, f.name), h('div', { class: 'cr-hang' }, symbols(f.symbols)), h('div', { class: 'cr-hang' }, formula(f.values)))));
    results.replaceChildren(
      ...pair('∂J/∂w', num(u.gradient.w, full)), ...pair('∂J/∂b', num(u.gradient.b, full)),
      ...pair('w', `${num(u.old.w, full)} → ${num(u.new.w, full)}`), ...pair('b', `${num(u.old.b, full)} → ${num(u.new.b, full)}`),
      ...pair('J of all points', `${num(cost, full)} → ${num(u.after, full)}`));
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
      shown = v.next;
      if (v.next) fill(v.next, v.cost.all);
      element.querySelector('h2')!.textContent = v.next && v.settings.method !== 'closed form' ? `Next update, number ${v.next.update}` : 'Next update';
      hints();
    },
    end: size.end
  };
}

/** The table of the parts, with what they add up to: its last columns, of which the sums are the very last. */
function partsTable(t: Parts, most: number): { element: HTMLElement; columns: number } {
  const columns = Math.min(t.heads.length, most);
  const heads = t.heads.slice(-columns);
  const row = (name: string, sums: (number | string)[]) => h('tr', { class: 'cr-sum' }, h('th', { scope: 'row' }, name), ...heads.slice(t.sums.length).map(() => h('td', {})), ...sums.map(v => h('td', {}, num(v))));
  const element = h('table', { class: 'cr-parts-of' },
    h('thead', {}, h('tr', {}, h('th', { scope: 'col' }, 'point'), ...heads.map(head => h('th', { scope: 'col' }, h('span', { class: 'cr-hidden' }, head.say), h('span', { 'aria-hidden': true }, symbols(head.tex)))))),
    h('tbody', {}, ...(t.rows ?? []).map((r, i) => h('tr', {}, h('th', { scope: 'row' }, String(t.points![i] + 1)), ...r.slice(-columns).map(v => h('td', {}, num(v, 5)))))),
    h('tfoot', {}, ...(t.rest ? [row(`${t.others} others`, t.rest)] : []), row('sum', t.sums)));
  return { element, columns };
}
