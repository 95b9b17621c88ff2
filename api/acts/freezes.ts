import type { z } from 'zod';
import { createFreeze, endFreeze, type RegistryView } from '../../workflows/registry-messages.ts';
import type { Act } from '../../workflows/messages.ts';
import type { Caller } from '../caller.ts';
import type { ApiContext } from '../context.ts';
import { ApiError, type ErrorCode } from '../errors.ts';
import { toFreezeView } from '../freezes/view.ts';
import { askRegistry } from '../registry/ask-registry.ts';
import type { freezeBody, FreezeView } from '../wire/freeze.ts';
import { allowed } from './allowed.ts';

/** Makes a freeze, as an operator of every lane that it freezes. */
export async function makeFreeze(
  context: ApiContext,
  caller: Caller,
  body: z.output<typeof freezeBody>,
): Promise<FreezeView> {
  const { reason, owner = caller.principal.name } = body;
  const lanes = [...new Set(body.lanes)];
  const act = allowedInAll(caller, lanes, reason);
  if (act === undefined) throw new ApiError('invalid_request', 'a freeze needs lanes');
  const start = toInstant(body.start) ?? Date.now();
  const end = toInstant(body.end) ?? start + (body.for ?? 0);
  if (end <= Math.max(start, Date.now())) {
    throw new ApiError('invalid_request', 'the freeze ends before it begins, or is over already');
  }
  const answer = await askRegistry(context, createFreeze, { ...act, lanes, owner, start, end });
  return kept(context, answer);
}

/** Ends a freeze early, as an operator of every lane that it freezes. */
export async function liftFreeze(
  context: ApiContext,
  caller: Caller,
  id: string,
  reason: string,
): Promise<FreezeView> {
  const { made } = await context.freezes.known();
  const freeze = 'unknown' in made ? undefined : made.freezes.find(({ by }) => by === id);
  const lanes = freeze?.lanes ?? ['*@*'];
  const act = allowedInAll(caller, lanes, reason);
  if (act === undefined) throw new ApiError('freeze_not_found', `there is no freeze ${id}`);
  return kept(context, await askRegistry(context, endFreeze, { ...act, freeze: id }));
}

/** The act of an operator of all these lanes; where the glass is broken for one of them, the act says so. */
function allowedInAll(caller: Caller, lanes: readonly string[], reason: string): Act | undefined {
  const acts = lanes.map((lane) => allowed(caller, 'operator', lane, reason));
  return acts.find(({ breakGlass }) => breakGlass === true) ?? acts[0];
}

type Kept = RegistryView['freezes'][number];

/** The freeze as it is kept. This process knows of it at once. */
function kept(
  { freezes }: ApiContext,
  answer: { state: 'kept'; freeze: Kept } | { state: 'refused'; code: ErrorCode; message: string },
): FreezeView {
  freezes.forget();
  if (answer.state === 'refused') throw new ApiError(answer.code, answer.message);
  return toFreezeView(answer.freeze, Date.now());
}

function toInstant(given: number | string | undefined): number | undefined {
  return typeof given === 'string' ? Date.parse(given) : given;
}
