import { activityInfo, cancellationSignal } from '@temporalio/activity';
import { z } from 'zod';
import type { Memory, Notifier } from '../providers/notifiers/notifier.ts';
import { Refusal } from '../providers/notifiers/refusal.ts';
import type { ActivityContext } from './context.ts';
import type { DeliverAnswer, DeliverRequest, DeliveryFailure, DroppedEvent } from './deliver-request.ts';
import { withHeartbeats } from './heartbeats.ts';
import { messageOf } from './sentence.ts';
import type { ActActivities } from './types.ts';

/** How far an attempt came: the next one goes on from there, so that little is sent twice. */
const progress = z.object({ done: z.number(), memory: z.record(z.string(), z.unknown()).nullable() });

/** Sends events for one notifier, in their order, until one fails. It answers with how far it came, and never throws. */
export function createDeliverActivity(context: ActivityContext): Pick<ActActivities, 'deliver'> {
  return {
    async deliver(request) {
      const before = progress.safeParse(activityInfo().heartbeatDetails);
      const state: DeliverAnswer = before.success ? { ...before.data } : { done: 0, memory: request.memory };
      return withHeartbeats(
        async () => send(context, request, state),
        () => ({ done: state.done, memory: state.memory }),
      );
    },
  };
}

async function send(
  context: ActivityContext,
  request: DeliverRequest,
  state: DeliverAnswer,
): Promise<DeliverAnswer> {
  const { notifier: config, notifications, last, dropped = [] } = request;
  const signal = cancellationSignal();
  const notifier = context.world.notifier(config);
  const tell = (outcome: 'sent' | 'failed' | 'lost'): void =>
    context.events.emit({ kind: 'told', notifier: config.kind, outcome });
  const sending = (): { signal: AbortSignal; memory: Memory | undefined } => ({
    signal,
    memory: state.memory ?? undefined,
  });
  const words = (event: DroppedEvent | undefined): object => ({
    notifier: config.kind,
    ...(event === undefined ? {} : { lane: event.lane, release: event.release, event: event.number }),
  });
  for (const event of dropped) {
    tell('lost');
    context.log.error(words(event), 'an event will not be told: too much waited behind it');
  }
  try {
    if (notifications.length === 0) state.memory = (await notifier.repeat?.send(sending())) ?? state.memory;
    while (state.done < notifications.length) {
      const event = notifications[state.done];
      if (event === undefined) break;
      try {
        state.memory = (await notifier.send(event, sending())) ?? state.memory;
        tell('sent');
      } catch (error) {
        const never = error instanceof Refusal && error.consequence.kind === 'never';
        if (!never && !last) throw error;
        signal.throwIfAborted();
        tell('lost');
        const why = never ? 'it was refused for good' : 'it is given up after days of trying';
        context.log.error(words(event), `an event will not be told: ${why}: ${messageOf(error)}`);
      }
      state.done += 1;
    }
  } catch (error) {
    signal.throwIfAborted();
    tell('failed');
    const failure = failureOf(error);
    const next =
      failure.gone === true ? 'nothing is told there any more for this release' : 'it is tried again';
    context.log.warn(
      words(notifications[state.done]),
      `an event could not be told: ${failure.message}; ${next}`,
    );
    return { ...state, failure };
  }
  return { ...state, ...whatIsLeft(notifier, state.memory) };
}

function failureOf(error: unknown): DeliveryFailure {
  const message = messageOf(error);
  if (!(error instanceof Refusal)) return { message };
  const { consequence } = error;
  if (consequence.kind === 'gone') return { message, gone: true };
  return consequence.kind === 'later' ? { message, after: consequence.after } : { message };
}

function whatIsLeft(
  { repeat, stands }: Notifier,
  memory: Memory | null,
): Pick<DeliverAnswer, 'again' | 'stands'> {
  const again = repeat?.every(memory ?? undefined);
  return {
    ...(again === undefined ? {} : { again }),
    ...(stands?.(memory ?? undefined) === true ? { stands: true } : {}),
  };
}
