import { h, num, s } from '../views/dom';
import { axes, place, type Axes } from './axes';
import { button, check, region } from './controls';
import { measured } from './measured';
import { real } from './network-context';
import type { Context, Part } from './regression-context';
import type { RegressionView } from './regression-types';

/** How near a pointer has to be to take a point, in pixels; a finger is less exact. */
const reach = { mouse: 10, touch: 22 };

/** What is being dragged: a point, or one end of the line. */
type Dragged = { point: number } | { end: 0 | 1 };

/** How far a pointer goes before it drags, in pixels: a hand that clicks shakes. */
const shake = 3;
/** In what time a second click on the same place belongs to the first, in milliseconds. */
const twice = 600;

/** How many points differ between two lists, with one added or taken out counted as one; more than one is 2. */
function differing([x, y]: [number[], number[]], [u, v]: [number[], number[]]): number {
  const shorter = Math.min(x.length, u.length);
  let [first, last] = [0, 0];
  while (first < shorter && x[first] === u[first] && y[first] === v[first]) first++;
  while (first + last < shorter && x[x.length - 1 - last] === u[u.length - 1 - last] && y[x.length - 1 - last] === v[u.length - 1 - last]) last++;
  return Math.min(2, Math.max(x.length, u.length) - first - last);
}

/** The points and the line: points are added, dragged and removed, the line is dragged by its ends. */
export function plot(ctx: Context): Part & { residuals(): void; squares(): void } {
  let view: RegressionView | undefined;
  let a: Axes | undefined;
  let at = 0; // the point that the keyboard is on
  let dragged: Dragged | undefined;
  let moved = false;
  let from: [number, number] = [0, 0]; // where the pointer went down
  let added: { spot: [number, number]; time: number } | undefined; // the latest click that added a point
  let range: [[number, number], [number, number]] = [[0, 1], [0, 1]];
  let known: [number[], number[]] | undefined;

  const svg = s('svg', { class: 'cr-plot', role: 'group', 'aria-label': 'Points and line' });
  const ground = s('g', { 'aria-hidden': true });
  const shapes = { squares: s('path', { class: 'cr-squares' }), residuals: s('path', { class: 'cr-residuals' }), line: s('path', { class: 'cr-fit' }), best: s('path', { class: 'cr-best' }), points: s('path', { class: 'cr-points' }), lit: s('path', { class: 'cr-lit-points' }) };
  const chosen = s('circle', { class: 'cr-chosen-point', r: 9, tabindex: 0, role: 'button', 'aria-roledescription': 'point', onkeydown: onPointKey, onfocus: () => ctx.say(describe(at)) });
  const ends = ([0, 1] as const).map(end => s('circle', {
    class: 'cr-handle', r: 8, tabindex: 0, role: 'slider', 'aria-orientation': 'vertical', 'aria-label': `Line at its ${end === 0 ? 'left' : 'right'} end`, onkeydown: (e: KeyboardEvent) => onEndKey(e, end)
  }));
  const arrows = ends.map(() => s('path', { class: 'cr-off-arrow', 'aria-hidden': true }));
  svg.append(ground, ...Object.values(shapes), chosen, ...ends, ...arrows);
  svg.addEventListener('pointerdown', down);
  svg.addEventListener('pointermove', drag);
  svg.addEventListener('pointerup', up);
  svg.addEventListener('pointercancel', cancel);
  // A finger on a point drags it; anywhere else it scrolls the page.
  svg.addEventListener('touchstart', e => { if (e.touches.length === 1 && find(place(svg, e.touches[0]), reach.touch)) e.preventDefault(); }, { passive: false });

  const showResiduals = check('Residuals', on => toggle('residuals', on));
  const showSquares = check('Their squares', on => toggle('squares', on));
  const showBest = check('Best line', on => toggle('best', on));
  showResiduals.set(true);
  Object.entries({ residuals: showResiduals, squares: showSquares, best: showBest }).forEach(([name, c]) => c.element.classList.add('cr-key', `cr-key-${name}`));
  const seen = { residuals: true, squares: false, best: false };
  const cost = h('p', { class: 'cr-readout' });
  const away = h('p', { class: 'cr-hint cr-away', hidden: true });
  const hint = h('p', { class: 'cr-hint' });
  const element = region('Points and line', 'plot', cost, svg, away, h('div', { class: 'cr-row' }, showResiduals.element, showSquares.element, showBest.element,
    ctx.hidden('data') ? null : button('Remove all points', () => void ctx.do({ do: 'clear' }))), hint);
  const size = measured(svg, draw);

  function toggle(what: keyof typeof seen, on = !seen[what]): void {
    seen[what] = on;
    ({ residuals: showResiduals, squares: showSquares, best: showBest })[what].set(on);
    draw();
  }

  /** The numbers that are seen: those of the points, and a bit more. They stay while single points change within them, so that what is drawn by hand does not jump. */
  function fit(v: RegressionView): void {
    if (dragged) return;
    const before = known;
    known = [v.x, v.y];
    const within = known.every((list, axis) => list.every(u => u >= range[axis][0] && u <= range[axis][1]));
    if (before && (differing(before, known) === 0 || (v.settings.data === 'own' && within && (v.settings.blank || differing(before, known) === 1)))) return;
    range = [v.x, v.y].map(list => {
      let [low, high] = [Infinity, -Infinity];
      for (const u of list) [low, high] = [Math.min(low, u), Math.max(high, u)];
      const pad = high > low ? 0.12 * (high - low) : Math.max(1, Math.abs(low) / 2);
      return [low - pad, high + pad];
    }) as typeof range;
  }

  function draw(): void {
    if (!view) return;
    const v = view;
    const width = Math.max(240, size.width() || 480);
    const height = Math.round(Math.min(560, Math.max(240, 0.62 * width)));
    svg.setAttribute('viewBox', `0 0 ${width} ${height}`);
    svg.style.height = `${height}px`;
    ground.replaceChildren();
    const b = a = axes(ground, width, height, range[0], range[1], v.xName, v.yName, true);
    const n = v.fitted.length;
    const dot = (i: number) => `M${b.X(v.x[i]).toFixed(1)} ${b.Y(v.y[i]).toFixed(1)}h0`;
    shapes.points.setAttribute('d', v.x.map((_, i) => dot(i)).join(''));
    for (const e of [shapes.points, shapes.residuals]) e.classList.toggle('cr-many', v.x.length > 300);
    shapes.points.classList.toggle('cr-held', v.settings.blank);
    const batch = v.next && v.next.points.length < v.x.length ? v.next.points : [];
    shapes.lit.setAttribute('d', batch.map(dot).join(''));
    const clip = (px: number) => Math.max(-5000, Math.min(5000, px));
    const up = (i: number) => clip(b.Y(real(v.fitted[i])));
    const finite = Number.isFinite(real(v.line.w)) && Number.isFinite(real(v.line.b));
    shapes.residuals.setAttribute('d', seen.residuals && finite ? v.x.slice(0, n).map((x, i) => `M${b.X(x).toFixed(1)} ${b.Y(v.y[i]).toFixed(1)}V${up(i).toFixed(1)}`).join('') : '');
    shapes.squares.setAttribute('d', seen.squares && finite ? v.x.slice(0, n).map((x, i) => {
      const side = up(i) - b.Y(v.y[i]);
      return `M${b.X(x).toFixed(1)} ${b.Y(v.y[i]).toFixed(1)}v${side.toFixed(1)}h${(-Math.abs(side)).toFixed(1)}v${(-side).toFixed(1)}z`;
    }).join('') : '');
    const through = (w: number, c: number) => range[0].map(x => `${b.X(x).toFixed(1)} ${clip(b.Y(w * x + c)).toFixed(1)}`).join('L');
    shapes.line.setAttribute('d', finite ? `M${through(real(v.line.w), real(v.line.b))}` : '');
    shapes.best.setAttribute('d', seen.best ? `M${through(real(v.goal.line.w), real(v.goal.line.b))}` : '');
    for (const e of [shapes.line, shapes.best, shapes.residuals, shapes.squares]) e.setAttribute('style', `clip-path: inset(${b.top}px ${width - b.right}px ${height - b.bottom}px ${b.left}px) view-box`);
    at = Math.min(at, v.x.length - 1);
    move(chosen, b.X(v.x[at]), b.Y(v.y[at]));
    chosen.setAttribute('aria-label', describe(at));
    const off: string[] = [];
    ends.forEach((circle, end) => {
      const x = endX(end as 0 | 1);
      const y = real(v.line.w) * x + real(v.line.b);
      // An end that is out of the picture is held at the edge, by an arrow that says where it is.
      const out = !Number.isFinite(y) ? 0 : b.Y(y) < b.top ? -1 : b.Y(y) > b.bottom ? 1 : 0;
      const px = !Number.isFinite(y) ? (b.top + b.bottom) / 2 : out < 0 ? b.top + 14 : out > 0 ? b.bottom - 14 : b.Y(y);
      if (out) off.push(`${num(y)} at ${v.xName} = ${num(x)}`);
      move(circle, b.X(x), px);
      circle.classList.toggle('cr-off', out !== 0);
      circle.style.visibility = Number.isFinite(y) ? '' : 'hidden';
      arrows[end].setAttribute('d', out ? `M${(b.X(x) - 5).toFixed(1)} ${(px - out * 3).toFixed(1)}h10l-5 ${out * 8}z` : '');
      circle.setAttribute('aria-valuenow', String(Number.isFinite(y) ? Number(y.toPrecision(6)) : 0));
      circle.setAttribute('aria-valuetext', `${num(y)} at ${v.xName} ${num(x)}${out ? ', out of the picture' : ''}`);
    });
    away.hidden = finite && off.length === 0;
    away.textContent = !finite ? 'The line has no finite numbers any more, so there is none to draw.'
      : `The line leaves the picture: ŷ is ${off.join(', and ')}.${ctx.hidden('line') ? '' : ` Drag ${off.length > 1 ? 'an arrow' : 'the arrow'} to bring it back.`}`;
  }

  function move(circle: Element, x: number, y: number): void {
    circle.setAttribute('cx', x.toFixed(1));
    circle.setAttribute('cy', y.toFixed(1));
  }

  /** Where an end of the line is held. */
  const endX = (end: 0 | 1) => range[0][0] + (range[0][1] - range[0][0]) * (end === 0 ? 0.04 : 0.96);

  function describe(i: number): string {
    if (!view) return '';
    const rest = i < view.fitted.length ? `, prediction ${num(view.fitted[i])}, residual ${num(view.residuals[i])}, its square ${num(view.squares[i])}` : '';
    if (view.settings.blank) return 'No point yet: this one only holds the place of your first';
    const lit = view.next?.points.includes(i) && view.next.points.length < view.x.length ? ', in the next batch' : '';
    return `Point ${i + 1} of ${view.x.length}: ${view.xName} ${num(view.x[i])}, ${view.yName} ${num(view.y[i])}${rest}${lit}`;
  }

  /** What is at a place of the drawing. */
  function find([px, py]: [number, number], within: number): Dragged | undefined {
    if (!view || !a) return undefined;
    for (const end of [0, 1] as const) {
      if (Math.hypot(Number(ends[end].getAttribute('cx')) - px, Number(ends[end].getAttribute('cy')) - py) <= within + 4) return { end };
    }
    let [best, found] = [within, -1];
    view.x.forEach((x, i) => {
      const d = Math.hypot(a!.X(x) - px, a!.Y(view!.y[i]) - py);
      if (d <= best) [best, found] = [d, i];
    });
    return found >= 0 ? { point: found } : undefined;
  }

  const inside = ([px, py]: [number, number]) => a !== undefined && px >= a.left && px <= a.right && py >= a.top && py <= a.bottom;
  const locked = () => ctx.hidden('data');

  function down(e: PointerEvent): void {
    if (e.button !== 0 || !view) return;
    from = place(svg, e);
    const hit = find(from, e.pointerType === 'touch' ? reach.touch : reach.mouse);
    moved = false;
    if (!hit || ctx.hidden('point' in hit ? 'data' : 'line')) return;
    e.preventDefault();
    dragged = hit;
    svg.setPointerCapture(e.pointerId);
    if ('point' in hit) {
      at = hit.point;
      draw();
      chosen.focus({ preventScroll: true });
    } else ends[hit.end].focus({ preventScroll: true });
  }

  /** The action that the drag comes to, with the pointer at a place. */
  function action([px, py]: [number, number]) {
    const [x, y] = [a!.x(Math.max(a!.left, Math.min(a!.right, px))), a!.y(Math.max(a!.top, Math.min(a!.bottom, py)))];
    if ('point' in dragged!) return { do: 'move', n: dragged!.point, x: round(x, 0), y: round(y, 1) };
    return through(dragged!.end, y);
  }

  /** The line whose one end is at y, the other where it is. */
  function through(end: 0 | 1, y: number) {
    const other = endX(end === 0 ? 1 : 0);
    const [w0, b0] = [real(view!.line.w), real(view!.line.b)];
    const stays = Number.isFinite(w0 * other + b0) ? w0 * other + b0 : (range[1][0] + range[1][1]) / 2;
    const w = (y - stays) / (endX(end) - other);
    return { do: 'line', x: w, y: y - w * endX(end) };
  }

  /** A number of the axis, with no more digits than a pixel is wide. */
  function round(v: number, axis: 0 | 1): number {
    const unit = 10 ** Math.floor(Math.log10((range[axis][1] - range[axis][0]) / 400));
    return Number((Math.round(v / unit) * unit).toPrecision(12));
  }

  function drag(e: PointerEvent): void {
    if (!dragged || !a) {
      const hit = view && find(place(svg, e), reach.mouse);
      svg.style.cursor = hit ? 'grab' : inside(place(svg, e)) && !locked() ? 'crosshair' : '';
      return;
    }
    const spot = place(svg, e);
    moved ||= Math.hypot(spot[0] - from[0], spot[1] - from[1]) > shake;
    if (moved) ctx.preview(action(spot));
  }

  function up(e: PointerEvent): void {
    const spot = place(svg, e);
    if (dragged) {
      const what = moved ? action(spot) : undefined;
      dragged = undefined;
      if (what) void ctx.do(what);
      return;
    }
    if (e.button !== 0 || !inside(spot) || locked() || !a) return;
    const again = added && e.timeStamp - added.time < twice && Math.hypot(spot[0] - added.spot[0], spot[1] - added.spot[1]) <= reach.mouse;
    if (again) return; // a double click is one point, also where the first click has not been answered yet
    added = { spot, time: e.timeStamp };
    at = view!.settings.blank ? 0 : view!.x.length; // the new point is the one that the keyboard is on
    void ctx.do({ do: 'add', x: round(a.x(spot[0]), 0), y: round(a.y(spot[1]), 1) });
  }

  function cancel(): void {
    dragged = undefined;
    draw();
  }

  function onPointKey(e: KeyboardEvent): void {
    if (!view || e.ctrlKey || e.metaKey || e.altKey) return;
    const n = view.x.length;
    const far = e.shiftKey ? 10 : 1;
    const shift = (dx: number, dy: number) => () => void ctx.do({
      do: 'move', n: at, x: round(view!.x[at] + dx * far * (range[0][1] - range[0][0]) / 100, 0), y: round(view!.y[at] + dy * far * (range[1][1] - range[1][0]) / 100, 1)
    });
    const to = (i: number) => () => {
      at = (i + n) % n;
      draw();
      ctx.say(describe(at));
    };
    const keys: Record<string, () => void> = { PageDown: to(at + 1), PageUp: to(at - 1), Enter: () => ctx.say(describe(at)) };
    if (!locked()) {
      Object.assign(keys, {
        ArrowLeft: shift(-1, 0), ArrowRight: shift(1, 0), ArrowUp: shift(0, 1), ArrowDown: shift(0, -1),
        Delete: () => void ctx.do({ do: 'remove', n: at }), Backspace: () => void ctx.do({ do: 'remove', n: at })
      });
    }
    take(e, keys[e.key]);
  }

  function onEndKey(e: KeyboardEvent, end: 0 | 1): void {
    if (!view || ctx.hidden('line') || e.ctrlKey || e.metaKey || e.altKey) return;
    const y = real(view.line.w) * endX(end) + real(view.line.b);
    const step = (by: number) => () => void ctx.do(through(end, (Number.isFinite(y) ? y : (range[1][0] + range[1][1]) / 2) + by * (e.shiftKey ? 10 : 1) * (range[1][1] - range[1][0]) / 100));
    const keys: Record<string, () => void> = { ArrowUp: step(1), ArrowDown: step(-1), PageUp: step(10), PageDown: step(-10) };
    take(e, keys[e.key]);
  }

  function take(e: KeyboardEvent, what?: () => void): void {
    if (!what) return;
    e.preventDefault();
    e.stopPropagation();
    what();
  }

  return {
    element,
    update(v) {
      view = v;
      fit(v);
      draw();
      cost.replaceChildren(
        h('span', {}, `ŷ = ${num(v.line.w)} · ${v.xName} ${real(v.line.b) < 0 ? '−' : '+'} ${num(Math.abs(real(v.line.b)))}`),
        h('span', {}, `J = ${num(v.cost.all)}`), h('span', { title: v.cost.noR2 ?? null }, v.cost.noR2 ? 'R² undefined' : `R² = ${num(v.cost.r2)}`));
      hint.textContent = [
        v.settings.blank ? 'The faint point only holds a place: it goes when you add your first.' : '',
        v.next && v.next.points.length < v.x.length ? 'Lit: the points of the next update.' : '', v.shown ? `Residuals are drawn for the first ${v.shown} points.` : '',
        locked() ? '' : 'Click to add a point; drag a point to move it; Delete takes the chosen one away.', ctx.hidden('line') ? '' : 'Drag an end of the line to draw another.'
      ].filter(Boolean).join(' ');
    },
    residuals: () => toggle('residuals'), squares: () => toggle('squares'),
    end: size.end
  };
}
