import { getExternalWorkflowHandle } from '@temporalio/workflow';
import { actorNamed, byWhom } from './by-whom.ts';
import { isEnding, record, requestStop, type Life } from './life.ts';
import { supersedeAnswered } from './lane-messages.ts';
import { type Supersession } from './messages.ts';

/**
 * A newer release is to take the place of this one. Before its cutover begins it makes way: it is reverted to an
 * observed 0, and its end lets the newer one in. From then on the newer one waits. The release itself decides, in
 * one go with its own state, and tells its lane.
 */
export function makeWay(life: Life, newer: Supersession): void {
  const { id, lane } = life.input;
  const stays = whyStays(life);
  const who = `${newer.id} (${newer.version}) by ${actorNamed(newer)}`;
  const message = stays === undefined ? `makes way for ${who}` : `does not make way for ${who}: it ${stays}`;
  record(life, 'supersede-requested', message, byWhom(newer));
  life.newer = newer;
  if (stays === undefined) {
    requestStop(life, {
      cause: 'superseded',
      message: `superseded by ${newer.id} (${newer.version})`,
      act: newer,
    });
  }
  void getExternalWorkflowHandle(`lane/${lane}`)
    .signal(supersedeAnswered, { newer: newer.id, note: `${id} ${stays ?? 'is being reverted for it'}` })
    .catch(() => undefined);
}

function whyStays(life: Life): string | undefined {
  if (life.stop !== null) return 'is being reverted already';
  if (isEnding(life)) return 'has ended';
  if (!life.cutoverBegun) return undefined;
  return `has begun its cutover, so it is waited for; sluice release promote ${life.input.id} cuts its keep short`;
}
