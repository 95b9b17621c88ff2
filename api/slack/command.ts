/** What somebody wrote behind `/sluice`. Pure. */
import { parseDuration } from '../../config/units.ts';
import { laneId, reason, releaseId, version } from '../wire/names.ts';

/** A command that was understood. Lanes are `SERVICE.ENVIRONMENT`. */
export type Command =
  | { name: 'help' }
  | { name: 'start'; lane: string; version: string; reason: string }
  | { name: 'list'; lane?: string }
  /** `of`: a release or a lane. */
  | { name: 'status'; of: string }
  | { name: 'abort'; of: string; reason: string }
  /** `lanes`: a pattern, `SERVICE@ENVIRONMENT`; `length` in milliseconds. */
  | { name: 'freeze'; lanes: string; length: number; reason: string }
  | { name: 'freeze end'; freeze: string; reason: string }
  | { name: 'freeze list'; lane?: string };

/** What to write instead. */
export interface NotUnderstood {
  message: string;
}

/** Every command with what it takes, for help and for who wrote another thing. */
export const FORMS = {
  start: 'start SERVICE@ENVIRONMENT VERSION [REASON]',
  status: 'status RELEASE or status SERVICE@ENVIRONMENT',
  list: 'list [SERVICE@ENVIRONMENT]',
  abort: 'abort RELEASE [REASON] or abort SERVICE@ENVIRONMENT [REASON]',
  freeze:
    'freeze SERVICE@ENVIRONMENT DURATION REASON, where * stands for any: freeze *@production 2h incident',
  'freeze end': 'freeze end FREEZE REASON, such as freeze end f3 it is mended',
  'freeze list': 'freeze list [SERVICE@ENVIRONMENT]',
  help: 'help',
} as const;

/** Longest text that is read: reasons end before. */
const LONGEST = 2000;

/** Reads the text of a command. */
export function readCommand(text: string): Command | NotUnderstood {
  const words = plain(text.slice(0, LONGEST))
    .split(/\s+/)
    .filter((word) => word !== '');
  const [name = 'help', ...rest] = words;
  const read = Object.hasOwn(READERS, name.toLowerCase()) ? READERS[name.toLowerCase()] : undefined;
  if (read === undefined) {
    return { message: `${name} is no command. There are ${Object.keys(FORMS).join(', ')}.` };
  }
  return read(rest);
}

/** Quotes that a phone makes, and marks of code around a word, are not meant. */
function plain(text: string): string {
  return text
    .replaceAll(/[\u2018\u2019]/g, "'")
    .replaceAll(/[\u201C\u201D]/g, '"')
    .replaceAll('`', ' ');
}

const READERS: Partial<Record<string, (words: string[]) => Command | NotUnderstood>> = {
  help: () => ({ name: 'help' }),
  start: ([where, which, ...why]) => {
    const lane = laneNamed(where);
    if (lane === undefined) return wrong('start', where, 'SERVICE@ENVIRONMENT');
    if (!version.safeParse(which).success) return wrong('start', which, 'a version');
    return { name: 'start', lane, version: which ?? '', reason: sentence(why) };
  },
  list: ([where]) => listing('list', where),
  status: ([what]) => {
    const of = subject(what);
    return of === undefined
      ? wrong('status', what, 'a release or SERVICE@ENVIRONMENT')
      : { name: 'status', of };
  },
  abort: ([what, ...why]) => {
    const of = subject(what);
    if (of === undefined) return wrong('abort', what, 'a release or SERVICE@ENVIRONMENT');
    return { name: 'abort', of, reason: sentence(why) };
  },
  freeze: (words) => {
    const [lanes, howLong, ...why] = words;
    if (lanes === 'end') return freezeEnd(words.slice(1));
    if (lanes === 'list') return listing('freeze list', howLong);
    if (lanes === undefined || !PATTERN.test(lanes)) return wrong('freeze', lanes, 'SERVICE@ENVIRONMENT');
    const length = parseDuration(howLong ?? '');
    if (!('value' in length) || length.value < SHORTEST_FREEZE) {
      return wrong('freeze', howLong, 'a duration from 1m, such as 2h');
    }
    if (why.length === 0) return { message: 'A freeze needs a reason: say why, behind the duration.' };
    return { name: 'freeze', lanes, length: length.value, reason: sentence(why) };
  },
};

function freezeEnd([which, ...why]: string[]): Command | NotUnderstood {
  const freeze = which?.toLowerCase();
  if (freeze === undefined || !/^f[1-9]\d{0,8}$/.test(freeze)) {
    return wrong('freeze end', which, 'a freeze, as freeze list names it');
  }
  if (why.length === 0) return { message: 'The end of a freeze needs a reason: say why, behind the freeze.' };
  return { name: 'freeze end', freeze, reason: sentence(why) };
}

function listing(name: 'list' | 'freeze list', where: string | undefined): Command | NotUnderstood {
  if (where === undefined) return { name };
  const lane = laneNamed(where);
  return lane === undefined ? wrong(name, where, 'SERVICE@ENVIRONMENT') : { name, lane };
}

/** In milliseconds. */
const SHORTEST_FREEZE = 60_000;
const PART = String.raw`(?:\*|[a-z0-9][a-z0-9-]{0,62})`;
const PATTERN = new RegExp(`^${PART}@${PART}$`);

function wrong(name: keyof typeof FORMS, written: string | undefined, expected: string): NotUnderstood {
  const what = written === undefined ? `${expected} is missing` : `${written} is not ${expected}`;
  return { message: `${what}. Write /sluice ${FORMS[name]}` };
}

/** `SERVICE@ENVIRONMENT` or `SERVICE.ENVIRONMENT`, as the latter. */
function laneNamed(word: string | undefined): string | undefined {
  return laneId.safeParse(word?.replace('@', '.')).data;
}

function subject(word: string | undefined): string | undefined {
  return releaseId.safeParse(word).data ?? laneNamed(word);
}

function sentence(words: string[]): string {
  return reason.parse(words.join(' ').slice(0, 1000));
}
