import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { endOf } from '../../cli/failure.ts';
import { createProgram } from '../../cli/program.ts';
import { findPromtool, startPrometheus, type PrometheusRig } from '../rigs/prometheus.ts';
import { temporaryFolder, type TemporaryFolder } from '../rigs/temporary-folder.ts';
import { describeWith } from '../rigs/test-program.ts';
import { poisson, uniform } from '../unit/analysis/seeded.ts';

const STEP = 15;
const HOUR = 3600;
/** Requests in a step, of which 1 % fail. */
const REQUESTS = 1500;

/**
 * Eight hours up to `end` (seconds since the epoch) in which `blue` serves, then `green`; each instance's counters begin
 * again on the way, and for ten minutes nobody read anything.
 */
function past(end: number): string {
  const random = uniform(3);
  const lines: string[] = [];
  const series = ['blue', 'green'].flatMap((slot) =>
    ['200', '500'].map((code) => ({ slot, code, value: 0, lines })),
  );
  const all = new Map(series.map((each) => [each, [] as string[]]));
  for (let at = end - 8 * HOUR; at <= end; at += STEP) {
    const live = at < end - 3 * HOUR ? 'blue' : 'green';
    if (at === end - 5 * HOUR) for (const each of series) each.value = 0;
    for (const [each, said] of all) {
      const bad = poisson(REQUESTS * 0.01, random);
      if (each.slot === live) each.value += each.code === '500' ? bad : REQUESTS - bad;
      const gone = at > end - 2 * HOUR && at < end - 2 * HOUR + 600;
      const labels = `slot="${each.slot}",code="${each.code}"`;
      if (!gone) said.push(`http_requests_total{${labels}} ${each.value} ${at}`);
    }
  }
  return ['# TYPE http_requests counter', ...[...all.values()].flat(), '# EOF', ''].join('\n');
}

function serviceFile(url: string): string {
  return JSON.stringify({
    service: 'shop',
    environments: {
      live: {
        platform: { process: { command: 'true', instances: 1, port: 'env PORT', ready: '/' } },
        router: { traefik: { file: 'shop.yaml', metrics: 'http://127.0.0.1:1/metrics' } },
        metrics: {
          errors: {
            prometheus: {
              url,
              counter: 'http_requests_total',
              labels: { slot: '{{slot}}' },
              bad: { code: '5..' },
            },
          },
        },
        steps: ['deploy', { shift: '10%' }, { bake: { until: 'safe', max: '20m' } }, 'cutover', 'retire'],
      },
    },
  });
}

async function run(...words: string[]): Promise<{ status: number; out: string; said: string }> {
  let out = '';
  const write = vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
    out += String(text);
    return true;
  });
  try {
    await createProgram().parseAsync(['backtest', ...words], { from: 'user' });
    return { status: 0, out, said: '' };
  } catch (error) {
    const { exitCode, message = '' } = endOf(error);
    return { status: exitCode, out, said: message };
  } finally {
    write.mockRestore();
  }
}

describeWith('prometheus', () => {
  const there = ((): boolean => {
    try {
      return findPromtool() !== undefined;
    } catch {
      return false;
    }
  })();

  describe.skipIf(!there)('and promtool, which is skipped where it is not beside it', () => {
    const end = Math.floor(Date.now() / 1000 / STEP) * STEP - 60;
    let prometheus: PrometheusRig;
    let folder: TemporaryFolder;
    let file: string;
    beforeAll(async () => {
      folder = await temporaryFolder('backtest');
      prometheus = await startPrometheus([], { past: past(end) });
      file = join(folder.path, 'shop.yaml');
      await writeFile(file, serviceFile(prometheus.url));
    }, 60_000);
    afterAll(async () => {
      await prometheus?.stop();
      await folder?.remove();
    });

    const from = new Date((end - 2 * HOUR) * 1000).toISOString();
    const to = new Date(end * 1000).toISOString();

    test('plays good releases out of the past of whichever slot was live', async () => {
      const ran = await run('shop@live', file, '--from', from, '--to', to, '--runs', '20', '--json');
      expect(ran).toMatchObject({ status: 0, said: '' });
      const { bursts, apart, ...view } = JSON.parse(ran.out);
      expect(view).toMatchObject({ lane: 'shop@live', seed: 1 });
      expect(bursts).toMatchObject({ runs: 20, assumed: 0, stages: [{ share: 0.1, reached: 20 }] });
      expect([bursts.stopped.count, apart.stopped.count]).toEqual([0, 0]);
      expect(bursts.stages[0].passed).toBeGreaterThan(15);
      // Errors that fall each for itself need no large divisor, whatever restarts and missing stretches there were.
      expect(bursts.burstDivisor.errors).toBeLessThan(3);
      const told = await run('shop@live', file, '--from', from, '--to', to, '--runs', '5', '--share', '5%');
      expect(told.out).toMatch(/^in bursts, each on one side +0 of 5, 0 % +0 % to 52\.2 %$/m);
      expect(told.out).toMatch(/^5 % +\d of 5 /m);
    });

    test('refuses a past that is too short, and one that is not there, with what there is', async () => {
      const early = new Date((end - 7 * HOUR) * 1000).toISOString();
      const short = await run(
        'shop@live',
        file,
        '--from',
        early,
        '--to',
        new Date((end - 4 * HOUR) * 1000).toISOString(),
      );
      expect([short.status, short.said]).toEqual([
        2,
        expect.stringMatching(/^errors has (3h59m|4h)\S* of requests from .* too little/),
      ]);
      const none = await run('shop@live', file, '--from', '6d', '--to', '5d');
      expect([none.status, none.said]).toEqual([
        2,
        expect.stringMatching(/^errors has no requests: too little/),
      ]);
    });

    test('says that a source cannot be read, and why', async () => {
      await writeFile(file, serviceFile('http://127.0.0.1:1'));
      const ran = await run('shop@live', file, '--from', from, '--to', to);
      expect([ran.status, ran.said]).toEqual([
        2,
        expect.stringMatching(/^errors \(.*\) cannot be read from .*: /),
      ]);
    });
  });
});
