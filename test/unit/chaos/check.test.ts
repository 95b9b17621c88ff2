import { expect, test } from 'vitest';
import { check } from '../../chaos/check.ts';
import type { LaneRun, Run } from '../../chaos/record.ts';
import type { Reported } from '../../chaos/reported.ts';
import { at, cleanRun, lane } from './clean-run.ts';

test('a clean run has no breach', () => {
  expect(check(cleanRun())).toEqual([]);
});

/** One thing that goes wrong in the clean run. */
type Wrong = (lane: LaneRun, run: Run) => unknown;

const report = ({ reports }: LaneRun, number: number): Reported => {
  const found = reports.find(({ id }) => id === `${lane}.${number}`);
  if (found === undefined) throw new Error(`There is no report ${number}.`);
  return found;
};
const first = <T>([found]: readonly T[]): T => {
  if (found === undefined) throw new Error('There is none.');
  return found;
};

const acts: [string, Wrong, string][] = [
  [
    'an act without a reason',
    (seen) => Object.assign(first(report(seen, 2).events), { reason: '' }),
    '5 chaos.demo.2: event 1, started, lacks its actor, its time or its reason',
  ],
  [
    'an approval that is lost',
    (seen) => Object.assign(first(seen.acts), { reason: 'approve 2' }),
    '5 chaos.demo.3: approve by bob (approve 2) was answered by 200 and is in the report 0 times',
  ],
  [
    'an approval that counts twice',
    (seen) => {
      first(seen.acts).tries.unshift({ at: at(37) });
      const { events } = report(seen, 3);
      events.splice(2, 0, { ...first(events.slice(1)) });
      events.forEach((event, i) => Object.assign(event, { number: i + 1 }));
    },
    '5 chaos.demo.3: approve by bob (approve 1) was answered by nothing, 200 and is in the report 2 times',
  ],
];

const releases: [string, Wrong, string][] = [
  ['a release without a report', (seen) => seen.reports.splice(0, 1), '6 chaos.demo.1: it has no report'],
];

test.each([...acts, ...releases])('%s is found', (_, wrong, what) => {
  const run = cleanRun();
  wrong(first(run.lanes), run);
  const told = check(run).map((breach) => `${breach.rule} ${breach.release ?? breach.lane}: ${breach.what}`);
  expect(told).toContain(what);
});
