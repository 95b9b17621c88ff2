/** What somebody is about to do, by what is known of it now: it changes while they read. Pure. */
import type { FreezeList } from '../../../api/wire/freeze.ts';
import type { ProtectionView } from '../../../api/wire/protection.ts';
import type { ScheduleView } from '../../../api/wire/schedule.ts';
import type { Whoami } from '../../../api/wire/whoami.ts';
import type { Freezing } from './entries.ts';
import { whyNotApprove, type ScheduleAct } from './other-questions.ts';

/** What somebody is about to do. */
export type Asking =
  | { what: 'freeze' }
  | { what: 'stop' }
  | { what: 'go-on' }
  | { what: 'end'; freeze: Freezing }
  | { what: 'schedule'; act: ScheduleAct; schedule: ScheduleView }
  | { what: 'deployment'; answer: 'approve' | 'reject'; deployment: ProtectionView };

/** What is known where it is asked. */
interface Surroundings {
  who: Pick<Whoami, 'kind' | 'name'>;
  freezings: readonly Freezing[];
  known: {
    freezes?: Pick<FreezeList, 'stop'>;
    schedules?: readonly ScheduleView[];
    deployments?: readonly ProtectionView[];
  };
}

/** As it is known now; `gone`: why it cannot be done any more. */
export function askingNow(
  asking: Asking,
  { who, freezings, known }: Surroundings,
): { asking: Asking; gone?: string } {
  switch (asking.what) {
    case 'freeze':
    case 'stop':
      return { asking };
    case 'go-on':
      return known.freezes?.stop === null ? { asking, gone: 'Nothing is stopped any more.' } : { asking };
    case 'end': {
      const freeze = freezings.find(({ key }) => key === asking.freeze.key);
      // One that is over has no id any more.
      return freeze?.id === undefined ? { asking, gone: 'It is over.' } : { asking: { ...asking, freeze } };
    }
    case 'schedule': {
      const { lane, name } = asking.schedule;
      const schedule = known.schedules?.find((each) => each.lane === lane && each.name === name);
      if (schedule === undefined) return { asking, gone: 'It is there no more.' };
      const now = { ...asking, schedule };
      if (asking.act === 'pause' && schedule.paused) return { asking: now, gone: 'It is paused already.' };
      if (asking.act === 'resume' && !schedule.paused)
        return { asking: now, gone: 'It is not paused any more.' };
      return { asking: now };
    }
    case 'deployment': {
      const deployment = known.deployments?.find(({ id }) => id === asking.deployment.id);
      if (deployment?.state !== 'waiting') return { asking, gone: 'It waits no more.' };
      const now = { ...asking, deployment };
      const not =
        asking.answer === 'approve'
          ? whyNotApprove(deployment, who.kind === 'anonymous' ? '' : who.name)
          : undefined;
      return not === undefined ? { asking: now } : { asking: now, gone: not };
    }
  }
}
