import type { Slot } from '../../config/plan.ts';
import type { ProcessPlatform } from '../../config/platforms/process.ts';
import type { ProviderContext } from '../context.ts';
import type { Platform } from './platform.ts';
import { bringUp } from './process/bring-up.ts';
import { readDeployment } from './process/deployment.ts';
import { endDeployments, moveOut } from './process/ending.ts';
import { clearKeepAlive, setKeepAlive } from './process/keep-alive.ts';
import { slotLayout, type SlotLayout } from './process/layout.ts';
import { describeSlot, readinessOf } from './process/readiness.ts';

/**
 * Instances as processes of this machine that outlive the daemon. Everything about them is in files under
 * `DATA/instances/LANE/SLOT`: the intent before the first start, a claim by each instance itself, and the logs,
 * which stay for the last 5 deployments of a slot.
 */
export function createProcessPlatform(
  config: ProcessPlatform,
  lane: string,
  context: ProviderContext,
): Platform {
  const layout = (slot: Slot): SlotLayout => slotLayout(context.dataFolder, lane, slot);
  return {
    deploy: (deployment, signal) => bringUp(layout(deployment.slot), deployment, config, context, signal),
    ready: async (slot, signal) => readinessOf(await describeSlot(layout(slot), signal)),
    async keepAlive(slot, signal) {
      signal.throwIfAborted();
      await setKeepAlive(layout(slot));
      await clearKeepAlive(layout(slot === 'blue' ? 'green' : 'blue'));
    },
    async retire(slot, version, signal) {
      signal.throwIfAborted();
      const record = await readDeployment(layout(slot).current);
      if (record?.version === version) await moveOut(layout(slot), record);
      await endDeployments(layout(slot), signal);
    },
    describe: (slot, signal) => describeSlot(layout(slot), signal),
  };
}
