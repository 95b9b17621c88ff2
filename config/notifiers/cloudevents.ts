/** CloudEvents with the types of CDEvents: what is written, and what a plan holds of it. */
import { parsePlaceholders } from '../placeholders.ts';
import { secretUrl } from '../schema/addresses.ts';
import { oneOf, text } from '../schema/leaf.ts';
import { mapping } from '../schema/mapping.ts';
import { quote, type Reading } from '../units.ts';
import { absoluteIn } from './absolute.ts';
import { headers, resolveHeaders } from './headers.ts';
import { on, TOLD, type On } from './interest.ts';
import type { NotifierInput } from './notifier-input.ts';

/** A CloudEvent for each event. */
export interface CloudEventsNotifier {
  kind: 'cloudevents';
  on: On[];
  /** May hold references to secrets. */
  url: string;
  mode: 'structured' | 'binary';
  /** What tells this Sluice from others, as a URI reference. */
  source: string;
  /** The purl of what is deployed, with `{{version}}` in it; left out: a generic one. */
  artifact?: string;
  /** Values may be references to secrets. */
  headers: Record<string, string>;
}

const PURL = 'a purl such as pkg:oci/checkout@{{version}}';

const artifact = text(
  PURL,
  (input): Reading<string> =>
    /^pkg:[a-z][a-z0-9.+-]*\/\S+$/.test(input)
      ? parsePlaceholders(input, ['version'])
      : { refused: { message: `${quote(input)} is not a purl`, expected: PURL } },
  {
    pattern: '^pkg:',
    description: 'The purl of what is deployed. Default: pkg:generic/SERVICE@{{version}}.',
  },
);

const SOURCE = 'a URI reference such as https://sluice.example.com or /sluice';

const source = text(
  SOURCE,
  (input): Reading<string> =>
    /^[\w:/?#@!$&'()*+,;=.~%-]+$/.test(input)
      ? { value: input }
      : { refused: { message: `${quote(input)} is not a URI reference`, expected: SOURCE } },
  { minLength: 1, description: 'What tells this Sluice from others. Default: /sluice.' },
);

/** CloudEvents. */
export const cloudevents = mapping({
  url: secretUrl('Where each event is sent by POST.', 'https://broker.example.com/events'),
  mode: oneOf(['structured', 'binary'], 'The event in the body, or its attributes in headers.').prefault(
    'structured',
  ),
  source: source.prefault('/sluice'),
  artifact: artifact.exactOptional(),
  headers,
  on: on('what most people want to read'),
})
  .meta({ description: 'A CloudEvent for each event, with the types of CDEvents.' })
  .transform((written): NotifierInput => ({
    findings: () => [],
    resolve: (folder) => ({
      kind: 'cloudevents',
      on: written.on ?? TOLD,
      url: absoluteIn(folder)(written.url),
      mode: written.mode,
      source: written.source,
      ...(written.artifact === undefined ? {} : { artifact: written.artifact }),
      headers: resolveHeaders(written.headers, folder),
    }),
  }));
