import { num, s } from '../views/dom';
import { ticks } from './chart';

/** A rectangle of numbers, drawn as a rectangle of pixels. */
export interface Axes {
  /** Where the numbers lie in pixels, and which number a pixel is. */
  X(v: number): number;
  Y(v: number): number;
  x(px: number): number;
  y(px: number): number;
  left: number;
  right: number;
  top: number;
  bottom: number;
}

/** Puts axes into a drawing of the given size, with their names, and returns what places numbers in it. */
export function axes(svg: SVGElement, width: number, height: number, xs: [number, number], ys: [number, number], xName: string, yName: string, grid: boolean): Axes {
  const yTicks = ticks(ys[0], ys[1], Math.max(2, height / 70));
  const longest = Math.max(3, ...yTicks.map(t => num(t, 4).length));
  const [left, right, top, bottom] = [27 + 6.4 * longest, width - 12, 12, height - 36];
  const a: Axes = {
    X: v => left + ((v - xs[0]) / (xs[1] - xs[0])) * (right - left), Y: v => bottom - ((v - ys[0]) / (ys[1] - ys[0])) * (bottom - top),
    x: px => xs[0] + ((px - left) / (right - left)) * (xs[1] - xs[0]), y: px => ys[0] + ((bottom - px) / (bottom - top)) * (ys[1] - ys[0]),
    left, right, top, bottom
  };
  for (const t of yTicks) svg.append(grid ? s('line', { x1: left, x2: right, y1: a.Y(t), y2: a.Y(t), class: 'cr-gridline' }) : '', s('text', { x: left - 6, y: a.Y(t) + 4, class: 'cr-ytick' }, num(t, 4)));
  const xTicks = ticks(xs[0], xs[1], (right - left) / 60);
  for (const t of xTicks) svg.append(grid ? s('line', { x1: a.X(t), x2: a.X(t), y1: top, y2: bottom, class: 'cr-gridline' }) : '', s('text', { x: a.X(t), y: bottom + 15, class: 'cr-xtick' }, num(t, 4)));
  svg.append(
    s('rect', { x: left, y: top, width: right - left, height: bottom - top, class: 'cr-plotframe' }),
    s('text', { x: (left + right) / 2, y: height - 5, class: 'cr-xtick cr-axislabel' }, xName),
    s('text', { x: 11, y: (top + bottom) / 2, class: 'cr-xtick cr-axislabel', transform: `rotate(-90 11 ${(top + bottom) / 2})` }, yName));
  return a;
}

/** Where a pointer is, in the pixels of a drawing that is as large as it is drawn. */
export function place(svg: SVGElement, e: { clientX: number; clientY: number }): [number, number] {
  const box = svg.getBoundingClientRect();
  return [e.clientX - box.left, e.clientY - box.top];
}
