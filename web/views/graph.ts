import { h, s } from './dom';
import { player } from './player';
import { terms } from './terms';
import { formula } from './tex';
import type { GraphData, GraphNode } from './types';

const sign = (op: string) => (op.length === 1 ? 'cr-op cr-sign' : 'cr-op');

/** An expression as a graph that fills in: values from the left, then gradients from the right. */
export function graph(body: HTMLElement, data: GraphData, root: HTMLElement, say: (text: string) => void): () => void {
  const all = data.steps;
  return player(body, root, say, (stage, controls) => {
    const edges = data.edges.map(e => {
      const group = s('g', { class: 'cr-way' },
        s('path', { d: e.path, class: 'cr-line' }), s('path', { d: e.tips[0], class: 'cr-tip' }), s('path', { d: e.tips[1], class: 'cr-tip cr-back' }));
      const slope = s('text', { x: e.x, y: e.y + 4, class: 'cr-slope' });
      return { group, slope };
    });
    const nodes = data.nodes.map((n, i) => {
      const [value, grad] = [s('text', { x: n.x, y: n.y + 5 }), s('text', { x: n.x, y: n.y + 20, class: 'cr-grad' })];
      const group = s('g', { class: `cr-node cr-${n.kind === 'input' || n.kind === 'constant' ? n.kind : 'computed'}`, onclick: () => choose(i) },
        s('rect', { x: n.x - data.wide / 2, y: n.y - n.high / 2, width: data.wide, height: n.high, rx: 6 }), ...names(n), value, grad);
      return { group, value, grad };
    });
    const drawing = s('svg', { viewBox: `0 0 ${data.width} ${data.height}`, class: 'cr-graph', 'aria-hidden': true },
      ...edges.map(e => e.group), ...nodes.map(n => n.group), ...edges.map(e => e.slope));
    drawing.style.maxWidth = `${data.width}px`;
    drawing.style.minWidth = `${Math.round(0.8 * data.width)}px`;
    const box = h('div', { class: 'cr-scroll cr-graphbox', tabindex: 0, role: 'group', 'aria-label': 'Graph. Arrow keys play its steps.' }, drawing);
    const words = h('div', {});
    stage.append(box, h('p', { class: 'cr-hint' }, data.legend), words);

    function names(n: GraphNode): Element[] {
      if (n.number) return [s('text', { x: n.x, y: n.y + 4 }, n.name)];
      if (!n.op) return [s('text', { x: n.x, y: n.y - 11, class: 'cr-nodename' }, n.name)];
      const side = data.wide / 2 - 7;
      return [s('text', { x: n.x - side, y: n.y - 11, class: 'cr-nodename cr-start' }, n.name), s('text', { x: n.x + side, y: n.y - 11, class: sign(n.op) }, n.op)];
    }

    /** To the step that fills in the number of a box, in the phase that plays if it has one there. */
    function choose(node: number): void {
      const last = (phase?: string) => all.map(t => t.node === node && t.phase === (phase ?? t.phase)).lastIndexOf(true);
      const here = last(all[controls.at()].phase);
      if (last() >= 0) controls.go(here >= 0 ? here : last());
    }

    /** Scrolls sideways so far that a box is seen. */
    function reveal(n: GraphNode): void {
      const scale = drawing.clientWidth / data.width;
      const [from, to] = [(n.x - data.wide / 2) * scale - 24, (n.x + data.wide / 2) * scale + 24];
      box.scrollLeft = Math.min(from, Math.max(box.scrollLeft, to - box.clientWidth));
    }

    return {
      outline: all.map(t => ({ group: t.phase, label: t.what })),
      shortcuts: [['→ ←', 'next and previous step: forward from value to value, then backward from edge to edge']],
      riddle: at => {
        const t = all[at];
        return t.given || !Number.isFinite(Number(t.value)) ? undefined : { ask: t.term >= 0 ? `${t.what}, so far` : t.what, want: Number(t.value) };
      },
      draw: (at, hidden) => {
        const step = all[at];
        nodes.forEach(n => {
          n.value.textContent = n.grad.textContent = '';
          n.group.classList.remove('cr-chosen', 'cr-done');
        });
        edges.forEach((e, k) => {
          const lit = step.edges.includes(k);
          e.group.classList.toggle('cr-lit', lit);
          e.group.classList.toggle('cr-returning', lit && step.phase === 'backward');
          e.slope.textContent = '';
        });
        all.slice(0, at + 1).forEach((t, i) => {
          const n = nodes[t.node];
          const text = hidden && i === at ? '?' : t.text;
          n.group.classList.add('cr-done');
          if (t.phase === 'forward') {
            n.value.textContent = text;
            return;
          }
          n.grad.textContent = `∂ ${text}${t.term >= 0 ? ' …' : ''}`;
          if (text !== '?') t.edges.forEach(k => (edges[k].slope.textContent = data.edges[k].slope ?? ''));
        });
        nodes[step.node].group.classList.add('cr-chosen');
        reveal(data.nodes[step.node]);
        const lines = [...step.symbols, ...(step.values && !hidden ? [step.values] : [])];
        words.replaceChildren(
          h('div', { class: 'cr-where' }, `${step.phase} › ${step.what}`),
          ...(step.term >= 0 ? lines.slice(0, 1) : lines).map(l => h('div', { class: 'cr-scroll' }, formula(l, true))),
          h('p', { class: 'cr-say' }, hidden ? 'What comes out?' : step.say),
          ...(step.terms.length > 0 && !hidden ? [terms(step.terms, step.term)] : []));
        return `Step ${at + 1} of ${all.length}, ${step.phase}. ${step.say}`;
      }
    };
  }, data.guess === true);
}
