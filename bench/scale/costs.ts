import type { Section } from '../section.ts';
import type { Played } from './play.ts';
import type { SetUp } from './service.ts';

/** What one release costs: the events of its history, and what Temporal asks of its database for it. */
export function costSection(size: number, { name }: SetUp, on: string, { history, stored }: Played): Section {
  const most = (a: [string, number], b: [string, number]): number => b[1] - a[1];
  const events = Object.entries(history).toSorted(most);
  // What is asked a few times for all of them is no cost of one.
  const asked = Object.entries(stored)
    .filter(([, count]) => count >= size / 10)
    .toSorted(most);
  return {
    title: `What one of ${size} releases costs on ${on}: ${name}`,
    columns: ['what', 'a release'],
    rows: [
      ...events.map(([kind, count]) => [`history: ${kind}`, `${count}`]),
      ...asked.map(([kind, count]) => [`database: ${kind}`, (count / size).toFixed(1)]),
    ],
    breaches: [],
  };
}
