/** What GitHub keeps of the webhooks of an App: every attempt to deliver one, and another attempt where it is asked for. */
import { createHmac, randomUUID } from 'node:crypto';
import type { components } from '@octokit/openapi-types';

type Attempt = components['schemas']['hook-delivery-item'];

/** The webhooks of one App. */
export interface FakeDeliveries {
  /** Every attempt, the newest first. */
  attempts: Attempt[];
  /** An event that could not be delivered: nothing answered. */
  miss: (event: string, body: object, at?: Date) => void;
  /** Where events are delivered to from now on. */
  deliverTo: (url: string) => void;
  answer: (method: string, path: string, query: URLSearchParams) => Answer | undefined;
}

interface Answer {
  status: number;
  body?: unknown;
  headers?: Record<string, string>;
}

/** Makes them; `base` is the address of the API, which links to further pages begin with. */
export function fakeDeliveries(base: () => string, secret: string): FakeDeliveries {
  const attempts: Attempt[] = [];
  const bodies = new Map<string, object>();
  let target: string | undefined;

  function note(guid: string, event: string, at: Date, status: number): void {
    const action: unknown = Reflect.get(bodies.get(guid) ?? {}, 'action');
    attempts.unshift({
      id: 1000 + attempts.length,
      guid,
      delivered_at: at.toISOString(),
      redelivery: attempts.some((each) => each.guid === guid),
      duration: 0.1,
      status: status === 0 ? 'failed to connect to host' : String(status),
      status_code: status,
      event,
      action: typeof action === 'string' ? action : null,
      installation_id: 5678,
      repository_id: 7,
    });
  }

  async function deliver({ guid, event }: Attempt): Promise<void> {
    const body = JSON.stringify(bodies.get(guid));
    const signature = createHmac('sha256', secret).update(body).digest('hex');
    const answer = await fetch(`${target ?? 'http://127.0.0.1:1'}/v1/hooks/github`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        'x-github-event': event,
        'x-github-delivery': guid,
        'x-hub-signature-256': `sha256=${signature}`,
      },
      body,
    }).catch(() => undefined);
    note(guid, event, new Date(), answer?.status ?? 0);
  }

  return {
    attempts,
    miss(event, body, at = new Date()) {
      const guid = randomUUID();
      bodies.set(guid, body);
      note(guid, event, at, 0);
    },
    deliverTo(url) {
      target = url;
    },
    answer(method, path, query) {
      const [, asked] = /^\/app\/hook\/deliveries\/(\d+)\/attempts$/.exec(path) ?? [];
      if (method === 'POST' && asked !== undefined) {
        const attempt = attempts.find(({ id }) => String(id) === asked);
        if (attempt === undefined) return { status: 422, body: { message: 'Not found' } };
        void deliver(attempt);
        return { status: 202, body: {} };
      }
      if (method !== 'GET' || path !== '/app/hook/deliveries') return undefined;
      const many = Number(query.get('per_page') ?? 30);
      if (many > 100) throw new Error('per_page is at most 100');
      const from = Number(query.get('cursor')?.replace('v1_', '') ?? 0);
      const next = `${base()}/app/hook/deliveries?per_page=${many}&cursor=v1_${from + many}`;
      return {
        status: 200,
        body: attempts.slice(from, from + many),
        headers: from + many < attempts.length ? { link: `<${next}>; rel="next"` } : {},
      };
    },
  };
}
