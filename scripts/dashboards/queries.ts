import type { DataSourceRef } from './grafana.ts';

/** The Prometheus that the variable of a dashboard names. */
export const PROMETHEUS: DataSourceRef = { type: 'prometheus', uid: '${datasource}' };

/** A query of Prometheus and what its series are called. */
export interface Query {
  expr: string;
  /** With labels as `{{lane}}`; a table has columns instead. */
  legend?: string;
  /** Only as of the end of the time shown. */
  instant?: true;
}

/** What the data source of Prometheus reads of a target of a panel. */
interface Target {
  datasource: DataSourceRef;
  editorMode: 'code';
  expr: string;
  format: 'time_series' | 'table';
  instant: boolean;
  legendFormat: string;
  range: boolean;
  refId: string;
}

/** Targets as a panel has them, one a query, called A, B and so on. */
export function targetsOf(queries: readonly Query[], format: Target['format']): Record<string, unknown>[] {
  return queries.map(
    ({ expr, legend = '__auto', instant = false }, index): Target & Record<string, unknown> => ({
      datasource: PROMETHEUS,
      editorMode: 'code',
      expr,
      format,
      instant,
      legendFormat: legend,
      range: !instant,
      refId: String.fromCodePoint('A'.charCodeAt(0) + index),
    }),
  );
}
