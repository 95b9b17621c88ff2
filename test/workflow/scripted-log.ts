import type { InjectedSinks } from '@temporalio/worker';
import type { LogSinks } from '../../workflows/log-here.ts';
import type { World } from './world.ts';

/** What workflows write into the log of their process, each into the world of its lane. */
export function scriptedLog(worlds: ReadonlyMap<string, World>): InjectedSinks<LogSinks> {
  return {
    log: {
      write: {
        fn(_workflow, notifications) {
          for (const each of notifications) worlds.get(each.lane)?.told.push(each);
        },
      },
    },
  };
}
