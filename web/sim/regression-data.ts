import { h, num } from '../views/dom';
import { button, choice, fold, numeric, region } from './controls';
import { csv } from './csv';
import type { Context, Part } from './regression-context';
import type { RegressionView } from './regression-types';

/** How many points have a row in the table. */
const rows = 100;

/** The points: presets, a learner's own as CSV, one more by numbers, all of them as a table. */
export function data(ctx: Context): Part & { paste(): void } {
  const preset = choice('Preset', [], name => { if (name !== 'own') void ctx.do({ do: 'preset', name }); });
  const about = h('p', { class: 'cr-hint' });
  const given = csv(7, 'x,y\n0.5,1.2\n1,1.9', 'A file with points', 'want at most 5,000 points, so take a sample of it', ctx.complain, async text => {
    if (await ctx.do({ do: 'paste', text })) pasting.open = false;
  });
  const pasting = fold('Your own points, as CSV', false,
    h('label', { for: given.field.id }, 'x and y in each line, with or without a header:'), given.field, h('div', { class: 'cr-row' }, button('Use these points', given.use), given.file));
  const x = numeric('x', () => undefined);
  const y = numeric('y', () => undefined);
  const coordinate = (input: HTMLInputElement) => Number(input.value.trim() === '' ? NaN : input.value.replace(',', '.').replace('−', '-'));
  const adding = fold('One more point', false, x.element, y.element, button('Add it', () => void ctx.do({ do: 'add', x: coordinate(x.input), y: coordinate(y.input) })));
  const table = h('div', { class: 'cr-scroll cr-points-table', tabindex: 0, role: 'region', 'aria-label': 'The points' });
  const all = fold('The points as a table', false, table);
  let view: RegressionView | undefined;
  let listed: boolean | undefined; // whether the list has one's own points
  all.addEventListener('toggle', fill);
  const element = region('Data', 'data', preset.element, about, h('div', { class: 'cr-row' }, button('Clear the points', () => void ctx.do({ do: 'clear' }))), pasting, adding, all);

  function fill(): void {
    if (!view || !all.open) return;
    const v = view;
    const n = Math.min(rows, v.fitted.length);
    const lit = new Set(v.next && v.next.points.length < v.x.length ? v.next.points : []);
    table.replaceChildren(h('table', {},
      h('thead', {}, h('tr', {}, ...['point', v.xName, v.yName, 'ŷ', 'ŷ − y', 'its square', ''].map(c => h('th', { scope: 'col' }, c || h('span', { class: 'cr-hidden' }, 'remove'))))),
      h('tbody', {}, ...Array.from({ length: n }, (_, i) => h('tr', { class: lit.has(i) ? 'cr-now' : null },
        h('th', { scope: 'row' }, `${i + 1}${lit.has(i) ? ' (next batch)' : ''}`), ...[v.x[i], v.y[i], v.fitted[i], v.residuals[i], v.squares[i]].map(u => h('td', {}, num(u))),
        h('td', {}, button('×', () => void ctx.do({ do: 'remove', n: i }), `Remove point ${i + 1}`)))))),
    ...(v.x.length > n ? [h('p', { class: 'cr-hint' }, `and ${v.x.length - n} more`)] : []));
  }

  return {
    element,
    update(v, hurried) {
      view = v;
      if (hurried) return;
      const own = v.settings.data === 'own';
      if (listed !== own) preset.options([...v.presets.map(p => p.name), ...(own ? [['own', 'your own points'] as [string, string]] : [])]);
      listed = own;
      preset.set(v.settings.data);
      const p = v.presets.find(q => q.name === v.settings.data);
      about.textContent = p ? `${p.say}${p.source && p.source !== 'generated' ? ` Source: ${p.source}.` : ''}` : `${v.x.length} ${v.x.length === 1 ? 'point' : 'points'} of your own.`;
      fill();
    },
    paste() {
      pasting.open = true;
      given.field.focus();
    }
  };
}
