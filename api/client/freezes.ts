import {
  freezeList,
  freezeView,
  stopView,
  type FreezeList,
  type FreezeView,
  type StopView,
} from '../wire/freeze.ts';
import type { Ask } from './ask.ts';
import { everyPage, type ListQuery } from './every-page.ts';

/** What is said to make a freeze; times as `Date.parse` reads them, lengths such as `8h`. */
export interface FreezeRequest {
  lanes: string[];
  reason: string;
  owner?: string;
  start?: string;
  end?: string;
  for?: string;
}

/** Freezes, and the stop switch. */
export interface FreezeCalls {
  /** All of them, page after page, narrowed as the route takes it. */
  freezes: (query?: ListQuery) => Promise<FreezeList>;
  freeze: (request: FreezeRequest, key?: string) => Promise<FreezeView>;
  endFreeze: (id: string, reason: string) => Promise<FreezeView>;
  stop: (reason: string, running: 'hold' | 'abort') => Promise<StopView>;
  endStop: (reason: string) => Promise<StopView>;
}

/** The calls about freezes. */
export function freezeCalls(ask: Ask): FreezeCalls {
  return {
    freezes: async (query = {}) => {
      const read = async (params: ListQuery): Promise<FreezeList> =>
        ask(freezeList, 'GET', '/v1/freezes', { params });
      const [{ next: _next, ...first }, ...others] = await everyPage(query, read);
      return { ...first, freezes: [...first.freezes, ...others.flatMap((page) => page.freezes)] };
    },
    freeze: async (data, key) => ask(freezeView, 'POST', '/v1/freezes', { data, key }),
    endFreeze: async (id, reason) =>
      ask(freezeView, 'POST', `/v1/freezes/${encodeURIComponent(id)}/end`, { data: { reason } }),
    stop: async (reason, running) => ask(stopView, 'POST', '/v1/stop', { data: { reason, running } }),
    endStop: async (reason) => ask(stopView, 'POST', '/v1/stop/end', { data: { reason } }),
  };
}
