/** The activities as a release calls them: where each runs, how long it may take and how it is repeated. */
import { ActivityCancellationType, proxyActivities, workflowInfo } from '@temporalio/workflow';
import type { ScheduleActivities } from '../activities/scheduled/types.ts';
import type { ActActivities, WatchActivities } from '../activities/types.ts';
import { WRITE_TIMEOUT } from '../config/deadlines.ts';
import type { Milliseconds } from '../config/plan.ts';
import { actQueue, queuePrefix, watchQueue } from './queues.ts';

/** Some routers count with minutes of delay. */
const LONGEST_LAG = 10 * 60_000;

/** With what the next attempt takes to begin, a release whose worker was killed goes on within 5 s. */
const HEARTBEAT_TIMEOUT: Milliseconds = 4500;
const TRY_CANCEL = ActivityCancellationType.TRY_CANCEL;
const WAIT = ActivityCancellationType.WAIT_CANCELLATION_COMPLETED;

/**
 * How often an act is tried before a person is asked: about 80 seconds of trying. The first time again at once, since
 * what failed was most often a worker that died.
 */
const FORWARD = { initialInterval: 100, backoffCoefficient: 2, maximumInterval: '5s', maximumAttempts: 22 };

/**
 * The same for what is begun anew with each death of its worker: several in one chunk, as when a whole fleet is brought
 * to a new version, must not make the last one wait.
 */
const WATCH = { ...FORWARD, maximumInterval: '1s', maximumAttempts: 140 };

/** Undo never gives up. */
const ENDLESS = { initialInterval: 100, backoffCoefficient: 2, maximumInterval: '5s' };

function prefix(): string {
  return queuePrefix(workflowInfo().taskQueue);
}

/** Calls that are short and change nothing or repeat harmlessly. */
export function quick(): Pick<ActActivities, 'survey'> {
  return proxyActivities<ActActivities>({
    taskQueue: actQueue(prefix()),
    startToCloseTimeout: '15s',
    retry: FORWARD,
  });
}

/** A look at the world for somebody who waits for the answer: it fails within seconds rather than being repeated. */
export function glance(): Pick<ActActivities, 'survey' | 'lastNumber' | 'completedReleases'> {
  return proxyActivities<ActActivities>({
    taskQueue: actQueue(prefix()),
    startToCloseTimeout: '3s',
    retry: { maximumAttempts: 1 },
  });
}

/** Writes to the router. A write that began is waited for, also when the release stops meanwhile. */
export function writes(tries: 'forward' | 'endless'): Pick<ActActivities, 'write'> {
  return proxyActivities<ActActivities>({
    taskQueue: actQueue(prefix()),
    startToCloseTimeout: WRITE_TIMEOUT,
    heartbeatTimeout: HEARTBEAT_TIMEOUT,
    cancellationType: WAIT,
    retry: tries === 'forward' ? FORWARD : ENDLESS,
  });
}

/** Deploy and smoke: they take up to `deadline` and are given up at once when the release stops. */
export function deploys(deadline: Milliseconds): Pick<ActActivities, 'deploy' | 'smoke'> {
  return proxyActivities<ActActivities>({
    taskQueue: actQueue(prefix()),
    startToCloseTimeout: deadline + 60_000,
    heartbeatTimeout: HEARTBEAT_TIMEOUT,
    cancellationType: WAIT,
    retry: { ...FORWARD, nonRetryableErrorTypes: ['not_ready'] },
  });
}

/** Taking a slot down, or keeping it for good; `grace` is how long the platform may take for that. */
export function retires(
  tries: 'forward' | 'endless',
  grace: Milliseconds,
): Pick<ActActivities, 'retire' | 'keepAlive'> {
  return proxyActivities<ActActivities>({
    taskQueue: actQueue(prefix()),
    startToCloseTimeout: grace + 60_000,
    heartbeatTimeout: HEARTBEAT_TIMEOUT,
    cancellationType: WAIT,
    retry: tries === 'forward' ? FORWARD : ENDLESS,
  });
}

/** What is of the user's own. It has ended, or was ended, before anything else is done. */
export function hooks(
  tries: 'forward' | 'endless',
  timeout: Milliseconds,
): Pick<ActActivities, 'hook' | 'gate'> {
  return proxyActivities<ActActivities>({
    taskQueue: actQueue(prefix()),
    startToCloseTimeout: timeout + 60_000,
    heartbeatTimeout: HEARTBEAT_TIMEOUT,
    cancellationType: WAIT,
    retry: tries === 'forward' ? FORWARD : ENDLESS,
  });
}

/** Telling others. It is tried a few times and then given up: a notifier never fails a release. */
export function notifies(): Pick<ActActivities, 'notify'> {
  return proxyActivities<ActActivities>({
    taskQueue: actQueue(prefix()),
    startToCloseTimeout: '10s',
    retry: { initialInterval: '1s', maximumAttempts: 5 },
  });
}

/** Sending events for as long as it takes: what fails is answered, so only a dead worker has it repeated. */
export function delivers(): Pick<ActActivities, 'deliver'> {
  return proxyActivities<ActActivities>({
    taskQueue: actQueue(prefix()),
    startToCloseTimeout: '3m',
    heartbeatTimeout: '20s',
    retry: { initialInterval: '1s', backoffCoefficient: 2, maximumInterval: '1m' },
  });
}

/** What a deployment that GitHub holds back waits for. */
export function looksAtProtection(): Pick<ActActivities, 'lookAtProtection'> {
  return proxyActivities<ActActivities>({
    taskQueue: actQueue(prefix()),
    startToCloseTimeout: '15s',
    scheduleToCloseTimeout: '1m',
    retry: { initialInterval: '1s', maximumInterval: '10s' },
  });
}

/** The answer that GitHub waits for: it is tried for days. */
export function answersGithub(): Pick<ActActivities, 'answerProtection'> {
  return proxyActivities<ActActivities>({
    taskQueue: actQueue(prefix()),
    startToCloseTimeout: '30s',
    scheduleToCloseTimeout: '3d',
    retry: { initialInterval: '1s', backoffCoefficient: 2, maximumInterval: '10m' },
  });
}

/** A comment on what is waited for. It is tried a few times and then given up. */
export function commentsGithub(): Pick<ActActivities, 'answerProtection'> {
  return proxyActivities<ActActivities>({
    taskQueue: actQueue(prefix()),
    startToCloseTimeout: '30s',
    retry: { initialInterval: '1s', maximumAttempts: 3 },
  });
}

/** Writing what was done to its chain. It never gives up: nothing of it may be lost. */
export function audits(): Pick<ActActivities, 'audit'> {
  return proxyActivities<ActActivities>({
    taskQueue: actQueue(prefix()),
    startToCloseTimeout: '15s',
    retry: { initialInterval: '1s', backoffCoefficient: 2, maximumInterval: '60s' },
  });
}

/** The same once, for somebody who waits for the answer. */
export function triesOnce(): Pick<ActActivities, 'deliver'> {
  return proxyActivities<ActActivities>({
    taskQueue: actQueue(prefix()),
    startToCloseTimeout: '10s',
    retry: { maximumAttempts: 1 },
  });
}

/** A look at a schedule for somebody who waits for the answer. */
export function looksAtSchedules(): Pick<ScheduleActivities, 'lookAtSchedule'> {
  return proxyActivities<ScheduleActivities>({
    taskQueue: actQueue(prefix()),
    startToCloseTimeout: '4s',
    scheduleToCloseTimeout: '30s',
    retry: FORWARD,
  });
}

/** A change of a schedule. It goes on without whoever asked for it, but not for so long that nobody expects it any more. */
export function changesSchedules(): Pick<ScheduleActivities, 'changeSchedule'> {
  return proxyActivities<ScheduleActivities>({
    taskQueue: actQueue(prefix()),
    startToCloseTimeout: '4s',
    scheduleToCloseTimeout: '10m',
    retry: ENDLESS,
  });
}

/** Writing the report. The lane begins nothing before it is there, so a worker that died at it is not waited for. */
export function archives(): Pick<ActActivities, 'archive'> {
  return proxyActivities<ActActivities>({
    taskQueue: actQueue(prefix()),
    startToCloseTimeout: '60s',
    heartbeatTimeout: HEARTBEAT_TIMEOUT,
    retry: FORWARD,
  });
}

/**
 * Learning how the stable side behaves. It answers with what it knows when it is asked to stop, and never fails a
 * release: what cannot be learnt is assumed.
 */
export function calibrates(length: Milliseconds): Pick<WatchActivities, 'calibrate'> {
  return proxyActivities<WatchActivities>({
    taskQueue: watchQueue(prefix()),
    startToCloseTimeout: length + 60_000,
    heartbeatTimeout: HEARTBEAT_TIMEOUT,
    cancellationType: WAIT,
    retry: { ...FORWARD, maximumAttempts: 8 },
  });
}

/**
 * The watch: it answers with what it carries when it is asked to stop, so its end is waited for. It only fails where
 * it cannot begin; then a person is told, and it is begun again and again.
 */
export function watches(length: Milliseconds): Pick<WatchActivities, 'watch'> {
  return proxyActivities<WatchActivities>({
    taskQueue: watchQueue(prefix()),
    startToCloseTimeout: length + 60_000,
    heartbeatTimeout: HEARTBEAT_TIMEOUT,
    cancellationType: WAIT,
    retry: WATCH,
  });
}

/**
 * The look at the router of an idle lane, tried again without limit. It stands for months in many lanes, so it beats
 * seldom, and nobody waits for its end.
 */
export function guards(length: Milliseconds): Pick<WatchActivities, 'guard'> {
  return proxyActivities<WatchActivities>({
    taskQueue: watchQueue(prefix()),
    startToCloseTimeout: length + 60_000,
    heartbeatTimeout: '25s',
    cancellationType: TRY_CANCEL,
    retry: { initialInterval: '1s', backoffCoefficient: 2, maximumInterval: '10s' },
  });
}

/**
 * Waiting for the end of a freeze, tried again without limit: whatever cannot be known meanwhile, nothing is raised. It
 * may stand for weeks in many releases, so it beats seldom, and nobody waits for its end.
 */
export function thaws(length: Milliseconds): Pick<WatchActivities, 'thaw'> {
  return proxyActivities<WatchActivities>({
    taskQueue: watchQueue(prefix()),
    startToCloseTimeout: length + 60_000,
    heartbeatTimeout: '25s',
    cancellationType: TRY_CANCEL,
    retry: { initialInterval: '1s', backoffCoefficient: 2, maximumInterval: '10s' },
  });
}

/** Looking at traffic after a write. The router's lag comes on top of the patience. */
export function observes(
  tries: 'forward' | 'endless',
  patience: Milliseconds,
): Pick<WatchActivities, 'observe' | 'drain'> {
  return proxyActivities<WatchActivities>({
    taskQueue: watchQueue(prefix()),
    startToCloseTimeout: patience + LONGEST_LAG + 60_000,
    heartbeatTimeout: HEARTBEAT_TIMEOUT,
    cancellationType: TRY_CANCEL,
    retry: tries === 'forward' ? FORWARD : ENDLESS,
  });
}
