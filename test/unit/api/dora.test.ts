import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { DORA_DEFINITIONS } from '../../../api/dora/definitions.ts';
import { doraOf, type FinishedRelease } from '../../../api/dora/figures.ts';
import { dora } from '../../../api/wire/dora.ts';
import { defaultSettings } from '../../../config/settings.ts';
import { temporaryFolder } from '../../rigs/temporary-folder.ts';
import { HOST, offlineApp } from './offline-app.ts';

const HOUR = 3_600_000;
const period = { from: 0, to: 10 * 24 * HOUR };

/** A release that was asked for at that hour, had all traffic an hour later, and ended after another. */
function released(hour: number, more: Partial<FinishedRelease> = {}): FinishedRelease {
  const at = hour * HOUR;
  return {
    kind: 'release',
    outcome: 'completed',
    startedAt: at,
    submittedAt: at,
    servedAt: at + HOUR,
    finishedAt: at + 2 * HOUR,
    ...more,
  };
}

function caught(hour: number, cause = 'verdict'): FinishedRelease {
  const { servedAt: _, ...release } = released(hour, { outcome: 'reverted', cause });
  return release;
}

test('what had all traffic is a deployment, what the gate caught is not, nor is a way back', () => {
  const figures = doraOf(
    [released(10), released(20), caught(30), caught(40, 'abort'), released(50, { kind: 'recovery' })],
    period,
  );
  expect(figures).toMatchObject({
    deployments: 2,
    perDay: 0.2,
    failed: 0,
    changeFailRate: 0,
    caughtByGate: 1,
    changeFailRateWithCaught: 1 / 3,
    stopped: 1,
    recoveryTime: null,
  });
});

test('a deployment that was undone, or rolled back, or fixed, failed, and has recovered when what put it right served', () => {
  const figures = doraOf(
    [
      released(10, { outcome: 'reverted', backAt: 11.5 * HOUR }),
      released(20),
      released(22, { kind: 'rollback' }),
      released(40),
      released(43, { kind: 'hotfix' }),
      released(60, { outcome: 'left' }),
    ],
    period,
  );
  expect(figures).toMatchObject({
    deployments: 5,
    failed: 4,
    changeFailRate: 4 / 5,
    recoveryTime: { count: 3, median: 2 * HOUR, p90: 3 * HOUR },
    unrecovered: 1,
  });
});

test('lead times from commits and from submits are not mixed, and a commit after the deployment is not believed', () => {
  const { leadTime } = doraOf(
    [
      released(30, { committedAt: 26 * HOUR }),
      released(40, { committedAt: 50 * HOUR }),
      released(60, { submittedAt: 58 * HOUR }),
    ],
    period,
  );
  expect(leadTime).toEqual({
    fromCommit: { count: 1, median: 5 * HOUR, p90: 5 * HOUR },
    fromSubmit: { count: 2, median: HOUR, p90: 3 * HOUR },
  });
});

test('only the period counts, and what lacks the time of its service is told', () => {
  const { servedAt: _, ...old } = released(5);
  const figures = doraOf([old, released(-5), released(24 * 10)], period);
  expect(figures).toMatchObject({ deployments: 1, approximate: 1 });
  expect(doraOf([], period)).toMatchObject({
    deployments: 0,
    changeFailRate: null,
    leadTime: { fromCommit: null },
  });
});

test('10,000 reports are answered by lane, with the definitions', async () => {
  const folder = await temporaryFolder('dora');
  const app = await offlineApp(folder.path);
  try {
    const archive = defaultSettings(folder.path).archive.folder;
    await mkdir(archive, { recursive: true });
    const lines = Array.from({ length: 10_000 }, (_, i) => {
      const lane = `shop-${i % 4}.production`;
      const entry = { id: `${lane}.${i}`, lane, number: i, version: `v${i}`, sentence: '', actor: 'ann' };
      return JSON.stringify({ ...entry, ...released(i / 100) });
    });
    await writeFile(join(archive, 'index.jsonl'), lines.join('\n'));
    const url = '/v1/dora?service=shop-3&from=1970-01-01&to=1970-02-01';
    const answer = dora.parse((await app.inject({ url, headers: { host: HOST } })).json());
    expect(answer.definitions).toEqual(DORA_DEFINITIONS);
    expect(answer.lanes.map(({ lane, deployments }) => [lane, deployments])).toEqual([
      ['shop-3.production', 2500],
    ]);
    const turned = await app.inject({ url: '/v1/dora?from=2&to=1', headers: { host: HOST } });
    expect(turned.statusCode).toBe(400);
  } finally {
    await app.close();
    await folder.remove();
  }
});
