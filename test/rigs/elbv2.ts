import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import { freePort } from './free-port.ts';
import { giveAwsCredentials } from './aws-credentials.ts';
import { answerOf } from './elbv2/answers.ts';
import { Refusal, type ElbState } from './elbv2/model.ts';
import { nest, toErrorXml, toXml } from './elbv2/query.ts';

/** A stand-in for Elastic Load Balancing that AWS's SDK can be pointed at. */
export interface Elbv2StandIn {
  endpoint: string;
  state: ElbState;
  /** How often an action was called. */
  calls(action: string): number;
  /** Ends it; what it keeps stays. */
  kill(): Promise<void>;
  /** Starts it on the same port. */
  start(): Promise<void>;
}

const account = 'arn:aws:elasticloadbalancing:eu-central-1:123456789012';
/** ARNs of what is there. */
export const elbArns = {
  listener: `${account}:listener/app/front/50dc6c495c0c9188/f2f7dc8efc522ab2`,
  rule: `${account}:listener-rule/app/front/50dc6c495c0c9188/f2f7dc8efc522ab2/9683b2d02a6cabee`,
  blue: `${account}:targetgroup/checkout-blue/73e2d6bc24d8a067`,
  green: `${account}:targetgroup/checkout-green/943f017f100becff`,
  other: `${account}:targetgroup/other/0123456789abcdef`,
} as const;

/** Starts it with a listener and a rule that answer 404, and three target groups without targets. */
export async function startElbv2(): Promise<Elbv2StandIn> {
  giveAwsCredentials();
  const port = await freePort();
  const calls: string[] = [];
  const state = emptyState();
  let server: Server | undefined;
  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const form = new URLSearchParams(await text(request));
    const action = form.get('Action') ?? '';
    calls.push(action);
    const { refuse } = state.trouble;
    if (refuse.times > 0) {
      refuse.times -= 1;
      throw new Refusal(refuse.code, 'as it was told to', refuse.status);
    }
    const answered = answerOf(state, action, nest(form));
    response.writeHead(200, { 'content-type': 'text/xml' }).end(toXml(action, answered));
  };
  const start = async (): Promise<void> => {
    server = createServer((request, response) => {
      answer(request, response).catch((error: unknown) => {
        const known = error instanceof Refusal ? error : new Refusal('ValidationError', String(error));
        response.writeHead(known.status, { 'content-type': 'text/xml' });
        response.end(toErrorXml(known.code, known.message));
      });
    });
    await once(server.listen(port, '127.0.0.1'), 'listening');
  };
  const kill = async (): Promise<void> => {
    if (server === undefined) return;
    const closed = once(server.close(), 'close');
    server.closeAllConnections();
    server = undefined;
    await closed;
  };
  await start();
  return {
    endpoint: `http://127.0.0.1:${port}`,
    state,
    calls: (action) => calls.filter((each) => each === action).length,
    kill,
    start,
  };
}

function emptyState(): ElbState {
  const nothing = { Type: 'fixed-response', FixedResponseConfig: { StatusCode: '404' } } as const;
  const object = () => ({ versions: [{ at: 0, actions: [nothing] }], tags: new Map<string, string>() });
  const group = (name: string) => ({ name, targets: new Map() });
  return {
    objects: new Map([
      [elbArns.listener, object()],
      [elbArns.rule, object()],
    ]),
    groups: new Map([
      [elbArns.blue, group('checkout-blue')],
      [elbArns.green, group('checkout-green')],
      [elbArns.other, group('other')],
    ]),
    changes: [],
    trouble: {
      lag: 0,
      stale: 0,
      lose: 0,
      failAfterEffect: 0,
      emptyPages: 0,
      refuse: { times: 0, code: '', status: 400 },
    },
  };
}
