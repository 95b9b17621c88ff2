/** A channel of Slack: what is written, and what a plan holds of it. */
import { text } from '../schema/leaf.ts';
import { mapping } from '../schema/mapping.ts';
import { quote, type Reading } from '../units.ts';
import { on, TOLD, type On } from './interest.ts';
import type { NotifierInput } from './notifier-input.ts';

/** One message a release in a channel, edited in place, with events in its thread. */
export interface SlackNotifier {
  kind: 'slack';
  /** Which events are told in the thread; the message itself follows all of them. */
  on: On[];
  channel: string;
}

const EXPECTED = 'the id of a channel, such as C0123ABCD45, or its name with a #, such as "#releases"';

const channel = text(
  EXPECTED,
  (input): Reading<string> =>
    /^(?:[CG][A-Z0-9]{5,30}|#[^\s#@,]{1,80})$/.test(input)
      ? { value: input }
      : { refused: { message: `${quote(input)} is not a channel`, expected: EXPECTED } },
  { description: 'The channel, by its id or its name with a #. The app has to be a member of it.' },
);

/** A channel. */
export const slack = mapping({ channel, on: on('what most people want to read') })
  .meta({
    description: 'One message a release in a channel of Slack, with buttons, and a thread for events.',
  })
  .transform((written): NotifierInput => ({
    findings: () => [],
    resolve: () => ({ kind: 'slack', on: written.on ?? TOLD, channel: written.channel }),
  }));
