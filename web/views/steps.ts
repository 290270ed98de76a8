import { h, num } from './dom';
import { matrix, type Drawn } from './matrix';
import { player, type Script } from './player';
import { terms } from './terms';
import { formula } from './tex';
import type { Entry, Ref, Step } from './types';

/** Plays the steps of a trace, forward and back, down to single numbers. Returns what disposes of it. */
export function steps(body: HTMLElement, all: Step[], root: HTMLElement, say: (text: string) => void, guessFirst = false): () => void {
  return player(body, root, say, (stage, controls): Script => {
    let entry = -1; // of the step's result, that one is inside of; −1: none
    let term = -1; // of that entry; −1: all
    const here = (): Entry => all[controls.at()].entries![entry];

    /** Into a number of the result. */
    function choose(next: number): void {
      const n = all[controls.at()].entries?.length ?? 0;
      if (n === 0) return;
      [entry, term] = [(next + n) % n, -1];
      controls.redraw();
    }

    function leave(): void {
      entry = term = -1;
    }

    function up(): void {
      leave();
      controls.redraw();
    }

    /** One number: its formula in symbols and values, and its terms with the running sum. */
    function detail(e: Entry): HTMLElement {
      const panel = h('div', { class: 'cr-detail' },
        h('div', { class: 'cr-detail-head' },
          h('span', {}, `row ${e.row + 1}, column ${e.col + 1}`),
          h('button', { type: 'button', class: 'cr-button', onclick: up }, 'Back up')),
        h('div', { class: 'cr-scroll' }, formula(e.symbols, true)), h('div', { class: 'cr-scroll' }, formula(e.values, true)));
      if ((e.terms?.length ?? 0) > 1) panel.append(terms(e.terms!, term));
      return panel;
    }

    /** Lights what the number, or the one term of it, is made from. */
    function light(args: Drawn[], out: Drawn, e: Entry): void {
      const all = e.terms ?? [];
      const uses: Ref[] = (term >= 0 ? [all[term]] : all).flatMap(t => t?.uses ?? []);
      for (const u of uses) args[u.arg]?.cell(u.row, u.col)?.classList.add('cr-used');
      out.cell(e.row, e.col)?.classList.add('cr-used');
    }

    function spoken(e: Entry): string {
      const t = e.terms?.[term];
      if (t) return `Part ${term + 1} of ${e.terms!.length}: ${num(t.value)}, sum so far ${num(t.sum)}.`;
      return `Row ${e.row + 1}, column ${e.col + 1}: ${num(e.value)}, from ${e.terms?.length ?? 0} parts.`;
    }

    return {
      outline: all.map(s => {
        const cut = s.where.lastIndexOf('/');
        return { group: s.where, label: `${s.where.slice(0, cut)}, ${s.where.slice(cut + 1)}: ${s.op}` };
      }),
      shortcuts: [
        ['→ ←', 'next and previous step; inside a number, its next and previous part'],
        ['Enter', 'go down into a number of the result'],
        ['↓ ↑', 'inside a number: the next and previous number'],
        ['Escape', 'back up']
      ],
      riddle: step => ({ ask: 'row 1, column 1', want: Number(all[step].out.data[0]) }),
      leave,
      move: by => {
        if (entry < 0) return false;
        term = Math.max(-1, Math.min((here().terms?.length ?? 0) - 1, term + by));
        controls.redraw();
        return true;
      },
      key: (key, onButton) => {
        if (key === 'Escape') return up;
        if (key === 'Enter' && !onButton) return () => entry < 0 && choose(0);
        if (key === 'ArrowDown' && entry >= 0) return () => choose(entry + 1);
        if (key === 'ArrowUp' && entry >= 0) return () => choose(entry - 1);
        return undefined;
      },
      draw: (at, hidden) => {
        const step = all[at];
        const args = step.args.map(a => matrix(a));
        const out = matrix(step.out, { result: true, hidden, choose: (row, col) => choose(row * step.out.cols + col) });
        stage.replaceChildren(
          h('div', { class: 'cr-where' }, ...step.where.split('/').flatMap((w, i) => [i ? ' › ' : '', h('span', {}, w)])),
          formula(step.tex, true),
          h('div', { class: 'cr-operands' }, ...args.map(a => a.element), h('span', { class: 'cr-equals', 'aria-hidden': true }, '→'), out.element),
          h('p', { class: 'cr-say' }, hidden ? 'What comes out? Say the first number of the result.' : step.say));
        if (entry >= 0 && !hidden) {
          stage.append(detail(here()));
          light(args, out, here());
          return spoken(here());
        }
        if (!hidden && (step.entries?.length ?? 0) > 0) {
          stage.append(h('p', { class: 'cr-hint' }, 'Choose a number of the result, or press Enter, to see where it comes from.'));
        }
        return `Step ${at + 1} of ${all.length}, ${step.where}. ${step.say}`;
      }
    };
  }, guessFirst);
}
