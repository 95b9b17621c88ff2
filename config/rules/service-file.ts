/** Rules about a whole service file. */
import { below, type Finding } from '../finding.ts';
import { router } from '../routers/index.ts';
import { environmentFindings } from './environment.ts';

/** What is wrong in a service file beyond the form of its keys. `folder` is where the file is. */
export function serviceFileFindings(written: unknown, folder: string): Finding[] {
  const environments = Object.entries(mappingAt(mappingAt(written)?.['environments']) ?? {});
  const owners = new Map<string, string>();
  return environments.flatMap(([name, value]) => {
    const environment = mappingAt(value);
    if (environment === undefined) return [];
    const prefix = ['environments', name];
    return [
      ...below(prefix, environmentFindings(environment, folder)),
      ...below(prefix, sharedRouter(environment['router'], name, folder, owners)),
    ];
  });
}

/** A router object belongs to one environment alone; `owners` collects them. */
function sharedRouter(
  written: unknown,
  name: string,
  folder: string,
  owners: Map<string, string>,
): Finding[] {
  const parsed = router.safeParse(written);
  if (!parsed.success) return [];
  const { kind } = parsed.data;
  return parsed.data.claims(folder).flatMap(({ claim, path }) => {
    const owner = owners.get(claim) ?? name;
    owners.set(claim, owner);
    if (owner === name) return [];
    const message = `this already belongs to environment ${owner}`;
    return [{ path: ['router', kind, ...path], message, expected: 'one of its own' }];
  });
}

function mappingAt(value: unknown): Record<string, unknown> | undefined {
  return isMapping(value) ? value : undefined;
}

function isMapping(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
