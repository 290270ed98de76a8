import { h } from '../views/dom';
import { button, check } from './controls';
import { csv } from './csv';
import type { Engine } from './engine';
import type { Options } from './index';
import type { Context, Part } from './network-context';
import { share as box } from './share';

/** The link, the Go cell, and a learner's own data as CSV. */
export function share(ctx: Context, engine: Engine, options: Options): Part & { paste(): void } {
  const classes = check('Numbers in the last column are classes', () => undefined);
  const own = csv(8, 'x1,x2,class\n0.5,1.2,a\n-1,0.3,b', 'A file with data', 'a net that is looked at number by number learns from a few thousand examples, so take a sample of it', ctx.complain, async text => {
    const asClasses = classes.element.querySelector('input')!.checked;
    if (await ctx.do({ do: 'paste', text, ...(asClasses ? { name: 'classes' } : {}) })) details.open = false;
  });
  const details = h('details', { class: 'cr-fold' }, h('summary', {}, 'Your own data, as CSV'),
    h('label', { for: own.field.id }, 'A row for each example, a header, the target in the last column:'), own.field, classes.element,
    h('div', { class: 'cr-row' }, button('Use this data', own.use), own.file));
  const given = box('network', engine, options, ctx, ctx.hidden('own') ? null : details);
  return {
    ...given,
    paste() {
      details.open = true;
      own.field.focus();
    }
  };
}
