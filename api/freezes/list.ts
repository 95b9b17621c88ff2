import type { z } from 'zod';
import { loadDefinitions } from '../../config/load.ts';
import { nextAllowed } from '../../config/freezes/freeze.ts';
import { coversLane } from '../../config/grants.ts';
import { judgeRaise, type KnownFreezes, type Raise } from '../../config/freezes/judge-raise.ts';
import type { ApiContext } from '../context.ts';
import { ApiError } from '../errors.ts';
import { highestFirst, pageByKey } from '../page-by-key.ts';
import type { FreezeList, freezeQuery } from '../wire/freeze.ts';
import { toFreezeView } from './view.ts';

/** What is shown of a calendar: so many of its events. */
const SHOWN = 5;

/**
 * A page of the freezes that somebody made; on the first also what else keeps traffic from being raised, and how each
 * lane that the caller may see stands. Throws `registry_unavailable`.
 */
export async function listFreezes(
  context: ApiContext,
  { lane, state, ...asked }: z.output<typeof freezeQuery>,
  maySee: (lane: string) => boolean,
): Promise<FreezeList> {
  const known = await context.freezes.known();
  const { made, calendars } = known;
  if ('unknown' in made) {
    throw new ApiError('registry_unavailable', `${made.unknown}; until it is known, no traffic is raised`);
  }
  const now = Date.now();
  const meets = ({ lanes }: { lanes: string[] }): boolean =>
    lane === undefined || lanes.some((pattern) => coversLane(pattern, lane));
  const shown = made.freezes
    .map(({ by: id, owner = '', createdBy = '', endedBy = null, ...freeze }) =>
      toFreezeView({ id, owner, createdBy, endedBy, ...freeze }, now),
    )
    .filter((freeze) => meets(freeze) && (state === undefined || freeze.state === state));
  const { page: freezes, ...more } = pageByKey(shown, {
    list: 'freezes',
    keyOf: ({ id }) => highestFirst(Number(id.slice(1))),
    ...asked,
  });
  const page = { stop: made.stop, freezes, ...more };
  if (asked.cursor !== undefined) return { ...page, calendars: [], lanes: [] };
  const lanes = lane === undefined ? await definedLanes(context) : [lane];
  return {
    ...page,
    calendars: calendars.filter(meets).map(({ freezes: events, ...calendar }) => ({
      ...calendar,
      next: events
        .filter(({ end }) => end > now)
        .slice(0, SHOWN)
        .map(({ reason, start, end }) => ({ reason, start, end })),
    })),
    lanes: lanes.filter(maySee).map((each) => ({ lane: each, ...standingOf(each, known, now) })),
  };
}

/** Why a new release of a lane would not raise traffic now, and when it may next. */
export function standingOf(
  lane: string,
  known: KnownFreezes,
  now: number,
): { frozen: string | null; nextAllowed: number | null } {
  const raise: Raise = { lane, kind: 'release', began: now, onFreeze: 'hold' };
  const frozen = judgeRaise(raise, known, now);
  if (frozen === undefined) return { frozen: null, nextAllowed: now };
  if (frozen.by === 'stop' || 'unknown' in known.made) return { frozen: frozen.message, nextAllowed: null };
  if (frozen.until === undefined) return { frozen: frozen.message, nextAllowed: null };
  const all = [...known.made.freezes, ...known.calendars.flatMap(({ freezes }) => freezes)];
  return { frozen: frozen.message, nextAllowed: nextAllowed(all, lane, now) ?? null };
}

async function definedLanes({ settings }: ApiContext): Promise<string[]> {
  const { services } = await loadDefinitions(settings.definitions);
  return [...services.values()].flatMap(({ service, environments }) =>
    Object.keys(environments).map((environment) => `${service}.${environment}`),
  );
}
