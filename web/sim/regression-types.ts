/** What pkg/sim shows of a regression, as it comes. */

/** A number; NaN and the infinities are words. */
export type Num = number | 'NaN' | '+Inf' | '-Inf';

export interface RegressionView {
  kind: 'regression';
  said: string;
  updates: number;
  canUndo: boolean;
  canRedo: boolean;
  over?: string;
  settings: SettingsView;
  presets: PresetView[];
  methods: string[];
  xName: string;
  yName: string;
  x: number[];
  y: number[];
  fitted: Num[];
  residuals: Num[];
  squares: Num[];
  shown?: number;
  line: LineView;
  theta: LineView;
  letter: string;
  mean: Num;
  std: Num;
  cost: CostView;
  goal: GoalView;
  rate: RateView;
  surface: CostSurface;
  past: PastView;
  next?: NextUpdate;
  met?: string[];
}

/** ŷ = wx + b. */
export interface LineView {
  w: Num;
  b: Num;
}

export interface SettingsView {
  data: string;
  /** The one point only holds the place of the first that is added. */
  blank: boolean;
  method: string;
  rate: number;
  batch: number;
  momentum: number;
  half: boolean;
  normalize: boolean;
  inOrder: boolean;
  seed: number;
  seeded: boolean;
  stop: { cost?: number; change?: number; gradient?: number; updates?: number };
}

export interface PresetView {
  name: string;
  say: string;
  source: string;
}

export interface CostView {
  formula: string;
  all: Num;
  batch: Num;
  r2: Num;
  /** Why R² is undefined. */
  noR2?: string;
  gradient: Num;
  distance: Num;
}

export interface GoalView {
  line: LineView;
  theta: LineView;
  cost: Num;
  unique: boolean;
  say: string;
}

export interface RateView {
  hessian: [Num[], Num[]];
  small: Num;
  large: Num;
  limit: Num;
  limitName: string;
  /** Where α is of the limit: below, at, beyond; '' where there is no α. */
  side: string;
  /** The range of the slider, the limit and the setting, as powers of ten. */
  low: number;
  high: number;
  at: number;
  limitAt: number;
  say: string;
  condition: Num;
  raw: Num;
  normal: Num;
}

export interface PastView {
  k: number[];
  w: Num[];
  b: Num[];
  cost: Num[];
  distance: Num[];
  r2: Num[];
  batch: Num[];
}

export interface NextUpdate {
  update: number;
  points: number[];
  cost: Num;
  formulas: Formula[];
  table: Parts;
  gradient: LineView;
  old: LineView;
  new: LineView;
  after: Num;
  check?: Check;
  say: string;
}

export interface Formula {
  name: string;
  symbols: string;
  values: string;
}

/** What each point adds, and what they add up to. */
export interface Parts {
  heads: Head[];
  points: number[] | null;
  rows: Num[][] | null;
  others?: number;
  rest?: Num[];
  sums: Num[];
}

/** What a column is, in TeX and in words. */
export interface Head {
  tex: string;
  say: string;
}

/** The gradient by its formula, and by central differences. */
export interface Check {
  analytic: LineView;
  numeric: LineView;
  error: Num;
  say: string;
}

export interface CostSurface {
  w: [Num, Num];
  b: [Num, Num];
  center: LineView;
  levels: Level[];
  parallel: boolean;
}

/** A line of equal cost: center + long·cos t + short·sin t; when parallel center ± short, along long. */
export interface Level {
  cost: Num;
  long: LineView;
  short: LineView;
}
