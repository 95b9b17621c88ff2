/** Slack's end of Socket Mode. */
import { randomUUID } from 'node:crypto';
import type { Server } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { WebSocketServer, type WebSocket } from 'ws';
import { PATIENCE } from './send.ts';

/** What the fake Slack does with connections. */
export interface SocketEnd {
  /** A URL for one connection, once. */
  url: () => string;
  open: () => number;
  /** Asks every connection to be made anew. */
  refresh: () => void;
  /** Sends one thing over one of them; answers the text with which it was acknowledged. */
  send: (type: string, payload: object) => Promise<string>;
  stop: () => void;
}

/** Makes it on a server that listens. */
export function createSocketEnd(server: Server, base: string, faults: string[]): SocketEnd {
  const tickets = new Set<string>();
  const connections = new Set<WebSocket>();
  const waiting = new Map<string, (answer: string) => void>();
  const end = new WebSocketServer({ noServer: true });
  server.on('upgrade', (request, raw, head) => {
    const ticket = request.url?.split('ticket=')[1] ?? '';
    if (!tickets.delete(ticket)) {
      raw.destroy();
      return;
    }
    end.handleUpgrade(request, raw, head, (socket) => {
      connections.add(socket);
      socket.on('close', () => connections.delete(socket));
      socket.on('message', (data) => {
        const written = Buffer.isBuffer(data) ? data.toString('utf8') : '';
        const said: { envelope_id?: string; payload?: { text?: string } } = JSON.parse(written);
        const acknowledged = waiting.get(said.envelope_id ?? '');
        if (acknowledged === undefined) faults.push(`nothing waits for ${written}`);
        acknowledged?.(said.payload?.text ?? '');
      });
      socket.send(JSON.stringify({ type: 'hello', num_connections: connections.size }));
    });
  });
  return {
    url() {
      const ticket = randomUUID();
      tickets.add(ticket);
      return `${base}/link/?ticket=${ticket}`;
    },
    open: () => connections.size,
    refresh() {
      const text = JSON.stringify({ type: 'disconnect', reason: 'refresh_requested' });
      for (const socket of connections) socket.send(text);
    },
    async send(type, payload) {
      const [socket] = connections;
      if (socket === undefined) throw new Error('no connection of Socket Mode is open');
      const id = randomUUID();
      const { promise: acknowledged, resolve } = Promise.withResolvers<string>();
      waiting.set(id, resolve);
      socket.send(JSON.stringify({ envelope_id: id, type, payload, accepts_response_payload: true }));
      const answer = await Promise.race([acknowledged, sleep(PATIENCE, undefined, { ref: false })]);
      waiting.delete(id);
      if (answer === undefined) faults.push(`${type}: not acknowledged within 3 s`);
      return answer ?? '';
    },
    stop() {
      for (const socket of connections) socket.terminate();
      end.close();
    },
  };
}
