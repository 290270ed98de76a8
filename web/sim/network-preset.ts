import { choice, type Option } from './controls';
import { list, type Context, type Part } from './network-context';
import type { Choice, ChoicesAnswer, NetworkView } from './network-types';

/**
 * What the list of presets shows: the one in force. When its setup was changed, an entry behind it says so, so that the
 * arrow keys go on from there and the preset itself can be chosen again.
 */
export function presetOptions(all: Choice[], v: NetworkView): Option[] {
  const options: Option[] = all.flatMap(c => [[c.name, c.say] as Option, ...(v.changed && c.name === v.preset ? [['', `${c.say} · changed`] as Option] : [])]);
  return v.preset === '' ? [['', 'none'], ...options] : options;
}

/** The choice of a preset. */
export function preset(ctx: Context): Part {
  let all: Choice[] = [];
  let view: NetworkView | undefined;
  let drawn = '';
  const control = choice('Preset', [], name => {
    if (name) void ctx.do({ do: 'preset', name });
    else if (view) show(view);
  });
  function show(v: NetworkView): void {
    const stands = `${v.preset}|${v.changed}|${all.length}`;
    if (drawn !== stands) control.options(presetOptions(all, v));
    drawn = stands;
    control.set(v.changed ? '' : v.preset);
  }
  return {
    element: control.element,
    update(v) {
      view = v;
      if (all.length > 0) show(v);
    },
    async refresh(v) {
      if (all.length > 0) return;
      all = list((await ctx.ask<ChoicesAnswer>('choices'))?.presets);
      show(view ?? v);
    }
  };
}
