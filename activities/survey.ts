import { cancellationSignal } from '@temporalio/activity';
import { ApplicationFailure } from '@temporalio/common';
import { WRITE_TIMEOUT } from '../config/deadlines.ts';
import { lastArchivedNumber, listReports } from './archive/read.ts';
import type { ActivityContext } from './context.ts';
import type { ActActivities } from './types.ts';

/** Looks at router, platform and archive before anything is done; changes nothing. */
export function createSurveyActivities({
  world,
  archiveFolder,
}: ActivityContext): Pick<ActActivities, 'survey' | 'lastNumber' | 'completedReleases'> {
  return {
    async survey(place) {
      const signal = cancellationSignal();
      const router = world.router(place);
      const platform = world.platform(place);
      const [reading, blue, green] = await Promise.all([
        router.read(signal),
        platform.ready('blue', signal),
        platform.ready('green', signal),
      ]);
      if (reading.unreadable !== undefined && !reading.foreign) {
        throw ApplicationFailure.nonRetryable(
          `what ${router.describe()} holds cannot be understood: ${reading.unreadable}; put it right by hand`,
          'router_unreadable',
        );
      }
      const { split, stamp, foreign, digest } = reading;
      const { granularity, propagation, stamps, observationLag } = router.capabilities;
      return {
        split,
        stamp,
        foreign,
        digest,
        ready: { blue, green },
        granularity,
        propagation,
        lateWrites: stamps ? 0 : WRITE_TIMEOUT,
        observationLag,
        router: router.describe(),
      };
    },

    async lastNumber(place) {
      const archived = await lastArchivedNumber(archiveFolder, place.lane);
      const { stamp } = await world.router(place).read(cancellationSignal());
      return Math.max(archived, stamp?.lane === place.lane ? stamp.release : 0);
    },

    async completedReleases(lane) {
      const reports = await listReports(archiveFolder, { lane, outcome: 'completed', limit: 200 });
      return reports.map(({ id, kind, version }) => ({ release: id, kind, version }));
    },
  };
}
