import { appendFile, readFile, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Client, Connection } from '@temporalio/client';
import { defaultPayloadConverter } from '@temporalio/common';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { z } from 'zod';
import { createArchiveActivities } from '../../../activities/archive.ts';
import { evidenceOf } from '../../../activities/archive/evidence.ts';
import { readHistory } from '../../../activities/archive/history.ts';
import { lastArchivedNumber, listReports, readReport } from '../../../activities/archive/read.ts';
import type { Report } from '../../../activities/archive/report.ts';
import { storeReport } from '../../../activities/archive/store.ts';
import { pack, type Carried } from '../../../activities/watch/carried.ts';
import { analysisConfig, unlearnt } from '../../rigs/analysis-config.ts';
import { temporaryFolder, type TemporaryFolder } from '../../rigs/temporary-folder.ts';
import { contextOf, environment, fakeWorld, perform } from './world.ts';

let folder: TemporaryFolder;
beforeEach(async () => {
  folder = await temporaryFolder('archive');
});
afterEach(async () => folder.remove());

function report(id: string, finishedAt = 1000): Report {
  const [service, stage, number] = id.split('.');
  return z.custom<Report>().parse({
    schemaVersion: 1,
    id,
    input: {
      id,
      lane: `${service}.${stage}`,
      number: Number(number),
      version: 'v2',
      actor: 'ada',
      plan: {},
    },
    status: { outcome: 'completed', sentence: 'v2 serves', startedAt: 1, finishedAt },
    events: [],
    evidence: { blocks: [], calibrations: [], decisions: [], weights: [], course: {} },
  });
}

test('a report is stored once and never changes', async () => {
  await storeReport(folder.path, report('shop.test.1'));
  const changed = report('shop.test.1');
  changed.status.sentence = 'something else';
  await storeReport(folder.path, changed);
  expect(await readReport(folder.path, 'shop.test.1')).toEqual(report('shop.test.1'));
  expect(await listReports(folder.path, { limit: 10 })).toHaveLength(1);
  expect(await readdir(join(folder.path, 'shop.test'))).toEqual(['1.json']);
});

test('a report that lacks what came while it was written is replaced, and never by one that knows less', async () => {
  const event = {
    number: 1,
    at: 1,
    kind: 'abort-requested',
    message: 'abort by bob changes nothing',
  } as const;
  const later = { ...report('shop.test.1'), events: [event] };
  for (const each of [report('shop.test.1'), later, report('shop.test.1')]) {
    await storeReport(folder.path, each);
  }
  expect(await readReport(folder.path, 'shop.test.1')).toEqual(later);
  expect(await listReports(folder.path, { limit: 10 })).toHaveLength(1);
  expect(await readdir(join(folder.path, 'shop.test'))).toEqual(['1.json']);
});

test('a report that an earlier attempt stored without its index is indexed', async () => {
  await storeReport(folder.path, report('shop.test.1'));
  await writeFile(join(folder.path, 'index.jsonl'), '');
  await storeReport(folder.path, report('shop.test.1'));
  expect(await listReports(folder.path, { limit: 10 })).toHaveLength(1);
});

test('reports are listed newest first, by lane or service, up to a limit', async () => {
  for (const [i, id] of ['shop.test.1', 'shop.live.1', 'till.test.1', 'shop.test.2'].entries()) {
    await storeReport(folder.path, report(id, 1000 + i));
  }
  const ids = async (filter: Parameters<typeof listReports>[1]) =>
    (await listReports(folder.path, filter)).map(({ id }) => id);
  expect(await ids({ limit: 2 })).toEqual(['shop.test.2', 'till.test.1']);
  expect(await ids({ lane: 'shop.test', limit: 10 })).toEqual(['shop.test.2', 'shop.test.1']);
  expect(await ids({ service: 'shop', limit: 10 })).toEqual(['shop.test.2', 'shop.live.1', 'shop.test.1']);
  const after = { id: 'till.test.1', finishedAt: 1002 };
  expect(await ids({ after, limit: 10 })).toEqual(['shop.live.1', 'shop.test.1']);
  expect(await ids({ environment: 'live', limit: 10 })).toEqual(['shop.live.1']);
  const lanes = ['till@*', '*@live'];
  expect(await ids({ lanes, limit: 2 })).toEqual(['till.test.1', 'shop.live.1']);
  expect(await ids({ lanes: [], limit: 2 })).toEqual([]);
});

test('a line that a power cut tore is passed over, and does not swallow the next', async () => {
  await storeReport(folder.path, report('shop.test.1'));
  await appendFile(join(folder.path, 'index.jsonl'), '\n{"id":"shop.te');
  await storeReport(folder.path, report('shop.test.2'));
  expect(await listed()).toEqual(['shop.test.2', 'shop.test.1']);
});

test('an index that is known is read on, also where its last line was not whole, and anew where it is another', async () => {
  const index = join(folder.path, 'index.jsonl');
  await storeReport(folder.path, report('shop.test.1', 1));
  expect(await listed()).toEqual(['shop.test.1']);
  const [first = ''] = (await readFile(index, 'utf8')).trim().split('\n');
  const second = first.replace('shop.test.1', 'shop.test.2');
  await appendFile(index, `\n${second.slice(0, 20)}`);
  expect(await listed()).toEqual(['shop.test.1']);
  await appendFile(index, second.slice(20));
  expect(await listed()).toEqual(['shop.test.2', 'shop.test.1']);
  // Written anew in its place, and longer than before.
  await writeFile(index, ['', second, '', '', second].join('\n'));
  expect(await listed()).toEqual(['shop.test.2']);
});

test('the highest number of a lane is known, also without an index', async () => {
  expect(await lastArchivedNumber(folder.path, 'shop.test')).toBe(0);
  await storeReport(folder.path, report('shop.test.9'));
  await storeReport(folder.path, report('shop.test.10'));
  await writeFile(join(folder.path, 'index.jsonl'), '');
  expect(await lastArchivedNumber(folder.path, 'shop.test')).toBe(10);
});

test.each(['../../etc/passwd', 'shop.test', 'shop.test.0', 'shop.test.1/../2', 'Shop.test.1', ''])(
  'the id %j is none: nothing outside the archive is read',
  async (id) => {
    expect(await readReport(folder.path, id)).toBeUndefined();
  },
);

test('an unknown release has no report', async () => {
  expect(await readReport(folder.path, 'shop.test.7')).toBeUndefined();
});

const block = (start: number) => ({ start, seconds: 1, stage: '1', counts: {} });
const payloads = (value: unknown) => ({ payloads: [defaultPayloadConverter.toPayload(value)] });
const watched = (asked: number, answer: object) => [
  {
    eventId: asked,
    activityTaskScheduledEventAttributes: {
      activityType: { name: 'watch' },
      input: payloads({
        metrics: [],
        analysis: analysisConfig(1000, { plannedBlocks: 5 }),
        ...unlearnt,
        muted: [],
        stage: '1',
      }),
    },
  },
  {
    eventId: asked + 1,
    eventTime: { seconds: asked, nanos: 5_000_000 },
    activityTaskCompletedEventAttributes: { scheduledEventId: asked, result: payloads(answer) },
  },
];
const state = (blocks: number) => ({ edges: {}, granularity: 1, verdict: { blocks } });
const found = { kind: 'inconclusive', reason: 'no data', message: 'inconclusive: no data; nobody asked' };

const offline = new Client({ connection: Connection.lazy({ address: '127.0.0.1:1' }) });
const history = z.custom<Parameters<typeof readHistory>[1]>().parse({
  events: [
    {
      eventId: 1,
      workflowExecutionStartedEventAttributes: {
        input: payloads({ id: 'shop.test.1', lane: 'shop.test', number: 1, plan: { metrics: [] } }),
      },
    },
    { eventId: 3, activityTaskScheduledEventAttributes: { activityType: { name: 'write' } } },
    {
      eventId: 4,
      activityTaskCompletedEventAttributes: { scheduledEventId: 3, result: payloads({ kind: 'written' }) },
    },
    ...watched(5, { kind: 'chunk', blocks: [block(1), block(2)], state: state(2) }),
    ...watched(9, { ...found, blocks: [block(3)], state: state(3) }),
  ],
});

test('the blocks of every chunk of the watch are collected in order', async () => {
  const { input, chunks, open } = await readHistory(offline, history);
  expect(input.id).toBe('shop.test.1');
  expect(chunks.flatMap(({ answer }) => answer.blocks.map(({ start }) => start))).toEqual([1, 2, 3]);
  expect([chunks[1]?.at, open]).toEqual([9005, undefined]);
});

test('of a chunk that runs, what its heartbeats carry is there, and nothing of one that has ended since', async () => {
  const carried = (blocks: number) => ({
    carried: pack(z.custom<Carried>().parse({ state: state(blocks), blocks: [block(blocks)] })),
  });
  const open = async (blocks: number) => (await readHistory(offline, history, carried(blocks))).open;
  expect((await open(4))?.answer.blocks).toEqual([block(4)]);
  expect(await open(3)).toBeUndefined();
});

test('a release that was never watched has a report without evidence', async () => {
  const recorded = await readHistory(offline, { events: history.events?.slice(0, 1) ?? [] });
  const none = { blocks: [], calibrations: [], decisions: [], weights: [], course: {} };
  expect(await evidenceOf(recorded, [])).toEqual(none);
  await expect(readHistory(offline, { events: [] })).rejects.toThrow('not that of a release');
});

test('the report is written from history and the answers of the release', async () => {
  const told = report('shop.test.1');
  told.events = [
    { number: 1, at: 10_000, kind: 'verdict', message: found.message, step: 2 },
    { number: 2, at: 10_001, kind: 'finished', message: 'over' },
  ];
  const client = z.custom<Client>().parse({
    options: offline.options,
    withDeadline: async (_deadline: number, work: () => Promise<unknown>) => work(),
    workflow: {
      getHandle: () => ({
        fetchHistory: async () => history,
        query: async (name: string) => (name === 'status' ? told.status : told.events),
      }),
    },
  });
  const { archive } = createArchiveActivities({
    ...contextOf(fakeWorld()),
    archiveFolder: folder.path,
    client: () => client,
  });
  await perform(environment(), archive, 'shop.test.1');
  const text = await readFile(join(folder.path, 'shop.test', '1.json'), 'utf8');
  expect(JSON.parse(text)).toMatchObject({
    schemaVersion: 1,
    id: 'shop.test.1',
    status: { outcome: 'completed' },
    evidence: {
      settings: { alpha: 0.01, plannedBlocks: 5 },
      blocks: [{ start: 1 }, { start: 2 }, { start: 3 }],
      decisions: [{ kind: 'inconclusive', reason: 'no data', at: 9005, block: 2, step: 2, beside: false }],
    },
  });
});

async function listed(): Promise<string[]> {
  return (await listReports(folder.path, { limit: 10 })).map(({ id }) => id);
}
