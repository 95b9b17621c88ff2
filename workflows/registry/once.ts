import { patched } from '@temporalio/workflow';
import { bytesOf, newestWithin } from '../bytes.ts';
import type { Act } from '../messages.ts';
import type { Answers, KeyConflict } from '../registry-messages.ts';
import { MOST_BYTES } from './room.ts';

const REMEMBERED = 24 * 3_600_000;
const MOST_ANSWERS = 1000;

type Keyed = Pick<Act, 'key' | 'bodyHash'>;

/** The check of an act before it is taken in; one that has its answer already is answered again, whatever the check says. */
export function unlessAnswered<Said extends Keyed>(
  memory: Answers<unknown>,
  check: (act: Said) => void,
): (act: Said) => void {
  return (act) => {
    const before = act.key === undefined ? undefined : memory[act.key];
    if (before === undefined || Date.now() - before.at >= REMEMBERED) check(act);
  };
}

/** Does an act once by its key: a repeat within 24 hours is answered as before, another body is a conflict. */
export function once<Answer>(memory: Answers<Answer>, act: Keyed, make: () => Answer): Answer | KeyConflict {
  return recall(memory, act) ?? remember(memory, act, make());
}

/** The same for acts that take a while: repeats that come meanwhile wait for the answer of the first. */
export function onceEach<Answer>(
  memory: Answers<Answer>,
): (act: Keyed, make: () => Promise<Answer>) => Promise<Answer | KeyConflict> {
  const going = new Map<string, { bodyHash: string; answer: Promise<Answer> }>();
  return async (act, make) => {
    const { key, bodyHash = '' } = act;
    const first = key === undefined ? undefined : going.get(key);
    if (first !== undefined) return first.bodyHash === bodyHash ? first.answer : { state: 'conflict' };
    const known = recall(memory, act);
    if (known !== undefined) return known;
    const answer = make().then((made) => remember(memory, act, made));
    if (key === undefined) return answer;
    going.set(key, { bodyHash, answer });
    try {
      return await answer;
    } finally {
      going.delete(key);
    }
  };
}

function recall<Answer>(
  memory: Answers<Answer>,
  { key, bodyHash = '' }: Keyed,
): Answer | KeyConflict | undefined {
  if (key === undefined) return undefined;
  const now = Date.now();
  for (const [old, { at }] of Object.entries(memory)) if (now - at >= REMEMBERED) delete memory[old];
  const before = memory[key];
  if (before === undefined) return undefined;
  return before.bodyHash === bodyHash ? before.answer : { state: 'conflict' };
}

function remember<Answer>(memory: Answers<Answer>, { key, bodyHash = '' }: Keyed, answer: Answer): Answer {
  if (key === undefined) return answer;
  memory[key] = { bodyHash, at: Date.now(), answer };
  const before = Object.entries(memory).filter(([old]) => old !== key);
  const newest = before.slice(1 - MOST_ANSWERS);
  const fitting = newestWithin(newest, MOST_BYTES.answers - bytesOf(memory[key]));
  const kept = fitting.length < newest.length && patched('answers-by-bytes') ? fitting : newest;
  for (const [oldest] of before.slice(0, before.length - kept.length)) delete memory[oldest];
  return answer;
}
