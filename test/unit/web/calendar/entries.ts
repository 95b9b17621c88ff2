import type { Freezing, Run } from '../../../../web/pages/calendar/entries.ts';

/** When all that happens here happens: a Thursday, 03:00 UTC. */
export const NOW = Date.UTC(2026, 10, 26, 3);

/** A time, written as ISO 8601 has it, such as `2026-11-26T04:00Z`. */
export function at(text: string): number {
  return Date.parse(text);
}

/** A freeze of all of production that somebody made. */
export function freezing(from: string, to: string, more: Partial<Freezing> = {}): Freezing {
  const by = more.by ?? 'f1';
  return {
    kind: 'freeze',
    key: by,
    by,
    lanes: ['*@production'],
    reason: 'why',
    owner: 'ann',
    start: at(from),
    end: at(to),
    ...more,
  };
}

/** A run of `nightly` in shop@production. */
export function run(when: string, more: Partial<Run> = {}): Run {
  const { name = 'nightly', lane = 'shop@production' } = more;
  const key = `${lane}/${name}/${when}`;
  return { kind: 'run', key, at: at(when), lane, name, version: 'latest', ...more };
}
