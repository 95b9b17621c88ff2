import type { Action } from '@aws-sdk/client-elastic-load-balancing-v2';
import type { ElbCalls } from './elb.ts';

/** The tag that says which lane a listener or a rule belongs to. */
const LANE_TAG = 'sluice:lane';

/** A listener or a rule, as AWS stores it. */
export interface Stored {
  actions: Action[];
  /** The lane that its tag names; undefined without the tag. */
  owner: string | undefined;
}

/** Reads the actions and the mark. Throws when there is no such listener or rule. */
export async function readStored(calls: ElbCalls, arn: string, signal: AbortSignal): Promise<Stored> {
  const [actions, owner] = await Promise.all([
    readActions(calls, arn, signal),
    readOwner(calls, arn, signal),
  ]);
  return { actions, owner };
}

/** Stores other actions. One call changes all weights at once; the last of two calls wins. */
export async function storeActions(
  calls: ElbCalls,
  arn: string,
  actions: Action[],
  signal: AbortSignal,
): Promise<void> {
  await (isRule(arn)
    ? calls.change(
        'ModifyRule',
        ({ sdk, client, options }) =>
          client.send(new sdk.ModifyRuleCommand({ RuleArn: arn, Actions: actions }), options),
        signal,
      )
    : calls.change(
        'ModifyListener',
        ({ sdk, client, options }) =>
          client.send(new sdk.ModifyListenerCommand({ ListenerArn: arn, DefaultActions: actions }), options),
        signal,
      ));
}

/** Marks it as the lane's. */
export async function storeOwner(
  calls: ElbCalls,
  arn: string,
  lane: string,
  signal: AbortSignal,
): Promise<void> {
  const tags = { ResourceArns: [arn], Tags: [{ Key: LANE_TAG, Value: lane }] };
  await calls.change(
    'AddTags',
    ({ sdk, client, options }) => client.send(new sdk.AddTagsCommand(tags), options),
    signal,
  );
}

/** Asked by its ARN, so that there is one page however many there are in the account; further ones are read too. */
async function readActions(calls: ElbCalls, arn: string, signal: AbortSignal): Promise<Action[]> {
  let marker: string | undefined;
  do {
    const page = await (isRule(arn)
      ? readRules(calls, arn, marker, signal)
      : readListeners(calls, arn, marker, signal));
    const found = page.objects.find((each) => each.arn === arn);
    if (found !== undefined) return found.actions;
    marker = page.next;
  } while (marker !== undefined && marker !== '');
  throw new Error(`AWS has no ${arn}. Is it the right account, and was it deleted?`);
}

interface Page {
  objects: { arn: string | undefined; actions: Action[] }[];
  next: string | undefined;
}

async function readRules(
  calls: ElbCalls,
  arn: string,
  marker: string | undefined,
  signal: AbortSignal,
): Promise<Page> {
  const asked = { RuleArns: [arn], ...(marker === undefined ? {} : { Marker: marker }) };
  const { Rules = [], NextMarker } = await calls.ask(
    'DescribeRules',
    ({ sdk, client, options }) => client.send(new sdk.DescribeRulesCommand(asked), options),
    signal,
  );
  return {
    objects: Rules.map(({ RuleArn, Actions = [] }) => ({ arn: RuleArn, actions: Actions })),
    next: NextMarker,
  };
}

async function readListeners(
  calls: ElbCalls,
  arn: string,
  marker: string | undefined,
  signal: AbortSignal,
): Promise<Page> {
  const asked = { ListenerArns: [arn], ...(marker === undefined ? {} : { Marker: marker }) };
  const { Listeners = [], NextMarker } = await calls.ask(
    'DescribeListeners',
    ({ sdk, client, options }) => client.send(new sdk.DescribeListenersCommand(asked), options),
    signal,
  );
  return {
    objects: Listeners.map(({ ListenerArn, DefaultActions = [] }) => ({
      arn: ListenerArn,
      actions: DefaultActions,
    })),
    next: NextMarker,
  };
}

async function readOwner(calls: ElbCalls, arn: string, signal: AbortSignal): Promise<string | undefined> {
  const { TagDescriptions = [] } = await calls.ask(
    'DescribeTags',
    ({ sdk, client, options }) => client.send(new sdk.DescribeTagsCommand({ ResourceArns: [arn] }), options),
    signal,
  );
  const tags = TagDescriptions.find(({ ResourceArn }) => ResourceArn === arn)?.Tags ?? [];
  return tags.find(({ Key }) => Key === LANE_TAG)?.Value;
}

function isRule(arn: string): boolean {
  return arn.includes(':listener-rule/');
}
