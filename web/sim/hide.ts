import list from '../../pkg/sim/hide.json';

/** What a teacher can leave out of a simulator: the name in an address, and what it is. */
export interface Hideable {
  name: string;
  say: string;
}

/** The controls that can be left out, by the kind of simulator; Go reads the same list. */
export const hideable: Record<string, Hideable[]> = list;

/** A sentence about names that are no controls of the simulator; undefined when there are none. */
export function unknown(kind: string, names: string[]): string | undefined {
  const known = (hideable[kind] ?? []).map(c => c.name);
  const odd = names.filter(name => !known.includes(name));
  if (odd.length === 0) return undefined;
  return `Nothing is left out for ${odd.map(name => `“${name}”`).join(', ')}, because this simulator has no such control. Choose from ${known.join(', ')}.`;
}
