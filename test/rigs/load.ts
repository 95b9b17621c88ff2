import http from 'node:http';

/** What became of the requests so far. */
export interface LoadCount {
  sent: number;
  /** Answers by the name of the backend that gave them. */
  answered: Record<string, number>;
  /** No answer, a time-out, or an answer that no backend gave. */
  dropped: string[];
}

/** Requests at a fixed rate that no slow answer holds back, half on kept and half on new connections. */
export interface Load {
  count: LoadCount;
  /** Ends the load and waits for the answers that are still out. */
  stop(): Promise<LoadCount>;
}

/** Starts GETs of the URL, `rate` a second. Nothing is ever sent twice. */
export function startLoad(url: string, rate: number): Load {
  const kept = new http.Agent({ keepAlive: true });
  const fresh = new http.Agent({ keepAlive: false });
  const count: LoadCount = { sent: 0, answered: {}, dropped: [] };
  const out = new Set<Promise<void>>();
  const began = Date.now();
  const timer = setInterval(() => {
    // The rate holds on a machine that wakes this timer late, too.
    while (count.sent < ((Date.now() - began) / 1000) * rate) {
      count.sent += 1;
      const request = getOnce(url, count.sent % 2 === 0 ? kept : fresh, count).finally(() =>
        out.delete(request),
      );
      out.add(request);
    }
  }, 5);
  return {
    count,
    stop: async () => {
      clearInterval(timer);
      await Promise.all(out);
      kept.destroy();
      fresh.destroy();
      return count;
    },
  };
}

/** Sends `times` GETs one after the other on one connection; throws when one is not answered by a backend. */
export async function sendInTurn(url: string, times: number): Promise<Record<string, number>> {
  const agent = new http.Agent({ keepAlive: true, maxSockets: 1 });
  const count: LoadCount = { sent: 0, answered: {}, dropped: [] };
  for (let sent = 0; sent < times; sent += 1) await getOnce(url, agent, count);
  agent.destroy();
  if (count.dropped.length > 0) throw new Error(`Dropped: ${count.dropped.join('; ')}`);
  return count.answered;
}

function getOnce(url: string, agent: http.Agent, count: LoadCount): Promise<void> {
  return new Promise((resolve) => {
    const drop = (reason: string): void => {
      count.dropped.push(reason);
      resolve();
    };
    const request = http.get(url, { agent, timeout: 5000 }, (response) => {
      const backend = response.headers['x-backend'];
      response.resume();
      response.on('error', (error) => drop(error.message));
      response.on('end', () => {
        if (typeof backend !== 'string') return drop(`status ${response.statusCode} from no backend`);
        count.answered[backend] = (count.answered[backend] ?? 0) + 1;
        resolve();
      });
    });
    request.on('timeout', () => request.destroy(new Error('no answer within 5 s')));
    request.on('error', (error) => drop(error.message));
  });
}
