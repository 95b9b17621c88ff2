/** Releases that begin by the clock. */
import type { CommandConfig } from '../plan.ts';

/** Where the newest version of a service is found. */
export type VersionSource =
  | ({ kind: 'command' } & CommandConfig)
  | {
      kind: 'git';
      /** What `git ls-remote` takes. */
      url: string;
      /** A pattern of tags, in which `*` stands for anything. */
      tags: string;
    }
  | {
      kind: 'oci';
      /** `HOST/NAME`, such as `ghcr.io/example/checkout`. */
      repository: string;
      tags: string;
      /** References to secrets; left out: nobody logs in. */
      username?: string;
      password?: string;
    };

/** One schedule of a lane. */
export interface Schedule {
  /** `SERVICE.ENVIRONMENT`. */
  lane: string;
  /** Unlike that of any other schedule of the lane. */
  name: string;
  /** Five fields: minute, hour, day of the month, month, day of the week. */
  cron: string;
  timeZone: string;
  /** `latest`: what the environment's source finds when it runs. */
  version: string;
}
