import { writes } from './calls.ts';
import { record, type Life } from './life.ts';
import { percent } from './labels.ts';
import type { WriteAnswer, WriteRequest } from '../activities/types.ts';
import type { Slot } from '../config/plan.ts';
import type { Split } from '../providers/routers/router.ts';

/** How one write is made. */
export interface WriteOptions {
  onDrift: WriteRequest['onDrift'];
  /** Not being able to read the router does not keep it from being written. */
  unread?: true;
  mustBeReady?: Slot[];
  mustBeFull?: Slot[];
  look?: WriteRequest['look'];
  /** More traffic for the candidate: written only while nothing freezes it. */
  raise?: WriteRequest['raise'];
  /** Undo tries without limit. */
  tries?: 'forward' | 'endless';
  /** Only what was written last is looked at once more: nothing is new when it still stands. */
  again?: boolean;
}

/**
 * One act on the router under the next fence. Remembers what was written, so that later a change by somebody
 * else can be told from our own.
 */
export async function write(life: Life, split: Split | null, options: WriteOptions): Promise<WriteAnswer> {
  const { input } = life;
  life.acts += 1;
  const act = life.acts;
  const fence = { lane: input.lane, release: input.number, act };
  // An earlier act may still be under way somewhere: of this release, of one that was lost, or of the lane itself.
  const began = (life.unsettledSince = Date.now());
  const answer = await writes(options.tries ?? 'forward').write({
    place: { lane: input.lane, router: input.plan.router, platform: input.plan.platform },
    fence,
    split,
    last: life.last,
    onDrift: options.onDrift,
    ...(options.unread === undefined ? {} : { unread: options.unread }),
    mustBeReady: options.mustBeReady ?? [],
    mustBeFull: options.mustBeFull ?? [],
    ...(options.look === undefined ? {} : { look: options.look }),
    ...(options.raise === undefined ? {} : { raise: options.raise }),
  });
  // Where the router could not be read at the beginning, this is the first that is heard of it.
  if (answer.compares === true) life.lateWrites = 0;
  if (answer.drift !== undefined) record(life, 'drift', answer.drift, { page: answer.kind === 'drift' });
  if (answer.kind !== 'written' && answer.kind !== 'already') return answer;
  // The answer of an act that a later one has overtaken says nothing about the router any more.
  if (act !== life.acts) return answer;
  if (options.again === true && answer.kind === 'already') {
    record(life, 'observed', `still so when no write can come late any more: ${answer.message}`);
    return answer;
  }
  const took = Math.max(0, answer.effectiveAt - began);
  if (answer.kind === 'written') life.effects.push(took);
  life.last = { split, digest: answer.digest, act };
  life.written = { stamp: fence, digest: answer.digest };
  life.seen = answer.seen ?? null;
  const weight = split === null ? 0 : split[input.candidate.slot];
  life.traffic = { asked: weight, readBack: weight, proven: false, at: answer.effectiveAt };
  const what = split === null ? 'the route was taken away' : `${percent(weight)} to the candidate`;
  record(life, 'written', `${what}: ${answer.message}`, {
    data: {
      weight,
      effectiveAt: answer.effectiveAt,
      ...(answer.kind === 'written' ? { took } : {}),
    },
  });
  return answer;
}
