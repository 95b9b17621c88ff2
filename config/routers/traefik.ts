/** Traefik as a router: what is written, its rules, and what a plan holds of it. */
import { dirname, join, resolve, sep } from 'node:path';
import { z } from 'zod';
import type { Finding } from '../finding.ts';
import { filePath, url } from '../schema/addresses.ts';
import { words } from '../schema/leaf.ts';
import { mapping } from '../schema/mapping.ts';
import type { RouterInput } from './router-input.ts';

/** Traefik's file provider: one dynamic file that belongs to one lane. */
export interface TraefikRouter {
  kind: 'traefik';
  /** The dynamic file, absolute; its folder is watched by Traefik and must exist. */
  file: string;
  /** Folder for temporary files: outside the watched folder, on the same file system. */
  temporaryFolder: string;
  /** URL of Traefik's Prometheus metrics. */
  metrics: string;
  /** Base URL of Traefik's API. */
  api: string;
  /** Traefik's routing rule. */
  rule: string;
  /** Names of Traefik's entry points; empty means Traefik's default. */
  entryPoints: string[];
}

const written = mapping({
  file: filePath(
    'The dynamic file that Sluice writes for this environment, .yaml or .yml, used by nothing else.',
  ),
  metrics: url("URL of Traefik's Prometheus metrics."),
  api: url("Base URL of Traefik's API. Default: the origin of `metrics`.").exactOptional(),
  rule: words('a routing rule such as Host(`shop.example.com`)', "Traefik's routing rule.").prefault(
    'PathPrefix(`/`)',
  ),
  entryPoints: z
    .array(words('the name of an entry point', 'An entry point.'))
    .prefault([])
    .meta({ description: "Traefik's entry points. None means Traefik's default." }),
  temporaryFolder: filePath(
    'Folder for files that are not yet in place: on the same file system as `file`, outside the folder that ' +
      'Traefik watches. Default: `.sluice-tmp` beside the folder of `file`.',
  ).exactOptional(),
}).meta({ description: 'Traefik, through its file provider.' });

type Written = z.output<typeof written>;

/** Traefik, through its file provider. */
export const traefik = written.transform((input): RouterInput => ({
  findings: (folder) => traefikFindings(input, folder),
  claims(folder) {
    const file = resolve(folder, input.file);
    return [{ claim: `file ${file}`, what: `the router file ${file}`, path: ['file'] }];
  },
  resolve: (folder) => resolveTraefik(input, folder),
}));

/** A Traefik as part of a sentence. */
export function describeTraefik({ file, api, metrics, rule, entryPoints }: TraefikRouter): string {
  const at = entryPoints.length === 0 ? '' : ` at ${entryPoints.join(' and ')}`;
  return `Traefik by its file ${file} for ${rule}${at}, read back from ${api}, counted at ${metrics}`;
}

function traefikFindings({ file, temporaryFolder }: Written, folder: string): Finding[] {
  const findings: Finding[] = [];
  if (!/\.ya?ml$/.test(file)) {
    const message = 'Traefik would not read this file';
    findings.push({ path: ['file'], message, expected: 'a name ending in .yaml or .yml' });
  }
  if (temporaryFolder === undefined) return findings;
  const watched = dirname(resolve(folder, file));
  const temporary = resolve(folder, temporaryFolder);
  if (temporary === watched || temporary.startsWith(watched + sep)) {
    const path = ['temporaryFolder'];
    const message = 'the folder is inside the one that Traefik watches';
    findings.push({ path, message, expected: 'a folder beside it: Traefik would load unfinished files' });
  }
  return findings;
}

function resolveTraefik(input: Written, folder: string): TraefikRouter {
  const file = resolve(folder, input.file);
  const { temporaryFolder } = input;
  return {
    ...input,
    kind: 'traefik',
    file,
    api: input.api ?? new URL(input.metrics).origin,
    temporaryFolder:
      temporaryFolder === undefined
        ? join(dirname(dirname(file)), '.sluice-tmp')
        : resolve(folder, temporaryFolder),
  };
}
