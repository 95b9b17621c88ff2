import { once } from 'node:events';
import { createServer, request as ask, type IncomingMessage, type ServerResponse } from 'node:http';

/** What came through a door. */
export interface Passed {
  /** Milliseconds since the epoch. */
  at: number;
  path: string;
}

/** An HTTP address in front of another one: it notes who asks when, and can let everybody wait. */
export interface Door {
  url: string;
  passed: readonly Passed[];
  /** Whose door this is: a base URL. Nothing comes through before. */
  leadTo(url: string): void;
  /** Lets all that ask from now on wait, until it is opened. */
  hold(): void;
  open(): void;
  close(): Promise<void>;
}

/** Opens a door on a free loopback port. */
export async function openDoor(): Promise<Door> {
  const passed: Passed[] = [];
  const waiting: (() => void)[] = [];
  let to: string | undefined;
  let held = false;
  const forward = (incoming: IncomingMessage, response: ServerResponse): void => {
    const { method, headers, url: path = '/' } = incoming;
    passed.push({ at: Date.now(), path });
    const onwards = ask(new URL(path, to), { method, headers }, (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(response);
    });
    onwards.on('error', () => response.destroy());
    incoming.pipe(onwards);
  };
  const server = createServer((incoming, response) => {
    if (to === undefined) return void response.destroy();
    if (!held) return forward(incoming, response);
    waiting.push(() => forward(incoming, response));
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The door has no port.');
  return {
    url: `http://127.0.0.1:${address.port}`,
    passed,
    leadTo: (url) => (to = url),
    hold: () => (held = true),
    open() {
      held = false;
      for (const go of waiting.splice(0)) go();
    },
    close: async () => {
      const closed = once(server.close(), 'close');
      server.closeAllConnections();
      await closed;
    },
  };
}
