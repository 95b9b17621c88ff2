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

/** What the version was made of. Commands are told it, so it can neither be an option nor mean anything to a shell. */
export const revision = like('[A-Za-z0-9][A-Za-z0-9._:@/+-]{0,199}', 'a revision such as 4f2c1e0');

/** Of a release that waits. */
export const note = z.string().describe('What becomes of the running release, in one sentence.');

/** Words of the actor. */
export const reason = z.string().max(1000);
