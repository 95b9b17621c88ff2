/** Every route of the API, a file each. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { FastifyBaseLogger, FastifyInstance, RawServerDefault } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import type { RouteContext } from '../context.ts';
import { addAbort } from './abort.ts';
import { addActs } from './acts.ts';
import { addAdopt } from './adopt.ts';
import { addArgo } from './argo.ts';
import { addAudit } from './audit.ts';
import { addBoard } from './board.ts';
import { addDashboard } from './dashboard.ts';
import { addDora } from './dora.ts';
import { addDeliveries } from './deliveries.ts';
import { addEvents } from './events.ts';
import { addEvidence } from './evidence.ts';
import { addExtend } from './extend.ts';
import { addFlagger } from './flagger.ts';
import { addGates } from './gates.ts';
import { addFreezes } from './freezes.ts';
import { addHealth } from './health.ts';
import { addHooks } from './hooks.ts';
import { addLanePlan } from './lane-plan.ts';
import { addLanes } from './lanes.ts';
import { addMetrics } from './metrics.ts';
import { addNotifyTest } from './notify-test.ts';
import { addPlan } from './plan.ts';
import { addProtections } from './protections.ts';
import { addReleases } from './releases.ts';
import { addReport } from './report.ts';
import { addRollback } from './rollback.ts';
import { addSchedules } from './schedules.ts';
import { addServices } from './services.ts';
import { addSlack } from './slack.ts';
import { addStop } from './stop.ts';
import { addSubmit } from './submit.ts';
import { addTokens } from './tokens.ts';
import { addTraffic } from './traffic.ts';
import { addWhoami } from './whoami.ts';

/** The app with zod as the language of its schemas. */
export type App = FastifyInstance<
  RawServerDefault,
  IncomingMessage,
  ServerResponse,
  FastifyBaseLogger,
  ZodTypeProvider
>;

/** Adds every route. */
export function addRoutes(app: App, context: RouteContext): void {
  for (const add of [
    addSubmit,
    addReleases,
    addPlan,
    addReport,
    addEvidence,
    addEvents,
    addActs,
    addExtend,
    addAbort,
    addLanes,
    addBoard,
    addLanePlan,
    addTraffic,
    addAdopt,
    addRollback,
    addServices,
    addDeliveries,
    addNotifyTest,
    addHooks,
    addProtections,
    addArgo,
    addFlagger,
    addGates,
    addSlack,
    addTokens,
    addAudit,
    addDora,
    addFreezes,
    addStop,
    addSchedules,
    addHealth,
    addMetrics,
    addWhoami,
    addDashboard,
  ]) {
    add(app, context);
  }
}
