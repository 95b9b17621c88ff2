import type { AnnotationQuery, DataSourceRef } from './grafana.ts';

const GRAFANA: DataSourceRef = { type: 'grafana', uid: '-- Grafana --' };

/** What Grafana has by itself: what people have written on this dashboard. */
const OWN: AnnotationQuery = {
  builtIn: 1,
  name: 'Annotations & Alerts',
  datasource: GRAFANA,
  enable: true,
  hide: true,
  iconColor: 'rgba(0, 211, 255, 1)',
  type: 'dashboard',
};

/** Regions and marks that the notifier `grafana` has written, of those that have all of these tags. */
export function releasesTagged(tags: string[]): AnnotationQuery[] {
  return [
    OWN,
    {
      name: 'Releases',
      datasource: GRAFANA,
      enable: true,
      iconColor: 'blue',
      target: { type: 'tags', tags, matchAny: false, limit: 200 },
    },
  ];
}
