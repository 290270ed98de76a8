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

/** One part of a single number, with the sum of the parts up to it. */
export interface Part {
  symbols: string;
  values: string;
  value: number | string;
  sum: number | string;
}

/** A part of an entry: usually one product. */
export interface Term extends Part {
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

/** A value of an expression, and where its box stands. */
export interface GraphNode {
  x: number;
  y: number;
  high: number;
  name: string;
  op: string;
  kind: string;
  /** It is a constant without a name: the name is its number, and no step fills it in. */
  number?: boolean;
}

export interface GraphStep {
  phase: 'forward' | 'backward';
  node: number;
  edges: number[];
  what: string;
  symbols: string[];
  values: string;
  terms: Part[];
  /** Which of the terms is added; −1: all are there. */
  term: number;
  say: string;
  value: number | string;
  /** The number as it is written into the box. */
  text: string;
  given?: boolean;
}

export interface GraphData {
  width: number;
  height: number;
  wide: number;
  nodes: GraphNode[];
  edges: { from: number; to: number; path: string; tips: [string, string]; x: number; y: number; slope?: string }[];
  steps: GraphStep[];
  legend: string;
  guess?: boolean;
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
