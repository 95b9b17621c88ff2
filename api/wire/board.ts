/** Every lane at a glance, on the wire. Times are milliseconds since the epoch. */
import { z } from 'zod';
import { laneRow } from './lane.ts';
import { wire } from './registry.ts';
import { outcome } from './release.ts';

/** A lane, and how its last releases ended. */
export const boardLane = laneRow
  .extend({
    past: z
      .array(z.object({ id: z.string(), version: z.string(), outcome, finishedAt: z.number() }))
      .describe('Newest first, at most 5, as the archive has them.'),
  })
  .register(wire, { id: 'BoardLane' });

/** A lane at a glance, on the wire. */
export type BoardLane = z.output<typeof boardLane>;

/** What has changed of the lanes that whoever asks may see. */
export const board = z
  .object({
    at: z.number().describe('When it was looked.'),
    age: z
      .number()
      .exactOptional()
      .describe('How long ago that was, in milliseconds; absent where it was just now.'),
    every: z
      .number()
      .exactOptional()
      .describe(
        'While it is followed: how often it is looked at now, in milliseconds; less often where a look takes long.',
      ),
    whole: z.boolean().describe('These are all lanes; else those that look different.'),
    lanes: z.array(boardLane),
    gone: z.array(z.string()).describe('Lanes that are no more.'),
  })
  .register(wire, { id: 'Board' });

/** Lanes, or what has changed of them, on the wire. */
export type Board = z.output<typeof board>;
