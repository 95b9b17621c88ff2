import { z } from 'zod';
import { grant } from './token.ts';
import { wire } from './registry.ts';

/** Who asks, as the API knows them. */
export const whoami = z
  .object({
    name: z.string().describe('Whom acts are recorded under.'),
    kind: z
      .enum(['anonymous', 'token', 'oidc', 'slack', 'github', 'webhook'])
      .describe('By what they are known; anonymous where the settings have no `auth`.'),
    grants: z.array(grant),
    groups: z.array(z.string()),
  })
  .register(wire, { id: 'Whoami' });

/** Who asks, on the wire. */
export type Whoami = z.output<typeof whoami>;
