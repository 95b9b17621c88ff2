import { condition, patched, sleep, TemporalFailure } from '@temporalio/workflow';
import { backOff } from './back-off.ts';
import { rootCause } from './failures.ts';
import { ask } from './hold.ts';
import { isEnding, record, splitFor, type Life } from './life.ts';
import { actOn } from './release-audit.ts';
import { write } from './write.ts';

/** So many times at one weight a change by somebody else is put right unasked; after that two parties are at war. */
const PATIENCE = 3;

/**
 * Somebody else changed the router while the release waits: it is told, then put right or held by the plan's policy.
 * `own`: a write of the release itself came late, which any policy puts right. Resolves when it is right again; `held`
 * when a person was asked instead, whose `retry` puts it right and is followed by `after`. The watch goes on meanwhile.
 */
export async function putRight(
  life: Life,
  message: string,
  { own = false, after }: { own?: boolean; after: () => void },
): Promise<'right' | 'held'> {
  const onDrift = own ? 'restore' : life.input.plan.onDrift;
  record(life, own ? 'observed' : 'drift', message, { page: onDrift === 'hold' });
  life.watching.restored += 1;
  let why = message;
  if (onDrift === 'restore') {
    const failed =
      life.watching.restored > PATIENCE ? 'it was put right before, again and again' : await restore(life);
    if (failed === undefined) {
      if (!own)
        actOn(life, 'put-right', { actor: 'sluice', source: 'release', reason: message }, () => undefined);
      return 'right';
    }
    why = `${message}; ${failed}`;
  }
  const askAbout = (what: string): void =>
    void ask(life, { reason: 'drift', message: what, promotable: false, retryable: true, onRetry });
  const onRetry = async (): Promise<void> => {
    const failed = await restore(life);
    // The next hold stands before this one ends, so nothing goes on between them.
    if (failed !== undefined && patched('retry-that-failed')) return askAbout(`${message}; ${failed}`);
    if (failed === undefined) life.watching.restored = 0;
    after();
  };
  askAbout(why);
  return 'held';
}

/** How long a router that could not be told of other instances is left alone, in milliseconds: at first, and at most. */
const AGAIN = 60_000;
const LONGEST = 600_000;

/**
 * Instances with traffic are others than the router was given: it is told those that serve now, again and again until
 * that works or the weight changes. The second failure in a row pages, and no later one is told.
 */
export async function followInstances(life: Life, message: string): Promise<'right'> {
  const { watching } = life;
  const { stage } = watching;
  const since = Date.now();
  record(life, 'observed', message);
  for (let failures = 0; ;) {
    const failed = await restore(life, 'hold');
    if (failed === undefined) break;
    if (isEnding(life) || watching.stage !== stage) return 'right';
    failures += 1;
    if (failures <= 2 || !patched('told-twice')) {
      const page = failures === 2;
      record(life, 'error', `the router still has the instances of before: ${failed}`, { page });
    }
    await sleep(Math.max(AGAIN, backOff(since, LONGEST)));
    // A larger weight that is being written follows them too, and this would take it back.
    if (watching.raising && patched('follow-after-raise')) await condition(() => !watching.raising);
    if (isEnding(life) || life.knownGood || watching.stage !== stage) return 'right';
  }
  watching.followed.push(Date.now());
  return 'right';
}

/**
 * Writes the asked split again; says why when that did not work. Whoever ends the watch waits for the write, so that a
 * change is never told and then left; a stop of the release ends its tries.
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
