import type { DashboardLink } from './grafana.ts';

/** The other dashboards of Sluice, which keep the time and what is chosen. */
export const SIBLINGS: DashboardLink[] = [
  {
    type: 'dashboards',
    title: 'Sluice',
    tooltip: 'The other dashboards of Sluice',
    icon: 'dashboard',
    tags: ['sluice'],
    asDropdown: false,
    includeVars: true,
    keepTime: true,
    targetBlank: false,
  },
];
