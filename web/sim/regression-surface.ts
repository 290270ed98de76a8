import { h, num, s } from '../views/dom';
import { axes, place, type Axes } from './axes';
import { region } from './controls';
import { measured } from './measured';
import { real } from './network-context';
import type { Context, Part } from './regression-context';
import type { Level, LineView, RegressionView } from './regression-types';

/** Points of a drawn ellipse. */
const corners = 128;

/** The cost over w and b: lines of equal cost, the path and the best line; a click starts a run there. */
export function surface(ctx: Context): Part {
  let view: RegressionView | undefined;
  let a: Axes | undefined;
  let dragging = false;
  let out = false; // the line is outside of the picture
  const svg = s('svg', { class: 'cr-plot cr-surface', role: 'group', 'aria-label': 'Cost over w and b' });
  const ground = s('g', { 'aria-hidden': true });
  const levels = s('g', { class: 'cr-levels' });
  const path = s('path', { class: 'cr-path' });
  const dots = s('path', { class: 'cr-pathdots' });
  const goal = s('path', { class: 'cr-goal' });
  const start = s('circle', { class: 'cr-first', r: 4.5 });
  const here = s('circle', { class: 'cr-now', r: 7, tabindex: 0, role: 'button', 'aria-roledescription': 'place of the line', onkeydown: onKey });
  const drawn = s('g', {}, levels, path, dots, goal, start);
  svg.append(ground, drawn, here);
  svg.addEventListener('pointerdown', down);
  svg.addEventListener('pointermove', e => {
    if (dragging && a) ctx.preview(to(place(svg, e)));
  });
  svg.addEventListener('pointerup', up);
  svg.addEventListener('pointercancel', () => { dragging = false; });
  svg.addEventListener('touchstart', e => { if (e.touches.length === 1 && near(place(svg, e.touches[0]))) e.preventDefault(); }, { passive: false });
  const caption = h('p', { class: 'cr-hint' });
  const element = region('Cost surface', 'surface', svg, caption);
  const size = measured(svg, draw);

  const near = ([px, py]: [number, number]) => Math.hypot(Number(here.getAttribute('cx')) - px, Number(here.getAttribute('cy')) - py) < 22;
  const locked = () => ctx.hidden('line');

  function draw(): void {
    if (!view) return;
    const v = view;
    const f = v.surface;
    const width = Math.max(240, size.width() || 480);
    const height = Math.round(Math.min(560, Math.max(240, 0.62 * width)));
    svg.setAttribute('viewBox', `0 0 ${width} ${height}`);
    svg.style.height = `${height}px`;
    ground.replaceChildren();
    const b = a = axes(ground, width, height, f.w.map(real) as [number, number], f.b.map(real) as [number, number], v.letter === 'z' ? 'w (for z)' : 'w', v.letter === 'z' ? 'b (for z)' : 'b', false);
    const center = { w: real(f.center.w), b: real(f.center.b) };
    const [cx, cy] = [b.X(center.w), b.Y(center.b)];
    // The numbers of a drawing have seven digits: what is far out is drawn nearer, in the same direction.
    const at = (w: number, c: number) => {
      const [dx, dy] = [b.X(w) - cx, b.Y(c) - cy];
      const nearer = Math.min(1, 1e5 / Math.max(1, Math.abs(dx), Math.abs(dy)));
      return `${(cx + nearer * dx).toFixed(1)} ${(cy + nearer * dy).toFixed(1)}`;
    };
    const far = 3 * (width + height);
    const pixels = (d: LineView) => [b.X(center.w + real(d.w)) - cx, b.Y(center.b + real(d.b)) - cy];
    /** Both sides of an ellipse or a strip, as far as they may be seen. */
    const shape = (l: Level) => {
      const [[lx, ly], [sx, sy]] = [pixels(l.long), pixels(l.short)];
      const reach = far / Math.hypot(lx, ly);
      const end = f.parallel ? reach : Math.min(1, reach);
      const side = (up: number) => Array.from({ length: corners / 2 + 1 }, (_, i) => {
        const u = -up * end * Math.cos(2 * Math.PI * i / corners);
        const v = up * (f.parallel ? 1 : Math.sqrt(1 - u * u));
        return `${(cx + u * lx + v * sx).toFixed(1)} ${(cy + u * ly + v * sy).toFixed(1)}`;
      });
      return `M${[...side(1), ...side(-1)].join('L')}Z`;
    };
    levels.replaceChildren(...[...f.levels].reverse().map(l => s('path', { d: shape(l), class: 'cr-level' })));
    drawn.setAttribute('style', `clip-path: inset(${b.top}px ${width - b.right}px ${height - b.bottom}px ${b.left}px) view-box`);
    const way = v.past.w.map((w, i) => [real(w), real(v.past.b[i])]).filter(p => p.every(Number.isFinite));
    path.setAttribute('d', way.length > 1 ? `M${way.map(([w, c]) => at(w, c)).join('L')}` : '');
    dots.setAttribute('d', way.length <= 120 ? way.map(([w, c]) => `M${at(w, c)}h0`).join('') : '');
    const [gx, gy] = [b.X(real(v.goal.theta.w)), b.Y(real(v.goal.theta.b))];
    const [lx, ly] = pixels(f.levels[0].long);
    const along = far / Math.hypot(lx, ly);
    goal.setAttribute('d', v.goal.unique ? `M${gx - 7} ${gy}h14M${gx} ${gy - 7}v14` : `M${cx - along * lx} ${cy - along * ly}L${cx + along * lx} ${cy + along * ly}`);
    put(start, v.past.w[0], v.past.b[0]);
    out = put(here, v.theta.w, v.theta.b);
    here.setAttribute('aria-label', `w ${num(v.theta.w)}, b ${num(v.theta.b)}, cost ${num(v.cost.all)}`);
  }

  /** A mark where a line is; at the edge, in the direction of it, when the line is outside of the picture. Returns whether it is. */
  function put(mark: Element, w: LineView['w'], c: LineView['b']): boolean {
    const middle = [(a!.left + a!.right) / 2, (a!.top + a!.bottom) / 2];
    const half = [(a!.right - a!.left) / 2, (a!.bottom - a!.top) / 2];
    const off = [a!.X(real(w)), a!.Y(real(c))].map((px, i) => Math.max(-1e300, Math.min(1e300, Number.isNaN(px) ? 1e300 : px - middle[i])));
    const nearer = Math.min(...off.map((d, i) => (d === 0 ? 1 : Math.min(1, half[i] / Math.abs(d)))));
    mark.setAttribute('cx', (middle[0] + nearer * off[0]).toFixed(1));
    mark.setAttribute('cy', (middle[1] + nearer * off[1]).toFixed(1));
    mark.classList.toggle('cr-off', nearer < 1);
    return nearer < 1;
  }

  function to([px, py]: [number, number]) {
    return { do: 'set', name: 'start', x: Number(a!.x(px).toPrecision(4)), y: Number(a!.y(py).toPrecision(4)) };
  }

  function down(e: PointerEvent): void {
    if (e.button !== 0 || locked() || !near(place(svg, e))) return;
    e.preventDefault();
    dragging = true;
    svg.setPointerCapture(e.pointerId);
    here.focus({ preventScroll: true });
  }

  function up(e: PointerEvent): void {
    const spot = place(svg, e);
    dragging = false;
    if (e.button !== 0 || locked() || !a || spot[0] < a.left || spot[0] > a.right || spot[1] < a.top || spot[1] > a.bottom) return;
    void ctx.do(to(spot));
  }

  function onKey(e: KeyboardEvent): void {
    if (!view || locked() || e.ctrlKey || e.metaKey || e.altKey) return;
    const f = view.surface;
    const far = e.shiftKey ? 10 : 1;
    const by = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] }[e.key];
    if (!by) return;
    e.preventDefault();
    e.stopPropagation();
    const [w, c] = [real(view.theta.w), real(view.theta.b)];
    if (!Number.isFinite(w) || !Number.isFinite(c)) return;
    void ctx.do({ do: 'set', name: 'start', x: w + by[0] * far * (real(f.w[1]) - real(f.w[0])) / 100, y: c + by[1] * far * (real(f.b[1]) - real(f.b[0])) / 100 });
  }

  return {
    element,
    update(v) {
      view = v;
      draw();
      caption.textContent = `${v.goal.unique ? 'Ellipses' : 'Parallel lines'} of equal cost, the path of (w, b) and the best line (${v.goal.unique ? 'cross' : 'any on the line'}).`
        + `${v.letter === 'z' ? ` For the normalized feature z = (x − ${num(v.mean)})/${num(v.std)}.` : ''}${out ? ' The line is outside of this picture: the ring is at the edge towards it.' : ''}${locked() ? '' : ' Click to start a run there.'}`;
    },
    end: size.end
  };
}
