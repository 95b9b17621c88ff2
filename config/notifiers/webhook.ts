/** A webhook by the rules of standardwebhooks.com: what is written, and what a plan holds of it. */
import { resolve } from 'node:path';
import { z } from 'zod';
import { referenceText, secret, secretUrl } from '../schema/addresses.ts';
import { list, mapping } from '../schema/mapping.ts';
import { headerName } from '../schema/name.ts';
import { withAbsoluteFiles } from '../secrets.ts';
import { on, TOLD, type On } from './interest.ts';
import type { NotifierInput } from './notifier-input.ts';

/** A signed request for each event. */
export interface WebhookNotifier {
  kind: 'webhook';
  on: On[];
  /** May hold references to secrets. */
  url: string;
  /** References to secrets that begin with `whsec_`; each signs, so that one can take another's place. */
  secrets: string[];
  /** Further headers; values may be references to secrets. */
  headers: Record<string, string>;
}

/** A webhook. */
export const webhook = mapping({
  url: secretUrl('Where each event is sent by POST.', 'https://hooks.example.com/sluice'),
  secrets: list(secret('A secret that begins with whsec_.'), 5).meta({
    description: 'What requests are signed with: the secret in use, and beside it a new or an old one.',
  }),
  headers: z
    .record(headerName, referenceText('A value; ${env:NAME} and ${file:PATH} refer to secrets.'))
    .prefault({})
    .meta({ description: 'Further headers of the request.' }),
  on: on('what most people want to read'),
})
  .meta({ description: 'A signed request for each event, by the rules of standardwebhooks.com.' })
  .transform((written): NotifierInput => ({
    findings: () => [],
    resolve(folder) {
      const absolute = (text: string): string => withAbsoluteFiles(text, (path) => resolve(folder, path));
      return {
        kind: 'webhook',
        on: written.on ?? TOLD,
        url: absolute(written.url),
        secrets: written.secrets.map(absolute),
        headers: Object.fromEntries(
          Object.entries(written.headers).map(([name, value]) => [name, absolute(value)]),
        ),
      };
    },
  }));
