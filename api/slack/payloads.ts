/** What Slack sends, as far as it is read here; the rest is let be. */
import { z } from 'zod';
import { ACTION_PREFIX, BUTTON_ACTS, type ButtonAct } from '../../providers/notifiers/slack/buttons.ts';
import { releaseId } from '../wire/names.ts';

const id = z.string().min(1).max(100);

/** Somebody wrote `/sluice …`. */
export const slashCommand = z.looseObject({
  user_id: id,
  text: z.string().default(''),
  response_url: z.string().max(2000),
  /** One for each thing that somebody did, however often Slack tells of it. */
  trigger_id: id,
});

/** Somebody did something to a message. */
export const blockActions = z.looseObject({
  type: z.literal('block_actions'),
  user: z.looseObject({ id }),
  trigger_id: id,
  response_url: z.string().max(2000),
  actions: z.array(z.looseObject({ action_id: z.string(), value: z.string().max(2000).optional() })).max(25),
});

const carried = z.strictObject({
  release: releaseId,
  step: z.int().min(0),
  token: z.string().min(1).max(100),
});

/** A click of one of our buttons. */
export interface Click {
  act: ButtonAct;
  release: string;
  step: number;
  token: string;
}

/** The click of one of our buttons that an interaction is; undefined where it is something else. */
export function clickIn({ actions }: z.output<typeof blockActions>): Click | undefined {
  for (const { action_id: name, value } of actions) {
    const act = BUTTON_ACTS.find((each) => name === `${ACTION_PREFIX}${each}`);
    const said = carried.safeParse(jsonOf(value));
    if (act !== undefined && said.success) return { act, ...said.data };
  }
  return undefined;
}

/** JSON, or undefined where it is none. */
export function jsonOf(text: string | undefined): unknown {
  try {
    return text === undefined ? undefined : JSON.parse(text);
  } catch {
    return undefined;
  }
}
