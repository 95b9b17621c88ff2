/** Writes the dashboards for Grafana. */
import { mkdir, writeFile } from 'node:fs/promises';
import { fleet } from './dashboards/fleet.ts';
import type { Dashboard } from './dashboards/grafana.ts';
import { release } from './dashboards/release.ts';

const FOLDER = new URL('../docs/grafana/', import.meta.url);

/** The dashboards by the names of their files, which a user imports or provisions. */
export const DASHBOARDS: ReadonlyMap<string, Dashboard> = new Map([
  ['sluice-fleet.json', fleet],
  ['sluice-release.json', release],
]);

/** A dashboard as its file has it. */
export function dashboardText(dashboard: Dashboard): string {
  return `${JSON.stringify(dashboard, null, 2)}\n`;
}

if (import.meta.main) {
  await mkdir(FOLDER, { recursive: true });
  for (const [name, dashboard] of DASHBOARDS)
    await writeFile(new URL(name, FOLDER), dashboardText(dashboard));
}
