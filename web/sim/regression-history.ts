import { h, num } from '../views/dom';
import { chart } from './chart';
import { fold, region } from './controls';
import { full } from './network-context';
import type { Part } from './regression-context';
import { pair } from './regression-rate';
import { scrolls } from './scroll';
import type { Num, RegressionView } from './regression-types';

/** How many of the latest updates have a row. */
const rows = 30;

/** What the run has come to: costs, the best line, charts over the updates and a table. */
export function history(): Part {
  const facts = h('dl', { class: 'cr-numbers' });
  const cost = chart('Cost, on a log scale', 'update', 'J');
  const distance = chart('Distance to the best line, on a log scale', 'update', '‖θ − θ*‖');
  const r2 = chart('R²', 'update', 'R²');
  const table = scrolls(h('div', { class: 'cr-scroll cr-points-table', tabindex: 0, role: 'region', 'aria-label': 'The latest updates' }));
  const list = fold('The latest updates', false, table);
  let view: RegressionView | undefined;
  list.addEventListener('toggle', () => fill());
  const element = region('The run so far', 'history', facts, h('div', { class: 'cr-charts' }, cost.element, distance.element, r2.element), list);

  function fill(): void {
    if (!view || !list.open) return;
    const p = view.past;
    const from = Math.max(0, p.k.length - rows);
    table.replaceChildren(h('table', {},
      h('thead', {}, h('tr', {}, ...['update', 'w', 'b', 'J', 'J of its batch', 'distance', 'R²'].map(c => h('th', { scope: 'col' }, c)))),
      h('tbody', {}, ...p.k.slice(from).map((k, j) => {
        const i = from + j;
        return h('tr', {}, h('th', { scope: 'row' }, String(k)), ...[p.w[i], p.b[i], p.cost[i], k === 0 ? '–' : p.batch[i], p.distance[i], view!.cost.noR2 ? '–' : p.r2[i]].map(v => h('td', {}, num(v, full))));
      }).reverse())));
  }

  return {
    element,
    update(v, hurried) {
      view = v;
      const p = v.past;
      const some = v.settings.method === 'stochastic' || v.settings.method === 'mini-batch';
      const ys = (list: Num[]) => list.map(u => (typeof u === 'number' ? u : null));
      cost.draw([...(some ? [{ name: 'batch', color: 'gray', dash: '2 3', xs: p.k.map(k => k - 1), ys: ys(p.batch) }] : []), { name: some ? 'all points' : '', color: 'blue', xs: p.k, ys: ys(p.cost) }], { log: true });
      distance.draw([{ name: '', color: 'green', xs: p.k, ys: ys(p.distance) }], { log: true });
      r2.draw([{ name: '', color: 'pink', xs: p.k, ys: ys(p.r2) }], { none: v.cost.noR2 });
      if (hurried) return;
      facts.replaceChildren(
        ...pair('J of all points', num(v.cost.all, full)), ...(some && v.next ? pair('J of the next batch', num(v.cost.batch, full)) : []),
        ...pair('R²', v.cost.noR2 ?? num(v.cost.r2, full)), ...pair('Length of the gradient', num(v.cost.gradient, full)),
        ...pair('Distance to the best line', num(v.cost.distance, full)),
        ...pair('Best line', `w = ${num(v.goal.line.w, full)}, b = ${num(v.goal.line.b, full)}, J = ${num(v.goal.cost, full)}${v.goal.unique ? '' : '. ' + v.goal.say}`),
        ...(v.letter === 'z' ? pair('This line, for z', `w = ${num(v.theta.w, full)}, b = ${num(v.theta.b, full)}`) : []),
        ...pair('This line', `w = ${num(v.line.w, full)}, b = ${num(v.line.b, full)}`));
      fill();
    },
    end() {
      cost.end();
      distance.end();
      r2.end();
    }
  };
}
