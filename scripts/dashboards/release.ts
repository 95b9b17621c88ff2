import { DashboardCursorSync } from '@grafana/schema';
import { releasesTagged } from './annotations.ts';
import type { Dashboard } from './grafana.ts';
import { layOut } from './layout.ts';
import { metric } from './release/metric.ts';
import { split } from './release/split.ts';
import { verdict } from './release/verdict.ts';
import { SIBLINGS } from './siblings.ts';
import { laneVariables, METRIC, RELEASE, SOURCE } from './variables.ts';

/** One release: its split, what its metrics say on both sides, and the evidence against its bounds. */
export const release: Dashboard = {
  uid: 'sluice-release',
  title: 'Sluice: one release',
  description:
    'The split that was asked, read back and observed; both sides of each metric; evidence and bounds.',
  tags: ['sluice'],
  schemaVersion: 42,
  editable: true,
  graphTooltip: DashboardCursorSync.Crosshair,
  refresh: '10s',
  time: { from: 'now-1h', to: 'now' },
  links: SIBLINGS,
  templating: { list: [...SOURCE, ...laneVariables(false), RELEASE, METRIC] },
  annotations: { list: releasesTagged(['sluice', '$service', '$environment']) },
  panels: layOut([split, verdict, metric]),
};
