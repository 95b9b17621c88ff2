/**
 * Grafana's own schema of a dashboard: its types are made of the CUE that Grafana checks what it is given by. What
 * they leave open, options and fields of panels, is closed by the types of each panel.
 */
export type {
  AnnotationQuery,
  Dashboard,
  DashboardLink,
  DataSourceRef,
  FieldConfig,
  Panel,
  RowPanel,
  VariableModel,
} from '@grafana/schema/dist/esm/raw/dashboard/x/Dashboard_types.gen';
