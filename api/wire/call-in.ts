/** What tools of others ask, and what they are answered. */
import { z } from 'zod';
import { name } from '../../config/schema/name.ts';
import { laneId, reason, releaseId, version } from './names.ts';
import { wire } from './registry.ts';

/** A verdict as Argo Rollouts' conditions read it. */
export const callInVerdict = z
  .object({
    ok: z.boolean().describe('True only of a success.'),
    phase: z.enum(['Successful', 'Failed', 'Running', 'Inconclusive']),
    value: z.number().nullable().describe('1: success; 0: failed; null: not decided, or decided by nobody.'),
    sentence: z.string(),
    release: z.string().exactOptional().describe('The release that was asked about.'),
  })
  .register(wire, { id: 'CallInVerdict' });

/** The answer to a call-in, on the wire. */
export type CallInVerdict = z.output<typeof callInVerdict>;

/** The answer to what Flagger only tells. */
export const told = z.object({ taken: z.literal(true) });

/** What Flagger sends with every webhook; `metadata` is what its user has written. */
export const flaggerBody = z
  .looseObject({
    name: z.string().max(253).describe('The canary.'),
    namespace: z.string().max(253),
    phase: z.string().max(100).exactOptional(),
    checksum: z.string().max(100).exactOptional(),
    metadata: z
      .looseObject({
        release: releaseId.exactOptional().describe('Asks about this release.'),
        lane: z
          .string()
          .transform((text) => text.replace('@', '.'))
          .pipe(laneId)
          .exactOptional()
          .describe('Asks about the last release in this lane, SERVICE@ENVIRONMENT.'),
        version: version.exactOptional().describe('With lane: the last release of this version.'),
      })
      .nullish(),
  })
  .register(wire, { id: 'FlaggerBody' });

/** The body of an act on a gate, as Flagger's load tester takes it. */
export const gateBody = z
  .looseObject({ name, namespace: name, reason: reason.exactOptional() })
  .register(wire, { id: 'GateBody' });

/** What a gate was set to, or stands at. */
export const gateView = z
  .object({
    name: z.string(),
    namespace: z.string(),
    kind: z.enum(['gate', 'rollback']),
    state: z.enum(['open', 'closed']),
  })
  .register(wire, { id: 'Gate' });

/** A gate, on the wire. */
export type GateView = z.output<typeof gateView>;
