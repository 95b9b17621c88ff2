import http from 'node:http';
import https from 'node:https';
import axios from 'axios';
import type { WebhookHook } from '../../config/hooks/hook.ts';
import { replaceIn } from '../commands/subject.ts';
import type { ProviderContext } from '../context.ts';
import { DefiniteFailure } from '../definite-failure.ts';
import { mask, resolveSecrets, secretsIn } from '../secrets.ts';
import { tail } from '../tail.ts';
import type { Hook, HookCall } from './hook.ts';

/** Characters of an answer's body that are told. */
const told = 500;
/** Largest body that is read, in bytes. */
const mostRead = 1024 * 1024;
/** Refusals that pass by themselves: the request timed out, came too early, or was one too many. */
const passing = new Set([408, 425, 429]);

// A server that was restarted never meets a request on a connection that it no longer has.
const httpAgent = new http.Agent({ keepAlive: false });
const httpsAgent = new https.Agent({ keepAlive: false });

/**
 * A request to the user's own server: 2xx is done, 5xx and no answer may work later, and everything else is final. A
 * repeated call carries the same Idempotency-Key. Redirects are not followed and no proxy is used.
 */
export function createWebhook(config: WebhookHook, context: ProviderContext): Hook {
  return {
    async call(call, signal) {
      signal.throwIfAborted();
      const { url, headers, body, secrets } = await prepare(config, call, context.environment);
      const { status, data } = await send({ ...config, url, headers, body }, signal).catch(
        (error: unknown) => {
          signal.throwIfAborted();
          const reason = error instanceof Error ? error.message : String(error);
          throw new Error(mask(`the webhook failed: ${reason}`, secrets));
        },
      );
      const said = tail(mask(data, secrets), told);
      const answer = said === '' ? `answered ${status}` : `answered ${status}: ${said}`;
      if (status >= 200 && status < 300) return answer;
      if (status >= 500 || passing.has(status)) throw new Error(`the webhook ${answer}`);
      throw new DefiniteFailure(`the webhook ${answer}`);
    },
  };
}

async function prepare(config: WebhookHook, call: HookCall, daemon: ProviderContext['environment']) {
  const headers: Record<string, string> = { 'content-type': 'application/json' };
  for (const [name, value] of Object.entries(config.headers)) {
    headers[name.toLowerCase()] = await resolveSecrets(value, daemon);
  }
  headers['idempotency-key'] = `${call.release}.${call.step}.${call.act}`;
  const written = config.body === undefined ? undefined : replaceIn(config.body, call);
  const references = [config.url, written ?? '', ...Object.values(config.headers)].join('\n');
  return {
    url: await resolveSecrets(config.url, daemon),
    headers,
    body: written === undefined ? JSON.stringify(call) : await resolveSecrets(written, daemon),
    secrets: await secretsIn(references, daemon),
  };
}

async function send(
  { url, method, headers, body, timeout }: WebhookHook & { body: string },
  signal: AbortSignal,
): Promise<{ status: number; data: string }> {
  const deadline = AbortSignal.timeout(timeout);
  try {
    return await axios.request<string>({
      url,
      method,
      headers,
      data: body,
      signal: AbortSignal.any([signal, deadline]),
      responseType: 'text',
      transformResponse: (text: string) => text,
      validateStatus: () => true,
      maxContentLength: mostRead,
      maxRedirects: 0,
      proxy: false,
      httpAgent,
      httpsAgent,
    });
  } catch (error) {
    if (deadline.aborted) throw new Error(`no answer within ${timeout / 1000} s`, { cause: error });
    throw error;
  }
}
