import { randomUUID } from 'node:crypto';

/** What the API answered. */
interface Answer<B> {
  status: number;
  body: B;
}

/** Times that an act is asked for at most. */
const most = 5;

/**
 * Asks the API at `address` as `ann`, for answers with the fields of B. While it is `served`, what a busy machine's
 * workers did not answer within the API's 5 s is asked again as the same act.
 */
export function asking<B extends { code?: string }>(address: () => string, served: () => boolean) {
  return async (
    method: 'GET' | 'POST',
    path: string,
    body?: object,
    headers: Record<string, string> = {},
  ): Promise<Answer<B>> => {
    const key = randomUUID();
    for (let tries = 1; ; tries += 1) {
      const answer = await fetch(address() + path, {
        method,
        headers: {
          'content-type': 'application/json',
          'sluice-actor': 'ann',
          'idempotency-key': key,
          ...headers,
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
      const parsed: B = JSON.parse(await answer.text());
      const late = served() && answer.status === 503 && parsed.code === 'worker_unavailable';
      if (!late || tries === most) return { status: answer.status, body: parsed };
    }
  };
}
