import { h, id, num } from '../views/dom';
import { button, choice, fold, numeric, region } from './controls';
import type { Context, Part } from './regression-context';
import type { RegressionView } from './regression-types';

/** How many points have a row in the table. */
const rows = 100;
/** The longest text that is handed on; 5,000 points have a hundredth of it. */
const largest = 20e6;

/** The points: presets, a learner's own as CSV, one more by numbers, all of them as a table. */
export function data(ctx: Context): Part & { paste(): void } {
  const preset = choice('Preset', [], name => { if (name !== 'own') void ctx.do({ do: 'preset', name }); });
  const about = h('p', { class: 'cr-hint' });
  const csv = h('textarea', { class: 'cr-text', rows: 7, spellcheck: 'false', id: id('csv'), placeholder: 'x,y\n0.5,1.2\n1,1.9' });
  const use = async (text: string) => {
    if (text.length > largest) tooLarge('What was pasted', text.length);
    else if (await ctx.do({ do: 'paste', text })) pasting.open = false;
  };
  const tooLarge = (what: string, size: number) => ctx.complain(`${what} has ${Math.round(size / 1e6)} MB: want at most 5,000 points, so take a sample of it.`);
  const file = h('input', {
    type: 'file', accept: '.csv,.tsv,.txt,text/csv,text/plain', 'aria-label': 'A file with points',
    onchange: async () => {
      const f = file.files?.[0];
      if (!f) return;
      if (f.size > largest) tooLarge(`The file ${f.name}`, f.size);
      else await use(await f.text());
      file.value = '';
    }
  });
  const pasting = fold('Your own points, as CSV', false,
    h('label', { for: csv.id }, 'x and y in each line, with or without a header:'), csv, h('div', { class: 'cr-row' }, button('Use these points', () => void use(csv.value)), file));
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
      csv.focus();
    }
  };
}
