/** Rules about one metric. Each finding's path is a path in the metric. */
import type { Finding } from '../finding.ts';
import type { MetricInput } from '../schema/metric.ts';

/** What is wrong with this metric. */
export function metricFindings(metric: MetricInput): Finding[] {
  return [...sourceFindings(metric), ...marginFindings(metric), ...edgeFindings(metric)];
}

function sourceFindings({ preset, scrape }: MetricInput): Finding[] {
  const expected = 'preset or scrape';
  if (preset === undefined && scrape === undefined) {
    return [{ path: [], at: 'key', message: 'the metric has no source', expected }];
  }
  if (scrape === undefined) return [];
  if (preset !== undefined) {
    return [
      {
        path: ['scrape'],
        at: 'key',
        message: 'the metric has two sources',
        expected: `${expected}, not both`,
      },
    ];
  }
  const findings: Finding[] = [];
  if ((scrape.counter === undefined) === (scrape.histogram === undefined)) {
    const message = scrape.counter === undefined ? 'nothing is counted' : 'two series are counted';
    findings.push({ path: ['scrape'], at: 'key', message, expected: 'counter or histogram' });
  } else if (scrape.counter !== undefined && Object.keys(scrape.bad ?? {}).length === 0) {
    const message = 'nothing says which requests are bad';
    findings.push({
      path: ['scrape'],
      at: 'key',
      message,
      expected: 'bad with a label, such as bad: { code: "5.." }',
    });
  } else if (scrape.histogram !== undefined && scrape.bad !== undefined) {
    const expectedEdges = 'edges: a histogram counts slow requests';
    findings.push({
      path: ['scrape', 'bad'],
      at: 'key',
      message: 'bad is for a counter',
      expected: expectedEdges,
    });
  }
  if (!Object.values(scrape.labels).some((value) => value.includes('{{slot}}'))) {
    const message = 'no label tells the two slots apart';
    findings.push({
      path: ['scrape', 'labels'],
      at: 'key',
      message,
      expected: 'a label with {{slot}} in its value',
    });
  }
  return findings;
}

function marginFindings({ margin, safeMargin }: MetricInput): Finding[] {
  if (safeMargin >= margin) return [];
  const message = `safeMargin ${safeMargin} is below margin ${margin}`;
  const path = ['safeMargin'];
  return [{ path, message, expected: `at least ${margin}: what is harm cannot be called safe` }];
}

function edgeFindings({ preset, scrape, edges }: MetricInput): Finding[] {
  const findings: Finding[] = [];
  if (edges !== undefined && preset !== 'traefik/latency') {
    const hint = scrape?.histogram === undefined ? {} : { hint: 'move it under scrape' };
    findings.push({
      path: ['edges'],
      at: 'key',
      message: 'edges are for latency',
      expected: 'no edges here',
      ...hint,
    });
  }
  if (scrape?.edges !== undefined && scrape.counter !== undefined) {
    const path = ['scrape', 'edges'];
    findings.push({ path, at: 'key', message: 'edges are for a histogram', expected: 'no edges here' });
  }
  return [
    ...findings,
    ...falling(edges ?? [], ['edges']),
    ...falling(scrape?.edges ?? [], ['scrape', 'edges']),
  ];
}

function falling(edges: readonly number[], path: readonly string[]): Finding[] {
  const index = edges.findIndex((edge, position) => edge <= (edges[position - 1] ?? 0));
  if (index < 0) return [];
  return [
    { path: [...path, index], message: 'the edges do not rise', expected: 'each edge above the one before' },
  ];
}
