import type { BoardLane } from '../../../api/wire/board.ts';
import type { Whoami } from '../../../api/wire/whoami.ts';
import type { Role } from '../../../config/grants.ts';
import { EVERY_LANE } from '../../../api/auth/principal.ts';
import { act } from '../../asking/ask.ts';
import { AskOnce } from '../../parts/ask-once.tsx';
import type { Question } from '../../parts/question.ts';
import { accessTo } from './access.ts';
import { askingNow, type Asking } from './asking-now.ts';
import { approvalsBefore } from './approvals.ts';
import { whyNotKnown } from './before.ts';
import { BeforeList } from './before-list.tsx';
import { StopDialog } from './stop-dialog.tsx';
import type { Freezing } from './entries.ts';
import { toEndFreeze, toEndStop } from './freeze-questions.ts';
import { FreezeDialog } from './freeze-dialog.tsx';
import type { Clock } from './clock.ts';
import { toAnswer, toSchedule, type ScheduleAct } from './other-questions.ts';
import type { Known } from './use-calendar.ts';

/** What is known where it is asked. */
export interface Surroundings {
  who: Whoami;
  /** Undefined: not known. */
  board: readonly BoardLane[] | undefined;
  freezings: readonly Freezing[];
  known: Known;
  clock: Clock;
  onClose: (said?: string) => void;
}

/** Asks once before it is done, about what is known now. */
export function AskFor({ asking: asked, ...around }: Surroundings & { asking: Asking }) {
  const { known, clock, onClose } = around;
  const { asking, gone } = askingNow(asked, around);
  const before = (subject: string) => (
    <BeforeList known={known.before ?? whyNotKnown(around.who)} subject={subject} clock={clock} />
  );
  if (asking.what === 'freeze') return <FreezeDialog {...around} before={before('freeze')} />;
  if (asking.what === 'stop') return <StopDialog {...around} before={before('everything')} />;
  const { question, role, lanes, subject, path, said } = plainAct(asking, around);
  const { breaksGlass, refused } = accessTo(around.who, role, lanes);
  const lacks = refused ?? gone;
  const does = gone === undefined ? question.does : ['As it stands now, this cannot be done any more.'];
  return (
    <AskOnce
      question={{ ...question, does, breaksGlass, ...(lacks === undefined ? {} : { lacks }) }}
      before={
        asking.what === 'deployment' ? (
          <BeforeList known={approvalsBefore(asking.deployment)} subject="" clock={clock} />
        ) : (
          before(subject)
        )
      }
      send={async (reason, headers) => {
        await act(path, { reason }, headers);
        return said;
      }}
      onClose={onClose}
    />
  );
}

/** An act that says nothing but why. */
interface PlainAct {
  question: Omit<Question, 'breaksGlass'>;
  role: Role;
  lanes: readonly string[];
  /** As the audit names it. */
  subject: string;
  path: string;
  /** When it is done. */
  said: string;
}

function plainAct(
  asking: Exclude<Asking, { what: 'freeze' | 'stop' }>,
  { board, freezings, known, clock }: Surroundings,
): PlainAct {
  switch (asking.what) {
    case 'go-on':
      return {
        question: toEndStop(board),
        role: 'admin',
        lanes: [EVERY_LANE],
        subject: 'everything',
        path: 'v1/stop/end',
        said: 'Releases may raise traffic again.',
      };
    case 'end': {
      const { by, lanes } = asking.freeze;
      return {
        question: toEndFreeze(asking.freeze, freezings, board, {
          now: clock.now,
          stopped: (known.freezes?.stop ?? null) !== null,
        }),
        role: 'operator',
        lanes,
        subject: `freeze ${by}`,
        path: `v1/freezes/${by}/end`,
        said: `${by} is ended.`,
      };
    }
    case 'schedule': {
      const { lane, name } = asking.schedule;
      const frozen = known.freezes?.lanes.find((each) => each.lane === lane)?.frozen ?? null;
      return {
        question: toSchedule(asking.act, asking.schedule, frozen, clock),
        role: 'operator',
        lanes: [lane],
        subject: `schedule ${name} of ${lane}`,
        path: `v1/schedules/${lane}/${name}/${asking.act}`,
        said: `${name} of ${lane.replace('.', '@')}: ${DONE[asking.act]}.`,
      };
    }
    case 'deployment': {
      const { id, lane, repository, environment } = asking.deployment;
      return {
        question: toAnswer(asking.answer, asking.deployment),
        role: 'approver',
        lanes: [lane],
        subject: '',
        path: `v1/protections/${id}/${asking.answer}`,
        said: `${repository} to ${environment}: ${DONE[asking.answer]}.`,
      };
    }
  }
}

const DONE: Record<ScheduleAct | 'approve' | 'reject', string> = {
  pause: 'paused',
  resume: 'runs again',
  trigger: 'asked for a release',
  approve: 'approved',
  reject: 'rejected',
};
