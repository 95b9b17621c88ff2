/** Rules about platform, router and drain. Each finding's path is a path in the environment. */
import { dirname, resolve, sep } from 'node:path';
import type { Finding } from '../finding.ts';
import type { EnvironmentInput } from '../schema/environment.ts';

/** Variables that Sluice sets itself would otherwise be set twice. */
export function platformFindings({ process }: EnvironmentInput['platform']): Finding[] {
  if (process.environment === undefined || !Object.hasOwn(process.environment, process.port)) return [];
  const path = ['platform', 'process', 'environment', process.port];
  const message = `the variable ${process.port} is the port, which Sluice sets`;
  return [{ path, at: 'key', message, expected: 'another variable' }];
}

/** `folder` is the folder of the service file, to which relative paths refer. */
export function routerFindings({ traefik }: EnvironmentInput['router'], folder: string): Finding[] {
  const findings: Finding[] = [];
  if (!/\.ya?ml$/.test(traefik.file)) {
    const path = ['router', 'traefik', 'file'];
    findings.push({
      path,
      message: 'Traefik would not read this file',
      expected: 'a name ending in .yaml or .yml',
    });
  }
  if (traefik.temporaryFolder !== undefined) {
    const watched = dirname(resolve(folder, traefik.file));
    const temporary = resolve(folder, traefik.temporaryFolder);
    if (temporary === watched || temporary.startsWith(watched + sep)) {
      const path = ['router', 'traefik', 'temporaryFolder'];
      const message = 'the folder is inside the one that Traefik watches';
      findings.push({ path, message, expected: 'a folder beside it: Traefik would load unfinished files' });
    }
  }
  return findings;
}

/** A drain is measured or timed. */
export function drainFindings(drain: EnvironmentInput['drain']): Finding[] {
  const expected = 'metric with atMost, deadline and path, or wait';
  const { metric, wait, ...others } = drain;
  if ((metric === undefined) === (wait === undefined)) {
    const message =
      metric === undefined ? 'nothing says when the slot is drained' : 'the drain has two forms at once';
    return [{ path: ['drain'], at: 'key', message, expected }];
  }
  const [stray] = Object.keys(others);
  if (wait === undefined || stray === undefined) return [];
  return [{ path: ['drain', stray], at: 'key', message: `${stray} is for a drain with metric`, expected }];
}
