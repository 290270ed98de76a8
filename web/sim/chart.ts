import { h, id, num, s } from '../views/dom';
import { measured } from './measured';

/** A line of a chart. The color is the name of a palette color; a number that is none (NaN, null) leaves a gap. */
export interface Line {
  name: string;
  color: string;
  /** How the line is dashed, so that lines differ without their color. */
  dash?: string;
  xs: number[];
  ys: (number | string | null)[];
}

/** `log`: a log scale, below which a 0 is drawn at the bottom; `at`: where a mark stands; `none`: why there is nothing to draw. */
export interface ChartOptions {
  log?: boolean;
  at?: number;
  none?: string;
}

export interface Chart {
  element: HTMLElement;
  draw(lines: Line[], options?: ChartOptions): void;
  end(): void;
}

const height = 170;
const margin = { left: 46, right: 10, top: 8, bottom: 30 };

/** Round numbers, about `n` of them, that lie between two. */
export function ticks(low: number, high: number, n: number): number[] {
  const raw = (high - low) / Math.max(1, n);
  if (!(raw > 0) || !Number.isFinite(raw)) return [low];
  const power = 10 ** Math.floor(Math.log10(raw));
  const unit = [1, 2, 5, 10].find(m => m * power >= raw * 0.999)! * power;
  const first = Math.ceil(low / unit - 1e-9);
  const count = Math.floor(high / unit + 1e-9) - first;
  return Array.from({ length: Math.min(count, 50) + 1 }, (_, i) => Number(((first + i) * unit).toPrecision(12)));
}

/** Powers of ten between two numbers that are greater than 0; round numbers when there is hardly one. */
export function logTicks(low: number, high: number): number[] {
  const [a, b] = [Math.ceil(Math.log10(low) - 1e-9), Math.floor(Math.log10(high) + 1e-9)];
  if (b - a < 1) return [3, 6, 12].map(n => ticks(low, high, n).filter(t => t > 0)).find((t, i) => t.length > 1 || i === 2)!;
  const every = Math.ceil((b - a) / 5);
  return Array.from({ length: Math.floor((b - a) / every) + 1 }, (_, i) => 10 ** (a + i * every));
}

/** A small chart of lines over a whole number such as the update, as wide as its place, said in words too. */
export function chart(title: string, xName: string, yName: string): Chart {
  const name = id('chart');
  const legend = h('div', { class: 'cr-legend', 'aria-hidden': true });
  const svg = s('svg', { class: 'cr-lines', height, role: 'img', 'aria-labelledby': name });
  const words = h('span', { class: 'cr-hidden', id: name }, title);
  const element = h('div', { class: 'cr-smallchart' }, h('div', { class: 'cr-charthead' }, h('h3', {}, title), legend), svg, words);
  const size = measured(element, () => draw(...last));
  let last: [Line[], ChartOptions] = [[], {}];
  let stands = '';

  function draw(lines: Line[], options: ChartOptions = {}): void {
    last = [lines, options];
    const width = Math.max(180, size.width() || 320);
    const now = JSON.stringify([lines.map(l => [l.name, l.color, l.xs.length, l.xs[0], l.xs.at(-1), l.ys[0], l.ys.at(-1)]), options, width]);
    if (now === stands) return;
    stands = now;
    const zero = (v: number | string | null) => v === 0 && options.log === true;
    const usable = (v: number | string | null) => typeof v === 'number' && Number.isFinite(v) && (!options.log || v > 0);
    const points = (l: Line, which: (v: number | string | null) => boolean) => l.ys.map((v, i) => [l.xs[i], v] as const).filter(p => which(p[1])) as [number, number][];
    const all = lines.map(l => points(l, usable));
    const zeros = lines.map(l => points(l, zero));
    const xs = [...all, ...zeros].flat().map(p => p[0]);
    const ys = all.flat().map(p => p[1]);
    words.textContent = `${title}. ${options.none ?? (lines.map(l => `${l.name} ${describe(points(l, v => usable(v) || zero(v)), l.ys.length)}`).join('; ') || 'Nothing yet')}.`;
    legend.replaceChildren(...lines.filter(l => l.name).map(l => h('span', {},
      s('svg', { width: 22, height: 8 }, s('line', { x1: 0, x2: 22, y1: 4, y2: 4, class: 'cr-curve', 'stroke-dasharray': l.dash, style: `stroke: var(--cr-${l.color})` })), ` ${l.name}`)));
    svg.setAttribute('viewBox', `0 0 ${width} ${height}`);
    svg.replaceChildren();
    let [x0, x1] = extent(xs, 0, 1);
    if (x0 === x1) x1 = x0 + 1;
    let [y0, y1] = extent(ys, options.log ? 0.1 : 0, 1);
    if (options.log) [y0, y1] = y0 === y1 ? [y0 / 2, y1 * 2] : [y0, y1];
    else {
      if (y0 === y1) [y0, y1] = [y0 - Math.max(1e-12, Math.abs(y0)) / 2, y1 + Math.max(1e-12, Math.abs(y1)) / 2];
      if (y0 > 0 && y0 < 0.4 * y1) y0 = 0;
    }
    const yTicks = ys.length === 0 ? [] : options.log ? logTicks(y0, y1) : ticks(y0, y1, 4);
    const left = Math.max(margin.left, 22 + 6 * Math.max(1, ...yTicks.map(t => num(t, 3).length)));
    const scale = options.log ? Math.log : (v: number) => v;
    const X = (v: number) => left + ((v - x0) / (x1 - x0)) * (width - left - margin.right);
    const Y = (v: number) => height - margin.bottom - ((scale(v) - scale(y0)) / (scale(y1) - scale(y0))) * (height - margin.top - margin.bottom);
    for (const t of yTicks) {
      svg.append(s('line', { x1: left, x2: width - margin.right, y1: Y(t), y2: Y(t), class: 'cr-gridline' }), s('text', { x: left - 5, y: Y(t) + 4, class: 'cr-ytick' }, num(t, 3)));
    }
    for (const t of ticks(x0, x1, width / 90).filter(Number.isInteger)) {
      const label = num(t, 6);
      svg.append(s('text', { x: Math.min(X(t), width - 2 - 3.3 * label.length), y: height - margin.bottom + 14, class: 'cr-xtick' }, label)); // the last one stays inside
    }
    svg.append(
      s('line', { x1: left, x2: width - margin.right, y1: height - margin.bottom, y2: height - margin.bottom, class: 'cr-axis' }),
      s('text', { x: width - margin.right, y: height - 3, class: 'cr-axisname' }, xName),
      s('text', { x: 10, y: margin.top + (height - margin.top - margin.bottom) / 2, class: 'cr-xtick', transform: `rotate(-90 10 ${margin.top + (height - margin.top - margin.bottom) / 2})` }, yName));
    // A log scale has no 0: it lies at the bottom edge, with a label of its own.
    const bottom = height - margin.bottom;
    if (zeros.some(z => z.length > 0)) svg.append(s('text', { x: left - 5, y: bottom + 4, class: 'cr-ytick' }, '0'));
    zeros.forEach((z, k) => svg.append(...z.map(([x]) => s('circle', { cx: X(x), cy: bottom, r: 3, class: 'cr-zero', style: `fill: var(--cr-${lines[k].color})` }))));
    if (ys.length === 0) {
      const some = lines.some(l => l.ys.length > 0);
      const why = options.none ?? (xs.length > 0 ? '0, which is no place on a log scale' : some ? 'no finite number' : 'nothing yet');
      wrapped(why, Math.floor((width - left - margin.right) / 6)).forEach((line, i) => svg.append(
        s('text', { x: (left + width - margin.right) / 2, y: (margin.top + bottom) / 2 - 16 + 15 * i, class: 'cr-xtick cr-none' }, line)));
    }
    if (options.at !== undefined && options.at >= x0 && options.at <= x1) {
      svg.append(s('line', { x1: X(options.at), x2: X(options.at), y1: margin.top, y2: height - margin.bottom, class: 'cr-here' }));
    }
    lines.forEach((l, k) => {
      const style = `stroke: var(--cr-${l.color})`;
      if (all[k].length === 1) {
        svg.append(s('circle', { cx: X(all[k][0][0]), cy: Y(all[k][0][1]), r: 3, style: `fill: var(--cr-${l.color})` }));
        return;
      }
      let pen = 'M';
      let path = '';
      l.ys.forEach((v, i) => {
        if (!usable(v) || !Number.isFinite(Y(v as number))) { // a range may be wider than a number can say
          pen = 'M';
          return;
        }
        path += `${pen}${X(l.xs[i]).toFixed(1)} ${Y(v as number).toFixed(1)}`;
        pen = 'L';
      });
      if (path) svg.append(s('path', { d: path, class: 'cr-curve', 'stroke-dasharray': l.dash, style }));
    });
  }

  return { element, draw, end: size.end };
}

/** The least and the greatest of a list; the given two when it is empty. */
function extent(list: number[], low: number, high: number): [number, number] {
  if (list.length === 0) return [low, high];
  return list.reduce(([a, b], v) => [Math.min(a, v), Math.max(b, v)], [Infinity, -Infinity]);
}

/** A text in lines of so many letters. */
function wrapped(text: string, letters: number): string[] {
  const lines = [''];
  for (const word of text.split(' ')) {
    const longer = `${lines[lines.length - 1]} ${word}`.trim();
    if (longer.length <= letters) lines[lines.length - 1] = longer;
    else lines.push(word);
  }
  return lines.filter(Boolean);
}

/** A line in words: where it begins and where it is. `given` is how many numbers there are, such as cannot be drawn too. */
function describe(points: [number, number][], given: number): string {
  if (points.length === 0) return given > 0 ? 'has no finite number' : 'has no numbers yet';
  const [a, b] = [points[0], points[points.length - 1]];
  return points.length === 1 ? `is ${num(b[1], 4)}` : `from ${num(a[1], 4)} at ${num(a[0])} to ${num(b[1], 4)} at ${num(b[0])}`;
}
