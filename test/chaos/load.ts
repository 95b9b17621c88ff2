import http from 'node:http';
import type { Users } from './record.ts';

/** Users of a lane. */
export interface Load {
  /** What became of their requests so far, by windows of 100 ms. */
  users(): Users[];
  /** Sends no more, and waits for what is out. */
  stop(): Promise<void>;
}

/** Time for an answer, in milliseconds: longer than anything is stopped. */
const patience = 15_000;

/** Sends GETs at a fixed rate, a second, that no slow answer holds back, none twice, on connections that are kept. */
export function startLoad(url: string, rate: number): Load {
  // New connections cost this process several times as much, and it has the proxies to serve.
  const agent = new http.Agent({ keepAlive: true });
  const windows = new Map<number, Users>();
  const out = new Set<Promise<void>>();
  const began = Date.now();
  let sent = 0;
  const timer = setInterval(() => {
    const due = ((Date.now() - began) / 1000) * rate;
    // Where this process stood still, what it missed does not come at once: nothing would stand that.
    for (sent = Math.max(sent, due - rate); sent < due; sent += 1) {
      const window = Math.floor(Date.now() / 100) * 100;
      const users = windows.get(window) ?? { window, answered: 0, dropped: 0 };
      windows.set(window, users);
      const settled = isAnswered(url, agent).then((answered) => {
        users[answered ? 'answered' : 'dropped'] += 1;
        out.delete(settled);
      });
      out.add(settled);
    }
  }, 10);
  return {
    users: () => [...windows.values()],
    stop: async () => {
      clearInterval(timer);
      await Promise.all(out);
      agent.destroy();
    },
  };
}

/** Whether an instance of the sample service itself answers. */
function isAnswered(url: string, agent: http.Agent): Promise<boolean> {
  return new Promise((resolve) => {
    const request = http.get(url, { agent, timeout: patience }, (response) => {
      response.resume();
      response.on('error', () => resolve(false));
      response.on('end', () => resolve(response.headers['x-sample-version'] !== undefined));
    });
    request.on('timeout', () => request.destroy());
    request.on('error', () => resolve(false));
  });
}
