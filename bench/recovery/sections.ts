import type { Section } from '../section.ts';
import { middle, spread } from '../spread.ts';
import type { Caught } from './bad-while-dead.ts';
import type { Recovery } from './deaths.ts';

/** The deaths of one kind. */
export interface Measured {
  name: string;
  from: 'signalled' | 'restarted';
  /** Milliseconds. */
  aim: number;
  recoveries: readonly Recovery[];
}

/** A row for each kind of death: the whole first, then its parts by their medians. */
export function recoverySection(title: string, measured: readonly Measured[]): Section {
  const breaches = measured.flatMap(({ name, from, aim, recoveries }) => {
    const worst = Math.max(...recoveries.map((each) => each.acted - each[from]));
    if (worst <= aim) return [];
    const since = from === 'signalled' ? 'the signal' : 'the restart';
    return [`${title}, ${name}: ${(worst / 1000).toFixed(2)} s after ${since}, the aim is ${aim / 1000} s`];
  });
  return {
    title,
    columns: [
      'death',
      'runs',
      'goes on after the signal',
      'after the restart',
      'process gone',
      'restart to ready',
      'next attempt due',
      'taken',
    ],
    rows: measured.map(({ name, recoveries }) => {
      const since = (time: (each: Recovery) => number | undefined): number[] =>
        recoveries.flatMap((each) => {
          const at = time(each);
          return at === undefined ? [] : [at - each.signalled];
        });
      return [
        name,
        `${recoveries.length}`,
        spread(since(({ acted }) => acted)),
        spread(recoveries.map(({ acted, restarted }) => acted - restarted)),
        middle(since(({ gone }) => gone)),
        middle(recoveries.map(({ ready, restarted }) => ready - restarted)),
        middle(since(({ next }) => next?.due)),
        middle(since(({ next }) => next?.taken)),
      ];
    }),
    breaches,
  };
}

/** Nobody was there while the candidate went bad. */
export function caughtSection(caught: readonly Caught[]): Section {
  const since = (time: (each: Caught) => number): string =>
    spread(caught.map((each) => time(each) - each.restarted));
  return {
    title: 'A candidate that goes bad while the only worker is dead, from its restart',
    columns: ['runs', 'ready', 'verdict', 'last request at the candidate', 'the release says so'],
    rows: [
      [
        `${caught.length}`,
        since(({ ready }) => ready),
        since(({ verdict }) => verdict),
        since(({ last }) => last),
        since(({ told }) => told),
      ],
    ],
    breaches: [],
  };
}
