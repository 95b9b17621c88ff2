import type { Sample } from '../exposition.ts';
import type { MetricsPage } from '../metrics-page.ts';

/** Samples of one page by the values of the labels that were asked for, for each set of such labels. */
type Index = Map<string, Map<string, Sample[]>>;

const indexes = new WeakMap<MetricsPage, Index>();

/**
 * The samples of a page that have one of the names and these labels, in the order of the page. The first question
 * about a set of labels goes through the whole page, any other does not: hundreds of releases may ask of one read.
 */
export function samplesWith(
  page: MetricsPage,
  names: readonly string[],
  labels: Readonly<Record<string, string>>,
): Sample[] {
  const wanted = Object.entries(labels);
  const asked = wanted.map(([label]) => label);
  const found = indexOf(page, names, asked).get(keyOf(labels, asked));
  // Values may hold what keeps them apart in a key.
  return (found ?? []).filter((sample) => wanted.every(([label, value]) => sample.labels[label] === value));
}

function indexOf(
  page: MetricsPage,
  names: readonly string[],
  asked: readonly string[],
): Map<string, Sample[]> {
  const index: Index = indexes.get(page) ?? new Map();
  indexes.set(page, index);
  const question = JSON.stringify([names, asked]);
  const known = index.get(question);
  if (known) return known;
  const made = new Map<string, Sample[]>();
  for (const sample of page.samples) {
    if (!names.includes(sample.name)) continue;
    const key = keyOf(sample.labels, asked);
    const same = made.get(key);
    if (same) same.push(sample);
    else made.set(key, [sample]);
  }
  index.set(question, made);
  return made;
}

function keyOf(labels: Readonly<Record<string, string>>, asked: readonly string[]): string {
  return asked.map((label) => labels[label] ?? '').join('\n');
}
