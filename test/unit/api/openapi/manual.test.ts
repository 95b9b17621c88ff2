import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { commonCodes } from '../../../../api/openapi/common-answers.ts';
import type { App } from '../../../../api/routes/index.ts';
import { offlineApp } from '../offline-app.ts';
import { documentOf, operationsOf, type OpenApi, type Operation } from './document.ts';

let app: App;
let document: OpenApi;
let text: string;
beforeAll(async () => {
  app = await offlineApp();
  document = await documentOf(app);
  text = await readFile(new URL('../../../../docs/api.md', import.meta.url), 'utf8');
});
afterAll(async () => app.close());

/** The rows of the table under a heading, by cells. */
function rows(heading: string): string[][] {
  const section = text.split(/^## /m).find((part) => part.startsWith(`${heading}\n`)) ?? '';
  return [...section.matchAll(/^\| `(?:GET|POST) .*$/gm)].map(([row]) =>
    row
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim()),
  );
}

const written = (route: string): string => `\`${route.replaceAll(/\{(\w+)\}/g, ':$1')}\``;

/** The row of a route: who may, and with what it may be refused beside what any route may be. */
function refusals([route, operation]: [string, Operation]): string[] {
  const { 'x-sluice-role': role = '', 'x-sluice-every-lane': every, responses } = operation;
  const common = new Set<string>(commonCodes(route.split(' ')[0] ?? '', role));
  const own = Object.entries(responses)
    .filter(([status]) => Number(status) >= 400)
    .flatMap(([, { description }]) => description.split('; '))
    .map((each) => each.split(':')[0] ?? '')
    .filter((code) => !common.has(code))
    .toSorted();
  const who = every === true ? `${role}, everywhere` : role;
  return [written(route), who, own.length === 0 ? '–' : own.map((code) => `\`${code}\``).join(' ')];
}

test('docs/api.md has every route, and no other', () => {
  const told = rows('Routes').map(([route]) => route);
  const hidden = ['GET /metrics', 'GET /openapi.json'];
  const there = operationsOf(document).map(([route]) => route);
  expect(told).toHaveLength(there.length + hidden.length);
  expect(new Set(told)).toEqual(new Set([...there, ...hidden].map(written)));
});

test('docs/api.md says of each route who may, and with what it may be refused', () => {
  expect(rows('Roles and refusals')).toEqual(operationsOf(document).map(refusals));
});

test('docs/api.md says with what any route may be refused', () => {
  const [sentence = ''] = /^Any route may answer .*$/m.exec(text) ?? [];
  const told = [...sentence.matchAll(/`([a-z_]+)`/g)].map(([, code]) => code);
  expect(new Set(told)).toEqual(new Set(commonCodes('POST', 'viewer')));
});
