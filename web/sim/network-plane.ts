import { h, id, num, s } from '../views/dom';
import { colors, current, resolve } from '../views/theme';

/** A point on the plane: where it is, its class or target, and whether it is kept for testing. */
export interface Point {
  x: number;
  y: number;
  value: number;
  test: boolean;
  /** It belongs to the batch of the update that comes next. */
  batch: boolean;
}

/** What lies behind the points: one number or one class for each cell, row by row from the smallest y. */
export interface Ground {
  cells: number;
  x: [number, number];
  y: [number, number];
  /** Numbers between low and high, colored from one end of the scale to the other. */
  values: number[];
  /** The class of each cell, when there are more than two. */
  classes?: number[];
  low: number;
  high: number;
  /** Numbers that are amounts, from none to much, and have no middle. */
  amounts?: boolean;
}

export interface PlaneActions {
  /** A click or Enter at a place where no drawing goes on. */
  choose(x: number, y: number): void;
  /** A point drawn, and one taken away. */
  add(x: number, y: number): void;
  erase(x: number, y: number): void;
  clear(): void;
  /** Drawing is over. */
  leave(): void;
  /** What the net says at a place, in words. */
  words(x: number, y: number): string;
}

export interface Plane {
  element: HTMLElement;
  ground(g: Ground | undefined): void;
  /** Values are colored from low to high, as the ground is. */
  points(list: Point[], classes: number, chosen: number, range: [low: number, high: number]): void;
  /** Which part of the plane is shown, and what its axes are called. */
  range(x: [number, number], y: [number, number], names: string[]): void;
  setDrawing(on: boolean): void;
  redraw(): void;
}

/** The red, green and blue parts of a color. */
const parts = (hex: string) => [1, 3, 5].map(i => parseInt(hex.slice(i, i + 2), 16));

/** The color at t from 0 to 1 on a scale of colors; its middle where there is no number. */
function along(scale: number[][], t: number): number[] {
  const u = (Number.isNaN(t) ? 0.5 : Math.min(1, Math.max(0, t))) * (scale.length - 1);
  const k = Math.min(scale.length - 2, Math.floor(u));
  return [0, 1, 2].map(i => scale[k][i] + (u - k) * (scale[k + 1][i] - scale[k][i]));
}

/** The names of the palette's colors of the classes. */
export const classColors = ['blue', 'orange', 'green', 'pink', 'sky', 'yellow', 'vermilion', 'gray', 'ink', 'blue'];

/** The cells of a ground as pixels; the first row is the top one. */
export function pixels(g: Ground): Uint8ClampedArray<ArrayBuffer> {
  const theme = current();
  const scale = (colors(theme)[g.amounts ? 'seq' : 'div'] as string[]).map(parts);
  const paper = parts(colors(theme).paper as string);
  const hues = classColors.map(name => parts(resolve(`@${name}`, theme) as string).map((v, i) => 0.5 * v + 0.5 * paper[i]));
  const out = new Uint8ClampedArray(4 * g.cells * g.cells);
  for (let row = 0; row < g.cells; row++) {
    for (let col = 0; col < g.cells; col++) {
      const k = row * g.cells + col;
      const v = g.values[k];
      const certain = Number.isFinite(v) ? (v - g.low) / (g.high - g.low) : 0;
      // A cell without a number has the color of the paper.
      const color = !Number.isFinite(v) ? paper : g.classes
        ? hues[g.classes[k] % hues.length].map((c, i) => paper[i] + (0.25 + 0.75 * Math.min(1, Math.max(0, certain))) * (c - paper[i]))
        : along(scale, certain);
      const o = 4 * ((g.cells - 1 - row) * g.cells + col);
      [out[o], out[o + 1], out[o + 2]] = color;
      out[o + 3] = 255;
    }
  }
  return out;
}

/** Draws a ground on a canvas, each cell as one of its pixels; where there is no canvas, as in a test, nothing. */
export function paint(canvas: HTMLCanvasElement, g: Ground): void {
  canvas.width = canvas.height = g.cells;
  canvas.getContext('2d')?.putImageData(new ImageData(pixels(g), g.cells, g.cells), 0, 0);
}

/** The color of a class: two have the two ends of the ground's scale. */
export function ends(kind: number, classes: number): string {
  return classes === 2 ? ['negative', 'positive'][kind] ?? 'ink' : classColors[kind % classColors.length];
}

/** The points of the classes as letters, for a legend. */
export const signs = ['●', '■', '▲', '◆', '▼'];

/** The outline of a point by its class, so that classes differ in shape too. */
export function shape(kind: number, x: number, y: number, r: number): string {
  const polygon = (n: number, turn: number, k = 1) => Array.from({ length: n }, (_, i) => {
    const a = turn + (2 * Math.PI * i) / n;
    return `${i ? 'L' : 'M'}${(x + k * r * Math.cos(a)).toFixed(1)} ${(y + k * r * Math.sin(a)).toFixed(1)}`;
  }).join('') + 'Z';
  switch (kind % 5) {
    case 0: return `M${(x - r).toFixed(1)} ${y.toFixed(1)}a${r} ${r} 0 1 0 ${2 * r} 0a${r} ${r} 0 1 0 ${-2 * r} 0Z`;
    case 1: return polygon(4, Math.PI / 4, 1.2);
    case 2: return polygon(3, -Math.PI / 2, 1.35);
    case 3: return polygon(4, 0, 1.35);
    default: return polygon(3, Math.PI / 2, 1.35);
  }
}

const side = 400; // of the drawing, in its own units

/**
 * The input plane: what the net says everywhere as a ground, and the points. By pointer and by keyboard: arrow keys move a
 * cross, Enter chooses or draws, Delete takes the nearest point away.
 */
export function plane(label: string, say: (text: string) => void, act: PlaneActions): Plane {
  let X: [number, number] = [-1, 1];
  let Y: [number, number] = [-1, 1];
  let names = ['x₁', 'x₂'];
  let behind: Ground | undefined;
  let dots: Point[] = [];
  let classes = 2;
  let chosen = -1;
  let [low, high] = [0, 1]; // of the values
  let drawing = false;
  let cross = [0.5, 0.5]; // as parts of the sides, from the left and from the bottom

  const canvas = h('canvas', { class: 'cr-ground', 'aria-hidden': true });
  const marks = s('g', {});
  const grid = s('g', {});
  const hair = s('path', { class: 'cr-cross' });
  const svg = s('svg', { viewBox: `0 0 ${side} ${side}`, class: 'cr-planepoints', 'aria-hidden': true }, grid, marks, hair);
  const hint = h('p', { class: 'cr-hint', id: id('plane') });
  const pad = h('div', { class: 'cr-plane', tabindex: 0, role: 'application', 'aria-label': label, 'aria-describedby': hint.id }, canvas, svg);
  const element = h('div', {}, pad, hint);
  const at = ([u, v]: number[]): [number, number] => [X[0] + u * (X[1] - X[0]), Y[0] + v * (Y[1] - Y[0])];
  const px = (x: number) => ((x - X[0]) / (X[1] - X[0])) * side;
  const py = (y: number) => side - ((y - Y[0]) / (Y[1] - Y[0])) * side;

  function drawPoints(): void {
    const theme = current();
    const scale = (colors(theme).div as string[]).map(parts);
    marks.replaceChildren(...dots.map((p, i) => {
      // A value has its color only; where the net has learned it, that is the color behind it too.
      const kind = classes > 0 ? p.value : p.test ? 1 : 0;
      const color = classes > 0 ? `var(--cr-${ends(kind, classes)})` : `rgb(${along(scale, high > low ? (p.value - low) / (high - low) : 0.5).map(Math.round).join()})`;
      const mark = s('path', {
        d: shape(kind, px(p.x), py(p.y), i === chosen ? 8 : 4.5),
        class: `cr-dot${classes === 0 ? ' cr-valued' : p.test ? ' cr-test' : ''}${i === chosen ? ' cr-chosen' : ''}${p.batch ? ' cr-inbatch' : ''}`
      });
      mark.style[classes > 0 && p.test ? 'stroke' : 'fill'] = color;
      return mark;
    }));
    grid.replaceChildren(
      ...(X[0] < 0 && X[1] > 0 ? [s('line', { x1: px(0), x2: px(0), y1: 0, y2: side, class: 'cr-gridline' })] : []),
      ...(Y[0] < 0 && Y[1] > 0 ? [s('line', { x1: 0, x2: side, y1: py(0), y2: py(0), class: 'cr-gridline' })] : []),
      s('text', { x: 4, y: side - 5 }, num(X[0], 3)), s('text', { x: side - 4, y: side - 5, class: 'cr-before' }, num(X[1], 3)),
      s('text', { x: 4, y: 14 }, num(Y[1], 3)),
      s('text', { x: side / 2, y: side - 5, class: 'cr-middle' }, names[0]), s('text', { x: 4, y: side / 2 + 4 }, names[1]));
  }

  function drawHair(): void {
    const [x, y] = [cross[0] * side, side - cross[1] * side];
    hair.setAttribute('d', `M${x - 12} ${y}h24M${x} ${y - 12}v24`);
  }

  function move(du: number, dv: number): void {
    cross = [cross[0] + du, cross[1] + dv].map(v => Math.min(1, Math.max(0, v)));
    drawHair();
    const [x, y] = at(cross);
    say(act.words(x, y));
  }

  // Not when the pointer comes down: that may be the beginning of a scroll by touch.
  const pointed = (e: MouseEvent): [number, number] => {
    const box = pad.getBoundingClientRect();
    cross = [(e.clientX - box.left) / box.width, 1 - (e.clientY - box.top) / box.height].map(v => Math.min(1, Math.max(0, v)));
    drawHair();
    return at(cross);
  };
  pad.addEventListener('click', e => (!drawing ? act.choose : e.shiftKey ? act.erase : act.add)(...pointed(e)));
  pad.addEventListener('contextmenu', e => {
    if (!drawing) return;
    e.preventDefault();
    act.erase(...pointed(e));
  });
  pad.addEventListener('keydown', e => {
    if (e.ctrlKey || e.metaKey || e.altKey) return;
    const by = e.shiftKey ? 0.1 : 0.025;
    const keys: Record<string, () => void> = {
      ArrowLeft: () => move(-by, 0), ArrowRight: () => move(by, 0), ArrowUp: () => move(0, by), ArrowDown: () => move(0, -by),
      Enter: () => (drawing ? act.add : act.choose)(...at(cross))
    };
    if (drawing) {
      keys.Delete = keys.Backspace = () => (e.shiftKey ? act.clear() : act.erase(...at(cross)));
      keys.Escape = act.leave;
    }
    if (!keys[e.key]) return;
    e.preventDefault();
    e.stopPropagation();
    keys[e.key]();
  });
  const setDrawing = (on: boolean) => {
    drawing = on;
    pad.classList.toggle('cr-drawing', on);
    hint.textContent = on
      ? 'Click, or Enter at the cross, draws a point of the class. Shift with a click, or Delete, takes the nearest away; Shift+Delete clears. Arrow keys move the cross; Escape ends drawing.'
      : 'A click, or Enter at the cross, chooses the nearest example. Arrow keys move the cross and say what comes out there.';
  };
  setDrawing(false);
  drawHair();
  drawPoints();

  return {
    element,
    setDrawing,
    ground(g) {
      behind = g;
      canvas.hidden = !g;
      if (g) paint(canvas, g);
    },
    points(list, n, which, range) {
      [dots, classes, chosen] = [list, n, which];
      [low, high] = range;
      drawPoints();
    },
    range(x, y, called) {
      [X, Y, names] = [x, y, called];
    },
    redraw() {
      if (behind) paint(canvas, behind);
      drawPoints();
    }
  };
}
