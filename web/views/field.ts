import { num } from './dom';
import type { Field } from './types';

/** The side of a colored cell in pixels: whole, so that no line shows between two cells. */
const cell = 6;

type Cell = [number, number, number | null];

/** Draws a field of heights with as many cells as the figure has room for, and says what is under the pointer. */
export function fit(option: Record<string, any>, field: Field, width: number, height: number): void {
  const [left, top, right, bottom] = [64, 40, 24, 52];
  const [cols, rows] = [left + right, top + bottom].map((margin, i) => Math.max(1, Math.floor(([width, height][i] - margin) / cell)));
  option.grid = { left, top, width: cols * cell, height: rows * cell };
  const drawn = field.classes ? field : { ...field, cols, rows };
  for (const s of option.series ?? []) {
    if (s.type !== 'heatmap') continue;
    s.tooltip = { formatter: (p: { value: Cell }) => escape(words(drawn, p.value)) };
    if (field.classes) continue;
    s.data = resample(s.data as Cell[], field, cols, rows);
    option.xAxis[s.xAxisIndex].data = [...Array(cols).keys()];
    option.yAxis[s.yAxisIndex].data = [...Array(rows).keys()];
  }
}

/** The heights at the centers of other cells, straight between those that are known. */
export function resample(data: Cell[], from: { cols: number; rows: number }, cols: number, rows: number): Cell[] {
  const at = (i: number, j: number) => data[i * from.cols + j][2];
  const place = (k: number, n: number, known: number) => {
    const u = Math.min(known - 1, Math.max(0, ((k + 0.5) / n) * known - 0.5));
    const low = Math.min(Math.floor(u), Math.max(0, known - 2));
    return { low, high: Math.min(low + 1, known - 1), t: u - low };
  };
  const made: Cell[] = [];
  for (let i = 0; i < rows; i++) {
    const y = place(i, rows, from.rows);
    for (let j = 0; j < cols; j++) {
      const x = place(j, cols, from.cols);
      const corners = [at(y.low, x.low), at(y.low, x.high), at(y.high, x.low), at(y.high, x.high)];
      const [a, b, c, d] = corners as number[];
      const value = corners.includes(null) ? null : (1 - y.t) * ((1 - x.t) * a + x.t * b) + y.t * ((1 - x.t) * c + x.t * d);
      made.push([j, i, value]);
    }
  }
  return made;
}

/** What the cell under the pointer stands for. */
function words(field: Field, [j, i, v]: Cell): string {
  const at = (range: [number, number], k: number, n: number) => num(range[0] + ((k + 0.5) / n) * (range[1] - range[0]), 3);
  const what = v === null ? 'unknown' : field.classes ? field.classes[v] : num(v, 4);
  return `${field.xName} = ${at(field.x, j, field.cols)}, ${field.yName} = ${at(field.y, i, field.rows)}: ${field.name} ${what}`;
}

/** ECharts takes the text of a tooltip for markup. */
function escape(text: string): string {
  return text.replace(/&/g, '&amp;').replace(/</g, '&lt;');
}
