import { expect, test } from 'vitest';
import { check } from '../../chaos/check.ts';
import { noticed } from '../../chaos/checks/users.ts';
import { at, cleanRun, lane } from './clean-run.ts';
import { first, instance, started, stop, type Happening } from './happenings.ts';

/** What happens in a run in which all holds. */
const rights: [string, Happening][] = [
  [
    'an instance that the monkey killed while it served',
    (seen, run) => {
      const { pid } = instance(seen, 'one');
      Object.assign(instance(seen, 'one'), { aliveAt: at(28.9), goneAt: at(29) });
      seen.instances.push({
        ...instance(seen, 'one'),
        pid: 7,
        startedAt: at(29.3),
        aliveAt: at(44.9),
        goneAt: at(45),
      });
      run.faults.push({ kind: 'kill', target: 'instance', lane, pid, from: at(28.9), to: at(29.3) });
    },
  ],
  [
    'requests that waited at an instance that stood still',
    (seen, run) => {
      run.faults.push(stop(instance(seen, 'three').pid, 34, 38));
      seen.starts.push(started(at(38.1), 'three', 'green', 90));
    },
  ],
  [
    'a router that stood still while its weight was taken back',
    (seen, run) => {
      run.faults.push({ kind: 'stop', target: 'router', from: at(25.5), to: at(27) });
      seen.starts.push({ ...started(at(27.5), 'two', 'green', 2), version: 'v2-bad' });
    },
  ],
  [
    'requests that waited at a router that stood still while the other side was dead',
    (seen, run) => {
      run.faults.push({ kind: 'stop', target: 'router', from: at(33.5), to: at(36.5) });
      seen.starts = seen.starts.filter(({ window }) => window < at(33.5) || window >= at(36.5));
      seen.starts.push(started(at(36.5), 'three', 'green', 60));
    },
  ],
  [
    'requests that were lost with the router',
    (seen, run) => {
      run.faults.push({ kind: 'kill', target: 'router', from: at(50), to: at(51) });
      for (const each of seen.users) if (each.window >= at(50) && each.window < at(51)) each.dropped = 10;
    },
  ],
  [
    'requests that were lost with an instance while Temporal stood still, so that nobody took them away from it',
    (seen, run) => {
      run.faults.push(stop(1, 40, 41), { kind: 'stop', target: 'temporal', from: at(45), to: at(52) });
      for (const each of seen.users) if (each.window === at(54)) each.dropped = 2;
    },
  ],
  [
    'requests that were lost with an instance while PostgreSQL was away, without which Temporal does nothing',
    (seen, run) => {
      run.faults.push(stop(1, 40, 41), { kind: 'kill', target: 'postgres', from: at(45), to: at(52) });
      for (const each of seen.users) if (each.window === at(54)) each.dropped = 2;
    },
  ],
  [
    'requests that were lost when the whole machine stood still',
    (seen) => {
      seen.users = seen.users.filter(({ window }) => window < at(20) || window > at(21.5));
      for (const each of seen.users) if (each.window === at(19)) each.dropped = 1;
    },
  ],
  [
    'a submit that a newer one replaced in the queue',
    (seen) => {
      seen.replaced.push(`${lane}.4`);
      seen.view.nextNumber = 5;
    },
  ],
  [
    'an act that was never answered and not done',
    (seen) =>
      seen.acts.push({
        ...first(seen.acts),
        key: 'lost',
        act: 'pause',
        reason: 'r',
        tries: [{ at: at(35) }],
      }),
  ],
];

test.each(rights)('%s is no breach', (_, right) => {
  const run = cleanRun();
  right(first(run.lanes), run);
  expect(check(run)).toEqual([]);
});

test('what users lost is counted, and apart from it what nobody killed', () => {
  const run = cleanRun();
  const seen = first(run.lanes);
  run.faults.push({ kind: 'kill', target: 'router', from: at(50), to: at(51) });
  for (const each of seen.users) if (each.window === at(20) || each.window === at(50)) each.dropped = 2;
  expect(noticed(seen, run)).toEqual({ lane, sent: 5604, dropped: 4, unexcused: 2 });
});
