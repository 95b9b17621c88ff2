import type * as Sdk from '@aws-sdk/client-elastic-load-balancing-v2';
import { z } from 'zod';
import { awsFailure } from '../../aws-failure.ts';
import { awsSettings, type AwsPlace } from '../../aws-settings.ts';

/** AWS's SDK, which is loaded when the first call is made, and a client of it. */
export interface Elb {
  sdk: typeof Sdk;
  client: Sdk.ElasticLoadBalancingV2Client;
  options: { abortSignal: AbortSignal };
}

/** Calls to Elastic Load Balancing in one place. Each throws a sentence that names the call and the next step. */
export interface ElbCalls {
  ask: <T>(action: string, call: (elb: Elb) => Promise<T>, signal: AbortSignal) => Promise<T>;
  /** A call that changes something: sent once, and what is not known of its effect is said. */
  change: <T>(action: string, call: (elb: Elb) => Promise<T>, signal: AbortSignal) => Promise<T>;
}

// An answer that was lost may be that of a write that was done, so only the caller sends anything again.
const PATIENCE = { attempts: 1, timeout: 4000 };

// One for each region and endpoint in a process: with its connections and the credentials that it has found.
const clients = new Map<string, Sdk.ElasticLoadBalancingV2Client>();

/** Makes the calls; does no I/O. */
export function createElbCalls(place: AwsPlace): ElbCalls {
  const send = async <T>(action: string, call: (elb: Elb) => Promise<T>, signal: AbortSignal): Promise<T> => {
    signal.throwIfAborted();
    const sdk = await import('@aws-sdk/client-elastic-load-balancing-v2');
    const key = JSON.stringify([place.region, place.endpoint]);
    const client = clients.get(key) ?? new sdk.ElasticLoadBalancingV2Client(awsSettings(place, PATIENCE));
    clients.set(key, client);
    try {
      return await call({ sdk, client, options: { abortSignal: signal } });
    } catch (error) {
      signal.throwIfAborted();
      throw awsFailure(error, { action: `elasticloadbalancing:${action}`, ...place });
    }
  };
  return {
    ask: send,
    async change(action, call, signal) {
      try {
        return await send(action, call, signal);
      } catch (error) {
        if (!(error instanceof Error) || wasRefused(error.cause)) throw error;
        const next = 'It may have been done all the same, so it is read before it is tried again.';
        throw new Error(`${error.message} ${next}`, { cause: error });
      }
    },
  };
}

/** The same calls, of which none changes anything after `until`, milliseconds since the epoch. */
export function changingUntil(calls: ElbCalls, until: number): ElbCalls {
  return {
    ask: calls.ask,
    async change(action, call, signal) {
      // A process that was stopped wakes up right here at the earliest.
      if (Date.now() >= until) {
        throw new Error(
          `${action} was not sent: the time of this write was over, and later ones may have been made.`,
        );
      }
      return calls.change(action, call, signal);
    },
  };
}

const answered = z.looseObject({
  $metadata: z.looseObject({ httpStatusCode: z.number().min(400).max(499) }),
});

/** AWS has answered that it did nothing. */
function wasRefused(cause: unknown): boolean {
  return answered.safeParse(cause).success;
}
