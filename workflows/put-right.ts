import { raiseHold } from './hold.ts';
import { record, splitFor, type Life } from './life.ts';
import { condition } from '@temporalio/workflow';
import { write } from './write.ts';

/**
 * Somebody else changed the router while the release waits: it is told, then put right or held by the plan's
 * policy. A hold about it is answered by `retry`, which puts it right, or by an abort.
 */
export async function putRight(life: Life, message: string): Promise<void> {
  record(life, 'drift', message, { page: life.input.plan.onDrift === 'hold' });
  if (life.input.plan.onDrift === 'hold') {
    raiseHold(life, { reason: 'drift', message, promotable: false, retryable: true });
    await condition(() => life.hold === null || life.stop !== null);
  }
  if (life.stop !== null) return;
  await write(life, splitFor(life, life.traffic.asked), { onDrift: 'restore' });
}
