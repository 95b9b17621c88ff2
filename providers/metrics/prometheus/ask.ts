import { z } from 'zod';
import type { PrometheusQuery } from '../../../config/sources/prometheus.ts';
import { httpRequest } from '../../http-request.ts';
import { resolveCredentials } from '../../credentials.ts';
import { refusal } from './refusal.ts';

/** An instant query. */
export interface Question {
  expression: string;
  /** Milliseconds since the epoch. */
  at: number;
  /** The expression is the user's own, so that what Prometheus remarks on its style is no lack of the answer. */
  ownStyle?: true;
}

const RUNS = 'Does Prometheus run there';
const ANSWERS = 'does the query select no more than it can answer in time?';

/** Time for one query, in milliseconds. A watch mostly allows less. */
const TIMEOUT = 5000;

const success = z.object({
  status: z.literal('success'),
  data: z.unknown(),
  warnings: z.array(z.string()).nullish(),
  infos: z.array(z.string()).nullish(),
  /** VictoriaMetrics' own word for an answer that lacks a part. */
  isPartial: z.boolean().nullish(),
});

/**
 * Asks once and returns what `read` makes of the answer's data. Throws a sentence, without any secret, when nothing
 * answers, when the query or who we are is refused, when the answer is in part, and what `read` throws.
 */
export async function ask<T>(
  { url, access }: Pick<PrometheusQuery, 'url' | 'access'>,
  { expression, at, ownStyle }: Question,
  environment: Record<string, string | undefined>,
  signal: AbortSignal,
  read: (data: unknown) => T,
): Promise<T> {
  const { headers, tls, described, masked } = await resolveCredentials(access, environment);
  const body = new URLSearchParams({
    query: expression,
    time: (at / 1000).toFixed(3),
    timeout: `${TIMEOUT}ms`,
  });
  const vouched = url.startsWith('https:') ? ', does tls.ca vouch for its certificate' : '';
  const next = `${RUNS}${vouched}, and ${ANSWERS}`;
  const answer = await httpRequest(
    {
      method: 'POST',
      url: queryUrl(url),
      headers: { ...headers, 'Content-Type': 'application/x-www-form-urlencoded' },
      body: body.toString(),
      ...(tls === undefined ? {} : { tls }),
    },
    { signal, next, timeout: TIMEOUT },
  );
  const parsed = parseJson(answer.body);
  const whole = success.safeParse(parsed).data;
  if (answer.status !== 200 || whole === undefined) {
    throw new Error(refusal({ url, expression, described, masked }, answer, parsed));
  }
  const lacking = whole.isPartial === true ? ['isPartial'] : [];
  const infos = ownStyle === true ? [] : (whole.infos ?? []);
  const notes = [...(whole.warnings ?? []), ...infos, ...lacking];
  if (notes.length > 0) {
    const said = masked(notes.join('; ')).slice(0, 300);
    throw new Error(`Prometheus at ${url} answered in part, which is no evidence: ${said}`);
  }
  try {
    return read(whole.data);
  } catch (error) {
    // It quotes what answered, which may repeat what it was shown.
    throw new Error(masked(error instanceof Error ? error.message : String(error)));
  }
}

/** The URL of instant queries. Parameters that the user gave, such as Thanos' `dedup`, stay. */
function queryUrl(base: string): string {
  const url = new URL(base);
  url.pathname = `${url.pathname.replace(/\/$/, '')}/api/v1/query`;
  return url.toString();
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
