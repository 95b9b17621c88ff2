/** The buttons of a message: which acts are answers now, and what a click of one says. */
import type { Button } from '@slack/web-api';
import type { Shown } from './shown.ts';

/** What somebody can do by a button. */
export const BUTTON_ACTS = ['approve', 'promote', 'retry', 'pause', 'resume', 'abort'] as const;

/** One of them. */
export type ButtonAct = (typeof BUTTON_ACTS)[number];

/** What a button carries: the release as whoever clicks sees it. Small, since Slack takes 2,000 characters. */
export interface Carried {
  release: string;
  step: number;
  token: string;
}

/** Names the buttons of Sluice among those that Slack tells of. */
export const ACTION_PREFIX = 'sluice.';

/** Steps that wait for something which `promote` can end. */
const PROMOTABLE: ReadonlySet<string> = new Set(['bake', 'ramp', 'keep']);

/** The acts that are answers to how the release stands now, in the order of their buttons. */
export function actsNow({ phase, knownGood, step, steps, hold, pausedBy }: Shown): ButtonAct[] {
  if (phase === 'finished' || phase === 'undoing') return [];
  const present = steps[step];
  const runs = present?.state === 'running';
  const can: Record<ButtonAct, boolean> = {
    approve: runs && present.kind === 'approve' && hold?.reason !== 'approval',
    promote: hold === undefined ? runs && PROMOTABLE.has(present.kind) : hold.promotable,
    retry: hold?.retryable === true,
    pause: phase !== 'starting' && pausedBy === undefined,
    resume: pausedBy !== undefined,
    abort: knownGood !== true,
  };
  return BUTTON_ACTS.filter((act) => can[act]);
}

/** One button for each act that is an answer now. */
export function buttonsNow(shown: Shown): Button[] {
  const carried: Carried = { release: shown.id, step: shown.step, token: shown.token };
  return actsNow(shown).map((act) => ({
    type: 'button',
    action_id: `${ACTION_PREFIX}${act}`,
    text: { type: 'plain_text', text: LABELS[act] },
    value: JSON.stringify(carried),
    ...(act === 'approve' ? { style: 'primary' } : {}),
    ...confirmation(act, shown),
  }));
}

const LABELS: Record<ButtonAct, string> = {
  approve: 'Approve',
  promote: 'Promote',
  retry: 'Retry',
  pause: 'Pause',
  resume: 'Resume',
  abort: 'Abort',
};

/** What cannot be taken back by another click is asked about once more. */
function confirmation(act: ButtonAct, { id, stable }: Shown): Pick<Button, 'confirm' | 'style'> {
  if (act === 'abort') {
    const back = stable === null ? 'no traffic at all' : 'the version before it';
    return {
      style: 'danger',
      confirm: dialog(`Abort ${id}?`, `The traffic goes back to ${back}, and the new version goes.`, 'Abort'),
    };
  }
  if (act !== 'promote') return {};
  const text =
    'The present wait ends now, without proof. It is recorded as promoted by you, never as passed.';
  return { confirm: dialog(`Promote ${id}?`, text, 'Promote') };
}

function dialog(title: string, text: string, confirm: string): NonNullable<Button['confirm']> {
  const plain = (words: string) => ({ type: 'plain_text' as const, text: words });
  return {
    // Slack takes 100 characters, and the id of a release may be longer.
    title: plain(title.length <= 100 ? title : `${confirm} it?`),
    text: plain(text),
    confirm: plain(confirm),
    deny: plain('Leave it'),
    ...(confirm === 'Abort' ? { style: 'danger' as const } : {}),
  };
}
