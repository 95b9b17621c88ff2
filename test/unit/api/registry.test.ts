import {
  type Client,
  WorkflowNotFoundError,
  WorkflowUpdateRPCTimeoutOrCancelledError,
} from '@temporalio/client';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { askRegistry } from '../../../api/registry/ask-registry.ts';
import { readRegistry } from '../../../api/registry/read-registry.ts';
import { defaultSettings } from '../../../config/settings.ts';
import { createToken, REGISTRY, type RegistryView } from '../../../workflows/registry-messages.ts';
import type { TokenRequest } from '../../../workflows/registry/token-types.ts';
import { fakeClient } from './fake-client.ts';

const settings = defaultSettings('/nonexistent');
const empty: RegistryView = { tokens: [], gates: [], freezes: [], stop: null, acts: [] };
let asked = 0;
let answer: () => RegistryView;
let client: Client;

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['Date'] });
  asked = 0;
  answer = () => empty;
  client = fakeClient({
    query: async () => {
      asked += 1;
      return answer();
    },
    update: async () => ({ state: 'conflict' }),
  });
});
afterEach(() => vi.useRealTimers());

const request: TokenRequest = {
  actor: 'ann',
  reason: '',
  name: 'ci',
  hash: 'x',
  grants: [],
  groups: [],
  expiresAt: null,
};

test('what is read is at most 2 s old, and those who ask at once share one question', async () => {
  await Promise.all([readRegistry({ client }), readRegistry({ client })]);
  expect(asked).toBe(1);
  vi.advanceTimersByTime(1999);
  await readRegistry({ client });
  expect(asked).toBe(1);
  vi.advanceTimersByTime(1);
  await readRegistry({ client });
  expect(asked).toBe(2);
});

test('after an act of this process it is read afresh', async () => {
  await readRegistry({ client });
  await expect(askRegistry({ client, settings }, createToken, request)).rejects.toMatchObject({
    code: 'idempotency_key_reused',
  });
  await readRegistry({ client });
  expect(asked).toBe(2);
});

test('where nobody ever acted on it, it holds nothing', async () => {
  answer = () => {
    throw new WorkflowNotFoundError('not found', REGISTRY, undefined);
  };
  expect(await readRegistry({ client })).toEqual(empty);
});

test('where nothing answers, that is said', async () => {
  answer = () => {
    throw new WorkflowUpdateRPCTimeoutOrCancelledError('no worker');
  };
  await expect(readRegistry({ client })).rejects.toMatchObject({ code: 'registry_unavailable' });
});
