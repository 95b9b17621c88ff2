import { describe, expect, test } from 'vitest';
import { readStartEvent } from '../../../../api/hooks/github/start-event.ts';
import { startedBy } from '../../../../api/hooks/github/start-rules.ts';
import { readDocument } from '../../../../config/document.ts';
import { readSettings } from '../../../../config/settings.ts';
import {
  deploymentCreated,
  releaseReleased,
  runCompleted,
  SHA,
  tagPushed,
} from '../../../rigs/github/payloads.ts';

const NOW = Date.parse('2026-11-26T12:00:00Z');
const JUST_NOW = new Date(NOW - 1000);

const RULES = rules(`
- deployment: { repository: acme/checkout, environment: production, release: checkout@production }
- workflowRun: { repository: acme/checkout, workflow: build, branch: main, release: checkout@staging }
- release: { repository: acme/checkout, tags: v1.*, release: checkout@production }
- tag: { repository: ACME/Checkout, tags: v*, release: checkout@qa, version: sha }
- deployment: { repository: acme/other, environment: production, release: other@production }
`);

describe('what an event starts', () => {
  test.each([
    ['deployment', deploymentCreated(JUST_NOW), { environment: 'production', version: SHA, revision: SHA }],
    ['workflow_run', runCompleted(JUST_NOW), { environment: 'staging', version: SHA, revision: SHA }],
    ['release', releaseReleased(JUST_NOW), { environment: 'production', version: 'v1.4.2' }],
    ['push', tagPushed(JUST_NOW), { environment: 'qa', version: SHA, revision: SHA }],
  ])('%s', (event, body, expected) => {
    expect(started(event, body)).toEqual([
      {
        service: 'checkout',
        reason: expect.stringContaining('octocat'),
        key: expect.any(String),
        ...expected,
      },
    ]);
  });

  test('a value of the payload may be the version', () => {
    const rule = rules(`
- deployment:
    repository: acme/checkout
    environment: production
    release: checkout@production
    version: /deployment/payload/version
`);
    const body = deploymentCreated(JUST_NOW, { payload: { version: '1.4.2' } });
    expect(started('deployment', body, rule)).toMatchObject([{ version: '1.4.2', revision: SHA }]);
    expect(started('deployment', deploymentCreated(JUST_NOW), rule)).toEqual([
      'rule 1: the event has no /deployment/payload/version, which is to be the version',
    ]);
  });
});

describe('what starts nothing', () => {
  test.each([
    ['a run that failed', 'workflow_run', runCompleted(JUST_NOW, { conclusion: 'failure' })],
    ['a run of another branch', 'workflow_run', runCompleted(JUST_NOW, { head_branch: 'mainline' })],
    [
      'a run of a fork whose branch has the same name',
      'workflow_run',
      runCompleted(JUST_NOW, { head_repository: { full_name: 'mallory/checkout' } }),
    ],
    ['another environment', 'deployment', deploymentCreated(JUST_NOW, { environment: 'qa' })],
    [
      'a deployment by which Sluice tells of a release',
      'deployment',
      deploymentCreated(JUST_NOW, { payload: { sluice: 'checkout.production.3' } }),
    ],
    ['a push to a branch', 'push', tagPushed(JUST_NOW, 'refs/heads/v1')],
    ['another tag', 'push', tagPushed(JUST_NOW, 'refs/tags/nightly')],
    ['another event', 'star', {}],
  ])('%s', (_what, event, body) => {
    const read = readStartEvent(event, body);
    expect(typeof read === 'string' ? [] : startedBy(RULES, read, body, NOW)).toEqual([]);
  });

  test('an event that is older than lanes remember it', () => {
    const body = deploymentCreated(new Date(NOW - 25 * 3_600_000));
    expect(started('deployment', body)).toEqual([expect.stringContaining('24 hours')]);
  });

  test('an event that is not as GitHub writes it', () => {
    expect(() => readStartEvent('deployment', { action: 'created' })).toThrow(/deployment/);
  });
});

test('every delivery of the same thing has the same key, another attempt has another one', () => {
  const key = (body: object): string | undefined => {
    const [first] = started('workflow_run', body);
    return typeof first === 'object' ? first.key : undefined;
  };
  expect(key(runCompleted(JUST_NOW))).toBe(key(runCompleted(JUST_NOW, { name: 'build' })));
  expect(key(runCompleted(JUST_NOW))).not.toBe(key(runCompleted(JUST_NOW, { run_attempt: 2 })));
});

test.each([
  ['v*', 'v1.4.2', 1],
  ['v*', 'rev1', 0],
  ['v*-rc*', 'v1-rc2', 1],
  ['v*-rc*', 'v1', 0],
  ['*', 'anything/else', 1],
  ['v1', 'v1', 1],
  ['v1', 'v12', 0],
  ['a*a', 'a', 0],
  ['v.*', 'v1', 0],
])('the tags %s and a tag %s: %i', (tags, tag, count) => {
  const rule = rules(`- tag: { repository: acme/checkout, tags: '${tags}', release: a@b }`);
  expect(started('push', tagPushed(JUST_NOW, `refs/tags/${tag}`), rule)).toHaveLength(count);
});

function started(event: string, body: object, by = RULES): ReturnType<typeof startedBy> {
  const read = readStartEvent(event, body);
  return typeof read === 'string' ? [read] : startedBy(by, read, body, NOW);
}

function rules(text: string): NonNullable<NonNullable<ReturnType<typeof githubOf>>['start']> {
  return githubOf(text)?.start ?? [];
}

function githubOf(start: string) {
  const text = `github:\n  webhookSecret: \${env:HOOK}\n  start:\n${start.trim().replaceAll(/^/gm, '    ')}\n`;
  const document = readDocument('sluice.yaml', new TextEncoder().encode(text));
  if (!('value' in document)) throw new Error(JSON.stringify(document));
  const settings = readSettings(document.value);
  if (!('value' in settings)) throw new Error(JSON.stringify(settings));
  return settings.value.github;
}
