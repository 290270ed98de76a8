import { h, num } from '../views/dom';
import { button, numeric, region } from './controls';
import { full, list, type Context, type Part } from './network-context';
import type { GridView, MicroscopeAnswer, NetworkView, Num, PathView } from './network-types';

/** A number as it can be typed, with the digits that are read. */
const shortened = (v: Num): string => (typeof v === 'number' ? String(Number(v.toPrecision(full))) : v);

/** A field that edits an entry of a parameter. */
function edit(ctx: Context, label: string, grid: GridView, row: number, col: number): HTMLElement {
  const field = numeric(label, t => {
    const value = Number(t);
    if (t === '' || !Number.isFinite(value)) {
      ctx.complain(`“${t}” is no number for ${label}. Give one such as 0.25 or -1e-3.`);
      field.set(shortened(grid.value[row][col]));
      return;
    }
    void ctx.do({ do: 'weight', name: grid.param, row, col, value });
  }, true);
  field.input.size = 11;
  // As many digits as fit; a field that is left as it is changes nothing.
  const value = grid.value[row][col];
  field.input.title = String(value);
  field.set(shortened(value));
  return field.element;
}

const cell = (v: Num | null | undefined) => h('td', {}, v === null || v === undefined ? '–' : num(v, full));

/** The card of the chosen unit or weight: its numbers, fields to edit them, and the gradient microscope. */
export function card(ctx: Context): Part {
  const body = h('div', {});
  const lens = h('div', { class: 'cr-lens' });
  const element = region('The chosen unit', 'card', body, lens);
  element.addEventListener('keydown', e => {
    if (e.key !== 'Escape') return;
    e.stopPropagation();
    ctx.into('net');
  });
  let shown = '';

  function unit(v: NetworkView, l: number, u: number): Node[] {
    const layer = v.layers[l];
    const { label, z, a, da, dz, dropped } = layer.units[u];
    const before = v.layers[l - 1];
    const numbers: [string, Num | null][] = l === 0 ? [['value', a]] : [['z, weighted and added up', z], [`a = f(z)`, a], ['∂J/∂a', da], ['δ = ∂J/∂z', dz]];
    // A column without numbers is left out: the table is to fit.
    const graded = [layer.w, layer.b].some(g => list(g?.grad).length > 0);
    const renewed = [layer.w, layer.b].some(g => list(g?.old).length > 0);
    const rows = layer.w && layer.b ? [
      ...before.units.map((from, i) => weight(layer.w!, `weight from ${from.label} to ${label}`, from.label, i, u, graded, renewed)), weight(layer.b, `bias of ${label}`, 'bias', 0, u, graded, renewed)
    ] : [];
    return [
      h('p', {}, h('strong', {}, label), ` · ${layer.name}${layer.act ? `, ${layer.act}` : ''}${dropped ? ' · dropped in this update' : ''}`),
      h('dl', { class: 'cr-numbers' }, ...numbers.flatMap(([name, n]) => [h('dt', {}, name), h('dd', { class: 'cr-number' }, n === null ? 'not computed at this place' : num(n, full))])),
      ...(rows.length > 0 ? [h('div', { class: 'cr-scroll', tabindex: 0, role: 'group', 'aria-label': `Weights into ${label}` }, h('table', { class: 'cr-weights' },
        h('thead', {}, h('tr', {}, ...['from', 'value', ...(graded ? ['∂J/∂w'] : []), ...(renewed ? ['before'] : []), ''].map(t => (t ? h('th', { scope: 'col' }, t) : h('td', {}))))),
        h('tbody', {}, ...rows)))] : [h('p', { class: 'cr-hint' }, 'An input has no weights of its own. Choose a unit behind it.')])
    ];
  }

  function weight(grid: GridView, long: string, name: string, row: number, col: number, graded: boolean, renewed: boolean): HTMLElement {
    const look = () => ctx.do({ do: 'select', name: 'weight', text: grid.param, row, col });
    return h('tr', { 'data-cr-weight': `${grid.param} ${row} ${col}` },
      h('th', { scope: 'row' }, name), h('td', {}, edit(ctx, long, grid, row, col)), graded ? cell(list(grid.grad)[row]?.[col]) : null, renewed ? cell(list(grid.old)[row]?.[col]) : null,
      h('td', {}, ctx.hidden('microscope') ? null : button('look', () => void look(), `Look through the gradient microscope: ${long}`)));
  }

  /** The unit that a weight leads to. */
  function owner(v: NetworkView): [number, number] | undefined {
    const { select } = v;
    if (select.param === '') return select.layer >= 0 ? [select.layer, select.unit] : undefined;
    const l = v.layers.findIndex(y => y.w?.param === select.param || y.b?.param === select.param);
    return l > 0 ? [l, select.col] : undefined;
  }

  return {
    element,
    update(v) {
      const at = owner(v);
      if (!at || !v.layers[at[0]]?.units[at[1]]) {
        shown = '';
        body.replaceChildren(h('p', { class: 'cr-hint' }, 'Choose a unit of the net, or a weight, to see its numbers and to change them.'));
        return;
      }
      const [l, u] = at;
      const layer = v.layers[l];
      // While a field of the card is typed in, the card stays as it is.
      const stands = JSON.stringify([l, u, layer, v.layers[l - 1]?.units.map(x => x.label), v.select]);
      const field = body.contains(document.activeElement) ? document.activeElement as HTMLInputElement : undefined;
      if (stands === shown || (field?.tagName === 'INPUT' && field.value !== field.defaultValue)) return;
      const focused = field?.getAttribute('aria-label');
      shown = stands;
      body.replaceChildren(...unit(v, l, u));
      body.querySelectorAll('tr').forEach(r => r.classList.toggle('cr-now', v.select.param !== '' && r.dataset.crWeight === `${v.select.param} ${v.select.row} ${v.select.col}`));
      if (focused) [...body.querySelectorAll<HTMLElement>('[aria-label]')].find(e => e.getAttribute('aria-label') === focused)?.focus();
    },
    async refresh(v) {
      if (v.select.param === '' || ctx.hidden('microscope')) {
        lens.replaceChildren();
        return;
      }
      const m = await ctx.ask<MicroscopeAnswer>('microscope', { name: v.select.param, row: v.select.row, col: v.select.col });
      if (m) lens.replaceChildren(...microscope(m));
    }
  };
}

/** A way to the cost, with its units and its factors. */
export const path = (p: PathView) => h('li', {}, list(p.through).length > 0 && !p.say.startsWith('through') ? `${p.through.join(' → ')}: ` : '', p.say);

/** One derivative, found in three ways. */
export function microscope(m: MicroscopeAnswer): Node[] {
  const rows: [string, string, Num][] = [
    ['by backpropagation', '', m.analytic], ['by a difference', `(J(w+h) − J(w−h)) / 2h, h = ${num(m.h)}: (${num(m.plus, full)} − ${num(m.minus, full)}) / ${num(2 * Number(m.h))}`, m.numeric],
    ['as a sum over paths', `${m.all} ${m.all === 1 ? 'path' : 'paths of each example'}, over ${m.on}`, m.sum]
  ];
  return [
    h('h3', {}, `Gradient microscope: ${m.param}, row ${m.row + 1}, column ${m.col + 1}`),
    h('p', { class: 'cr-hint' }, `∂J/∂w at w = ${num(m.value, full)}, for ${m.on}.`),
    h('dl', { class: 'cr-numbers' }, ...rows.flatMap(([name, how, v]) => [
      h('dt', {}, name), h('dd', {}, h('span', { class: 'cr-number' }, num(v, full)), how ? h('div', { class: 'cr-hint' }, how) : null)])),
    h('p', { class: 'cr-say' }, m.say),
    h('p', { class: 'cr-pathsof' }, m.of),
    ...(list(m.paths).length > 0 ? [h('ul', { class: 'cr-paths' }, ...m.paths.map(path), m.paths.length < m.all ? h('li', {}, `… and ${m.all - m.paths.length} more`) : null)] : [])
  ];
}
