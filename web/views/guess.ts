import { h } from './dom';

/** Asks for a number. The judge's verdict is shown; what it shows or says of a right answer is its own affair. */
export function guessForm(ask: string, judge: (given: string) => string | Promise<string>, show: () => void): HTMLElement {
  const verdict = h('p', { class: 'cr-verdict', role: 'status' });
  const input = h('input', { type: 'text', inputmode: 'decimal', autocomplete: 'off', 'aria-label': `Your guess for ${ask}`, size: 12 });
  return h('form', {
    class: 'cr-guess',
    onsubmit: (e: Event) => {
      e.preventDefault();
      const words = judge(input.value);
      if (typeof words === 'string') verdict.textContent = words;
      else void words.then(w => { verdict.textContent = w; });
    }
  }, h('label', {}, `${ask[0].toUpperCase()}${ask.slice(1)}: `, input), h('button', { type: 'submit', class: 'cr-button' }, 'Check'),
    h('button', { type: 'button', class: 'cr-button', onclick: show }, 'Show'), verdict);
}
