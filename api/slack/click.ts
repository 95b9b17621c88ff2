/** Does what a button says, and answers whoever clicked. */
import { events as eventsQuery } from '../../workflows/messages.ts';
import { releaseMessage } from '../../providers/notifiers/slack/message.ts';
import { escaped } from '../../providers/notifiers/slack/text.ts';
import { releasePage } from '../../providers/page-address.ts';
import { abortRelease } from '../acts/abort-release.ts';
import { actOnRelease } from '../acts/act-on-release.ts';
import type { Principal } from '../auth/principal.ts';
import type { ApiContext } from '../context.ts';
import { toApiError } from '../problem-reply.ts';
import { readRelease } from '../releases/read.ts';
import { archivedEvents } from '../releases/reports.ts';
import { releaseWorkflow } from '../releases/workflow-ids.ts';
import { already, type Happened } from './already.ts';
import { callerInSlack } from './caller.ts';
import type { Click } from './payloads.ts';
import type { Outcome } from './respond.ts';

/** How long a worker may take to say what happened, in milliseconds. */
const PATIENCE = 2000;

/** Does it as the principal. A refusal is told, with who was quicker. */
export async function actByClick(
  context: ApiContext,
  principal: Principal,
  click: Click,
  trigger: string,
): Promise<Outcome> {
  const { act, release, step, token } = click;
  const caller = callerInSlack(principal, trigger, { act, release, step, token });
  try {
    if (act === 'abort') {
      await abortRelease(context, caller, release, '');
      return {
        told: {
          text: `The abort of ${release} was taken: its traffic goes back, unless it is known good by now.`,
        },
      };
    }
    const status = await actOnRelease(context, caller, release, act, { step, token, reason: '' });
    // What is shown follows at once; the notifier edits the same message after it.
    return { message: releaseMessage(status, releasePage(context.settings, release)) };
  } catch (error) {
    return explain(context, click, error);
  }
}

async function explain(context: ApiContext, click: Click, error: unknown): Promise<Outcome> {
  const { code, message } = toApiError(error);
  if (code === 'internal') context.log.error({ err: error, click }, 'a click in Slack failed unexpectedly');
  const refused = { text: `${click.release}: ${escaped(message)} (${code})` };
  if (code !== 'stale_act' && code !== 'act_not_possible') return { told: refused };
  try {
    const view = await readRelease(context, click.release);
    const shown = releaseMessage(view, releasePage(context.settings, click.release));
    if (code !== 'stale_act') return { told: refused, message: shown };
    const events = await eventsOf(context, click.release);
    return { told: { text: already(click, events, view.sentence) }, message: shown };
  } catch {
    // The refusal itself is what matters.
    return { told: refused };
  }
}

async function eventsOf(context: ApiContext, id: string): Promise<Happened[]> {
  const { client, settings } = context;
  try {
    return await client.withDeadline(Date.now() + PATIENCE, async () =>
      client.workflow.getHandle(releaseWorkflow(id)).query(eventsQuery, 0),
    );
  } catch {
    return archivedEvents(settings.archive.folder, id);
  }
}
