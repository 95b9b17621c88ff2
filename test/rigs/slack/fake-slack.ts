/**
 * A Slack on this machine: its Web API, which checks tokens and shapes, and its people, who write commands and click
 * buttons. It signs what it sends as Slack does, or sends it over the connection of Socket Mode, and counts as a fault
 * whatever Slack would show its users as one.
 */
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import { buttonsOf, type Blocks } from './blocks.ts';
import { readContent, type Posted } from './posted.ts';
import { createSender, type Sender } from './send.ts';
import { createSocketEnd } from './socket-end.ts';
import { createWorkspace, edit, METHODS, TEAM, type Workspace } from './workspace.ts';

/** Tokens and secrets of the app, as they are in its settings. */
export const BOT_TOKEN = 'xoxb-1234-fake-bot-token';
export const APP_TOKEN = 'xapp-1-fake-app-token';
export const SIGNING_SECRET = '8f742231b10e8888abcd99yyyzzz85a5';

/** How often a response_url may be used. */
const MOST_RESPONSES = 5;

/** The whole of it. */
export interface FakeSlack extends Workspace {
  /** Base URL of the Web API. */
  api: string;
  /** Where requests are sent; without it they go over Socket Mode. */
  requestUrl: string | undefined;
  /** What Slack would show its users as an error, or refuse. */
  faults: string[];
  /** Connections of Socket Mode that are open. */
  connections: () => number;
  /** Ends them, as Slack does every few hours. */
  refreshConnections: () => void;
  /** Writes a command. Answers what is shown at once. */
  write: (user: string, text: string) => Promise<string>;
  /** Clicks a button of a message as it is now, or as it was `shown`. With a trigger, it is told once more. */
  click: (user: string, action: string, message: Shown, trigger?: string) => Promise<void>;
  stop: () => Promise<void>;
}

/** A message as somebody sees it. */
export type Shown = Pick<Posted, 'channel' | 'ts' | 'blocks'>;

/** Starts it. */
export async function startFakeSlack(): Promise<FakeSlack> {
  const space = createWorkspace();
  const faults: string[] = [];
  const responses = new Map<string, { user: string; message: Shown | undefined; left: number }>();
  const server = createServer((request, response) => {
    void answer(request).then(
      ({ status = 200, headers = {}, body }) => {
        response.writeHead(status, { 'content-type': 'application/json', ...headers });
        response.end(JSON.stringify(body));
      },
      (error: unknown) => {
        faults.push(String(error));
        response.writeHead(500).end();
      },
    );
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The fake Slack has no port.');
  const base = `http://127.0.0.1:${address.port}`;
  const socket = createSocketEnd(server, `ws://127.0.0.1:${address.port}`, faults);

  async function answer(request: IncomingMessage): Promise<Said> {
    const body = await bodyOf(request);
    const path = request.url ?? '';
    if (path.startsWith('/response/')) return respond(path.slice('/response/'.length), request, body);
    const method = path.replace(/^\/api\//, '');
    return call(method, request, body);
  }

  function call(method: string, { headers, method: verb }: IncomingMessage, body: string): Said {
    const refused = (error: string, fault = true): Said => {
      if (fault) faults.push(`${method}: ${error}`);
      return { body: { ok: false, error } };
    };
    if (verb !== 'POST') return refused('method_not_supported');
    const scripted = space.refuse.get(method);
    if (scripted === 'ratelimited') {
      return { status: 429, headers: { 'retry-after': '7' }, body: { ok: false, error: scripted } };
    }
    if (scripted !== undefined) return refused(scripted, false);
    const opens = method === 'apps.connections.open';
    if (headers.authorization !== `Bearer ${opens ? APP_TOKEN : BOT_TOKEN}`) return refused('invalid_auth');
    if (opens) return { body: { ok: true, url: socket.url() } };
    const act = Object.hasOwn(METHODS, method) ? METHODS[method] : undefined;
    if (act === undefined) return refused('unknown_method');
    try {
      return { body: { ok: true, ...act(space, Object.fromEntries(new URLSearchParams(body))) } };
    } catch (error) {
      const { message, cause } = error instanceof Error ? error : new Error(String(error));
      // What nobody could know beforehand is no fault of the caller's.
      const told = refused(message, !['message_not_found', 'user_not_found'].includes(message));
      if (cause instanceof Error) faults.push(`${method}: ${cause.message}`);
      return told;
    }
  }

  function respond(key: string, { headers }: IncomingMessage, body: string): Said {
    const at = responses.get(key);
    if (at === undefined || at.left === 0) throw new Error(`the response_url ${key} is used up`);
    if (headers['content-type'] !== 'application/json') throw new Error('a response has to be JSON');
    at.left -= 1;
    const given: Record<string, unknown> = JSON.parse(body);
    if (given['replace_original'] === true) {
      if (at.message === undefined) throw new Error('there is no message to replace');
      edit(space, { ...given, channel: at.message.channel, ts: at.message.ts });
    } else {
      if (given['response_type'] !== 'ephemeral') throw new Error('everybody would see this answer');
      space.whispers.push({ user: at.user, ...readContent(given) });
    }
    return { body: { ok: true } };
  }

  function responseUrl(user: string, message?: Shown): string {
    const key = randomUUID();
    responses.set(key, { user, message, left: MOST_RESPONSES });
    return `${base}/response/${key}`;
  }

  const sender: Sender = createSender(faults);
  async function send(way: 'commands' | 'interactions', payload: Record<string, unknown>): Promise<string> {
    const url = slack.requestUrl;
    if (url !== undefined) return sender(`${url}/v1/slack/${way}`, way, payload, SIGNING_SECRET);
    return socket.send(way === 'commands' ? 'slash_commands' : 'interactive', payload);
  }

  const slack: FakeSlack = {
    ...space,
    api: `${base}/api/`,
    requestUrl: undefined,
    faults,
    connections: socket.open,
    refreshConnections: socket.refresh,
    write: async (user, text) =>
      send('commands', {
        token: 'deprecated',
        team_id: TEAM,
        channel_id: space.channel.id,
        user_id: user,
        user_name: user.toLowerCase(),
        command: '/sluice',
        text,
        api_app_id: 'A0FAKE00001',
        is_enterprise_install: 'false',
        response_url: responseUrl(user),
        trigger_id: `1.${randomUUID()}`,
      }),
    click: async (user, action, message, trigger = `2.${randomUUID()}`) => {
      const said = await send('interactions', {
        type: 'block_actions',
        api_app_id: 'A0FAKE00001',
        team: { id: TEAM, domain: 'fake' },
        user: { id: user, username: user.toLowerCase(), team_id: TEAM },
        container: {
          type: 'message',
          message_ts: message.ts,
          channel_id: message.channel,
          is_ephemeral: false,
        },
        channel: { id: message.channel, name: 'releases' },
        message: { type: 'message', ts: message.ts, blocks: message.blocks },
        trigger_id: trigger,
        response_url: responseUrl(user, message),
        actions: [{ ...clicked(message.blocks, action), block_id: 'b1', action_ts: '1.1' }],
      });
      if (said !== '') faults.push(`a click was answered with ${said}`);
    },
    async stop() {
      socket.stop();
      const closed = once(server.close(), 'close');
      server.closeAllConnections();
      await closed;
    },
  };
  return slack;
}

interface Said {
  status?: number;
  headers?: Record<string, string>;
  body: object;
}

/** The button as Slack tells of it; throws where the message does not have it. */
function clicked(blocks: Blocks, action: string): object {
  const button = buttonsOf(blocks).find((each) => each.action_id === `sluice.${action}`);
  if (button === undefined) throw new Error(`the message has no button ${action}`);
  const { type, action_id, text, value } = button;
  return { type, action_id, text, value };
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  let body = '';
  for await (const chunk of request) body += String(chunk);
  return body;
}
