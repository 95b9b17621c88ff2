import { z } from 'zod';
import type { HttpAnswer } from '../../http-request.ts';

/** What was asked, and who asked. */
interface Asked {
  url: string;
  expression: string;
  /** The credential that was shown. */
  described: string;
  masked: (text: string) => string;
}

const failure = z.object({ status: z.literal('error'), errorType: z.string().catch(''), error: z.string() });

/** The sentence for an answer that is no answer: what it says, without secrets, and what to look at. Pure. */
export function refusal(asked: Asked, answer: HttpAnswer, parsed: unknown): string {
  const { url, expression, described, masked } = asked;
  const { status } = answer;
  const read = failure.safeParse(parsed).data;
  // Masked before it is cut: half a secret would not be found.
  const text = masked(read?.error ?? answer.body);
  const said = text.trim().replaceAll(/\s+/g, ' ').slice(0, 300) || 'it gives no reason';
  const query = `The query is ${expression}`;
  if (status === 401 || status === 403) {
    return `Prometheus at ${url} refuses us (${status}), who show ${described}: ${said}`;
  }
  if (status === 400 && read !== undefined) {
    return `Prometheus at ${url} cannot read the query, which stays so until the service file is changed: ${said}. ${query}`;
  }
  if (status === 422 && read !== undefined) {
    const next = 'Does it select too much, or is it no selector?';
    return `Prometheus at ${url} cannot run the query: ${said}. ${query}. ${next}`;
  }
  if (status === 503 || read?.errorType === 'timeout') {
    const next = 'Is it starting, or overloaded? Its log and its --query.timeout say more.';
    return `Prometheus at ${url} is unavailable (${status}): ${said}. ${next}`;
  }
  if (status >= 300 && status < 400) {
    return `Prometheus at ${url} answered ${status}, a redirect, which is not followed. Is there a log-in page before it?`;
  }
  const next = "Is this the base URL of a Prometheus' API?";
  if (read === undefined) return `${url} answered ${status}, not as Prometheus does: ${said}. ${next}`;
  return `Prometheus at ${url} answered ${status}: ${said}. ${query}`;
}
