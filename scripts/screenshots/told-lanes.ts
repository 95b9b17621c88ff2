import type { Page } from 'playwright-core';
import type { BoardLane } from '../../api/wire/board.ts';
import { lane, running } from '../../test/unit/web/lanes.ts';

/** Tells a page of lanes in every state, in place of the daemon's own, which has one. */
export async function tellLanes(page: Page): Promise<void> {
  const told = JSON.stringify({ at: Date.now(), whole: true, lanes: lanes(Date.now()), gone: [] });
  await page.addInitScript((message) => {
    const ask = globalThis.fetch;
    globalThis.fetch = async (asked, init) => {
      const url = asked instanceof Request ? asked.url : String(asked);
      if (!url.endsWith('/v1/lanes/events')) return ask(asked, init);
      // The stream stays open, as one that lives.
      const body = new ReadableStream({ start: (to) => to.enqueue(new TextEncoder().encode(message)) });
      return new Response(body, { headers: { 'content-type': 'text/event-stream' } });
    };
  }, `event: lanes\ndata: ${told}\n\n`);
}

function lanes(now: number): BoardLane[] {
  const minute = 60_000;
  const past = (service: string, outcomes: readonly BoardLane['past'][number]['outcome'][]) =>
    outcomes.map((outcome, nth) => ({
      id: `${service}.production.${40 - nth}`,
      version: `2026.11.${40 - nth}`,
      outcome,
      finishedAt: now - (nth + 1) * 1440 * minute,
    }));
  const under = (service: string, more: Parameters<typeof running>[0]) =>
    running({
      id: `${service}.production.41`,
      lane: `${service}.production`,
      version: '2026.11.41',
      startedAt: now - 40 * minute,
      steps: 9,
      ...more,
    });
  return [
    lane(
      {
        running: under('checkout', {
          phase: 'holding',
          step: 4,
          label: 'bake until safe, at most 30m',
          weight: 500,
          hold: { reason: 'not yet known', since: now - 12 * minute },
          sentence: 'not yet known whether errors is at most twice the stable side: 1,204 of 3,900 requests',
        }),
        past: past('checkout', ['completed', 'reverted', 'completed', 'completed', 'completed']),
      },
      'checkout',
    ),
    lane(
      {
        running: under('payments', {
          step: 6,
          label: 'approve by 2 people of payments-oncall',
          weight: 5000,
          sentence: '1 of 2 approvals: bob',
        }),
        past: past('payments', ['completed', 'completed']),
      },
      'payments',
    ),
    lane(
      {
        running: under('search', {
          step: 3,
          label: 'bake until safe, at most 30m',
          weight: 1000,
          sentence: 'waiting: 3,100 of 4,300 requests',
        }),
        past: past('search', ['reverted', 'completed', 'left']),
      },
      'search',
    ),
    lane(
      {
        running: under('basket', {
          phase: 'undoing',
          step: 4,
          label: 'bake until safe, at most 30m',
          weight: 0,
          sentence: 'failed: errors is worse than 1.25 times the stable side',
        }),
        past: past('basket', ['completed']),
      },
      'basket',
    ),
    lane({ blocked: 'mail.production.40 was lost', past: past('mail', ['lost', 'completed']) }, 'mail'),
    lane(
      {
        router: {
          state: 'drift',
          since: now - 9 * minute,
          message: 'somebody else changed it: 100 % to green, as written 100 % to blue; it is put right',
        },
        past: past('images', ['completed', 'completed', 'completed']),
      },
      'images',
    ),
    lane({ live: null }, 'a-service-with-a-name-that-is-as-long-as-they-get'),
    ...['accounts', 'catalogue', 'delivery', 'invoices', 'pricing', 'ratings', 'stock', 'web'].map((name) =>
      lane({ past: past(name, ['completed', 'completed', 'completed', 'completed', 'completed']) }, name),
    ),
    ...['catalogue', 'web'].map((name) => lane({}, name, 'staging')),
  ];
}
