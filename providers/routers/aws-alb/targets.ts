import type { TargetDescription } from '@aws-sdk/client-elastic-load-balancing-v2';
import type { ElbCalls } from './elb.ts';

/** A target of a target group, as AWS sees it. */
export interface Target {
  /** IP address, instance or other id. */
  id: string;
  port: number | undefined;
  state: string;
  /** Why it is not healthy, in AWS's words. */
  reason: string;
}

/** Where an instance is, as a target group has it. */
export interface Address {
  Id: string;
  Port: number;
}

/** Whether the target is the one at this address. Pure. */
export function isAt(target: Target, { Id, Port }: Address): boolean {
  return target.id === Id && target.port === Port;
}

/** All targets of a group, also those that are draining. */
export async function readTargets(calls: ElbCalls, group: string, signal: AbortSignal): Promise<Target[]> {
  const { TargetHealthDescriptions = [] } = await calls.ask(
    'DescribeTargetHealth',
    ({ sdk, client, options }) =>
      client.send(new sdk.DescribeTargetHealthCommand({ TargetGroupArn: group }), options),
    signal,
  );
  return TargetHealthDescriptions.map(({ Target: target, TargetHealth: health }) => ({
    id: target?.Id ?? '',
    port: target?.Port,
    state: health?.State ?? 'unknown',
    reason: health?.Reason ?? '',
  }));
}

/** Registers targets. Repeating it changes nothing. */
export async function registerTargets(
  calls: ElbCalls,
  group: string,
  targets: TargetDescription[],
  signal: AbortSignal,
): Promise<void> {
  if (targets.length === 0) return;
  await calls.change(
    'RegisterTargets',
    ({ sdk, client, options }) =>
      client.send(new sdk.RegisterTargetsCommand({ TargetGroupArn: group, Targets: targets }), options),
    signal,
  );
}

/** Takes targets out; AWS lets them finish their requests first, for as long as the group's attribute says. */
export async function deregisterTargets(
  calls: ElbCalls,
  group: string,
  targets: TargetDescription[],
  signal: AbortSignal,
): Promise<void> {
  if (targets.length === 0) return;
  await calls.change(
    'DeregisterTargets',
    ({ sdk, client, options }) =>
      client.send(new sdk.DeregisterTargetsCommand({ TargetGroupArn: group, Targets: targets }), options),
    signal,
  );
}

/** A base URL as a target. Throws where its host is no IP address, which is all that a group takes from outside. */
export function targetOf(endpoint: string): Address {
  const { hostname, port, protocol } = new URL(endpoint);
  const address = hostname.replace(/^\[|\]$/g, '');
  if (!/^\d+(\.\d+){3}$/.test(address) && !address.includes(':')) {
    throw new Error(
      `${endpoint} cannot be registered with a target group: ${hostname} is no IP address. ` +
        'Let the instances register themselves, and leave `register` out.',
    );
  }
  return { Id: address, Port: Number(port === '' ? (protocol === 'https:' ? 443 : 80) : port) };
}
