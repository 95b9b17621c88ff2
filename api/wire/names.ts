/** Names and ids as they appear in paths and queries. */
import { z } from 'zod';

const NAME = '[a-z0-9][a-z0-9-]{0,62}';

const like = (pattern: string, what: string): z.ZodString =>
  z.string().regex(new RegExp(`^${pattern}$`), `expected ${what}`);

/** `SERVICE.ENVIRONMENT`. */
export const laneId = like(`${NAME}\\.${NAME}`, 'SERVICE.ENVIRONMENT');

/** `SERVICE.ENVIRONMENT.N`. */
export const releaseId = like(`${NAME}\\.${NAME}\\.[1-9][0-9]{0,8}`, 'SERVICE.ENVIRONMENT.N');

/** A build: a tag, digest, revision or SHA. */
export const version = like('[A-Za-z0-9][A-Za-z0-9._:@/+-]{0,127}', 'a version such as 1.4.2 or a SHA');

/** What the running release said when it was asked to make way. */
export const note = z.string().describe('Whether the running release makes way for it, in one sentence.');

/** Words of the actor. */
export const reason = z.string().max(1000);
