/**
 * What one notifier is told of one release, or of one lane between releases: in order, again for days where it fails,
 * with what the notifier remembers from one event to the next. It ends by itself.
 */
import { condition, continueAsNew, setHandler } from '@temporalio/workflow';
import type { DeliverAnswer } from '../activities/deliver-request.ts';
import { delivers } from './calls.ts';
import { deliver, GIVEN_UP_AFTER, retryDelivery } from './delivery-messages.ts';
import type { DeliveryInput, DeliveryState, Post } from './delivery-messages.ts';
import { publishDelivery } from './delivery-memo.ts';
import { dropOldest } from './delivery-room.ts';
import { historyIsLong } from './long-history.ts';
import { troubleAfter } from './delivery-trouble.ts';

/** How long it stays after the last event of an ended release, or of a lane, since more may follow. */
const LINGER = 600_000;
/** A release from which nothing was heard for so long has been lost, and a page of a lane been dealt with. */
const FORGOTTEN = 30 * 86_400_000;
/** Events that one call sends at most. */
const AT_ONCE = 10;
const MOST_KNOWN = 200;
const LONG_HISTORY = 300;

/** Delivers what it is told until there is no more to come. */
export async function delivery(input: DeliveryInput): Promise<void> {
  const state: DeliveryState = input.carried ?? fresh(input);
  let { notifier } = input;
  setHandler(deliver, (post) => {
    ({ notifier } = post);
    take(state, post);
  });
  setHandler(retryDelivery, () => {
    if (state.trouble !== null) state.trouble.next = Date.now();
  });
  for (;;) {
    dropOldest(state);
    publishDelivery(input, notifier, state);
    if (historyIsLong(LONG_HISTORY))
      await continueAsNew<typeof delivery>({ ...input, notifier, carried: state });
    const due = await untilDue(state, input);
    if (due === 'nothing') return;
    const last = (state.waiting[0]?.until ?? Number.POSITIVE_INFINITY) <= Date.now();
    const batch = due === 'events' ? nextOf(state, last) : [];
    const { dropped } = state;
    const answer = await delivers().deliver({
      notifier,
      notifications: batch.map(({ notification }) => notification),
      memory: state.memory,
      last,
      ...(dropped === undefined ? {} : { dropped }),
    });
    delete state.dropped;
    note(state, answer);
  }
}

function fresh({ release }: DeliveryInput): DeliveryState {
  // A lane has no end: what happens in it now is soon over.
  const ended = release === undefined;
  return { waiting: [], known: [], memory: null, repeatAt: null, trouble: null, gone: null, ended };
}

/** Takes events that it does not have yet. Only the newest has to say how the release stands. */
function take(state: DeliveryState, { notifications }: Post): void {
  for (const notification of notifications) {
    const { number, at, kind } = notification;
    const key = `${number} ${at}`;
    if (state.known.includes(key)) continue;
    state.known = [...state.known, key].slice(-MOST_KNOWN);
    if (kind === 'finished') state.ended = true;
    if (state.gone !== null) continue;
    const before = state.waiting.at(-1);
    if (before !== undefined && notification.status !== undefined) delete before.notification.status;
    state.waiting.push({ notification, until: Date.now() + GIVEN_UP_AFTER });
  }
}

/** The next events of one call: those whose time is over alone, since what fails of them is given up. */
function nextOf({ waiting }: DeliveryState, last: boolean): DeliveryState['waiting'] {
  const now = Date.now();
  return waiting.filter(({ until }) => !last || until <= now).slice(0, AT_ONCE);
}

/** Waits until something is to be sent, or said again; `nothing`: there is no more to come. */
async function untilDue(
  state: DeliveryState,
  { release }: DeliveryInput,
): Promise<'events' | 'repeat' | 'nothing'> {
  for (;;) {
    const next = state.trouble?.next ?? 0;
    if (next > Date.now()) {
      await condition(() => state.trouble?.next !== next, next - Date.now());
      continue;
    }
    if (state.waiting.length > 0) return 'events';
    const { repeatAt, ended, trouble } = state;
    const hopeless = trouble !== null && Date.now() - trouble.since >= GIVEN_UP_AFTER;
    if (repeatAt !== null && repeatAt <= Date.now() && !hopeless) return 'repeat';
    // What puts a lane right may come after days, and has to find what was paged.
    const more = !ended || (release === undefined && state.stands === true);
    const wait = repeatAt === null || hopeless ? (more ? FORGOTTEN : LINGER) : repeatAt - Date.now();
    // One that is gone waits for the end of its release alone.
    const came = await condition(() => state.waiting.length > 0 || state.ended !== ended, wait);
    if (!came && (repeatAt === null || hopeless)) return 'nothing';
  }
}

function note(state: DeliveryState, answer: DeliverAnswer): void {
  const { done, memory, failure, again, stands = false } = answer;
  state.waiting.splice(0, done);
  state.memory = memory;
  if (failure === undefined) {
    state.repeatAt = again === undefined ? null : Date.now() + again;
    state.stands = stands;
  }
  if (failure?.gone === true) {
    state.gone = failure.message;
    state.waiting = [];
    state.repeatAt = null;
    state.stands = false;
    state.trouble = null;
    return;
  }
  state.trouble =
    failure === undefined ? null : troubleAfter(done === 0 ? state.trouble : null, failure, Date.now());
}
