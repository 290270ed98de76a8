import { h, num, s } from '../views/dom';
import { chart, type Line } from './chart';
import { check, fold, region } from './controls';
import { behind, list, type Context, type Part } from './network-context';
import type { ConfusionAnswer, GradientsAnswer, HistogramView, HistogramAnswer, NetHistory, NetworkView, Num } from './network-types';

/** What is known after each epoch of a run, of both sets, as lines; none of a set without numbers. */
function epochLines(history: NetHistory, perPass: number, train: Num[], test: Num[]): Line[] {
  const xs = list(history.epochs).map(e => e * perPass);
  const lines: Line[] = [{ name: 'train', color: 'blue', xs, ys: list(train) }, { name: 'test', color: 'green', dash: '6 3', xs, ys: list(test) }];
  return lines.filter(l => l.ys.length > 0);
}

/** The losses of a run as lines: of each batch, of each epoch, of the test set. */
export function lossLines(history: NetHistory, perPass: number): Line[] {
  const epochs = epochLines(history, perPass, history.train, history.test);
  const batches: Line = { name: 'batch', color: 'gray', xs: list(history.updates), ys: list(history.loss) };
  return [...(batches.xs.length > 0 && (perPass > 1 || epochs.length === 0) ? [batches] : []), ...epochs];
}

/** The accuracies of a run as lines, after each epoch; none without classes. */
export function accuracyLines(history: NetHistory, perPass: number): Line[] {
  return epochLines(history, perPass, history.trainRight, history.testRight);
}

/** How the training goes: losses and accuracies, and on demand gradients, activations, and which class is taken for which. */
export function charts(ctx: Context): Part {
  let view: NetworkView | undefined;
  let log = false;
  let asked = '';
  const losses = chart('Loss', 'update', 'J');
  const accuracies = chart('Accuracy', 'update', 'share right');
  const gradients = chart('Size of the gradients, by layer, last 60 updates', 'update', 'RMS');
  const bars = h('div', { class: 'cr-bars' });
  const matrices = h('div', { class: 'cr-row' });
  const scale = check('logarithmic', on => {
    log = on;
    if (view) update(view);
  });
  const open = () => { if (view) void refresh(view); };
  const folds = {
    gradients: fold('Gradient sizes by layer', true, gradients.element), activations: fold('Activations by layer', true, bars), confusion: fold('Confusion matrix', true, matrices)
  };
  Object.values(folds).forEach(f => f.addEventListener('toggle', open));
  const element = region('Course of the training', 'charts', losses.element, scale.element, accuracies.element,
    ctx.hidden('gradients') ? null : folds.gradients, ctx.hidden('activations') ? null : folds.activations, ctx.hidden('confusion') ? null : folds.confusion);

  function update(v: NetworkView): void {
    view = v;
    const pinned = v.compare ? lossLines(v.compare.history, v.perPass).filter(l => l.name === 'train').map(l => ({ ...l, name: 'train, pinned', color: 'orange', dash: '2 3' })) : [];
    losses.draw([...lossLines(v.history, v.perPass), ...pinned], { log });
    accuracies.element.hidden = list(v.set.classes).length === 0;
    if (!accuracies.element.hidden) accuracies.draw(accuracyLines(v.history, v.perPass));
    folds.confusion.hidden = list(v.set.classes).length === 0;
  }

  async function refresh(v: NetworkView): Promise<void> {
    const stands = behind(v) + Object.values(folds).map(f => f.open).join();
    if (asked === stands) return;
    asked = stands;
    if (folds.gradients.open && folds.gradients.isConnected) {
      const g = await ctx.ask<GradientsAnswer>('gradients', { n: 60 });
      const colors = ['blue', 'orange', 'green', 'pink', 'sky', 'yellow', 'vermilion'];
      const dashes = [undefined, '6 3', '2 3', '8 3 2 3', '12 3', '1 4', '4 1'];
      if (g) gradients.draw(list(g.names).map((name, i) => ({ name, color: colors[i % 7], dash: dashes[i % 7], xs: list(g.updates), ys: list(g.sizes)[i] })), { log: true });
    }
    if (folds.activations.open && folds.activations.isConnected) {
      const a = await ctx.ask<HistogramAnswer>('activations', { n: 20 });
      if (a) bars.replaceChildren(...list(a.layers).map(histogram));
    }
    if (folds.confusion.open && folds.confusion.isConnected && list(v.set.classes).length > 0) {
      const c = await ctx.ask<ConfusionAnswer>('confusion');
      if (c) matrices.replaceChildren(confusion('train', c.classes, c.train), ...(list(c.test).length > 0 ? [confusion('test', c.classes, c.test)] : []));
    }
  }

  return {
    element, update, refresh,
    end() {
      losses.end();
      accuracies.end();
      gradients.end();
    }
  };
}

/** How often the activations of a layer lie where. */
export function histogram(l: HistogramView): HTMLElement {
  const [width, height] = [220, 60];
  const counts = list(l.counts);
  const most = Math.max(1, ...counts);
  const w = width / Math.max(1, counts.length);
  const words = `${l.name}: from ${num(l.low, 3)} to ${num(l.high, 3)}, mean ${num(l.mean, 3)}, standard deviation ${num(l.dev, 3)}`;
  return h('figure', { class: 'cr-histogram' },
    s('svg', { viewBox: `0 0 ${width} ${height}`, role: 'img', 'aria-label': `Histogram. ${words}` },
      ...counts.map((n, i) => s('rect', { x: i * w + 0.5, width: Math.max(0.5, w - 1), y: height - (n / most) * height, height: (n / most) * height })),
      s('line', { x1: 0, x2: width, y1: height, y2: height, class: 'cr-axis' })),
    h('figcaption', {}, words));
}

/** Which class was taken for which, row by row. */
export function confusion(name: string, classes: string[], counts: number[][]): HTMLElement {
  return h('div', { class: 'cr-scroll', tabindex: 0, role: 'group', 'aria-label': `Confusion matrix, ${name}` }, h('table', { class: 'cr-confusion' },
    h('caption', {}, `${name}: class (row) taken for (column)`),
    h('thead', {}, h('tr', {}, h('td', {}), ...classes.map(c => h('th', { scope: 'col' }, c)))),
    h('tbody', {}, ...list(counts).map((row, i) => {
      const all = row.reduce((a, b) => a + b, 0);
      return h('tr', {}, h('th', { scope: 'row' }, classes[i]), ...row.map((n, j) => h('td', {
        class: n === 0 ? null : i === j ? 'cr-right' : 'cr-wrong', style: n === 0 || all === 0 ? null : `--share: ${Math.round((38 * n) / all)}%`
      }, String(n))));
    }))));
}

