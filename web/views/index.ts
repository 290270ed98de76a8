import { figure } from './figure';
import { h, id } from './dom';
import { graph } from './graph';
import { network } from './network';
import { quiz } from './quiz';
import { steps } from './steps';
import { text } from './tex';
import { apply, current, watch } from './theme';
import type { FigureData, GraphData, NetworkData, Question, Step, View } from './types';

export const mimeType = 'application/vnd.chainrule.view.v1+json';

/**
 * Draws a view into the host. Whatever the data is, something is shown: the view, or a sentence that says why not.
 * Returns what disposes of it.
 */
export function render(host: HTMLElement, view: unknown): () => void {
  const v = view as View;
  const described = id('words');
  const spoken = h('div', { class: 'cr-hidden', 'aria-live': 'polite' });
  const say = (words: string) => { spoken.textContent = words; };
  const body = h('div', { class: 'cr-body' });
  const title = id('title');
  const root = h('figure', {
    class: 'cr-view', 'data-kind': v?.kind ?? 'unknown', 'data-lm-suppress-shortcuts': 'true', 'aria-labelledby': title, 'aria-describedby': described
  });
  let dispose = () => undefined as void;
  apply(root, current());
  const unwatch = watch(() => apply(root, current()));
  host.append(root);
  try {
    root.append(
      h('div', { class: 'cr-title', id: title }, ...text(v.title ?? '')), body,
      h('figcaption', {}, ...text(v.caption ?? '')), h('p', { class: 'cr-hidden', id: described }, v.description ?? ''), spoken);
    const data = v.data as Record<string, unknown>;
    switch (v.kind) {
      case 'figure':
        dispose = figure(body, v.data as FigureData, root, say);
        break;
      case 'steps':
        dispose = steps(body, need(data.steps as Step[], 'steps'), root, say, data.guess === true);
        break;
      case 'graph':
        need((v.data as GraphData).steps, 'steps');
        dispose = graph(body, v.data as GraphData, root, say);
        break;
      case 'network':
        dispose = network(body, v.data as NetworkData, say);
        break;
      case 'quiz':
        dispose = quiz(body, need(data.questions as Question[], 'questions'), say);
        break;
      default:
        throw new Error(`it is of a kind, “${String(v.kind)}”, that this version does not know`);
    }
  } catch (e) {
    body.replaceChildren(h('p', { class: 'cr-error', role: 'alert' }, `This view cannot be drawn: ${e instanceof Error ? e.message : String(e)}. Run its cell again, or run “chainrule setup”.`));
    root.append(body);
  }
  // The spoken line starts empty, so that a page of many views stays silent until one is used.
  spoken.textContent = '';
  return () => {
    dispose();
    unwatch();
    root.remove();
  };
}

function need<T>(list: T[] | undefined, what: string): T[] {
  if (!Array.isArray(list) || list.length === 0) throw new Error(`its ${what} are missing`);
  return list;
}
