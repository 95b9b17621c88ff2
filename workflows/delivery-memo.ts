import { upsertMemo, workflowInfo } from '@temporalio/workflow';
import type { DeliveredNotifier } from '../config/notifiers/index.ts';
import type { DeliveryInput, DeliveryMemo, DeliveryState } from './delivery-messages.ts';

/** Puts what lists show of a delivery where they find it, where it fails, has failed, or is no more. */
export function publishDelivery(
  { lane, release }: DeliveryInput,
  { kind }: DeliveredNotifier,
  { waiting, trouble, gone }: DeliveryState,
): void {
  const { memo } = workflowInfo();
  const before = memo?.['delivery'];
  // One that works is told from its being there alone, which costs nothing.
  if (before === undefined && trouble === null && gone === null) return;
  const delivery: DeliveryMemo = {
    notifier: kind,
    lane,
    ...(release === undefined ? {} : { release }),
    waiting: waiting.length,
    trouble,
    gone,
  };
  if (JSON.stringify(before) !== JSON.stringify(delivery)) upsertMemo({ delivery });
}
