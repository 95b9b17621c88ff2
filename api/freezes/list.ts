import { loadDefinitions } from '../../config/load.ts';
import { nextAllowed } from '../../config/freezes/freeze.ts';
import { judgeRaise, type KnownFreezes, type Raise } from '../../config/freezes/judge-raise.ts';
import type { ApiContext } from '../context.ts';
import { ApiError } from '../errors.ts';
import type { FreezeList } from '../wire/freeze.ts';
import { toFreezeView } from './view.ts';

/** What is shown of a calendar: so many of its events. */
const SHOWN = 5;

/** Everything that keeps traffic from being raised, and how each lane stands. Throws `registry_unavailable`. */
export async function listFreezes(context: ApiContext, lane?: string): Promise<FreezeList> {
  const known = await context.freezes.known();
  const { made, calendars } = known;
  if ('unknown' in made) {
    throw new ApiError('registry_unavailable', `${made.unknown}; until it is known, no traffic is raised`);
  }
  const now = Date.now();
  const lanes = lane === undefined ? await definedLanes(context) : [lane];
  return {
    stop: made.stop,
    freezes: made.freezes.map(({ by: id, owner = '', createdBy = '', endedBy = null, ...freeze }) =>
      toFreezeView({ id, owner, createdBy, endedBy, ...freeze }, now),
    ),
    calendars: calendars.map(({ freezes, ...calendar }) => ({
      ...calendar,
      next: freezes
        .filter(({ end }) => end > now)
        .slice(0, SHOWN)
        .map(({ reason, start, end }) => ({ reason, start, end })),
    })),
    lanes: lanes.map((each) => ({ lane: each, ...standingOf(each, known, now) })),
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
