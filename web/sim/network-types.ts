/** The view of the network simulator and the answers to its questions: the types of pkg/sim/network_view.go, where each is explained. */

/** A number; what JSON does not know comes as text. */
export type Num = number | 'NaN' | '+Inf' | '-Inf';

export interface NetworkSetup {
  data: string;
  n: number;
  noise: number;
  testShare: number;
  dataSeed: number;
  own?: OwnData | null;
  features: string[];
  scale: boolean;
  hidden: Hidden[];
  output: string;
  loss: string;
  optimizer: string;
  rate: number;
  beta: number;
  l1: number;
  l2: number;
  batch: number;
  init: string;
  initSize: number;
  seed: number;
  fixBiases: boolean;
  start?: number[];
}

export interface Hidden {
  units: number;
  act: string;
  dropout?: number;
}

export interface OwnData {
  names: string[];
  x: number[][];
  classes?: string[];
  labels?: number[];
  y?: number[];
}

export interface NetworkView {
  kind: string;
  setup: NetworkSetup;
  set: SetView;
  updates: number;
  epoch: number;
  into: number;
  perPass: number;
  place: PlaceView;
  phase: string;
  preset: string;
  changed: boolean;
  pace: string;
  example: ExampleView | null;
  select: Selection;
  layers: LayerView[];
  op: OpView | null;
  next: NextView | null;
  guess: GuessView | null;
  train: ScoresView;
  test: ScoresView | null;
  history: NetHistory;
  says: Diagnosis[];
  compare: CompareView | null;
  ended: string;
  said: string;
  edited: boolean;
  canUndo: boolean;
  canRedo: boolean;
}

export interface SetView {
  plane: boolean;
  line: boolean;
  train: number;
  test: number;
  names: string[];
  classes: string[];
  outputs: string[];
}

export interface PlaceView {
  step: number;
  steps: number;
  row: number;
  col: number;
  term: number;
  terms: number;
}

export interface ExampleView {
  index: number;
  row: number;
  of: number;
  x: Num[];
  y: Num[];
}

export interface Selection {
  layer: number;
  unit: number;
  param: string;
  row: number;
  col: number;
  example: number;
}

export interface LayerView {
  name: string;
  act: string;
  units: UnitView[];
  w: GridView | null;
  b: GridView | null;
}

export interface UnitView {
  label: string;
  z: Num | null;
  a: Num | null;
  da: Num | null;
  dz: Num | null;
  dropped: boolean;
}

export interface GridView {
  param: string;
  value: Num[][];
  grad: ((Num | null)[])[];
  old: ((Num | null)[])[];
}

export interface OpView {
  where: string;
  op: string;
  tex: string;
  say: string;
  args: OperandView[];
  out: OperandView;
  entry: EntryView;
  from: string;
  paths: PathView[];
  edges: [number, number, number][];
  units: [number, number][];
}

export interface OperandView {
  name: string;
  rows: number;
  cols: number;
  row: number;
  col: number;
  values: ((Num | null)[])[];
}

export interface EntryView {
  row: number;
  col: number;
  symbols: string;
  values: string;
  value: Num | null;
  terms: TermView[];
}

export interface TermView {
  symbols: string;
  values: string;
  value: Num;
  sum: Num;
  uses: UseView[];
}

export interface UseView {
  arg: number;
  row: number;
  col: number;
}

export interface PathView {
  through: string[];
  factors: Num[];
  product: Num;
  say: string;
}

export interface NextView {
  where: string;
  symbol: string;
  formula: string;
  say: string;
}

export interface GuessView {
  given: string;
  right: boolean;
  slip: string;
  say: string;
}

export interface ScoresView {
  loss: Num;
  accuracy: Num | null;
  r2: Num | null;
}

export interface NetHistory {
  updates: number[];
  loss: Num[];
  epochs: number[];
  train: Num[];
  test: Num[];
  trainRight: Num[];
  testRight: Num[];
}

export interface Diagnosis {
  what: string;
  say: string;
  units: [number, number][];
}

export interface CompareView {
  updates: number;
  train: ScoresView;
  test: ScoresView | null;
  history: NetHistory;
  differs: string[];
  ended: string;
}

export interface ChoicesAnswer {
  presets: Choice[];
  data: Choice[];
  features: Choice[];
  acts: Choice[];
  outputs: Choice[];
  losses: Choice[];
  optimizers: Choice[];
  inits: Choice[];
  paces: Choice[];
  layers: number;
  units: number;
}

export interface Choice {
  name: string;
  say: string;
}

export interface PointsAnswer {
  names: string[];
  x: Num[][];
  labels: number[];
  y: Num[];
  train: number;
  index: number[];
  range: [Num, Num, Num, Num];
}

export interface BoundaryAnswer {
  range: [Num, Num, Num, Num];
  side: number;
  line: boolean;
  maps: MapView[];
}

export interface MapView {
  layer: number;
  unit: number;
  values: Num[];
  class: number[];
  low: Num;
  high: Num;
}

export interface HistogramAnswer {
  layers: HistogramView[];
}

export interface HistogramView {
  name: string;
  low: Num;
  high: Num;
  counts: number[];
  mean: Num;
  dev: Num;
}

export interface GradientsAnswer {
  names: string[];
  updates: number[];
  sizes: Num[][];
}

export interface ConfusionAnswer {
  classes: string[];
  train: number[][];
  test: number[][];
}

export interface MicroscopeAnswer {
  param: string;
  row: number;
  col: number;
  value: Num;
  on: string;
  analytic: Num;
  numeric: Num;
  h: Num;
  plus: Num;
  minus: Num;
  of: string;
  paths: PathView[];
  all: number;
  part: Num;
  sum: Num;
  say: string;
}

export interface CompareAnswer {
  here: CompareView;
  there: CompareView;
  hereMap: BoundaryAnswer | null;
  thereMap: BoundaryAnswer | null;
}
