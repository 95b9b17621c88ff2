/** Further headers of the requests of a notifier. */
import { z } from 'zod';
import { referenceText } from '../schema/addresses.ts';
import { headerName } from '../schema/name.ts';
import { absoluteIn } from './absolute.ts';

/** The key `headers`. */
export const headers = z
  .record(headerName, referenceText('A value; ${env:NAME} and ${file:PATH} refer to secrets.'))
  .prefault({})
  .meta({ description: 'Further headers of the request.' });

/** The same for a plan, with the paths of files made absolute. */
export function resolveHeaders(written: Record<string, string>, folder: string): Record<string, string> {
  const absolute = absoluteIn(folder);
  return Object.fromEntries(Object.entries(written).map(([name, value]) => [name, absolute(value)]));
}
