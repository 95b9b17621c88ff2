import type { Slot } from '../../config/plan.ts';
import { refuseUnsafe } from './command-line.ts';

/** What a command is about. It is told in its environment, and in place of `{{version}}` and `{{slot}}`. */
export interface CommandSubject {
  service: string;
  environment: string;
  slot?: Slot;
  version?: string;
  /** What evidence has to be about: the revision of the version, or the version where none was named. */
  revision?: string;
  release?: string;
  /** Position in the plan's steps, from 0. */
  step?: number;
  /** 1 at first; more where the same was, or may have been, begun before. */
  attempt?: number;
}

/** The lane's own part of a subject; a lane is `SERVICE.ENVIRONMENT`, and neither has a dot in it. */
export function subjectOf(lane: string): CommandSubject {
  const [service = lane, environment = ''] = lane.split('.');
  return { service, environment };
}

/** The variables that tell a command of its subject. Throws when the version or revision could end up as shell syntax. */
export function variablesOf(subject: CommandSubject): Record<string, string> {
  const { service, environment, slot, version, revision, release, step, attempt } = subject;
  if (version !== undefined) refuseUnsafe(version);
  if (revision !== undefined) refuseUnsafe(revision, 'revision');
  const known = {
    SLUICE_SERVICE: service,
    SLUICE_ENVIRONMENT: environment,
    SLUICE_SLOT: slot,
    SLUICE_VERSION: version,
    SLUICE_REVISION: revision,
    SLUICE_RELEASE: release,
    SLUICE_STEP: step,
    SLUICE_ATTEMPT: attempt,
  };
  const told = Object.entries(known).filter(([, value]) => value !== undefined);
  return Object.fromEntries(told.map(([name, value]) => [name, String(value)]));
}

/** The text with `{{version}}` and `{{slot}}` replaced, as far as the subject has them. */
export function replaceIn(text: string, { version, slot }: CommandSubject): string {
  return text.replaceAll('{{version}}', version ?? '{{version}}').replaceAll('{{slot}}', slot ?? '{{slot}}');
}
