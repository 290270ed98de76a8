import { h, id, num, s } from '../views/dom';
import { axes, place, type Axes } from './axes';
import { measured } from './measured';
import { list, real } from './network-context';
import { ends, shape } from './network-plane';
import type { BoundaryAnswer, PointsAnswer } from './network-types';

/** What is drawn over one input: what comes out of the net, and the examples. */
export interface Curves {
  answer: BoundaryAnswer;
  points?: PointsAnswer;
  classes: string[];
  names: [x: string, y: string];
  /** The example that is looked at, −1 for none. */
  chosen: number;
}

export interface CurvePlot {
  element: HTMLElement;
  draw(c: Curves): void;
  end(): void;
}

/** The curve of a map as a path, in the pixels that X and Y make. */
export function curvePath(values: number[], X: (part: number) => number, Y: (v: number) => number): string {
  let pen = 'M';
  return values.map((v, k) => {
    if (!Number.isFinite(v)) {
      pen = 'M';
      return '';
    }
    const text = `${pen}${X((k + 0.5) / values.length).toFixed(1)} ${Y(v).toFixed(1)}`;
    pen = 'L';
    return text;
  }).join('');
}

/** What of the maps is drawn: of two classes the probability of the second, of more one curve for each. */
const shown = (c: Curves) => (c.classes.length === 2 ? list(c.answer.maps).slice(-1) : list(c.answer.maps));

/** A plot over one input. By pointer and by keyboard: arrow keys move a line and say what comes out there, Enter chooses the nearest example. */
export function curvePlot(label: string, say: (words: string) => void, choose?: (example: number) => void): CurvePlot {
  let now: Curves | undefined;
  let a: Axes | undefined;
  let cross = 0.5;
  const svg = s('svg', { class: 'cr-curveplot', 'aria-hidden': true });
  const hair = s('line', { class: 'cr-cross' });
  const hint = h('p', { class: 'cr-hint', id: id('curve') }, 'A click, or Enter, chooses the nearest example. Arrow keys move the line and say what comes out there.');
  const pad = h('div', choose ? { class: 'cr-curvepad', tabindex: 0, role: 'application', 'aria-label': label, 'aria-describedby': hint.id } : { class: 'cr-curvepad', role: 'img', 'aria-label': label }, svg);
  const element = h('div', {}, pad, choose ? hint : null);
  const size = measured(pad, () => { if (now) draw(now); });

  const at = (): number => {
    const [left, right] = now!.answer.range.map(real);
    return left + cross * (right - left);
  };

  function draw(c: Curves): void {
    now = c;
    const [left, right, bottom, top] = c.answer.range.map(real);
    const maps = shown(c);
    const all = maps.flatMap(m => [real(m.low), real(m.high)]).filter(Number.isFinite);
    const [low, high] = c.classes.length > 0 ? [-0.05, 1.05] : [Math.min(bottom, ...all), Math.max(top, ...all)];
    const width = Math.max(220, size.width() || 400);
    const height = Math.round(Math.min(360, 0.75 * width));
    svg.setAttribute('viewBox', `0 0 ${width} ${height}`);
    svg.setAttribute('height', String(height));
    svg.replaceChildren();
    a = axes(svg, width, height, [left, right], [low, high], c.names[0], c.names[1], true);
    const { X, Y } = a;
    const p = c.points;
    const dots = list(p?.x).map((x, i) => {
      const kind = c.classes.length > 0 ? list(p!.labels)[i] : i >= p!.train ? 1 : 0;
      const y = c.classes.length === 0 ? real(p!.y[i]) : c.classes.length === 2 ? kind : 0;
      const test = i >= p!.train;
      const dot = s('path', { d: shape(kind, X(real(x[0])), Y(y), i === c.chosen ? 7 : 4), class: `cr-dot${test && c.classes.length > 0 ? ' cr-test' : ''}${i === c.chosen ? ' cr-chosen' : ''}${list(p!.index).includes(i) ? ' cr-inbatch' : ''}` });
      dot.style[test && c.classes.length > 0 ? 'stroke' : 'fill'] = `var(--cr-${c.classes.length > 0 ? ends(kind, c.classes.length) : test ? 'green' : 'blue'})`;
      return dot;
    });
    const lines = maps.map((m, k) => s('path', {
      d: curvePath(m.values.map(real), t => a!.left + t * (a!.right - a!.left), Y), class: 'cr-curve cr-out',
      'stroke-dasharray': [undefined, '7 4', '2 3', '9 3 2 3', '1 4'][k % 5], style: `stroke: var(--cr-${c.classes.length > 2 ? ends(k, c.classes.length) : 'ink'})`
    }));
    svg.append(...dots, ...lines, hair);
    drawHair();
  }

  function drawHair(): void {
    if (!a || !now) return;
    const x = a.X(at());
    for (const [name, v] of Object.entries({ x1: x, x2: x, y1: a.top, y2: a.bottom })) hair.setAttribute(name, String(v));
  }

  function words(): string {
    if (!now) return '';
    const x = at();
    const part = Math.min(now.answer.side - 1, Math.floor(cross * now.answer.side));
    const said = shown(now).map((m, k) => {
      const v = num(m.values[part], 4);
      return now!.classes.length === 0 ? v : `${v} for ${now!.classes.length === 2 ? now!.classes[1] : now!.classes[k]}`;
    });
    return `${now.names[0]} ${num(x, 3)}: ${said.join(', ')}.`;
  }

  function nearest(): void {
    if (!now?.points || !choose) return;
    const x = at();
    const away = now.points.x.slice(0, now.points.train).map(p => Math.abs(real(p[0]) - x));
    choose(away.indexOf(Math.min(...away)));
  }

  if (choose) {
    pad.addEventListener('click', e => {
      if (!a || !now) return;
      cross = Math.min(1, Math.max(0, (place(svg, e)[0] - a.left) / (a.right - a.left)));
      drawHair();
      nearest();
    });
    pad.addEventListener('keydown', e => {
      if (e.ctrlKey || e.metaKey || e.altKey) return;
      const by = { ArrowLeft: -1, ArrowRight: 1 }[e.key];
      if (by === undefined && e.key !== 'Enter') return;
      e.preventDefault();
      e.stopPropagation();
      if (by === undefined) return nearest();
      cross = Math.min(1, Math.max(0, cross + by * (e.shiftKey ? 0.1 : 0.025)));
      drawHair();
      say(words());
    });
  }
  return { element, draw, end: size.end };
}
