import type { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { awsSettings } from '../../aws-settings.ts';
import type { ClientOf } from './read-points.ts';

/**
 * A read has no effect, so that one whose answer was lost is simply sent again. Both attempts together take less than
 * the watch has patience for, which would hide the reason.
 */
const patience = { attempts: 2, timeout: 2000 };

/** Makes clients, one for each region and endpoint. AWS's SDK is loaded when the first is asked for. */
export function createClients(): ClientOf {
  const clients = new Map<string, CloudWatchClient>();
  return async (place) => {
    const { CloudWatchClient } = await import('@aws-sdk/client-cloudwatch');
    const key = JSON.stringify([place.region, place.endpoint]);
    const client = clients.get(key) ?? new CloudWatchClient(awsSettings(place, patience));
    clients.set(key, client);
    return client;
  };
}
