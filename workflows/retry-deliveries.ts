/** Has deliveries tried now, for somebody who waits for the answer: one run of it is one act, however often it is asked. */
import { getExternalWorkflowHandle, TemporalFailure } from '@temporalio/workflow';
import { retryDelivery, type RetryInput } from './delivery-messages.ts';

/** Signals on their way at once: Temporal takes no more than 2,000 of one workflow. */
const AT_ONCE = 500;

/** Tells each of them, and says which were still there to be told, in their order. */
export async function retryDeliveries({ deliveries }: RetryInput): Promise<string[]> {
  const told: string[] = [];
  for (let first = 0; first < deliveries.length; first += AT_ONCE) {
    const some = deliveries.slice(first, first + AT_ONCE);
    const were = await Promise.all(some.map(tell));
    told.push(...some.filter((_id, index) => were[index]));
  }
  return told;
}

async function tell(id: string): Promise<boolean> {
  try {
    await getExternalWorkflowHandle(id).signal(retryDelivery);
    return true;
  } catch (error) {
    if (!(error instanceof TemporalFailure)) throw error;
    // It has ended meanwhile.
    return false;
  }
}
