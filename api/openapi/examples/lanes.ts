import { board } from '../../wire/board.ts';
import { adoptBody, adopted, laneList, laneView, serviceList } from '../../wire/lane.ts';
import { lanePlan } from '../../wire/plan.ts';
import { rollbackBody } from '../../wire/submit.ts';
import { traffic } from '../../wire/traffic.ts';
import { example } from './example.ts';

const asWritten = { state: 'as-written' as const, since: 1_769_772_600_000, message: '' };

const row = {
  lane: 'checkout.production',
  service: 'checkout',
  environment: 'production',
  live: { slot: 'blue' as const, version: 'v1' },
  running: null,
  waiting: null,
  blocked: null,
  router: asWritten,
};

/** Lanes, services, and what is done in a lane. */
export const laneExamples = [
  example(laneList, { lanes: [row] }),
  example(board, {
    at: 1_769_853_600_000,
    whole: true,
    lanes: [
      {
        ...row,
        past: [
          {
            id: 'checkout.production.11',
            version: 'v1',
            outcome: 'completed',
            finishedAt: 1_769_772_600_000,
          },
        ],
      },
    ],
    gone: [],
  }),
  example(laneView, {
    lane: 'checkout.production',
    token: '12.1',
    live: { slot: 'blue', version: 'v1' },
    running: null,
    waiting: null,
    blocked: null,
    nextNumber: 12,
    past: [
      {
        id: 'checkout.production.11',
        kind: 'release',
        version: 'v1',
        outcome: 'completed',
        reason: 'v1 serves all traffic from blue',
        finishedAt: 1_769_772_600_000,
      },
    ],
    router: { ...asWritten, lookedAt: 1_769_853_590_000 },
    routerEvents: [],
    good: [{ version: 'v1', release: 'checkout.production.11', number: 11 }],
  }),
  example(lanePlan, {
    plan: { service: 'checkout', environment: 'production', steps: [{ kind: 'deploy', deadline: 600_000 }] },
    file: '/etc/sluice/services/checkout.yaml',
    strategy: 'canary',
    unmet: [],
  }),
  example(traffic, {
    state: 'measured',
    at: 1_769_853_600_000,
    block: 10_000,
    metrics: {
      errors: {
        by: 'watched',
        seen: 60_000,
        requests: 3000,
        bad: [9],
        burstDivisor: 1.2,
        method: 'halves',
      },
    },
  }),
  example(adoptBody, { slot: 'blue', version: 'v1', reason: 'it served before Sluice' }),
  example(adopted, { lane: 'checkout.production', state: 'adopted' }),
  example(rollbackBody, { to: 'v1', reason: 'prices are wrong' }),
  example(serviceList, {
    services: [{ service: 'checkout', environments: ['production', 'staging'] }],
    problems: [],
  }),
];
