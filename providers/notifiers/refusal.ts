import type { Milliseconds } from '../../config/plan.ts';

/**
 * What follows from a refusal: the event is sent again after a time that the other side named, or never, or nothing
 * is sent to there any more for this release.
 */
export type Consequence = { kind: 'later'; after: Milliseconds } | { kind: 'never' } | { kind: 'gone' };

/** An answer of the other side that says when to come again, or that it is of no use. */
export class Refusal extends Error {
  override name = 'Refusal';
  readonly consequence: Consequence;

  constructor(message: string, consequence: Consequence) {
    super(message);
    this.consequence = consequence;
  }
}
