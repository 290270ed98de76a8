import type { Action } from './engine';
import type { RegressionView } from './regression-types';

/** What the parts of the regression simulator's page share. */
export interface Context {
  /** Takes an action and shows what comes of it. False: it was refused, and the page says why. */
  do(action: Action): Promise<boolean>;
  /** Shows what an action would lead to, without taking it: while something is dragged. */
  preview(action: Action): void;
  /** Asks for what is computed only when it is looked at. */
  ask<A>(what: string): Promise<A>;
  /** Speaks to who cannot see. */
  say(words: string): void;
  /** Shows a sentence that something went wrong. */
  complain(words: string): void;
  /** Whether a teacher's link leaves a control out. */
  hidden(name: string): boolean;
}

/** A part of the page. */
export interface Part {
  element: HTMLElement;
  /** Shows the state. `hurried`: a play goes on or something is dragged, so that only what moves is drawn. */
  update(v: RegressionView, hurried: boolean): void;
  end?(): void;
}
