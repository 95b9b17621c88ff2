import { z } from 'zod';
import { routerFound } from '../wire/lane.ts';
import { placement } from '../wire/release.ts';
import type { LaneMemo } from '../../workflows/lane-messages.ts';

const memo = z.object({
  lane: z.object({
    live: placement.nullable(),
    waiting: z.object({ id: z.string(), version: z.string() }).nullable(),
    blocked: z.string().nullable(),
    router: routerFound.nullable(),
  }),
});

/** What a lane's workflow says of itself where no worker is needed to read it; all null before it has. */
export function readLaneMemo(written: Record<string, unknown> | undefined): LaneMemo {
  return memo.safeParse(written).data?.lane ?? { live: null, waiting: null, blocked: null, router: null };
}
