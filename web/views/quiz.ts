import { h, id } from './dom';
import { text } from './tex';
import type { Question } from './types';

/** Questions with options, answered in place. */
export function quiz(body: HTMLElement, questions: Question[], say: (text: string) => void): () => void {
  const right = new Set<number>();
  const answered = new Set<number>();
  const score = h('p', { class: 'cr-score' });
  questions.forEach((q, n) => {
    const name = id('quiz');
    const why = h('p', { class: 'cr-why', hidden: true });
    const field = h('fieldset', { class: 'cr-question' }, h('legend', {}, `${n + 1}. `, ...text(q.ask)));
    q.options.forEach((option, k) => {
      const input = h('input', {
        type: 'radio', name, value: k,
        onchange: () => {
          const ok = k === q.answer;
          if (!answered.has(n) && ok) right.add(n);
          answered.add(n);
          field.querySelectorAll('label').forEach((l, i) => {
            l.classList.toggle('cr-right', i === q.answer && ok);
            l.classList.toggle('cr-wrong', i === k && !ok);
          });
          why.hidden = false;
          why.replaceChildren(h('strong', {}, ok ? '✓ Right. ' : '✗ Not that. '), ...(ok ? text(q.why) : text('Think again, or look at the part of the lesson that it asks about.')));
          say(why.textContent ?? '');
          score.textContent = answered.size === questions.length ? `${right.size} of ${questions.length} right at the first try.` : '';
        }
      });
      field.append(h('label', {}, input, ' ', ...text(option)));
    });
    field.append(why);
    body.append(field);
  });
  body.append(score);
  return () => undefined;
}
