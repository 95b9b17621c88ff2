import type { Command } from 'commander';
import { registerActs } from './release-acts.ts';
import { registerExtend } from './release-extend.ts';
import { registerReleaseList } from './release-list.ts';
import { registerStart } from './release-start.ts';
import { registerWatch } from './release-watch.ts';

/** `sluice release …`: start, look at, and act on releases. */
export function registerRelease(program: Command): void {
  const release = program.command('release').description('start, follow and act on releases');
  registerStart(release);
  registerReleaseList(release);
  registerWatch(release);
  registerActs(release);
  registerExtend(release);
}
