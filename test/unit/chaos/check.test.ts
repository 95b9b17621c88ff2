import { expect, test } from 'vitest';
import { check } from '../../chaos/check.ts';
import { at, cleanRun, lane } from './clean-run.ts';
import { first, instance, report, split, started, stop, type Happening } from './happenings.ts';

test('a clean run has no breach', () => {
  expect(check(cleanRun())).toEqual([]);
});

/** Each goes wrong alone, and is told in these words. */
const wrongs: [string, Happening, string][] = [
  [
    'more requests than the weight allows',
    (seen) => seen.starts.push(started(at(35), 'three', 'green', 100)),
    '1 chaos.demo.3: from 00:00:33.000 to 00:00:40.000, at 20 %, green got 240 of 800 requests, at most 217 were allowed',
  ],
  [
    'a request at the candidate before its first weight',
    (seen) => seen.starts.push(started(at(31), 'three', 'green', 1)),
    '1 chaos.demo.3: from 00:00:27.000 to 00:00:32.000, at 0 %, green got 1 of 501 requests, at most 0 were allowed',
  ],
  [
    'a request at the old slot after the cutover',
    (seen) => seen.starts.push(started(at(44), 'one', 'blue', 1)),
    '1 chaos.demo.3: from 00:00:41.000 to 00:01:00.000, at 0 %, blue got 1 of 1901 requests, at most 0 were allowed',
  ],
  [
    'a weight that the plan does not name',
    (seen) => Object.assign(first(seen.held.slice(4)), { split: split(2500) }),
    '1 chaos.demo.3: the router held 25 % for it at 00:00:32.000, which its plan does not name',
  ],
  [
    'a write of a reverted release that wakes up late',
    (seen) => seen.held.splice(4, 0, { at: at(29), split: split(2000), stamp: { lane, release: 2, act: 1 } }),
    '2 chaos.demo.2: after its end at 00:00:28.000 the router held 20 % for it since 00:00:29.000',
  ],
  [
    'a weight that a revert left at the router',
    (seen) => seen.held.splice(3, 1),
    '2 chaos.demo.2: after its end at 00:00:28.000 the router held 20 % for it since 00:00:22.000',
  ],
  [
    'requests at a reverted candidate, in the time of the next release too',
    (seen) => seen.starts.push({ ...started(at(36), 'two', 'green', 3), version: 'v2-bad' }),
    '2 chaos.demo.2: 3 requests started at green after its end at 00:00:28.000, the last at 00:00:36.000',
  ],
  [
    'requests at a reverted candidate that only the router has seen',
    (seen) => Object.assign(first(seen.routed.slice(3)), { requests: { blue: 900, green: 85 } }),
    '2 chaos.demo.2: the router counts 5 requests at green after its end',
  ],
  [
    'a stable instance that is ended before the cutover',
    (seen) => Object.assign(instance(seen, 'one'), { aliveAt: at(34), goneAt: at(34.2) }),
    '3 chaos.demo.3: one of the stable side was ended at 00:00:34.200, before all traffic was seen at green',
  ],
  [
    'a stable instance that is ended when all traffic is written, but not seen',
    (seen) => Object.assign(instance(seen, 'one'), { aliveAt: at(40.5), goneAt: at(41) }),
    '3 chaos.demo.3: one of the stable side was ended at 00:00:41.000, before all traffic was seen at green',
  ],
  [
    'a stable instance that a revert takes with it',
    (seen) => Object.assign(instance(seen, 'one'), { aliveAt: at(27), goneAt: at(27.2) }),
    '3 chaos.demo.2: one of the stable side was ended at 00:00:27.200, before all traffic was seen at green',
  ],
  [
    'an instance that is ended while it serves between releases',
    (seen) => Object.assign(instance(seen, 'one'), { aliveAt: at(29), goneAt: at(29.2) }),
    '3 chaos.demo: one was ended at 00:00:29.200, while the router sent 100 % to blue',
  ],
  [
    'an undo onto a side that is dead',
    (seen, run) => {
      const { pid } = instance(seen, 'one');
      Object.assign(instance(seen, 'one'), { aliveAt: at(22.9), goneAt: at(23) });
      run.faults.push({ kind: 'kill', target: 'instance', lane, pid, from: at(22.9), to: at(23) });
    },
    '3 chaos.demo.2: at 00:00:26.000 blue was raised to 100 %, although nothing ran in it',
  ],
  [
    'an undo onto a side that stands still',
    (seen, run) => run.faults.push(stop(instance(seen, 'one').pid, 22.5, 30)),
    '3 chaos.demo.2: at 00:00:26.000 blue was raised to 100 %, although nothing ran in it',
  ],
  [
    'a pass without data of the stable side',
    (seen) => {
      for (const { counts } of report(seen, 3).evidence.blocks) delete counts['errors']?.stable;
    },
    '4 chaos.demo.3: step 2 passed, and no block of it has errors of both sides',
  ],
  [
    'a pass on blocks of another weight',
    (seen) => report(seen, 3).evidence.blocks.forEach((block) => (block.stage = 'before')),
    '4 chaos.demo.3: step 2 passed, and no block of it has errors of both sides',
  ],
  [
    'a bake that is done without a verdict',
    (seen) => report(seen, 3).evidence.decisions.splice(0),
    '4 chaos.demo.3: the bake at step 2 is done, and neither evidence nor a person passed it',
  ],
  [
    'a bad version that completes',
    (seen) => {
      report(seen, 3).input.version = 'v3-bad';
    },
    '4 chaos.demo.3: v3-bad completed, and nobody promoted it',
  ],
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
  [
    'an approval that was refused and is done',
    (seen) => Object.assign(first(seen.acts), { tries: [{ at: at(38), status: 409 }] }),
    '5 chaos.demo.3: approve by bob (approve 1) was answered by 409 and is in the report 1 times',
  ],
  [
    'an event that is missing',
    (seen) => report(seen, 3).events.splice(2, 1),
    '5 chaos.demo.3: its events are numbered 1, 2, 4',
  ],
  [
    'a release of somebody else',
    (seen) => Object.assign(report(seen, 3).input, { actor: 'mallory' }),
    '5 chaos.demo.3: it was asked for by ann (change 3), and its report says mallory (change 3)',
  ],
  ['a release without a report', (seen) => seen.reports.splice(1, 1), '6 chaos.demo.2: it has no report'],
  [
    'a release that was accepted and lost',
    (seen) => {
      for (const list of [seen.reports, seen.releases, seen.workflows]) list.splice(1, 1);
    },
    '6 chaos.demo.2: it was accepted and never ran',
  ],
  [
    'a release that has not ended',
    (seen) => Object.assign(first(seen.releases), { phase: 'undoing' }),
    '6 chaos.demo.1: the API shows it as undoing',
  ],
  [
    'a release that ran twice',
    (seen) => seen.workflows.push({ ...first(seen.workflows), run: 'other', first: 'other' }),
    '6 chaos.demo.1: it ran 2 times',
  ],
  [
    'a workflow that was ended from outside',
    (seen) => Object.assign(first(seen.workflows), { status: 'TERMINATED' }),
    '6 chaos.demo.1: its workflow run run-1 is TERMINATED',
  ],
  [
    'a submit that never begins, and did',
    (seen) => seen.replaced.push(`${lane}.2`),
    '6 chaos.demo.2: it ran, although its lane said that it never will',
  ],
  [
    'two releases at once',
    (seen) => Object.assign(report(seen, 3).status, { startedAt: at(27) }),
    '6 chaos.demo.3: it began 1000 ms before chaos.demo.2 had ended',
  ],
  [
    'a number that nobody knows',
    (seen) => Object.assign(seen.view, { nextNumber: 5 }),
    '6 chaos.demo: nobody knows of chaos.demo.4',
  ],
  [
    'one key with two answers',
    (seen) => first(seen.submits).tries.push({ at: at(2), status: 202, id: `${lane}.2` }),
    '6 chaos.demo: one Idempotency-Key, key-1, was answered by chaos.demo.1 and chaos.demo.2',
  ],
  [
    'a lane that says another version than the last one that completed',
    (seen) => Object.assign(seen.view, { live: { slot: 'blue', version: 'v1' } }),
    '6 chaos.demo: the lane says that v1 in blue is live; the last completed release brought v3 in green',
  ],
  [
    'an instance that nobody ended',
    (seen) => delete instance(seen, 'two').goneAt,
    '6 chaos.demo: two, v2-bad in green, is still alive',
  ],
  [
    'an instance that runs twice',
    (seen) => seen.instances.push({ ...instance(seen, 'three'), pid: 7 }),
    '6 chaos.demo: three is alive more than once',
  ],
  [
    'an instance that is missing',
    (seen) => Object.assign(instance(seen, 'three'), { aliveAt: at(59), goneAt: at(59.1) }),
    '6 chaos.demo: 0 of 1 instances of v3 in green are alive',
  ],
  [
    'requests that are lost to a dead instance for long, while only the API was away',
    (seen, run) => {
      run.faults.push(stop(1, 40, 41), { kind: 'stop', target: 'api', from: at(45), to: at(52) });
      for (const each of seen.users) if (each.window === at(54)) each.dropped = 2;
    },
    'users chaos.demo: 2 requests were lost, the first at 00:00:54.000, while nobody killed what they go through',
  ],
  [
    'a request that is lost',
    (seen) => Object.assign(first(seen.users), { answered: 9, dropped: 1 }),
    'users chaos.demo: 1 requests were lost, the first at 00:00:04.000, while nobody killed what they go through',
  ],
];

test.each(wrongs)('%s is found', (_, wrong, what) => {
  const run = cleanRun();
  wrong(first(run.lanes), run);
  const told = check(run).map((breach) => `${breach.rule} ${breach.release ?? breach.lane}: ${breach.what}`);
  expect(told).toContain(what);
});
