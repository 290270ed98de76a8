import { h, num, s } from '../views/dom';
import { button, fold, numeric, region } from './controls';
import { csv } from './csv';
import type { Context, Part } from './regression-context';
import { scrolls } from './scroll';
import type { PresetView, RegressionView } from './regression-types';

/** How many points have a row in the table. */
const rows = 100;

/** A few points of a preset, as the program chooses them. */
interface Thumbnail {
  name: string;
  x: number[];
  y: number[];
}

/** The points: presets, a learner's own as CSV, one more by numbers, all of them as a table. */
export function data(ctx: Context): Part & { paste(): void; add(): void } {
  const tiles = presets(ctx);
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
  const table = scrolls(h('div', { class: 'cr-scroll cr-points-table', tabindex: 0, role: 'region', 'aria-label': 'The points' }));
  const all = fold('The points as a table', false, table);
  let view: RegressionView | undefined;
  all.addEventListener('toggle', fill);
  const element = region('Data', 'data', tiles.element, about, pasting, adding, all);

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

  const open = (part: HTMLDetailsElement, field: HTMLElement) => {
    part.open = true;
    field.focus();
  };
  return {
    element,
    update(v, hurried) {
      view = v;
      if (hurried) return;
      tiles.update(v);
      const p = v.presets.find(q => q.name === v.settings.data);
      about.textContent = p ? `${p.say}${p.source && p.source !== 'generated' ? ` Source: ${p.source}.` : ''}`
        : v.settings.blank ? 'No points yet.' : `${v.x.length} ${v.x.length === 1 ? 'point' : 'points'} of your own.`;
      fill();
    },
    paste: () => open(pasting, given.field),
    add: () => open(adding, x.input)
  };
}

/** The presets as a grid of buttons with a small picture each; points of one's own have a tile beside them while they are shown. */
function presets(ctx: Context): { element: HTMLElement; update(v: RegressionView): void } {
  const own = h('span', { class: 'cr-preset', 'aria-current': 'true', hidden: true });
  const element = h('div', { class: 'cr-presets', role: 'group', 'aria-label': 'Points to choose from' });
  const buttons = new Map<string, HTMLButtonElement>();
  let shown = '';

  function make(list: PresetView[]): void {
    for (const { name } of list) {
      const b = button(h('span', {}, name), () => {
        if (shown === name) ctx.say(`The points are those of ${name} already.`);
        else void ctx.do({ do: 'preset', name });
      });
      b.classList.add('cr-preset');
      buttons.set(name, b);
    }
    element.append(...buttons.values(), own);
    // Without the pictures the names still choose.
    ctx.ask<Thumbnail[]>('thumbnails').then(all => all.forEach(t => buttons.get(t.name)?.prepend(picture(t.x, t.y))), () => undefined);
  }

  return {
    element,
    update(v) {
      if (buttons.size === 0) make(v.presets);
      shown = v.settings.data;
      buttons.forEach((b, name) => b.setAttribute('aria-pressed', String(name === shown)));
      own.hidden = shown !== 'own';
      if (!own.hidden) own.replaceChildren(picture(v.x.slice(0, 60), v.y.slice(0, 60)), h('span', {}, 'your own points'));
    }
  };
}

/** Points without axes, as large as a stamp. */
function picture(x: number[], y: number[]): SVGSVGElement {
  const [width, height, margin] = [64, 36, 4];
  const place = (list: number[], size: number) => {
    const [low, high] = [Math.min(...list), Math.max(...list)];
    return (v: number) => (high > low ? margin + (size - 2 * margin) * (v - low) / (high - low) : size / 2);
  };
  const [X, Y] = [place(x, width), place(y, height)];
  return s('svg', { viewBox: `0 0 ${width} ${height}`, width, height, 'aria-hidden': true }, s('path', { d: x.map((v, i) => `M${X(v).toFixed(1)} ${(height - Y(y[i])).toFixed(1)}h0`).join('') }));
}
