import { expect, test } from 'vitest';
import { createProcessEvents, type ProcessEvent } from '../../../activities/process-events.ts';

const event: ProcessEvent = { kind: 'written', lane: 'shop.test', outcome: 'written' };

test('a listener that throws is reported, and the others still hear', () => {
  const errors: unknown[] = [];
  const heard: ProcessEvent[] = [];
  const events = createProcessEvents((error) => errors.push(error));
  events.listen(() => {
    throw new Error('broken metric');
  });
  const stop = events.listen((each) => heard.push(each));
  events.emit(event);
  stop();
  events.emit(event);
  expect(heard).toEqual([event]);
  expect(errors).toHaveLength(2);
});
