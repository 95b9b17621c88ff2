import { describe, expect, test } from 'vitest';
import type { RampRequest } from '../../../../activities/watch/ramp-request.ts';
import { asked, good, loaded, watching, type Load } from './watching.ts';

/** A tenth of the requests at the candidate, as good as the others. */
const tenth: Load = { blue: [3600, 0.01], green: [400, 0.01] };

function ramp(more: Partial<RampRequest> = {}): RampRequest {
  return {
    budget: 50,
    from: 100,
    to: 5000,
    maxFactor: 5,
    effect: 100,
    maxUntil: Date.now() + 20_000,
    ...more,
  };
}

describe.concurrent('the watch of a ramp', () => {
  test('answers with the weight that the evidence of the present one allows, and how the ramp stands', async () => {
    const request = asked({ weight: 1000, until: Date.now() + 20_000, ramp: ramp() });
    const { answer, heartbeats } = watching(loaded(tenth), request);
    const { kind, raise, message, ramp: view } = await answer;
    expect(kind).toBe('raise');
    expect(raise).toBeGreaterThanOrEqual(1500);
    expect(raise).toBeLessThanOrEqual(5000);
    expect(message).toMatch(new RegExp(`^at 10 %, raised to ${(raise ?? 0) / 100} %: `));
    expect(view).toMatchObject({ weight: 1000, next: raise, sentence: message, uncoverable: [] });
    expect(heartbeats.at(-1)?.heartbeat.ramp?.sentence).toMatch(/^at 10 %/);
  });

  test('a repeated attempt goes on from what the first one carried, and decides by it', async () => {
    const request = asked({ weight: 1000, until: Date.now() + 20_000, ramp: ramp() });
    const first = watching(loaded(tenth), request);
    const { blocks } = await first.answer;
    const again = watching(loaded(tenth), request, first.heartbeats.at(-1));
    const { kind, raise, blocks: all } = await again.answer;
    expect(kind).toBe('raise');
    expect(raise).toBeGreaterThanOrEqual(1500);
    expect(all[0]).toEqual(blocks[0]);
  });

  test('passes at the top', async () => {
    const request = asked({ until: Date.now() + 20_000, ramp: ramp() });
    const { kind, message } = await watching(loaded(good), request).answer;
    expect({ kind, message }).toMatchObject({
      kind: 'pass',
      message: expect.stringMatching(/^passed: at 50 %/),
    });
  });

  test('fails before it raises', async () => {
    const world = loaded({ ...tenth, green: [400, 0.1] });
    const { kind, finding } = await watching(world, asked({ weight: 1000, ramp: ramp() })).answer;
    expect({ kind, finding }).toEqual({ kind: 'fail', finding: 'harm' });
  });

  test('does not raise by what was seen at another weight, and has no answer at its end then', async () => {
    const first = watching(loaded(tenth), asked({ weight: 1000, until: Date.now() + 20_000, ramp: ramp() }));
    const { state } = await first.answer;
    const now = Date.now();
    const request = asked({
      stage: '2',
      weight: 2000,
      state,
      blocksFrom: now + 10_000,
      until: now + 20_000,
      ramp: ramp({ maxUntil: now + 1500 }),
    });
    const { kind, reason, ramp: view } = await watching(loaded(tenth), request).answer;
    expect({ kind, reason }).toEqual({ kind: 'inconclusive', reason: 'not yet known' });
    expect(view?.sentence).toMatch(/the ramp stands at 20 %/);
  });
});
