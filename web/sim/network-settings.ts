import { h } from '../views/dom';
import { button, check, choice, fold, numeric, region, type Control, type Option } from './controls';
import { list, type Context, type Part } from './network-context';
import type { Choice, ChoicesAnswer, NetworkView } from './network-types';

const options = (all: Choice[] | null): Option[] => list(all).map(c => [c.name, c.say]);

/** Everything that can be set: the data, the net, the training. */
export function settings(ctx: Context, own: { draw(): void; paste(): void }, wide: boolean): Part {
  const set = (name: string, more: { value?: number; text?: string; n?: number; row?: number }) => ctx.do({ do: 'set', name, ...more });
  const shows: ((v: NetworkView) => void)[] = [];
  let choices: ChoicesAnswer | undefined;
  let view: NetworkView | undefined;

  /** A control of one setting, unless a teacher's link leaves it out. */
  function of<T>(name: string, control: Control<T>, value: (v: NetworkView) => T, when: (v: NetworkView) => boolean = () => true): HTMLElement | null {
    if (ctx.hidden(name)) return null;
    shows.push(v => {
      control.set(value(v));
      control.element.hidden = !when(v);
    });
    return control.element;
  }

  /** A number as it was typed: what is none goes to the simulator as NaN, which refuses it with a sentence. */
  function number(name: string, label: string, when?: (v: NetworkView) => boolean): HTMLElement | null {
    const field = numeric(label, t => {
      const value = Number(t);
      if (t === '' || Number.isNaN(value)) {
        ctx.complain(`${label} is “${t}”: want a number such as 0.1 or 1e-3.`);
        if (view) field.set(String(view.setup[name as 'rate']));
      } else void set(name, { value });
    });
    return of(name, field, v => String(v.setup[name as 'rate']), when);
  }

  const selects: [ReturnType<typeof choice>, (c: ChoicesAnswer) => Option[]][] = [];
  function pick(name: string, label: string, all: (c: ChoicesAnswer) => Choice[]): HTMLElement | null {
    const control = choice(label, [], text => void set(name, { text }));
    selects.push([control, c => options(all(c))]);
    return of(name, control, v => String(v.setup[name as 'loss']));
  }

  const features = h('fieldset', { class: 'cr-features' });
  function showFeatures(v: NetworkView): void {
    features.hidden = !v.set.plane || !choices || ctx.hidden('features');
    if (features.hidden) return;
    const chosen = list(v.setup.features);
    if (features.childElementCount !== list(choices!.features).length + 1) {
      features.replaceChildren(h('legend', {}, 'Inputs of the net'), ...choices!.features.map(f => check(f.say, () => {
        const now = list(view!.setup.features);
        const next = choices!.features.map(c => c.name).filter(n => (n === f.name ? !now.includes(n) : now.includes(n)));
        void set('features', { text: next.join(', ') }).then(taken => { if (!taken && view) showFeatures(view); });
      }).element));
    }
    features.querySelectorAll('input').forEach((box, i) => { box.checked = chosen.includes(choices!.features[i].name); });
  }

  const layers = h('div', { class: 'cr-hiddenlayers' });
  let drawn = '';
  function showLayers(v: NetworkView): void {
    const hidden = list(v.setup.hidden);
    const stands = JSON.stringify([hidden, choices?.acts.length]);
    if (stands === drawn) return;
    drawn = stands;
    const focused = layers.contains(document.activeElement) ? document.activeElement?.getAttribute('aria-label') : undefined;
    layers.replaceChildren(
      h('div', { class: 'cr-field' }, h('span', {}, `${hidden.length} hidden ${hidden.length === 1 ? 'layer' : 'layers'}`),
        h('span', {}, button('−', () => void set('layers', { n: hidden.length - 1 }), 'One hidden layer less'), ' ', button('+', () => void set('layers', { n: hidden.length + 1 }), 'One hidden layer more'))),
      ...hidden.map((l, i) => {
        const act = choice(`Activation of hidden layer ${i + 1}`, options(choices?.acts ?? null), text => void set('act', { row: i, text }), true);
        act.set(l.act);
        const dropout = numeric(`Dropout of hidden layer ${i + 1}`, t => {
          const value = Number(t);
          if (t === '' || Number.isNaN(value)) ctx.complain(`Dropout is “${t}”: want a share from 0 to below 1, such as 0.2.`);
          else void set('dropout', { row: i, value });
        }, true);
        dropout.input.size = 4;
        dropout.set(String(l.dropout ?? 0));
        return h('div', { class: 'cr-hiddenlayer', role: 'group', 'aria-label': `Hidden layer ${i + 1}` },
          h('span', { class: 'cr-units' }, button('−', () => void set('units', { row: i, n: l.units - 1 }), `One unit less in hidden layer ${i + 1}`), h('span', {}, ` ${l.units} `), button('+', () => void set('units', { row: i, n: l.units + 1 }), `One unit more in hidden layer ${i + 1}`)),
          act.element, ctx.hidden('dropout') ? null : h('span', { class: 'cr-drop', title: 'share of this layer’s activations that is dropped in training' }, 'drop ', dropout.element));
      }));
    if (focused) [...layers.querySelectorAll<HTMLElement>('[aria-label]')].find(e => e.getAttribute('aria-label') === focused)?.focus();
  }

  const plane = (v: NetworkView) => !['mazur', 'xor', 'own'].includes(v.setup.data);
  const drawnData = (v: NetworkView) => plane(v) && !['iris', 'digits'].includes(v.setup.data);
  const parts = {
    data: fold('Data', wide,
      pick('data', 'Data', c => [...c.data, ...(view?.setup.data === 'own' ? [{ name: 'own', say: 'your own' }] : [])]), number('n', 'Examples', plane), number('noise', 'Noise', drawnData), number('testShare', 'Share for testing', v => v.setup.data !== 'mazur'), number('dataSeed', 'Seed of the data', plane),
      of('scale', check('Standardize', on => void set('scale', { value: on ? 1 : 0 })), v => v.setup.scale), features,
      ctx.hidden('own') ? null : h('div', { class: 'cr-row' }, ctx.hidden('output') ? null : button('Draw points', own.draw), ctx.hidden('share') ? null : button('Paste a CSV', own.paste))),
    net: fold('Layers and weights', wide,
      ctx.hidden('layers') ? null : layers,
      pick('output', 'Output', c => c.outputs), pick('loss', 'Loss', c => c.losses), pick('init', 'Init', c => c.inits),
      number('initSize', 'Init size', v => ['constant', 'normal', 'uniform'].includes(v.setup.init)), number('seed', 'Seed'),
      of('fixBiases', check('Biases stay as they are', on => void set('fixBiases', { value: on ? 1 : 0 })), v => v.setup.fixBiases)),
    training: fold('Training', wide,
      pick('optimizer', 'Optimizer', c => c.optimizers), number('rate', 'Learning rate α'), number('beta', 'Momentum β', v => ['Momentum', 'Nesterov'].includes(v.setup.optimizer)),
      number('batch', 'Batch (0: all)'), number('l1', 'L1 λ₁'), number('l2', 'L2 λ₂'))
  };
  const element = region('Settings', 'settings', ...(['data', 'net', 'training'] as const).map(name => (ctx.hidden(`${name} settings`) ? null : parts[name])));

  let asked = '';
  function show(v: NetworkView): void {
    shows.forEach(s => s(v));
    showFeatures(v);
    showLayers(v);
  }
  return {
    element,
    update(v) {
      view = v;
      if (choices) show(v);
    },
    async refresh(v) {
      const stands = [v.setup.data, v.setup.output, v.set.classes?.length].join('|');
      if (stands === asked) return;
      const answer = await ctx.ask<ChoicesAnswer>('choices');
      if (!answer) return;
      asked = stands;
      choices = answer;
      selects.forEach(([control, all]) => control.options(all(answer)));
      show(view ?? v);
    }
  };
}
