/** Does what `/sluice …` says. */
import { laneStatus, type LaneStatus } from '../../workflows/lane-messages.ts';
import { releaseMessage } from '../../providers/notifiers/slack/message.ts';
import { cut, escaped, linked, when } from '../../providers/notifiers/slack/text.ts';
import { lanePage, releasePage } from '../../providers/page-address.ts';
import { abortRelease } from '../acts/abort-release.ts';
import { makeFreeze } from '../acts/freezes.ts';
import { startRelease } from '../acts/start-release.ts';
import { may, type Principal } from '../auth/principal.ts';
import { forbidden } from '../auth/access.ts';
import type { ApiContext } from '../context.ts';
import { ApiError } from '../errors.ts';
import { ACT_PATIENCE } from '../lane-update.ts';
import { runningReleases } from '../releases/list.ts';
import { readRelease } from '../releases/read.ts';
import { laneOf, laneParts, laneWorkflow } from '../releases/workflow-ids.ts';
import type { Submitted } from '../wire/submit.ts';
import { releaseId } from '../wire/names.ts';
import { callerInSlack } from './caller.ts';
import type { Command } from './command.ts';
import { endFreezeInSlack, showFreezes } from './freezes.ts';
import type { Answer } from './respond.ts';

/** Rows that a list shows. */
const MOST_ROWS = 20;

/** Does it as the principal. Throws `ApiError`s and Temporal's errors, as the acts do. */
export async function runCommand(
  context: ApiContext,
  principal: Principal,
  command: Exclude<Command, { name: 'help' }>,
  trigger: string,
): Promise<Answer> {
  const caller = callerInSlack(principal, trigger, command);
  switch (command.name) {
    case 'start': {
      const { version, reason } = command;
      const body = {
        ...laneParts(command.lane),
        version,
        reason,
        kind: 'release',
        now: false,
        overrideFreeze: false,
      } as const;
      return { text: startText(context, (await startRelease(context, caller, body)).body, version) };
    }
    case 'list':
      return list(context, principal, command.lane);
    case 'status':
      return showStatus(context, principal, command.of);
    case 'abort': {
      const id = releaseId.safeParse(command.of).success ? command.of : await runningIn(context, command.of);
      await abortRelease(context, caller, id, command.reason);
      return {
        text: `The abort of ${named(context, id)} was taken: its traffic goes back, unless it is known good by now.`,
      };
    }
    case 'freeze': {
      const { lanes, length, reason } = command;
      const { id, end } = await makeFreeze(context, caller, { lanes: [lanes], reason, for: length });
      return {
        text: `${lanes} is frozen until ${when(end)}: freeze ${id}. What runs there raises no traffic.`,
      };
    }
    case 'freeze end':
      return endFreezeInSlack(context, caller, command.freeze, command.reason);
    case 'freeze list':
      return showFreezes(context, principal, command.lane);
  }
}

/** The id of a release, which leads to its page. */
function named({ settings }: ApiContext, id: string): string {
  return linked(id, releasePage(settings, id));
}

function startText(context: ApiContext, { id, state, behind, note }: Submitted, version: string): string {
  const release = id === null ? 'A release' : named(context, id);
  const further = note === undefined ? '' : ` ${escaped(note)}`;
  switch (state) {
    case 'running':
      return `${release} brings ${escaped(version)}.${further}`;
    case 'queued':
      return `${release} waits behind ${behind ?? 'another one'}.${further}`;
    case 'live':
      return `${escaped(version)} is live already: nothing was started.`;
  }
}

async function list(context: ApiContext, principal: Principal, lane: string | undefined): Promise<Answer> {
  const rows = (await runningReleases(context)).filter(
    // One that has ended is listed until Temporal has taken note of it.
    ({ phase, lane: its }) =>
      phase !== 'finished' && (lane === undefined || its === lane) && may(principal, 'viewer', its),
  );
  if (rows.length === 0) return { text: `No release runs${lane === undefined ? '' : ` in ${lane}`}.` };
  const shown = rows.slice(0, MOST_ROWS).map(({ id, phase, version, sentence, weight }) => {
    const traffic = weight === undefined ? '' : ` at ${weight / 100} %`;
    return `• *${named(context, id)}* ${escaped(version)}${traffic}, ${phase}: ${cut(escaped(sentence), 200)}`;
  });
  const rest = rows.length - shown.length;
  return { text: [...shown, ...(rest > 0 ? [`and ${rest} more`] : [])].join('\n') };
}

async function showStatus(context: ApiContext, principal: Principal, of: string): Promise<Answer> {
  const isRelease = releaseId.safeParse(of).success;
  const lane = isRelease ? laneOf(of) : of;
  if (!may(principal, 'viewer', lane)) throw forbidden(principal, 'viewer', lane);
  if (isRelease) return showRelease(context, of);
  const { live, running, blocked } = await statusOf(context, lane);
  if (running !== null) return showRelease(context, running.id);
  const serves =
    live === null
      ? 'nothing serves that Sluice knows of'
      : `${escaped(live.version)} serves from ${live.slot}`;
  const stops = blocked === null ? '' : ` It is blocked: ${escaped(blocked.reason)}.`;
  return {
    text: `${linked(lane, lanePage(context.settings, lane))}: ${serves}, and no release runs.${stops}`,
  };
}

async function showRelease(context: ApiContext, id: string): Promise<Answer> {
  return releaseMessage(await readRelease(context, id), releasePage(context.settings, id));
}

async function runningIn(context: ApiContext, lane: string): Promise<string> {
  const { running } = await statusOf(context, lane);
  if (running !== null) return running.id;
  throw new ApiError('act_not_possible', `no release runs in ${lane}`);
}

async function statusOf({ client }: ApiContext, lane: string): Promise<LaneStatus> {
  return client.withDeadline(Date.now() + ACT_PATIENCE, async () =>
    client.workflow.getHandle(laneWorkflow(lane)).query(laneStatus),
  );
}
