import { HTTP } from 'cloudevents';
import { expect } from 'vitest';
import { z } from 'zod';
import type { CloudEventsNotifier } from '../../../config/notifiers/cloudevents.ts';
import { startReceiver, type Receiver } from './receiver.ts';

const filled = z.string().min(1);
const reference = filled.regex(/^[\w:/?#@!$&'()*+,;=.~%-]+$/);

/** The form that version 0.5 of CDEvents gives a context. */
function contextOf(type: z.ZodType<string>) {
  return z.strictObject({
    specversion: z.literal('0.5.0'),
    id: filled,
    source: reference,
    type,
    timestamp: z.iso.datetime(),
  });
}

const place = z.strictObject({ id: filled, source: reference.optional() });
const purl = z.string().regex(/^pkg:[a-z]+\/[^@\s]+@[^@:\s]+$/);

function serviceEvent(predicate: string, content: z.ZodType) {
  return z.strictObject({
    context: contextOf(z.literal(`dev.cdevents.service.${predicate}.0.3.0`)),
    subject: z.strictObject({ id: filled, source: reference, content }),
    customData: z.record(z.string(), z.unknown()),
  });
}

/** The forms of version 0.5 of CDEvents, and that of types of one's own. */
const cdEvent = z.union([
  ...['deployed', 'upgraded', 'rolledback'].map((predicate) =>
    serviceEvent(predicate, z.strictObject({ environment: place, artifactId: purl })),
  ),
  serviceEvent('removed', z.strictObject({ environment: place })),
  z.strictObject({
    context: contextOf(z.string().regex(/^dev\.cdeventsx\.sluice-[a-zA-Z]+\.[a-zA-Z]+\.\d\.\d\.\d$/)),
    subject: z.strictObject({ id: filled, source: reference, content: z.record(z.string(), z.unknown()) }),
  }),
]);

/** Takes CloudEvents alone, in one of the two modes and with this token, with a CDEvent in each. */
export async function startBroker(
  mode: CloudEventsNotifier['mode'],
  token: string,
): Promise<Receiver & { events: Event[] }> {
  const events: Event[] = [];
  const receiver = await startReceiver(({ headers, body }) => {
    const type = headers['content-type'] ?? '';
    const structured = type.startsWith('application/cloudevents+json');
    if (structured !== (mode === 'structured')) throw new Error(`${type} is not ${mode}`);
    if (headers['authorization'] !== `Bearer ${token}`) throw new Error('who are you?');
    const event = HTTP.toEvent<unknown>({ headers, body });
    if (Array.isArray(event)) throw new Error('one event was expected');
    const { id, source, type: of, time, subject, data } = event;
    const cd = cdEvent.parse(data);
    const context = z.object({ id: z.string(), source: z.string(), type: z.string() }).parse(cd.context);
    expect({ id, source, type: of, subject }).toEqual({ ...pick(context), subject: cd.subject.id });
    events.push({ type: of, time, subject: cd.subject });
    return { status: 202 };
  });
  return Object.assign(receiver, { events });
}

interface Event {
  type: string;
  time: string | undefined;
  subject: { id: string; content: unknown };
}

function pick({ id, source, type }: { id: string; source: string; type: string }): object {
  return { id, source, type };
}
