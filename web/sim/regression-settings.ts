import { h } from '../views/dom';
import { formula } from '../views/tex';
import { check, choice, fold, numeric, region } from './controls';
import { real } from './network-context';
import type { Context, Part } from './regression-context';
import type { RegressionView } from './regression-types';

/** How the line is fitted: the method and what belongs to it, the start, when to stop. */
export function settings(ctx: Context): Part {
  const set = (name: string, more: object) => { void ctx.do({ do: 'set', name, ...more }); };
  const number = (label: string, name: string) => numeric(label, text => set(name, { value: Number(text) }));
  let view: RegressionView | undefined;
  const method = choice('Method', [], text => set('method', { text }));
  const batch = number('Points in a batch', 'batch');
  const beta = number('Momentum β', 'momentum');
  const order = choice('Order of the points', ['shuffled', 'in order'], text => set('order', { text }));
  const half = choice('Cost of the squares', [['0', '1/n: the mean'], ['1', '1/2n: half of it']], text => set('half', { value: Number(text) }));
  const normalize = check('Normalize x: z = (x − mean)/deviation', on => set('normalize', { value: on ? 1 : 0 }));
  const seed = number('Seed', 'seed');
  const from = (w: string | number, b: string | number) => set('start', { x: Number(w), y: Number(b) });
  const w = numeric('w', text => from(text, real(view!.past.b[0])));
  const b = numeric('b', text => from(real(view!.past.w[0]), text));
  const stops = [number('J is at most', 'stop cost'), number('J changes by at most', 'stop change'), number('The gradient is at most', 'stop gradient'), number('Updates', 'stop updates')];
  const cost = h('div', {});
  const startFold = fold('Start', false, h('p', { class: 'cr-hint' }), w.element, b.element, seed.element);
  const stopFold = fold('Stop when', false, h('p', { class: 'cr-hint' }, '0 means never.'), ...stops.map(s => s.element));
  const element = region('Method', 'method', method.element, batch.element, beta.element, order.element, half.element, cost, normalize.element, startFold, stopFold);
  let known = '';

  return {
    element,
    update(v, hurried) {
      view = v;
      if (hurried) return;
      const s = v.settings;
      if (method.element.querySelectorAll('option').length !== v.methods.length) method.options(v.methods);
      method.set(s.method);
      batch.element.hidden = s.method !== 'mini-batch';
      beta.element.hidden = s.method !== 'momentum';
      order.element.hidden = s.method !== 'stochastic' && s.method !== 'mini-batch';
      batch.set(s.batch);
      beta.set(s.momentum);
      order.set(s.inOrder ? 'in order' : 'shuffled');
      half.set(s.half ? '1' : '0');
      normalize.set(s.normalize);
      seed.set(s.seed);
      w.set(v.past.w[0]);
      b.set(v.past.b[0]);
      startFold.querySelector('p')!.textContent = s.seeded ? `Drawn from seed ${s.seed}.` : 'Given; Reset draws it from the seed.';
      [s.stop.cost, s.stop.change, s.stop.gradient, s.stop.updates].forEach((at, i) => stops[i].set(at ?? 0));
      if (known !== v.cost.formula) cost.replaceChildren(formula(known = v.cost.formula));
    }
  };
}
