/** A webhook by the rules of standardwebhooks.com: what is written, and what a plan holds of it. */
import { secret, secretUrl } from '../schema/addresses.ts';
import { list, mapping } from '../schema/mapping.ts';
import { absoluteIn } from './absolute.ts';
import { headers, resolveHeaders } from './headers.ts';
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
  headers,
  on: on('what most people want to read'),
})
  .meta({ description: 'A signed request for each event, by the rules of standardwebhooks.com.' })
  .transform((written): NotifierInput => ({
    findings: () => [],
    resolve: (folder) => ({
      kind: 'webhook',
      on: written.on ?? TOLD,
      url: absoluteIn(folder)(written.url),
      secrets: written.secrets.map(absoluteIn(folder)),
      headers: resolveHeaders(written.headers, folder),
    }),
  }));
