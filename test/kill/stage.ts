import { join } from 'node:path';
import { createClient } from '../../api/client.ts';
import { startLoad, type Load } from '../../examples/demo/load/start-load.ts';
import { startRig, type Rig } from '../../examples/demo/rig/rig.ts';
import { until } from '../rigs/until.ts';
import { everyStep } from './definitions.ts';
import { viewOf } from './people.ts';
import { openTemporalView, type TemporalView } from './temporal-view.ts';
import { watchFile, type FileWatch } from './written-files.ts';

/** Requests a second: enough for a verdict within seconds while a daemon starts on the same cores. */
const rate = 100;

/** A lane with a live version and load, and everything that looks at it. */
export interface Stage {
  rig: Rig;
  lane: string;
  load: Load;
  view: TemporalView;
  file: FileWatch;
  /** Ends all of it and leaves nothing behind, however it stands. */
  stop(): Promise<void>;
}

/** Starts the rig and the load and brings `v1` up by a first release. Leaves nothing behind when that fails. */
export async function startStage(): Promise<Stage> {
  const rig = await startRig(everyStep);
  const ends: (() => Promise<void> | void)[] = [() => rig.stop()];
  const stop = async (): Promise<void> => {
    const failed: unknown[] = [];
    for (const end of ends.toReversed()) {
      await Promise.resolve()
        .then(end)
        .catch((error: unknown) => failed.push(error));
    }
    if (failed.length > 0) throw new AggregateError(failed, 'The stage did not end cleanly.');
  };
  try {
    const lane = 'sample.demo';
    const view = await openTemporalView(rig.dataFolder);
    ends.push(() => view.close());
    await bringUpFirst(rig);
    const file = watchFile(join(rig.traefik.watched, 'sample.yaml'), lane);
    ends.push(() => file.close());
    const load = await startLoad({
      url: `${rig.traefik.entry}/`,
      rate,
      slowerThan: 1000,
      environment: rig.environment,
    });
    ends.push(() => load.stop());
    return { rig, lane, load, view, file, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function bringUpFirst({ daemon }: Rig): Promise<void> {
  const client = createClient(daemon.api, 'kill-test');
  const { id } = await client.submit({ service: 'sample', environment: 'demo', version: 'v1' });
  if (id === null) throw new Error('The first release was not started.');
  await until(
    'the first release to complete',
    async () => (await viewOf(daemon.api, id)).outcome === 'completed',
    60_000,
  ).catch(async (error: unknown) => {
    throw new Error(`The first release did not complete. The daemon logged:\n${await daemon.tail()}`, {
      cause: error,
    });
  });
}
