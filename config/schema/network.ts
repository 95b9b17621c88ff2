/** TLS, proxies and limits of the API. */
import { BlockList, isIP } from 'node:net';
import type { z } from 'zod';
import { quote, type Reading } from '../units.ts';
import { filePath, parseUrl } from './addresses.ts';
import { number, text } from './leaf.ts';
import { list, mapping } from './mapping.ts';

/** Certificate and key of the API. */
export const tls = mapping({
  cert: filePath('The certificate with its chain, in PEM.'),
  key: filePath('Its key, in PEM, without a passphrase.'),
}).meta({ description: 'Has the API speak HTTPS. Both files are read again when they change.' });

const PROXY = 'an address, or a network such as 10.0.0.0/8';

const proxy = text(
  PROXY,
  (input): Reading<string> =>
    isNetwork(input)
      ? { value: input }
      : { refused: { message: `${quote(input)} is no address`, expected: PROXY } },
  { minLength: 2, description: 'An address, or a network in CIDR notation.' },
);

/** Whose X-Forwarded headers are believed. */
export const trustedProxies = list(proxy, 100).meta({
  description: 'Proxies whose X-Forwarded-For, -Proto and -Host are believed. Without it, nobody is.',
});

const PUBLIC =
  'an address such as https://sluice.example.com, or https://ops.example.com/sluice behind a prefix';

/** Where people reach the dashboard. */
export const publicUrl = text(
  PUBLIC,
  (input): Reading<string> => {
    const reading = parseUrl(input, PUBLIC);
    if (!('value' in reading)) return reading;
    const refuse = (message: string, hint?: string): Reading<string> => ({
      refused: { message, expected: PUBLIC, ...(hint === undefined ? {} : { hint }) },
    });
    const { origin, pathname, href } = new URL(reading.value);
    const prefix = pathname.replace(/\/$/, '');
    if (/[?#]/.test(href)) return refuse(`${quote(input)} has more than a path`);
    // It stands in the messages of many systems, each of which has its own marks.
    if (!/^(?:\/[\w.~%-]+)*$/.test(prefix)) return refuse(`the path of ${quote(input)} is not a plain one`);
    if (prefix.endsWith('/ui')) {
      return refuse(`${quote(input)} is the dashboard itself`, 'leave /ui out: links add it');
    }
    return { value: `${origin}${prefix}` };
  },
  {
    pattern: '^https?://',
    description:
      'Where people reach the dashboard, without /ui: links in messages begin with it. With `auth` the API answers to its host.',
  },
);

/** How much may be asked. */
export const limits = mapping({
  requestsPerMinute: number(
    { min: 1, max: 1_000_000, whole: true },
    'Requests of one principal in a minute. Event streams count once, health does not.',
  ).prefault(1200),
  failedLoginsPerMinute: number(
    { min: 1, max: 1_000_000, whole: true },
    'Refused credentials of one address in a minute; above it none is looked at.',
  ).prefault(20),
}).meta({ description: 'Limits of the API. They hold where there is `auth`, or where they are written.' });

/** The limits as they were read. */
export type Limits = z.output<typeof limits>;

/** Those that hold where nothing else is said. */
export const DEFAULT_LIMITS: Limits = limits.parse({});

function isNetwork(input: string): boolean {
  const [address = '', bits, ...rest] = input.split('/');
  const family = isIP(address);
  if (family === 0 || rest.length > 0) return false;
  if (bits === undefined) return true;
  if (!/^\d{1,3}$/.test(bits)) return false;
  try {
    new BlockList().addSubnet(address, Number(bits), family === 6 ? 'ipv6' : 'ipv4');
    // Everybody would be a proxy, and could claim any address.
    return Number(bits) > 0;
  } catch {
    return false;
  }
}
