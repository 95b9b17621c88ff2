import { Counter } from 'prom-client';
import { listReports } from '../../activities/archive/read.ts';
import type { ApiContext } from '../context.ts';
import { cause as causes } from '../wire/release.ts';

/** Every way to end, with what made a release go back: a series that begins with its first release hides it. */
const ENDS = [
  { outcome: 'completed', cause: '' },
  ...causes.options.map((cause) => ({ outcome: 'reverted', cause })),
  { outcome: 'refused', cause: '' },
  { outcome: 'left', cause: '' },
];

/** Counts the releases of the archive at each scrape; nothing is shown where it cannot be read. */
export function addFinishedReleases({ metrics, settings, log }: ApiContext): void {
  const finished = new Counter({
    name: 'sluice_releases_finished_total',
    help: 'Releases in the archive, by how they ended and, where they went back, by the cause.',
    labelNames: ['outcome', 'cause'] as const,
    registers: [metrics],
    async collect() {
      const reports = await listReports(settings.archive.folder, { limit: Number.POSITIVE_INFINITY }).catch(
        (error: unknown) => {
          log.debug({ err: error }, 'the metrics lack finished releases');
          return undefined;
        },
      );
      finished.reset();
      if (reports === undefined) return;
      for (const end of ENDS) finished.inc(end, 0);
      for (const { outcome, cause = '' } of reports) finished.inc({ outcome, cause });
    },
  });
}
