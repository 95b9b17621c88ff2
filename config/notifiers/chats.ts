/** Chats that take messages by a webhook of theirs: what is written, and what a plan holds of it. */
import { secretUrl } from '../schema/addresses.ts';
import { mapping } from '../schema/mapping.ts';
import { absoluteIn } from './absolute.ts';
import { on, TOLD, type On } from './interest.ts';
import type { NotifierInput } from './notifier-input.ts';

/** A message for each event, by a URL that is itself the secret. */
export interface ChatNotifier {
  kind: 'teams' | 'discord';
  on: On[];
  /** May hold references to secrets. */
  url: string;
}

/** Microsoft Teams, by a webhook of its workflows. */
export const teams = chat('teams', 'A card in Microsoft Teams for each event.');

/** Discord, by a webhook of a channel. */
export const discord = chat('discord', 'A message in Discord for each event.');

function chat(kind: ChatNotifier['kind'], description: string) {
  return mapping({
    url: secretUrl(
      'The webhook, which is a secret: write it as ${env:NAME}.',
      `https://${kind}.example.com/…`,
    ),
    on: on('what most people want to read'),
  })
    .meta({ description })
    .transform((written): NotifierInput => ({
      findings: () => [],
      resolve: (folder) => ({ kind, on: written.on ?? TOLD, url: absoluteIn(folder)(written.url) }),
    }));
}
