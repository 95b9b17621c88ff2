import { z } from 'zod';
import {
  actionsOf,
  healthOf,
  readActions,
  Refusal,
  weightsOf,
  type ElbState,
  type StoredGroup,
  type StoredObject,
} from './model.ts';

type Asked = Record<string, unknown>;
type Answer = Record<string, unknown>;

const arns = z.array(z.string()).default([]);
const targets = z.array(z.object({ Id: z.string(), Port: z.coerce.number() })).min(1);
/** What AWS takes as a value of a tag. */
const tagText = z.string().regex(/^[\p{L}\p{Z}\p{N}_.:/=+\-@]*$/u);

/** Answers one call. Throws a refusal. */
export function answerOf(state: ElbState, action: string, asked: Asked): Answer {
  const answer = ANSWERS[action];
  if (answer === undefined) throw new Refusal('InvalidAction', `${action} is not known here`);
  return answer(state, asked);
}

const ANSWERS: Record<string, (state: ElbState, asked: Asked) => Answer> = {
  DescribeListeners: (state, asked) => {
    const found = list(state, asked, 'ListenerArns', 'ListenerNotFound');
    return {
      Listeners: found.objects.map(([arn, object]) => ({
        ListenerArn: arn,
        DefaultActions: actionsOf(object, state.trouble.stale),
      })),
      NextMarker: found.next,
    };
  },
  DescribeRules: (state, asked) => {
    const found = list(state, asked, 'RuleArns', 'RuleNotFound');
    return {
      Rules: found.objects.map(([arn, object]) => ({
        RuleArn: arn,
        Actions: actionsOf(object, state.trouble.stale),
      })),
      NextMarker: found.next,
    };
  },
  ModifyListener: (state, asked) => {
    store(state, asked['ListenerArn'], 'ListenerNotFound', asked['DefaultActions']);
    return {};
  },
  ModifyRule: (state, asked) => {
    store(state, asked['RuleArn'], 'RuleNotFound', asked['Actions']);
    return {};
  },
  DescribeTags: (state, asked) => ({
    TagDescriptions: arns.parse(asked['ResourceArns']).map((arn) => ({
      ResourceArn: arn,
      Tags: [...objectOf(state, arn, 'ListenerNotFound').tags].map(([Key, Value]) => ({ Key, Value })),
    })),
  }),
  AddTags: (state, asked) => {
    const given = z.array(z.object({ Key: tagText, Value: tagText })).safeParse(asked['Tags']);
    if (!given.success) throw new Refusal('ValidationError', z.prettifyError(given.error));
    for (const arn of arns.parse(asked['ResourceArns']))
      for (const { Key, Value } of given.data) objectOf(state, arn, 'ListenerNotFound').tags.set(Key, Value);
    return {};
  },
  DescribeTargetHealth: (state, asked) => {
    const arn = String(asked['TargetGroupArn']);
    return {
      TargetHealthDescriptions: [...groupOf(state, arn).targets.values()].map((target) => ({
        Target: { Id: target.id, Port: target.port },
        TargetHealth: healthOf(state, arn, target),
      })),
    };
  },
  RegisterTargets: (state, asked) => {
    const group = groupOf(state, asked['TargetGroupArn']);
    for (const { Id: id, Port: port } of targets.parse(asked['Targets'])) {
      const present = group.targets.get(`${id}:${port}`);
      if (present?.drainingSince === undefined && present !== undefined) continue;
      group.targets.set(`${id}:${port}`, { id, port, passed: 0, checked: false });
    }
    return {};
  },
  DeregisterTargets: (state, asked) => {
    const group = groupOf(state, asked['TargetGroupArn']);
    for (const { Id: id, Port: port } of targets.parse(asked['Targets'])) {
      const target = group.targets.get(`${id}:${port}`);
      if (target !== undefined) target.drainingSince ??= Date.now();
    }
    return {};
  },
};

/** Pages as AWS does; an answer may come on a later one. */
function list(
  state: ElbState,
  asked: Asked,
  key: string,
  missing: string,
): { objects: [string, StoredObject][]; next?: string } {
  const page = Number(asked['Marker'] ?? 0);
  if (page < state.trouble.emptyPages) return { objects: [], next: String(page + 1) };
  return { objects: arns.parse(asked[key]).map((arn) => [arn, objectOf(state, arn, missing)]) };
}

function store(state: ElbState, arn: unknown, missing: string, input: unknown): void {
  const object = objectOf(state, arn, missing);
  const actions = readActions(input, state.groups);
  const { trouble } = state;
  if (trouble.lose > 0) {
    trouble.lose -= 1;
    return;
  }
  object.versions.push({ at: Date.now(), actions });
  state.changes.push({ at: Date.now(), weights: weightsOf(actions) });
  if (trouble.failAfterEffect === 0) return;
  trouble.failAfterEffect -= 1;
  throw new Refusal('InternalFailure', 'An internal error occurred', 500);
}

function objectOf({ objects }: ElbState, arn: unknown, missing: string): StoredObject {
  const object = objects.get(String(arn));
  if (object === undefined) throw new Refusal(missing, `One or more objects not found: ${String(arn)}`);
  return object;
}

function groupOf({ groups }: ElbState, arn: unknown): StoredGroup {
  const group = groups.get(String(arn));
  if (group === undefined)
    throw new Refusal('TargetGroupNotFound', `Target groups '${String(arn)}' not found`);
  return group;
}
