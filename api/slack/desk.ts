/**
 * Takes what Slack tells, by whichever way it came: the answer to Slack is there at once, and what was asked is done
 * after it, so that no act has to be quick.
 */
import { setImmediate } from 'node:timers/promises';
import type { SlackSettings } from '../../config/slack.ts';
import { escaped } from '../../providers/notifiers/slack/text.ts';
import type { Principal } from '../auth/principal.ts';
import type { ApiContext } from '../context.ts';
import { toApiError } from '../problem-reply.ts';
import { actByClick } from './click.ts';
import { readCommand } from './command.ts';
import { HELP } from './help.ts';
import { blockActions, clickIn, slashCommand } from './payloads.ts';
import { createResponder, type Outcome } from './respond.ts';
import { runCommand } from './run-command.ts';
import { createSeen } from './seen.ts';
import { createWhoIsWho } from './who.ts';

/** What Slack is answered at once; undefined: this is not what Slack sends there. */
export type Acknowledged = Record<string, unknown> | undefined;

/** Where commands and clicks of one workspace are brought. */
export interface SlackDesk {
  /** Takes a `/sluice …`. */
  command: (payload: unknown) => Acknowledged;
  /** Takes a click. */
  interaction: (payload: unknown) => Acknowledged;
  /** Resolves when everything that was taken is done. */
  settled: () => Promise<void>;
}

/** What is there for work after the acknowledgement. */
interface Asked {
  userId: string;
  responseUrl: string;
  /** Slack's user groups count for it. */
  groups: boolean;
  act: (principal: Principal) => Promise<Outcome>;
}

/** Makes one. It asks nobody before something comes. */
export function createSlackDesk(context: ApiContext, slack: SlackSettings): SlackDesk {
  const { log } = context;
  const who = createWhoIsWho(slack, process.env);
  const responder = createResponder(slack.api);
  const isNew = createSeen();
  const working = new Set<Promise<void>>();

  /** Begins after the answer to Slack is on its way. */
  function later(asked: Asked): void {
    const done = setImmediate()
      .then(async () => responder.answer(asked.responseUrl, await outcomeOf(asked)))
      .catch((error: unknown) => log.error({ err: error }, 'whoever asked in Slack could not be answered'))
      .finally(() => working.delete(done));
    working.add(done);
  }

  async function outcomeOf({ userId, groups, act }: Asked): Promise<Outcome> {
    let principal: Principal | undefined;
    try {
      principal = await who.principal(userId, groups);
    } catch (error) {
      log.error({ err: error, user: userId }, 'Slack did not say who somebody is');
      const why = error instanceof Error ? error.message : String(error);
      return { told: { text: `Nothing was done, since Slack did not say who you are: ${escaped(why)}` } };
    }
    if (principal === undefined) return { told: { text: stranger(userId) } };
    try {
      return await act(principal);
    } catch (error) {
      const { code, message } = toApiError(error);
      if (code === 'internal') log.error({ err: error }, 'what was asked in Slack failed unexpectedly');
      return { told: { text: `${escaped(message)} (${code})` } };
    }
  }

  return {
    command(payload) {
      const asked = slashCommand.safeParse(payload);
      if (!asked.success) return undefined;
      const { user_id: userId, response_url: responseUrl, trigger_id: trigger, text } = asked.data;
      const command = readCommand(text);
      if ('message' in command) return whispered(escaped(command.message));
      if (command.name === 'help') return whispered(HELP);
      if (!isNew(trigger)) return {};
      const act = async (principal: Principal): Promise<Outcome> => ({
        told: await runCommand(context, principal, command, trigger),
      });
      later({ userId, responseUrl, groups: false, act });
      return {};
    },
    interaction(payload) {
      const asked = blockActions.safeParse(payload);
      if (!asked.success) return undefined;
      const { user, response_url: responseUrl, trigger_id: trigger } = asked.data;
      const click = clickIn(asked.data);
      if (click === undefined || !isNew(trigger)) return {};
      const act = async (principal: Principal): Promise<Outcome> =>
        actByClick(context, principal, click, trigger);
      later({ userId: user.id, responseUrl, groups: click.act === 'approve', act });
      return {};
    },
    settled: async () => {
      while (working.size > 0) await Promise.all(working);
    },
  };
}

function whispered(text: string): Record<string, unknown> {
  return { response_type: 'ephemeral', text };
}

function stranger(userId: string): string {
  return `You are nobody to Sluice, so nothing was done: ask an admin to add ${userId}, or your e-mail address, under slack.users in its settings.`;
}
