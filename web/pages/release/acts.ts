/** What somebody can do with a release at this moment. The release itself decides: this only says what makes sense. Pure. */
import type { ReleaseView } from '../../../api/wire/release.ts';
import type { Whoami } from '../../../api/wire/whoami.ts';
import { may, mayBreakGlass } from '../../../api/auth/principal.ts';
import type { Role } from '../../../config/grants.ts';
import { span, weight } from '../../../cli/figures.ts';
import { approvingDoes, roleToApprove, whyNotApproved } from './approving.ts';
import { together } from './together.ts';

/** What can be done. */
export type ActName =
  'approve' | 'promote' | 'retry' | 'resume' | 'pause' | 'extend' | 'override-freeze' | 'abort' | 'leave';

/** One act, as it is offered. */
export interface Offer {
  name: ActName;
  /** On its button. */
  label: string;
  /** What will happen now. */
  does: string;
  /** The answer that is looked for: shown first. */
  answer: boolean;
  /** It gives up what was reached. */
  undoes: boolean;
  needsReason: boolean;
  /** Why it cannot be pressed; absent where it can. */
  refused?: string;
  /** It is above the role of whoever looks, and may be done all the same, as an emergency. */
  breaksGlass: boolean;
}

type Described = Pick<Offer, 'label' | 'does'> & Partial<Offer> & { role: Role };

/** Everything that makes sense now, what is looked for first; none of a release that has finished. */
export function offersFor(view: ReleaseView, who: Whoami, abort: string | undefined): Offer[] {
  if (view.phase === 'finished') return [];
  const found = view.stale
    ? withoutWorker(view, abort)
    : view.phase === 'undoing'
      ? { leave: LEAVE }
      : possible(view, who, abort);
  return ORDER.flatMap((name) => {
    const described = found[name];
    if (described === undefined) return [];
    const offer = toOffer(name, described, view, who);
    // What nearly nobody may do, and seldom has to, is not shown to the others.
    return name === 'leave' && offer.refused !== undefined ? [] : [offer];
  }).toSorted((a, b) => Number(b.answer) - Number(a.answer));
}

/**
 * An act that somebody is about to do, as it is offered now: what it will do changes while they read. Where no worker
 * answers (`stale`) it may be possible again.
 */
export function asOffered(asked: Offer, offers: readonly Offer[], stale = false): Offer {
  const now = offers.find(({ name }) => name === asked.name);
  if (now !== undefined) return now;
  if (stale) {
    const does = 'No worker answers, so it is not known what this would do now.';
    return { ...asked, does, refused: 'Not possible until a worker answers.' };
  }
  const does = 'As the release stands now, this cannot be done any more.';
  return { ...asked, does, refused: 'Not possible any more.' };
}

/** Why some of it cannot be pressed: each reason once, behind the acts that it is of. */
export function refusals(offers: readonly Offer[]): string[] {
  const reasons = new Set(offers.flatMap(({ refused }) => refused ?? []));
  return [...reasons].map((reason) => {
    const labels = offers.filter(({ refused }) => refused === reason).map(({ label }) => label);
    return `${labels.join(', ')}: ${reason}`;
  });
}

const ORDER: readonly ActName[] = [
  'approve',
  'retry',
  'resume',
  'promote',
  'override-freeze',
  'extend',
  'pause',
  'abort',
  'leave',
];

const LEAVE: Described = {
  role: 'admin',
  label: 'Leave it',
  does: 'Sluice lets go: nothing is undone, and the lane stays blocked until an admin adopts it.',
  needsReason: true,
};

/** What is taken without a worker: an abort alone, which then waits for one. */
function withoutWorker(
  { phase, knownGood }: ReleaseView,
  abort: string | undefined,
): Partial<Record<ActName, Described>> {
  return phase === 'undoing' || knownGood === true ? {} : { abort: aborting(abort) };
}

/** Why nothing else is offered while no worker answers, in one sentence; undefined where nothing is missing. */
export function notOffered(
  { stale, phase }: Pick<ReleaseView, 'stale' | 'phase'>,
  offers: readonly Offer[],
): string | undefined {
  if (!stale || phase === 'finished') return undefined;
  return offers.length === 0
    ? 'No act is taken until a worker answers.'
    : 'Until a worker answers only an abort is taken; it is done when one is back.';
}

function possible(
  view: ReleaseView,
  who: Whoami,
  abort: string | undefined,
): Partial<Record<ActName, Described>> {
  const { hold, steps, step, pausedBy, approval, deadline, knownGood } = view;
  const present = steps[step];
  const waits = present?.state === 'running' && ['bake', 'ramp', 'keep'].includes(present.kind);
  const frozen = hold?.reason === 'freeze' || hold?.reason === 'stop';
  const asks = hold !== undefined && !frozen;
  // A hold after the cutover has no deadline once that has passed; a freeze has none, and the step's stands.
  const end = asks ? hold.deadline : deadline;
  return {
    ...(approval === undefined || hold !== undefined ? {} : { approve: approving(approval, who) }),
    ...(hold?.retryable === true ? { retry: RETRY } : {}),
    ...(pausedBy === undefined ? {} : { resume: RESUME }),
    ...((hold === undefined ? waits : hold.promotable) ? { promote: promoting(view) } : {}),
    ...(frozen ? { 'override-freeze': OVERRIDE } : {}),
    ...(end === undefined ? {} : { extend: extending(asks) }),
    ...(pausedBy === undefined ? { pause: PAUSE } : {}),
    ...(knownGood === true ? {} : { abort: aborting(abort) }),
    leave: LEAVE,
  };
}

const RETRY: Described = {
  role: 'operator',
  label: 'Retry',
  does: 'The held step is done once more, from its beginning.',
  answer: true,
};
const RESUME: Described = {
  role: 'operator',
  label: 'Resume',
  does: 'The release advances again; its deadlines have moved by the time it was paused.',
  answer: true,
};
const PAUSE: Described = {
  role: 'operator',
  label: 'Pause',
  does: 'The release stops advancing at this weight. It is still watched, and harm still reverts it.',
};
const OVERRIDE: Described = {
  role: 'admin',
  label: 'Override the freeze',
  does: 'This one release may raise traffic, whatever is frozen now.',
  needsReason: true,
  answer: true,
};

function aborting(does = ''): Described {
  return { role: 'operator', label: 'Abort', does, undoes: true };
}

function approving(approval: NonNullable<ReleaseView['approval']>, who: Whoami): Described {
  return {
    role: roleToApprove(approval),
    label: 'Approve',
    does: approvingDoes(approval, who),
    answer: true,
  };
}

function promoting({ hold, steps, step, traffic }: ReleaseView): Described {
  const next = steps[step + 1]?.label;
  const goes = next === undefined ? 'the release ends' : `the release goes on with “${next}”`;
  const evidence =
    steps[step]?.kind === 'keep' ? 'and the old version is not kept any longer' : 'without a pass';
  return {
    role: 'operator',
    label: hold === undefined ? 'Promote' : 'Promote all the same',
    does: `The wait at ${weight(traffic.asked)} ends now, ${evidence}: ${goes}. It is recorded as promoted by you.`,
  };
}

function extending(held: boolean): Described {
  const what = held ? 'The hold' : 'The present step';
  return { role: 'operator', label: 'Extend', does: `${what} ends later, by as much as you say.` };
}

function toOffer(name: ActName, { role, ...offer }: Described, view: ReleaseView, who: Whoami): Offer {
  const above = !may(who, role, view.lane);
  // A broken glass makes an approver of somebody, and of nobody more than that.
  const breaks = name !== 'approve' || role === 'approver';
  const glass = above && breaks && mayBreakGlass(who, view.lane);
  const refused = whyNot(name, role, view, who, above && !glass);
  return {
    name,
    answer: false,
    undoes: false,
    needsReason: glass,
    ...offer,
    ...(glass ? { needsReason: true } : {}),
    breaksGlass: glass,
    ...(refused === undefined ? {} : { refused }),
  };
}

function whyNot(
  name: ActName,
  role: Role,
  view: ReleaseView,
  who: Whoami,
  above: boolean,
): string | undefined {
  const { lane, evidence, live, hold } = view;
  if (above) return `It takes the role ${role} in ${lane.replace('.', '@')}.`;
  if (name === 'approve') return whyNotApproved(view, who);
  const harm = together(live?.evidence ?? evidence, 'harm').points;
  if (name === 'promote' && hold === undefined && harm >= 100)
    return 'The evidence of harm is over its bound.';
  return undefined;
}

/** How much later something can be made to end, as it is sent, with its words. */
export const EXTENSIONS: readonly { by: string; words: string }[] = [15, 30, 60, 240, 1440].map(
  (minutes) => ({
    by: `${minutes}m`,
    words: span(minutes * 60_000),
  }),
);
