/** A freeze that somebody is about to make. Pure. */
import { span } from '../../../cli/figures.ts';

/** What was written into the form. */
export interface FreezeDraft {
  /** Patterns, apart by commas or spaces. */
  lanes: string;
  owner: string;
  /** Of a field for a day and a time; empty: now. */
  start: string;
  /** One of LENGTHS, or empty: until `end`. */
  length: string;
  end: string;
}

/** How long, as it is sent, with its words. */
export const LENGTHS: readonly { length: string; words: string }[] = [1, 4, 8, 24, 72, 168].map((hours) => ({
  length: `${hours}h`,
  words: span(hours * 3_600_000),
}));

/** A freeze as it is sent, and when that means; or what is still missing. Times are milliseconds since the epoch. */
export type ReadDraft =
  | {
      // A length stays what it is while time passes: asked for twice it is the same body.
      body: { lanes: string[]; owner?: string; start?: number; end?: number; for?: string };
      lanes: string[];
      start: number;
      end: number;
    }
  | { lacks: string; lanes: string[] };

const PATTERN = /^(\*|[a-z0-9][a-z0-9-]{0,62})@(\*|[a-z0-9][a-z0-9-]{0,62})$/;

/** Reads it; `utc`: times are meant in UTC, else in the zone of the browser. */
export function readDraft(draft: FreezeDraft, { now, utc }: { now: number; utc: boolean }): ReadDraft {
  const lanes = lanesIn(draft.lanes);
  const lack = (lacks: string): ReadDraft => ({ lacks, lanes });
  const wrong = lanes.find((lane) => !PATTERN.test(lane));
  if (lanes.length === 0) return lack('Say which lanes, such as *@production.');
  if (wrong !== undefined)
    return lack(`${wrong} is no pattern of lanes: SERVICE@ENVIRONMENT, where each may be *.`);
  const start = draft.start === '' ? now : toMoment(draft.start, utc);
  if (Number.isNaN(start)) return lack('Say when it begins.');
  const length = LENGTHS.find((each) => each.length === draft.length);
  const end = length === undefined ? toMoment(draft.end, utc) : start + hoursOf(length.length) * 3_600_000;
  if (Number.isNaN(end)) return lack('Say when it ends.');
  if (end <= Math.max(start, now)) return lack('It ends before it begins, or is over already.');
  const owner = draft.owner.trim();
  return {
    lanes,
    start,
    end,
    body: {
      lanes,
      ...(owner === '' ? {} : { owner }),
      ...(draft.start === '' ? {} : { start }),
      ...(length === undefined ? { end } : { for: length.length }),
    },
  };
}

/** What was written as lanes. */
function lanesIn(text: string): string[] {
  return text.split(/[\s,]+/).filter((lane) => lane !== '');
}

function hoursOf(length: string): number {
  return Number(length.replace('h', ''));
}

function toMoment(text: string, utc: boolean): number {
  return Date.parse(utc ? `${text}Z` : text);
}
