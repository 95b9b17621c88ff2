import type { Observed } from './load/observations.ts';

/** What the demo expects of a release, and why it plays it. */
export interface Act {
  version: string;
  expected: 'completed' | 'reverted';
  /** The daemon is killed in the middle of the first bake. */
  kill: boolean;
  /** What is about to be seen, as a sentence. */
  intent: string;
}

/** How a release went, seen from the outside wherever that is possible. */
export interface Played {
  act: Act;
  id: string;
  outcome: string;
  /** Sluice's own sentence about the end. */
  sentence: string;
  /** From the submit to the end. */
  seconds: number;
  /** What the load generator saw of requests sent from the submit to one second after the end. */
  during: Observed;
  /** What it saw of requests sent within one second after the end. */
  after: Observed;
  /** Process ids of instances of this version that still run. */
  running: number[];
  /** Tokens of instances of this version that began to run more than once. */
  startedTwice: string[];
  /** The workflow's run as it was before the kill and at the end; only where there was a kill. */
  runs?: { before: string; end: string };
}

/** One row of the table, as `--json` writes it. */
export interface Row {
  id: string;
  outcome: string;
  seconds: number;
  candidateRequests: number;
  badServed: number;
  dropped: number;
}

/** What is counted of one release. All counts are the load generator's. */
export function rowOf({ act, id, outcome, seconds, during }: Played): Row {
  const { answered = 0, bad = 0 } = during.versions[act.version] ?? {};
  return {
    id,
    outcome,
    seconds: Math.round(seconds * 10) / 10,
    candidateRequests: answered,
    badServed: bad,
    dropped: during.dropped,
  };
}

/** Which version answered how many requests, such as `181 of 181 requests answered by v2`. */
export function sharesOf({ versions }: Observed): string {
  const answered = Object.entries(versions).filter(([, version]) => version.answered > 0);
  const total = answered.reduce((sum, [, version]) => sum + version.answered, 0);
  const parts = answered.map(
    ([name, version]) => `${version.answered} of ${total} requests answered by ${name}`,
  );
  return parts.join(', ') || 'no request was answered';
}

/** A sentence for everything that is not as the demo promises; none when all is. */
export function brokenPromises(played: Played): string[] {
  const { act, id, outcome, sentence, during, after, running, startedTwice, runs } = played;
  const broken: string[] = [];
  if (outcome !== act.expected)
    broken.push(`${id} was to be ${act.expected} and is ${outcome}: ${sentence}.`);
  if (during.dropped > 0) {
    const reasons = Object.entries(during.reasons).map(([reason, count]) => `${count} by "${reason}"`);
    broken.push(`${during.dropped} requests were dropped during ${id}: ${reasons.join(', ')}.`);
  }
  const versions = Object.entries(after.versions).filter(([, { answered }]) => answered > 0);
  const total = versions.reduce((sum, [, { answered }]) => sum + answered, 0);
  const own = after.versions[act.version]?.answered ?? 0;
  if (total === 0) broken.push(`No request was answered in the second after ${id}.`);
  if (act.expected === 'completed' && own < total) {
    broken.push(`Only ${own} of ${total} requests after ${id} were answered by ${act.version}.`);
  }
  if (act.expected === 'reverted') {
    if (own > 0) broken.push(`${own} of ${total} requests after ${id} still reached ${act.version}.`);
    if (running.length > 0) broken.push(`Instances of ${act.version} still run: ${running.join(', ')}.`);
  }
  for (const token of startedTwice) broken.push(`The instance ${token} of ${act.version} was started twice.`);
  if (runs && runs.before !== runs.end) {
    broken.push(`${id} ended in the workflow run ${runs.end}, not in ${runs.before} as before the kill.`);
  }
  return broken;
}
