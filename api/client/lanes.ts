import { adopted, laneList, laneView, type Adopted, type LaneList, type LaneView } from '../wire/lane.ts';
import { submitted, type Submitted } from '../wire/submit.ts';
import { traffic, type Traffic } from '../wire/traffic.ts';
import type { Ask } from './ask.ts';
import { everyPage } from './every-page.ts';
import { lanePath } from './paths.ts';

/** Looking at lanes, and acting on them. */
export interface LaneCalls {
  /** All of them, page after page. */
  lanes: () => Promise<LaneList>;
  lane: (lane: string) => Promise<LaneView>;
  /** What the live side does. `run` is that of an earlier answer, which is then gone on with. */
  traffic: (lane: string, query: { watched: string; run?: string }) => Promise<Traffic>;
  adopt: (lane: string, body: { slot: string; version: string; reason: string }) => Promise<Adopted>;
  /** Without `to`, the last version that was known good; `key` as for a submit. */
  rollback: (
    lane: string,
    body: { to?: string; reason: string; now?: boolean },
    key?: string,
  ) => Promise<Submitted>;
}

/** The calls about lanes. */
export function laneCalls(ask: Ask): LaneCalls {
  return {
    lanes: async () => {
      const pages = await everyPage({}, async (params) => ask(laneList, 'GET', '/v1/lanes', { params }));
      return { lanes: pages.flatMap((page) => page.lanes) };
    },
    lane: async (lane) => ask(laneView, 'GET', lanePath(lane)),
    traffic: async (lane, params) => ask(traffic, 'GET', lanePath(lane, '/traffic'), { params }),
    adopt: async (lane, data) => ask(adopted, 'POST', lanePath(lane, '/adopt'), { data }),
    rollback: async (lane, data, key) => ask(submitted, 'POST', lanePath(lane, '/rollback'), { data, key }),
  };
}
