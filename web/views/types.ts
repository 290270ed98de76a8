/** The data of a view, as package viz writes it. */

export interface Matrix {
  name: string;
  rows: number;
  cols: number;
  data: (number | 'NaN' | '+Inf' | '-Inf')[];
}

/** One entry of one operand; arg −1 is the result. */
export interface Ref {
  arg: number;
  row: number;
  col: number;
}

/** One part of a single number: usually one product. */
export interface Term {
  symbols: string;
  values: string;
  value: number;
  sum: number;
  uses: Ref[] | null;
}

/** The explanation of one entry of a result. */
export interface Entry {
  row: number;
  col: number;
  symbols: string;
  values: string;
  value: number;
  terms: Term[] | null;
}

export interface Step {
  where: string;
  op: string;
  tex: string;
  args: Matrix[];
  out: Matrix;
  say: string;
  entries: Entry[] | null;
}

export interface Table {
  columns: string[];
  rows: string[][] | null;
  note?: string;
}

/** Where the colored cells of a figure lie, in the numbers of its axes. */
export interface Field {
  x: [number, number];
  y: [number, number];
  cols: number;
  rows: number;
  xName: string;
  yName: string;
  name: string;
  classes: string[] | null;
}

export interface FigureData {
  field?: Field;
  option: Record<string, unknown>;
  width: number;
  height: number;
  table: Table;
}

export interface NetworkData {
  layers: { name: string; units: number; act: string; labels?: string[] }[];
  weights: Matrix[];
  biases: Matrix[];
  values?: number[][];
}

export interface Question {
  ask: string;
  options: string[];
  answer: number;
  why: string;
}

export interface View {
  kind: string;
  title: string;
  caption: string;
  description: string;
  data: unknown;
}
