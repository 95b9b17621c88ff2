/** One release as one message: how it stands, whom it waits for, and the buttons that are answers now. Pure. */
import type { KnownBlock } from '@slack/web-api';
import type { Notification } from '../notifier.ts';
import { buttonsNow } from './buttons.ts';
import type { Shown } from './shown.ts';
import { cut, escaped, linked, when } from './text.ts';

/** Characters of a part that stands beside others; a text has room for two of them. */
const LONG = 1000;

/** What is posted or updated. `text` is what notifications and screen readers get. */
export interface Message {
  text: string;
  blocks: KnownBlock[];
}

/** The message of a release as it stands. `link` is the address of its page. */
export function releaseMessage(shown: Shown, link?: string): Message {
  const buttons = buttonsNow(shown);
  const parts = [headOf(shown, link), escaped(shown.sentence), holdOf(shown), approvalOf(shown)];
  return {
    text: cut(`${shown.id}: ${wordOf(shown)}: ${escaped(shown.sentence)}`),
    blocks: [
      ...parts.flatMap((part) => (part === undefined || part.trim() === '' ? [] : [section(part)])),
      { type: 'context', elements: [{ type: 'mrkdwn', text: cut(factsOf(shown)), verbatim: true }] },
      ...(buttons.length === 0 ? [] : [{ type: 'actions' as const, elements: buttons }]),
    ],
  };
}

function section(text: string): KnownBlock {
  return { type: 'section', text: { type: 'mrkdwn', text: cut(text), verbatim: true } };
}

function headOf(shown: Shown, link: string | undefined): string {
  const { id, kind, version, stable, actor } = shown;
  const over = stable === null ? 'the first release' : `over ${escaped(stable.version)}`;
  const what = `${kind === 'release' ? '' : `${kind} to `}${escaped(version)} ${over}, by ${escaped(actor)}`;
  return `${SIGNS[wordOf(shown)] ?? ':large_blue_circle:'} *${linked(id, link)}*: *${wordOf(shown)}*\n${what}`;
}

/** The outcome, else the phase. An approval that nobody has given is what it waits for. */
function wordOf({ outcome, phase, approval }: Shown): string {
  if (outcome !== undefined) return outcome;
  return phase === 'running' && approval !== undefined ? 'waits for approval' : phase;
}

const SIGNS: Partial<Record<string, string>> = {
  completed: ':white_check_mark:',
  reverted: ':leftwards_arrow_with_hook:',
  refused: ':no_entry:',
  left: ':warning:',
  lost: ':warning:',
  holding: ':raised_hand:',
  'waits for approval': ':raised_hand:',
  paused: ':double_vertical_bar:',
  undoing: ':leftwards_arrow_with_hook:',
};

function holdOf({ hold }: Shown): string | undefined {
  if (hold === undefined) return undefined;
  const then = { revert: 'it reverts', stay: 'it stays as it is' }[hold.onDeadline] ?? 'it goes on';
  const end = hold.deadline === undefined ? 'without a deadline' : `${then} at ${when(hold.deadline)}`;
  return `*It asks a person* since ${when(hold.since)}; ${end}.`;
}

function approvalOf({ approval, approvals, deadline }: Shown): string | undefined {
  if (approval === undefined) return undefined;
  const given = approvals.map(({ actor }) => escaped(actor)).join(', ');
  const then = approval.onDeadline === 'revert' ? 'it reverts' : 'it asks again';
  const end = deadline === undefined ? [] : [`Without them ${then} at ${when(deadline)}.`];
  return [
    `*Who could approve*: ${cut(escaped(approval.who), LONG)}.`,
    ...(given === '' ? [] : [`*Approved by* ${cut(given, LONG)}.`]),
    ...end,
  ].join('\n');
}

function factsOf({ step, steps, traffic, phase, deadline, approval }: Shown): string {
  const present = steps[step];
  const { asked, observed, proven } = traffic;
  const seen = observed === undefined || !proven ? '' : `, ${observed / 100} % observed`;
  const ends = deadline === undefined || approval !== undefined ? [] : [`ends at ${when(deadline)}`];
  const facts =
    present === undefined ? [] : [`step ${step + 1} of ${steps.length}: ${cut(escaped(present.label), 200)}`];
  return [...facts, `${asked / 100} % of traffic asked${seen}`, ...(phase === 'running' ? ends : [])].join(
    '  ·  ',
  );
}

/** What is first said of a release of which nothing is known but an event, and all that is said of a lane. */
export function firstMessage(notification: Notification, link?: string): Message {
  const text = cut(eventText(notification, link));
  return { text, blocks: [section(text)] };
}

/** What is said in the thread: the event, that people are asked to approve, or both. */
export function replyTo(
  notification: Notification,
  { told, isAsked, link }: { told: boolean; isAsked: boolean; link?: string | undefined },
): Message {
  const approval = isAsked ? notification.status?.approval : undefined;
  const asks =
    approval === undefined ? [] : [`:raised_hand: *It waits for approval*: ${escaped(approval.sentence)}.`];
  const text = cut(
    [told ? eventText(notification, link) : linked(notification.release ?? '', link), ...asks].join('\n'),
  );
  return { text, blocks: [section(text)] };
}

function eventText(
  { release, lane, kind, message, actor, reason, page }: Notification,
  link: string | undefined,
): string {
  const who = actor === undefined ? '' : ` _by ${escaped(actor)}_`;
  const why = reason === undefined || reason === '' ? '' : `: ${escaped(reason)}`;
  return `${page ? ':rotating_light: ' : ''}*${linked(release ?? lane, link)}* ${kind}: ${escaped(message)}${who}${why}`;
}
