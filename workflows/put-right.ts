import { TemporalFailure } from '@temporalio/workflow';
import { rootCause } from './failures.ts';
import { ask } from './hold.ts';
import { isEnding, record, splitFor, type Life } from './life.ts';
import { actOn } from './release-audit.ts';
import { write } from './write.ts';

/** So many times at one weight a change by somebody else is put right unasked; after that two parties are at war. */
const PATIENCE = 3;

/**
 * Somebody else changed the router while the release waits: it is told, then put right or held by the plan's
 * policy. Resolves when it is right again; `held` when a person was asked instead, whose `retry` puts it right
 * and is followed by `after`. The watch goes on meanwhile.
 */
export async function putRight(life: Life, message: string, after: () => void): Promise<'right' | 'held'> {
  const { onDrift } = life.input.plan;
  record(life, 'drift', message, { page: onDrift === 'hold' });
  life.watching.restored += 1;
  let why = message;
  if (onDrift === 'restore') {
    const failed =
      life.watching.restored > PATIENCE ? 'it was put right before, again and again' : await restore(life);
    if (failed === undefined) {
      actOn(life, 'put-right', { actor: 'sluice', source: 'release', reason: message }, () => undefined);
      return 'right';
    }
    why = `${message}; ${failed}`;
  }
  const onRetry = async (): Promise<void> => {
    const failed = await restore(life);
    if (failed === undefined) life.watching.restored = 0;
    after();
  };
  void ask(life, { reason: 'drift', message: why, promotable: false, retryable: true, onRetry });
  return 'held';
}

/** Instances with traffic are others than the router was given: it is told those that serve now. False: it was not. */
export async function followInstances(life: Life, message: string): Promise<boolean> {
  record(life, 'observed', message);
  const failed = await restore(life, 'hold');
  if (failed !== undefined) record(life, 'error', `the router still has the instances of before: ${failed}`);
  return failed === undefined;
}

/**
 * Writes the asked split again; says why when that did not work. Whoever ends this stretch of the watch waits for the
 * write, so that a change is never told and then left; a stop of the release ends its tries.
 */
async function restore(life: Life, onDrift: 'restore' | 'hold' = 'restore'): Promise<string | undefined> {
  if (isEnding(life)) return undefined;
  const { watching, scope, base } = life;
  watching.restoring += 1;
  try {
    const split = splitFor(life, life.traffic.asked);
    const answer = await (scope ?? base).run(async () => write(life, split, { onDrift }));
    return answer.kind === 'written' || answer.kind === 'already' ? undefined : answer.message;
  } catch (error) {
    if (!(error instanceof TemporalFailure)) throw error;
    return `it could not be put right: ${rootCause(error)}`;
  } finally {
    watching.restoring -= 1;
  }
}
