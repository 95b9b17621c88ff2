import http from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { until } from '../../test/rigs/until.ts';
import type { House } from './house.ts';
import { asTimes, type Times } from './timed.ts';

/** What listeners heard. */
export interface Heard {
  /** From an event to the last of them. */
  delays: Times;
  /** Events that did not come to one of them within 10 s. */
  missed: number;
}

const SETTLE = 3000;

/** Lets so many listen to one release: first `still` while nothing happens, then through `events` events in a row. */
export async function listen(
  house: House,
  { listeners, events, still }: { listeners: number; events: number; still: () => Promise<void> },
): Promise<Heard> {
  const heard = new Map<number, number[]>();
  const happened = new Map<number, number>();
  const open: http.ClientRequest[] = [];
  const agent = new http.Agent({ maxSockets: Number.POSITIVE_INFINITY });
  const url = `${house.api}/v1/releases/${house.followed()}/events`;
  let connected = 0;
  const delays: number[] = [];
  let missed = 0;
  try {
    for (let nth = 0; nth < listeners; nth += 1) open.push(listenOnce());
    await until('all to listen', () => connected === listeners);
    // What it took to connect is counted by then.
    await sleep(SETTLE);
    await still();
    for (let nth = 0; nth < events; nth += 1) {
      const number = await house.makeEvent();
      const all = (): boolean => (heard.get(number)?.length ?? 0) >= listeners;
      await until('all to hear', all, 10_000).catch(() => undefined);
      const times = heard.get(number) ?? [];
      missed += listeners - times.length;
      if (listeners > 0) delays.push(Math.max(...times) - (happened.get(number) ?? Number.NaN));
    }
  } finally {
    for (const each of open) each.destroy();
    agent.destroy();
  }
  return { delays: asTimes(delays), missed };

  function listenOnce(): http.ClientRequest {
    const request = http.get(url, { agent }, (response) => {
      let text = '';
      response.on('error', () => undefined);
      response.on('data', (chunk: Buffer) => {
        if (text === '' && connected < listeners) connected += 1;
        text += chunk.toString();
        const whole = text.lastIndexOf('\n\n');
        for (const message of text.slice(0, whole + 1).split('\n\n')) {
          const [, id] = /^id: (\d+)$/m.exec(message) ?? [];
          const [, at] = /"at":(\d+)/.exec(message) ?? [];
          if (id === undefined) continue;
          happened.set(Number(id), Number(at));
          heard.set(Number(id), [...(heard.get(Number(id)) ?? []), Date.now()]);
        }
        // What is left begins a message, and is never empty again.
        text = `\n${text.slice(whole + 2)}`;
      });
    });
    request.on('error', () => undefined);
    return request;
  }
}
