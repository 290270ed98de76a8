import { h, id } from '../views/dom';

/** The longest text and the largest file that are read, in bytes: what a simulator takes has a hundredth of it. */
const largest = 20e6;

/** A field for a CSV, and a choice of a file with one. What is too large is refused before anything reads it. */
export interface CSV {
  field: HTMLTextAreaElement;
  file: HTMLInputElement;
  /** Hands on what is in the field. */
  use(): void;
}

/** take is handed the text; advice says what to do with too much, after its size. */
export function csv(rows: number, placeholder: string, file: string, advice: string, complain: (words: string) => void, take: (text: string) => Promise<void>): CSV {
  const fits = (what: string, size: number) => {
    if (size > largest) complain(`${what} has ${Math.round(size / 1e6)} MB: ${advice}.`);
    return size <= largest;
  };
  const field = h('textarea', {
    class: 'cr-text', rows, spellcheck: 'false', id: id('csv'), placeholder,
    // A field with millions of lines holds up the browser itself.
    onpaste: (e: ClipboardEvent) => { if (!fits('What was pasted', e.clipboardData?.getData('text/plain').length ?? 0)) e.preventDefault(); }
  });
  const choice = h('input', {
    type: 'file', accept: '.csv,.tsv,.txt,text/csv,text/plain', 'aria-label': file,
    onchange: async () => {
      const f = choice.files?.[0];
      if (f && fits(`The file ${f.name}`, f.size)) {
        try {
          await take(await f.text());
        } catch (e) {
          complain(`The file ${f.name} cannot be read (${(e as Error).message}): choose it again.`);
        }
      }
      choice.value = '';
    }
  });
  return { field, file: choice, use: () => { if (fits('What was pasted', field.value.length)) void take(field.value); } };
}
