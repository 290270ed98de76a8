import { h, num, s } from './dom';
import { indices } from './matrix';
import type { NetworkData } from './types';

const width = 640;
const top = 48;
const unitGap = 46;

/** A net of dense layers: units to walk through by mouse or arrow keys, weights as lines. */
export function network(body: HTMLElement, data: NetworkData, say: (text: string) => void): () => void {
  const layers = data.layers.map(l => ({ ...l, shown: indices(l.units) }));
  const tallest = Math.max(...layers.map(l => l.shown.length));
  const height = top + tallest * unitGap + 16;
  const place = (l: number, k: number) => ({
    x: 84 + (l * (width - 168)) / Math.max(1, layers.length - 1),
    y: top + ((k + 0.5) * tallest * unitGap) / layers[l].shown.length
  });
  const labels = data.weights.every(w => w.rows * w.cols <= 9);
  const svg = s('svg', { viewBox: `0 0 ${width} ${height}`, class: 'cr-net', 'aria-hidden': true });
  const lines: { element: Element; l: number; from: number; to: number }[] = [];
  data.weights.forEach((w, l) => {
    const largest = Math.max(1e-12, ...w.data.map(v => Math.abs(Number(v)) || 0));
    layers[l].shown.forEach((from, i) => layers[l + 1].shown.forEach((to, j) => {
      if (from < 0 || to < 0) return;
      const v = Number(w.data[from * w.cols + to]);
      const [a, b] = [place(l, i), place(l + 1, j)];
      const line = s('line', {
        x1: a.x, y1: a.y, x2: b.x, y2: b.y, class: v < 0 ? 'cr-edge cr-minus' : 'cr-edge', 'stroke-width': (0.6 + (3.4 * Math.abs(v)) / largest).toFixed(2)
      }, s('title', {}, `weight ${num(v)}`));
      svg.append(line);
      lines.push({ element: line, l, from, to });
      if (labels) {
        const t = (i + j) % 2 ? 0.66 : 0.3;
        svg.append(s('text', { x: a.x + t * (b.x - a.x), y: a.y + t * (b.y - a.y) - 4, class: 'cr-weight' }, num(v, 4)));
      }
    }));
  });
  const units: { element: Element; l: number; u: number }[] = [];
  layers.forEach((layer, l) => {
    const [around, name] = parted(layer.name);
    if (around && (l === 0 || around !== parted(layers[l - 1].name)[0])) svg.append(s('text', { x: place(l, 0).x, y: 9, class: 'cr-around' }, around));
    svg.append(s('text', { x: place(l, 0).x, y: 22, class: 'cr-layer' }, name));
    if (layer.act && layer.act !== 'identity') svg.append(s('text', { x: place(l, 0).x, y: 38, class: 'cr-act' }, layer.act));
    layer.shown.forEach((u, k) => {
      const { x, y } = place(l, k);
      if (u < 0) {
        svg.append(s('text', { x, y: y + 5, class: 'cr-layer' }, '⋮'));
        return;
      }
      const value = data.values?.[l]?.[u];
      const g = s('g', { class: 'cr-unit', onclick: () => choose(units.findIndex(n => n.l === l && n.u === u)) },
        s('circle', { cx: x, cy: y, r: 15 }), value === undefined ? null : s('text', { x, y: y + 4 }, num(value, 2)));
      svg.append(g);
      units.push({ element: g, l, u });
      const label = layer.labels?.[u];
      if (label) svg.append(s('text', { x: l === 0 ? x - 22 : x + 22, y: y + 4, class: l === 0 ? 'cr-label cr-before' : 'cr-label' }, label.replace(/[_{}$]/g, '')));
    });
  });
  const words = h('p', { class: 'cr-say' }, 'Choose a unit, or walk with the arrow keys, to see its weights.');
  const box = h('div', { class: 'cr-scroll cr-netbox', tabindex: 0, role: 'group', 'aria-label': 'Network. Arrow keys walk through its units.' }, svg);
  body.append(box, words);

  let at = -1;
  function choose(next: number): void {
    at = Math.max(0, Math.min(units.length - 1, next));
    const { l, u } = units[at];
    units.forEach((n, i) => n.element.classList.toggle('cr-chosen', i === at));
    lines.forEach(n => n.element.classList.toggle('cr-faint', !(n.l === l && n.from === u) && !(n.l === l - 1 && n.to === u)));
    const label = layers[l].labels?.[u]?.replace(/[_{}$]/g, '');
    const parts = [`${layers[l].name}, unit ${u + 1}${label ? ` (${label})` : ''}`];
    const value = data.values?.[l]?.[u];
    if (value !== undefined) parts.push(`activation ${num(value)}`);
    if (l > 0) {
      const w = data.weights[l - 1];
      parts.push(`weights from the layer before: ${indices(w.rows).map(i => (i < 0 ? '…' : num(w.data[i * w.cols + u], 4))).join(', ')}`);
      parts.push(`bias ${num(data.biases[l - 1].data[u], 4)}`);
    }
    words.textContent = parts.join('; ') + '.';
    say(words.textContent);
  }
  box.addEventListener('keydown', e => {
    const layer = (by: number) => {
      const here = units[Math.max(at, 0)];
      const next = units.findIndex(n => n.l === here.l + by);
      if (next >= 0) choose(next);
    };
    const keys: Record<string, () => void> = {
      ArrowDown: () => choose(at + 1), ArrowUp: () => choose(at - 1), ArrowRight: () => layer(1), ArrowLeft: () => layer(-1),
      Home: () => choose(0), End: () => choose(units.length - 1)
    };
    if (!keys[e.key]) return;
    e.preventDefault();
    e.stopPropagation();
    keys[e.key]();
  });
  return () => undefined;
}

/** The layers that a layer is inside of, and its name without them. */
function parted(name: string): [string, string] {
  const cut = name.lastIndexOf('/');
  return [name.slice(0, Math.max(0, cut)), name.slice(cut + 1)];
}
