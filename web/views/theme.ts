import palette from '../../pkg/viz/palette.json';

export type Theme = 'light' | 'dark';
type Colors = Record<string, string | string[]>;

/** The theme of the page: JupyterLab's, else the page's own choice, else the system's. */
export function current(): Theme {
  const lab = document.body?.dataset.jpThemeLight;
  if (lab !== undefined) return lab === 'true' ? 'light' : 'dark';
  const page = document.documentElement.dataset.theme;
  if (page === 'light' || page === 'dark') return page;
  return window.matchMedia?.('(prefers-color-scheme: dark)').matches ? 'dark' : 'light';
}

/** Calls back whenever the theme may have changed; returns what ends it. */
export function watch(changed: () => void): () => void {
  const observer = new MutationObserver(changed);
  observer.observe(document.body, { attributeFilter: ['data-jp-theme-light'] });
  observer.observe(document.documentElement, { attributeFilter: ['data-theme'] });
  const media = window.matchMedia?.('(prefers-color-scheme: dark)');
  media?.addEventListener('change', changed);
  return () => {
    observer.disconnect();
    media?.removeEventListener('change', changed);
  };
}

export function colors(theme: Theme): Colors {
  return palette[theme] as Colors;
}

/** Sets the palette as CSS variables, which style.css draws with. */
export function apply(root: HTMLElement, theme: Theme): void {
  root.dataset.theme = theme;
  for (const [name, value] of Object.entries(colors(theme))) {
    if (typeof value === 'string') root.style.setProperty(`--cr-${name}`, value);
  }
  const div = colors(theme).div as string[];
  root.style.setProperty('--cr-negative', div[0]);
  root.style.setProperty('--cr-positive', div[div.length - 1]);
}

/** The color or the scale of a name; "blue-pale" is mixed with the paper, for what lies behind. */
function named(name: string, theme: Theme): string | string[] | undefined {
  const found = colors(theme)[name.replace(/-pale$/, '')];
  if (!name.endsWith('-pale') || !found) return found;
  const paper = colors(theme).paper as string;
  return typeof found === 'string' ? mix(found, paper) : found.map(c => mix(c, paper));
}

/** 45 % of the first color, and 55 % of the second. */
function mix(a: string, b: string): string {
  const part = (hex: string, i: number) => parseInt(hex.slice(1 + 2 * i, 3 + 2 * i), 16);
  return '#' + [0, 1, 2].map(i => Math.round(0.45 * part(a, i) + 0.55 * part(b, i)).toString(16).padStart(2, '0')).join('');
}

/** Replaces "@blue", "@seq" and so on by the colors of the theme, at any depth. */
export function resolve(value: unknown, theme: Theme): unknown {
  if (typeof value === 'string' && value.startsWith('@')) return named(value.slice(1), theme) ?? value;
  if (Array.isArray(value)) return value.map(v => resolve(v, theme));
  if (value && typeof value === 'object') {
    return Object.fromEntries(Object.entries(value).map(([k, v]) => [k, resolve(v, theme)]));
  }
  return value;
}
