import { h, num } from '../views/dom';
import { button, region } from './controls';
import { behind, list, real, type Context, type Part } from './network-context';
import { groundOf } from './network-output';
import { curvePlot } from './network-curve';
import { paint } from './network-plane';
import type { CompareView, CompareAnswer, NetworkView, ScoresView } from './network-types';

/** Two runs side by side: this one, and the one that was pinned. */
export function compare(ctx: Context): Part {
  const pin = button('Pin this run', () => void ctx.do({ do: 'pin' }));
  const unpin = button('Forget the pinned run', () => void ctx.do({ do: 'unpin' }));
  const body = h('div', {});
  const maps = h('div', { class: 'cr-sides' });
  const element = region('Compare two runs', 'compare', h('div', { class: 'cr-row' }, pin, unpin), body, maps);
  const canvases = ['this run', 'the pinned run'].map(name => {
    const canvas = h('canvas', { role: 'img', 'aria-label': `What comes out of ${name}` });
    maps.append(h('figure', {}, canvas, h('figcaption', {}, name)));
    return canvas;
  });
  const curves = ['this run', 'the pinned run'].map(name => curvePlot(`What comes out of ${name}, over the one input`, ctx.say));
  const lines = h('div', { class: 'cr-sides' }, ...curves.map((c, i) => h('figure', {}, c.element, h('figcaption', {}, ['this run', 'the pinned run'][i]))));
  element.append(lines);
  let view: NetworkView | undefined;
  let answer: CompareAnswer | undefined;
  let classes = 0;
  let asked = '';

  function show(v: NetworkView, c: CompareView): Node[] {
    const row = (name: string, here: string | null, there: string | null) => (here === null && there === null ? null
      : h('tr', {}, h('th', { scope: 'row' }, name), h('td', {}, here ?? '–'), h('td', {}, there ?? '–')));
    const loss = (s: ScoresView | null) => s && num(s.loss);
    const share = (s: ScoresView | null) => (s?.accuracy !== null && s?.accuracy !== undefined ? `${num(100 * Number(s.accuracy), 3)} %` : s?.r2 !== null && s?.r2 !== undefined ? num(s.r2, 4) : null);
    const measure = v.train.accuracy !== null ? 'accuracy' : 'R²';
    return [
      h('div', { class: 'cr-scroll', tabindex: 0, role: 'group', 'aria-label': 'Both runs in numbers' }, h('table', {}, h('thead', {}, h('tr', {}, h('td', {}), h('th', { scope: 'col' }, 'this run'), h('th', { scope: 'col' }, 'pinned'))), h('tbody', {},
        row('updates', String(v.updates), String(c.updates)), row('train loss', loss(v.train), loss(c.train)), row(`train ${measure}`, share(v.train), share(c.train)),
        row('test loss', loss(v.test), loss(c.test)), row(`test ${measure}`, share(v.test), share(c.test))))),
      h('p', { class: 'cr-hint' }, list(c.differs).length > 0 ? 'What differs:' : 'Nothing differs: change a setting, and the pinned run stays as it is.'),
      ...(list(c.differs).length > 0 ? [h('ul', {}, ...c.differs.map(d => h('li', {}, d)))] : []),
      ...(c.ended ? [h('p', { class: 'cr-hint' }, `The pinned run: ${c.ended}`)] : [])
    ];
  }

  function repaint(): void {
    const both = [answer?.hereMap, answer?.thereMap];
    const line = both.every(m => m?.line) && !!view;
    lines.hidden = !line;
    maps.hidden = true;
    if (line) {
      const names = list(view!.set.classes);
      return curves.forEach((c, i) => c.draw({ answer: both[i]!, classes: names, names: [view!.set.names[0] ?? 'x₁', names.length > 0 ? 'probability' : view!.set.outputs[0] ?? 'y'], chosen: -1 }));
    }
    const ends = both.flatMap(m => list(m?.maps).flatMap(map => [real(map.low), real(map.high)])).filter(Number.isFinite);
    const grounds = both.map(m => (m ? groundOf(m, classes, [Math.min(...ends), Math.max(...ends)]) : undefined)); // one scale for both
    maps.hidden = grounds.some(g => !g) || both.some(m => m!.line);
    grounds.forEach((g, i) => { if (g) paint(canvases[i], g); });
  }

  return {
    element,
    update(v) {
      view = v;
      unpin.hidden = !v.compare;
      pin.textContent = v.compare ? 'Pin this run instead' : 'Pin this run';
      if (v.compare) body.replaceChildren(...show(v, v.compare));
      else {
        body.replaceChildren(h('p', { class: 'cr-hint' }, 'Pin a run and change a setting: the run begins again at the same start, and both are seen after as many updates.'));
        answer = undefined;
        repaint();
      }
    },
    async refresh(v, hurried) {
      if (!v.compare || !(v.set.plane || v.set.line)) {
        answer = undefined;
        asked = '';
      } else if (asked !== `${behind(v)}${hurried}`) {
        asked = `${behind(v)}${hurried}`;
        answer = await ctx.ask<CompareAnswer>('compare', { n: hurried ? 24 : 48 }) ?? answer;
        classes = list(v.set.classes).length;
      }
      repaint();
    },
    repaint,
    end: () => curves.forEach(c => c.end())
  };
}
