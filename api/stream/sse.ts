/** Server-sent events on one connection. */
import type { ServerResponse } from 'node:http';
import { SAFE_HEADERS } from '../safe-headers.ts';

/** Time between comments that keep proxies from closing a silent connection, in milliseconds. */
const KEEP_ALIVE = 15_000;
/** A reader that is this many bytes behind is let go; it comes back with the number of its last event. */
const MOST_BEHIND = 4 * 1024 * 1024;
/** Time for a reader to take what was sent before the end, in milliseconds. */
const LAST_WORDS = 2000;

/** One open stream. */
export interface EventStream {
  /** Sends what `frame` made. */
  send: (frame: string) => void;
  /** Ends the stream; the connection closes. */
  end: () => void;
}

/** An event as it is on the wire; made once for all who get it. */
export function frame(event: string, data: unknown, id?: number): string {
  const number = id === undefined ? '' : `id: ${id}\n`;
  return `${number}event: ${event}\ndata: ${JSON.stringify(data)}\n\n`;
}

/** Opens a stream; `onGone` is called once when it has ended, whoever ended it. */
export function openStream(
  response: ServerResponse,
  headers: Record<string, string>,
  onGone: () => void,
): EventStream {
  response.writeHead(200, {
    ...headers,
    'content-type': 'text/event-stream',
    ...SAFE_HEADERS,
    connection: 'keep-alive',
  });
  response.write('retry: 1000\n\n');
  const timer = setInterval(() => response.write(': still here\n\n'), KEEP_ALIVE);
  response.once('close', () => {
    clearInterval(timer);
    onGone();
  });
  response.on('error', () => response.destroy());
  return {
    send(text) {
      if (response.writableEnded) return;
      response.write(text);
      if (response.writableLength > MOST_BEHIND) response.destroy();
    },
    end() {
      clearInterval(timer);
      response.end();
      // One that does not read would keep its connection for ever, and with it a daemon that is to stop.
      setTimeout(() => response.destroy(), LAST_WORDS).unref();
    },
  };
}
