import { h, num } from './dom';
import { formula } from './tex';
import type { Matrix } from './types';

/** How many rows or columns a matrix shows before its middle is left out. */
const shown = 8;

/** The indices to show of n: all of a few, else the first six and the last; −1 stands for the gap. */
export function indices(n: number): number[] {
  if (n <= shown) return Array.from({ length: n }, (_, i) => i);
  return [0, 1, 2, 3, 4, 5, -1, n - 1];
}

export interface Drawn {
  element: HTMLElement;
  /** The table cell of an entry; undefined for one that is left out. */
  cell(row: number, col: number): HTMLElement | undefined;
}

/** A matrix of which not every number need be known. */
export type Known = Omit<Matrix, 'data'> & { data: (Matrix['data'][number] | null)[] };

/** A matrix as a table with its name and shape; a dot stands for what is not known. With `choose`, entries are buttons. */
export function matrix(m: Known, options: { result?: boolean; hidden?: boolean; shape?: string; digits?: number; choose?: (row: number, col: number) => void } = {}): Drawn {
  const cells = new Map<string, HTMLElement>();
  const cols = indices(m.cols);
  const entry = (i: number, j: number): HTMLElement => {
    if (i < 0 || j < 0) return h('td', { class: 'cr-gap', 'aria-hidden': true }, i < 0 && j < 0 ? '⋱' : i < 0 ? '⋮' : '⋯');
    const known = m.data[i * m.cols + j];
    const value = options.hidden ? '?' : known === null ? '·' : num(known, options.digits);
    const content = options.choose
      ? h('button', { type: 'button', tabindex: -1, 'aria-label': `row ${i + 1}, column ${j + 1}: ${value}`, onclick: () => options.choose!(i, j) }, value)
      : value;
    const td = h('td', {}, content);
    cells.set(`${i},${j}`, td);
    return td;
  };
  const element = h('div', { class: options.result ? 'cr-matrix cr-result' : 'cr-matrix' },
    h('div', { class: 'cr-name' }, formula(m.name || '\\cdot'), h('span', { class: 'cr-shape' }, options.shape ?? `${m.rows}×${m.cols}`)),
    h('div', { class: 'cr-scroll' },
      h('table', {}, h('tbody', {}, ...indices(m.rows).map(i => h('tr', {}, ...cols.map(j => entry(i, j))))))));
  return { element, cell: (row, col) => cells.get(`${row},${col}`) };
}
