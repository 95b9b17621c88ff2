import type { Command } from 'commander';
import { parseLane, type LaneName } from './lane-name.ts';
import { addSubmitOptions, submitAndFollow, type SubmitOptions } from './submit.ts';

interface StartOptions extends SubmitOptions {
  reason?: string;
  revision?: string;
  committedAt?: string;
  hotfix?: boolean;
  now?: boolean;
  overrideFreeze?: boolean;
}

/** `sluice release start SERVICE@ENVIRONMENT VERSION`. */
export function registerStart(release: Command): void {
  const command = release
    .command('start')
    .description('start a release of a version')
    .argument('<lane>', 'SERVICE@ENVIRONMENT', parseLane)
    .argument('<version>', 'an image tag, revision or SHA')
    .option('--reason <text>', 'why, for the report')
    .option('--revision <revision>', 'the source revision')
    .option('--committed-at <time>', 'when the revision was committed, for the lead time')
    .option('--hotfix', 'deploy, smoke, cutover, keep and nothing else; needs a --reason')
    .option('--now', 'abort the release that is under way, if there is one, instead of being refused')
    .option('--override-freeze', 'no freeze holds it; it takes the role admin, and a --reason');
  addSubmitOptions(command).action(async (lane: LaneName, version: string, options: StartOptions) => {
    const { service, environment } = lane;
    const { reason, revision, committedAt, hotfix = false, now = false, overrideFreeze = false } = options;
    const request = {
      service,
      environment,
      version,
      ...(reason === undefined ? {} : { reason }),
      ...(revision === undefined ? {} : { revision }),
      ...(committedAt === undefined ? {} : { committedAt }),
      ...(hotfix ? { kind: 'hotfix' as const } : {}),
      ...(now ? { now } : {}),
      ...(overrideFreeze ? { overrideFreeze } : {}),
    };
    await submitAndFollow(
      command,
      lane.lane,
      options,
      async (client, key) => client.submit(request, key),
      version,
    );
  });
}
