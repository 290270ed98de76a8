import { readFileSync } from 'node:fs';
import { join } from 'node:path';

type Fields = Record<string, string[]>;

const named = (text: string, struct: RegExp, name: RegExp): Fields => Object.fromEntries(
  [...text.matchAll(struct)].map(m => [m[1][0].toUpperCase() + m[1].slice(1), [...m[2].matchAll(name)].map(f => f[1])]).filter(([, f]) => f.length > 0));

/** The fields that the structs of Go files of pkg/sim have as JSON, and those of the interfaces of a file of types. */
export function fields(go: string[], ts: string): { go: Fields; ts: Fields } {
  const read = (...path: string[]) => readFileSync(join(__dirname, ...path), 'utf8');
  return {
    go: named(go.map(file => read('../../pkg/sim', file)).join('\n'), /^type (\w+) struct \{\n([\s\S]*?)^\}/gm, /json:"(\w+)/g),
    ts: named(read('../sim', ts), /^export interface (\w+) \{\n([\s\S]*?)^\}/gm, /^ {2}(\w+)\??:/gm)
  };
}
