import { activityInfo, cancellationSignal, sleep } from '@temporalio/activity';
import type { SmokeCheck } from '../config/plan.ts';
import type { ActivityContext } from './context.ts';
import { withHeartbeats } from './heartbeats.ts';
import { tryCommand } from './smoke/command.ts';
import { tryGet } from './smoke/get.ts';
import type { ActActivities, SmokeAnswer, SmokeRequest } from './types.ts';

const AGAIN_AFTER = 500;

/** Checks the candidate's instances one by one, before users reach them. */
export function createSmokeActivities({ world }: ActivityContext): Pick<ActActivities, 'smoke'> {
  return {
    smoke: async (request) =>
      withHeartbeats(async () => {
        const { endpoints } = await world.platform(request.place).ready(request.slot, cancellationSignal());
        if (endpoints.length === 0) return { failed: `no instance is ready in ${request.slot}`, checks: [] };
        return smoke(request, endpoints);
      }),
  };
}

/** The checks in their order; the first that never passes ends them. */
async function smoke(request: SmokeRequest, endpoints: string[]): Promise<SmokeAnswer> {
  const end = activityInfo().scheduledTimestampMs + request.deadline;
  const checks: SmokeAnswer['checks'] = [];
  for (const check of request.checks) {
    const answers = await Promise.all(
      endpoints.map(async (endpoint) => ({
        endpoint,
        ...(await untilPassed(check, endpoint, request, end)),
      })),
    );
    const what = check.kind === 'get' ? `GET ${check.path}` : check.command;
    const bad = answers.find(({ ok }) => !ok);
    const detail = bad ? `${bad.endpoint}: ${bad.detail}` : (answers[0]?.detail ?? '');
    checks.push({ what, ok: bad === undefined, detail });
    if (bad !== undefined) return { failed: `${what} at ${detail}`, checks };
  }
  return { checks };
}

async function untilPassed(
  check: SmokeCheck,
  endpoint: string,
  { version, slot }: SmokeRequest,
  end: number,
): Promise<{ ok: boolean; detail: string }> {
  for (;;) {
    const signal = cancellationSignal();
    const answer =
      check.kind === 'get'
        ? await tryGet(check, endpoint, signal)
        : await tryCommand(check, { endpoint, version, slot }, signal);
    signal.throwIfAborted();
    if (answer.ok || Date.now() + AGAIN_AFTER >= end) return answer;
    await sleep(AGAIN_AFTER);
  }
}
