import { z } from 'zod';
import { cause, phase, placement, releaseKind } from '../wire/release.ts';

const memo = z.object({
  release: z.object({
    // A release that an older version of Sluice began says nothing of its kind.
    kind: releaseKind.default('release'),
    version: z.string(),
    phase,
    cause: cause.exactOptional(),
    sentence: z.string(),
    step: z.number(),
    steps: z.number(),
    label: z.string(),
    token: z.string(),
    weight: z.number(),
    proven: z.literal(true).exactOptional(),
    hold: z
      .object({ reason: z.string(), since: z.number(), deadline: z.number().exactOptional() })
      .exactOptional(),
    undoingSince: z.number().exactOptional(),
    candidate: placement,
    stable: placement.nullable(),
    actor: z.string(),
  }),
});

/** What a release's workflow says of itself where no worker is needed to read it. */
export type Memo = z.output<typeof memo>['release'];

/** The memo, or undefined where the workflow has not written one yet. */
export function readMemo(written: Record<string, unknown> | undefined): Memo | undefined {
  return memo.safeParse(written).data?.release;
}
