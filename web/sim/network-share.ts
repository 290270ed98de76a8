import { h, id, num } from '../views/dom';
import { button, check, region } from './controls';
import type { Context, Part } from './network-context';
import { forClass, taking } from './take';

/** The largest file that is read, in bytes. */
const largest = 20e6;

/** What a teacher can leave out: the name in the link, and what it is. */
export const hideable: [name: string, say: string][] = [
  ['settings', 'all settings'], ['data settings', 'settings of the data'], ['net settings', 'settings of the net'], ['training settings', 'settings of the training'],
  ['pace', 'the pace'], ['speed', 'the speed'], ['reset', 'reset'], ['undo', 'undo and redo'], ['guess', 'guess first'], ['diagnoses', 'diagnoses'], ['operation', 'the operation'],
  ['card', 'the chosen unit'], ['microscope', 'the gradient microscope'], ['output', 'what comes out'], ['charts', 'the course of the training'], ['compare', 'comparing runs'],
  ['own', 'data of one’s own'], ['cell', 'the Go cell'], ['share', 'all of “Take it with you”']
];

/** The link, the Go cell, and a learner's own data as CSV. */
export function share(ctx: Context, link: (hide: string[]) => Promise<string>, cell: () => Promise<string>): Part & { paste(): void } {
  const { shown, take } = taking(ctx.say, ctx.complain);
  const teacher = forClass(hideable, hide => void take('The link for a class', () => link(hide)));
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
  const element = region('Take it with you', 'share',
    h('div', { class: 'cr-row' },
      ctx.hidden('link') ? null : button('Copy the link', () => void take('The link', () => link([]))),
      ctx.hidden('cell') ? null : button('Copy as a Go cell', () => void take('The Go cell', cell))),
    shown, ctx.hidden('link') ? null : teacher, ctx.hidden('own') ? null : details);
  return {
    element,
    update: () => undefined,
    paste() {
      details.open = true;
      csv.focus();
    }
  };
}
