/** What the stand-in for Elastic Load Balancing keeps, and what it refuses as AWS does. */
import { z } from 'zod';

/** What is answered with a status other than 200. */
export class Refusal extends Error {
  status: number;
  code: string;
  constructor(code: string, message: string, status = 400) {
    super(message);
    this.code = code;
    this.status = status;
  }
}

const tuple = z.object({
  TargetGroupArn: z.string(),
  Weight: z.coerce.number().int().min(0).max(999).default(1),
});

const action = z.object({
  Type: z.enum(['forward', 'fixed-response', 'redirect']),
  Order: z.coerce.number().int().min(1).max(50_000).optional(),
  ForwardConfig: z
    .object({
      TargetGroups: z.array(tuple).min(1).max(5),
      TargetGroupStickinessConfig: z.object({ Enabled: z.stringbool() }).default({ Enabled: false }),
    })
    .optional(),
  FixedResponseConfig: z.looseObject({ StatusCode: z.string().regex(/^[245]\d\d$/) }).optional(),
  RedirectConfig: z.looseObject({ StatusCode: z.string() }).optional(),
});

/** One action of a listener or a rule. */
export type StoredAction = z.output<typeof action>;

/** The actions of a request. Throws `ValidationError` for what AWS takes no such value of. */
export function readActions(input: unknown, groups: ReadonlyMap<string, unknown>): StoredAction[] {
  const { data, error } = z.array(action).min(1).safeParse(input);
  if (data === undefined) throw new Refusal('ValidationError', z.prettifyError(error));
  for (const { ForwardConfig } of data) {
    for (const { TargetGroupArn } of ForwardConfig?.TargetGroups ?? []) {
      if (!groups.has(TargetGroupArn))
        throw new Refusal('TargetGroupNotFound', `Target groups '${TargetGroupArn}' not found`);
    }
  }
  return data;
}

/** A listener or a rule: its actions by the time from which they were stored. */
export interface StoredObject {
  versions: { at: number; actions: StoredAction[] }[];
  tags: Map<string, string>;
}

/** One registered target. */
export interface StoredTarget {
  id: string;
  port: number;
  /** Checks in a row that it answered. */
  passed: number;
  checked: boolean;
  /** Since when it is taken out; undefined while it is in. */
  drainingSince?: number;
}

/** A target group; its targets by address and port. */
export interface StoredGroup {
  name: string;
  targets: Map<string, StoredTarget>;
}

/** What goes wrong, from now on. */
export interface ElbTrouble {
  /** From what is stored to what moves traffic, in milliseconds. */
  lag: number;
  /** How old an answer about actions is, in milliseconds. */
  stale: number;
  /** So many changes of actions are answered as done and forgotten. */
  lose: number;
  /** So many changes of actions are done and answered with 500. */
  failAfterEffect: number;
  /** So many pages come empty before the one that holds anything. */
  emptyPages: number;
  /** Refuses so many calls, with this code and status. */
  refuse: { times: number; code: string; status: number };
}

/** All of it. */
export interface ElbState {
  objects: Map<string, StoredObject>;
  groups: Map<string, StoredGroup>;
  trouble: ElbTrouble;
  /** Every change of actions that was stored, by its arrival. */
  changes: { at: number; weights: Record<string, number> }[];
}

/** The actions that were stored so many milliseconds ago. */
export function actionsOf({ versions }: StoredObject, ago: number): StoredAction[] {
  const at = Date.now() - ago;
  return (versions.findLast((version) => version.at <= at) ?? versions[0])?.actions ?? [];
}

/** Weights by target group. */
export function weightsOf(actions: readonly StoredAction[]): Record<string, number> {
  const groups = actions.at(-1)?.ForwardConfig?.TargetGroups ?? [];
  return Object.fromEntries(groups.map(({ TargetGroupArn, Weight }) => [TargetGroupArn, Weight]));
}

/** Health as AWS tells it: a group to which nothing forwards is not looked at. */
export function healthOf(
  state: ElbState,
  group: string,
  { drainingSince, passed, checked }: StoredTarget,
): { State: string; Reason?: string } {
  if (drainingSince !== undefined) return { State: 'draining', Reason: 'Target.DeregistrationInProgress' };
  const used = [...state.objects.values()].some((object) => group in weightsOf(actionsOf(object, 0)));
  if (!used) return { State: 'unused', Reason: 'Target.NotInUse' };
  if (passed >= 2) return { State: 'healthy' };
  return checked
    ? { State: 'unhealthy', Reason: 'Target.FailedHealthChecks' }
    : { State: 'initial', Reason: 'Elb.InitialHealthChecking' };
}
