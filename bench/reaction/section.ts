import type { Section } from '../section.ts';
import { spread } from '../spread.ts';
import { median } from '../verdict/figures.ts';
import type { Measured, Reaction } from './measure.ts';

/** What is allowed beside the router's own time, in milliseconds. */
const AIM = 1000;

/** A row for each trigger, all from the moment of the trigger, and the router by itself last. */
export function reactionSection(
  title: string,
  measured: readonly Measured[],
  alone: readonly number[],
): Section {
  const own = median(alone) ?? Number.NaN;
  const breaches = measured.flatMap(({ trigger, reactions }) => {
    const worst = Math.max(...reactions.map(({ last, written, from }) => (last ?? written) - from));
    if (worst <= AIM + own) return [];
    const told = `${(worst / 1000).toFixed(2)} s until no request began at the candidate`;
    return [
      `${title}, ${trigger}: ${told}; the aim is ${AIM / 1000} s and the router's ${(own / 1000).toFixed(2)} s`,
    ];
  });
  return {
    title,
    columns: [
      'trigger',
      'runs',
      'last request at the candidate',
      "router's count still",
      'write asked for',
      'write begins',
      'in effect, as read back',
      'the release says so',
    ],
    rows: [
      ...measured.map(({ trigger, reactions }) => {
        const since = (time: (each: Reaction) => number | undefined): string =>
          spread(
            reactions.flatMap((each) => {
              const at = time(each);
              return at === undefined ? [] : [at - each.from];
            }),
          );
        return [
          trigger,
          `${reactions.length}`,
          since(({ last }) => last),
          since(({ counted }) => counted),
          since(({ asked }) => asked),
          since(({ taken }) => taken),
          since(({ written }) => written),
          since(({ observed }) => observed),
        ];
      }),
      ['the router alone, from its write', `${alone.length}`, spread(alone), '', '', '', '', ''],
    ],
    breaches,
  };
}
