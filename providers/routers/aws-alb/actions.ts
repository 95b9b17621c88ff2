import { createHash } from 'node:crypto';
import type { Action, TargetGroupTuple } from '@aws-sdk/client-elastic-load-balancing-v2';
import type { Slot } from '../../../config/plan.ts';
import type { Split } from '../router.ts';
import { splitOf } from './weights.ts';

/** What the actions of a listener or a rule do with requests. */
export interface Forwarding {
  /** Null: nothing is forwarded, as before a first release, or `unreadable` says why it is not known. */
  split: Split | null;
  unreadable?: string;
  /** Weights as they are stored, of the slots whose target group is named. */
  weights: Partial<Record<Slot, number>>;
}

const slots = ['blue', 'green'] as const;

/** Reads actions. Those before the last, which authenticate, are passed by. Pure. */
export function forwardingOf(actions: readonly Action[], groups: Record<Slot, string>): Forwarding {
  const last = lastOf(actions);
  const nothing = { split: null, weights: {} };
  if (last === undefined || last.Type === 'fixed-response') return nothing;
  if (last.Type !== 'forward') {
    return { ...nothing, unreadable: `its action is ${last.Type ?? 'unknown'}, not to forward` };
  }
  const { TargetGroupStickinessConfig: stickiness } = last.ForwardConfig ?? {};
  if (stickiness?.Enabled === true) {
    const unreadable = 'target group stickiness is on, so weights are not shares of requests';
    return { ...nothing, unreadable };
  }
  const stored = storedGroups(last);
  const weights: Forwarding['weights'] = {};
  for (const slot of slots) {
    const found = stored.find(({ arn }) => arn === groups[slot]);
    if (found !== undefined) weights[slot] = found.weight;
  }
  const elsewhere = stored.find(
    ({ arn, weight }) => weight > 0 && !slots.some((slot) => groups[slot] === arn),
  );
  if (elsewhere !== undefined) {
    return { split: null, weights, unreadable: `it forwards to another target group, ${elsewhere.arn}` };
  }
  const split = splitOf({ blue: weights.blue ?? 0, green: weights.green ?? 0 });
  return split === null
    ? { split, weights, unreadable: 'the weights of all target groups are 0' }
    : { split, weights };
}

/** The actions with the last one forwarding by these weights, both groups named also at weight 0. Pure. */
export function forwardBy(
  actions: readonly Action[],
  groups: Record<Slot, string>,
  weights: Record<Slot, number>,
): Action[] {
  return replaceLast(actions, {
    Type: 'forward',
    ForwardConfig: {
      TargetGroups: slots.map((slot) => ({ TargetGroupArn: groups[slot], Weight: weights[slot] })),
      TargetGroupStickinessConfig: { Enabled: false },
    },
  });
}

/** The actions with the last one answering that nothing is served. Pure. */
export function answerNothing(actions: readonly Action[], lane: string): Action[] {
  return replaceLast(actions, {
    Type: 'fixed-response',
    FixedResponseConfig: {
      StatusCode: '503',
      ContentType: 'text/plain',
      MessageBody: `No version of ${lane} is released.`,
    },
  });
}

/** Names what is stored, the mark among it, whatever order it is told in. Pure. */
export function digestOf(actions: readonly Action[], owner: string | undefined): string {
  const last = lastOf(actions);
  const { Type, FixedResponseConfig, RedirectConfig, ForwardConfig } = last ?? {};
  const groups = last === undefined ? [] : storedGroups(last).toSorted((a, b) => a.arn.localeCompare(b.arn));
  const sticky = ForwardConfig?.TargetGroupStickinessConfig?.Enabled === true;
  const content = [owner, othersOf(actions), Type, FixedResponseConfig, RedirectConfig, groups, sticky];
  return createHash('sha256').update(JSON.stringify(content)).digest('hex');
}

function replaceLast(actions: readonly Action[], action: Action): Action[] {
  const order = lastOf(actions)?.Order;
  return [...othersOf(actions), order === undefined ? action : { ...action, Order: order }];
}

/** A client secret is never told, so that one who writes the action again has to say that it stays. */
function othersOf(actions: readonly Action[]): Action[] {
  const last = lastOf(actions);
  return inOrder(actions)
    .filter((action) => action !== last)
    .map((action) => {
      const { AuthenticateOidcConfig: oidc } = action;
      return oidc === undefined
        ? action
        : { ...action, AuthenticateOidcConfig: { ...oidc, UseExistingClientSecret: true } };
    });
}

function lastOf(actions: readonly Action[]): Action | undefined {
  return inOrder(actions).at(-1);
}

function inOrder(actions: readonly Action[]): Action[] {
  return actions.toSorted((a, b) => (a.Order ?? 0) - (b.Order ?? 0));
}

/** A single target group may be named without weights. */
function storedGroups({ TargetGroupArn, ForwardConfig }: Action): { arn: string; weight: number }[] {
  const groups: TargetGroupTuple[] =
    ForwardConfig?.TargetGroups ?? (TargetGroupArn === undefined ? [] : [{ TargetGroupArn }]);
  return groups.map(({ TargetGroupArn: arn = '', Weight: weight = 1 }) => ({ arn, weight }));
}
