/** What is around a release: where it runs, what moves its traffic, what is measured, and what happens by policy. */
import { describeNotifier } from '../../config/notifiers/index.ts';
import { describePlatform } from '../../config/platforms/index.ts';
import type { AnalysisConfig, Drain, MetricConfig, Plan } from '../../config/plan.ts';
import { describeRouter } from '../../config/routers/index.ts';
import { describeSource } from '../../config/sources/index.ts';
import { formatDuration } from '../../config/units.ts';
import { edge, share } from '../figures.ts';

/** One thing that is said, with what it is about in a word. */
export interface Fact {
  name: string;
  text: string;
}

/** A line for each thing that holds for the whole release. */
export function factsOf(plan: Plan): Fact[] {
  const hold = formatDuration(plan.holdDeadline);
  return [
    { name: 'platform', text: describePlatform(plan.platform) },
    { name: 'router', text: describeRouter(plan.router) },
    { name: 'drain', text: drainText(plan.drain) },
    { name: 'busy', text: BUSY[plan.onBusy] },
    { name: 'drift', text: DRIFT[plan.onDrift] },
    {
      name: 'freeze',
      text: `${FREEZE[plan.onFreeze ?? 'hold']}; ${IN_FREEZE[plan.startInFreeze ?? 'wait']}`,
    },
    {
      name: 'holds',
      text:
        `a step that does not work after about 80 s of trying asks a person, and so does what is said below; ` +
        `${hold} without an answer: it reverts, but once all traffic is at the new version it stays and pages again`,
    },
    { name: 'notify', text: plan.notify.map(describeNotifier).join(', ') },
    ...(plan.metrics.length === 0
      ? [
          {
            name: 'metrics',
            text:
              plan.rules === undefined
                ? 'none: instances and the router are watched, nothing is judged'
                : 'none that compares: rules, instances and the router are watched',
          },
        ]
      : [{ name: 'evidence', text: evidenceText(plan.analysis) }]),
  ];
}

/** What one metric counts, and what it stops and proves. */
export function metricFact(metric: MetricConfig): Fact {
  const { source, bad, margin, safeMargin, floor, negligible, limit, weight, required } = metric;
  const what =
    bad.kind === 'labels'
      ? `bad is ${Object.entries(bad.labels)
          .map(([label, pattern]) => `${label} like ${pattern}`)
          .join(' and ')}`
      : `slow is ${bad.edges === 'all' ? 'judged at every edge' : `over ${bad.edges.map(edge).join(', ')}`}`;
  const parts = [
    // CloudWatch counts bad requests under names of their own.
    source.kind === 'cloudwatch' ? describeSource(source) : `${describeSource(source)}; ${what}`,
    `stops at more than ${margin} times the stable side${floor === 0 ? '' : `, above ${share(floor)}`}`,
    `safe is proven not ${safeMargin} times as bad${negligible === 0 ? '' : `, or below ${share(negligible)}`}`,
    ...(limit === undefined ? [] : [`never above ${share(limit)}, also without a stable side`]),
    `${Math.round(weight * 100)} % of the error budget${required ? '' : ', and no pass needs it'}`,
  ];
  return { name: metric.name, text: parts.join('; ') };
}

const BUSY: Record<Plan['onBusy'], string> = {
  queue: 'a submit waits for the release that runs; the newest takes the one waiting place',
  reject: 'a submit is refused while a release runs',
  supersede: 'a submit takes the place of the release that runs, before its cutover begins',
};

const DRIFT: Record<Plan['onDrift'], string> = {
  restore: "somebody else's change of the router is told and put right",
  hold: "somebody else's change of the router asks a person in a release, and is paged and left between releases",
};

const FREEZE: Record<NonNullable<Plan['onFreeze']>, string> = {
  hold: 'a freeze that begins holds the release before its next raise of traffic, watched',
  finish: 'a freeze that begins lets the release finish',
};

const IN_FREEZE: Record<NonNullable<Plan['startInFreeze']>, string> = {
  wait: 'a submit in a freeze waits for its end before its first traffic',
  refuse: 'a submit in a freeze is refused',
};

function drainText(drain: Drain): string {
  if (drain.kind === 'wait')
    return `${formatDuration(drain.wait)} after its last traffic a slot counts as drained`;
  const { metric, path, atMost, deadline } = drain;
  return `until ${metric} at ${path} of every instance is at most ${atMost}, for ${formatDuration(deadline)} at most`;
}

function evidenceText({ alpha, beta, block, blockGiven, warmup }: AnalysisConfig): string {
  const begin = warmup === 0 ? '' : `, the first ${formatDuration(warmup)} of traffic set aside`;
  const measured = blockGiven ? '' : ' (until the release has measured its errors)';
  return (
    `a good version is stopped with a chance of at most ${share(alpha)}, an unsafe one called safe with at ` +
    `most ${share(beta)}; counted in blocks of ${formatDuration(block)}${measured}${begin}`
  );
}
