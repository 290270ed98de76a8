import { h, id, num } from '../views/dom';
import { button, check } from './controls';
import type { Engine } from './engine';
import type { Options } from './index';
import type { Context, Part } from './network-context';
import { share as box } from './share';

/** The largest file that is read, in bytes. */
const largest = 20e6;

/** The link, the Go cell, and a learner's own data as CSV. */
export function share(ctx: Context, engine: Engine, options: Options): Part & { paste(): void } {
  const csv = h('textarea', { class: 'cr-text', rows: 8, spellcheck: 'false', id: id('csv'), placeholder: 'x1,x2,class\n0.5,1.2,a\n-1,0.3,b' });
  const classes = check('Numbers in the last column are classes', () => undefined);
  const use = async (text: string, name = 'This data', size = text.length) => {
    if (size > largest) return ctx.complain(`${name} has ${num(Math.round(size / 1e6))} MB, and a net that is looked at number by number learns from a few thousand examples: take a sample of it.`);
    const asClasses = classes.element.querySelector('input')!.checked;
    if (await ctx.do({ do: 'paste', text, ...(asClasses ? { name: 'classes' } : {}) })) details.open = false;
  };
  const file = h('input', {
    type: 'file', accept: '.csv,.tsv,.txt,text/csv,text/plain', 'aria-label': 'A file with data',
    onchange: async () => {
      const f = file.files?.[0];
      if (!f) return;
      await use(f.size > largest ? '' : await f.text(), `The file ${f.name}`, f.size);
      file.value = '';
    }
  });
  const details = h('details', { class: 'cr-fold' }, h('summary', {}, 'Your own data, as CSV'),
    h('label', { for: csv.id }, 'A row for each example, a header, the target in the last column:'), csv, classes.element,
    h('div', { class: 'cr-row' }, button('Use this data', () => void use(csv.value)), file));
  const element = box('network', engine, options, ctx, ctx.hidden('own') ? null : details);
  return {
    element,
    update: () => undefined,
    paste() {
      details.open = true;
      csv.focus();
    }
  };
}
