import { releaseView, type ReleaseView } from '../wire/release.ts';
import { abortTaken, type AbortTaken } from '../wire/submit.ts';
import type { Ask } from './ask.ts';
import { releasePath } from './paths.ts';

/** The acts that mean one state of a release. */
export type GuardedActName =
  'approve' | 'promote' | 'pause' | 'resume' | 'retry' | 'override-freeze' | 'leave';

/** Acts on a release that runs. */
export interface ActCalls {
  act: (
    id: string,
    act: GuardedActName,
    body: { step: number; token: string; reason: string },
  ) => Promise<ReleaseView>;
  /** `by` is a duration as people write it, such as `30m`. */
  extend: (
    id: string,
    body: { step: number; token: string; reason: string; by: string },
  ) => Promise<ReleaseView>;
  abort: (id: string, reason: string) => Promise<AbortTaken>;
}

/** The calls that act on a release. */
export function actCalls(ask: Ask): ActCalls {
  return {
    act: async (id, act, data) => ask(releaseView, 'POST', releasePath(id, `/${act}`), { data }),
    extend: async (id, data) => ask(releaseView, 'POST', releasePath(id, '/extend'), { data }),
    abort: async (id, reason) => ask(abortTaken, 'POST', releasePath(id, '/abort'), { data: { reason } }),
  };
}
