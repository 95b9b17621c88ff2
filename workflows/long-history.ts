/** How long the history of a workflow that begins anew gets. */
import { workflowInfo } from '@temporalio/workflow';

/** Events after which a history begins anew even where the server has not asked for it. */
export const LONG_HISTORY = 4000;
/** Beyond either nothing is taken in but what has to be. An update makes five events; the latter is in bytes. */
const TOO_LONG = { events: 8000, bytes: 20_000_000 } as const;

/** Whether it begins anew as soon as nothing goes on in it: the server asks for that, or it has more than `events`. */
export function historyIsLong(events = LONG_HISTORY): boolean {
  const { continueAsNewSuggested, historyLength } = workflowInfo();
  return continueAsNewSuggested || historyLength > events;
}

/** Whether it has no room for anything but what has to be taken in: Temporal ends a workflow at 50 MB. */
export function historyIsTooLong(): boolean {
  const { historyLength, historySize } = workflowInfo();
  return historyLength > TOO_LONG.events || historySize > TOO_LONG.bytes;
}
