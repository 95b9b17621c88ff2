/** The queries of Temporal's visibility. Every value in them was validated: none can hold a quote. */
import {
  sluiceEnvironment,
  sluiceOutcome,
  sluicePhase,
  sluiceService,
  sluiceVersion,
} from '../../workflows/search-attributes.ts';
import { EVERY_LANE } from '../auth/principal.ts';
import type { ReleaseRow } from '../wire/release.ts';

/** What a list of releases is narrowed to. */
export interface ReleaseFilter {
  service?: string;
  environment?: string;
  /** `SERVICE.ENVIRONMENT`. */
  lane?: string;
  version?: string;
  /** Begun from this moment on, and before that one, in milliseconds since the epoch. */
  from?: number;
  to?: number;
  phase?: ReleaseRow['phase'];
  outcome?: NonNullable<ReleaseRow['outcome']>;
  /** Only those in lanes of one of these patterns. */
  lanes?: readonly string[];
}

/** Of more patterns of lanes the query says nothing: whoever reads its rows leaves out those that are in none. */
const MOST_PATTERNS = 50;

/**
 * Releases that run, or that ended, not newer than `notAfter` (milliseconds since the epoch); undefined where no release
 * can be meant, so that Temporal, which allows so many lists a second, is not asked in vain.
 */
export function visibilityQuery(
  part: 'running' | 'finished',
  filter: ReleaseFilter,
  notAfter?: number,
): string | undefined {
  const { lane, phase, outcome, version, from, to } = filter;
  const [service = filter.service, environment = filter.environment] = lane?.split('.') ?? [];
  const conditions = [part === 'running' ? RUNNING : ENDED];
  if (service !== undefined) conditions.push(`${sluiceService.name} = '${service}'`);
  if (environment !== undefined) conditions.push(`${sluiceEnvironment.name} = '${environment}'`);
  if (lane !== undefined && contradicts(filter, service, environment)) return undefined;
  if (filter.lanes?.length === 0) return undefined;
  if (version !== undefined) conditions.push(`${sluiceVersion.name} = '${version}'`);
  if (from !== undefined) conditions.push(`StartTime >= '${new Date(from).toISOString()}'`);
  if (to !== undefined) conditions.push(`StartTime < '${new Date(to).toISOString()}'`);
  // A lost release never said that it finished, so of ended ones Temporal's own status is the phase.
  if (phase !== undefined && part === 'running') conditions.push(`${sluicePhase.name} = '${phase}'`);
  if (phase !== undefined && phase !== 'finished' && part === 'finished') return undefined;
  if (outcome === 'lost') conditions.push(`ExecutionStatus != 'Completed'`, `ExecutionStatus != 'Running'`);
  else if (outcome !== undefined) conditions.push(`${sluiceOutcome.name} = '${outcome}'`);
  if (filter.lanes !== undefined) conditions.push(...inLanes(filter.lanes));
  if (notAfter !== undefined) {
    const field = part === 'running' ? 'StartTime' : 'CloseTime';
    conditions.push(`${field} < '${new Date(notAfter + 1).toISOString()}'`);
  }
  return conditions.join(' AND ');
}

function contradicts(asked: ReleaseFilter, service?: string, environment?: string): boolean {
  return (asked.service ?? service) !== service || (asked.environment ?? environment) !== environment;
}

function inLanes(patterns: readonly string[]): string[] {
  if (patterns.includes(EVERY_LANE) || patterns.length > MOST_PATTERNS) return [];
  const each = patterns.map((pattern) => {
    const [service = '', environment = ''] = pattern.split('@');
    const parts = [
      ...(service === '*' ? [] : [`${sluiceService.name} = '${service}'`]),
      ...(environment === '*' ? [] : [`${sluiceEnvironment.name} = '${environment}'`]),
    ];
    return `(${parts.join(' AND ')})`;
  });
  return [`(${each.join(' OR ')})`];
}

const ENDED = `WorkflowType = 'release' AND ExecutionStatus != 'Running'`;

/** Releases that run. */
export const RUNNING = `WorkflowType = 'release' AND ExecutionStatus = 'Running'`;

/** Lanes that exist. */
export const LANES = `WorkflowType = 'lane' AND ExecutionStatus = 'Running'`;

/** Deliveries that have not ended. */
export const DELIVERIES = `WorkflowType = 'delivery' AND ExecutionStatus = 'Running'`;

/** Workflows whose tasks have failed or timed out several times in a row. */
export const TASKS_FAIL = `ExecutionStatus = 'Running' AND TemporalReportedProblems IN ('category=WorkflowTaskFailed', 'category=WorkflowTaskTimedOut')`;
