/** What the archive and Temporal keep of a release as a whole, which the manual describes. */
import { z } from 'zod';

/** The resolved plan of a release. */
export const planView = z.looseObject({});

/** The report of a finished release. */
export const reportView = z.looseObject({});
