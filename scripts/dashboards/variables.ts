import { VariableRefresh, VariableSort } from '@grafana/schema';
import type { VariableModel } from './grafana.ts';
import { PROMETHEUS } from './queries.ts';

/** Where what is asked is kept: the data source, and the name of the scrape job in it. */
export const SOURCE: VariableModel[] = [
  {
    type: 'datasource',
    name: 'datasource',
    label: 'Prometheus',
    query: 'prometheus',
    refresh: VariableRefresh.onDashboardLoad,
  },
  fromLabels({ name: 'job', label: 'Scrape job', query: 'label_values(sluice_disk_size_bytes, job)' }),
];

/** Which lanes: one, or any number of them. */
export function laneVariables(many: boolean): VariableModel[] {
  const more: Choice = many
    ? { multi: true, includeAll: true, allValue: '[^.]+', current: { text: ['All'], value: ['$__all'] } }
    : {};
  return [
    fromLabels({
      name: 'service',
      label: 'Service',
      query: 'label_values(sluice_lane_blocked{job="$job"}, lane)',
      regex: '/^([^.]+)[.]/',
      ...more,
    }),
    fromLabels({
      name: 'environment',
      label: 'Environment',
      query: 'label_values(sluice_lane_blocked{job="$job", lane=~"$service[.].+"}, lane)',
      regex: '/[.]([^.]+)$/',
      ...more,
    }),
  ];
}

/** The releases of the lane that ran in the time shown, the newest first. */
export const RELEASE = fromLabels({
  name: 'release',
  label: 'Release',
  query: 'label_values(sluice_release_phase{job="$job", lane="$service.$environment"}, release)',
  sort: VariableSort.naturalDesc,
});

/** Each metric that the release is judged by. */
export const METRIC = fromLabels({
  name: 'metric',
  label: 'Metric',
  query: 'label_values(sluice_watch_harm_ratio{job="$job", release="$release"}, metric)',
  multi: true,
  includeAll: true,
  current: { text: ['All'], value: ['$__all'] },
});

/** How a variable may be chosen. */
type Choice = Omit<Partial<VariableModel>, 'query'>;

/** A variable whose values are those of a label. */
function fromLabels({
  query,
  ...more
}: Choice & Pick<VariableModel, 'name' | 'label'> & { query: string }): VariableModel {
  return {
    type: 'query',
    datasource: PROMETHEUS,
    query: { query, refId: more.name },
    refresh: VariableRefresh.onTimeRangeChanged,
    sort: VariableSort.alphabeticalAsc,
    ...more,
  };
}
