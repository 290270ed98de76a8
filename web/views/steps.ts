import { h, id, num, s as svg } from './dom';
import { matrix, type Drawn } from './matrix';
import { formula } from './tex';
import type { Entry, Ref, Step } from './types';

/** Where the player stands: a step, and inside it an entry of its result (−1: none) and a term of that entry (−1: all). */
interface Place {
  step: number;
  entry: number;
  term: number;
}

const shortcuts: [string, string][] = [
  ['→ ←', 'next and previous step; inside a number, its next and previous part'],
  ['Home End', 'first and last step'],
  ['Space', 'play and pause'],
  ['Enter', 'go down into a number of the result'],
  ['↓ ↑', 'inside a number: the next and previous number'],
  ['Escape', 'back up'],
  ['g', 'guess first: the result is hidden until you have said it'],
  ['?', 'these shortcuts']
];

/** The signs on the buttons, drawn, because not every font has them. */
const icons = {
  first: 'M3 3h2v10H3zM13 3v10L6 8z', back: 'M11 3v10L4 8z', play: 'M4 2l10 6-10 6z', pause: 'M4 3h3v10H4zM9 3h3v10H9z',
  forward: 'M5 3v10l7-5z', last: 'M11 3h2v10h-2zM3 3v10l7-5z'
};

function draw16(icon: keyof typeof icons): Element {
  return svg('svg', { viewBox: '0 0 16 16', width: 14, height: 14, 'aria-hidden': true, fill: 'currentColor' }, svg('path', { d: icons[icon] }));
}

/** Plays the steps of a trace, forward and back, down to single numbers. Returns what disposes of it. */
export function steps(body: HTMLElement, all: Step[], root: HTMLElement, say: (text: string) => void, guessFirst = false): () => void {
  let at: Place = { step: 0, entry: -1, term: -1 };
  let guessing = guessFirst;
  let revealed = false;
  let timer: ReturnType<typeof setInterval> | undefined;

  const position = h('span', { class: 'cr-position', 'data-cr-position': true });
  const outline = h('select', { 'aria-label': 'Go to a step', onchange: () => go({ step: Number(outline.value), entry: -1, term: -1 }) });
  let group: HTMLOptGroupElement | undefined;
  all.forEach((s, i) => {
    const [part, phase] = [s.where.slice(0, s.where.lastIndexOf('/')), s.where.slice(s.where.lastIndexOf('/') + 1)];
    if (!group || group.label !== s.where) outline.append(group = h('optgroup', { label: s.where }));
    group.append(h('option', { value: i }, `${i + 1}. ${part}, ${phase}: ${s.op}`));
  });
  const button = (label: string, icon: keyof typeof icons, act: () => void) =>
    h('button', { type: 'button', class: 'cr-button', title: label, 'aria-label': label, onclick: act }, draw16(icon));
  const play = button('Play', 'play', () => toggle());
  const guess = h('button', { type: 'button', class: 'cr-button', 'aria-pressed': String(guessing), onclick: () => setGuessing(!guessing) }, 'Guess first');
  const help = h('dl', { class: 'cr-help', hidden: true, id: id('help') }, ...shortcuts.flatMap(([k, what]) => [h('dt', {}, k), h('dd', {}, what)]));
  const helper = h('button', { type: 'button', class: 'cr-button', 'aria-label': 'Keyboard shortcuts', 'aria-expanded': 'false', 'aria-controls': help.id, onclick: () => toggleHelp() }, '?');
  const stage = h('div', { class: 'cr-stage' });
  const travel = [
    button('First step', 'first', () => go({ step: 0, entry: -1, term: -1 })), button('Back', 'back', () => move(-1)), play,
    button('Forward', 'forward', () => move(1)), button('Last step', 'last', () => go({ step: all.length - 1, entry: -1, term: -1 })),
    position, outline
  ];
  body.append(
    h('div', { class: 'cr-toolbar', role: 'toolbar', 'aria-label': 'Steps' }, ...(all.length > 1 ? travel : []), guess, helper),
    help, stage);

  function toggleHelp(): void {
    help.hidden = !help.hidden;
    helper.setAttribute('aria-expanded', String(!help.hidden));
  }

  function setGuessing(on: boolean): void {
    guessing = on;
    revealed = false;
    guess.setAttribute('aria-pressed', String(on));
    draw();
  }

  function toggle(): void {
    if (timer) {
      clearInterval(timer);
      timer = undefined;
    } else {
      if (at.step === all.length - 1) go({ step: 0, entry: -1, term: -1 });
      timer = setInterval(() => (at.step < all.length - 1 ? move(1) : toggle()), 1500);
    }
    play.replaceChildren(draw16(timer ? 'pause' : 'play'));
    play.setAttribute('aria-label', timer ? 'Pause' : 'Play');
    play.title = timer ? 'Pause' : 'Play';
  }

  function go(to: Place): void {
    const step = Math.max(0, Math.min(all.length - 1, to.step));
    if (step !== at.step) revealed = false;
    at = { step, entry: to.entry, term: to.term };
    draw();
  }

  /** One step on or back; inside a number, one term. */
  function move(by: number): void {
    if (at.entry < 0) {
      go({ step: at.step + by, entry: -1, term: -1 });
      return;
    }
    const terms = entryAt().terms ?? [];
    go({ ...at, term: Math.max(-1, Math.min(terms.length - 1, at.term + by)) });
  }

  function entryAt(): Entry {
    return all[at.step].entries![at.entry];
  }

  /** Into the first number of the result, or the next one. */
  function choose(entry: number): void {
    const entries = all[at.step].entries ?? [];
    if (entries.length === 0) return;
    go({ step: at.step, entry: (entry + entries.length) % entries.length, term: -1 });
  }

  function onKey(e: KeyboardEvent): void {
    const target = e.target as HTMLElement;
    if (e.ctrlKey || e.metaKey || e.altKey || ['SELECT', 'INPUT', 'SUMMARY'].includes(target.tagName)) return;
    const onButton = target.tagName === 'BUTTON';
    const keys: Record<string, () => void> = {
      ArrowRight: () => move(1),
      ArrowLeft: () => move(-1),
      Home: () => go({ step: 0, entry: -1, term: -1 }),
      End: () => go({ step: all.length - 1, entry: -1, term: -1 }),
      Escape: () => go({ step: at.step, entry: -1, term: -1 }),
      g: () => setGuessing(!guessing),
      '?': toggleHelp
    };
    if (!onButton) {
      keys[' '] = toggle;
      keys.Enter = () => at.entry < 0 && choose(0);
    }
    if (at.entry >= 0) {
      keys.ArrowDown = () => choose(at.entry + 1);
      keys.ArrowUp = () => choose(at.entry - 1);
    }
    if (!keys[e.key]) return;
    e.preventDefault();
    e.stopPropagation();
    keys[e.key]();
  }

  function draw(): void {
    const step = all[at.step];
    const hidden = guessing && !revealed;
    position.textContent = `${at.step + 1}/${all.length}`;
    outline.value = String(at.step);
    const args = step.args.map(a => matrix(a));
    const out = matrix(step.out, { result: true, hidden, choose: (row, col) => choose(row * step.out.cols + col) });
    stage.replaceChildren(
      h('div', { class: 'cr-where' }, ...step.where.split('/').flatMap((w, i) => [i ? ' › ' : '', h('span', {}, w)])),
      formula(step.tex, true),
      h('div', { class: 'cr-operands' }, ...args.map(a => a.element), h('span', { class: 'cr-equals', 'aria-hidden': true }, '→'), out.element),
      h('p', { class: 'cr-say' }, hidden ? 'What comes out? Say the first number of the result.' : step.say));
    if (hidden) stage.append(guessForm(step));
    if (at.entry >= 0 && !hidden) {
      stage.append(detail(entryAt()));
      light(args, out, entryAt());
    } else if (!hidden && (step.entries?.length ?? 0) > 0) {
      stage.append(h('p', { class: 'cr-hint' }, 'Choose a number of the result, or press Enter, to see where it comes from.'));
    }
    say(hidden ? 'Guess the result.' : at.entry >= 0 ? spoken(entryAt()) : `Step ${at.step + 1} of ${all.length}, ${step.where}. ${step.say}`);
  }

  /** One number: its formula in symbols and values, and its terms with the running sum. */
  function detail(e: Entry): HTMLElement {
    const terms = e.terms ?? [];
    const panel = h('div', { class: 'cr-detail' },
      h('div', { class: 'cr-detail-head' },
        h('span', {}, `row ${e.row + 1}, column ${e.col + 1}`),
        h('button', { type: 'button', class: 'cr-button', onclick: () => go({ step: at.step, entry: -1, term: -1 }) }, 'Back up')),
      h('div', { class: 'cr-scroll' }, formula(e.symbols, true)), h('div', { class: 'cr-scroll' }, formula(e.values, true)));
    if (terms.length > 1) {
      panel.append(h('div', { class: 'cr-scroll' }, h('table', { class: 'cr-terms' },
        h('thead', {}, h('tr', {}, h('th', { scope: 'col' }, 'part'), h('th', { scope: 'col' }, 'with numbers'), h('th', { scope: 'col' }, 'comes to'), h('th', { scope: 'col' }, 'sum so far'))),
        h('tbody', {}, ...terms.map((t, i) => h('tr', { class: i === at.term ? 'cr-now' : i > at.term && at.term >= 0 ? 'cr-later' : null },
          h('td', {}, formula(t.symbols)), h('td', {}, formula(t.values)), h('td', {}, num(t.value)), h('td', {}, num(t.sum))))))));
    }
    return panel;
  }

  /** Lights what the number, or the one term of it, is made from. */
  function light(args: Drawn[], out: Drawn, e: Entry): void {
    const terms = e.terms ?? [];
    const uses: Ref[] = (at.term >= 0 ? [terms[at.term]] : terms).flatMap(t => t?.uses ?? []);
    for (const u of uses) args[u.arg]?.cell(u.row, u.col)?.classList.add('cr-used');
    out.cell(e.row, e.col)?.classList.add('cr-used');
  }

  function spoken(e: Entry): string {
    const t = e.terms?.[at.term];
    if (t) return `Part ${at.term + 1} of ${e.terms!.length}: ${num(t.value)}, sum so far ${num(t.sum)}.`;
    return `Row ${e.row + 1}, column ${e.col + 1}: ${num(e.value)}, from ${e.terms?.length ?? 0} parts.`;
  }

  function guessForm(step: Step): HTMLElement {
    const want = Number(step.out.data[0]);
    const verdict = h('p', { class: 'cr-verdict', role: 'status' });
    const input = h('input', { type: 'text', inputmode: 'decimal', 'aria-label': 'Your guess for row 1, column 1', size: 12 });
    const show = () => {
      revealed = true;
      draw();
      root.focus();
    };
    return h('form', {
      class: 'cr-guess',
      onsubmit: (ev: Event) => {
        ev.preventDefault();
        const got = Number(input.value.replace(',', '.').replace('−', '-'));
        if (input.value.trim() === '' || Number.isNaN(got)) verdict.textContent = 'A number, please: 0.25, say.';
        else if (Math.abs(got - want) <= 1e-3 * Math.max(1e-6, Math.abs(want))) {
          show();
          say(`Right: ${num(want)}.`);
        } else if (Math.abs(got + want) <= 1e-3 * Math.abs(want)) verdict.textContent = 'The size is right, the sign is not.';
        else verdict.textContent = 'Not that. Look at the formula and the operands again.';
      }
    }, h('label', {}, 'Row 1, column 1: ', input), h('button', { type: 'submit', class: 'cr-button' }, 'Check'),
      h('button', { type: 'button', class: 'cr-button', onclick: show }, 'Show'), verdict);
  }

  root.tabIndex = 0;
  root.addEventListener('keydown', onKey);
  draw();
  return () => {
    if (timer) clearInterval(timer);
    root.removeEventListener('keydown', onKey);
  };
}
