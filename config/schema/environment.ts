/** One environment of a service. */
import { z } from 'zod';
import { notifiers } from '../notifiers/index.ts';
import { platform } from '../platforms/index.ts';
import { router } from '../routers/index.ts';
import { STRATEGIES } from '../strategies.ts';
import { requestPath } from './addresses.ts';
import { number, oneOf, words } from './leaf.ts';
import { mapping } from './mapping.ts';
import { metric } from './metric.ts';
import { name } from './name.ts';
import { duration, share } from './quantities.ts';
import { latest, schedule } from './schedule.ts';
import { steps } from './steps.ts';

/** The settings of evidence. */
const analysis = mapping({
  alpha: share(
    'Chance that a good release is stopped, over the whole release.',
    0.0001,
    0.2,
    'a percentage from 0.01% to 20%',
  ).prefault('1%'),
  beta: share(
    'Chance that an unsafe release is called safe.',
    0.0001,
    0.5,
    'a percentage from 0.01% to 50%',
  ).prefault('5%'),
  block: duration('Length of a block of evidence. Default: chosen by how bad requests burst.', {
    min: 1_000,
    max: 3_600_000,
  }).exactOptional(),
  interval: duration(
    'What bad requests are counted in to see how they burst; a block is 1 to 12 of it. Default: 10s, or how seldom a source is read.',
    { min: 1_000, max: 600_000 },
  ).exactOptional(),
  warmup: duration('How long evidence is set aside after the candidate first gets traffic.', {
    min: 0,
  }).prefault('60s'),
  splitDivisor: number({ min: 1, max: 10_000 }, 'How many requests tend to share a connection.').prefault(10),
}).meta({ description: 'How evidence is gathered and weighed.' });

const drain = mapping({
  metric: words('the name of a metric', "A gauge among the instances' own metrics.").exactOptional(),
  path: requestPath("Path of the instances' metrics. Default: /metrics.").exactOptional(),
  atMost: number(
    { min: 0, max: 1_000_000 },
    'Drained when the gauge is at most this. Default: 0.',
  ).exactOptional(),
  deadline: duration('Until then. Default: 30s.').exactOptional(),
  wait: duration('A time to wait, instead of a metric.', { min: 0 }).exactOptional(),
}).meta({ description: 'What is done between the last traffic of a slot and the end of its processes.' });

/** One environment. What depends on several keys at once is for the rules. */
export const environment = mapping({
  platform,
  router,
  metrics: z
    .record(name, metric)
    .prefault({})
    .meta({ description: 'What is measured on both sides, by name.' }),
  analysis: analysis.prefault({}),
  drain: drain.prefault({ wait: '30s' }),
  onBusy: oneOf(['queue', 'reject', 'supersede'], 'What a submit meets while a release runs.').prefault(
    'queue',
  ),
  onDrift: oneOf(['restore', 'hold'], 'What happens when somebody else changed the router.').prefault(
    'restore',
  ),
  onFreeze: oneOf(
    ['hold', 'finish'],
    'What a freeze does to a release that began before it: hold it, watched, or let it finish.',
  ).prefault('hold'),
  startInFreeze: oneOf(
    ['wait', 'refuse'],
    'What a submit meets in a freeze: a release that waits for its end before its first traffic, or a refusal.',
  ).prefault('wait'),
  hold: mapping({
    deadline: duration('How long a hold waits for a person.').prefault('1h'),
  }).prefault({}),
  notify: notifiers.prefault(['log']).meta({ description: 'Where events are sent.' }),
  latest: latest.exactOptional(),
  schedules: z
    .record(name, schedule)
    .prefault({})
    .meta({ description: 'Releases that begin by the clock, by name.' }),
  steps: steps.exactOptional().meta({ description: 'The steps of a release, in order.' }),
  strategy: oneOf(STRATEGIES, 'Short for a list of steps.').exactOptional(),
});

/** One environment as it was read. */
export type EnvironmentInput = z.output<typeof environment>;
