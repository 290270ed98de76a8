import { h, num, s } from '../views/dom';
import { indices } from '../views/matrix';
import { region } from './controls';
import { measured } from './measured';
import { behind, list, real, type Context, type Part } from './network-context';
import { bend, labels, type Box, type Way } from './network-labels';
import { curvePath } from './network-curve';
import { paint } from './network-plane';
import type { BoundaryAnswer, LayerView, NetworkView, UnitView } from './network-types';

/** Where the units of the net stand, in pixels. */
interface Layout {
  width: number;
  height: number;
  box: number;
  gap: number; // between two layers
  x(layer: number): number;
  y(layer: number, place: number): number;
}

const head = 40; // for the names of the layers
/** Of how many lit lines the numbers are shown in any case, and up to how many lines there are numbers at all times. */
const mostLit = 9, mostNumbers = 40;

/** Places units so that the net fills the width, whatever that is. */
export function layout(width: number, heights: number[]): Layout {
  const gap = width / heights.length;
  const box = Math.round(Math.max(22, Math.min(46, gap * 0.42)));
  const tallest = Math.max(...heights);
  const pitch = box + (tallest > 5 ? 26 : 40);
  return {
    width, box, gap, height: head + tallest * pitch + 6,
    x: layer => gap * (layer + 0.5),
    y: (layer, place) => head + ((place + 0.5) * tallest * pitch) / heights[layer]
  };
}

interface Edge {
  element: SVGElement;
  /** The wide line around it, which takes the clicks and lights up. */
  target: SVGElement;
  layer: number;
  from: number;
  to: number;
  way: Way;
  label: SVGElement;
}

interface Node {
  element: SVGElement;
  layer: number;
  unit: number;
  value: SVGElement;
  bias?: SVGElement;
  image: SVGImageElement;
  /** What it makes of the one input, where there is but one. */
  curve: SVGElement;
}

/** A unit in words: its numbers as far as they are computed. */
export function unitWords(layers: LayerView[], l: number, u: number): string {
  const layer = layers[l];
  const unit = layer.units[u];
  const parts = [`${layer.name}, unit ${u + 1} of ${layer.units.length}, ${unit.label}`];
  if (unit.dropped) parts.push('dropped in this update');
  if (l > 0 && unit.z !== null) parts.push(`z ${num(unit.z)}`);
  if (unit.a !== null) parts.push(l === 0 ? num(unit.a) : `activation ${num(unit.a)}`);
  if (unit.dz !== null) parts.push(`error ${num(unit.dz)}`);
  if (layer.b) parts.push(`bias ${num(layer.b.value[0][u], 4)}`);
  return parts.join(', ') + '.';
}

/** The net: units with their values and maps, weights by width, color and dash. */
export function net(ctx: Context): Part {
  const svg = s('svg', { class: 'cr-simnet', 'aria-hidden': true });
  const box = h('div', { class: 'cr-netbox', tabindex: 0, role: 'application', 'aria-label': 'The net. Arrow keys walk through its units, Enter opens the card of one.' }, svg);
  const legend = h('p', { class: 'cr-hint' }, 'Width is the size of a weight; full lines are positive, dashed ones negative. A click or Enter on a unit, or a click on a weight, opens its card.');
  const element = region('The net', 'net', box, legend);
  let view: NetworkView | undefined;
  const size = measured(box, () => { if (view) update(view); });
  let drawn = ''; // what the drawing stands for, so that it is made anew only when that changes
  let at: Layout;
  let edges: Edge[] = [];
  let nodes: Node[] = [];
  let walk = 0; // the unit that the arrow keys are at
  let maps: BoundaryAnswer | undefined;
  let asked = '';
  let place: ReturnType<typeof labels> = () => [];
  let placed = ' '; // the edges that the numbers were placed for

  function build(v: NetworkView): void {
    const layers = v.layers;
    const shown = layers.map(l => indices(l.units.length));
    at = layout(Math.max(260, size.width() || 640), shown.map(l => l.length));
    svg.setAttribute('viewBox', `0 0 ${at.width} ${at.height}`);
    svg.setAttribute('height', String(at.height));
    svg.classList.toggle('cr-crowded', at.gap < 50);
    svg.replaceChildren();
    [edges, nodes] = [[], []];
    const over: SVGElement[] = [];
    const taken: Box[] = [];
    layers.forEach((layer, l) => {
      if (l === 0) return;
      shown[l - 1].forEach((from, i) => shown[l].forEach((to, j) => {
        if (from < 0 || to < 0) return;
        const [a, b] = [[at.x(l - 1) + at.box / 2, at.y(l - 1, i)], [at.x(l) - at.box / 2, at.y(l, j)]];
        const inner = (b[0] - a[0]) * bend;
        const line = s('path', { d: `M${a}C${a[0] + inner} ${a[1]} ${b[0] - inner} ${b[1]} ${b}` });
        // A second, wider line takes the clicks: one of half a pixel is hard to hit.
        const target = s('path', {
          d: line.getAttribute('d'), class: 'cr-target', onclick: () => void ctx.do({ do: 'select', name: 'weight', text: layer.w!.param, row: from, col: to })
        });
        // The numbers of neighbors stand at different places along their lines.
        const way = { from: a as [number, number], to: b as [number, number], wish: (i + j) % 2 ? 0.68 : 0.3 };
        const edge: Edge = { element: line, target, layer: l, from, to, way, label: s('text', { class: 'cr-weight', visibility: 'hidden' }) };
        svg.append(target, line);
        edges.push(edge);
      }));
    });
    layers.forEach((layer, l) => {
      const crowded = at.gap < 84;
      const kind = l === 0 ? 'inputs' : l === layers.length - 1 ? 'output' : 'hidden';
      // The library's name of a layer is what formulas and charts say.
      const name = l === 0 ? kind : at.gap > 110 ? `${kind} · ${layer.name}` : at.gap > 62 ? layer.name : layer.name.replace(/^Dense /, 'D');
      svg.append(s('text', { x: at.x(l), y: 14, class: 'cr-layer' }, name));
      if (layer.act) svg.append(s('text', { x: at.x(l), y: 28, class: 'cr-act' }, crowded ? layer.act.slice(0, Math.max(4, Math.floor(at.gap / 7))) : layer.act));
      shown[l].forEach((u, k) => {
        const [x, y] = [at.x(l), at.y(l, k)];
        if (u < 0) {
          svg.append(s('text', { x, y: y + 5, class: 'cr-layer' }, '⋮'));
          return;
        }
        const r = at.box / 2;
        const unit = layer.units[u];
        const value = s('text', { x, y: y + r + 12, class: 'cr-value' });
        const bias = l > 0 && at.gap >= 84 && at.y(l, 1) - at.y(l, 0) - at.box > 34 ? s('text', { x, y: y + r + 24, class: 'cr-bias' }) : undefined;
        const image = s('image', { x: x - r, y: y - r, width: at.box, height: at.box, preserveAspectRatio: 'none', visibility: 'hidden' });
        const curve = s('path', { class: 'cr-unitcurve', visibility: 'hidden', transform: `translate(${x - r} ${y - r})` });
        taken.push({ x, y: y + 8, w: r + 2, h: r + (bias ? 20 : 10) });
        const g = s('g', { class: 'cr-unit', onclick: () => choose(nodes.findIndex(n => n.element === g), true) },
          s('title', {}), s('rect', { class: 'cr-back', x: x - r, y: y - r, width: at.box, height: at.box, rx: 5 }), image,
          curve,
          s('rect', { class: 'cr-frame', x: x - r, y: y - r, width: at.box, height: at.box, rx: 5 }),
          s('text', { x, y: y + 4, class: 'cr-unitname' }, short(unit.label, at.box)), value, bias);
        over.push(g);
        nodes.push({ element: g, layer: l, unit: u, value, bias, image, curve });
      });
    });
    svg.append(...over, ...edges.map(e => e.label)); // what is lit is read over everything
    [place, placed] = [labels(edges.map(e => e.way), labelWidth() / 2, 6.5, taken), ' '];
    walk = Math.min(walk, nodes.length - 1);
  }

  /** The room of a number on a line, at the digits that it is written with. */
  const labelWidth = () => (at.gap < 105 ? 40 : 48);

  /** Numbers on the lines: of those that are lit or chosen in any case, of the others where there is room. */
  function showLabels(v: NetworkView, must: Set<number>): void {
    const stands = [...must].join();
    if (stands !== placed) {
      placed = stands;
      place(must.size <= mostLit ? must : new Set(), at.gap - at.box > 60 && edges.length <= mostNumbers).forEach((box, i) => {
        const { label } = edges[i];
        label.setAttribute('visibility', box ? 'visible' : 'hidden');
        if (!box) {
          label.textContent = '';
          return;
        }
        label.setAttribute('x', box.x.toFixed(1));
        label.setAttribute('y', (box.y + 4).toFixed(1));
      });
    }
    edges.forEach(({ label, layer, from, to }, i) => {
      if (label.getAttribute('visibility') === 'hidden') return;
      label.textContent = num(v.layers[layer].w!.value[from][to], at.gap < 105 ? 3 : 4);
      label.setAttribute('class', must.has(i) ? 'cr-weight cr-lit' : 'cr-weight');
    });
  }

  function update(v: NetworkView): void {
    view = v;
    const shape = v.layers.map(l => l.name + l.act + l.units.map(u => u.label).join()).join(';');
    const stands = `${size.width()}|${shape}`;
    if (stands !== drawn) {
      if (!drawn.endsWith(`|${shape}`)) maps = undefined; // those of another net
      build(v);
      drawn = stands;
      showMaps();
    }
    const lit = new Set(list(v.op?.edges).map(e => e.join()));
    const made = new Set(list(v.op?.units).map(u => u.join()));
    const backward = v.phase === 'backward';
    const largest = v.layers.map(l => Math.max(1e-12, ...list(l.w?.value).flat().map(w => Math.abs(real(w)) || 0)));
    const must = new Set<number>();
    edges.forEach((e, i) => {
      const grid = v.layers[e.layer].w!;
      const w = real(grid.value[e.from]?.[e.to]);
      const on = lit.has(`${e.layer},${e.from},${e.to}`);
      const chosen = v.select.param === grid.param && v.select.row === e.from && v.select.col === e.to;
      const width = Number.isFinite(w) ? 0.5 + (Math.min(4, at.gap / 22) * Math.abs(w)) / largest[e.layer] : 1;
      e.element.setAttribute('class', classes({ 'cr-edge': true, 'cr-minus': w < 0, 'cr-nan': !Number.isFinite(w), 'cr-faint': lit.size > 0 && !on }));
      e.target.setAttribute('class', classes({ 'cr-target': true, 'cr-lit': on, 'cr-returning': on && backward, 'cr-chosen': chosen }));
      e.element.setAttribute('stroke-width', (on ? Math.max(2, width) : width).toFixed(2));
      if (on || chosen) must.add(i);
    });
    showLabels(v, must);
    const digits = at.gap < 50 ? 2 : at.gap < 70 ? 3 : 4;
    for (const n of nodes) {
      const unit = v.layers[n.layer].units[n.unit];
      const chosen = v.select.layer === n.layer && v.select.unit === n.unit;
      const troubled = list(v.says).some(d => list(d.units).some(([l, u]) => l === n.layer && u === n.unit));
      const on = made.has(`${n.layer},${n.unit}`);
      n.element.setAttribute('class', classes({ 'cr-unit': true, 'cr-lit': on, 'cr-returning': on && backward, 'cr-chosen': chosen, 'cr-dropped': unit.dropped, 'cr-troubled': troubled }));
      const error = backward && n.layer > 0 ? unit.dz : null;
      const few = Math.min(3, digits); // beside a letter
      n.value.textContent = error !== null ? `δ ${num(error, few)}` : unit.a !== null ? num(unit.a, digits) : unit.z !== null ? `z ${num(unit.z, few)}` : '';
      n.value.classList.toggle('cr-grad', error !== null);
      if (n.bias) n.bias.textContent = `b ${num(v.layers[n.layer].b!.value[0][n.unit], 3)}`;
      n.element.querySelector('title')!.textContent = unitWords(v.layers, n.layer, n.unit);
    }
    mark();
  }

  function mark(): void {
    nodes.forEach((n, i) => n.element.classList.toggle('cr-walk', i === walk));
  }

  /** The unit that the keys are at; with `open` its card too. */
  function choose(next: number, open = false): void {
    if (!view || nodes.length === 0) return;
    walk = Math.max(0, Math.min(nodes.length - 1, next));
    mark();
    const { layer, unit } = nodes[walk];
    if (open) void ctx.do({ do: 'select', name: 'unit', row: layer, col: unit }).then(taken => { if (taken && document.activeElement === box) ctx.into('card'); });
    else ctx.say(unitWords(view.layers, layer, unit));
  }

  function across(by: number): void {
    const here = nodes[walk];
    const there = nodes.filter(n => n.layer === here.layer + by);
    if (there.length === 0) return;
    const place = nodes.filter(n => n.layer === here.layer).indexOf(here);
    choose(nodes.indexOf(there[Math.min(place, there.length - 1)]));
  }

  function along(by: number): void {
    if (nodes[walk + by]?.layer === nodes[walk].layer) choose(walk + by);
  }

  box.addEventListener('focus', () => choose(walk));
  box.addEventListener('keydown', e => {
    if (e.ctrlKey || e.metaKey || e.altKey || nodes.length === 0) return;
    const keys: Record<string, () => void> = {
      ArrowDown: () => along(1), ArrowUp: () => along(-1), ArrowRight: () => across(1), ArrowLeft: () => across(-1), Enter: () => choose(walk, true)
    };
    if (!keys[e.key]) return;
    e.preventDefault();
    e.stopPropagation();
    keys[e.key]();
  });

  const canvas = h('canvas', {});
  function showMaps(): void {
    for (const n of nodes) {
      const map = maps?.maps.find(m => m.layer === n.layer && m.unit === n.unit);
      const curved = !!map && maps!.line;
      n.image.setAttribute('visibility', map && !curved ? 'visible' : 'hidden');
      n.curve.setAttribute('visibility', curved ? 'visible' : 'hidden');
      if (curved) {
        const [low, high] = [real(map.low), real(map.high)];
        const room = (v: number) => (high > low ? (v - low) / (high - low) : 0.5);
        n.curve.setAttribute('d', curvePath(map.values.map(real), t => t * at.box, v => at.box * (0.9 - 0.8 * room(v))));
      }
      n.element.classList.toggle('cr-mapped', !!map);
      if (!map || !maps || curved || !canvas.getContext('2d')) continue;
      const values = map.values.map(real);
      // An output that is a probability has its middle at one half, as on the plane.
      const sure = n.layer === view!.layers.length - 1 && list(view!.set.classes).length > 0;
      const reach = Math.max(1e-9, Math.abs(real(map.low)), Math.abs(real(map.high)));
      // 0 has the color in the middle; of a unit that is never negative half of the scale is seen.
      paint(canvas, { cells: maps.side, x: [0, 1], y: [0, 1], values, low: sure ? 0 : -reach, high: sure ? 1 : reach });
      n.image.setAttribute('href', canvas.toDataURL());
    }
  }

  return {
    element, update,
    async refresh(v) {
      if (asked === behind(v)) return;
      asked = behind(v);
      maps = v.set.plane || v.set.line ? await ctx.ask<BoundaryAnswer>('units', { n: 16 }) : undefined;
      showMaps();
    },
    repaint: showMaps,
    end: size.end
  };
}

/** The names that are so. */
const classes = (names: Record<string, boolean>) => Object.keys(names).filter(n => names[n]).join(' ');

/** A label that fits into its unit: "sin x₁" does, "petal length" is cut. */
function short(label: UnitView['label'], width: number): string {
  const room = Math.max(2, Math.floor(width / 6.5));
  return label.length <= room ? label : label.slice(0, room - 1) + '…';
}
