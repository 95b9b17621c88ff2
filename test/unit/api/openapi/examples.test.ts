import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { examples } from '../../../../api/openapi/examples/index.ts';
import type { App } from '../../../../api/routes/index.ts';
import { offlineApp } from '../offline-app.ts';
import { documentOf, operationsOf, resolved, type OpenApi, type Operation } from './document.ts';

let app: App;
let document: OpenApi;
beforeAll(async () => {
  app = await offlineApp();
  document = await documentOf(app);
});
afterAll(async () => app.close());

/** The body that a route takes, and what it answers when all is well. */
function main({ requestBody, responses }: Operation) {
  const status = Object.keys(responses)
    .filter((each) => each.startsWith('2'))
    .toSorted()[0];
  return {
    body: resolved(document, requestBody?.content['application/json']?.schema),
    answer: resolved(document, responses[status ?? '']?.content?.['application/json']?.schema),
  };
}

test('every body and every main answer has one', () => {
  for (const [route, operation] of operationsOf(document)) {
    const { body, answer } = main(operation);
    expect([route, answer?.examples?.length]).toEqual([route, 1]);
    // A signed webhook has the form of whoever sends it.
    const own = operation['x-sluice-role'] === 'signed' || route.startsWith('GET ');
    expect([route, body?.examples?.length]).toEqual([route, own ? undefined : 1]);
  }
});

test('each is as its schema says, with nothing that it does not know', () => {
  const bodies = new Set<string>();
  const answers = new Set<string>();
  for (const [, operation] of operationsOf(document)) {
    const { body, answer } = main(operation);
    for (const example of body?.examples ?? []) bodies.add(JSON.stringify(example));
    for (const example of answer?.examples ?? []) answers.add(JSON.stringify(example));
  }
  expect(bodies.size + answers.size).toBe(examples.size);
  for (const [schema, example] of examples) {
    const read = z.safeParse(schema, example);
    expect([example, read.error?.message]).toEqual([example, undefined]);
    // A body refuses what it does not know; an answer leaves it out of what was read.
    const known = bodies.has(JSON.stringify(example)) ? example : read.data;
    expect(known).toEqual(example);
  }
});
