import { useRef, useState } from 'preact/hooks';
import type { AuditPage } from '../../../api/wire/audit.ts';
import type { FreezeList } from '../../../api/wire/freeze.ts';
import type { ProtectionList, ProtectionView } from '../../../api/wire/protection.ts';
import type { ScheduleList, ScheduleView } from '../../../api/wire/schedule.ts';
import type { Whoami } from '../../../api/wire/whoami.ts';
import { ask } from '../../asking/ask.ts';
import { askEveryPage } from '../../asking/every-page.ts';
import { now } from '../../asking/server-time.ts';
import type { Fresh } from '../../parts/fresh.ts';
import { useLooks } from '../../parts/use-looks.ts';
import { beforeOf, maySeeActs } from './before.ts';

/** Time between two looks, in milliseconds. */
const INTERVAL = 5000;
/** What changes seldom is asked for at each of so many looks. */
const SELDOM = 6;

/** What is known of what may run when; what is undefined is not known yet. */
export interface Known {
  freezes?: FreezeList;
  schedules?: ScheduleView[];
  deployments?: ProtectionView[];
  before?: ReturnType<typeof beforeOf>;
}

/** Reads it for as long as it is shown. What cannot be read stays as it was, and the others go on. */
export function useCalendar(who: Whoami): { known: Known; fresh: Fresh; look: () => void } {
  const [known, setKnown] = useState<Known>({});
  const [fresh, setFresh] = useState<Fresh>({ heardAt: undefined, trouble: undefined });
  const looks = useRef(0);
  const again = useLooks(async (signal) => {
    const seldom = looks.current % SELDOM === 0;
    const began = performance.now();
    const read = async <Key extends keyof Known>(key: Key, reading: Promise<Known[Key]>): Promise<void> => {
      const value = await reading;
      if (!signal.aborted) setKnown((before) => ({ ...before, [key]: value }));
    };
    const readings = [read('freezes', readFreezes(signal)), read('deployments', readDeployments(signal))];
    if (seldom) {
      readings.push(read('schedules', readSchedules(signal)));
      if (maySeeActs(who)) readings.push(read('before', readBefore(signal)));
    }
    const failed = (await Promise.allSettled(readings)).find((each) => each.status === 'rejected');
    if (signal.aborted) return;
    // What failed is asked for again with the next look, and so is what a look that was let go had not read.
    looks.current = failed === undefined ? looks.current + 1 : 0;
    const every = INTERVAL + performance.now() - began;
    setFresh(({ heardAt }) =>
      failed === undefined
        ? { heardAt: now(), every, trouble: undefined }
        : {
            heardAt,
            every,
            trouble: failed.reason instanceof Error ? failed.reason.message : String(failed.reason),
          },
    );
  }, INTERVAL);
  return {
    known,
    fresh,
    look: () => {
      looks.current = 0;
      again();
    },
  };
}

async function readFreezes(signal: AbortSignal): Promise<FreezeList> {
  let first: FreezeList | undefined;
  const freezes = await askEveryPage<FreezeList, FreezeList['freezes'][number]>(
    'v1/freezes?limit=500',
    (page) => {
      first ??= page;
      return page.freezes;
    },
    signal,
  );
  return { stop: null, calendars: [], lanes: [], ...first, freezes };
}

async function readSchedules(signal: AbortSignal): Promise<ScheduleView[]> {
  return askEveryPage('v1/schedules?limit=500', (page: ScheduleList) => page.schedules, signal);
}

async function readDeployments(signal: AbortSignal): Promise<ProtectionView[]> {
  return askEveryPage(
    'v1/protections?limit=500&state=waiting',
    (page: ProtectionList) => page.deployments,
    signal,
  );
}

async function readBefore(signal: AbortSignal): Promise<ReturnType<typeof beforeOf>> {
  const { acts } = await ask<AuditPage>('v1/audit?lane=registry&limit=200', signal);
  return beforeOf(acts);
}
