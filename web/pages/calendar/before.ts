/** Who did what before, out of the acts that belong to no lane. Pure. */
import { may } from '../../../api/auth/principal.ts';
import type { AuditPage } from '../../../api/wire/audit.ts';
import type { Whoami } from '../../../api/wire/whoami.ts';

/** One act, in words. */
export interface Before {
  key: string;
  at: number;
  /** Such as `ann ended freeze f3`. */
  said: string;
  reason: string;
}

type Act = AuditPage['acts'][number];

const DONE: Record<string, (subject: string) => string> = {
  'freeze-created': (subject) => `made ${subject}`,
  'freeze-ended': (subject) => `ended ${subject}`,
  'stopped-everything': () => 'stopped everything',
  'ended-stop': () => 'let everything go on',
  'schedule-created': (subject) => `made ${subject}`,
  'schedule-paused': (subject) => `paused ${subject}`,
  'schedule-resumed': (subject) => `resumed ${subject}`,
  'schedule-triggered': (subject) => `ran ${subject} by hand`,
  'schedule-deleted': (subject) => `deleted ${subject}`,
};

/** The acts on freezes, the stop and schedules, as they came: newest first. Others, such as those on tokens, are left out. */
export function beforeOf(acts: readonly Act[]): (Before & { subject: string })[] {
  return acts.flatMap(({ chain, number, at, act, actor, source, reason, subject = '', breakGlass }) => {
    const done = DONE[act]?.(subject.replace(/ of ([a-z0-9-]+)\.([a-z0-9-]+)$/, ' of $1@$2'));
    if (done === undefined) return [];
    const how = breakGlass === true ? `${source}, glass broken` : source;
    return [{ key: `${chain}/${number}`, at, said: `${actor} ${done} (${how})`, reason, subject }];
  });
}

/** Whether somebody is shown the acts that belong to no lane: those who may see all of them. */
export function maySeeActs(who: Whoami): boolean {
  return may(who, 'viewer');
}

/** Why it is not known who did what before, in one sentence. */
export function whyNotKnown(who: Whoami): string {
  return maySeeActs(who)
    ? 'Who did what before is not read yet.'
    : 'Who did what before is shown to those who may view every lane.';
}
