/** Deployments of GitHub Actions that wait for an answer, as the API shows them. Times are milliseconds since the epoch. */
import { z } from 'zod';
import { laneId } from './names.ts';
import { next, pageQuery } from './page.ts';
import { wire } from './registry.ts';

/** GitHub's number of a deployment. */
export const deploymentId = z
  .string()
  .regex(/^[1-9][0-9]{0,19}$/, "expected GitHub's number of a deployment");

const state = z.enum(['waiting', 'approved', 'rejected', 'withdrawn']);

/** How a deployment stands. */
export const protectionView = z
  .object({
    id: z.string().describe("GitHub's number of the deployment."),
    repository: z.string(),
    environment: z.string().describe("GitHub's name of the environment."),
    run: z.string().describe("GitHub's number of the run that waits."),
    sha: z.string(),
    ref: z.string(),
    lane: z.string().describe('SERVICE.ENVIRONMENT; empty where no rule means it.'),
    actor: z.string().describe('Who asks for it, and cannot approve it.'),
    state: state.describe('withdrawn: GitHub took no answer any more.'),
    sentence: z.string().describe('What it waits for, or why it was answered so.'),
    since: z.number(),
    deadline: z.number().describe('It is rejected then.'),
    approvals: z.array(z.object({ actor: z.string(), at: z.number(), reason: z.string() })),
    approvalsNeeded: z.number(),
  })
  .register(wire, { id: 'Protection' });

/** How a deployment stands, on the wire. */
export type ProtectionView = z.output<typeof protectionView>;

/** Which deployments are listed. */
export const protectionQuery = pageQuery.extend({
  lane: laneId.exactOptional(),
  repository: z.string().min(1).max(200).exactOptional().describe('OWNER/NAME.'),
  state: state.exactOptional(),
});

/** A page of deployments: those that wait, then those that were answered, each newest first. */
export const protectionList = z
  .object({ deployments: z.array(protectionView), next })
  .register(wire, { id: 'ProtectionList' });

/** A page of deployments, on the wire. */
export type ProtectionList = z.output<typeof protectionList>;
