import { TableCellDisplayMode, TableCellHeight } from '@grafana/schema';
import type {
  FieldConfig,
  Options,
} from '@grafana/schema/dist/esm/raw/composable/table/panelcfg/x/TablePanelCfg_types.gen';
import type { Panel } from './grafana.ts';
import type { Sized } from './layout.ts';
import { PROMETHEUS, targetsOf } from './queries.ts';

/** A table with a column for each label of one query and one for its value. */
export interface List {
  title: string;
  description: string;
  width: number;
  expr: string;
  /** What the value is called, and Grafana's name of its unit. */
  value: { name: string; unit: string };
  /** The column whose cells lead to `url`. */
  link?: { column: string; title: string; url: string };
}

/** Makes the panel of a table, 8 units high. */
export function list({ title, description, width, expr, value, link }: List): Sized {
  const options: Options = { cellHeight: TableCellHeight.Sm, frameIndex: 0, showHeader: true };
  const custom: FieldConfig = {
    align: 'auto',
    cellOptions: { type: TableCellDisplayMode.Auto },
    inspect: false,
  };
  const overrides: NonNullable<Panel['fieldConfig']>['overrides'] = [
    {
      matcher: { id: 'byName', options: 'Value' },
      properties: [
        { id: 'displayName', value: value.name },
        { id: 'unit', value: value.unit },
      ],
    },
  ];
  if (link !== undefined) {
    const { column, ...to } = link;
    overrides.push({
      matcher: { id: 'byName', options: column },
      properties: [{ id: 'links', value: [to] }],
    });
  }
  return {
    width,
    height: 8,
    panel: {
      type: 'table',
      title,
      description,
      datasource: PROMETHEUS,
      targets: targetsOf([{ expr, instant: true }], 'table'),
      options: { ...options },
      transformations: [{ id: 'organize', options: { excludeByName: { Time: true } } }],
      fieldConfig: {
        defaults: { custom: { ...custom } },
        overrides,
      },
    },
  };
}
