import { faultName } from './describe.ts';
import type { Fault } from './record.ts';
import type { Schedule } from './schedule.ts';

/** What was struck, and how often: `kill 2× worker, api; stop postgres; 429, 2× lost before metrics`. Pure. */
export function describeStruck(faults: readonly Fault[], setup: Schedule['setup']): string {
  const blows = (['kill', 'stop'] as const).map((blow) => {
    const struck = faults.filter(({ kind }) => kind === blow).flatMap((fault) => victimOf(fault, setup));
    return struck.length === 0 ? [] : [`${blow} ${list(struck)}`];
  });
  const proxies = faults.filter(({ kind }) => kind === 'proxy');
  const before = [...Map.groupBy(proxies, ({ target }) => target)]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([target, its]) => `${list(its.map(kindOf))} before ${target}`);
  return [...blows.flat(), ...before].join('; ');
}

/** A daemon is worker and API, and both are away with it. */
function victimOf({ target, what = target }: Fault, setup: Schedule['setup']): string[] {
  if (setup !== 'one daemon') return [what];
  if (target === 'api') return [];
  return [target === 'worker' ? 'daemon' : what];
}

function kindOf({ what = 'disturbed' }: Fault): string {
  return faultName(what.split(' ')[0] ?? what);
}

function list(names: readonly string[]): string {
  return counted(names)
    .map(([name, count]) => (count === 1 ? name : `${count}× ${name}`))
    .join(', ');
}

/** Each name with its count, the most frequent first. */
export function counted(names: readonly string[]): [name: string, count: number][] {
  const counts = new Map<string, number>();
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  return [...counts].toSorted(([a, x], [b, y]) => y - x || (a < b ? -1 : 1));
}
