/** Where events are sent, beside the release's own list: one file a kind. */
import { z } from 'zod';
import { below, type Finding } from '../finding.ts';
import { text } from '../schema/leaf.ts';
import { list } from '../schema/mapping.ts';
import { oneKind, type OfKind } from '../schema/one-kind.ts';
import { didYouMean } from '../suggest.ts';
import { quote, type Reading } from '../units.ts';
import { github, type GithubNotifier } from './github.ts';
import { alertmanager, type AlertmanagerNotifier } from './alertmanager.ts';
import { discord, teams, type ChatNotifier } from './chats.ts';
import { cloudevents, type CloudEventsNotifier } from './cloudevents.ts';
import { grafana, type GrafanaNotifier } from './grafana.ts';
import { isAskedFor } from './interest.ts';
import type { NotifierInput } from './notifier-input.ts';
import { opsgenie, pagerduty, type OpsgenieNotifier, type PagerdutyNotifier } from './pagers.ts';
import { slack, type SlackNotifier } from './slack.ts';
import { webhook, type WebhookNotifier } from './webhook.ts';

/** The daemon's own log. */
export interface LogNotifier {
  kind: 'log';
}

/** A notifier whose events are delivered by a workflow of its own: in order, and again for days. */
export type DeliveredNotifier =
  | WebhookNotifier
  | GithubNotifier
  | SlackNotifier
  | CloudEventsNotifier
  | GrafanaNotifier
  | ChatNotifier
  | PagerdutyNotifier
  | OpsgenieNotifier
  | AlertmanagerNotifier;

/** Every notifier of a plan. */
export type NotifierConfig = LogNotifier | DeliveredNotifier;

const KINDS = {
  webhook,
  cloudevents,
  github,
  slack,
  grafana,
  teams,
  discord,
  pagerduty,
  opsgenie,
  alertmanager,
};
const PLAIN = 'log';

/** The kinds of all notifiers that a plan can have. */
export const NOTIFIER_KINDS: readonly string[] = [PLAIN, ...Object.keys(KINDS)];

const plain = text(
  'a notifier',
  (input): Reading<'log'> => {
    if (input === PLAIN) return { value: input };
    if (Object.hasOwn(KINDS, input)) {
      return { refused: { message: `${input} needs settings`, hint: `write it as "- ${input}: ..."` } };
    }
    const expected = `${PLAIN}, or a mapping such as webhook: ...`;
    return {
      refused: {
        message: `${quote(input)} is not a notifier`,
        expected,
        ...didYouMean(input, NOTIFIER_KINDS),
      },
    };
  },
  { enum: [PLAIN], description: "The daemon's own log." },
);

const one = z.union([plain, oneKind<NotifierInput>(KINDS, 'a notifier', [PLAIN])]);

type Written = 'log' | OfKind<NotifierInput>;

/** The list of notifiers. */
export const notifiers = list(one, 20);

/** What is wrong with notifiers beyond the form of their keys; paths begin in the list. */
export function notifierFindings(written: Written[]): Finding[] {
  return written.flatMap((each, index) => (each === PLAIN ? [] : below([index, each.kind], each.findings())));
}

/** The notifiers for a plan. */
export function resolveNotifiers(written: Written[], folder: string): NotifierConfig[] {
  return written.map((each) => (each === PLAIN ? { kind: PLAIN } : each.resolve(folder)));
}

/**
 * What a notifier does with an event: it tells it; it hears of it only where it has told something of the release
 * before, which may have to be brought up to date or taken back; or nothing. Pure.
 */
export function interestIn(
  notifier: NotifierConfig,
  event: { kind: string; page: boolean },
): 'tell' | 'follow' | 'none' {
  if (notifier.kind === 'log' || isAskedFor(notifier.on, event)) return 'tell';
  return FOLLOWS[notifier.kind] ? 'follow' : 'none';
}

const FOLLOWS: Record<DeliveredNotifier['kind'], boolean> = {
  github: false,
  slack: true,
  webhook: false,
  cloudevents: false,
  grafana: false,
  teams: false,
  discord: false,
  pagerduty: true,
  opsgenie: true,
  alertmanager: true,
};

/** A notifier in a few words, without what may be secret in it. Pure. */
export function describeNotifier(notifier: NotifierConfig): string {
  switch (notifier.kind) {
    case 'log':
      return 'log';
    case 'github':
      return `github ${notifier.repository}`;
    case 'slack':
      return `slack ${notifier.channel}`;
    default:
      return `${notifier.kind} ${originOf(notifier.url)}`;
  }
}

/** Where a URL goes without what may be secret in it. */
function originOf(url: string): string {
  return /^https?:\/\/[^/?#$]+/.exec(url)?.[0] ?? 'by a secret URL';
}
