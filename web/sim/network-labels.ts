/** A rectangle: its middle and half of its sides. */
export interface Box {
  x: number;
  y: number;
  w: number;
  h: number;
}

/** A line between two units, from where it leaves one to where it comes to the other. */
export interface Way {
  from: [x: number, y: number];
  to: [x: number, y: number];
  /** Where along the line its number stands if it can, from 0 to 1. */
  wish: number;
}

/** How a line bends: this share of its width is level at both ends. */
export const bend = 0.4;

/** The point of a line at t from 0 to 1: a cubic curve whose inner points are on the level of its ends. */
export function along({ from: [ax, ay], to: [bx, by] }: Way, t: number): [number, number] {
  const u = 1 - t;
  const inner = bend * (bx - ax);
  return [
    u * u * u * ax + 3 * u * u * t * (ax + inner) + 3 * u * t * t * (bx - inner) + t * t * t * bx,
    (u * u * u + 3 * u * u * t) * ay + (3 * u * t * t + t * t * t) * by
  ];
}

const apart = (a: Box, b: Box) => Math.abs(a.x - b.x) >= a.w + b.w || Math.abs(a.y - b.y) >= a.h + b.h;

interface Try {
  box: Box;
  /** How many other lines run through it. */
  crossed: number;
}

/** Where the number of a line could stand, the best places first. */
function tries(ways: Way[], w: number, h: number): Try[][] {
  const points = ways.map(way => Array.from({ length: 41 }, (_, k) => along(way, k / 40)));
  return ways.map((way, i) => {
    const list = Array.from({ length: 19 }, (_, k) => 0.14 + 0.04 * k).map(t => {
      const [x, y] = along(way, t);
      const box = { x, y, w, h };
      const crossed = points.filter((p, j) => j !== i && p.some(([px, py]) => Math.abs(px - x) < w && Math.abs(py - y) < h)).length;
      return { box, crossed, off: Math.abs(t - way.wish) };
    });
    return list.sort((a, b) => a.crossed - b.crossed || a.off - b.off);
  });
}

/**
 * Places the numbers of lines so that none lies over another, or over what is taken. Those that must be seen come first, and
 * stand somewhere even where it is crowded; of the others, one for which there is no place is left out. w and h are half of
 * the sides of a number.
 */
export function labels(ways: Way[], w: number, h: number, taken: Box[]): (must: Set<number>, others: boolean) => (Box | undefined)[] {
  const all = tries(ways, w, h);
  return (must, others) => {
    const full = [...taken];
    const out: (Box | undefined)[] = ways.map(() => undefined);
    const put = (i: number, box: Box | undefined) => {
      out[i] = box;
      if (box) full.push(box);
    };
    for (const i of must) put(i, (all[i].find(t => full.every(b => apart(b, t.box))) ?? all[i][0]).box);
    if (others) ways.forEach((_, i) => { if (!must.has(i)) put(i, all[i].find(t => t.crossed <= 1 && full.every(b => apart(b, t.box)))?.box); });
    return out;
  };
}
