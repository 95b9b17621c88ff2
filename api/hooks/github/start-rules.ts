/** Which releases an event starts, by the rules of the settings. */
import type { GithubSettings } from '../../../config/schema/github.ts';
import { textAt } from '../pointer.ts';
import type { StartEvent } from './start-event.ts';

/** A rule of the settings. */
type Rule = NonNullable<GithubSettings['start']>[number];

/** What a rule makes of an event. */
export interface Started {
  service: string;
  environment: string;
  version: string;
  revision?: string;
  reason: string;
  /** Repeats of the same thing have the same key. */
  key: string;
}

/** The same event is known again for so long: lanes keep keys for 24 hours. */
const REMEMBERED = 24 * 3_600_000;

/**
 * What each rule that means this event starts; a text says what is wrong with the event for that rule. Whoever has
 * seen an old delivery could send it again, so what happened more than 24 hours ago starts nothing.
 */
export function startedBy(
  rules: readonly Rule[],
  event: StartEvent,
  body: unknown,
  now: number,
): (Started | string)[] {
  const meant = rules.flatMap((rule, index) => (means(rule, event) ? [{ rule, index }] : []));
  if (meant.length > 0 && event.happenedAt !== undefined && now - event.happenedAt > REMEMBERED) {
    return ['it happened more than 24 hours ago; start the release by hand'];
  }
  return meant.map(({ rule, index }) => apply(rule, index, event, body));
}

function means(rule: Rule, event: StartEvent): boolean {
  // GitHub's names of owners and repositories know no case.
  if (rule.kind !== event.kind || rule.repository.toLowerCase() !== event.repository.toLowerCase())
    return false;
  switch (event.kind) {
    case 'deployment':
      return rule.environment === event.environment;
    case 'workflowRun':
      return rule.workflow === event.workflow && rule.branch === event.ref;
    case 'release':
    case 'tag':
      return matches(rule.tags ?? '*', event.ref);
  }
}

function apply(rule: Rule, index: number, event: StartEvent, body: unknown): Started | string {
  const isTag = event.kind === 'release' || event.kind === 'tag';
  const from = rule.version ?? (isTag ? 'ref' : 'sha');
  const version = take(from, event, body);
  if (version === undefined) return `rule ${index + 1}: the event has no ${from}, which is to be the version`;
  const revision = take(rule.revision ?? 'sha', event, body);
  if (revision === undefined && rule.revision !== undefined) {
    return `rule ${index + 1}: the event has no ${rule.revision}, which is to be the revision`;
  }
  return {
    ...rule.release,
    version,
    ...(revision === undefined ? {} : { revision }),
    reason: `${event.thing} of ${event.repository}, by ${event.sender.login}`,
    key: `github ${event.repository.toLowerCase()} ${event.thing} ${index}`,
  };
}

function take(from: string, event: StartEvent, body: unknown): string | undefined {
  if (from === 'sha') return event.sha;
  return from === 'ref' ? event.ref : textAt(body, from);
}

/** Whether a text is as a pattern says, in which `*` stands for any characters. */
function matches(pattern: string, text: string): boolean {
  const [first = '', ...rest] = pattern.split('*');
  if (rest.length === 0) return text === first;
  const last = rest.pop() ?? '';
  if (!text.startsWith(first) || !text.endsWith(last) || text.length < first.length + last.length)
    return false;
  let from = first.length;
  const end = text.length - last.length;
  for (const part of rest) {
    const found = text.indexOf(part, from);
    if (found < 0 || found + part.length > end) return false;
    from = found + part.length;
  }
  return true;
}
