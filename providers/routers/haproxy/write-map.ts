import { dirname, join } from 'node:path';
import type { HaproxyRouter } from '../../../config/routers/haproxy.ts';
import { fencedWrite, type Stage } from '../fenced-file/fenced-write.ts';
import { stampLine } from '../fenced-file/stamp-line.ts';
import type { Fence, WriteOutcome } from '../router.ts';
import type { Entry } from './entries.ts';
import { takeUp, type TakeUpStage } from './take-up.ts';

/**
 * Writes the entries into the map's file under the fence, and lets the running HAProxy take them up. The file comes
 * first, so that a start or reload in between begins with it. `between` is called at each stage, so that a test can
 * stop the writer there.
 */
export async function writeMap(
  config: HaproxyRouter,
  entries: readonly Entry[],
  fence: Fence,
  signal: AbortSignal,
  between?: (stage: Stage | TakeUpStage) => Promise<void>,
): Promise<WriteOutcome> {
  const { map: file } = config;
  const content = stampLine(fence) + entries.map(([key, value]) => `${key} ${value}\n`).join('');
  const temporaryFolder = join(dirname(file), '.sluice-tmp');
  const outcome = await fencedWrite({ file, temporaryFolder, fence, content, signal }, between);
  if (outcome.kind !== 'fenced') await takeUp(config, signal, between);
  return outcome;
}
