/** The traffic of what is live, as the daemon measures it. */
import type { ApiClient } from '../../api/client.ts';
import type { Traffic as Answer } from '../../api/wire/traffic.ts';
import { formatDuration } from '../../config/units.ts';
import { exitCodes } from '../exit-codes.ts';
import { CommandFailure } from '../failure.ts';
import { clock } from '../figures.ts';
import type { LaneName } from '../lane-name.ts';
import type { Traffic } from './traffic.ts';

type Measured = Extract<Answer, { state: 'measured' }>;
type MeasuredMetric = Measured['metrics'][string];

/**
 * Asks the daemon to look at the live side, and waits for it. Sources without history are watched for `watched`
 * milliseconds. Throws where nothing could be counted.
 */
export async function measureTraffic(
  client: Pick<ApiClient, 'traffic'>,
  { lane }: LaneName,
  watched: number,
): Promise<Traffic> {
  const asked = { watched: formatDuration(watched) };
  let answer = await client.traffic(lane, asked);
  while (answer.state === 'measuring') answer = await client.traffic(lane, { ...asked, run: answer.run });
  return trafficOf(answer);
}

/** What was measured as a forecast takes it. A metric of which nothing was counted is left out, with the reason. */
export function trafficOf({ at, block, metrics }: Measured): Traffic {
  const entries = Object.entries(metrics);
  const counted = entries.filter(([, { requests, seen, bad }]) => requests > 0 && seen > 0 && bad.length > 0);
  const [first] = counted;
  if (first === undefined) {
    const why = entries.map(([name, { lacking }]) => `${name}: ${lacking ?? 'no requests'}`).join('; ');
    throw new CommandFailure(exitCodes.usage, `nothing could be measured (${why}); give --rate and --errors`);
  }
  const busiest = counted.reduce(
    (most, each) => (perSecond(each[1]) > perSecond(most[1]) ? each : most),
    first,
  );
  const weighed = counted.filter(([, { method }]) => method !== 'assumed');
  return {
    perSecond: perSecond(busiest[1]),
    rates: byName(counted, ({ bad, requests }) => bad.map((each) => each / requests)),
    origin: `measured over ${formatDuration(Math.round(busiest[1].seen / 1000) * 1000)} until ${clock(at)}`,
    block: block / 1000,
    burstDivisors: byName(weighed, ({ burstDivisor }) => burstDivisor),
    lacking: byName(
      entries.filter((each) => !counted.includes(each)),
      ({ lacking }) => lacking ?? 'no requests',
    ),
  };
}

function perSecond({ requests, seen }: MeasuredMetric): number {
  return requests / (seen / 1000);
}

function byName<Value>(
  entries: readonly (readonly [string, MeasuredMetric])[],
  of: (metric: MeasuredMetric) => Value,
): Record<string, Value> {
  return Object.fromEntries(entries.map(([name, metric]) => [name, of(metric)]));
}
