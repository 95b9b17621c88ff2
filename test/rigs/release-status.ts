import type { ReleaseStatus } from '../../workflows/messages.ts';

/** A release in its first step, with these changes. */
export function statusOf(changed: Partial<ReleaseStatus>): ReleaseStatus {
  return {
    id: 'checkout.production.12',
    lane: 'checkout.production',
    number: 12,
    kind: 'release',
    version: 'v2',
    candidate: { slot: 'green', version: 'v2' },
    stable: { slot: 'blue', version: 'v1' },
    actor: 'ann',
    reason: '',
    phase: 'running',
    sentence: 'deploy',
    startedAt: 1_795_478_249_030,
    step: 0,
    token: '0.1',
    steps: [{ kind: 'deploy', label: 'deploy', state: 'running' }],
    traffic: { asked: 0, proven: false, at: 1_795_478_249_030 },
    approvals: [],
    evidence: [],
    events: 1,
    ...changed,
  };
}
