/** The queries of Temporal's visibility. Every value in them was validated: none can hold a quote. */
import {
  sluiceEnvironment,
  sluiceOutcome,
  sluicePhase,
  sluiceService,
} from '../../workflows/search-attributes.ts';
import type { ReleaseRow } from '../wire/release.ts';

/** What a list of releases is narrowed to. */
export interface ReleaseFilter {
  service?: string;
  environment?: string;
  phase?: ReleaseRow['phase'];
  outcome?: NonNullable<ReleaseRow['outcome']>;
}

/** Releases that run, or that ended, not newer than `notAfter` (milliseconds since the epoch). */
export function visibilityQuery(
  part: 'running' | 'finished',
  filter: ReleaseFilter,
  notAfter?: number,
): string {
  const { service, environment, phase, outcome } = filter;
  const conditions = [
    `WorkflowType = 'release'`,
    `ExecutionStatus ${part === 'running' ? '=' : '!='} 'Running'`,
  ];
  if (service !== undefined) conditions.push(`${sluiceService.name} = '${service}'`);
  if (environment !== undefined) conditions.push(`${sluiceEnvironment.name} = '${environment}'`);
  // A lost release never said that it finished, so of ended ones Temporal's own status is the phase.
  if (phase !== undefined && part === 'running') conditions.push(`${sluicePhase.name} = '${phase}'`);
  if (phase !== undefined && phase !== 'finished' && part === 'finished') conditions.push(NEVER);
  if (outcome === 'lost') conditions.push(`ExecutionStatus != 'Completed'`, `ExecutionStatus != 'Running'`);
  else if (outcome !== undefined) conditions.push(`${sluiceOutcome.name} = '${outcome}'`);
  if (notAfter !== undefined) {
    const field = part === 'running' ? 'StartTime' : 'CloseTime';
    conditions.push(`${field} < '${new Date(notAfter + 1).toISOString()}'`);
  }
  return conditions.join(' AND ');
}

/** Lanes that exist. */
export const LANES = `WorkflowType = 'lane' AND ExecutionStatus = 'Running'`;

/** Workflows whose tasks have failed or timed out several times in a row. */
export const TASKS_FAIL = `ExecutionStatus = 'Running' AND TemporalReportedProblems IN ('category=WorkflowTaskFailed', 'category=WorkflowTaskTimedOut')`;

const NEVER = `WorkflowType = 'none'`;
