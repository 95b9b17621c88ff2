import {
  FieldColorModeId,
  GraphDrawStyle,
  GraphThresholdsStyleMode,
  LegendDisplayMode,
  LineInterpolation,
  ScaleDistribution,
  SortOrder,
  StackingMode,
  ThresholdsMode,
  TooltipDisplayMode,
  VisibilityMode,
} from '@grafana/schema';
import type {
  FieldConfig,
  Options,
} from '@grafana/schema/dist/esm/raw/composable/timeseries/panelcfg/x/TimeSeriesPanelCfg_types.gen';
import type { Sized } from './layout.ts';
import { PROMETHEUS, targetsOf, type Query } from './queries.ts';

/** A graph over time. */
export interface Graph {
  title: string;
  /** What a person does with it. */
  description: string;
  width: number;
  /** Grafana's name of the unit of all series. */
  unit: string;
  queries: readonly Query[];
  /** `steps`: a figure stands until the next one; `bars`: stacked. */
  drawn?: 'steps' | 'bars' | 'stacked';
  /** A line at this figure, which is one not to be passed. */
  bound?: number;
  min?: number;
  max?: number;
  /** Powers of ten: for what grows by factors. */
  log?: true;
  /** No point is of less time than this. */
  interval?: string;
}

/** Makes the panel of a graph, 8 units high. */
export function graph(of: Graph): Sized {
  const { title, description, width, unit, queries, bound, min, max, interval } = of;
  const custom: FieldConfig = {
    ...styleOf(of.drawn),
    lineWidth: 1,
    showPoints: VisibilityMode.Never,
    spanNulls: false,
    ...(of.log === undefined ? {} : { scaleDistribution: { type: ScaleDistribution.Log, log: 10 } }),
    ...(bound === undefined ? {} : { thresholdsStyle: { mode: GraphThresholdsStyleMode.Dashed } }),
  };
  const options: Options = {
    legend: { calcs: [], displayMode: LegendDisplayMode.List, placement: 'bottom', showLegend: true },
    tooltip: { mode: TooltipDisplayMode.Multi, sort: SortOrder.Descending },
  };
  return {
    width,
    height: 8,
    panel: {
      type: 'timeseries',
      title,
      description,
      datasource: PROMETHEUS,
      ...(interval === undefined ? {} : { interval }),
      targets: targetsOf(queries, 'time_series'),
      options: { ...options },
      fieldConfig: {
        defaults: {
          unit,
          color: { mode: FieldColorModeId.PaletteClassic },
          ...(min === undefined ? {} : { min }),
          ...(max === undefined ? {} : { max }),
          thresholds: {
            mode: ThresholdsMode.Absolute,
            steps: [
              { color: 'transparent', value: null },
              ...(bound === undefined ? [] : [{ color: 'red', value: bound }]),
            ],
          },
          custom: { ...custom },
        },
        overrides: [],
      },
    },
  };
}

function styleOf(drawn: Graph['drawn']): FieldConfig {
  const stacking = { mode: StackingMode.Normal, group: 'A' };
  switch (drawn) {
    case 'bars':
      return { drawStyle: GraphDrawStyle.Bars, fillOpacity: 80, stacking };
    case 'stacked':
      return {
        drawStyle: GraphDrawStyle.Line,
        fillOpacity: 30,
        lineInterpolation: LineInterpolation.StepAfter,
        stacking,
      };
    case 'steps':
      return { drawStyle: GraphDrawStyle.Line, lineInterpolation: LineInterpolation.StepAfter };
    case undefined:
      return { drawStyle: GraphDrawStyle.Line, lineInterpolation: LineInterpolation.Linear };
  }
}
