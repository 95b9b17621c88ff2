/** HAProxy as a router: what is written, its rules, and what a plan holds of it. */
import { resolve } from 'node:path';
import type { z } from 'zod';
import type { Finding } from '../finding.ts';
import type { Slot } from '../plan.ts';
import { filePath, url } from '../schema/addresses.ts';
import { oneOf, text } from '../schema/leaf.ts';
import { mapping } from '../schema/mapping.ts';
import { isAddress, socket } from '../schema/socket.ts';
import { quote, type Reading } from '../units.ts';
import type { Claim, RouterInput } from './router-input.ts';

/** HAProxy by one of its maps, which belongs to one lane. */
export interface HaproxyRouter {
  kind: 'haproxy';
  /** Where the Runtime API listens: the absolute path of a unix socket, or HOST:PORT. */
  socket: string;
  /** The map's file, absolute, as HAProxy's configuration names it. */
  map: string;
  /** URL of the page of HAProxy's own exporter. */
  metrics: string;
  /** Names of the two backends; left out: `SERVICE-ENVIRONMENT-SLOT`. */
  backends?: Record<Slot, string>;
  /** Whether instances are put into the map, or stand in HAProxy's configuration. */
  targets: 'given' | 'fixed';
}

const written = mapping({
  socket: socket("Where HAProxy's Runtime API listens (its `stats socket`): a path, or HOST:PORT."),
  map: filePath(
    "The map's file that Sluice writes for this environment, used by nothing else; HAProxy's configuration names it " +
      'by the same absolute path.',
  ),
  metrics: url("URL of the page of HAProxy's own Prometheus exporter.", 'http://127.0.0.1:8404/metrics'),
  backends: mapping({
    blue: backend('The backend of the slot blue.'),
    green: backend('The backend of the slot green.'),
  })
    .meta({
      description: "HAProxy's backends, by slot. Default: SERVICE-ENVIRONMENT-blue and the same with -green.",
    })
    .exactOptional(),
  targets: oneOf(
    ['given', 'fixed'],
    "Whether Sluice puts the addresses of instances into the map, or they are servers in HAProxy's configuration.",
  ).prefault('given'),
}).meta({ description: 'HAProxy, through a map and its Runtime API.' });

type Written = z.output<typeof written>;

/** HAProxy, through a map and its Runtime API. */
export const haproxy = written.transform((input): RouterInput => ({
  findings: () => haproxyFindings(input),
  claims: (folder) => haproxyClaims(input, folder),
  resolve: (folder): HaproxyRouter => ({
    ...input,
    kind: 'haproxy',
    map: resolve(folder, input.map),
    socket: absoluteSocket(input, folder),
  }),
}));

/** A HAProxy as part of a sentence. */
export function describeHaproxy({ socket: at, map, backends, targets }: HaproxyRouter): string {
  const named = backends === undefined ? '' : ` for its backends ${backends.blue} and ${backends.green}`;
  const instances =
    targets === 'given' ? 'instances given in the map' : 'instances fixed in its configuration';
  return `HAProxy at ${at} by its map ${map}${named}, ${instances}`;
}

function haproxyFindings({ backends }: Written): Finding[] {
  if (backends === undefined || backends.blue !== backends.green) return [];
  const message = 'both slots have the same backend';
  return [{ path: ['backends', 'green'], message, expected: 'a backend of its own for each slot' }];
}

function haproxyClaims(input: Written, folder: string): Claim[] {
  const file = resolve(folder, input.map);
  const at = absoluteSocket(input, folder);
  return [
    { claim: `file ${file}`, what: `the router file ${file}`, path: ['map'] },
    ...Object.entries(input.backends ?? {}).map(([slot, name]) => ({
      claim: `haproxy ${at} backend ${name}`,
      what: `the backend ${name} of the HAProxy at ${at}`,
      path: ['backends', slot],
    })),
  ];
}

function absoluteSocket({ socket: at }: Written, folder: string): string {
  return isAddress(at) ? at : resolve(folder, at);
}

function backend(description: string) {
  const expected = 'the name of a backend: letters, digits, and "_", "-", ".", ":"';
  const read = (input: string): Reading<string> =>
    /^[\w.:-]+$/.test(input)
      ? { value: input }
      : { refused: { message: `${quote(input)} is no name of a backend`, expected } };
  return text(expected, read, { pattern: '^[A-Za-z0-9_.:-]+$', description });
}
