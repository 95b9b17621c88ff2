import { z } from 'zod';
import { resolveSecrets } from '../../providers/secrets.ts';
import type { ApiContext } from '../context.ts';
import { ApiError } from '../errors.ts';
import { createSlackDesk, type Acknowledged } from '../slack/desk.ts';
import { jsonOf } from '../slack/payloads.ts';
import { whyNotSlack } from '../slack/signature.ts';
import type { App } from './index.ts';

/** A click comes with the whole message; in bytes. */
const BODY_LIMIT = 512 * 1024;

const signedHeaders = z.looseObject({
  'x-slack-request-timestamp': z.string().exactOptional(),
  'x-slack-signature': z.string().exactOptional(),
});

/**
 * POST /v1/slack/commands and POST /v1/slack/interactions, where the settings have a signing secret. Slack has no token
 * and no Host of ours: its signature over the bytes says who it is.
 */
export function addSlack(app: App, context: ApiContext): void {
  const { slack } = context.settings;
  const { signingSecret } = slack ?? {};
  if (slack === undefined || signingSecret === undefined) return;
  const desk = createSlackDesk(context, slack);
  app.addHook('onClose', async () => desk.settled());
  void app.register(async (scope: App) => {
    scope.addContentTypeParser(
      'application/x-www-form-urlencoded',
      { parseAs: 'buffer', bodyLimit: BODY_LIMIT },
      (_request, body, done) => done(null, body),
    );
    const ways = {
      commands: (form: URLSearchParams) => desk.command(Object.fromEntries(form)),
      interactions: (form: URLSearchParams) => desk.interaction(jsonOf(form.get('payload') ?? undefined)),
    };
    for (const [way, take] of Object.entries(ways)) {
      const schema = { hide: true, headers: signedHeaders };
      const options = { schema, config: { role: 'signed' }, bodyLimit: BODY_LIMIT } as const;
      scope.post(`/v1/slack/${way}`, options, async ({ headers, body }) => {
        const bytes = Buffer.isBuffer(body) ? body : Buffer.alloc(0);
        const why = whyNotSlack({
          signingSecret: await resolveSecrets(signingSecret, process.env),
          timestamp: headers['x-slack-request-timestamp'],
          signature: headers['x-slack-signature'],
          body: bytes,
          now: Date.now(),
        });
        if (why !== undefined) throw new ApiError('signature_invalid', `this is not from Slack: ${why}`);
        return acknowledged(take(new URLSearchParams(bytes.toString('utf8'))));
      });
    }
  });
}

/** What Slack shows: nothing for an empty answer. */
function acknowledged(answer: Acknowledged): object | string {
  if (answer === undefined) throw new ApiError('invalid_request', 'this is not what Slack sends there');
  return Object.keys(answer).length === 0 ? '' : answer;
}
