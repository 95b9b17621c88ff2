import type { Decision } from '../../analysis/judge/evidence.ts';
import type { ReleaseEvent } from '../../workflows/messages.ts';
import type { WatchAnswer, WatchFinding, WatchRequest } from '../types.ts';
import type { WatchedChunk } from './history.ts';

/** Findings that do not come from counts. */
const BESIDE: readonly WatchFinding[] = ['instances', 'stable', 'drift', 'rule', 'unclear'];

/**
 * What the watch found and the release acted on. An answer without an event of its own, such as that of a bake whose
 * end was moved meanwhile, decided nothing. Pure.
 */
export function decisionsOf(chunks: readonly WatchedChunk[], events: readonly ReleaseEvent[]): Decision[] {
  const told = events.filter(({ kind }) => kind === 'verdict' || kind === 'held');
  let blocks = 0;
  return chunks.flatMap(({ at, request, answer }): Decision[] => {
    blocks += answer.blocks.length;
    const { kind, finding, reason, message, blame } = answer;
    if (!decides(kind)) return [];
    const index = told.findIndex((event) => event.at >= at && event.message === message);
    if (index < 0) return [];
    const [event] = told.splice(index, 1);
    const { stage, bake } = request;
    return [
      {
        at,
        block: blocks === 0 ? null : blocks - 1,
        stage,
        ...(bake === undefined ? {} : pick(bake)),
        ...rampOf(request),
        ...(request.muted.includes('faster') ? { fasterAccepted: true } : {}),
        ...(event?.step === undefined ? {} : { step: event.step }),
        kind,
        reason,
        message,
        ...(blame === undefined ? {} : { blame }),
        beside: (finding !== undefined && BESIDE.includes(finding)) || byRules(request, answer),
      },
    ];
  });
}

/** A bake that a rule left without an answer, or that rules alone decided. */
function byRules({ metrics, rules = [] }: WatchRequest, { blame }: WatchAnswer): boolean {
  return rules.length > 0 && (metrics.length === 0 || rules.some(({ name }) => name === blame));
}

function decides(kind: WatchAnswer['kind']): kind is Decision['kind'] {
  return kind === 'pass' || kind === 'fail' || kind === 'inconclusive' || kind === 'hold';
}

function pick({
  until,
  minRequests,
  minUntil,
  maxUntil,
}: NonNullable<Decision['bake']>): Pick<Decision, 'bake'> {
  return { bake: { until, minRequests, minUntil, maxUntil } };
}

function rampOf({ ramp, weight, analysis }: WatchRequest): Pick<Decision, 'ramp'> {
  if (ramp === undefined) return {};
  const { from, to, effect, maxUntil, ...paces } = ramp;
  const asked = { ...paces, from: from / 10_000, to: to / 10_000 };
  const position = {
    share: weight / 10_000,
    blockSeconds: analysis.block / 1000,
    undoSeconds: effect / 1000,
  };
  return { ramp: { asked, position, maxUntil } };
}
