import { z } from 'zod';
import type { Block } from '../../analysis/types.ts';
import type { WatchHeartbeat } from '../../workflows/messages.ts';
import { packed, unpacked } from '../packed.ts';
import type { WatchState } from '../types.ts';

/** What a watch would lose with its process. */
export interface Carried {
  state: WatchState;
  /** The blocks that were closed in this chunk. */
  blocks: Block[];
}

/** Details of a watch's heartbeats: the figures for people, and what a repeated attempt goes on from. */
export interface WatchDetails {
  heartbeat: WatchHeartbeat;
  /** `Carried`, packed. */
  carried: string;
}

const detailsSchema = z.looseObject({ carried: z.string() });
const isObject = (value: unknown): boolean => typeof value === 'object' && value !== null;
const carriedSchema = z.object({
  state: z.custom<WatchState>(isObject),
  blocks: z.array(z.custom<Block>(isObject)),
});

/** Packs what is carried for heartbeat details. */
export function pack(carried: Carried): string {
  return packed(carried);
}

/** Unpacks what an earlier attempt of the same chunk carried; undefined when there was none. */
export function unpack(details: unknown): Carried | undefined {
  const found = detailsSchema.safeParse(details).data;
  if (found === undefined) return undefined;
  return carriedSchema.parse(unpacked(found.carried));
}
