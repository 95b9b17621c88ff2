import type { AuditAct } from '../../../../workflows/audit-messages.ts';

/** An act of ann's on release N of the lane, done at that second. */
export function act(number: number, more: Partial<AuditAct> = {}): AuditAct {
  const at = number * 1000;
  return {
    at,
    recorded: at,
    act: 'pause',
    actor: 'ann',
    source: 'cli',
    reason: 'to look',
    release: `checkout.production.${number}`,
    version: `v${number}`,
    before: { phase: 'running', step: 2, weight: 500 },
    after: { phase: 'paused', step: 2, weight: 500, pausedBy: 'ann' },
    ...more,
  };
}
