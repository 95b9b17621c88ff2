/** Rules about one metric. Each finding's path is a path in the metric. */
import { below, type Finding } from '../finding.ts';
import { presetOf } from '../presets/index.ts';
import { sourcesOf } from '../resolve-metrics.ts';
import { risingFindings } from '../schema/edges.ts';
import type { MetricInput } from '../schema/metric.ts';
import { sources } from '../sources/index.ts';

/** What is wrong with this metric where the environment has this kind of router; undefined: it is not known. */
export function metricFindings(metric: MetricInput, router: string | undefined): Finding[] {
  return [
    ...sourceFindings(metric),
    ...presetFindings(metric, router),
    ...marginFindings(metric),
    ...edgeFindings(metric),
  ];
}

const KINDS = Object.keys(sources).join(', ');

function sourceFindings(metric: MetricInput): Finding[] {
  const preset = metric.preset === undefined ? undefined : presetOf(metric.preset);
  const named = sourcesOf(metric);
  const [first, second] = named;
  if (preset === undefined && first === undefined) {
    const message = 'the metric has no source';
    return [{ path: [], at: 'key', message, expected: `preset, or one of ${KINDS}` }];
  }
  if (second !== undefined) {
    const message = 'the metric has two sources';
    return [{ path: [second[0]], at: 'key', message, expected: 'one of them' }];
  }
  if (first === undefined) return [];
  const [kind, source] = first;
  if (preset?.alone === true) {
    const message = `${metric.preset} has a source of its own`;
    return [{ path: [kind], at: 'key', message, expected: 'no source beside it' }];
  }
  if (preset === undefined || source.read !== undefined) return below([kind], source.findings(preset));
  const message = 'the metric has two sources';
  return [{ path: [kind], at: 'key', message, expected: `preset or ${kind}, not both` }];
}

function presetFindings(metric: MetricInput, router: string | undefined): Finding[] {
  if (metric.preset === undefined) return [];
  const preset = presetOf(metric.preset);
  const path = ['preset'];
  if (preset.router !== undefined && router !== undefined && preset.router !== router) {
    const message = `${metric.preset} reads figures of router ${preset.router}, and the router is ${router}`;
    return [{ path, message, expected: `a preset of ${router}, or a source of its own` }];
  }
  if (preset.source !== undefined || sourcesOf(metric).length > 0) return [];
  const message = `nothing says where ${metric.preset} is read`;
  return [{ path, message, expected: 'a source beside it, such as prometheus' }];
}

function marginFindings({ margin, safeMargin }: MetricInput): Finding[] {
  if (safeMargin >= margin) return [];
  const message = `safeMargin ${safeMargin} is below margin ${margin}`;
  const path = ['safeMargin'];
  return [{ path, message, expected: `at least ${margin}: what is harm cannot be called safe` }];
}

function edgeFindings(metric: MetricInput): Finding[] {
  const { preset, edges } = metric;
  if (edges === undefined) return missingEdges(metric);
  const rising = risingFindings(edges, ['edges']);
  if (preset !== undefined && presetOf(preset).latency) return rising;
  const [named] = sourcesOf(metric);
  const hint = named === undefined ? {} : { hint: `move it under ${named[0]} if that counts a histogram` };
  const message = 'edges are for latency';
  return [{ path: ['edges'], at: 'key', message, expected: 'no edges here', ...hint }, ...rising];
}

function missingEdges({ preset }: MetricInput): Finding[] {
  if (preset === undefined || presetOf(preset).needsEdges === undefined) return [];
  const message = `${preset} has no edges to choose from`;
  return [{ path: ['preset'], message, expected: 'edges beside it, such as edges: [100ms, 500ms]' }];
}
