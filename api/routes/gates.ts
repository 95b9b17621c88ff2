import { answers } from '../answers.ts';
import { checkSees } from '../auth/access.ts';
import { moveGate } from '../acts/move-gate.ts';
import { gateState } from '../call-ins/gate-state.ts';
import { actHeaders, callerOf } from '../caller.ts';
import type { ApiContext } from '../context.ts';
import { ApiError } from '../errors.ts';
import { registryRefusals } from '../registry/refusals.ts';
import { gateBody, gateView } from '../wire/call-in.ts';
import type { App } from './index.ts';

/**
 * POST /v1/call-ins/gate/… and /v1/call-ins/rollback/…: what Flagger's load tester offers, kept over restarts. Opening
 * and closing are acts; checking only reads, and `approve` and `halt` are the answers that never change.
 */
export function addGates(app: App, context: ApiContext): void {
  for (const kind of ['gate', 'rollback'] as const) {
    addMoves(app, context, kind);
    addCheck(app, context, kind);
  }
  const schema = { tags: ['call-ins'], body: gateBody };
  const config = { role: 'viewer', basic: true } as const;
  const always = {
    ...schema,
    summary: 'Flagger: a gate that is always open',
    response: answers({ 200: gateView }, ...reading),
  };
  app.post('/v1/call-ins/gate/approve', { schema: always, config }, (request) => {
    const { name, namespace } = request.body;
    return { name, namespace, kind: 'gate' as const, state: 'open' as const };
  });
  const never = {
    ...schema,
    summary: 'Flagger: a gate that is never open',
    response: answers({ 200: gateView }, 'gate_closed', ...reading),
  };
  app.post('/v1/call-ins/gate/halt', { schema: never, config }, (request) => {
    throw new ApiError('gate_closed', `${request.body.name} is halted: this gate never opens`);
  });
}

const reading = ['invalid_request', 'malformed_json', 'forbidden'] as const;

function addMoves(app: App, context: ApiContext, kind: 'gate' | 'rollback'): void {
  for (const [move, open] of [
    ['open', true],
    ['close', false],
  ] as const) {
    const schema = {
      summary: `Flagger: ${move} a ${kind === 'gate' ? 'gate' : 'gate for rollbacks'}`,
      tags: ['call-ins'],
      headers: actHeaders,
      body: gateBody,
      response: answers({ 200: gateView }, ...registryRefusals, 'reason_required', 'too_many_gates'),
    };
    const config = { role: 'operator' } as const;
    app.post(`/v1/call-ins/${kind}/${move}`, { schema, config }, async (request) => {
      const { name, namespace, reason = '' } = request.body;
      const said = { name, namespace, reason };
      const caller = callerOf(request, `${kind} ${move}`, said);
      return moveGate(context, caller, { name, namespace, kind }, open, reason);
    });
  }
}

function addCheck(app: App, context: ApiContext, kind: 'gate' | 'rollback'): void {
  const schema = {
    summary: `Flagger: 200 where the ${kind === 'gate' ? 'gate' : 'gate for rollbacks'} is open`,
    tags: ['call-ins'],
    body: gateBody,
    response: answers({ 200: gateView }, ...reading, 'gate_closed', 'registry_unavailable'),
  };
  app.post(
    `/v1/call-ins/${kind}/check`,
    { schema, config: { role: 'viewer', basic: true } },
    async (request) => {
      const { name, namespace } = request.body;
      checkSees(request.principal, `${name}.${namespace}`);
      const state = await gateState(context, { name, namespace, kind });
      if (state === 'open') return { name, namespace, kind, state };
      throw new ApiError('gate_closed', `the ${kind} ${name} in ${namespace} is closed`);
    },
  );
}
