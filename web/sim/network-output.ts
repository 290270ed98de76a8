import { h, num } from '../views/dom';
import { button, choice, numeric, region } from './controls';
import { behind, full, list, real, type Context, type Part } from './network-context';
import { curvePlot } from './network-curve';
import { ends, paint, plane, signs, type Ground, type Point } from './network-plane';
import type { BoundaryAnswer, NetworkView, PointsAnswer } from './network-types';

/** The ground of a boundary: of two classes one number, of more the class and how certain it is, else the value, colored over the range. */
export function groundOf(b: BoundaryAnswer, classes: number, range?: [number, number]): Ground | undefined {
  const maps = list(b.maps);
  if (maps.length === 0) return undefined;
  const [left, right, bottom, top] = b.range.map(real);
  const base = { cells: b.side, x: [left, right] as [number, number], y: [bottom, top] as [number, number] };
  if (classes > 2) {
    const of = list(maps[0].class);
    return { ...base, values: of.map((c, k) => real(maps[Math.min(c, maps.length - 1)].values[k])), classes: of, low: 1 / classes, high: 1 };
  }
  // The second of two softmax outputs is the probability of the second class; so is a single output.
  const map = maps[maps.length - 1];
  const values = map.values.map(real);
  return classes === 2 ? { ...base, values, low: 0, high: 1 } : { ...base, values, low: range?.[0] ?? real(map.low), high: range?.[1] ?? real(map.high) };
}

/** What comes out of the net: over the plane, and for the example that is looked at. */
export function output(ctx: Context): Part & { draw(): void } {
  let view: NetworkView | undefined;
  let points: PointsAnswer | undefined;
  let ground: Ground | undefined;
  let kind = 0; // the class that is drawn
  let drawing = false;

  const picture = plane('The plane of the inputs', ctx.say, {
    choose(x, y) {
      const n = nearest(x, y);
      if (n >= 0) void ctx.do({ do: 'select', name: 'example', n });
    },
    add(x, y) {
      const value = Number(target.input.value.replace(',', '.').replace('−', '-'));
      void ctx.do(list(view?.set.classes).length > 0 ? { do: 'draw', x, y, n: kind } : { do: 'draw', x, y, value });
    },
    erase: (x, y) => void ctx.do({ do: 'erase', x, y }),
    clear: () => void ctx.do({ do: 'clear' }),
    leave: () => setDrawing(false),
    words(x, y) {
      const [a, b] = axes();
      const here = `${a} ${num(x, 3)}, ${b} ${num(y, 3)}`;
      if (!ground || !view) return `${here}.`;
      const [col, row] = [cellOf(x, ground.x, ground.cells), cellOf(y, ground.y, ground.cells)];
      const k = row * ground.cells + col;
      const names = list(view.set.classes);
      const v = ground.values[k];
      if (names.length > 2) return `${here}: class ${names[ground.classes![k]]}, ${num(v, 3)}.`;
      return names.length === 2 ? `${here}: class ${names[v >= 0.5 ? 1 : 0]}, ${num(v, 3)} for ${names[1]}.` : `${here}: ${num(v, 4)}.`;
    }
  });
  const classChoice = choice('Class to draw', [['0', 'class 1'], ['1', 'class 2']], v => { kind = Number(v); });
  const target = numeric('Value to draw', () => undefined);
  target.set(1);
  const clear = button('Clear', () => void ctx.do({ do: 'clear' }), 'Clear: takes all points away but the least that a net can learn from');
  const done = button('Done', () => setDrawing(false));
  const tools = h('div', { class: 'cr-row', hidden: true }, classChoice.element, target.element, clear, done);
  const legend = h('p', { class: 'cr-hint' });
  const flat = h('div', {}, tools, picture.element, legend);
  let boundary: BoundaryAnswer | undefined;
  const curve = curvePlot('What comes out over the one input', ctx.say, n => void ctx.do({ do: 'select', name: 'example', n }));
  const curveLegend = h('p', { class: 'cr-hint' });
  const curved = h('div', {}, curve.element, curveLegend);
  function showCurve(v: NetworkView): void {
    if (!v.set.line || !boundary?.line) return;
    const names = list(v.set.classes);
    curve.draw({ answer: boundary, points, classes: names, names: [axes()[0], names.length === 0 ? v.set.outputs[0] ?? 'y' : names.length === 2 ? `probability of ${names[1]}` : 'probability'], chosen: v.select.example });
    curveLegend.textContent = names.length > 0
      ? `Lines: the probability that the net gives to ${names.length === 2 ? names[1] : 'each class'}. Points: ${names.map((n, i) => `${signs[i % signs.length]} ${n}`).join(', ')}; filled for training${v.set.test > 0 ? ', rings for testing' : ''}.`
      : `Line: what the net says. Points: circles for training${v.set.test > 0 ? ', squares for testing' : ''}.`;
  }

  const number = numeric('Example', t => {
    const n = Number(t) - 1;
    if (!Number.isInteger(n)) ctx.complain(`Example is “${t}”: want a whole number from 1 to ${view?.set.train}.`);
    else void ctx.do({ do: 'select', name: 'example', n });
  });
  number.input.size = 5;
  const step = (by: number) => () => void ctx.do({ do: 'select', name: 'example', n: (view?.select.example ?? 0) + by });
  const digit = h('canvas', { class: 'cr-digit', role: 'img', 'aria-label': 'The example as a picture' });
  const results = h('div', { class: 'cr-results cr-scroll', tabindex: 0, role: 'group', 'aria-label': 'Outputs and targets of the example' });
  const scores = h('div', { class: 'cr-scores cr-scroll', tabindex: 0, role: 'group', 'aria-label': 'Loss and how much is right' });
  const element = region('What comes out', 'output', flat, curved, scores,
    h('div', { class: 'cr-row' }, button('‹', step(-1), 'Example before'), number.element, button('›', step(1), 'Example after')), digit, results);

  /** The names of the axes. */
  const axes = () => (list(points?.names).length > 0 ? points!.names : ['x₁', 'x₂']);

  /** The smallest and the largest value to be predicted: one scale for what is and for what comes out. */
  function targets(): [number, number] {
    const all = list(points?.y).map(real);
    const [low, high] = [Math.min(...all), Math.max(...all)];
    return low < high ? [low, high] : all.length > 0 ? [low - 1, low + 1] : [0, 1];
  }

  /** The training example nearest to a place, as far as the plane shows it. */
  function nearest(x: number, y: number): number {
    if (!points) return -1;
    const [left, right, bottom, top] = points.range.map(real);
    const away = points.x.slice(0, points.train).map(p => Math.hypot((real(p[0]) - x) / (right - left), (real(p[1]) - y) / (top - bottom)));
    return away.indexOf(Math.min(...away));
  }

  function setDrawing(on: boolean): void {
    drawing = on && !!view?.set.plane;
    tools.hidden = !drawing;
    picture.setDrawing(drawing);
    if (drawing) picture.element.querySelector<HTMLElement>('[tabindex]')!.focus();
  }

  function showPoints(v: NetworkView): void {
    if (!points || !v.set.plane) return;
    const { x, labels, y, train, range, index } = points;
    const batch = new Set(list(index));
    const classes = list(v.set.classes).length;
    const all: Point[] = x.map((p, i) => ({
      x: real(p[0]), y: real(p[1]), value: classes > 0 ? list(labels)[i] ?? 0 : real(list(y)[i]), test: i >= train, batch: batch.has(i)
    }));
    picture.range([real(range[0]), real(range[1])], [real(range[2]), real(range[3])], axes());
    picture.points(all, classes, v.select.example, targets());
  }

  function showScores(v: NetworkView): void {
    const row = (name: string, s: NetworkView['test']) => s && h('tr', {}, h('th', { scope: 'row' }, name), h('td', {}, num(s.loss, full)), ...(s.accuracy !== null ? [h('td', {}, `${num(100 * real(s.accuracy), 3)} %`)] : s.r2 !== null ? [h('td', {}, num(s.r2, 4))] : []));
    const measure = v.train.accuracy !== null ? 'accuracy' : v.train.r2 !== null ? 'R²' : '';
    scores.replaceChildren(h('table', {}, h('thead', {}, h('tr', {}, h('td', {}), h('th', { scope: 'col' }, 'loss'), measure ? h('th', { scope: 'col' }, measure) : null)),
      h('tbody', {}, row(`train (${v.set.train})`, v.train), row(`test (${v.set.test})`, v.test))));
  }

  function showExample(v: NetworkView): void {
    number.set(v.select.example + 1);
    const e = v.example;
    const x = list(e?.x).map(real);
    const isDigit = v.setup.data === 'digits' && x.length === 64;
    digit.hidden = !isDigit;
    if (isDigit) {
      const upright = Array.from({ length: 64 }, (_, k) => x[8 * (7 - Math.floor(k / 8)) + (k % 8)]);
      paint(digit, { cells: 8, x: [0, 1], y: [0, 1], values: upright, low: Math.min(...x), high: Math.max(...x), amounts: true });
    }
    const last = v.layers[v.layers.length - 1];
    results.replaceChildren(h('table', {}, h('thead', {}, h('tr', {}, ...['output', 'prediction', 'target'].map(t => h('th', { scope: 'col' }, t)))),
      h('tbody', {}, ...last.units.map((u, k) => h('tr', {}, h('th', { scope: 'row' }, list(v.set.outputs)[k] ?? u.label), h('td', {}, u.a === null ? '–' : num(u.a, full)), h('td', {}, e?.y?.[k] === undefined ? '–' : num(e.y[k], 4)))))));
  }

  let asked = '';
  let data = ''; // the setup whose points are shown
  return {
    element,
    draw() {
      if (view && !view.set.plane) ctx.complain('Points can be drawn where an example is a point of the plane: choose data such as circle or moons first.');
      else setDrawing(true);
    },
    update(v) {
      view = v;
      flat.hidden = !v.set.plane;
      curved.hidden = !v.set.line;
      if (!v.set.plane && drawing) setDrawing(false);
      const names = list(v.set.classes);
      classChoice.element.hidden = names.length === 0;
      target.element.hidden = names.length > 0;
      showScores(v);
      showExample(v);
      showPoints(v);
      showCurve(v);
    },
    async refresh(v, hurried) {
      const stands = `${behind(v)}${v.place.step > 0}`;
      if (asked === `${stands}${hurried}`) return;
      // In a play the points stay as they are, and none of them is lit.
      if (!hurried || data !== JSON.stringify(v.setup) || list(points?.index).length > 0) points = await ctx.ask<PointsAnswer>('points') ?? points;
      data = JSON.stringify(v.setup);
      asked = `${stands}${hurried}`;
      if (!v.set.plane && !v.set.line) return;
      const names = list(v.set.classes);
      boundary = await ctx.ask<BoundaryAnswer>('boundary', { n: hurried ? 32 : 48 });
      if (v.set.line) return showCurve(view ?? v);
      // Standardized, the net predicts in other units than those in which the points are given.
      const range = names.length > 0 || v.setup.scale ? undefined : targets();
      ground = boundary && groundOf(boundary, names.length, range);
      picture.ground(ground);
      showPoints(view ?? v);
      classChoice.options([...names, 'a new class'].map((n, i) => [String(i), n]));
      if (kind > names.length) kind = 0;
      classChoice.set(String(kind));
      const kinds = names.flatMap((n, i) => [i ? ', ' : '', h('span', { 'aria-hidden': true, style: `color: var(--cr-${ends(i, names.length)})` }, signs[i % signs.length]), ` ${n}`]);
      legend.replaceChildren('Behind: what the net says. Points: ', ...(names.length > 0
        ? [...kinds, `; filled for training${v.set.test > 0 ? ', rings for testing' : ''}.`] : [`their values by color; circles for training${v.set.test > 0 ? ', squares for testing' : ''}.`]));
    },
    repaint: () => picture.redraw(),
    end: curve.end
  };
}

/** Which of `n` cells a number is in. */
function cellOf(v: number, [low, high]: [number, number], n: number): number {
  return Math.max(0, Math.min(n - 1, Math.floor(((v - low) / (high - low)) * n)));
}

