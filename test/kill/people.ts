import { randomUUID } from 'node:crypto';
import { createClient } from '../../api/client.ts';
import type { ReleaseView } from '../../api/wire/release.ts';
import { until } from '../rigs/until.ts';

/** Longest wait for a daemon that was killed to answer again, in milliseconds. */
const patience = 60_000;

/** The release as its workflow says it, waited for while no daemon is up. */
export function viewOf(api: string, id: string): Promise<ReleaseView> {
  return until(
    `the API to show ${id}`,
    async () => {
      const view = await createClient(api, 'kill-test').release(id);
      return !view.stale && view;
    },
    patience,
  );
}

/** An approval that may be sent any number of times and counts once. */
export interface Approval {
  /** Sends it once; false where nobody was there to answer. Throws where it is refused. */
  send(): Promise<boolean>;
  /** Sends it until it is answered. */
  sendUntilTaken(): Promise<void>;
}

/** What somebody says to the present step of a release, as they see it now. */
export async function prepareApproval(api: string, id: string, actor: string): Promise<Approval> {
  const { step, token } = await viewOf(api, id);
  const request = {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      'sluice-actor': actor,
      'idempotency-key': randomUUID(),
    },
    body: JSON.stringify({ step, token, reason: 'looks good' }),
  };
  const send = async (): Promise<boolean> => {
    const answer = await fetch(`${api}/v1/releases/${id}/approve`, request).catch(() => undefined);
    if (answer === undefined || answer.status === 503) return false;
    const text = await answer.text();
    if (!answer.ok) throw new Error(`The approval of ${actor} was answered by ${answer.status}: ${text}`);
    return true;
  };
  return {
    send,
    async sendUntilTaken() {
      let refused: unknown;
      await until(
        `the approval of ${actor} to be taken`,
        () =>
          send().catch((error: unknown) => {
            refused = error;
            return true;
          }),
        patience,
      );
      if (refused instanceof Error) throw refused;
    },
  };
}
