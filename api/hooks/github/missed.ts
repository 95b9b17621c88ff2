/** Events of GitHub that came while nobody answered: GitHub sends each once, unless it is asked for it again. */
import type { GithubSettings } from '../../../config/schema/github.ts';
import { createGithub } from '../../../providers/github/client.ts';
import {
  listDeliveries,
  notArrived,
  redeliver,
  type Delivery,
} from '../../../providers/github/deliveries.ts';
import { GithubFailure } from '../../../providers/github/failure.ts';
import type { ApiContext } from '../../context.ts';

/** Between two looks, in milliseconds; the first after one that found something comes sooner. */
const EVERY = 180_000;
const SOON = 15_000;
/** How far the first look reaches back: what is older starts nothing and answers nobody. In milliseconds. */
const LOOKED_BACK = 86_400_000;
/** Looks reach over each other, since GitHub notes what became of an attempt a little later. In milliseconds. */
const OVERLAP = 600_000;
/** One look may take this long, in milliseconds. */
const PATIENCE = 60_000;

/** Events that are taken; of check runs only clicks on buttons are. */
const TAKEN = new Set(['deployment', 'deployment_protection_rule', 'push', 'release', 'workflow_run']);

/**
 * Asks GitHub from now on, every few minutes, to deliver again what did not arrive, and says so in the log. An event
 * that arrives twice does nothing twice. Only an App can ask, so without one nothing is done. The answer ends it.
 */
export function fetchMissed({ settings, log }: Pick<ApiContext, 'settings' | 'log'>): () => Promise<void> {
  const { github } = settings;
  if (github?.app === undefined || github.webhookSecret === undefined) return async () => undefined;
  const stopping = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  let since = Date.now() - LOOKED_BACK;
  let soon = SOON;
  const look = async (): Promise<void> => {
    const began = Date.now();
    let wait = EVERY;
    try {
      const signal = AbortSignal.any([stopping.signal, AbortSignal.timeout(PATIENCE)]);
      const asked = await askForMissed(github, since, log, signal);
      since = began - OVERLAP;
      // What was asked for may fail again, for one because no worker was there yet.
      if (asked > 0) wait = soon;
      soon = asked > 0 ? Math.min(EVERY, 2 * soon) : SOON;
    } catch (error) {
      if (!stopping.signal.aborted)
        log.warn(
          { err: error },
          'GitHub could not be asked for events that did not arrive; it is asked again',
        );
    }
    if (stopping.signal.aborted) return;
    timer = setTimeout(() => {
      going = look();
    }, wait).unref();
  };
  let going = look();
  return async () => {
    stopping.abort();
    clearTimeout(timer);
    await going;
  };
}

/** Answers how many events were asked for. */
async function askForMissed(
  settings: GithubSettings,
  since: number,
  log: ApiContext['log'],
  signal: AbortSignal,
): Promise<number> {
  const github = createGithub(settings, process.env);
  const { deliveries, whole } = await listDeliveries(github, since, signal);
  if (!whole) log.warn('GitHub has made too many deliveries to look through all of the last 24 hours');
  const missed = notArrived(deliveries.filter(isTaken));
  for (const { id, guid, event, status_code: status } of missed) {
    const told = { delivery: guid, event, status };
    try {
      await redeliver(github, id, signal);
      log.info(told, 'GitHub was asked to deliver an event again');
    } catch (error) {
      // One that GitHub does not have any more keeps no other from coming.
      if (!(error instanceof GithubFailure)) throw error;
      log.warn({ ...told, err: error }, 'GitHub does not deliver an event again');
    }
  }
  return missed.length;
}

function isTaken({ event, action }: Delivery): boolean {
  return event === 'check_run' ? action === 'requested_action' : TAKEN.has(event);
}
