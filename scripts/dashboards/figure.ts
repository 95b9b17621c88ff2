import {
  BigValueColorMode,
  BigValueGraphMode,
  BigValueJustifyMode,
  BigValueTextMode,
  FieldColorModeId,
  PercentChangeColorMode,
  ThresholdsMode,
  VizOrientation,
} from '@grafana/schema';
import type { Options } from '@grafana/schema/dist/esm/raw/composable/stat/panelcfg/x/StatPanelCfg_types.gen';
import type { FieldConfig } from './grafana.ts';
import type { Sized } from './layout.ts';
import { PROMETHEUS, targetsOf, type Query } from './queries.ts';

/** One figure as of the end of the time shown, or one for each series. */
export interface Figure {
  title: string;
  description: string;
  width: number;
  unit: string;
  query: Query;
  /** What a series is called, instead of its figure. */
  named?: true;
  /** From this figure on it is red; `below`: under it. */
  alarm?: { from: number } | { below: number };
  /** What is said where there is nothing to show. */
  nothing: string;
}

/** Makes the panel of a figure, 4 units high. */
export function figure(of: Figure): Sized {
  const { title, description, width, unit, query, alarm, nothing } = of;
  const options: Options = {
    colorMode: alarm === undefined ? BigValueColorMode.None : BigValueColorMode.Value,
    graphMode: BigValueGraphMode.None,
    justifyMode: BigValueJustifyMode.Auto,
    orientation: VizOrientation.Auto,
    percentChangeColorMode: PercentChangeColorMode.Standard,
    reduceOptions: { calcs: ['lastNotNull'], fields: '', values: false },
    showPercentChange: false,
    textMode: textOf(of),
    wideLayout: true,
  };
  return {
    width,
    height: 4,
    panel: {
      type: 'stat',
      title,
      description,
      datasource: PROMETHEUS,
      targets: targetsOf([{ ...query, instant: true }], 'time_series'),
      options: { ...options },
      fieldConfig: {
        defaults: {
          unit,
          noValue: nothing,
          color: { mode: FieldColorModeId.Thresholds },
          thresholds: { mode: ThresholdsMode.Absolute, steps: stepsOf(alarm) },
        },
        overrides: [],
      },
    },
  };
}

function textOf({ named, query }: Figure): BigValueTextMode {
  if (named === true) return BigValueTextMode.Name;
  return query.legend === undefined ? BigValueTextMode.Value : BigValueTextMode.ValueAndName;
}

function stepsOf(alarm: Figure['alarm']): NonNullable<FieldConfig['thresholds']>['steps'] {
  if (alarm === undefined) return [{ color: 'text', value: null }];
  if ('from' in alarm)
    return [
      { color: 'text', value: null },
      { color: 'red', value: alarm.from },
    ];
  return [
    { color: 'red', value: null },
    { color: 'text', value: alarm.below },
  ];
}
