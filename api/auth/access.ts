/** What every route says of who may use it, and the hook that holds it. */
import type { FastifyRequest } from 'fastify';
import type { Role } from '../../config/grants.ts';
import type { ApiContext } from '../context.ts';
import { ApiError } from '../errors.ts';
import { laneOf } from '../releases/workflow-ids.ts';
import type { App } from '../routes/index.ts';
import { laneId, releaseId } from '../wire/names.ts';
import { actorClaim } from './actor-claim.ts';
import { anonymous, may, maySomewhere, mayBreakGlass, NOBODY, type Principal } from './principal.ts';

/** `open`: everybody, no credential is looked at. `signed`: the route itself checks a signature. */
export type RouteRole = Role | 'open' | 'signed';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Who may use the route: in the lane that its path names, else in some lane. */
    role?: RouteRole;
  }
  interface FastifyRequest {
    /** Who asks. */
    principal: Principal;
  }
}

/** Finds out who asks, before anything else of a request is read. Throws at the start where a route states no role. */
export function addAccess(app: App, _context: ApiContext): void {
  app.decorateRequest('principal');
  app.addHook('onRoute', ({ method, url, config }) => {
    if (config?.role === undefined) throw new Error(`${String(method)} ${url} does not state its role.`);
  });
  app.addHook('onRequest', async (request) => {
    const { role } = request.routeOptions.config;
    request.principal = NOBODY;
    if (role === undefined || role === 'open' || role === 'signed') return;
    // A name that cannot be one is refused with the other headers, by whoever reads it.
    request.principal = anonymous(actorClaim.safeParse(request.headers['sluice-actor']).data ?? 'anonymous');
    checkRole(request, role);
  });
}

/** Refuses who cannot be allowed whatever the body says; acts are checked again, with their reason. */
function checkRole({ principal, params, method }: FastifyRequest, role: Role): void {
  const lane = laneNamed(params);
  const allowed = lane === undefined ? maySomewhere(principal, role) : may(principal, role, lane);
  if (allowed || (method === 'POST' && mayBreakGlassIn(principal, lane))) return;
  throw forbidden(principal, role, lane);
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
