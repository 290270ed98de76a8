import { h, id, num, s as svg } from './dom';
import { guessForm } from './guess';

/** What a player plays: a number of steps, each of which it can draw. */
export interface Script {
  /** Of each step: the group it belongs to, and its name. */
  outline: { group: string; label: string }[];
  /** The keys that it adds. */
  shortcuts: [string, string][];
  /** Draws a step, its result hidden or not, and returns what is said aloud of it. */
  draw(step: number, hidden: boolean): string;
  /** What is to be guessed at a step; nothing when there is nothing to. */
  riddle(step: number): { ask: string; want: number } | undefined;
  /** Goes on or back inside a step; false when it is not inside. */
  move?(by: number): boolean;
  /** Leaves the inside of a step. */
  leave?(): void;
  /** What a key does that the player has no use for. */
  key?(key: string, onButton: boolean): (() => void) | undefined;
}

/** What a script may ask of its player. */
export interface Controls {
  at(): number;
  go(step: number): void;
  redraw(): void;
}

const shortcuts: [string, string][] = [
  ['Home End', 'first and last step'],
  ['Space', 'play and pause'],
  ['g', 'guess first: the result is hidden until you have said it'],
  ['?', 'these shortcuts']
];

/** The signs on the buttons, drawn, because not every font has them. */
export const icons = {
  first: 'M3 3h2v10H3zM13 3v10L6 8z', back: 'M11 3v10L4 8z', play: 'M4 2l10 6-10 6z', pause: 'M4 3h3v10H4zM9 3h3v10H9z',
  forward: 'M5 3v10l7-5z', last: 'M11 3h2v10h-2zM3 3v10l7-5z'
};

export function draw16(icon: keyof typeof icons): Element {
  return svg('svg', { viewBox: '0 0 16 16', width: 14, height: 14, 'aria-hidden': true, fill: 'currentColor' }, svg('path', { d: icons[icon] }));
}

/** Plays a script, which draws on the stage, forward and back. Returns what disposes of it. */
export function player(
  body: HTMLElement, root: HTMLElement, say: (text: string) => void, write: (stage: HTMLElement, controls: Controls) => Script, guessFirst: boolean
): () => void {
  let at = 0;
  let guessing = guessFirst;
  let revealed = false;
  let timer: ReturnType<typeof setInterval> | undefined;

  const stage = h('div', { class: 'cr-stage' });
  const answer = h('div', {});
  const script = write(stage, { at: () => at, go, redraw: draw });
  const last = script.outline.length - 1;
  const position = h('span', { class: 'cr-position', 'data-cr-position': true });
  const outline = h('select', { 'aria-label': 'Go to a step', onchange: () => go(Number(outline.value)) });
  let group: HTMLOptGroupElement | undefined;
  script.outline.forEach((s, i) => {
    if (!group || group.label !== s.group) outline.append(group = h('optgroup', { label: s.group }));
    group.append(h('option', { value: i }, `${i + 1}. ${s.label}`));
  });
  const button = (label: string, icon: keyof typeof icons, act: () => void) =>
    h('button', { type: 'button', class: 'cr-button', title: label, 'aria-label': label, onclick: act }, draw16(icon));
  const play = button('Play', 'play', () => toggle());
  const guesser = h('button', { type: 'button', class: 'cr-button', 'aria-pressed': String(guessing), onclick: () => setGuessing(!guessing) }, 'Guess first');
  const help = h('dl', { class: 'cr-help', hidden: true, id: id('help') }, ...[...script.shortcuts, ...shortcuts].flatMap(([k, what]) => [h('dt', {}, k), h('dd', {}, what)]));
  const helper = h('button', { type: 'button', class: 'cr-button', 'aria-label': 'Keyboard shortcuts', 'aria-expanded': 'false', 'aria-controls': help.id, onclick: () => toggleHelp() }, '?');
  const travel = [
    button('First step', 'first', () => go(0)), button('Back', 'back', () => move(-1)), play,
    button('Forward', 'forward', () => move(1)), button('Last step', 'last', () => go(last)), position, outline
  ];
  body.append(
    h('div', { class: 'cr-toolbar', role: 'toolbar', 'aria-label': 'Steps' }, ...(last > 0 ? travel : []), guesser, helper),
    help, stage, answer);

  function toggleHelp(): void {
    help.hidden = !help.hidden;
    helper.setAttribute('aria-expanded', String(!help.hidden));
  }

  function setGuessing(on: boolean): void {
    guessing = on;
    revealed = false;
    guesser.setAttribute('aria-pressed', String(on));
    draw();
  }

  function toggle(): void {
    if (timer) {
      clearInterval(timer);
      timer = undefined;
    } else {
      if (at === last) go(0);
      timer = setInterval(() => (at < last ? move(1) : toggle()), 1500);
    }
    play.replaceChildren(draw16(timer ? 'pause' : 'play'));
    play.setAttribute('aria-label', timer ? 'Pause' : 'Play');
    play.title = timer ? 'Pause' : 'Play';
  }

  function go(to: number): void {
    const step = Math.max(0, Math.min(last, to));
    if (step !== at) revealed = false;
    at = step;
    script.leave?.();
    draw();
  }

  function move(by: number): void {
    if (!script.move?.(by)) go(at + by);
  }

  function onKey(e: KeyboardEvent): void {
    const target = e.target as HTMLElement;
    if (e.ctrlKey || e.metaKey || e.altKey || ['SELECT', 'INPUT', 'SUMMARY'].includes(target.tagName)) return;
    const onButton = target.tagName === 'BUTTON';
    const keys: Record<string, () => void> = {
      ArrowRight: () => move(1), ArrowLeft: () => move(-1), Home: () => go(0), End: () => go(last),
      g: () => setGuessing(!guessing), '?': toggleHelp
    };
    if (!onButton) keys[' '] = toggle;
    const act = keys[e.key] ?? script.key?.(e.key, onButton);
    if (!act) return;
    e.preventDefault();
    e.stopPropagation();
    act();
  }

  function draw(): void {
    const riddle = guessing && !revealed ? script.riddle(at) : undefined;
    position.textContent = `${at + 1}/${last + 1}`;
    outline.value = String(at);
    const words = script.draw(at, riddle !== undefined);
    answer.replaceChildren(...(riddle ? [guess(riddle)] : []));
    say(riddle ? 'Guess the result.' : words);
  }

  function guess(riddle: { ask: string; want: number }): HTMLElement {
    const show = () => {
      revealed = true;
      draw();
      root.focus();
    };
    return guessForm(riddle.ask, text => {
      const got = Number(text.replace(',', '.').replace('−', '-'));
      const { want } = riddle;
      if (text.trim() === '' || Number.isNaN(got)) return 'A number, please: 0.25, say.';
      if (Math.abs(got - want) > 1e-3 * Math.max(1e-6, Math.abs(want))) {
        return Math.abs(got + want) <= 1e-3 * Math.abs(want) ? 'The size is right, the sign is not.' : 'Not that. Look at the formula and the operands again.';
      }
      show();
      say(`Right: ${num(want)}.`);
      return '';
    }, show);
  }

  root.tabIndex = 0;
  root.addEventListener('keydown', onKey);
  draw();
  return () => {
    if (timer) clearInterval(timer);
    root.removeEventListener('keydown', onKey);
  };
}
