/** Rules about what is counted in a Prometheus: a counter, a histogram, or what a query selects. */
import type { Finding } from '../../finding.ts';
import type { Milliseconds } from '../../plan.ts';
import type { Preset } from '../../presets/preset.ts';
import { risingFindings } from '../../schema/edges.ts';

/** The keys that say what is counted. */
export interface CountedKeys {
  counter?: string;
  histogram?: string;
  query?: string;
  labels?: Record<string, string>;
  bad?: Record<string, string>;
  edges?: Milliseconds[];
}

const TELLS_SIDES = /\{\{(?:slot|version)\}\}/;

/** What is wrong where the metric itself says what is counted. */
export function countedFindings(keys: CountedKeys): Finding[] {
  const named = (['counter', 'histogram', 'query'] as const).filter((key) => keys[key] !== undefined);
  const [kind, second] = named;
  const expected = 'one of counter, histogram, query';
  if (kind === undefined) return [{ path: [], at: 'key', message: 'nothing is counted', expected }];
  if (second !== undefined) {
    return [{ path: [second], at: 'key', message: `${second} stands beside ${kind}`, expected }];
  }
  return [
    ...badFindings(kind, keys),
    ...(kind === 'query' ? querySides(keys) : labelSides(keys.labels)),
    ...risingFindings(keys.edges ?? [], ['edges']),
  ];
}

/** What is wrong beside a preset, which says itself what is counted, and which of its labels tell the slots. */
export function presetKeyFindings(keys: CountedKeys, { tellsSlots }: Preset): Finding[] {
  const surplus = (['counter', 'histogram', 'query', 'bad', 'edges'] as const).filter(
    (key) => keys[key] !== undefined,
  );
  const findings = surplus.map((key): Finding => {
    const hint = key === 'edges' ? { hint: 'write edges beside preset' } : {};
    return {
      path: [key],
      at: 'key',
      message: 'the preset says what is counted',
      expected: `no ${key} here`,
      ...hint,
    };
  });
  if (!tellsSlots) return [...findings, ...labelSides(keys.labels)];
  if (keys.labels === undefined) return findings;
  const message = 'the preset knows the labels of its slots';
  return [...findings, { path: ['labels'], at: 'key', message, expected: 'no labels here' }];
}

function badFindings(kind: 'counter' | 'histogram' | 'query', { bad, edges }: CountedKeys): Finding[] {
  const labelled = Object.keys(bad ?? {}).length > 0;
  const badLabel = 'bad with a label, such as bad: { code: "5.." }';
  const findings: Finding[] = [];
  if (kind === 'query' && labelled === (edges !== undefined)) {
    const message = labelled ? 'bad and edges stand side by side' : 'nothing says which requests are bad';
    findings.push({ path: [], at: 'key', message, expected: `${badLabel}, or edges of a histogram` });
  }
  if (kind === 'counter' && !labelled) {
    findings.push({
      path: [],
      at: 'key',
      message: 'nothing says which requests are bad',
      expected: badLabel,
    });
  }
  if (kind === 'counter' && edges !== undefined) {
    findings.push({
      path: ['edges'],
      at: 'key',
      message: 'edges are for a histogram',
      expected: 'no edges here',
    });
  }
  if (kind === 'histogram' && bad !== undefined) {
    const expected = 'edges: a histogram counts slow requests';
    findings.push({ path: ['bad'], at: 'key', message: 'bad is for a counter', expected });
  }
  return findings;
}

function querySides({ query = '', labels }: CountedKeys): Finding[] {
  const findings: Finding[] = [];
  if (labels !== undefined) {
    const message = 'labels stand beside a query';
    findings.push({ path: ['labels'], at: 'key', message, expected: 'the labels in the query itself' });
  }
  if (TELLS_SIDES.test(query)) return findings;
  const message = 'nothing tells the two sides apart';
  return [...findings, { path: ['query'], message, expected: '{{slot}} or {{version}} in the query' }];
}

function labelSides(labels: Record<string, string> | undefined): Finding[] {
  if (Object.values(labels ?? {}).some((value) => TELLS_SIDES.test(value))) return [];
  const message = 'no label tells the two sides apart';
  const expected = 'a label with {{slot}} or {{version}} in its value, under labels';
  return [{ path: labels === undefined ? [] : ['labels'], at: 'key', message, expected }];
}
