import type { Action } from './engine';
import type { NetworkView, Num } from './network-types';

/** What the parts of the network simulator's page share. */
export interface Context {
  /** Takes an action and shows what comes of it. False: it was refused, and the page says why. */
  do(action: Action): Promise<boolean>;
  /** What is computed only when it is looked at; nothing when there is no answer. */
  ask<A>(what: string, action?: Partial<Action>): Promise<A | undefined>;
  /** Speaks to who cannot see. */
  say(words: string): void;
  /** Shows a sentence that something went wrong. */
  complain(words: string): void;
  /** Moves the keyboard into the card of the chosen unit, and back to the net. */
  into(name: 'card' | 'net'): void;
  /** Whether a teacher's link leaves a control out. */
  hidden(name: string): boolean;
}

/** A part of the page. */
export interface Part {
  element: HTMLElement;
  /** Shows the state. */
  update(v: NetworkView): void;
  /** Asks for what is not in the view and shows it; `hurried` while a play goes on. */
  refresh?(v: NetworkView, hurried: boolean): Promise<void>;
  /** Draws again what the theme has colored. */
  repaint?(): void;
  end?(): void;
}

/** What pictures over all of the data follow from: they are asked for anew only when it has changed, not at each number of an update. */
export function behind(v: NetworkView): string {
  return JSON.stringify([v.setup, v.set, v.updates, v.train.loss, v.phase === 'update' ? v.place : 0, v.compare?.updates, v.compare?.differs]);
}

/** A list that Go may have left out. */
export const list = <T>(l: T[] | null | undefined): T[] => l ?? [];

/** A number of a view as a number; NaN and the infinities are what they are. */
export const real = (v: Num | null | undefined): number => (v === null || v === undefined ? NaN : v === '+Inf' ? Infinity : v === '-Inf' ? -Infinity : Number(v));

/** The digits that a number is shown with where it is to be read to the end. */
export const full = 10;
