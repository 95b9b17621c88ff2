/** A click on a button of a release's check run. */
import type { GithubSettings } from '../../../config/schema/github.ts';
import { checkRunName, renderCheckRun } from '../../../providers/github/check-run.ts';
import { createGithub } from '../../../providers/github/client.ts';
import { abortRelease } from '../../acts/abort-release.ts';
import { actOnRelease } from '../../acts/act-on-release.ts';
import type { Principal } from '../../auth/principal.ts';
import type { ApiContext } from '../../context.ts';
import { ApiError } from '../../errors.ts';
import { toApiError } from '../../problem-reply.ts';
import { readRelease } from '../../releases/read.ts';
import { laneOf } from '../../releases/workflow-ids.ts';
import type { HookTaken } from '../../wire/hook.ts';
import { callerBy } from '../../caller-by-message.ts';
import { unusable } from '../unusable.ts';
import { principalOf } from './people.ts';
import { requestedAction, type RequestedAction } from './requested-action.ts';

/** GitHub gives up on a webhook after 10 s, and what was clicked has been done by then. */
const PATIENCE = 4000;
const NOTHING = 'only clicks on buttons of check runs are of interest';

/**
 * Does what was clicked, in the state that was shown when the page was drawn. What is refused is told in the check run,
 * where whoever clicked looks.
 */
export async function takeClick(
  context: ApiContext,
  settings: GithubSettings,
  body: unknown,
): Promise<HookTaken> {
  if (!isRequestedAction(body)) return { taken: [], ignored: NOTHING };
  const click = unusable(() => requestedAction.parse(body));
  const { check_run: run, requested_action: action } = click;
  if (run.app.id !== settings.app?.id || run.name !== checkRunName(laneOf(run.external_id))) {
    return { taken: [], ignored: "the check run is not one of this Sluice's App" };
  }
  const id = run.external_id;
  const { act } = action.identifier;
  try {
    await doIt(context, settings, click);
    return { taken: [{ what: `${act} by ${click.sender.login}`, id }] };
  } catch (error) {
    const refused = toApiError(error);
    const message = `${click.sender.login} clicked ${act}, which was not done: ${refused.message}`;
    await tell(context, settings, click, message).catch((failed: unknown) => {
      context.log.warn({ err: failed, release: id }, 'a refused click could not be told in its check run');
    });
    // What may work the next time is an error, so that GitHub offers to deliver it again.
    if (
      refused.code !== 'worker_unavailable' &&
      refused.code !== 'temporal_unavailable' &&
      refused.code !== 'registry_unavailable' &&
      refused.code !== 'internal'
    ) {
      return { taken: [], ignored: message };
    }
    throw error;
  }
}

function isRequestedAction(body: unknown): boolean {
  return typeof body === 'object' && body !== null && Reflect.get(body, 'action') === 'requested_action';
}

async function doIt(context: ApiContext, settings: GithubSettings, click: RequestedAction): Promise<void> {
  const { check_run: run, requested_action: action, sender } = click;
  const { act, step, token } = action.identifier;
  const reason = `by a button of ${click.repository.full_name}`;
  const principal = known(settings, sender.login);
  const thing = `click ${run.id} ${act} ${token} ${sender.id}`;
  const caller = callerBy(principal, 'github', thing, action.identifier);
  if (act === 'abort') await abortRelease(context, caller, run.external_id, reason);
  else await actOnRelease(context, caller, run.external_id, act, { step, token, reason });
}

function known(settings: GithubSettings, login: string): Principal {
  const principal = principalOf(settings.users, login);
  if (principal !== undefined) return principal;
  throw new ApiError(
    'forbidden',
    `${login} is nobody to Sluice; name them under github.users of the settings`,
  );
}

async function tell(
  context: ApiContext,
  settings: GithubSettings,
  { check_run: run, repository }: RequestedAction,
  note: string,
): Promise<void> {
  const release = await readRelease(context, run.external_id);
  // Whether it is completed is left alone: the release may have another one by now.
  const { output, actions } = renderCheckRun(release, undefined, note);
  await createGithub(settings, process.env).request(
    {
      method: 'PATCH',
      path: `/repos/${repository.full_name}/check-runs/${run.id}`,
      body: { output, actions },
    },
    AbortSignal.timeout(PATIENCE),
  );
}
