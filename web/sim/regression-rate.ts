import { h, id, num } from '../views/dom';
import { numeric, region } from './controls';
import { real } from './network-context';
import type { Context, Part } from './regression-context';
import type { RegressionView } from './regression-types';

/** The learning rate on a log scale, with the limit marked and what lies beyond it. */
export function rate(ctx: Context): Part {
  const label = id('rate');
  const alpha = () => Number((10 ** Number(slider.value)).toPrecision(3));
  const slider = h('input', {
    type: 'range', step: '0.01', class: 'cr-slider', 'aria-labelledby': label,
    oninput: () => {
      slider.setAttribute('aria-valuetext', `α = ${num(alpha())}`); // where it is of the limit comes with the preview
      box.set(alpha());
      ctx.preview({ do: 'set', name: 'rate', value: alpha() });
    },
    onchange: () => {
      void ctx.do({ do: 'set', name: 'rate', value: alpha() });
    }
  });
  const box = numeric('α', text => { void ctx.do({ do: 'set', name: 'rate', value: Number(text) }); });
  const beyond = h('span', { class: 'cr-beyond', 'aria-hidden': true });
  const mark = h('span', { class: 'cr-mark', 'aria-hidden': true });
  const ends = [h('span', {}), h('span', {})];
  const verdict = h('p', { class: 'cr-verdict-rate' });
  const facts = h('dl', { class: 'cr-numbers' });
  const element = region('Learning rate', 'rate',
    h('div', { class: 'cr-rate' }, h('span', { id: label, class: 'cr-hidden' }, 'Learning rate α, on a log scale'), box.element,
      h('div', { class: 'cr-track' }, beyond, slider, mark), h('div', { class: 'cr-rate-ends', 'aria-hidden': true }, ...ends)),
    verdict, facts);

  return {
    element,
    update(v: RegressionView) {
      const r = v.rate;
      const [limit, name] = [real(r.limit), r.limitName];
      const part = (at: number) => (at - r.low) / (r.high - r.low);
      const from = Math.max(0, Math.min(1, part(r.limitAt)));
      slider.min = String(r.low);
      slider.max = String(r.high);
      if (Math.abs(Number(slider.value) - r.at) > 0.005) slider.value = String(r.at);
      const closed = v.settings.method === 'closed form';
      slider.disabled = box.input.disabled = closed;
      slider.setAttribute('aria-valuetext', `α = ${num(v.settings.rate)}${r.side ? `, ${r.side} ${name} = ${num(limit)}` : ''}`);
      slider.style.setProperty('--cr-limit', String(from));
      // The middle of the thumb goes from half of its width to the same before the end.
      const place = (at: number) => `calc(9px + ${at} * (100% - 18px))`;
      beyond.style.left = mark.style.left = place(from);
      mark.textContent = `${name} = ${num(limit, 4)}`;
      mark.classList.toggle('cr-mark-left', from > 0.5);
      ends[0].textContent = num(10 ** r.low, 3);
      ends[1].textContent = num(10 ** r.high, 3);
      box.set(v.settings.rate);
      verdict.textContent = r.say;
      verdict.classList.toggle('cr-warn', r.side === 'at' || r.side === 'beyond');
      const [[ww, wb], [, bb]] = r.hessian;
      facts.replaceChildren(
        ...pair('Hessian of J', `(${num(ww, 5)}, ${num(wb, 5)}; ${num(wb, 5)}, ${num(bb, 5)})`), ...pair('λmin, λmax', `${num(r.small, 10)}, ${num(r.large, 10)}`),
        ...pair(name, num(r.limit, 10)), ...pair('Condition number λmax/λmin', `${num(r.raw)} with x as it is, ${num(r.normal)} normalized`));
    }
  };
}

/** A row of a list of numbers. */
export function pair(name: string, ...value: (string | Node)[]): HTMLElement[] {
  return [h('dt', {}, name), h('dd', { class: 'cr-number' }, ...value)];
}
