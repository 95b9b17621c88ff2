/** A click on a button of a check run. */
import { z } from 'zod';
import { releaseId } from '../../wire/names.ts';
import { sender } from './sender.ts';

const ACTION = /^(approve|promote|abort):(\d{1,4}):(\d{1,4}\.\d{1,9})$/;

const identifier = z.string().transform((text, context) => {
  const [, act, step, token] = ACTION.exec(text) ?? [];
  if (act !== 'approve' && act !== 'promote' && act !== 'abort') {
    context.issues.push({ code: 'custom', input: text, message: 'expected a button of Sluice' });
    return z.NEVER;
  }
  return { act, step: Number(step), token: token ?? '' } as const;
});

/** The event `check_run` with the action `requested_action`, as far as it is read. */
export const requestedAction = z.object({
  action: z.literal('requested_action'),
  check_run: z.object({
    id: z.number(),
    name: z.string(),
    external_id: releaseId,
    app: z.object({ id: z.number() }),
  }),
  /** The button as it was when the page was drawn; the check run itself may have been updated since. */
  requested_action: z.object({ identifier }),
  repository: z.object({ full_name: z.string() }),
  sender,
});

/** A click, taken apart. */
export type RequestedAction = z.output<typeof requestedAction>;
