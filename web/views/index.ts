import { simulator, type SimulatorData } from '../sim';
import { figure } from './figure';
import { frame } from './frame';
import { graph } from './graph';
import { network } from './network';
import { quiz } from './quiz';
import { steps } from './steps';
import type { FigureData, GraphData, NetworkData, Question, Step, View } from './types';

export const mimeType = 'application/vnd.chainrule.view.v1+json';

/**
 * Draws a view into the host. Whatever the data is, something is shown: the view, or a sentence that says why not.
 * Returns what disposes of it.
 */
export function render(host: HTMLElement, view: unknown): () => void {
  const v = (view ?? {}) as View;
  const { root, body, say, refuse, dispose: remove } = frame(host, v);
  let dispose = () => undefined as void;
  try {
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
      case 'simulator':
        dispose = simulator(body, v.data as SimulatorData, say);
        break;
      default:
        throw new Error(`it is of a kind, “${String(v.kind)}”, that this version does not know`);
    }
  } catch (e) {
    refuse(e, 'Run its cell again, or run “chainrule setup”.');
  }
  // The spoken line starts empty, so that a page of many views stays silent until one is used.
  say('');
  return () => {
    dispose();
    remove();
  };
}

function need<T>(list: T[] | undefined, what: string): T[] {
  if (!Array.isArray(list) || list.length === 0) throw new Error(`its ${what} are missing`);
  return list;
}
