import { describe, expect, test } from 'vitest';
import type { ApiClient } from '../../../../api/client.ts';
import type { Traffic } from '../../../../api/wire/traffic.ts';
import { measureTraffic, trafficOf } from '../../../../cli/plan/measure.ts';

type Measured = Extract<Traffic, { state: 'measured' }>;

const counted: Measured['metrics'][string] = {
  by: 'history',
  seen: 21_600_000,
  requests: 1_080_000,
  bad: [3240],
  burstDivisor: 2.25,
  method: 'pairs',
};
const at = Date.UTC(2026, 0, 5, 14, 2, 7);

function measured(metrics: Measured['metrics']): Measured {
  return { state: 'measured', at, block: 60_000, metrics };
}

describe('what was measured', () => {
  test('is a rate, a share of bad requests and a burst divisor, with where they come from', () => {
    expect(trafficOf(measured({ errors: counted }))).toEqual({
      perSecond: 50,
      rates: { errors: [0.003] },
      origin: 'measured over 6h until 14:02:07Z',
      block: 60,
      burstDivisors: { errors: 2.25 },
      lacking: {},
    });
  });

  test('has the busiest metric for the rate, each edge of a latency, and no divisor that was assumed', () => {
    const latency = { ...counted, requests: 2_160_000, bad: [216_000, 0], edges: [0.1, 1] };
    const traffic = trafficOf(measured({ errors: { ...counted, method: 'assumed' }, latency }));
    expect(traffic).toMatchObject({ perSecond: 100, rates: { errors: [0.003], latency: [0.1, 0] } });
    expect(traffic.burstDivisors).toEqual({ latency: 2.25 });
  });

  test('lacks a metric that could not be read, and says why', () => {
    const unread = { ...counted, seen: 0, requests: 0, bad: [], lacking: 'http://x refused' };
    const traffic = trafficOf(measured({ errors: counted, latency: unread }));
    expect(traffic.rates).toEqual({ errors: [0.003] });
    expect(traffic.lacking).toEqual({ latency: 'http://x refused' });
    expect(() => trafficOf(measured({ latency: unread, idle: { ...unread, lacking: undefined } }))).toThrow(
      'nothing could be measured (latency: http://x refused; idle: no requests); give --rate and --errors',
    );
  });
});

test('the daemon is asked until it has measured', async () => {
  const asked: unknown[] = [];
  const answers: Traffic[] = [
    { state: 'measuring', run: 'r1' },
    { state: 'measuring', run: 'r1' },
    measured({ errors: counted }),
  ];
  const client: Pick<ApiClient, 'traffic'> = {
    traffic: async (...words) => {
      asked.push(words);
      const answer = answers.shift();
      if (answer === undefined) throw new Error('it was asked too often');
      return answer;
    },
  };
  const name = { service: 'shop', environment: 'production', lane: 'shop.production' };
  const traffic = await measureTraffic(client, name, 90_000);
  expect(traffic.perSecond).toBe(50);
  expect(asked).toEqual([
    ['shop.production', { watched: '1m30s' }],
    ['shop.production', { watched: '1m30s', run: 'r1' }],
    ['shop.production', { watched: '1m30s', run: 'r1' }],
  ]);
});
