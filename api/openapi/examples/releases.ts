import { eventPage } from '../../wire/event.ts';
import { releasePage, releaseView } from '../../wire/release.ts';
import { submitBody, submitted } from '../../wire/submit.ts';
import { example } from './example.ts';

/** Starting a release, and looking at it. */
export const releaseExamples = [
  example(submitBody, {
    service: 'checkout',
    environment: 'production',
    version: 'v2',
    revision: '4f2c1e0',
    committedAt: '2026-01-31T09:12:00Z',
    reason: 'the new tax rules',
  }),
  example(submitted, { id: 'checkout.production.12', state: 'running' }),
  example(releasePage, {
    releases: [
      {
        id: 'checkout.production.12',
        lane: 'checkout.production',
        kind: 'release',
        version: 'v2',
        phase: 'running',
        sentence: 'errors: not worse than 3 times the stable side, safe at 1.5',
        actor: 'ann',
        step: 3,
        steps: 7,
        label: 'bake until safe, at most 30m',
        weight: 500,
        startedAt: 1_769_853_600_000,
      },
      {
        id: 'checkout.production.11',
        lane: 'checkout.production',
        kind: 'release',
        version: 'v1',
        phase: 'finished',
        outcome: 'completed',
        sentence: 'v1 serves all traffic from blue',
        actor: 'bob',
        startedAt: 1_769_767_200_000,
        finishedAt: 1_769_772_600_000,
      },
    ],
  }),
  example(releaseView, {
    id: 'checkout.production.12',
    lane: 'checkout.production',
    number: 12,
    kind: 'release',
    version: 'v2',
    revision: '4f2c1e0',
    candidate: { slot: 'green', version: 'v2' },
    stable: { slot: 'blue', version: 'v1' },
    actor: 'ann',
    reason: 'the new tax rules',
    phase: 'running',
    sentence: 'errors: not worse than 3 times the stable side, safe at 1.5',
    startedAt: 1_769_853_600_000,
    step: 1,
    token: '1.4',
    steps: [
      {
        kind: 'shift',
        label: 'shift to 5 %',
        state: 'done',
        startedAt: 1_769_853_600_000,
        finishedAt: 1_769_853_602_000,
      },
      {
        kind: 'bake',
        label: 'bake until safe, at most 30m',
        state: 'running',
        startedAt: 1_769_853_602_000,
      },
      { kind: 'cutover', label: 'cutover', state: 'waiting' },
    ],
    deadline: 1_769_855_402_000,
    traffic: { asked: 500, readBack: 500, observed: 483, proven: true, at: 1_769_853_602_000 },
    approvals: [],
    evidence: [],
    events: 4,
    stale: false,
  }),
  example(eventPage, {
    events: [
      {
        number: 5,
        at: 1_769_853_900_000,
        kind: 'paused',
        message: 'paused by ann',
        step: 1,
        actor: 'ann',
        source: 'cli',
        reason: 'we look at the logs first',
      },
    ],
    next: '5',
  }),
];
