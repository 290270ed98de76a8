import katex from 'katex';
import { h } from './dom';

/** A formula as an element. What KaTeX cannot read is shown as it is written. */
export function formula(tex: string, display = false): HTMLElement {
  const e = h('span', { class: display ? 'cr-formula' : 'cr-tex' });
  katex.render(tex, e, { displayMode: display, throwOnError: false, trust: false, strict: false, output: 'htmlAndMathml' });
  return e;
}

/** A text in which $…$ is a formula. */
export function text(source: string): Node[] {
  return source.split('$').map((part, i) => (i % 2 ? formula(part) : document.createTextNode(part)));
}
