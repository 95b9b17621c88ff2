import type { BoardLane } from '../../../api/wire/board.ts';

/** A lane in which v1 serves and nothing happens. */
export function lane(more: Partial<BoardLane> = {}, service = 'shop', environment = 'production'): BoardLane {
  return {
    lane: `${service}.${environment}`,
    service,
    environment,
    live: { slot: 'blue', version: 'v1' },
    running: null,
    waiting: null,
    blocked: null,
    router: null,
    past: [],
    ...more,
  };
}

/** A release of v2 that is under way. */
export function running(
  more: Partial<NonNullable<BoardLane['running']>> = {},
): NonNullable<BoardLane['running']> {
  return {
    id: 'shop.production.2',
    lane: 'shop.production',
    version: 'v2',
    phase: 'running',
    sentence: 'why',
    startedAt: 1,
    ...more,
  };
}
