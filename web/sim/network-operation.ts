import { h, num } from '../views/dom';
import { guessForm } from '../views/guess';
import { matrix } from '../views/matrix';
import { terms } from '../views/terms';
import { formula, text } from '../views/tex';
import { fold, region } from './controls';
import { path } from './network-card';
import { full, list, type Context, type Part } from './network-context';
import type { NetworkView, OpView, OperandView } from './network-types';

/** Where the simulator is, in words. */
export function where(v: NetworkView): string {
  const inside = v.place.step > 0;
  const parts = [`${inside ? 'in' : 'after'} update ${v.updates + (inside ? 1 : 0)}`, `epoch ${v.epoch + (v.into > 0 || inside ? 1 : 0)}`];
  if (inside) parts.push(`operation ${v.place.step}/${v.place.steps}`, `row ${v.place.row + 1}, column ${v.place.col + 1}`);
  if (v.place.terms > 1) parts.push(`term ${v.place.term}/${v.place.terms}`);
  return parts.join(' · ');
}

/** The phases of an update, with that of the place. */
function phases(now: string): HTMLElement {
  return h('ol', { class: 'cr-phases', 'aria-label': 'Phases of an update' }, ...['forward', 'loss', 'backward', 'update'].map(p => h('li', { 'aria-current': p === now ? 'step' : null }, p)));
}

/** A matrix of the operation, with what this number reads in yellow. */
function operand(o: OperandView, result: boolean): { element: HTMLElement; light(row: number, col: number): void } {
  const rows = list(o.values);
  const cols = rows[0]?.length ?? 0;
  const part = rows.length < o.rows || cols < o.cols;
  const drawn = matrix({ name: o.name, rows: rows.length, cols, data: rows.flat() }, { result, digits: cols > 3 ? 4 : 6, shape: `${o.rows}×${o.cols}${part ? `, from row ${o.row + 1}, column ${o.col + 1}` : ''}` });
  const sideways = drawn.element.querySelector<HTMLElement>('.cr-scroll')!; // a wide one is scrolled by keyboard too
  sideways.tabIndex = 0;
  sideways.setAttribute('role', 'group');
  sideways.setAttribute('aria-label', `Matrix ${o.name}`);
  return { element: drawn.element, light: (row, col) => drawn.cell(row - o.row, col - o.col)?.classList.add('cr-used') };
}

/** The operation: its formula, the numbers put in, the result, where it comes from. */
function show(v: NetworkView, op: OpView, matrices: HTMLElement): Node[] {
  const args = list(op.args).map(a => operand(a, false));
  const out = operand(op.out, true);
  const e = op.entry;
  const parts = list(e.terms);
  const inside = v.place.term < v.place.terms;
  for (const t of inside ? parts.slice(-1) : parts) for (const u of list(t.uses)) args[u.arg]?.light(u.row, u.col);
  out.light(e.row, e.col);
  matrices.replaceChildren(...args.map(a => a.element), h('span', { class: 'cr-equals', 'aria-hidden': true }, '→'), out.element);
  const result = e.value !== null ? num(e.value, full) : parts.length > 0 ? `${num(parts[parts.length - 1].sum, full)} so far` : '';
  return [
    phases(v.phase),
    h('div', { class: 'cr-where' }, ...op.where.split('/').flatMap((w, i) => [i ? ' › ' : '', h('span', {}, w)]), ` › row ${e.row + 1}, column ${e.col + 1}`),
    h('div', { class: 'cr-scroll', tabindex: 0, role: 'group', 'aria-label': 'The formula, in symbols and with numbers' },
      formula(op.tex, true), formula(e.symbols, true), ...(e.values ? [formula(e.values, true)] : [])),
    h('p', { class: 'cr-result-line' }, 'Result: ', h('output', { class: 'cr-number', 'data-cr-result': true }, result)),
    h('p', { class: 'cr-say' }, ...text(op.from || op.say)),
    ...(list(op.paths).length > 0 ? [h('div', {}, h('h3', {}, `The sum over paths${v.example && v.example.of > 1 ? `, for example ${e.row + 1} of the batch` : ''}`), h('ul', { class: 'cr-paths' }, ...op.paths.map(path)))] : []),
    ...(parts.length > 1 || inside ? [terms(parts, inside ? parts.length - 1 : -1)] : [])
  ];
}

/** The operation at the place, and the question for the next number. */
export function operation(ctx: Context, forward: () => Promise<unknown>): Part & { guessing(on?: boolean): boolean } {
  const stage = h('div', { class: 'cr-stage' });
  const matrices = h('div', { class: 'cr-operands' });
  const below = fold('The matrices of this operation', true, matrices);
  const verdict = h('p', { class: 'cr-verdict', role: 'status' });
  const question = h('div', { class: 'cr-question-box' });
  const element = region('The operation', 'operation', stage, question, verdict, below);
  let guessing = false;
  let view: NetworkView | undefined;
  let asked = '';

  function ask(v: NetworkView): void {
    const stands = guessing && v.next ? JSON.stringify([v.updates, v.place, v.next.say]) : '';
    if (stands === asked) return;
    const focused = question.contains(document.activeElement);
    asked = stands;
    question.replaceChildren();
    if (!stands || !v.next) {
      if (guessing) question.append(h('p', { class: 'cr-hint' }, 'There is something to guess at the paces “single operation”, “unit”, “layer” and “example”.'));
      return;
    }
    question.append(
      h('p', { class: 'cr-where' }, `next: ${v.next.where.replace('/', ' › ')}`),
      h('div', { class: 'cr-scroll', tabindex: 0, role: 'group', 'aria-label': 'The formula of the number to guess' }, formula(v.next.formula, true)),
      guessForm(v.next.say, judge, () => void finish()));
    if (focused) question.querySelector('input')?.focus();
  }

  /** To the number that was asked for, whole: at the slowest pace, forward would show its first part only. */
  const finish = (): Promise<unknown> => (view?.pace === 'operation' ? ctx.do({ do: 'step', text: 'unit' }) : forward());

  /** The engine judges; what is right is shown by going there. */
  async function judge(given: string): Promise<string> {
    verdict.textContent = '';
    if (!await ctx.do({ do: 'guess', text: given.replace(',', '.').replace('−', '-') })) return '';
    const g = view?.guess;
    if (!g) return '';
    if (!g.right) return g.say;
    await finish();
    verdict.textContent = g.say;
    return '';
  }

  return {
    element,
    update(v) {
      view = v;
      below.hidden = !v.op;
      if (!v.guess) verdict.textContent = '';
      if (v.op) stage.replaceChildren(...show(v, v.op, matrices));
      else {
        stage.replaceChildren(h('p', { class: 'cr-say' }, v.ended || v.said), h('p', { class: 'cr-hint' }, v.pace === 'batch' || v.pace === 'epoch'
          ? 'At a slower pace (single operation, unit, layer, example) each number of an update is shown with its formula.'
          : 'Forward shows the first number of the next update.'));
      }
      ask(v);
    },
    guessing(on) {
      if (on !== undefined) {
        guessing = on;
        asked = ' '; // so that it is asked anew
        if (view) ask(view);
        if (on) question.querySelector('input')?.focus();
      }
      return guessing;
    }
  };
}
