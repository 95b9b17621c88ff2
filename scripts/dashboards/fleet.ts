import { DashboardCursorSync } from '@grafana/schema';
import { releasesTagged } from './annotations.ts';
import { failures } from './fleet/failures.ts';
import { now } from './fleet/now.ts';
import { outcomes } from './fleet/outcomes.ts';
import { processes } from './fleet/processes.ts';
import { watching } from './fleet/watching.ts';
import type { Dashboard } from './grafana.ts';
import { layOut } from './layout.ts';
import { SIBLINGS } from './siblings.ts';
import { laneVariables, SOURCE } from './variables.ts';

/** All of Sluice: what runs, what waits for people, what came of releases, and whether Sluice itself is well. */
export const fleet: Dashboard = {
  uid: 'sluice-fleet',
  title: 'Sluice: all releases',
  description: 'What runs, what waits for a person, how releases ended, and whether Sluice itself is well.',
  tags: ['sluice'],
  schemaVersion: 42,
  editable: true,
  graphTooltip: DashboardCursorSync.Crosshair,
  refresh: '30s',
  time: { from: 'now-6h', to: 'now' },
  links: SIBLINGS,
  templating: { list: [...SOURCE, ...laneVariables(true)] },
  annotations: { list: releasesTagged(['sluice']) },
  panels: layOut([now, outcomes, watching, failures, processes]),
};
