import { planView, reportView } from '../../wire/archived.ts';
import { auditChain, auditPage } from '../../wire/audit.ts';
import { dora } from '../../wire/dora.ts';
import { healthy } from '../../wire/health.ts';
import { judgedRelease } from '../../wire/judged.ts';
import { example } from './example.ts';

const HASH = '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08';

/** What is kept of releases and of acts, and whether all is well. Plans and reports are shown in part. */
export const recordExamples = [
  example(planView, {
    schemaVersion: 1,
    service: 'checkout',
    environment: 'production',
    analysis: { alpha: 0.01, beta: 0.05 },
    steps: [{ kind: 'deploy' }, { kind: 'cutover' }],
  }),
  example(reportView, {
    schemaVersion: 1,
    id: 'checkout.production.11',
    status: { phase: 'finished', outcome: 'completed', sentence: 'v1 serves all traffic from blue' },
    events: [],
    evidence: { blocks: [], calibrations: [], decisions: [], weights: [], course: {} },
  }),
  example(judgedRelease, {
    id: 'checkout.production.12',
    status: { phase: 'running', sentence: 'errors: not worse than 3 times the stable side, safe at 1.5' },
    evidence: { blocks: [{ start: 1_769_853_602_000, seconds: 10, stage: '1' }] },
  }),
  example(auditPage, {
    acts: [
      {
        chain: 'checkout.production',
        number: 41,
        at: 1_769_853_900_000,
        recorded: 1_769_853_900_120,
        act: 'pause',
        actor: 'ann',
        source: 'cli',
        reason: 'we look at the logs first',
        release: 'checkout.production.12',
        version: 'v2',
        prev: HASH,
        hash: HASH.replace('9f86', '1c0d'),
      },
    ],
    next: 'MTc2OTg1MzkwMDEyMCBjaGVja291dC5wcm9kdWN0aW9uIDQx',
  }),
  example(auditChain, { chain: 'checkout.production', head: { number: 41, hash: HASH } }),
  example(dora, {
    from: 1_767_225_600_000,
    to: 1_769_817_600_000,
    definitions: { deployments: 'Releases and hotfixes that had all traffic.' },
    lanes: [
      {
        lane: 'checkout.production',
        service: 'checkout',
        environment: 'production',
        deployments: 12,
        perDay: 0.4,
        leadTime: { fromCommit: { count: 12, median: 5_400_000, p90: 14_400_000 }, fromSubmit: null },
        failed: 1,
        changeFailRate: 0.083,
        caughtByGate: 2,
        changeFailRateWithCaught: 0.214,
        stopped: 0,
        recoveryTime: { count: 1, median: 300_000, p90: 300_000 },
        unrecovered: 0,
        approximate: 0,
      },
    ],
  }),
  example(healthy, { status: 'ok' }),
];
