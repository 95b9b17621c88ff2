import { pino } from 'pino';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createCalibrateActivity } from '../../activities/calibrate.ts';
import { createMetricSource } from '../../providers/metrics/index.ts';
import { resolvePlan } from '../../config/resolve.ts';
import { startPrometheus, type PrometheusRig } from '../rigs/prometheus.ts';
import { describeWith } from '../rigs/test-program.ts';
import { contextOf, environment, fakeWorld, perform, place } from '../unit/activities/world.ts';
import { EXAMPLE, serviceFile } from '../unit/config/example.ts';

const HOUR = 3_600_000;
const EVERY = 15_000;

/** Seven hours of two instances that each answer 300 requests in 15 s, and fail 10 at once every 5 minutes. */
function past(now: number): string {
  const lines = ['# TYPE requests counter'];
  for (const instance of ['10.0.0.1:80', '10.0.0.2:80']) {
    for (const code of ['200', '500']) {
      let value = 0;
      for (let at = now - 7 * HOUR; at <= now; at += EVERY) {
        const k = Math.round(at / EVERY);
        const bursts = k % 20 === (instance.startsWith('10.0.0.1') ? 3 : 13);
        value += code === '200' ? 300 : bursts ? 10 : 0;
        lines.push(`requests_total{slot="blue",instance="${instance}",code="${code}"} ${value} ${at / 1000}`);
      }
    }
  }
  return [...lines, '# EOF', ''].join('\n');
}

describeWith('prometheus', () => {
  let prometheus: PrometheusRig;
  const now = Math.floor(Date.now() / EVERY) * EVERY;

  beforeAll(async () => {
    prometheus = await startPrometheus([], { past: past(now) });
  });

  afterAll(async () => {
    await prometheus.stop();
  });

  test('six hours of the stable side are read from a Prometheus, instance by instance', async () => {
    const source = `prometheus: { url: "${prometheus.url}", counter: requests_total, labels: { slot: "{{slot}}" }, bad: { code: "5.." } }`;
    const plan = resolvePlan(serviceFile(EXAMPLE.replace('preset: traefik/errors', source)), 'production');
    const [metric] = plan?.metrics ?? [];
    if (plan === undefined || metric === undefined) throw new Error('The example has no such metric.');
    const world = fakeWorld();
    world.slots.blue = ['ready', 'ready'];
    const context = contextOf(world);
    const provided = { dataFolder: '', environment: {}, log: pino({ level: 'silent' }) };
    context.world.metricSource = (query) => createMetricSource(query, provided);
    const { calibrate } = createCalibrateActivity(context);
    const learnt = await perform(environment(), calibrate, {
      place,
      release: 'shop.test.2',
      metrics: [metric],
      analysis: plan.analysis,
      stable: 'blue',
      versions: { blue: 'v1' },
      until: Date.now() + 60_000,
    });
    expect(learnt['errors']).toMatchObject({
      by: 'history',
      seen: 6 * HOUR,
      halving: { label: 'instance', a: ['10.0.0.1:80'], b: ['10.0.0.2:80'] },
    });
    expect(learnt['errors']?.lacking).toBeUndefined();
    const [sums] = learnt['errors']?.sums ?? [];
    // Each instance has 72 bursts of 10 in six hours, give or take one at the ends.
    expect(Math.abs((sums?.bad ?? 0) - 1440)).toBeLessThanOrEqual(20);
    expect(Math.abs((sums?.halves.a ?? 0) - 720)).toBeLessThanOrEqual(10);
    expect(sums?.total).toBeGreaterThan(860_000);
  });
});
