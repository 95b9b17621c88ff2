/** What every route says of who may use it, and the hook that holds it. */
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Role } from '../../config/grants.ts';
import type { ApiContext } from '../context.ts';
import { ApiError } from '../errors.ts';
import { laneOf } from '../releases/workflow-ids.ts';
import type { App } from '../routes/index.ts';
import { laneId, releaseId } from '../wire/names.ts';
import { actorClaim } from './actor-claim.ts';
import { authenticator, type Authenticate } from './authenticate.ts';
import { addLimits, type Limiter } from './limits.ts';
import type { LocalToken } from './local-token.ts';
import { anonymous, may, maySomewhere, mayBreakGlass, NOBODY, type Principal } from './principal.ts';

/** `open`: everybody, no credential is looked at. `signed`: the route itself checks a signature. */
export type RouteRole = Role | 'open' | 'signed';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Who may use the route: in the lane that its path names, else in some lane. */
    role?: RouteRole;
    /** The role has to reach every lane, where the path names none. */
    everyLane?: true;
    /** An API token is taken as the password of HTTP Basic, too: whoever calls can send no other header. */
    basic?: true;
  }
  interface FastifyRequest {
    /** Who asks. */
    principal: Principal;
    /** Whether the same credential would be refused by now; not while that cannot be known. */
    isRefused: () => Promise<boolean>;
  }
}

/** Finds out who asks, before anything else of a request is read. Throws at the start where a route states no role. */
export async function addAccess(app: App, context: ApiContext, local: LocalToken | undefined): Promise<void> {
  const { auth, limits } = context.settings;
  const limiter = await addLimits(app, limits);
  const authenticate = auth === undefined ? undefined : authenticator(context, auth, local);
  const identify = authenticate === undefined ? claimed : limited(authenticate, limiter);
  app.decorateRequest('principal');
  app.decorateRequest('isRefused');
  app.addHook('onRoute', ({ method, url, config }) => {
    if (config?.role === undefined) throw new Error(`${String(method)} ${url} does not state its role.`);
  });
  app.addHook('onRequest', async (request, reply) => {
    const { role } = request.routeOptions.config;
    request.principal = NOBODY;
    request.isRefused = async () => false;
    if (role === undefined || role === 'open' || role === 'signed') return;
    request.principal = await identify(request, reply);
    await limiter?.request(request, reply);
    checkRole(request, role);
    if (authenticate !== undefined) request.isRefused = async () => isRefusedNow(authenticate, request);
  });
}

/** A look at the credential by itself: it is no request, and counts for no limit. */
async function isRefusedNow(authenticate: Authenticate, request: FastifyRequest): Promise<boolean> {
  try {
    await authenticate(request);
    return false;
  } catch (error) {
    return error instanceof ApiError && error.code === 'unauthenticated';
  }
}

type Identify = (request: FastifyRequest, reply: FastifyReply) => Promise<Principal>;

/** A name that cannot be one is refused with the other headers, by whoever reads it. */
const claimed: Identify = async ({ headers }) =>
  anonymous(actorClaim.safeParse(headers['sluice-actor']).data ?? 'anonymous');

/** Whoever guesses is soon not looked at any more. */
function limited(authenticate: Authenticate, limiter: Limiter | undefined): Identify {
  return async (request, reply) => {
    await limiter?.beforeLogin(request, reply);
    try {
      return await authenticate(request);
    } catch (error) {
      if (error instanceof ApiError && error.code === 'unauthenticated') await limiter?.failedLogin(request);
      throw error;
    }
  };
}

/** Refuses who cannot be allowed whatever the body says; acts are checked again, with their reason. */
function checkRole({ principal, params, method, routeOptions }: FastifyRequest, role: Role): void {
  const lane = laneNamed(params);
  const whole = lane !== undefined || routeOptions.config.everyLane === true;
  const allowed = whole ? may(principal, role, lane) : maySomewhere(principal, role);
  if (allowed || (method === 'POST' && mayBreakGlassIn(principal, lane))) return;
  throw forbidden(principal, role, lane);
}

/** Refuses who may not see a lane that stands in the body. Throws `forbidden`. */
export function checkSees(principal: Principal, lane: string): void {
  if (!may(principal, 'viewer', lane)) throw forbidden(principal, 'viewer', lane);
}

/** The refusal of somebody who is known and may not. */
export function forbidden({ name }: Principal, role: Role, lane?: string): ApiError {
  const where = lane === undefined ? '' : ` in ${lane.replace('.', '@')}`;
  return new ApiError('forbidden', `${name} may not: it takes the role ${role}${where}; ask an admin for it`);
}

function mayBreakGlassIn(principal: Principal, lane: string | undefined): boolean {
  if (lane !== undefined) return mayBreakGlass(principal, lane);
  return principal.grants.some(({ breakGlass }) => breakGlass === true);
}

/** The lane that a path names by itself, or by one of its releases. */
function laneNamed(params: unknown): string | undefined {
  if (typeof params !== 'object' || params === null) return undefined;
  if ('lane' in params && laneId.safeParse(params.lane).success) return String(params.lane);
  if ('id' in params && releaseId.safeParse(params.id).success) return laneOf(String(params.id));
  return undefined;
}
