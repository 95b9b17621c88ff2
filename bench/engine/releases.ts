import { Client, Connection } from '@temporalio/client';
import { createClient } from '../../api/client.ts';
import type { BenchDaemon } from '../rig/start-daemon.ts';

/** How one release went. */
export interface Timed {
  /** From the request that started it until its end, in milliseconds. */
  whole: number;
  /** From the begin of the first shift to the end of the last. */
  shifts: number;
  /** From the request until its first step began. */
  before: number;
  /** Of every step, in order, by its label. */
  steps: { label: string; took: number; events: number }[];
  events: number;
}

/** Plays releases of a lane one after the other. */
export async function timeReleases(
  daemon: BenchDaemon,
  { service, environment }: { service: string; environment: string },
  times: number,
): Promise<Timed[]> {
  const api = createClient(daemon.api, 'bench');
  const connection = await Connection.connect({ address: daemon.temporal });
  const client = new Client({ connection, namespace: daemon.namespace });
  const timed: Timed[] = [];
  try {
    for (let number = 1; number <= times; number += 1) {
      const began = Date.now();
      const { id } = await api.submit({ service, environment, version: `v${number + 1}` });
      if (id === null) throw new Error('The release did not start.');
      const handle = client.workflow.getHandle(`release/${id}`);
      await handle.result();
      const whole = Date.now() - began;
      const { outcome, sentence, steps } = await api.release(id);
      if (outcome !== 'completed') throw new Error(`${id} ended ${outcome}: ${sentence}`);
      const { events } = await handle.fetchHistory();
      const at = (events ?? []).map(
        ({ eventTime }) => Number(eventTime?.seconds ?? 0) * 1000 + (eventTime?.nanos ?? 0) / 1e6,
      );
      const known = steps.map(({ label, startedAt = 0, finishedAt = 0 }) => ({
        label,
        startedAt,
        finishedAt,
        took: finishedAt - startedAt,
        events: at.filter((time) => time >= startedAt && time < finishedAt).length,
      }));
      const shifts = known.filter(({ label }) => label.startsWith('shift'));
      timed.push({
        whole,
        shifts: (shifts.at(-1)?.finishedAt ?? 0) - (shifts[0]?.startedAt ?? 0),
        before: (known[0]?.startedAt ?? 0) - began,
        steps: known,
        events: at.length,
      });
    }
    return timed;
  } finally {
    await connection.close();
  }
}
