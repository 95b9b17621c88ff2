import { expect, test } from 'vitest';
import { already, type Happened } from '../../../../api/slack/already.ts';

const click = { act: 'promote', release: 'a.b.1', step: 3, token: '3.4' } as const;
const event = (kind: string, actor: string, step = 3): Happened => ({
  kind,
  actor,
  step,
  at: 1_795_478_249_030,
});

test.each([
  [
    'who did the same at this step',
    [event('promoted', 'bob'), event('paused', 'eve', 4)],
    'a.b.1 was already promoted by bob',
  ],
  [
    'who did something else',
    [event('promoted', 'bob', 1), event('paused', 'eve')],
    'Last it was paused by eve',
  ],
  ['who aborted it', [event('abort-requested', 'eve')], 'Last it was aborted by eve'],
  ['that it went on by itself', [{ ...event('step-started', ''), actor: undefined }], 'a.b.1 has moved on'],
])('says %s', (_what, events, said) => {
  const text = already(
    click,
    events.map(({ actor, ...rest }) => ({ ...rest, ...(actor === undefined ? {} : { actor }) })),
    'it bakes <now>',
  );
  expect(text).toContain(said);
  expect(text).toMatch(/Now: it bakes &lt;now&gt;\.$/);
});
