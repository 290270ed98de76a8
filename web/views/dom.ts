/** Elements are made here and only here, and never from markup: nothing in a view's data can become a script. */

type Child = Node | string | null | undefined | false;
type Props = Record<string, unknown>;

/** Makes an element: `on…` are listeners, `class` and the rest are attributes; false and null leave one out. */
export function h<K extends keyof HTMLElementTagNameMap>(tag: K, props: Props = {}, ...children: Child[]): HTMLElementTagNameMap[K] {
  const e = document.createElement(tag);
  fill(e, props, children);
  return e;
}

/** Makes an SVG element. */
export function s<K extends keyof SVGElementTagNameMap>(tag: K, props: Props = {}, ...children: Child[]): SVGElementTagNameMap[K] {
  const e = document.createElementNS('http://www.w3.org/2000/svg', tag);
  fill(e, props, children);
  return e;
}

function fill(e: Element, props: Props, children: Child[]): void {
  for (const [name, value] of Object.entries(props)) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith('on')) e.addEventListener(name.slice(2), value as EventListener);
    else e.setAttribute(name, value === true ? '' : String(value));
  }
  for (const c of children) if (c) e.append(c);
}

let count = 0;

/** A new id, for labels that point at elements. */
export function id(prefix: string): string {
  return `cr-${prefix}-${++count}`;
}

/** A number for reading: six significant digits, no trailing zeros, 1.5·10⁻⁷ or 10²⁰ when it is very small or large. */
export function num(v: number | string, digits = 6): string {
  if (typeof v === 'string') return v === '-Inf' ? '−∞' : v === '+Inf' ? '∞' : v;
  if (!Number.isFinite(v)) return String(v);
  const t = Number(v.toPrecision(digits));
  const a = Math.abs(t);
  const text = t !== 0 && (a < 1e-4 || a >= 1e7) ? t.toExponential() : String(t);
  return text.replace(/e\+?(-?\d+)/, (_, power: string) => '·10' + raised(power)).replace(/^(-?)1·/, '$1').replace('-', '−');
}

const raised = (power: string) => power.replace(/[-\d]/g, c => (c === '-' ? '⁻' : '⁰¹²³⁴⁵⁶⁷⁸⁹'[Number(c)]));
