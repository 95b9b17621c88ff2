import type { Section } from '../section.ts';
import { DAEMON, THREADS } from './daemon-parts.ts';
import type { Profile } from './profiler.ts';
import { partOf, type Rules } from './rules.ts';
import { PURPOSES, SERVER } from './server-parts.ts';
import { shares } from './shares.ts';

/** The tables of a profile, by the names under which they are kept. `of` says what ran meanwhile. Pure. */
export function sectionsOf(
  { daemon, temporal }: { daemon: Profile; temporal: Profile },
  of: string,
): Record<string, Section> {
  const samples = daemon.samples.map(({ stack, thread }) => ({
    part: partOf(stack, DAEMON),
    column: thread,
  }));
  return {
    daemon: {
      title: `Where the daemon's time goes: ${of}`,
      columns: ['part', ...THREADS, 'all'],
      rows: [...shares(samples, THREADS), used(daemon, THREADS.length)],
      breaches: [],
    },
    temporal: ofServer(`Where the time of Temporal's server goes: ${of}`, 'part', temporal, SERVER),
    purposes: ofServer(`What Temporal's server does it for: ${of}`, 'for', temporal, PURPOSES),
  };
}

function ofServer(title: string, column: string, profile: Profile, rules: Rules): Section {
  const samples = profile.samples.map(({ stack }) => ({ part: partOf(stack, rules) }));
  return { title, columns: [column, 'all'], rows: [...shares(samples), used(profile, 0)], breaches: [] };
}

/** The last row; there is a cell before the last one for each column between. */
function used({ cpuSeconds }: Profile, between: number): string[] {
  return [
    'processor time meanwhile',
    ...Array.from({ length: between }, () => ''),
    `${cpuSeconds.toFixed(1)} s`,
  ];
}
