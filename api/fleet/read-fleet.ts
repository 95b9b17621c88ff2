/** All releases that run, lanes and workers, as Temporal knows them: no worker is asked, and nothing a release. */
import { askTemporal } from '../ask-temporal.ts';
import type { ApiContext } from '../context.ts';
import { readPollers, type Pollers } from '../pollers.ts';
import { readLaneMemo } from '../releases/lane-memo.ts';
import { readMemo, type Memo } from '../releases/memo.ts';
import { LANES, TASKS_FAIL, RUNNING } from '../releases/visibility.ts';
import { laneOf } from '../releases/workflow-ids.ts';
import { isRefused } from '../temporal-errors.ts';

/** How everything stands. */
export interface Fleet {
  /** Undefined memo: its workflow has not begun. */
  releases: { id: string; lane: string; memo: Memo | undefined }[];
  lanes: { lane: string; blocked: boolean }[];
  /** Workflows whose tasks fail or time out again and again; undefined where the server cannot tell. */
  failing: string[] | undefined;
  pollers: Pollers[];
}

/** Reads it in three lists and two questions. Throws `temporal_unavailable`. */
export async function readFleet(context: ApiContext): Promise<Fleet> {
  const [releases, lanes, failing, pollers] = await Promise.all([
    list(context, RUNNING),
    list(context, LANES),
    listFailing(context),
    readPollers(context),
  ]);
  return {
    releases: releases.map(({ workflowId, memo }) => {
      const id = workflowId.replace(/^release\//, '');
      return { id, lane: laneOf(id), memo: readMemo(memo) };
    }),
    lanes: lanes.map(({ workflowId, memo }) => ({
      lane: workflowId.replace(/^lane\//, ''),
      blocked: readLaneMemo(memo).blocked !== null,
    })),
    failing: failing?.map(({ workflowId }) => workflowId),
    pollers,
  };
}

interface Listed {
  workflowId: string;
  memo?: Record<string, unknown>;
}

async function list(context: ApiContext, query: string): Promise<Listed[]> {
  return askTemporal(context.client, async () => everyOf(context, query));
}

/** A server before 1.30 does not know the attribute, and refuses to search by it. */
async function listFailing(context: ApiContext): Promise<Listed[] | undefined> {
  return askTemporal(context.client, async () => {
    try {
      return await everyOf(context, TASKS_FAIL);
    } catch (error) {
      if (isRefused(error)) return undefined;
      throw error;
    }
  });
}

async function everyOf({ client }: ApiContext, query: string): Promise<Listed[]> {
  const found: Listed[] = [];
  for await (const info of client.workflow.list({ query })) found.push(info);
  return found;
}
